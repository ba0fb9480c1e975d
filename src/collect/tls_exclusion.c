/* SPDX-License-Identifier: Apache-2.0 */
#include "collect/tls_exclusion.h"

#include <assert.h>

void
tls_dimension_init(struct tls_dimension *d, struct arena *a, struct tls_codes all)
{
    *d = (struct tls_dimension){.all = all};
    d->left = NEW_ARRAY(a, uint16_t, all.n + 1);
    d->named = NEW_ARRAY(a, uint16_t, all.n + 1);
    if (all.n)
        memcpy(d->left, all.v, all.n * sizeof *all.v);
    d->nleft = all.n;
    d->settled = all.n == 0; /* nothing to ask */
}

static size_t
find(const uint16_t *v, size_t n, uint16_t code)
{
    size_t i = 0;
    while (i < n && v[i] != code)
        i++;
    return i;
}

static bool
drop(struct tls_dimension *d, uint16_t code)
{
    size_t at = find(d->left, d->nleft, code);
    if (at == d->nleft)
        return false;
    memmove(d->left + at, d->left + at + 1, (d->nleft - at - 1) * sizeof *d->left);
    d->nleft--;
    return true;
}

void
tls_dimension_pin(struct tls_dimension *d, uint16_t code)
{
    if (find(d->all.v, d->all.n, code) == d->all.n)
        return;
    drop(d, code);
    d->left[d->nleft++] = code;
}

/* False where the code was not among those left: the server does not mind the list. */
static bool
name_one(struct tls_dimension *d, uint16_t code)
{
    if (!drop(d, code))
        return false;
    if (find(d->named, d->nnamed, code) == d->nnamed)
        d->named[d->nnamed++] = code;
    if (d->nleft == 0)
        d->settled = true;
    return true;
}

static bool
second_open(const struct tls_exclusion *x)
{
    return x->second && tls_dimension_open(x->second);
}

/* Where to go once a dimension is done with. */
static void
move_on(struct tls_exclusion *x)
{
    bool main = tls_dimension_open(x->main), second = second_open(x);
    if (x->round == TLS_ROUND_SECOND && second)
        return;
    if (main && second && x->round == TLS_ROUND_BOTH)
        return;
    if (main)
        x->round = TLS_ROUND_MAIN;
    else if (second && x->main->nnamed > 0)
        x->round = TLS_ROUND_SECOND;
    else
        x->round = TLS_ROUND_DONE;
}

void
tls_exclusion_init(struct tls_exclusion *x, struct tls_dimension *main)
{
    *x = (struct tls_exclusion){.main = main, .round = TLS_ROUND_MAIN};
    move_on(x);
}

void
tls_exclusion_attach(struct tls_exclusion *x, struct tls_dimension *second)
{
    assert(!second_open(x));
    x->second = second;
    x->round = tls_dimension_open(x->main) ? TLS_ROUND_BOTH : TLS_ROUND_SECOND;
    move_on(x);
}

static struct tls_codes
left_of(const struct tls_dimension *d)
{
    return (struct tls_codes){d->left, d->nleft};
}

struct tls_codes
tls_exclusion_main(const struct tls_exclusion *x)
{
    if (x->round != TLS_ROUND_SECOND)
        return left_of(x->main);
    /* What was refused need not be offered again. */
    if (x->main->settled)
        return (struct tls_codes){x->main->named, x->main->nnamed};
    return x->main->all;
}

struct tls_codes
tls_exclusion_second(const struct tls_exclusion *x)
{
    if (!x->second)
        return (struct tls_codes){0};
    return tls_exclusion_wants_second(x) ? left_of(x->second) : x->second->all;
}

static void
name_second(struct tls_dimension *second, uint16_t code)
{
    if (code != 0 && name_one(second, code))
        return;
    /* An optional one is left out, or the server keeps to its own, whatever is offered. */
    if (second->optional)
        second->settled = true;
    else
        second->stuck = code ? SL("the server answers with one that was not offered")
                             : SL("the server's answers do not tell");
}

void
tls_exclusion_named(struct tls_exclusion *x, uint16_t main, uint16_t second)
{
    bool fresh = name_one(x->main, main);
    /* In the second round everything is offered again, also what was named before. */
    if (!fresh && x->round != TLS_ROUND_SECOND)
        x->main->stuck = SL("the server answers with one that was not offered");
    if (tls_exclusion_wants_second(x) && second_open(x))
        name_second(x->second, second);
    move_on(x);
}

void
tls_exclusion_refused(struct tls_exclusion *x)
{
    bool untouched = x->second && !tls_exclusion_second_is_short(x);
    switch (x->round) {
    case TLS_ROUND_BOTH:
        if (untouched)
            x->main->settled = true;
        else
            x->round = TLS_ROUND_SECOND; /* which of the two was it? */
        break;
    case TLS_ROUND_SECOND:
        assert(x->second);
        x->second->settled = true;
        break;
    case TLS_ROUND_MAIN:
        x->main->settled = true;
        break;
    case TLS_ROUND_DONE:
        return;
    }
    move_on(x);
}

void
tls_exclusion_refused_second(struct tls_exclusion *x)
{
    if (second_open(x))
        x->second->settled = true;
    move_on(x);
}

void
tls_exclusion_failed(struct tls_exclusion *x, struct slice why)
{
    if (tls_dimension_open(x->main) && x->round != TLS_ROUND_SECOND)
        x->main->stuck = why;
    if (tls_exclusion_wants_second(x) && second_open(x))
        x->second->stuck = why;
    move_on(x);
}
