/* SPDX-License-Identifier: Apache-2.0 */
#include "model/vocabulary.h"

#include "base/cleanup.h"
#include "model/standard_read.h"
#include "text/nearest.h"

struct kind_file {
    struct slice kind, title;
    const struct yaml_node *fields;
};

static const struct yaml_member file_members[] = {
    {"kind", YAML_AS_TEXT, true, offsetof(struct kind_file, kind)},
    {"title", YAML_AS_TEXT, true, offsetof(struct kind_file, title)},
    {"fields", YAML_AS_MAP, true, offsetof(struct kind_file, fields)},
};

struct field_entry {
    const struct yaml_node *type, *registry, *one_of, *unit;
    struct slices values;
    struct slice label, text, collect;
};

static const struct yaml_member field_members[] = {
    {"type", YAML_AS_NODE, true, offsetof(struct field_entry, type)},
    {"registry", YAML_AS_NODE, false, offsetof(struct field_entry, registry)},
    {"one_of", YAML_AS_LIST, false, offsetof(struct field_entry, one_of)},
    {"unit", YAML_AS_NODE, false, offsetof(struct field_entry, unit)},
    {"label", YAML_AS_TEXT, true, offsetof(struct field_entry, label)},
    {"text", YAML_AS_TEXT, true, offsetof(struct field_entry, text)},
    {"collect", YAML_AS_TEXT, true, offsetof(struct field_entry, collect)},
};

static const char *const type_names[] = {
    [FIELD_BOOL] = "bool",       [FIELD_INT] = "int",   [FIELD_STRING] = "string",
    [FIELD_STRINGS] = "strings", [FIELD_TIME] = "time", [FIELD_SET] = "set",
};

const char *
field_type_name(enum field_type t)
{
    return type_names[t];
}

/* Words of small letters, digits and _ that start with a letter, joined by dots. */
static bool
path_is_good(struct slice path)
{
    bool start = true;
    for (size_t i = 0; i < path.n; i++) {
        uint8_t c = path.p[i];
        bool letter = c >= 'a' && c <= 'z';
        bool inner = (c >= '0' && c <= '9') || c == '_' || c == '.';
        if (!letter && (start || !inner))
            return false;
        start = c == '.';
    }
    return path.n > 0 && !start;
}

/* "key" and "key.bits" cannot both be fields: one is a value, the other a part of it. */
static bool
path_clashes(struct slice a, struct slice b)
{
    struct slice shorter = a.n < b.n ? a : b, longer = a.n < b.n ? b : a;
    return longer.n > shorter.n && slice_has_prefix(longer, shorter) && longer.p[shorter.n] == '.';
}

static bool
fail_registry(const struct yaml_doc *d, const struct yaml_node *n,
              const struct registry *registries, size_t count, struct err *e)
{
    struct slice known[REGISTRIES_MAX];
    size_t nknown = count < REGISTRIES_MAX ? count : REGISTRIES_MAX;
    for (size_t i = 0; i < nknown; i++)
        known[i] = registries[i].name;
    struct slice near = nearest_name(n->text, known, nknown);
    if (near.n)
        return yaml_fail(d, n, e, "unknown registry '%.*s', did you mean '%.*s'?", SL_FMT(n->text),
                         SL_FMT(near));
    return yaml_fail(d, n, e, "unknown registry '%.*s', add registry/%.*s.yaml", SL_FMT(n->text),
                     SL_FMT(n->text));
}

static bool
read_registry_name(struct field *f, const struct yaml_doc *d, const struct field_entry *entry,
                   const struct yaml_node *n, const struct registry *registries, size_t count,
                   struct err *e)
{
    if ((f->type == FIELD_SET) != (entry->registry != NULL))
        return yaml_fail_key(d, n, e, "a set, and only a set, names its 'registry'");
    if (!entry->registry)
        return true;
    if (!yaml_is(d, entry->registry, YAML_SCALAR, e))
        return false;
    for (size_t i = 0; i < count && !f->registry; i++)
        if (slice_eq(registries[i].name, entry->registry->text))
            f->registry = &registries[i];
    return f->registry || fail_registry(d, entry->registry, registries, count, e);
}

static bool
read_extras(struct field *f, const struct yaml_doc *d, struct arena *a,
            const struct field_entry *entry, const struct yaml_node *n, struct err *e)
{
    if (entry->unit && f->type != FIELD_INT)
        return yaml_fail_key(d, entry->unit, e, "only an int has a 'unit', remove it");
    if (f->type == FIELD_INT && !entry->unit)
        return yaml_fail_key(d, n, e, "an int has a 'unit', add it");
    if (entry->unit && !yaml_text(d, entry->unit, &f->unit, e))
        return false;
    if (entry->one_of && f->type != FIELD_STRING)
        return yaml_fail_key(d, entry->one_of, e, "only a string has 'one_of', remove it");
    return !entry->one_of || yaml_texts(d, entry->one_of, a, &f->one_of, e);
}

static bool
check_path(const struct kind *k, const struct yaml_doc *d, const struct yaml_node *n, struct err *e)
{
    if (!path_is_good(n->key))
        return yaml_fail_key(d, n, e,
                             "a field is named by small letters, digits and _, with dots between");
    for (size_t i = 0; i < k->n; i++)
        if (path_clashes(k->fields[i].path, n->key))
            return yaml_fail_key(d, n, e, "'%.*s' is the value or a part of field '%.*s', rename",
                                 SL_FMT(n->key), SL_FMT(k->fields[i].path));
    return true;
}

static bool
read_field(struct kind *k, const struct yaml_doc *d, struct arena *a, const struct yaml_node *n,
           const struct registry *registries, size_t count, struct err *e)
{
    struct field_entry entry = {0};
    size_t type;
    if (!check_path(k, d, n, e) ||
        !yaml_read(d, n, field_members, COUNT_OF(field_members), a, &entry, e) ||
        !yaml_choice(d, entry.type, type_names, COUNT_OF(type_names), &type, e))
        return false;
    if (entry.label.n == 0 || entry.label.n > FIELD_LABEL_MAX)
        return yaml_fail_key(d, n, e, "a label has 1 to %d octets", FIELD_LABEL_MAX);
    struct field *f = &k->fields[k->n++];
    *f = (struct field){
        .path = n->key,
        .type = (enum field_type)type,
        .label = entry.label,
        .text = entry.text,
        .collect = entry.collect,
    };
    map_put(a, &k->by_path, f->path, f);
    return read_registry_name(f, d, &entry, n, registries, count, e) &&
           read_extras(f, d, a, &entry, n, e);
}

bool
kind_read(struct kind *out, struct loader *l, const struct registry *registries, size_t n,
          const char *path, struct err *e)
{
    *out = (struct kind){0};
    struct yaml_doc d;
    struct kind_file f = {0};
    if (!loader_read(l, &d, path, KIND_FILE_MAX, e) ||
        !yaml_read(&d, d.root, file_members, COUNT_OF(file_members), l->a, &f, e))
        return false;
    if (!slice_eq(f.kind, loader_stem(d.file)))
        return yaml_fail(&d, d.root, e, "kind '%.*s' is not the file's name, rename one",
                         SL_FMT(f.kind));
    if (f.fields->n == 0 || f.fields->n > KIND_FIELDS_MAX)
        return yaml_fail(&d, f.fields, e, "a kind has 1 to %d fields, this one has %u",
                         KIND_FIELDS_MAX, f.fields->n);
    out->name = f.kind;
    out->title = f.title;
    out->fields = NEW_ARRAY(l->a, struct field, f.fields->n);
    for (const struct yaml_node *c = f.fields->first; c; c = c->next)
        if (!read_field(out, &d, l->a, c, registries, n, e))
            return false;
    return true;
}

bool
kind_load(struct kind *out, struct arena *a, const struct env *env,
          const struct registry *registries, size_t n, const char *path, struct err *e)
{
    AUTO_ARENA trees = {0};
    struct loader l = {.a = a, .trees = &trees, .env = env};
    return kind_read(out, &l, registries, n, path, e);
}

const struct field *
kind_field(const struct kind *k, struct slice path)
{
    return map_get(&k->by_path, path);
}
