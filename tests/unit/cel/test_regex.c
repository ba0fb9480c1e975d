/* SPDX-License-Identifier: Apache-2.0 */
/* Regular expressions: cel/regex.h. test_regex_re2.c compares them with RE2. */
#include "base/buf.h"
#include "cel/regex.h"
#include "cel/regex_tables.h"
#include "support/cases.h"

#include <time.h>

static const struct match_row {
    const char *name;
    struct slice pattern, text;
    bool want;
} match_rows[] = {
#include "unit/cel/regex_rows.inc"
};

static void
match(void **state)
{
    const struct match_row *r = *state;
    const struct cel_regex *re;
    struct err e = {0};
    if (!cel_regex_compile(&re, &case_arena, r->pattern, &e))
        fail_msg("%s", e.msg);
    size_t used = case_arena.used;
    assert_int_equal(cel_regex_match(re, r->text, &case_arena), r->want);
    assert_int_equal(case_arena.used, used);
}

static const struct bad_row {
    const char *name;
    struct slice pattern;
    const char *says;
} bad_rows[] = {
    {"bad: open group", SL_INIT("a(b"), "octet 1: missing )"},
    {"bad: closed group", SL_INIT("a)b"), "octet 1: a ) without"},
    {"bad: star alone", SL_INIT("*"), "octet 0: nothing to repeat"},
    {"bad: star after bar", SL_INIT("a|*"), "octet 2: nothing to repeat"},
    {"bad: star in a group", SL_INIT("(*)"), "octet 1: nothing to repeat"},
    {"bad: star after flags", SL_INIT("(?i)*"), "nothing to repeat"},
    {"bad: counts alone", SL_INIT("{2}"), "nothing to repeat"},
    {"bad: two stars", SL_INIT("a**"), "octet 2: a repetition of"},
    {"bad: possessive", SL_INIT("a++"), "a repetition of"},
    {"bad: lazy, then more", SL_INIT("a*?*"), "a repetition of"},
    {"bad: counts twice", SL_INIT("a{2}{3}"), "a repetition of"},
    {"bad: count above 1000", SL_INIT("a{1001}"), "octet 1: a count above"},
    {"bad: open count above 1000", SL_INIT("a{1001,}"), "a count above"},
    {"bad: enormous count", SL_INIT("a{99999999999999999999}"), "a count above"},
    {"bad: counts reversed", SL_INIT("a{3,2}"), "wrong order"},
    {"bad: counts nested", SL_INIT("((a{100}){10}){2}"), "more than 1000"},
    {"bad: counts nested over open ones", SL_INIT("(?:a{20,}){51,}"), "more than 1000"},
    {"bad: open bracket", SL_INIT("x[a-z"), "octet 1: missing ]"},
    {"bad: empty bracket", SL_INIT("[]"), "missing ]"},
    {"bad: empty negated bracket", SL_INIT("[^]"), "missing ]"},
    {"bad: range reversed", SL_INIT("[z-a]"), "octet 1: a range that ends"},
    {"bad: range to a class", SL_INIT("[a-\\d]"), "an escape that means nothing"},
    {"bad: class name", SL_INIT("[[:alfa:]]"), "no class of that name"},
    {"bad: class name empty", SL_INIT("[[::]]"), "no class of that name"},
    {"bad: backslash at the end", SL_INIT("a\\"), "an escape"},
    {"bad: back reference", SL_INIT("(a)\\1"), "no back references"},
    {"bad: octal digit 8", SL_INIT("\\8"), "an escape"},
    {"bad: \\q", SL_INIT("\\q"), "an escape"},
    {"bad: \\E alone", SL_INIT("a\\E"), "an escape"},
    {"bad: \\Z", SL_INIT("a\\Z"), "an escape"},
    {"bad: \\C", SL_INIT("\\C"), "an escape"},
    {"bad: \\b in brackets", SL_INIT("[\\b]"), "an escape"},
    {"bad: escaped letter beyond ASCII", SL_INIT("\\\xc3\xa9"), "an escape"},
    {"bad: \\x of one digit", SL_INIT("\\x1"), "two hexadecimal digits"},
    {"bad: \\x of none", SL_INIT("\\xg0"), "two hexadecimal digits"},
    {"bad: \\x{}", SL_INIT("\\x{}"), "two hexadecimal digits"},
    {"bad: \\x{ open", SL_INIT("\\x{41"), "two hexadecimal digits"},
    {"bad: past Unicode", SL_INIT("\\x{110000}"), "no code point"},
    {"bad: far past Unicode", SL_INIT("\\x{ffffffffffffffffffffff}"), "no code point"},
    {"bad: unknown script", SL_INIT("\\p{Klingon}"), "no Unicode category"},
    {"bad: script in lower case", SL_INIT("\\p{greek}"), "no Unicode category"},
    {"bad: property open", SL_INIT("\\p{Greek"), "missing }"},
    {"bad: property of nothing", SL_INIT("\\p"), "it ends here"},
    {"bad: unassigned", SL_INIT("\\p{Cn}"), "no Unicode category"},
    {"bad: look-ahead", SL_INIT("a(?=b)"), "octet 3: after (?"},
    {"bad: look-behind", SL_INIT("(?<=a)b"), "a group's name"},
    {"bad: comment", SL_INIT("(?#x)"), "after (?"},
    {"bad: atomic", SL_INIT("(?>a)"), "after (?"},
    {"bad: named reference", SL_INIT("(?P=a)"), "after (?"},
    {"bad: name with a hyphen", SL_INIT("(?P<a-b>a)"), "a group's name"},
    {"bad: empty name", SL_INIT("(?P<>a)"), "a group's name"},
    {"bad: unknown flag", SL_INIT("(?x)a"), "after (?"},
    {"bad: minus without flag", SL_INIT("(?i-)a"), "after (?"},
    {"bad: two minus", SL_INIT("(?-i-s)a"), "after (?"},
    {"bad: flags without end", SL_INIT("(?i"), "after (?"},
    {"bad: not UTF-8", SL_INIT("a\xff"), "octet 1: not UTF-8"},
    {"bad: overlong", SL_INIT("\xc0\x80"), "not UTF-8"},
    {"bad: surrogate in UTF-8", SL_INIT("\xed\xa0\x80"), "not UTF-8"},
    {"bad: not UTF-8 when quoted", SL_INIT("\\Qa\xff\\E"), "not UTF-8"},
    {"bad: not UTF-8 in a range", SL_INIT("[a-\xff]"), "not UTF-8"},
    {"bad: bracket open after a minus", SL_INIT("[a-"), "missing ]"},
    {"bad: empty property name", SL_INIT("\\p{}"), "no Unicode category"},
    {"bad: unknown property in a bracket", SL_INIT("[\\p{Foo}]"), "no Unicode category"},
    {"bad: cut off in a bracket", SL_INIT("[\xe2\x82"), "not UTF-8"},
};

static void
refuse(void **state)
{
    const struct bad_row *r = *state;
    const struct cel_regex *re;
    struct err e = {0};
    assert_false(cel_regex_compile(&re, &case_arena, r->pattern, &e));
    assert_int_equal(e.code, ERR_INPUT);
    if (!strstr(e.msg, r->says))
        fail_msg("%s", e.msg);
}

/* n times `what`, between `head` and `tail`. */
static struct slice
many(const char *head, const char *what, size_t n, const char *tail)
{
    struct buf b;
    buf_init(&b, &case_arena, (size_t)1 << 24);
    buf_str(&b, head);
    for (size_t i = 0; i < n; i++)
        buf_str(&b, what);
    buf_str(&b, tail);
    return buf_slice(&b);
}

static enum err_code
compile_code(struct slice pattern)
{
    const struct cel_regex *re;
    struct err e = {0};
    return cel_regex_compile(&re, &case_arena, pattern, &e) ? ERR_NONE : e.code;
}

static void
limits_are_errors(void **state)
{
    (void)state;
    assert_int_equal(compile_code(many("", "a", 20000, "")), ERR_LIMIT);
    assert_int_equal(compile_code(many("", "a", 19999, "")), ERR_NONE);
    assert_int_equal(compile_code(many("", "(a{1000})", 20, "")), ERR_LIMIT);
    assert_int_equal(compile_code(many("", "a", CEL_REGEX_PATTERN_MAX + 1, "")), ERR_LIMIT);
    assert_int_equal(compile_code(many("", "(", 201, "")), ERR_LIMIT);
    assert_int_equal(compile_code(many("", "(?i:a|", 60000 / 6, "")), ERR_LIMIT);
    assert_int_equal(compile_code(many("", "[^a]", 16000, "{2}")), ERR_NONE);
    assert_int_equal(compile_code(many("", "(?:[ab]{0,500}){0,2}", 50, "")), ERR_LIMIT);
    assert_int_equal(compile_code(many("", "(?:[ab]{100,}){2,}", 200, "")), ERR_LIMIT);
    assert_int_equal(compile_code(many("[", "\\pL", 20000, "]")), ERR_LIMIT);
    assert_int_equal(compile_code(many("(?i)", "\\pL", 20000, "")), ERR_LIMIT);
}

/* What is bounded by size alone must not take long either. */
static void
large_patterns_are_quick(void **state)
{
    (void)state;
    clock_t start = clock();
    assert_int_equal(compile_code(many("(?:", "()|", 16000, "){1000}")), ERR_LIMIT);
    assert_int_equal(compile_code(many("", "()", 16000, "{1000}")), ERR_NONE);
    assert_int_equal(compile_code(many("[", "[:", 32000, "a]")), ERR_NONE);
    assert_int_equal(compile_code(many("[", "a-zB-Y", 10000, "]")), ERR_NONE);
    assert_true(clock() - start < 5 * CLOCKS_PER_SEC);
}

/* Patterns that make backtracking explode, on a text of 100 KB. */
static void
time_is_linear(void **state)
{
    (void)state;
    static const char *const patterns[] = {
        "(a*)*$b",          "(a|a)*b",  "(a|aa)+$b", "(.*)(.*)(.*)(.*)(.*)[b-c]",
        "(?:a?){50}a{50}b", "(x+x+)+y", "^(a+)+b",   "(([a-z])+.)+[A-Z]([a-z])+$",
    };
    struct slice text = many("", "a", 100000, "");
    for (size_t i = 0; i < COUNT_OF(patterns); i++) {
        const struct cel_regex *re;
        struct err e = {0};
        clock_t start = clock();
        assert_true(cel_regex_compile(&re, &case_arena, slice_str(patterns[i]), &e));
        assert_false(cel_regex_match(re, text, &case_arena));
        assert_true(clock() - start < 5 * CLOCKS_PER_SEC);
    }
}

static void
tables_are_in_order(void **state)
{
    (void)state;
    for (size_t g = 0; g < regex_groups_n; g++) {
        const struct regex_group *x = &regex_groups[g];
        assert_true(g == 0 || slice_cmp(regex_groups[g - 1].name, x->name) < 0);
        for (size_t i = 0; i < x->n; i++) {
            assert_true(x->v[i].lo <= x->v[i].hi && x->v[i].hi <= 0x10ffff);
            assert_true(i == 0 || x->v[i - 1].hi + 1 < x->v[i].lo);
        }
    }
    for (size_t i = 1; i < regex_folds_n; i++)
        assert_true(regex_folds[i - 1].from < regex_folds[i].from);
}

int
main(void)
{
    CASES_TABLE(match_rows, match);
    CASES_TABLE(bad_rows, refuse);
    CASES_TEST(limits_are_errors);
    CASES_TEST(large_patterns_are_quick);
    CASES_TEST(time_is_linear);
    CASES_TEST(tables_are_in_order);
    return cases_run("cel regex");
}
