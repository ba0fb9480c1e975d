/* SPDX-License-Identifier: Apache-2.0 */
#include "model/registry.h"

#include "base/cleanup.h"
#include "model/standard_read.h"
#include "text/nearest.h"

#include <stdlib.h>

struct registry_file {
    struct slice registry, title;
    const struct yaml_node *source, *attributes, *elements;
};

static const struct yaml_member file_members[] = {
    {"registry", YAML_AS_TEXT, true, offsetof(struct registry_file, registry)},
    {"title", YAML_AS_TEXT, true, offsetof(struct registry_file, title)},
    {"source", YAML_AS_LIST, true, offsetof(struct registry_file, source)},
    {"attributes", YAML_AS_MAP, true, offsetof(struct registry_file, attributes)},
    {"elements", YAML_AS_LIST, true, offsetof(struct registry_file, elements)},
};

struct attribute_entry {
    const struct yaml_node *type;
    struct slice text;
};

static const struct yaml_member attribute_members[] = {
    {"type", YAML_AS_NODE, true, offsetof(struct attribute_entry, type)},
    {"text", YAML_AS_TEXT, true, offsetof(struct attribute_entry, text)},
};

struct source_entry {
    struct slice title, url, date, read, note;
};

static const struct yaml_member source_members[] = {
    {"title", YAML_AS_TEXT, true, offsetof(struct source_entry, title)},
    {"url", YAML_AS_TEXT, false, offsetof(struct source_entry, url)},
    {"date", YAML_AS_TEXT, false, offsetof(struct source_entry, date)},
    {"read", YAML_AS_TEXT, false, offsetof(struct source_entry, read)},
    {"note", YAML_AS_TEXT, false, offsetof(struct source_entry, note)},
};

static bool
read_sources(const struct yaml_doc *d, struct arena *a, const struct yaml_node *list, struct err *e)
{
    if (list->n == 0)
        return yaml_fail(d, list, e, "'source' is empty, say where the elements come from");
    for (const struct yaml_node *n = list->first; n; n = n->next) {
        struct source_entry s;
        if (!yaml_read(d, n, source_members, COUNT_OF(source_members), a, &s, e))
            return false;
    }
    return true;
}

static bool
read_attribute(const struct yaml_doc *d, struct arena *a, const struct yaml_node *n,
               struct attribute *out, struct err *e)
{
    static const char *const types[] = {
        [ATTRIBUTE_BOOL] = "bool",
        [ATTRIBUTE_INT] = "int",
        [ATTRIBUTE_STRING] = "string",
        [ATTRIBUTE_STRINGS] = "strings",
    };
    struct attribute_entry entry;
    size_t type;
    if (slice_eq(n->key, SL("name")) || slice_eq(n->key, SL("code")))
        return yaml_fail_key(d, n, e, "every element has '%.*s' by itself, remove it here",
                             SL_FMT(n->key));
    if (!yaml_read(d, n, attribute_members, COUNT_OF(attribute_members), a, &entry, e) ||
        !yaml_choice(d, entry.type, types, COUNT_OF(types), &type, e))
        return false;
    *out = (struct attribute){n->key, (enum attribute_type)type, entry.text};
    return true;
}

static bool
read_attributes(struct registry *r, const struct yaml_doc *d, struct arena *a,
                const struct yaml_node *map, struct err *e)
{
    if (map->n + 2 > REGISTRY_ATTRIBUTES_MAX)
        return yaml_fail(d, map, e, "more than %d attributes", REGISTRY_ATTRIBUTES_MAX - 2);
    r->attributes = NEW_ARRAY(a, struct attribute, map->n + 2);
    r->attributes[r->nattributes++] =
        (struct attribute){SL("name"), ATTRIBUTE_STRING, SL("Its name in this registry")};
    r->attributes[r->nattributes++] =
        (struct attribute){SL("code"), ATTRIBUTE_INT, SL("Its number on the wire, or 0")};
    for (const struct yaml_node *n = map->first; n; n = n->next)
        if (!read_attribute(d, a, n, &r->attributes[r->nattributes++], e))
            return false;
    return true;
}

static bool
read_value(const struct yaml_doc *d, struct arena *a, const struct yaml_node *n,
           enum attribute_type type, struct attribute_value *out, struct err *e)
{
    switch (type) {
    case ATTRIBUTE_BOOL:
        return yaml_bool(d, n, &out->b, e);
    case ATTRIBUTE_INT:
        return yaml_int(d, n, &out->i, e);
    case ATTRIBUTE_STRING:
        return yaml_text(d, n, &out->s, e);
    case ATTRIBUTE_STRINGS:
        return yaml_texts(d, n, a, &out->list, e);
    }
    return false;
}

static bool
fail_attribute(const struct registry *r, const struct yaml_doc *d, const struct yaml_node *n,
               struct err *e)
{
    struct slice known[REGISTRY_ATTRIBUTES_MAX];
    for (size_t i = 0; i < r->nattributes; i++)
        known[i] = r->attributes[i].name;
    struct slice near = nearest_name(n->key, known, r->nattributes);
    if (near.n)
        return yaml_fail_key(d, n, e, "unknown attribute '%.*s', did you mean '%.*s'?",
                             SL_FMT(n->key), SL_FMT(near));
    return yaml_fail_key(d, n, e, "unknown attribute '%.*s', declare it under 'attributes'",
                         SL_FMT(n->key));
}

/* Attributes mostly stand in the order of their declaration: `hint` is the next one. */
static size_t
find_attribute(const struct registry *r, struct slice name, size_t hint)
{
    if (hint < r->nattributes && slice_eq(r->attributes[hint].name, name))
        return hint;
    const struct attribute *at = registry_attribute(r, name);
    return at ? (size_t)(at - r->attributes) : SIZE_MAX;
}

static bool
read_values(const struct registry *r, const struct yaml_doc *d, struct arena *a,
            const struct yaml_node *map, struct attribute_value *values, struct err *e)
{
    bool seen[REGISTRY_ATTRIBUTES_MAX] = {false};
    size_t at = 0;
    for (const struct yaml_node *n = map->first; n; n = n->next, at++) {
        at = find_attribute(r, n->key, at);
        if (at == SIZE_MAX)
            return fail_attribute(r, d, n, e);
        seen[at] = true;
        if (!read_value(d, a, n, r->attributes[at].type, &values[at], e))
            return false;
    }
    for (size_t i = 0; i < r->nattributes; i++)
        if (!seen[i])
            return yaml_fail(d, map, e, "attribute '%.*s' is missing here, add it",
                             SL_FMT(r->attributes[i].name));
    return true;
}

static bool
read_element(struct registry *r, const struct yaml_doc *d, struct arena *a,
             const struct yaml_node *n, struct err *e)
{
    struct element *el = &r->elements[r->n];
    struct attribute_value *values = NEW_ARRAY(a, struct attribute_value, r->nattributes);
    if (!yaml_is(d, n, YAML_MAPPING, e) || !read_values(r, d, a, n, values, e))
        return false;
    if (values[0].s.n == 0)
        return yaml_fail(d, n, e, "the element's name is empty, give one");
    if (values[1].i < 0 || values[1].i > UINT32_MAX)
        return yaml_fail(d, n, e, "the element's code must be from 0 to 0xFFFFFFFF");
    *el = (struct element){values[0].s, (uint32_t)values[1].i, values};
    if (map_put(a, &r->by_name, el->name, el))
        return yaml_fail(d, n, e, "element '%.*s' stands here twice, remove one", SL_FMT(el->name));
    r->n++;
    return true;
}

static int
code_order(const void *a, const void *b)
{
    const struct element_code *x = a, *y = b;
    if (x->code != y->code)
        return x->code < y->code ? -1 : 1;
    return (x->index > y->index) - (x->index < y->index);
}

static void
index_codes(struct registry *r, struct arena *a)
{
    r->by_code = NEW_ARRAY(a, struct element_code, r->n);
    for (size_t i = 0; i < r->n; i++)
        r->by_code[i] = (struct element_code){r->elements[i].code, (uint32_t)i};
    qsort(r->by_code, r->n, sizeof *r->by_code, code_order);
}

static bool
read_registry(struct registry *out, const struct yaml_doc *d, struct arena *a, struct err *e)
{
    struct registry_file f = {0};
    if (!yaml_read(d, d->root, file_members, COUNT_OF(file_members), a, &f, e))
        return false;
    if (!slice_eq(f.registry, loader_stem(d->file)))
        return yaml_fail(d, d->root, e, "registry '%.*s' is not the file's name, rename one",
                         SL_FMT(f.registry));
    if (f.elements->n == 0 || f.elements->n > REGISTRY_ELEMENTS_MAX)
        return yaml_fail(d, f.elements, e, "a registry has 1 to %d elements, this one has %u",
                         REGISTRY_ELEMENTS_MAX, f.elements->n);
    out->name = f.registry;
    out->title = f.title;
    if (!read_sources(d, a, f.source, e) || !read_attributes(out, d, a, f.attributes, e))
        return false;
    out->elements = NEW_ARRAY(a, struct element, f.elements->n);
    for (const struct yaml_node *n = f.elements->first; n; n = n->next)
        if (!read_element(out, d, a, n, e))
            return false;
    index_codes(out, a);
    return true;
}

bool
registry_load(struct registry *out, struct arena *a, const struct env *env, const char *path,
              struct err *e)
{
    AUTO_ARENA trees = {0};
    struct loader l = {.a = a, .trees = &trees, .env = env};
    return registry_read(out, &l, path, e);
}

bool
registry_read(struct registry *out, struct loader *l, const char *path, struct err *e)
{
    struct yaml_doc d;
    *out = (struct registry){0};
    return loader_read(l, &d, path, REGISTRY_FILE_MAX, e) && read_registry(out, &d, l->a, e);
}

const struct element *
registry_by_name(const struct registry *r, struct slice name)
{
    return map_get(&r->by_name, name);
}

const struct element *
registry_by_code(const struct registry *r, uint32_t code)
{
    size_t low = 0, high = r->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (r->by_code[middle].code < code)
            low = middle + 1;
        else
            high = middle;
    }
    bool found = low < r->n && r->by_code[low].code == code;
    return found ? &r->elements[r->by_code[low].index] : NULL;
}

const struct attribute *
registry_attribute(const struct registry *r, struct slice name)
{
    for (size_t i = 0; i < r->nattributes; i++)
        if (slice_eq(r->attributes[i].name, name))
            return &r->attributes[i];
    return NULL;
}
