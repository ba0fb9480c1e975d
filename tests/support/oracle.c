/* SPDX-License-Identifier: Apache-2.0 */
#include "support/oracle.h"

#include "solve/best.h"
#include "solve/cover.h"
#include "solve/enumerate.h"
#include "solve/pairs.h"

#include <assert.h>
#include <stdlib.h>

/* -- the table by exhaustion -------------------------------------------------------------- */

struct exhaust {
    const struct instance *in;
    int *place;     /* by variable: its bit in the values tried, or -1 for a selector */
    uint32_t *cond; /* by variable: 1 + the condition it selects */
    int free;       /* variables that select nothing */
};

static void
place_variables(struct exhaust *x, struct arena *a)
{
    x->place = NEW_ARRAY(a, int, (size_t)x->in->nvars + 1);
    x->cond = NEW_ARRAY(a, uint32_t, (size_t)x->in->nvars + 1);
    for (size_t c = 0; c < x->in->conditions.n; c++)
        x->cond[x->in->conditions.v[c].selector] = (uint32_t)c + 1;
    for (int v = 1; v <= x->in->nvars; v++)
        x->place[v] = x->cond[v] ? -1 : x->free++;
    assert(x->free <= ORACLE_VARS_MAX);
}

/*
 * Which conditions hold under these values, as a mask. False: a clause without
 * a condition is broken.
 */
static bool
conditions_under(const struct exhaust *x, uint32_t values, uint32_t *holding)
{
    const int *lits = x->in->lits.v;
    uint32_t broken = 0;
    for (size_t i = 0; i < x->in->lits.n; i++) {
        bool holds = false;
        uint32_t under = 0;
        for (; lits[i]; i++) {
            int v = abs(lits[i]);
            if (x->cond[v])
                under = x->cond[v];
            else
                holds = holds || (values >> x->place[v] & 1) == (lits[i] > 0);
        }
        if (!holds && !under)
            return false;
        if (!holds)
            broken |= (uint32_t)1 << (under - 1);
    }
    *holding = ~broken;
    return true;
}

static uint32_t
items_under(const struct oracle *o, const struct instance *in, uint32_t holding)
{
    if (!o->groups)
        return holding & (((uint32_t)1 << o->n) - 1);
    uint32_t items = 0;
    for (size_t g = 0; g < o->n; g++) {
        bool all = true;
        for (size_t i = 0; i < in->groups.v[g].n; i++)
            all = all && holding >> in->groups.v[g].conditions[i] & 1;
        items |= (uint32_t)all << g;
    }
    return items;
}

void
oracle_exhaust(struct oracle *o, struct arena *a, const struct instance *in, bool groups)
{
    *o = (struct oracle){.n = groups ? in->groups.n : in->conditions.n, .groups = groups};
    assert(o->n <= ORACLE_ITEMS_MAX && in->conditions.n <= 31);
    o->possible = NEW_ARRAY(a, bool, (size_t)1 << o->n);
    struct exhaust x = {.in = in};
    place_variables(&x, a);
    for (uint32_t values = 0; values < (uint32_t)1 << x.free; values++) {
        uint32_t holding;
        if (conditions_under(&x, values, &holding))
            o->possible[items_under(o, in, holding)] = true;
    }
    /* What is possible is possible with less. */
    for (uint32_t set = (uint32_t)1 << o->n; set-- > 0;) {
        for (size_t i = 0; i < o->n && o->possible[set]; i++)
            o->possible[set & ~((uint32_t)1 << i)] = true;
    }
}

/* -- what follows from the table ---------------------------------------------------------- */

static bool
minimal_conflict(const struct oracle *o, uint32_t set)
{
    if (o->possible[set])
        return false;
    for (size_t i = 0; i < o->n; i++) {
        if (set >> i & 1 && !o->possible[set & ~((uint32_t)1 << i)])
            return false;
    }
    return true;
}

static bool
maximal_compatible(const struct oracle *o, uint32_t set)
{
    if (!o->possible[set])
        return false;
    for (size_t i = 0; i < o->n; i++) {
        if (!(set >> i & 1) && o->possible[set | (uint32_t)1 << i])
            return false;
    }
    return true;
}

static int64_t
weight_of(const struct instance *in, uint32_t set)
{
    int64_t sum = 0;
    for (size_t g = 0; g < in->groups.n; g++)
        sum += set >> g & 1 ? in->groups.v[g].weight : 0;
    return sum;
}

int64_t
oracle_best(const struct oracle *o, const struct instance *in)
{
    int64_t best = 0;
    for (uint32_t set = 0; set < (uint32_t)1 << o->n; set++) {
        if (o->possible[set] && weight_of(in, set) > best)
            best = weight_of(in, set);
    }
    return best;
}

/* As best.h breaks ties: heavier, then more, then lower indices. */
static uint32_t
best_set(const struct oracle *o, const struct instance *in)
{
    uint32_t best = 0;
    for (uint32_t set = 0; set < (uint32_t)1 << o->n; set++) {
        if (!o->possible[set])
            continue;
        int64_t w = weight_of(in, set), b = weight_of(in, best);
        int m = __builtin_popcount(set), n = __builtin_popcount(best);
        uint32_t low = (set ^ best) & -(set ^ best); /* the lowest group in which they differ */
        if (w > b || (w == b && (m > n || (m == n && set & low))))
            best = set;
    }
    return best;
}

/* By the number of variants: what most they are worth (or how many groups), all unions tried. */
static uint32_t
alone(const struct oracle *o)
{
    uint32_t set = 0;
    for (size_t i = 0; i < o->n; i++)
        set |= (uint32_t)o->possible[(uint32_t)1 << i] << i;
    return set;
}

/* Which unions of k possible sets there are; from those of k - 1. */
static void
add_variant(const struct oracle *o, const bool *before, bool *after)
{
    for (uint32_t set = 0; set < (uint32_t)1 << o->n; set++) {
        if (!maximal_compatible(o, set))
            continue;
        for (uint32_t have = 0; have < (uint32_t)1 << o->n; have++)
            after[have | set] = after[have | set] || before[have];
    }
}

/* The unions of k sets; room for the next k. */
struct unions {
    bool *v[2];
};

static struct unions
unions_start(const struct oracle *o, struct arena *a)
{
    struct unions u;
    for (size_t i = 0; i < 2; i++)
        u.v[i] = NEW_ARRAY(a, bool, (size_t)1 << o->n);
    u.v[0][0] = true;
    return u;
}

static void
unions_step(const struct oracle *o, struct unions *u)
{
    memset(u->v[1], 0, (size_t)1 << o->n);
    add_variant(o, u->v[0], u->v[1]);
    bool *swap = u->v[0];
    u->v[0] = u->v[1];
    u->v[1] = swap;
}

size_t
oracle_variants(const struct oracle *o)
{
    struct arena a = {0};
    struct unions u = unions_start(o, &a);
    size_t k = 0;
    for (bool done = alone(o) == 0; !done; k++) {
        unions_step(o, &u);
        done = u.v[0][alone(o)];
    }
    arena_free(&a);
    return k;
}

static int64_t
most_with(const struct oracle *o, const struct instance *in, size_t variants)
{
    struct arena a = {0};
    struct unions u = unions_start(o, &a);
    for (size_t k = 0; k < variants; k++)
        unions_step(o, &u);
    int64_t best = 0;
    for (uint32_t set = 0; set < (uint32_t)1 << o->n; set++) {
        if (u.v[0][set] && weight_of(in, set) > best)
            best = weight_of(in, set);
    }
    arena_free(&a);
    return best;
}

/* -- the engine against it ---------------------------------------------------------------- */

static struct budget
endless(void)
{
    return BUDGET_ENDLESS;
}

static uint32_t
mask(const uint64_t *bits, size_t n)
{
    return n ? (uint32_t)bits[0] : 0;
}

static const char *
compare_questions(const struct oracle *o, struct arena *a, const struct instance *in,
                  struct engine *e)
{
    struct budget b = endless();
    uint64_t *bits = bits_new(a, o->n + 1);
    for (uint32_t i = 0; i < (uint32_t)1 << o->n; i++) {
        uint32_t set = i * 0x9e3779b1u & (((uint32_t)1 << o->n) - 1); /* in no order */
        bits[0] = set;
        struct engine_question q = {0};
        *(o->groups ? &q.groups : &q.conditions) = bits;
        enum sat_answer answer = engine_ask(e, &q, &b);
        if (answer != (o->possible[set] ? SAT_YES : SAT_NO))
            return "a question about a set";
        if (answer == SAT_NO)
            continue;
        const struct engine_model *m = engine_model(e);
        uint32_t holds = mask(o->groups ? m->groups : m->conditions, o->n);
        if (set & ~holds || !o->possible[holds])
            return "the model of a set";
    }
    (void)in;
    return NULL;
}

static const char *
compare_pairs(const struct oracle *o, struct arena *a, struct engine *e)
{
    struct budget b = endless();
    struct pairs p;
    pairs_find(&p, a, e, NULL, &b);
    for (size_t x = 0; x < o->n; x++) {
        for (size_t y = 0; y < o->n; y++) {
            bool possible = o->possible[(uint32_t)1 << x | (uint32_t)1 << y];
            if (pairs_get(&p, x, y) != (possible ? SAT_YES : SAT_NO))
                return "a pair";
        }
    }
    return p.complete ? NULL : "pairs are not complete";
}

/* Each result is told once: the sets seen so far. */
struct seen {
    const struct oracle *o;
    bool *told;
    const char *wrong;
};

static bool
see(void *ctx, const struct found *found)
{
    struct seen *s = ctx;
    uint32_t set = 0;
    for (size_t i = 0; i < found->n; i++) {
        if (i && found->v[i] <= found->v[i - 1])
            s->wrong = "a result out of order";
        set |= (uint32_t)1 << found->v[i];
    }
    if (s->told[set])
        s->wrong = "a result told twice";
    s->told[set] = true;
    if (found->conflict && !minimal_conflict(s->o, set))
        s->wrong = "a conflict that is none, or not minimal";
    if (!found->conflict && !maximal_compatible(s->o, set))
        s->wrong = "a compatible set that is none, or not maximal";
    if (found->conflict != !found->model)
        s->wrong = "a model with a conflict, or none with a compatible set";
    return true;
}

static const char *
compare_enumeration(const struct oracle *o, struct arena *a, struct engine *e)
{
    struct budget b = endless();
    struct seen s = {.o = o, .told = NEW_ARRAY(a, bool, (size_t)1 << o->n)};
    uint32_t *all = NEW_ARRAY(a, uint32_t, o->n);
    for (size_t i = 0; i < o->n; i++)
        all[i] = (uint32_t)i;
    struct enumerated r =
        (o->groups ? enumerate_groups : enumerate_conditions)(e, a, all, o->n, see, &s, &b);
    if (s.wrong)
        return s.wrong;
    size_t conflicts = 0, compatible = 0;
    for (uint32_t set = 0; set < (uint32_t)1 << o->n; set++) {
        conflicts += minimal_conflict(o, set);
        compatible += maximal_compatible(o, set);
    }
    if (r.conflicts != conflicts)
        return "the number of minimal conflicts";
    if (r.compatible != compatible)
        return "the number of maximal compatible sets";
    return r.complete ? NULL : "the enumeration is not complete";
}

static const char *
compare_best(const struct oracle *o, struct arena *a, const struct instance *in, struct engine *e)
{
    struct budget b = endless();
    struct best best;
    best_find(&best, a, e, NULL, &b);
    if (!o->possible[0])
        return best.optimum == OPTIMUM_NONE ? NULL : "a best set where nothing is possible";
    if (best.optimum != OPTIMUM_PROVEN)
        return "the best set is not proven";
    if (mask(best.groups, o->n) != best_set(o, in))
        return "the best set";
    return best.weight == oracle_best(o, in) ? NULL : "the weight of the best set";
}

static const char *
compare_cover(const struct oracle *o, struct arena *a, const struct instance *in, struct engine *e,
              size_t limit)
{
    struct budget b = endless();
    struct cover c;
    cover_find(&c, a, e, NULL, limit, &b);
    uint32_t served = 0;
    for (size_t i = 0; i < c.n; i++) {
        uint32_t set = mask(c.variants[i], o->n);
        served |= set;
        if (!o->possible[set])
            return "a variant that is not possible";
        for (size_t g = 0; g < o->n; g++) {
            if (!(set >> g & 1) && o->possible[set | (uint32_t)1 << g])
                return "a variant that is not maximal";
        }
        if (i && weight_of(in, set) > weight_of(in, mask(c.variants[i - 1], o->n)))
            return "variants out of order";
    }
    if (!c.minimum)
        return "the cover is not proven";
    if (mask(c.unserved, o->n) != ((((uint32_t)1 << o->n) - 1) & ~served))
        return "who is not served";
    size_t least = oracle_variants(o);
    if (!limit || limit >= least) {
        if (c.n != least || served != alone(o) || c.at_least != least)
            return "the number of variants";
    } else if (c.n > limit || c.weight != most_with(o, in, limit)) {
        return "the most valuable cover";
    }
    return c.weight == weight_of(in, served) ? NULL : "the weight of the cover";
}

typedef const char *(*compare_fn)(const struct oracle *, struct arena *, const struct instance *,
                                  struct engine *);

static const char *
pairs_too(const struct oracle *o, struct arena *a, const struct instance *in, struct engine *e)
{
    (void)in;
    return o->groups ? compare_pairs(o, a, e) : NULL;
}

static const char *
enumeration_too(const struct oracle *o, struct arena *a, const struct instance *in,
                struct engine *e)
{
    (void)in;
    return compare_enumeration(o, a, e);
}

static const char *
best_too(const struct oracle *o, struct arena *a, const struct instance *in, struct engine *e)
{
    return o->groups ? compare_best(o, a, in, e) : NULL;
}

static const char *
covers_too(const struct oracle *o, struct arena *a, const struct instance *in, struct engine *e)
{
    const char *wrong = NULL;
    for (size_t limit = 0; limit < 4 && !wrong && o->groups; limit++)
        wrong = compare_cover(o, a, in, e, limit);
    return wrong;
}

const char *
oracle_compare(const struct oracle *o, struct arena *a, const struct instance *in)
{
    static const compare_fn all[] = {enumeration_too, pairs_too, best_too, covers_too,
                                     compare_questions};
    AUTO_ENGINE shared = engine_new(a, in, NULL, 0);
    for (size_t i = 0; i < COUNT_OF(all); i++) {
        AUTO_ENGINE fresh = engine_new(a, in, NULL, 0);
        const char *wrong = all[i](o, a, in, fresh);
        if (!wrong)
            wrong = all[i](o, a, in, shared);
        if (wrong)
            return wrong;
    }
    return NULL;
}
