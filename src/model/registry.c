/* SPDX-License-Identifier: Apache-2.0 */
#include "model/registry.h"

#include "base/cleanup.h"
#include "model/standard_read.h"
#include "text/nearest.h"

#include <stdlib.h>

struct registry_file {
    struct slice registry, title;
    const struct yaml_node *source, *attributes;
};

static const struct yaml_member file_members[] = {
    {"registry", YAML_AS_TEXT, true, offsetof(struct registry_file, registry)},
    {"title", YAML_AS_TEXT, true, offsetof(struct registry_file, title)},
    {"source", YAML_AS_LIST, true, offsetof(struct registry_file, source)},
    {"attributes", YAML_AS_MAP, true, offsetof(struct registry_file, attributes)},
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

/* ---- elements ------------------------------------------------------------------------------- */

static bool
fail_attribute(const struct registry *r, const struct csv_table *t, struct slice name,
               struct err *e)
{
    struct slice known[REGISTRY_ATTRIBUTES_MAX];
    for (size_t i = 0; i < r->nattributes; i++)
        known[i] = r->attributes[i].name;
    struct slice near = nearest_name(name, known, r->nattributes);
    if (near.n)
        return csv_fail(t, NULL, e, "unknown attribute '%.*s', did you mean '%.*s'?", SL_FMT(name),
                        SL_FMT(near));
    return csv_fail(t, NULL, e, "unknown attribute '%.*s', declare it under 'attributes'",
                    SL_FMT(name));
}

/* Every column is an attribute and every attribute a column, in any order. */
static bool
check_columns(const struct registry *r, const struct csv_table *t, struct err *e)
{
    for (size_t i = 0; i < t->ncolumns; i++)
        if (!registry_attribute(r, t->columns[i]))
            return fail_attribute(r, t, t->columns[i], e);
    for (size_t i = 0; i < r->nattributes; i++)
        if (csv_column(t, r->attributes[i].name) == SIZE_MAX)
            return csv_fail(t, NULL, e, "no column '%.*s', add it", SL_FMT(r->attributes[i].name));
    return true;
}

/* "a;b": the parts; "": none. False where a part is empty or begins or ends with a space. */
static bool
split_list(struct slices *out, struct arena *a, struct slice text)
{
    size_t parts = text.n > 0;
    for (size_t i = 0; i < text.n; i++)
        parts += text.p[i] == ';';
    *out = (struct slices){NEW_ARRAY(a, struct slice, parts), 0};
    for (struct slice part; slice_cut(&text, ';', &part); out->n++) {
        if (part.n == 0 || slice_trim(part).n != part.n)
            return false;
        out->v[out->n] = part;
    }
    return out->n == parts; /* not where the last is empty */
}

/* Null, or what is wrong. */
static const char *
read_value(struct arena *a, struct slice text, enum attribute_type type,
           struct attribute_value *out)
{
    switch (type) {
    case ATTRIBUTE_BOOL:
        out->b = slice_eq(text, SL("true"));
        return out->b || slice_eq(text, SL("false")) ? NULL : "must be true or false";
    case ATTRIBUTE_INT:
        return slice_to_i64(text, &out->i) ? NULL : "must be a whole number (decimal or 0x…)";
    case ATTRIBUTE_STRING:
        out->s = text;
        return NULL;
    case ATTRIBUTE_STRINGS:
        return split_list(&out->list, a, text)
                   ? NULL
                   : "must be a list with ';' between its parts and no spaces beside it";
    }
    return "has no type";
}

/* `column` says where each attribute stands. */
static bool
read_values(struct attribute_value *out, const struct registry *r, struct arena *a,
            const struct csv_table *t, const struct csv_row *row, const size_t *column,
            struct err *e)
{
    for (size_t i = 0; i < r->nattributes; i++) {
        const char *wrong = read_value(a, row->text[column[i]], r->attributes[i].type, &out[i]);
        if (wrong)
            return csv_fail_field(t, row, column[i], e, "%s", wrong);
    }
    if (out[0].s.n == 0)
        return csv_fail(t, row, e, "the element's name is empty, give one");
    if (out[1].i < 0 || out[1].i > UINT32_MAX)
        return csv_fail(t, row, e, "the element's code must be from 0 to 0xFFFFFFFF");
    return true;
}

static bool
read_elements(struct registry *r, struct arena *a, const struct csv_table *t, struct err *e)
{
    size_t column[REGISTRY_ATTRIBUTES_MAX] = {0};
    if (!check_columns(r, t, e))
        return false;
    for (size_t i = 0; i < r->nattributes; i++)
        column[i] = csv_column(t, r->attributes[i].name);
    if (t->n == 0 || t->n > REGISTRY_ELEMENTS_MAX)
        return csv_fail(t, NULL, e, "a registry has 1 to %d elements, this one has %zu",
                        REGISTRY_ELEMENTS_MAX, t->n);
    r->elements = NEW_ARRAY(a, struct element, t->n);
    for (size_t i = 0; i < t->n; i++) {
        struct element *el = &r->elements[r->n++];
        struct attribute_value *values = NEW_ARRAY(a, struct attribute_value, r->nattributes);
        if (!read_values(values, r, a, t, &t->rows[i], column, e))
            return false;
        *el = (struct element){values[0].s, (uint32_t)values[1].i, values};
        if (map_put(a, &r->by_name, el->name, el))
            return csv_fail(t, &t->rows[i], e, "element '%.*s' stands here twice, remove one",
                            SL_FMT(el->name));
    }
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

/* ---- the two files -------------------------------------------------------------------------- */

static bool
read_head(struct registry *out, const struct yaml_doc *d, struct arena *a, struct err *e)
{
    struct registry_file f = {0};
    if (!yaml_read(d, d->root, file_members, COUNT_OF(file_members), a, &f, e))
        return false;
    if (!slice_eq(f.registry, loader_stem(d->file)))
        return yaml_fail(d, d->root, e, "registry '%.*s' is not the file's name, rename one",
                         SL_FMT(f.registry));
    out->name = f.registry;
    out->title = f.title;
    return read_sources(d, a, f.source, e) && read_attributes(out, d, a, f.attributes, e);
}

/* DIR/NAME.csv of DIR/NAME.yaml. */
static const char *
table_path(struct arena *a, const char *path)
{
    struct slice p = slice_str(path);
    p.n -= slice_has_suffix(p, SL(".yaml")) ? SL(".yaml").n : 0;
    return (const char *)arena_printf(a, "%.*s.csv", SL_FMT(p)).p;
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
    struct csv_table t;
    *out = (struct registry){0};
    if (!loader_read(l, &d, path, REGISTRY_FILE_MAX, e) || !read_head(out, &d, l->a, e) ||
        !loader_read_table(l, &t, table_path(l->a, path), REGISTRY_FILE_MAX, e) ||
        !read_elements(out, l->a, &t, e))
        return false;
    index_codes(out, l->a);
    return true;
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
