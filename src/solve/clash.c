/* SPDX-License-Identifier: Apache-2.0 */
#include "solve/clash.h"

#include "solve/shrink.h"

bool
clash_is_of(const struct problem *p, uint32_t condition, const struct index_set *groups)
{
    for (size_t i = 0; i < groups->n; i++) {
        const struct instance_group *g = &p->instance.groups.v[groups->v[i]];
        for (size_t k = 0; k < g->n; k++)
            if (g->conditions[k] == condition)
                return true;
    }
    return false;
}

static void
add_rule(struct clash_member *m, const struct requirement *r)
{
    for (size_t i = 0; i < m->nrules; i++)
        if (m->rules[i] == r)
            return;
    m->rules[m->nrules++] = r;
}

/* What a product that cannot be extended offers of a field: "tls13_suites: A, B". */
static struct slice
limit_of(const struct clashes *f, const struct problem_condition *c)
{
    const struct slot *s = &f->problem->space.slots[c->slot];
    return arena_printf(f->a, "today's product offers no other %.*s (%.*s)",
                        SL_FMT(s->kind->fields[c->field].path), SL_FMT(s->name));
}

static struct clash_member
member_of(const struct clashes *f, uint32_t condition, const struct index_set *groups)
{
    const struct problem_condition *c = &f->problem->conditions.v[condition];
    struct clash_member m = {.condition = condition};
    m.rules = NEW_ARRAY(f->a, const struct requirement *, c->rules.n);
    for (size_t g = 0; g < groups->n; g++)
        for (size_t i = 0; i < c->rules.n; i++)
            if (c->rules.v[i].group == groups->v[g])
                add_rule(&m, c->rules.v[i].requirement);
    if (m.nrules == 0 && c->slot != SLOT_NONE)
        m.limit = limit_of(f, c);
    return m;
}

/* Whether nobody has read the text: all of the rules that say the same rest on others' words. */
static bool
rests_on_others(const struct clash_member *m)
{
    for (size_t i = 0; i < m->nrules; i++)
        if (m->rules[i]->read < READ_SECONDARY)
            return false;
    return m->nrules > 0;
}

static bool
is_disputed(const struct clash_member *m)
{
    for (size_t i = 0; i < m->nrules; i++)
        if (!m->rules[i]->disputed)
            return false;
    return m->nrules > 0;
}

struct index_set
clash_conditions(const struct clashes *c, const struct index_set *groups)
{
    struct index_set out = {NEW_ARRAY(c->a, uint32_t, c->problem->conditions.n), 0};
    for (size_t i = 0; i < c->problem->conditions.n; i++)
        if (clash_is_of(c->problem, (uint32_t)i, groups))
            out.v[out.n++] = (uint32_t)i;
    return out;
}

bool
clash_confirm(enum sat_answer *out, const struct clashes *c, const struct index_set *conditions,
              struct err *e)
{
    *out = shrink_confirm(c->engine, conditions->v, conditions->n, c->budget);
    return *out != SAT_YES ||
           err_set(e, ERR_UNSUPPORTED,
                   "a conflict of %zu clauses does not hold when solved again: please report this",
                   conditions->n);
}

/* Whether each of the conditions belongs to a group other than the `but`-th. */
static bool
are_of_others(const struct clashes *c, const struct index_set *groups, size_t but,
              const struct index_set *conditions)
{
    for (size_t i = 0; i < conditions->n; i++) {
        bool found = false;
        for (size_t g = 0; g < groups->n && !found; g++)
            found = g != but && clash_is_of(c->problem, conditions->v[i],
                                            &(struct index_set){&groups->v[g], 1});
        if (!found)
            return false;
    }
    return true;
}

void
clash_blame(const struct clashes *c, struct index_set *groups, const struct index_set *conditions)
{
    for (size_t i = groups->n; i-- > 0;) {
        if (!are_of_others(c, groups, i, conditions))
            continue;
        groups->n--;
        memmove(&groups->v[i], &groups->v[i + 1], (groups->n - i) * sizeof *groups->v);
    }
}

/* How a product that meets all members but the i-th breaks that one. */
static bool
find_breaks(const struct clashes *f, struct conflict *c, struct err *e)
{
    uint64_t *others = bits_new(f->a, f->problem->conditions.n);
    for (size_t i = 0; i < c->n; i++) {
        sets_clear(others, BITS_WORDS(f->problem->conditions.n));
        for (size_t k = 0; k < c->n; k++)
            if (k != i)
                bits_set(others, c->members[k].condition);
        struct clash_member *m = &c->members[i];
        if (m->nrules && !example_breaks(&m->without, f->examples, others, (uint32_t)m->condition,
                                         m->rules[0], e))
            return false;
    }
    return true;
}

bool
clash_make(struct conflict *out, const struct clashes *c, const struct index_set *groups,
           const struct index_set *conditions, bool breaks, struct err *e)
{
    size_t *regimes = NEW_ARRAY(c->a, size_t, groups->n);
    *out = (struct conflict){.class = RECONCILE_NOT, .regimes = regimes};
    for (size_t i = 0; i < groups->n; i++) {
        if (groups->v[i] < c->problem->nregimes)
            regimes[out->nregimes++] = groups->v[i];
        else
            out->class = RECONCILE_NOT_HERE;
    }
    out->members = NEW_ARRAY(c->a, struct clash_member, conditions->n);
    for (; out->n < conditions->n; out->n++) {
        struct clash_member *m = &out->members[out->n];
        *m = member_of(c, conditions->v[out->n], groups);
        out->weak_reading |= rests_on_others(m);
        out->disputed |= is_disputed(m);
    }
    return !breaks || find_breaks(c, out, e);
}
