/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Laws of every ballot, on random ones: nobody on the roll is left out of the
 * count; the order in which votes come does not matter; a sealed ballot and an open
 * one with the same votes have the same result.
 * Usage: test_committee_ballots FOLDER_OF_TEST_PROCESS
 */
#include "committee/ballot.h"
#include "crypto/crypto.h"
#include "support/cases.h"
#include "support/life.h"
#include "support/random.h"
#include "text/json_build.h"
#include "text/json_canonical.h"

#include <stdio.h>
#include <stdlib.h>

#define SEEDS 60
#define MEMBERS 12
#define SALT "sha256:5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a"

static const char *processes;

/* What one member says in the end: a position of the rules of TEST, or null: nothing. */
struct say {
    const char *choice;
    bool reasoned;
};

static void
begin(struct life *l, const char *rule, bool sealed)
{
    life_open(l, &case_arena,
              &(struct life_founding){
                  .processes = processes, .process = "TEST", .members = MEMBERS, .group = 5});
    /* Two pairs of relatives, alike in all that a rule could want of them. */
    for (size_t i = 2; i < 6; i++)
        life_must(l, "m-1", "organisation.changed",
                  "{'organisation':'o-%zu','family':'f-%zu','category':'user','population':1}", i,
                  i / 2);
    life_must(l, "m-2", "project.proposed",
              "{'title':{'en':'T'},'process':'TEST','lead':'o-2','group':'g-1'}");
    life_must(l, "m-1", "ballot.opened", "{'rule_key':'%s','sealed':%s}", rule,
              sealed ? "true" : "false");
}

static const struct ballot *
ballot(const struct life *l)
{
    return l->project.ballots.v[0];
}

static void
close_ballot(struct life *l)
{
    l->now = ballot(l)->closes > l->now ? ballot(l)->closes : l->now;
    life_must(l, "m-1", "ballot.closed", "{'ballot':'b-1'}");
}

static struct slice
tally_octets(const struct life *l)
{
    struct slice out;
    struct err e = {0};
    assert_true(json_canonical(&out, l->a, event_node(&l->last, "tally"), JSON_CANONICAL_MAX, &e));
    return out;
}

static bool
cast(struct life *l, size_t member, struct say say)
{
    char who[16];
    snprintf(who, sizeof who, "m-%zu", member);
    return life_do(l, who, "vote.cast", "{'ballot':'b-1','choice':'%s'%s}", say.choice,
                   say.reasoned ? ",'reason':'" LIFE_DIGEST_A "'" : "");
}

/* ---- nobody is left out ----------------------------------------------------------------------*/

static const char *const rules[] = {"plain", "once", "family", "proxy", "group", "recused"};
static const char *const choices[] = {"yes", "no", "abstain", "perhaps"};

/* The closing names every voter of the roll once, with the leaf of the last vote that was taken. */
static void
none_left_out(const struct life *l, const uint64_t *leaf_of)
{
    const struct json_node *votes = event_node(&l->last, "votes");
    const struct ballot *b = ballot(l);
    assert_int_equal(json_count(votes), b->roll.n);
    for (size_t i = 0; i < b->roll.n; i++) {
        const struct json_node *item = json_item(votes, i), *leaf = json_get(item, "leaf");
        uint64_t member;
        struct slice id = json_text(json_get(item, "voter"));
        assert_true(slice_eq(id, b->roll.v[i].id));
        assert_true(slice_to_u64(slice_sub(id, 2, id.n), &member));
        struct slice fate = json_text(json_get(item, "fate"));
        bool none = slice_eq(fate, SL("not-cast")) || slice_eq(fate, SL("recused"));
        assert_int_equal(none, leaf_of[member] == 0);
        assert_int_equal(leaf ? (uint64_t)leaf->i : 0, leaf_of[member]);
    }
}

static void
all_counted(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        uint64_t at = seed, leaf_of[MEMBERS + 2] = {0};
        struct life l;
        begin(&l, rules[seed % COUNT_OF(rules)], false);
        for (size_t i = 0; i < 40; i++) {
            size_t member = 2 + random_below(&at, MEMBERS);
            struct say say = {choices[random_below(&at, 4)], random_percent(&at, 50)};
            uint64_t index = l.index;
            if (cast(&l, member, say))
                leaf_of[member] = index;
        }
        close_ballot(&l);
        none_left_out(&l, leaf_of);
        life_replay(&l);
        life_close(&l);
        arena_free(&case_arena);
    }
}

/* ---- order, and seals ------------------------------------------------------------------------*/

static void
draw(struct say *says, uint64_t *at)
{
    for (size_t i = 2; i < MEMBERS + 2; i++) {
        uint32_t what = random_below(at, 4);
        says[i] = what == 3 ? (struct say){0} : (struct say){choices[what], true};
    }
}

static void
shuffle(size_t *order, uint64_t *at)
{
    for (size_t i = 0; i < MEMBERS; i++)
        order[i] = i + 2;
    for (size_t i = MEMBERS; i > 1; i--) {
        size_t j = random_below(at, (uint32_t)i), kept = order[i - 1];
        order[i - 1] = order[j];
        order[j] = kept;
    }
}

/* The count of these votes, cast in that order. */
static struct slice
count_open(struct arena *keep, const char *rule, const struct say *says, const size_t *order)
{
    struct life l;
    begin(&l, rule, false);
    for (size_t i = 0; i < MEMBERS; i++)
        if (says[order[i]].choice)
            assert_true(cast(&l, order[i], says[order[i]]));
    close_ballot(&l);
    struct slice out = arena_dup(keep, tally_octets(&l));
    life_close(&l);
    arena_free(&case_arena);
    return out;
}

static void
seal(struct life *l, size_t member, struct say say)
{
    uint8_t salt[32], commitment[32];
    char who[16];
    memset(salt, 0x5a, sizeof salt);
    struct sealed_vote v = {.project = SL("P-1"),
                            .ballot = SL("b-1"),
                            .voter = arena_printf(l->a, "o-%zu", member),
                            .choice = slice_str(say.choice),
                            .reason = say.reasoned ? SL(LIFE_DIGEST_A) : SL("")};
    vote_commitment(commitment, l->a, &v, salt);
    snprintf(who, sizeof who, "m-%zu", member);
    life_must(l, who, "vote.sealed", "{'ballot':'b-1','commitment':'sha256:%.*s'}",
              SL_FMT(crypto_hex(l->a, slice_of(commitment, 32))));
}

/* Anybody opens: here the secretary does, from what it keeps. */
static void
unseal(struct life *l, size_t member, struct say say)
{
    life_must(l, "m-1", "vote.unsealed",
              "{'ballot':'b-1','choice':'%s','voter':'o-%zu','salt':'" SALT "'%s}", say.choice,
              member, say.reasoned ? ",'reason':'" LIFE_DIGEST_A "'" : "");
}

static struct slice
count_sealed(struct arena *keep, const char *rule, const struct say *says, const size_t *order)
{
    struct life l;
    begin(&l, rule, true);
    for (size_t i = 0; i < MEMBERS; i++)
        if (says[order[i]].choice)
            seal(&l, order[i], says[order[i]]);
    l.now = ballot(&l)->closes;
    for (size_t i = MEMBERS; i-- > 0;)
        if (says[order[i]].choice)
            unseal(&l, order[i], says[order[i]]);
    close_ballot(&l);
    struct slice out = arena_dup(keep, tally_octets(&l));
    life_replay(&l);
    life_close(&l);
    arena_free(&case_arena);
    return out;
}

static void
order_and_seals(void **state)
{
    (void)state;
    static const char *const same[] = {"plain", "once", "proxy"};
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct arena keep = {0};
        uint64_t at = seed;
        struct say says[MEMBERS + 2] = {0};
        size_t order[MEMBERS], other[MEMBERS];
        const char *rule = same[seed % COUNT_OF(same)];
        draw(says, &at);
        shuffle(order, &at);
        shuffle(other, &at);
        struct slice first = count_open(&keep, rule, says, order);
        bool ordered = slice_eq(first, count_open(&keep, rule, says, other));
        bool sealed = slice_eq(first, count_sealed(&keep, rule, says, other));
        arena_free(&keep);
        assert_true(ordered);
        assert_true(sealed);
    }
}

/* ---- to the second ---------------------------------------------------------------------------*/

static void
last_second(void **state)
{
    (void)state;
    struct life l;
    begin(&l, "plain", false);
    int64_t closes = ballot(&l)->closes;
    l.now = closes - 2;
    assert_true(cast(&l, 3, (struct say){"yes", false}));
    life_refused(&l, REFUSED_EARLY, "ballot.closes", "m-1", "ballot.closed", "{'ballot':'b-1'}");
    assert_true(cast(&l, 4, (struct say){"yes", false}));
    assert_int_equal(l.now, closes);
    assert_false(cast(&l, 5, (struct say){"yes", false}));
    assert_int_equal(l.refusal.code, REFUSED_LATE);
    life_must(&l, "m-1", "ballot.closed", "{'ballot':'b-1'}");
    life_replay(&l);
    life_close(&l);
}

/* Openings are awaited for seven days and not a second longer. */
static void
last_second_sealed(void **state)
{
    (void)state;
    struct life l;
    begin(&l, "plain", true);
    seal(&l, 3, (struct say){"yes", false});
    int64_t patience = ballot(&l)->closes + BALLOT_UNSEAL_DAYS * LIFE_DAY;
    l.now = patience - 1;
    life_refused(&l, REFUSED_OPEN, "ballot.unsealed", "m-1", "ballot.closed", "{'ballot':'b-1'}");
    l.now = patience;
    life_must(&l, "m-1", "ballot.closed", "{'ballot':'b-1'}");
    life_replay(&l);
    life_close(&l);
}

/* ---- the largest roll ------------------------------------------------------------------------*/

/* Members join until the roll is refused; every roll before that one fits into its entries. */
static void
largest_roll(void **state)
{
    (void)state;
    struct life l;
    size_t next = 302;
    bool fits = true;
    life_open(&l, &case_arena,
              &(struct life_founding){.processes = processes, .process = "TEST", .members = 300});
    life_must(&l, "m-2", "project.proposed", "{'title':{'en':'T'},'process':'TEST','lead':'o-2'}");
    while (fits && next < 1000) {
        fits = life_do(&l, "m-1", "ballot.opened", "{'rule_key':'plain'}");
        if (!fits)
            break;
        const struct ballot *b = l.project.ballots.v[l.project.ballots.n - 1];
        assert_int_equal(b->roll.n, next - 2);
        l.now = b->closes;
        life_must(&l, "m-1", "ballot.closed", "{'ballot':'%.*s'}", SL_FMT(b->id));
        for (size_t end = next + 9; next < end; next++) {
            life_must(&l, "m-1", "organisation.admitted",
                      "{'id':'o-%zu','name':{'en':'M'},'origin':'domestic','country':'DE'}", next);
            life_must(&l, "m-1", "membership.granted", "{'organisation':'o-%zu'}", next);
        }
    }
    assert_false(fits);
    assert_true(slice_eq(l.refusal.rule, SL("TEST:plain.roll")));
    assert_true(next > 500);
    life_close(&l);
}

/* ---- commitments -----------------------------------------------------------------------------*/

/* What a commitment is of, to the octet: others have to be able to make it. */
static void
commitment_octets(void **state)
{
    (void)state;
    struct slice mark = SL("expert");
    const struct sealed_vote v = {.project = SL("P-1"),
                                  .ballot = SL("b-1"),
                                  .voter = SL("o-3"),
                                  .choice = SL("no"),
                                  .reason = SL(LIFE_DIGEST_A),
                                  .conditional = true,
                                  .marks = {&mark, 1}};
    uint8_t salt[32], got[32], want[32], octets[512];
    static const char vote[] =
        "{\"ballot\":\"b-1\",\"choice\":\"no\",\"conditional\":true,\"marks\":[\"expert\"],"
        "\"project\":\"P-1\",\"reason\":\"" LIFE_DIGEST_A "\",\"voter\":\"o-3\"}";
    memset(salt, 7, sizeof salt);
    memcpy(octets, salt, 32);
    memcpy(octets + 32, vote, sizeof vote - 1);
    crypto_hash(want, CRYPTO_SHA256, slice_of(octets, 32 + sizeof vote - 1));
    vote_commitment(got, &case_arena, &v, salt);
    assert_memory_equal(got, want, 32);
}

/* A commitment that was copied from another voter cannot be opened: the voter is in it. */
static void
commitment_copied(void **state)
{
    (void)state;
    struct life l;
    begin(&l, "plain", true);
    seal(&l, 3, (struct say){"yes", false});
    struct slice copied = arena_dup(l.a, event_text(&l.last, "commitment"));
    life_must(&l, "m-4", "vote.sealed", "{'ballot':'b-1','commitment':'%.*s'}", SL_FMT(copied));
    l.now = ballot(&l)->closes;
    unseal(&l, 3, (struct say){"yes", false});
    life_refused(&l, REFUSED_RULE, "ballot.commitment", "m-1", "vote.unsealed",
                 "{'ballot':'b-1','choice':'yes','voter':'o-4','salt':'" SALT "'}");
    life_refused(&l, REFUSED_REPEATED, "ballot.vote", "m-1", "vote.unsealed",
                 "{'ballot':'b-1','choice':'yes','voter':'o-3','salt':'" SALT "'}");
    life_wait(&l, BALLOT_UNSEAL_DAYS);
    life_must(&l, "m-1", "ballot.closed", "{'ballot':'b-1'}");
    const struct json_node *votes = event_node(&l.last, "votes");
    assert_true(slice_eq(json_text(json_get(json_item(votes, 1), "fate")), SL("counted")));
    assert_true(slice_eq(json_text(json_get(json_item(votes, 2), "fate")), SL("not-opened")));
    life_replay(&l);
    life_close(&l);
}

/* What was sealed and turns out to be no vote is opened, named, and not counted. */
static void
sealed_nonsense(void **state)
{
    (void)state;
    struct life l;
    begin(&l, "plain", true);
    seal(&l, 3, (struct say){"perhaps", false});
    seal(&l, 4, (struct say){"no", false}); /* without the reason that it needs */
    seal(&l, 5, (struct say){"yes", false});
    l.now = ballot(&l)->closes;
    unseal(&l, 3, (struct say){"perhaps", false});
    unseal(&l, 4, (struct say){"no", false});
    unseal(&l, 5, (struct say){"yes", false});
    close_ballot(&l);
    static const char *const fates[] = {"not-cast", "no-position", "no-reason", "counted"};
    const struct json_node *votes = event_node(&l.last, "votes");
    for (size_t i = 0; i < COUNT_OF(fates); i++)
        assert_true(slice_eq_str(json_text(json_get(json_item(votes, i), "fate")), fates[i]));
    assert_int_equal(ballot(&l)->outcome, OUTCOME_APPROVED);
    life_replay(&l);
    life_close(&l);
}

int
main(int argc, char **argv)
{
    if (argc != 2)
        return 2;
    processes = argv[1];
    CASES_TEST(all_counted);
    CASES_TEST(order_and_seals);
    CASES_TEST(last_second);
    CASES_TEST(last_second_sealed);
    CASES_TEST(largest_roll);
    CASES_TEST(commitment_octets);
    CASES_TEST(commitment_copied);
    CASES_TEST(sealed_nonsense);
    return cases_run("committee ballots");
}
