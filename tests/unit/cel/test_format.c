/* SPDX-License-Identifier: Apache-2.0 */
/* string.format: cel/ext_format.c, through expressions. */
#include "base/buf.h"
#include "cel/cel.h"
#include "support/cases.h"

static const struct cel_unknown fact = {.trail = SL_INIT("tls.suites")};
static const struct cel_unknown other = {.trail = SL_INIT("cert.key")};

/* Evaluates with one variable, v. */
static struct cel_value
eval(struct slice text, struct cel_value v, struct cel_cx *cx)
{
    struct cel_env *env = cel_env_new(&case_arena, CEL_LIB_ALL);
    struct cel_ast *ast;
    struct err e = {0};
    uint32_t slot;
    assert_true(cel_env_variable(env, SL("v"), &cel_type_dyn, &slot, &e));
    if (!cel_parse(&ast, &case_arena, env, text, NULL, &e))
        fail_msg("%s", e.msg);
    cel_resolve(ast, &case_arena, env);
    const struct cel_program *p = cel_program_new(&case_arena, ast);
    struct cel_value *slots = NEW_ARRAY(&case_arena, struct cel_value, p->nslots);
    slots[slot] = v;
    cx->arena = &case_arena;
    return cel_eval(p, slots, cx);
}

/* [[[... null ...]]] */
static struct cel_value
lists_in_lists(int depth)
{
    struct cel_value v = cel_null();
    for (int i = 0; i < depth; i++) {
        struct cel_value *inner = NEW(&case_arena, struct cel_value);
        *inner = v;
        v = cel_list_of(&case_arena, inner, 1);
    }
    return v;
}

static const struct row {
    const char *name;
    struct slice expr;
    const char *want; /* null: an error that says `says` */
    const char *says;
} rows[] = {
    {"nothing", SL_INIT("''.format([])"), "", NULL},
    {"arguments left over", SL_INIT("'%s'.format([1, 2])"), "1", NULL},
    {"percent at both ends", SL_INIT("'%%a%%'.format([])"), "%a%", NULL},
    {"percent, then a verb", SL_INIT("'%%%d%%d'.format([1])"), "%1%d", NULL},
    {"smallest int",
     SL_INIT("'%d %x %o'.format([-9223372036854775807 - 1, -9223372036854775807 - 1, -8])"),
     "-9223372036854775808 -8000000000000000 -10", NULL},
    {"largest uint",
     SL_INIT("'%d %X %b'.format([18446744073709551615u, 18446744073709551615u, 3u])"),
     "18446744073709551615 FFFFFFFFFFFFFFFF 11", NULL},
    {"zero in every base", SL_INIT("'%x %o %b'.format([0, 0u, 0])"), "0 0 0", NULL},
    {"largest uint in octal", SL_INIT("'%o'.format([18446744073709551615u])"),
     "1777777777777777777777", NULL},
    {"precision 0", SL_INIT("'%.0f %.0f %.0e'.format([0.5, 1.5, 12345])"), "0 2 1e+04", NULL},
    {"three digits of exponent", SL_INIT("'%.1e'.format([1e-300])"), "1.0e-300", NULL},
    {"minus zero", SL_INIT("'%.1f %s'.format([-0.0, -0.0])"), "-0.0 -0", NULL},
    {"large doubles have no exponent", SL_INIT("'%s %s'.format([1e21, 1e-7])"),
     "1000000000000000000000 0.0000001", NULL},
    {"%d of a double", SL_INIT("'%d'.format([3.14])"), "3.14", NULL},
    {"octets that are no UTF-8", SL_INIT("'%s'.format([b'a\\xff\\xfeb\\xc3'])"),
     "a\xef\xbf\xbd"
     "b\xef\xbf\xbd",
     NULL},
    {"octets in hexadecimal", SL_INIT("'%x'.format([b'\\x00\\xff'])"), "00ff", NULL},
    {"map in the order of keys as text", SL_INIT("'%s'.format([{10: 'a', 9: 'b', true: [1, {}]}])"),
     "{10: a, 9: b, true: [1, {}]}", NULL},
    {"type", SL_INIT("'%s %s'.format([type([]), int])"), "list int", NULL},
    {"scalars", SL_INIT("'%s %s %s'.format([[true, false, null], timestamp(0), duration('1.5s')])"),
     "[true, false, null] 1970-01-01T00:00:00Z 1.5s", NULL},
    {"keys that look alike keep their order", SL_INIT("'%s'.format([{'1': 'a', 1: 'b'}])"),
     "{1: a, 1: b}", NULL},
    {"infinity", SL_INIT("'%.1f %e %d'.format([double('inf'), double('-inf'), double('nan')])"),
     "Infinity -Infinity NaN", NULL},
    {"fixed point of ints", SL_INIT("'%.1f %.1e'.format([-2, 3u])"), "-2.0 3.0e+00", NULL},
    {"bool in binary", SL_INIT("'%b%b'.format([true, false])"), "10", NULL},
    {"text around", SL_INIT("'\xc3\xa9%s\xf0\x9f\x98\x80'.format(['x'])"),
     "\xc3\xa9x\xf0\x9f\x98\x80", NULL},
    {"precision is ignored by s and d", SL_INIT("'%.3s %.3d'.format(['abcd', 12345])"),
     "abcd 12345", NULL},
    {"percent at the end", SL_INIT("'a%'.format([1])"), NULL, "the string ends"},
    {"precision at the end", SL_INIT("'a%.3'.format([1])"), NULL, "the string ends"},
    {"precision without digits", SL_INIT("'%.f'.format([1])"), NULL, "a precision without digits"},
    {"precision that is negative", SL_INIT("'%.-1f'.format([1])"), NULL,
     "a precision without digits"},
    {"precision 1001", SL_INIT("'%.1001f'.format([1])"), NULL, "a precision above 1000"},
    {"enormous precision", SL_INIT("'%.99999999999999999999f'.format([1])"), NULL,
     "a precision above 1000"},
    {"width", SL_INIT("'%5d'.format([1])"), NULL, "unrecognized formatting clause \"5\""},
    {"verb beyond ASCII", SL_INIT("'%\xc3\xa9'.format([1])"), NULL,
     "unrecognized formatting clause \"\xc3\xa9\""},
    {"NUL as a verb", SL_INIT("'%\\0000'.format([1])"), NULL, "unrecognized formatting clause"},
    {"n writes nothing", SL_INIT("'%n'.format([1])"), NULL, "unrecognized formatting clause \"n\""},
    {"no arguments", SL_INIT("'%s'.format([])"), NULL, "index 0 out of range"},
    {"hex of a bool", SL_INIT("'%x'.format([true])"), NULL, "was given bool"},
    {"octal of a bool", SL_INIT("'%o'.format([true])"), NULL, "was given bool"},
    {"optional", SL_INIT("'%s'.format([optional.of(1)])"), NULL, "was given optional_type"},
    {"optional in a map", SL_INIT("'%s'.format([{'a': [optional.none()]}])"), NULL,
     "was given optional_type"},
    {"fixed point of a string", SL_INIT("'%f'.format(['1'])"), NULL, "fixed-point clause"},
    {"scientific of a string", SL_INIT("'%e'.format(['1'])"), NULL, "scientific clause"},
    {"binary of a double", SL_INIT("'%b'.format([1.0])"), NULL, "was given double"},
    {"decimal of a list", SL_INIT("'%d'.format([[1]])"), NULL, "was given list"},
    {"lists nested too deeply", SL_INIT("'%s'.format([v])"), NULL, "nested too deeply"},
    {"no string", SL_INIT("1.format([])"), NULL, "no such overload"},
    {"no list", SL_INIT("'a'.format(1)"), NULL, "no such overload"},
};

static void
format(void **state)
{
    const struct row *r = *state;
    struct cel_cx cx = {0};
    struct cel_value v = eval(r->expr, lists_in_lists(600), &cx);
    if (r->want) {
        if (v.kind == CEL_ERROR)
            fail_msg("%.*s", SL_FMT(v.error->text));
        assert_int_equal(v.kind, CEL_STRING);
        assert_string_equal(arena_str(&case_arena, cel_octets(v)), r->want);
        return;
    }
    assert_int_equal(v.kind, CEL_ERROR);
    if (slice_find(v.error->text, slice_str(r->says)) == SIZE_MAX)
        fail_msg("%.*s", SL_FMT(v.error->text));
}

static void
unknown_elements_make_it_unknown(void **state)
{
    (void)state;
    struct cel_cx cx = {0};
    struct cel_value key = cel_string(SL("k")), value = cel_unknown(&other), map;
    struct err e = {0};
    assert_true(cel_map_new(&map, &case_arena, &key, &value, 1, &e));
    struct cel_value v[] = {cel_unknown(&fact), cel_list_of(&case_arena, &map, 1), cel_int(2)};
    struct cel_value got = eval(SL("'%d %s %s'.format(v)"), cel_list_of(&case_arena, v, 3), &cx);
    const struct cel_unknown *const *leaves;
    size_t n;
    assert_int_equal(got.kind, CEL_UNKNOWN);
    cel_unknown_leaves(&case_arena, got.unknown, &leaves, &n);
    assert_int_equal(n, 2);
    assert_true(slice_eq_str(leaves[0]->trail, "cert.key"));
    assert_true(slice_eq_str(leaves[1]->trail, "tls.suites"));
}

/* An error wins; an element that is not asked for does not matter. */
static void
unknown_elements_beside_others(void **state)
{
    (void)state;
    struct cel_cx cx = {0};
    struct cel_value v[] = {cel_unknown(&fact), cel_string(SL("x"))};
    struct cel_value got = eval(SL("'%s %d'.format(v)"), cel_list_of(&case_arena, v, 2), &cx);
    assert_int_equal(got.kind, CEL_ERROR);
    struct cel_value w[] = {cel_string(SL("x")), cel_unknown(&fact)};
    got = eval(SL("'%s'.format(v)"), cel_list_of(&case_arena, w, 2), &cx);
    assert_int_equal(got.kind, CEL_STRING);
}

static const struct limit_row {
    const char *name;
    struct slice expr;
    struct cel_cx cx;
} limit_rows[] = {
    {"memory",
     SL_INIT("'%.1000f%.1000f%.1000f%.1000f%.1000f%.1000f'.format([v, v, v, v, v, v])"),
     {.memory_max = 5000}},
    {"memory of a map's keys",
     SL_INIT("'%s'.format([{'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa': v}])"),
     {.memory_max = 60}},
    {"steps", SL_INIT("'%.1000f%.1000f%.1000f'.format([v, v, v])"), {.steps_max = 100}},
};

static void
limit(void **state)
{
    const struct limit_row *r = *state;
    struct cel_cx cx = r->cx;
    struct cel_value got = eval(r->expr, cel_int(1), &cx);
    assert_int_equal(got.kind, CEL_ERROR);
    assert_int_equal(got.error->code, CEL_E_LIMIT);
}

int
main(void)
{
    CASES_TABLE(rows, format);
    CASES_TEST(unknown_elements_make_it_unknown);
    CASES_TEST(unknown_elements_beside_others);
    CASES_TABLE(limit_rows, limit);
    return cases_run("cel format");
}
