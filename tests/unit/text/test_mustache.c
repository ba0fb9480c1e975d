/* SPDX-License-Identifier: Apache-2.0 */
#include "support/cases.h"
#include "text/json_build.h"
#include "text/mustache.h"

#include <stdio.h>

/* ---- compiling: what is refused, and where --------------------------------------------------- */

struct compile_row {
    const char *name;
    struct slice in;
    enum err_code want;
    bool escape_all;
    const char *says; /* null: it compiles */
};

static const struct compile_row compile_rows[] = {
    {"empty", SL_INIT(""), ERR_NONE, false, NULL},
    {"text alone", SL_INIT("a } b { c }} d"), ERR_NONE, false, NULL},
    {"tag left open", SL_INIT("a\nbc{{x"), ERR_INPUT, false, "t:2:3: this tag is not closed: {{x"},
    {"tag left open at the end", SL_INIT("{{"), ERR_INPUT, false, "t:1:1: this tag is not closed"},
    {"one brace short", SL_INIT("{{x}"), ERR_INPUT, false, "t:1:1: this tag is not closed"},
    {"triple closed by two", SL_INIT("{{{x}}"), ERR_INPUT, false, "t:1:1: this tag is not closed"},
    {"comment left open", SL_INIT("{{! to the end"), ERR_INPUT, false, "not closed"},
    {"column counts characters", SL_INIT("标准{{"), ERR_INPUT, false, "t:1:3: this tag"},
    {"no name", SL_INIT("{{}}"), ERR_INPUT, false, "t:1:1: this tag has no name"},
    {"blank name", SL_INIT("{{  }}"), ERR_INPUT, false, "this tag has no name"},
    {"section without a name", SL_INIT("{{#}}{{/}}"), ERR_INPUT, false, "has no name"},
    {"name with a blank", SL_INIT("{{a b}}"), ERR_INPUT, false, "t:1:1: this is no name: a b"},
    {"name with a brace", SL_INIT("{{a{b}}"), ERR_INPUT, false, "this is no name: a{b"},
    {"name with a NUL", SL_INIT("{{a\0b}}"), ERR_INPUT, false, "this is no name"},
    {"name with an empty part", SL_INIT("{{a..b}}"), ERR_INPUT, false, "this is no name: a..b"},
    {"name ends in a dot", SL_INIT("{{a.}}"), ERR_INPUT, false, "this is no name: a."},
    {"two dots", SL_INIT("{{..}}"), ERR_INPUT, false, "this is no name: .."},
    {"section left open", SL_INIT("x\n {{#a}}y"), ERR_INPUT, false,
     "t:2:2: this section is not closed: a"},
    {"the inner one is left open", SL_INIT("{{#a}}{{^b}}{{/a}}"), ERR_INPUT, false,
     "t:1:13: another section is open here: b"},
    {"closed without being open", SL_INIT("{{/a}}"), ERR_INPUT, false,
     "a section that is not open: a"},
    {"closed twice", SL_INIT("{{#a}}{{/a}}{{/a}}"), ERR_INPUT, false,
     "t:1:13: this closes a section"},
    {"crossed", SL_INIT("{{#a}}{{#b}}{{/a}}{{/b}}"), ERR_INPUT, false,
     "another section is open here: b"},
    {"one delimiter", SL_INIT("{{=<%=}}"), ERR_INPUT, false, "delimiters are two words"},
    {"three delimiters", SL_INIT("{{=< > |=}}"), ERR_INPUT, false, "delimiters are two words"},
    {"no delimiter", SL_INIT("{{==}}"), ERR_INPUT, false, "delimiters are two words"},
    {"delimiters left open", SL_INIT("{{=<% %>}}"), ERR_INPUT, false, "not closed"},
    {"not UTF-8", SL_INIT("ab\xff"), ERR_INPUT, false, "t:1:3: this is not UTF-8"},
    {"surrogate", SL_INIT("\xed\xa0\x80"), ERR_INPUT, false, "t:1:1: this is not UTF-8"},
    {"raw, where everything is escaped", SL_INIT("x {{{a}}}"), ERR_INPUT, true,
     "t:1:3: nothing goes out unescaped: a"},
    {"ampersand, where everything is escaped", SL_INIT("{{&a}}"), ERR_INPUT, true,
     "nothing goes out unescaped: a"},
    {"ampersand, with other delimiters", SL_INIT("{{=<% %>=}}<%&a%>"), ERR_INPUT, true,
     "nothing goes out unescaped: a"},
    {"triple, with other delimiters", SL_INIT("{{=<% %>=}}<%{a}%>"), ERR_INPUT, true,
     "nothing goes out unescaped: a"},
    {"raw in a comment", SL_INIT("{{! {{{a}} }}"), ERR_NONE, true, NULL},
};

static void
compile_row(void **state)
{
    const struct compile_row *r = *state;
    struct mustache_set set;
    struct err e = {0};
    mustache_set_init(&set, &case_arena);
    set.escape_all = r->escape_all;
    bool ok = mustache_add(&set, SL("t"), r->in, &e);
    assert_int_equal(e.code, r->want);
    assert_int_equal(ok, r->says == NULL);
    assert_int_equal(mustache_find(&set, SL("t")) != NULL, ok);
    if (r->says && !strstr(e.msg, r->says))
        fail_msg("it says: %s", e.msg);
}

/* ---- rendering ------------------------------------------------------------------------------- */

struct render_row {
    const char *name, *template, *partial, *view, *want;
};

static const struct render_row render_rows[] = {
    {"markup is escaped", "{{x}}", NULL, "{\"x\":\"<a href='x'>&\\\"\"}",
     "&lt;a href=&#39;x&#39;&gt;&amp;&quot;"},
    {"what looks like a tag is text", "{{x}}", NULL, "{\"x\":\"{{y}}\",\"y\":\"no\"}", "{{y}}"},
    {"what is escaped is escaped again", "{{x}}", NULL, "{\"x\":\"&amp;\"}", "&amp;amp;"},
    {"other scripts stand as they are", "{{x}}", NULL, "{\"x\":\"征求意见稿\"}", "征求意见稿"},
    {"no view at all", "a{{x}}{{#y}}b{{/y}}{{^y}}c{{/y}}", NULL, "null", "ac"},
    {"false, null, empty and 0 leave a section out",
     "{{#a}}a{{/a}}{{#b}}b{{/b}}{{#c}}c{{/c}}{{#d}}d{{/d}}{{#e}}e{{/e}}", NULL,
     "{\"a\":false,\"b\":null,\"c\":[],\"d\":\"\",\"e\":0}", ""},
    {"an empty object opens it", "{{#a}}x{{/a}}", NULL, "{\"a\":{}}", "x"},
    {"a flag does not change what . is", "{{#l}}{{#yes}}{{.}}{{/yes}}{{/l}}", NULL,
     "{\"l\":[\"a\",\"b\"],\"yes\":true}", "ab"},
    {"a text in a section is .", "{{#x}}<{{.}}>{{/x}}", NULL, "{\"x\":\"t\"}", "<t>"},
    {".name does not look outside", "{{#l}}{{n}}{{.n}};{{/l}}", NULL,
     "{\"n\":\"out\",\"l\":[{\"n\":\"in\"},{}]}", "inin;out;"},
    {"a list of lists", "{{#l}}({{#.}}{{.}}{{/.}}){{/l}}", NULL, "{\"l\":[[1,2],[3]]}", "(12)(3)"},
    {"objects and lists are no text", "[{{o}}{{l}}]", NULL, "{\"o\":{\"a\":1},\"l\":[1]}", "[]"},
    {"numbers", "{{a}} {{b}} {{c}}", NULL, "{\"a\":-9223372036854775808,\"b\":0.1,\"c\":1e21}",
     "-9223372036854775808 0.1 1e+21"},
    {"a partial indents each of its lines", "  {{>p}}\n", "a\n{{x}}\nb\n", "{\"x\":\"1\\n2\"}",
     "  a\n  1\n2\n  b\n"},
    {"indentation adds up", " {{>p}}\n", "{{#more}}\n {{>p}}\n{{/more}}\nx\n",
     "{\"more\":{\"more\":false}}", "  x\n x\n"},
    {"lines that end in CR LF", "a\r\n{{#x}}\r\nb\r\n{{/x}}\r\nc", NULL, "{\"x\":true}",
     "a\r\nb\r\nc"},
    {"a lone CR ends no line", "{{#x}}\ra{{/x}}", NULL, "{\"x\":true}", "\ra"},
    {"two tags on a line do not stand alone", " {{#x}}{{/x}} \n", NULL, "{\"x\":true}", "  \n"},
    {"a line of a tag of several lines", "a\n{{!\n b\n}}\nc", NULL, "{}", "a\nc"},
    {"other delimiters end with the template", "{{=| |=}}|x| {{x}} |>p| |={{ }}=|{{x}}", "{{x}}",
     "{\"x\":1}", "1 {{x}} 1 1"},
    {"a partial of the same name as a value", "{{p}}{{>p}}", "P", "{\"p\":1}", "1P"},
    {"one value asked through another", "{{a.b.c}}{{a.x.c}}{{a.b.c.d}}", NULL,
     "{\"a\":{\"b\":{\"c\":7}},\"x\":{\"c\":8}}", "7"},
};

static bool
render(struct buf *out, const char *template, const char *partial, const char *json, struct err *e)
{
    struct mustache_set set;
    struct json_node doc;
    mustache_set_init(&set, &case_arena);
    assert_true(mustache_add(&set, SL("t"), slice_str(template), e));
    if (partial)
        assert_true(mustache_add(&set, SL("p"), slice_str(partial), e));
    assert_true(json_parse(&doc, &case_arena, SL("view"), slice_str(json), e));
    const struct json_node *stack[] = {&doc};
    struct mustache_view view = {.stack = stack, .n = 1};
    return mustache_render(out, &case_arena, &set, mustache_find(&set, SL("t")), &view, e);
}

static void
render_row(void **state)
{
    const struct render_row *r = *state;
    struct err e = {0};
    struct buf out;
    buf_init(&out, &case_arena, 1 << 16);
    if (!render(&out, r->template, r->partial, r->view, &e))
        fail_msg("%s", e.msg);
    assert_string_equal(arena_str(&case_arena, buf_slice(&out)), r->want);
}

/* ---- bounds ---------------------------------------------------------------------------------- */

struct bound_row {
    const char *name, *template, *partial, *view, *says;
    size_t max;
};

#define TEN "[1,1,1,1,1,1,1,1,1,1]"
#define EACH(x) "{{#l}}" x "{{/l}}"

static const struct bound_row bound_rows[] = {
    {"a partial within itself", "{{>p}}", "x{{>p}}", "{}", "nest more than 64 deep", 1 << 20},
    {"two of itself", "{{>p}}", "{{>p}}{{>p}}", "{}", "nest more than 64 deep", 1 << 20},
    {"more than fits", EACH("0123456789"), NULL, "{\"l\":" TEN "}", "too long", 99},
    {"ten by ten, without a word", EACH(EACH(EACH(EACH(EACH(EACH(EACH(EACH("{{!x}}")))))))), NULL,
     "{\"l\":" TEN "}", "takes too long", 1 << 20},
};

static void
bound_row(void **state)
{
    const struct bound_row *r = *state;
    struct err e = {0};
    struct buf out;
    buf_init(&out, &case_arena, r->max);
    assert_false(render(&out, r->template, r->partial, r->view, &e));
    assert_int_equal(e.code, ERR_LIMIT);
    if (!strstr(e.msg, r->says))
        fail_msg("it says: %s", e.msg);
}

static bool
compiles(const char *open, const char *close, size_t n, struct err *e)
{
    struct mustache_set set;
    struct buf b;
    buf_init(&b, &case_arena, MUSTACHE_TEMPLATE_MAX + 100);
    for (size_t i = 0; i < n; i++)
        buf_str(&b, open);
    for (size_t i = 0; i < n; i++)
        buf_str(&b, close);
    mustache_set_init(&set, &case_arena);
    return mustache_add(&set, SL("t"), buf_slice(&b), e);
}

static void
sections_nest_so_deep(void **state UNUSED)
{
    struct err e = {0};
    assert_true(compiles("{{#a}}", "{{/a}}", MUSTACHE_DEPTH_MAX, &e));
    assert_false(compiles("{{#a}}", "{{/a}}", MUSTACHE_DEPTH_MAX + 1, &e));
    assert_int_equal(e.code, ERR_LIMIT);
    assert_non_null(strstr(e.msg, "t:1:385: too many sections within each other"));
}

static void
templates_are_so_long(void **state UNUSED)
{
    struct err e = {0};
    assert_true(compiles("{{x}} ", "", MUSTACHE_TEMPLATE_MAX / 6, &e));
    assert_false(compiles("{{x}} ", "", MUSTACHE_TEMPLATE_MAX / 6 + 1, &e));
    assert_int_equal(e.code, ERR_LIMIT);
}

static void
names_are_so_long(void **state UNUSED)
{
    struct mustache_set set;
    struct err e = {0};
    mustache_set_init(&set, &case_arena);
    assert_true(mustache_add(&set, SL("t"),
                             arena_printf(&case_arena, "{{%0*d}}", MUSTACHE_NAME_MAX, 1), &e));
    assert_false(mustache_add(&set, SL("t"),
                              arena_printf(&case_arena, "{{%0*d}}", MUSTACHE_NAME_MAX + 1, 1), &e));
    assert_int_equal(e.code, ERR_LIMIT);
}

/* ---- what the tree does not have ------------------------------------------------------------- */

static const struct json_node *
shout(void *ctx, struct arena *scratch, const struct json_node *of, struct slice part)
{
    struct json_node *n = NEW(scratch, struct json_node);
    if (!slice_eq_str(part, "loud"))
        return NULL;
    *(size_t *)ctx += 1;
    *n = json_of_text(arena_printf(scratch, "%.*s!", SL_FMT(json_text(of))));
    return n;
}

static void
a_last_part_may_be_made(void **state UNUSED)
{
    struct mustache_set set;
    struct json_node doc;
    struct err e = {0};
    struct buf out;
    size_t asked = 0;
    mustache_set_init(&set, &case_arena);
    buf_init(&out, &case_arena, 1 << 10);
    assert_true(mustache_add(&set, SL("t"),
                             SL("{{a.loud}} {{b.c.loud}} {{o.loud}} {{no.loud}}{{loud}}{{a.soft}}"
                                "{{a.loud.x}} {{#l}}{{.loud}}{{/l}}"),
                             &e));
    assert_true(json_parse(&doc, &case_arena, SL("v"),
                           SL("{\"a\":\"<\",\"b\":{\"c\":\"c\"},\"o\":{\"loud\":\"its own\"},"
                              "\"l\":[\"x\"]}"),
                           &e));
    const struct json_node *stack[] = {&doc};
    struct mustache_view view = {.stack = stack, .n = 1, .missing = shout, .ctx = &asked};
    assert_true(mustache_render(&out, &case_arena, &set, mustache_find(&set, SL("t")), &view, &e));
    assert_string_equal(arena_str(&case_arena, buf_slice(&out)), "&lt;! c! its own  x!");
    assert_int_equal(asked, 3);
}

static void
note_tag(void *ctx, enum mustache_tag tag, struct slice text)
{
    buf_printf(ctx, "%d:%.*s|", (int)tag, SL_FMT(text));
}

static void
tags_are_visited(void **state UNUSED)
{
    struct mustache_set set;
    struct err e = {0};
    struct buf out;
    mustache_set_init(&set, &case_arena);
    buf_init(&out, &case_arena, 1 << 10);
    assert_true(mustache_add(&set, SL("t"), SL("a{{! no }}{{#s}}{{x.y}}{{{r}}}{{/s}}{{>p}}"), &e));
    mustache_each(mustache_find(&set, SL("t")), note_tag, &out);
    assert_string_equal(arena_str(&case_arena, buf_slice(&out)), "0:a|3:s|1:x.y|2:r|5:s|6:p|");
}

int
main(void)
{
    CASES_TABLE(compile_rows, compile_row);
    CASES_TABLE(render_rows, render_row);
    CASES_TABLE(bound_rows, bound_row);
    CASES_TEST(sections_nest_so_deep);
    CASES_TEST(templates_are_so_long);
    CASES_TEST(names_are_so_long);
    CASES_TEST(a_last_part_may_be_made);
    CASES_TEST(tags_are_visited);
    return cases_run("text/mustache");
}
