/* SPDX-License-Identifier: Apache-2.0 */
#include "base/vec.h"
#include "support/cases.h"

struct pair {
    int a, b;
};

static void
grows_and_keeps_its_content(void **state)
{
    (void)state;
    VEC(struct pair) v = {0};
    for (int i = 0; i < 1000; i++)
        vec_push(&case_arena, &v, (struct pair){i, -i});
    assert_int_equal(v.n, 1000);
    for (int i = 0; i < 1000; i++)
        assert_true(v.v[i].a == i && v.v[i].b == -i);
}

static void
add_gives_a_zeroed_element(void **state)
{
    (void)state;
    VEC(struct pair) v = {0};
    for (int i = 0; i < 20; i++) {
        struct pair *p = vec_add(&case_arena, &v);
        assert_true(p->a == 0 && p->b == 0);
        p->a = i;
    }
    assert_int_equal(v.n, 20);
    assert_int_equal(v.v[19].a, 19);
}

int
main(void)
{
    CASES_TEST(grows_and_keeps_its_content);
    CASES_TEST(add_gives_a_zeroed_element);
    return cases_run("vec");
}
