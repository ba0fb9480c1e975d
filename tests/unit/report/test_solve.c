/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The reports on conflicts and plans over made-up ones: text and JSON against
 * golden files (tools/update-golden rewrites them), all by their properties.
 */
#include "golden.h"
#include "report/conflicts_html.h"
#include "report/conflicts_json.h"
#include "report/conflicts_text.h"
#include "report/oscal_mapping.h"
#include "report/plan_html.h"
#include "report/plan_json.h"
#include "report/plan_text.h"
#include "report/uuid.h"
#include "solve_fixture.h"
#include "support/cases.h"

/* U+202E turns the direction of what follows. */
static const char turn[] = {(char)0xe2, (char)0x80, (char)0xae, 0};

#define OUT_MAX ((size_t)1 << 22)

static const struct solve_about plain = {.version = SL_INIT("0.0"), .made = 1790000000};
static const struct solve_about narrowed = {.version = SL_INIT("0.0"),
                                            .made = 1790000000,
                                            .kind = SL_INIT("tls"),
                                            .server = SL_INIT("nginx 1.22 <b>"),
                                            .from = SL_INIT("evidence \x1b[31m.cdx.json")};

static struct solve_about
emitting(const char *dir)
{
    struct solve_about about = narrowed;
    about.emit = "nginx";
    about.emitted = fixture_emitted();
    about.emit_dir = slice_str(dir);
    return about;
}

/* What is reported: conflicts, or a plan. */
struct subject {
    const struct conflicts *(*conflicts)(void);
    const struct plan *(*plan)(void);
};

static struct slice
text_of(struct subject s, const struct solve_about *about, const struct terminal_style *style)
{
    struct buf b;
    buf_init(&b, &case_arena, OUT_MAX);
    if (s.conflicts)
        conflicts_text(&b, s.conflicts(), about, style);
    else
        plan_text(&b, s.plan(), about, style);
    assert_false(b.full);
    return buf_slice(&b);
}

static struct slice
json_of(struct subject s, const struct solve_about *about)
{
    struct buf b;
    buf_init(&b, &case_arena, OUT_MAX);
    struct json_write w;
    json_write_init(&w, json_sink_buf, &b);
    if (s.conflicts)
        conflicts_json_write(&w, s.conflicts(), about);
    else
        plan_json_write(&w, s.plan(), about);
    struct err e = {0};
    assert_true(json_write_done(&w, &e));
    assert_false(b.full);
    return buf_slice(&b);
}

struct text_row {
    const char *name;
    struct subject subject;
    struct terminal_style style;
    const struct solve_about *about;
};

static const struct text_row texts[] = {
    {"conflicts.txt", {.conflicts = fixture_conflicts}, {100, false, true, false}, &plain},
    {"conflicts-all.txt", {.conflicts = fixture_conflicts}, {100, false, true, true}, &narrowed},
    {"conflicts-narrow.txt", {.conflicts = fixture_conflicts}, {40, false, true, false}, &plain},
    {"conflicts-ascii.txt", {.conflicts = fixture_conflicts}, {80, false, false, false}, &plain},
    {"conflicts-colour.txt", {.conflicts = fixture_conflicts}, {80, true, true, false}, &plain},
    {"conflicts-none.txt", {.conflicts = fixture_conflicts_none}, {80, false, true, false}, &plain},
    {"conflicts-compatible.txt",
     {.conflicts = fixture_conflicts_compatible},
     {80, false, true, false},
     &plain},
    {"conflicts-cut.txt", {.conflicts = fixture_conflicts_cut}, {80, false, true, false}, &plain},
    {"plan.txt", {.plan = fixture_plan}, {100, false, true, false}, &narrowed},
    {"plan-all.txt", {.plan = fixture_plan}, {100, false, true, true}, &narrowed},
    {"plan-narrow.txt", {.plan = fixture_plan}, {40, false, true, false}, &narrowed},
    {"plan-ascii.txt", {.plan = fixture_plan}, {80, false, false, false}, &narrowed},
    {"plan-colour.txt", {.plan = fixture_plan}, {80, true, true, false}, &narrowed},
    {"plan-simple.txt", {.plan = fixture_plan_simple}, {80, false, true, false}, &plain},
    {"plan-cut.txt", {.plan = fixture_plan_cut}, {80, false, true, false}, &plain},
    {"plan-nothing.txt", {.plan = fixture_plan_nothing}, {80, false, true, false}, &plain},
};

static void
text_row(void **state)
{
    const struct text_row *r = *state;
    golden_check("solve", r->name, text_of(r->subject, r->about, &r->style));
}

static void
what_a_server_is_told(void **state)
{
    (void)state;
    struct subject s = {.plan = fixture_plan};
    struct terminal_style style = {80, false, true, false};
    struct solve_about shown = emitting(NULL), written = emitting("out <dir>");
    golden_check("solve", "plan-emit.txt", text_of(s, &shown, &style));
    golden_check("solve", "plan-emit-dir.txt", text_of(s, &written, &style));
    golden_check("solve", "plan-emit.json", json_of(s, &shown));
    golden_check("solve", "plan-emit-dir.json", json_of(s, &written));
}

struct json_row {
    const char *name;
    struct subject subject;
    const struct solve_about *about;
};

static const struct json_row jsons[] = {
    {"conflicts.json", {.conflicts = fixture_conflicts}, &narrowed},
    {"conflicts-none.json", {.conflicts = fixture_conflicts_none}, &plain},
    {"conflicts-cut.json", {.conflicts = fixture_conflicts_cut}, &plain},
    {"plan.json", {.plan = fixture_plan}, &narrowed},
    {"plan-simple.json", {.plan = fixture_plan_simple}, &plain},
    {"plan-cut.json", {.plan = fixture_plan_cut}, &plain},
    {"plan-nothing.json", {.plan = fixture_plan_nothing}, &plain},
};

static void
json_row(void **state)
{
    const struct json_row *r = *state;
    golden_check("solve", r->name, json_of(r->subject, r->about));
}

static struct slice
oscal_of(const struct conflicts *c, const struct solve_about *about, struct err *e)
{
    struct buf b;
    buf_init(&b, &case_arena, OUT_MAX);
    struct json_write w;
    json_write_init(&w, json_sink_buf, &b);
    if (!oscal_mapping_write(&w, c, about, e))
        return (struct slice){0};
    assert_true(json_write_done(&w, e));
    return buf_slice(&b);
}

static void
oscal_is_as_published(void **state)
{
    (void)state;
    struct err e = {0};
    golden_check("solve", "conflicts.oscal.json", oscal_of(fixture_conflicts(), &narrowed, &e));
    golden_check("solve", "compatible.oscal.json",
                 oscal_of(fixture_conflicts_compatible(), &plain, &e));
}

static void
oscal_without_a_mapping_is_refused(void **state)
{
    (void)state;
    struct err e = {0};
    assert_int_equal(oscal_of(fixture_conflicts_none(), &plain, &e).n, 0);
    assert_int_equal(e.code, ERR_UNSUPPORTED);
    assert_non_null(strstr(e.msg, "neither collide nor differ"));
    struct err f = {0};
    assert_int_equal(oscal_of(fixture_conflicts_cut(), &plain, &f).n, 0);
    assert_int_equal(f.code, ERR_UNSUPPORTED);
}

struct uuid_row {
    const char *name;
    struct uuid space;
    struct slice of, want;
};

/* The first is the example of RFC 9562, appendix A.4; the others are Python's uuid.uuid5. */
static const struct uuid_row uuids[] = {
    {"uuid of a host",
     {{0x6b, 0xa7, 0xb8, 0x10, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30,
       0xc8}},
     SL_INIT("www.example.com"),
     SL_INIT("2ed6657d-e927-568b-95e1-2665a8aea6a2")},
    {"uuid of nothing",
     {{0x6b, 0xa7, 0xb8, 0x11, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30,
       0xc8}},
     SL_INIT(""),
     SL_INIT("1b4db7eb-4057-5ddf-91e0-36dec72071f5")},
    {"uuid of UTF-8",
     {{0x6b, 0xa7, 0xb8, 0x11, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30,
       0xc8}},
     SL_INIT("密码 §1"),
     SL_INIT("0bc44dea-3ca3-583d-b21a-1800d08ad7a7")},
};

static void
uuid_row(void **state)
{
    const struct uuid_row *r = *state;
    struct uuid u = uuid_of_name(&r->space, r->of);
    assert_true(slice_eq(uuid_print(&case_arena, &u), r->want));
}

static const struct subject subjects[] = {
    {.conflicts = fixture_conflicts},      {.conflicts = fixture_conflicts_none},
    {.conflicts = fixture_conflicts_cut},  {.conflicts = fixture_conflicts_compatible},
    {.conflicts = fixture_conflicts_many}, {.plan = fixture_plan},
    {.plan = fixture_plan_simple},         {.plan = fixture_plan_cut},
    {.plan = fixture_plan_nothing},
};

/* ---- pages ---------------------------------------------------------------------------------- */

static struct slice
page_of(struct subject s, const struct solve_about *about)
{
    struct buf b;
    buf_init(&b, &case_arena, OUT_MAX);
    if (s.conflicts)
        conflicts_html(&b, s.conflicts(), about);
    else
        plan_html(&b, s.plan(), about);
    assert_false(b.full);
    return buf_slice(&b);
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
every_tag_is_closed(struct slice html)
{
    static const char *const tags[] = {
        "a",     "b",  "body", "caption", "code",  "details", "div",     "footer",
        "h1",    "h2", "h3",   "h4",      "h5",    "head",    "header",  "html",
        "li",    "p",  "pre",  "section", "small", "span",    "summary", "table",
        "tbody", "td", "th",   "thead",   "tr",    "ul",      "bdi"};
    for (size_t i = 0; i < COUNT_OF(tags); i++) {
        size_t open = count(html, arena_printf(&case_arena, "<%s>", tags[i])) +
                      count(html, arena_printf(&case_arena, "<%s ", tags[i]));
        if (open != count(html, arena_printf(&case_arena, "</%s>", tags[i])))
            fail_msg("<%s> is not balanced", tags[i]);
    }
}

static void
every_link_has_its_target(struct slice html)
{
    struct slice rest = html;
    for (size_t at; (at = slice_find(rest, SL("href=\"#"))) != SIZE_MAX;) {
        rest = slice_sub(rest, at + 7, rest.n);
        struct slice id = slice_sub(rest, 0, slice_find(rest, SL("\"")));
        struct slice want = arena_printf(&case_arena, "id=\"%.*s\"", SL_FMT(id));
        if (count(html, want) != 1)
            fail_msg("#%.*s leads nowhere", SL_FMT(id));
    }
}

static void
nothing_foreign_is_markup(struct slice html)
{
    static const char *const never[] = {"<script", "<i>",  "<u>", "<things>",  "<FIPS>", "<cannot>",
                                        "<dir>",   "\033", turn,  "SUITE_<b>", "a=\"b\""};
    for (size_t i = 0; i < COUNT_OF(never); i++)
        if (slice_find(html, slice_str(never[i])) != SIZE_MAX)
            fail_msg("holds %s", never[i]);
    assert_true(slice_find(html, SL("Content-Security-Policy")) != SIZE_MAX);
}

static void
pages_are_sound(void **state)
{
    (void)state;
    struct solve_about shown = emitting(NULL), written = emitting("out <dir>");
    for (size_t k = 0; k < COUNT_OF(subjects); k++) {
        bool files = subjects[k].plan == fixture_plan;
        const struct solve_about *abouts[] = {&plain, files ? &shown : &narrowed,
                                              files ? &written : &narrowed};
        for (size_t i = 0; i < COUNT_OF(abouts); i++) {
            struct slice html = page_of(subjects[k], abouts[i]);
            every_tag_is_closed(html);
            every_link_has_its_target(html);
            nothing_foreign_is_markup(html);
        }
    }
}

static void
every_cell_is_a_click_from_its_pair(void **state)
{
    (void)state;
    struct subject s = {.conflicts = fixture_conflicts};
    struct slice html = page_of(s, &plain);
    for (size_t a = 0; a < 4; a++)
        for (size_t b = a + 1; b < 4; b++) {
            struct slice link = arena_printf(&case_arena, "href=\"#p%zu-%zu\"", a, b);
            struct slice id = arena_printf(&case_arena, "id=\"p%zu-%zu\"", a, b);
            assert_int_equal(count(html, link), 2); /* above and below the diagonal */
            assert_int_equal(count(html, id), 1);
        }
    assert_int_equal(count(html, SL("href=\"#alone-3\"")), 1);
    assert_int_equal(count(html, SL("id=\"alone-3\"")), 1);
}

/* Words that are longer than a line cannot be broken; all else is. */
static void
no_line_is_too_long(void **state)
{
    (void)state;
    for (unsigned columns = 44; columns < 160; columns += 13)
        for (size_t k = 0; k < COUNT_OF(subjects); k++) {
            struct terminal_style style = {columns, false, true, k % 2};
            struct slice rest = text_of(subjects[k], &narrowed, &style), line;
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
no_escape_reaches_the_terminal(void **state)
{
    (void)state;
    for (size_t k = 0; k < COUNT_OF(subjects); k++) {
        struct terminal_style style = {80, false, false, true};
        struct slice text = text_of(subjects[k], &narrowed, &style);
        assert_true(slice_find(text, SL("\033")) == SIZE_MAX);
        assert_true(slice_find(text, slice_str(turn)) == SIZE_MAX);
    }
}

int
main(void)
{
    CASES_TABLE(texts, text_row);
    CASES_TABLE(jsons, json_row);
    CASES_TABLE(uuids, uuid_row);
    CASES_TEST(oscal_is_as_published);
    CASES_TEST(oscal_without_a_mapping_is_refused);
    CASES_TEST(what_a_server_is_told);
    CASES_TEST(pages_are_sound);
    CASES_TEST(every_cell_is_a_click_from_its_pair);
    CASES_TEST(no_line_is_too_long);
    CASES_TEST(no_escape_reaches_the_terminal);
    return cases_run("solve reports");
}
