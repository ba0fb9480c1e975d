/* SPDX-License-Identifier: Apache-2.0 */
#include "report/catalog_text.h"

#include "cel/ast.h"

static size_t
widest(size_t w, struct slice s)
{
    size_t n = printer_width(s);
    return n > w ? n : w;
}

static struct slice
joined(struct arena *a, struct slices list)
{
    struct buf b;
    buf_init(&b, a, (size_t)1 << 20);
    for (size_t i = 0; i < list.n; i++) {
        buf_str(&b, i ? ", " : "");
        buf_add(&b, list.v[i]);
    }
    return buf_slice(&b);
}

static void
bold(struct printer *p, struct slice s)
{
    printer_ink(p, INK_BOLD);
    printer_safe(p, s);
    printer_ink(p, INK_NONE);
}

/* "label   text", wrapped under the text; nothing where the text is empty. */
static void
row(struct printer *p, size_t indent, const char *label, struct slice text)
{
    size_t at = indent + 11;
    if (text.n == 0)
        return;
    printer_spaces(p, indent);
    printer_ink(p, INK_DIM);
    printer_padded(p, slice_str(label), 11);
    printer_ink(p, INK_NONE);
    printer_wrapped(p, at, at, text);
}

static void
rows_of_text(struct printer *p, size_t indent, const char *label, const struct text *t)
{
    for (size_t i = 0; i < t->n; i++)
        row(p, indent, i ? "" : label,
            t->n > 1 ? arena_printf(p->a, "%.*s: %.*s", SL_FMT(t->v[i].lang), SL_FMT(t->v[i].text))
                     : t->v[i].text);
}

/* ---- standards ------------------------------------------------------------------------------ */

void
standards_text(struct printer *p, const struct catalog *c)
{
    size_t id = 0, authority = 0;
    for (size_t i = 0; i < c->nstandards; i++) {
        id = widest(id, c->standards[i].id);
        authority = widest(authority, c->standards[i].authority);
    }
    for (size_t i = 0; i < c->nstandards; i++) {
        const struct standard *s = &c->standards[i];
        printer_ink(p, INK_BOLD);
        printer_padded(p, s->id, id + 2);
        printer_ink(p, INK_NONE);
        printer_padded(p, s->authority, authority + 2);
        size_t at = id + authority + 4;
        printer_wrapped(p, at, at,
                        arena_printf(p->a, "%.*s; %s, %zu requirements, read in %s",
                                     SL_FMT(s->edition), status_name(s->status), s->n,
                                     reading_name(s->read)));
        printer_spaces(p, id + 2);
        printer_ink(p, INK_DIM);
        printer_wrapped(p, id + 2, id + 2, text_get(&s->title, "en"));
        printer_ink(p, INK_NONE);
    }
}

static void
condition_row(struct printer *p, const char *label, const struct condition *c)
{
    if (c->ast)
        row(p, 4, label, cel_expr_text(p->a, c->ast->root));
}

static struct slice
days_text(struct arena *a, const struct requirement *r)
{
    struct slice from = date_print(a, r->from), until = date_print(a, r->until);
    if (from.n && until.n)
        return arena_printf(a, "%.*s to %.*s", SL_FMT(from), SL_FMT(until));
    if (from.n)
        return arena_printf(a, "from %.*s", SL_FMT(from));
    return until.n ? arena_printf(a, "until %.*s", SL_FMT(until)) : (struct slice){0};
}

static void
requirement_text(struct printer *p, const struct requirement *r)
{
    buf_u8(p->out, '\n');
    printer_spaces(p, 2);
    bold(p, r->id);
    buf_str(p->out, "  ");
    printer_safe(p, r->clause);
    buf_printf(p->out, "  %s%s\n", keyword_name(r->keyword), r->disputed ? "  disputed" : "");
    rows_of_text(p, 4, "text", &r->text);
    row(p, 4, "kind", r->kind->name);
    row(p, 4, "levels", joined(p->a, r->levels));
    row(p, 4, "in force", days_text(p->a, r));
    condition_row(p, "when", &r->when);
    condition_row(p, "must", &r->must);
    row(p, 4, "no check", r->cannot_check);
    row(p, 4, "remedy", r->remedy);
    row(p, 4, "note", r->note);
    row(p, 4, "read", slice_str(reading_name(r->read)));
    row(p, 4, "source", r->source_title);
    row(p, 4, "", r->source_url);
}

void
standard_text(struct printer *p, const struct standard *s)
{
    bold(p, s->id);
    buf_u8(p->out, '\n');
    rows_of_text(p, 2, "title", &s->title);
    row(p, 2, "authority", s->authority);
    row(p, 2, "edition", s->edition);
    row(p, 2, "published",
        arena_printf(p->a, "%.*s, %s", SL_FMT(date_print(p->a, s->published)),
                     status_name(s->status)));
    row(p, 2, "source", s->source_title);
    row(p, 2, "", s->source_url);
    row(p, 2, "read", slice_str(reading_name(s->read)));
    row(p, 2, "note", s->note);
    for (size_t i = 0; i < s->nsets; i++) {
        buf_u8(p->out, '\n');
        printer_spaces(p, 2);
        bold(p, s->sets[i].name);
        buf_printf(p->out, "  %zu of ", s->sets[i].members.n);
        printer_safe(p, s->sets[i].registry->name);
        buf_u8(p->out, '\n');
        printer_spaces(p, 4);
        printer_wrapped(p, 4, 4, joined(p->a, s->sets[i].members));
    }
    for (size_t i = 0; i < s->n; i++)
        requirement_text(p, &s->requirements[i]);
}

/* ---- regimes -------------------------------------------------------------------------------- */

static bool
has_level(const struct slices *levels, struct slice level)
{
    for (size_t i = 0; i < levels->n; i++)
        if (slice_eq(levels->v[i], level))
            return true;
    return false;
}

/* Whether the regime takes the requirement in: any of its levels, or it has none. */
static bool
part_has(const struct regime_part *part, const struct requirement *r)
{
    if (part->levels.n == 0 || r->levels.n == 0)
        return true;
    for (size_t i = 0; i < r->levels.n; i++)
        if (has_level(&part->levels, r->levels.v[i]))
            return true;
    return false;
}

void
regimes_text(struct printer *p, const struct catalog *c)
{
    size_t id = 0;
    for (size_t i = 0; i < c->nregimes; i++)
        id = widest(id, c->regimes[i].id);
    for (size_t i = 0; i < c->nregimes; i++) {
        const struct regime *r = &c->regimes[i];
        printer_ink(p, INK_BOLD);
        printer_padded(p, r->id, id + 2);
        printer_ink(p, INK_NONE);
        printer_padded(p, r->market, 4);
        printer_wrapped(p, id + 6, id + 6, text_get(&r->title, "en"));
        struct slices ids = {NEW_ARRAY(p->a, struct slice, r->n), r->n};
        for (size_t k = 0; k < r->n; k++)
            ids.v[k] = r->parts[k].standard->id;
        struct slice of = joined(p->a, ids);
        if (r->variant_of.n)
            of = arena_printf(p->a, "variant of %.*s: %.*s", SL_FMT(r->variant_of), SL_FMT(of));
        printer_spaces(p, id + 6);
        printer_ink(p, INK_DIM);
        printer_wrapped(p, id + 6, id + 6, of);
        printer_ink(p, INK_NONE);
    }
}

static void
part_text(struct printer *p, const struct regime_part *part)
{
    size_t counts[KEYWORD_CAN + 1] = {0}, by_hand = 0;
    for (size_t i = 0; i < part->standard->n; i++) {
        const struct requirement *r = &part->standard->requirements[i];
        if (!part_has(part, r))
            continue;
        counts[r->keyword]++;
        by_hand += r->cannot_check.n > 0;
    }
    buf_u8(p->out, '\n');
    printer_spaces(p, 2);
    bold(p, part->standard->id);
    buf_str(p->out, "  ");
    printer_wrapped(p, 4 + printer_width(part->standard->id), 4,
                    text_get(&part->standard->title, "en"));
    row(p, 4, "edition", part->standard->edition);
    row(p, 4, "levels", joined(p->a, part->levels));
    row(p, 4, "clauses",
        arena_printf(p->a, "%zu shall, %zu should, %zu may, %zu can; %zu of them by hand",
                     counts[KEYWORD_SHALL], counts[KEYWORD_SHOULD], counts[KEYWORD_MAY],
                     counts[KEYWORD_CAN], by_hand));
}

void
regime_text(struct printer *p, const struct regime *r)
{
    bold(p, r->id);
    buf_u8(p->out, '\n');
    rows_of_text(p, 2, "title", &r->title);
    row(p, 2, "market", r->market);
    row(p, 2, "variant of", r->variant_of);
    rows_of_text(p, 2, "binds", &r->audience);
    row(p, 2, "note", r->note);
    for (size_t i = 0; i < r->n; i++)
        part_text(p, &r->parts[i]);
}
