/* SPDX-License-Identifier: Apache-2.0 */
#include "api/act_comment.h"

#define BOTH(en_, zh_) SL(en_), SL(zh_)

/* ---- what is given ---------------------------------------------------------------------------*/

static bool
language_of(enum comment_row_lang *out, struct slice word)
{
    *out = slice_eq_str(word, "zh")   ? COMMENT_ROW_ZH
           : slice_eq_str(word, "en") ? COMMENT_ROW_EN
                                      : COMMENT_ROW_LANG_UNKNOWN;
    return word.n == 0 || *out != COMMENT_ROW_LANG_UNKNOWN;
}

bool
comment_untyped(struct arena *a, struct given_faults *f)
{
    return given_fault(
        f, a, "type",
        BOTH("Say what type of comment it is: ge general, te technical or ed editorial.",
             "请注明意见类型：ge（一般性）、te（技术性）或ed（编辑性）。"));
}

bool
comment_take(struct comment_given *out, struct arena *a, const struct given *g,
             struct given_faults *f)
{
    size_t before = f->n;
    *out = (struct comment_given){
        .clause = slice_trim(given_get(g, "clause")),
        .text = slice_trim(given_get(g, "text")),
        .proposed = slice_trim(given_get(g, "proposed")),
        .quote = given_get(g, "quote"),
        .replace = given_get(g, "replace"),
        .line = slice_trim(given_get(g, "line")),
        .element = slice_trim(given_get(g, "element")),
        .from = slice_trim(given_get(g, "from")),
        .draft = slice_trim(given_get(g, "draft")),
        .of_public = slice_eq_str(given_get(g, "public"), "1"),
    };
    if (!comment_row_type_read(&out->type, slice_trim(given_get(g, "type"))) || !out->type)
        (void)comment_untyped(a, f);
    if (!language_of(&out->lang, given_get(g, "language")))
        (void)given_fault(f, a, "language", BOTH("zh or en.", "请选择zh或en。"));
    if (!out->text.n)
        (void)given_fault(f, a, "text", BOTH("What is the comment?", "请填写意见内容。"));
    return f->n == before;
}

enum draft_language
comment_language(const struct comment_given *g)
{
    enum comment_row_lang l = g->lang ? g->lang : comment_row_guess(g->text, g->proposed);
    return l == COMMENT_ROW_ZH ? DRAFT_ZH : DRAFT_EN;
}

/* ---- where it belongs ------------------------------------------------------------------------*/

/* The draft that is out for comment, or the last one. */
static struct slice
draft_of(const struct drafts *d, const struct comment_given *g)
{
    const struct comment_period *period = project_open_period(d->project, d->viewer->now);
    const struct draft_posted *last = drafts_posted(d, (struct slice){0});
    if (g->draft.n)
        return g->draft;
    if (period)
        return period->draft;
    return last ? last->id : (struct slice){0};
}

/* ERR_INPUT: the file cannot be had; anything else is a fault of ours, kept in *e. */
static bool
unread(struct given_faults *f, struct arena *a, struct slice id, const struct err *why,
       struct err *e)
{
    if (why->code != ERR_INPUT)
        return err_set(e, why->code, "%s", why->msg);
    return given_fault(f, a, "draft", arena_dup(a, slice_str(why->msg)),
                       arena_printf(a, "没有草案“%.*s”，或其内容无法读取。", SL_FMT(id)));
}

bool
comment_place(struct comment_place *out, struct drafts *d, const struct comment_given *g,
              struct given_faults *f, struct err *e)
{
    struct arena *a = d->viewer->arena;
    struct err why = {0};
    *out = (struct comment_place){.id = draft_of(d, g)};
    if (!g->clause.n)
        return true;
    out->draft = drafts_get(d, out->id, &why);
    if (!out->draft)
        return unread(f, a, out->id, &why, e);
    out->clause = draft_clause(out->draft, g->clause);
    if (!out->clause)
        out->clause = draft_numbered(out->draft, g->clause);
    if (out->clause)
        return true;
    return given_fault(
        f, a, "clause",
        arena_printf(a,
                     "draft %.*s has no clause '%.*s', neither by number nor by identifier (of "
                     "%zu)",
                     SL_FMT(out->id), SL_FMT(g->clause), out->draft->n),
        arena_printf(a, "草案%.*s没有条款“%.*s”（条号或标识符，共%zu条）。", SL_FMT(out->id),
                     SL_FMT(g->clause), out->draft->n));
}

/* The clause with the quoted words replaced. */
static struct slice
replaced(struct arena *a, struct slice text, const struct anchor *an, struct slice by)
{
    struct slice head = slice_sub(text, 0, an->start);
    struct slice tail = slice_sub(text, an->start + an->quote.n, text.n);
    return arena_printf(a, "%.*s%.*s%.*s", SL_FMT(head), SL_FMT(by), SL_FMT(tail));
}

static bool
anchor(struct comment_object *c, struct arena *a, const struct comment_place *at,
       const struct comment_given *g, struct given_faults *f)
{
    enum draft_language l = comment_language(g);
    struct slice id = at->clause->id, text = at->clause->text[l].s;
    struct err why = {0};
    if (g->quote.n ? !anchor_quote(&c->anchor, at->draft, id, l, g->element, g->quote, &why)
                   : !anchor_make(&c->anchor, at->draft, id, l, g->element, 0, 0, &why))
        return given_fault(f, a, g->quote.n ? "quote" : "clause", arena_dup(a, slice_str(why.msg)),
                           SL("引文须在该条款文本中出现且仅出现一次；该条款须有相应语言的文本。"));
    c->anchored = true;
    if (!g->replace.n)
        return true;
    if (!g->quote.n)
        return given_fault(f, a, "quote",
                           BOTH("What should be replaced? Quote the words of the clause.",
                                "请引用条款中需要替换的文字。"));
    c->proposes = true;
    return proposal_make(&c->proposal, a, at->draft, id, l,
                         replaced(a, text, &c->anchor, g->replace), &why) ||
           given_fault(f, a, "replace", arena_dup(a, slice_str(why.msg)),
                       SL("所提修改与原文相同，或过长。"));
}

/* ---- the act ---------------------------------------------------------------------------------*/

static bool
object_of(struct slice *out, struct drafts *d, const struct comment_place *at,
          const struct comment_given *g, struct given_faults *f)
{
    struct arena *a = d->viewer->arena;
    struct comment_object c = {.text = g->text,
                               .proposed = g->proposed,
                               .line = g->line,
                               .element = g->element,
                               .from = g->from};
    struct err why = {0};
    if (at->clause && !anchor(&c, a, at, g, f))
        return false;
    return comment_object_write(out, a, d->viewer->office->env, &c, &why) ||
           given_fault(f, a, "text", arena_dup(a, slice_str(why.msg)),
                       SL("意见内容过长，或编码不是UTF-8。"));
}

bool
comment_request(struct act *out, struct drafts *d, const struct comment_given *g,
                struct given_faults *f, struct err *e)
{
    struct arena *a = d->viewer->arena;
    struct comment_place at;
    struct slice octets;
    if (g->type == COMMENT_ROW_UNTYPED)
        return comment_untyped(a, f);
    if (!g->clause.n && (g->quote.n || g->replace.n))
        return given_fault(
            f, a, "clause",
            BOTH("Words are quoted from a clause: name it.", "引文出自某一条款：请指明条款。"));
    if (!comment_place(&at, d, g, f, e) || !object_of(&octets, d, &at, g, f))
        return false;
    struct json_node *data = json_new_object(a);
    *out = (struct act){.kind = event_kind_find(SL("comment.filed")),
                        .project = arena_dup(a, d->project->id),
                        .data = data};
    json_put_text_if(a, data, "clause", at.clause ? at.clause->id : SL(""));
    if (g->consolidated)
        json_put_int(a, data, "consolidated", g->consolidated);
    json_put_text_if(a, data, "draft", g->draft);
    json_put_text(a, data, "language", slice_str(draft_language_names[comment_language(g)]));
    if (g->of_public)
        json_put_bool(a, data, "public", true);
    json_put_text(a, data, "type", comment_row_type_text(g->type));
    return act_keep(out, d->viewer, "object", octets, true, f);
}

/* ---- back from the record --------------------------------------------------------------------*/

bool
comment_object_of(struct comment_object *out, const struct viewer *v, const struct comment *c)
{
    struct slice octets;
    bool there;
    *out = (struct comment_object){0};
    return office_object(&octets, &there, v->arena, v->office, c->object, NULL) && there &&
           comment_object_read(out, v->arena, octets);
}

struct slice
comment_reason(const struct viewer *v, struct slice digest)
{
    struct json_node n;
    struct slice octets;
    bool there;
    if (!digest.n || !office_object(&octets, &there, v->arena, v->office, digest, NULL) || !there)
        return (struct slice){0};
    if (!object_read(&n, v->arena, octets))
        return octets;
    return json_text(json_get(&n, "text"));
}

struct slice
comment_clause_number(struct drafts *d, const struct comment *c)
{
    const struct draft *draft = c->clause.n ? drafts_get(d, c->draft, NULL) : NULL;
    const struct clause *clause = draft ? draft_clause(draft, c->clause) : NULL;
    return clause && clause->number.n ? clause->number : c->clause;
}
