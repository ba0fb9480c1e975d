/* SPDX-License-Identifier: Apache-2.0 */
#include "report/html_solve.h"

#include "report/config_rows.h"
#include "report/html_page.h"
#include "report/html_text.h"

static const uint8_t style[] = {
#include "html_solve.inc"
};

void
html_solve_open(struct buf *b, struct slice title)
{
    html_page_open(b, title, slice_of(style, sizeof style));
    buf_str(b, "<h1 id=\"top\">");
    html_text(b, title);
    buf_str(b, "</h1>\n");
}

void
html_solve_close(struct buf *b)
{
    html_page_close(b, "What is said here follows from conditions that a machine can check, as "
                       "they were read: it is not legal advice. Rule texts are in our own words; "
                       "the linked document is the authority.");
}

void
html_solve_lead(struct buf *b, const struct solve_about *about, date_t on)
{
    buf_printf(b, "<p class=\"lead\">As of %.*s, by Comity %.*s; written %.*s.",
               SL_FMT(date_print(b->a, on)), SL_FMT(about->version),
               SL_FMT(date_clock(b->a, about->made)));
    const struct {
        const char *before, *behind;
        struct slice name;
    } rows[] = {
        {" Only rules about the kind ", " were asked about.", about->kind},
        {" Only what ", " can do was allowed.", about->server},
        {" Today's product: ", ".", about->from},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        if (rows[i].name.n == 0)
            continue;
        buf_str(b, rows[i].before);
        html_foreign(b, rows[i].name);
        buf_str(b, rows[i].behind);
    }
    buf_str(b, "</p>\n");
}

void
html_solve_regimes(struct buf *b, const struct regime *const *regimes, const size_t *v, size_t n)
{
    buf_str(b, "<span class=\"names\">");
    for (size_t i = 0; i < n; i++) {
        buf_str(b, "<b title=\"");
        html_text(b, text_get(&regimes[v[i]]->title, "en"));
        buf_str(b, "\">");
        html_text(b, regimes[v[i]]->id);
        buf_str(b, "</b>");
    }
    buf_str(b, "</span>");
}

/* `text` with the rule's own text on hover, linked where its document has an address. */
static void
link_to_rule(struct buf *b, const struct requirement *r, struct slice text)
{
    bool linked = slice_has_prefix(r->standard->source_url, SL("https://"));
    if (linked) {
        buf_str(b, "<a rel=\"noreferrer\" href=\"");
        html_text(b, r->standard->source_url);
        buf_str(b, "\" title=\"");
    } else {
        buf_str(b, "<span title=\"");
    }
    html_text(b, text_get(&r->text, "en"));
    buf_str(b, "\">");
    html_text(b, text);
    buf_str(b, linked ? "</a>" : "</span>");
}

void
html_solve_clause(struct buf *b, const struct requirement *r)
{
    link_to_rule(b, r, requirement_clause(b->a, r));
}

/* Whether an earlier one is the same clause of the same standard. */
static bool
is_told(const struct requirement *const *v, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (v[k]->standard == v[i]->standard && slice_eq(v[k]->clause, v[i]->clause))
            return true;
    return false;
}

void
html_solve_clauses(struct buf *b, const struct requirement *const *v, size_t n)
{
    const struct standard *last = NULL;
    for (size_t i = 0; i < n; i++) {
        if (is_told(v, i))
            continue;
        bool same = last && last == v[i]->standard;
        buf_str(b, !last ? "" : same ? ", " : "; ");
        if (same)
            link_to_rule(b, v[i], v[i]->clause);
        else
            html_solve_clause(b, v[i]);
        last = v[i]->standard;
    }
}

/* ---- conflicts ------------------------------------------------------------------------------ */

/* One rule of a member: where it stands, what it says. */
static void
rule(struct buf *b, const struct requirement *r)
{
    buf_str(b, "<p class=\"rule\"><span class=\"ref\">");
    html_solve_clause(b, r);
    buf_str(b, " <code>");
    html_text(b, r->id);
    buf_str(b, "</code></span> ");
    html_text(b, text_get(&r->text, "en"));
    const char *caveat = reading_caveat(r->read);
    if (caveat && r->read >= READ_SECONDARY)
        buf_printf(b, " <span class=\"caveat\">(%s)</span>", caveat);
    if (r->disputed) {
        buf_str(b, " <span class=\"caveat\">(disputed");
        if (r->note.n) {
            buf_str(b, ": ");
            html_text(b, r->note);
        }
        buf_str(b, ")</span>");
    }
    buf_str(b, "</p>");
}

/* Whether one of the member's rules is the regime's. */
static bool
is_of(const struct clash_member *m, const struct regime *r)
{
    for (size_t i = 0; i < m->nrules; i++)
        if (solve_words_in_regime(r, m->rules[i]))
            return true;
    return false;
}

/* Of a member the rules that are the regime's; all of them where `r` is null. */
static void
member(struct buf *b, const struct clash_member *m, const struct regime *r)
{
    buf_str(b, "<div class=\"member\">");
    for (size_t i = 0; i < m->nrules; i++)
        if (!r || solve_words_in_regime(r, m->rules[i]))
            rule(b, m->rules[i]);
    if (m->nrules == 0) {
        buf_str(b, "<p class=\"rule\">");
        html_text(b, m->limit);
        buf_str(b, "</p>");
    }
    if (m->without) {
        buf_str(b, "<p class=\"breaks\"><span class=\"mark fail\">✗</span> ");
        html_text(b, m->without->reason);
        buf_str(b, "</p>");
    }
    buf_str(b, "</div>");
}

static void
column(struct buf *b, const struct regime *r, const struct conflict *c)
{
    buf_str(b, "<div class=\"side\"><h5>");
    html_text(b, r->id);
    buf_str(b, "</h5>");
    for (size_t i = 0; i < c->n; i++)
        if (is_of(&c->members[i], r))
            member(b, &c->members[i], r);
    buf_str(b, "</div>");
}

/* What the server or today's product takes away. */
static void
others(struct buf *b, const struct regime *const *regimes, const struct conflict *c)
{
    for (size_t i = 0; i < c->n; i++) {
        bool theirs = false;
        for (size_t k = 0; k < c->nregimes; k++)
            theirs |= is_of(&c->members[i], regimes[c->regimes[k]]);
        if (theirs)
            continue;
        buf_printf(b, "<div class=\"side\"><h5>%s</h5>",
                   c->members[i].nrules ? "The server" : "Today's product");
        member(b, &c->members[i], NULL);
        buf_str(b, "</div>");
    }
}

void
html_solve_conflict(struct buf *b, const struct regime *const *regimes, const struct conflict *c)
{
    buf_str(b, "<div class=\"clash\"><p class=\"class\">");
    html_text(b, solve_words_class(b->a, c));
    struct slices between = solve_words_witness(b->a, c);
    if (between.n) {
        buf_str(b, ", over <span class=\"chips bad\">");
        for (size_t i = 0; i < between.n; i++) {
            buf_str(b, "<code>");
            html_text(b, between.v[i]);
            buf_str(b, "</code>");
        }
        buf_str(b, "</span>");
    }
    buf_str(b, "</p><div class=\"sides\">");
    for (size_t i = 0; i < c->nregimes; i++)
        column(b, regimes[c->regimes[i]], c);
    others(b, regimes, c);
    buf_str(b, "</div></div>\n");
}

/* ---- products ------------------------------------------------------------------------------- */

static void
thing(struct buf *b, const struct asset *as)
{
    struct config_row *rows;
    size_t n = config_rows(&rows, b->a, as, false);
    buf_str(b, "<table class=\"facts config\"><caption>");
    html_text(b, as->name);
    buf_str(b, "</caption><tbody>");
    for (size_t i = 0; i < n; i++) {
        buf_str(b, "<tr><th scope=\"row\">");
        html_text(b, rows[i].label);
        buf_str(b, "</th><td class=\"chips\">");
        for (size_t k = 0; k < rows[i].values.n; k++) {
            buf_str(b, "<code>");
            html_text(b, rows[i].values.v[k]);
            buf_str(b, "</code>");
        }
        buf_str(b, "</td></tr>");
    }
    buf_str(b, "</tbody></table>\n");
}

void
html_solve_configuration(struct buf *b, const struct evidence *ev)
{
    for (size_t i = 0; i < ev->n; i++)
        if (!config_is_plain(&ev->assets[i]))
            thing(b, &ev->assets[i]);
    buf_str(b, "<div class=\"things\">\n");
    for (size_t i = 0; i < ev->n; i++)
        if (config_is_plain(&ev->assets[i]))
            thing(b, &ev->assets[i]);
    buf_str(b, "</div>\n");
}

void
html_solve_unanalysed(struct buf *b, const struct unanalysed *v, size_t n)
{
    if (n == 0)
        return;
    buf_printf(b,
               "<h2>Not analysed</h2>\n<details><summary>%zu rule%s in force %s no part of this "
               "answer: a person has to look, or the solver cannot take %s in</summary>"
               "<ul class=\"plain\">\n",
               n, n == 1 ? "" : "s", n == 1 ? "is" : "are", n == 1 ? "it" : "them");
    for (size_t i = 0; i < n; i++) {
        buf_str(b, "<li>");
        html_solve_clause(b, v[i].requirement);
        buf_str(b, v[i].partly ? ": in part, " : ": ");
        html_text(b, v[i].why);
        buf_str(b, "</li>\n");
    }
    buf_str(b, "</ul></details>\n");
}
