/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An upper bound of the steps an evaluation takes, from the tree alone. Each
 * node is given a bound of its steps and the shape of its value: how many
 * elements or octets, and the shape of what is inside.
 */
#include "cel/cel.h"
#include "cel/library.h"

#define SHAPE_DEPTH 32   /* lists within lists that are told apart */
#define TOTAL_DEPTH 12   /* types within types when a whole value is walked; deeper: no bound */
#define CALL_STEPS 200   /* a function's own work, sizes apart */
#define OCTET_STEPS 20   /* per octet or element, at most (matches() with its pattern) */
#define NUMBER_OCTETS 64 /* of a number as text */

/* `item` null: nothing inside. Keys and values of a map are one item. */
struct shape {
    uint64_t n;
    const struct shape *item;
    unsigned depth; /* of those inside */
};

struct estimate {
    uint64_t steps;
    const struct shape *shape;
};

struct cost {
    struct arena *a;
    struct shape any;     /* of variables: `size` at every level */
    struct shape endless; /* no bound at any level */
    const struct shape **slots;
    uint32_t nslots;
};

static const struct shape scalar = {0, NULL, 0};

static uint64_t
add(uint64_t a, uint64_t b)
{
    return a > UINT64_MAX - b ? UINT64_MAX : a + b;
}

static uint64_t
mul(uint64_t a, uint64_t b)
{
    uint64_t r;
    return __builtin_mul_overflow(a, b, &r) ? UINT64_MAX : r;
}

static uint64_t
most(uint64_t a, uint64_t b)
{
    return a > b ? a : b;
}

/* --- shapes --- */

static const struct shape *
shape_new(struct cost *c, uint64_t n, const struct shape *item)
{
    unsigned depth = item ? item->depth + 1 : 0;
    if (depth > SHAPE_DEPTH)
        return &c->endless;
    struct shape *s = NEW(c->a, struct shape);
    *s = (struct shape){n, item, depth};
    return s;
}

/* What holds for either. The chain of one of the two ends, or they meet. */
static const struct shape *
either(struct cost *c, const struct shape *a, const struct shape *b)
{
    if (a == b || !b || a == &c->endless)
        return a;
    if (!a || b == &c->endless)
        return b;
    return shape_new(c, most(a->n, b->n), either(c, a->item, b->item));
}

static const struct shape *
item_of(const struct shape *s)
{
    return s->item ? s->item : &scalar;
}

static const struct shape *
shape_of_value(struct cost *c, struct cel_value v, unsigned depth)
{
    if (v.kind == CEL_STRING || v.kind == CEL_BYTES)
        return shape_new(c, v.n, NULL);
    bool list = v.kind == CEL_LIST && v.list->v, map = v.kind == CEL_MAP && !v.map->find;
    if (!list && !map)
        return v.kind >= CEL_LIST ? &c->any : &scalar;
    if (depth == 0)
        return &c->any;
    size_t n = list ? v.list->n : v.map->n;
    const struct shape *item = &scalar;
    for (size_t i = 0; i < n; i++) {
        item =
            either(c, item, shape_of_value(c, list ? v.list->v[i] : v.map->values[i], depth - 1));
        if (map)
            item = either(c, item, shape_of_value(c, v.map->keys[i], depth - 1));
    }
    return shape_new(c, n, item);
}

/* Steps of a walk over a whole value, as == takes. */
static uint64_t
total(const struct shape *s, const struct cel_type *t, unsigned depth)
{
    if (depth == 0)
        return UINT64_MAX;
    switch (t->kind) {
    case CEL_LIST:
        return add(1 + s->n, mul(s->n, total(item_of(s), t->params[0], depth - 1)));
    case CEL_MAP:
        return add(1 + s->n, mul(s->n, total(item_of(s), t->params[1], depth - 1)));
    case CEL_OPTIONAL:
    case CEL_WRAPPER:
        return add(1, total(item_of(s), t->params[0], depth - 1));
    case CEL_STRING:
    case CEL_BYTES:
        return 1 + s->n / 16;
    case CEL_OBJECT: {
        uint64_t sum = 1;
        for (size_t i = 0; i < t->object->n; i++)
            sum = add(sum, total(item_of(s), t->object->fields[i].type, depth - 1));
        return sum;
    }
    case CEL_DYN:
    case CEL_PARAM:
    case CEL_OPAQUE:
        return s->item ? add(1 + s->n, mul(s->n, total(s->item, t, depth - 1))) : 1 + s->n / 16;
    case CEL_NONE:
    case CEL_NULL:
    case CEL_BOOL:
    case CEL_INT:
    case CEL_UINT:
    case CEL_DOUBLE:
    case CEL_TIMESTAMP:
    case CEL_DURATION:
    case CEL_TYPE:
    case CEL_ERROR:
    case CEL_UNKNOWN:
        break;
    }
    return 1;
}

/* --- functions --- */

enum growth {
    GROW_SUM,     /* all arguments one after the other */
    GROW_PRODUCT, /* of all arguments, each one more: replace */
    GROW_JOIN,    /* items of the first, with the second between */
    GROW_SPLIT,   /* as many parts as octets */
    GROW_FLAT,    /* items of items */
    GROW_WRAP,    /* one level around: optionals */
    GROW_FREE,    /* depends on values, not sizes: lists.range, format */
};

/* Functions whose result is larger, or otherwise made, than the largest argument. */
static const struct {
    const char *name;
    enum growth growth;
} growths[] = {
    {"_+_", GROW_SUM},
    {"replace", GROW_PRODUCT},
    {"join", GROW_JOIN},
    {"split", GROW_SPLIT},
    {"flatten", GROW_FLAT},
    {"base64.encode", GROW_SUM},
    {"strings.quote", GROW_SUM},
    {"lists.range", GROW_FREE},
    {"format", GROW_FREE},
    {"optional.of", GROW_WRAP},
    {"optional.ofNonZeroValue", GROW_WRAP},
};

static const struct shape *
grown(struct cost *c, enum growth g, const struct shape *const *v, size_t n)
{
    uint64_t sum = 0, product = 1;
    const struct shape *item = NULL;
    for (size_t i = 0; i < n; i++) {
        sum = add(sum, v[i]->n);
        product = mul(product, add(v[i]->n, 1));
        item = either(c, item, v[i]->item);
    }
    switch (g) {
    case GROW_SUM: /* four octets at most become of one, in quote() */
        return shape_new(c, n == 1 ? add(mul(sum, 4), 4) : sum, item);
    case GROW_PRODUCT:
        return shape_new(c, product, NULL);
    case GROW_JOIN:
        return shape_new(c, mul(v[0]->n, add(item_of(v[0])->n, n > 1 ? v[1]->n : 0)), NULL);
    case GROW_SPLIT:
        return shape_new(c, add(v[0]->n, 1), shape_new(c, v[0]->n, NULL));
    case GROW_FLAT:
        if (n > 1)
            return shape_new(c, CEL_MEMORY_DEFAULT / sizeof(struct cel_value), item);
        return shape_new(c, mul(v[0]->n, most(1, item_of(v[0])->n)), item_of(v[0])->item);
    case GROW_WRAP:
        return shape_new(c, 1, v[0]);
    case GROW_FREE:
        return shape_new(c, CEL_MEMORY_DEFAULT, item);
    }
    return &c->any;
}

static const struct shape *
result_shape(struct cost *c, struct slice name, const struct shape *const *v, size_t n)
{
    for (size_t i = 0; n > 0 && i < COUNT_OF(growths); i++)
        if (slice_eq_str(name, growths[i].name))
            return grown(c, growths[i].growth, v, n);
    const struct shape *largest = shape_new(c, NUMBER_OCTETS, NULL);
    for (size_t i = 0; i < n; i++)
        largest = either(c, largest, v[i]);
    return largest;
}

/* Functions that look at each pair of elements. */
static bool
is_quadratic(struct slice name)
{
    static const char *const names[] = {"distinct",        "sets.contains", "sets.equivalent",
                                        "sets.intersects", "lastIndexOf",   "sort"};
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (slice_eq_str(name, names[i]))
            return true;
    return false;
}

static struct estimate estimate(struct cost *c, const struct cel_expr *x);

#define ARGS_MAX (CEL_TYPE_PARAMS_MAX + 2)

static struct estimate
function(struct cost *c, const struct cel_call *call, struct slice name)
{
    const struct shape *shapes[ARGS_MAX] = {NULL};
    uint64_t steps = CALL_STEPS, walk = 1;
    size_t n = 0;
    for (size_t i = 0; i < call->n + 1; i++) { /* the receiver first */
        const struct cel_expr *x = i == 0 ? call->target : call->args[i - 1];
        if (!x)
            continue;
        struct estimate e = estimate(c, x);
        steps = add(steps, e.steps);
        walk = add(walk, total(e.shape, x->type, TOTAL_DEPTH));
        walk = add(walk, e.shape->n);
        if (n < ARGS_MAX)
            shapes[n++] = e.shape;
    }
    const struct shape *result = result_shape(c, name, shapes, n);
    walk = is_quadratic(name) ? mul(mul(walk, walk), 2) : mul(walk, OCTET_STEPS);
    return (struct estimate){add(steps, add(walk, result->n)), result};
}

static struct estimate
operation(struct cost *c, const struct cel_call *call)
{
    if (call->op == CEL_OP_CALL)
        return function(c, call, call->name);
    if (call->op == CEL_OP_ADD)
        return function(c, call, SL("_+_"));
    struct estimate e = {1, &scalar};
    const struct shape *shapes[2] = {&scalar, &scalar};
    uint64_t walks[2] = {1, 1};
    for (size_t i = 0; i < call->n; i++) {
        struct estimate arg = estimate(c, call->args[i]);
        e.steps = add(e.steps, arg.steps);
        if (call->op == CEL_OP_COND && i > 0)
            e.shape = either(c, i == 1 ? NULL : e.shape, arg.shape);
        if (i < 2) {
            shapes[i] = arg.shape;
            walks[i] = total(arg.shape, call->args[i]->type, TOTAL_DEPTH);
        }
    }
    if (call->op == CEL_OP_EQ || call->op == CEL_OP_NE ||
        (call->op >= CEL_OP_LT && call->op <= CEL_OP_GE))
        e.steps = add(e.steps, add(walks[0], walks[1]));
    if (call->op == CEL_OP_IN)
        e.steps = add(e.steps, add(walks[1], mul(add(shapes[1]->n, 1), walks[0])));
    if (call->op == CEL_OP_INDEX)
        e.shape = item_of(shapes[0]);
    if (call->op == CEL_OP_OPT_INDEX)
        e.shape = shape_new(c, 1, item_of(shapes[0]));
    /* An optional's content is what is indexed. */
    if (call->op == CEL_OP_INDEX || call->op == CEL_OP_OPT_INDEX)
        e.shape = either(c, e.shape, item_of(e.shape));
    return e;
}

/* --- the other nodes --- */

static struct estimate
list(struct cost *c, const struct cel_list_expr *l)
{
    struct estimate e = {1 + 2 * (uint64_t)l->n, NULL};
    for (size_t i = 0; i < l->n; i++) {
        struct estimate x = estimate(c, l->v[i]);
        e.steps = add(e.steps, x.steps);
        e.shape = either(c, e.shape, x.shape);
        if (l->optional && l->optional[i])
            e.shape = either(c, e.shape, item_of(x.shape));
    }
    e.shape = shape_new(c, l->n, e.shape ? e.shape : &scalar);
    return e;
}

static struct estimate
entries(struct cost *c, const struct cel_map_expr *m)
{
    struct estimate e = {10 + 4 * (uint64_t)m->n, NULL};
    for (size_t i = 0; i < m->n; i++) {
        struct estimate x = estimate(c, m->v[i].value);
        e.steps = add(e.steps, x.steps);
        e.shape = either(c, e.shape, x.shape);
        if (m->v[i].optional)
            e.shape = either(c, e.shape, item_of(x.shape));
        if (!m->v[i].key)
            continue;
        x = estimate(c, m->v[i].key);
        e.steps = add(e.steps, x.steps);
        e.shape = either(c, e.shape, x.shape);
    }
    e.shape = shape_new(c, m->n, e.shape ? e.shape : &scalar);
    return e;
}

static struct estimate
selection(struct cost *c, const struct cel_select *s)
{
    struct estimate e = estimate(c, s->operand);
    e.steps = add(e.steps, 2);
    const struct shape *inside = item_of(e.shape);
    inside = either(c, inside, inside->item); /* of an optional's content */
    e.shape = s->test ? &scalar : s->optional ? shape_new(c, 1, inside) : inside;
    return e;
}

static const struct shape *
macro_shape(struct cost *c, const struct cel_macro_expr *m, const struct shape *range,
            const struct shape *body)
{
    switch (m->macro) {
    case CEL_MACRO_ALL:
    case CEL_MACRO_EXISTS:
    case CEL_MACRO_EXISTS_ONE:
        return &scalar;
    case CEL_MACRO_FILTER:
    case CEL_MACRO_SORT_BY:
        return range;
    case CEL_MACRO_MAP:
    case CEL_MACRO_TRANSFORM_LIST:
        return shape_new(c, range->n, body);
    case CEL_MACRO_TRANSFORM_MAP:
        return shape_new(c, range->n, either(c, body, range->item));
    case CEL_MACRO_TRANSFORM_MAP_ENTRY:
        return shape_new(c, mul(range->n, body->n), body->item);
    case CEL_MACRO_OPT_MAP:
        return shape_new(c, 1, body);
    case CEL_MACRO_BIND:
    case CEL_MACRO_OPT_FLAT_MAP:
        return body;
    }
    return &c->any;
}

static struct estimate
macro(struct cost *c, const struct cel_macro_expr *m)
{
    struct estimate range = estimate(c, m->range);
    bool once = m->macro == CEL_MACRO_BIND || m->macro == CEL_MACRO_OPT_MAP ||
                m->macro == CEL_MACRO_OPT_FLAT_MAP;
    const struct shape *var = m->macro == CEL_MACRO_BIND ? range.shape : item_of(range.shape);
    if (m->slot < c->nslots)
        c->slots[m->slot] = var;
    if (m->var2.n > 0 && m->slot2 < c->nslots)
        c->slots[m->slot2] = var;
    struct estimate body = estimate(c, m->body);
    uint64_t turn = add(4, body.steps), turns = once ? 1 : range.shape->n;
    if (m->where)
        turn = add(turn, estimate(c, m->where).steps);
    if (m->macro == CEL_MACRO_SORT_BY) /* comparisons: no list has 2^31 elements */
        turn = add(turn, mul(31, 2 + body.shape->n / 16));
    uint64_t steps = add(range.steps, mul(add(turns, 1), turn));
    const struct shape *shape = macro_shape(c, m, range.shape, body.shape);
    if (m->macro == CEL_MACRO_TRANSFORM_MAP_ENTRY)
        steps = add(steps, mul(4, shape->n));
    return (struct estimate){steps, shape};
}

static const struct shape *
ident(struct cost *c, const struct cel_ident *id)
{
    if (id->decl && id->decl->is_constant)
        return shape_of_value(c, id->decl->constant, TOTAL_DEPTH);
    const struct shape *s = id->slot < c->nslots && !id->decl ? c->slots[id->slot] : NULL;
    return s ? s : &c->any;
}

static struct estimate
estimate(struct cost *c, const struct cel_expr *x)
{
    switch (x->kind) {
    case CEL_EXPR_CONST:
        return (struct estimate){1, shape_of_value(c, x->constant, TOTAL_DEPTH)};
    case CEL_EXPR_IDENT:
        return (struct estimate){1, ident(c, &x->ident)};
    case CEL_EXPR_SELECT:
        return selection(c, &x->select);
    case CEL_EXPR_CALL:
        return operation(c, &x->call);
    case CEL_EXPR_LIST:
        return list(c, &x->list);
    case CEL_EXPR_MAP:
    case CEL_EXPR_STRUCT:
        return entries(c, &x->map);
    case CEL_EXPR_MACRO:
        return macro(c, &x->macro);
    }
    return (struct estimate){UINT64_MAX, &c->any};
}

uint64_t
cel_cost(struct arena *scratch, const struct cel_ast *ast, const struct cel_expr *x, uint64_t size)
{
    struct arena_mark mark = arena_mark(scratch);
    struct cost c = {.a = scratch,
                     .any = {size, NULL, 0},
                     .endless = {UINT64_MAX, NULL, 0},
                     .nslots = ast->nslots};
    c.any.item = &c.any;
    c.endless.item = &c.endless;
    c.slots = NEW_ARRAY(scratch, const struct shape *, ast->nslots);
    uint64_t steps = estimate(&c, x).steps;
    arena_reset(scratch, mark);
    return steps;
}
