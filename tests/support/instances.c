/* SPDX-License-Identifier: Apache-2.0 */
#include "support/instances.h"

#include "support/random.h"

#include <assert.h>

#define LIST_MAX 64

struct maker {
    struct instance *in;
    const struct instances_size *size;
    uint64_t random;
    int first_option, first_threshold;
};

static int
option(const struct maker *m, uint32_t set, uint32_t i)
{
    return m->first_option + (int)(set * m->size->options + i);
}

static int
any_option(struct maker *m)
{
    return option(m, random_below(&m->random, m->size->sets),
                  random_below(&m->random, m->size->options));
}

/* The number is at least 1 + below(top). */
static int
any_threshold(struct maker *m)
{
    uint32_t number = random_below(&m->random, m->size->numbers);
    return m->first_threshold +
           (int)(number * m->size->top + random_below(&m->random, m->size->top));
}

static int
any_lit(struct maker *m)
{
    bool number = m->size->numbers && random_percent(&m->random, 25);
    int v = number ? any_threshold(m) : any_option(m);
    return random_percent(&m->random, 50) ? v : -v;
}

static void
make_physics(struct maker *m)
{
    const struct instances_size *s = m->size;
    for (uint32_t i = 0; i < s->sets * s->options; i++) {
        int v = instance_var(m->in);
        m->first_option = i ? m->first_option : v;
    }
    for (uint32_t i = 0; i < s->numbers * s->top; i++) {
        int v = instance_var(m->in);
        m->first_threshold = i ? m->first_threshold : v;
        if (i % s->top)
            INSTANCE_CLAUSE(m->in, -v, v - 1);
    }
    for (uint32_t i = 0; i < s->sets * s->options / 2; i++)
        INSTANCE_CLAUSE(m->in, any_lit(m), any_lit(m), any_lit(m));
    for (uint32_t i = 0; i < s->sets * s->options / 4; i++)
        INSTANCE_CLAUSE(m->in, -any_option(m), any_option(m));
}

/* Some of a set only, at least one, none of some, a bound, an implication. */
static void
make_condition(struct maker *m, uint32_t c)
{
    uint32_t kind = random_below(&m->random, 100);
    uint32_t set = random_below(&m->random, m->size->sets);
    if (m->size->numbers && kind < 20) {
        int v = any_threshold(m);
        INSTANCE_UNDER(m->in, c, random_percent(&m->random, 50) ? v : -v);
        return;
    }
    if (kind < 30) {
        INSTANCE_UNDER(m->in, c, any_lit(m), any_lit(m));
        return;
    }
    int some[LIST_MAX];
    size_t n = 0;
    assert(m->size->options <= LIST_MAX);
    for (uint32_t i = 0; i < m->size->options; i++) {
        if (random_percent(&m->random, kind < 60 ? 60 : 40))
            some[n++] = option(m, set, i);
    }
    if (kind < 60) {
        instance_under(m->in, c, some, n); /* n == 0: contradicts itself */
        return;
    }
    for (size_t i = 0; i < n; i++)
        INSTANCE_UNDER(m->in, c, -some[i]);
}

/* One group wants what another refuses. */
static void
plant(struct maker *m, uint32_t wants, uint32_t refuses)
{
    int v = any_option(m), w = any_option(m);
    INSTANCE_UNDER(m->in, wants, v, w);
    INSTANCE_UNDER(m->in, refuses, -v);
    INSTANCE_UNDER(m->in, refuses, -w);
}

void
instances_make(struct instance *in, struct arena *a, uint64_t seed,
               const struct instances_size *size)
{
    struct maker m = {.in = in, .size = size, .random = seed};
    instance_init(in, a);
    make_physics(&m);
    for (uint32_t i = 0; i < size->conditions; i++) {
        uint32_t c = instance_condition(in, arena_printf(a, "condition %u", i));
        make_condition(&m, c);
        if (c && random_percent(&m.random, 15))
            plant(&m, c, random_below(&m.random, c));
    }
    for (uint32_t g = 0; g < size->groups; g++) {
        uint32_t v[LIST_MAX];
        uint32_t n = random_below(&m.random, size->wants + 1);
        for (uint32_t i = 0; i < n; i++)
            v[i] = random_below(&m.random, size->conditions);
        instance_group(in, arena_printf(a, "group %u", g), random_below(&m.random, 8), v, n);
    }
}
