/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a ballot shows to whom: its count step by step, nothing of a sealed vote before the close,
 * and a vote form to those alone who may give a vote.
 */
#include "api/view_ballot.h"
#include "api/view_rule.h"

#include "committee/process.h"
#include "support/bureau.h"
#include "support/cases.h"
#include "text/json_write.h"

#include <stdio.h>

static struct bureau bureau;

static const struct shape *
find(const void *ctx, struct slice name)
{
    const struct shape_table *const tables[] = {&ballot_shapes, &rule_shapes};
    (void)ctx;
    for (size_t i = 0; i < COUNT_OF(tables); i++)
        for (size_t k = 0; k < tables[i]->n; k++)
            if (slice_eq_str(name, tables[i]->v[k].name))
                return &tables[i]->v[k];
    return NULL;
}

static void
fits(const struct json_node *n, const char *shape)
{
    const struct shape_finder f = {find, NULL};
    struct err e = {0};
    if (!shape_fits(&case_arena, n, find(NULL, slice_str(shape)), &f, &e))
        fail_msg("%s", e.msg);
}

/* As member k sees it; 0 the secretary, SIZE_MAX an observer. */
static const struct json_node *
seen_by(size_t k, const char *project, const char *ballot)
{
    struct err e = {0};
    const struct project *p;
    struct json_node *n = NULL;
    struct viewer v = {.office = &bureau.office, .arena = &case_arena, .now = bureau.now};
    viewer_of(&v, k == SIZE_MAX ? SL("") : bureau_actor(&case_arena, k).person);
    assert_true(office_project(&p, &bureau.office, slice_str(project), &e));
    assert_true(view_ballot(&n, &v, p, project_ballot(p, slice_str(ballot)), &e));
    fits(n, "ballot");
    return n;
}

static const struct json_node *
at(const struct json_node *n, const char *list, size_t i)
{
    const struct json_node *item = json_item(json_get(n, list), i);
    assert_non_null(item);
    return item;
}

static void
text_is(const struct json_node *n, const char *key, const char *want)
{
    const struct json_node *v = json_get(n, key);
    struct slice got = json_text(v && v->type == JSON_OBJECT ? json_get(v, "id") : v);
    if (!slice_eq_str(got, want))
        fail_msg("%s is '%.*s', not '%s'", key, SL_FMT(got), want);
}

static void
int_is(const struct json_node *n, const char *key, int64_t want)
{
    const struct json_node *v = json_get(n, key);
    assert_non_null(v);
    assert_int_equal(v->type, JSON_INT);
    assert_int_equal(v->i, want);
}

static void
flag_is(const struct json_node *n, const char *key, bool want)
{
    const struct json_node *v = json_get(n, key);
    assert_non_null(v);
    assert_int_equal(v->type, JSON_BOOL);
    assert_int_equal(v->b, want);
}

static const char *
begin(size_t members, const char *opening)
{
    bureau_make(&bureau, members);
    const char *project = arena_str(&case_arena, bureau_project(&bureau));
    bureau_act(&bureau, 0, "ballot.opened", project, opening);
    return project;
}

static void
vote(size_t member, const char *project, const char *choice)
{
    char data[80];
    snprintf(data, sizeof data, "{\"ballot\":\"b-1\",\"choice\":\"%s\"}", choice);
    bureau_act(&bureau, member, "vote.cast", project, data);
}

/* ---- an open one -----------------------------------------------------------------------------*/

static void
counts_step_by_step(void **state)
{
    (void)state;
    const char *p = begin(5, "{}");
    vote(1, p, "yes");
    vote(2, p, "yes");
    vote(3, p, "no");
    vote(4, p, "abstain");
    const struct json_node *n = seen_by(SIZE_MAX, p, "b-1"), *count = json_get(n, "count");
    text_is(n, "state", "open");
    flag_is(n, "open", true);
    int_is(n, "days", 14);
    flag_is(count, "final", false);
    text_is(count, "outcome", "not-approved"); /* 2 of 4 are not more than half */
    int_is(json_get(n, "turnout"), "voters", 5);
    int_is(json_get(n, "turnout"), "waiting", 1);
    const struct json_node *step = at(count, "steps", 0);
    text_is(step, "key", "most");
    int_is(step, "sum", 2);
    int_is(step, "base", 4);
    int_is(step, "left", 4);
    int_is(step, "right", 4);
    text_is(step, "sign", "=");
    flag_is(step, "met", false);
    text_is(json_get(step, "needed"), "zh", "超过1/2");
    flag_is(json_get(step, "cite"), "verified", false);
    int_is(at(count, "positions", 2), "n", 1);
    assert_int_equal(json_count(json_get(n, "objections")), 1);
    text_is(at(n, "objections", 0), "organisation", "o-4");
    bureau_done(&bureau);
}

static void
closes_with_an_outcome(void **state)
{
    (void)state;
    const char *p = begin(3, "{}");
    vote(1, p, "yes");
    vote(2, p, "yes");
    bureau.now += 15 * BUREAU_DAY;
    const struct json_node *n = seen_by(0, p, "b-1");
    text_is(n, "state", "over");
    flag_is(n, "may_close", true);
    flag_is(seen_by(1, p, "b-1"), "may_close", false);
    bureau_act(&bureau, 0, "ballot.closed", p, "{\"ballot\":\"b-1\"}");
    n = seen_by(SIZE_MAX, p, "b-1");
    text_is(n, "state", "closed");
    text_is(n, "outcome", "approved");
    flag_is(json_get(n, "count"), "final", true);
    text_is(at(n, "roll", 0), "fate", "counted");
    text_is(at(n, "roll", 2), "fate", "not-cast");
    bureau_done(&bureau);
}

/* ---- whose vote it is ------------------------------------------------------------------------*/

static void
offers_the_vote_to_its_voter_alone(void **state)
{
    (void)state;
    const char *p = begin(2, "{}");
    assert_int_equal(json_count(json_get(seen_by(SIZE_MAX, p, "b-1"), "mine")), 0);
    assert_int_equal(json_count(json_get(seen_by(0, p, "b-1"), "mine")), 0);
    const struct json_node *mine = at(seen_by(1, p, "b-1"), "mine", 0);
    text_is(mine, "voter", "o-2");
    text_is(mine, "as", "delegate");
    flag_is(mine, "may", true);
    flag_is(mine, "changes", false);
    vote(1, p, "no");
    mine = at(seen_by(1, p, "b-1"), "mine", 0);
    text_is(mine, "choice", "no");
    flag_is(mine, "changes", true);
    bureau.now += 15 * BUREAU_DAY;
    flag_is(at(seen_by(1, p, "b-1"), "mine", 0), "may", false);
    bureau_done(&bureau);
}

static void
an_alternate_stands_behind_the_delegate(void **state)
{
    (void)state;
    const char *p = begin(2, "{}");
    bureau_act(&bureau, 0, "person.registered", NULL,
               "{\"organisation\":\"o-2\",\"profile\":\"sha256:"
               "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\"}");
    bureau_act(&bureau, 1, "mandate.granted", NULL, "{\"person\":\"p-4\",\"kind\":\"alternate\"}");
    const struct json_node *mine = at(seen_by(3, p, "b-1"), "mine", 0);
    text_is(mine, "as", "alternate");
    flag_is(mine, "may", true);
    vote(1, p, "yes");
    flag_is(at(seen_by(3, p, "b-1"), "mine", 0), "may", false);
    bureau_done(&bureau);
}

/* ---- a sealed one ----------------------------------------------------------------------------*/

static void
hides_sealed_votes_from_everybody(void **state)
{
    static const size_t viewers[] = {0, 1, 2, SIZE_MAX};
    (void)state;
    const char *p = begin(3, "{\"sealed\":true}");
    vote(1, p, "no");
    vote(2, p, "yes");
    for (size_t i = 0; i < COUNT_OF(viewers); i++) {
        const struct json_node *n = seen_by(viewers[i], p, "b-1");
        assert_null(json_get(n, "count"));
        assert_int_equal(json_count(json_get(n, "objections")), 0);
        assert_null(json_get(at(n, "roll", 0), "choice"));
        flag_is(at(n, "roll", 0), "voted", true);
        flag_is(at(n, "roll", 0), "hidden", true);
        flag_is(at(n, "roll", 2), "voted", false);
    }
    bureau.now += 15 * BUREAU_DAY;
    assert_null(json_get(seen_by(0, p, "b-1"), "count"));
    int_is(seen_by(0, p, "b-1"), "waits_for", 2);
    bureau_act(&bureau, 0, "ballot.closed", p, "{\"ballot\":\"b-1\"}");
    const struct json_node *n = seen_by(SIZE_MAX, p, "b-1");
    text_is(at(n, "roll", 0), "choice", "no");
    text_is(json_get(n, "count"), "outcome", "not-approved");
    bureau_done(&bureau);
}

/* ---- rules -----------------------------------------------------------------------------------*/

/* Every rule that we ship reads, in both languages, and links nowhere but to the web. */
static void
rules_read(void **state)
{
    struct loader l = {.a = &case_arena, .trees = &case_arena};
    struct env env;
    struct processes ps;
    struct err e = {0};
    (void)state;
    env_system(&env);
    l.env = &env;
    if (!process_load_all(&ps, &l, COMITY_PROCESSES, &e))
        fail_msg("%s", e.msg);
    assert_true(ps.n > 5);
    for (size_t i = 0; i < ps.n; i++)
        for (size_t k = 0; k < ps.v[i].rules.n; k++) {
            struct rule *r = &ps.v[i].rules.v[k];
            fits(view_rule(&case_arena, r, SL("")), "rule");
        }
}

static void
a_source_is_no_script(void **state)
{
    struct source source = {.key = SL("s"), .title = SL("T"), .url = SL("javascript:alert(1)")};
    struct rule r = {.key = SL("r"), .cite = {.source = SL("s")}, .sources = {&source, 1}};
    (void)state;
    assert_null(json_get(view_cite(&case_arena, &r, &r.cite), "url"));
    source.url = SL("https://example.org/a");
    text_is(view_cite(&case_arena, &r, &r.cite), "url", "https://example.org/a");
}

int
main(void)
{
    CASES_TEST(counts_step_by_step);
    CASES_TEST(closes_with_an_outcome);
    CASES_TEST(offers_the_vote_to_its_voter_alone);
    CASES_TEST(an_alternate_stands_behind_the_delegate);
    CASES_TEST(hides_sealed_votes_from_everybody);
    CASES_TEST(rules_read);
    CASES_TEST(a_source_is_no_script);
    return cases_run("view_ballot");
}
