/* SPDX-License-Identifier: Apache-2.0 */
#include "cel/regex_class.h"

#include <stdlib.h>

void
regex_set_init(struct regex_set *s, struct arena *a, size_t *budget)
{
    memset(s, 0, sizeof *s);
    s->a = a;
    s->budget = budget;
}

void
regex_set_range(struct regex_set *s, uint32_t lo, uint32_t hi)
{
    if (s->over || *s->budget == 0) {
        s->over = true;
        return;
    }
    --*s->budget;
    vec_push(s->a, &s->ranges, (struct regex_range){lo, hi});
}

void
regex_set_ranges(struct regex_set *s, const struct regex_range *v, size_t n)
{
    for (size_t i = 0; i < n; i++)
        regex_set_range(s, v[i].lo, v[i].hi);
}

void
regex_set_inverse(struct regex_set *s, const struct regex_range *v, size_t n)
{
    uint32_t next = 0; /* the first that is not yet decided */
    for (size_t i = 0; i < n; i++) {
        if (v[i].lo > next)
            regex_set_range(s, next, v[i].lo - 1);
        next = v[i].hi + 1;
    }
    if (next <= REGEX_RUNE_MAX)
        regex_set_range(s, next, REGEX_RUNE_MAX);
}

static int
by_start(const void *a, const void *b)
{
    const struct regex_range *x = a, *y = b;
    return (x->lo > y->lo) - (x->lo < y->lo);
}

void
regex_set_normal(struct regex_set *s)
{
    struct regex_range *v = s->ranges.v;
    size_t n = 0;
    if (s->ranges.n == 0)
        return;
    qsort(v, s->ranges.n, sizeof *v, by_start);
    for (size_t i = 1; i < s->ranges.n; i++) {
        if (v[i].lo > v[n].hi + 1)
            v[++n] = v[i];
        else if (v[i].hi > v[n].hi)
            v[n].hi = v[i].hi;
    }
    s->ranges.n = n + 1;
}

/* The first entry of the table that is not below `rune`. */
static size_t
fold_from(uint32_t rune)
{
    size_t lo = 0, hi = regex_folds_n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (regex_folds[mid].from < rune)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

/* The rest of the ring that `first` is part of. */
static void
add_ring(struct regex_set *s, const struct regex_fold *first)
{
    for (uint32_t r = first->to; r != first->from;) {
        regex_set_range(s, r, r);
        r = regex_folds[fold_from(r)].to;
    }
}

void
regex_set_fold(struct regex_set *s)
{
    regex_set_normal(s); /* apart: no entry of the table is visited twice */
    size_t n = s->ranges.n;
    for (size_t i = 0; i < n; i++) {
        struct regex_range r = s->ranges.v[i];
        for (size_t f = fold_from(r.lo); f < regex_folds_n && regex_folds[f].from <= r.hi; f++)
            add_ring(s, &regex_folds[f]);
    }
    regex_set_normal(s);
}

void
regex_set_negate(struct regex_set *s)
{
    regex_set_normal(s);
    struct regex_set other;
    regex_set_init(&other, s->a, s->budget);
    regex_set_inverse(&other, s->ranges.v, s->ranges.n);
    other.over |= s->over;
    *s = other;
}

const struct regex_class *
regex_set_done(const struct regex_set *s)
{
    struct regex_class *c = NEW(s->a, struct regex_class);
    c->v = s->ranges.v;
    c->n = s->ranges.n;
    for (size_t i = 0; i < c->n; i++)
        for (uint32_t r = c->v[i].lo; r <= c->v[i].hi && r < 128; r++)
            c->ascii[r / 64] |= (uint64_t)1 << r % 64;
    return c;
}

bool
regex_class_has(const struct regex_class *c, uint32_t rune)
{
    if (rune < 128)
        return c->ascii[rune / 64] >> rune % 64 & 1;
    size_t lo = 0, hi = c->n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (rune > c->v[mid].hi)
            lo = mid + 1;
        else if (rune < c->v[mid].lo)
            hi = mid;
        else
            return true;
    }
    return false;
}

static int
by_name(const void *key, const void *group)
{
    return slice_cmp(*(const struct slice *)key, ((const struct regex_group *)group)->name);
}

const struct regex_group *
regex_group_find(struct slice name)
{
    return bsearch(&name, regex_groups, regex_groups_n, sizeof *regex_groups, by_name);
}
