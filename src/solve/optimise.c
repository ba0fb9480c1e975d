/* SPDX-License-Identifier: Apache-2.0 */
#include "solve/optimise.h"

#include "solve/cardinality.h"

#include <assert.h>
#include <stdlib.h>

/*
 * What is still to be paid where `lit` does not hold. OLL rewrites the goal: a
 * core's literals cannot all hold, so the least weight among them is certain to
 * be paid (it moves to `paid`), and what more of them is given up costs that
 * much again for the second, the third, … : literals of a totalizer.
 */
struct term {
    int lit;
    int64_t weight;
    struct totalizer *counts; /* lit says: at most k of these; null for a literal of the goal */
    size_t k, of;
};

struct optimise {
    struct arena own;
    const struct instance *in;
    struct sink_solver solver; /* the SAT solver, and how many variables it has */
    size_t values;             /* the instance's variables, the groups' and the unused 0 */
    VEC(int) further;          /* fixed literals and clauses added, each ended by 0 */
    uint64_t *model;           /* of the cheapest model so far */
    bool any;                  /* there is one */
};

/* One goal under way. */
struct goal {
    struct optimise *o;
    const struct soft *v;
    size_t n;
    struct budget *b;
    VEC(struct term) terms;
    VEC(size_t) core;  /* the last core, as terms */
    int64_t paid;      /* no model costs less */
    int64_t cost;      /* of the cheapest model so far */
    int64_t threshold; /* terms of at least this weight are assumed */
};

struct optimise *
optimise_new(struct arena *a, const struct instance *in, const int *fixed, size_t nfixed)
{
    struct optimise *o = NEW(a, struct optimise);
    o->in = in;
    o->solver = (struct sink_solver){sat_new(), in->nvars + (int)in->groups.n};
    o->values = (size_t)o->solver.nvars + 1;
    o->model = bits_new(&o->own, o->values);
    sat_clauses(o->solver.sat, in->lits.v, in->lits.n);
    for (size_t g = 0; g < in->groups.n; g++) {
        for (size_t i = 0; i < in->groups.v[g].n; i++)
            SAT_CLAUSE(o->solver.sat, -instance_group_var(in, g),
                       in->conditions.v[in->groups.v[g].conditions[i]].selector);
    }
    for (size_t i = 0; i < nfixed; i++)
        optimise_clause(o, &fixed[i], 1);
    return o;
}

void
optimise_free(struct optimise *o)
{
    if (!o)
        return;
    sat_free(o->solver.sat);
    o->solver.sat = NULL;
    arena_free(&o->own);
}

/* -- models ------------------------------------------------------------------------------- */

static bool
model_true(const uint64_t *model, int lit)
{
    return bits_has(model, (size_t)abs(lit)) == (lit > 0);
}

static bool
clauses_hold(const uint64_t *model, const int *lits, size_t n)
{
    bool holds = false;
    for (size_t i = 0; i < n; i++) {
        if (lits[i]) {
            holds = holds || model_true(model, lits[i]);
            continue;
        }
        if (!holds)
            return false;
        holds = false;
    }
    return true;
}

void
optimise_clause(struct optimise *o, const int *lits, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        assert(lits[i] && (size_t)abs(lits[i]) < o->values);
        vec_push(&o->own, &o->further, lits[i]);
    }
    vec_push(&o->own, &o->further, 0);
    sat_clause(o->solver.sat, lits, n);
    if (o->any && !clauses_hold(o->model, o->further.v + o->further.n - n - 1, n + 1))
        o->any = false;
}

static bool
groups_hold(const struct instance *in, const uint64_t *model)
{
    for (size_t g = 0; g < in->groups.n; g++) {
        for (size_t i = 0; i < in->groups.v[g].n; i++) {
            int selector = in->conditions.v[in->groups.v[g].conditions[i]].selector;
            if (model_true(model, instance_group_var(in, g)) && !model_true(model, selector))
                return false;
        }
    }
    return true;
}

/* The solver's model, checked against every clause. */
static void
read_model(struct optimise *o, uint64_t *model)
{
    sets_clear(model, BITS_WORDS(o->values));
    for (size_t v = 1; v < o->values; v++) {
        if (sat_true(o->solver.sat, (int)v))
            bits_set(model, v);
    }
    assert(clauses_hold(model, o->in->lits.v, o->in->lits.n) && "a model breaks a clause");
    assert(clauses_hold(model, o->further.v, o->further.n) && "a model breaks a further clause");
    assert(groups_hold(o->in, model) && "a model breaks a group");
}

static int64_t
cost_of(const struct goal *g, const uint64_t *model)
{
    int64_t sum = 0;
    for (size_t i = 0; i < g->n; i++) {
        if (!model_true(model, g->v[i].lit))
            sum += g->v[i].weight;
    }
    return sum;
}

/* Keep the solver's model where it is cheaper than the one we have. */
static void
take_model(struct goal *g)
{
    struct optimise *o = g->o;
    struct arena_mark mark = arena_mark(&o->own);
    uint64_t *model = bits_new(&o->own, o->values);
    read_model(o, model);
    int64_t cost = cost_of(g, model);
    if (!o->any || cost < g->cost) {
        sets_copy(o->model, model, BITS_WORDS(o->values));
        g->cost = cost;
        o->any = true;
    }
    arena_reset(&o->own, mark);
}

/* -- OLL ---------------------------------------------------------------------------------- */

static int
compare_soft(const void *a, const void *b)
{
    const struct soft *x = a, *y = b;
    int vx = abs(x->lit), vy = abs(y->lit);
    return vx != vy ? (vx > vy) - (vx < vy) : (x->lit < y->lit) - (x->lit > y->lit);
}

/*
 * One term per literal: equal ones add up, and of v and -v together the lesser
 * weight is paid in any case.
 */
static void
make_terms(struct goal *g)
{
    struct arena *a = &g->o->own;
    struct soft *sorted = NEW_ARRAY(a, struct soft, g->n);
    if (g->n)
        memcpy(sorted, g->v, g->n * sizeof *sorted);
    qsort(sorted, g->n, sizeof *sorted, compare_soft);
    for (size_t i = 0; i < g->n; i++) {
        const struct soft *s = &sorted[i];
        assert(s->lit && (size_t)abs(s->lit) < g->o->values && s->weight >= 0);
        struct term *last = g->terms.n ? &g->terms.v[g->terms.n - 1] : NULL;
        if (s->weight == 0)
            continue;
        if (last && last->lit == s->lit) {
            last->weight += s->weight;
        } else if (last && last->lit == -s->lit) {
            int64_t both = last->weight < s->weight ? last->weight : s->weight;
            g->paid += both;
            last->weight -= both;
            if (s->weight > both)
                *last = (struct term){.lit = s->lit, .weight = s->weight - both};
        } else {
            vec_push(a, &g->terms, (struct term){.lit = s->lit, .weight = s->weight});
        }
    }
}

static bool
assumed(const struct goal *g, const struct term *t)
{
    return t->weight > 0 && t->weight >= g->threshold;
}

/* Assume what weighs at least the threshold; SAT_NO leaves the core. */
static enum sat_answer
solve_terms(struct goal *g)
{
    struct sat *sat = g->o->solver.sat;
    for (size_t i = 0; i < g->terms.n; i++) {
        if (assumed(g, &g->terms.v[i]))
            sat_assume(sat, g->terms.v[i].lit);
    }
    enum sat_answer answer = sat_solve(sat, g->b);
    g->core.n = 0;
    for (size_t i = 0; i < g->terms.n && answer == SAT_NO; i++) {
        if (assumed(g, &g->terms.v[i]) && sat_failed(sat, g->terms.v[i].lit))
            vec_push(&g->o->own, &g->core, i);
    }
    return answer;
}

/* Solve the core without its member `but`; a smaller core replaces it. */
static enum sat_answer
solve_without(struct goal *g, size_t but)
{
    struct sat *sat = g->o->solver.sat;
    for (size_t i = 0; i < g->core.n; i++) {
        if (i != but)
            sat_assume(sat, g->terms.v[g->core.v[i]].lit);
    }
    enum sat_answer answer = sat_solve(sat, g->b);
    if (answer != SAT_NO)
        return answer;
    size_t kept = 0;
    for (size_t i = 0; i < g->core.n; i++) {
        if (i != but && sat_failed(sat, g->terms.v[g->core.v[i]].lit))
            g->core.v[kept++] = g->core.v[i];
    }
    g->core.n = kept;
    return SAT_NO;
}

/* Leave out what the contradiction does not need. Each model on the way may be the cheapest. */
static bool
shrink_core(struct goal *g)
{
    enum { LONG = 60 }; /* a core this long is left as it is: each member costs a question */
    size_t i = 0;
    while (i < g->core.n && g->core.n > 1 && g->core.n < LONG) {
        switch (solve_without(g, i)) {
        case SAT_UNKNOWN:
            return false;
        case SAT_YES:
            take_model(g);
            i++;
            break;
        case SAT_NO:
            break; /* the i-th is another one now */
        }
    }
    return true;
}

static void
add_count(struct goal *g, struct totalizer *counts, size_t k, size_t of, int64_t weight)
{
    if (k >= of)
        return;
    int more = totalizer_more(counts, sink_solver(&g->o->solver), k);
    for (size_t i = 0; i < g->terms.n; i++) {
        if (g->terms.v[i].lit == -more) {
            g->terms.v[i].weight += weight;
            return;
        }
    }
    vec_push(&g->o->own, &g->terms,
             (struct term){.lit = -more, .weight = weight, .counts = counts, .k = k, .of = of});
}

/* Not all of the core can be had: pay for one, count how many more are given up. */
static void
relax_core(struct goal *g)
{
    struct arena *a = &g->o->own;
    int64_t least = INT64_MAX;
    int *given_up = NEW_ARRAY(a, int, g->core.n);
    for (size_t i = 0; i < g->core.n; i++) {
        const struct term *t = &g->terms.v[g->core.v[i]];
        least = t->weight < least ? t->weight : least;
        given_up[i] = -t->lit;
    }
    sat_clause(g->o->solver.sat, given_up, g->core.n);
    g->paid += least;
    for (size_t i = 0; i < g->core.n; i++) {
        struct term t = g->terms.v[g->core.v[i]];
        g->terms.v[g->core.v[i]].weight -= least;
        if (t.counts)
            add_count(g, t.counts, t.k + 1, t.of, least);
    }
    if (g->core.n > 1)
        add_count(g, totalizer_new(a, given_up, g->core.n), 1, g->core.n, least);
}

/* The next lower weight to take in; 0 where all are. */
static int64_t
next_threshold(const struct goal *g)
{
    int64_t next = 0;
    for (size_t i = 0; i < g->terms.n; i++) {
        int64_t w = g->terms.v[i].weight;
        if (w < g->threshold && w > next)
            next = w;
    }
    return next;
}

/* What costs more than is still open has to hold in every cheaper model, and in every optimal one.
 */
static void
harden(struct goal *g, int64_t above)
{
    for (size_t i = 0; i < g->terms.n; i++) {
        struct term *t = &g->terms.v[i];
        if (t->weight <= above)
            continue;
        sat_clause(g->o->solver.sat, &t->lit, 1);
        t->weight = 0;
    }
}

static enum optimum
search(struct goal *g)
{
    g->threshold = INT64_MAX;
    g->threshold = next_threshold(g);
    for (;;) {
        switch (solve_terms(g)) {
        case SAT_UNKNOWN:
            return g->o->any ? OPTIMUM_FOUND : OPTIMUM_UNKNOWN;
        case SAT_YES:
            take_model(g);
            if (g->cost == g->paid)
                return OPTIMUM_PROVEN;
            harden(g, g->cost - g->paid);
            g->threshold = next_threshold(g);
            assert(g->threshold && "an optimum costs more than was paid");
            break;
        case SAT_NO:
            if (g->core.n == 0)
                return OPTIMUM_NONE;
            if (!shrink_core(g))
                return g->o->any ? OPTIMUM_FOUND : OPTIMUM_UNKNOWN;
            relax_core(g);
            break;
        }
    }
}

enum optimum
optimise_goal(struct optimise *o, const struct soft *v, size_t n, int64_t *cost, struct budget *b)
{
    struct goal g = {.o = o, .v = v, .n = n, .b = b};
    if (o->any)
        g.cost = cost_of(&g, o->model);
    make_terms(&g);
    enum optimum optimum = search(&g);
    if (optimum == OPTIMUM_PROVEN)
        harden(&g, 0);
    if (cost)
        *cost = g.cost;
    return optimum;
}

enum optimum
optimise_order(struct optimise *o, const int *lits, size_t n, struct budget *b)
{
    struct goal g = {.o = o, .b = b};
    if (!o->any) {
        enum optimum optimum = optimise_goal(o, NULL, 0, NULL, b);
        if (optimum != OPTIMUM_PROVEN)
            return optimum;
    }
    for (size_t i = 0; i < n; i++) {
        int lit = lits[i];
        assert(lit && (size_t)abs(lit) < o->values);
        if (!model_true(o->model, lit)) {
            sat_assume(o->solver.sat, lit);
            enum sat_answer answer = sat_solve(o->solver.sat, b);
            if (answer == SAT_UNKNOWN)
                return OPTIMUM_FOUND;
            g.cost = INT64_MAX; /* this model replaces the one we have */
            if (answer == SAT_YES)
                take_model(&g);
            else
                lit = -lit;
        }
        sat_clause(o->solver.sat, &lit, 1);
    }
    return OPTIMUM_PROVEN;
}

const uint64_t *
optimise_model(const struct optimise *o)
{
    assert(o->any);
    return o->model;
}
