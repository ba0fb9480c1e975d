/* SPDX-License-Identifier: Apache-2.0 */
/* The type checker: deduced types, and mistakes with their place. */
#include "support/cases.h"

#include "cel/cel.h"

#include <stdio.h>

struct row {
    const char *name, *text;
    const char *type; /* as cel_type_text prints it, or null */
    const char *says; /* "line:column: …", a part of the message, or null */
};

static const struct row rows[] = {
    /* literals */
    {"int", "1", "int", NULL},
    {"list", "[1, 2]", "list(int)", NULL},
    {"mixed list", "[1, 'a']", "list(dyn)", NULL},
    {"empty list", "[]", "list(dyn)", NULL},
    {"list of empty lists", "[[], [1]]", "list(list(int))", NULL},
    {"map", "{'a': 1}", "map(string, int)", NULL},
    {"mixed map", "{'a': 1, 2: 'b'}", "map(dyn, dyn)", NULL},
    {"optional part", "[?optional.of(1)]", "list(int)", NULL},
    {"optional part that is none", "[?1]", NULL, "1:3: '?' wants an optional value, this is int"},
    {"key of a wrong type", "{1.5: 1}", NULL, "1:2: a map's key is bool, int, uint or string"},
    {"key that is a list", "{[1]: 1}", NULL, "a map's key"},
    {"null in a list of objects", "[thing, null]", "list(t.Thing)", NULL},
    {"null in a list of ints", "[1, null]", "list(dyn)", NULL},

    /* names */
    {"variable", "i", "int", NULL},
    {"dotted variable", "cert.key.bits", "int", NULL},
    {"field behind a dotted variable", "cert.key.thing.num", "int", NULL},
    {"constant", "limit", "int", NULL},
    {"undeclared", "nosuchthing", NULL, "1:1: undeclared reference to 'nosuchthing'"},
    {"misspelt", "limt + 1", NULL, "1:1: undeclared reference to 'limt'; did you mean 'limit'?"},
    {"swapped letters", "1 + lmiit", NULL, "1:5: undeclared reference to 'lmiit'; did you mean"},
    {"absolute", ".i", "int", NULL},
    {"name of a type", "int", "type(int)", NULL},
    {"type of a type", "type(int)", "type(type(int))", NULL},
    {"name of a struct", "t.Thing", "type(t.Thing)", NULL},
    {"half a dotted variable", "cert.key", NULL, "1:1: undeclared reference to 'cert'"},

    /* fields */
    {"field", "thing.name", "string", NULL},
    {"field of a field", "thing.sub.num", "int", NULL},
    {"misspelt field", "thing.nmae", NULL,
     "1:7: t.Thing has no field 'nmae'; did you mean 'name'?"},
    {"absent field", "thing.whatever", NULL, "1:7: t.Thing has no field 'whatever'"},
    {"field of an int", "i.x", NULL, "1:3: a value of type int has no fields"},
    {"field of a list", "ints.x", NULL, "a value of type list(int) has no fields"},
    {"field of a map", "{'a': 1}.a", "int", NULL},
    {"field of dyn", "any.x.y", "dyn", NULL},
    {"has", "has(thing.name)", "bool", NULL},
    {"has of an absent field", "has(thing.nme)", NULL, "t.Thing has no field 'nme'"},
    {"optional field", "thing.?name", "optional_type(string)", NULL},
    {"field of an optional", "thing.?sub.num", "optional_type(int)", NULL},
    {"optional index", "ints[?0]", "optional_type(int)", NULL},
    {"index of an optional", "optional.of(ints)[0]", "optional_type(int)", NULL},

    /* operators */
    {"sum", "i + 1", "int", NULL},
    {"sum of two types", "i + 1u", NULL, "1:3: no overload of '+' for (int, uint)"},
    {"sum of strings", "'a' + 'b'", "string", NULL},
    {"sum of lists", "[1] + []", "list(int)", NULL},
    {"string and number", "'a' + 1", NULL, "no overload of '+' for (string, int)"},
    {"comparison of two types", "i == 'a'", NULL, "1:3: no overload of '==' for (int, string)"},
    {"int and double", "i == 1.0", NULL, "no overload of '=='"},
    {"comparison with dyn", "i == any", "bool", NULL},
    {"order of two types", "i < 1.0", NULL, "no overload of '<'"},
    {"order of lists", "[1] < [2]", NULL, "no overload of '<' for (list(int), list(int))"},
    {"null and object", "thing == null", "bool", NULL},
    {"null and int", "i == null", NULL, "no overload of '==' for (int, null_type)"},
    {"in", "1 in ints", "bool", NULL},
    {"in of another type", "'a' in ints", NULL, "no overload of 'in' for (string, list(int))"},
    {"in a map", "'a' in {'a': 1}", "bool", NULL},
    {"index", "ints[0]", "int", NULL},
    {"index by string", "ints['a']", NULL, "1:5: no overload of '['"},
    {"and", "i > 1 && thing.flag", "bool", NULL},
    {"and of an int", "thing.flag && i", NULL, "1:15: a bool is wanted here, this is int"},
    {"or of a string", "'a' || thing.flag", NULL, "1:1: a bool is wanted here"},
    {"not an int", "!i", NULL, "no overload of '!' for (int)"},
    {"minus a string", "-'a'", NULL, "no overload of '-' for (string)"},
    {"minus a uint", "-(1u)", NULL, "no overload of '-' for (uint)"},
    {"conditional", "thing.flag ? 1 : 2", "int", NULL},
    {"conditional of two types", "thing.flag ? 1 : 'a'", NULL,
     "1:12: the two results of ?: are of types (int, string)"},
    {"conditional with dyn", "thing.flag ? 1 : any", "dyn", NULL},
    {"conditional over an int", "i ? 1 : 2", NULL, "a bool is wanted"},
    {"time", "now - duration('1h')", "google.protobuf.Timestamp", NULL},
    {"difference of times", "now - now", "google.protobuf.Duration", NULL},

    /* functions */
    {"function", "size(ints)", "int", NULL},
    {"method", "'a'.size()", "int", NULL},
    {"undeclared function", "nosuch(1)", NULL, "1:1: undeclared function 'nosuch'"},
    {"undeclared method", "i.nosuch()", NULL, "1:3: undeclared function 'nosuch'"},
    {"wrong argument", "'a'.startsWith(1)", NULL, "1:5: no overload of string.startsWith(int)"},
    {"wrong receiver", "i.startsWith('a')", NULL, "no overload of int.startsWith(string)"},
    {"wrong count", "size(ints, ints)", NULL, "no overload of 'size' for (list(int), list(int))"},
    {"function as a method", "i.math()", NULL, "undeclared function 'math'"},
    {"namespaced", "math.abs(i)", "int", NULL},
    {"several that fit dyn", "math.abs(any)", "dyn", NULL},
    {"several that fit, one result", "size(any)", "int", NULL},
    {"generic", "[[1], [2]].flatten()", "list(int)", NULL},
    {"not that generic", "[1].flatten()", NULL, "no overload of list(int).flatten()"},
    {"the host's function", "twice(i)", "int", NULL},
    {"the host's generic function", "pick([1.5], 0)", "double", NULL},
    {"conversion", "string(1.5)", "string", NULL},
    {"conversion that there is not", "int([1])", NULL, "no overload of 'int' for (list(int))"},
    {"type", "type(1) == int", "bool", NULL},
    {"dyn", "dyn(1)", "dyn", NULL},
    {"dyn is not checked", "dyn(1) + 'a'", "string", NULL},
    {"nothing is known of none()", "math.abs(optional.none().value())", "dyn", NULL},

    /* macros */
    {"all", "ints.all(x, x > 0)", "bool", NULL},
    {"all over objects", "things.all(s, s.flag && s.num > 1)", "bool", NULL},
    {"misspelt field in a body", "things.all(s, s.flg)", NULL,
     "1:17: t.Thing has no field 'flg'; did you mean 'flag'?"},
    {"body that is no bool", "ints.all(x, x)", NULL, "1:13: all() wants a bool, this is int"},
    {"range that is none", "i.all(x, true)", NULL, "1:1: all() wants a list or map, this is int"},
    {"map", "ints.map(x, string(x))", "list(string)", NULL},
    {"map with filter", "ints.map(x, x > 1, x * 2u)", NULL, "no overload of '*' for (int, uint)"},
    {"filter", "ints.filter(x, x > 1)", "list(int)", NULL},
    {"filter over a map", "{'a': 1}.filter(k, k > 'a')", "list(string)", NULL},
    {"filter that is no bool", "ints.map(x, x, x)", NULL, "map() wants a bool as its filter"},
    {"two variables", "ints.all(i, v, i < 3 && v > 0)", "bool", NULL},
    {"two over a map", "{'a': 1u}.exists(k, v, k == 'a' && v == 1u)", "bool", NULL},
    {"transformMap", "{'a': 1}.transformMap(k, v, k + string(v))", "map(string, string)", NULL},
    {"transformMapEntry", "ints.transformMapEntry(i, v, {string(v): i})", "map(string, int)", NULL},
    {"transformMapEntry of no map", "ints.transformMapEntry(i, v, v)", NULL, "wants a map"},
    {"sortBy", "things.sortBy(s, s.num)", "list(t.Thing)", NULL},
    {"sortBy without order", "things.sortBy(s, [s.num])", NULL, "values of this key have no order"},
    {"bind", "cel.bind(x, 1, x + x)", "int", NULL},
    {"variable shadows", "ints.all(thing, thing > 0)", "bool", NULL},
    {"variable ends with its macro", "ints.all(x, true) && x > 0", NULL,
     "undeclared reference to 'x'"},
    {"absolute name past a variable", "ints.all(i, .i > i)", "bool", NULL},
    {"optMap", "optional.of(1).optMap(x, string(x))", "optional_type(string)", NULL},
    {"optMap of no optional", "i.optMap(x, x)", NULL, "optMap() wants an optional value"},
    {"optFlatMap", "optional.of(1).optFlatMap(x, optional.of('a'))", "optional_type(string)", NULL},
    {"optFlatMap of no optional", "optional.of(1).optFlatMap(x, x)", NULL,
     "optFlatMap() wants an optional value, this is int"},
    {"variables of a nest", "ints.all(x, ints.exists(y, x < y))", "bool", NULL},

    /* structs */
    {"struct", "t.Thing{name: 'a', num: 1}", "t.Thing", NULL},
    {"struct, wrong type", "t.Thing{num: 'a'}", NULL,
     "1:9: the field 'num' is of type int, not string"},
    {"struct, misspelt", "t.Thing{nam: 'a'}", NULL, "has no field 'nam'; did you mean"},
    {"struct, twice", "t.Thing{num: 1, num: 2}", NULL, "the field 'num' stands twice"},
    {"struct, undeclared", "t.Other{}", NULL, "undeclared struct type 't.Other'"},

    /* wrappers: a simple type or null */
    {"wrapper in a sum", "boxed + 1", "int", NULL},
    {"wrapper and null", "boxed == null", "bool", NULL},
    {"wrapper and its type", "[boxed, 1]", "list(wrapper(int))", NULL},
    {"its type and wrapper", "[1, boxed]", "list(wrapper(int))", NULL},
    {"wrapper or null", "any ? boxed : null", "wrapper(int)", NULL},
    {"wrapper of another type", "boxed + 'a'", NULL,
     "no overload of '+' for (wrapper(int), string)"},
    {"wrapper of a list", "boxes.all(x, x > 0)", "bool", NULL},
    {"field of a wrapper", "boxed.x", NULL, "has no fields"},

    /* type parameters */
    {"parameter that would hold itself", "[].map(x, [x]).map(y, y == [y])", NULL,
     "no overload of '=='"},
    {"list of dyn and int", "[[1], [any]]", "list(list(dyn))", NULL},
    {"null first", "[null, thing]", "list(t.Thing)", NULL},
    {"optional and null", "[optional.of(1), null]", "list(optional_type(int))", NULL},
    {"types in a list", "[int, string]", "list(type(int))", NULL},
    {"opaque", "pair(1, 'a')", "t.Pair(int, string)", NULL},
    {"opaque, two of them", "pair(1, 'a') == pair(2, 'b')", "bool", NULL},
    {"opaque, two kinds", "pair(1, 'a') == pair('a', 1)", NULL, "no overload of '=='"},
    {"opaque and null", "pair(1, 2) == null", "bool", NULL},
    {"opaque with dyn", "[pair(1, 2), pair(any, 3)]", "list(t.Pair(dyn, int))", NULL},
    {"field of an opaque", "pair(1, 2).x", NULL, "a value of type t.Pair(int, int) has no fields"},

    /* places */
    {"on the second line", "i > 1 &&\n  j > 1", NULL, "2:3: undeclared reference to 'j'"},
};

static struct cel_value
twice(struct cel_cx *cx, const struct cel_value *v)
{
    (void)cx;
    return cel_int(v[0].i * 2);
}

static struct cel_env *
environment(struct arena *a)
{
    static const struct {
        const char *name, *type;
    } vars[] = {
        {"i", "int"},
        {"any", "dyn"},
        {"now", "timestamp"},
        {"ints", "list(int)"},
        {"thing", "t.Thing"},
        {"things", "list(t.Thing)"},
        {"cert.key.bits", "int"},
        {"cert.key.thing", "t.Thing"},
        {"boxed", "wrapper(int)"},
        {"boxes", "wrapper(list(int))"},
    };
    struct cel_env *env = cel_env_new(a, CEL_LIB_ALL);
    struct cel_struct *thing, *sub;
    assert_true(cel_env_struct(env, SL("t.Thing"), &thing, NULL));
    assert_true(cel_env_struct(env, SL("t.Sub"), &sub, NULL));
    assert_true(cel_env_field(env, sub, SL("num"), &cel_type_int, NULL));
    assert_true(cel_env_field(env, thing, SL("name"), &cel_type_string, NULL));
    assert_true(cel_env_field(env, thing, SL("num"), &cel_type_int, NULL));
    assert_true(cel_env_field(env, thing, SL("flag"), &cel_type_bool, NULL));
    assert_true(cel_env_field(env, thing, SL("sub"), &sub->type, NULL));
    for (size_t i = 0; i < COUNT_OF(vars); i++) {
        const struct cel_type *t;
        assert_true(cel_env_type(&t, a, env, slice_str(vars[i].type), NULL));
        assert_true(cel_env_variable(env, slice_str(vars[i].name), t, NULL, NULL));
    }
    static const struct cel_row functions[] = {
        {"twice", "(int) -> int", twice, false},
        {"pick", "(list(T), int) -> T", NULL, false},
        {"pair", "(A, B) -> t.Pair(A, B)", NULL, false},
    };
    const struct cel_type *pair = cel_type_opaque(a, SL("t.Pair"), NULL, 0);
    assert_true(cel_env_opaque(env, pair, NULL));
    for (size_t i = 0; i < COUNT_OF(functions); i++)
        assert_true(cel_env_function(env, &functions[i], NULL));
    assert_true(cel_env_constant(env, SL("limit"), &cel_type_int, cel_int(3), NULL));
    return env;
}

static void
check_row(void **state)
{
    const struct row *r = *state;
    struct cel_env *env = environment(&case_arena);
    struct cel_ast *ast;
    struct err e = {0};

    bool ok = cel_compile(&ast, &case_arena, env, slice_str(r->text), NULL, &e);

    if (r->type) {
        assert_string_equal(e.msg, "");
        assert_true(ok);
        assert_string_equal(arena_str(&case_arena, cel_type_text(&case_arena, ast->root->type)),
                            r->type);
        return;
    }
    assert_false(ok);
    if (!strstr(e.msg, r->says))
        fail_msg("'%s' does not say '%s'", e.msg, r->says);
    /* What does not check still resolves, prepares and runs to some end. */
    assert_true(cel_parse(&ast, &case_arena, env, slice_str(r->text), NULL, NULL));
    cel_resolve(ast, &case_arena, env);
    struct cel_program *p = cel_program_new(&case_arena, ast);
    struct cel_value *slots = NEW_ARRAY(&case_arena, struct cel_value, p->nslots);
    struct cel_cx cx = {.arena = &case_arena};
    assert_int_not_equal(cel_eval(p, slots, &cx).kind, CEL_NONE);
}

/* --- names in a container --- */

static void
container(void **state)
{
    (void)state;
    static const struct {
        const char *text, *type;
    } cases[] = {
        {"x", "int"},     /* a.b.x */
        {"y", "string"},  /* a.y */
        {"z", "bool"},    /* z */
        {".x", "double"}, /* x of the root */
        {"b.x", "int"},   /* a.b.x, as a + b.x */
        {"c.d", "bytes"}, /* a.b.c.d, not the field d of a.c */
    };
    struct cel_env *env = cel_env_new(&case_arena, CEL_LIB_ALL);
    static const struct {
        const char *name;
        const struct cel_type *type;
    } vars[] = {
        {"a.b.x", &cel_type_int}, {"a.y", &cel_type_string},    {"z", &cel_type_bool},
        {"x", &cel_type_double},  {"a.b.c.d", &cel_type_bytes}, {"a.c", &cel_type_dyn},
    };
    for (size_t i = 0; i < COUNT_OF(vars); i++)
        assert_true(cel_env_variable(env, slice_str(vars[i].name), vars[i].type, NULL, NULL));
    cel_env_container(env, SL("a.b"));
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct cel_ast *ast;
        struct err e = {0};
        if (!cel_compile(&ast, &case_arena, env, slice_str(cases[i].text), NULL, &e))
            fail_msg("%s: %s", cases[i].text, e.msg);
        assert_string_equal(arena_str(&case_arena, cel_type_text(&case_arena, ast->root->type)),
                            cases[i].type);
    }
}

/* --- what the tree says after checking --- */

static void
tree_is_resolved(void **state)
{
    (void)state;
    struct cel_env *env = environment(&case_arena);
    struct cel_ast *ast;
    assert_true(cel_compile_condition(&ast, &case_arena, env,
                                      SL("things.all(s, s.num > limit) && cert.key.bits > 1"), NULL,
                                      NULL));
    assert_true(ast->checked && ast->resolved);
    const struct cel_call *and = &ast->root->call;
    assert_int_equal(and->op, CEL_OP_AND);
    const struct cel_macro_expr *all = &and->args[0]->macro;
    assert_int_equal(and->args[0]->kind, CEL_EXPR_MACRO);
    assert_int_equal(all->macro, CEL_MACRO_ALL);
    assert_true(slice_eq_str(all->range->ident.decl->name, "things"));
    assert_int_equal(all->slot, cel_env_slots(env));
    assert_int_equal(ast->nslots, cel_env_slots(env) + 1);
    const struct cel_call *gt = &all->body->call;
    assert_int_equal(gt->op, CEL_OP_GT);
    const struct cel_select *num = &gt->args[0]->select;
    assert_int_equal(num->index, 1);
    assert_int_equal(num->operand->ident.slot, all->slot);
    assert_null(num->operand->ident.decl);
    assert_true(gt->args[1]->ident.decl->is_constant);
    assert_int_equal(gt->args[1]->ident.decl->constant.i, 3);
    const struct cel_expr *bits = and->args[1]->call.args[0];
    assert_int_equal(bits->kind, CEL_EXPR_IDENT);
    assert_true(slice_eq_str(bits->ident.name, "cert.key.bits"));
}

static void
macro_names(void **state)
{
    (void)state;
    assert_string_equal(cel_macro_name(CEL_MACRO_ALL), "all");
    assert_string_equal(cel_macro_name(CEL_MACRO_OPT_FLAT_MAP), "optFlatMap");
    assert_string_equal(cel_op_name(CEL_OP_GE), ">=");
}

static void
condition_is_bool(void **state)
{
    (void)state;
    struct cel_env *env = environment(&case_arena);
    struct cel_ast *ast;
    struct err e = {0};
    assert_false(cel_compile_condition(&ast, &case_arena, env, SL("i + 1"), NULL, &e));
    assert_string_equal(e.msg, "1:3: a condition gives a bool, this gives int");
    assert_false(cel_compile_condition(&ast, &case_arena, env, SL("any"), NULL, &e));
}

/* Types that double with each call must not take exponential time. */
static void
types_that_double(void **state)
{
    (void)state;
    struct cel_env *env = cel_env_new(&case_arena, CEL_LIB_ALL);
    const struct cel_type *pair = cel_type_opaque(&case_arena, SL("pair"), NULL, 0);
    assert_true(cel_env_opaque(env, pair, NULL));
    static const struct cel_row f = {"f", "(T) -> pair(T, T)", NULL, false};
    assert_true(cel_env_function(env, &f, NULL));
    struct buf b;
    buf_init(&b, &case_arena, 10000);
    for (int i = 0; i < 100; i++)
        buf_str(&b, "f(");
    buf_str(&b, "1");
    for (int i = 0; i < 100; i++)
        buf_str(&b, ")");
    struct cel_ast *ast;
    struct err e = {0};
    if (cel_compile(&ast, &case_arena, env, buf_slice(&b), NULL, &e))
        assert_int_equal(ast->root->type->kind, CEL_OPAQUE);
    else
        assert_true(e.msg[0] != '\0');
}

/* --- environments --- */

struct env_row {
    const char *name, *function, *signature, *says;
};

static const struct env_row env_rows[] = {
    {"signature: method", "g", "string.(int, list(T)) -> map(string, T)", NULL},
    {"signature: no arrow", "g", "(int) int", "cannot be read"},
    {"signature: unknown type", "g", "(nosuch) -> int", "'nosuch' in '(nosuch) -> int' is no type"},
    {"signature: not closed", "g", "(int -> int", "cannot be read"},
    {"signature: behind the end", "g", "(int) -> int x", "cannot be read"},
    {"signature: too many", "g", "(int,int,int,int,int,int,int,int,int) -> int", "more than 8"},
    {"signature: too deep", "g",
     "(list(list(list(list(list(list(list(list(list(list(list(list(list(list(list(list(list(int))))"
     "))))))))))))))) -> int",
     "nested deeper"},
    {"signature: list of two", "g", "(list(int, int)) -> int", "is no type"},
    {"overlap at run time", "size", "(list(int)) -> int", "declared twice"},
    {"another type of argument", "size", "(int) -> int", NULL},
};

static void
env_row(void **state)
{
    const struct env_row *r = *state;
    struct cel_env *env = cel_env_new(&case_arena, CEL_LIB_ALL);
    struct cel_row row = {r->function, r->signature, twice, false};
    struct err e = {0};
    bool ok = cel_env_function(env, &row, &e);
    assert_int_equal(ok, r->says == NULL);
    if (r->says && !strstr(e.msg, r->says))
        fail_msg("'%s' does not say '%s'", e.msg, r->says);
}

static void
env_names(void **state)
{
    (void)state;
    static const char *const bad[] = {"", ".", "a.", ".a", "a..b", "1a", "a b", "a-b", "a.1"};
    struct cel_env *env = cel_env_new(&case_arena, CEL_LIB_ALL);
    struct err e = {0};
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        assert_false(cel_env_variable(env, slice_str(bad[i]), &cel_type_int, NULL, &e));
    uint32_t slot;
    assert_true(cel_env_variable(env, SL("a"), &cel_type_int, &slot, &e));
    assert_int_equal(slot, 0);
    assert_false(cel_env_variable(env, SL("a"), &cel_type_int, NULL, &e));
    assert_non_null(strstr(e.msg, "'a' is declared already"));
    assert_false(cel_env_constant(env, SL("int"), &cel_type_int, cel_int(1), &e));

    struct cel_env *child = cel_env_child(&case_arena, env);
    assert_false(cel_env_variable(child, SL("a"), &cel_type_int, NULL, &e));
    assert_true(cel_env_variable(child, SL("b"), &cel_type_int, &slot, &e));
    assert_int_equal(slot, 1);
    assert_non_null(cel_env_find(child, SL("a")));
    assert_null(cel_env_find(env, SL("b")));
    struct slices names = cel_env_names(&case_arena, child);
    assert_true(slice_eq_str(names.v[names.n - 1], "b"));
    assert_true(slice_eq_str(names.v[names.n - 2], "a"));

    struct cel_struct *s;
    assert_true(cel_env_struct(child, SL("S"), &s, &e));
    assert_true(cel_env_field(child, s, SL("f"), &cel_type_int, &e));
    assert_false(cel_env_field(child, s, SL("f"), &cel_type_int, &e));
    for (int i = 0; i < 40; i++)
        assert_true(
            cel_env_field(child, s, arena_printf(&case_arena, "f%d", i), &cel_type_int, &e));
    assert_int_equal(cel_struct_field(s, SL("f39")), 40);
    assert_int_equal(cel_struct_field(s, SL("f40")), CEL_FIELD_NONE);
    assert_ptr_equal(cel_env_find_struct(child, SL("S")), s);
    assert_null(cel_env_find_struct(env, SL("S")));
}

/* A child's overload is the child's own. */
static void
env_child_functions(void **state)
{
    (void)state;
    static const struct cel_row more = {"size", "(int) -> int", twice, false};
    struct cel_env *env = cel_env_new(&case_arena, CEL_LIB_ALL);
    struct cel_env *child = cel_env_child(&case_arena, env);
    struct cel_ast *ast;
    assert_true(cel_env_function(child, &more, NULL));
    assert_true(cel_compile(&ast, &case_arena, child, SL("size(1) + size('a')"), NULL, NULL));
    assert_false(cel_compile(&ast, &case_arena, env, SL("size(1)"), NULL, NULL));
}

int
main(void)
{
    CASES_TABLE(rows, check_row);
    CASES_TABLE(env_rows, env_row);
    CASES_TEST(container);
    CASES_TEST(tree_is_resolved);
    CASES_TEST(macro_names);
    CASES_TEST(condition_is_bool);
    CASES_TEST(types_that_double);
    CASES_TEST(env_names);
    CASES_TEST(env_child_functions);
    return cases_run("cel check");
}
