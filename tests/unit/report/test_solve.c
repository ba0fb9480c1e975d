/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The reports on conflicts and plans over made-up ones: text and JSON against
 * golden files (tools/update-golden rewrites them), all by their properties.
 */
#include "golden.h"
#include "report/conflicts_json.h"
#include "report/conflicts_text.h"
#include "report/plan_json.h"
#include "report/plan_text.h"
#include "solve_fixture.h"
#include "support/cases.h"

#define OUT_MAX ((size_t)1 << 22)

static const struct solve_about plain = {.version = SL_INIT("0.0"), .made = 1790000000};
static const struct solve_about narrowed = {.version = SL_INIT("0.0"),
                                            .made = 1790000000,
                                            .kind = SL_INIT("tls"),
                                            .server = SL_INIT("nginx 1.22 <b>"),
                                            .from = SL_INIT("evidence \x1b[31m.cdx.json")};

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

static const struct subject subjects[] = {
    {.conflicts = fixture_conflicts},      {.conflicts = fixture_conflicts_none},
    {.conflicts = fixture_conflicts_cut},  {.conflicts = fixture_conflicts_compatible},
    {.conflicts = fixture_conflicts_many}, {.plan = fixture_plan},
    {.plan = fixture_plan_simple},         {.plan = fixture_plan_cut},
    {.plan = fixture_plan_nothing},
};

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
        assert_true(slice_find(text, SL("\xe2\x80\xae")) == SIZE_MAX);
    }
}

int
main(void)
{
    CASES_TABLE(texts, text_row);
    CASES_TABLE(jsons, json_row);
    CASES_TEST(no_line_is_too_long);
    CASES_TEST(no_escape_reaches_the_terminal);
    return cases_run("solve reports");
}
