/* SPDX-License-Identifier: Apache-2.0 */
/* The reader of protobuf's text format: support/textproto.h. */
#include "base/buf.h"
#include "support/cases.h"
#include "support/textproto.h"

/* Printed back: names, then {} or the text in angle brackets. */
static void
print(struct buf *b, const struct textproto *m)
{
    for (size_t i = 0; i < m->n; i++) {
        const struct textproto_field *f = &m->v[i];
        buf_add(b, f->name);
        if (f->kind == TEXTPROTO_MESSAGE) {
            buf_str(b, "{");
            print(b, f->message);
            buf_str(b, "}");
        } else {
            buf_str(b, f->kind == TEXTPROTO_STRING ? "=<" : "=");
            buf_add(b, f->text);
            buf_str(b, f->kind == TEXTPROTO_STRING ? ">" : "");
        }
        buf_str(b, " ");
    }
}

static const struct row {
    const char *name;
    struct slice in;
    struct slice want; /* empty with `says`: refused */
    const char *says;
} rows[] = {
    {"empty", SL_INIT(""), SL_INIT(""), NULL},
    {"only a comment", SL_INIT("# x: 1"), SL_INIT(""), NULL},
    {"words", SL_INIT("a: 1 b: -2.5e+3, c: TRUE; d:x"), SL_INIT("a=1 b=-2.5e+3 c=TRUE d=x "), NULL},
    {"message", SL_INIT("a { b: 1 } c: { } d < e: 2 >"), SL_INIT("a{b=1 } c{} d{e=2 } "), NULL},
    {"repeated", SL_INIT("a: 1 a: 2"), SL_INIT("a=1 a=2 "), NULL},
    {"list without colon", SL_INIT("c [{}, {x: 1}]"), SL_INIT(""), "missing :"},
    {"list of messages", SL_INIT("a: [1, 2] b: [] c: [{}, {x: 1}]"),
     SL_INIT("a=1 a=2 c{} c{x=1 } "), NULL},
    {"strings", SL_INIT("a: \"x'y\" b: 'x\"y'"), SL_INIT("a=<x'y> b=<x\"y> "), NULL},
    {"joined strings", SL_INIT("a: \"x\" 'y'\n # c\n \"z\" b: 1"), SL_INIT("a=<xyz> b=1 "), NULL},
    {"escapes", SL_INIT("a: \"\\n\\t\\\\\\'\\\"\\101\\x42\\u00e9\\U0001F600\""),
     SL_INIT("a=<\n\t\\'\"AB\xc3\xa9\xf0\x9f\x98\x80> "), NULL},
    {"octets", SL_INIT("a: \"\\377\\000\\xfe\""), SL_INIT("a=<\xff\0\xfe> "), NULL},
    {"any", SL_INIT("o { [type.googleapis.com/google.protobuf.Duration] { seconds: 1 } }"),
     SL_INIT("o{type.googleapis.com/google.protobuf.Duration{seconds=1 } } "), NULL},
    {"comments between", SL_INIT("# h\na # n\n: # v\n 1"), SL_INIT("a=1 "), NULL},
    {"open message", SL_INIT("a { b: 1"), SL_INIT(""), "line 1: a message without end"},
    {"closed message", SL_INIT("a: 1\n}"), SL_INIT(""), "line 2"},
    {"wrong end", SL_INIT("a { b: 1 >"), SL_INIT(""), "missing"},
    {"open string", SL_INIT("a: \"x"), SL_INIT(""), "a string without end"},
    {"newline in a string", SL_INIT("a: \"x\n\""), SL_INIT(""), "a string without end"},
    {"no value", SL_INIT("a:"), SL_INIT(""), "missing"},
    {"no colon", SL_INIT("a 1"), SL_INIT(""), "missing :"},
    {"no name", SL_INIT(": 1"), SL_INIT(""), "missing"},
    {"open list", SL_INIT("a: [1, 2"), SL_INIT(""), "missing ]"},
    {"open name", SL_INIT("[a.b { }"), SL_INIT(""), "missing ]"},
    {"bad escape", SL_INIT("a: \"\\q\""), SL_INIT(""), "means nothing"},
    {"backslash at the end", SL_INIT("a: \"\\"), SL_INIT(""), "means nothing"},
    {"octal past 377", SL_INIT("a: \"\\400\""), SL_INIT(""), "377"},
    {"hexadecimal without digits", SL_INIT("a: \"\\xg\""), SL_INIT(""), "without digits"},
    {"no code point", SL_INIT("a: \"\\UFFFFFFFF\""), SL_INIT(""), "no code point"},
    {"NUL", SL_INIT("a: 1 \0 b: 2"), SL_INIT(""), "missing"},
};

static void
parse(void **state)
{
    const struct row *r = *state;
    struct textproto m;
    struct err e = {0};
    bool ok = textproto_parse(&m, &case_arena, r->in, &e);
    assert_int_equal(ok, r->says == NULL);
    if (!ok) {
        assert_non_null(strstr(e.msg, r->says));
        return;
    }
    struct buf b;
    buf_init(&b, &case_arena, 10000);
    print(&b, &m);
    assert_int_equal(buf_slice(&b).n, r->want.n);
    assert_true(slice_eq(buf_slice(&b), r->want));
}

static void
depth_is_bounded(void **state)
{
    (void)state;
    struct buf b;
    struct textproto m;
    struct err e = {0};
    buf_init(&b, &case_arena, 100000);
    for (int i = 0; i < TEXTPROTO_DEPTH_MAX + 1; i++)
        buf_str(&b, "a{");
    assert_false(textproto_parse(&m, &case_arena, buf_slice(&b), &e));
    assert_int_equal(e.code, ERR_LIMIT);
}

int
main(void)
{
    CASES_TABLE(rows, parse);
    CASES_TEST(depth_is_bounded);
    return cases_run("textproto");
}
