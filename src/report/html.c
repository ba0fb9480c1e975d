/* SPDX-License-Identifier: Apache-2.0 */
#include "report/html.h"

#include "report/html_facts.h"
#include "report/html_page.h"
#include "report/html_text.h"
#include "report/summary.h"

struct look {
    const char *word, *mark, *css;
};

static const struct look *
look_of(enum verdict v)
{
    static const struct look looks[] = {
        [VERDICT_PASS] = {"pass", "✓", "pass"},
        [VERDICT_FAIL] = {"fail", "✗", "fail"},
        [VERDICT_UNKNOWN] = {"unknown", "?", "unknown"},
        [VERDICT_NOT_APPLICABLE] = {"not applicable", "–", "na"},
        [VERDICT_CANNOT_CHECK] = {"by hand", "⊘", "cannot"},
    };
    return &looks[v];
}

/* Ids of a regime's section and of a clause in it: the matrix links there. */
static void
regime_id(struct buf *b, size_t target, size_t regime)
{
    buf_printf(b, "t%zu-r%zu", target, regime);
}

static void
clause_id(struct buf *b, size_t target, size_t regime, size_t finding)
{
    buf_printf(b, "t%zu-r%zu-c%zu", target, regime, finding);
}

/* One square per clause that was judged, in the order of the section below. */
static void
strip(struct buf *b, const struct regime_result *r, size_t target, size_t regime)
{
    buf_str(b, "<div class=\"strip\">");
    for (enum finding_group g = 0; g < GROUP_OUT_OF_SCOPE; g++)
        for (size_t i = 0; i < r->n; i++) {
            const struct finding *f = &r->findings[i];
            if (finding_group(f) != g)
                continue;
            const struct look *look = look_of(f->verdict);
            bool minor = f->requirement->keyword != KEYWORD_SHALL;
            buf_printf(b, "<a class=\"%s%s\" href=\"#", look->css, minor ? " minor" : "");
            clause_id(b, target, regime, i);
            buf_str(b, "\" title=\"");
            html_text(b, f->requirement->clause);
            buf_printf(b, " %s, %s: ", keyword_name(f->requirement->keyword), look->word);
            html_text(b, text_get(&f->requirement->text, "en"));
            buf_printf(b, "\">%s</a>", look->mark);
        }
    buf_str(b, "</div>");
}

static void
cell(struct buf *b, const struct regime_result *r, size_t target, size_t regime)
{
    const struct look *look = look_of(r->verdict);
    buf_str(b, "<td data-regime=\"");
    html_text(b, r->regime->id);
    buf_printf(b, "\"><a class=\"verdict %s\" href=\"#", look->css);
    regime_id(b, target, regime);
    buf_printf(b, "\">%s %s</a><span class=\"sum\">", look->mark, look->word);
    html_text(b, regime_summary(b->a, r));
    buf_str(b, "</span>");
    strip(b, r, target, regime);
    buf_str(b, "</td>");
}

/* One target: a row per regime reads better than a column. */
static void
scorecard(struct buf *b, const struct target_result *t)
{
    buf_str(b, "<table class=\"matrix card\" id=\"matrix\"><thead><tr><th scope=\"col\">Regime</th>"
               "<th scope=\"col\">Verdict</th><th scope=\"col\">Clauses</th></tr></thead><tbody>");
    for (size_t r = 0; r < t->n; r++) {
        const struct regime *regime = t->regimes[r].regime;
        const struct look *look = look_of(t->regimes[r].verdict);
        buf_str(b, "<tr><th scope=\"row\">");
        html_text(b, regime->id);
        buf_str(b, "<small>");
        html_text(b, text_get(&regime->title, "en"));
        buf_printf(b, "</small></th><td><a class=\"verdict %s\" href=\"#", look->css);
        regime_id(b, 0, r);
        buf_printf(b, "\">%s %s</a></td><td>", look->mark, look->word);
        strip(b, &t->regimes[r], 0, r);
        buf_str(b, "<span class=\"sum\">");
        html_text(b, regime_summary(b->a, &t->regimes[r]));
        buf_str(b, "</span></td></tr>\n");
    }
    buf_str(b, "</tbody></table>\n");
}

static void
legend(struct buf *b)
{
    buf_str(b, "<ul class=\"legend\">"
               "<li><span class=\"pass\">✓</span>met</li>"
               "<li><span class=\"fail\">✗</span>not met</li>"
               "<li><span class=\"unknown\">?</span>a fact is missing</li>"
               "<li><span class=\"cannot\">⊘</span>no machine can check it</li>"
               "<li>One square is one clause, a click away; paler ones are recommendations.</li>"
               "</ul>\n");
}

static void
matrix(struct buf *b, const struct judgement *j)
{
    buf_str(b, "<div class=\"scroll\" id=\"matrix\"><table class=\"matrix\"><thead><tr>"
               "<th scope=\"col\">Target</th>");
    for (size_t r = 0; r < j->targets[0].n; r++) {
        const struct regime *regime = j->targets[0].regimes[r].regime;
        buf_str(b, "<th scope=\"col\">");
        html_text(b, regime->id);
        buf_str(b, "<small>");
        html_text(b, text_get(&regime->title, "en"));
        buf_str(b, "</small></th>");
    }
    buf_str(b, "</tr></thead><tbody>");
    for (size_t t = 0; t < j->n; t++) {
        buf_printf(b, "<tr><th scope=\"row\"><a href=\"#t%zu\">", t);
        html_foreign(b, j->targets[t].evidence->target);
        buf_str(b, "</a></th>");
        for (size_t r = 0; r < j->targets[t].n; r++)
            cell(b, &j->targets[t].regimes[r], t, r);
        buf_str(b, "</tr>");
    }
    buf_str(b, "</tbody></table></div>\n");
}

static void
row(struct buf *b, const char *term, struct slice text)
{
    if (text.n == 0)
        return;
    buf_printf(b, "<dt>%s</dt><dd>", term);
    html_foreign(b, text);
    buf_str(b, "</dd>");
}

static void
chips(struct buf *b, const char *term, const struct slices *names, const char *css)
{
    if (names->n == 0)
        return;
    buf_printf(b, "<dt>%s</dt><dd class=\"chips %s\">", term, css);
    for (size_t i = 0; i < names->n; i++) {
        buf_str(b, "<code>");
        html_foreign(b, names->v[i]);
        buf_str(b, "</code>");
    }
    buf_str(b, "</dd>");
}

/* Where the rule comes from and how far its reading can be trusted. */
static void
source(struct buf *b, const struct requirement *r)
{
    const struct standard *s = r->standard;
    buf_str(b, "<dt>Rule</dt><dd>");
    if (slice_has_prefix(s->source_url, SL("https://"))) {
        buf_str(b, "<a rel=\"noreferrer\" href=\"");
        html_text(b, s->source_url);
        buf_str(b, "\">");
        html_text(b, text_get(&s->title, "en"));
        buf_str(b, "</a>");
    } else {
        html_text(b, text_get(&s->title, "en"));
    }
    buf_str(b, ", ");
    html_text(b, s->edition);
    buf_str(b, ", ");
    html_text(b, r->clause);
    if (r->from != DATE_MIN || r->until != DATE_MAX) {
        buf_str(b, "; in force");
        if (r->from != DATE_MIN)
            buf_printf(b, " from %.*s", SL_FMT(date_print(b->a, r->from)));
        if (r->until != DATE_MAX)
            buf_printf(b, " until %.*s", SL_FMT(date_print(b->a, r->until)));
    }
    if (reading_caveat(r->read)) {
        buf_str(b, " <span class=\"caveat\">(");
        buf_str(b, reading_caveat(r->read));
        buf_str(b, ")</span>");
    }
    buf_str(b, "</dd>");
}

static void
condition(struct buf *b, const struct requirement *r)
{
    if (r->when.source.n) {
        buf_str(b, "<dt>Applies when</dt><dd><code class=\"cel\">");
        html_text(b, r->when.source);
        buf_str(b, "</code></dd>");
    }
    if (r->must.source.n) {
        buf_str(b, "<dt>Condition</dt><dd><code class=\"cel\">");
        html_text(b, r->must.source);
        buf_str(b, "</code></dd>");
    }
}

static void
clause_body(struct buf *b, const struct finding *f)
{
    const struct requirement *r = f->requirement;
    buf_str(b, "<dl>");
    if (f->asset && f->verdict != VERDICT_NOT_APPLICABLE)
        row(b, "Judged on", f->asset->name);
    row(b, f->verdict == VERDICT_FAIL ? "Why it fails" : "Reason", f->reason);
    chips(b, "Offending", &f->offending, "bad");
    chips(b, "Would be needed", &f->absent, "");
    chips(b, "Not known", &f->missing_facts, "");
    for (size_t i = 0; i < f->collect.n; i++)
        row(b, "Collect", f->collect.v[i]);
    if (f->remedy.n) {
        buf_str(b, "<dt>Remedy</dt><dd class=\"fix\">");
        html_foreign(b, f->remedy);
        buf_str(b, "</dd>");
    }
    if (f->unlisted)
        row(b, "Note",
            SL("The text does not list it. That is not the same as forbidding it by name."));
    source(b, r);
    for (size_t i = 1; i < r->text.n; i++)
        row(b, slice_eq_str(r->text.v[i].lang, "zh") ? "中文" : "Also", r->text.v[i].text);
    condition(b, r);
    row(b, r->disputed ? "Disputed" : "Uncertain", r->note);
    buf_str(b, "</dl>");
}

static void
clause(struct buf *b, const struct finding *f, size_t target, size_t regime, size_t index)
{
    const struct requirement *r = f->requirement;
    const struct look *look = look_of(f->verdict);
    bool open = finding_group(f) == GROUP_FAILED;
    buf_printf(b, "<details class=\"clause\"%s><summary>", open ? " open" : "");
    buf_printf(b, "<span class=\"mark %s\" title=\"%s\">%s</span><span>", look->css, look->word,
               look->mark);
    buf_str(b, "<span class=\"ref\">");
    html_text(b, finding_clause(b->a, f));
    buf_printf(b, "</span><span class=\"kw\">%s</span>", keyword_name(r->keyword));
    html_text(b, text_get(&r->text, "en"));
    buf_str(b, "<span class=\"why\">");
    html_foreign(b, f->reason);
    buf_str(b, "</span></span></summary><div class=\"body\" id=\"");
    clause_id(b, target, regime, index);
    buf_str(b, "\">");
    clause_body(b, f);
    buf_str(b, "</div></details>\n");
}

static void
regime_section(struct buf *b, const struct regime_result *r, size_t target, size_t index)
{
    const struct look *look = look_of(r->verdict);
    buf_str(b, "<section class=\"regime\" id=\"");
    regime_id(b, target, index);
    buf_printf(b, "\"><header><span class=\"verdict %s\">%s %s</span><h3>", look->css, look->mark,
               look->word);
    html_text(b, r->regime->id);
    buf_str(b, ": ");
    html_text(b, text_get(&r->regime->title, "en"));
    buf_str(b, "</h3><a class=\"top\" href=\"#matrix\">↑ matrix</a></header><p class=\"who\">");
    html_text(b, regime_summary(b->a, r));
    buf_str(b, ".</p>");
    if (r->weak_reading)
        buf_str(b, "<p class=\"note caveat\">This verdict rests on a rule that was not read in the "
                   "original; the clause says which.</p>");
    if (r->unchecked)
        buf_str(b,
                "<p class=\"note\">Some binding clauses no machine can check: the verdict speaks "
                "for the others, and these are for a person.</p>");
    if (r->regime->note.n) {
        buf_str(b, "<p class=\"note\">");
        html_text(b, r->regime->note);
        buf_str(b, "</p>");
    }
    for (enum finding_group g = 0; g < GROUP_COUNT; g++) {
        size_t n = finding_group_count(r, g);
        if (n == 0)
            continue;
        buf_printf(b, "<h4>%s (%zu)</h4>\n", finding_group_title(g), n);
        for (size_t i = 0; i < r->n; i++)
            if (finding_group(&r->findings[i]) == g)
                clause(b, &r->findings[i], target, index, i);
    }
    buf_str(b, "</section>\n");
}

static void
made_on(struct buf *b, const struct judgement *j, const struct html_options *o)
{
    buf_printf(b, "<p class=\"lead\">Judged as of %.*s by Comity %.*s; written %.*s.</p>\n",
               SL_FMT(date_print(b->a, j->on)), SL_FMT(o->version),
               SL_FMT(date_clock(b->a, o->made)));
}

static void
head(struct buf *b, const struct judgement *j, const struct html_options *o)
{
    size_t regimes = j->n ? j->targets[0].n : 0;
    struct slice who =
        j->n == 1 ? j->targets[0].evidence->target : arena_printf(b->a, "%zu targets", j->n);
    html_page_open(b, arena_printf(b->a, "%.*s against %zu regimes", SL_FMT(who), regimes), SL(""));
    buf_str(b, "<h1>");
    html_foreign(b, who);
    buf_printf(b, " against %zu regime%s</h1>\n", regimes, regimes == 1 ? "" : "s");
    made_on(b, j, o);
}

void
html_print(struct buf *out, const struct judgement *j, const struct html_options *o)
{
    head(out, j, o);
    if (j->n == 1)
        scorecard(out, &j->targets[0]);
    else if (j->n)
        matrix(out, j);
    legend(out);
    for (size_t t = 0; t < j->n; t++) {
        buf_printf(out, "<h2 id=\"t%zu\">", t);
        html_foreign(out, j->targets[t].evidence->target);
        buf_str(out, "</h2>\n");
        html_facts(out, j->targets[t].evidence);
        for (size_t r = 0; r < j->targets[t].n; r++)
            regime_section(out, &j->targets[t].regimes[r], t, r);
    }
    html_page_close(out,
                    "A verdict says what the evidence shows, not what the law holds: it is not "
                    "legal advice. Unknown means that a fact was not seen, never that it is "
                    "fine. Rule texts are in our own words; the linked document is the "
                    "authority.");
}
