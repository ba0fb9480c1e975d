/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Laws of the tally, tried on random rolls and votes under every shipped rule and random ones:
 * the order of votes never matters; every unit and every vote is accounted for; an abstention
 * changes nothing where the rule leaves it out.
 */
#include "support/cases.h"
#include "text/json_canonical.h"
#include "vectors.h"

#define ROUNDS 60 /* per rule */
#define VOTERS_MOST 40

static struct arena file_arena;
static struct vectors files;

/* xorshift64*: the same ballots on every run. */
static uint64_t seed = 88172645463325252u;

static size_t
upto(size_t n)
{
    seed ^= seed >> 12;
    seed ^= seed << 25;
    seed ^= seed >> 27;
    return (size_t)((seed * 2685821657736338717u) >> 33) % n;
}

static struct slice
name_of(const char *kind, size_t i)
{
    return arena_printf(&case_arena, "%s%zu", kind, i);
}

/* ---- random ballots -------------------------------------------------------------------------*/

static void
some_roll(struct roll *out, const struct rule *r)
{
    size_t organisations = 1 + upto(VOTERS_MOST);
    out->n = 1 + upto(VOTERS_MOST);
    out->v = NEW_ARRAY(&case_arena, struct voter, out->n);
    out->active = (int64_t)upto(out->n + 1);
    for (size_t i = 0; i < out->n; i++) {
        size_t of = r->unit == UNIT_VOTER ? i : upto(organisations);
        struct voter *v = &out->v[i];
        /* By organisation, so that the voters of one unit agree in what is counted. */
        *v = (struct voter){.id = name_of("v", i),
                            .organisation = name_of("o", of),
                            .family = of % 3 == 0 ? name_of("o", of) : SL(""),
                            .country = name_of("c", of),
                            .weight = 1 + (int64_t)(of % 7),
                            .population = 1 + (int64_t)(of * of),
                            .recused = upto(12) == 0};
        if (r->sets.n && of % 4)
            v->category = r->sets.v[of % r->sets.n].key;
    }
}

static struct vote
some_vote(const struct rule *r, const struct roll *roll, size_t index)
{
    const struct position *positions;
    size_t n;
    rule_positions(r, &positions, &n);
    return (struct vote){.voter = upto(roll->n + 1), /* one of them is not on the roll */
                         .position = upto(15) ? positions[upto(n)].key : SL("nonsense"),
                         .index = index,
                         .at = (int64_t)upto(120),
                         .reasoned = upto(4) > 0,
                         .conditional = upto(20) == 0,
                         .carried = upto(4) == 0};
}

static void
some_box(struct ballot_box *out, const struct rule *r, const struct roll *roll)
{
    out->n = upto(2 * roll->n + 1);
    struct vote *votes = NEW_ARRAY(&case_arena, struct vote, out->n);
    for (size_t i = 0; i < out->n; i++)
        votes[i] = some_vote(r, roll, i);
    out->votes = votes;
    out->opens = 10;
    out->closes = 110;
    out->text_changed = upto(5) == 0;
}

static struct slice
octets(struct json_node *n)
{
    struct slice out;
    struct err e = {0};
    if (!json_canonical(&out, &case_arena, n, (size_t)1 << 22, &e))
        fail_msg("%s", e.msg);
    return out;
}

/* False where the roll does not fit the rule: that, too, has to be so in every order. */
static bool
counted(struct slice *out, struct tally *t, const struct rule *r, const struct roll *roll,
        const struct ballot_box *box)
{
    struct err e = {0};
    struct json_node n;
    if (!tally_count(t, &case_arena, r, roll, box, &e))
        return false;
    tally_to_json(&n, &case_arena, r, t);
    *out = octets(&n);
    return true;
}

static void
shuffled(struct ballot_box *out, const struct ballot_box *in)
{
    struct vote *votes = NEW_ARRAY(&case_arena, struct vote, in->n);
    *out = *in;
    out->votes = votes;
    for (size_t i = 0; i < in->n; i++) {
        size_t j = upto(i + 1);
        votes[i] = votes[j];
        votes[j] = in->votes[i];
    }
}

/* ---- the laws -------------------------------------------------------------------------------*/

static void
check_accounts(const struct tally *t, const struct roll *roll, const struct ballot_box *box)
{
    size_t standing = 0, of_kinds = 0;
    assert_true(t->units <= roll->n);
    assert_int_equal(t->voted + t->uncounted + t->recused + t->silent, t->units);
    for (size_t i = 0; i < box->n; i++) {
        assert_string_not_equal(vote_fate_name(t->fates[i]), "");
        standing += t->fates[i] == FATE_COUNTED;
    }
    for (size_t i = 0; i < VOTE_KINDS; i++)
        of_kinds += t->by_kind[i];
    assert_true(standing >= t->voted);
    assert_true(of_kinds == t->voted || of_kinds == t->voted + t->silent);
    assert_int_equal(t->objectors.n, t->by_kind[VOTE_NO] + t->by_kind[VOTE_BLOCK]);
    for (size_t i = 0; i < t->steps.n; i++)
        if (t->steps.v[i].den && t->steps.v[i].part == STEP_QUORUM)
            assert_true(t->steps.v[i].sum <= (int64_t)t->units);
}

static void
try_ballot(const struct rule *r, size_t *done)
{
    struct arena_mark mark = arena_mark(&case_arena);
    struct roll roll;
    struct ballot_box box, other;
    struct tally t, u;
    struct slice x = SL(""), y = SL("");
    some_roll(&roll, r);
    some_box(&box, r, &roll);
    shuffled(&other, &box);
    bool ok = counted(&x, &t, r, &roll, &box);
    assert_true(ok == counted(&y, &u, r, &roll, &other));
    if (ok) {
        check_accounts(&t, &roll, &box);
        assert_true(slice_eq(x, y));
        ++*done;
    }
    arena_reset(&case_arena, mark);
}

static void
order_never_matters(void **state)
{
    size_t done = 0;
    (void)state;
    for (size_t i = 0; i < files.processes.n; i++)
        for (size_t j = 0; j < files.processes.v[i].rules.n; j++)
            for (size_t k = 0; k < ROUNDS; k++) {
                struct rule r = files.processes.v[i].rules.v[j];
                if (k % 2) { /* the same tests under other customs */
                    r.unit = (enum unit)upto(UNIT_FAMILY_POSITION + 1);
                    r.revote = (enum revote)upto(REVOTE_NEVER + 1);
                    r.silence = (enum silence)upto(SILENCE_ABSTAIN + 1);
                }
                try_ballot(&r, &done);
            }
    assert_true(done > 1500);
}

static bool
leaves_out(const struct rule_tests *tests)
{
    for (size_t i = 0; i < tests->n; i++)
        if (tests->v[i].counts & 1u << VOTE_ABSTAIN ||
            (tests->v[i].den && tests->v[i].over == OVER_CAST))
            return false;
    return true;
}

static const struct position *
abstention(const struct rule *r)
{
    const struct position *positions;
    size_t n;
    rule_positions(r, &positions, &n);
    for (size_t i = 0; i < n; i++)
        if (positions[i].counts == VOTE_ABSTAIN)
            return &positions[i];
    return NULL;
}

/* Whoever has not voted abstains, one after the other: the outcome stays. */
static void
try_abstaining(const struct rule *r)
{
    struct arena_mark mark = arena_mark(&case_arena);
    struct roll roll;
    struct ballot_box box;
    struct tally t, u;
    struct err e = {0};
    some_roll(&roll, r);
    some_box(&box, r, &roll);
    struct vote *votes = NEW_ARRAY(&case_arena, struct vote, box.n + 1);
    for (size_t i = 0; i < box.n; i++)
        votes[i] = box.votes[i];
    struct ballot_box more = box;
    more.votes = votes;
    more.n++;
    if (!tally_count(&t, &case_arena, r, &roll, &box, &e)) {
        arena_reset(&case_arena, mark);
        return;
    }
    for (size_t i = 0; i < roll.n; i++) {
        bool silent = true;
        for (size_t j = 0; j < box.n; j++)
            silent = silent && box.votes[j].voter != i;
        votes[box.n] = (struct vote){
            .voter = i, .position = abstention(r)->key, .index = 1000, .at = 50, .reasoned = true};
        if (!silent || r->unit != UNIT_VOTER)
            continue;
        assert_true(tally_count(&u, &case_arena, r, &roll, &more, &e));
        assert_int_equal(u.outcome, t.outcome);
    }
    arena_reset(&case_arena, mark);
}

static void
abstentions_left_out_change_nothing(void **state)
{
    size_t rules = 0;
    (void)state;
    for (size_t i = 0; i < files.processes.n; i++)
        for (size_t j = 0; j < files.processes.v[i].rules.n; j++) {
            struct rule r = files.processes.v[i].rules.v[j];
            if (!leaves_out(&r.quorum) || !leaves_out(&r.pass) || !leaves_out(&r.block) ||
                r.bands.n || !abstention(&r))
                continue;
            rules++;
            r.unit = UNIT_VOTER;
            for (size_t k = 0; k < ROUNDS; k++)
                try_abstaining(&r);
        }
    assert_true(rules >= 12);
}

/* And where it is counted, it does change something: the law above is no accident. */
static void
abstentions_counted_do(void **state)
{
    const struct process *p = processes_find(&files.processes, SL("SAC-GBT"));
    const struct rule *r = p ? process_rule(p, SL("draft-for-review")) : NULL;
    struct roll roll = {NEW_ARRAY(&case_arena, struct voter, 12), 12, 0};
    struct vote votes[12];
    struct tally t;
    struct err e = {0};
    (void)state;
    assert_non_null(r);
    for (size_t i = 0; i < 12; i++) {
        roll.v[i] = (struct voter){.id = name_of("v", i), .organisation = name_of("o", i)};
        votes[i] = (struct vote){.voter = i,
                                 .index = i,
                                 .position = i < 7   ? SL("yes")
                                             : i < 9 ? SL("no")
                                                     : SL("abstain")};
    }
    struct ballot_box box = {votes, 9, 0, 0, false};
    assert_true(tally_count(&t, &case_arena, r, &roll, &box, &e));
    assert_int_equal(t.outcome, OUTCOME_APPROVED); /* 7 of 9 */
    box.n = 12;
    assert_true(tally_count(&t, &case_arena, r, &roll, &box, &e));
    assert_int_equal(t.outcome, OUTCOME_NOT_APPROVED); /* 7 of 12 */
}

int
main(int argc, char **argv)
{
    if (argc != 3)
        return 2;
    vectors_load(&files, &file_arena, argv[1], argv[2]);
    CASES_TEST(order_never_matters);
    CASES_TEST(abstentions_left_out_change_nothing);
    CASES_TEST(abstentions_counted_do);
    int failed = cases_run("committee_tally_laws");
    arena_free(&file_arena);
    return failed;
}
