/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/draft_view.h"

#include "cli/json_tree.h"
#include "cli/side.h"

#include <inttypes.h>

#define TEXT_MAX ((size_t)64 << 20)

bool
draft_view_begin(struct draft_view *v, struct cli *cli, bool json, bool zh, struct err *e)
{
    draft_view_with(v, cli, &v->own, json, zh);
    return cli_catalog(cli, &v->own, e);
}

void
draft_view_with(struct draft_view *v, struct cli *cli, const struct catalog *c, bool json, bool zh)
{
    *v = (struct draft_view){.cli = cli, .catalog = c, .json = json, .zh = zh};
}

bool
draft_view_read(struct draft *out, struct draft_view *v, struct slice name, struct slice octets,
                struct err *e)
{
    struct problems problems = {0};
    if (!draft_read(out, &problems, &v->cli->arena, v->catalog, name, octets, e))
        return false;
    for (size_t i = 0; i < problems.list.n; i++)
        cli_say(v->cli->err, problems.list.v[i]);
    if (problems.list.n == 0)
        return true;
    return err_set(e, ERR_INPUT, "%.*s: %zu %s; the draft cannot be used", SL_FMT(name),
                   problems.list.n, problems.list.n == 1 ? "fault" : "faults");
}

bool
draft_view_load(struct draft *out, struct draft_view *v, struct slice path, struct err *e)
{
    struct arena *a = &v->cli->arena;
    struct slice octets;
    return v->cli->env.read_file(v->cli->env.ctx, &octets, a, arena_str(a, path), DRAFT_FILE_MAX,
                                 e) &&
           draft_view_read(out, v, path, octets, e);
}

static void
begin_text(struct draft_view *v, struct printer *p, struct buf *b)
{
    buf_init(b, &v->cli->arena, TEXT_MAX);
    printer_init(p, b, cli_columns(v->cli->out), cli_colour(v->cli, v->cli->out), cli_utf8());
}

static enum cli_exit
end_text(struct draft_view *v, const struct buf *b)
{
    struct slice text;
    struct err e = {0};
    if (!buf_done(b, &text, &e))
        return cli_wrong_err(v->cli, &e);
    fwrite(text.p, 1, text.n, v->cli->out);
    return EXIT_OK;
}

/* ---- show ------------------------------------------------------------------------------------*/

static struct json_node *
texts_json(struct arena *a, const struct draft_text texts[DRAFT_LANGUAGES])
{
    struct json_node *n = json_new_object(a);
    for (size_t l = 0; l < DRAFT_LANGUAGES; l++)
        json_put_text_if(a, n, draft_language_names[l], texts[l].s);
    return n;
}

static enum cli_exit
show_json(struct draft_view *v, const struct draft *d)
{
    struct arena *a = &v->cli->arena;
    struct json_node *n = json_new_object(a), *clauses = json_new_array(a);
    json_put_text(a, n, "standard", d->standard.id);
    for (size_t i = 0; i < d->n; i++) {
        const struct clause *c = &d->clauses[i];
        struct json_node *o = json_new_object(a), *rules = json_new_array(a);
        json_put_text(a, o, "id", c->id);
        json_put_text_if(a, o, "number", c->number);
        json_put_text(a, o, "kind", slice_str(clause_kind_names[c->kind]));
        json_put_node(a, o, "title", texts_json(a, c->title));
        json_put_node(a, o, "text", texts_json(a, c->text));
        for (size_t r = 0; r < c->nrequirements; r++)
            json_push_text(a, rules, c->requirements[r]->id);
        json_put_node(a, o, "requirements", rules);
        json_push_node(a, clauses, o);
    }
    json_put_node(a, n, "clauses", clauses);
    return json_tree_print(v->cli, n);
}

static void
show_requirement(struct printer *p, const struct requirement *r)
{
    struct slice condition = r->must.source.n ? r->must.source : r->cannot_check;
    struct slice when =
        r->when.source.n ? arena_printf(p->a, " when %.*s", SL_FMT(r->when.source)) : SL("");
    buf_str(p->out, "    ");
    printer_ink(p, INK_DIM);
    printer_wrapped(p, 4, 6,
                    arena_printf(p->a, "%.*s (%s)%.*s: %.*s", SL_FMT(r->id),
                                 keyword_name(r->keyword), SL_FMT(when), SL_FMT(condition)));
    printer_ink(p, INK_NONE);
}

static void
show_clause(struct printer *p, const struct clause *c)
{
    printer_ink(p, INK_BOLD);
    side_print(p, draft_heading(p->a, c, DRAFT_ZH), draft_heading(p->a, c, DRAFT_EN));
    printer_ink(p, INK_NONE);
    side_print(p, c->text[DRAFT_ZH].s, c->text[DRAFT_EN].s);
    for (size_t i = 0; i < c->nrequirements; i++)
        show_requirement(p, c->requirements[i]);
    buf_str(p->out, "\n");
}

enum cli_exit
draft_view_show(struct draft_view *v, const struct draft *d)
{
    struct buf b;
    struct printer p;
    if (v->json)
        return show_json(v, d);
    begin_text(v, &p, &b);
    printer_ink(&p, INK_BOLD);
    side_print(&p, text_get(&d->standard.title, "zh"), text_get(&d->standard.title, "en"));
    printer_ink(&p, INK_NONE);
    buf_str(&b, "\n");
    for (size_t i = 0; i < d->n; i++)
        show_clause(&p, &d->clauses[i]);
    return end_text(v, &b);
}

/* ---- lint ------------------------------------------------------------------------------------*/

static enum cli_exit
lint_json(struct draft_view *v, const struct lint_result *r)
{
    struct arena *a = &v->cli->arena;
    struct json_node *n = json_new_object(a), *list = json_new_array(a);
    json_put_int(a, n, "errors", (int64_t)r->errors);
    json_put_int(a, n, "warnings", (int64_t)r->warnings);
    json_put_bool(a, n, "complete", !r->more);
    for (size_t i = 0; i < r->n; i++) {
        const struct lint_finding *f = &r->v[i];
        struct json_node *o = json_new_object(a);
        json_put_text(a, o, "rule", f->rule->id);
        json_put_text(a, o, "severity", slice_str(lint_severity_names[f->rule->severity]));
        if (f->clause)
            json_put_text(a, o, "clause", f->clause->id);
        if (f->requirement)
            json_put_text(a, o, "requirement", f->requirement->id);
        json_put_text_if(a, o, "quote", f->quote);
        if (f->at.line)
            json_put_int(a, o, "line", f->at.line);
        json_put_text_if(a, o, "en", f->en);
        json_put_text_if(a, o, "zh", f->zh);
        json_push_node(a, list, o);
    }
    json_put_node(a, n, "findings", list);
    return json_tree_print(v->cli, n);
}

void
draft_view_findings(struct draft_view *v, FILE *to, const struct lint_result *r, bool errors)
{
    struct arena *a = &v->cli->arena;
    for (size_t i = 0; i < r->n; i++) {
        const struct lint_finding *f = &r->v[i];
        if (errors && f->rule->severity != LINT_ERROR)
            continue;
        struct slice says = v->zh && f->zh.n ? f->zh : f->en;
        struct slice where =
            f->clause ? draft_heading(a, f->clause, v->zh ? DRAFT_ZH : DRAFT_EN) : SL("the draft");
        struct slice at = f->at.line ? arena_printf(a, "%.*s:%" PRIu32 ":%" PRIu32 ": ",
                                                    SL_FMT(f->at.file), f->at.line, f->at.column)
                                     : SL("");
        cli_say(to, arena_printf(a, "%.*s%s: %.*s: %.*s [%.*s, %.*s]", SL_FMT(at),
                                 lint_severity_names[f->rule->severity], SL_FMT(where),
                                 SL_FMT(says), SL_FMT(f->rule->id), SL_FMT(f->rule->source)));
    }
}

enum cli_exit
draft_view_lint(struct draft_view *v, const struct draft *d)
{
    struct lint_result r;
    struct err e = {0};
    enum cli_exit status = EXIT_OK;
    if (!lint_draft(&r, &v->cli->arena, d, v->catalog, &e))
        return cli_wrong_err(v->cli, &e);
    if (v->json)
        status = lint_json(v, &r);
    else {
        draft_view_findings(v, v->cli->out, &r, false);
        cli_say(v->cli->out,
                arena_printf(&v->cli->arena, "%zu errors, %zu warnings in %zu clauses%s", r.errors,
                             r.warnings, d->n, r.more ? "; there are more" : ""));
    }
    return status == EXIT_OK && r.errors ? EXIT_FAILS : status;
}
