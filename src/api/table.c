/* SPDX-License-Identifier: Apache-2.0 */
#include "api/table.h"

#include "committee/event.h"

#define DATE 10 /* octets of an instant that are its date */

/* ---- in --------------------------------------------------------------------------------------*/

static bool
is_whole(struct slice clause)
{
    static const char *const words[] = {"",    "全文", "general",        "General", "GENERAL",
                                        "all", "All",  "whole document", "-"};
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (slice_eq_str(clause, words[i]))
            return true;
    return false;
}

/* "5.2.1 a)" is in clause 5.2.1, its item a). */
static void
split_clause(struct slice *clause, struct slice *element)
{
    size_t space = slice_find(*clause, SL(" "));
    if (space == SIZE_MAX)
        return;
    if (!element->n)
        *element = slice_trim(slice_sub(*clause, space, clause->n));
    *clause = slice_sub(*clause, 0, space);
}

static int64_t
contributors(struct slice names)
{
    int64_t n = 0;
    struct slice one;
    while (slice_cut(&names, ';', &one))
        n++;
    return n > 1 ? n : 0;
}

void
table_given(struct comment_given *g, const struct comment_row *row, enum comment_row_type type,
            bool of_public)
{
    *g = (struct comment_given){.clause = is_whole(row->clause) ? SL("") : row->clause,
                                .text = row->text,
                                .proposed = row->proposed,
                                .line = row->line,
                                .element = row->element,
                                .type = row->type ? row->type : type,
                                .lang = row->lang,
                                .consolidated = contributors(row->contributors),
                                .of_public = of_public};
    if (of_public)
        g->from = row->organisation;
    if (g->clause.n)
        split_clause(&g->clause, &g->element);
}

bool
table_is_filed(const struct drafts *d, const struct comment_row *row)
{
    struct comment_object object;
    const struct comment *c = project_comment(d->project, row->number);
    return c && comment_object_of(&object, d->viewer, c) && slice_eq(object.text, row->text);
}

/* ---- out -------------------------------------------------------------------------------------*/

static const enum comment_row_type row_types[] = {[COMMENT_GENERAL] = COMMENT_ROW_GE,
                                                  [COMMENT_TECHNICAL] = COMMENT_ROW_TE,
                                                  [COMMENT_EDITORIAL] = COMMENT_ROW_ED};
static const enum comment_row_outcome row_outcomes[] = {
    [DECISION_NONE] = COMMENT_ROW_OPEN,     [DECISION_ACCEPTED] = COMMENT_ROW_ACCEPTED,
    [DECISION_PARTLY] = COMMENT_ROW_PARTLY, [DECISION_NOT_ACCEPTED] = COMMENT_ROW_REJECTED,
    [DECISION_NOTED] = COMMENT_ROW_NOTED,
};

static struct slice
clause_of(const struct table_comment *c, bool zh)
{
    struct slice id = c->comment->clause;
    const struct clause *at = c->draft && id.n ? draft_clause(c->draft, id) : NULL;
    if (!id.n)
        return zh ? SL("全文") : SL("General");
    return at && at->number.n ? at->number : id;
}

struct comment_row
table_row(const struct viewer *v, const struct table_comment *t, bool zh)
{
    static const struct comment_object none;
    const struct comment *c = t->comment;
    const struct comment_object *o = t->object ? t->object : &none;
    const struct organisation *by = committee_organisation(&v->office->committee, c->organisation);
    struct slice missing = zh ? SL("（内容已删除）") : SL("(text forgotten)");
    struct slice proposed = o->proposed;
    if (o->proposes && !proposed.n)
        proposed = proposal_print(v->arena, &o->proposal, t->draft, 20);
    return (struct comment_row){
        .number = c->id,
        .organisation = by ? langs_get(&by->name, zh) : o->from,
        .line = o->line,
        .clause = clause_of(t, zh),
        .element = o->anchored && o->anchor.element.n ? o->anchor.element : o->element,
        .type = row_types[c->type],
        .text = t->object ? o->text : missing,
        .proposed = proposed,
        .outcome = row_outcomes[c->decision],
        .reason = t->reason,
        .note = c->applied_in,
        .lang = slice_eq_str(c->language, "zh") ? COMMENT_ROW_ZH : COMMENT_ROW_EN,
    };
}

void
table_head(struct comment_form_head *out, const struct viewer *v, const struct project *p, bool zh)
{
    const struct organisation *lead = committee_organisation(&v->office->committee, p->lead);
    comment_form_head_init(out);
    out->document = langs_get(&p->title, zh);
    out->project = p->id;
    out->lead = lead ? langs_get(&lead->name, zh) : p->lead;
    out->date = slice_sub(instant_text(v->arena, v->now), 0, DATE);
}
