/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The solver on a synthetic world of regimes (tests/support/market.h), against Z3 on
 * the same questions in the same run. Each task starts cold: loading counts on
 * both sides. Z3 is asked incrementally, with assumptions, and lent our map and
 * our colouring, so that only the answering of questions is compared; for the
 * best set its own optimiser runs. The answers are compared, too.
 *
 * bench_solve              five worlds of 40 regimes, ratios to Z3
 * bench_solve REGIMES      one world, ours only, with the memory it takes
 */
#include "base/cleanup.h"
#include "solve/best.h"
#include "solve/cover.h"
#include "solve/enumerate.h"
#include "solve/pairs.h"
#include "support/market.h"
#include "support/z3_oracle.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

#define WORLDS 5
#define REGIMES 40

enum task { PAIRS, CONFLICTS, BEST, VARIANTS, TASKS };

static const struct {
    const char *name;
    double bar;
} tasks[TASKS] = {
    {"all pairs", 5},
    {"all conflicts, all largest sets", 5},
    {"most valuable set", 3},
    {"least variants", 5},
};

/* What a task answered, so that both sides can be compared. */
struct answer {
    uint64_t sum[2]; /* counts, weights, or sums of hashes, which know no order */
};

struct world {
    struct arena *a;
    const struct instance *in;
};

static double
now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static uint64_t
hash(const uint64_t *bits, size_t n)
{
    uint64_t h = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < BITS_WORDS(n); i++)
        h = (h ^ bits[i] ^ h >> 29) * UINT64_C(0x9e3779b97f4a7c15);
    return h;
}

/* -- ours --------------------------------------------------------------------------------- */

static void
ours_pairs(struct answer *out, struct world *w, struct engine *e)
{
    struct budget b = BUDGET_ENDLESS;
    struct pairs p;
    pairs_find(&p, w->a, e, NULL, &b);
    out->sum[0] = hash(p.compatible, p.n * p.n);
    out->sum[1] = bits_count(p.compatible, p.n * p.n);
}

struct counting {
    const struct instance *in;
    struct answer *out;
};

static bool
count(void *ctx, const struct found *found)
{
    const struct counting *c = ctx;
    uint64_t bits[BITS_WORDS(INSTANCE_GROUPS_MAX)] = {0};
    for (size_t i = 0; i < found->n; i++)
        bits_set(bits, found->v[i]);
    c->out->sum[found->conflict] += hash(bits, c->in->groups.n);
    return true;
}

static void
ours_conflicts(struct answer *out, struct world *w, struct engine *e)
{
    struct budget b = BUDGET_ENDLESS;
    struct counting c = {w->in, out};
    uint32_t *all = NEW_ARRAY(w->a, uint32_t, w->in->groups.n);
    for (size_t g = 0; g < w->in->groups.n; g++)
        all[g] = (uint32_t)g;
    if (!enumerate_groups(e, w->a, all, w->in->groups.n, count, &c, &b).complete)
        abort();
}

/* Each conflict of groups, as bits. */
struct kept {
    struct arena *a;
    size_t groups;
    VEC(uint64_t *) v;
    size_t inner; /* conflicts of conditions */
};

static bool
keep(void *ctx, const struct found *found)
{
    struct kept *k = ctx;
    if (!found->conflict)
        return true;
    uint64_t *bits = bits_new(k->a, k->groups);
    for (size_t i = 0; i < found->n; i++)
        bits_set(bits, found->v[i]);
    vec_push(k->a, &k->v, bits);
    return true;
}

static bool
count_inner(void *ctx, const struct found *found)
{
    ((struct kept *)ctx)->inner += found->conflict;
    return true;
}

/* Inside each minimal conflict of groups, all minimal conflicts of their conditions. */
static double
inner_conflicts(struct world *w, size_t *groups, size_t *inner)
{
    double start = now();
    struct budget b = BUDGET_ENDLESS;
    AUTO_ENGINE e = engine_new(w->a, w->in, NULL, 0);
    struct kept k = {.a = w->a, .groups = w->in->groups.n};
    size_t most = w->in->groups.n + w->in->conditions.n;
    uint32_t *list = NEW_ARRAY(w->a, uint32_t, most);
    for (size_t g = 0; g < k.groups; g++)
        list[g] = (uint32_t)g;
    enumerate_groups(e, w->a, list, k.groups, keep, &k, &b);
    uint64_t *conditions = bits_new(w->a, w->in->conditions.n);
    for (size_t i = 0; i < k.v.n; i++) {
        size_t n = 0;
        engine_conditions(e, k.v.v[i], conditions);
        SETS_EACH (c, conditions, w->in->conditions.n)
            list[n++] = (uint32_t)c;
        enumerate_conditions(e, w->a, list, n, count_inner, &k, &b);
    }
    *groups = k.v.n;
    *inner = k.inner;
    return now() - start;
}

static void
ours_best(struct answer *out, struct world *w, struct engine *e)
{
    struct budget b = BUDGET_ENDLESS;
    struct best best;
    best_find(&best, w->a, e, NULL, &b);
    out->sum[0] = (uint64_t)best.weight;
}

static void
ours_variants(struct answer *out, struct world *w, struct engine *e)
{
    struct budget b = BUDGET_ENDLESS;
    struct cover c;
    cover_find(&c, w->a, e, NULL, 0, &b);
    out->sum[0] = c.n;
    out->sum[1] = bits_count(c.unserved, w->in->groups.n);
}

static void (*const ours[TASKS])(struct answer *, struct world *, struct engine *) = {
    ours_pairs, ours_conflicts, ours_best, ours_variants};

/* -- Z3's --------------------------------------------------------------------------------- */

static bool
z3_two(struct z3_oracle *z, uint64_t *groups, size_t x, size_t y)
{
    bits_set(groups, x);
    bits_set(groups, y);
    bool possible = z3_oracle_groups(z, groups, NULL);
    bits_clear(groups, x);
    bits_clear(groups, y);
    return possible;
}

/* n * n bits, as struct pairs has them. */
static uint64_t *
z3_matrix(struct world *w, struct z3_oracle *z)
{
    size_t n = w->in->groups.n;
    uint64_t *compatible = bits_new(w->a, n * n), *groups = bits_new(w->a, n);
    for (size_t x = 0; x < n; x++) {
        for (size_t y = x; y < n; y++) {
            if (!z3_two(z, groups, x, y))
                continue;
            bits_set(compatible, x * n + y);
            bits_set(compatible, y * n + x);
        }
    }
    return compatible;
}

static void
z3_pairs(struct answer *out, struct world *w)
{
    AUTO_Z3_ORACLE z = z3_oracle_new(w->a, w->in);
    uint64_t *compatible = z3_matrix(w, z);
    out->sum[0] = hash(compatible, w->in->groups.n * w->in->groups.n);
    out->sum[1] = bits_count(compatible, w->in->groups.n * w->in->groups.n);
}

/* A core of groups, made minimal: each left out in turn, each answer's core taken over. */
static void
z3_shrink(struct z3_oracle *z, size_t n, uint64_t *core)
{
    for (size_t g = sets_next(core, n, 0); g < n; g = sets_next(core, n, g + 1)) {
        uint64_t smaller[BITS_WORDS(INSTANCE_GROUPS_MAX)];
        bits_clear(core, g);
        if (z3_oracle_groups(z, core, smaller))
            bits_set(core, g);
        else
            sets_copy(core, smaller, BITS_WORDS(n));
    }
}

/* Add groups while no known conflict comes to lie within. */
static void
make_maximal(uint64_t *seed, size_t n, uint64_t *const *known, size_t nknown)
{
    for (size_t g = 0; g < n; g++) {
        if (bits_has(seed, g))
            continue;
        bits_set(seed, g);
        for (size_t i = 0; i < nknown; i++) {
            if (bits_has(known[i], g) && sets_within(known[i], seed, BITS_WORDS(n))) {
                bits_clear(seed, g);
                break;
            }
        }
    }
}

/* Not all of this set (sign -1), or one out of the rest (sign 1). */
static void
block(struct sat *map, const uint64_t *set, size_t n, int sign)
{
    int clause[INSTANCE_GROUPS_MAX];
    size_t k = 0;
    for (size_t g = 0; g < n; g++) {
        if (bits_has(set, g) == (sign < 0))
            clause[k++] = sign * ((int)g + 1);
    }
    sat_clause(map, clause, k);
}

static void
z3_conflicts(struct answer *out, struct world *w)
{
    size_t n = w->in->groups.n;
    AUTO_Z3_ORACLE z = z3_oracle_new(w->a, w->in);
    AUTO_SAT map = sat_new();
    struct budget b = BUDGET_ENDLESS;
    VEC(uint64_t *) known = {0};
    for (size_t g = 0; g < n; g++)
        SAT_CLAUSE(map, (int)g + 1, -(int)g - 1);
    while (sat_solve(map, &b) == SAT_YES) {
        uint64_t *seed = bits_new(w->a, n), *core = bits_new(w->a, n);
        for (size_t g = 0; g < n; g++) {
            if (sat_true(map, (int)g + 1))
                bits_set(seed, g);
        }
        make_maximal(seed, n, known.v, known.n);
        bool possible = z3_oracle_groups(z, seed, core);
        if (!possible) {
            z3_shrink(z, n, core);
            vec_push(w->a, &known, core);
        }
        block(map, possible ? seed : core, n, possible ? 1 : -1);
        out->sum[!possible] += hash(possible ? seed : core, n);
    }
}

static void
z3_best(struct answer *out, struct world *w)
{
    out->sum[0] = (uint64_t)z3_oracle_best(w->in);
}

/* Least variants: as solve/cover.c does it, but with conflicts of groups, all pairs of them first.
 */
struct z3_cover {
    struct world *w;
    struct z3_oracle *z;
    size_t n; /* of the instance's groups */
    uint32_t *order;
    size_t wanted;
    VEC(uint64_t *) conflicts;
};

/* The i-th wanted group is in variant v of k. */
static int
in_variant(size_t i, size_t v, size_t k)
{
    return (int)(i * k + v) + 1;
}

static void
start(const struct z3_cover *c, struct sat *s, size_t k)
{
    int some[INSTANCE_GROUPS_MAX];
    for (size_t i = 0; i < c->wanted; i++) {
        for (size_t v = 0; v < k; v++) {
            some[v] = in_variant(i, v, k);
            if (v > i)
                SAT_CLAUSE(s, -some[v]);
        }
        sat_clause(s, some, k);
    }
}

static void
forbid(const struct z3_cover *c, struct sat *s, const uint64_t *conflict, size_t k)
{
    int clause[INSTANCE_GROUPS_MAX];
    for (size_t v = 0; v < k; v++) {
        size_t len = 0;
        for (size_t i = 0; i < c->wanted; i++) {
            if (bits_has(conflict, c->order[i]))
                clause[len++] = -in_variant(i, v, k);
        }
        sat_clause(s, clause, len);
    }
}

/* The groups whose first variant is v. */
static void
read_variant(const struct z3_cover *c, struct sat *s, size_t v, size_t k, uint64_t *groups)
{
    sets_clear(groups, BITS_WORDS(c->n));
    for (size_t i = 0; i < c->wanted; i++) {
        size_t first = 0;
        while (!sat_true(s, in_variant(i, first, k)))
            first++;
        if (first == v)
            bits_set(groups, c->order[i]);
    }
}

static bool
z3_colour(struct z3_cover *c, size_t k)
{
    struct budget b = BUDGET_ENDLESS;
    AUTO_SAT s = sat_new();
    start(c, s, k);
    for (size_t i = 0; i < c->conflicts.n; i++)
        forbid(c, s, c->conflicts.v[i], k);
    while (sat_solve(s, &b) == SAT_YES) {
        size_t before = c->conflicts.n;
        for (size_t v = 0; v < k; v++) {
            uint64_t *groups = bits_new(c->w->a, c->n), *core = bits_new(c->w->a, c->n);
            read_variant(c, s, v, k, groups);
            if (z3_oracle_groups(c->z, groups, core))
                continue;
            z3_shrink(c->z, c->n, core);
            vec_push(c->w->a, &c->conflicts, core);
        }
        if (c->conflicts.n == before)
            return true;
        for (size_t i = before; i < c->conflicts.n; i++)
            forbid(c, s, c->conflicts.v[i], k);
    }
    return false;
}

static void
z3_variants(struct answer *out, struct world *w)
{
    size_t n = w->in->groups.n;
    AUTO_Z3_ORACLE z = z3_oracle_new(w->a, w->in);
    struct z3_cover c = {.w = w, .z = z, .n = n, .order = NEW_ARRAY(w->a, uint32_t, n)};
    const uint64_t *compatible = z3_matrix(w, z);
    for (size_t x = 0; x < n; x++) {
        if (bits_has(compatible, x * n + x))
            c.order[c.wanted++] = (uint32_t)x;
    }
    for (size_t i = 0; i < c.wanted; i++) {
        for (size_t j = i + 1; j < c.wanted; j++) {
            if (bits_has(compatible, c.order[i] * n + c.order[j]))
                continue;
            uint64_t *pair = bits_new(w->a, n);
            bits_set(pair, c.order[i]);
            bits_set(pair, c.order[j]);
            vec_push(w->a, &c.conflicts, pair);
        }
    }
    size_t k = c.wanted > 0;
    while (c.wanted && !z3_colour(&c, k))
        k++;
    out->sum[0] = k;
    out->sum[1] = n - c.wanted;
}

static void (*const theirs[TASKS])(struct answer *, struct world *) = {z3_pairs, z3_conflicts,
                                                                       z3_best, z3_variants};

/* -- measuring ---------------------------------------------------------------------------- */

static double
median(double *v, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        for (size_t k = i; k > 0 && v[k] < v[k - 1]; k--) {
            double swap = v[k];
            v[k] = v[k - 1];
            v[k - 1] = swap;
        }
    }
    return v[n / 2];
}

/* All tasks, one after another, on one engine: milliseconds. */
static double
everything(struct world *w)
{
    double start = now();
    AUTO_ENGINE e = engine_new(w->a, w->in, NULL, 0);
    for (enum task t = PAIRS; t < TASKS; t++)
        ours[t](&(struct answer){0}, w, e);
    return now() - start;
}

static bool
compare_task(enum task t)
{
    double our[WORLDS], their[WORLDS];
    bool same = true;
    for (size_t i = 0; i < WORLDS; i++) {
        AUTO_ARENA a = {0};
        struct instance in;
        struct market m;
        struct answer mine = {0}, yours = {0};
        market_make(&m, &in, &a, i + 1, REGIMES);
        struct world w = {&a, &in};
        double at = now();
        AUTO_ENGINE e = engine_new(&a, &in, NULL, 0);
        ours[t](&mine, &w, e);
        our[i] = now() - at;
        at = now();
        theirs[t](&yours, &w);
        their[i] = now() - at;
        same = same && mine.sum[0] == yours.sum[0] && mine.sum[1] == yours.sum[1];
    }
    double ours_ms = median(our, WORLDS), z3_ms = median(their, WORLDS);
    printf("%-32s %8.1f ms  Z3 %8.1f ms  %6.1f x, bar %.0f x%s; answers %s\n", tasks[t].name,
           ours_ms, z3_ms, z3_ms / ours_ms, tasks[t].bar,
           z3_ms / ours_ms < tasks[t].bar ? " MISSED" : "", same ? "agree" : "DIFFER");
    return same;
}

static int
compare_all(void)
{
    bool same = true;
    printf("%d regimes, %d worlds, medians, from loading on:\n", REGIMES, WORLDS);
    for (enum task t = PAIRS; t < TASKS; t++)
        same = compare_task(t) && same;
    double all[WORLDS], inner[WORLDS];
    size_t groups = 0, conditions = 0;
    for (size_t i = 0; i < WORLDS; i++) {
        AUTO_ARENA a = {0};
        struct instance in;
        struct market m;
        market_make(&m, &in, &a, i + 1, REGIMES);
        all[i] = everything(&(struct world){&a, &in});
        inner[i] = inner_conflicts(&(struct world){&a, &in}, &groups, &conditions);
    }
    printf("%-32s %8.1f ms, goal 500 ms (pairs alone: 250 ms)\n", "all four on one engine",
           median(all, WORLDS));
    printf("%-32s %8.1f ms, complete (world %d: %zu in %zu conflicts of regimes)\n",
           "and all clauses of each conflict", median(inner, WORLDS), WORLDS, conditions, groups);
    return same ? 0 : 1;
}

static int
one_world(size_t regimes)
{
    AUTO_ARENA a = {0};
    struct instance in;
    struct market m;
    struct rusage usage;
    market_make(&m, &in, &a, 1, regimes);
    double ms = everything(&(struct world){&a, &in});
    getrusage(RUSAGE_SELF, &usage);
    printf("%zu regimes, %zu requirements: all four complete in %.2f s, goal 15 s; %ld MB at most, "
           "goal 250 MB\n",
           regimes, m.requirements, ms / 1e3, usage.ru_maxrss / 1024);
    return 0;
}

int
main(int argc, char **argv)
{
    return argc > 1 ? one_world((size_t)strtoul(argv[1], NULL, 10)) : compare_all();
}
