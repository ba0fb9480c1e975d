/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The reports over a made-up judgement: terminal and JSON against golden files
 * (COMITY_UPDATE_GOLDEN=1 rewrites them), the page by its properties.
 */
#include "fixture.h"
#include "golden.h"
#include "report/html.h"
#include "report/html_text.h"
#include "report/printer.h"
#include "report/result_json.h"
#include "report/terminal.h"
#include "support/cases.h"

#define OUT_MAX ((size_t)1 << 20)

struct terminal_row {
    const char *name;
    struct terminal_style style;
};

static const struct terminal_row terminals[] = {
    {"wide.txt", {.columns = 120, .utf8 = true}},
    {"narrow.txt", {.columns = 40, .utf8 = true}},
    {"ascii.txt", {.columns = 80}},
    {"all.txt", {.columns = 80, .utf8 = true, .all = true}},
    {"colour.txt", {.columns = 80, .utf8 = true, .colour = true}},
};

static void
terminal_row(void **state)
{
    const struct terminal_row *r = *state;
    struct buf b;
    buf_init(&b, &case_arena, OUT_MAX);
    terminal_print(&b, fixture_judgement(), &r->style);
    assert_false(b.full);
    golden_check("report", r->name, buf_slice(&b));
}

/* Columns by code point; escapes are not in these. */
static void
no_line_is_too_long(void **state)
{
    (void)state;
    for (unsigned columns = 40; columns < 140; columns += 7) {
        struct buf b;
        buf_init(&b, &case_arena, OUT_MAX);
        struct terminal_style style = {.columns = columns, .utf8 = true, .all = true};
        terminal_print(&b, fixture_judgement(), &style);
        struct slice rest = buf_slice(&b), line;
        while (slice_cut(&rest, '\n', &line)) {
            size_t n = 0;
            for (size_t i = 0; i < line.n; i++)
                n += (line.p[i] & 0xc0) != 0x80;
            if (n > columns)
                fail_msg("%zu columns, at most %u: %.*s", n, columns, SL_FMT(line));
        }
    }
}

static void
no_scanned_escape_reaches_the_terminal(void **state)
{
    (void)state;
    struct buf b;
    buf_init(&b, &case_arena, OUT_MAX);
    struct terminal_style style = {.columns = 80, .all = true};
    terminal_print(&b, fixture_judgement(), &style);
    assert_true(slice_find(buf_slice(&b), SL("\033")) == SIZE_MAX);
    assert_true(slice_find(buf_slice(&b), SL("b.example:8443 <i>\\x1B[31m")) != SIZE_MAX);
}

static struct slice
page(void)
{
    struct buf b;
    buf_init(&b, &case_arena, OUT_MAX);
    struct html_options o = {.version = SL("0.0"), .made = 1790000000};
    html_print(&b, fixture_judgement(), &o);
    assert_false(b.full);
    return buf_slice(&b);
}

static void
the_page_escapes_what_was_scanned(void **state)
{
    (void)state;
    struct slice html = page();
    assert_true(slice_find(html, SL("<script")) == SIZE_MAX);
    assert_true(slice_find(html, SL("&lt;script&gt;alert(1)")) != SIZE_MAX);
    assert_true(slice_find(html, SL("a=&quot;b&quot;")) != SIZE_MAX);
    assert_true(slice_find(html, SL("\033")) == SIZE_MAX);
    assert_true(slice_find(html, SL("Content-Security-Policy")) != SIZE_MAX);
}

/* A certificate may not turn what stands beside its name. */
static void
what_was_scanned_keeps_its_direction_to_itself(void **state)
{
    (void)state;
    struct slice html = page();
    assert_true(slice_find(html, SL("\u202e")) == SIZE_MAX);
    assert_true(slice_find(html, SL("<bdi>CN=&lt;script&gt;alert(1)")) != SIZE_MAX);
    assert_true(slice_find(html, SL("\\x1B[2J\\u202Egro.elpmaxe</bdi>")) != SIZE_MAX);
    assert_true(slice_find(html, SL("<bdi>b.example:8443 ")) != SIZE_MAX);
    assert_true(slice_find(html, SL("<bdi>192.0.2.1:443</bdi>")) != SIZE_MAX);
    assert_true(slice_find(html, SL("<bdi>not asked: no TLS 1.3</bdi>")) != SIZE_MAX);
}

static size_t
count(struct slice s, struct slice what)
{
    size_t n = 0;
    for (size_t at; (at = slice_find(s, what)) != SIZE_MAX; n++)
        s = slice_sub(s, at + what.n, s.n);
    return n;
}

static void
every_tag_is_closed(void **state)
{
    (void)state;
    static const char *const tags[] = {
        "a",     "bdi", "body", "code", "dd",   "details", "div",    "dl",    "dt",      "h1",
        "h2",    "h3",  "h4",   "html", "head", "li",      "p",      "span",  "section", "summary",
        "table", "td",  "th",   "tr",   "ul",   "header",  "footer", "tbody", "thead"};
    struct slice html = page();
    for (size_t i = 0; i < COUNT_OF(tags); i++) {
        size_t open = count(html, arena_printf(&case_arena, "<%s>", tags[i])) +
                      count(html, arena_printf(&case_arena, "<%s ", tags[i]));
        if (open != count(html, arena_printf(&case_arena, "</%s>", tags[i])))
            fail_msg("<%s> is not balanced", tags[i]);
    }
}

static void
every_link_of_the_matrix_has_its_target(void **state)
{
    (void)state;
    struct slice html = page(), rest = html;
    size_t links = 0;
    for (size_t at; (at = slice_find(rest, SL("href=\"#"))) != SIZE_MAX; links++) {
        rest = slice_sub(rest, at + 7, rest.n);
        struct slice id = slice_sub(rest, 0, slice_find(rest, SL("\"")));
        struct slice want = arena_printf(&case_arena, "id=\"%.*s\"", SL_FMT(id));
        assert_int_equal(count(html, want), 1);
    }
    assert_true(links > 12);
}

struct escape_row {
    const char *name;
    struct slice in, want;
};

static const struct escape_row escapes[] = {
    {"plain", SL_INIT("abc"), SL_INIT("abc")},
    {"markup", SL_INIT("<a href='x'>&\""), SL_INIT("&lt;a href=&#39;x&#39;&gt;&amp;&quot;")},
    {"UTF-8 stays", SL_INIT("§ 密码"), SL_INIT("§ 密码")},
    {"broken UTF-8", SL_INIT("\xc3("), SL_INIT("\\xC3(")},
    {"overlong", SL_INIT("\xc0\xbc"), SL_INIT("\\xC0\\xBC")},
    {"cut off", SL_INIT("\xe2\x82"), SL_INIT("\\xE2\\x82")},
    {"control",
     SL_INIT("a\0b\x1b"
             "c\x7f"),
     SL_INIT("a\\x00b\\x1Bc\\x7F")},
    {"lines and tabs stay", SL_INIT("a\n\tb\r"), SL_INIT("a\n\tb\\x0D")},
    {"C1 control", SL_INIT("\xc2\x9b"), SL_INIT("\\u009B")},
    {"a turn of direction", SL_INIT("\u202etxt.exe\u2069"), SL_INIT("\\u202Etxt.exe\\u2069")},
};

static void
escape_row(void **state)
{
    const struct escape_row *r = *state;
    struct buf b;
    buf_init(&b, &case_arena, OUT_MAX);
    html_text(&b, r->in);
    assert_true(slice_eq(buf_slice(&b), r->want));
}

static const struct escape_row prints[] = {
    {"print plain", SL_INIT("abc"), SL_INIT("abc")},
    {"print UTF-8", SL_INIT("§ 密码"), SL_INIT("§ 密码")},
    {"print an escape", SL_INIT("\x1b[31m"), SL_INIT("\\x1B[31m")},
    {"print a C1 control", SL_INIT("\xc2\x9b"), SL_INIT("\\u009B")},
    {"print a C1 control of eight bits", SL_INIT("\x9b\x33m"), SL_INIT("\\x9B3m")},
    {"print broken UTF-8", SL_INIT("\xc2("), SL_INIT("\\xC2(")},
    {"print cut UTF-8", SL_INIT("\xe5\xaf"), SL_INIT("\\xE5\\xAF")},
    {"print a turn of direction", SL_INIT("\u202etxt.exe\u2069"), SL_INIT("\\u202Etxt.exe\\u2069")},
};

static void
print_row(void **state)
{
    const struct escape_row *r = *state;
    struct buf b;
    struct printer p;
    buf_init(&b, &case_arena, OUT_MAX);
    printer_init(&p, &b, 80, false, true);
    printer_safe(&p, r->in);
    assert_true(slice_eq(buf_slice(&b), r->want));
    assert_int_equal(printer_width(r->in), printer_width(r->want));
}

static void
json_is_as_published(void **state)
{
    (void)state;
    struct buf b;
    buf_init(&b, &case_arena, OUT_MAX);
    struct json_write w;
    json_write_init(&w, json_sink_buf, &b);
    struct result_json_options o = {.version = SL("0.0"), .made = 1790000000};
    result_json_write(&w, fixture_judgement(), &o);
    struct err e = {0};
    assert_true(json_write_done(&w, &e));
    golden_check("report", "result.json", buf_slice(&b));
}

int
main(void)
{
    CASES_TABLE(terminals, terminal_row);
    CASES_TABLE(escapes, escape_row);
    CASES_TABLE(prints, print_row);
    CASES_TEST(no_line_is_too_long);
    CASES_TEST(no_scanned_escape_reaches_the_terminal);
    CASES_TEST(the_page_escapes_what_was_scanned);
    CASES_TEST(what_was_scanned_keeps_its_direction_to_itself);
    CASES_TEST(every_tag_is_closed);
    CASES_TEST(every_link_of_the_matrix_has_its_target);
    CASES_TEST(json_is_as_published);
    return cases_run("report");
}
