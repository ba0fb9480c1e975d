/* SPDX-License-Identifier: Apache-2.0 */
#include "committee/rule_shape.h"

#include "base/vec.h"
#include "committee/langs.h"
#include "text/json_build.h"
#include "text/nearest.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>

#define PATH_MAX_OCTETS 256
#define SHAPE_DEPTH_MAX 8
#define SHAPE_WORDS_MAX 64

/* One value of either tree. */
struct value {
    const struct yaml_node *yaml;
    const struct json_node *json;
};

struct reader {
    struct arena *a;
    const struct shape_tree *tree;
    char path[PATH_MAX_OCTETS]; /* of the value under way */
    size_t n;
};

/* ---- places ---------------------------------------------------------------------------------*/

/* One step of a path: "pass[0]" as key and place; false at its end. */
static bool
path_step(const char **path, struct slice *key, size_t *place)
{
    const char *p = *path + (**path == '.');
    size_t n = strcspn(p, ".[");
    *key = slice_of(p, n);
    *place = SIZE_MAX;
    p += n;
    if (*p == '[') {
        *place = 0;
        for (p++; *p >= '0' && *p <= '9'; p++)
            *place = *place * 10 + (size_t)(*p - '0');
        p += *p == ']';
    }
    *path = p;
    return n > 0 || *place != SIZE_MAX;
}

static const struct yaml_node *
yaml_item(const struct yaml_node *n, size_t place)
{
    const struct yaml_node *c = n && n->type == YAML_SEQUENCE ? n->first : NULL;
    while (c && place-- > 0)
        c = c->next;
    return c;
}

/* The deepest node on the way that exists. */
static const struct yaml_node *
yaml_at(const struct yaml_node *n, const char *path)
{
    struct slice key;
    size_t place;
    while (path_step(&path, &key, &place)) {
        const struct yaml_node *c = key.n == 0                ? n
                                    : n->type == YAML_MAPPING ? yaml_get(n, key)
                                                              : NULL;
        if (c && place != SIZE_MAX) {
            n = c;
            c = yaml_item(c, place);
        }
        if (!c)
            return n;
        n = c;
    }
    return n;
}

bool
shape_fail_(const struct shape_tree *t, struct err *e, const char *path, const char *fmt, ...)
{
    char what[ERR_MSG_MAX];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(what, sizeof what, fmt, ap);
    va_end(ap);
    if (t->yaml)
        return yaml_fail(t->doc, yaml_at(t->yaml, path), e, "%s", what);
    return err_set(e, ERR_INPUT, "%s%s%s", path, *path ? ": " : "", what);
}

/* Adds a step and gives the length to go back to. What does not fit is left off. */
static size_t
enter(struct reader *rd, struct slice key, size_t place)
{
    size_t before = rd->n;
    int n;
    if (place == SIZE_MAX)
        n = snprintf(rd->path + before, sizeof rd->path - before, "%s%.*s", before ? "." : "",
                     SL_FMT(slice_sub(key, 0, SHAPE_KEY_MAX)));
    else
        n = snprintf(rd->path + before, sizeof rd->path - before, "[%zu]", place);
    if (n > 0)
        rd->n = before + (size_t)n < sizeof rd->path ? before + (size_t)n : sizeof rd->path - 1;
    return before;
}

static void
leave(struct reader *rd, size_t before)
{
    rd->n = before;
    rd->path[before] = '\0';
}

#define fail(rd, e, ...) shape_fail((rd)->tree, e, (rd)->path, __VA_ARGS__)

/* ---- the two trees as one -------------------------------------------------------------------*/

static bool
is_object(struct value v)
{
    return v.yaml ? v.yaml->type == YAML_MAPPING : v.json->type == JSON_OBJECT;
}

static bool
is_list(struct value v)
{
    return v.yaml ? v.yaml->type == YAML_SEQUENCE : v.json->type == JSON_ARRAY;
}

static size_t
value_count(struct value v)
{
    return v.yaml ? v.yaml->n : v.json->n;
}

/* Goes through the children of an object or list: *c is the i-th; start with it zeroed. */
static void
value_next(struct value v, size_t i, struct value *c, struct slice *key)
{
    if (v.yaml) {
        c->yaml = i == 0 ? v.yaml->first : c->yaml->next;
        *key = c->yaml->key;
    } else if (v.json->type == JSON_OBJECT) {
        c->json = &v.json->members[i].value;
        *key = v.json->members[i].key;
    } else {
        c->json = &v.json->items[i];
        *key = SL("");
    }
}

static bool
value_text(struct reader *rd, struct value v, struct slice *out, struct err *e)
{
    if (v.yaml ? v.yaml->type != YAML_SCALAR : v.json->type != JSON_STRING)
        return fail(rd, e, "this has to be a text");
    struct slice s = v.yaml ? v.yaml->text : slice_of(v.json->s, v.json->n);
    if (s.n > SHAPE_TEXT_MAX)
        return err_set(e, ERR_LIMIT, "%s: %zu octets of text, we take %d", rd->path, s.n,
                       SHAPE_TEXT_MAX);
    if (s.n == 0)
        return fail(rd, e, "this is empty: leave it out, or say something");
    *out = arena_dup(rd->a, s);
    return true;
}

bool
shape_key_valid(struct slice key)
{
    if (key.n == 0 || key.n > SHAPE_KEY_MAX)
        return false;
    for (size_t i = 0; i < key.n; i++) {
        uint8_t c = key.p[i];
        bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!word && (i == 0 || (c != '-' && c != '.' && c != '_')))
            return false;
    }
    return true;
}

static bool
value_key(struct reader *rd, struct value v, struct slice *out, struct err *e)
{
    if (!value_text(rd, v, out, e))
        return false;
    if (!shape_key_valid(*out))
        return fail(rd, e,
                    "'%.*s' is no key: letters, digits, '-', '.' and '_', at most %d, a letter or "
                    "digit first",
                    SL_FMT(slice_sub(*out, 0, 80)), SHAPE_KEY_MAX);
    return true;
}

static bool
value_int(struct reader *rd, struct value v, const struct shape_field *f, int64_t *out,
          struct err *e)
{
    int64_t i = 0;
    bool ok = v.yaml ? v.yaml->type == YAML_SCALAR && v.yaml->style == YAML_PLAIN &&
                           slice_to_i64(v.yaml->text, &i)
                     : v.json->type == JSON_INT;
    if (!ok)
        return fail(rd, e, "this has to be a whole number");
    *out = v.yaml ? i : v.json->i;
    if (*out < f->min || *out > f->max)
        return fail(rd, e, "%jd is out of range: from %jd to %jd", (intmax_t)*out, (intmax_t)f->min,
                    (intmax_t)f->max);
    return true;
}

static bool
value_bool(struct reader *rd, struct value v, bool *out, struct err *e)
{
    if (v.yaml)
        return yaml_bool(rd->tree->doc, v.yaml, out, e);
    if (v.json->type != JSON_BOOL)
        return fail(rd, e, "this has to be true or false");
    *out = v.json->b;
    return *out || fail(rd, e, "false is what leaving it out says: leave it out");
}

#define HINT(near) ((near).n ? "did you mean" : "one of those that are is")

/* A word or key that is not in the list. */
static bool
fail_unknown(struct reader *rd, struct slice s, const struct slice *known, size_t n, struct err *e)
{
    struct slice near = nearest_name(s, known, n);
    return fail(rd, e, "'%.*s' is not known here, %s '%.*s'", SL_FMT(slice_sub(s, 0, 80)),
                HINT(near), SL_FMT(near.n ? near : known[0]));
}

static bool
value_word(struct reader *rd, struct value v, const struct shape_field *f, unsigned *out,
           struct err *e)
{
    struct slice s;
    if (!value_text(rd, v, &s, e))
        return false;
    for (unsigned i = 0; i < f->nwords; i++)
        if (slice_eq_str(s, f->words[i])) {
            *out = i;
            return true;
        }
    struct slice known[SHAPE_WORDS_MAX] = {{0}};
    assert(f->nwords <= SHAPE_WORDS_MAX);
    for (size_t i = 0; i < f->nwords; i++)
        known[i] = slice_str(f->words[i]);
    return fail_unknown(rd, s, known, f->nwords, e);
}

/* ---- reading --------------------------------------------------------------------------------*/

static bool read_struct(struct reader *rd, struct value v, const struct shape *s, void *out,
                        unsigned depth, struct err *e);

static bool
read_langs(struct reader *rd, struct value v, struct langs *out, struct err *e)
{
    if (!is_object(v))
        return fail(rd, e, "this has to be a mapping with en and zh");
    struct value c = {0};
    struct slice key;
    bool ok = true;
    for (size_t i = 0; ok && i < value_count(v); i++) {
        value_next(v, i, &c, &key);
        size_t before = enter(rd, key, SIZE_MAX);
        if (slice_eq_str(key, "en") || slice_eq_str(key, "zh"))
            ok = value_text(rd, c, slice_eq_str(key, "en") ? &out->en : &out->zh, e);
        else
            ok = fail(rd, e, "a language other than en and zh");
        leave(rd, before);
    }
    if (ok && (out->en.n == 0 || out->zh.n == 0))
        return fail(rd, e, "%s is missing: say it in both languages", out->en.n ? "zh" : "en");
    return ok;
}

static bool
read_mask(struct reader *rd, struct value v, const struct shape_field *f, unsigned *out,
          struct err *e)
{
    if (!is_list(v) || value_count(v) == 0)
        return fail(rd, e, "this has to be a list of words, at least one");
    struct value c = {0};
    struct slice key;
    for (size_t i = 0; i < value_count(v); i++) {
        unsigned word;
        value_next(v, i, &c, &key);
        if (!value_word(rd, c, f, &word, e))
            return false;
        if (*out & 1u << word)
            return fail(rd, e, "'%s' stands here twice", f->words[word]);
        if (v.json && *out >= 1u << word)
            return fail(rd, e, "'%s' stands in the wrong place: this list has an order",
                        f->words[word]);
        *out |= 1u << word;
    }
    return true;
}

static bool
read_keys(struct reader *rd, struct value v, const struct shape_field *f, struct slices *out,
          struct err *e)
{
    if (!is_list(v) || value_count(v) == 0)
        return fail(rd, e, "this has to be a list of keys, at least one");
    size_t n = value_count(v);
    if (n > (size_t)f->max)
        return err_set(e, ERR_LIMIT, "%s: %zu items, we take %jd", rd->path, n, (intmax_t)f->max);
    struct value c = {0};
    struct slice key;
    out->v = NEW_ARRAY(rd->a, struct slice, n);
    for (out->n = 0; out->n < n; out->n++) {
        value_next(v, out->n, &c, &key);
        if (!value_key(rd, c, &out->v[out->n], e))
            return false;
        for (size_t i = 0; i < out->n; i++)
            if (slice_eq(out->v[i], out->v[out->n]))
                return fail(rd, e, "'%.*s' stands here twice", SL_FMT(out->v[i]));
    }
    return true;
}

/* As every struct { T *v; size_t n; } lies in memory. */
struct list {
    void *v;
    size_t n;
};

static bool
read_list(struct reader *rd, struct value v, const struct shape_field *f, struct list *out,
          unsigned depth, struct err *e)
{
    if (!is_list(v) || value_count(v) == 0)
        return fail(rd, e, "this has to be a list, with at least one item");
    size_t n = value_count(v);
    if (n > (size_t)f->max)
        return err_set(e, ERR_LIMIT, "%s: %zu items, we take %jd", rd->path, n, (intmax_t)f->max);
    struct value c = {0};
    struct slice key;
    uint8_t *at = arena_alloc(rd->a, n, f->shape->size);
    *out = (struct list){at, n};
    for (size_t i = 0; i < n; i++) {
        value_next(v, i, &c, &key);
        size_t before = enter(rd, SL(""), i);
        if (!read_struct(rd, c, f->shape, at + i * f->shape->size, depth + 1, e))
            return false;
        leave(rd, before);
    }
    return true;
}

static bool
read_field(struct reader *rd, struct value v, const struct shape_field *f, void *at, unsigned depth,
           struct err *e)
{
    switch (f->as) {
    case SHAPE_TEXT:
        return value_text(rd, v, at, e);
    case SHAPE_KEY:
        return value_key(rd, v, at, e);
    case SHAPE_LANGS:
        return read_langs(rd, v, at, e);
    case SHAPE_BOOL:
        return value_bool(rd, v, at, e);
    case SHAPE_INT:
        if (!value_int(rd, v, f, at, e))
            return false;
        return !v.json || f->required || *(int64_t *)at != 0 ||
               fail(rd, e, "0 is what leaving it out says: leave it out");
    case SHAPE_CHOICE:
        if (!value_word(rd, v, f, at, e))
            return false;
        return !v.json || f->required || *(unsigned *)at != 0 ||
               fail(rd, e, "'%s' is what leaving it out says: leave it out", f->words[0]);
    case SHAPE_MASK:
        return read_mask(rd, v, f, at, e);
    case SHAPE_KEYS:
        return read_keys(rd, v, f, at, e);
    case SHAPE_ONE:
        return read_struct(rd, v, f->shape, at, depth + 1, e);
    case SHAPE_LIST:
        return read_list(rd, v, f, at, depth, e);
    case SHAPE_HERE:
        break;
    }
    assert(!"a field found by its key has a value of its own");
    return false;
}

/* With *offset the place of the found field in the outer struct. */
static const struct shape_field *
find_field(const struct shape *s, struct slice key, size_t *offset)
{
    for (size_t i = 0; i < s->n; i++) {
        const struct shape_field *f = &s->fields[i];
        if (f->as == SHAPE_HERE) {
            for (size_t j = 0; j < f->shape->n; j++)
                if (slice_eq_str(key, f->shape->fields[j].key)) {
                    *offset = f->offset + f->shape->fields[j].offset;
                    return &f->shape->fields[j];
                }
        } else if (slice_eq_str(key, f->key)) {
            *offset = f->offset;
            return f;
        }
    }
    return NULL;
}

const struct shape_field *
shape_field_find(const struct shape *s, struct slice key)
{
    size_t offset;
    return find_field(s, key, &offset);
}

/* At the key itself where the tree knows its place. */
static bool
fail_key(struct reader *rd, const struct shape *s, struct slice key, struct value v, struct err *e)
{
    struct slice known[SHAPE_WORDS_MAX] = {{0}};
    size_t n = 0;
    for (size_t i = 0; i < s->n; i++) {
        const struct shape_field *f = &s->fields[i];
        size_t inner = f->as == SHAPE_HERE ? f->shape->n : 1;
        for (size_t j = 0; j < inner && n < SHAPE_WORDS_MAX; j++)
            known[n++] = slice_str(f->as == SHAPE_HERE ? f->shape->fields[j].key : f->key);
    }
    if (!v.yaml)
        return fail_unknown(rd, key, known, n, e);
    struct slice near = nearest_name(key, known, n);
    return yaml_fail_key(rd->tree->doc, v.yaml, e, "'%.*s' is not known here, %s '%.*s'",
                         SL_FMT(slice_sub(key, 0, 80)), HINT(near),
                         SL_FMT(near.n ? near : known[0]));
}

static bool
has_member(struct value v, const char *key)
{
    return v.yaml ? yaml_get(v.yaml, slice_str(key)) != NULL : json_get(v.json, key) != NULL;
}

static bool
read_struct(struct reader *rd, struct value v, const struct shape *s, void *out, unsigned depth,
            struct err *e)
{
    assert(depth < SHAPE_DEPTH_MAX);
    if (!is_object(v) || value_count(v) == 0)
        return fail(rd, e, "this has to be a mapping, with at least one member");
    struct value c = {0};
    struct slice key;
    for (size_t i = 0; i < value_count(v); i++) {
        size_t offset;
        value_next(v, i, &c, &key);
        const struct shape_field *f = find_field(s, key, &offset);
        size_t before = enter(rd, key, SIZE_MAX);
        if (!f)
            return fail_key(rd, s, key, c, e);
        if (!read_field(rd, c, f, (uint8_t *)out + offset, depth, e))
            return false;
        leave(rd, before);
    }
    for (size_t i = 0; i < s->n; i++)
        if (s->fields[i].required && !has_member(v, s->fields[i].key))
            return fail(rd, e, "'%s' is missing", s->fields[i].key);
    return true;
}

bool
shape_read(void *out, struct arena *a, const struct shape_tree *t, const struct shape *s,
           struct err *e)
{
    struct reader rd = {.a = a, .tree = t};
    memset(out, 0, s->size);
    return read_struct(&rd, (struct value){t->yaml, t->json}, s, out, 0, e);
}

/* ---- writing --------------------------------------------------------------------------------*/

static void write_into(struct json_node *o, struct arena *a, const struct shape *s, const void *in,
                       unsigned depth);

static void
write_langs(struct json_node *o, struct arena *a, const char *key, const struct langs *l)
{
    if (l->en.n == 0 && l->zh.n == 0)
        return;
    struct json_node *n = json_new_object(a);
    json_put_text_if(a, n, "en", l->en);
    json_put_text_if(a, n, "zh", l->zh);
    json_put_node(a, o, key, n);
}

static void
write_mask(struct json_node *o, struct arena *a, const struct shape_field *f, unsigned mask)
{
    struct json_node *n = json_new_array(a);
    for (size_t i = 0; i < f->nwords; i++)
        if (mask & 1u << i)
            json_push_text(a, n, slice_str(f->words[i]));
    if (n->n > 0)
        json_put_node(a, o, f->key, n);
}

static void
write_list(struct json_node *o, struct arena *a, const struct shape_field *f, const struct list *l,
           unsigned depth)
{
    if (l->n == 0)
        return;
    struct json_node *n = json_new_array(a);
    for (size_t i = 0; i < l->n; i++) {
        struct json_node *item = json_new_object(a);
        write_into(item, a, f->shape, (const uint8_t *)l->v + i * f->shape->size, depth + 1);
        json_push_node(a, n, item);
    }
    json_put_node(a, o, f->key, n);
}

static void
write_one(struct json_node *o, struct arena *a, const struct shape_field *f, const void *in,
          unsigned depth)
{
    struct json_node *n = json_new_object(a);
    write_into(n, a, f->shape, in, depth + 1);
    if (n->n > 0)
        json_put_node(a, o, f->key, n);
}

static void
write_field(struct json_node *o, struct arena *a, const struct shape_field *f, const void *at,
            unsigned depth)
{
    switch (f->as) {
    case SHAPE_TEXT:
    case SHAPE_KEY:
        json_put_text_if(a, o, f->key, *(const struct slice *)at);
        return;
    case SHAPE_LANGS:
        write_langs(o, a, f->key, at);
        return;
    case SHAPE_BOOL:
        if (*(const bool *)at)
            json_put_bool(a, o, f->key, true);
        return;
    case SHAPE_INT:
        if (f->required || *(const int64_t *)at != 0)
            json_put_int(a, o, f->key, *(const int64_t *)at);
        return;
    case SHAPE_CHOICE:
        if (f->required || *(const unsigned *)at != 0)
            json_put_text(a, o, f->key, slice_str(f->words[*(const unsigned *)at]));
        return;
    case SHAPE_MASK:
        write_mask(o, a, f, *(const unsigned *)at);
        return;
    case SHAPE_KEYS:
        if (((const struct slices *)at)->n > 0)
            json_put_texts(a, o, f->key, at);
        return;
    case SHAPE_ONE:
        write_one(o, a, f, at, depth);
        return;
    case SHAPE_LIST:
        write_list(o, a, f, at, depth);
        return;
    case SHAPE_HERE:
        write_into(o, a, f->shape, at, depth + 1);
        return;
    }
}

static void
write_into(struct json_node *o, struct arena *a, const struct shape *s, const void *in,
           unsigned depth)
{
    assert(depth < SHAPE_DEPTH_MAX);
    for (size_t i = 0; i < s->n; i++)
        write_field(o, a, &s->fields[i], (const uint8_t *)in + s->fields[i].offset, depth);
}

struct json_node *
shape_write(struct arena *a, const struct shape *s, const void *in)
{
    struct json_node *o = json_new_object(a);
    write_into(o, a, s, in, 0);
    return o;
}
