/* SPDX-License-Identifier: Apache-2.0 */
#include "api/view_desk.h"

#include "api/may.h"
#include "api/terms.h"
#include "api/view_clause.h"

#define HEAD                                                                        \
    "project:id, title:langs, stage:word, organisation:organisation_ref, as:word, " \
    "approves:bool, files:bool, draft?:id, closes?:instant, runs:bool, "

static const struct shape shapes[] = {
    {"desk",
     HEAD "prepared:int, approved:int, settled:int, workable:bool, ready:bool, drafted:bool, "
          "entries:[desk_row], past:[desk_row], clauses:[desk_clause]",
     "what an organisation's people prepare before it files"},
    {"desk_row",
     "number:int, state:word, workable:bool, is_prepared:bool, is_approved:bool, draft:id, "
     "whole:bool, clause?:id, heading?:langs, type:word, language:word, tag:text, says:text, "
     "proposed:text, quoted:text, replaced:text, by?:person_ref, at:instant, into?:int, "
     "approved_by?:person_ref, comment?:id, note:text",
     "an entry of a desk"},
    {"desk_clause", "id:id, heading:langs", "a clause that may be commented"},
    {"desk_entry_page", HEAD "entry:desk_row, place?:draft_clause", "an entry of a desk"},
};
SHAPE_TABLE(desk_shapes, shapes);

static void
put_head(struct json_node *n, struct comment_look *l, const struct desk_sitting *s)
{
    struct arena *a = l->v->arena;
    const struct project *p = l->project;
    const struct comment_period *period = project_open_period(p, l->v->now);
    enum mandate_kind kind = s->hand.by->kind;
    json_put_text(a, n, "project", p->id);
    put_langs(a, n, "title", p->title);
    view_stage(a, n, "stage", view_process(&l->v->office->committee, p), p->stage);
    view_organisation(l->v, n, "organisation", s->organisation);
    put_word(a, n, "as", slice_str(mandate_words[kind]), *mandate_kind_name(kind));
    json_put_bool(a, n, "approves", kind == MANDATE_DELEGATE);
    json_put_bool(a, n, "files", kind == MANDATE_DELEGATE || kind == MANDATE_ALTERNATE);
    if (p->drafts.n)
        json_put_text(a, n, "draft", period ? period->draft : p->drafts.v[p->drafts.n - 1].id);
    if (period)
        put_instant(a, n, "closes", period->closes);
    json_put_bool(a, n, "runs", period != NULL);
}

static void
put_place(struct json_node *n, struct comment_look *l, const struct desk_text *t)
{
    struct arena *a = l->v->arena;
    const struct draft *d = t->clause.n ? comment_look_draft(l, t->draft) : NULL;
    const struct clause *c = d ? draft_clause(d, t->clause) : NULL;
    json_put_text(a, n, "draft", t->draft);
    json_put_bool(a, n, "whole", t->clause.n == 0);
    json_put_text_if(a, n, "clause", t->clause);
    if (c)
        put_langs(a, n, "heading",
                  (struct langs){draft_heading(a, c, DRAFT_EN), draft_heading(a, c, DRAFT_ZH)});
}

static bool
is_workable(const struct desk_entry *x)
{
    return x->state == DESK_PREPARED || x->state == DESK_APPROVED;
}

static bool
row(struct json_node **out, struct comment_look *l, const struct desk_entry *x, struct err *e)
{
    struct arena *a = l->v->arena;
    const struct desk_text *t = &x->says;
    struct json_node *n = *out = json_new_object(a);
    json_put_int(a, n, "number", (int64_t)x->number);
    put_word(a, n, "state", slice_str(desk_state_words[x->state]), term_desk_state(x->state));
    json_put_bool(a, n, "workable", is_workable(x));
    json_put_bool(a, n, "is_prepared", x->state == DESK_PREPARED);
    json_put_bool(a, n, "is_approved", x->state == DESK_APPROVED);
    put_place(n, l, t);
    put_word(a, n, "type", slice_str(comment_type_words[t->type]), term_comment_type(t->type));
    put_word(a, n, "language", t->language, term_language(t->language));
    json_put_text(a, n, "tag", view_clause_tag(t->language));
    json_put_text(a, n, "says", t->text);
    json_put_text(a, n, "proposed", t->proposed);
    json_put_text(a, n, "quoted", t->quote);
    json_put_text(a, n, "replaced", t->replace);
    if (!view_person(l->v, n, "by", x->person, e))
        return false;
    put_instant(a, n, "at", x->at);
    if (x->into)
        json_put_int(a, n, "into", (int64_t)x->into);
    if (x->approved_by.n && !view_person(l->v, n, "approved_by", x->approved_by, e))
        return false;
    json_put_text_if(a, n, "comment", x->comment);
    json_put_text(a, n, "note", x->note);
    return true;
}

static void
put_clauses(struct json_node *n, struct comment_look *l)
{
    struct arena *a = l->v->arena;
    const struct project *p = l->project;
    const struct comment_period *period = project_open_period(p, l->v->now);
    struct json_node *list = json_new_array(a);
    const struct draft *d = period        ? comment_look_draft(l, period->draft)
                            : p->drafts.n ? comment_look_draft(l, p->drafts.v[p->drafts.n - 1].id)
                                          : NULL;
    for (size_t i = 0; d && i < d->n; i++) {
        struct json_node *o = json_new_object(a);
        const struct clause *c = &d->clauses[i];
        json_put_text(a, o, "id", c->id);
        put_langs(a, o, "heading",
                  (struct langs){draft_heading(a, c, DRAFT_EN), draft_heading(a, c, DRAFT_ZH)});
        json_push_node(a, list, o);
    }
    json_put_node(a, n, "clauses", list);
}

bool
view_desk(struct json_node **out, struct comment_look *l, const struct desk_sitting *s,
          struct err *e)
{
    struct arena *a = l->v->arena;
    struct json_node *n = *out = json_new_object(a), *one;
    struct json_node *list = json_new_array(a), *past = json_new_array(a);
    size_t approved = 0;
    put_head(n, l, s);
    for (size_t i = 0; i < s->desk.entries.n; i++) {
        const struct desk_entry *x = &s->desk.entries.v[i];
        if (!row(&one, l, x, e))
            return false;
        json_push_node(a, is_workable(x) ? list : past, one);
        approved += x->state == DESK_APPROVED;
    }
    json_put_int(a, n, "prepared", (int64_t)(list->n - approved));
    json_put_int(a, n, "approved", (int64_t)approved);
    json_put_int(a, n, "settled", past->n);
    json_put_bool(a, n, "workable", list->n > 0);
    json_put_bool(a, n, "ready", approved > 0);
    json_put_bool(a, n, "drafted", l->project->drafts.n > 0);
    json_put_node(a, n, "entries", list);
    json_put_node(a, n, "past", past);
    put_clauses(n, l);
    return true;
}

bool
view_desk_entry(struct json_node **out, struct comment_look *l, const struct desk_sitting *s,
                const struct desk_entry *x, struct err *e)
{
    struct arena *a = l->v->arena;
    struct json_node *n = *out = json_new_object(a), *one;
    const struct draft *d = x->says.clause.n ? comment_look_draft(l, x->says.draft) : NULL;
    const struct clause *c = d ? draft_clause(d, x->says.clause) : NULL;
    put_head(n, l, s);
    if (!row(&one, l, x, e))
        return false;
    json_put_node(a, n, "entry", one);
    if (c)
        json_put_node(a, n, "place", view_clause(a, d, c, NULL));
    return true;
}
