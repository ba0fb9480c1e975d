/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How hard one target is pushed, and when an answer is believed.
 *
 * A ServerHello is an answer, and so is an alert that speaks of what we
 * offered. A closed or reset connection may be a refusal, and may be a server
 * that has had enough of us. It is asked again, with fewer connections in
 * flight; it counts as a refusal only if it is repeated (a reset twice) and the server properly
 * answered a hello dialled in between. Otherwise nothing is concluded.
 *
 * Any other alert, internal_error first of all, is a server in trouble; it is
 * also what some say who find nothing in common. It counts as a refusal only if
 * it comes five times, and each time a hello dialled in between was accepted; six times from a
 * server whose trouble has been seen to pass.
 *
 * Pure: time is handed in.
 */
#pragma once

#include "collect/tls_ask.h"

#include "base/vec.h"

struct tls_try {
    const struct tls_ask *ask;
    unsigned attempt;   /* 1 is the first */
    uint64_t number;    /* of this connection among the target's */
    uint64_t first;     /* … and of the ask's first connection */
    int64_t not_before; /* nanoseconds, monotonic */
    bool held;          /* waits for the server to answer something dialled after `first` */
    bool for_hello;     /* … with a ServerHello; `first` is then the connection before this one */
    unsigned troubles;  /* attempts that ended in an alert of trouble */
    unsigned confirmed; /* … with a hello accepted since the one before */
    bool controlled;    /* a control went before it */
    bool control;       /* repeats an ask to see whether the server still answers; not taken */
};

struct tls_pace {
    unsigned limit, max;           /* connections in flight */
    uint64_t dialled;              /* connections so far */
    uint64_t answered;             /* exchanges that got a proper answer */
    uint64_t failures;             /* exchanges that got none */
    uint64_t recovered;            /* asks that were answered after an alert of trouble */
    uint64_t last_answered;        /* the highest number of a connection that was answered */
    uint64_t last_accepted;        /* … with a ServerHello */
    const struct tls_ask *control; /* one that was answered, accepted if any was */
    VEC(struct tls_try) waiting;   /* to be tried again */
};

void tls_pace_init(struct tls_pace *p, unsigned max);

enum tls_verdict {
    TLS_VERDICT_TAKE,  /* the answer stands */
    TLS_VERDICT_AGAIN, /* the try was put back into `waiting` */
    TLS_VERDICT_FAIL,  /* nothing to rely on: see `why` */
};

/* What an exchange's answer is worth. `why` is set for FAIL, from `a`. */
enum tls_verdict tls_pace_judge(struct tls_pace *p, struct arena *a, const struct tls_try *tried,
                                const struct tls_answer *answer, int64_t now, struct slice *why);

/*
 * A waiting try that is due, with its number set; false where there is none.
 * With `force` (nothing else is left to do) held ones are due, too, or first a
 * control for one that waits for a ServerHello. *next is when the earliest one
 * will be, INT64_MAX for never.
 */
bool tls_pace_due(struct tls_pace *p, int64_t now, bool force, struct tls_try *out, int64_t *next);

/* A fresh try for an ask. */
struct tls_try tls_pace_fresh(struct tls_pace *p, const struct tls_ask *ask);
