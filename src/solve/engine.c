/* SPDX-License-Identifier: Apache-2.0 */
#include "solve/engine.h"

#include <assert.h>
#include <stdlib.h>

/* The clauses of one kind: where each starts in the instance's literals. */
struct clauses {
    const uint32_t *v;
    size_t n;
};

struct engine {
    struct arena own; /* what is learned: it grows while callers mark and reset their arenas */
    struct arena *a;  /* = &own */
    const struct instance *in;
    struct sat *sat;
    const int *fixed;
    size_t nfixed;

    size_t conditions, groups, values;                /* how many bits each kind of set has */
    size_t condition_words, group_words, value_words; /* the same in words */

    uint64_t **of_group;     /* by group: its conditions */
    struct clauses always;   /* clauses that hold without a condition */
    struct clauses *under;   /* by condition: clauses that hold while it does */
    const uint32_t *selects; /* by variable: 1 + the condition that it selects, or 0 */

    VEC(struct engine_core) cores; /* known; none contains fewer than it needs to say no */
    struct engine_model models[ENGINE_MODELS_MAX];
    size_t nmodels, oldest;

    /* Of the question under way, and its answer. */
    uint64_t *asked, *room;
    bool *truth; /* the solver's model: truth[values - 1 + lit] */
    const struct engine_model *model;
    uint64_t *core;
    uint64_t *core_lits;
    size_t core_lits_words;
};

/* -- making ------------------------------------------------------------------------------- */

/* The condition whose selector stands negated in the clause at `at`; SIZE_MAX where none does. */
static size_t
guard(const struct engine *e, size_t at)
{
    for (const int *lit = e->in->lits.v + at; *lit; lit++) {
        if (*lit < 0 && e->selects[-*lit])
            return e->selects[-*lit] - 1;
    }
    return SIZE_MAX;
}

static size_t
next_clause(const struct instance *in, size_t at)
{
    while (in->lits.v[at])
        at++;
    return at + 1;
}

/* Sort the clauses by the condition under which they stand: count, then fill. */
static void
sort_clauses(struct engine *e, struct arena *a)
{
    const struct instance *in = e->in;
    size_t *count = NEW_ARRAY(a, size_t, e->conditions + 1);
    for (size_t at = 0; at < in->lits.n; at = next_clause(in, at)) {
        size_t c = guard(e, at);
        count[c == SIZE_MAX ? e->conditions : c]++;
    }
    e->under = NEW_ARRAY(a, struct clauses, e->conditions);
    uint32_t **fill = NEW_ARRAY(a, uint32_t *, e->conditions + 1);
    for (size_t c = 0; c <= e->conditions; c++) {
        fill[c] = NEW_ARRAY(a, uint32_t, count[c]);
        *(c == e->conditions ? &e->always : &e->under[c]) = (struct clauses){fill[c], count[c]};
    }
    for (size_t at = 0; at < in->lits.n; at = next_clause(in, at)) {
        size_t c = guard(e, at);
        *fill[c == SIZE_MAX ? e->conditions : c]++ = (uint32_t)at;
    }
}

static void
index_instance(struct engine *e)
{
    const struct instance *in = e->in;
    uint32_t *selects = NEW_ARRAY(e->a, uint32_t, e->values);
    for (size_t c = 0; c < e->conditions; c++)
        selects[in->conditions.v[c].selector] = (uint32_t)c + 1;
    e->selects = selects;
    e->of_group = NEW_ARRAY(e->a, uint64_t *, e->groups);
    for (size_t g = 0; g < e->groups; g++) {
        e->of_group[g] = bits_new(e->a, e->conditions);
        for (size_t i = 0; i < in->groups.v[g].n; i++)
            bits_set(e->of_group[g], in->groups.v[g].conditions[i]);
    }
    sort_clauses(e, e->a);
}

static void
load(struct engine *e)
{
    const struct instance *in = e->in;
    sat_clauses(e->sat, in->lits.v, in->lits.n);
    for (size_t i = 0; i < e->nfixed; i++)
        SAT_CLAUSE(e->sat, e->fixed[i]);
    for (size_t g = 0; g < e->groups; g++) {
        for (size_t i = 0; i < in->groups.v[g].n; i++)
            SAT_CLAUSE(e->sat, -instance_group_var(in, g),
                       in->conditions.v[in->groups.v[g].conditions[i]].selector);
    }
}

struct engine *
engine_new(struct arena *a, const struct instance *in, const int *fixed, size_t nfixed)
{
    struct engine *e = NEW(a, struct engine);
    e->a = &e->own;
    e->in = in;
    e->sat = sat_new();
    int *lits = NEW_ARRAY(e->a, int, nfixed);
    for (size_t i = 0; i < nfixed; i++)
        lits[i] = fixed[i];
    e->fixed = lits;
    e->nfixed = nfixed;
    e->conditions = in->conditions.n;
    e->groups = in->groups.n;
    e->values = (size_t)in->nvars + 1;
    e->condition_words = BITS_WORDS(e->conditions);
    e->group_words = BITS_WORDS(e->groups);
    e->value_words = BITS_WORDS(e->values);
    e->asked = bits_new(e->a, e->conditions);
    e->room = bits_new(e->a, e->conditions);
    e->core = bits_new(e->a, e->conditions);
    e->truth = NEW_ARRAY(e->a, bool, 2 * e->values);
    index_instance(e);
    load(e);
    return e;
}

void
engine_free(struct engine *e)
{
    if (!e)
        return;
    sat_free(e->sat);
    e->sat = NULL;
    arena_free(&e->own);
}

/* -- models ------------------------------------------------------------------------------- */

static bool
lit_true(const struct engine *e, int lit)
{
    return e->truth[(int)e->values - 1 + lit];
}

/* One of the literals holds; the selector under which the clause stands does not count. */
static bool
clause_holds(const struct engine *e, uint32_t at)
{
    for (const int *lit = e->in->lits.v + at; *lit; lit++) {
        if (lit_true(e, *lit) && !(*lit < 0 && e->selects[-*lit]))
            return true;
    }
    return false;
}

static bool
clauses_hold(const struct engine *e, struct clauses c)
{
    for (size_t i = 0; i < c.n; i++) {
        if (!clause_holds(e, c.v[i]))
            return false;
    }
    return true;
}

static void
read_values(struct engine *e)
{
    for (int v = 1; v < (int)e->values; v++) {
        bool yes = sat_true(e->sat, v);
        e->truth[(int)e->values - 1 + v] = yes;
        e->truth[(int)e->values - 1 - v] = !yes;
    }
}

/* A fixed literal may be a selector: a group that always holds. */
static bool
fixed_holds(const struct engine *e, int lit)
{
    int v = lit < 0 ? -lit : lit;
    return v < (int)e->values ? lit_true(e, lit) : sat_true(e->sat, v) == (lit > 0);
}

/* Room for a model: unused, or that of the oldest one. */
static struct engine_model *
model_room(struct engine *e)
{
    if (e->nmodels < ENGINE_MODELS_MAX) {
        struct engine_model *m = &e->models[e->nmodels++];
        *m = (struct engine_model){.values = bits_new(e->a, e->values),
                                   .conditions = bits_new(e->a, e->conditions),
                                   .groups = bits_new(e->a, e->groups)};
        return m;
    }
    struct engine_model *m = &e->models[e->oldest];
    e->oldest = (e->oldest + 1) % ENGINE_MODELS_MAX;
    return m;
}

/*
 * Take the solver's model over. What holds in it is worked out from the
 * clauses, not from the selectors: a selector may be off although its clauses
 * hold. That is also the check of the model: every clause without a condition
 * holds, every condition that was asked for holds by its own clauses.
 */
static void
take_model(struct engine *e, const struct engine_question *q)
{
    read_values(e);
    assert(clauses_hold(e, e->always) && "a model breaks a clause");
    for (size_t i = 0; i < e->nfixed; i++)
        assert(fixed_holds(e, e->fixed[i]) && "a model breaks a fixed literal");
    for (size_t i = 0; i < q->nlits; i++)
        assert(lit_true(e, q->lits[i]) && "a model breaks an assumption");

    const struct engine_model *m = model_room(e);
    uint64_t *values = (uint64_t *)(uintptr_t)m->values;
    uint64_t *conditions = (uint64_t *)(uintptr_t)m->conditions;
    uint64_t *groups = (uint64_t *)(uintptr_t)m->groups;
    sets_clear(values, e->value_words);
    sets_clear(conditions, e->condition_words);
    sets_clear(groups, e->group_words);
    for (int v = 1; v < (int)e->values; v++) {
        if (lit_true(e, v))
            bits_set(values, (size_t)v);
    }
    for (size_t c = 0; c < e->conditions; c++) {
        if (!clauses_hold(e, e->under[c]))
            continue;
        bits_set(conditions, c);
        bits_set(values, (size_t)e->in->conditions.v[c].selector);
    }
    assert(sets_within(e->asked, conditions, e->condition_words) && "a model breaks a condition");
    for (size_t g = 0; g < e->groups; g++) {
        if (sets_within(e->of_group[g], conditions, e->condition_words))
            bits_set(groups, g);
    }
    e->model = m;
}

/* -- cores -------------------------------------------------------------------------------- */

static void
take_core(struct engine *e, const struct engine_question *q)
{
    sets_clear(e->core, e->condition_words);
    size_t n = 0;
    SETS_EACH (c, e->asked, e->conditions) {
        if (sat_failed(e->sat, e->in->conditions.v[c].selector)) {
            bits_set(e->core, c);
            n++;
        }
    }
    bool lits = false;
    for (size_t i = 0; i < q->nlits; i++) {
        if (sat_failed(e->sat, q->lits[i])) {
            bits_set(e->core_lits, i);
            lits = true;
        }
    }
    if (lits || q->anew) /* says nothing about the conditions alone; or is known */
        return;
    struct engine_core *core = vec_add(e->a, &e->cores);
    core->v = NEW_ARRAY(e->a, uint32_t, n);
    SETS_EACH (c, e->core, e->conditions)
        core->v[core->n++] = (uint32_t)c;
}

static bool
core_within(const struct engine_core *core, const uint64_t *conditions)
{
    for (size_t i = 0; i < core->n; i++) {
        if (!bits_has(conditions, core->v[i]))
            return false;
    }
    return true;
}

/* The known core that these conditions contain, into e->core. The latest first: cores get smaller.
 */
static bool
refuted(struct engine *e, const uint64_t *conditions)
{
    for (size_t i = e->cores.n; i-- > 0;) {
        const struct engine_core *core = &e->cores.v[i];
        if (!core_within(core, conditions))
            continue;
        sets_clear(e->core, e->condition_words);
        for (size_t k = 0; k < core->n; k++)
            bits_set(e->core, core->v[k]);
        return true;
    }
    return false;
}

/* -- questions ---------------------------------------------------------------------------- */

static bool
model_has(const struct engine *e, const struct engine_model *m, const uint64_t *conditions,
          const struct engine_question *q)
{
    if (!sets_within(conditions, m->conditions, e->condition_words))
        return false;
    for (size_t i = 0; i < q->nlits; i++) {
        if (bits_has(m->values, (size_t)abs(q->lits[i])) != (q->lits[i] > 0))
            return false;
    }
    return true;
}

static enum sat_answer
known(struct engine *e, const uint64_t *conditions, const struct engine_question *q)
{
    if (refuted(e, conditions))
        return SAT_NO;
    for (size_t i = 0; i < e->nmodels; i++) {
        if (model_has(e, &e->models[i], conditions, q)) {
            e->model = &e->models[i];
            return SAT_YES;
        }
    }
    return SAT_UNKNOWN;
}

enum sat_answer
engine_known(struct engine *e, const uint64_t *conditions)
{
    return known(e, conditions, &(struct engine_question){.conditions = conditions});
}

void
engine_conditions(const struct engine *e, const uint64_t *groups, uint64_t *conditions)
{
    sets_clear(conditions, e->condition_words);
    SETS_EACH (g, groups, e->groups)
        sets_join(conditions, e->of_group[g], e->condition_words);
}

static void
make_asked(struct engine *e, const struct engine_question *q)
{
    sets_clear(e->asked, e->condition_words);
    if (q->groups)
        engine_conditions(e, q->groups, e->asked);
    if (q->conditions)
        sets_join(e->asked, q->conditions, e->condition_words);
    if (BITS_WORDS(q->nlits) > e->core_lits_words) {
        e->core_lits_words = BITS_WORDS(q->nlits);
        e->core_lits = bits_new(e->a, q->nlits);
    }
    sets_clear(e->core_lits, e->core_lits_words);
}

enum sat_answer
engine_ask(struct engine *e, const struct engine_question *q, struct budget *b)
{
    make_asked(e, q);
    enum sat_answer answer = q->anew ? SAT_UNKNOWN : known(e, e->asked, q);
    if (answer != SAT_UNKNOWN)
        return answer;
    for (size_t i = 0; i < q->nlits; i++)
        sat_assume(e->sat, q->lits[i]);
    SETS_EACH (c, e->asked, e->conditions)
        sat_assume(e->sat, e->in->conditions.v[c].selector);
    answer = sat_solve(e->sat, b);
    if (answer == SAT_YES)
        take_model(e, q);
    else if (answer == SAT_NO)
        take_core(e, q);
    return answer;
}

enum sat_answer
engine_ask_groups(struct engine *e, const uint64_t *groups, struct budget *b)
{
    return engine_ask(e, &(struct engine_question){.groups = groups}, b);
}

enum sat_answer
engine_ask_conditions(struct engine *e, const uint64_t *conditions, struct budget *b)
{
    return engine_ask(e, &(struct engine_question){.conditions = conditions}, b);
}

/* -- reading ------------------------------------------------------------------------------ */

const struct engine_model *
engine_model(const struct engine *e)
{
    assert(e->model);
    return e->model;
}

const uint64_t *
engine_core(const struct engine *e)
{
    return e->core;
}

const struct engine_core *
engine_cores(const struct engine *e, size_t *n)
{
    *n = e->cores.n;
    return e->cores.v;
}

bool
engine_core_lit(const struct engine *e, size_t i)
{
    assert(i < e->core_lits_words * 64);
    return bits_has(e->core_lits, i);
}

const uint64_t *
engine_group(const struct engine *e, size_t group)
{
    return e->of_group[group];
}

uint64_t *
engine_room(struct engine *e)
{
    sets_clear(e->room, e->condition_words);
    return e->room;
}

const struct instance *
engine_instance(const struct engine *e)
{
    return e->in;
}

const int *
engine_fixed(const struct engine *e, size_t *n)
{
    *n = e->nfixed;
    return e->fixed;
}

struct sat_cost
engine_cost(const struct engine *e)
{
    return sat_cost(e->sat);
}
