/* SPDX-License-Identifier: Apache-2.0 */
#include "report/conflicts_html.h"

#include "report/config_rows.h"
#include "report/html_solve.h"
#include "report/html_text.h"

#define SHOWN 2 /* conflicts of a pair before the rest is folded */

struct look {
    const char *mark, *css, *words;
};

static const struct look *
look_of(enum together t)
{
    static const struct look looks[] = {
        [TOGETHER_YES] = {"✓", "pass", "can share a product"},
        [TOGETHER_NO] = {"✗", "fail", "cannot share a product"},
        [TOGETHER_UNKNOWN] = {"?", "unknown", "not found out"},
    };
    return &looks[t];
}

static const struct pair *
pair_at(const struct conflicts *c, size_t x, size_t y)
{
    size_t a = x < y ? x : y, b = x < y ? y : x;
    return &c->pairs[a * (2 * c->nregimes - a - 1) / 2 + b - a - 1];
}

static size_t
count(const struct conflicts *c, enum together t)
{
    size_t n = 0;
    for (size_t i = 0; i < c->npairs; i++)
        n += c->pairs[i].together == t;
    return n;
}

/* ---- the matrix ----------------------------------------------------------------------------- */

static void
cell(struct buf *b, const struct conflicts *c, size_t row, size_t col)
{
    if (row == col) {
        if (c->alone[row])
            buf_str(b, "<td class=\"self\"></td>");
        else
            buf_printf(b,
                       "<td><a class=\"fail\" href=\"#alone-%zu\" title=\"contradicts itself\">✗"
                       "</a></td>",
                       row);
        return;
    }
    const struct pair *p = pair_at(c, row, col);
    const struct look *look = look_of(p->together);
    buf_printf(b, "<td><a class=\"%s\" href=\"#p%zu-%zu\" title=\"", look->css, p->a, p->b);
    html_text(b, c->regimes[row]->id);
    buf_str(b, " and ");
    html_text(b, c->regimes[col]->id);
    buf_printf(b, ": %s\">%s</a></td>", look->words, look->mark);
}

static void
matrix(struct buf *b, const struct conflicts *c)
{
    if (c->npairs == 0)
        return;
    buf_str(b, "<div class=\"scroll\"><table class=\"grid\"><thead><tr><td></td>");
    for (size_t i = 0; i < c->nregimes; i++) {
        buf_str(b, "<th scope=\"col\"><span>");
        html_text(b, c->regimes[i]->id);
        buf_str(b, "</span></th>");
    }
    buf_str(b, "</tr></thead><tbody>\n");
    for (size_t row = 0; row < c->nregimes; row++) {
        buf_str(b, "<tr><th scope=\"row\">");
        html_text(b, c->regimes[row]->id);
        buf_str(b, "<small>");
        html_text(b, text_get(&c->regimes[row]->title, "en"));
        buf_str(b, "</small></th>");
        for (size_t col = 0; col < c->nregimes; col++)
            cell(b, c, row, col);
        buf_str(b, "</tr>\n");
    }
    buf_str(b, "</tbody></table></div>\n<ul class=\"legend\">"
               "<li><span class=\"pass\">✓</span>one product can satisfy both</li>"
               "<li><span class=\"fail\">✗</span>no product can</li>"
               "<li><span class=\"unknown\">?</span>not found out</li>"
               "<li>Each cell is one click from the clauses behind it.</li></ul>\n");
}

static void
summary(struct buf *b, const struct conflicts *c)
{
    if (c->npairs == 0)
        return;
    buf_str(b, "<p class=\"tiles\">");
    for (enum together t = TOGETHER_YES; t <= TOGETHER_UNKNOWN; t++) {
        size_t n = count(c, t);
        if (n)
            buf_printf(b, "<span class=\"%s\"><b>%zu</b> pair%s %s</span>", look_of(t)->css, n,
                       n == 1 ? "" : "s", look_of(t)->words);
    }
    buf_str(b, "</p>\n");
}

/* ---- what goes together --------------------------------------------------------------------- */

static void
largest(struct buf *b, const struct conflicts *c)
{
    if (c->nlargest == 0)
        return;
    buf_str(b, "<h2>Go together in one product</h2>\n<p class=\"lead\">The largest sets: nothing "
               "can be added to any of them.</p>\n<div class=\"sets\">");
    for (size_t i = 0; i < c->nlargest; i++) {
        const struct largest *l = &c->largest[i];
        buf_printf(b, "<section class=\"regime\" id=\"set%zu\">", i);
        html_solve_regimes(b, c->regimes, l->regimes, l->n);
        if (l->example) {
            buf_str(b, "<details class=\"seen\"><summary>A product that satisfies all of "
                       "them</summary>\n");
            html_solve_configuration(b, l->example);
            buf_str(b, "</details>");
        }
        buf_str(b, "</section>\n");
    }
    buf_str(b, "</div>\n");
}

static bool
has(const struct largest *l, size_t regime)
{
    for (size_t i = 0; i < l->n; i++)
        if (l->regimes[i] == regime)
            return true;
    return false;
}

/* A set that holds both, with its product. */
static void
link_to_set(struct buf *b, const struct conflicts *c, const struct pair *p)
{
    for (size_t i = 0; i < c->nlargest; i++)
        if (has(&c->largest[i], p->a) && has(&c->largest[i], p->b)) {
            buf_printf(b, " <a href=\"#set%zu\">a product for both</a>", i);
            return;
        }
}

static void
side(struct buf *b, const struct conflicts *c, size_t regime, const struct requirement *const *v,
     size_t n)
{
    buf_str(b, "<td data-of=\"");
    html_text(b, c->regimes[regime]->id);
    buf_str(b, "\">");
    html_solve_clauses(b, v, n);
    buf_str(b, "</td>");
}

static void
differences(struct buf *b, const struct conflicts *c, const struct pair *p)
{
    buf_printf(b,
               "<details><summary>They differ in %zu field%s, and one value satisfies both"
               "</summary><div class=\"scroll\"><table class=\"facts differ\"><thead><tr>"
               "<th scope=\"col\">Field</th><th scope=\"col\">",
               p->ndifferences, p->ndifferences == 1 ? "" : "s");
    html_text(b, c->regimes[p->a]->id);
    buf_str(b, "</th><th scope=\"col\">");
    html_text(b, c->regimes[p->b]->id);
    buf_str(b, "</th><th scope=\"col\">Satisfies both</th></tr></thead><tbody>\n");
    for (size_t i = 0; i < p->ndifferences; i++) {
        const struct difference *d = &p->differences[i];
        buf_str(b, "<tr><th scope=\"row\">");
        html_text(b, config_label(b->a, d->field));
        buf_printf(b, "<small>%s</small></th>",
                   d->class == RECONCILE_STRICTER ? "by the stricter value" : "by what both allow");
        side(b, c, p->a, d->rules[0], d->nrules[0]);
        side(b, c, p->b, d->rules[1], d->nrules[1]);
        buf_str(b, "<td data-of=\"Satisfies both\">");
        html_text(b, d->settled);
        buf_str(b, "</td></tr>\n");
    }
    buf_str(b, "</tbody></table></div></details>\n");
}

/* ---- pairs ---------------------------------------------------------------------------------- */

/* "CN-SM §5; US-FED §3.3.1": a conflict that is like another, in one line. */
static void
brief(struct buf *b, const struct conflict *c)
{
    buf_str(b, "<li>");
    for (size_t i = 0; i < c->n; i++) {
        const struct clash_member *m = &c->members[i];
        buf_str(b, i ? " × " : "");
        if (m->nrules) {
            html_solve_clause(b, m->rules[0]);
            buf_str(b, " <code>");
            html_text(b, m->rules[0]->id);
            buf_str(b, "</code>");
        } else {
            html_text(b, m->limit);
        }
    }
    buf_str(b, "</li>\n");
}

/* The conflicts of a pair that are like no earlier one, from the `from`-th of them on. */
static size_t
first_ones(struct buf *b, const struct conflicts *c, const struct pair *p, size_t from, size_t to)
{
    size_t n = 0;
    for (size_t i = 0; i < p->nconflicts; i++) {
        const struct conflict *one = &c->list[p->conflicts[i]];
        if (one->like != p->conflicts[i])
            continue;
        if (b && n >= from && n < to)
            html_solve_conflict(b, c->regimes, one);
        n++;
    }
    return n;
}

static void
pair_conflicts(struct buf *b, const struct conflicts *c, const struct pair *p)
{
    size_t first = first_ones(NULL, c, p, 0, 0), others = p->nconflicts - first;
    size_t shown = first > SHOWN + 1 ? SHOWN : first;
    first_ones(b, c, p, 0, shown);
    if (shown < first) {
        buf_printf(b, "<details><summary>%zu more over other fields</summary>\n", first - shown);
        first_ones(b, c, p, shown, first);
        buf_str(b, "</details>\n");
    }
    if (others == 0)
        return;
    buf_printf(b, "<details><summary>%zu more over the same fields</summary><ul class=\"plain\">\n",
               others);
    for (size_t i = 0; i < p->nconflicts; i++)
        if (c->list[p->conflicts[i]].like != p->conflicts[i])
            brief(b, &c->list[p->conflicts[i]]);
    buf_str(b, "</ul></details>\n");
}

static void
pair_head(struct buf *b, const struct conflicts *c, const struct pair *p)
{
    const struct look *look = look_of(p->together);
    buf_printf(b,
               "<section class=\"regime\" id=\"p%zu-%zu\"><header><span class=\"verdict %s\">%s"
               "</span><h3>",
               p->a, p->b, look->css, look->mark);
    html_text(b, c->regimes[p->a]->id);
    buf_str(b, p->together == TOGETHER_NO ? " × " : " + ");
    html_text(b, c->regimes[p->b]->id);
    buf_str(b, "</h3><span class=\"who\">");
    buf_str(b, look->words);
    if (p->together == TOGETHER_YES)
        link_to_set(b, c, p);
    buf_str(b, "</span><a class=\"top\" href=\"#top\">↑ matrix</a></header>\n");
}

static void
pairs(struct buf *b, const struct conflicts *c, enum together t, const char *title,
      const char *lead)
{
    if (count(c, t) == 0)
        return;
    buf_printf(b, "<h2>%s</h2>\n<p class=\"lead\">%s</p>\n", title, lead);
    for (size_t i = 0; i < c->npairs; i++) {
        const struct pair *p = &c->pairs[i];
        if (p->together != t)
            continue;
        pair_head(b, c, p);
        if (t == TOGETHER_NO)
            pair_conflicts(b, c, p);
        if (p->ndifferences)
            differences(b, c, p);
        buf_str(b, "</section>\n");
    }
}

/* A regime that nothing satisfies. */
static void
alone(struct buf *b, const struct conflicts *c)
{
    for (size_t r = 0; r < c->nregimes; r++) {
        if (c->alone[r])
            continue;
        buf_printf(b,
                   "<section class=\"regime\" id=\"alone-%zu\"><header><span class=\"verdict "
                   "fail\">✗</span><h3>",
                   r);
        html_text(b, c->regimes[r]->id);
        buf_str(b, "</h3><span class=\"who\">cannot be met even by itself</span>"
                   "<a class=\"top\" href=\"#top\">↑ matrix</a></header>\n");
        for (size_t i = 0; i < c->n; i++)
            if (c->list[i].nregimes == 1 && c->list[i].regimes[0] == r)
                html_solve_conflict(b, c->regimes, &c->list[i]);
        buf_str(b, "</section>\n");
    }
}

/* Conflicts that take three regimes or more. */
static void
many(struct buf *b, const struct conflicts *c)
{
    bool any = false;
    for (size_t i = 0; i < c->n; i++) {
        const struct conflict *one = &c->list[i];
        if (one->nregimes < 3)
            continue;
        if (!any)
            buf_str(b, "<h2>Collide only together</h2>\n<p class=\"lead\">Two by two they go "
                       "together; all of them do not.</p>\n");
        any = true;
        buf_str(b, "<section class=\"regime\"><header><span class=\"verdict fail\">✗</span>");
        html_solve_regimes(b, c->regimes, one->regimes, one->nregimes);
        buf_str(b, "</header>\n");
        html_solve_conflict(b, c->regimes, one);
        buf_str(b, "</section>\n");
    }
}

void
conflicts_html(struct buf *out, const struct conflicts *c, const struct solve_about *about)
{
    html_solve_open(out, arena_printf(out->a, "%zu regime%s: what goes together, what collides",
                                      c->nregimes, c->nregimes == 1 ? "" : "s"));
    html_solve_lead(out, about, c->on);
    if (!c->complete)
        buf_str(out, "<p class=\"notice caveat\">Incomplete: the budget ran out, or the search was "
                     "interrupted. What is listed holds; more may exist.</p>\n");
    summary(out, c);
    matrix(out, c);
    largest(out, c);
    alone(out, c);
    pairs(out, c, TOGETHER_NO, "Collide",
          "No product meets the clauses that stand side by side; without any one of them there is "
          "one. <span class=\"mark fail\">✗</span> says how a product that meets all the others "
          "breaks this one.");
    many(out, c);
    pairs(out, c, TOGETHER_YES, "Differ, and go together",
          "Two by two: what looks like a conflict, and the value that satisfies both.");
    pairs(out, c, TOGETHER_UNKNOWN, "Not found out", "The search was cut short before these.");
    html_solve_unanalysed(out, c->unanalysed, c->nunanalysed);
    html_solve_close(out);
}
