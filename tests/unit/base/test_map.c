/* SPDX-License-Identifier: Apache-2.0 */
#include "base/map.h"
#include "support/cases.h"

static void
empty_map_has_nothing(void **state)
{
    (void)state;
    struct map m = {0};
    assert_null(map_get(&m, SL("a")));
    assert_null(map_get(&m, SL("")));
}

static void
thousands_of_keys_are_found_again(void **state)
{
    (void)state;
    struct map m = {0};
    static int values[5000];
    for (int i = 0; i < 5000; i++) {
        struct slice key = arena_printf(&case_arena, "%*d", i % 37, i);
        assert_null(map_put(&case_arena, &m, key, &values[i]));
    }
    assert_int_equal(m.n, 5000);
    for (int i = 0; i < 5000; i++) {
        struct slice key = arena_printf(&case_arena, "%*d", i % 37, i);
        assert_ptr_equal(map_get(&m, key), &values[i]);
        assert_ptr_equal(m.v[i].value, &values[i]); /* in order of insertion */
    }
    assert_null(map_get(&m, SL("absent")));
}

static void
put_replaces_and_gives_the_old_value(void **state)
{
    (void)state;
    struct map m = {0};
    int a, b;
    assert_null(map_put(&case_arena, &m, SL("k\0x"), &a));
    assert_null(map_get(&m, SL("k")));
    assert_ptr_equal(map_put(&case_arena, &m, SL("k\0x"), &b), &a);
    assert_ptr_equal(map_get(&m, SL("k\0x")), &b);
    assert_int_equal(m.n, 1);
}

int
main(void)
{
    CASES_TEST(empty_map_has_nothing);
    CASES_TEST(thousands_of_keys_are_found_again);
    CASES_TEST(put_replaces_and_gives_the_old_value);
    return cases_run("map");
}
