/* SPDX-License-Identifier: Apache-2.0 */
#include "base/slice.h"
#include "support/cases.h"

struct number_row {
    const char *name;
    struct slice in;
    bool ok;
    int64_t want;
};

static const struct number_row numbers[] = {
    {"zero", SL_INIT("0"), true, 0},
    {"plus", SL_INIT("+7"), true, 7},
    {"minus", SL_INIT("-7"), true, -7},
    {"hexadecimal", SL_INIT("0x1F"), true, 31},
    {"minus hexadecimal", SL_INIT("-0xa"), true, -10},
    {"largest", SL_INIT("9223372036854775807"), true, INT64_MAX},
    {"smallest", SL_INIT("-9223372036854775808"), true, INT64_MIN},
    {"one too large", SL_INIT("9223372036854775808"), false, 0},
    {"one too small", SL_INIT("-9223372036854775809"), false, 0},
    {"does not fit 64 bits", SL_INIT("18446744073709551616"), false, 0},
    {"empty", SL_INIT(""), false, 0},
    {"sign alone", SL_INIT("-"), false, 0},
    {"two signs", SL_INIT("--1"), false, 0},
    {"0x alone", SL_INIT("0x"), false, 0},
    {"trailing space", SL_INIT("1 "), false, 0},
    {"hexadecimal digit in decimal", SL_INIT("1f"), false, 0},
    {"a NUL inside", SL_INIT("1\0002"), false, 0},
};

static void
number_row(void **state)
{
    const struct number_row *r = *state;
    int64_t got = 42;
    assert_int_equal(slice_to_i64(r->in, &got), r->ok);
    assert_int_equal(got, r->ok ? r->want : 42);
}

struct cut_row {
    const char *name;
    struct slice in;
    const char *parts[4];
};

static const struct cut_row cuts[] = {
    {"none", SL_INIT(""), {NULL}},
    {"no separator", SL_INIT("ab"), {"ab"}},
    {"two", SL_INIT("a,b"), {"a", "b"}},
    {"empty head", SL_INIT(",b"), {"", "b"}},
    {"empty middle", SL_INIT("a,,b"), {"a", "", "b"}},
    {"trailing separator ends it", SL_INIT("a,"), {"a"}},
};

static void
cut_row(void **state)
{
    const struct cut_row *r = *state;
    struct slice rest = r->in, head;
    size_t n = 0;
    for (; slice_cut(&rest, ',', &head); n++) {
        assert_non_null(r->parts[n]);
        assert_true(slice_eq_str(head, r->parts[n]));
    }
    assert_null(r->parts[n]);
    assert_int_equal(head.n, 0);
}

static void
readers_take_big_endian(void **state)
{
    (void)state;
    struct slice s = SL("\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a");
    uint8_t a = 0;
    uint16_t b = 0;
    uint32_t c = 0, d = 0;
    assert_true(slice_u8(&s, &a) && slice_u16(&s, &b) && slice_u24(&s, &c) && slice_u32(&s, &d));
    assert_int_equal(a, 0x01);
    assert_int_equal(b, 0x0203);
    assert_int_equal(c, 0x040506);
    assert_int_equal(d, 0x0708090a);
    assert_int_equal(s.n, 0);
}

static void
readers_leave_a_short_slice_alone(void **state)
{
    (void)state;
    struct slice s = SL("\x01"), out = SL("x");
    uint16_t b = 9;
    uint32_t c = 9;
    assert_false(slice_u16(&s, &b) || slice_u24(&s, &c) || slice_u32(&s, &c));
    assert_false(slice_take(&s, 2, &out) || slice_take(&s, SIZE_MAX, &out));
    assert_int_equal(s.n, 1);
    assert_int_equal(b, 9);
    assert_int_equal(c, 9);
    uint8_t a;
    assert_true(slice_u8(&s, &a));
    assert_false(slice_u8(&s, &a));
}

struct vec_row {
    const char *name;
    bool (*read)(struct slice *, struct slice *);
    struct slice in;
    bool ok;
    size_t n, left;
};

static const struct vec_row vecs[] = {
    {"8 bits", slice_vec8,
     SL_INIT("\x02"
             "abc"),
     true, 2, 1},
    {"8 bits, empty", slice_vec8, SL_INIT("\0"), true, 0, 0},
    {"8 bits, one short", slice_vec8,
     SL_INIT("\x03"
             "ab"),
     false, 0, 3},
    {"8 bits, no length", slice_vec8, SL_INIT(""), false, 0, 0},
    {"16 bits", slice_vec16,
     SL_INIT("\0\x02"
             "abc"),
     true, 2, 1},
    {"16 bits, half a length", slice_vec16, SL_INIT("\0"), false, 0, 1},
    {"16 bits, far past the end", slice_vec16,
     SL_INIT("\xff\xff"
             "a"),
     false, 0, 3},
    {"24 bits", slice_vec24,
     SL_INIT("\0\0\x01"
             "ab"),
     true, 1, 1},
    {"24 bits, 16 MiB said", slice_vec24,
     SL_INIT("\xff\xff\xff"
             "ab"),
     false, 0, 5},
};

static void
vec_row(void **state)
{
    const struct vec_row *r = *state;
    struct slice s = r->in, out = {0};
    assert_int_equal(r->read(&s, &out), r->ok);
    assert_int_equal(out.n, r->n);
    assert_int_equal(s.n, r->left);
}

static void
order_is_by_octets_then_length(void **state)
{
    (void)state;
    assert_true(slice_cmp(SL("a"), SL("b")) < 0);
    assert_true(slice_cmp(SL("ab"), SL("a")) > 0);
    assert_true(slice_cmp(SL("\xff"), SL("a")) > 0);
    assert_int_equal(slice_cmp(SL(""), slice_str(NULL)), 0);
    assert_true(slice_eq(SL(""), (struct slice){0}));
    assert_false(slice_eq(SL("a"), SL("b")));
}

static void
search_and_ends(void **state)
{
    (void)state;
    assert_true(slice_has_prefix(SL("abc"), SL("ab")) && slice_has_suffix(SL("abc"), SL("bc")));
    assert_false(slice_has_prefix(SL("a"), SL("ab")) || slice_has_suffix(SL("c"), SL("bc")));
    assert_false(slice_has_prefix(SL("xb"), SL("ab")) || slice_has_suffix(SL("bx"), SL("bc")));
    assert_int_equal(slice_find(SL("abcabc"), SL("ca")), 2);
    assert_true(slice_find(SL("abc"), SL("x")) == SIZE_MAX);
    assert_true(slice_find(SL(""), SL("x")) == SIZE_MAX);
    assert_int_equal(slice_find(SL(""), SL("")), 0);
    assert_true(slice_eq(slice_trim(SL(" \t\na b\r ")), SL("a b")));
    assert_int_equal(slice_trim(SL(" \n ")).n, 0);
    assert_int_equal(slice_sub(SL("abc"), 1, 99).n, 2);
    assert_int_equal(slice_sub(SL("abc"), 3, 1).n, 0);
    assert_int_equal(slice_sub(SL(""), 5, 1).n, 0);
}

int
main(void)
{
    CASES_TABLE(numbers, number_row);
    CASES_TABLE(cuts, cut_row);
    CASES_TABLE(vecs, vec_row);
    CASES_TEST(readers_take_big_endian);
    CASES_TEST(readers_leave_a_short_slice_alone);
    CASES_TEST(order_is_by_octets_then_length);
    CASES_TEST(search_and_ends);
    return cases_run("slice");
}
