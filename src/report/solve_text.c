/* SPDX-License-Identifier: Apache-2.0 */
#include "report/solve_text.h"

#include "report/config_rows.h"

#define UNANALYSED_SHOWN 5
#define LINE_MAX_OCTETS ((size_t)1 << 16)
#define NAMES_SHOWN 12
#define CLASS_WORD_MAX 12 /* columns of the longest word of a class */
#define REASON_MAX 140    /* octets of a reason that has several parts */
#define WORDS_WIDTH 20    /* room for what stands behind a name in bold */
#define NARROW 60

void
solve_text_heading(struct printer *p, const char *title)
{
    printer_ink(p, INK_BOLD);
    printer_wrapped(p, 0, 0, slice_str(title));
    printer_ink(p, INK_NONE);
}

void
solve_text_item(struct printer *p, struct slice text)
{
    buf_str(p->out, p->utf8 ? "  • " : "  * ");
    printer_wrapped(p, 4, 4, text);
}

/* "AA-RED, BB": the conflict's regimes that the rule belongs to; else it is the server's. */
static struct slice
asking(struct printer *p, const struct regime *const *regimes, const struct conflict *c,
       const struct requirement *r)
{
    struct slices names = {NEW_ARRAY(p->a, struct slice, c->nregimes), 0};
    for (size_t i = 0; i < c->nregimes; i++)
        if (solve_words_in_regime(regimes[c->regimes[i]], r))
            names.v[names.n++] = regimes[c->regimes[i]]->id;
    return names.n ? names_text(p->a, &names, names.n) : SL("the server");
}

/* "  x AA-RED: AA-RED-1 §2.2 (2.2-suite): Offer …"; a further rule of a member is "  and …". */
static void
rule(struct printer *p, struct slice who, const struct requirement *r, bool first)
{
    buf_str(p->out, "  ");
    printer_ink(p, first ? INK_BAD : INK_DIM);
    buf_str(p->out, !first ? "= " : p->utf8 ? "✗ " : "x ");
    printer_ink(p, INK_NONE);
    struct slice what = arena_printf(p->a, "%.*s (%.*s): %.*s", SL_FMT(requirement_clause(p->a, r)),
                                     SL_FMT(r->id), SL_FMT(text_get(&r->text, "en")));
    size_t at = 4 + printer_width(who) + 2;
    bool fits = at + WORDS_WIDTH <= p->columns;
    if (fits) {
        printer_ink(p, INK_BOLD);
        printer_safe(p, who);
        printer_ink(p, INK_NONE);
        buf_str(p->out, ": ");
    } else {
        what = arena_printf(p->a, "%.*s: %.*s", SL_FMT(who), SL_FMT(what));
    }
    printer_wrapped(p, fits ? at : 4, 6, what);
}

/* Of a long reason its first part: "…; and …" are further ways in which a clause could be met. */
static struct slice
short_reason(struct printer *p, struct slice reason)
{
    size_t end = slice_find(reason, SL("; and "));
    if (p->verbose || reason.n < REASON_MAX || end == SIZE_MAX)
        return reason;
    return arena_printf(p->a, "%.*s; %s", SL_FMT(slice_sub(reason, 0, end)), p->utf8 ? "…" : "...");
}

static void
member(struct printer *p, const struct regime *const *regimes, const struct conflict *c,
       const struct clash_member *m)
{
    size_t shown = p->verbose || m->nrules < 2 ? m->nrules : 1;
    for (size_t i = 0; i < shown; i++)
        rule(p, asking(p, regimes, c, m->rules[i]), m->rules[i], i == 0);
    if (shown < m->nrules)
        printer_detail(p, INK_DIM, "also:",
                       arena_printf(p->a, "%zu more clause%s that say%s the same",
                                    m->nrules - shown, m->nrules - shown == 1 ? "" : "s",
                                    m->nrules - shown == 1 ? "s" : ""));
    if (m->nrules == 0) {
        buf_str(p->out, p->utf8 ? "  ✗ " : "  x ");
        printer_wrapped(p, 4, 6, m->limit);
    }
    if (m->without)
        printer_detail(p, INK_BAD, p->utf8 ? "→" : "=", short_reason(p, m->without->reason));
}

void
solve_text_conflict(struct printer *p, const struct regime *const *regimes,
                    const struct conflict *c)
{
    struct slice who =
        arena_printf(p->a, "%.*s%s",
                     SL_FMT(solve_words_regimes(p->a, regimes, c->regimes, c->nregimes,
                                                p->utf8 ? " × " : " x ")),
                     c->nregimes == 1 ? " by itself" : "");
    size_t at = printer_width(who) + 2;
    bool fits = at + CLASS_WORD_MAX <= p->columns;
    printer_ink(p, INK_BOLD);
    if (fits)
        printer_safe(p, who);
    else
        printer_wrapped(p, 0, 2, who);
    printer_ink(p, INK_NONE);
    printer_ink(p, INK_DIM);
    buf_str(p->out, fits ? "  " : "    ");
    printer_wrapped(p, fits ? at : 4, 4, solve_words_class(p->a, c));
    printer_ink(p, INK_NONE);
    for (size_t i = 0; i < c->n; i++)
        member(p, regimes, c, &c->members[i]);
    struct solve_words_rules shaky = solve_words_rests_on(p->a, c);
    for (size_t i = 0; i < shaky.n; i++)
        printer_detail(p, INK_UNSURE, "rests on:", solve_words_rests_text(p->a, shaky.v[i]));
}

void
solve_text_unanalysed(struct printer *p, const struct unanalysed *v, size_t n)
{
    if (n == 0)
        return;
    size_t shown = p->verbose || n <= UNANALYSED_SHOWN ? n : UNANALYSED_SHOWN;
    solve_text_heading(p, "Not analysed");
    printer_ink(p, INK_DIM);
    printer_wrapped(
        p, 0, 0,
        SL("In force, but no part of this answer: a person has to look, or the solver cannot "
           "take them in."));
    printer_ink(p, INK_NONE);
    for (size_t i = 0; i < shown; i++)
        solve_text_item(p, arena_printf(p->a, "%.*s: %.*s",
                                        SL_FMT(requirement_clause(p->a, v[i].requirement)),
                                        SL_FMT(v[i].why)));
    if (shown < n)
        solve_text_item(p, arena_printf(p->a, "and %zu more (--all shows them)", n - shown));
    buf_u8(p->out, '\n');
}

static void
row(struct printer *p, size_t indent, const struct config_row *r, size_t widest)
{
    bool narrow = p->columns < NARROW;
    size_t width = narrow ? printer_width(r->label) : widest;
    printer_spaces(p, indent);
    printer_ink(p, INK_DIM);
    printer_padded(p, r->label, width);
    printer_ink(p, INK_NONE);
    buf_str(p->out, narrow ? ": " : "  ");
    size_t at = indent + width + 2;
    printer_wrapped(p, at, narrow ? indent + 2 : at,
                    names_text(p->a, &r->values, p->verbose ? SIZE_MAX : NAMES_SHOWN));
}

static size_t
widest_label(const struct config_row *rows, size_t n)
{
    size_t w = 0;
    for (size_t i = 0; i < n; i++) {
        size_t k = printer_width(rows[i].label);
        w = k > w ? k : w;
    }
    return w;
}

/* "RSA certificate: key size 3072 bits, signature hash SHA-384": a thing in a line or two. */
static void
in_a_line(struct printer *p, size_t indent, const struct asset *as, const struct config_row *rows,
          size_t n)
{
    struct buf b;
    buf_init(&b, p->a, LINE_MAX_OCTETS);
    for (size_t i = 0; i < n; i++)
        buf_printf(&b, "%s%.*s %.*s", i ? ", " : "", SL_FMT(rows[i].label),
                   SL_FMT(names_text(p->a, &rows[i].values, NAMES_SHOWN)));
    printer_ink(p, INK_BOLD);
    printer_safe(p, as->name);
    printer_ink(p, INK_NONE);
    buf_str(p->out, ": ");
    printer_wrapped(p, indent + printer_width(as->name) + 2, indent + 2, buf_slice(&b));
}

void
solve_text_configuration(struct printer *p, size_t indent, const struct evidence *ev, bool all)
{
    for (size_t i = 0; i < ev->n; i++) {
        struct config_row *rows;
        size_t n = config_rows(&rows, p->a, &ev->assets[i], all);
        printer_spaces(p, indent);
        if (!all && config_is_plain(&ev->assets[i])) {
            in_a_line(p, indent, &ev->assets[i], rows, n);
            continue;
        }
        printer_ink(p, INK_BOLD);
        printer_safe(p, ev->assets[i].name);
        printer_ink(p, INK_NONE);
        buf_u8(p->out, '\n');
        size_t widest = widest_label(rows, n);
        for (size_t k = 0; k < n; k++)
            row(p, indent + 2, &rows[k], widest);
    }
}
