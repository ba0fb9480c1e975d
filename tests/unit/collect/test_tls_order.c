/* SPDX-License-Identifier: Apache-2.0 */
/* Lists merged by asking a server that has an order; and by asking one that has none. */
#include "collect/tls_order.h"
#include "support/cases.h"

struct row {
    const char *name;
    uint16_t lists[4][8]; /* zero behind the last */
    uint16_t order[16];   /* the server's */
    size_t at_most;
};

static const struct row rows[] = {
    {"one list needs no question", {{3, 1, 2}}, {3, 1, 2}, 0},
    {"two in turns", {{1, 3, 5}, {2, 4, 6}}, {1, 2, 3, 4, 5, 6}, 5},
    {"one behind the other", {{1, 2, 3}, {4, 5}}, {1, 2, 3, 4, 5}, 3},
    {"three", {{9, 1}, {5, 2}, {7}}, {5, 9, 7, 2, 1}, 4},
    {"an empty one among them", {{0}, {2}, {1}}, {1, 2}, 1},
    {"nothing", {{0}}, {0}, 0},
};

static void
row(void **state)
{
    const struct row *r = *state;
    struct tls_order o = {0};
    size_t asked = 0, all = 0;
    while (r->order[all])
        all++;
    for (size_t i = 0; i < 4; i++) {
        size_t n = 0;
        while (n < 8 && r->lists[i][n])
            n++;
        tls_order_add(&o, (struct tls_codes){r->lists[i], n});
    }
    while (tls_order_open(&o)) {
        struct tls_codes offer = tls_order_offer(&o);
        size_t best = 0;
        asked++;
        for (bool found = false; !found; best += !found)
            for (size_t i = 0; i < offer.n; i++)
                found = found || offer.v[i] == r->order[best];
        tls_order_named(&o, r->order[best]);
    }
    assert_true(asked <= r->at_most);
    assert_int_equal(o.n, all);
    assert_memory_equal(o.merged, r->order, all * sizeof *o.merged);
    assert_int_equal(tls_order_known(&o), all > 0);
}

static void
a_suite_never_offered(void **state UNUSED)
{
    static const uint16_t a[] = {1}, b[] = {2};
    struct tls_order o = {0};
    tls_order_add(&o, (struct tls_codes){a, 1});
    tls_order_add(&o, (struct tls_codes){b, 1});
    assert_true(tls_order_open(&o));
    tls_order_named(&o, 0);
    assert_false(tls_order_open(&o));
    assert_false(tls_order_known(&o));
}

static void
too_many(void **state UNUSED)
{
    static uint16_t many[TLS_ORDER_MAX];
    struct tls_order o = {0};
    tls_order_add(&o, (struct tls_codes){many, TLS_ORDER_MAX});
    tls_order_add(&o, (struct tls_codes){many, 1});
    assert_false(tls_order_open(&o));
    assert_false(tls_order_known(&o));
    o = (struct tls_order){0};
    for (size_t i = 0; i <= TLS_ORDER_LISTS_MAX; i++)
        tls_order_add(&o, (struct tls_codes){many, 1});
    assert_false(tls_order_open(&o));
}

int
main(void)
{
    CASES_TABLE(rows, row);
    CASES_TEST(a_suite_never_offered);
    CASES_TEST(too_many);
    return cases_run("collect/tls_order");
}
