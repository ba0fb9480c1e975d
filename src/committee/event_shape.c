/* SPDX-License-Identifier: Apache-2.0 */
#include "committee/event_shape.h"

#include "base/map.h"
#include "committee/act.h"
#include "text/json_canonical.h"
#include "text/utf8.h"

#include <stdio.h>

#define FEW 16         /* pairs are compared one by one up to here */
#define SHAPE_DEPTH 4  /* of nested tables of fields */
#define WORDS_SAID 160 /* octets of a list of words in a message */

/* Where a fault lies: "data.roll[3].id". The parts stand on the stack of the walk. */
struct place {
    const struct place *above;
    const char *key;
    size_t item; /* SIZE_MAX: no item */
};

/* Puts the place in front of the message. */
static bool
blame(const struct place *p, struct err *e)
{
    for (; p; p = p->above) {
        if (p->item != SIZE_MAX)
            err_in(e, "%s[%zu]", p->key, p->item);
        else
            err_in(e, "%s", p->key);
    }
    return false;
}

const char *
field_type_words(enum event_field_type t)
{
    static const char *const words[] = {
        [FIELD_ID] = "an id",
        [FIELD_WORD] = "one of its words",
        [FIELD_TEXT] = "a text of 1 to 1000 octets without controls",
        [FIELD_LANGS] = "a text in en, zh or both",
        [FIELD_DIGEST] = "a digest (sha256: and 64 hexadecimal digits)",
        [FIELD_INSTANT] = "an instant such as 2026-11-24T01:02:03Z",
        [FIELD_DATE] = "a date such as 2026-11-24",
        [FIELD_INTEGER] = "a whole number from 0",
        [FIELD_FLAG] = "true or false",
        [FIELD_IDS] = "a list of ids, no two alike",
        [FIELD_WORDS] = "a list of its words, no two alike",
        [FIELD_OBJECT] = "an object",
        [FIELD_LIST] = "a list of objects",
    };
    return words[t];
}

/* ---- values ----------------------------------------------------------------------------------*/

/* A short text: UTF-8, no C0 or C1 control, no line end. */
static bool
is_text(const struct json_node *n)
{
    struct slice s = json_text(n);
    if (s.n == 0 || s.n > EVENT_TEXT_MAX || utf8_valid(s) != s.n)
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < 0x20 || s.p[i] == 0x7f || (s.p[i] == 0xc2 && i + 1 < s.n && s.p[i + 1] < 0xa0))
            return false;
    return true;
}

static bool
is_langs(const struct json_node *n)
{
    if (n->type != JSON_OBJECT || n->n < 1 || n->n > 2)
        return false;
    for (uint32_t i = 0; i < n->n; i++)
        if (!(slice_eq(n->members[i].key, SL("en")) || slice_eq(n->members[i].key, SL("zh"))) ||
            !is_text(&n->members[i].value))
            return false;
    return n->n == 1 || !slice_eq(n->members[0].key, n->members[1].key);
}

static bool
is_word(const struct json_node *n, const char *const *words)
{
    struct slice s = json_text(n);
    for (size_t i = 0; words[i]; i++)
        if (is_key(s, words[i]))
            return true;
    return false;
}

/* No two texts of the array alike. */
static bool
all_differ(struct arena *a, const struct json_node *n)
{
    if (n->n <= FEW) {
        for (uint32_t i = 1; i < n->n; i++)
            for (uint32_t j = 0; j < i; j++)
                if (slice_eq(json_text(&n->items[i]), json_text(&n->items[j])))
                    return false;
        return true;
    }
    struct arena_mark mark = arena_mark(a);
    struct map seen = {0};
    bool differ = true;
    for (uint32_t i = 0; i < n->n && differ; i++)
        differ = !map_put(a, &seen, json_text(&n->items[i]), &n->items[i]);
    arena_reset(a, mark);
    return differ;
}

static bool
is_list(struct arena *a, const struct json_node *n, const struct event_field *f)
{
    if (n->type != JSON_ARRAY)
        return false;
    for (uint32_t i = 0; i < n->n; i++)
        if (f->type == FIELD_IDS ? !id_valid(json_text(&n->items[i]))
                                 : !is_word(&n->items[i], f->words))
            return false;
    return all_differ(a, n);
}

static bool
is_whole(const struct json_node *n)
{
    return n->type == JSON_INT && n->i >= 0 && n->i <= JSON_CANONICAL_INT_MAX;
}

/* All but what is nested. */
static bool
value_fits(struct arena *a, const struct json_node *n, const struct event_field *f)
{
    int64_t when;
    switch (f->type) {
    case FIELD_ID:
        return id_valid(json_text(n));
    case FIELD_WORD:
        return is_word(n, f->words);
    case FIELD_TEXT:
        return is_text(n);
    case FIELD_LANGS:
        return is_langs(n);
    case FIELD_DIGEST:
        return digest_valid(json_text(n));
    case FIELD_INSTANT:
        return instant_read(&when, json_text(n));
    case FIELD_DATE:
        return full_date_read(&when, json_text(n));
    case FIELD_INTEGER:
        return is_whole(n);
    case FIELD_FLAG:
        return n->type == JSON_BOOL;
    case FIELD_IDS:
    case FIELD_WORDS:
        return is_list(a, n, f);
    case FIELD_OBJECT:
        return n->type == JSON_OBJECT;
    case FIELD_LIST:
        break;
    }
    if (n->type != JSON_ARRAY)
        return false;
    for (uint32_t i = 0; i < n->n; i++)
        if (n->items[i].type != JSON_OBJECT)
            return false;
    return true;
}

/* ---- tables ----------------------------------------------------------------------------------*/

/* One check of one event. */
struct walk {
    struct arena *a;
    struct err *e;
};

static bool fields_fit(const struct walk *w, const struct json_node *object,
                       const struct event_field *f, size_t nf, const struct place *at,
                       unsigned depth);

/* Says what was expected; of words, which. */
static void
expected(const struct walk *w, const struct event_field *f)
{
    if (!f->words) {
        err_set(w->e, ERR_INPUT, "expected %s", field_type_words(f->type));
        return;
    }
    char list[WORDS_SAID] = "";
    size_t n = 0;
    for (size_t i = 0; f->words[i] && n < sizeof list; i++)
        n += (size_t)snprintf(list + n, sizeof list - n, "%s%s", i ? ", " : "", f->words[i]);
    err_set(w->e, ERR_INPUT, "expected %s %s", f->type == FIELD_WORDS ? "some of" : "one of", list);
}

static bool
field_fits(const struct walk *w, const struct json_node *n, const struct event_field *f,
           const struct place *above, unsigned depth)
{
    struct place here = {above, f->key, SIZE_MAX};
    if (!value_fits(w->a, n, f)) {
        expected(w, f);
        return blame(&here, w->e);
    }
    if (!f->of || depth == 0)
        return true;
    if (f->type == FIELD_OBJECT)
        return fields_fit(w, n, f->of, f->nof, &here, depth - 1);
    for (here.item = 0; here.item < n->n; here.item++)
        if (!fields_fit(w, &n->items[here.item], f->of, f->nof, &here, depth - 1))
            return false;
    return true;
}

/* The field of that name; `*guess` is where it stands if members come in order. */
static size_t
field_find(const struct event_field *f, size_t nf, struct slice key, size_t guess)
{
    for (size_t i = guess; i < nf; i++)
        if (is_key(key, f[i].key))
            return i;
    for (size_t i = 0; i < guess && i < nf; i++)
        if (is_key(key, f[i].key))
            return i;
    return nf;
}

static bool
fields_fit(const struct walk *w, const struct json_node *object, const struct event_field *f,
           size_t nf, const struct place *at, unsigned depth)
{
    uint32_t seen = 0;
    size_t guess = 0;
    for (uint32_t i = 0; i < object->n; i++) {
        struct slice key = object->members[i].key;
        size_t k = field_find(f, nf, key, guess);
        if (k == nf || (seen >> k & 1)) {
            err_set(w->e, ERR_INPUT, "'%.*s': %s", SL_FMT(slice_sub(key, 0, EVENT_ID_MAX)),
                    k == nf ? "there is no such member" : "the member stands here twice");
            return blame(at, w->e);
        }
        if (!field_fits(w, &object->members[i].value, &f[k], at, depth))
            return false;
        seen |= UINT32_C(1) << k;
        guess = k + 1;
    }
    for (size_t k = 0; k < nf; k++)
        if (!f[k].optional && !(seen >> k & 1)) {
            struct place here = {at, f[k].key, SIZE_MAX};
            err_set(w->e, ERR_INPUT, "it is missing");
            return blame(&here, w->e);
        }
    return true;
}

static bool
depth_fits(const struct json_node *n, unsigned depth)
{
    if (n->type != JSON_ARRAY && n->type != JSON_OBJECT)
        return true;
    if (depth == 0)
        return false;
    for (uint32_t i = 0; i < n->n; i++)
        if (!depth_fits(n->type == JSON_ARRAY ? &n->items[i] : &n->members[i].value, depth - 1))
            return false;
    return true;
}

bool
event_shape(struct arena *a, const struct event_kind *kind, const struct json_node *data,
            struct err *e)
{
    if (!data || data->type != JSON_OBJECT)
        return err_set(e, ERR_INPUT, "%s: its data has to be an object", kind->name);
    if (!depth_fits(data, EVENT_DATA_DEPTH))
        return err_set(e, ERR_LIMIT, "%s: nested deeper than %d levels", kind->name,
                       EVENT_DATA_DEPTH);
    const struct walk w = {a, e};
    return fields_fit(&w, data, kind->fields, kind->nfields, NULL, SHAPE_DEPTH) ||
           err_in(e, "%s", kind->name);
}
