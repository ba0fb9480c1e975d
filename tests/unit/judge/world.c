/* SPDX-License-Identifier: Apache-2.0 */
#include "world.h"

#include "model/bits.h"

#include <stdio.h>
#include <stdlib.h>

static void
attribute(struct registry *r, const char *name, enum attribute_type type)
{
    r->attributes[r->nattributes++] =
        (struct attribute){.name = slice_str(name), .type = type, .text = SL("made up")};
}

static void
add_element(struct registry *r, struct arena *a, struct slice name, struct attribute_value *v)
{
    struct element *el = &r->elements[r->n];
    v[0].s = name;
    v[1].i = (int64_t)r->n;
    *el = (struct element){.name = name, .code = (uint32_t)r->n, .attr = v};
    r->n++;
    map_put(a, &r->by_name, name, el);
}

static void
make_suites(struct registry *r, struct arena *a)
{
    static const char *const FAMILY[] = {"AES", "DES", "SM4"};
    static const int64_t BITS[] = {64, 128, 256};
    r->name = SL("toy-suites");
    r->attributes = NEW_ARRAY(a, struct attribute, 6);
    r->elements = NEW_ARRAY(a, struct element, WORLD_SUITES);
    attribute(r, "name", ATTRIBUTE_STRING);
    attribute(r, "code", ATTRIBUTE_INT);
    attribute(r, "family", ATTRIBUTE_STRING);
    attribute(r, "bits", ATTRIBUTE_INT);
    attribute(r, "aead", ATTRIBUTE_BOOL);
    attribute(r, "versions", ATTRIBUTE_STRINGS);
    struct slice *versions = NEW_ARRAY(a, struct slice, 2);
    versions[0] = SL("v1");
    versions[1] = SL("v2");
    for (size_t i = 0; i < WORLD_SUITES; i++) {
        struct attribute_value *v = NEW_ARRAY(a, struct attribute_value, 6);
        v[2].s = slice_str(FAMILY[i % 3]);
        v[3].i = BITS[i / 3 % 3];
        v[4].b = i % 2;
        v[5].list = (struct slices){versions, i < 35 ? 1 : 2};
        add_element(r, a, arena_printf(a, "S%02zu", i), v);
    }
}

static void
make_groups(struct registry *r, struct arena *a)
{
    r->name = SL("toy-groups");
    r->attributes = NEW_ARRAY(a, struct attribute, 3);
    r->elements = NEW_ARRAY(a, struct element, WORLD_GROUPS);
    attribute(r, "name", ATTRIBUTE_STRING);
    attribute(r, "code", ATTRIBUTE_INT);
    attribute(r, "pq", ATTRIBUTE_BOOL);
    for (size_t i = 0; i < WORLD_GROUPS; i++) {
        struct attribute_value *v = NEW_ARRAY(a, struct attribute_value, 3);
        v[2].b = i >= 3;
        add_element(r, a, arena_printf(a, "%c", (char)('A' + i)), v);
    }
}

void
world_make(struct world *w, struct arena *a)
{
    static struct slice algs[] = {SL_INIT("RSA"), SL_INIT("EC"), SL_INIT("DSA")};
    *w = (struct world){0};
    make_suites(&w->registries[0], a);
    make_groups(&w->registries[1], a);
    const struct field fields[WORLD_FIELDS] = {
        [F_SUITES] = {.path = SL("suites"), .type = FIELD_SET, .registry = &w->registries[0]},
        [F_GROUPS] = {.path = SL("groups"), .type = FIELD_SET, .registry = &w->registries[1]},
        [F_ON] = {.path = SL("on"), .type = FIELD_BOOL},
        [F_BITS] = {.path = SL("bits"), .type = FIELD_INT, .unit = SL("bit")},
        [F_KEY_BITS] = {.path = SL("key.bits"), .type = FIELD_INT, .unit = SL("bit")},
        [F_ALG] = {.path = SL("key.alg"), .type = FIELD_STRING, .one_of = {algs, 3}},
        [F_CURVE] = {.path = SL("curve"), .type = FIELD_STRING},
        [F_USES] = {.path = SL("uses"), .type = FIELD_STRINGS},
        [F_UNTIL] = {.path = SL("until"), .type = FIELD_TIME},
        [F_FROM] = {.path = SL("from"), .type = FIELD_TIME},
    };
    w->kind = (struct kind){.name = SL("toy"), .title = SL("A toy"), .n = WORLD_FIELDS};
    w->kind.fields = NEW_ARRAY(a, struct field, WORLD_FIELDS);
    memcpy(w->kind.fields, fields, sizeof fields);
    for (size_t i = 0; i < WORLD_FIELDS; i++) {
        struct field *f = &w->kind.fields[i];
        f->text = arena_printf(a, "What %.*s says.", SL_FMT(f->path));
        f->collect = arena_printf(a, "Look at %.*s.", SL_FMT(f->path));
        map_put(a, &w->kind.by_path, f->path, f);
    }
}

/* Our own mistake in a table of a test. */
static void
need(bool ok, const char *what, struct slice where)
{
    if (ok)
        return;
    fprintf(stderr, "bad line of facts: %s: %.*s\n", what, SL_FMT(where));
    abort();
}

static size_t
element_index(const struct registry *r, struct slice name)
{
    const struct element *el = registry_by_name(r, name);
    need(el != NULL, "no such element", name);
    return registry_index(r, el);
}

static void
set_word(struct fact *f, struct arena *a, const struct registry *r, struct slice word)
{
    bool strange = slice_has_prefix(word, SL("+")), absent = slice_has_prefix(word, SL("!"));
    bool unknown = slice_has_suffix(word, SL("?"));
    struct slice name = slice_sub(word, strange || absent, word.n - (strange || absent));
    name.n -= unknown;
    if (strange) {
        struct slice *v = NEW_ARRAY(a, struct slice, f->extra.n + 1);
        for (size_t i = 0; i < f->extra.n; i++)
            v[i] = f->extra.v[i];
        v[f->extra.n] = name;
        f->extra = (struct slices){v, f->extra.n + 1};
        return;
    }
    size_t i = element_index(r, name);
    if (unknown)
        bits_clear(f->known_bits, i);
    else
        fact_element(f, i, !absent);
}

static void
set_facts(struct fact *f, struct arena *a, const struct registry *r, struct slice value)
{
    bool partial = slice_has_suffix(value, SL("..."));
    value.n -= partial ? 3 : 0;
    if (!partial)
        bits_fill(f->known_bits, r->n);
    struct slice word;
    while (slice_cut(&value, ',', &word))
        if (word.n)
            set_word(f, a, r, word);
    fact_settle(f, r->n);
}

static void
list_fact(struct fact *f, struct arena *a, struct slice value)
{
    f->list = (struct slices){NEW_ARRAY(a, struct slice, value.n + 1), 0};
    struct slice word;
    while (slice_cut(&value, ',', &word))
        f->list.v[f->list.n++] = word;
    f->known = true;
}

void
world_asset(struct asset *out, struct arena *a, const struct world *w, const char *facts)
{
    asset_init(out, a, &w->kind, SL("toy:1"), SL("the toy"));
    struct slice rest = slice_str(facts), word;
    while (slice_cut(&rest, ' ', &word)) {
        struct slice value = word, path;
        if (word.n == 0)
            continue;
        bool has_value = slice_find(word, SL("=")) != SIZE_MAX;
        bool absent = slice_has_prefix(word, SL("!"));
        slice_cut(&value, '=', &path);
        path = slice_sub(path, absent, path.n - absent);
        const struct field *field = kind_field(&w->kind, path);
        need(field != NULL, "no such field", word);
        need(has_value == (field->type != FIELD_BOOL), "a value where none belongs, or none", word);
        struct fact *f = &out->facts[kind_index(&w->kind, field)];
        switch (field->type) {
        case FIELD_BOOL:
            fact_bool(f, !absent);
            break;
        case FIELD_INT:
        case FIELD_TIME:
            need(slice_to_i64(value, &f->i), "not a number", word);
            f->known = true;
            break;
        case FIELD_STRING:
            fact_string(f, value);
            break;
        case FIELD_STRINGS:
            list_fact(f, a, value);
            break;
        case FIELD_SET:
            set_facts(f, a, field->registry, value);
            break;
        }
    }
}

uint64_t *
world_mask(struct arena *a, const struct registry *r, const char *names)
{
    uint64_t *mask = bits_new(a, r->n);
    bool others = *names == '~';
    struct slice rest = slice_str(names + others), name;
    if (others)
        bits_fill(mask, r->n);
    while (slice_cut(&rest, ',', &name)) {
        if (name.n && others)
            bits_clear(mask, element_index(r, name));
        else if (name.n)
            bits_set(mask, element_index(r, name));
    }
    return mask;
}
