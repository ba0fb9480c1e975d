/* SPDX-License-Identifier: Apache-2.0 */
#include "support/cases.h"
#include "text/nearest.h"

struct row {
    const char *name;
    const char *in;
    const char *want; /* "" where nothing is near */
};

static const struct slice known[] = {
    SL_INIT("suites"),
    SL_INIT("versions"),
    SL_INIT("key.bits"),
    SL_INIT("key.curve"),
    SL_INIT("sni"),
    SL_INIT("TLS_AES_128_GCM_SHA256"),
    SL_INIT("TLS_AES_256_GCM_SHA384"),
};

static const struct row rows[] = {
    {"same", "suites", "suites"},
    {"letter missing", "suits", "suites"},
    {"letter too many", "suittes", "suites"},
    {"letter wrong", "suiten", "suites"},
    {"letters swapped", "suties", "suites"},
    {"upper case", "SUITES", "suites"},
    {"swap at the start", "usites", "suites"},
    {"short", "sn", "sni"},
    {"case is nearer than a letter", "Sni", "sni"},
    {"long name", "TLS_AES_128_GMC_SHA256", "TLS_AES_128_GCM_SHA256"},
    {"far", "zebra", ""},
    {"nothing in common", "xyz", ""},
    {"empty", "", ""},
    {"far longer", "suites_and_many_other_things", ""},
};

static void
nearest_row(void **state)
{
    const struct row *r = *state;
    struct slice got = nearest_name(slice_str(r->in), known, COUNT_OF(known));
    assert_int_equal(got.n, strlen(r->want));
    assert_true(slice_eq_str(got, r->want));
}

static void
limits(void **state)
{
    (void)state;
    uint8_t text[NEAREST_MAX + 1];
    memset(text, 'a', sizeof text);
    struct slice longest = slice_of(text, NEAREST_MAX), over = slice_of(text, NEAREST_MAX + 1);
    assert_int_equal(nearest_name(longest, &longest, 1).n, NEAREST_MAX);
    assert_int_equal(nearest_name(over, &over, 1).n, 0);
    assert_int_equal(nearest_name(longest, &over, 1).n, 0);
    assert_int_equal(nearest_name(SL("a"), NULL, 0).n, 0);
}

int
main(void)
{
    CASES_TABLE(rows, nearest_row);
    CASES_TEST(limits);
    return cases_run("text/nearest");
}
