/* SPDX-License-Identifier: Apache-2.0 */
/* The grammar of shapes, and whether a value has one. */
#include "api/shape.h"

#include "committee/event.h"
#include "model/date.h"

#define VALUE_DEPTH 32 /* of objects and arrays within each other */

static const char *const kind_words[] = {
    [SHAPE_TEXT] = "text",     [SHAPE_INT] = "int",         [SHAPE_BOOL] = "bool",
    [SHAPE_NUMBER] = "number", [SHAPE_INSTANT] = "instant", [SHAPE_DATE] = "date",
    [SHAPE_DIGEST] = "digest", [SHAPE_ID] = "id",           [SHAPE_LANGS] = "langs",
    [SHAPE_WORD] = "word",     [SHAPE_ANY] = "any",
};

/* ---- the line --------------------------------------------------------------------------------*/

static bool
is_name(struct slice s)
{
    for (size_t i = 0; i < s.n; i++) {
        bool letter = (s.p[i] >= 'a' && s.p[i] <= 'z') || (s.p[i] >= 'A' && s.p[i] <= 'Z');
        bool digit = s.p[i] >= '0' && s.p[i] <= '9';
        if (!letter && (i == 0 || !(digit || s.p[i] == '_' || s.p[i] == '-' || s.p[i] == '.')))
            return false;
    }
    return s.n > 0;
}

static bool
type_of(struct shape_type *out, struct arena *a, struct slice text, struct err *e)
{
    unsigned lists = 0;
    while (text.n > 1 && text.p[0] == '[' && text.p[text.n - 1] == ']') {
        text = slice_trim(slice_sub(text, 1, text.n - 2));
        lists++;
    }
    if (!is_name(text) || lists > SHAPE_LISTS_MAX)
        return err_set(e, ERR_INPUT, "'%.*s' is no type", SL_FMT(text));
    struct shape_type t = {.kind = SHAPE_NAMED, .name = text};
    for (size_t i = 0; i < COUNT_OF(kind_words); i++)
        if (slice_eq_str(text, kind_words[i]))
            t.kind = (enum shape_kind)i;
    for (; lists; lists--) {
        struct shape_type *item = NEW(a, struct shape_type);
        *item = t;
        t = (struct shape_type){.kind = SHAPE_LIST, .item = item};
    }
    *out = t;
    return true;
}

static bool
member_of(struct shape_member *out, struct arena *a, struct slice text, struct err *e)
{
    struct slice name;
    if (!slice_cut(&text, ':', &name))
        return err_set(e, ERR_INPUT, "an empty member");
    name = slice_trim(name);
    out->optional = name.n > 0 && name.p[name.n - 1] == '?';
    out->name = slice_sub(name, 0, name.n - out->optional);
    if (!is_name(out->name))
        return err_set(e, ERR_INPUT, "'%.*s' is no name of a member", SL_FMT(name));
    return type_of(&out->type, a, slice_trim(text), e) ? true
                                                       : err_in(e, "%.*s", SL_FMT(out->name));
}

static const struct shape_member *
member_find(const struct shape_tree *t, struct slice name)
{
    for (size_t i = 0; i < t->n; i++)
        if (slice_eq(t->v[i].name, name))
            return &t->v[i];
    return NULL;
}

bool
shape_parse(struct shape_tree *out, struct arena *a, const struct shape *s, struct err *e)
{
    struct slice rest = slice_str(s->members), one;
    *out = (struct shape_tree){.name = slice_str(s->name)};
    out->v = NEW_ARRAY(a, struct shape_member, SHAPE_MEMBERS_MAX);
    while (slice_cut(&rest, ',', &one)) {
        struct shape_member m = {0};
        if (out->n == SHAPE_MEMBERS_MAX)
            return err_set(e, ERR_LIMIT, "shape %s: more than %d members", s->name,
                           SHAPE_MEMBERS_MAX);
        if (!member_of(&m, a, slice_trim(one), e))
            return err_in(e, "shape %s", s->name);
        if (member_find(out, m.name))
            return err_set(e, ERR_INPUT, "shape %s: %.*s stands there twice", s->name,
                           SL_FMT(m.name));
        out->v[out->n++] = m;
    }
    return true;
}

/* ---- values ----------------------------------------------------------------------------------*/

struct fitting {
    struct arena *a;
    const struct shape_finder *f;
    struct err *e;
};

static bool
is_langs(const struct json_node *n, uint32_t members)
{
    const struct json_node *en = json_get(n, "en"), *zh = json_get(n, "zh");
    return n->type == JSON_OBJECT && n->n == members && en && en->type == JSON_STRING && zh &&
           zh->type == JSON_STRING;
}

/* All but lists and objects of ours. */
static bool
simple_fits(const struct json_node *n, enum shape_kind kind)
{
    int64_t at;
    date_t day;
    switch (kind) {
    case SHAPE_TEXT:
        return n->type == JSON_STRING;
    case SHAPE_INT:
        return n->type == JSON_INT;
    case SHAPE_BOOL:
        return n->type == JSON_BOOL;
    case SHAPE_NUMBER:
        return n->type == JSON_INT || n->type == JSON_DOUBLE;
    case SHAPE_INSTANT:
        return n->type == JSON_STRING && instant_read(&at, json_text(n));
    case SHAPE_DATE:
        return n->type == JSON_STRING && date_parse(json_text(n), &day);
    case SHAPE_DIGEST:
        return digest_valid(json_text(n));
    case SHAPE_ID:
        return n->type == JSON_STRING && n->n > 0;
    case SHAPE_LANGS:
        return is_langs(n, 2);
    case SHAPE_WORD:
        return is_langs(n, 3) && json_text(json_get(n, "id")).n > 0;
    case SHAPE_ANY:
    case SHAPE_NAMED:
    case SHAPE_LIST:
        return true;
    }
    return false;
}

static bool object_fits(const struct fitting *x, const struct json_node *n, const struct shape *s,
                        unsigned depth);

/* NOLINTNEXTLINE(misc-no-recursion) by VALUE_DEPTH */
static bool
type_fits(const struct fitting *x, const struct json_node *n, const struct shape_type *t,
          unsigned depth)
{
    if (depth == 0)
        return err_set(x->e, ERR_LIMIT, "nested too deep");
    if (t->kind == SHAPE_NAMED) {
        const struct shape *s = x->f->find(x->f->ctx, t->name);
        return s ? object_fits(x, n, s, depth - 1)
                 : err_set(x->e, ERR_INPUT, "there is no shape '%.*s'", SL_FMT(t->name));
    }
    if (t->kind != SHAPE_LIST)
        return simple_fits(n, t->kind) ||
               err_set(x->e, ERR_INPUT, "%s is no %.*s", json_type_name(n->type), SL_FMT(t->name));
    if (n->type != JSON_ARRAY)
        return err_set(x->e, ERR_INPUT, "%s is no list", json_type_name(n->type));
    for (size_t i = 0; i < json_count(n); i++)
        if (!type_fits(x, json_item(n, i), t->item, depth - 1))
            return err_in(x->e, "[%zu]", i);
    return true;
}

/* NOLINTNEXTLINE(misc-no-recursion) by VALUE_DEPTH */
static bool
object_fits(const struct fitting *x, const struct json_node *n, const struct shape *s,
            unsigned depth)
{
    struct shape_tree t;
    if (!shape_parse(&t, x->a, s, x->e))
        return false;
    if (n->type != JSON_OBJECT)
        return err_set(x->e, ERR_INPUT, "%s is no %s", json_type_name(n->type), s->name);
    for (size_t i = 0; i < n->n; i++) {
        const struct json_member *m = &n->members[i];
        const struct shape_member *known = member_find(&t, m->key);
        if (!known)
            return err_set(x->e, ERR_INPUT, "%s has no member '%.*s'", s->name, SL_FMT(m->key));
        if (!type_fits(x, &m->value, &known->type, depth))
            return err_in(x->e, "%.*s", SL_FMT(m->key));
    }
    for (size_t i = 0; i < t.n; i++)
        if (!t.v[i].optional && !json_get(n, arena_str(x->a, t.v[i].name)))
            return err_set(x->e, ERR_INPUT, "%s lacks '%.*s'", s->name, SL_FMT(t.v[i].name));
    return true;
}

bool
shape_fits(struct arena *a, const struct json_node *n, const struct shape *s,
           const struct shape_finder *f, struct err *e)
{
    const struct fitting x = {a, f, e};
    struct arena_mark mark = arena_mark(a);
    bool ok = object_fits(&x, n, s, VALUE_DEPTH);
    arena_reset(a, mark);
    return ok ? true : err_in(e, "%s", s->name);
}
