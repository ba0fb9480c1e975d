/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How votes become counted: which stand and which do not, units, silence, weights, the outcome's
 * order of precedence, and the words of a step. Thresholds are tried in test_vectors.c.
 */
#include "committee/tally.h"
#include "support/cases.h"
#include "text/json_canonical.h"

#include <stdio.h>

#define YES 1u << VOTE_YES
#define NO 1u << VOTE_NO

static const struct position positions[] = {
    {SL_INIT("yes"), {SL_INIT("yes"), SL_INIT("赞成")}, VOTE_YES, REASON_OPTIONAL},
    {SL_INIT("no"), {SL_INIT("no"), SL_INIT("反对")}, VOTE_NO, REASON_OR_VOID},
    {SL_INIT("abstain"), {SL_INIT("abstain"), SL_INIT("弃权")}, VOTE_ABSTAIN, REASON_OPTIONAL},
    {SL_INIT("discuss"), {SL_INIT("discuss"), SL_INIT("讨论")}, VOTE_BLOCK, REASON_REQUIRED},
    {SL_INIT("recuse"), {SL_INIT("recuse"), SL_INIT("回避")}, VOTE_RECUSE, REASON_OPTIONAL},
};
static struct rule_test more_than_half = {
    .key = SL_INIT("half"), .counts = YES, .num = 1, .den = 2, .strict = true};
static struct rule_test weighted = {
    .key = SL_INIT("weighted"), .counts = YES, .measure = MEASURE_WEIGHT, .num = 71, .den = 100};

/* Six voters: two of organisation o-a (family f), o-b of family f, o-c and o-d alone, o-e recused.
 */
static struct voter voters[] = {
    {.id = SL_INIT("a1"),
     .organisation = SL_INIT("o-a"),
     .family = SL_INIT("f"),
     .country = SL_INIT("CN"),
     .weight = 29},
    {.id = SL_INIT("a2"),
     .organisation = SL_INIT("o-a"),
     .family = SL_INIT("f"),
     .country = SL_INIT("CN"),
     .weight = 29},
    {.id = SL_INIT("b1"),
     .organisation = SL_INIT("o-b"),
     .family = SL_INIT("f"),
     .country = SL_INIT("DE"),
     .weight = 29},
    {.id = SL_INIT("c1"), .organisation = SL_INIT("o-c"), .country = SL_INIT("DE"), .weight = 29},
    {.id = SL_INIT("d1"), .organisation = SL_INIT("o-d"), .weight = 10},
    {.id = SL_INIT("e1"), .organisation = SL_INIT("o-e"), .weight = 3, .recused = true},
};
static const struct roll roll = {voters, COUNT_OF(voters), 0};

enum { A1, A2, B1, C1, D1, E1 };

#define V(who, what, leaf)                                                                     \
    {                                                                                          \
        .voter = (who), .position = SL_INIT(what), .index = (leaf), .reasoned = true, .at = 50 \
    }

struct row {
    const char *name;
    enum unit unit;
    enum revote revote;
    enum silence silence;
    struct vote votes[6];
    size_t n;
    const char *fates; /* of each vote */
    const char *want;  /* units/voted/uncounted/recused/silent yes no abstain, outcome */
};

static const struct row rows[] = {
    {"nobody",
     UNIT_VOTER,
     REVOTE_UNTIL_CLOSE,
     SILENCE_VOID,
     {{0}},
     0,
     "",
     "6/0/0/1/5 0 0 0 not-approved"},
    {"a vote each",
     UNIT_VOTER,
     REVOTE_UNTIL_CLOSE,
     SILENCE_VOID,
     {V(A1, "yes", 1), V(B1, "no", 2), V(D1, "abstain", 3)},
     3,
     "counted counted counted",
     "6/3/0/1/2 1 1 1 not-approved"},
    {"the last vote counts",
     UNIT_VOTER,
     REVOTE_UNTIL_CLOSE,
     SILENCE_VOID,
     {V(A1, "no", 1), V(A1, "yes", 9), V(A1, "abstain", 5)},
     3,
     "replaced counted replaced",
     "6/1/0/1/4 1 0 0 approved"},
    {"the first vote counts",
     UNIT_VOTER,
     REVOTE_NEVER,
     SILENCE_VOID,
     {V(A1, "no", 9), V(A1, "yes", 1), V(A1, "no", 5)},
     3,
     "repeated counted repeated",
     "6/1/0/1/4 1 0 0 approved"},
    {"one vote per organisation",
     UNIT_ORGANISATION,
     REVOTE_NEVER,
     SILENCE_VOID,
     {V(A1, "yes", 1), V(A2, "no", 2), V(B1, "yes", 3)},
     3,
     "counted same-unit counted",
     "5/2/0/1/2 2 0 0 approved"},
    {"its last vote",
     UNIT_ORGANISATION,
     REVOTE_UNTIL_CLOSE,
     SILENCE_VOID,
     {V(A1, "yes", 1), V(A2, "no", 2), V(B1, "yes", 3)},
     3,
     "replaced counted counted",
     "5/2/0/1/2 1 1 0 not-approved"},
    {"one vote per family",
     UNIT_FAMILY,
     REVOTE_NEVER,
     SILENCE_VOID,
     {V(B1, "yes", 1), V(A1, "no", 2), V(C1, "yes", 3)},
     3,
     "counted same-unit counted",
     "4/2/0/1/1 2 0 0 approved"},
    {"one vote per country",
     UNIT_NATION,
     REVOTE_NEVER,
     SILENCE_VOID,
     {V(B1, "yes", 1), V(C1, "no", 2), V(D1, "yes", 3)},
     3,
     "counted same-unit counted",
     "4/2/0/1/1 2 0 0 approved"},
    {"what a family says twice counts once",
     UNIT_FAMILY_POSITION,
     REVOTE_UNTIL_CLOSE,
     SILENCE_VOID,
     {V(A1, "yes", 1), V(B1, "yes", 2), V(A2, "no", 3), V(C1, "no", 4)},
     4,
     "counted same-unit counted counted",
     "6/3/1/1/1 1 2 0 not-approved"},
    {"a no without reason stands, uncounted",
     UNIT_VOTER,
     REVOTE_UNTIL_CLOSE,
     SILENCE_VOID,
     {V(A1, "yes", 1),
      {.voter = A1, .position = SL_INIT("no"), .index = 2, .at = 50},
      V(B1, "yes", 3)},
     3,
     "replaced no-reason counted",
     "6/1/1/1/3 1 0 0 approved"},
    {"a discuss without reason is refused",
     UNIT_VOTER,
     REVOTE_UNTIL_CLOSE,
     SILENCE_VOID,
     {{.voter = A1, .position = SL_INIT("discuss"), .index = 2, .at = 50}},
     1,
     "no-reason",
     "6/0/0/1/5 0 0 0 not-approved"},
    {"who is recused cannot vote",
     UNIT_VOTER,
     REVOTE_UNTIL_CLOSE,
     SILENCE_VOID,
     {V(E1, "yes", 1), V(A1, "no", 2)},
     2,
     "recused counted",
     "6/1/0/1/4 0 1 0 not-approved"},
    {"to recuse oneself leaves the count",
     UNIT_VOTER,
     REVOTE_UNTIL_CLOSE,
     SILENCE_VOID,
     {V(A1, "recuse", 1), V(B1, "yes", 2)},
     2,
     "counted counted",
     "6/1/0/2/3 1 0 0 approved"},
    {"nobody of the roll",
     UNIT_VOTER,
     REVOTE_UNTIL_CLOSE,
     SILENCE_VOID,
     {V(6, "yes", 1), V(SIZE_MAX, "yes", 2)},
     2,
     "no-voter no-voter",
     "6/0/0/1/5 0 0 0 not-approved"},
    {"no such position",
     UNIT_VOTER,
     REVOTE_UNTIL_CLOSE,
     SILENCE_VOID,
     {V(A1, "Yes", 1), V(A1, "maybe", 2)},
     2,
     "no-position no-position",
     "6/0/0/1/5 0 0 0 not-approved"},
    {"too early, in time, at the close, after it",
     UNIT_VOTER,
     REVOTE_UNTIL_CLOSE,
     SILENCE_VOID,
     {{.voter = A1, .position = SL_INIT("yes"), .index = 1, .at = 9},
      {.voter = B1, .position = SL_INIT("yes"), .index = 2, .at = 10},
      {.voter = C1, .position = SL_INIT("yes"), .index = 3, .at = 99},
      {.voter = D1, .position = SL_INIT("yes"), .index = 4, .at = 100}},
     4,
     "early counted counted late",
     "6/2/0/1/3 2 0 0 approved"},
    {"a late vote does not replace",
     UNIT_VOTER,
     REVOTE_UNTIL_CLOSE,
     SILENCE_VOID,
     {V(A1, "yes", 1),
      {.voter = A1, .position = SL_INIT("no"), .index = 2, .at = 100, .reasoned = true}},
     2,
     "counted late",
     "6/1/0/1/4 1 0 0 approved"},
    {"a yes with a condition",
     UNIT_VOTER,
     REVOTE_UNTIL_CLOSE,
     SILENCE_VOID,
     {{.voter = A1, .position = SL_INIT("yes"), .index = 1, .at = 50, .conditional = true}},
     1,
     "conditional",
     "6/0/0/1/5 0 0 0 not-approved"},
    {"silence is assent",
     UNIT_VOTER,
     REVOTE_UNTIL_CLOSE,
     SILENCE_ASSENT,
     {V(A1, "no", 1), V(B1, "no", 2)},
     2,
     "counted counted",
     "6/2/0/1/3 3 2 0 approved"},
    {"silence is abstention",
     UNIT_VOTER,
     REVOTE_UNTIL_CLOSE,
     SILENCE_ABSTAIN,
     {V(A1, "yes", 1)},
     1,
     "counted",
     "6/1/0/1/4 1 0 4 approved"},
    {"two votes of one leaf: no order decides",
     UNIT_VOTER,
     REVOTE_UNTIL_CLOSE,
     SILENCE_VOID,
     {V(A1, "no", 1), V(A1, "yes", 1)},
     2,
     "replaced counted",
     "6/1/0/1/4 1 0 0 approved"},
};

static void
fates_said(char *out, size_t max, const struct tally *t, size_t n, bool backwards)
{
    out[0] = '\0';
    for (size_t i = 0; i < n; i++) {
        size_t used = strlen(out);
        snprintf(out + used, max - used, "%s%s", i ? " " : "",
                 vote_fate_name(t->fates[backwards ? n - 1 - i : i]));
    }
}

static void
count_row(void **state)
{
    const struct row *r = *state;
    struct rule rule = {.key = SL("r"),
                        .unit = r->unit,
                        .revote = r->revote,
                        .silence = r->silence,
                        .pass = {&more_than_half, 1}};
    rule.positions.v = memcpy(NEW_ARRAY(&case_arena, struct position, COUNT_OF(positions)),
                              positions, sizeof positions);
    rule.positions.n = COUNT_OF(positions);
    struct vote turned[6];
    for (size_t i = 0; i < r->n; i++)
        turned[i] = r->votes[r->n - 1 - i];
    for (int backwards = 0; backwards < 2; backwards++) {
        struct ballot_box box = {backwards ? turned : r->votes, r->n, 10, 100, false};
        struct tally t;
        struct err e = {0};
        char said[200];
        if (!tally_count(&t, &case_arena, &rule, &roll, &box, &e))
            fail_msg("%s", e.msg);
        fates_said(said, sizeof said, &t, r->n, backwards);
        assert_string_equal(said, r->fates);
        snprintf(said, sizeof said, "%zu/%zu/%zu/%zu/%zu %zu %zu %zu %s", t.units, t.voted,
                 t.uncounted, t.recused, t.silent, t.by_kind[VOTE_YES], t.by_kind[VOTE_NO],
                 t.by_kind[VOTE_ABSTAIN], outcome_name(t.outcome));
        assert_string_equal(said, r->want);
    }
}

/* Votes weigh (the old rule of CEN: 71 % of the weights). */
static void
weights(void **state)
{
    struct rule rule = {.key = SL("r"), .unit = UNIT_ORGANISATION, .pass = {&weighted, 1}};
    const struct vote votes[] = {V(A1, "yes", 1), V(B1, "yes", 2), V(C1, "yes", 3), V(D1, "no", 4)};
    struct ballot_box box = {votes, COUNT_OF(votes), 0, 0, false};
    struct tally t;
    struct err e = {0};
    (void)state;
    assert_true(tally_count(&t, &case_arena, &rule, &roll, &box, &e));
    assert_int_equal(t.steps.v[0].sum, 87);
    assert_int_equal(t.steps.v[0].base, 97);
    assert_int_equal(t.outcome, OUTCOME_APPROVED);

    struct voter other[COUNT_OF(voters)];
    memcpy(other, voters, sizeof voters);
    other[C1].weight = 0;
    struct roll lacking = {other, COUNT_OF(other), 0};
    assert_false(tally_count(&t, &case_arena, &rule, &lacking, &box, &e));
    assert_non_null(strstr(e.msg, "'c1' has no weight"));
    other[C1].weight = 29;
    other[A2].weight = 7;
    assert_false(tally_count(&t, &case_arena, &rule, &lacking, &box, &e));
    assert_non_null(strstr(e.msg, "'a1' and 'a2' are counted as one, but differ"));
}

/* The largest roll and weights that are read do not overflow, nor does a product. */
static void
largest_numbers(void **state)
{
    struct rule_test test = {.key = SL("t"),
                             .counts = YES,
                             .measure = MEASURE_POPULATION,
                             .num = RULE_NUMBER_MAX,
                             .den = RULE_NUMBER_MAX};
    struct rule rule = {.key = SL("r"), .pass = {&test, 1}};
    struct roll big = {NEW_ARRAY(&case_arena, struct voter, ROLL_VOTERS_MAX), ROLL_VOTERS_MAX, 0};
    struct vote *votes = NEW_ARRAY(&case_arena, struct vote, ROLL_VOTERS_MAX);
    struct tally t;
    struct err e = {0};
    (void)state;
    for (size_t i = 0; i < big.n; i++) {
        big.v[i] = (struct voter){.id = arena_printf(&case_arena, "v%zu", i),
                                  .organisation = SL("o"),
                                  .population = ROLL_POPULATION_MAX};
        votes[i] = (struct vote){.voter = i, .position = SL("yes"), .index = i};
    }
    struct ballot_box box = {votes, big.n, 0, 0, false};
    assert_true(tally_count(&t, &case_arena, &rule, &big, &box, &e));
    assert_int_equal(t.steps.v[0].sum, (int64_t)ROLL_VOTERS_MAX * ROLL_POPULATION_MAX);
    assert_int_equal(t.outcome, OUTCOME_APPROVED);
    for (size_t i = 0; i < big.n; i++)
        big.v[i].population =
            INT64_MAX / 2; /* not what a roll can say: an error, no wrong result */
    assert_false(tally_count(&t, &case_arena, &rule, &big, &box, &e));
    assert_int_equal(e.code, ERR_LIMIT);
}

/* What the steps say, and that the text is the truth. */
static void
step_words(void **state)
{
    struct rule_test two_thirds = {
        .key = SL("p"), .counts = YES, .in = SL("P"), .num = 2, .den = 3};
    struct rule_test quarter = {.key = SL("b"), .counts = NO, .num = 1, .den = 4, .strict = true};
    struct voter_set set = {SL("P"), {SL("P-members"), SL("积极成员")}};
    struct rule rule = {.key = SL("r"), .pass = {&two_thirds, 1}, .block = {&quarter, 1}};
    struct voter v[4] = {{.id = SL("1"), .organisation = SL("1"), .category = SL("P")},
                         {.id = SL("2"), .organisation = SL("2"), .category = SL("P")},
                         {.id = SL("3"), .organisation = SL("3"), .category = SL("P")},
                         {.id = SL("4"), .organisation = SL("4")}};
    const struct vote votes[] = {V(0, "yes", 1), V(1, "yes", 2), V(2, "no", 3), V(3, "no", 4)};
    const struct roll four = {v, 4, 0};
    struct ballot_box box = {votes, 4, 0, 0, false};
    struct tally t;
    struct err e = {0};
    (void)state;
    struct source source = {.key = SL("s"), .title = SL("T"), .read = READ_PRIMARY};
    rule.cite.source = SL("s");
    rule.sources = (struct sources){&source, 1};
    rule.sets.v = &set;
    rule.sets.n = 1;
    assert_true(tally_count(&t, &case_arena, &rule, &four, &box, &e));
    assert_string_equal(arena_str(&case_arena, t.steps.v[0].text.en),
                        "yes 2 of 3 (for or against, P-members): 2×3 = 6 ≥ 3×2 = 6, met");
    assert_string_equal(arena_str(&case_arena, t.steps.v[0].text.zh),
                        "赞成 2，基数 3（赞成与反对票，积极成员）：2×3 = 6 ≥ 3×2 = 6，满足");
    assert_string_equal(arena_str(&case_arena, t.steps.v[1].text.en),
                        "no 2 of 4 (for or against): 2×4 = 8 > 4×1 = 4, blocks");
    assert_int_equal(t.outcome, OUTCOME_BLOCKED);
    assert_int_equal(t.objectors.n, 2);
    assert_true(slice_eq_str(t.objectors.v[0], "3"));
    box.n = 0;
    assert_true(tally_count(&t, &case_arena, &rule, &four, &box, &e));
    assert_string_equal(arena_str(&case_arena, t.steps.v[0].text.en),
                        "yes 0 of 0 (for or against, P-members): there is nothing to take a share "
                        "of, not met");
    assert_true(t.verified);
    source.read = READ_SECONDARY;
    assert_true(tally_count(&t, &case_arena, &rule, &four, &box, &e));
    assert_false(t.verified);
    assert_string_equal(arena_str(&case_arena, t.steps.v[1].text.en),
                        "no 0 of 0 (for or against): there is nothing to take a share of, does not "
                        "block; rule unverified");
    assert_string_equal(arena_str(&case_arena, t.steps.v[1].text.zh),
                        "反对 0，基数 0（赞成与反对票）：没有可作基数的票，不构成否决；规则未核实");
}

int
main(void)
{
    CASES_TABLE(rows, count_row);
    CASES_TEST(weights);
    CASES_TEST(largest_numbers);
    CASES_TEST(step_words);
    return cases_run("committee_tally");
}
