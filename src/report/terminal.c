/* SPDX-License-Identifier: Apache-2.0 */
#include "report/terminal.h"

#include "report/printer.h"
#include "report/summary.h"

#define NAMES_SHOWN 12
#define TARGET_WIDTH_MAX 30

struct look {
    const char *word, *mark, *ascii;
    enum ink ink;
};

static const struct look *
look_of(enum verdict v)
{
    static const struct look looks[] = {
        [VERDICT_PASS] = {"pass", "✓", "+", INK_GOOD},
        [VERDICT_FAIL] = {"fail", "✗", "x", INK_BAD},
        [VERDICT_UNKNOWN] = {"unknown", "?", "?", INK_UNSURE},
        [VERDICT_NOT_APPLICABLE] = {"n/a", "–", "-", INK_DIM},
        [VERDICT_CANNOT_CHECK] = {"by hand", "⊘", "o", INK_UNSURE},
    };
    return &looks[v];
}

/* "fail 3": the verdict and how many shall clauses stand behind it. */
static struct slice
cell_text(struct printer *p, const struct regime_result *r)
{
    const char *word = look_of(r->verdict)->word;
    size_t n =
        r->verdict == VERDICT_FAIL ? r->shall.fail : r->shall.unknown + r->shall.cannot_check;
    if (n == 0 || r->verdict == VERDICT_PASS || r->verdict == VERDICT_NOT_APPLICABLE)
        return arena_printf(p->a, "%s", word);
    return arena_printf(p->a, "%s %zu", word, n);
}

static size_t
target_width(const struct judgement *j)
{
    size_t w = 8;
    for (size_t i = 0; i < j->n; i++) {
        size_t n = printer_width(j->targets[i].evidence->target);
        w = n > w ? n : w;
    }
    return w < TARGET_WIDTH_MAX ? w : TARGET_WIDTH_MAX;
}

static size_t
regime_width(const struct target_result *t)
{
    size_t w = 10;
    for (size_t i = 0; i < t->n; i++) {
        size_t n = printer_width(t->regimes[i].regime->id);
        w = n > w ? n : w;
    }
    return w;
}

/* Columns from..to of the matrix; a wide matrix is printed in several bands. */
static void
matrix_band(struct printer *p, const struct judgement *j, size_t from, size_t to)
{
    size_t tw = target_width(j), rw = regime_width(&j->targets[0]);
    printer_ink(p, INK_BOLD);
    printer_padded(p, SL("target"), tw);
    for (size_t r = from; r < to; r++) {
        printer_spaces(p, 2);
        printer_padded(p, j->targets[0].regimes[r].regime->id, r + 1 < to ? rw : 0);
    }
    printer_ink(p, INK_NONE);
    buf_u8(p->out, '\n');
    for (size_t t = 0; t < j->n; t++) {
        printer_padded(p, slice_sub(j->targets[t].evidence->target, 0, tw), tw);
        for (size_t r = from; r < to; r++) {
            const struct regime_result *cell = &j->targets[t].regimes[r];
            printer_spaces(p, 2);
            printer_ink(p, look_of(cell->verdict)->ink);
            printer_padded(p, cell_text(p, cell), r + 1 < to ? rw : 0);
            printer_ink(p, INK_NONE);
        }
        buf_u8(p->out, '\n');
    }
    buf_u8(p->out, '\n');
}

static void
matrix(struct printer *p, const struct judgement *j)
{
    size_t n = j->targets[0].n;
    size_t tw = target_width(j), rw = regime_width(&j->targets[0]) + 2;
    size_t fit = p->columns > tw + rw ? (p->columns - tw) / rw : 1;
    size_t bands = (n + fit - 1) / fit;
    size_t each = bands ? (n + bands - 1) / bands : 0; /* bands of equal width read better */
    for (size_t from = 0; from < n; from += each)
        matrix_band(p, j, from, from + each < n ? from + each : n);
}

static void
finding(struct printer *p, const struct finding *f)
{
    const struct requirement *r = f->requirement;
    const struct look *look = look_of(f->verdict);
    printer_spaces(p, 2);
    printer_ink(p, look->ink);
    buf_printf(p->out, "%s ", p->utf8 ? look->mark : look->ascii);
    printer_ink(p, INK_BOLD);
    struct slice clause = finding_clause(p->a, f);
    printer_safe(p, clause);
    printer_ink(p, INK_NONE);
    buf_printf(p->out, " %s: ", keyword_name(r->keyword));
    size_t at = 4 + printer_width(clause) + 1 + strlen(keyword_name(r->keyword)) + 2;
    printer_wrapped(p, at, 6, text_get(&r->text, "en"));
    if (f->verdict == VERDICT_PASS || f->verdict == VERDICT_NOT_APPLICABLE)
        return;
    if (r->kind && !slice_eq_str(r->kind->name, "tls") && f->asset)
        printer_detail(p, INK_DIM, "on", f->asset->name);
    printer_detail(p, look->ink, p->utf8 ? "→" : "=", f->reason);
    if (finding_group(f) == GROUP_ADVICE)
        return; /* one line is enough for what does not bind; the page has the rest */
    for (size_t i = 0; i < f->collect.n && f->verdict == VERDICT_UNKNOWN; i++)
        printer_detail(p, INK_UNSURE, "collect:", f->collect.v[i]);
    printer_detail(p, INK_GOOD, "remedy:", f->remedy);
    if (reading_caveat(r->read) && r->read >= READ_SECONDARY)
        printer_detail(p, INK_DIM, "source:", slice_str(reading_caveat(r->read)));
    if (r->disputed)
        printer_detail(p, INK_DIM, "disputed:", r->note.n ? r->note : SL("sources conflict"));
}

/* By default what binds and is not met or lacks a fact; --all shows the rest. */
static bool
is_shown(const struct printer *p, const struct finding *f)
{
    enum finding_group g = finding_group(f);
    return p->verbose || g == GROUP_FAILED || (g == GROUP_UNKNOWN && f->verdict == VERDICT_UNKNOWN);
}

/* "also: 4 clauses to check by hand, 2 recommended clauses not met (--all shows them)" */
static void
left_out(struct printer *p, const struct regime_result *r)
{
    struct buf b;
    buf_init(&b, p->a, (size_t)1 << 12);
    if (r->shall.cannot_check)
        buf_printf(&b, "%zu to check by hand", r->shall.cannot_check);
    if (r->should.fail)
        buf_printf(&b, "%s%zu recommended not met", b.n ? ", " : "", r->should.fail);
    if (r->should.unknown)
        buf_printf(&b, "%s%zu recommended unknown", b.n ? ", " : "", r->should.unknown);
    if (b.n == 0 || p->verbose)
        return;
    buf_str(&b, " (--all shows them)");
    printer_spaces(p, 2);
    printer_ink(p, INK_DIM);
    buf_str(p->out, "also: ");
    printer_wrapped(p, 8, 8, buf_slice(&b));
    printer_ink(p, INK_NONE);
}

static void
regime(struct printer *p, const struct regime_result *r)
{
    const struct look *look = look_of(r->verdict);
    printer_ink(p, INK_BOLD);
    printer_safe(p, r->regime->id);
    printer_ink(p, INK_NONE);
    buf_u8(p->out, ' ');
    printer_ink(p, look->ink);
    buf_str(p->out, look->word);
    printer_ink(p, INK_NONE);
    size_t at = printer_width(r->regime->id) + 1 + strlen(look->word) + 2;
    buf_str(p->out, "  ");
    printer_wrapped(p, at, 4,
                    arena_printf(p->a, "%.*s: %.*s", SL_FMT(text_get(&r->regime->title, "en")),
                                 SL_FMT(regime_summary(p->a, r))));
    for (enum finding_group g = 0; g < GROUP_COUNT; g++)
        for (size_t i = 0; i < r->n; i++)
            if (finding_group(&r->findings[i]) == g && is_shown(p, &r->findings[i]))
                finding(p, &r->findings[i]);
    left_out(p, r);
    buf_u8(p->out, '\n');
}

void
terminal_print(struct buf *out, const struct judgement *j, const struct terminal_style *style)
{
    struct printer p;
    printer_init(&p, out, style->columns, style->colour, style->utf8);
    p.verbose = style->all;
    if (j->n == 0)
        return;
    matrix(&p, j);
    for (size_t t = 0; t < j->n; t++) {
        if (j->n > 1) {
            printer_ink(&p, INK_BOLD);
            buf_str(out, style->utf8 ? "── " : "-- ");
            printer_safe(&p, j->targets[t].evidence->target);
            printer_ink(&p, INK_NONE);
            buf_str(out, "\n\n");
        }
        for (size_t r = 0; r < j->targets[t].n; r++)
            regime(&p, &j->targets[t].regimes[r]);
    }
    buf_printf(out, "Judged as of %.*s.\n", SL_FMT(date_print(p.a, j->on)));
}
