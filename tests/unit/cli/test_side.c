/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/side.h"
#include "cli/table.h"
#include "support/cases.h"

/* Every line of a text at a width, joined by '|'. */
struct wrap_row {
    const char *name;
    size_t width;
    struct slice text;
    const char *lines;
};

static const struct wrap_row wraps[] = {
    {"nothing", 10, SL_INIT(""), ""},
    {"fits", 10, SL_INIT("one two"), "one two|"},
    {"fits exactly", 7, SL_INIT("one two"), "one two|"},
    {"at a space", 6, SL_INIT("one two"), "one|two|"},
    {"several spaces", 4, SL_INIT("one   two"), "one|two|"},
    {"a word longer than a line", 4, SL_INIT("abcdefghij"), "abcd|efgh|ij|"},
    {"a long word behind a short one", 4, SL_INIT("a bcdefg"), "a|bcde|fg|"},
    {"Chinese takes two columns", 6, SL_INIT("存储系统"), "存储系|统|"},
    {"Chinese is not cut in half", 5, SL_INIT("存储系统"), "存储|系统|"},
    {"a width of one", 1, SL_INIT("存储"), "存|储|"},
    {"both", 8, SL_INIT("SM4算法 and"), "SM4算法|and|"},
    {"English behind Chinese goes on", 9, SL_INIT("算法SM4-GCM"), "算法|SM4-GCM|"},
    {"line ends", 20, SL_INIT("one\ntwo"), "one|two|"},
    {"an empty line", 20, SL_INIT("one\n\ntwo"), "one||two|"},
    {"broken UTF-8", 4, SL_INIT("\xE5\xAD\xFF\xFE ok"), NULL},
};

static void
wrap(void **state)
{
    const struct wrap_row *r = *state;
    struct slice rest = r->text, line, all = {0};
    size_t n = 0;
    while (side_line(&rest, r->width, &line)) {
        all = arena_printf(&case_arena, "%.*s%.*s|", SL_FMT(all), SL_FMT(line));
        assert_true(++n < 100); /* it ends */
    }
    if (r->lines)
        assert_string_equal(arena_str(&case_arena, all), r->lines);
}

struct width_row {
    const char *name;
    struct slice text;
    size_t width;
};

static const struct width_row widths[] = {
    {"nothing", SL_INIT(""), 0},       {"ASCII", SL_INIT("abc"), 3},
    {"Chinese", SL_INIT("委员会"), 6}, {"an accent", SL_INIT("Lü"), 2},
    {"both", SL_INIT("GB/T 草案"), 9}, {"full-width stop", SL_INIT("。"), 2},
};

static void
width(void **state)
{
    const struct width_row *r = *state;
    assert_int_equal(table_width(r->text), r->width);
}

static struct slice
printed(unsigned columns, struct slice left, struct slice right)
{
    static struct buf b;
    struct printer p;
    buf_init(&b, &case_arena, 4096);
    printer_init(&p, &b, columns, false, false);
    side_print(&p, left, right);
    return buf_slice(&b);
}

static void
side_by_side(void **state)
{
    (void)state;
    struct slice out = printed(75, SL("存储"), SL("storage"));
    struct slice want = SL("存储                                 | storage\n");
    assert_true(slice_eq(out, want));
}

static void
below_each_other_where_narrow(void **state)
{
    (void)state;
    assert_true(slice_eq(printed(60, SL("存储"), SL("storage")), SL("存储\nstorage\n")));
}

static void
one_language_alone_takes_the_whole_width(void **state)
{
    (void)state;
    assert_true(slice_eq(printed(75, SL(""), SL("storage")), SL("storage\n")));
}

static void
a_table_is_as_wide_as_its_cells(void **state)
{
    static const char *const heads[] = {"a", "name"};
    (void)state;
    struct table t;
    struct buf b;
    struct printer p;
    table_init(&t, &case_arena, heads, 2);
    table_cell(&t, SL("草案"));
    table_cell(&t, SL("x"));
    table_int(&t, -7);
    table_cell(&t, SL("\x1b[2J"));
    buf_init(&b, &case_arena, 4096);
    printer_init(&p, &b, 80, false, true);
    table_print(&p, &t);
    assert_true(slice_eq(buf_slice(&b), SL("a     name\n草案  x\n-7    \\x1B[2J\n")));
}

int
main(void)
{
    CASES_TABLE(wraps, wrap);
    CASES_TABLE(widths, width);
    CASES_TEST(side_by_side);
    CASES_TEST(below_each_other_where_narrow);
    CASES_TEST(one_language_alone_takes_the_whole_width);
    CASES_TEST(a_table_is_as_wide_as_its_cells);
    return cases_run("side");
}
