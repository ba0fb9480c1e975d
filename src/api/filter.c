/* SPDX-License-Identifier: Apache-2.0 */
#include "api/filter.h"

#include "base/buf.h"

#include <assert.h>

#define ADDRESS_MAX 16384

static const struct shape shapes[] = {
    {"filter", "name:text, label:langs, choices:[filter_choice]",
     "what a list may be narrowed or ordered by"},
    {"filter_choice", "word:word, chosen:bool, address:text", "the same list, so narrowed"},
};
SHAPE_TABLE(filter_shapes, shapes);

struct slice
filter_add(struct filter *f, const char *name, struct slice value)
{
    assert(f->n < FILTERS_MAX);
    f->names[f->n] = name;
    f->values[f->n++] = value;
    return value;
}

static bool
is_unreserved(uint8_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

/* RFC 3986, 2.1. */
static void
percent(struct buf *b, struct slice s)
{
    for (size_t i = 0; i < s.n; i++)
        if (is_unreserved(s.p[i]))
            buf_u8(b, s.p[i]);
        else
            buf_printf(b, "%%%02X", s.p[i]);
}

struct slice
filter_address(const struct filter *f, const char *name, struct slice value)
{
    struct buf b;
    char join = '?';
    buf_init(&b, f->arena, ADDRESS_MAX);
    buf_str(&b, f->path);
    for (size_t i = 0; i < f->n; i++) {
        struct slice v = strcmp(f->names[i], name) == 0 ? value : f->values[i];
        if (v.n == 0)
            continue;
        buf_printf(&b, "%c%s=", join, f->names[i]);
        percent(&b, v);
        join = '&';
    }
    return b.full ? slice_str(f->path) : buf_slice(&b);
}

void
filter_put(const struct filter *f, struct json_node *array, const char *name, struct langs label,
           const struct filter_choice *v, size_t n)
{
    struct arena *a = f->arena;
    struct json_node *one = json_new_object(a), *choices = json_new_array(a);
    struct slice now = {0};
    for (size_t i = 0; i < f->n; i++)
        if (strcmp(f->names[i], name) == 0)
            now = f->values[i];
    for (size_t i = 0; i < n; i++) {
        struct json_node *c = json_new_object(a);
        put_word(a, c, "word", v[i].word.n ? v[i].word : SL("all"), v[i].says);
        json_put_bool(a, c, "chosen", slice_eq(v[i].word, now));
        json_put_text(a, c, "address", filter_address(f, name, v[i].word));
        json_push_node(a, choices, c);
    }
    json_put_text(a, one, "name", slice_str(name));
    put_langs(a, one, "label", label);
    json_put_node(a, one, "choices", choices);
    json_push_node(a, array, one);
}
