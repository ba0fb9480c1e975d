/* SPDX-License-Identifier: Apache-2.0 */
#include "solve/enumerate.h"

#include "solve/shrink.h"

#include <assert.h>

/* A minimal conflict that the map no longer proposes. */
struct blocked {
    uint32_t *items;
    uint32_t n, missing; /* of its items, those not in the seed */
};

struct blockeds {
    struct blocked **v;
    size_t n, cap;
};

/*
 * An *item* is one of the groups or conditions to enumerate over: item i is
 * v[i], and variable i + 1 of the map.
 */
struct marco {
    struct engine *e;
    struct arena *a;
    struct budget *b;
    const uint32_t *v;
    size_t n;
    bool of_groups;
    enumerate_fn found;
    void *ctx;

    struct sat *map;
    uint64_t *mapped; /* items of known conflicts: the others are in every proposal */
    struct blockeds blocked;
    struct blockeds *in_blocked; /* by item: the blocked conflicts that contain it */
    uint64_t *seed;              /* bits by item */
    uint64_t *set;               /* bits by group or by condition: room for a question */
    uint64_t *conditions;        /* room */
    uint32_t *list;              /* room for all items, or all conditions */
    struct enumerated result;
};

/* -- questions about items ---------------------------------------------------------------- */

static size_t
universe(const struct marco *m)
{
    const struct instance *in = engine_instance(m->e);
    return m->of_groups ? in->groups.n : in->conditions.n;
}

static enum sat_answer
ask(struct marco *m, const uint64_t *items, bool anew)
{
    sets_clear(m->set, BITS_WORDS(universe(m)));
    SETS_EACH (i, items, m->n)
        bits_set(m->set, m->v[i]);
    struct engine_question q = {.anew = anew};
    *(m->of_groups ? &q.groups : &q.conditions) = m->set;
    return engine_ask(m->e, &q, m->b);
}

static bool
item_has(const struct marco *m, size_t item, size_t condition)
{
    if (!m->of_groups)
        return m->v[item] == condition;
    return bits_has(engine_group(m->e, m->v[item]), condition);
}

/*
 * Few of the items that together hold every condition of the last core: for
 * each condition one that is already taken, or the first.
 */
static void
cover_core(const struct marco *m, const uint64_t *core, uint64_t *items)
{
    size_t conditions = engine_instance(m->e)->conditions.n;
    struct arena_mark mark = arena_mark(m->a);
    uint64_t *from = bits_new(m->a, m->n);
    sets_copy(from, items, BITS_WORDS(m->n));
    sets_clear(items, BITS_WORDS(m->n));
    SETS_EACH (c, core, conditions) {
        size_t taken = 0;
        while (taken < m->n && !(bits_has(items, taken) && item_has(m, taken, c)))
            taken++;
        if (taken < m->n)
            continue;
        SETS_EACH (i, from, m->n) {
            if (item_has(m, i, c)) {
                bits_set(items, i);
                break;
            }
        }
    }
    arena_reset(m->a, mark);
}

/* -- the map ------------------------------------------------------------------------------ */

/* The map's next proposal, into m->seed. */
static enum sat_answer
propose(struct marco *m)
{
    enum sat_answer answer = sat_solve(m->map, m->b);
    if (answer != SAT_YES)
        return answer;
    bits_fill(m->seed, m->n);
    SETS_EACH (i, m->mapped, m->n) {
        if (!sat_true(m->map, (int)i + 1))
            bits_clear(m->seed, i);
    }
    return SAT_YES;
}

static bool
would_block(const struct marco *m, size_t item)
{
    const struct blockeds *in = &m->in_blocked[item];
    for (size_t k = 0; k < in->n; k++) {
        if (in->v[k]->missing == 1)
            return true;
    }
    return false;
}

/* Add items to the seed while no known conflict comes to lie in it. */
static void
make_maximal(struct marco *m)
{
    for (size_t k = 0; k < m->blocked.n; k++) {
        struct blocked *b = m->blocked.v[k];
        b->missing = 0;
        for (size_t i = 0; i < b->n; i++)
            b->missing += !bits_has(m->seed, b->items[i]);
        assert(b->missing && "the map proposes a known conflict");
    }
    for (size_t i = 0; i < m->n; i++) {
        if (bits_has(m->seed, i) || would_block(m, i))
            continue;
        bits_set(m->seed, i);
        for (size_t k = 0; k < m->in_blocked[i].n; k++)
            m->in_blocked[i].v[k]->missing--;
    }
}

static void
block_conflict(struct marco *m, const uint64_t *items)
{
    struct blocked *b = NEW(m->a, struct blocked);
    vec_push(m->a, &m->blocked, b);
    b->items = NEW_ARRAY(m->a, uint32_t, bits_count(items, m->n));
    int *clause = NEW_ARRAY(m->a, int, bits_count(items, m->n));
    SETS_EACH (i, items, m->n) {
        clause[b->n] = -(int)i - 1;
        b->items[b->n++] = (uint32_t)i;
        bits_set(m->mapped, i);
        vec_push(m->a, &m->in_blocked[i], b);
    }
    sat_clause(m->map, clause, b->n);
}

/* Whatever else there is has an item outside this set. */
static void
block_compatible(struct marco *m, const uint64_t *items)
{
    struct arena_mark mark = arena_mark(m->a);
    int *clause = NEW_ARRAY(m->a, int, m->n);
    size_t n = 0;
    for (size_t i = 0; i < m->n; i++) {
        if (!bits_has(items, i))
            clause[n++] = (int)i + 1;
    }
    sat_clause(m->map, clause, n);
    arena_reset(m->a, mark);
}

/* -- results ------------------------------------------------------------------------------ */

static bool
tell(struct marco *m, const uint64_t *items, bool conflict)
{
    struct found found = {.conflict = conflict, .v = m->list};
    SETS_EACH (i, items, m->n)
        m->list[found.n++] = m->v[i];
    if (!conflict)
        found.model = engine_model(m->e);
    *(conflict ? &m->result.conflicts : &m->result.compatible) += 1;
    return m->found(m->ctx, &found);
}

/*
 * The minimal conflict in contradictory items: each in turn is left out. The
 * conditions' core is made minimal first, since it refutes many other sets
 * of groups, too.
 */
static enum sat_answer
shrink_items(struct marco *m, uint64_t *items)
{
    size_t n = 0;
    if (m->of_groups) {
        SETS_EACH (c, engine_core(m->e), engine_instance(m->e)->conditions.n)
            m->list[n++] = (uint32_t)c;
        enum sat_answer answer = shrink(m->e, m->list, &n, m->b);
        if (answer != SAT_NO)
            return answer;
        sets_clear(m->conditions, BITS_WORDS(engine_instance(m->e)->conditions.n));
        for (size_t i = 0; i < n; i++)
            bits_set(m->conditions, m->list[i]);
    } else {
        sets_copy(m->conditions, engine_core(m->e),
                  BITS_WORDS(engine_instance(m->e)->conditions.n));
    }
    cover_core(m, m->conditions, items);
    for (size_t i = sets_next(items, m->n, 0); i < m->n; i = sets_next(items, m->n, i + 1)) {
        bits_clear(items, i);
        enum sat_answer without = ask(m, items, false);
        if (without == SAT_UNKNOWN)
            return SAT_UNKNOWN;
        if (without == SAT_YES)
            bits_set(items, i);
        else
            cover_core(m, engine_core(m->e), items);
    }
    return SAT_NO;
}

/* Contradictory, asked anew, and compatible without each member. */
static bool
confirm(struct marco *m, uint64_t *items)
{
    enum sat_answer answer = ask(m, items, true);
    assert(answer != SAT_YES && "a conflict is none");
    bool sure = answer == SAT_NO;
    for (size_t i = sets_next(items, m->n, 0); i < m->n && sure;
         i = sets_next(items, m->n, i + 1)) {
        bits_clear(items, i);
        answer = ask(m, items, false);
        bits_set(items, i);
        assert(answer != SAT_NO && "a conflict is not minimal");
        sure = answer == SAT_YES;
    }
    return sure;
}

/* A conflict that lies in the seed: made minimal, confirmed, blocked, told. */
static bool
take_conflict(struct marco *m)
{
    if (shrink_items(m, m->seed) != SAT_NO || !confirm(m, m->seed))
        return false;
    block_conflict(m, m->seed);
    return tell(m, m->seed, true);
}

static void
run(struct marco *m)
{
    for (;;) {
        enum sat_answer answer = propose(m);
        if (answer != SAT_YES) {
            m->result.complete = answer == SAT_NO;
            return;
        }
        make_maximal(m);
        answer = ask(m, m->seed, false);
        if (answer == SAT_UNKNOWN)
            return;
        if (answer == SAT_NO) {
            if (!take_conflict(m))
                return;
            continue;
        }
        block_compatible(m, m->seed);
        if (!tell(m, m->seed, false))
            return;
    }
}

static struct enumerated
enumerate(struct marco *m)
{
    AUTO_SAT map = sat_new();
    size_t conditions = engine_instance(m->e)->conditions.n;
    m->map = map;
    m->mapped = bits_new(m->a, m->n);
    m->in_blocked = NEW_ARRAY(m->a, struct blockeds, m->n);
    m->seed = bits_new(m->a, m->n);
    m->set = bits_new(m->a, universe(m));
    m->conditions = bits_new(m->a, conditions);
    m->list = NEW_ARRAY(m->a, uint32_t, m->n > conditions ? m->n : conditions);
    run(m);
    return m->result;
}

struct enumerated
enumerate_groups(struct engine *e, struct arena *scratch, const uint32_t *v, size_t n,
                 enumerate_fn found, void *ctx, struct budget *b)
{
    return enumerate(&(struct marco){.e = e,
                                     .a = scratch,
                                     .b = b,
                                     .v = v,
                                     .n = n,
                                     .of_groups = true,
                                     .found = found,
                                     .ctx = ctx});
}

struct enumerated
enumerate_conditions(struct engine *e, struct arena *scratch, const uint32_t *v, size_t n,
                     enumerate_fn found, void *ctx, struct budget *b)
{
    return enumerate(
        &(struct marco){.e = e, .a = scratch, .b = b, .v = v, .n = n, .found = found, .ctx = ctx});
}
