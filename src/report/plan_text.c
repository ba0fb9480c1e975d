/* SPDX-License-Identifier: Apache-2.0 */
#include "report/plan_text.h"

#include "report/config_rows.h"
#include "report/solve_text.h"
#include "solve/change.h"

#include <inttypes.h>

#define ELEMENTS_SHOWN 5 /* of those that one change is about */
#define CHANGES_SHOWN 12
#define WHY_SHOWN 3

static struct slice
served(struct printer *p, const struct plan *plan, const struct variant *v)
{
    return solve_words_regimes(p->a, plan->regimes, v->regimes, v->nregimes, ", ");
}

static bool
has_weights(const struct plan *plan)
{
    for (size_t i = 0; plan->weights && i < plan->nregimes; i++)
        if (plan->weights[i] != 1)
            return true;
    return false;
}

/* "3 product variants serve all 8 regimes" */
static void
headline(struct buf *b, const struct plan *plan)
{
    size_t served_regimes = plan->nregimes - plan->nunserved;
    const char *all = plan->nunserved || plan->nregimes < 2 ? "" : "all ";
    if (plan->n == 0)
        buf_printf(b, "%s %s%zu regime%s asked for",
                   plan->minimum ? "No product serves" : "No product was found that serves",
                   plan->nregimes == 1 ? "the " : "any of the ", plan->nregimes,
                   plan->nregimes == 1 ? "" : "s");
    else
        buf_printf(b, "%zu product variant%s serve%s %s%zu regime%s", plan->n,
                   plan->n == 1 ? "" : "s", plan->n == 1 ? "s" : "", all, served_regimes,
                   served_regimes == 1 ? "" : "s");
}

static void
summary(struct printer *p, const struct plan *plan)
{
    struct buf b;
    buf_init(&b, p->a, (size_t)1 << 16);
    headline(&b, plan);
    if (plan->nunserved && plan->n)
        buf_printf(&b, " of %zu", plan->nregimes);
    if (plan->n > 1)
        buf_str(&b, plan->minimum ? "; fewer cannot (proven)"
                                  : "; whether fewer could was not found out");
    buf_printf(&b, "; as of %.*s", SL_FMT(date_print(p->a, plan->on)));
    printer_ink(p, plan->nunserved ? INK_BAD : INK_GOOD);
    printer_wrapped(p, 0, 0, buf_slice(&b));
    printer_ink(p, INK_NONE);
    if (plan->nunserved)
        printer_wrapped(p, 0, 4,
                        arena_printf(p->a, "Not served%s: %.*s", plan->minimum ? "" : " so far",
                                     SL_FMT(solve_words_regimes(p->a, plan->regimes, plan->unserved,
                                                                plan->nunserved, ", "))));
    buf_u8(p->out, '\n');
}

/* Which regime is served by which variant, in the order of the regimes. */
static void
overview(struct printer *p, const struct plan *plan)
{
    if (plan->n < 2)
        return;
    for (size_t i = 0; i < plan->n; i++) {
        struct slice head = arena_printf(p->a, "  %zu", i + 1);
        printer_ink(p, INK_BOLD);
        buf_add(p->out, head);
        printer_ink(p, INK_NONE);
        buf_str(p->out, "  ");
        printer_wrapped(p, head.n + 2, head.n + 2, served(p, plan, &plan->variants[i]));
    }
    buf_u8(p->out, '\n');
}

/* ---- one variant ---------------------------------------------------------------------------- */

/* "US-SP800-52r2 §3.1, NL-NCSC-TLS 3.3.1": each clause once. */
static struct slice
clauses(struct printer *p, const struct change *c)
{
    struct slices names = {NEW_ARRAY(p->a, struct slice, c->nrules), 0};
    for (size_t i = 0; i < c->nrules; i++) {
        struct slice name = requirement_clause(p->a, c->rules[i]);
        size_t k = 0;
        while (k < names.n && !slice_eq(names.v[k], name))
            k++;
        if (k == names.n)
            names.v[names.n++] = name;
    }
    return names_text(p->a, &names, p->verbose ? SIZE_MAX : 2);
}

/* "switch on TLS 1.3 (versions of the endpoint)"; several elements in one breath. */
static struct slice
change_words(struct printer *p, const struct change *c, const struct slices *elements)
{
    struct slice field = c->field ? config_label(p->a, c->field) : (struct slice){0};
    const char *verb = c->kind == CHANGE_ON ? "switch on" : "switch off";
    if (!c->field)
        return arena_printf(p->a, "%s the %.*s", c->kind == CHANGE_OFF ? "drop" : "present",
                            SL_FMT(c->to.n ? c->to : c->asset));
    if (change_is_unseen(c))
        return arena_printf(p->a, "%.*s: %.*s, in the %.*s", SL_FMT(field), SL_FMT(c->to),
                            SL_FMT(c->asset));
    if (c->kind == CHANGE_REPLACE)
        return arena_printf(p->a, "%.*s: %.*s instead of %.*s, in the %.*s", SL_FMT(field),
                            SL_FMT(c->to), SL_FMT(c->from), SL_FMT(c->asset));
    if (c->to.n == 0)
        return arena_printf(p->a, "%s %.*s, in the %.*s", verb, SL_FMT(field), SL_FMT(c->asset));
    return arena_printf(p->a, "%s %.*s (%.*s of the %.*s)", verb,
                        SL_FMT(names_text(p->a, elements, p->verbose ? SIZE_MAX : ELEMENTS_SHOWN)),
                        SL_FMT(field), SL_FMT(c->asset));
}

static void
change(struct printer *p, const struct change *c, const struct slices *elements)
{
    static const struct {
        const char *mark;
        enum ink ink;
    } looks[] = {
        [CHANGE_ON] = {"+", INK_GOOD},
        [CHANGE_OFF] = {"-", INK_BAD},
        [CHANGE_REPLACE] = {"~", INK_UNSURE},
    };
    buf_str(p->out, "    ");
    printer_ink(p, looks[c->kind].ink);
    buf_str(p->out, change_is_unseen(c) ? "?" : looks[c->kind].mark);
    printer_ink(p, INK_NONE);
    buf_u8(p->out, ' ');
    printer_wrapped(p, 6, 6, change_words(p, c, elements));
    if (c->nrules)
        printer_detail(p, INK_DIM, "for", clauses(p, c));
}

/* "4 changes", "4 changes, and 20 facts that were not seen to make sure of" */
static struct slice
change_count(struct printer *p, const struct variant *v)
{
    size_t unseen = 0;
    for (size_t i = 0; i < v->nchanges; i++)
        unseen += change_is_unseen(&v->changes[i]);
    size_t n = v->nchanges - unseen;
    struct slice changes = arena_printf(p->a, "%zu change%s", n, n == 1 ? "" : "s");
    if (unseen == 0)
        return changes;
    return arena_printf(p->a, "%.*s, and %zu thing%s to make sure of that %s not seen%s",
                        SL_FMT(changes), unseen, unseen == 1 ? "" : "s",
                        unseen == 1 ? "was" : "were", p->verbose ? "" : " (--all shows them)");
}

/* What has to be changed; with --all also what was not seen and has to be so. */
static void
changes(struct printer *p, const struct variant *v)
{
    size_t shown = 0, left = 0;
    struct slices elements;
    for (size_t i = 0; i < v->nchanges; i++) {
        if (change_is_unseen(&v->changes[i]) ||
            !change_group(&elements, p->a, v->changes, v->nchanges, i))
            continue;
        if (p->verbose || shown < CHANGES_SHOWN)
            change(p, &v->changes[i], &elements);
        else
            left += elements.n;
        shown++;
    }
    if (left)
        buf_printf(p->out, "      and %zu more (--all shows them)\n", left);
    if (p->verbose)
        for (size_t i = 0; i < v->nchanges; i++)
            if (change_is_unseen(&v->changes[i]))
                change(p, &v->changes[i], &elements);
}

/* Of the variant, and of the server program that is configured for it. */
static void
duties(struct printer *p, const struct variant *v, const struct emitted *em)
{
    const struct slices *lists[] = {&v->duties, em ? &em->duties : NULL};
    if (v->duties.n + (em ? em->duties.n : 0) == 0)
        return;
    buf_str(p->out, "  Left to do by other means:\n");
    for (size_t k = 0; k < COUNT_OF(lists); k++)
        for (size_t i = 0; lists[k] && i < lists[k]->n; i++) {
            buf_str(p->out, p->utf8 ? "    • " : "    * ");
            printer_wrapped(p, 6, 6, lists[k]->v[i]);
        }
}

/* What the server program cannot do, and where its files are. */
static void
emitted(struct printer *p, const struct solve_about *about, size_t index)
{
    const struct emitted *em = &about->emitted[index];
    if (em->ngaps)
        buf_printf(p->out, "  What %s cannot do:\n", about->emit);
    for (size_t i = 0; i < em->ngaps; i++) {
        const struct emit_gap *g = &em->gaps[i];
        buf_str(p->out, "    ");
        printer_ink(p, INK_UNSURE);
        buf_str(p->out, "! ");
        printer_ink(p, INK_NONE);
        printer_wrapped(p, 6, 6,
                        arena_printf(p->a, "%.*s: %.*s", SL_FMT(g->wanted), SL_FMT(g->why)));
        printer_detail(p, INK_GOOD, "what could:", g->would);
    }
    if (about->emit_dir.n) {
        buf_str(p->out, "  ");
        printer_wrapped(
            p, 2, 4,
            arena_printf(p->a, "Files: %.*s/variant-%zu", SL_FMT(about->emit_dir), index + 1));
    }
}

/* As they are: what is copied out of them must work. */
static void
files(struct printer *p, const struct plan *plan, const struct solve_about *about)
{
    for (size_t v = 0; about->emitted && about->emit_dir.n == 0 && v < plan->n; v++)
        for (size_t i = 0; i < about->emitted[v].nfiles; i++) {
            const struct emit_file *f = &about->emitted[v].files[i];
            printer_ink(p, INK_BOLD);
            buf_printf(p->out, "%s variant %zu, %s: %s\n", p->utf8 ? "──" : "--", v + 1, f->name,
                       f->about);
            printer_ink(p, INK_NONE);
            struct slice rest = f->text, line;
            while (slice_cut(&rest, '\n', &line)) {
                printer_safe(p, line);
                buf_u8(p->out, '\n');
            }
            buf_u8(p->out, '\n');
        }
}

static void
variant(struct printer *p, const struct plan *plan, const struct variant *v, size_t number,
        const struct solve_about *about)
{
    struct slice head = arena_printf(p->a, "Variant %zu serves ", number);
    printer_ink(p, INK_BOLD);
    buf_add(p->out, head);
    printer_wrapped(p, head.n, 4, served(p, plan, v));
    printer_ink(p, INK_NONE);
    if (has_weights(plan))
        buf_printf(p->out, "  worth %" PRId64 "\n", v->weight);
    if (v->nalso) {
        buf_str(p->out, "  passes also ");
        printer_wrapped(p, 14, 4,
                        solve_words_regimes(p->a, plan->regimes, v->also, v->nalso, ", "));
    }
    solve_text_configuration(p, 2, &v->configuration, p->verbose);
    if (about->from.n && v->configuration.n) {
        printer_spaces(p, 2);
        printer_wrapped(p, 2, 4,
                        v->nchanges
                            ? arena_printf(p->a, "From %.*s: %.*s", SL_FMT(about->from),
                                           SL_FMT(change_count(p, v)))
                            : arena_printf(p->a, "Nothing to change in %.*s", SL_FMT(about->from)));
        changes(p, v);
    }
    if (about->emitted)
        emitted(p, about, number - 1);
    duties(p, v, about->emitted ? &about->emitted[number - 1] : NULL);
    if (!v->proven)
        printer_detail(p, INK_UNSURE, "not proven:",
                       v->configuration.n == 0
                           ? SL("a product that does it exists, but was not worked out")
                       : about->from.n ? SL("a smaller change may do, or a stronger configuration")
                                       : SL("a stronger configuration may do"));
    buf_u8(p->out, '\n');
}

/* ---- beside the variants -------------------------------------------------------------------- */

/* Where one variant alone is to be built: which one. */
static void
best(struct printer *p, const struct plan *plan)
{
    const struct variant *v = &plan->best;
    if (v->nregimes == 0 || plan->n < 2)
        return;
    const char *proof = plan->best_proven ? "nothing is worth more (proven)"
                                          : "whether something is worth more was not found out";
    solve_text_heading(p, "If only one can be built");
    if (plan->variants[0].weight == v->weight) {
        solve_text_item(p, arena_printf(p->a, "variant 1 above: %s", proof));
    } else {
        solve_text_item(p,
                        arena_printf(p->a, "one for %.*s: %s", SL_FMT(served(p, plan, v)), proof));
        solve_text_configuration(p, 4, &v->configuration, p->verbose);
    }
    buf_u8(p->out, '\n');
}

/* The smallest change for each regime alone. */
static void
each(struct printer *p, const struct plan *plan, const struct solve_about *about)
{
    if (plan->neach == 0)
        return;
    solve_text_heading(p, "Smallest change for each regime alone");
    for (size_t i = 0; i < plan->neach; i++) {
        const struct variant *v = &plan->each[i];
        struct slice id = plan->regimes[i]->id;
        buf_str(p->out, "  ");
        printer_ink(p, INK_BOLD);
        printer_safe(p, id);
        printer_ink(p, INK_NONE);
        buf_str(p->out, ": ");
        struct slice what =
            v->nregimes == 0          ? v->proven ? SL("no change is enough") : SL("not found out")
                     : v->configuration.n == 0 ? SL("some change is enough, but it was not worked out")
            : v->nchanges == 0 ? arena_printf(p->a, "%.*s is fine as it is", SL_FMT(about->from))
                               : change_count(p, v);
        printer_wrapped(p, 4 + printer_width(id), 4, what);
        changes(p, v);
    }
    buf_u8(p->out, '\n');
}

static void
why(struct printer *p, const struct plan *plan)
{
    if (plan->nwhy == 0)
        return;
    size_t shown = p->verbose || plan->nwhy <= WHY_SHOWN ? plan->nwhy : WHY_SHOWN;
    solve_text_heading(p, "Why not one variant for all");
    for (size_t i = 0; i < shown; i++)
        solve_text_conflict(p, plan->regimes, &plan->why[i]);
    if (shown < plan->nwhy)
        solve_text_item(p, arena_printf(p->a,
                                        "and %zu more (--all shows them; comity conflicts has all)",
                                        plan->nwhy - shown));
    buf_u8(p->out, '\n');
}

/* What was not analysed, no machine can check. */
static bool
all_checked(const struct plan *plan)
{
    for (size_t i = 0; i < plan->nunanalysed; i++)
        if (plan->unanalysed[i].requirement->cannot_check.n == 0)
            return false;
    return true;
}

static void
footer(struct printer *p, const struct plan *plan, const struct solve_about *about)
{
    if (about->server.n)
        printer_wrapped(
            p, 0, 0,
            arena_printf(p->a, "Planned with what %.*s can do only.", SL_FMT(about->server)));
    printer_ink(p, plan->complete ? INK_NONE : INK_UNSURE);
    printer_wrapped(p, 0, 0,
                    plan->complete
                        ? all_checked(plan)
                              ? SL("Every configuration above was judged again and passes all that "
                                   "a machine can check.")
                              : SL("Every configuration above was judged again and passes all that "
                                   "was analysed: comity check says more.")
                        : SL("Incomplete: the budget ran out, or it was interrupted. What is shown "
                             "holds; something better may exist. --budget N lets it look longer."));
    printer_ink(p, INK_NONE);
}

void
plan_text(struct buf *out, const struct plan *plan, const struct solve_about *about,
          const struct terminal_style *style)
{
    struct printer p;
    printer_init(&p, out, style->columns, style->colour, style->utf8);
    p.verbose = style->all;
    summary(&p, plan);
    overview(&p, plan);
    for (size_t i = 0; i < plan->n; i++)
        variant(&p, plan, &plan->variants[i], i + 1, about);
    files(&p, plan, about);
    best(&p, plan);
    each(&p, plan, about);
    why(&p, plan);
    solve_text_unanalysed(&p, plan->unanalysed, plan->nunanalysed);
    footer(&p, plan, about);
}
