/* SPDX-License-Identifier: Apache-2.0 */
#include "api/view_comment.h"

#include "api/may.h"
#include "api/terms.h"
#include "api/view_clause.h"

static const struct shape shapes[] = {
    {"comment",
     "id:id, project:id, draft:id, whole:bool, clause?:id, number?:text, heading?:langs, "
     "type:word, language:word, tag:text, by?:organisation_ref, public:bool, from?:text, "
     "at:instant, entry:int, withdrawn:bool, hidden:bool, forgotten:bool, text?:text, "
     "proposed?:text, quote?:text, element?:text, line?:text, change?:[text_run], state:word, "
     "open:bool, answered:bool, answer?:comment_answer",
     "a comment, its place and what became of it"},
    {"comment_answer", "decision:word, reason?:text_ref, applied_in?:id, entry:int",
     "what was decided about a comment, and why"},
    {"comments",
     "project:id, title:langs, stage:word, total:int, found:int, open:int, first:int, last:int, "
     "previous?:text, next?:text, narrowed:bool, exports:text, filters:[filter], list:[comment], "
     "may_comment:bool, may_dispose:bool, may_sit:bool, drafted:bool, draft?:id, "
     "period?:comment_period",
     "the comments of a project, as asked for"},
    {"comment_period", "draft:id, opens:instant, closes:instant, runs:bool",
     "when comments are taken"},
    {"comment_page",
     "project:id, title:langs, stage:word, comment:comment, place?:draft_clause, "
     "draft_hidden:bool, may_dispose:bool, may_withdraw:bool, history:[entry_ref], "
     "drafts:[id]",
     "a comment with its clause"},
    {"disposition_desk",
     "project:id, title:langs, stage:word, total:int, done:int, left:int, percent:int, "
     "may_dispose:bool, finished:bool, at?:comment, place?:draft_clause, next?:id, previous?:id, "
     "position?:int, list:[disposition_row], newer:[id]",
     "what comments still need an answer, and one of them with its clause"},
    {"disposition_row",
     "id:id, number?:text, type:word, by?:organisation_ref, public:bool, here:bool, tag:text, "
     "text?:text",
     "a comment without an answer"},
};
SHAPE_TABLE(comment_shapes, shapes);

#define EXCERPT 80 /* octets of a text in a list */

/* ---- one comment -----------------------------------------------------------------------------*/

void
comment_look_begin(struct comment_look *l, const struct viewer *v, const struct project *p)
{
    *l = (struct comment_look){.v = v, .project = p, .body = project_body(p)};
    drafts_begin(&l->drafts, v, p);
}

const struct draft *
comment_look_draft(struct comment_look *l, struct slice id)
{
    const struct draft_posted *posted = project_draft(l->project, id);
    enum viewer_text shown;
    struct slice octets;
    const struct draft *known = map_get(&l->drafts.by_id, id);
    if (known || !posted)
        return known;
    if (!viewer_object(&shown, &octets, l->v, posted->file, l->body, NULL) || shown != VIEWER_TEXT)
        return NULL;
    return drafts_get(&l->drafts, id, NULL);
}

bool
comment_see(struct comment_seen *out, struct comment_look *l, const struct comment *c,
            struct err *e)
{
    struct slice octets;
    *out = (struct comment_seen){.c = c};
    if (!viewer_object(&out->shown, &octets, l->v, c->object, l->body, e))
        return false;
    if (out->shown == VIEWER_TEXT && !comment_object_read(&out->object, l->v->arena, octets))
        out->object = (struct comment_object){.text = SL("")};
    return true;
}

const char *
comment_state(const struct comment *c)
{
    if (c->withdrawn)
        return "withdrawn";
    return c->decision == DECISION_NONE ? "open" : decision_words[c->decision];
}

struct langs
comment_state_words(const struct comment *c)
{
    static const struct langs withdrawn = {SL_INIT("withdrawn"), SL_INIT("已撤回")};
    return c->withdrawn ? withdrawn : term_decision(c->decision);
}

static void
put_place(struct arena *a, struct json_node *n, struct comment_look *l, const struct comment *c)
{
    const struct draft *d = c->clause.n ? comment_look_draft(l, c->draft) : NULL;
    const struct clause *at = d ? draft_clause(d, c->clause) : NULL;
    json_put_bool(a, n, "whole", c->clause.n == 0);
    json_put_text_if(a, n, "clause", c->clause);
    if (!at)
        return;
    json_put_text_if(a, n, "number", at->number);
    put_langs(a, n, "heading",
              (struct langs){draft_heading(a, at, DRAFT_EN), draft_heading(a, at, DRAFT_ZH)});
}

/* The change as it was proposed, around it what stays. */
static void
put_change(struct arena *a, struct json_node *n, struct comment_look *l,
           const struct comment_object *o, struct slice draft)
{
    const struct draft *d = comment_look_draft(l, draft);
    if (o->proposes)
        json_put_node(a, n, "change", view_clause_change(a, &o->proposal, d));
}

static void
put_object(struct arena *a, struct json_node *n, struct comment_look *l,
           const struct comment_seen *s)
{
    const struct comment_object *o = &s->object;
    json_put_bool(a, n, "hidden", s->shown == VIEWER_HIDDEN);
    json_put_bool(a, n, "forgotten", s->shown == VIEWER_FORGOTTEN);
    if (s->shown != VIEWER_TEXT)
        return;
    json_put_text(a, n, "text", o->text);
    json_put_text_if(a, n, "proposed", o->proposed);
    json_put_text_if(a, n, "element", o->element);
    json_put_text_if(a, n, "line", o->line);
    json_put_text_if(a, n, "from", o->from);
    if (o->anchored)
        json_put_text_if(a, n, "quote", o->anchor.quote);
    put_change(a, n, l, o, s->c->draft);
}

static bool
put_answer(struct json_node *n, const struct comment_look *l, const struct comment *c,
           struct err *e)
{
    struct arena *a = l->v->arena;
    bool answered = c->decision != DECISION_NONE;
    json_put_bool(a, n, "answered", answered);
    if (!answered)
        return true;
    struct json_node *o = json_new_object(a);
    put_word(a, o, "decision", slice_str(decision_words[c->decision]), term_decision(c->decision));
    if (!view_text(l->v, o, "reason", c->reason, l->body, e))
        return false;
    json_put_text_if(a, o, "applied_in", c->applied_in);
    json_put_int(a, o, "entry", (int64_t)c->disposed);
    json_put_node(a, n, "answer", o);
    return true;
}

bool
view_comment_seen(struct json_node **out, struct comment_look *l, const struct comment_seen *s,
                  struct err *e)
{
    struct arena *a = l->v->arena;
    const struct comment *c = s->c;
    struct json_node *n = *out = json_new_object(a);
    json_put_text(a, n, "id", c->id);
    json_put_text(a, n, "project", l->project->id);
    json_put_text(a, n, "draft", c->draft);
    put_place(a, n, l, c);
    put_word(a, n, "type", slice_str(comment_type_words[c->type]), term_comment_type(c->type));
    put_word(a, n, "language", c->language, term_language(c->language));
    json_put_text(a, n, "tag", view_clause_tag(c->language));
    if (c->organisation.n)
        view_organisation(l->v, n, "by", c->organisation);
    json_put_bool(a, n, "public", c->organisation.n == 0);
    put_instant(a, n, "at", c->at);
    json_put_int(a, n, "entry", (int64_t)c->index);
    json_put_bool(a, n, "withdrawn", c->withdrawn);
    put_object(a, n, l, s);
    put_word(a, n, "state", slice_str(comment_state(c)), comment_state_words(c));
    json_put_bool(a, n, "open", !c->withdrawn && c->decision == DECISION_NONE);
    return put_answer(n, l, c, e);
}

bool
view_comment(struct json_node **out, struct comment_look *l, const struct comment *c, struct err *e)
{
    struct comment_seen s;
    return comment_see(&s, l, c, e) && view_comment_seen(out, l, &s, e);
}

/* ---- heads of pages --------------------------------------------------------------------------*/

static void
put_head(struct json_node *n, const struct comment_look *l)
{
    struct arena *a = l->v->arena;
    const struct project *p = l->project;
    json_put_text(a, n, "project", p->id);
    put_langs(a, n, "title", p->title);
    view_stage(a, n, "stage", view_process(&l->v->office->committee, p), p->stage);
}

/* Drafts younger than `id`: those in which a comment on it may have been applied. */
static void
put_newer(struct arena *a, struct json_node *n, const char *key, const struct project *p,
          struct slice id)
{
    struct json_node *list = json_new_array(a);
    const struct draft_posted *of = project_draft(p, id);
    for (size_t i = 0; i < p->drafts.n; i++)
        if (of && p->drafts.v[i].index > of->index)
            json_push_text(a, list, p->drafts.v[i].id);
    json_put_node(a, n, key, list);
}

static bool
put_clause(struct json_node *n, struct comment_look *l, const struct comment *c, struct err *e)
{
    const struct draft *d = comment_look_draft(l, c->draft);
    const struct clause *at = d && c->clause.n ? draft_clause(d, c->clause) : NULL;
    struct comment_seen s;
    if (!at)
        return true;
    if (!comment_see(&s, l, c, e))
        return false;
    const struct clause_quote quote = {&s.object.anchor, c->id};
    const struct clause_quotes quotes = {&quote, s.object.anchored};
    json_put_node(l->v->arena, n, "place", view_clause(l->v->arena, d, at, &quotes));
    return true;
}

bool
view_comment_page(struct json_node **out, struct comment_look *l, const struct comment *c,
                  struct err *e)
{
    struct arena *a = l->v->arena;
    struct json_node *n = *out = json_new_object(a), *one, *history = json_new_array(a);
    put_head(n, l);
    if (!view_comment(&one, l, c, e))
        return false;
    json_put_node(a, n, "comment", one);
    json_put_bool(a, n, "draft_hidden", comment_look_draft(l, c->draft) == NULL);
    json_put_bool(a, n, "may_dispose", !c->withdrawn && may_dispose(l->v, l->project, c));
    json_put_bool(a, n, "may_withdraw", !c->withdrawn && may_withdraw(l->v, l->project, c));
    put_newer(a, n, "drafts", l->project, c->draft);
    if (!view_entry(l->v, history, c->index, e) ||
        (c->disposed && !view_entry(l->v, history, c->disposed, e)))
        return false;
    json_put_node(a, n, "history", history);
    return put_clause(n, l, c, e);
}

/* ---- the desk of answers ---------------------------------------------------------------------*/

static bool
is_open(const struct comment *c)
{
    return !c->withdrawn && c->decision == DECISION_NONE;
}

/* "5.2", else the clause's identifier. */
static struct slice
number_of(struct comment_look *l, const struct comment *c)
{
    const struct draft *d = c->clause.n ? comment_look_draft(l, c->draft) : NULL;
    const struct clause *at = d ? draft_clause(d, c->clause) : NULL;
    return at && at->number.n ? at->number : c->clause;
}

static bool
put_row(struct json_node *list, struct comment_look *l, const struct comment *c, bool here,
        struct err *e)
{
    struct arena *a = l->v->arena;
    struct json_node *n = json_new_object(a);
    struct comment_seen s;
    if (!comment_see(&s, l, c, e))
        return false;
    json_put_text(a, n, "id", c->id);
    json_put_text_if(a, n, "number", number_of(l, c));
    put_word(a, n, "type", slice_str(comment_type_words[c->type]), term_comment_type(c->type));
    if (c->organisation.n)
        view_organisation(l->v, n, "by", c->organisation);
    json_put_bool(a, n, "public", c->organisation.n == 0);
    json_put_bool(a, n, "here", here);
    json_put_text(a, n, "tag", view_clause_tag(c->language));
    json_put_text_if(a, n, "text", view_clause_excerpt(a, s.object.text, EXCERPT));
    json_push_node(a, list, n);
    return true;
}

/* The one to be looked at: null where none is left. */
static const struct comment *
chosen(const struct project *p, struct slice at, struct slice after)
{
    const struct comment *c = at.n ? project_comment(p, at) : NULL;
    const struct comment *from = after.n ? project_comment(p, after) : NULL;
    size_t first = from ? (size_t)(from - p->comments.v) + 1 : 0;
    if (c && !c->withdrawn)
        return c;
    for (size_t i = 0; i < p->comments.n; i++)
        if (is_open(&p->comments.v[(first + i) % p->comments.n]))
            return &p->comments.v[(first + i) % p->comments.n];
    return NULL;
}

/* Open ones beside `at`, for going on without an answer. */
static void
put_beside(struct arena *a, struct json_node *n, const struct project *p, const struct comment *at)
{
    size_t here = (size_t)(at - p->comments.v), position = 1;
    const struct comment *next = NULL, *previous = NULL;
    for (size_t i = 0; i < p->comments.n; i++) {
        const struct comment *c = &p->comments.v[i];
        if (!is_open(c) || c == at)
            continue;
        if (i < here) {
            previous = c;
            position++;
        } else if (!next) {
            next = c;
        }
    }
    if (next)
        json_put_text(a, n, "next", next->id);
    if (previous)
        json_put_text(a, n, "previous", previous->id);
    json_put_int(a, n, "position", (int64_t)position);
}

bool
view_disposition_desk(struct json_node **out, struct comment_look *l, struct slice at,
                      struct slice after, struct err *e)
{
    struct arena *a = l->v->arena;
    const struct project *p = l->project;
    const struct comment *here = chosen(p, at, after);
    struct json_node *n = *out = json_new_object(a), *list = json_new_array(a), *one;
    size_t total = 0, left = project_open_comments(p);
    put_head(n, l);
    for (size_t i = 0; i < p->comments.n; i++) {
        const struct comment *c = &p->comments.v[i];
        total += !c->withdrawn;
        if (is_open(c) && !put_row(list, l, c, c == here, e))
            return false;
    }
    json_put_int(a, n, "total", (int64_t)total);
    json_put_int(a, n, "done", (int64_t)(total - left));
    json_put_int(a, n, "left", (int64_t)left);
    json_put_int(a, n, "percent", total ? (int64_t)((total - left) * 100 / total) : 100);
    json_put_bool(a, n, "may_dispose", may_dispose(l->v, p, NULL) != NULL);
    json_put_bool(a, n, "finished", left == 0);
    json_put_node(a, n, "list", list);
    put_newer(a, n, "newer", p, here ? here->draft : SL(""));
    if (!here)
        return true;
    if (!view_comment(&one, l, here, e))
        return false;
    json_put_node(a, n, "at", one);
    put_beside(a, n, p, here);
    return put_clause(n, l, here, e);
}
