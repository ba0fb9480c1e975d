/* SPDX-License-Identifier: Apache-2.0 */
#include "api/view_draft.h"

#include "api/may.h"
#include "api/view_clause.h"

#include <inttypes.h>

#define HEAD                                                                                   \
    "project:id, title:langs, draft:id, standard:text, name:langs, edition:text, at:instant, " \
    "entry:int, stage:word, newest:bool, number:int, file:digest, "

static const struct shape shapes[] = {
    {"draft",
     HEAD "previous?:id, drafts:[draft_ref], closes?:instant, may_comment:bool, may_edit:bool, "
          "errors:int, warnings:int, linted:bool, general:[comment], ngeneral:int, "
          "findings:[clause_finding], ncomments:int, commented:bool, forms:bool, total:int, "
          "paged:bool, first:int, last:int, page_before?:int, page_after?:int, "
          "clauses:[draft_clause]",
     "a draft in both languages with the comments on it"},
    {"draft_ref", "id:id, at:instant, stage:word, here:bool, newest:bool, entry:int, previous?:id",
     "a draft of a project"},
    {"drafts", "project:id, title:langs, stage:word, list:[draft_ref], may_post:bool, drafted:bool",
     "the drafts of a project"},
    {"comment_place",
     HEAD "whole:bool, may_comment:bool, keeps:bool, closes?:instant, "
          "place?:draft_clause",
     "where a comment is written"},
    {"draft_diff",
     HEAD "from:id, from_at:instant, on:date, same:bool, changed:int, clauses:[clause_diff], "
          "rules:[requirement_diff], meaning?:draft_meaning, unmeant:text, anchors:[anchor_diff], "
          "unsure:int, carried:int",
     "what changed from one draft to another, and what that means"},
    {"clause_diff",
     "id:id, number?:text, heading:langs, was?:langs, added:bool, removed:bool, renumbered:bool, "
     "moved:bool, rekinded:bool, sides:[side_diff]",
     "a clause that changed"},
    {"side_diff",
     "language:id, tag:text, changed:bool, title:[text_run], retitled:bool, text:[text_run], "
     "stronger?:strength_diff",
     "one language of a clause that changed"},
    {"strength_diff", "was?:word, is?:word", "the strongest provision, before and now"},
    {"requirement_diff",
     "id:id, clause?:id, number?:text, text:langs, added:bool, removed:bool, strength:bool, "
     "condition:bool, reworded:bool, replaced:bool, was:[text], is:[text], keyword:word, "
     "keyword_was?:word",
     "a requirement that changed"},
    {"draft_meaning",
     "same:bool, forbidden:meaning_way, allowed:meaning_way, impossible:bool, "
     "rules:[meaning_rule], fates:[meaning_fate], complete:bool, open:[meaning_open]",
     "which configurations became legal or illegal"},
    {"meaning_way",
     "none:bool, some:bool, undecided:bool, breaks:text, reason:text, why:text, example:[text]",
     "one direction: proven, shown by an example, or not decided"},
    {"meaning_rule",
     "requirement:id, idle:bool, why:text, forbidden:meaning_way, allowed:meaning_way",
     "what one changed rule does beside all others"},
    {"meaning_fate", "fate:word, values:[meaning_value]", "single values that fare alike"},
    {"meaning_value", "kind:text, field:text, value:text", "a single value"},
    {"meaning_open", "requirement:id, why:text", "a rule that was not analysed"},
    {"anchor_diff",
     "comment:id, clause?:id, heading?:langs, quote:text, tag:text, exact:bool, moved:bool, "
     "unsure:bool, doubt:langs, to?:id, to_heading?:langs, candidates:[anchor_place], state:word",
     "where a comment's place is in the newer draft"},
    {"anchor_place", "clause:id, heading:langs, quote:text", "where it may belong"},
};
SHAPE_TABLE(draft_shapes, shapes);

/* ---- heads -----------------------------------------------------------------------------------*/

static void
put_stage(struct json_node *n, struct comment_look *l, struct slice stage)
{
    view_stage(l->v->arena, n, "stage", view_process(&l->v->office->committee, l->project), stage);
}

static size_t
number_of(const struct project *p, const struct draft_posted *posted)
{
    return (size_t)(posted - p->drafts.v);
}

void
view_draft_head(struct json_node *n, struct comment_look *l, const struct draft_posted *posted,
                const struct draft *d)
{
    struct arena *a = l->v->arena;
    const struct project *p = l->project;
    const struct text *title = &d->standard.title;
    size_t at = number_of(p, posted);
    json_put_text(a, n, "project", p->id);
    put_langs(a, n, "title", p->title);
    json_put_text(a, n, "draft", posted->id);
    json_put_text(a, n, "standard", d->standard.id);
    put_langs(a, n, "name", (struct langs){text_get(title, "en"), text_get(title, "zh")});
    json_put_text(a, n, "edition", d->standard.edition);
    put_instant(a, n, "at", posted->at);
    json_put_int(a, n, "entry", (int64_t)posted->index);
    put_stage(n, l, posted->stage);
    json_put_bool(a, n, "newest", at + 1 == p->drafts.n);
    json_put_int(a, n, "number", (int64_t)at + 1);
    json_put_text(a, n, "file", posted->file);
}

static void
put_draft_ref(struct json_node *list, struct comment_look *l, const struct draft_posted *d,
              const struct draft_posted *here)
{
    struct arena *a = l->v->arena;
    const struct project *p = l->project;
    struct json_node *n = json_new_object(a);
    size_t at = number_of(p, d);
    json_put_text(a, n, "id", d->id);
    put_instant(a, n, "at", d->at);
    put_stage(n, l, d->stage);
    json_put_bool(a, n, "here", d == here);
    json_put_bool(a, n, "newest", at + 1 == p->drafts.n);
    json_put_int(a, n, "entry", (int64_t)d->index);
    if (at > 0)
        json_put_text(a, n, "previous", p->drafts.v[at - 1].id);
    json_push_node(a, list, n);
}

static void
put_draft_refs(struct json_node *n, const char *key, struct comment_look *l,
               const struct draft_posted *here)
{
    const struct project *p = l->project;
    struct json_node *list = json_new_array(l->v->arena);
    for (size_t i = p->drafts.n; i-- > 0;)
        put_draft_ref(list, l, &p->drafts.v[i], here);
    json_put_node(l->v->arena, n, key, list);
}

static void
put_closes(struct json_node *n, struct comment_look *l, const struct draft_posted *posted)
{
    const struct comment_period *period = project_open_period(l->project, l->v->now);
    if (period && slice_eq(period->draft, posted->id))
        put_instant(l->v->arena, n, "closes", period->closes);
}

/* Comments are taken on the draft that is out, of those who may. */
static bool
may_comment_on(const struct comment_look *l, const struct draft_posted *posted)
{
    const struct comment_period *period = project_open_period(l->project, l->v->now);
    return period && slice_eq(period->draft, posted->id) && may_comment(l->v, l->project);
}

bool
view_drafts(struct json_node **out, struct comment_look *l, struct err *e)
{
    struct arena *a = l->v->arena;
    struct json_node *n = *out = json_new_object(a);
    (void)e;
    json_put_text(a, n, "project", l->project->id);
    put_langs(a, n, "title", l->project->title);
    put_stage(n, l, l->project->stage);
    put_draft_refs(n, "list", l, NULL);
    json_put_bool(a, n, "may_post", may_post_draft(l->v, l->project) != NULL);
    json_put_bool(a, n, "drafted", l->project->drafts.n > 0);
    return true;
}

/* ---- the draft -------------------------------------------------------------------------------*/

/* The comments on one draft, as far as they are shown, and the words that they quote. */
struct margin {
    struct comment_seen *v;
    size_t n;
    struct clause_quote *quotes;
    size_t nquotes;
};

static bool
margin_of(struct margin *m, struct comment_look *l, const struct draft_posted *posted,
          struct err *e)
{
    const struct project *p = l->project;
    *m = (struct margin){.v = NEW_ARRAY(l->v->arena, struct comment_seen, p->comments.n + 1),
                         .quotes = NEW_ARRAY(l->v->arena, struct clause_quote, p->comments.n + 1)};
    for (size_t i = 0; i < p->comments.n; i++) {
        const struct comment *c = &p->comments.v[i];
        if (!slice_eq(c->draft, posted->id))
            continue;
        struct comment_seen *s = &m->v[m->n];
        if (!comment_see(s, l, c, e))
            return false;
        m->n++;
        if (s->object.anchored && !c->withdrawn)
            m->quotes[m->nquotes++] = (struct clause_quote){&s->object.anchor, c->id};
    }
    return true;
}

/* Those on that clause (empty: on the whole), into a list. */
static bool
put_margin(struct json_node *n, const char *key, struct comment_look *l, const struct margin *m,
           struct slice clause, struct err *e)
{
    struct arena *a = l->v->arena;
    struct json_node *list = json_new_array(a), *one;
    for (size_t i = 0; i < m->n; i++) {
        if (!slice_eq(m->v[i].c->clause, clause))
            continue;
        if (!view_comment_seen(&one, l, &m->v[i], e))
            return false;
        json_push_node(a, list, one);
    }
    json_put_node(a, n, key, list);
    json_put_int(a, n, clause.n ? "ncomments" : "ngeneral", (int64_t)list->n);
    return true;
}

static void
put_findings(struct json_node *n, struct arena *a, const struct lint_result *r,
             const struct clause *of)
{
    struct json_node *list = json_new_array(a);
    for (size_t i = 0; i < r->n; i++)
        if (r->v[i].clause == of)
            json_push_node(a, list, view_clause_finding(a, &r->v[i]));
    json_put_node(a, n, "findings", list);
}

static bool
put_clauses(struct json_node *n, struct comment_look *l, const struct draft *d,
            const struct margin *m, const struct lint_result *r, size_t from, struct err *e)
{
    struct arena *a = l->v->arena;
    struct json_node *list = json_new_array(a);
    const struct clause_quotes quotes = {m->quotes, m->nquotes};
    for (size_t i = from; i < d->n && i < from + DRAFT_PAGE; i++) {
        struct json_node *one = view_clause(a, d, &d->clauses[i], &quotes);
        json_put_int(a, one, "index", (int64_t)i + 1);
        if (!put_margin(one, "comments", l, m, d->clauses[i].id, e))
            return false;
        put_findings(one, a, r, &d->clauses[i]);
        json_push_node(a, list, one);
    }
    json_put_node(a, n, "clauses", list);
    return true;
}

/* Which clauses are shown; gives the first. */
static size_t
put_pages(struct json_node *n, struct arena *a, const struct draft *d, size_t page)
{
    size_t pages = d->n ? (d->n - 1) / DRAFT_PAGE + 1 : 1;
    page = page < 1 || page > pages ? 1 : page;
    size_t from = (page - 1) * DRAFT_PAGE;
    json_put_bool(a, n, "forms", d->n <= DRAFT_FORMS);
    json_put_int(a, n, "total", (int64_t)d->n);
    json_put_bool(a, n, "paged", pages > 1);
    json_put_int(a, n, "first", d->n ? (int64_t)from + 1 : 0);
    json_put_int(a, n, "last", (int64_t)(from + DRAFT_PAGE < d->n ? from + DRAFT_PAGE : d->n));
    if (page > 1)
        json_put_int(a, n, "page_before", (int64_t)page - 1);
    if (page < pages)
        json_put_int(a, n, "page_after", (int64_t)page + 1);
    return from;
}

bool
view_draft(struct json_node **out, struct comment_look *l, const struct draft_posted *posted,
           const struct draft *d, size_t page, struct err *e)
{
    struct arena *a = l->v->arena;
    struct json_node *n = *out = json_new_object(a);
    struct lint_result r = {0};
    struct margin m;
    bool edits = may_post_draft(l->v, l->project) != NULL;
    size_t at = number_of(l->project, posted);
    if (!margin_of(&m, l, posted, e) || (edits && !lint_draft(&r, a, d, l->v->catalog, e)))
        return false;
    view_draft_head(n, l, posted, d);
    if (at > 0)
        json_put_text(a, n, "previous", l->project->drafts.v[at - 1].id);
    put_draft_refs(n, "drafts", l, posted);
    put_closes(n, l, posted);
    json_put_bool(a, n, "may_comment", may_comment_on(l, posted));
    json_put_bool(a, n, "may_edit", edits && at + 1 == l->project->drafts.n);
    json_put_int(a, n, "errors", (int64_t)r.errors);
    json_put_int(a, n, "warnings", (int64_t)r.warnings);
    json_put_bool(a, n, "linted", edits);
    put_findings(n, a, &r, NULL);
    json_put_int(a, n, "ncomments", (int64_t)m.n);
    json_put_bool(a, n, "commented", m.n > 0);
    size_t from = put_pages(n, a, d, page);
    return put_margin(n, "general", l, &m, SL(""), e) && put_clauses(n, l, d, &m, &r, from, e);
}

bool
view_comment_place(struct json_node **out, struct comment_look *l,
                   const struct draft_posted *posted, const struct draft *d,
                   const struct clause *at, struct err *e)
{
    struct arena *a = l->v->arena;
    struct json_node *n = *out = json_new_object(a);
    (void)e;
    view_draft_head(n, l, posted, d);
    json_put_bool(a, n, "whole", at == NULL);
    json_put_bool(a, n, "may_comment", may_comment_on(l, posted));
    json_put_bool(a, n, "keeps", viewer_keeps(l->v));
    put_closes(n, l, posted);
    if (at)
        json_put_node(a, n, "place", view_clause(a, d, at, NULL));
    return true;
}
