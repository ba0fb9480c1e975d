/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Enumeration by exclusion, in up to two dimensions at once: offer all that is
 * left, the server names one, drop it, ask again, until it refuses.
 *
 * With two dimensions (suites and signature schemes, groups and suites) each
 * answer names one of each. A refusal of two shortened lists says nothing about
 * either: the one is then asked for again with the other one restored in full.
 * So `settled` always means "refused together with everything that the other
 * dimension has", also where a server ties the two together.
 *
 * Pure: no sockets, no clock.
 */
#pragma once

#include "base/arena.h"
#include "base/slice.h"
#include "wire/tls.h"

struct tls_dimension {
    struct tls_codes all; /* candidates, in the order in which they are offered */
    uint16_t *left;       /* not named so far */
    size_t nleft;
    uint16_t *named; /* accepted, in the order of naming */
    size_t nnamed;
    bool settled;       /* what is left was refused */
    struct slice stuck; /* why it will not be settled; empty: it still may */
    bool optional;      /* an answer that names none refuses what is left (ALPN) */
};

void tls_dimension_init(struct tls_dimension *d, struct arena *a, struct tls_codes all);

/*
 * Keep `code` among the candidates, behind all others, even if it was named:
 * a server whose certificate lies on that curve refuses any list without it.
 */
void tls_dimension_pin(struct tls_dimension *d, uint16_t code);

static inline bool
tls_dimension_open(const struct tls_dimension *d)
{
    return !d->settled && d->stuck.n == 0;
}

enum tls_round {
    TLS_ROUND_BOTH,   /* what is left of both */
    TLS_ROUND_SECOND, /* what is left of the second, all of the main one */
    TLS_ROUND_MAIN,   /* what is left of the main one, all of the second */
    TLS_ROUND_DONE,
};

struct tls_exclusion {
    struct tls_dimension *main;
    struct tls_dimension *second; /* or null */
    enum tls_round round;
};

void tls_exclusion_init(struct tls_exclusion *x, struct tls_dimension *main);

/* Take on a second dimension; only while there is none or it is no longer open. */
void tls_exclusion_attach(struct tls_exclusion *x, struct tls_dimension *second);

/* What to offer next; only while the round is not DONE. */
struct tls_codes tls_exclusion_main(const struct tls_exclusion *x);
struct tls_codes tls_exclusion_second(const struct tls_exclusion *x);

/* Is the second list a shortened one, so that the answer's second code is wanted? */
static inline bool
tls_exclusion_wants_second(const struct tls_exclusion *x)
{
    return x->round == TLS_ROUND_BOTH || x->round == TLS_ROUND_SECOND;
}

/* … and has some of it been left out? */
static inline bool
tls_exclusion_second_is_short(const struct tls_exclusion *x)
{
    return tls_exclusion_wants_second(x) && x->second->nleft < x->second->all.n;
}

/* The server named these; `second` is 0 where its answer names none. */
void tls_exclusion_named(struct tls_exclusion *x, uint16_t main, uint16_t second);

/* It refused. */
void tls_exclusion_refused(struct tls_exclusion *x);

/* It refused for the sake of the second list, and said so. */
void tls_exclusion_refused_second(struct tls_exclusion *x);

/* The question cannot be answered: what is open stays so, for this reason. */
void tls_exclusion_failed(struct tls_exclusion *x, struct slice why);
