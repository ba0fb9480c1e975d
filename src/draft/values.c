/* SPDX-License-Identifier: Apache-2.0 */
#include "draft/values.h"

#include "base/cleanup.h"
#include "base/vec.h"
#include "solve/encode.h"

struct asking {
    struct arena *a, *scratch;
    const struct problem *p;
    struct engine *engine;
    uint64_t *const *allowed;
    struct budget *budget;
    const struct meaning *out;
    VEC(struct meaning_value) v;
    bool complete;
    bool open[2]; /* the draft has a condition on this kind that is solved for in part only */
};

/* A value of one field: the literals that hold together where a slot has it. */
struct value {
    size_t slot;
    const struct field *field;
    int lits[2];
    size_t n;
    struct slice name;
};

/* ---- questions ------------------------------------------------------------------------------ */

static enum sat_answer
ask(struct asking *q, size_t side, const int *lits, size_t n)
{
    struct engine_question question = {.conditions = q->allowed[side], .lits = lits, .nlits = n};
    enum sat_answer answer = engine_ask(q->engine, &question, q->budget);
    q->complete = q->complete && answer != SAT_UNKNOWN;
    return answer;
}

/* Some configuration of the draft has the value, in some slot of the kind. */
static enum sat_answer
can_have(struct asking *q, size_t side, const struct value *values, size_t n)
{
    enum sat_answer found = SAT_NO;
    for (size_t i = 0; i < n && found != SAT_YES; i++) {
        const struct value *v = &values[i];
        int lits[3] = {q->p->space.slots[v->slot].present};
        memcpy(lits + 1, v->lits, v->n * sizeof *lits);
        enum sat_answer answer = ask(q, side, lits, v->n + 1);
        found = answer == SAT_NO ? found : answer;
    }
    return found;
}

static void
add(struct asking *q, const struct value *v, enum meaning_fate fate)
{
    vec_push(q->a, &q->v,
             (struct meaning_value){q->p->space.slots[v->slot].kind, v->field,
                                    arena_dup(q->a, v->name), fate});
}

/* In every configuration of the draft, of a thing that is always there. */
static enum sat_answer
can_lack(struct asking *q, size_t side, const struct value *v)
{
    const int without = -v->lits[0];
    return ask(q, side, &without, 1);
}

/* Where a part of the conditions is open, a configuration that was found may be none. */
static bool
differs(struct asking *q, enum sat_answer yes, enum sat_answer no, size_t side)
{
    if (yes != SAT_YES || no != SAT_NO)
        return false;
    q->complete = q->complete && !q->open[side];
    return !q->open[side];
}

static void
weigh_value(struct asking *q, const struct value *v, size_t n, bool element)
{
    enum sat_answer old = can_have(q, 0, v, n), new = can_have(q, 1, v, n);
    if (differs(q, old, new, 0))
        add(q, v, FATE_FORBIDDEN);
    else if (differs(q, new, old, 1))
        add(q, v, FATE_ALLOWED);
    if (!element || n != 1 || q->p->space.slots[v->slot].present != LIT_TRUE || old != SAT_YES ||
        new != SAT_YES)
        return;
    old = can_lack(q, 0, v);
    new = can_lack(q, 1, v);
    if (differs(q, old, new, 0))
        add(q, v, FATE_REQUIRED);
    else if (differs(q, new, old, 1))
        add(q, v, FATE_OPTIONAL);
}

/* ---- the values of a field ------------------------------------------------------------------ */

/* The slots of one kind. */
struct slots {
    size_t *v;
    size_t n;
};

static struct value *
each_slot(struct asking *q, const struct slots *slots, const struct field *f, struct slice name)
{
    struct value *v = NEW_ARRAY(q->scratch, struct value, slots->n);
    for (size_t i = 0; i < slots->n; i++)
        v[i] = (struct value){.slot = slots->v[i], .field = f, .n = 1, .name = name};
    return v;
}

static const struct column *
column_of(const struct asking *q, size_t slot, size_t field)
{
    return &q->p->space.slots[slot].columns[field];
}

static void
weigh_set(struct asking *q, const struct slots *slots, const struct field *f, size_t field)
{
    for (size_t e = 0; e < f->registry->n; e++) {
        struct arena_mark mark = arena_mark(q->scratch);
        struct value *v = each_slot(q, slots, f, f->registry->elements[e].name);
        for (size_t i = 0; i < slots->n; i++)
            v[i].lits[0] = column_of(q, v[i].slot, field)->elements[e];
        weigh_value(q, v, slots->n, true);
        arena_reset(q->scratch, mark);
    }
}

static void
weigh_bool(struct asking *q, const struct slots *slots, const struct field *f, size_t field)
{
    for (int yes = 1; yes >= 0; yes--) {
        struct value *v = each_slot(q, slots, f, yes ? SL("true") : SL("false"));
        for (size_t i = 0; i < slots->n; i++) {
            int lit = column_of(q, v[i].slot, field)->yes;
            v[i].lits[0] = yes ? lit : -lit;
        }
        weigh_value(q, v, slots->n, false);
    }
}

/* The texts that conditions name; every slot of a kind names the same. */
static void
weigh_texts(struct asking *q, const struct slots *slots, const struct field *f, size_t field)
{
    const struct choices *c = &column_of(q, slots->v[0], field)->choices;
    bool list = f->type == FIELD_STRINGS;
    for (size_t t = 0; t <= c->named.n; t++) {
        bool other = t == c->named.n;
        struct slice name = !other ? c->named.v[t] : list ? SL("any other") : SL("another value");
        struct value *v = each_slot(q, slots, f, name);
        for (size_t i = 0; i < slots->n; i++) {
            const struct choices *own = &column_of(q, v[i].slot, field)->choices;
            v[i].lits[0] = other ? own->other : own->is[t];
        }
        weigh_value(q, v, slots->n, list && !other);
    }
}

/* "128 to 255", "under 128", "256 or more". */
static struct slice
interval_name(struct asking *q, const struct steps *s, size_t from, size_t to)
{
    long long low = from ? s->at[from - 1] : s->least, high = to < s->n ? s->at[to] - 1 : 0;
    if (to == s->n)
        return arena_printf(q->a, "%lld or more", low);
    if (from == 0)
        return arena_printf(q->a, "under %lld", high + 1);
    if (low == high)
        return arena_printf(q->a, "%lld", low);
    return arena_printf(q->a, "%lld to %lld", low, high);
}

/* Between two thresholds next to each other every number is alike; neighbours of one fate are told
 * as one. */
static void
weigh_numbers(struct asking *q, const struct slots *slots, const struct field *f, size_t field)
{
    const struct steps *s = &column_of(q, slots->v[0], field)->steps;
    size_t run = 0;
    for (size_t t = 0; t <= s->n; t++) {
        struct value *v = each_slot(q, slots, f, SL(""));
        for (size_t i = 0; i < slots->n; i++) {
            const struct steps *own = &column_of(q, v[i].slot, field)->steps;
            v[i].lits[0] = t ? own->reached[t - 1] : LIT_TRUE;
            v[i].lits[1] = t < own->n ? -own->reached[t] : LIT_TRUE;
            v[i].n = 2;
        }
        size_t before = q->v.n;
        weigh_value(q, v, slots->n, false);
        if (q->v.n == before) {
            run = t + 1;
            continue;
        }
        bool goes_on = run < t && before && q->v.v[before - 1].field == f &&
                       q->v.v[before - 1].fate == q->v.v[before].fate;
        if (goes_on)
            q->v.n--;
        else
            run = t;
        q->v.v[q->v.n - 1].value = interval_name(q, s, run, t);
    }
}

static void
weigh_field(struct asking *q, const struct slots *slots, size_t field)
{
    const struct field *f = &q->p->space.slots[slots->v[0]].kind->fields[field];
    switch (f->type) {
    case FIELD_SET:
        weigh_set(q, slots, f, field);
        break;
    case FIELD_BOOL:
        weigh_bool(q, slots, f, field);
        break;
    case FIELD_INT:
        weigh_numbers(q, slots, f, field);
        break;
    case FIELD_STRING:
    case FIELD_STRINGS:
        weigh_texts(q, slots, f, field);
        break;
    case FIELD_TIME:
        break; /* instants mean nothing by themselves */
    }
}

/* ---- which fields --------------------------------------------------------------------------- */

/* Those in conditions of a unit that only one of the drafts has; and whether either is open there.
 */
static uint64_t *
fields_at_stake(struct asking *q, size_t unit)
{
    const struct form *form = &q->p->judge->units[unit].form;
    uint64_t *fields = bits_new(q->scratch, form->kind->n);
    q->open[0] = q->open[1] = false;
    for (size_t c = 0; c < q->p->conditions.n; c++) {
        const struct problem_condition *pc = &q->p->conditions.v[c];
        if (pc->unit != unit)
            continue;
        for (size_t side = 0; side < 2; side++)
            q->open[side] = q->open[side] || (pc->partly && bits_has(q->allowed[side], c));
        if (bits_has(q->allowed[0], c) != bits_has(q->allowed[1], c))
            form_fields(form, q->scratch, pc->holds, fields);
    }
    return fields;
}

static void
weigh_unit(struct asking *q, size_t unit)
{
    const struct space *s = &q->p->space;
    struct slots slots = {NEW_ARRAY(q->scratch, size_t, s->n), 0};
    for (size_t i = 0; i < s->n; i++)
        if (s->slots[i].unit == unit)
            slots.v[slots.n++] = i;
    uint64_t *fields = fields_at_stake(q, unit);
    for (size_t f = 0; slots.n && f < q->p->judge->units[unit].kind->n; f++)
        if (bits_has(fields, f))
            weigh_field(q, &slots, f);
}

void
values_find(struct meaning *out, struct arena *a, const struct problem *p, struct engine *e,
            uint64_t *const allowed[2], struct budget *b)
{
    AUTO_ARENA scratch = {0};
    struct asking q = {.a = a,
                       .scratch = &scratch,
                       .p = p,
                       .engine = e,
                       .allowed = allowed,
                       .budget = b,
                       .out = out,
                       .complete = true};
    for (size_t u = 0; u < p->judge->nunits; u++)
        weigh_unit(&q, u);
    out->values = q.v.v;
    out->nvalues = q.v.n;
    out->values_complete = q.complete;
}
