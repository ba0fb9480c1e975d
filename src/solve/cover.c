/* SPDX-License-Identifier: Apache-2.0 */
#include "solve/cover.h"

#include "solve/colouring.h"
#include "solve/optimise.h"
#include "solve/pairs.h"
#include "solve/shrink.h"

#include <assert.h>

/* Sets of groups, one per variant. */
struct classes {
    uint64_t **v; /* bits by group */
    size_t n;
};

struct search {
    struct arena *a;
    struct engine *e;
    const struct instance *in;
    struct budget *b;
    size_t groups, words;
    struct pairs pairs;
    uint32_t *order; /* the groups to serve: a clique first, then those with most conflicts */
    size_t n, clique;
    uint64_t *wanted; /* the same, as bits */
    uint64_t *unserved;
    struct classes found; /* valid: each is satisfiable */
    uint32_t *room;       /* for all conditions */
};

static struct classes
new_classes(struct arena *a, size_t n, size_t groups)
{
    struct classes c = {NEW_ARRAY(a, uint64_t *, n), 0};
    for (size_t i = 0; i < n; i++)
        c.v[i] = bits_new(a, groups);
    return c;
}

static int64_t
weight_of(const struct instance *in, const uint64_t *groups)
{
    int64_t sum = 0;
    SETS_EACH (g, groups, in->groups.n)
        sum += in->groups.v[g].weight;
    return sum;
}

/* -- order and lower bound ---------------------------------------------------------------- */

static bool
clash(const struct search *s, size_t x, size_t y)
{
    return pairs_get(&s->pairs, x, y) == SAT_NO;
}

static size_t
degree(const struct search *s, size_t x)
{
    size_t sum = 0;
    for (size_t i = 0; i < s->n; i++)
        sum += clash(s, x, s->order[i]);
    return sum;
}

/* By the number of groups that each clashes with, the most first. */
static void
sort_order(struct search *s)
{
    size_t *degrees = NEW_ARRAY(s->a, size_t, s->groups);
    for (size_t i = 0; i < s->n; i++)
        degrees[s->order[i]] = degree(s, s->order[i]);
    for (size_t i = 1; i < s->n; i++) {
        uint32_t g = s->order[i];
        size_t at = i;
        for (; at > 0 && degrees[s->order[at - 1]] < degrees[g]; at--)
            s->order[at] = s->order[at - 1];
        s->order[at] = g;
    }
}

/* The groups that clash with each other, taken greedily from the i-th on; how many. */
static size_t
clique_from(const struct search *s, size_t start, uint32_t *members)
{
    size_t n = 0;
    members[n++] = s->order[start];
    for (size_t i = 0; i < s->n; i++) {
        size_t k = 0;
        while (k < n && clash(s, s->order[i], members[k]))
            k++;
        if (k == n)
            members[n++] = s->order[i];
    }
    return n;
}

/* Bring the largest clique found to the front: so many variants are needed at least. */
static void
find_clique(struct search *s)
{
    uint32_t *members = NEW_ARRAY(s->a, uint32_t, s->groups + 1);
    size_t best = 0;
    for (size_t i = 0; i < s->n; i++) {
        size_t n = clique_from(s, i, members);
        best = n > s->clique ? i : best;
        s->clique = n > s->clique ? n : s->clique;
    }
    if (s->n == 0)
        return;
    size_t n = clique_from(s, best, members);
    uint64_t *in = bits_new(s->a, s->groups);
    for (size_t i = 0; i < n; i++)
        bits_set(in, members[i]);
    for (size_t i = 0; i < s->n; i++) {
        if (!bits_has(in, s->order[i]))
            members[n++] = s->order[i];
    }
    s->order = members;
}

/* -- upper bound -------------------------------------------------------------------------- */

/* Does the group go together with these? What the budget leaves open counts as no. */
static bool
fits(struct search *s, uint64_t *with, size_t group)
{
    if (bits_has(with, group))
        return true;
    for (size_t g = sets_next(with, s->groups, 0); g < s->groups;
         g = sets_next(with, s->groups, g + 1)) {
        if (clash(s, g, group))
            return false;
    }
    bits_set(with, group);
    bool fits = engine_ask_groups(s->e, with, s->b) == SAT_YES;
    bits_clear(with, group);
    return fits;
}

/* Each group into the first variant in which it fits. */
static void
first_fit(struct search *s)
{
    s->found = new_classes(s->a, s->n, s->groups);
    for (size_t i = 0; i < s->n; i++) {
        size_t k = 0;
        while (k < s->found.n && !fits(s, s->found.v[k], s->order[i]))
            k++;
        bits_set(s->found.v[k], s->order[i]);
        s->found.n += k == s->found.n;
    }
}

/* -- in between --------------------------------------------------------------------------- */

/* Make the last core minimal, so that the colourings that follow know what it is about. */
static enum sat_answer
shrink_core(struct search *s)
{
    size_t n = 0;
    SETS_EACH (i, engine_core(s->e), s->in->conditions.n)
        s->room[n++] = (uint32_t)i;
    return shrink(s->e, s->room, &n, s->b);
}

/* Take one of the groups out that has the first condition of the core in s->room. */
static void
break_core(const struct search *s, uint64_t *groups)
{
    for (size_t i = s->n; i-- > 0;) {
        uint32_t g = s->order[i];
        if (bits_has(groups, g) && bits_has(engine_group(s->e, g), s->room[0])) {
            bits_clear(groups, g);
            return;
        }
    }
    assert(0 && "a core is in none of the groups");
}

/*
 * Ask the engine about each variant of a colouring. What it refutes it knows
 * from then on; a group is taken out and the rest asked again, so that one
 * colouring teaches several cores. SAT_YES: all are satisfiable.
 */
static enum sat_answer
examine(struct search *s, const struct classes *classes)
{
    enum sat_answer all = SAT_YES;
    struct arena_mark mark = arena_mark(s->a);
    uint64_t *groups = bits_new(s->a, s->groups);
    for (size_t i = 0; i < classes->n && all != SAT_UNKNOWN; i++) {
        sets_copy(groups, classes->v[i], s->words);
        enum sat_answer answer;
        while ((answer = engine_ask_groups(s->e, groups, s->b)) == SAT_NO) {
            all = SAT_NO;
            if (shrink_core(s) == SAT_UNKNOWN)
                break;
            break_core(s, groups);
        }
        if (answer != SAT_YES)
            all = SAT_UNKNOWN;
    }
    arena_reset(s->a, mark);
    return all;
}

static void
copy_classes(struct search *s, const struct classes *from)
{
    s->found.n = 0;
    for (size_t i = 0; i < from->n; i++) {
        if (!sets_empty(from->v[i], s->words))
            sets_copy(s->found.v[s->found.n++], from->v[i], s->words);
    }
}

/* The colouring as the solver has it. */
static void
read_classes(struct search *s, const struct colouring *c, const struct sink_solver *solver,
             struct classes *classes)
{
    struct arena_mark mark = arena_mark(s->a);
    uint64_t *model = bits_new(s->a, (size_t)solver->nvars + 1);
    for (int v = 1; v <= solver->nvars; v++) {
        if (sat_true(solver->sat, v))
            bits_set(model, (size_t)v);
    }
    colouring_classes(c, model, classes->v);
    arena_reset(s->a, mark);
}

/* Is there a cover by k variants? SAT_YES leaves it in s->found. */
static enum sat_answer
colour(struct search *s, size_t k)
{
    struct classes classes = new_classes(s->a, k, s->groups);
    classes.n = k;
    AUTO_SAT sat = sat_new();
    struct sink_solver solver = {sat, 0};
    struct colouring c = {
        .e = s->e, .order = s->order, .n = s->n, .k = k, .to = sink_solver(&solver)};
    colouring_init(&c, s->a, s->clique, true);
    for (;;) {
        colouring_learn(&c);
        enum sat_answer answer = sat_solve(sat, s->b);
        if (answer != SAT_YES)
            return answer;
        read_classes(s, &c, &solver, &classes);
        answer = examine(s, &classes);
        if (answer == SAT_UNKNOWN)
            return SAT_UNKNOWN;
        if (answer == SAT_YES) {
            copy_classes(s, &classes);
            return SAT_YES;
        }
    }
}

/* -- at most so many variants ------------------------------------------------------------- */

/*
 * The most valuable groups that k variants can serve, against the cores known.
 * Which variant serves what is left to the solver: the engine examines it.
 */
static enum optimum
colour_best(struct search *s, size_t k, struct classes *classes)
{
    struct instance in;
    instance_init(&in, s->a);
    struct colouring c = {
        .e = s->e, .order = s->order, .n = s->n, .k = k, .to = sink_instance(&in)};
    colouring_init(&c, s->a, 0, false);
    colouring_learn(&c);
    struct soft *worth = NEW_ARRAY(s->a, struct soft, s->n);
    struct soft *number = NEW_ARRAY(s->a, struct soft, s->n);
    for (size_t i = 0; i < s->n; i++) {
        worth[i] = (struct soft){c.served + (int)i, s->in->groups.v[s->order[i]].weight};
        number[i] = (struct soft){c.served + (int)i, 1};
    }
    AUTO_OPTIMISE o = optimise_new(s->a, &in, NULL, 0);
    enum optimum optimum = optimise_goal(o, worth, s->n, NULL, s->b);
    if (optimum == OPTIMUM_PROVEN)
        optimum = optimise_goal(o, number, s->n, NULL, s->b);
    if (optimum == OPTIMUM_PROVEN)
        colouring_classes(&c, optimise_model(o), classes->v);
    return optimum;
}

/* Out of what is found already: the k most valuable variants, one after another. */
static void
keep_best(struct search *s, size_t k)
{
    uint64_t *served = bits_new(s->a, s->groups);
    for (size_t i = 0; i < k; i++) {
        size_t best = i;
        int64_t most = -1;
        for (size_t v = i; v < s->found.n; v++) {
            for (size_t w = 0; w < s->words; w++)
                s->found.v[v][w] &= ~served[w];
            int64_t weight = weight_of(s->in, s->found.v[v]);
            best = weight > most ? v : best;
            most = weight > most ? weight : most;
        }
        uint64_t *swap = s->found.v[i];
        s->found.v[i] = s->found.v[best];
        s->found.v[best] = swap;
        sets_join(served, s->found.v[i], s->words);
    }
    s->found.n = k;
}

/* True: the k variants in s->found are proven to serve the most valuable groups. */
static bool
limit(struct search *s, size_t k)
{
    keep_best(s, k);
    struct classes classes = new_classes(s->a, k, s->groups);
    classes.n = k;
    for (;;) {
        if (colour_best(s, k, &classes) != OPTIMUM_PROVEN)
            return false;
        enum sat_answer answer = examine(s, &classes);
        if (answer == SAT_UNKNOWN)
            return false;
        if (answer == SAT_YES)
            break;
    }
    copy_classes(s, &classes);
    return true;
}

/* -- the answer --------------------------------------------------------------------------- */

/* Whom to serve: those that the engine satisfies alone. */
static void
choose_groups(struct search *s, const uint64_t *among)
{
    s->order = NEW_ARRAY(s->a, uint32_t, s->groups);
    s->wanted = bits_new(s->a, s->groups);
    s->unserved = bits_new(s->a, s->groups);
    pairs_find(&s->pairs, s->a, s->e, among, s->b);
    for (size_t g = 0; g < s->groups; g++) {
        if (among && !bits_has(among, g))
            continue;
        bool serve = pairs_get(&s->pairs, g, g) == SAT_YES;
        bits_set(serve ? s->wanted : s->unserved, g);
        if (serve)
            s->order[s->n++] = (uint32_t)g;
    }
    sort_order(s);
    find_clique(s);
}

/* Each group stands in every variant in which it fits. */
static void
make_maximal(struct search *s, uint64_t *variant)
{
    SETS_EACH (g, s->wanted, s->groups) {
        if (fits(s, variant, g))
            bits_set(variant, g);
    }
}

/* The most valuable first, then the one with the lower groups. */
static bool
before(const struct search *s, const uint64_t *x, const uint64_t *y)
{
    int64_t wx = weight_of(s->in, x), wy = weight_of(s->in, y);
    if (wx != wy)
        return wx > wy;
    for (size_t g = 0; g < s->groups; g++) {
        if (bits_has(x, g) != bits_has(y, g))
            return bits_has(x, g);
    }
    return false;
}

static void
give(struct cover *out, struct search *s)
{
    uint64_t *served = bits_new(s->a, s->groups);
    for (size_t i = 0; i < s->found.n; i++) {
        make_maximal(s, s->found.v[i]);
        sets_join(served, s->found.v[i], s->words);
        uint64_t *x = s->found.v[i];
        size_t at = i;
        for (; at > 0 && before(s, x, s->found.v[at - 1]); at--)
            s->found.v[at] = s->found.v[at - 1];
        s->found.v[at] = x;
    }
    for (size_t i = 0; i < s->n; i++) {
        if (!bits_has(served, s->order[i]))
            bits_set(s->unserved, s->order[i]);
    }
    out->variants = s->found.v;
    out->n = s->found.n;
    out->unserved = s->unserved;
    out->weight = weight_of(s->in, served);
}

void
cover_find(struct cover *out, struct arena *a, struct engine *e, const uint64_t *among,
           size_t max_variants, struct budget *b)
{
    const struct instance *in = engine_instance(e);
    struct search s = {.a = a, .e = e, .in = in, .b = b, .groups = in->groups.n};
    s.words = BITS_WORDS(s.groups);
    s.room = NEW_ARRAY(a, uint32_t, in->conditions.n);
    choose_groups(&s, among);
    first_fit(&s);
    *out = (struct cover){.at_least = s.clique, .minimum = s.pairs.complete};
    while (out->at_least < s.found.n && (!max_variants || out->at_least <= max_variants)) {
        enum sat_answer answer = colour(&s, out->at_least);
        if (answer == SAT_UNKNOWN)
            out->minimum = false;
        if (answer != SAT_NO)
            break;
        out->at_least++;
    }
    if (max_variants && s.found.n > max_variants)
        out->minimum = limit(&s, max_variants) && s.pairs.complete;
    give(out, &s);
}
