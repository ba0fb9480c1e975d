/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A committee's office for tests: a folder of its own, a clock that the test
 * moves, members that are plainly made up, and a process of one stage in which everything
 * may happen. Failures of the helpers end the test.
 *
 * The founder is o-1 (secretary p-1, mandate m-1); member k, from 1, is o-(k+1) with delegate
 * p-(k+1) under mandate m-(k+1).
 */
#pragma once

#include "office/office.h"

#include "support/random.h"
#include "support/temp.h"

#define BUREAU_START ((int64_t)1767225600) /* 2026-01-01T00:00:00Z */
#define BUREAU_DAY ((int64_t)86400)

struct bureau {
    struct temp temp;
    char *dir; /* of the committee, in temp */
    struct env env;
    int64_t now;   /* the clock */
    uint64_t seed; /* of the randomness */
    struct office office;
    struct slices notes; /* of the last opening */
    struct arena arena;
    size_t members;
    bool later;       /* for bureau_try: as of a request */
    const char *once; /* for bureau_try: the key of the next act; then null again */
};

/* Not zeroed before. Opened, with its process adopted; no project. */
void bureau_make(struct bureau *b, size_t members);
void bureau_done(struct bureau *b);
/* One that another process made, not opened: its folder, and what its clock says. */
void bureau_at(struct bureau *b, const char *dir, size_t members, int64_t now);
/* Closes the office where it is open, and opens it again. */
MUST_USE bool bureau_reopen(struct bureau *b, struct err *e);
void bureau_close(struct bureau *b);

/* Member 0 is the secretary. */
struct actor bureau_actor(struct arena *a, size_t member);

/* `data` is JSON. Fails the test for a fault; a refusal is an answer. */
void bureau_try(struct office_done *out, struct bureau *b, size_t member, const char *type,
                const char *project, const char *data);
/* Has to be done. Gives the event's index. */
uint64_t bureau_act(struct bureau *b, size_t member, const char *type, const char *project,
                    const char *data);

/* A project with a draft, out for comment; gives its id. */
struct slice bureau_project(struct bureau *b);

/* The data of a comment or vote as a member would file it: the k-th of a project. */
const char *bureau_comment(struct arena *a, uint64_t k);
const char *bureau_vote(struct arena *a, const char *ballot, uint64_t k);

/* Fills an office fast, past its own way in: every event decided as ever, in one transaction. */
void bureau_fill(struct bureau *b, uint64_t events, size_t projects);
