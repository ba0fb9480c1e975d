/* SPDX-License-Identifier: Apache-2.0 */
/* Text to tree: what it means is shown by printing it; faults by their place. */
#include "support/cases.h"

#include "cel/cel.h"

#include <stdio.h>

struct row {
    const char *name, *text;
    const char *want; /* printed, or null */
    const char *says; /* "line:column" and a part of the message, or null */
};

static const struct row rows[] = {
    /* operators */
    {"precedence", "a||b&&c==d+e*f", "a || b && c == d + e * f", NULL},
    {"parentheses that matter", "((a||b)&&c)*(d+e)", "((a || b) && c) * (d + e)", NULL},
    {"parentheses that do not", "(((a)))+((b*c))", "a + b * c", NULL},
    {"left to right", "a-b-c", "a - b - c", NULL},
    {"right operand in parentheses", "a-(b-c)", "a - (b - c)", NULL},
    {"flat or", "a || b || c || d", "a || b || c || d", NULL},
    {"grouped or keeps its group", "a || (b || c)", "a || (b || c)", NULL},
    {"relations chain", "1 < 2 == true", "1 < 2 == true", NULL},
    {"in", "a in b && !(c in d)", "a in b && !(c in d)", NULL},
    {"conditional to the right", "a ? b : c ? d : e", "a ? b : c ? d : e", NULL},
    {"conditional in a condition", "(a ? b : c) ? d : e", "(a ? b : c) ? d : e", NULL},
    {"conditional in the middle", "a ? b ? c : d : e", NULL, "1:7: '?'"},
    {"not not", "!!a", "!!a", NULL},
    {"minus minus", "- -a", "--a", NULL},
    {"minus of a number", "-(5)", "-(5)", NULL},
    {"number below zero", "-5", "-5", NULL},
    {"minus takes the number first", "-5.abs()", "-5.abs()", NULL},
    {"difference of a negative", "a - -5", "a - -5", NULL},
    {"not a negative number", "!(-1)", "!(-1)", NULL},
    {"not minus", "!-a", NULL, "1:2: '-'"},
    {"minus not", "-!a", NULL, "1:2: '!'"},

    /* postfix */
    {"selection and call", "a.b.c(d).e[f]", "a.b.c(d).e[f]", NULL},
    {"optional syntax", "a.?b[?c].d", "a.?b[?c].d", NULL},
    {"quoted field", "a.`b-c/d e.f`", "a.`b-c/d e.f`", NULL},
    {"quoted field that needs none", "a.`b`", "a.b", NULL},
    {"reserved word as field", "a.for", "a.for", NULL},
    {"reserved word as method", "a.package()", "a.package()", NULL},
    {"keyword as field", "a.in", NULL, "1:3: 'in'"},
    {"absolute name", ".a.b(.c)", ".a.b(.c)", NULL},
    {"absolute function", ".f(a)", ".f(a)", NULL},
    {"selection on a literal", "1.a", "1.a", NULL},
    {"quoted name alone", "`a`", NULL, "1:1: 'a'"},

    /* literals */
    {"ints", "[0, 1, 0xFF, 9223372036854775807]", "[0, 1, 255, 9223372036854775807]", NULL},
    {"least int", "-9223372036854775808", "-9223372036854775808", NULL},
    {"least int in hexadecimal", "-0x8000000000000000", "-9223372036854775808", NULL},
    {"int too large", "9223372036854775808", NULL, "1:1: 9223372036854775808 does not fit"},
    {"int too small", " -9223372036854775809", NULL, "1:2: 9223372036854775809 does not fit"},
    {"uints", "[1u, 0xFFu, 18446744073709551615U]", "[1u, 255u, 18446744073709551615u]", NULL},
    {"uint too large", "18446744073709551616u", NULL, "does not fit"},
    {"doubles", "[1.0, .5, 1e3, 1.5e-7]", "[1.0, 0.5, 1000.0, 1.5e-07]", NULL},
    {"double too large", "1e999", NULL, "does not fit"},
    {"double with a bare point", "1.", NULL, "1:3: the expression ends"},
    {"number into name", "12ab", NULL, "a number runs into a name"},
    {"hexadecimal without digits", "0x", NULL, "a number runs into a name"},
    {"two points", "1..2", NULL, "1:3: '.2'"},
    {"constants", "[true, false, null]", "[true, false, null]", NULL},
    {"strings", "['a', \"b\", '''c'd''', r'\\n']", "[\"a\", \"b\", \"c'd\", \"\\\\n\"]", NULL},
    {"escapes", "'\\a\\b\\f\\n\\r\\t\\v\\?\\\"\\'\\`\\\\'", "\"\\a\\b\\f\\n\\r\\t\\v?\\\"'`\\\\\"",
     NULL},
    {"numbered escapes", "'\\x41\\101\\u00e9\\U0001F600'", "\"AA\xC3\xA9\xF0\x9F\x98\x80\"", NULL},
    {"bytes", "b'\\xff\\377a'", "b\"\\xff\\xffa\"", NULL},
    {"bytes of text", "b'\xC3\xBF'", "b\"\\xc3\\xbf\"", NULL},
    {"raw bytes", "bR'\\x'", "b\"\\\\x\"", NULL},
    {"unknown escape", "'ab\\qc'", NULL, "1:4: this escape"},
    {"short escape", "'\\x4'", NULL, "1:2: this escape"},
    {"octal past the range", "'\\400'", NULL, "this escape"},
    {"surrogate", "'\\ud800'", NULL, "this escape"},
    {"past the last code point", "'\\U00110000'", NULL, "this escape"},
    {"code point in bytes", "b'\\u0041'", NULL, "this escape is not one of the language for bytes"},
    {"string not closed", "'abc", NULL, "1:1: a string is not closed"},
    {"string over a line", "'a\nb'", NULL, "1:1: a string is not closed"},
    {"triple string over a line", "'''a\nb'''", "\"a\\nb\"", NULL},
    {"escaped quote at the end", "'a\\'", NULL, "a string is not closed"},
    {"prefix in the wrong order", "rb'a'", NULL, "1:3: ''a'' where the end"},

    /* aggregates */
    {"trailing commas", "[1, 2,] == {'a': 1,}", "[1, 2] == {\"a\": 1}", NULL},
    {"empty ones", "[[], {}, f()]", "[[], {}, f()]", NULL},
    {"trailing comma in a call", "f(a,)", NULL, "1:5: ')'"},
    {"only a comma", "[,]", NULL, "1:2: ','"},
    {"optional parts", "[?a, b] + {?'k': c}", "[?a, b] + {?\"k\": c}", NULL},
    {"struct", "a.B{c: 1, ?d: e, `f-g`: 2}", "a.B{c: 1, ?d: e, `f-g`: 2}", NULL},
    {"struct of a call", "f(){a: 1}", NULL, "1:4: '{'"},
    {"map without value", "{'a'}", NULL, "1:5: '}'"},
    {"bracket left open", "[1, 2", NULL, "1:6: the expression ends"},

    /* macros */
    {"all", "a.all(x, x > 0)", "a.all(x, x > 0)", NULL},
    {"two variables", "a.exists(i, v, v == i)", "a.exists(i, v, v == i)", NULL},
    {"map with filter", "a.map(x, x > 0, x)", "a.map(x, x > 0, x)", NULL},
    {"transforms", "a.transformMap(k, v, true, v)", "a.transformMap(k, v, true, v)", NULL},
    {"bind", "cel.bind(x, 1, x + x)", "cel.bind(x, 1, x + x)", NULL},
    {"has", "has(a.b.c)", "has(a.b.c)", NULL},
    {"has of an index", "has(a[0])", NULL, "1:6: has() wants"},
    {"has of has", "has(has(a.b))", NULL, "has() wants"},
    {"has of two is a function", "has(a.b, c.d)", "has(a.b, c.d)", NULL},
    {"variable that is none", "a.all(x.y, true)", NULL, "1:9: a macro's variable"},
    {"variable that is absolute", "a.all(.x, true)", NULL, "a macro's variable"},
    {"the same variable twice", "a.all(x, x, true)", NULL, "1:10: the two variables"},
    {"another count is a method", "a.all(x)", "a.all(x)", NULL},
    {"no receiver is a function", "all(x, true)", "all(x, true)", NULL},
    {"greatest of three", "math.greatest(1, 2, 3)", "math.greatest([1, 2, 3])", NULL},

    /* around */
    {"comments", "a // b\n + c // d", "a + c", NULL},
    {"white space", "\ta\n\f+\r\nb ", "a + b", NULL},
    {"nothing", "", NULL, "1:1: the expression ends where an expression should be"},
    {"only a comment", "// a", NULL, "the expression ends"},
    {"something behind", "a b", NULL, "1:3: 'b' where the end should be"},
    {"place on a later line", "a +\n  b +\n    $", NULL, "3:5: '$'"},
    {"column in code points", "'\xC3\xA9\xC3\xA9' + $", NULL, "1:8: '$'"},
    {"reserved word", "for + 1", NULL, "1:1: 'for' is a reserved word"},
    {"single equals", "a = b", NULL, "1:3: a single '='"},
    {"single ampersand", "a & b", NULL, "1:3: a single '&'"},
    {"control character", "a \x01", NULL, "octet 0x01"},
    {"not UTF-8", "'\xFF'", NULL, "not valid UTF-8"},
};

static void
parse_row(void **state)
{
    const struct row *r = *state;
    struct cel_env *env = cel_env_new(&case_arena, CEL_LIB_ALL);
    struct cel_ast *ast;
    struct err e = {0};

    bool ok = cel_parse(&ast, &case_arena, env, slice_str(r->text), NULL, &e);

    if (r->want) {
        assert_string_equal(e.msg, "");
        assert_true(ok);
        struct slice printed = cel_expr_text(&case_arena, ast->root);
        assert_string_equal(arena_str(&case_arena, printed), r->want);
        assert_true(cel_parse(&ast, &case_arena, env, printed, NULL, &e));
        assert_true(slice_eq(cel_expr_text(&case_arena, ast->root), printed));
    } else {
        assert_false(ok);
        if (!strstr(e.msg, r->says))
            fail_msg("'%s' does not say '%s'", e.msg, r->says);
    }
}

/* `n` times one text, between two others. */
static struct slice
repeated(const char *before, const char *unit, size_t n, const char *after)
{
    struct buf b;
    buf_init(&b, &case_arena, 1 << 20);
    buf_str(&b, before);
    for (size_t i = 0; i < n; i++)
        buf_str(&b, unit);
    buf_str(&b, after);
    return buf_slice(&b);
}

static bool
parses(struct slice text, enum err_code *code)
{
    struct cel_env *env = cel_env_new(&case_arena, CEL_LIB_ALL);
    struct cel_ast *ast;
    struct err e = {0};
    bool ok = cel_parse(&ast, &case_arena, env, text, NULL, &e);
    *code = e.code;
    return ok;
}

struct depth_row {
    const char *name, *before, *unit, *after;
    size_t good, bad;
};

static const struct depth_row depth_rows[] = {
    {"depth: parentheses", "", "(", "", 0, 251},
    {"depth: lists", "", "[", "", 0, 251},
    {"depth: calls", "", "f(", "", 0, 251},
    {"depth: not", "", "!", "a", 249, 251},
    {"depth: minus", "", "-", "a", 249, 251},
    {"depth: selections", "a", ".b", "", 249, 250},
    {"depth: indices", "a", "[0]", "", 249, 250},
    {"depth: sums", "a", " + b", "", 249, 250},
    {"depth: conditionals", "", "a ? b : ", "c", 240, 251},
    {"width: or", "a", " || b", "", 4000, 5000},
    {"width: list", "[a", ", b", "]", 4000, 5000},
    {"length", "'", "a", "'", 65534, 65535},
};

static void
depth_row(void **state)
{
    const struct depth_row *r = *state;
    enum err_code code;
    assert_true(parses(repeated(r->before, r->unit, r->good, r->good ? r->after : "a"), &code));
    assert_false(parses(repeated(r->before, r->unit, r->bad, r->after), &code));
    assert_int_equal(code, ERR_LIMIT);
}

/* With `at`, the place is apart and the message bare. */
static void
place_apart(void **state)
{
    (void)state;
    struct cel_env *env = cel_env_new(&case_arena, CEL_LIB_ALL);
    struct cel_ast *ast;
    struct cel_place at;
    struct err e = {0};
    assert_false(cel_parse(&ast, &case_arena, env, SL("a +\n )"), &at, &e));
    assert_int_equal(at.line, 2);
    assert_int_equal(at.column, 2);
    assert_string_equal(e.msg, "')' where an expression should be");
}

/* Without the optionals library its syntax is none, and its macros are methods. */
static void
libraries_off(void **state)
{
    (void)state;
    struct cel_env *env = cel_env_new(&case_arena, 0);
    struct cel_ast *ast;
    struct err e = {0};
    assert_false(cel_parse(&ast, &case_arena, env, SL("a.?b"), NULL, &e));
    assert_false(cel_parse(&ast, &case_arena, env, SL("[?b]"), NULL, &e));
    assert_true(cel_parse(&ast, &case_arena, env, SL("a.optMap(x, x)"), NULL, &e));
    assert_int_equal(ast->root->kind, CEL_EXPR_CALL);
    assert_true(cel_parse(&ast, &case_arena, env, SL("a.all(x, y, x)"), NULL, &e));
    assert_int_equal(ast->root->kind, CEL_EXPR_CALL);
}

int
main(void)
{
    CASES_TABLE(rows, parse_row);
    CASES_TABLE(depth_rows, depth_row);
    CASES_TEST(place_apart);
    CASES_TEST(libraries_off);
    return cases_run("cel parse");
}
