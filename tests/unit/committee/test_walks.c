/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every stage of every process that ships can be entered: for each, a project is led there from the
 * first stage by the engine itself, each way's conditions met one by one, and the whole is replayed
 * from its leaves. Usage: test_committee_walks DATA/processes
 */
#include "committee/ballot.h"
#include "support/cases.h"
#include "support/life.h"

#include <stdio.h>

#define MEMBERS 24 /* o-2 … o-25, eight of each category */
#define GROUP 6

static const char *folder;
static struct arena file_arena;
static struct processes processes;

/* ---- the shortest way -----------------------------------------------------------------------*/

struct route {
    const struct stage *from;
    const struct transition *way;
};

/* A way that a plain vote for or against opens. */
static bool
playable(const struct transition *w)
{
    unsigned plain = 1u << OUTCOME_APPROVED | 1u << OUTCOME_NOT_APPROVED | 1u << OUTCOME_BLOCKED;
    return w->outcomes == 0 || (w->outcomes & plain);
}

/* Breadth first; `came` says by which way each stage is reached first. */
static void
find_ways(const struct process *p, struct route *came, bool *reached)
{
    size_t *queue = NEW_ARRAY(&case_arena, size_t, p->stages.n), head = 0, tail = 1;
    reached[0] = true;
    while (head < tail) {
        const struct stage *s = &p->stages.v[queue[head++]];
        for (size_t i = 0; i < s->next.n; i++) {
            size_t to = (size_t)(process_stage(p, s->next.v[i].to) - p->stages.v);
            if (reached[to] || !playable(&s->next.v[i]))
                continue;
            reached[to] = true;
            came[to] = (struct route){s, &s->next.v[i]};
            queue[tail++] = to;
        }
    }
}

static size_t
route_to(struct route *out, const struct process *p, const struct route *came, size_t stage)
{
    size_t n = 0;
    for (size_t at = stage; at != 0; at = (size_t)(came[at].from - p->stages.v))
        out[n++] = came[at];
    for (size_t i = 0; i < n / 2; i++) {
        struct route last = out[n - 1 - i];
        out[n - 1 - i] = out[i];
        out[i] = last;
    }
    return n;
}

/* ---- ballots --------------------------------------------------------------------------------*/

/* The first position for, or against, it. */
static struct slice
choice_of(const struct rule *r, bool in_favour)
{
    const struct position *v;
    size_t n;
    rule_positions(r, &v, &n);
    for (size_t i = 0; i < n; i++) {
        bool against = v[i].counts == VOTE_NO || v[i].counts == VOTE_BLOCK;
        if (in_favour ? v[i].counts == VOTE_YES : against)
            return v[i].key;
    }
    fail_msg("%.*s: no position for or against", SL_FMT(r->key));
    return SL("");
}

/* What votes have to bring: "'expert'". */
static struct slice
marks_of(const struct rule *r)
{
    struct slice all = SL("");
    for (size_t i = 0; i < r->pass.n; i++) {
        struct slice with = r->pass.v[i].with;
        if (with.n && slice_find(all, with) == SIZE_MAX)
            all = arena_printf(&case_arena, "%.*s%s'%.*s'", SL_FMT(all), all.n ? "," : "",
                               SL_FMT(with));
    }
    return all;
}

/* "'o-2','o-3',…" for a ballot whose voters are named. */
static struct slice
everybody(const struct rule *r)
{
    struct slice all = SL("");
    const char *kind = r->electorate.members == ELECTORATE_PERSONS ? "p" : "o";
    for (size_t i = 2; i < 2 + MEMBERS; i++)
        all = arena_printf(&case_arena, "%.*s%s'%s-%zu'", SL_FMT(all), all.n ? "," : "", kind, i);
    return all;
}

static const char *
judge_of(const struct rule *r)
{
    if (slice_eq_str(r->judged_by, "chair"))
        return "m-chair";
    return slice_eq_str(r->judged_by, "convenor") ? "m-convenor" : "m-1";
}

static void
hold_ballot(struct life *l, const struct rule *r, bool in_favour)
{
    bool list = r->electorate.body == ELECTORATE_LIST;
    life_must(l, "m-1", "ballot.opened", "{'rule_key':'%.*s'%s%.*s%s}", SL_FMT(r->key),
              list ? ",'voters':[" : "", SL_FMT(list ? everybody(r) : SL("")), list ? "]" : "");
    const struct ballot *b = l->project.ballots.v[l->project.ballots.n - 1];
    struct slice choice = choice_of(r, in_favour), marks = marks_of(r);
    for (size_t i = 0; i < b->roll.n; i++) {
        char who[32];
        snprintf(who, sizeof who, "m-%.*s", SL_FMT(slice_sub(b->roll.v[i].organisation, 2, 20)));
        life_must(l, who, "vote.cast",
                  "{'ballot':'%.*s','choice':'%.*s','reason':'" LIFE_DIGEST_A "'%s%.*s%s}",
                  SL_FMT(b->id), SL_FMT(choice), marks.n ? ",'marks':[" : "", SL_FMT(marks),
                  marks.n ? "]" : "");
    }
    l->now = b->closes > l->now ? b->closes : l->now;
    life_must(l, "m-1", "ballot.closed", "{'ballot':'%.*s'}", SL_FMT(b->id));
    if (b->outcome == OUTCOME_JUDGED)
        life_must(l, judge_of(r), "consensus.judged",
                  "{'ballot':'%.*s','outcome':'%s','reason':'as the positions show'}",
                  SL_FMT(b->id), in_favour ? "approved" : "not-approved");
}

/* ---- ways -----------------------------------------------------------------------------------*/

static const char *
mover(const struct transition *w)
{
    static const char *const mandates[PROCESS_ROLES] = {"m-1", "m-chair", "m-convenor", "m-2",
                                                        "m-1"};
    for (size_t i = 0; i < PROCESS_ROLES; i++)
        if (w->by & 1u << i)
            return mandates[i];
    return "m-1";
}

static void
publish(struct life *l)
{
    life_must(l, "m-1", "text.published",
              "{'number':'TEST 1','in_force':'2040-01-01','languages':['zh','en'],"
              "'reason':'edited'}");
}

static void
meet(struct life *l, const struct process *p, const struct transition *w)
{
    if (w->draft)
        life_must(l, "m-2", "draft.posted",
                  "{'file':'" LIFE_DIGEST_A "','clauses':['1','2','2.1']}");
    if (w->comment_period) {
        life_must(l, "m-1", "comments.opened", "{}");
        l->now = l->project.periods.v[l->project.periods.n - 1].closes;
    }
    for (size_t i = 0; i < w->documents.n; i++)
        life_must(l, "m-1", "document.filed", "{'document':'%.*s','file':'" LIFE_DIGEST_B "'}",
                  SL_FMT(w->documents.v[i]));
    if (w->ballot.n)
        hold_ballot(l, process_rule(p, w->ballot),
                    w->outcomes == 0 || (w->outcomes & 1u << OUTCOME_APPROVED));
    life_wait(l, w->min_days);
}

static void
take(struct life *l, const struct process *p, const struct route *r)
{
    const struct stage *to = process_stage(p, r->way->to);
    bool last = to->end == STAGE_PUBLISHED && !(to->acts & 1u << STAGE_PUBLISH);
    meet(l, p, r->way);
    if (last && (r->from->acts & 1u << STAGE_PUBLISH))
        publish(l);
    life_must(l, mover(r->way), "stage.entered", "{'to':'%.*s'%s%s}", SL_FMT(r->way->to),
              r->way->by == 1u << BY_AUTHORITY ? ",'shown_by':'" LIFE_DIGEST_B "'" : "",
              r->way->reason ? ",'reason':'so decided'" : "");
    if (to->end == STAGE_PUBLISHED && (to->acts & 1u << STAGE_PUBLISH))
        publish(l);
}

static const char *
standing_of(const struct process *p)
{
    for (size_t i = 0; i < p->rules.n; i++)
        if (p->rules.v[i].electorate.standings.n)
            return arena_str(&case_arena, p->rules.v[i].electorate.standings.v[0]);
    return NULL;
}

static void
walk(const struct process *p, const struct route *routes, size_t n)
{
    struct life l;
    const char *id = arena_str(&case_arena, p->id);
    life_open(&l, &case_arena,
              &(struct life_founding){folder, id, MEMBERS, true, standing_of(p), GROUP});
    life_must(
        &l, "m-2", "project.proposed",
        "{'title':{'en':'Storage','zh':'数据存储'},'process':'%s','lead':'o-2','group':'g-1'}", id);
    for (size_t i = 0; i < n; i++)
        take(&l, p, &routes[i]);
    assert_true(slice_eq(l.project.stage, n ? routes[n - 1].way->to : p->stages.v[0].id));
    life_replay(&l);
    life_close(&l);
}

static void
process_row(void **state)
{
    const struct process *p = *state;
    struct route *came = NEW_ARRAY(&case_arena, struct route, p->stages.n);
    struct route *routes = NEW_ARRAY(&case_arena, struct route, p->stages.n);
    bool *reached = NEW_ARRAY(&case_arena, bool, p->stages.n);
    find_ways(p, came, reached);
    for (size_t i = 0; i < p->stages.n; i++) {
        if (!reached[i])
            fail_msg("no way that can be played leads to %.*s", SL_FMT(p->stages.v[i].id));
        walk(p, routes, route_to(routes, p, came, i));
    }
}

int
main(int argc, char **argv)
{
    if (argc != 2)
        return 2;
    folder = argv[1];
    struct env env;
    struct err e = {0};
    env_system(&env);
    struct loader l = {.a = &file_arena, .trees = &file_arena, .env = &env};
    if (!process_load_all(&processes, &l, folder, &e)) {
        fprintf(stderr, "%s\n", e.msg);
        return 1;
    }
    for (size_t i = 0; i < processes.n; i++)
        cases_add(arena_str(&file_arena, processes.v[i].id), process_row, &processes.v[i]);
    int failed = cases_run("committee_walks");
    arena_free(&file_arena);
    return failed;
}
