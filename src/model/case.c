/* SPDX-License-Identifier: Apache-2.0 */
#include "model/case.h"

#include "text/nearest.h"

struct place
place_of(const struct yaml_doc *d, const struct yaml_node *n)
{
    return (struct place){d->file, n->line, n->column};
}

bool
fail_element(const struct yaml_doc *d, const struct yaml_node *n, const struct registry *r,
             struct err *e)
{
    struct slice known[REGISTRY_ELEMENTS_MAX];
    for (size_t i = 0; i < r->n; i++)
        known[i] = r->elements[i].name;
    struct slice near = nearest_name(n->text, known, r->n);
    if (near.n)
        return yaml_fail(d, n, e, "'%.*s' is not in %.*s, did you mean '%.*s'?",
                         SL_FMT(slice_sub(n->text, 0, 80)), SL_FMT(r->name), SL_FMT(near));
    return yaml_fail(d, n, e, "'%.*s' is not in %.*s, correct it or add it to the registry",
                     SL_FMT(slice_sub(n->text, 0, 80)), SL_FMT(r->name));
}

static bool
fail_field(const struct yaml_doc *d, const struct yaml_node *n, const struct kind *k, struct err *e)
{
    struct slice known[KIND_FIELDS_MAX];
    for (size_t i = 0; i < k->n; i++)
        known[i] = k->fields[i].path;
    struct slice near = nearest_name(n->key, known, k->n);
    if (near.n)
        return yaml_fail_key(d, n, e, "%.*s has no field '%.*s', did you mean '%.*s'?",
                             SL_FMT(k->name), SL_FMT(slice_sub(n->key, 0, 80)), SL_FMT(near));
    return yaml_fail_key(d, n, e, "%.*s has no field '%.*s', see vocabulary/%.*s.yaml",
                         SL_FMT(k->name), SL_FMT(slice_sub(n->key, 0, 80)), SL_FMT(k->name));
}

static bool
read_set(struct fact *out, const struct yaml_doc *d, const struct registry *r,
         const struct yaml_node *list, struct err *e)
{
    if (!yaml_is(d, list, YAML_SEQUENCE, e))
        return false;
    bits_fill(out->known_bits, r->n);
    for (const struct yaml_node *n = list->first; n; n = n->next) {
        struct slice name;
        if (!yaml_text(d, n, &name, e))
            return false;
        const struct element *el = registry_by_name(r, name);
        if (!el)
            return fail_element(d, n, r, e);
        bits_set(out->truth_bits, registry_index(r, el));
    }
    return true;
}

static bool
read_string(struct fact *out, const struct yaml_doc *d, const struct field *f,
            const struct yaml_node *n, struct err *e)
{
    if (!yaml_text(d, n, &out->s, e))
        return false;
    for (size_t i = 0; i < f->one_of.n; i++)
        if (slice_eq(f->one_of.v[i], out->s))
            return true;
    if (f->one_of.n == 0)
        return true;
    struct slice near = nearest_name(out->s, f->one_of.v, f->one_of.n);
    if (near.n)
        return yaml_fail(d, n, e, "'%.*s' is no value of %.*s, did you mean '%.*s'?",
                         SL_FMT(slice_sub(out->s, 0, 80)), SL_FMT(f->path), SL_FMT(near));
    return yaml_fail(d, n, e, "'%.*s' is no value of %.*s, see its 'one_of'",
                     SL_FMT(slice_sub(out->s, 0, 80)), SL_FMT(f->path));
}

static bool
read_time(struct fact *out, const struct yaml_doc *d, const struct yaml_node *n, struct err *e)
{
    date_t day;
    if (n->type != YAML_SCALAR || !date_parse(n->text, &day))
        return yaml_fail(d, n, e, "'%.*s' must be a day such as 2026-01-31", SL_FMT(n->key));
    out->i = date_seconds(day);
    return true;
}

static bool
read_fact(struct fact *out, struct arena *a, const struct yaml_doc *d, const struct field *f,
          const struct yaml_node *n, struct err *e)
{
    out->known = true;
    switch (f->type) {
    case FIELD_BOOL:
        return yaml_bool(d, n, &out->b, e);
    case FIELD_INT:
        return yaml_int(d, n, &out->i, e);
    case FIELD_STRING:
        return read_string(out, d, f, n, e);
    case FIELD_STRINGS:
        return yaml_texts(d, n, a, &out->list, e);
    case FIELD_TIME:
        return read_time(out, d, n, e);
    case FIELD_SET:
        return read_set(out, d, f->registry, n, e);
    }
    return false;
}

bool
case_read(struct case_facts *out, struct arena *a, const struct yaml_doc *d, const struct kind *k,
          const struct yaml_node *map, struct err *e)
{
    if (!yaml_is(d, map, YAML_MAPPING, e))
        return false;
    asset_init(&out->asset, a, k, SL("case"), SL("case"));
    out->at = place_of(d, map);
    for (const struct yaml_node *n = map->first; n; n = n->next) {
        const struct field *f = kind_field(k, n->key);
        if (!f)
            return fail_field(d, n, k, e);
        if (!read_fact(&out->asset.facts[kind_index(k, f)], a, d, f, n, e))
            return false;
    }
    return true;
}
