/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers as text: cel/number.h. */
#include "cel/number.h"
#include "support/cases.h"

#include <math.h>
#include <stdlib.h>

static const struct int_row {
    const char *name;
    struct slice in;
    enum cel_number_result want;
    int64_t value;
} int_rows[] = {
    {"int: zero", SL_INIT("0"), CEL_NUMBER_OK, 0},
    {"int: minus", SL_INIT("-42"), CEL_NUMBER_OK, -42},
    {"int: plus", SL_INIT("+42"), CEL_NUMBER_OK, 42},
    {"int: leading zeros", SL_INIT("000000000000000000000000000007"), CEL_NUMBER_OK, 7},
    {"int: largest", SL_INIT("9223372036854775807"), CEL_NUMBER_OK, INT64_MAX},
    {"int: smallest", SL_INIT("-9223372036854775808"), CEL_NUMBER_OK, INT64_MIN},
    {"int: one too large", SL_INIT("9223372036854775808"), CEL_NUMBER_RANGE, 0},
    {"int: one too small", SL_INIT("-9223372036854775809"), CEL_NUMBER_RANGE, 0},
    {"int: 2^64", SL_INIT("18446744073709551616"), CEL_NUMBER_RANGE, 0},
    {"int: 30 nines", SL_INIT("999999999999999999999999999999"), CEL_NUMBER_RANGE, 0},
    {"int: empty", SL_INIT(""), CEL_NUMBER_SYNTAX, 0},
    {"int: only a sign", SL_INIT("-"), CEL_NUMBER_SYNTAX, 0},
    {"int: two signs", SL_INIT("--1"), CEL_NUMBER_SYNTAX, 0},
    {"int: space before", SL_INIT(" 1"), CEL_NUMBER_SYNTAX, 0},
    {"int: space behind", SL_INIT("1 "), CEL_NUMBER_SYNTAX, 0},
    {"int: NUL behind", SL_INIT("1\0"), CEL_NUMBER_SYNTAX, 0},
    {"int: hexadecimal", SL_INIT("0x10"), CEL_NUMBER_SYNTAX, 0},
    {"int: fraction", SL_INIT("1.0"), CEL_NUMBER_SYNTAX, 0},
    {"int: underscore", SL_INIT("1_000"), CEL_NUMBER_SYNTAX, 0},
    {"int: too large and no number", SL_INIT("99999999999999999999x"), CEL_NUMBER_SYNTAX, 0},
    {"int: full-width digit", SL_INIT("\xef\xbc\x91"), CEL_NUMBER_SYNTAX, 0},
};

static void
int_parse(void **state)
{
    const struct int_row *r = *state;
    int64_t v = 0;
    assert_int_equal(cel_int_parse(&v, r->in), r->want);
    if (r->want == CEL_NUMBER_OK)
        assert_true(v == r->value);
}

static const struct uint_row {
    const char *name;
    struct slice in;
    enum cel_number_result want;
    uint64_t value;
} uint_rows[] = {
    {"uint: largest", SL_INIT("18446744073709551615"), CEL_NUMBER_OK, UINT64_MAX},
    {"uint: one too large", SL_INIT("18446744073709551616"), CEL_NUMBER_RANGE, 0},
    {"uint: far too large", SL_INIT("184467440737095516150"), CEL_NUMBER_RANGE, 0},
    {"uint: plus", SL_INIT("+1"), CEL_NUMBER_OK, 1},
    {"uint: minus", SL_INIT("-1"), CEL_NUMBER_SYNTAX, 0},
    {"uint: minus zero", SL_INIT("-0"), CEL_NUMBER_SYNTAX, 0},
    {"uint: suffix", SL_INIT("1u"), CEL_NUMBER_SYNTAX, 0},
    {"uint: empty", SL_INIT(""), CEL_NUMBER_SYNTAX, 0},
};

static void
uint_parse(void **state)
{
    const struct uint_row *r = *state;
    uint64_t v = 0;
    assert_int_equal(cel_uint_parse(&v, r->in), r->want);
    if (r->want == CEL_NUMBER_OK)
        assert_true(v == r->value);
}

static const struct uint_row hex_rows[] = {
    {"hex: both cases", SL_INIT("aF09"), CEL_NUMBER_OK, 0xaf09},
    {"hex: largest", SL_INIT("ffffffffffffffff"), CEL_NUMBER_OK, UINT64_MAX},
    {"hex: too large", SL_INIT("10000000000000000"), CEL_NUMBER_RANGE, 0},
    {"hex: prefix", SL_INIT("0x1"), CEL_NUMBER_SYNTAX, 0},
    {"hex: g", SL_INIT("g"), CEL_NUMBER_SYNTAX, 0},
    {"hex: empty", SL_INIT(""), CEL_NUMBER_SYNTAX, 0},
    {"hex: sign", SL_INIT("-1"), CEL_NUMBER_SYNTAX, 0},
};

static void
hex_parse(void **state)
{
    const struct uint_row *r = *state;
    uint64_t v = 0;
    assert_int_equal(cel_hex_parse(&v, r->in), r->want);
    if (r->want == CEL_NUMBER_OK)
        assert_true(v == r->value);
}

static const struct double_row {
    const char *name;
    struct slice in;
    enum cel_number_result want;
    double value;
} double_rows[] = {
    {"double: whole", SL_INIT("123"), CEL_NUMBER_OK, 123},
    {"double: fraction", SL_INIT("-987.654"), CEL_NUMBER_OK, -987.654},
    {"double: no digit before the point", SL_INIT(".5"), CEL_NUMBER_OK, 0.5},
    {"double: no digit behind the point", SL_INIT("5."), CEL_NUMBER_OK, 5},
    {"double: exponent", SL_INIT("6.02214e23"), CEL_NUMBER_OK, 6.02214e23},
    {"double: signed exponent", SL_INIT("1E+2"), CEL_NUMBER_OK, 100},
    {"double: tie to even", SL_INIT("9007199254740993"), CEL_NUMBER_OK, 9007199254740992.0},
    {"double: smallest", SL_INIT("4.9e-324"), CEL_NUMBER_OK, 0x1p-1074},
    {"double: rounds to zero", SL_INIT("1e-999999999"), CEL_NUMBER_OK, 0},
    {"double: largest", SL_INIT("1.7976931348623157e308"), CEL_NUMBER_OK, 0x1.fffffffffffffp1023},
    {"double: rounds to infinity", SL_INIT("1.7976931348623159e308"), CEL_NUMBER_RANGE, 0},
    {"double: exponent overflows", SL_INIT("1e99999999999999999999"), CEL_NUMBER_RANGE, 0},
    {"double: infinity", SL_INIT("-Infinity"), CEL_NUMBER_OK, -(double)INFINITY},
    {"double: inf", SL_INIT("+inf"), CEL_NUMBER_OK, (double)INFINITY},
    {"double: empty", SL_INIT(""), CEL_NUMBER_SYNTAX, 0},
    {"double: point", SL_INIT("."), CEL_NUMBER_SYNTAX, 0},
    {"double: sign", SL_INIT("-"), CEL_NUMBER_SYNTAX, 0},
    {"double: no mantissa", SL_INIT("e5"), CEL_NUMBER_SYNTAX, 0},
    {"double: no exponent", SL_INIT("1e"), CEL_NUMBER_SYNTAX, 0},
    {"double: no digits of exponent", SL_INIT("1e+"), CEL_NUMBER_SYNTAX, 0},
    {"double: two points", SL_INIT("1.2.3"), CEL_NUMBER_SYNTAX, 0},
    {"double: hexadecimal", SL_INIT("0x1p3"), CEL_NUMBER_SYNTAX, 0},
    {"double: comma", SL_INIT("1,5"), CEL_NUMBER_SYNTAX, 0},
    {"double: space", SL_INIT(" 1"), CEL_NUMBER_SYNTAX, 0},
    {"double: nan with payload", SL_INIT("nan(1)"), CEL_NUMBER_SYNTAX, 0},
    {"double: infinit", SL_INIT("infinit"), CEL_NUMBER_SYNTAX, 0},
    {"double: NUL", SL_INIT("1\0002"), CEL_NUMBER_SYNTAX, 0},
};

static void
double_parse(void **state)
{
    const struct double_row *r = *state;
    double v = 0;
    assert_int_equal(cel_double_parse(&v, r->in), r->want);
    if (r->want == CEL_NUMBER_OK)
        assert_true(v == r->value);
}

static void
double_parse_signs_and_nan(void **state)
{
    (void)state;
    double v = 1;
    assert_int_equal(cel_double_parse(&v, SL("-0.0")), CEL_NUMBER_OK);
    assert_true(v == 0 && signbit(v));
    assert_int_equal(cel_double_parse(&v, SL("NaN")), CEL_NUMBER_OK);
    assert_true(isnan(v));
}

static void
long_numbers_are_bounded(void **state)
{
    (void)state;
    uint8_t digits[CEL_NUMBER_MAX + 1];
    memset(digits, '1', sizeof digits);
    double d;
    int64_t i;
    assert_int_equal(cel_double_parse(&d, slice_of(digits, sizeof digits)), CEL_NUMBER_SYNTAX);
    assert_int_equal(cel_double_parse(&d, slice_of(digits, CEL_NUMBER_MAX)), CEL_NUMBER_RANGE);
    assert_int_equal(cel_int_parse(&i, slice_of(digits, sizeof digits)), CEL_NUMBER_SYNTAX);
    assert_int_equal(cel_int_parse(&i, slice_of(digits, CEL_NUMBER_MAX)), CEL_NUMBER_RANGE);
    digits[0] = '.';
    assert_int_equal(cel_double_parse(&d, slice_of(digits, CEL_NUMBER_MAX)), CEL_NUMBER_OK);
    assert_true(d == 1.0 / 9);
}

static const struct print_row {
    const char *name;
    double v;
    const char *want;
    const char *plain;
} print_rows[] = {
    {"print: zero", 0, "0", "0"},
    {"print: minus zero", -0.0, "-0", "-0"},
    {"print: whole", 3, "3", "3"},
    {"print: fraction", 123.456, "123.456", "123.456"},
    {"print: small fraction", -4.5e-3, "-0.0045", "-0.0045"},
    {"print: 1e-4", 1e-4, "0.0001", "0.0001"},
    {"print: 1e-5", 1e-5, "1e-05", "0.00001"},
    {"print: six digits", 123456, "123456", "123456"},
    {"print: 999999.5", 999999.5, "999999.5", "999999.5"},
    {"print: a million", 1e6, "1e+06", "1000000"},
    {"print: seven digits", 1234567, "1.234567e+06", "1234567"},
    {"print: 1e23 rounds up", 1e23, "1e+23", "100000000000000000000000"},
    {"print: 0.1 + 0.2", 0.1 + 0.2, "0.30000000000000004", "0.30000000000000004"},
    {"print: smallest", 0x1p-1074, "5e-324", NULL},
    {"print: smallest normal", 0x1p-1022, "2.2250738585072014e-308", NULL},
    {"print: largest", 0x1.fffffffffffffp1023, "1.7976931348623157e+308", NULL},
    {"print: neighbour above is shorter", 0x1p89, "6.189700196426902e+26", NULL},
    {"print: 2^-44", 0x1p-44, "5.684341886080802e-14", "0.00000000000005684341886080802"},
    {"print: 9.5e-7", 0x1p-20, "9.5367431640625e-07", "0.00000095367431640625"},
    {"print: infinity", (double)INFINITY, "+Inf", "Infinity"},
    {"print: minus infinity", -(double)INFINITY, "-Inf", "-Infinity"},
    {"print: nan", (double)NAN, "NaN", "NaN"},
};

static void
print(void **state)
{
    const struct print_row *r = *state;
    struct buf b;
    buf_init(&b, &case_arena, 1000);
    cel_double_print(&b, r->v);
    assert_string_equal(arena_str(&case_arena, buf_slice(&b)), r->want);
    if (r->plain) {
        buf_init(&b, &case_arena, 1000);
        cel_double_print_plain(&b, r->v);
        assert_string_equal(arena_str(&case_arena, buf_slice(&b)), r->plain);
    }
}

/* Bit patterns spread over the whole range come back unchanged, both ways of printing. */
static void
printed_numbers_read_back(void **state)
{
    (void)state;
    uint64_t x = 1;
    for (int i = 0; i < 3000; i++) {
        x = x * 6364136223846793005u + 1442695040888963407u;
        uint64_t bits = i % 4 == 0 ? x & 0xfff0000000000000u : x; /* every fourth a power of two */
        double v, back;
        memcpy(&v, &bits, sizeof v);
        if (!isfinite(v))
            continue;
        struct arena_mark m = arena_mark(&case_arena);
        struct buf b;
        buf_init(&b, &case_arena, 1000);
        if (i % 2)
            cel_double_print(&b, v);
        else
            cel_double_print_plain(&b, v);
        assert_int_equal(cel_double_parse(&back, buf_slice(&b)), CEL_NUMBER_OK);
        assert_memory_equal(&v, &back, sizeof v);
        arena_reset(&case_arena, m);
    }
}

static const struct cast_row {
    const char *name;
    double v;
    bool is_int;
    int64_t i;
    bool is_uint;
    uint64_t u;
} cast_rows[] = {
    {"cast: down to zero", 1.9, true, 1, true, 1},
    {"cast: up to zero", -7.9, true, -7, false, 0},
    {"cast: minus zero", -0.0, true, 0, true, 0},
    {"cast: below zero", -0.5, true, 0, false, 0},
    {"cast: 2^63", 0x1p63, false, 0, true, (uint64_t)1 << 63},
    {"cast: below 2^63", 0x1.fffffffffffffp62, true, INT64_MAX - 1023, true, INT64_MAX - 1023},
    {"cast: -2^63", -0x1p63, false, 0, false, 0},
    {"cast: above -2^63", -0x1.fffffffffffffp62, true, -INT64_MAX + 1023, false, 0},
    {"cast: 2^64", 0x1p64, false, 0, false, 0},
    {"cast: below 2^64", 0x1.fffffffffffffp63, false, 0, true, UINT64_MAX - 2047},
    {"cast: infinity", (double)INFINITY, false, 0, false, 0},
    {"cast: minus infinity", -(double)INFINITY, false, 0, false, 0},
    {"cast: nan", (double)NAN, false, 0, false, 0},
};

static void
cast(void **state)
{
    const struct cast_row *r = *state;
    int64_t i = 0;
    uint64_t u = 0;
    assert_int_equal(cel_double_to_int(&i, r->v), r->is_int);
    assert_int_equal(cel_double_to_uint(&u, r->v), r->is_uint);
    assert_true(i == r->i && u == r->u);
}

int
main(void)
{
    CASES_TABLE(int_rows, int_parse);
    CASES_TABLE(uint_rows, uint_parse);
    CASES_TABLE(hex_rows, hex_parse);
    CASES_TABLE(double_rows, double_parse);
    CASES_TEST(double_parse_signs_and_nan);
    CASES_TEST(long_numbers_are_bounded);
    CASES_TABLE(print_rows, print);
    CASES_TEST(printed_numbers_read_back);
    CASES_TABLE(cast_rows, cast);
    return cases_run("cel number");
}
