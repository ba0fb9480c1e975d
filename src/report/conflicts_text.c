/* SPDX-License-Identifier: Apache-2.0 */
#include "report/conflicts_text.h"

#include "report/config_rows.h"
#include "report/solve_text.h"

#define FIELDS_SHOWN 6
#define ID_WIDTH_MAX 24

struct look {
    const char *word, *mark, *ascii;
    enum ink ink;
};

static const struct look *
look_of(enum together t)
{
    static const struct look looks[] = {
        [TOGETHER_YES] = {"yes", "✓", "+", INK_GOOD},
        [TOGETHER_NO] = {"no", "✗", "x", INK_BAD},
        [TOGETHER_UNKNOWN] = {NULL, "?", "?", INK_UNSURE},
    };
    return &looks[t];
}

static size_t
count(const struct conflicts *c, enum together t)
{
    size_t n = 0;
    for (size_t i = 0; i < c->npairs; i++)
        n += c->pairs[i].together == t;
    return n;
}

/* "8 regimes, 28 pairs: 10 can share a product, 18 cannot." */
static void
summary(struct printer *p, const struct conflicts *c)
{
    size_t unknown = count(c, TOGETHER_UNKNOWN);
    struct buf b;
    buf_init(&b, p->a, (size_t)1 << 12);
    buf_printf(&b, "%zu regime%s, %zu pair%s", c->nregimes, c->nregimes == 1 ? "" : "s", c->npairs,
               c->npairs == 1 ? "" : "s");
    if (c->npairs)
        buf_printf(&b, ": %zu can share a product, %zu cannot", count(c, TOGETHER_YES),
                   count(c, TOGETHER_NO));
    if (unknown)
        buf_printf(&b, ", %zu not known", unknown);
    size_t hopeless = 0;
    for (size_t i = 0; i < c->nregimes; i++)
        hopeless += !c->alone[i];
    if (hopeless)
        buf_printf(&b, "; %zu cannot be met even by %s", hopeless,
                   hopeless == 1 ? "itself" : "themselves");
    buf_printf(&b, "; as of %.*s", SL_FMT(date_print(p->a, c->on)));
    printer_wrapped(p, 0, 0, buf_slice(&b));
    buf_u8(p->out, '\n');
}

/* ---- the matrix ----------------------------------------------------------------------------- */

/* How it is laid out: columns headed by regime or, where that is too wide, by number. */
struct grid {
    const struct conflicts *c;
    size_t label, cell; /* widths */
    bool numbered;
};

static const struct pair *
pair_at(const struct conflicts *c, size_t x, size_t y)
{
    size_t a = x < y ? x : y, b = x < y ? y : x;
    return &c->pairs[a * (2 * c->nregimes - a - 1) / 2 + b - a - 1];
}

static size_t
digits(size_t n)
{
    size_t d = 1;
    for (; n >= 10; n /= 10)
        d++;
    return d;
}

static struct grid
lay_out(const struct printer *p, const struct conflicts *c)
{
    size_t w = 6;
    for (size_t i = 0; i < c->nregimes; i++) {
        size_t n = printer_width(c->regimes[i]->id);
        w = n > w ? n : w;
    }
    w = w < ID_WIDTH_MAX ? w : ID_WIDTH_MAX;
    struct grid g = {.c = c, .label = w, .cell = w + 2};
    if (w + (c->nregimes - 1) * g.cell > p->columns) {
        g.numbered = true;
        g.label = w + digits(c->nregimes) + 1;
        g.cell = digits(c->nregimes) + 1;
    }
    return g;
}

static void
regime_label(struct printer *p, const struct grid *g, size_t i, bool last)
{
    struct slice id = g->c->regimes[i]->id;
    if (g->numbered)
        id = arena_printf(p->a, "%*zu %.*s", (int)digits(g->c->nregimes), i + 1, SL_FMT(id));
    printer_padded(p, slice_sub(id, 0, g->label), last ? 0 : g->label);
}

static void
cell(struct printer *p, const struct grid *g, size_t row, size_t column, bool last)
{
    const struct look *look = look_of(pair_at(g->c, row, column)->together);
    const char *mark = p->utf8 ? look->mark : look->ascii;
    struct slice text = slice_str(mark);
    if (!g->numbered && look->word)
        text = arena_printf(p->a, "%s %s", mark, look->word);
    printer_spaces(p, g->numbered ? g->cell - 1 : 2);
    printer_ink(p, look->ink);
    printer_padded(p, text, g->numbered || last ? 0 : g->cell - 2);
    printer_ink(p, INK_NONE);
}

static void
column_head(struct printer *p, const struct grid *g, size_t i, bool last)
{
    if (g->numbered) {
        buf_printf(p->out, "%*zu", (int)g->cell, i + 1);
        return;
    }
    printer_spaces(p, 2);
    printer_padded(p, slice_sub(g->c->regimes[i]->id, 0, g->cell - 2), last ? 0 : g->cell - 2);
}

/* Columns from..to of the triangle: rows below the first of them. */
static void
band(struct printer *p, const struct grid *g, size_t from, size_t to)
{
    printer_spaces(p, g->label);
    printer_ink(p, INK_BOLD);
    for (size_t i = from; i < to; i++)
        column_head(p, g, i, i + 1 == to);
    printer_ink(p, INK_NONE);
    buf_u8(p->out, '\n');
    for (size_t row = g->numbered && from == 0 ? 0 : from + 1; row < g->c->nregimes; row++) {
        printer_ink(p, INK_BOLD);
        regime_label(p, g, row, row == from);
        printer_ink(p, INK_NONE);
        size_t end = row < to ? row : to;
        for (size_t i = from; i < end; i++)
            cell(p, g, row, i, i + 1 == end);
        buf_u8(p->out, '\n');
    }
    buf_u8(p->out, '\n');
}

static void
matrix(struct printer *p, const struct conflicts *c)
{
    if (c->npairs == 0)
        return;
    struct grid g = lay_out(p, c);
    size_t n = c->nregimes - 1;
    size_t fit = p->columns > g.label + g.cell ? (p->columns - g.label) / g.cell : 1;
    size_t bands = (n + fit - 1) / fit;
    size_t each = bands ? (n + bands - 1) / bands : 1; /* bands of equal width read better */
    for (size_t from = 0; from < n; from += each)
        band(p, &g, from, from + each < n ? from + each : n);
    printer_ink(p, INK_DIM);
    printer_wrapped(p, 0, 0,
                    p->utf8 ? SL("✓ one product can satisfy both, ✗ none can, ? not found out")
                            : SL("+ one product can satisfy both, x none can, ? not found out"));
    printer_ink(p, INK_NONE);
    buf_u8(p->out, '\n');
}

/* ---- what goes together --------------------------------------------------------------------- */

static void
largest(struct printer *p, const struct conflicts *c)
{
    if (c->nlargest == 0)
        return;
    solve_text_heading(p, "Go together in one product");
    for (size_t i = 0; i < c->nlargest; i++) {
        const struct largest *l = &c->largest[i];
        solve_text_item(p, solve_words_regimes(p->a, c->regimes, l->regimes, l->n, ", "));
        if (p->verbose && l->example)
            solve_text_configuration(p, 4, l->example, false);
    }
    buf_u8(p->out, '\n');
}

static void
difference(struct printer *p, const struct difference *d)
{
    struct slice what = config_label(p->a, d->field);
    printer_spaces(p, 4);
    printer_safe(p, what);
    buf_str(p->out, ": ");
    printer_wrapped(p, 4 + printer_width(what) + 2, 8, d->settled);
    for (size_t side = 0; side < COUNT_OF(d->rules); side++)
        for (size_t i = 0; i < d->nrules[side]; i++)
            printer_detail(p, INK_DIM, "by",
                           arena_printf(p->a, "%.*s: %.*s",
                                        SL_FMT(requirement_clause(p->a, d->rules[side][i])),
                                        SL_FMT(text_get(&d->rules[side][i]->text, "en"))));
}

/* "A + B: protocol versions, suites" */
static struct slice
fields_of(struct printer *p, const struct conflicts *c, const struct pair *pair)
{
    const size_t ids[] = {pair->a, pair->b};
    struct slices names = {NEW_ARRAY(p->a, struct slice, pair->ndifferences), pair->ndifferences};
    for (size_t i = 0; i < names.n; i++)
        names.v[i] = config_label(p->a, pair->differences[i].field);
    return arena_printf(p->a, "%.*s: %.*s",
                        SL_FMT(solve_words_regimes(p->a, c->regimes, ids, 2, " + ")),
                        SL_FMT(names_text(p->a, &names, FIELDS_SHOWN)));
}

static void
pair_head(struct printer *p, const struct conflicts *c, const struct pair *pair)
{
    const size_t ids[] = {pair->a, pair->b};
    buf_str(p->out, "  ");
    printer_ink(p, INK_BOLD);
    printer_wrapped(p, 2, 2, solve_words_regimes(p->a, c->regimes, ids, 2, " + "));
    printer_ink(p, INK_NONE);
}

/* What looks like a conflict and is none: where, and with --all the value that settles it. */
static void
differences(struct printer *p, const struct conflicts *c)
{
    bool any = false;
    for (size_t i = 0; i < c->npairs; i++)
        any |= c->pairs[i].ndifferences > 0;
    if (!any)
        return;
    solve_text_heading(p, p->verbose ? "Differ, but one value satisfies both"
                                     : "Differ, but one value satisfies both (--all shows it)");
    for (size_t i = 0; i < c->npairs; i++) {
        const struct pair *pair = &c->pairs[i];
        if (pair->ndifferences && !p->verbose)
            solve_text_item(p, fields_of(p, c, pair));
        else if (pair->ndifferences)
            pair_head(p, c, pair);
        for (size_t k = 0; p->verbose && k < pair->ndifferences; k++)
            difference(p, &pair->differences[k]);
    }
    buf_u8(p->out, '\n');
}

/* ---- conflicts ------------------------------------------------------------------------------ */

static bool
same_regimes(const struct conflict *x, const struct conflict *y)
{
    return x->nregimes == y->nregimes &&
           memcmp(x->regimes, y->regimes, x->nregimes * sizeof *x->regimes) == 0;
}

/* Whether an earlier one of the same regimes stands for it. */
static bool
is_first_of_regimes(const struct conflicts *c, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (same_regimes(&c->list[k], &c->list[i]))
            return false;
    return true;
}

static size_t
others_of_regimes(const struct conflicts *c, size_t i)
{
    size_t n = 0;
    for (size_t k = 0; k < c->n; k++)
        n += k != i && same_regimes(&c->list[k], &c->list[i]);
    return n;
}

static void
conflicts_list(struct printer *p, const struct conflicts *c)
{
    if (c->n == 0)
        return;
    solve_text_heading(p, "Conflicts");
    printer_ink(p, INK_DIM);
    printer_wrapped(p, 0, 0,
                    arena_printf(p->a,
                                 "No product meets these demands together; without any one of them "
                                 "there is one, and %s says how it breaks that one.",
                                 p->utf8 ? "→" : "="));
    printer_ink(p, INK_NONE);
    buf_u8(p->out, '\n');
    for (size_t i = 0; i < c->n; i++) {
        if (!p->verbose && !is_first_of_regimes(c, i))
            continue;
        solve_text_conflict(p, c->regimes, &c->list[i]);
        size_t others = p->verbose ? 0 : others_of_regimes(c, i);
        if (others)
            printer_detail(p, INK_DIM, "and",
                           arena_printf(p->a,
                                        "%zu more conflict%s of the same regimes (--all "
                                        "shows them)",
                                        others, others == 1 ? "" : "s"));
        buf_u8(p->out, '\n');
    }
}

static void
footer(struct printer *p, const struct conflicts *c, const struct solve_about *about)
{
    if (about->kind.n)
        printer_wrapped(
            p, 0, 0,
            arena_printf(p->a, "Asked about rules of the kind %.*s only.", SL_FMT(about->kind)));
    if (about->server.n)
        printer_wrapped(
            p, 0, 0,
            arena_printf(p->a, "Asked about what %.*s can do only.", SL_FMT(about->server)));
    if (about->from.n)
        printer_wrapped(
            p, 0, 0,
            arena_printf(p->a, "Asked about what %.*s offers today only.", SL_FMT(about->from)));
    printer_ink(p, c->complete ? INK_NONE : INK_UNSURE);
    printer_wrapped(p, 0, 0,
                    c->complete
                        ? SL("Complete: no further conflict between these regimes exists.")
                        : SL("Incomplete: the budget ran out, or it was interrupted. What is "
                             "listed holds; more may exist. --budget N lets it look longer."));
    printer_ink(p, INK_NONE);
}

void
conflicts_text(struct buf *out, const struct conflicts *c, const struct solve_about *about,
               const struct terminal_style *style)
{
    struct printer p;
    printer_init(&p, out, style->columns, style->colour, style->utf8);
    p.verbose = style->all;
    summary(&p, c);
    matrix(&p, c);
    largest(&p, c);
    conflicts_list(&p, c);
    differences(&p, c);
    solve_text_unanalysed(&p, c->unanalysed, c->nunanalysed);
    footer(&p, c, about);
}
