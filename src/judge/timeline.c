/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Timelines: first the days that matter, then a judgement of each.
 */
#include "judge/timeline.h"

#include "judge/compiled.h"

#include <stdlib.h>

typedef VEC(date_t) day_list;

struct span {
    struct arena *a;
    date_t after, to; /* days wanted */
    day_list days;
};

static void
add_day(struct span *s, int64_t day)
{
    if (day > s->after && day <= s->to)
        vec_push(s->a, &s->days, (date_t)day);
}

/* The first day whose last second reaches t. */
static void
add_instant(struct span *s, int64_t t)
{
    if (t > date_seconds(DATE_MIN) && t < date_seconds(DATE_MAX))
        add_day(s, date_of_seconds(t));
}

static void
add_bounds(struct span *s, const struct requirement *r)
{
    add_day(s, r->from);
    add_day(s, (int64_t)r->until + 1);
}

/* field - now >= k holds up to the second field - k, and no longer. */
static void
add_atom(struct span *s, const struct atom *at, const struct evidence *target, const struct kind *k)
{
    if (at->op == ATOM_NOW)
        add_instant(s, at->k);
    for (size_t i = 0; at->op == ATOM_TIME && at->minus_now && i < target->n; i++) {
        const struct asset *as = &target->assets[i];
        int64_t last;
        if (as->kind == k && as->facts[at->field].known &&
            !__builtin_sub_overflow(as->facts[at->field].i, at->k, &last) && last < INT64_MAX)
            add_instant(s, last + 1);
    }
}

static int
by_day(const void *a, const void *b)
{
    date_t x = *(const date_t *)a, y = *(const date_t *)b;
    return (x > y) - (x < y);
}

void
timeline_days(struct days *out, struct arena *a, const struct judge *j,
              const struct evidence *target, date_t from, date_t to)
{
    struct span s = {.a = a, .after = from, .to = to};
    for (size_t r = 0; r < j->nregimes; r++)
        for (size_t i = 0; i < j->regimes[r].rules.n; i++)
            add_bounds(&s, j->regimes[r].rules.v[i].requirement);
    for (size_t u = 0; u < j->nunits; u++)
        for (size_t i = 0; i < j->units[u].form.atoms.n; i++)
            add_atom(&s, &j->units[u].form.atoms.v[i], target, j->units[u].kind);
    if (s.days.n)
        qsort(s.days.v, s.days.n, sizeof *s.days.v, by_day);
    *out = (struct days){s.days.v, 0};
    for (size_t i = 0; i < s.days.n; i++)
        if (out->n == 0 || out->v[out->n - 1] != s.days.v[i])
            out->v[out->n++] = s.days.v[i];
}

/* The verdicts of all regimes on one day, into `out`. */
static bool
verdicts_on(enum verdict *out, struct arena *a, const struct judge *j,
            const struct evidence *target, date_t on, struct err *e)
{
    struct arena_mark mark = arena_mark(a);
    struct judgement g;
    if (!judge_run(&g, a, j, target, 1, on, e))
        return false;
    for (size_t r = 0; r < j->nregimes; r++)
        out[r] = g.targets[0].regimes[r].verdict;
    arena_reset(a, mark);
    return true;
}

bool
timeline_make(struct timeline *out, struct arena *a, const struct judge *j,
              const struct evidence *target, date_t from, date_t to, struct err *e)
{
    struct days days;
    VEC(struct change) changes = {0};
    enum verdict *before = NEW_ARRAY(a, enum verdict, j->nregimes);
    enum verdict *after = NEW_ARRAY(a, enum verdict, j->nregimes);
    timeline_days(&days, a, j, target, from, to);
    bool cut = days.n > TIMELINE_DAYS_MAX;
    if (!verdicts_on(before, a, j, target, from, e))
        return false;
    for (size_t d = 0; d < days.n && d < TIMELINE_DAYS_MAX; d++) {
        if (!verdicts_on(after, a, j, target, days.v[d], e))
            return false;
        for (size_t r = 0; r < j->nregimes; r++) {
            if (before[r] != after[r])
                vec_push(a, &changes,
                         (struct change){days.v[d], j->regimes[r].regime, before[r], after[r]});
            before[r] = after[r];
        }
    }
    *out = (struct timeline){changes.v, changes.n, cut};
    return true;
}
