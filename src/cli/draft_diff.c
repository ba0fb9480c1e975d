/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two drafts against each other: clause by clause, and what the change means.
 */
#include "cli/draft_view.h"
#include "cli/json_tree.h"
#include "cli/side.h"
#include "report/solve_text.h"

#define TEXT_MAX ((size_t)64 << 20)

static const char *
clause_change(const struct diff_clause *c)
{
    if (!c->from)
        return "added";
    if (!c->to)
        return "removed";
    if (c->text[DRAFT_ZH].text_changed || c->text[DRAFT_EN].text_changed)
        return "changed";
    if (c->text[DRAFT_ZH].title_changed || c->text[DRAFT_EN].title_changed)
        return "retitled";
    if (c->moved)
        return "moved";
    return c->renumbered ? "renumbered" : "of another kind";
}

static const char *
requirement_change(const struct diff_requirement *r)
{
    if (!r->from)
        return "added";
    if (!r->to)
        return "removed";
    if (r->keyword_changed)
        return "of another strength";
    if (r->condition_changed)
        return "with another condition";
    return r->text_changed ? "reworded" : "in another clause";
}

/* ---- JSON ------------------------------------------------------------------------------------*/

static struct json_node *
way_json(struct arena *a, const struct meaning_way *w)
{
    static const char *const answers[] = {"none", "some", "undecided"};
    struct json_node *n = json_new_object(a);
    json_put_text(a, n, "answer", slice_str(answers[w->answer]));
    if (w->breaks)
        json_put_text(a, n, "breaks", w->breaks->id);
    if (w->finding)
        json_put_text_if(a, n, "reason", w->finding->reason);
    json_put_text_if(a, n, "why", w->why);
    return n;
}

static struct json_node *
meaning_json(struct arena *a, const struct meaning *m)
{
    struct json_node *n = json_new_object(a), *rules = json_new_array(a),
                     *values = json_new_array(a);
    json_put_bool(a, n, "same", m->same);
    json_put_node(a, n, "now_forbidden", way_json(a, &m->now_forbidden));
    json_put_node(a, n, "now_allowed", way_json(a, &m->now_allowed));
    for (size_t i = 0; i < m->nrules; i++) {
        const struct meaning_rule *r = &m->rules[i];
        struct json_node *o = json_new_object(a);
        json_put_text(a, o, "requirement", r->to ? r->to->id : r->from->id);
        json_put_node(a, o, "now_forbidden", way_json(a, &r->now_forbidden));
        json_put_node(a, o, "now_allowed", way_json(a, &r->now_allowed));
        json_put_text_if(a, o, "why", r->why);
        json_push_node(a, rules, o);
    }
    for (size_t i = 0; i < m->nvalues; i++) {
        struct json_node *o = json_new_object(a);
        json_put_text(a, o, "kind", m->values[i].kind->name);
        json_put_text(a, o, "field", m->values[i].field->path);
        json_put_text(a, o, "value", m->values[i].value);
        json_put_text(a, o, "fate", slice_str(meaning_fate_names[m->values[i].fate]));
        json_push_node(a, values, o);
    }
    json_put_node(a, n, "rules", rules);
    json_put_node(a, n, "values", values);
    json_put_bool(a, n, "values_complete", m->values_complete);
    return n;
}

static void
text_json(struct arena *a, struct json_node *n, const struct diff_clause *c)
{
    for (size_t l = 0; l < DRAFT_LANGUAGES; l++)
        if (c->text[l].text_changed)
            json_put_text(a, n, draft_language_names[l], textdiff_print(a, &c->text[l].text));
}

static enum cli_exit
diff_json(struct draft_view *v, const struct diff *d, const struct meaning *m)
{
    struct arena *a = &v->cli->arena;
    struct json_node *n = json_new_object(a), *clauses = json_new_array(a);
    struct json_node *requirements = json_new_array(a);
    json_put_bool(a, n, "same", d->same);
    for (size_t i = 0; i < d->nclauses; i++) {
        const struct diff_clause *c = &d->clauses[i];
        struct json_node *o = json_new_object(a);
        if (!c->changed)
            continue;
        json_put_text(a, o, "clause", c->to ? c->to->id : c->from->id);
        json_put_text_if(a, o, "number", c->to ? c->to->number : c->from->number);
        json_put_text(a, o, "change", slice_str(clause_change(c)));
        text_json(a, o, c);
        json_push_node(a, clauses, o);
    }
    for (size_t i = 0; i < d->nrequirements; i++) {
        const struct diff_requirement *r = &d->requirements[i];
        struct json_node *o = json_new_object(a);
        if (!r->changed)
            continue;
        json_put_text(a, o, "requirement", r->to ? r->to->id : r->from->id);
        json_put_text(a, o, "change", slice_str(requirement_change(r)));
        json_push_node(a, requirements, o);
    }
    json_put_node(a, n, "clauses", clauses);
    json_put_node(a, n, "requirements", requirements);
    json_put_node(a, n, "meaning", meaning_json(a, m));
    return json_tree_print(v->cli, n);
}

/* ---- text ------------------------------------------------------------------------------------*/

static void
clause_text(struct printer *p, const struct diff_clause *c, bool zh)
{
    const struct clause *named = c->to ? c->to : c->from;
    if (!named)
        return;
    printer_ink(p, INK_BOLD);
    printer_safe(p, draft_heading(p->a, named, zh ? DRAFT_ZH : DRAFT_EN));
    printer_ink(p, INK_NONE);
    buf_printf(p->out, "  %s\n", clause_change(c));
    if (c->from && c->to)
        side_print(p, textdiff_print(p->a, &c->text[DRAFT_ZH].text),
                   textdiff_print(p->a, &c->text[DRAFT_EN].text));
    else
        side_print(p, named->text[DRAFT_ZH].s, named->text[DRAFT_EN].s);
}

static void
way_text(struct printer *p, const char *what, const struct meaning_way *w)
{
    switch (w->answer) {
    case MEANING_NONE:
        solve_text_item(p, arena_printf(p->a, "%s: nothing (proven)", what));
        return;
    case MEANING_UNDECIDED:
        solve_text_item(p, arena_printf(p->a, "%s: not decided: %.*s", what, SL_FMT(w->why)));
        return;
    case MEANING_SOME:
        solve_text_item(p, arena_printf(p->a, "%s: yes, by %.*s: %.*s; for example", what,
                                        SL_FMT(w->breaks->id), SL_FMT(w->finding->reason)));
        solve_text_configuration(p, 6, w->example, false);
        return;
    }
}

static void
values_text(struct printer *p, const struct meaning *m)
{
    for (enum meaning_fate f = FATE_FORBIDDEN; f <= FATE_OPTIONAL; f++) {
        struct slice list = {0};
        for (size_t i = 0; i < m->nvalues; i++)
            if (m->values[i].fate == f)
                list = arena_printf(p->a, "%.*s%s%.*s.%.*s %.*s", SL_FMT(list), list.n ? ", " : "",
                                    SL_FMT(m->values[i].kind->name),
                                    SL_FMT(m->values[i].field->path), SL_FMT(m->values[i].value));
        if (list.n)
            solve_text_item(
                p, arena_printf(p->a, "now %s: %.*s", meaning_fate_names[f], SL_FMT(list)));
    }
}

static void
meaning_text(struct printer *p, const struct meaning *m)
{
    solve_text_heading(p, "What it means");
    if (m->same) {
        solve_text_item(p, SL("every configuration is judged alike by both drafts (proven)"));
        return;
    }
    way_text(p, "allowed before, forbidden now", &m->now_forbidden);
    way_text(p, "forbidden before, allowed now", &m->now_allowed);
    values_text(p, m);
    for (size_t i = 0; i < m->nopen; i++)
        solve_text_item(p,
                        arena_printf(p->a, "not analysed: %.*s: %.*s",
                                     SL_FMT(m->open[i].requirement->id), SL_FMT(m->open[i].why)));
}

static enum cli_exit
diff_text(struct draft_view *v, const struct diff *d, const struct meaning *m)
{
    struct buf b;
    struct printer p;
    struct slice text;
    struct err e = {0};
    buf_init(&b, &v->cli->arena, TEXT_MAX);
    printer_init(&p, &b, cli_columns(v->cli->out), cli_colour(v->cli, v->cli->out), cli_utf8());
    for (size_t i = 0; i < d->nclauses; i++)
        if (d->clauses[i].changed)
            clause_text(&p, &d->clauses[i], v->zh);
    for (size_t i = 0; i < d->nrequirements; i++) {
        const struct diff_requirement *r = &d->requirements[i];
        if (r->changed)
            buf_printf(&b, "requirement %.*s  %s\n", SL_FMT(r->to ? r->to->id : r->from->id),
                       requirement_change(r));
    }
    if (d->same)
        buf_str(&b, "the drafts are the same\n");
    else
        meaning_text(&p, m);
    if (!buf_done(&b, &text, &e))
        return cli_wrong_err(v->cli, &e);
    fwrite(text.p, 1, text.n, v->cli->out);
    return EXIT_OK;
}

enum cli_exit
draft_view_diff(struct draft_view *v, const struct draft *from, const struct draft *to, date_t on)
{
    struct diff d;
    struct meaning m = {.same = true};
    struct meaning_options mo = {.catalog = v->catalog, .on = on};
    struct err e = {0};
    diff_make(&d, &v->cli->arena, from, to);
    if (!d.same && !meaning_make(&m, &v->cli->arena, from, to, &mo, &e))
        return cli_wrong_err(v->cli, &e);
    enum cli_exit status = v->json ? diff_json(v, &d, &m) : diff_text(v, &d, &m);
    return status == EXIT_OK && !d.same ? EXIT_FAILS : status;
}
