/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A committee in a test: acts in one line each, completed, decided, written as a
 * leaf, read back, decided once more, applied. Data is JSON with ' for ".
 */
#pragma once

#include "base/vec.h"
#include "committee/act.h"

#define LIFE_START ((int64_t)1767225600) /* 2026-01-01T00:00:00Z */
#define LIFE_DAY ((int64_t)86400)
#define LIFE_DIGEST_A "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define LIFE_DIGEST_B "sha256:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"

struct life {
    struct arena *a, committee_arena, project_arena;
    struct committee committee;
    struct project project;
    int64_t now;
    uint64_t index;
    VEC(struct slice) leaves;
    struct refusal refusal; /* of the last act that was refused */
    struct event last;      /* the last act that was done */
};

struct life_founding {
    const char *processes; /* folder */
    const char *process;   /* id */
    size_t members;        /* organisations o-2 … with persons p-2 …, delegates m-2 … */
    bool persons;          /* members are persons */
    const char *standing;  /* of all; or null */
    size_t group;          /* so many of them are in group g-1, p-2 convenes it; 0: no group */
};

/* Opens it at LIFE_START: secretary m-1, chair "m-chair", convenor "m-convenor". */
void life_open(struct life *l, struct arena *a, const struct life_founding *f);
void life_close(struct life *l);

/* Whether it is done. `who` is a mandate; the project is "P-1" for its own kinds. */
bool life_do(struct life *l, const char *who, const char *type, const char *data, ...)
    PRINTF_LIKE(4, 5);
/* The same, and the test fails where it is refused. */
void life_must(struct life *l, const char *who, const char *type, const char *data, ...)
    PRINTF_LIKE(4, 5);
/* It has to be refused, with that code and a rule that ends so. */
void life_refused(struct life *l, enum refusal_code code, const char *rule, const char *who,
                  const char *type, const char *data, ...) PRINTF_LIKE(6, 7);
/*
 * As somebody else's program might: completed, then `from` in the canonical JSON of the data made
 * `to` (both with ' for "), and written.
 */
bool life_forge(struct life *l, const char *who, const char *type, const char *data,
                const char *from, const char *to);
/* Without completing: as somebody else's program would have written it. */
bool life_write(struct life *l, const char *who, const char *type, const struct json_node *data);

/* Acts, one a line: "m-2 vote.cast {'ballot':…}"; "+3" waits three days. All have to be done. */
void life_script(struct life *l, const char *text);

void life_wait(struct life *l, int64_t days);

/* Everything again from the leaves; the test fails where an octet of the state differs. */
void life_replay(const struct life *l);

/* JSON from text with ' for ". */
const struct json_node *life_json(struct arena *a, struct slice text);
