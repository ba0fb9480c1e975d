/* SPDX-License-Identifier: Apache-2.0 */
#include "report/plan_html.h"

#include "report/config_rows.h"
#include "report/html_solve.h"
#include "report/html_text.h"
#include "solve/change.h"

#include <inttypes.h>

static bool
serves(const struct variant *v, size_t regime)
{
    for (size_t i = 0; i < v->nregimes; i++)
        if (v->regimes[i] == regime)
            return true;
    return false;
}

static bool
has_weights(const struct plan *p)
{
    for (size_t i = 0; p->weights && i < p->nregimes; i++)
        if (p->weights[i] != 1)
            return true;
    return false;
}

/* ---- what serves what ----------------------------------------------------------------------- */

static void
row(struct buf *b, const struct plan *p, size_t regime)
{
    bool any = false;
    buf_str(b, "<tr><th scope=\"row\">");
    html_text(b, p->regimes[regime]->id);
    buf_str(b, "<small>");
    html_text(b, text_get(&p->regimes[regime]->title, "en"));
    buf_str(b, "</small></th>");
    if (has_weights(p))
        buf_printf(b, "<td class=\"n\">%" PRId64 "</td>", p->weights[regime]);
    buf_str(b, "<td>");
    for (size_t i = 0; i < p->n; i++)
        if (serves(&p->variants[i], regime)) {
            buf_printf(b, "<a class=\"verdict pass\" href=\"#v%zu\">variant %zu</a> ", i, i + 1);
            any = true;
        }
    if (!any)
        buf_str(b, "<span class=\"verdict fail\">not served</span>");
    buf_str(b, "</td></tr>\n");
}

static void
overview(struct buf *b, const struct plan *p)
{
    buf_str(b, "<table class=\"serves\"><thead><tr><th scope=\"col\">Regime</th>");
    if (has_weights(p))
        buf_str(b, "<th scope=\"col\">Worth</th>");
    buf_str(b, "<th scope=\"col\">Served by</th></tr></thead><tbody>\n");
    for (size_t i = 0; i < p->nregimes; i++)
        row(b, p, i);
    buf_str(b, "</tbody></table>\n");
}

static void
summary(struct buf *b, const struct plan *p)
{
    buf_str(b, "<p class=\"tiles\">");
    if (p->n)
        buf_printf(b, "<span class=\"pass\"><b>%zu</b> variant%s serve%s %zu of %zu regimes</span>",
                   p->n, p->n == 1 ? "" : "s", p->n == 1 ? "s" : "", p->nregimes - p->nunserved,
                   p->nregimes);
    if (p->n > 1)
        buf_str(b, p->minimum ? "<span class=\"na\">fewer cannot: proven</span>"
                              : "<span class=\"unknown\">whether fewer could was not found "
                                "out</span>");
    if (p->nunserved)
        buf_printf(b, "<span class=\"fail\"><b>%zu</b> not served%s</span>", p->nunserved,
                   p->minimum ? "" : " so far");
    buf_str(b, "</p>\n");
    if (!p->complete)
        buf_str(b, "<p class=\"notice caveat\">Incomplete: the budget ran out, or the search was "
                   "interrupted. What is shown holds; something better may exist.</p>\n");
}

/* ---- changes -------------------------------------------------------------------------------- */

static void
change_words(struct buf *b, const struct change *c, const struct slices *elements)
{
    static const char *const verbs[] = {
        [CHANGE_ON] = "Switch on ", [CHANGE_OFF] = "Switch off ", [CHANGE_REPLACE] = "Replace "};
    if (!c->field) {
        buf_str(b, c->kind == CHANGE_OFF ? "Drop the " : "Present the ");
        html_text(b, c->to.n ? c->to : c->asset);
        return;
    }
    buf_str(b, change_is_unseen(c) ? "Make sure of " : verbs[c->kind]);
    struct slice field = config_label(b->a, c->field);
    if (c->kind == CHANGE_REPLACE) {
        html_text(b, field);
        buf_str(b, change_is_unseen(c) ? " " : " <code>");
        if (!change_is_unseen(c)) {
            html_foreign(b, c->from);
            buf_str(b, "</code> by ");
        }
    }
    if (c->to.n == 0) {
        html_text(b, field);
        buf_str(b, ", ");
        html_text(b, c->asset);
        return;
    }
    for (size_t i = 0; i < elements->n; i++) {
        buf_str(b, i ? ", <code>" : "<code>");
        html_text(b, elements->v[i]);
        buf_str(b, "</code>");
    }
    if (c->kind != CHANGE_REPLACE) {
        buf_str(b, " (");
        html_text(b, field);
        buf_str(b, ")");
    }
    buf_str(b, ", ");
    html_text(b, c->asset);
}

static void
change(struct buf *b, const struct change *c, const struct slices *elements)
{
    static const struct {
        const char *css, *mark;
    } looks[] = {
        [CHANGE_ON] = {"pass", "+"},
        [CHANGE_OFF] = {"fail", "−"},
        [CHANGE_REPLACE] = {"unknown", "~"},
    };
    buf_printf(b, "<li><span class=\"mark %s\">%s</span> ", looks[c->kind].css,
               looks[c->kind].mark);
    change_words(b, c, elements);
    if (c->nrules) {
        buf_str(b, "<small>for ");
        html_solve_clauses(b, c->rules, c->nrules);
        buf_str(b, "</small>");
    }
    buf_str(b, "</li>\n");
}

static size_t
count_unseen(const struct variant *v)
{
    size_t n = 0;
    for (size_t i = 0; i < v->nchanges; i++)
        n += change_is_unseen(&v->changes[i]);
    return n;
}

static void
change_list_of(struct buf *b, const struct variant *v, bool unseen)
{
    buf_str(b, "<ul class=\"changes\">\n");
    struct slices elements;
    for (size_t i = 0; i < v->nchanges; i++)
        if (change_is_unseen(&v->changes[i]) == unseen &&
            change_group(&elements, b->a, v->changes, v->nchanges, i))
            change(b, &v->changes[i], &elements);
    buf_str(b, "</ul>\n");
}

/* What has to be changed, and folded what was not seen and has to be so. */
static void
changes(struct buf *b, const struct variant *v)
{
    size_t unseen = count_unseen(v);
    if (v->nchanges > unseen)
        change_list_of(b, v, false);
    if (unseen == 0)
        return;
    buf_printf(b, "<details><summary>%zu thing%s to make sure of that %s not seen</summary>\n",
               unseen, unseen == 1 ? "" : "s", unseen == 1 ? "was" : "were");
    change_list_of(b, v, true);
    buf_str(b, "</details>\n");
}

/* ---- a variant ------------------------------------------------------------------------------ */

static void
gaps(struct buf *b, const struct emitted *em, const char *server)
{
    if (em->ngaps == 0)
        return;
    buf_printf(b, "<h4>What %s cannot do</h4><ul class=\"plain\">\n", server);
    for (size_t i = 0; i < em->ngaps; i++) {
        buf_str(b, "<li><b>");
        html_text(b, em->gaps[i].wanted);
        buf_str(b, "</b>: ");
        html_text(b, em->gaps[i].why);
        if (em->gaps[i].would.n) {
            buf_str(b, ". <span class=\"would\">What could: ");
            html_text(b, em->gaps[i].would);
            buf_str(b, "</span>");
        }
        buf_str(b, "</li>\n");
    }
    buf_str(b, "</ul>\n");
}

static void
files(struct buf *b, const struct solve_about *about, size_t index)
{
    const struct emitted *em = &about->emitted[index];
    gaps(b, em, about->emit);
    if (about->emit_dir.n) {
        buf_str(b, "<p class=\"note\">Its files lie in <code>");
        html_foreign(b, about->emit_dir);
        buf_printf(b, "/variant-%zu</code>.</p>\n", index + 1);
        return;
    }
    for (size_t i = 0; i < em->nfiles; i++) {
        buf_printf(b, "<details class=\"seen\"><summary>%s: %s</summary><pre>", em->files[i].name,
                   em->files[i].about);
        html_text(b, em->files[i].text);
        buf_str(b, "</pre></details>\n");
    }
}

/* Of the variant, and of the server program that is configured for it. */
static void
duties(struct buf *b, const struct variant *v, const struct emitted *em)
{
    const struct slices *lists[] = {&v->duties, em ? &em->duties : NULL};
    if (v->duties.n + (em ? em->duties.n : 0) == 0)
        return;
    buf_str(b, "<h4>Left to do by other means</h4><ul class=\"plain\">\n");
    for (size_t k = 0; k < COUNT_OF(lists); k++)
        for (size_t i = 0; lists[k] && i < lists[k]->n; i++) {
            buf_str(b, "<li>");
            html_text(b, lists[k]->v[i]);
            buf_str(b, "</li>\n");
        }
    buf_str(b, "</ul>\n");
}

static void
variant(struct buf *b, const struct plan *p, size_t index, const struct solve_about *about)
{
    const struct variant *v = &p->variants[index];
    buf_printf(b, "<section class=\"regime\" id=\"v%zu\"><header><h3>Variant %zu</h3>", index,
               index + 1);
    html_solve_regimes(b, p->regimes, v->regimes, v->nregimes);
    if (has_weights(p))
        buf_printf(b, "<span class=\"who\">worth %" PRId64 "</span>", v->weight);
    buf_str(b, "<a class=\"top\" href=\"#top\">↑ top</a></header>\n");
    if (v->nalso) {
        buf_str(b, "<p class=\"note\">Passes also ");
        html_solve_regimes(b, p->regimes, v->also, v->nalso);
        buf_str(b, "</p>\n");
    }
    if (!v->proven)
        buf_str(b, "<p class=\"note caveat\">That nothing better exists was not proven.</p>\n");
    if (v->configuration.n == 0) {
        buf_str(b, "<p class=\"note caveat\">A product that does it exists, but was not worked "
                   "out.</p>\n</section>\n");
        return;
    }
    if (about->from.n) {
        size_t n = v->nchanges - count_unseen(v);
        buf_printf(b, "<h4>From today's product: %zu change%s</h4>\n", n, n == 1 ? "" : "s");
        changes(b, v);
    }
    buf_str(b, "<h4>Configuration</h4>\n");
    html_solve_configuration(b, &v->configuration);
    if (about->emitted)
        files(b, about, index);
    duties(b, v, about->emitted ? &about->emitted[index] : NULL);
    buf_str(b, "</section>\n");
}

/* ---- beside the variants -------------------------------------------------------------------- */

static void
best(struct buf *b, const struct plan *p)
{
    const struct variant *v = &p->best;
    if (v->nregimes == 0 || p->n < 2)
        return;
    buf_str(b, "<h2>If only one can be built</h2>\n<p>");
    bool first = p->variants[0].weight == v->weight;
    if (first)
        buf_str(b, "<a href=\"#v0\">Variant 1</a>.");
    else
        html_solve_regimes(b, p->regimes, v->regimes, v->nregimes);
    buf_str(b, p->best_proven ? " Nothing is worth more: proven."
                              : " <span class=\"caveat\">Whether something is worth more was not "
                                "found out.</span>");
    buf_str(b, "</p>\n");
    if (first)
        return;
    buf_str(b, "<details><summary>Its configuration</summary>\n");
    html_solve_configuration(b, &v->configuration);
    buf_str(b, "</details>\n");
}

/* The smallest change for each regime alone. */
static void
each(struct buf *b, const struct plan *p)
{
    if (p->neach == 0)
        return;
    buf_str(b, "<h2>The smallest change for each regime alone</h2>\n");
    for (size_t i = 0; i < p->neach; i++) {
        const struct variant *v = &p->each[i];
        bool possible = v->nregimes > 0;
        const char *css = possible ? "pass" : v->proven ? "fail" : "unknown";
        buf_printf(b, "<details class=\"clause\"><summary><span class=\"mark %s\">%s</span><span>",
                   css,
                   possible    ? "✓"
                   : v->proven ? "✗"
                               : "?");
        html_text(b, p->regimes[i]->id);
        if (v->configuration.n)
            buf_printf(b, ": %zu change%s", v->nchanges - count_unseen(v),
                       v->nchanges - count_unseen(v) == 1 ? "" : "s");
        else
            buf_str(b, possible    ? ": some change is enough, but it was not worked out"
                       : v->proven ? ": no change is enough"
                                   : ": not found out");
        buf_str(b, "</span></summary><div class=\"body\">");
        changes(b, v);
        buf_str(b, "</div></details>\n");
    }
}

static void
why(struct buf *b, const struct plan *p)
{
    if (p->nwhy == 0)
        return;
    buf_str(b, "<h2>Why not one variant for all</h2>\n<p class=\"lead\">No product meets the "
               "clauses that stand side by side; <span class=\"mark fail\">✗</span> says how one "
               "that meets all the others breaks this one.</p>\n");
    for (size_t i = 0; i < p->nwhy; i++) {
        buf_str(b, "<section class=\"regime\"><header><span class=\"verdict fail\">✗</span>");
        html_solve_regimes(b, p->regimes, p->why[i].regimes, p->why[i].nregimes);
        buf_str(b, "</header>\n");
        html_solve_conflict(b, p->regimes, &p->why[i]);
        buf_str(b, "</section>\n");
    }
}

void
plan_html(struct buf *out, const struct plan *p, const struct solve_about *about)
{
    struct slice title =
        p->n == 0 ? arena_printf(out->a, "No product for %zu regime%s", p->nregimes,
                                 p->nregimes == 1 ? "" : "s")
                  : arena_printf(out->a, "%zu product variant%s for %zu regime%s", p->n,
                                 p->n == 1 ? "" : "s", p->nregimes, p->nregimes == 1 ? "" : "s");
    html_solve_open(out, title);
    html_solve_lead(out, about, p->on);
    summary(out, p);
    overview(out, p);
    for (size_t i = 0; i < p->n; i++)
        variant(out, p, i, about);
    best(out, p);
    each(out, p);
    why(out, p);
    html_solve_unanalysed(out, p->unanalysed, p->nunanalysed);
    html_solve_close(out);
}
