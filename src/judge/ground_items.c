/* SPDX-License-Identifier: Apache-2.0 */
#include "judge/ground_items.h"

#include <stdlib.h>

#define PARTS_MAX 32 /* closed parts of a predicate that tell elements apart; bits of a sign */

typedef VEC(struct slice) value_list;

static const struct cel_unknown STRANGE = {.trail = SL_INIT("a name that the registry lacks")};

static const struct field *
field_of(const struct grounder *g, size_t field)
{
    return &g->form->kind->fields[field];
}

static bool
is_variable(const struct cel_expr *x, uint32_t slot)
{
    return x->kind == CEL_EXPR_IDENT && !x->ident.decl && x->ident.slot == slot;
}

/* --- ranges --------------------------------------------------------------------------------- */

static bool
constant_items(struct grounder *g, struct items *out, const struct cel_list *l)
{
    if (l->n > GROUND_ITEMS_MAX || l->unsure)
        return false;
    for (size_t i = 0; i < l->n; i++) {
        struct cel_cx cx = {.arena = g->a};
        struct cel_value v = l->v ? l->v[i] : l->at(l, i, &cx);
        if (!cel_is_value(v))
            return false;
        vec_push(g->a, &out->v, (struct item){.field = ATOM_NO_FIELD, .value = v});
    }
    return true;
}

static void
set_items(struct grounder *g, struct items *out, size_t field)
{
    const struct registry *r = field_of(g, field)->registry;
    uint64_t *all = bits_new(g->a, r->n);
    bits_fill(all, r->n);
    vec_push(g->a, &out->v,
             (struct item){
                 .field = field, .elements = all, .value = condition_element(g->conditions, r, 0)});
    vec_push(g->a, &out->v,
             (struct item){.field = field, .strange = true, .value = cel_unknown(&STRANGE)});
}

/* What a variable is compared with. */
struct value_walk {
    struct grounder *g;
    uint32_t slot;
    value_list values;
    size_t seen, understood; /* occurrences of the variable */
};

static bool
push_string(struct value_walk *w, struct cel_value v)
{
    if (v.kind != CEL_STRING)
        return false;
    vec_push(w->g->a, &w->values, cel_octets(v));
    return true;
}

static bool
push_compared(struct value_walk *w, const struct cel_expr *other)
{
    struct cel_value v;
    if (!closed_eval(&w->g->closed, other, &v))
        return false;
    w->understood++;
    if (v.kind != CEL_LIST)
        return push_string(w, v);
    for (size_t i = 0; i < v.list->n; i++) {
        struct cel_cx cx = {.arena = w->g->a};
        if (!push_string(w, v.list->v ? v.list->v[i] : v.list->at(v.list, i, &cx)))
            return false;
    }
    return true;
}

static enum expr_visit
visit_value(void *ctx, const struct cel_expr *x)
{
    struct value_walk *w = ctx;
    bool ok = true;
    if (is_variable(x, w->slot))
        w->seen++;
    if (x->kind != CEL_EXPR_CALL)
        return EXPR_INTO;
    bool equal = x->call.op == CEL_OP_EQ || x->call.op == CEL_OP_NE;
    if ((equal || x->call.op == CEL_OP_IN) && is_variable(x->call.args[0], w->slot))
        ok = push_compared(w, x->call.args[1]);
    else if (equal && is_variable(x->call.args[1], w->slot))
        ok = push_compared(w, x->call.args[0]);
    return ok ? EXPR_INTO : EXPR_STOP;
}

static int
by_octets(const void *a, const void *b)
{
    return slice_cmp(*(const struct slice *)a, *(const struct slice *)b);
}

/* A string that is none of them: longer than each. */
static struct slice
fresh_string(struct arena *a, struct slices values)
{
    size_t n = 1;
    for (size_t i = 0; i < values.n; i++)
        n = values.v[i].n >= n ? values.v[i].n + 1 : n;
    char *s = NEW_ARRAY(a, char, n);
    memset(s, '-', n);
    return slice_of(s, n);
}

static void
list_items(struct grounder *g, struct items *out, size_t field, value_list all)
{
    struct slices *values = &out->values;
    *values = (struct slices){all.v, 0};
    if (all.n)
        qsort(all.v, all.n, sizeof *all.v, by_octets);
    for (size_t i = 0; i < all.n; i++)
        if (values->n == 0 || !slice_eq(values->v[values->n - 1], all.v[i]))
            values->v[values->n++] = all.v[i];
    for (size_t i = 0; i <= values->n; i++) {
        struct slice s = i < values->n ? values->v[i] : fresh_string(g->a, *values);
        vec_push(g->a, &out->v, (struct item){.field = field, .bit = i, .value = cel_string(s)});
    }
}

/* A list of strings can be followed where the body only compares its variable with constants. */
static bool
field_items(struct grounder *g, struct items *out, size_t field, const struct cel_macro_expr *m)
{
    if (field_of(g, field)->type == FIELD_SET) {
        set_items(g, out, field);
        return true;
    }
    if (field_of(g, field)->type != FIELD_STRINGS || !m || m->where)
        return false;
    struct value_walk w = {.g = g, .slot = m->slot};
    if (!expr_walk(m->body, visit_value, &w) || w.seen != w.understood)
        return false;
    list_items(g, out, field, w.values);
    return true;
}

/* --- telling elements apart ----------------------------------------------------------------- */

/* The elements of one registry, and what the parts of a predicate say of each. */
struct parting {
    struct grounder *g;
    const struct cel_macro_expr *m;
    const struct cel_expr *predicate; /* may be null */
    const struct registry *registry;
    unsigned depth;
    size_t n;       /* parts so far */
    bool mapping;   /* what is asked differs with each element */
    bool all_alone; /* no two elements may be alike */
    bool whole;     /* the predicate is one part, `column` */
    bool failed;    /* the work is used up */
    struct column column;
    uint64_t alone[COLUMN_WORDS];
    uint32_t sign[REGISTRY_ELEMENTS_MAX]; /* by element: a bit for each part */
};

static enum expr_visit
visit_part(void *ctx, const struct cel_expr *x)
{
    struct parting *p = ctx;
    if (!closed_now(&p->g->closed, x))
        return EXPR_INTO;
    if (x != p->predicate && !column_needed(x, p->m->slot))
        return EXPR_PAST;
    bool boolean = x->type->kind == CEL_BOOL || x->type->kind == CEL_DYN;
    if (!boolean || p->n == PARTS_MAX) {
        p->all_alone = true;
        return EXPR_STOP;
    }
    if (!column_of(&p->column, p->g, p->registry, x, p->m->slot, p->depth)) {
        p->failed = true;
        return EXPR_STOP;
    }
    for (size_t i = 0; i < p->registry->n; i++) {
        bool yes = bits_has(p->column.yes, i);
        p->sign[i] |= (uint32_t)yes << p->n;
        if (!yes && !bits_has(p->column.no, i))
            bits_set(p->alone, i);
    }
    p->n++;
    p->whole = x == p->predicate;
    return EXPR_PAST;
}

/* Asks what the parts of the predicate say of the elements of `r`; `first` is one of them. */
static void
part_registry(struct parting *p, const struct registry *r, struct cel_value first)
{
    p->registry = r;
    p->n = 0;
    p->whole = false;
    p->all_alone = p->mapping;
    memset(p->sign, 0, r->n * sizeof p->sign[0]);
    memset(p->alone, 0, sizeof p->alone);
    if (!p->predicate || p->all_alone)
        return;
    p->g->closed.slots[p->m->slot] = first;
    (void)expr_walk(p->predicate, visit_part, p);
}

static void
note_unlisted(const struct parting *p, const struct item *it)
{
    const struct grounder *g = p->g;
    if (!g->unlisted || !p->whole || p->m->macro != CEL_MACRO_ALL)
        return;
    if (bits_count(p->alone, p->registry->n) > 0)
        return; /* errors: this will not be followed */
    uint64_t **bits = &g->unlisted[it->field];
    for (size_t i = 0; i < BITS_WORDS(p->registry->n); i++) {
        uint64_t new = p->column.unlisted[i] & it->elements[i];
        if (new && !*bits)
            *bits = bits_new(g->form->arena, p->registry->n);
        if (new)
            (*bits)[i] |= new;
    }
}

/* The item among those from `first` on that this element belongs to, or null. */
static struct item *
class_of(const struct items *out, size_t first, const struct parting *p, size_t element)
{
    if (p->all_alone || bits_has(p->alone, element))
        return NULL;
    for (size_t i = first; i < out->v.n; i++) {
        size_t other = out->v.v[i].bit;
        if (!bits_has(p->alone, other) && p->sign[other] == p->sign[element])
            return &out->v.v[i];
    }
    return NULL;
}

/* Adds what becomes of one item of elements. */
static void
part_item(struct items *out, const struct parting *p, const struct registry *r,
          const struct item *it)
{
    const struct grounder *g = p->g;
    size_t first = out->v.n;
    for (size_t i = it->bit; i < r->n; i++) {
        if (!bits_has(it->elements, i))
            continue;
        struct item *class = class_of(out, first, p, i);
        if (!class) {
            class = vec_add(g->a, &out->v);
            *class = *it;
            class->bit = i;
            class->value = condition_element(g->conditions, r, i);
            class->elements = bits_new(g->a, r->n);
            if (p->whole && !bits_has(p->alone, i))
                class->says = p->sign[i] ? COLUMN_YES : COLUMN_NO;
        }
        bits_set(class->elements, i);
    }
}

static bool
part_items(struct items *items, struct parting *p)
{
    struct items out = {.values = items->values};
    for (size_t i = 0; i < items->v.n; i++) {
        struct item it = items->v.v[i];
        it.says = COLUMN_ASK;
        if (it.elements && !it.mapped) {
            const struct registry *r = field_of(p->g, it.field)->registry;
            if (!p->registry || p->registry != r)
                part_registry(p, r, it.value);
            if (p->failed)
                return false;
            note_unlisted(p, &it);
            part_item(&out, p, r, &it);
            continue;
        }
        if (it.strange && !it.mapped && p->whole &&
            p->registry == field_of(p->g, it.field)->registry)
            it.says = p->column.strange;
        vec_push(p->g->a, &out.v, it);
    }
    *items = out;
    return true;
}

void
items_part(struct grounder *g, struct items *items)
{
    struct parting p = {.g = g, .mapping = true};
    (void)part_items(items, &p);
}

bool
items_for_each(struct grounder *g, struct items *items, const struct cel_macro_expr *m,
               unsigned depth, items_each *each)
{
    bool map = m->macro == CEL_MACRO_MAP;
    struct parting p = {.g = g,
                        .m = m,
                        .predicate = map ? m->where : m->body,
                        .depth = depth,
                        .mapping = map && !is_variable(m->body, m->slot)};
    struct cel_value *slot = &g->closed.slots[m->slot];
    const struct cel_value before = *slot;
    bool followed = part_items(items, &p);
    for (size_t i = 0; i < items->v.n && followed; i++) {
        struct item *it = &items->v.v[i];
        *slot = it->value;
        followed = ++g->work <= GROUND_WORK_MAX && each(g, m, depth, it);
    }
    *slot = before;
    return followed;
}

bool
items_ask(struct grounder *g, const struct item *it, const struct cel_expr *x, unsigned depth,
          ref_t *out)
{
    switch (it->says) {
    case COLUMN_YES:
        *out = REF_TRUE;
        return true;
    case COLUMN_NO:
        *out = REF_FALSE;
        return true;
    case COLUMN_OPEN:
        *out = ground_open(g);
        return true;
    case COLUMN_ASK:
        break;
    }
    if (ground_expr(g, x, depth, out))
        return true;
    *out = ground_open(g);
    return it->strange;
}

/* --- chains ---------------------------------------------------------------------------------- */

/* range.filter(v, body), range.map(v[, where], body): what each item has to pass, and becomes. */
static bool
chain_item(struct grounder *g, const struct cel_macro_expr *m, unsigned depth, struct item *it)
{
    bool map = m->macro == CEL_MACRO_MAP;
    const struct cel_expr *where = map ? m->where : m->body;
    ref_t guard = REF_TRUE;
    if (where && !items_ask(g, it, where, depth, &guard))
        return false;
    it->mapped |= map && !is_variable(m->body, m->slot);
    if (map && !closed_eval(&g->closed, m->body, &it->value)) {
        if (!it->strange && it->value.kind != CEL_UNKNOWN)
            return false;
        it->value = cel_unknown(&STRANGE);
    }
    it->guard = form_and2(g->form, it->guard, guard);
    return true;
}

static bool
chained_items(struct grounder *g, struct items *out, const struct cel_macro_expr *m, unsigned depth)
{
    /* A list of strings is not followed: the next macro would tell other values apart. */
    return (m->macro == CEL_MACRO_MAP || m->macro == CEL_MACRO_FILTER) && m->var2.n == 0 &&
           items_of(g, out, m->range, NULL, depth) && items_for_each(g, out, m, depth, chain_item);
}

bool
items_of(struct grounder *g, struct items *out, const struct cel_expr *range,
         const struct cel_macro_expr *m, unsigned depth)
{
    struct cel_value v;
    if (depth == 0)
        return false;
    if (closed_eval(&g->closed, range, &v))
        return v.kind == CEL_LIST && constant_items(g, out, v.list);
    if (range->kind == CEL_EXPR_MACRO)
        return chained_items(g, out, &range->macro, depth - 1);
    if (range->kind == CEL_EXPR_CALL && range->call.op == CEL_OP_ADD) {
        struct items second = {0};
        if (!items_of(g, out, range->call.args[0], m, depth - 1) ||
            !items_of(g, &second, range->call.args[1], m, depth - 1) || out->values.n ||
            second.values.n)
            return false;
        for (size_t i = 0; i < second.v.n; i++)
            vec_push(g->a, &out->v, second.v.v[i]);
        return true;
    }
    size_t field = ground_field(g, range);
    return field != ATOM_NO_FIELD && !range->select.test && field_items(g, out, field, m);
}
