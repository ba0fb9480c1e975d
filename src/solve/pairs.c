/* SPDX-License-Identifier: Apache-2.0 */
#include "solve/pairs.h"

static void
decide(struct pairs *p, size_t x, size_t y, bool compatible)
{
    size_t both[] = {x * p->n + y, y * p->n + x};
    for (size_t i = 0; i < 2; i++) {
        bits_set(p->decided, both[i]);
        if (compatible)
            bits_set(p->compatible, both[i]);
    }
}

/* All groups that hold in one model are compatible with each other. */
static void
take_model(struct pairs *p, const uint64_t *groups)
{
    SETS_EACH (x, groups, p->n) {
        SETS_EACH (y, groups, p->n)
            decide(p, x, y, true);
    }
}

static void
ask(struct pairs *p, struct engine *e, size_t x, size_t y, uint64_t *groups, struct budget *b)
{
    bits_set(groups, x);
    bits_set(groups, y);
    enum sat_answer answer = engine_ask_groups(e, groups, b);
    bits_clear(groups, x);
    bits_clear(groups, y);
    if (answer == SAT_YES)
        take_model(p, engine_model(e)->groups);
    else if (answer == SAT_NO)
        decide(p, x, y, false);
    else
        p->complete = false;
}

void
pairs_find(struct pairs *out, struct arena *a, struct engine *e, const uint64_t *among,
           struct budget *b)
{
    size_t n = engine_instance(e)->groups.n;
    *out = (struct pairs){.n = n, .complete = true};
    out->compatible = bits_new(a, n * n);
    out->decided = bits_new(a, n * n);
    uint64_t *groups = bits_new(a, n), *all = bits_new(a, n);
    if (!among) {
        bits_fill(all, n);
        among = all;
    }
    /* Each group alone first: their cores refute many pairs. */
    SETS_EACH (x, among, n) {
        if (!bits_has(out->decided, x * n + x))
            ask(out, e, x, x, groups, b);
    }
    SETS_EACH (x, among, n) {
        for (size_t y = sets_next(among, n, x + 1); y < n; y = sets_next(among, n, y + 1)) {
            if (!bits_has(out->decided, x * n + y))
                ask(out, e, x, y, groups, b);
        }
    }
}
