/* SPDX-License-Identifier: Apache-2.0 */
#include "cel/env.h"

#include "base/vec.h"
#include "cel/lex.h"
#include "cel/library.h"
#include "cel/signature.h"

#include <assert.h>

struct cel_env {
    struct arena *a;
    const struct cel_env *parent;
    unsigned libraries;
    struct slice container;
    uint32_t nslots;
    struct map decls;     /* of struct cel_decl */
    struct map types;     /* of struct cel_type: structs and opaque ones */
    struct map functions; /* of struct cel_function */
};

struct cel_env *
cel_env_new(struct arena *a, unsigned libraries)
{
    struct cel_env *env = NEW(a, struct cel_env);
    env->a = a;
    env->libraries = libraries;
    cel_library_declare(env, a, libraries);
    return env;
}

struct cel_env *
cel_env_child(struct arena *a, const struct cel_env *parent)
{
    struct cel_env *env = NEW(a, struct cel_env);
    env->a = a;
    env->parent = parent;
    env->libraries = parent->libraries;
    env->container = parent->container;
    env->nslots = parent->nslots;
    return env;
}

void
cel_env_container(struct cel_env *env, struct slice container)
{
    env->container = container;
}

struct slice
cel_env_container_of(const struct cel_env *env)
{
    return env->container;
}

const struct cel_decl *
cel_env_find(const struct cel_env *env, struct slice name)
{
    for (; env; env = env->parent) {
        const struct cel_decl *d = map_get(&env->decls, name);
        if (d)
            return d;
    }
    return NULL;
}

const struct cel_type *
cel_env_find_type(const struct cel_env *env, struct slice name)
{
    for (; env; env = env->parent) {
        const struct cel_type *t = map_get(&env->types, name);
        if (t)
            return t;
    }
    return NULL;
}

const struct cel_struct *
cel_env_find_struct(const struct cel_env *env, struct slice name)
{
    const struct cel_type *t = cel_env_find_type(env, name);
    return t ? t->object : NULL;
}

const struct cel_function *
cel_env_find_function(const struct cel_env *env, struct slice name)
{
    for (; env; env = env->parent) {
        const struct cel_function *f = map_get(&env->functions, name);
        if (f)
            return f;
    }
    return NULL;
}

static bool
is_word(uint8_t c, bool first)
{
    return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (!first && c >= '0' && c <= '9');
}

/* Identifiers with dots between; segments may be reserved words behind the first. */
static bool
check_name(struct slice name, struct err *e)
{
    if (name.n > CEL_NAME_MAX)
        return err_set(e, ERR_LIMIT, "a name has %zu octets, we accept %d", name.n, CEL_NAME_MAX);
    bool first = true;
    for (size_t i = 0; i < name.n; i++) {
        if (!first && name.p[i] == '.')
            first = true;
        else if (!is_word(name.p[i], first))
            return err_set(e, ERR_INPUT, "'%.*s' is not a name", SL_FMT(name));
        else
            first = false;
    }
    return !first || err_set(e, ERR_INPUT, "'%.*s' is not a name", SL_FMT(name));
}

/* Names are taken once in the whole chain: shadowing a declaration would only mislead. */
static bool
declare(struct cel_env *env, struct slice name, const struct cel_decl *d, struct err *e)
{
    if (!check_name(name, e))
        return false;
    if (cel_env_find(env, name))
        return err_set(e, ERR_INPUT, "'%.*s' is declared already", SL_FMT(name));
    struct cel_decl *copy = NEW(env->a, struct cel_decl);
    *copy = *d;
    map_put(env->a, &env->decls, name, copy);
    return true;
}

bool
cel_env_variable(struct cel_env *env, struct slice name, const struct cel_type *type,
                 uint32_t *slot, struct err *e)
{
    struct cel_decl d = {.name = name, .type = type, .slot = env->nslots};
    if (!declare(env, name, &d, e))
        return false;
    if (slot)
        *slot = env->nslots;
    env->nslots++;
    return true;
}

bool
cel_env_constant(struct cel_env *env, struct slice name, const struct cel_type *type,
                 struct cel_value value, struct err *e)
{
    struct cel_decl d = {
        .name = name, .type = type, .is_constant = true, .constant = value, .slot = UINT32_MAX};
    return declare(env, name, &d, e);
}

/* A type and, as its name is an expression too, a constant. */
static bool
declare_type(struct cel_env *env, struct slice name, struct cel_type *t, struct err *e)
{
    if (!cel_env_constant(env, name, cel_type_of_type(env->a, t), cel_type_value(t), e))
        return false;
    map_put(env->a, &env->types, name, t);
    return true;
}

bool
cel_env_struct(struct cel_env *env, struct slice name, struct cel_struct **out, struct err *e)
{
    struct cel_struct *s = NEW(env->a, struct cel_struct);
    s->name = name;
    s->type = (struct cel_type){.kind = CEL_OBJECT, .name = name, .object = s};
    *out = s;
    return declare_type(env, name, &s->type, e);
}

bool
cel_env_field(struct cel_env *env, struct cel_struct *s, struct slice name,
              const struct cel_type *type, struct err *e)
{
    if (name.n == 0 || cel_struct_field(s, name) != CEL_FIELD_NONE)
        return err_set(e, ERR_INPUT, "the field '%.*s' of %.*s is declared already", SL_FMT(name),
                       SL_FMT(s->name));
    struct cel_field f = {name, type};
    size_t first = s->n; /* where the array moves, the map points to the new one */
    if (s->n == s->cap) {
        s->fields = vec_grow(env->a, s->fields, s->n, &s->cap, sizeof f);
        first = 0;
    }
    s->fields[s->n++] = f;
    for (size_t i = first; i < s->n; i++)
        map_put(env->a, &s->by_name, s->fields[i].name, &s->fields[i]);
    return true;
}

bool
cel_env_opaque(struct cel_env *env, const struct cel_type *type, struct err *e)
{
    struct cel_type *copy = NEW(env->a, struct cel_type);
    *copy = *type;
    return declare_type(env, type->name, copy, e);
}

static void
add_overload(struct cel_env *env, struct cel_function *f, const struct cel_overload *o)
{
    if (f->n == f->cap)
        f->overloads = vec_grow(env->a, f->overloads, f->n, &f->cap, sizeof *o);
    f->overloads[f->n++] = *o;
}

/* The function to add to: one of a parent's is copied, the parent stays as it is. */
static struct cel_function *
own_function(struct cel_env *env, struct slice name)
{
    struct cel_function *f = map_get(&env->functions, name);
    if (f)
        return f;
    f = NEW(env->a, struct cel_function);
    f->name = name;
    const struct cel_function *inherited = cel_env_find_function(env, name);
    for (size_t i = 0; inherited && i < inherited->n; i++)
        add_overload(env, f, &inherited->overloads[i]);
    map_put(env->a, &env->functions, name, f);
    return f;
}

/*
 * Overloads may not overlap where parameters do not show (list(int) and
 * list(string) are both lists at run time), unless the same code serves both.
 */
static bool
collide(const struct cel_overload *a, const struct cel_overload *b)
{
    if (a->receiver != b->receiver || a->n != b->n)
        return false;
    bool same = true;
    for (size_t i = 0; i < a->n; i++) {
        if (!cel_type_eq_erased(a->args[i], b->args[i]))
            return false;
        same = same && cel_type_eq(a->args[i], b->args[i]);
    }
    return same || a->fn != b->fn;
}

bool
cel_env_overload(struct cel_env *env, struct slice name, const struct cel_overload *o,
                 struct err *e)
{
    struct cel_function *f = own_function(env, name);
    for (size_t i = 0; i < f->n; i++)
        if (collide(&f->overloads[i], o))
            return err_set(e, ERR_INPUT, "the function %.*s is declared twice for the same types",
                           SL_FMT(name));
    add_overload(env, f, o);
    return true;
}

bool
cel_env_function(struct cel_env *env, const struct cel_row *row, struct err *e)
{
    struct cel_overload o;
    if (!cel_signature_parse(&o, env->a, env, slice_str(row->signature), e))
        return err_in(e, "function %s", row->name);
    o.fn = row->fn;
    o.foldable = !row->depends;
    return cel_env_overload(env, slice_str(row->name), &o, e);
}

bool
cel_env_type(const struct cel_type **out, struct arena *a, const struct cel_env *env,
             struct slice text, struct err *e)
{
    return cel_signature_type(out, a, env, text, e);
}

struct slices
cel_env_names(struct arena *a, const struct cel_env *env)
{
    size_t n = 0;
    for (const struct cel_env *at = env; at; at = at->parent)
        n += at->decls.n;
    struct slices out = {NEW_ARRAY(a, struct slice, n), n};
    for (; env; env = env->parent)
        for (size_t i = env->decls.n; i-- > 0;)
            out.v[--n] = env->decls.v[i].key;
    return out;
}

uint32_t
cel_env_slots(const struct cel_env *env)
{
    return env->nslots;
}

unsigned
cel_env_libraries(const struct cel_env *env)
{
    return env->libraries;
}
