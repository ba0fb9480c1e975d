/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/weights.h"
#include "support/cases.h"

static const struct regime us_fed = {.id = SL_INIT("US-FED"), .market = SL_INIT("US")};
static const struct regime us_nss = {.id = SL_INIT("US-CNSA2"), .market = SL_INIT("US")};
static const struct regime cn_sm = {.id = SL_INIT("CN-SM"), .market = SL_INIT("CN")};
static const struct regime *const regimes[] = {&us_fed, &us_nss, &cn_sm};

struct row {
    const char *name;
    struct slice text;
    const char *says; /* of the error; null: it reads */
    int64_t want[COUNT_OF(regimes)];
};

static const struct row rows[] = {
    {"a regime", SL_INIT("CN-SM: 40\n"), NULL, {1, 1, 40}},
    {"a market is all its regimes", SL_INIT("US: 7\n"), NULL, {7, 7, 1}},
    {"a regime outweighs its market", SL_INIT("US-FED: 2\nUS: 7\n"), NULL, {2, 7, 1}},
    {"in whatever order", SL_INIT("US: 7\nUS-FED: 2\n"), NULL, {2, 7, 1}},
    {"all of them, with a comment",
     SL_INIT("# worth\nUS-FED: 1\nUS-CNSA2: 2\nCN: 1000000\n"),
     NULL,
     {1, 2, 1000000}},
    {"an empty map", SL_INIT("{}\n"), NULL, {1, 1, 1}},
    {"hexadecimal", SL_INIT("CN: 0x10\n"), NULL, {1, 1, 16}},
    {"nothing", SL_INIT(""), "w.yaml", {0}},
    {"only a comment", SL_INIT("# none\n"), "w.yaml", {0}},
    {"a list", SL_INIT("- CN-SM\n"), "w.yaml:1:1: here must stand", {0}},
    {"a word", SL_INIT("CN-SM\n"), "w.yaml:1:1: here must stand", {0}},
    {"not YAML", SL_INIT("CN-SM: [1\n"), "w.yaml:", {0}},
    {"another market", SL_INIT("US: 1\nRU: 4\n"), "w.yaml:2:1: 'RU' is no market", {0}},
    {"a misspelt regime", SL_INIT("US-FEDD: 4\n"), "w.yaml:1:1: 'US-FEDD' is no", {0}},
    {"and what was meant", SL_INIT("US-FEDD: 4\n"), "did you mean 'US-FED'?", {0}},
    {"wrong case", SL_INIT("cn-sm: 4\n"), "did you mean 'CN-SM'?", {0}},
    {"an empty name", SL_INIT("\"\": 4\n"), "w.yaml:1:1: '' is no market", {0}},
    {"nil", SL_INIT("CN-SM: 0\n"), "w.yaml:1:8: 'CN-SM' must be from 1 to 1000000, not 0", {0}},
    {"negative", SL_INIT("\nCN-SM: -3\n"), "w.yaml:2:8: 'CN-SM' must be from 1", {0}},
    {"too large", SL_INIT("CN-SM: 1000001\n"), "must be from 1 to 1000000, not 1000001", {0}},
    {"past 64 bits", SL_INIT("CN-SM: 99999999999999999999\n"), "must be a whole number", {0}},
    {"a fraction", SL_INIT("CN-SM: 1.5\n"), "must be a whole number", {0}},
    {"infinite", SL_INIT("CN-SM: .inf\n"), "must be a whole number", {0}},
    {"a quoted number", SL_INIT("CN-SM: \"4\"\n"), "must be a whole number", {0}},
    {"no value", SL_INIT("CN-SM:\n"), "w.yaml:1:", {0}},
    {"a list of numbers", SL_INIT("CN-SM: [4]\n"), "w.yaml:1:8: 'CN-SM' must be", {0}},
    {"a map in it", SL_INIT("CN-SM: {a: 4}\n"), "w.yaml:1:8: 'CN-SM' must be", {0}},
    {"twice", SL_INIT("CN-SM: 4\nCN-SM: 5\n"), "w.yaml:2:1", {0}},
    {"an anchor", SL_INIT("CN-SM: &a 4\nUS: *a\n"), "w.yaml:", {0}},
    {"two documents", SL_INIT("CN-SM: 4\n---\nUS: 4\n"), "w.yaml:", {0}},
    {"controls", SL_INIT("CN\x1b[2J: 4\n"), "w.yaml:", {0}},
};

static void
read_row(void **state)
{
    const struct row *r = *state;
    const int64_t *got;
    struct err e = {0};
    bool ok =
        weights_read(&got, &case_arena, SL("w.yaml"), r->text, regimes, COUNT_OF(regimes), &e);
    if (!r->says) {
        assert_true(ok);
        for (size_t i = 0; i < COUNT_OF(regimes); i++)
            assert_int_equal(got[i], r->want[i]);
        return;
    }
    assert_false(ok);
    assert_int_equal(e.code, ERR_INPUT);
    if (!strstr(e.msg, r->says))
        fail_msg("says: %s", e.msg);
}

int
main(void)
{
    CASES_TABLE(rows, read_row);
    return cases_run("weights");
}
