/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Facts as CEL values: nothing is copied but the list of indices of a set.
 */
#include "model/condition_shape.h"

#include "cel/time.h"

/* One asset, seen through one struct type of its kind. */
struct asset_part {
    struct cel_object o;
    const struct asset_view *view;
    const struct shape_node *node;
};

struct asset_view {
    const struct conditions *conditions;
    const struct kind_shape *shape;
    const struct asset *asset;
    struct asset_part *parts; /* by node */
};

/*
 * A name that is offered but not in the registry. Nothing about it is known, its name
 * included: it may be another spelling of one that is.
 */
struct foreign_object {
    struct cel_object o;
    struct slice name;
    struct fact_leaf leaf;
};

/* The elements that a fact says or may say, then the foreign names. */
struct set_list {
    struct cel_list l;
    const struct registry_shape *registry;
    const struct fact *fact;
    const struct field *field;
    uint16_t *elements;
    size_t nelements;
};

static struct cel_value
string_list(struct slices from, struct cel_cx *cx)
{
    struct cel_value *v = cel_alloc(cx, from.n, sizeof *v);
    struct cel_list *l = cel_alloc(cx, 1, sizeof *l);
    if (!v || !l)
        return cel_fail_limit(cx);
    for (size_t i = 0; i < from.n; i++)
        v[i] = cel_string(from.v[i]);
    *l = (struct cel_list){.n = from.n, .v = v};
    return cel_list(l);
}

struct cel_value
condition_element_get(const struct cel_object *o, uint32_t n, uint32_t field, struct cel_cx *cx)
{
    const struct registry *r = ((const struct registry_object *)o)->shape->registry;
    const struct attribute_value *v = &r->elements[n].attr[field];
    switch (r->attributes[field].type) {
    case ATTRIBUTE_BOOL:
        return cel_bool(v->b);
    case ATTRIBUTE_INT:
        return cel_int(v->i);
    case ATTRIBUTE_STRING:
        return cel_string(v->s);
    case ATTRIBUTE_STRINGS:
        return string_list(v->list, cx);
    }
    return cel_none();
}

struct cel_value
condition_foreign_get(const struct cel_object *o, uint32_t n UNUSED, uint32_t field UNUSED,
                      struct cel_cx *cx UNUSED)
{
    return cel_unknown(&((const struct foreign_object *)o)->leaf.u);
}

bool
condition_foreign_equal(const struct cel_object *a, uint32_t an UNUSED, const struct cel_object *b,
                        uint32_t bn UNUSED)
{
    return a->cls == b->cls && slice_eq(((const struct foreign_object *)a)->name,
                                        ((const struct foreign_object *)b)->name);
}

/* "suites: TLS_RSA_…" */
static bool
element_leaf(struct fact_leaf *out, const struct field *f, size_t element, struct slice name,
             struct cel_cx *cx)
{
    size_t n = f->path.n + 2 + name.n, at = 0;
    struct slice parts[] = {f->path, SL(": "), name};
    uint8_t *trail = cel_alloc(cx, n, 1);
    if (!trail)
        return false;
    for (size_t i = 0; i < COUNT_OF(parts); at += parts[i++].n)
        if (parts[i].n)
            memcpy(trail + at, parts[i].p, parts[i].n);
    *out = (struct fact_leaf){{.trail = slice_of(trail, n)}, f, element, {0}};
    return true;
}

static struct cel_value
set_at(const struct cel_list *l, size_t i, struct cel_cx *cx)
{
    const struct set_list *s = (const struct set_list *)l;
    if (i < s->nelements)
        return cel_object(&s->registry->object.o, s->elements[i]);
    struct foreign_object *f = cel_alloc(cx, 1, sizeof *f);
    if (!f)
        return cel_fail_limit(cx);
    f->o.cls = &s->registry->foreign;
    f->name = s->fact->extra.v[i - s->nelements];
    if (!element_leaf(&f->leaf, s->field, SIZE_MAX, f->name, cx))
        return cel_fail_limit(cx);
    f->leaf.name = f->name;
    return cel_object(&f->o, 0);
}

static struct cel_value
set_unsure(const struct cel_list *l, size_t i, struct cel_cx *cx)
{
    const struct set_list *s = (const struct set_list *)l;
    if (i >= s->nelements || bits_has(s->fact->known_bits, s->elements[i]))
        return cel_bool(true);
    struct fact_leaf *leaf = cel_alloc(cx, 1, sizeof *leaf);
    struct slice name = s->registry->registry->elements[s->elements[i]].name;
    if (!leaf || !element_leaf(leaf, s->field, s->elements[i], name, cx))
        return cel_fail_limit(cx);
    return cel_unknown(&leaf->u);
}

static bool
is_possible(const struct fact *f, size_t element)
{
    return !bits_has(f->known_bits, element) || bits_has(f->truth_bits, element);
}

static struct cel_value
set_value(const struct registry_shape *r, const struct field *field, const struct fact *f,
          const struct cel_unknown *leaf, struct cel_cx *cx)
{
    size_t all = r->registry->n, known = bits_count(f->known_bits, all), n = 0;
    if (known == 0 && f->extra.n == 0)
        return cel_unknown(leaf);
    for (size_t i = 0; i < all; i++)
        n += is_possible(f, i);
    struct set_list *s = cel_alloc(cx, 1, sizeof *s);
    uint16_t *elements = cel_alloc(cx, n, sizeof *elements);
    if (!s || !elements)
        return cel_fail_limit(cx);
    *s = (struct set_list){.registry = r, .fact = f, .field = field, .elements = elements};
    for (size_t i = 0; i < all; i++)
        if (is_possible(f, i))
            elements[s->nelements++] = (uint16_t)i;
    s->l.n = s->nelements + f->extra.n;
    s->l.at = set_at;
    if (known < all)
        s->l.unsure = set_unsure;
    return cel_list(&s->l);
}

static struct cel_value
fact_value(const struct asset_view *view, size_t index, struct cel_cx *cx)
{
    const struct field *field = &view->shape->kind->fields[index];
    const struct fact *f = &view->asset->facts[index];
    const struct cel_unknown *leaf = &view->shape->leaves[index].u;
    if (field->type == FIELD_SET)
        return set_value(conditions_registry(view->conditions, field->registry), field, f, leaf,
                         cx);
    if (!f->known)
        return cel_unknown(leaf);
    switch (field->type) {
    case FIELD_BOOL:
        return cel_bool(f->b);
    case FIELD_INT:
        return cel_int(f->i);
    case FIELD_STRING:
        return cel_string(f->s);
    case FIELD_STRINGS:
        return string_list(f->list, cx);
    case FIELD_TIME:
        if (f->i < CEL_TIME_MIN || f->i > CEL_TIME_MAX)
            return cel_unknown(leaf);
        return cel_timestamp(f->i, 0);
    case FIELD_SET:
        break;
    }
    return cel_none();
}

struct cel_value
condition_part_get(const struct cel_object *o, uint32_t n UNUSED, uint32_t field, struct cel_cx *cx)
{
    const struct asset_part *part = (const struct asset_part *)o;
    struct shape_member m = part->node->members[field];
    if (m.field == SIZE_MAX)
        return cel_object(&part->view->parts[m.node].o, 0);
    return fact_value(part->view, m.field, cx);
}

void
condition_bind(const struct conditions *c, struct arena *a, const struct asset *as, date_t on,
               struct cel_value *slots)
{
    const struct kind_shape *shape = conditions_kind(c, as->kind);
    struct asset_view *view = NEW(a, struct asset_view);
    *view = (struct asset_view){c, shape, as, NEW_ARRAY(a, struct asset_part, shape->n)};
    for (size_t i = 0; i < shape->n; i++)
        view->parts[i] = (struct asset_part){{&shape->nodes[i].cls}, view, &shape->nodes[i]};
    slots[shape->slot] = cel_object(&view->parts[0].o, 0);
    slots[c->now] = cel_timestamp(date_seconds(on) + 86399, 0);
}

struct cel_value
condition_element(const struct conditions *c, const struct registry *r, size_t i)
{
    return cel_object(&conditions_registry(c, r)->object.o, (uint32_t)i);
}
