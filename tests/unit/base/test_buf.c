/* SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"
#include "support/cases.h"

static void
numbers_are_big_endian(void **state)
{
    (void)state;
    struct buf b;
    buf_init(&b, &case_arena, 100);
    buf_u8(&b, 1);
    buf_u16(&b, 0x0203);
    buf_u24(&b, 0x040506);
    buf_u32(&b, 0x0708090a);
    struct slice out;
    assert_true(buf_done(&b, &out, NULL));
    assert_true(slice_eq(out, SL("\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a")));
}

static void
parts_get_their_length(void **state)
{
    (void)state;
    struct buf b;
    buf_init(&b, &case_arena, 1000);
    size_t outer = buf_open(&b, 3), inner = buf_open(&b, 2);
    for (int i = 0; i < 300; i++)
        buf_str(&b, "x");
    buf_close(&b, inner, 2);
    buf_printf(&b, "%s", "tail");
    buf_close(&b, outer, 3);
    assert_int_equal(b.n, 3 + 2 + 300 + 4);
    assert_memory_equal(b.p, "\x00\x01\x32\x01\x2c", 5);
    assert_memory_equal(b.p + b.n - 4, "tail", 4);
}

static void
a_part_too_long_for_its_length_is_noticed(void **state)
{
    (void)state;
    struct buf b;
    buf_init(&b, &case_arena, 1000);
    size_t part = buf_open(&b, 1);
    for (int i = 0; i < 256; i++)
        buf_u8(&b, 0);
    buf_close(&b, part, 1);
    struct slice out;
    struct err e = {0};
    assert_false(buf_done(&b, &out, &e));
    assert_int_equal(e.code, ERR_LIMIT);
}

static void
the_ceiling_stops_writing_for_good(void **state)
{
    (void)state;
    struct buf b;
    buf_init(&b, &case_arena, 10);
    buf_str(&b, "0123456789");
    assert_false(b.full);
    buf_str(&b, "a");
    assert_true(b.full);
    size_t place = buf_open(&b, 2);
    buf_close(&b, place, 2);
    buf_printf(&b, "%d", 1);
    buf_add(&b, SL(""));
    assert_int_equal(b.n, 10);
    struct slice out;
    struct err e = {0};
    assert_false(buf_done(&b, &out, &e));
    assert_non_null(strstr(e.msg, "10 octets"));
}

int
main(void)
{
    CASES_TEST(numbers_are_big_endian);
    CASES_TEST(parts_get_their_length);
    CASES_TEST(a_part_too_long_for_its_length_is_noticed);
    CASES_TEST(the_ceiling_stops_writing_for_good);
    return cases_run("buf");
}
