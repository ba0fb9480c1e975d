/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The desk of an organisation: what its people prepare on a project's draft
 * before the organisation files it. Private to the organisation: nothing of it
 * is an event. The store keeps it as a value of the organisation's own.
 *
 *   prepared  by an expert, the alternate or the delegate; changed at will
 *   merged    became part of another one
 *   approved  by the delegate; a change takes the approval away
 *   filed     is a comment of the record now
 *   dropped   nobody files it
 *
 * Nothing is thrown away: what was merged or dropped stays, with its words.
 * Tables of several colleagues are joined in comment_merge.h; this is where
 * the result lies until it is filed.
 *
 *   {"entries":[{"approved_by":"p-3","at":"…","comment":"c-12","into":7,"note":"…","number":1,
 *     "person":"p-4","says":{"clause":"c-suites","draft":"d-1","element":…,"language":"zh",
 *     "line":…,"proposed":…,"quote":…,"replace":…,"text":…,"type":"te"},"state":"prepared"}],
 *    "organisation":"o-2","project":"P-7","v":1}
 */
#pragma once

#include "committee/project.h"
#include "committee/refusal.h"

#define DESK_ENTRIES_MAX 10000
#define DESK_TEXT_MAX 20000              /* octets of each text */
#define DESK_SIZE_MAX ((size_t)16 << 20) /* octets of a desk */

enum desk_state { DESK_PREPARED, DESK_APPROVED, DESK_MERGED, DESK_FILED, DESK_DROPPED };
extern const char *const desk_state_words[];

/* As comment.filed and its object will say it. */
struct desk_text {
    struct slice draft, clause; /* clause empty: on the whole */
    enum comment_type type;
    struct slice language; /* "zh" or "en" */
    struct slice text;
    struct slice proposed;       /* in words; may be empty, as all that follow */
    struct slice quote, replace; /* words of the clause, and what should stand there */
    struct slice line, element;
};

struct desk_entry {
    uint64_t number; /* from 1, in order */
    enum desk_state state;
    struct desk_text says;
    struct slice person;      /* who wrote it so */
    int64_t at;               /* when */
    uint64_t into;            /* merged: which one */
    struct slice approved_by; /* person; empty: not */
    struct slice comment;     /* filed: "c-12" */
    struct slice note;        /* among colleagues: why dropped, what to decide; may be empty */
};

struct desk {
    struct arena *arena;
    struct slice organisation, project;
    VEC(struct desk_entry) entries; /* entry n at n - 1 */
};

/* Who works at it: by a mandate of that organisation that holds at that moment. */
struct desk_hand {
    const struct mandate *by;
    int64_t at;
};

void desk_init(struct desk *d, struct arena *a, struct slice organisation, struct slice project);
/* ERR_INPUT where it is no desk: everything is checked, who says what about whom included. */
MUST_USE bool desk_read(struct desk *d, struct arena *a, struct slice octets, struct err *e);
MUST_USE bool desk_write(struct slice *out, struct arena *a, const struct desk *d, struct err *e);

const struct desk_entry *desk_entry(const struct desk *d, uint64_t number); /* or null */

/*
 * Each is done or refused, as acts are. Texts are copied. `a` is for refusals; what is kept comes
 * from the desk's own arena.
 */
MUST_USE bool desk_prepare(struct desk *d, struct arena *a, const struct desk_hand *h,
                           const struct desk_text *t, uint64_t *number, struct refusal *r);
MUST_USE bool desk_change(struct desk *d, struct arena *a, const struct desk_hand *h,
                          uint64_t number, const struct desk_text *t, struct refusal *r);
/* A new one in place of several, which stay as merged into it. */
MUST_USE bool desk_merge(struct desk *d, struct arena *a, const struct desk_hand *h,
                         const uint64_t *numbers, size_t n, const struct desk_text *t,
                         uint64_t *number, struct refusal *r);
MUST_USE bool desk_drop(struct desk *d, struct arena *a, const struct desk_hand *h, uint64_t number,
                        struct slice note, struct refusal *r);
MUST_USE bool desk_approve(struct desk *d, struct arena *a, const struct desk_hand *h,
                           uint64_t number, struct refusal *r);
/* May it be filed? Then file it (comment.filed) and say so with desk_filed. */
MUST_USE bool desk_ready(const struct desk *d, struct arena *a, const struct desk_hand *h,
                         uint64_t number, struct refusal *r);
void desk_filed(struct desk *d, uint64_t number, struct slice comment);

/* Of how many prepared ones it was made: `consolidated` of comment.filed. */
size_t desk_consolidated(const struct desk *d, struct arena *a, uint64_t number);
