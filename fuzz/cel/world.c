/* SPDX-License-Identifier: Apache-2.0 */
#include "world.h"

#include <stdlib.h>

#define STEPS_MAX 200000
#define MEMORY_MAX ((size_t)8 << 20)
#define SIZE 40 /* no variable holds more octets or elements */

void
world_must(bool holds)
{
    if (!holds)
        abort();
}

/* --- the variables --- */

enum { B, C, I, J, U, D, S, L, LS, M, O, T, Q, NVARS };

static struct cel_unknown leaves[NVARS];

struct thing {
    struct cel_object object;
    bool unknown;
    struct cel_value fields[3];
};

static struct cel_value
thing_get(const struct cel_object *o, uint32_t n, uint32_t field, struct cel_cx *cx)
{
    (void)n;
    (void)cx;
    const struct thing *t = (const struct thing *)o;
    return t->unknown && field < 2 ? cel_unknown(&leaves[O]) : t->fields[field];
}

/* Declared once and kept, for speed; the arena is emptied behind each input. */
static struct world {
    struct arena lasting, a;
    struct cel_env *env;
    struct cel_class cls;
} world;

static void
declare(struct world *w)
{
    static const struct {
        const char *name, *type;
    } vars[] = {
        [B] = {"b", "bool"},
        [C] = {"c", "bool"},
        [I] = {"i", "int"},
        [J] = {"j", "int"},
        [U] = {"u", "uint"},
        [D] = {"d", "double"},
        [S] = {"s", "string"},
        [L] = {"l", "list(int)"},
        [LS] = {"ls", "list(string)"},
        [M] = {"m", "map(string, int)"},
        [O] = {"o", "Thing"},
        [T] = {"t", "timestamp"},
        [Q] = {"q", "optional(int)"},
    };
    struct cel_struct *s;
    w->env = cel_env_new(&w->lasting, CEL_LIB_ALL);
    world_must(cel_env_struct(w->env, SL("Thing"), &s, NULL));
    world_must(cel_env_field(w->env, s, SL("flag"), &cel_type_bool, NULL));
    world_must(cel_env_field(w->env, s, SL("num"), &cel_type_int, NULL));
    world_must(cel_env_field(w->env, s, SL("name"), &cel_type_string, NULL));
    w->cls = (struct cel_class){.type = &s->type, .get = thing_get};
    for (size_t i = 0; i < COUNT_OF(vars); i++) {
        const struct cel_type *t;
        leaves[i].trail = slice_str(vars[i].name);
        world_must(cel_env_type(&t, &w->lasting, w->env, slice_str(vars[i].type), NULL));
        world_must(cel_env_variable(w->env, leaves[i].trail, t, NULL, NULL));
    }
}

static struct cel_value
sample_map(struct arena *a)
{
    static const struct cel_value values[] = {{.kind = CEL_INT, .i = 1}, {.kind = CEL_INT, .i = 2}};
    struct cel_value *keys = NEW_ARRAY(a, struct cel_value, 2), out;
    keys[0] = cel_string(SL("a"));
    keys[1] = cel_string(SL("b"));
    world_must(cel_map_new(&out, a, keys, values, 2, NULL));
    return out;
}

/* All facts, or with every second one missing, some of them inside lists and objects. */
static struct cel_value *
facts(struct world *w, uint32_t nslots, bool known)
{
    struct cel_value *v = NEW_ARRAY(&w->a, struct cel_value, nslots);
    struct cel_value *ints = NEW_ARRAY(&w->a, struct cel_value, 3);
    struct cel_value *strings = NEW_ARRAY(&w->a, struct cel_value, 2);
    struct cel_value *content = NEW(&w->a, struct cel_value);
    struct thing *o = NEW(&w->a, struct thing);
    ints[0] = cel_int(1);
    ints[1] = known ? cel_int(-5) : cel_unknown(&leaves[L]);
    ints[2] = cel_int(7);
    strings[0] = cel_string(SL("TLS 1.2"));
    strings[1] = cel_string(SL("ç☺"));
    *content = cel_int(3);
    *o = (struct thing){{&w->cls}, !known, {cel_bool(true), cel_int(2048), cel_string(SL("x"))}};
    v[B] = cel_bool(true);
    v[C] = known ? cel_bool(false) : cel_unknown(&leaves[C]);
    v[I] = cel_int(2);
    v[J] = known ? cel_int(0) : cel_unknown(&leaves[J]);
    v[U] = cel_uint(3);
    v[D] = cel_double(0.5);
    v[S] = known ? cel_string(SL("abc")) : cel_unknown(&leaves[S]);
    v[L] = cel_list_of(&w->a, ints, 3);
    v[LS] = cel_list_of(&w->a, strings, 2);
    v[M] = sample_map(&w->a);
    v[O] = cel_object(&o->object, 0);
    v[T] = cel_timestamp(1700000000, 5);
    v[Q] = cel_optional(content);
    return v;
}

/* --- the properties --- */

static bool
has_dyn(const struct cel_type *t)
{
    /* null stands for types that have no null at run time */
    if (t->kind == CEL_DYN || t->kind == CEL_NULL || t->kind == CEL_ERROR)
        return true;
    for (size_t i = 0; i < t->nparams; i++)
        if (has_dyn(t->params[i]))
            return true;
    return false;
}

static bool any_dyn(const struct cel_expr *x);

static bool
any_dyn_entry(const struct cel_map_expr *m)
{
    for (size_t i = 0; i < m->n; i++)
        if (any_dyn(m->v[i].key) || any_dyn(m->v[i].value))
            return true;
    return false;
}

static bool
any_dyn_of(struct cel_expr *const *v, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (any_dyn(v[i]))
            return true;
    return false;
}

static bool
any_dyn(const struct cel_expr *x)
{
    if (!x)
        return false;
    if (has_dyn(x->type))
        return true;
    if (x->kind == CEL_EXPR_SELECT)
        return any_dyn(x->select.operand);
    if (x->kind == CEL_EXPR_CALL) /* format() takes what it is given and looks while running */
        return slice_eq(x->call.name, SL("format")) || any_dyn(x->call.target) ||
               any_dyn_of(x->call.args, x->call.n);
    if (x->kind == CEL_EXPR_LIST)
        return any_dyn_of(x->list.v, x->list.n);
    if (x->kind == CEL_EXPR_MAP || x->kind == CEL_EXPR_STRUCT)
        return any_dyn_entry(&x->map);
    if (x->kind == CEL_EXPR_MACRO)
        return any_dyn(x->macro.range) || any_dyn(x->macro.where) || any_dyn(x->macro.body);
    return false;
}

static void
check_type_error(const struct cel_ast *ast, struct cel_value v)
{
    if (v.kind != CEL_ERROR)
        return;
    if (v.error->code == CEL_E_NO_SUCH_OVERLOAD || v.error->code == CEL_E_UNDECLARED)
        world_must(any_dyn(ast->root));
}

static struct cel_value
evaluate(struct world *w, const struct cel_ast *ast, const struct cel_program *p, bool known,
         bool *exhausted)
{
    struct cel_cx cx = {.arena = &w->a, .steps_max = STEPS_MAX, .memory_max = MEMORY_MAX};
    struct cel_value v = cel_eval(p, facts(w, p->nslots, known), &cx);
    world_must(v.kind != CEL_NONE);
    if (known && !cx.exhausted)
        world_must(cx.steps <= cel_cost(&w->a, ast, ast->root, SIZE));
    check_type_error(ast, v);
    (void)cel_value_text(&w->a, v);
    *exhausted = cx.exhausted;
    return v;
}

/* Lists may still hold the unknown that they were given: such answers are not compared. */
static void
compare(struct world *w, struct cel_value partial, struct cel_value full)
{
    struct cel_cx cx = {.arena = &w->a};
    if (partial.kind == CEL_ERROR)
        world_must(full.kind == CEL_ERROR);
    if (!cel_is_value(partial))
        return;
    world_must(cel_is_value(full));
    struct cel_value same = cel_equal(&cx, partial, full);
    bool nan = partial.kind != CEL_BOOL; /* NaN is not equal to itself, wherever it stands */
    world_must(same.kind != CEL_BOOL || same.b || nan);
}

static void
run(struct world *w, const struct cel_ast *ast)
{
    const struct cel_program *p = cel_program_new(&w->a, ast);
    bool short1, short2;
    struct cel_value partial = evaluate(w, ast, p, false, &short1);
    struct cel_value full = evaluate(w, ast, p, true, &short2);
    if (!short1 && !short2)
        compare(w, partial, full);
}

bool
world_run(struct slice text, struct err *e)
{
    struct cel_ast *ast;
    if (!world.env)
        declare(&world);
    bool ok = cel_compile(&ast, &world.a, world.env, text, NULL, e);
    if (ok)
        run(&world, ast);
    arena_free(&world.a);
    return ok;
}
