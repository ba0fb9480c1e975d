/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whole lives of projects, under the processes that ship, by events alone; and
 * each once more from its leaves. Usage: test_committee_lives DATA/processes
 */
#include "committee/ballot.h"
#include "committee/deadlines.h"
#include "support/cases.h"
#include "support/life.h"

#include <stdio.h>

static const char *processes;

static void
begin(struct life *l, const char *process, size_t members, bool persons, const char *standing,
      size_t group)
{
    life_open(l, &case_arena,
              &(struct life_founding){processes, process, members, persons, standing, group});
    life_must(l, "m-2", "project.proposed",
              "{'title':{'en':'Storage','zh':'数据存储'},'process':'%s','lead':'o-2'%s}", process,
              group ? ",'group':'g-1'" : "");
}

static void
end(struct life *l)
{
    life_replay(l);
    life_close(l);
}

static void
post(struct life *l)
{
    life_must(l, "m-2", "draft.posted", "{'file':'" LIFE_DIGEST_A "','clauses':['1','2','2.1']}");
}

static void
file(struct life *l, const char *document)
{
    life_must(l, "m-1", "document.filed", "{'document':'%s','file':'" LIFE_DIGEST_B "'}", document);
}

static const struct ballot *
ballot(const struct life *l)
{
    return l->project.ballots.v[l->project.ballots.n - 1];
}

static void
to_end_of(struct life *l, const struct ballot *b)
{
    l->now = b->closes > l->now ? b->closes : l->now;
}

/* Delegates m-first to m-last vote so in the ballot that is open. */
static void
votes(struct life *l, size_t first, size_t last, const char *choice)
{
    for (size_t i = first; i <= last; i++) {
        char who[16];
        snprintf(who, sizeof who, "m-%zu", i);
        life_must(l, who, "vote.cast", "{'ballot':'%.*s','choice':'%s'}", SL_FMT(ballot(l)->id),
                  choice);
    }
}

static void
close_ballot(struct life *l, enum outcome expected)
{
    to_end_of(l, ballot(l));
    life_must(l, "m-1", "ballot.closed", "{'ballot':'%.*s'}", SL_FMT(ballot(l)->id));
    assert_string_equal(outcome_name(ballot(l)->outcome), outcome_name(expected));
}

static void
enter(struct life *l, const char *to, const char *more)
{
    life_must(l, "m-1", "stage.entered", "{'to':'%s'%s}", to, more);
}

#define AUTHORITY ",'shown_by':'" LIFE_DIGEST_B "'"
#define REASON ",'reason':'so decided'"

static void
publish(struct life *l, const char *number)
{
    life_must(l, "m-1", "text.published",
              "{'number':'%s','in_force':'2028-01-01','languages':['zh','en'],'reason':'edited'}",
              number);
}

static void
comment_period(struct life *l)
{
    life_must(l, "m-1", "comments.opened", "{}");
    l->now = l->project.periods.v[l->project.periods.n - 1].closes;
}

/* ---- SAC/TC260 -------------------------------------------------------------------------------*/

static void
wg_vote(struct life *l)
{
    life_must(l, "m-convenor", "ballot.opened", "{'rule_key':'wg-vote'}");
    votes(l, 2, 8, "yes");
    close_ballot(l, OUTCOME_APPROVED);
}

static void
sac_to_drafting(struct life *l)
{
    file(l, "study-report");
    enter(l, "proposal", "");
    wg_vote(l);
    file(l, "proposal-form");
    file(l, "outline");
    enter(l, "project-approval", "");
    life_must(l, "m-1", "ballot.opened", "{'rule_key':'other-decision'}");
    votes(l, 2, 40, "yes");
    close_ballot(l, OUTCOME_APPROVED);
    file(l, "plan");
    life_wait(l, 30);
    enter(l, "drafting", AUTHORITY);
}

static void
sac_comments(struct life *l)
{
    post(l);
    life_must(l, "m-1", "comments.opened", "{}");
    life_must(l, "m-5", "comment.filed",
              "{'type':'te','language':'en','clause':'2.1','object':'" LIFE_DIGEST_B "'}");
    life_wait(l, 10);
    life_must(l, "m-1", "comments.extended", "{'closes':'2027-01-01T00:00:00Z'}");
    life_refused(l, REFUSED_OPEN, "comment_period", "m-1", "stage.entered", "{'to':'review'}");
    l->now = l->project.periods.v[0].closes;
    life_refused(l, REFUSED_LATE, "comment.period", "m-6", "comment.filed",
                 "{'type':'te','language':'en','clause':'2.1','object':'" LIFE_DIGEST_B "'}");
    wg_vote(l);
    life_refused(l, REFUSED_OPEN, "comments_disposed", "m-1", "stage.entered", "{'to':'review'}");
    life_must(l, "m-1", "disposition.set", "{'comment':'c-1','decision':'accepted'}");
    file(l, "comment-table");
    enter(l, "review", "");
}

/* 81 members, 61 of them vote: the quorum to the head; 41 agree, 15 object, 5 abstain. */
static void
sac_life(void **state)
{
    (void)state;
    struct life l;
    begin(&l, "SAC-GBT", 81, true, NULL, 7);
    sac_to_drafting(&l);
    post(&l);
    file(&l, "explanation");
    wg_vote(&l);
    enter(&l, "comment", "");
    sac_comments(&l);
    post(&l);
    file(&l, "minutes");
    life_must(&l, "m-1", "ballot.opened", "{}");
    assert_int_equal(ballot(&l)->roll.n, 81);
    votes(&l, 2, 42, "yes");
    votes(&l, 43, 57, "no");
    votes(&l, 58, 62, "abstain");
    close_ballot(&l, OUTCOME_APPROVED);
    enter(&l, "approval", "");
    post(&l);
    file(&l, "approval-file");
    enter(&l, "publication", AUTHORITY);
    life_refused(&l, REFUSED_OPEN, "published", "m-1", "stage.entered", "{'to':'published'}");
    publish(&l, "GB/T 99999-2027");
    enter(&l, "published", "");
    assert_int_equal(l.project.status, PROJECT_PUBLISHED);

    struct deadlines due;
    const struct adopted *version =
        committee_process(&l.committee, l.project.process, l.project.process_digest);
    deadlines_of(&due, &case_arena, &l.project, version->process, l.now);
    assert_int_equal(due.n, 1);
    assert_int_equal(due.v[0].kind, DEADLINE_REVIEW);
    assert_int_equal(due.v[0].at, l.project.stage_since + 1825 * LIFE_DAY);

    life_wait(&l, 1825);
    enter(&l, "periodic-review", "");
    life_must(&l, "m-1", "ballot.opened", "{'rule_key':'other-decision'}");
    votes(&l, 2, 50, "yes");
    close_ballot(&l, OUTCOME_APPROVED);
    life_must(&l, "m-1", "review.decided", "{'decision':'withdraw','reason':'overtaken'}");
    file(&l, "review-conclusion");
    enter(&l, "abolished", AUTHORITY REASON);
    assert_int_equal(l.project.status, PROJECT_ABOLISHED);
    end(&l);
}

/* One vote fewer, and there is no quorum. */
static void
sac_quorum(void **state)
{
    (void)state;
    struct life l;
    begin(&l, "SAC-GBT", 81, true, NULL, 7);
    sac_to_drafting(&l);
    post(&l);
    file(&l, "explanation");
    wg_vote(&l);
    enter(&l, "comment", "");
    sac_comments(&l);
    post(&l);
    file(&l, "minutes");
    life_must(&l, "m-1", "ballot.opened", "{}");
    votes(&l, 2, 61, "yes");
    close_ballot(&l, OUTCOME_NO_QUORUM);
    life_refused(&l, REFUSED_RULE, "review.ballot", "m-1", "stage.entered", "{'to':'approval'}");
    enter(&l, "comment", REASON);
    end(&l);
}

/* ---- ISO -------------------------------------------------------------------------------------*/

static void
iso_life(void **state)
{
    (void)state;
    struct life l;
    begin(&l, "ISO-IEC", 12, false, "P", 4);
    life_must(&l, "m-1", "ballot.opened", "{}");
    for (size_t i = 2; i <= 9; i++) {
        char who[16];
        snprintf(who, sizeof who, "m-%zu", i);
        life_must(&l, who, "vote.cast", "{'ballot':'b-1','choice':'yes','marks':['expert']}");
    }
    life_must(&l, "m-10", "vote.cast", "{'ballot':'b-1','choice':'no'}");
    close_ballot(&l, OUTCOME_APPROVED);
    file(&l, "form4");
    enter(&l, "preparatory", "");
    post(&l);
    enter(&l, "committee", "");
    post(&l);
    comment_period(&l);
    file(&l, "compilation");
    life_must(&l, "m-1", "ballot.opened", "{}");
    votes(&l, 2, 12, "yes");
    close_ballot(&l, OUTCOME_JUDGED);
    life_refused(&l, REFUSED_OPEN, "ballot.judged", "m-chair", "stage.entered", "{'to':'enquiry'}");
    life_refused(&l, REFUSED_ROLE, "mandate.kind", "m-1", "consensus.judged",
                 "{'ballot':'b-2','outcome':'approved','reason':'no sustained opposition'}");
    life_must(&l, "m-chair", "consensus.judged",
              "{'ballot':'b-2','outcome':'approved','reason':'no sustained opposition'}");
    life_refused(&l, REFUSED_REPEATED, "ballot.judged", "m-chair", "consensus.judged",
                 "{'ballot':'b-2','outcome':'not-approved','reason':'on reflection'}");
    enter(&l, "enquiry", "");
    post(&l);
    file(&l, "voting-report");
    life_must(&l, "m-1", "ballot.opened", "{}");
    votes(&l, 2, 9, "yes");
    life_must(&l, "m-10", "vote.cast", "{'ballot':'b-3','choice':'no'}"); /* void: no reason */
    life_must(&l, "m-11", "vote.cast",
              "{'ballot':'b-3','choice':'no','reason':'" LIFE_DIGEST_A "'}");
    close_ballot(&l, OUTCOME_APPROVED);
    enter(&l, "publication", "");
    publish(&l, "ISO 99999:2027");
    enter(&l, "published", "");
    end(&l);
}

/* Who is on the roll: P-members for a proposal, observers too for a DIS; nobody who has left. */
static void
iso_roll(void **state)
{
    (void)state;
    struct life l;
    begin(&l, "ISO-IEC", 12, false, "P", 4);
    for (size_t i = 14; i <= 17; i++)
        life_must(&l, "m-1", "organisation.admitted",
                  "{'id':'o-%zu','name':{'en':'N'},'origin':'foreign','country':'K%c'}", i,
                  (char)('A' + i));
    life_must(&l, "m-1", "membership.granted",
              "{'organisation':'o-14','role':'observer','standing':'O'}");
    life_must(&l, "m-1", "membership.granted",
              "{'organisation':'o-15','standing':'P','until':'2026-01-03T00:00:00Z'}");
    life_must(&l, "m-1", "membership.granted",
              "{'id':'ms-left','organisation':'o-16','standing':'P'}");
    life_must(&l, "m-1", "membership.ended", "{'membership':'ms-left','reason':'left'}");
    life_must(&l, "m-1", "membership.granted",
              "{'organisation':'o-17','standing':'P','from':'2099-01-01T00:00:00Z'}");
    life_wait(&l, 5);
    life_must(&l, "m-1", "ballot.opened", "{}");
    assert_int_equal(ballot(&l)->roll.n, 12);
    for (size_t i = 2; i <= 9; i++) {
        char who[16];
        snprintf(who, sizeof who, "m-%zu", i);
        life_must(&l, who, "vote.cast", "{'ballot':'b-1','choice':'yes','marks':['expert']}");
    }
    close_ballot(&l, OUTCOME_APPROVED);
    file(&l, "form4");
    enter(&l, "preparatory", "");
    post(&l);
    enter(&l, "enquiry", REASON);
    life_must(&l, "m-1", "ballot.opened", "{}");
    assert_int_equal(ballot(&l)->roll.n, 13);
    const struct voter *observer = &ballot(&l)->roll.v[12];
    assert_true(slice_eq(observer->id, SL("o-14")));
    assert_true(slice_eq(observer->marks.v[0], SL("O")));
    end(&l);
}

/* ---- CEN -------------------------------------------------------------------------------------*/

static void
cen_life(void **state)
{
    (void)state;
    struct life l;
    begin(&l, "CEN", 20, false, "blue", 0);
    post(&l);
    life_must(&l, "m-1", "ballot.opened", "{}");
    votes(&l, 2, 21, "yes");
    close_ballot(&l, OUTCOME_APPROVED);
    file(&l, "proposal-form");
    enter(&l, "drafting", "");
    post(&l);
    enter(&l, "enquiry", "");
    post(&l);
    comment_period(&l);
    life_refused(&l, REFUSED_SHAPE, "ballots", "m-1", "ballot.opened", "{}");
    life_must(&l, "m-1", "ballot.opened", "{'rule_key':'enquiry-mandated'}");
    votes(&l, 2, 21, "yes");
    close_ballot(&l, OUTCOME_APPROVED);
    file(&l, "comment-table");
    enter(&l, "formal-vote", "");
    life_must(&l, "m-1", "ballot.opened", "{'rule_key':'formal-vote-mandated'}");
    votes(&l, 11, 21, "yes"); /* 11 of 20, of the larger countries */
    votes(&l, 2, 10, "no");
    close_ballot(&l, OUTCOME_APPROVED);
    enter(&l, "publication", "");
    publish(&l, "EN 99999:2027");
    enter(&l, "published", "");
    end(&l);
}

/* ---- IEEE ------------------------------------------------------------------------------------*/

static void
ieee_life(void **state)
{
    (void)state;
    struct life l;
    begin(&l, "IEEE-SA", 12, false, NULL, 0);
    file(&l, "par");
    enter(&l, "drafting", AUTHORITY);
    post(&l);
    enter(&l, "ballot", "");
    life_refused(&l, REFUSED_RULE, "electorate", "m-1", "ballot.opened", "{'rule_key':'entity'}");
    life_refused(&l, REFUSED_RULE, "electorate", "m-1", "ballot.opened",
                 "{'rule_key':'entity','voters':['o-2','o-99']}");
    life_must(
        &l, "m-1", "ballot.opened",
        "{'rule_key':'entity','voters':['o-9','o-2','o-3','o-4','o-5','o-6','o-7','o-8','o-10']}");
    assert_int_equal(ballot(&l)->roll.n, 9);
    votes(&l, 2, 7, "approve");
    life_must(&l, "m-8", "vote.cast",
              "{'ballot':'b-1','choice':'disapprove','reason':'" LIFE_DIGEST_A "'}");
    life_refused(&l, REFUSED_ROLE, "ballot.roll", "m-11", "vote.cast",
                 "{'ballot':'b-1','choice':'approve'}");
    close_ballot(&l, OUTCOME_RECIRCULATE);
    file(&l, "resolution");
    life_refused(&l, REFUSED_RULE, "ballot.ballot", "m-1", "stage.entered", "{'to':'approval'}");
    enter(&l, "recirculation", "");
    post(&l);
    life_must(&l, "m-1", "ballot.opened", "{'rule_key':'entity-recirculation','carries':'b-1'}");
    assert_true(ballot(&l)->text_changed);
    assert_true(ballot(&l)->votes[0].carried);
    votes(&l, 8, 8, "approve");
    close_ballot(&l, OUTCOME_RECIRCULATE); /* the text changed: once more */
    enter(&l, "recirculation", "");
    life_must(&l, "m-1", "ballot.opened", "{'rule_key':'entity-recirculation','carries':'b-2'}");
    close_ballot(&l, OUTCOME_APPROVED);
    enter(&l, "approval", "");
    publish(&l, "IEEE 99999");
    enter(&l, "published", AUTHORITY);
    end(&l);
}

/* ---- CA/Browser Forum ------------------------------------------------------------------------*/

static void
cabf_life(void **state)
{
    (void)state;
    struct life l;
    begin(&l, "CABF", 24, false, NULL, 0);
    post(&l);
    comment_period(&l);
    life_must(&l, "m-2", "stage.entered", "{'to':'voting'}"); /* the proposer itself */
    life_refused(&l, REFUSED_RULE, "ballot.active", "m-1", "ballot.opened", "{'active':25}");
    life_must(&l, "m-1", "ballot.opened", "{'active':20}");
    votes(&l, 2, 20, "yes");
    close_ballot(&l, OUTCOME_APPROVED);
    enter(&l, "review", "");
    comment_period(&l);
    enter(&l, "published", "");
    publish(&l, "BR 99.0");
    end(&l);
}

/* ---- IETF ------------------------------------------------------------------------------------*/

static void
ietf_life(void **state)
{
    (void)state;
    struct life l;
    begin(&l, "IETF", 10, true, NULL, 6);
    post(&l);
    life_must(&l, "m-convenor", "ballot.opened", "{}");
    votes(&l, 2, 5, "support");
    life_refused(&l, REFUSED_RULE, "adoption.reason", "m-6", "vote.cast",
                 "{'ballot':'b-1','choice':'object'}");
    to_end_of(&l, ballot(&l));
    life_must(&l, "m-convenor", "ballot.closed", "{'ballot':'b-1'}");
    life_must(&l, "m-convenor", "consensus.judged",
              "{'ballot':'b-1','outcome':'not-approved','reason':'too few read it'}");
    life_refused(&l, REFUSED_RULE, "individual.ballot", "m-convenor", "stage.entered",
                 "{'to':'wg-draft'}");
    life_must(&l, "m-1", "stage.entered", "{'to':'stopped'}");
    assert_int_equal(l.project.status, PROJECT_WITHDRAWN);
    life_refused(&l, REFUSED_STAGE, "project.withdrawn", "m-2", "draft.posted",
                 "{'file':'" LIFE_DIGEST_A "','clauses':[]}");
    end(&l);
}

int
main(int argc, char **argv)
{
    if (argc != 2)
        return 2;
    processes = argv[1];
    CASES_TEST(sac_life);
    CASES_TEST(sac_quorum);
    CASES_TEST(iso_life);
    CASES_TEST(iso_roll);
    CASES_TEST(cen_life);
    CASES_TEST(ieee_life);
    CASES_TEST(cabf_life);
    CASES_TEST(ietf_life);
    return cases_run("committee lives");
}
