/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Projects over time: newer versions of a process, what is due when, corrections,
 * the facts of a judgment. Usage: test_committee_projects FOLDER_OF_TEST_PROCESS
 */
#include "committee/ballot.h"
#include "committee/deadlines.h"
#include "support/cases.h"
#include "support/life.h"
#include "text/json_build.h"
#include "text/json_canonical.h"

#include <stdlib.h>

static const char *processes;

#define A "'" LIFE_DIGEST_A "'"
#define PROPOSED "m-2 project.proposed {'title':{'en':'T'},'process':'TEST','lead':'o-2'}\n"
#define DRAFT "m-2 draft.posted {'file':" A ",'clauses':['1','2']}\n"

static void
begin(struct life *l, const char *script)
{
    life_open(l, &case_arena,
              &(struct life_founding){.processes = processes, .process = "TEST", .members = 6});
    life_script(l, script);
}

static void
end(struct life *l)
{
    life_replay(l);
    life_close(l);
}

/* ---- versions of a process -------------------------------------------------------------------*/

/* Everywhere in it. */
static struct slice
replaced(struct arena *a, struct slice text, struct slice from, struct slice to)
{
    struct slice out = {0};
    for (size_t at; (at = slice_find(text, from)) != SIZE_MAX;) {
        out = arena_printf(a, "%.*s%.*s%.*s", SL_FMT(out), SL_FMT(slice_sub(text, 0, at)),
                           SL_FMT(to));
        text = slice_sub(text, at + from.n, text.n);
    }
    return arena_printf(a, "%.*s%.*s", SL_FMT(out), SL_FMT(text));
}

/* The process of the founding with `from` made `to`, adopted as a newer version. */
static void
adopt_changed(struct life *l, const char *from, const char *to)
{
    struct event founding;
    struct slice octets;
    struct err e = {0};
    struct json_node *data = json_new_object(l->a);
    assert_true(event_read(&founding, l->a, l->leaves.v[1], &e));
    assert_true(
        json_canonical(&octets, l->a, event_node(&founding, "process"), JSON_CANONICAL_MAX, &e));
    octets = replaced(l->a, octets, slice_str(from), slice_str(to));
    json_put_node(l->a, data, "process", life_json(l->a, octets));
    json_put_text(l->a, data, "id", SL("TEST"));
    json_put_text(l->a, data, "digest", digest_of(l->a, octets));
    if (!life_write(l, "m-1", "process.adopted", data))
        fail_msg("%.*s", SL_FMT(l->refusal.en));
}

/* A newer version changes nothing for a project that runs, until the project is moved to it. */
static void
version_pinned(void **state)
{
    (void)state;
    struct life l;
    begin(&l, PROPOSED);
    struct slice old = arena_dup(l.a, l.project.process_digest);
    adopt_changed(&l, "\"den\":2", "\"den\":3");
    assert_true(slice_eq(l.project.process_digest, old));
    life_must(&l, "m-1", "ballot.opened", "{'rule_key':'plain'}");
    assert_int_equal(l.project.ballots.v[0]->rule.pass.v[0].den, 2);
    life_refused(&l, REFUSED_FROZEN, "ballot.rule", "m-1", "project.ruled", "{'reason':'x'}");
    l.now = l.project.ballots.v[0]->closes;
    life_must(&l, "m-1", "ballot.closed", "{'ballot':'b-1'}");
    life_must(&l, "m-1", "project.ruled", "{'reason':'the committee decided so'}");
    assert_false(slice_eq(l.project.process_digest, old));
    life_refused(&l, REFUSED_RULE, "project.process", "m-1", "project.ruled", "{'reason':'x'}");
    life_refused(&l, REFUSED_RULE, "project.process", "m-1", "project.ruled",
                 "{'reason':'back','process_digest':'%.*s'}", SL_FMT(old));
    life_must(&l, "m-1", "ballot.opened", "{'rule_key':'plain'}");
    assert_int_equal(l.project.ballots.v[1]->rule.pass.v[0].den, 3);
    assert_int_equal(l.project.ballots.v[0]->rule.pass.v[0].den, 2);
    end(&l);
}

/* A newer version under which the ballot that somebody opens would be easier to win. */
static void
version_forged(void **state)
{
    (void)state;
    struct life l;
    begin(&l, PROPOSED);
    adopt_changed(&l, "\"den\":2", "\"den\":3");
    assert_false(
        life_forge(&l, "m-1", "ballot.opened", "{'rule_key':'plain'}", "'den':2", "'den':3"));
    assert_int_equal(l.refusal.code, REFUSED_FROZEN);
    end(&l);
}

static void
version_without_stage(void **state)
{
    (void)state;
    struct life l;
    begin(&l, PROPOSED "m-1 stage.entered {'to':'quiet'}\n");
    adopt_changed(&l, "\"quiet\"", "\"silent\"");
    life_refused(&l, REFUSED_STAGE, "project.process", "m-1", "project.ruled", "{'reason':'x'}");
    life_must(&l, "m-1", "stage.entered", "{'to':'work'}");
    life_must(&l, "m-1", "project.ruled", "{'reason':'x'}");
    life_refused(&l, REFUSED_UNKNOWN, "process.stage", "m-1", "stage.entered", "{'to':'quiet'}");
    life_must(&l, "m-1", "stage.entered", "{'to':'silent'}");
    end(&l);
}

/* ---- what is due -----------------------------------------------------------------------------*/

static const struct due_row {
    const char *name, *script;
    struct {
        enum deadline_kind kind;
        const char *of;
        int64_t day; /* after the first, to the nearest */
        bool past;
    } due[4];
    size_t n;
} due_rows[] = {
    {"a new project: the stage's least days",
     PROPOSED,
     {{DEADLINE_EARLIEST, "work", 30, false}},
     1},
    {"its least days are over", PROPOSED "+31\n", {{0}}, 0},
    {"a comment period",
     PROPOSED DRAFT "m-1 comments.opened {}\n",
     {{DEADLINE_COMMENTS, "d-1", 20, false}, {DEADLINE_EARLIEST, "work", 30, false}},
     2},
    {"a comment period that is over",
     PROPOSED DRAFT "m-1 comments.opened {}\n+21\n",
     {{DEADLINE_EARLIEST, "work", 30, false}},
     1},
    {"a ballot",
     PROPOSED "m-1 ballot.opened {'rule_key':'plain'}\n",
     {{DEADLINE_BALLOT, "b-1", 10, false}, {DEADLINE_EARLIEST, "work", 30, false}},
     2},
    {"a ballot that waits to be closed",
     PROPOSED "m-1 ballot.opened {'rule_key':'plain'}\n+11\n",
     {{DEADLINE_BALLOT, "b-1", 10, true}, {DEADLINE_EARLIEST, "work", 30, false}},
     2},
    {"votes that wait to be opened",
     PROPOSED "m-1 ballot.opened {'rule_key':'plain','sealed':true}\n"
              "m-3 vote.sealed {'ballot':'b-1','commitment':" A "}\n+11\n",
     {{DEADLINE_BALLOT, "b-1", 10, true},
      {DEADLINE_UNSEALED, "b-1", 17, false},
      {DEADLINE_EARLIEST, "work", 30, false}},
     3},
    {"an appeal",
     PROPOSED "m-1 ballot.opened {'rule_key':'appealed'}\n+10\n"
              "m-1 ballot.closed {'ballot':'b-1'}\n",
     {{DEADLINE_APPEAL, "b-1", 15, false}, {DEADLINE_EARLIEST, "work", 30, false}},
     2},
    {"an appeal whose time is over",
     PROPOSED "m-1 ballot.opened {'rule_key':'appealed'}\n+10\n"
              "m-1 ballot.closed {'ballot':'b-1'}\n+6\n",
     {{DEADLINE_EARLIEST, "work", 30, false}},
     1},
    {"a stage that should be left",
     PROPOSED "m-2 stage.entered {'to':'asked'}\n+50\n",
     {{DEADLINE_LATEST, "asked", 40, true}},
     1},
    {"a suspended project", PROPOSED "m-1 project.suspended {'reason':'x'}\n", {{0}}, 0},
};

static void
due_row(void **state)
{
    const struct due_row *row = *state;
    struct life l;
    struct deadlines due;
    begin(&l, row->script);
    int64_t first = l.project.opened;
    const struct adopted *version =
        committee_process(&l.committee, l.project.process, l.project.process_digest);
    deadlines_of(&due, &case_arena, &l.project, version->process, l.now);
    for (size_t i = 0; i < due.n && i < row->n; i++) {
        const struct deadline *d = &due.v[i];
        assert_string_equal(deadline_name(d->kind), deadline_name(row->due[i].kind));
        assert_true(slice_eq_str(d->of, row->due[i].of));
        assert_int_equal((d->at - first + LIFE_DAY / 2) / LIFE_DAY, row->due[i].day);
        assert_int_equal(d->past, row->due[i].past);
        assert_true(slice_find(d->text.en, d->of) != SIZE_MAX);
        assert_true(slice_find(d->text.zh, d->of) != SIZE_MAX);
    }
    assert_int_equal(due.n, row->n);
    end(&l);
}

/* A stage's least days, a comment period's end: to the second. */
static void
to_the_second(void **state)
{
    (void)state;
    struct life l;
    begin(&l, PROPOSED DRAFT "m-1 comments.opened {'closes':'2026-01-20T00:00:00Z'}\n");
    int64_t opens = l.project.periods.v[0].opens;
    l.now = l.project.periods.v[0].closes - 1;
    life_must(&l, "m-3", "comment.filed", "{'type':'ge','language':'en','object':" A "}");
    life_refused(&l, REFUSED_LATE, "comment.period", "m-3", "comment.filed",
                 "{'type':'ge','language':'en','object':" A "}");
    life_must(&l, "m-1", "disposition.set", "{'comment':'c-1','decision':'accepted'}");
    life_must(&l, "m-1", "document.filed", "{'document':'paper','file':" A "}");
    life_must(&l, "m-1", "ballot.opened", "{'rule_key':'plain','closes':'2026-01-26T00:00:00Z'}");
    life_must(&l, "m-3", "vote.cast", "{'ballot':'b-1','choice':'yes'}");
    l.now = l.project.ballots.v[0]->closes;
    life_must(&l, "m-1", "ballot.closed", "{'ballot':'b-1'}");
    l.now = l.project.stage_since + 30 * LIFE_DAY - 1;
    assert_true(l.now > opens);
    life_refused(&l, REFUSED_EARLY, "work.min_days", "m-1", "stage.entered",
                 "{'to':'ready','reason':'x'}");
    l.now++;
    life_must(&l, "m-1", "stage.entered", "{'to':'ready','reason':'x'}");
    end(&l);
}

/* ---- corrections, judgments ------------------------------------------------------------------*/

static void
correction_beside(void **state)
{
    (void)state;
    struct life l;
    begin(&l, PROPOSED DRAFT);
    uint64_t leaf = l.project.drafts.v[0].index;
    struct slice file = arena_dup(l.a, l.project.drafts.v[0].file);
    life_must(&l, "m-1", "correction.made", "{'of':%d,'text':'" LIFE_DIGEST_B "'}", (int)leaf);
    assert_int_equal(l.project.corrections.n, 1);
    assert_int_equal(l.project.corrections.v[0].of, leaf);
    assert_true(slice_eq(l.project.drafts.v[0].file, file));
    end(&l);
}

static void
judgment_facts(void **state)
{
    (void)state;
    struct life l;
    begin(&l, PROPOSED DRAFT
          "m-1 comments.opened {}\n"
          "m-3 comment.filed {'type':'te','language':'en','clause':'1','object':" A "}\n"
          "m-4 comment.filed {'type':'ge','language':'zh','object':" A "}\n"
          "m-5 comment.filed {'type':'ed','language':'zh','object':" A "}\n"
          "m-5 comment.withdrawn {'comment':'c-3'}\n"
          "m-1 disposition.set {'comment':'c-1','decision':'not-accepted','reason':" A "}\n"
          "m-1 ballot.opened {'rule_key':'judged','closes':'2026-02-01T00:00:00Z'}\n"
          "m-3 vote.cast {'ballot':'b-1','choice':'no'}\n"
          "m-4 vote.cast {'ballot':'b-1','choice':'yes'}\n+31\n"
          "m-1 ballot.closed {'ballot':'b-1'}\n"
          "m-chair consensus.judged {'ballot':'b-1','outcome':'approved','reason':'met'}\n");
    struct slice facts;
    struct err e = {0};
    assert_true(json_canonical(&facts, l.a, event_node(&l.last, "facts"), 1000, &e));
    assert_true(slice_eq(facts, SL("{\"comments\":2,\"not_accepted\":1,\"objections\":1,"
                                   "\"open\":1,\"voted\":2}")));
    const struct ballot *b = l.project.ballots.v[0];
    assert_int_equal(b->outcome, OUTCOME_JUDGED);
    assert_int_equal(ballot_outcome(b), OUTCOME_APPROVED);
    end(&l);
}

int
main(int argc, char **argv)
{
    if (argc != 2)
        return 2;
    processes = argv[1];
    CASES_TEST(version_pinned);
    CASES_TEST(version_forged);
    CASES_TEST(version_without_stage);
    CASES_TABLE(due_rows, due_row);
    CASES_TEST(to_the_second);
    CASES_TEST(correction_beside);
    CASES_TEST(judgment_facts);
    return cases_run("committee projects");
}
