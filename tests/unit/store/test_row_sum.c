/* SPDX-License-Identifier: Apache-2.0 */
/* The checksum of a table: the same in any order, another after any change. */
#include "store/row_sum.h"

#include "support/cases.h"
#include "support/random.h"

#define ROWS 200

struct made {
    int64_t n;
    uint8_t text[40];
    size_t size;
};

static void
hash(struct row_hash *h, const struct made *r)
{
    row_hash_begin(h);
    row_hash_int(h, r->n);
    row_hash_octets(h, slice_of(r->text, r->size));
}

static struct row_sum
sum_of(const struct made *rows, size_t n)
{
    struct row_sum s = {0};
    struct row_hash h;
    for (size_t i = 0; i < n; i++) {
        hash(&h, &rows[i]);
        row_sum_add(&s, &h);
    }
    return s;
}

static void
make(struct made rows[ROWS], uint64_t seed)
{
    for (size_t i = 0; i < ROWS; i++) {
        rows[i] = (struct made){.n = (int64_t)random_next(&seed), .size = random_below(&seed, 41)};
        for (size_t k = 0; k < rows[i].size; k++)
            rows[i].text[k] = (uint8_t)random_next(&seed);
    }
}

static void
any_order(void **state)
{
    (void)state;
    struct made rows[ROWS];
    uint64_t seed = 7;
    make(rows, 1);
    struct row_sum a = sum_of(rows, ROWS);
    for (int round = 0; round < 20; round++) {
        for (uint32_t i = ROWS - 1; i > 0; i--) {
            uint32_t k = random_below(&seed, i + 1);
            struct made t = rows[i];
            rows[i] = rows[k];
            rows[k] = t;
        }
        struct row_sum b = sum_of(rows, ROWS);
        assert_true(row_sum_eq(&a, &b));
    }
}

/* Each bit of each row counts. */
static void
any_change(void **state)
{
    (void)state;
    struct made rows[ROWS];
    make(rows, 2);
    struct row_sum a = sum_of(rows, ROWS);
    for (size_t i = 0; i < ROWS; i++) {
        for (size_t bit = 0; bit < 8 * rows[i].size; bit++) {
            rows[i].text[bit / 8] ^= (uint8_t)(1u << bit % 8);
            struct row_sum b = sum_of(rows, ROWS);
            assert_false(row_sum_eq(&a, &b));
            rows[i].text[bit / 8] ^= (uint8_t)(1u << bit % 8);
            if (bit > 20)
                bit += 17;
        }
        rows[i].n++;
        struct row_sum b = sum_of(rows, ROWS);
        assert_false(row_sum_eq(&a, &b));
        rows[i].n--;
    }
    struct row_sum b = sum_of(rows, ROWS - 1);
    assert_false(row_sum_eq(&a, &b));
}

static void
taken_out(void **state)
{
    (void)state;
    struct made rows[ROWS];
    make(rows, 3);
    struct row_sum whole = sum_of(rows, ROWS), less = sum_of(rows + 1, ROWS - 1);
    struct row_hash h;
    hash(&h, &rows[0]);
    row_sum_take(&whole, &h);
    assert_true(row_sum_eq(&whole, &less));
    struct row_sum none = {0};
    for (size_t i = 1; i < ROWS; i++) {
        hash(&h, &rows[i]);
        row_sum_take(&whole, &h);
    }
    assert_true(row_sum_eq(&whole, &none));
}

/* What stands in two values differently cut, or as a number, is not the same row. */
static void
values_are_apart(void **state)
{
    (void)state;
    static const struct slice cuts[][2] = {
        {SL_INIT("ab"), SL_INIT("c")},   {SL_INIT("a"), SL_INIT("bc")},
        {SL_INIT(""), SL_INIT("abc")},   {SL_INIT("abc"), SL_INIT("")},
        {SL_INIT("abc\0"), SL_INIT("")},
    };
    struct row_sum sums[COUNT_OF(cuts) + 1] = {{0}};
    struct row_hash h;
    for (size_t i = 0; i < COUNT_OF(cuts); i++) {
        row_hash_begin(&h);
        row_hash_octets(&h, cuts[i][0]);
        row_hash_octets(&h, cuts[i][1]);
        row_sum_add(&sums[i], &h);
    }
    row_hash_begin(&h);
    row_hash_int(&h, 0x636261);
    row_hash_octets(&h, SL(""));
    row_sum_add(&sums[COUNT_OF(cuts)], &h);
    for (size_t i = 0; i < COUNT_OF(sums); i++)
        for (size_t k = i + 1; k < COUNT_OF(sums); k++)
            assert_false(row_sum_eq(&sums[i], &sums[k]));
}

int
main(void)
{
    CASES_TEST(any_order);
    CASES_TEST(any_change);
    CASES_TEST(taken_out);
    CASES_TEST(values_are_apart);
    return cases_run("row_sum");
}
