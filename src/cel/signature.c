/* SPDX-License-Identifier: Apache-2.0 */
#include "cel/signature.h"

#define DEPTH_MAX 16

struct reader {
    struct slice rest;
    struct slice all; /* for messages */
    struct arena *a;
    const struct cel_env *env;
};

static void
skip_blank(struct reader *r)
{
    while (r->rest.n > 0 && r->rest.p[0] == ' ')
        r->rest = slice_sub(r->rest, 1, r->rest.n);
}

static bool
accept(struct reader *r, const char *word)
{
    skip_blank(r);
    struct slice w = slice_str(word);
    if (!slice_has_prefix(r->rest, w))
        return false;
    r->rest = slice_sub(r->rest, w.n, r->rest.n);
    return true;
}

static bool
wrong(const struct reader *r, struct err *e)
{
    return err_set(e, ERR_INPUT, "the type '%.*s' cannot be read from '%.*s' on", SL_FMT(r->all),
                   SL_FMT(r->rest));
}

static bool
is_word(uint8_t c)
{
    return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* A qualified name; a dot that stands before a parenthesis is not part of it. */
static struct slice
word(struct reader *r)
{
    skip_blank(r);
    size_t n = 0;
    while (n < r->rest.n && (is_word(r->rest.p[n]) || (r->rest.p[n] == '.' && n + 1 < r->rest.n &&
                                                       is_word(r->rest.p[n + 1]))))
        n++;
    struct slice w = slice_sub(r->rest, 0, n);
    r->rest = slice_sub(r->rest, n, r->rest.n);
    return w;
}

static const struct cel_type *
simple(struct slice name)
{
    static const struct {
        const char *name;
        const struct cel_type *type;
    } table[] = {
        {"bool", &cel_type_bool},           {"int", &cel_type_int},
        {"uint", &cel_type_uint},           {"double", &cel_type_double},
        {"string", &cel_type_string},       {"bytes", &cel_type_bytes},
        {"null", &cel_type_null},           {"null_type", &cel_type_null},
        {"timestamp", &cel_type_timestamp}, {"google.protobuf.Timestamp", &cel_type_timestamp},
        {"duration", &cel_type_duration},   {"google.protobuf.Duration", &cel_type_duration},
        {"type", &cel_type_type},           {"dyn", &cel_type_dyn},
        {"list", &cel_type_list_dyn},       {"map", &cel_type_map_dyn},
    };
    for (size_t i = 0; i < COUNT_OF(table); i++)
        if (slice_eq_str(name, table[i].name))
            return table[i].type;
    return NULL;
}

static bool type(struct reader *r, const struct cel_type **out, unsigned depth, struct err *e);

/* Behind an opening parenthesis, over the closing one. */
static bool
types(struct reader *r, const struct cel_type **v, size_t *n, unsigned depth, struct err *e)
{
    *n = 0;
    if (accept(r, ")"))
        return true;
    do {
        if (*n == CEL_TYPE_PARAMS_MAX)
            return err_set(e, ERR_LIMIT, "more than %d types in '%.*s'", CEL_TYPE_PARAMS_MAX,
                           SL_FMT(r->all));
        if (!type(r, &v[*n], depth, e))
            return false;
        ++*n;
    } while (accept(r, ","));
    return accept(r, ")") || wrong(r, e);
}

/* A name with parameters. */
static const struct cel_type *
generic(struct reader *r, struct slice name, const struct cel_type **v, size_t n)
{
    if (slice_eq_str(name, "list") && n == 1)
        return cel_type_list(r->a, v[0]);
    if (slice_eq_str(name, "map") && n == 2)
        return cel_type_map(r->a, v[0], v[1]);
    if ((slice_eq_str(name, "optional") || slice_eq_str(name, "optional_type")) && n == 1)
        return cel_type_optional(r->a, v[0]);
    if (slice_eq_str(name, "type") && n == 1)
        return cel_type_of_type(r->a, v[0]);
    if (slice_eq_str(name, "wrapper") && n == 1)
        return cel_type_wrapper(r->a, v[0]);
    const struct cel_type *declared = cel_env_find_type(r->env, name);
    if (declared && declared->kind == CEL_OPAQUE)
        return cel_type_opaque(r->a, declared->name, v, n);
    return NULL;
}

static bool
type(struct reader *r, const struct cel_type **out, unsigned depth, struct err *e)
{
    if (depth == 0)
        return err_set(e, ERR_LIMIT, "types nested deeper than %d", DEPTH_MAX);
    struct slice name = word(r);
    if (name.n > 0 && r->rest.n > 0 && r->rest.p[0] == '(') {
        const struct cel_type *v[CEL_TYPE_PARAMS_MAX];
        size_t n;
        accept(r, "(");
        if (!types(r, v, &n, depth - 1, e))
            return false;
        *out = generic(r, name, v, n);
    } else if (name.n == 1 && name.p[0] >= 'A' && name.p[0] <= 'Z') {
        *out = cel_type_param(r->a, name);
    } else {
        *out = simple(name);
        if (!*out)
            *out = cel_env_find_type(r->env, name);
    }
    if (*out)
        return true;
    return err_set(e, ERR_INPUT, "'%.*s' in '%.*s' is no type", SL_FMT(name), SL_FMT(r->all));
}

bool
cel_signature_type(const struct cel_type **out, struct arena *a, const struct cel_env *env,
                   struct slice text, struct err *e)
{
    struct reader r = {text, text, a, env};
    if (!type(&r, out, DEPTH_MAX, e))
        return false;
    skip_blank(&r);
    return r.rest.n == 0 || wrong(&r, e);
}

bool
cel_signature_parse(struct cel_overload *out, struct arena *a, const struct cel_env *env,
                    struct slice text, struct err *e)
{
    struct reader r = {text, text, a, env};
    const struct cel_type *v[CEL_TYPE_PARAMS_MAX + 1];
    size_t n = 0, before = 0;
    *out = (struct cel_overload){0};
    if (!accept(&r, "(")) {
        if (!type(&r, &v[0], DEPTH_MAX, e))
            return false;
        if (!accept(&r, ".") || !accept(&r, "("))
            return wrong(&r, e);
        out->receiver = true;
        before = 1;
    }
    if (!types(&r, v + before, &n, DEPTH_MAX, e))
        return false;
    if (!accept(&r, "->"))
        return wrong(&r, e);
    if (!type(&r, &out->result, DEPTH_MAX, e))
        return false;
    skip_blank(&r);
    if (r.rest.n > 0)
        return wrong(&r, e);
    out->n = n + before;
    const struct cel_type **args = NEW_ARRAY(a, const struct cel_type *, out->n);
    for (size_t i = 0; i < out->n; i++)
        args[i] = v[i];
    out->args = args;
    return true;
}
