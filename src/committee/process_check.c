/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What has to fit together in a process.
 */
#include "committee/process_tables.h"

#include <stdio.h>

#define PLACE_MAX 200

struct checking {
    const struct process *p;
    const struct shape_tree *t;
    char at[PLACE_MAX];
};

static bool
has_key(const struct slices *list, struct slice key)
{
    for (size_t i = 0; i < list->n; i++)
        if (slice_eq(list->v[i], key))
            return true;
    return false;
}

/* ---- ways -----------------------------------------------------------------------------------*/

static bool
way_refs_check(struct checking *c, const struct stage *s, const struct transition *w, struct err *e)
{
    if (!process_stage(c->p, w->to))
        return shape_fail(c->t, e, c->at, "leads to '%.*s', which is no stage", SL_FMT(w->to));
    if (w->ballot.n && !has_key(&s->ballots, w->ballot))
        return shape_fail(c->t, e, c->at,
                          "asks for the ballot '%.*s', which this stage does not hold",
                          SL_FMT(w->ballot));
    for (size_t i = 0; i < w->documents.n; i++)
        if (!process_document(c->p, w->documents.v[i]))
            return shape_fail(c->t, e, c->at, "asks for '%.*s', which is no document of this file",
                              SL_FMT(w->documents.v[i]));
    return true;
}

static bool
way_check(struct checking *c, const struct stage *s, const struct transition *w, struct err *e)
{
    if (!way_refs_check(c, s, w, e))
        return false;
    if (w->outcomes && !w->ballot.n)
        return shape_fail(c->t, e, c->at, "outcomes belong to a ballot");
    if (w->comment_period && !(s->acts & 1u << STAGE_COMMENT))
        return shape_fail(c->t, e, c->at, "asks for a comment period that this stage cannot hold");
    if (w->draft && !(s->acts & 1u << STAGE_DRAFT))
        return shape_fail(c->t, e, c->at, "asks for a draft that nobody can post at this stage");
    if (w->max_days && w->max_days < w->min_days)
        return shape_fail(c->t, e, c->at, "max_days lies below min_days");
    return cite_check(&w->cite, false, &c->p->sources, c->t, c->at, e);
}

/* ---- stages ---------------------------------------------------------------------------------*/

static bool
stage_parts_check(struct checking *c, const struct stage *s, struct err *e)
{
    bool comments = s->comment.min || s->comment.max || s->comment.usual;
    if (comments && !(s->acts & 1u << STAGE_COMMENT))
        return shape_fail(c->t, e, c->at, "has a comment period, but no comments");
    if ((s->ballots.n > 0) != !!(s->acts & 1u << STAGE_BALLOT))
        return shape_fail(c->t, e, c->at, "'ballot' among its acts and 'ballots' go together");
    if (s->document.n && !process_document(c->p, s->document))
        return shape_fail(c->t, e, c->at, "no document of this file has the key '%.*s'",
                          SL_FMT(s->document));
    if (s->review_days && s->end != STAGE_PUBLISHED)
        return shape_fail(c->t, e, c->at, "only what is published is reviewed");
    if (s->end == STAGE_GOES_ON && s->next.n == 0)
        return shape_fail(c->t, e, c->at, "no way leads on, and it is no end");
    for (size_t i = 0; i < s->ballots.n; i++)
        if (!process_rule(c->p, s->ballots.v[i]))
            return shape_fail(c->t, e, c->at, "no rule of this file has the key '%.*s'",
                              SL_FMT(s->ballots.v[i]));
    return period_check(&s->comment, c->t, c->at, e) &&
           cite_check(&s->comment.cite, false, &c->p->sources, c->t, c->at, e) &&
           cite_check(&s->cite, false, &c->p->sources, c->t, c->at, e);
}

static bool
stage_check(struct checking *c, size_t i, struct err *e)
{
    const struct stage *s = &c->p->stages.v[i];
    snprintf(c->at, sizeof c->at, "stages[%zu]", i);
    for (size_t j = 0; j < i; j++)
        if (slice_eq(c->p->stages.v[j].id, s->id))
            return shape_fail(c->t, e, c->at, "another stage has the id '%.*s'", SL_FMT(s->id));
    if (!stage_parts_check(c, s, e))
        return false;
    for (size_t j = 0; j < s->next.n; j++) {
        snprintf(c->at, sizeof c->at, "stages[%zu].next[%zu]", i, j);
        if (!way_check(c, s, &s->next.v[j], e))
            return false;
    }
    return true;
}

static bool
role_known(struct slice name)
{
    for (size_t i = 0; i < PROCESS_ROLES; i++)
        if (slice_eq_str(name, process_role_names[i]))
            return true;
    return false;
}

static bool
rules_check(struct checking *c, struct err *e)
{
    const struct process *p = c->p;
    for (size_t i = 0; i < p->rules.n; i++) {
        const struct rule *r = &p->rules.v[i];
        snprintf(c->at, sizeof c->at, "rules[%zu]", i);
        for (size_t j = 0; j < i; j++)
            if (slice_eq(p->rules.v[j].key, r->key))
                return shape_fail(c->t, e, c->at, "another rule has the key '%.*s'",
                                  SL_FMT(r->key));
        if (!slice_eq(r->process, p->id))
            return shape_fail(c->t, e, c->at, "the rule is of another process");
        if (r->judged_by.n && !role_known(r->judged_by))
            return shape_fail(c->t, e, c->at,
                              "judged_by is no role that can move a project: '%.*s'",
                              SL_FMT(r->judged_by));
        if (!rule_check(r, &r->sources, c->t, c->at, e) ||
            !sources_check(&r->sources, c->t, c->at, e))
            return false;
    }
    return true;
}

bool
process_check(const struct process *p, const struct shape_tree *t, struct err *e)
{
    struct checking c = {.p = p, .t = t};
    if (p->stages.n == 0)
        return shape_fail(t, e, "", "'stages' is missing");
    for (size_t i = 0; i < p->documents.n; i++)
        for (size_t j = 0; j < i; j++)
            if (slice_eq(p->documents.v[i].key, p->documents.v[j].key))
                return shape_fail(t, e, "documents", "two documents have the key '%.*s'",
                                  SL_FMT(p->documents.v[i].key));
    if (!sources_check(&p->sources, t, "", e) || !cite_check(&p->cite, true, &p->sources, t, "", e))
        return false;
    for (size_t i = 0; i < p->stages.n; i++)
        if (!stage_check(&c, i, e))
            return false;
    return rules_check(&c, e);
}
