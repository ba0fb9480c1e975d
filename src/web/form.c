/* SPDX-License-Identifier: Apache-2.0 */
/* What was sent, as pairs: a query or form, or a JSON object. multipart: form_multipart.c. */
#include "web/form_parts.h"

#include "text/utf8.h"

static bool
text_sound(struct slice s)
{
    return utf8_valid(s) == s.n && (s.n == 0 || !memchr(s.p, 0, s.n));
}

bool
form_pair(struct http_pairs *out, struct arena *a, struct slice name, struct slice value,
          struct err *e)
{
    if (out->n >= HTTP_FIELDS_MAX)
        return err_set(e, ERR_LIMIT, "more than %d fields", HTTP_FIELDS_MAX);
    if (!text_sound(name) || !text_sound(value))
        return err_set(e, ERR_INPUT, "a field is not UTF-8 text");
    vec_push(a, out, (struct http_pair){name, value});
    return true;
}

bool
form_urlencoded(struct http_pairs *out, struct arena *a, struct slice text, struct err *e)
{
    struct slice one, name;
    while (slice_cut(&text, '&', &one)) {
        if (one.n == 0)
            continue;
        (void)slice_cut(&one, '=', &name);
        if (!form_pair(out, a, http_decode(a, name, true), http_decode(a, one, true), e))
            return false;
    }
    return true;
}

/* --- JSON ----------------------------------------------------------------------------------- */

static bool
put_value(struct http_pairs *out, struct arena *a, struct slice key, const struct json_node *n,
          bool inside, struct err *e)
{
    switch (n->type) {
    case JSON_STRING:
        return form_pair(out, a, key, json_text(n), e);
    case JSON_INT:
        return form_pair(out, a, key, arena_printf(a, "%lld", (long long)n->i), e);
    case JSON_BOOL:
        return !n->b || form_pair(out, a, key, SL("1"), e);
    case JSON_ARRAY:
        for (size_t i = 0; i < n->n && !inside; i++)
            if (!put_value(out, a, key, &n->items[i], true, e)) /* one level: `inside` */
                return false;
        if (!inside)
            return true;
        break;
    case JSON_NULL:
    case JSON_DOUBLE:
    case JSON_OBJECT:
        break;
    }
    return err_set(e, ERR_INPUT,
                   "%.*s: a field is a text, a whole number, true or false, or a list of texts",
                   SL_FMT(slice_sub(key, 0, 80)));
}

bool
form_json(struct http_pairs *out, struct arena *a, struct slice body, struct err *e)
{
    struct json_node root;
    if (!json_parse(&root, a, SL("body"), body, e))
        return false;
    if (root.type != JSON_OBJECT)
        return err_set(e, ERR_INPUT, "body: an object of fields belongs here");
    for (size_t i = 0; i < root.n; i++)
        if (!put_value(out, a, root.members[i].key, &root.members[i].value, false, e))
            return false;
    return true;
}
