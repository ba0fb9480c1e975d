/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/options.h"
#include "support/cases.h"

struct values {
    bool all;
    const char *output, *format;
    unsigned n;
    struct slices reports;
};

struct shared {
    const char *data;
};

static const char *const formats[] = {"text", "html", NULL};
static const struct option own[] = {
    {.name = "all", .letter = 'a', .type = OPTION_FLAG, .offset = offsetof(struct values, all)},
    {.name = "output",
     .letter = 'o',
     .type = OPTION_TEXT,
     .offset = offsetof(struct values, output),
     .arg = "FILE"},
    {.name = "report",
     .type = OPTION_TEXTS,
     .offset = offsetof(struct values, reports),
     .arg = "FILE"},
    {.name = "concurrency",
     .type = OPTION_NUMBER,
     .offset = offsetof(struct values, n),
     .arg = "N",
     .min = 1,
     .max = 64},
    {.name = "format",
     .type = OPTION_CHOICE,
     .offset = offsetof(struct values, format),
     .arg = "F",
     .choices = formats},
};
static const struct option common[] = {
    {.name = "data", .type = OPTION_TEXT, .offset = offsetof(struct shared, data), .arg = "DIR"},
};

struct row {
    const char *name;
    const char *argv[8];
    const char *says; /* of the error; null: it parses */
    struct values want;
    const char *data;
    size_t args, reports;
};

static const struct row rows[] = {
    {"nothing", {NULL}, NULL, {0}, NULL, 0, 0},
    {"arguments only", {"a", "b"}, NULL, {0}, NULL, 2, 0},
    {"long with a value", {"--output", "x"}, NULL, {.output = "x"}, NULL, 0, 0},
    {"long with =", {"--output=x=y"}, NULL, {.output = "x=y"}, NULL, 0, 0},
    {"long with = and nothing", {"--output="}, NULL, {.output = ""}, NULL, 0, 0},
    {"letter", {"-o", "x", "-a"}, NULL, {.output = "x", .all = true}, NULL, 0, 0},
    {"letter with its value", {"-ox"}, NULL, {.output = "x"}, NULL, 0, 0},
    {"a value that looks like an option", {"-o", "-a"}, NULL, {.output = "-a"}, NULL, 0, 0},
    {"mixed with arguments", {"t", "--all", "u"}, NULL, {.all = true}, NULL, 2, 0},
    {"-- ends options", {"--", "--all", "-o"}, NULL, {0}, NULL, 2, 0},
    {"a dash is an argument", {"-"}, NULL, {0}, NULL, 1, 0},
    {"repeated", {"--report", "a", "--report=b"}, NULL, {0}, NULL, 0, 2},
    {"the last one wins", {"-o", "a", "-o", "b"}, NULL, {.output = "b"}, NULL, 0, 0},
    {"a number", {"--concurrency", "64"}, NULL, {.n = 64}, NULL, 0, 0},
    {"a choice", {"--format", "html"}, NULL, {.format = "html"}, NULL, 0, 0},
    {"from the second table", {"--data", "d"}, NULL, {0}, "d", 0, 0},
    {"number too small", {"--concurrency", "0"}, "from 1 to 64, not '0'", {0}, NULL, 0, 0},
    {"number too large", {"--concurrency", "65"}, "from 1 to 64", {0}, NULL, 0, 0},
    {"number past 64 bits",
     {"--concurrency", "99999999999999999999"},
     "from 1 to 64",
     {0},
     NULL,
     0,
     0},
    {"no number", {"--concurrency", "8x"}, "not '8x'", {0}, NULL, 0, 0},
    {"no such choice", {"--format", "pdf"}, "one of text, html, not 'pdf'", {0}, NULL, 0, 0},
    {"a flag takes no value", {"--all=1"}, "takes no value", {0}, NULL, 0, 0},
    {"letters do not stack", {"-ao"}, "write -a apart", {0}, NULL, 0, 0},
    {"value missing", {"--output"}, "--output needs a value: --output FILE", {0}, NULL, 0, 0},
    {"value of a letter missing", {"-o"}, "needs a value", {0}, NULL, 0, 0},
    {"misspelt", {"--formt", "x"}, "did you mean --format?", {0}, NULL, 0, 0},
    {"like none", {"--zzzzzz"}, "--help lists them", {0}, NULL, 0, 0},
    {"unknown letter", {"-z"}, "no option -z", {0}, NULL, 0, 0},
};

static bool
same(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

static void
parse_row(void **state)
{
    const struct row *r = *state;
    struct values got = {0};
    struct shared shared = {0};
    struct option_table tables[] = {{own, 5, &got}, {common, 1, &shared}};
    char *argv[8];
    int argc = 0;
    for (; argc < 8 && r->argv[argc]; argc++)
        argv[argc] = arena_str(&case_arena, slice_str(r->argv[argc]));
    struct slices args;
    struct err e = {0};
    bool ok = options_parse(tables, 2, &args, &case_arena, argc, argv, &e);
    assert_int_equal(ok, r->says == NULL);
    if (!ok) {
        if (!strstr(e.msg, r->says))
            fail_msg("says: %s", e.msg);
        return;
    }
    assert_true(same(got.output, r->want.output) && same(got.format, r->want.format));
    assert_true(same(shared.data, r->data));
    assert_int_equal(got.all, r->want.all);
    assert_int_equal(got.n, r->want.n);
    assert_int_equal(got.reports.n, r->reports);
    assert_int_equal(args.n, r->args);
}

int
main(void)
{
    CASES_TABLE(rows, parse_row);
    return cases_run("options");
}
