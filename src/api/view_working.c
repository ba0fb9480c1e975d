/* SPDX-License-Identifier: Apache-2.0 */
#include "api/view_working.h"

#include "api/may.h"
#include "api/view_clause.h"
#include "draft/diff.h"

#define HEAD                                                                                \
    "project:id, title:langs, draft:id, name:langs, newest?:id, there:bool, changed:bool, " \
    "old:bool, by?:person_ref, at?:instant, may_post:bool, "

static const struct shape shapes[] = {
    {"working",
     HEAD "readable:bool, problems:[text], errors:int, warnings:int, sound:bool, "
          "findings:[clause_finding], nchanged:int, clauses:[working_row]",
     "the working copy of a draft"},
    {"working_row",
     "id:id, number?:text, heading:langs, level:int, changed:bool, added:bool, nfindings:int, "
     "broken:bool, requirements:[working_rule]",
     "a clause of the working copy"},
    {"working_rule", "id:id, changed:bool", "a requirement of it"},
    {"working_clause",
     HEAD "clause:id, number?:text, kind:word, heading:langs, previous_clause?:id, "
          "next_clause?:id, place:draft_clause, findings:[clause_finding], "
          "conflicts:[working_conflict], conflicted:bool",
     "a clause of the working copy, to be changed"},
    {"working_requirement",
     HEAD "requirement:id, text:langs, keyword:word, kind:text, fields:[working_field], "
          "clause?:id, place?:draft_clause, findings:[clause_finding], cannot_check:text, "
          "conflicts:[working_conflict], conflicted:bool",
     "a requirement of the working copy, its condition to be changed"},
    {"working_field", "path:text, label:text, type:text", "a fact that a condition may ask for"},
    {"working_conflict",
     "name:id, label:langs, tag:text, theirs:text, mine:text, by?:person_ref, at?:instant, "
     "runs:[text_run]",
     "a text that somebody else changed meanwhile, and how it differs from what was sent"},
};
SHAPE_TABLE(working_shapes, shapes);

bool
working_read(struct working_read *out, const struct working *w, struct err *e)
{
    struct slice name = arena_printf(w->viewer->arena, "%.*s", SL_FMT(w->project->id));
    *out = (struct working_read){.w = w};
    return draft_check(&out->checked, w->viewer, name, w->text, e);
}

/* ---- what every page begins with -------------------------------------------------------------*/

static bool
put_head(struct json_node *n, struct comment_look *l, const struct working_read *r, struct err *e)
{
    struct arena *a = l->v->arena;
    const struct project *p = l->project;
    const struct working *w = r->w;
    const struct draft *d = r->checked.draft;
    json_put_text(a, n, "project", p->id);
    put_langs(a, n, "title", p->title);
    json_put_text(a, n, "draft", w->from);
    put_langs(
        a, n, "name",
        d ? (struct langs){text_get(&d->standard.title, "en"), text_get(&d->standard.title, "zh")}
          : p->title);
    if (p->drafts.n)
        json_put_text(a, n, "newest", p->drafts.v[p->drafts.n - 1].id);
    json_put_bool(a, n, "there", w->there);
    json_put_bool(a, n, "changed", working_changed(w));
    json_put_bool(a, n, "old", working_is_old(w));
    if (w->person.n && !view_person(l->v, n, "by", w->person, e))
        return false;
    put_instant(a, n, "at", w->at);
    json_put_bool(a, n, "may_post", may_post_draft(l->v, p) != NULL);
    return true;
}

static struct json_node *
findings(struct arena *a, const struct lint_result *r, const struct clause *of)
{
    struct json_node *list = json_new_array(a);
    for (size_t i = 0; i < r->n; i++)
        if (r->v[i].clause == of)
            json_push_node(a, list, view_clause_finding(a, &r->v[i]));
    return list;
}

static struct langs
heading(struct arena *a, const struct clause *c)
{
    return (struct langs){draft_heading(a, c, DRAFT_EN), draft_heading(a, c, DRAFT_ZH)};
}

/* ---- all of it -------------------------------------------------------------------------------*/

/* What the clauses and requirements differ in from the draft that they were made of. */
static struct diff
since(struct comment_look *l, const struct working_read *r)
{
    struct diff d = {0};
    const struct draft *from = comment_look_draft(l, r->w->from);
    if (from && r->checked.draft)
        diff_make(&d, l->v->arena, from, r->checked.draft);
    return d;
}

static bool
rule_changed(const struct diff *d, const struct requirement *q)
{
    for (size_t i = 0; i < d->nrequirements; i++)
        if (d->requirements[i].to == q)
            return d->requirements[i].changed;
    return false;
}

static const struct diff_clause *
clause_since(const struct diff *d, const struct clause *c)
{
    for (size_t i = 0; i < d->nclauses; i++)
        if (d->clauses[i].to == c)
            return &d->clauses[i];
    return NULL;
}

static void
put_row(struct json_node *list, struct arena *a, const struct working_read *r, const struct diff *d,
        const struct clause *c)
{
    struct json_node *n = json_new_object(a), *rules = json_new_array(a);
    const struct diff_clause *x = clause_since(d, c);
    size_t found = 0, errors = 0;
    for (size_t i = 0; i < r->checked.lint.n; i++)
        if (r->checked.lint.v[i].clause == c) {
            found++;
            errors += r->checked.lint.v[i].rule->severity == LINT_ERROR;
        }
    json_put_text(a, n, "id", c->id);
    json_put_text_if(a, n, "number", c->number);
    put_langs(a, n, "heading", heading(a, c));
    json_put_int(a, n, "level", (int64_t)c->depth);
    json_put_bool(a, n, "changed", x && x->changed && x->from);
    json_put_bool(a, n, "added", x && !x->from);
    json_put_int(a, n, "nfindings", (int64_t)found);
    json_put_bool(a, n, "broken", errors > 0);
    for (size_t i = 0; i < c->nrequirements; i++) {
        struct json_node *q = json_new_object(a);
        json_put_text(a, q, "id", c->requirements[i]->id);
        json_put_bool(a, q, "changed", rule_changed(d, c->requirements[i]));
        json_push_node(a, rules, q);
    }
    json_put_node(a, n, "requirements", rules);
    json_push_node(a, list, n);
}

bool
view_working(struct json_node **out, struct comment_look *l, const struct working_read *r,
             struct err *e)
{
    struct arena *a = l->v->arena;
    struct json_node *n = *out = json_new_object(a), *list = json_new_array(a);
    const struct draft *d = r->checked.draft;
    struct diff diff = since(l, r);
    size_t changed = 0;
    if (!put_head(n, l, r, e))
        return false;
    json_put_bool(a, n, "readable", d != NULL);
    json_put_texts(a, n, "problems", &r->checked.problems);
    json_put_int(a, n, "errors", (int64_t)r->checked.lint.errors);
    json_put_int(a, n, "warnings", (int64_t)r->checked.lint.warnings);
    json_put_bool(a, n, "sound", d && r->checked.lint.errors == 0);
    json_put_node(a, n, "findings", findings(a, &r->checked.lint, NULL));
    for (size_t i = 0; d && i < d->n; i++)
        put_row(list, a, r, &diff, &d->clauses[i]);
    for (size_t i = 0; i < diff.nclauses; i++)
        changed += diff.clauses[i].changed;
    json_put_int(a, n, "nchanged", (int64_t)changed);
    json_put_node(a, n, "clauses", list);
    return true;
}

/* ---- conflicts -------------------------------------------------------------------------------*/

static struct langs
label_of(const struct edit_at *at)
{
    static const struct langs titles[] = {
        [DRAFT_ZH] = {SL_INIT("Title in Chinese"), SL_INIT("中文标题")},
        [DRAFT_EN] = {SL_INIT("Title in English"), SL_INIT("英文标题")}};
    static const struct langs texts[] = {
        [DRAFT_ZH] = {SL_INIT("Text in Chinese"), SL_INIT("中文正文")},
        [DRAFT_EN] = {SL_INIT("Text in English"), SL_INIT("英文正文")}};
    static const struct langs when = {SL_INIT("Applies when"), SL_INIT("适用条件")};
    static const struct langs must = {SL_INIT("Condition"), SL_INIT("判定条件")};
    switch (at->part) {
    case EDIT_TITLE:
        return titles[at->language];
    case EDIT_TEXT:
        return texts[at->language];
    case EDIT_WHEN:
        return when;
    case EDIT_MUST:
        return must;
    }
    return must;
}

static bool
put_conflict(struct json_node *list, struct comment_look *l, const struct working_conflict *c,
             struct err *e)
{
    struct arena *a = l->v->arena;
    struct json_node *n = json_new_object(a);
    struct textdiff d;
    bool spoken = c->edit->at.part == EDIT_TITLE || c->edit->at.part == EDIT_TEXT;
    textdiff_make(&d, a, c->edit->at.language, c->theirs, c->edit->text);
    json_put_text(a, n, "name", slice_str(c->edit->name));
    put_langs(a, n, "label", label_of(&c->edit->at));
    json_put_text(a, n, "tag",
                  spoken ? view_clause_tag(slice_str(draft_language_names[c->edit->at.language]))
                         : SL("zxx"));
    json_put_text(a, n, "theirs", c->theirs);
    json_put_text(a, n, "mine", c->edit->text);
    if (c->person.n && !view_person(l->v, n, "by", c->person, e))
        return false;
    put_instant(a, n, "at", c->when);
    json_put_node(a, n, "runs", view_clause_runs(a, &d, 0));
    json_push_node(a, list, n);
    return true;
}

static bool
put_conflicts(struct json_node *n, struct comment_look *l, const struct working_done *done,
              struct err *e)
{
    struct json_node *list = json_new_array(l->v->arena);
    for (size_t i = 0; done && i < done->n; i++)
        if (!put_conflict(list, l, &done->conflicts[i], e))
            return false;
    json_put_node(l->v->arena, n, "conflicts", list);
    json_put_bool(l->v->arena, n, "conflicted", done && done->n > 0);
    return true;
}

/* ---- one of it -------------------------------------------------------------------------------*/

bool
view_working_clause(struct json_node **out, struct comment_look *l, const struct working_read *r,
                    const struct clause *c, const struct working_done *done, struct err *e)
{
    struct arena *a = l->v->arena;
    struct json_node *n = *out = json_new_object(a);
    const struct draft *d = r->checked.draft;
    size_t at = draft_index(d, c);
    if (!put_head(n, l, r, e))
        return false;
    json_put_text(a, n, "clause", c->id);
    json_put_text_if(a, n, "number", c->number);
    put_word(a, n, "kind", slice_str(clause_kind_names[c->kind]), view_clause_kind(c->kind));
    put_langs(a, n, "heading", heading(a, c));
    if (at > 0)
        json_put_text(a, n, "previous_clause", d->clauses[at - 1].id);
    if (at + 1 < d->n)
        json_put_text(a, n, "next_clause", d->clauses[at + 1].id);
    json_put_node(a, n, "place", view_clause(a, d, c, NULL));
    json_put_node(a, n, "findings", findings(a, &r->checked.lint, c));
    return put_conflicts(n, l, done, e);
}

/* What a condition about that kind may ask for. */
static struct json_node *
fields_of(struct arena *a, const struct kind *k)
{
    struct json_node *list = json_new_array(a);
    for (size_t i = 0; k && i < k->n; i++) {
        const struct field *f = &k->fields[i];
        struct json_node *n = json_new_object(a);
        json_put_text(a, n, "path", arena_printf(a, "%.*s.%.*s", SL_FMT(k->name), SL_FMT(f->path)));
        json_put_text(a, n, "label", field_label(f));
        json_put_text(a, n, "type",
                      f->registry ? f->registry->name : slice_str(field_type_name(f->type)));
        json_push_node(a, list, n);
    }
    return list;
}

bool
view_working_requirement(struct json_node **out, struct comment_look *l,
                         const struct working_read *r, const struct requirement *q,
                         const struct working_done *done, struct err *e)
{
    struct arena *a = l->v->arena;
    struct json_node *n = *out = json_new_object(a);
    const struct draft *d = r->checked.draft;
    size_t at = d->clause_of[q - d->standard.requirements];
    const struct clause *c = at == CLAUSE_NONE ? NULL : &d->clauses[at];
    if (!put_head(n, l, r, e))
        return false;
    json_put_text(a, n, "requirement", q->id);
    put_langs(a, n, "text", (struct langs){text_get(&q->text, "en"), text_get(&q->text, "zh")});
    put_word(a, n, "keyword", slice_str(keyword_name(q->keyword)), view_clause_keyword(q->keyword));
    json_put_text(a, n, "kind", q->kind ? q->kind->name : SL(""));
    json_put_node(a, n, "fields", fields_of(a, q->kind));
    if (c) {
        json_put_text(a, n, "clause", c->id);
        json_put_node(a, n, "place", view_clause(a, d, c, NULL));
    }
    json_put_node(a, n, "findings", c ? findings(a, &r->checked.lint, c) : json_new_array(a));
    json_put_text(a, n, "cannot_check", q->cannot_check);
    return put_conflicts(n, l, done, e);
}
