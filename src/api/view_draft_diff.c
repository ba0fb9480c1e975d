/* SPDX-License-Identifier: Apache-2.0 */
/* Two drafts against each other: text, meaning, and the places of comments. Shapes: view_draft.c.
 */
#include "api/terms.h"
#include "api/view_clause.h"
#include "api/view_draft.h"
#include "draft/meaning.h"
#include "report/config_rows.h"

#define BUDGET 100000 /* of the solver: a page is waited for */
#define CONTEXT 60    /* characters beside a change */
#define EXAMPLE 40    /* facts of an example */
#define FACT_MAX 400  /* octets of one */

/* ---- text ------------------------------------------------------------------------------------*/

static struct langs
heading(struct arena *a, const struct clause *c)
{
    return (struct langs){draft_heading(a, c, DRAFT_EN), draft_heading(a, c, DRAFT_ZH)};
}

/* A text that is there on one side alone. */
static struct textdiff
whole(struct arena *a, struct slice text, enum textdiff_edit edit)
{
    struct textdiff d = {0};
    if (text.n) {
        d.v = NEW(a, struct textdiff_run);
        d.v[0] = (struct textdiff_run){edit, text};
        d.n = 1;
    }
    return d;
}

static void
put_strength(struct arena *a, struct json_node *n, const struct diff_text *t)
{
    static const char *const keys[] = {"was", "is"};
    struct json_node *o = json_new_object(a);
    if (!t->keyword_changed)
        return;
    for (size_t i = 0; i < 2; i++)
        if (t->has_keyword[i])
            put_word(a, o, keys[i], slice_str(keyword_name(t->keyword[i])),
                     view_clause_keyword(t->keyword[i]));
    json_put_node(a, n, "stronger", o);
}

static struct json_node *
side(struct arena *a, const struct diff_clause *c, enum draft_language l)
{
    struct json_node *n = json_new_object(a);
    struct slice language = slice_str(draft_language_names[l]);
    const struct diff_text *t = &c->text[l];
    struct textdiff title = t->title, text = t->text;
    const struct clause *alone = !c->from ? c->to : !c->to ? c->from : NULL;
    if (alone) {
        enum textdiff_edit edit = c->to ? TEXTDIFF_INSERT : TEXTDIFF_DELETE;
        title = whole(a, alone->title[l].s, edit);
        text = whole(a, alone->text[l].s, edit);
    }
    json_put_text(a, n, "language", language);
    json_put_text(a, n, "tag", view_clause_tag(language));
    json_put_bool(a, n, "changed", title.n || text.n);
    json_put_node(a, n, "title", view_clause_runs(a, &title, 0));
    json_put_bool(a, n, "retitled", title.n > 0);
    json_put_node(a, n, "text", view_clause_runs(a, &text, alone ? 0 : CONTEXT));
    put_strength(a, n, t);
    return n;
}

static struct json_node *
clause_diff(struct arena *a, const struct diff_clause *c)
{
    struct json_node *n = json_new_object(a), *sides = json_new_array(a);
    const struct clause *named = c->to ? c->to : c->from;
    json_put_text(a, n, "id", named->id);
    json_put_text_if(a, n, "number", named->number);
    put_langs(a, n, "heading", heading(a, named));
    if (c->from && c->to && c->renumbered)
        put_langs(a, n, "was", heading(a, c->from));
    json_put_bool(a, n, "added", !c->from);
    json_put_bool(a, n, "removed", !c->to);
    json_put_bool(a, n, "renumbered", c->renumbered);
    json_put_bool(a, n, "moved", c->moved);
    json_put_bool(a, n, "rekinded", c->kind_changed);
    json_push_node(a, sides, side(a, c, DRAFT_ZH));
    json_push_node(a, sides, side(a, c, DRAFT_EN));
    json_put_node(a, n, "sides", sides);
    return n;
}

static void
put_condition(struct arena *a, struct json_node *n, const char *key, const struct requirement *r)
{
    struct json_node *list = json_new_array(a);
    if (r && r->when.source.n)
        json_push_text(a, list, arena_printf(a, "when: %.*s", SL_FMT(r->when.source)));
    if (r && r->must.source.n)
        json_push_text(a, list, arena_printf(a, "must: %.*s", SL_FMT(r->must.source)));
    if (r && r->cannot_check.n)
        json_push_text(a, list, r->cannot_check);
    json_put_node(a, n, key, list);
}

static struct json_node *
requirement_diff(struct arena *a, const struct diff_requirement *r)
{
    struct json_node *n = json_new_object(a);
    const struct requirement *q = r->to ? r->to : r->from;
    json_put_text(a, n, "id", q->id);
    json_put_text_if(a, n, "number", q->clause);
    put_langs(a, n, "text", (struct langs){text_get(&q->text, "en"), text_get(&q->text, "zh")});
    json_put_bool(a, n, "added", !r->from);
    json_put_bool(a, n, "removed", !r->to);
    json_put_bool(a, n, "strength", r->from && r->to && r->keyword_changed);
    json_put_bool(a, n, "condition", r->from && r->to && r->condition_changed);
    json_put_bool(a, n, "reworded", r->from && r->to && r->text_changed);
    json_put_bool(a, n, "replaced", r->from && r->to && r->clause_changed);
    put_condition(a, n, "was", r->condition_changed || !r->to ? r->from : NULL);
    put_condition(a, n, "is", r->condition_changed || !r->from ? r->to : NULL);
    put_word(a, n, "keyword", slice_str(keyword_name(q->keyword)), view_clause_keyword(q->keyword));
    if (r->from && r->to && r->keyword_changed)
        put_word(a, n, "keyword_was", slice_str(keyword_name(r->from->keyword)),
                 view_clause_keyword(r->from->keyword));
    return n;
}

static void
put_text(struct json_node *n, struct arena *a, const struct diff *d)
{
    struct json_node *clauses = json_new_array(a), *rules = json_new_array(a);
    for (size_t i = 0; i < d->nclauses; i++)
        if (d->clauses[i].changed)
            json_push_node(a, clauses, clause_diff(a, &d->clauses[i]));
    for (size_t i = 0; i < d->nrequirements; i++)
        if (d->requirements[i].changed)
            json_push_node(a, rules, requirement_diff(a, &d->requirements[i]));
    json_put_bool(a, n, "same", d->same);
    json_put_int(a, n, "changed", (int64_t)clauses->n);
    json_put_node(a, n, "clauses", clauses);
    json_put_node(a, n, "rules", rules);
}

/* ---- meaning ---------------------------------------------------------------------------------*/

/* A plain configuration, a line each: "ciphers: SM4-GCM". */
static struct json_node *
example(struct arena *a, const struct evidence *ev)
{
    struct json_node *list = json_new_array(a);
    for (size_t i = 0; ev && i < ev->n; i++) {
        struct config_row *rows;
        size_t n = config_rows(&rows, a, &ev->assets[i], false);
        for (size_t k = 0; k < n && list->n < EXAMPLE; k++) {
            struct slice says = {0};
            for (size_t v = 0; v < rows[k].values.n && says.n < FACT_MAX; v++)
                says = arena_printf(a, "%.*s%s%.*s", SL_FMT(says), v ? ", " : "",
                                    SL_FMT(rows[k].values.v[v]));
            json_push_text(a, list,
                           arena_printf(a, "%.*s: %.*s", SL_FMT(rows[k].label), SL_FMT(says)));
        }
    }
    return list;
}

static struct json_node *
way(struct arena *a, const struct meaning_way *w)
{
    struct json_node *n = json_new_object(a);
    json_put_bool(a, n, "none", w->answer == MEANING_NONE);
    json_put_bool(a, n, "some", w->answer == MEANING_SOME);
    json_put_bool(a, n, "undecided", w->answer == MEANING_UNDECIDED);
    json_put_text(a, n, "breaks", w->breaks ? w->breaks->id : SL(""));
    json_put_text(a, n, "reason", w->finding ? w->finding->reason : SL(""));
    json_put_text(a, n, "why", w->why);
    json_put_node(a, n, "example", example(a, w->answer == MEANING_SOME ? w->example : NULL));
    return n;
}

static struct langs
fate_words(enum meaning_fate f)
{
    static const struct langs words[] = {
        [FATE_FORBIDDEN] = {SL_INIT("now forbidden"), SL_INIT("现予禁止")},
        [FATE_ALLOWED] = {SL_INIT("now allowed"), SL_INIT("现予允许")},
        [FATE_REQUIRED] = {SL_INIT("now required"), SL_INIT("现为必需")},
        [FATE_OPTIONAL] = {SL_INIT("no longer required"), SL_INIT("不再必需")}};
    return words[f];
}

static struct json_node *
fates(struct arena *a, const struct meaning *m)
{
    struct json_node *list = json_new_array(a);
    for (enum meaning_fate f = FATE_FORBIDDEN; f <= FATE_OPTIONAL; f++) {
        struct json_node *n = json_new_object(a), *values = json_new_array(a);
        for (size_t i = 0; i < m->nvalues; i++) {
            struct json_node *o = json_new_object(a);
            if (m->values[i].fate != f)
                continue;
            json_put_text(a, o, "kind", m->values[i].kind->name);
            json_put_text(a, o, "field", m->values[i].field->path);
            json_put_text(a, o, "value", m->values[i].value);
            json_push_node(a, values, o);
        }
        if (values->n == 0)
            continue;
        put_word(a, n, "fate", slice_str(meaning_fate_names[f]), fate_words(f));
        json_put_node(a, n, "values", values);
        json_push_node(a, list, n);
    }
    return list;
}

static struct json_node *
meant_rules(struct arena *a, const struct meaning *m)
{
    struct json_node *list = json_new_array(a);
    for (size_t i = 0; i < m->nrules; i++) {
        const struct meaning_rule *r = &m->rules[i];
        struct json_node *n = json_new_object(a);
        bool idle =
            r->now_forbidden.answer == MEANING_NONE && r->now_allowed.answer == MEANING_NONE;
        json_put_text(a, n, "requirement", r->to ? r->to->id : r->from->id);
        json_put_bool(a, n, "idle", idle);
        json_put_text(a, n, "why", r->why);
        json_put_node(a, n, "forbidden", way(a, &r->now_forbidden));
        json_put_node(a, n, "allowed", way(a, &r->now_allowed));
        json_push_node(a, list, n);
    }
    return list;
}

static struct json_node *
meaning_view(struct arena *a, const struct meaning *m)
{
    struct json_node *n = json_new_object(a), *open = json_new_array(a);
    json_put_bool(a, n, "same", m->same);
    json_put_node(a, n, "forbidden", way(a, &m->now_forbidden));
    json_put_node(a, n, "allowed", way(a, &m->now_allowed));
    json_put_bool(a, n, "impossible", !m->possible[1]);
    json_put_node(a, n, "rules", meant_rules(a, m));
    json_put_node(a, n, "fates", fates(a, m));
    json_put_bool(a, n, "complete", m->values_complete);
    for (size_t i = 0; i < m->nopen; i++) {
        struct json_node *o = json_new_object(a);
        json_put_text(a, o, "requirement", m->open[i].requirement->id);
        json_put_text(a, o, "why", m->open[i].why);
        json_push_node(a, open, o);
    }
    json_put_node(a, n, "open", open);
    return n;
}

/* ---- the places of comments ------------------------------------------------------------------*/

static void
put_candidates(struct json_node *n, struct arena *a, const struct draft *to,
               const struct anchor_carried *x)
{
    struct json_node *list = json_new_array(a);
    for (size_t i = 0; i < x->ncandidates; i++) {
        const struct clause *c = draft_clause(to, x->candidates[i].clause);
        struct json_node *o = json_new_object(a);
        if (!c)
            continue;
        json_put_text(a, o, "clause", c->id);
        put_langs(a, o, "heading", heading(a, c));
        json_put_text(a, o, "quote", x->candidates[i].quote);
        json_push_node(a, list, o);
    }
    json_put_node(a, n, "candidates", list);
}

static struct json_node *
anchor_view(struct arena *a, const struct comment_seen *s, const struct draft *from,
            const struct draft *to, const struct anchor_carried *x)
{
    static const struct langs states[] = {
        [ANCHOR_EXACT] = {SL_INIT("stays"), SL_INIT("位置不变")},
        [ANCHOR_MOVED] = {SL_INIT("found again"), SL_INIT("已重新定位")},
        [ANCHOR_UNSURE] = {SL_INIT("unsure"), SL_INIT("待确认")}};
    const struct anchor *an = &s->object.anchor;
    const struct clause *was = draft_clause(from, an->clause);
    const struct clause *is = x->state == ANCHOR_UNSURE ? NULL : draft_clause(to, x->at.clause);
    struct json_node *n = json_new_object(a);
    json_put_text(a, n, "comment", s->c->id);
    json_put_text_if(a, n, "clause", an->clause);
    if (was)
        put_langs(a, n, "heading", heading(a, was));
    json_put_text(a, n, "quote", an->quote);
    json_put_text(a, n, "tag", view_clause_tag(slice_str(draft_language_names[an->language])));
    json_put_bool(a, n, "exact", x->state == ANCHOR_EXACT);
    json_put_bool(a, n, "moved", x->state == ANCHOR_MOVED);
    json_put_bool(a, n, "unsure", x->state == ANCHOR_UNSURE);
    put_langs(a, n, "doubt", (struct langs){x->en, x->zh});
    if (is) {
        json_put_text(a, n, "to", is->id);
        put_langs(a, n, "to_heading", heading(a, is));
    }
    put_candidates(n, a, to, x);
    put_word(a, n, "state", slice_str(anchor_state_names[x->state]), states[x->state]);
    return n;
}

static bool
put_anchors(struct json_node *n, struct comment_look *l, struct slice id, const struct draft *from,
            const struct draft *to, struct err *e)
{
    struct arena *a = l->v->arena;
    const struct project *p = l->project;
    struct json_node *list = json_new_array(a);
    size_t unsure = 0;
    for (size_t i = 0; i < p->comments.n; i++) {
        const struct comment *c = &p->comments.v[i];
        struct comment_seen s;
        struct anchor_carried x = {0};
        if (!slice_eq(c->draft, id) || c->withdrawn)
            continue;
        if (!comment_see(&s, l, c, e))
            return false;
        if (!s.object.anchored)
            continue;
        anchor_carry(&x, a, from, to, &s.object.anchor);
        unsure += x.state == ANCHOR_UNSURE;
        json_push_node(a, list, anchor_view(a, &s, from, to, &x));
    }
    json_put_node(a, n, "anchors", list);
    json_put_int(a, n, "unsure", (int64_t)unsure);
    json_put_int(a, n, "carried", (int64_t)(list->n - unsure));
    return true;
}

/* ---- both ------------------------------------------------------------------------------------*/

bool
view_draft_diff(struct json_node **out, struct comment_look *l, const struct draft_posted *from,
                const struct draft_posted *to, date_t on, struct err *e)
{
    struct arena *a = l->v->arena;
    struct json_node *n = *out = json_new_object(a);
    const struct draft *was = comment_look_draft(l, from->id);
    const struct draft *is = comment_look_draft(l, to->id);
    struct meaning m = {.same = true};
    struct meaning_options mo = {.catalog = l->v->catalog, .on = on, .budget = BUDGET};
    struct diff d;
    struct err why = {0};
    diff_make(&d, a, was, is);
    view_draft_head(n, l, to, is);
    json_put_text(a, n, "from", from->id);
    put_instant(a, n, "from_at", from->at);
    json_put_text(a, n, "on", date_print(a, on));
    put_text(n, a, &d);
    bool meant = d.same || meaning_make(&m, a, was, is, &mo, &why);
    if (meant && !d.same)
        json_put_node(a, n, "meaning", meaning_view(a, &m));
    json_put_text(a, n, "unmeant", meant ? SL("") : arena_dup(a, slice_str(why.msg)));
    return put_anchors(n, l, from->id, was, is, e);
}
