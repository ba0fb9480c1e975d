/* SPDX-License-Identifier: Apache-2.0 */
#include "api/act_desk.h"

#include <inttypes.h>

/* ---- taken out and put back ------------------------------------------------------------------*/

static struct slice
name_of(const struct desk_sitting *s)
{
    return arena_printf(s->viewer->arena, "desk/%.*s", SL_FMT(s->project));
}

static bool
load(struct desk_sitting *s, struct err *e)
{
    struct arena *a = s->viewer->arena;
    struct store *store = s->viewer->office->store;
    struct slice octets;
    bool there;
    if (!store->ops->private_get(store, s->organisation, name_of(s), &octets, &there, a, e))
        return false;
    if (there)
        return desk_read(&s->desk, a, octets, e);
    desk_init(&s->desk, a, s->organisation, s->project);
    return true;
}

bool
desk_sit(struct desk_sitting *s, const struct viewer *v, struct slice project,
         const struct mandate *by, bool write, struct err *e)
{
    struct store *store = v->office->store;
    *s = (struct desk_sitting){.viewer = v,
                               .project = project,
                               .organisation = arena_dup(v->arena, by->organisation),
                               .hand = {by, v->now}};
    s->open = write ? store->ops->begin_write(store, e) : store->ops->begin_read(store, e);
    return s->open && load(s, e);
}

bool
desk_keep(struct desk_sitting *s, struct err *e)
{
    struct store *store = s->viewer->office->store;
    struct slice octets;
    return desk_write(&octets, s->viewer->arena, &s->desk, e) &&
           store->ops->private_put(store, s->organisation, name_of(s), octets, e) &&
           store->ops->commit(store, e);
}

void
desk_leave(struct desk_sitting *s)
{
    if (s->open)
        s->viewer->office->store->ops->rollback(s->viewer->office->store);
    s->open = false;
}

/* ---- what an entry says ----------------------------------------------------------------------*/

static const enum comment_row_type rows[] = {[COMMENT_GENERAL] = COMMENT_ROW_GE,
                                             [COMMENT_TECHNICAL] = COMMENT_ROW_TE,
                                             [COMMENT_EDITORIAL] = COMMENT_ROW_ED};

static enum comment_type
type_of(enum comment_row_type t)
{
    return t == COMMENT_ROW_GE   ? COMMENT_GENERAL
           : t == COMMENT_ROW_ED ? COMMENT_EDITORIAL
                                 : COMMENT_TECHNICAL;
}

bool
desk_text_of(struct desk_text *out, struct drafts *d, const struct comment_given *g,
             struct given_faults *f, struct err *e)
{
    struct comment_place at;
    struct arena *a = d->viewer->arena;
    if (g->type == COMMENT_ROW_UNTYPED)
        return comment_untyped(a, f);
    if (!comment_place(&at, d, g, f, e))
        return false;
    *out = (struct desk_text){
        .draft = at.id,
        .clause = at.clause ? at.clause->id : SL(""),
        .type = type_of(g->type),
        .language = slice_str(draft_language_names[comment_language(g)]),
        .text = g->text,
        .proposed = g->proposed,
        .quote = g->quote,
        .replace = g->replace,
        .line = g->line,
        .element = g->element,
    };
    return true;
}

static void
fill(struct slice *text, struct slice base)
{
    if (!text->n)
        *text = base;
}

void
desk_text_again(struct comment_given *g, const struct desk_text *base)
{
    g->clause = base->clause;
    g->draft = base->draft;
    g->type = g->type ? g->type : rows[base->type];
    fill(&g->text, base->text);
    fill(&g->proposed, base->proposed);
    fill(&g->quote, base->quote);
    fill(&g->replace, base->replace);
}

/* ---- filing ----------------------------------------------------------------------------------*/

static struct comment_given
given_again(const struct desk_text *t, size_t of)
{
    struct comment_given g = {.line = t->line, .element = t->element};
    desk_text_again(&g, t);
    g.lang = slice_eq_str(t->language, "zh") ? COMMENT_ROW_ZH : COMMENT_ROW_EN;
    g.consolidated = of > 1 ? (int64_t)of : 0;
    return g;
}

/* The act of an entry: by the hand that files it, under a key of its own. */
static bool
act_of(struct office_done *out, const struct desk_sitting *s, const struct act *x, uint64_t n,
       bool dry, struct err *e)
{
    struct arena *a = s->viewer->arena;
    const struct mandate *by = s->hand.by;
    struct office_request r = {
        .type = slice_str(x->kind->name),
        .project = x->project,
        .by = {s->organisation, arena_dup(a, by->person), arena_dup(a, by->id)},
        .data = x->data,
        .objects = x->objects,
        .nobjects = x->nobjects,
        .once = arena_printf(a, "desk/%.*s/%.*s/%" PRIu64, SL_FMT(s->organisation),
                             SL_FMT(s->project), n),
        .dry = dry,
    };
    return office_act(out, a, s->viewer->office, &r, e);
}

/* The entry as filed, if nobody else has said so. */
static bool
mark(struct desk_sitting *s, uint64_t n, struct slice comment, struct err *e)
{
    struct store *store = s->viewer->office->store;
    s->open = store->ops->begin_write(store, e);
    bool ok = s->open && load(s, e);
    if (ok)
        desk_filed(&s->desk, n, comment);
    ok = ok && desk_keep(s, e);
    desk_leave(s);
    return ok;
}

bool
desk_file(struct office_done *out, struct desk_sitting *s, struct drafts *d, uint64_t n, bool dry,
          struct given_faults *f, struct err *e)
{
    struct arena *a = s->viewer->arena;
    const struct desk_entry *entry = desk_entry(&s->desk, n);
    struct act x;
    *out = (struct office_done){0};
    desk_leave(s);
    if (!desk_ready(&s->desk, a, &s->hand, n, &out->refusal)) {
        out->answer = OFFICE_REFUSED;
        return true;
    }
    struct comment_given g = given_again(&entry->says, desk_consolidated(&s->desk, a, n));
    if (!comment_request(&x, d, &g, f, e) || !act_of(out, s, &x, n, dry, e))
        return false;
    if (out->answer == OFFICE_REFUSED || dry)
        return true;
    return mark(s, n, event_text(&out->event, "id"), e);
}
