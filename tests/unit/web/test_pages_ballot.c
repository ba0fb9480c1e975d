/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The ballots of the sample committee as pages and as JSON: P-1332 b-5 is open, P-667 b-6 is
 * open, P-1179 b-5 is closed.
 */
#include "api/view_ballot.h"
#include "support/cases.h"
#include "support/portal.h"

static struct portal_case portal;

static const char open_one[] = "/projects/P-1332/ballots/b-5";
static const char closed_one[] = "/projects/P-1179/ballots/b-5";

struct asked {
    const char *name, *target, *language;
    enum portal_role as;
    unsigned status;
    const char *has, *hasnt; /* of the page */
};

static const struct asked pages[] = {
    {"the list", "/projects/P-1179/ballots", "en", PORTAL_OBSERVER, 200, "b-5", NULL},
    {"the list, in Chinese", "/projects/P-1179/ballots", "zh-CN", PORTAL_OBSERVER, 200, "投票",
     "Turnout"},
    {"an open one", open_one, "en", PORTAL_OBSERVER, 200, "The count so far", "My vote"},
    {"an open one, of a voter", open_one, "en", PORTAL_FOREIGN, 200, "My vote", NULL},
    {"an open one, of the secretariat", open_one, "en", PORTAL_SECRETARY, 200,
     "no rule knows an early end", "Close and count"},
    {"the result and its arithmetic", closed_one, "en", PORTAL_OBSERVER, 200,
     "The result and its arithmetic", "So far"},
    {"in Chinese", closed_one, "zh-CN", PORTAL_OBSERVER, 200, "结果及其计算过程", "arithmetic"},
    {"unread sources are marked", closed_one, "en", PORTAL_OBSERVER, 200, "unverified", NULL},
    {"and in Chinese", closed_one, "zh-CN", PORTAL_OBSERVER, 200, "未核实", "unverified"},
    {"no such ballot", "/projects/P-1179/ballots/b-99", "en", PORTAL_OBSERVER, 404,
     "There is no such ballot.", NULL},
    {"no such project", "/projects/P-1/ballots/b-1", "zh-CN", PORTAL_OBSERVER, 404, "没有该项目。",
     NULL},
    {"no such list", "/projects/none/ballots", "en", PORTAL_OBSERVER, 404,
     "There is no such project.", NULL},
    {"a receipt of nobody", "/projects/P-1179/ballots/b-5/receipts/x", "en", PORTAL_OBSERVER, 404,
     "There is no vote of that voter.", NULL},
};

static void
asks(void **state)
{
    const struct asked *row = *state;
    portal.accept_language = row->language;
    portal_as(&portal, row->as);
    assert_int_equal(portal_get(&portal, row->target), row->status);
    if (!portal_has(&portal, row->has))
        fail_msg("no '%s' in %.*s", row->has, SL_FMT(portal.reply.body));
    if (row->hasnt && portal_has(&portal, row->hasnt))
        fail_msg("'%s' is on the page", row->hasnt);
}

/* ---- what is refused -------------------------------------------------------------------------*/

struct sent {
    const char *name, *target, *form, *language;
    enum portal_role as;
    unsigned status;
    const char *has;
};

static const struct sent posts[] = {
    {"a vote of nobody", "/projects/P-1332/ballots/b-5/vote", "choice=yes&password=x", "en",
     PORTAL_OBSERVER, 401, "Sign in first"},
    {"a close of nobody", "/projects/P-1332/ballots/b-5/close", "", "en", PORTAL_OBSERVER, 401,
     "Sign in first"},
    {"closed before its time", "/projects/P-1332/ballots/b-5/close", "", "en", PORTAL_SECRETARY,
     422, "This was not done."},
    {"closed before its time, in Chinese", "/projects/P-1332/ballots/b-5/close", "", "zh-CN",
     PORTAL_SECRETARY, 422, "截止"},
    {"closed by who may not", "/projects/P-1332/ballots/b-5/close", "", "en", PORTAL_FOREIGN, 422,
     "This was not done."},
    {"closed once more", "/projects/P-1179/ballots/b-5/close", "", "en", PORTAL_SECRETARY, 422,
     "This was not done."},
    {"judged though the rule counts", "/projects/P-1179/ballots/b-5/judge",
     "outcome=approved&reason=So", "en", PORTAL_SECRETARY, 422, "This was not done."},
    {"judged without a reason", "/projects/P-1179/ballots/b-5/judge", "outcome=approved", "en",
     PORTAL_SECRETARY, 422, "fields"},
    {"judged as nothing", "/projects/P-1179/ballots/b-5/judge", "outcome=maybe&reason=So", "en",
     PORTAL_SECRETARY, 422, "fields"},
    {"opened by a rule of another stage", "/projects/P-1179/ballots", "rule-key=wg-vote", "en",
     PORTAL_SECRETARY, 422, NULL},
    {"opened while one is open", "/projects/P-1332/ballots", "rule-key=draft-for-review", "en",
     PORTAL_SECRETARY, 422, "This was not done."},
    {"opened by who may not", "/projects/P-2188/ballots", "rule-key=wg-vote", "en", PORTAL_FOREIGN,
     422, NULL},
};

static void
refuses(void **state)
{
    const struct sent *row = *state;
    portal.accept_language = row->language;
    portal_as(&portal, row->as);
    uint64_t before = portal.office.seen;
    assert_int_equal(portal_post(&portal, row->target, row->form), row->status);
    if (row->has && !portal_has(&portal, row->has))
        fail_msg("no '%s' in %.*s", row->has, SL_FMT(portal.reply.body));
    assert_int_equal(portal.office.seen, before);
}

/* Who is signed in, but gives no password, does not vote. */
static void
a_vote_takes_the_password(void **state)
{
    (void)state;
    portal.accept_language = "en";
    portal_as(&portal, PORTAL_FOREIGN);
    uint64_t before = portal.office.seen;
    portal_post(&portal, "/projects/P-1332/ballots/b-5/vote", "choice=yes");
    assert_int_not_equal(portal.reply.status, 303);
    portal_post(&portal, "/projects/P-1332/ballots/b-5/vote", "choice=yes&password=guessed");
    assert_int_not_equal(portal.reply.status, 303);
    assert_int_equal(portal.office.seen, before);
}

/* ---- JSON, receipts --------------------------------------------------------------------------*/

static void
the_count_is_in_the_json(void **state)
{
    (void)state;
    portal_as(&portal, PORTAL_OBSERVER);
    const struct json_node *n = portal_view(&portal, closed_one);
    const struct json_node *steps = json_get(json_get(n, "count"), "steps");
    assert_int_equal(json_count(steps), 4); /* balance, quorum, pass, block */
    for (size_t i = 0; i < json_count(steps); i++) {
        const struct json_node *s = json_item(steps, i);
        int64_t left = json_get(s, "sum")->i * json_get(s, "den")->i;
        assert_int_equal(json_get(s, "left")->i, left);
    }
}

static void
a_receipt_is_a_proof(void **state)
{
    (void)state;
    portal_as(&portal, PORTAL_OBSERVER);
    const struct json_node *n = portal_view(&portal, closed_one), *roll = json_get(n, "roll");
    const struct json_node *voter = NULL;
    for (size_t i = 0; !voter && i < json_count(roll); i++)
        if (json_get(json_item(roll, i), "choice"))
            voter = json_item(roll, i);
    assert_non_null(voter);
    struct slice id = json_text(json_get(voter, "id"));
    const char *target = arena_str(
        &case_arena, arena_printf(&case_arena, "%s/receipts/%.*s", closed_one, SL_FMT(id)));
    assert_int_equal(portal_get(&portal, target), 200);
    assert_true(portal_has(&portal, "c2sp.org/tlog-proof@v1"));
    assert_true(portal.reply.attachment.n > 0);
}

int
main(void)
{
    portal_case_make(&portal);
    CASES_TABLE(pages, asks);
    CASES_TABLE(posts, refuses);
    CASES_TEST(a_vote_takes_the_password);
    CASES_TEST(the_count_is_in_the_json);
    CASES_TEST(a_receipt_is_a_proof);
    int failed = cases_run("pages_ballot");
    portal_case_done(&portal);
    return failed;
}
