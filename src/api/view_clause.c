/* SPDX-License-Identifier: Apache-2.0 */
#include "api/view_clause.h"

#include "base/buf.h"
#include "base/vec.h"
#include "draft/anchor.h"
#include "draft/words.h"
#include "text/utf8.h"

#include <stdlib.h>

static const struct shape shapes[] = {
    {"draft_clause",
     "id:id, number?:text, kind:word, level:int, heading:langs, informative:bool, remark:bool, "
     "sides:[clause_side], requirements:[clause_requirement], index?:int, comments?:[comment], "
     "ncomments?:int, findings?:[clause_finding], digest?:text, changed?:bool",
     "a clause in both languages, with what is said about it"},
    {"clause_side",
     "language:id, tag:text, titled:bool, title?:text, there:bool, wanting:bool, "
     "paragraphs:[clause_paragraph]",
     "a clause in one language"},
    {"clause_paragraph", "spans:[clause_span]", "a line of a clause's text"},
    {"clause_span",
     "text:text, provides:bool, doubtful:bool, word:text, negative:bool, instead:text, "
     "quoted:bool, by:text",
     "a run of text: plain, a word of a provision, words that comments quote"},
    {"clause_requirement",
     "id:id, keyword:word, kind:text, text:langs, conditional:bool, when:[text], checked:bool, "
     "must:[text], cannot_check:text, note:text, cases:int",
     "a requirement of a clause and its condition"},
    {"clause_finding",
     "rule:id, error:bool, severity:word, says:langs, quoted:text, source:text, requirement:text, "
     "line:int",
     "what breaks a rule of drafting, or may"},
    {"text_run", "text:text, stays:bool, goes:bool, comes:bool, gap:bool",
     "a run of a text that stays, goes or comes; a gap stands for what is left out"},
};
SHAPE_TABLE(clause_shapes, shapes);

/* ---- words -----------------------------------------------------------------------------------*/

struct langs
view_clause_keyword(enum keyword k)
{
    static const struct langs words[] = {[KEYWORD_SHALL] = {SL_INIT("shall"), SL_INIT("应")},
                                         [KEYWORD_SHOULD] = {SL_INIT("should"), SL_INIT("宜")},
                                         [KEYWORD_MAY] = {SL_INIT("may"), SL_INIT("可")},
                                         [KEYWORD_CAN] = {SL_INIT("can"), SL_INIT("能")}};
    return words[k];
}

struct langs
view_clause_kind(enum clause_kind k)
{
    static const struct langs words[] = {
        [CLAUSE_FOREWORD] = {SL_INIT("foreword"), SL_INIT("前言")},
        [CLAUSE_INTRODUCTION] = {SL_INIT("introduction"), SL_INIT("引言")},
        [CLAUSE_SCOPE] = {SL_INIT("scope"), SL_INIT("范围")},
        [CLAUSE_REFERENCES] = {SL_INIT("normative references"), SL_INIT("规范性引用文件")},
        [CLAUSE_TERMS] = {SL_INIT("terms and definitions"), SL_INIT("术语和定义")},
        [CLAUSE_TERM] = {SL_INIT("term"), SL_INIT("术语条目")},
        [CLAUSE_BODY] = {SL_INIT("clause"), SL_INIT("条款")},
        [CLAUSE_ANNEX_NORMATIVE] = {SL_INIT("annex (normative)"), SL_INIT("附录（规范性）")},
        [CLAUSE_ANNEX_INFORMATIVE] = {SL_INIT("annex (informative)"), SL_INIT("附录（资料性）")},
        [CLAUSE_NOTE] = {SL_INIT("note"), SL_INIT("注")},
        [CLAUSE_EXAMPLE] = {SL_INIT("example"), SL_INIT("示例")},
        [CLAUSE_FOOTNOTE] = {SL_INIT("footnote"), SL_INIT("脚注")},
        [CLAUSE_BIBLIOGRAPHY] = {SL_INIT("bibliography"), SL_INIT("参考文献")},
    };
    return words[k];
}

struct slice
view_clause_tag(struct slice language)
{
    return slice_eq_str(language, "zh") ? SL("zh-Hans") : SL("en");
}

struct slice
view_clause_excerpt(struct arena *a, struct slice text, size_t octets)
{
    size_t line = slice_find(text, SL("\n"));
    struct slice s = slice_sub(text, 0, line == SIZE_MAX ? text.n : line);
    if (s.n == text.n && s.n <= octets)
        return s;
    s = slice_sub(s, 0, octets);
    while (s.n && s.n < text.n && (text.p[s.n] & 0xc0) == 0x80)
        s.n--;
    return arena_printf(a, "%.*s…", SL_FMT(s));
}

/* ---- runs of a text --------------------------------------------------------------------------*/

struct cutting {
    struct arena *a;
    struct slice text;
    struct words words;
    size_t word; /* the next one that ends behind where we are */
    const struct clause_quote *quotes[CLAUSE_QUOTES_MAX];
    size_t nquotes;
    size_t *ends; /* where a run may end, ascending */
    size_t nends;
};

static int
by_size(const void *x, const void *y)
{
    size_t a = *(const size_t *)x, b = *(const size_t *)y;
    return (a > b) - (a < b);
}

static void
find_quotes(struct cutting *k, const struct draft *d, const struct clause *c, enum draft_language l,
            const struct clause_quotes *quotes)
{
    for (size_t i = 0; quotes && i < quotes->n && k->nquotes < CLAUSE_QUOTES_MAX; i++) {
        const struct anchor *an = quotes->v[i].anchor;
        if (an->quote.n && an->language == l && slice_eq(an->clause, c->id) && anchor_fits(d, an))
            k->quotes[k->nquotes++] = &quotes->v[i];
    }
}

static void
find_ends(struct cutting *k)
{
    size_t lines = 0;
    for (size_t i = 0; i < k->text.n; i++)
        lines += k->text.p[i] == '\n';
    k->ends = NEW_ARRAY(k->a, size_t, 2 * (k->words.n + k->nquotes + lines) + 2);
    for (size_t i = 0; i < k->words.n; i++) {
        k->ends[k->nends++] = k->words.v[i].offset;
        k->ends[k->nends++] = k->words.v[i].offset + k->words.v[i].n;
    }
    for (size_t i = 0; i < k->nquotes; i++) {
        k->ends[k->nends++] = k->quotes[i]->anchor->start;
        k->ends[k->nends++] = k->quotes[i]->anchor->start + k->quotes[i]->anchor->quote.n;
    }
    for (size_t i = 0; i < k->text.n; i++)
        if (k->text.p[i] == '\n') {
            k->ends[k->nends++] = i;
            k->ends[k->nends++] = i + 1;
        }
    k->ends[k->nends++] = k->text.n;
    qsort(k->ends, k->nends, sizeof *k->ends, by_size);
}

/* The word that covers octet `at`, or null; asked for in order. */
static const struct word *
word_at(struct cutting *k, size_t at)
{
    while (k->word < k->words.n && k->words.v[k->word].offset + k->words.v[k->word].n <= at)
        k->word++;
    const struct word *w = k->word < k->words.n ? &k->words.v[k->word] : NULL;
    return w && w->offset <= at ? w : NULL;
}

/* The comments that quote octet `at`: "c-1 c-4". */
static struct slice
quoting(const struct cutting *k, size_t at)
{
    struct slice by = {0};
    for (size_t i = 0; i < k->nquotes; i++) {
        const struct anchor *an = k->quotes[i]->anchor;
        if (at >= an->start && at < an->start + an->quote.n)
            by = arena_printf(k->a, "%.*s%s%.*s", SL_FMT(by), by.n ? " " : "",
                              SL_FMT(k->quotes[i]->comment));
    }
    return by;
}

static void
put_span(struct cutting *k, struct json_node *spans, size_t from, size_t to)
{
    struct json_node *n = json_new_object(k->a);
    const struct word *w = word_at(k, from);
    struct slice by = quoting(k, from);
    bool doubtful = w && (w->class == WORD_FORBIDDEN || w->class == WORD_VAGUE);
    bool named = w && w->class != WORD_VAGUE;
    json_put_text(k->a, n, "text", slice_sub(k->text, from, to - from));
    json_put_bool(k->a, n, "provides", w && !doubtful);
    json_put_bool(k->a, n, "doubtful", doubtful);
    json_put_text(k->a, n, "word", named ? slice_str(keyword_name(w->keyword)) : SL(""));
    json_put_bool(k->a, n, "negative", w && w->negative);
    json_put_text(k->a, n, "instead", doubtful ? w->instead : SL(""));
    json_put_bool(k->a, n, "quoted", by.n > 0);
    json_put_text(k->a, n, "by", by);
    json_push_node(k->a, spans, n);
}

static void
end_paragraph(struct arena *a, struct json_node *list, struct json_node *spans)
{
    struct json_node *n = json_new_object(a);
    json_put_node(a, n, "spans", spans);
    json_push_node(a, list, n);
}

static struct json_node *
paragraphs(struct cutting *k)
{
    struct json_node *list = json_new_array(k->a), *spans = json_new_array(k->a);
    size_t at = 0;
    for (size_t i = 0; i < k->nends; i++) {
        size_t to = k->ends[i];
        if (to <= at || to > k->text.n)
            continue;
        if (k->text.p[at] == '\n') {
            end_paragraph(k->a, list, spans);
            spans = json_new_array(k->a);
        } else {
            put_span(k, spans, at, to);
        }
        at = to;
    }
    if (k->text.n)
        end_paragraph(k->a, list, spans);
    return list;
}

static struct json_node *
side(struct arena *a, const struct draft *d, const struct clause *c, enum draft_language l,
     const struct clause_quotes *quotes)
{
    struct json_node *n = json_new_object(a);
    struct slice language = slice_str(draft_language_names[l]);
    struct cutting *k = NEW(a, struct cutting);
    k->a = a;
    k->text = c->text[l].s;
    words_find(&k->words, a, l, k->text);
    find_quotes(k, d, c, l, quotes);
    find_ends(k);
    json_put_text(a, n, "language", language);
    json_put_text(a, n, "tag", view_clause_tag(language));
    json_put_bool(a, n, "titled", c->title[l].s.n > 0);
    json_put_text_if(a, n, "title", c->title[l].s);
    bool there = c->text[l].s.n > 0;
    bool other = c->text[l == DRAFT_ZH ? DRAFT_EN : DRAFT_ZH].s.n > 0;
    json_put_bool(a, n, "there", there);
    json_put_bool(a, n, "wanting", !there && other);
    json_put_node(a, n, "paragraphs", paragraphs(k));
    return n;
}

/* ---- requirements ----------------------------------------------------------------------------*/

/* One more line of a condition. */
static void
put_line(struct arena *a, struct json_node *lines, struct slice s)
{
    s = slice_trim(s);
    if (s.n)
        json_push_text(a, lines, s);
}

/* As it was written; what stands in one line is parted before && and || that are in no brackets. */
static struct json_node *
condition(struct arena *a, struct slice s)
{
    struct json_node *lines = json_new_array(a);
    size_t from = 0, depth = 0;
    uint8_t quote = 0;
    for (size_t i = 0; i < s.n; i++) {
        uint8_t c = s.p[i];
        bool both = i + 1 < s.n && s.p[i + 1] == c;
        if (quote) {
            i += c == '\\';
            quote = c == quote ? 0 : quote;
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == '(' || c == '[' || c == '{') {
            depth++;
        } else if ((c == ')' || c == ']' || c == '}') && depth > 0) {
            depth--;
        } else if (c == '\n' || (depth == 0 && both && (c == '&' || c == '|'))) {
            put_line(a, lines, slice_sub(s, from, i - from));
            from = i;
            i += both && c != '\n';
        }
    }
    put_line(a, lines, slice_sub(s, from, s.n));
    return lines;
}

static struct langs
both(const struct text *t)
{
    return (struct langs){text_get(t, "en"), text_get(t, "zh")};
}

static struct json_node *
requirement(struct arena *a, const struct requirement *r)
{
    struct json_node *n = json_new_object(a);
    json_put_text(a, n, "id", r->id);
    put_word(a, n, "keyword", slice_str(keyword_name(r->keyword)), view_clause_keyword(r->keyword));
    json_put_text(a, n, "kind", r->kind ? r->kind->name : SL(""));
    put_langs(a, n, "text", both(&r->text));
    json_put_bool(a, n, "conditional", r->when.source.n > 0);
    json_put_node(a, n, "when", condition(a, r->when.source));
    json_put_bool(a, n, "checked", r->must.source.n > 0);
    json_put_node(a, n, "must", condition(a, r->must.source));
    json_put_text(a, n, "cannot_check", r->cannot_check);
    json_put_text(a, n, "note", r->note);
    json_put_int(a, n, "cases", (int64_t)r->ncases);
    return n;
}

/* ---- the clause ------------------------------------------------------------------------------*/

struct json_node *
view_clause(struct arena *a, const struct draft *d, const struct clause *c,
            const struct clause_quotes *quotes)
{
    struct json_node *n = json_new_object(a), *sides = json_new_array(a);
    struct json_node *requirements = json_new_array(a);
    bool remark = c->kind == CLAUSE_NOTE || c->kind == CLAUSE_EXAMPLE || c->kind == CLAUSE_FOOTNOTE;
    json_put_text(a, n, "id", c->id);
    json_put_text_if(a, n, "number", c->number);
    put_word(a, n, "kind", slice_str(clause_kind_names[c->kind]), view_clause_kind(c->kind));
    json_put_int(a, n, "level", (int64_t)(c->depth < 4 ? c->depth + 2 : 6));
    put_langs(a, n, "heading",
              (struct langs){draft_heading(a, c, DRAFT_EN), draft_heading(a, c, DRAFT_ZH)});
    json_put_bool(a, n, "informative", c->informative);
    json_put_bool(a, n, "remark", remark);
    json_push_node(a, sides, side(a, d, c, DRAFT_ZH, quotes));
    json_push_node(a, sides, side(a, d, c, DRAFT_EN, quotes));
    json_put_node(a, n, "sides", sides);
    for (size_t i = 0; i < c->nrequirements; i++)
        json_push_node(a, requirements, requirement(a, c->requirements[i]));
    json_put_node(a, n, "requirements", requirements);
    return n;
}

struct json_node *
view_clause_finding(struct arena *a, const struct lint_finding *f)
{
    static const struct langs severities[] = {
        [LINT_ERROR] = {SL_INIT("error"), SL_INIT("错误")},
        [LINT_WARNING] = {SL_INIT("warning"), SL_INIT("提示")}};
    enum lint_severity s = f->rule->severity;
    struct json_node *n = json_new_object(a);
    json_put_text(a, n, "rule", f->rule->id);
    json_put_bool(a, n, "error", s == LINT_ERROR);
    put_word(a, n, "severity", slice_str(lint_severity_names[s]), severities[s]);
    put_langs(a, n, "says", (struct langs){f->en, f->zh});
    json_put_text(a, n, "quoted", f->quote);
    json_put_text(a, n, "source", f->rule->source);
    json_put_text(a, n, "requirement", f->requirement ? f->requirement->id : SL(""));
    json_put_int(a, n, "line", f->at.line);
    return n;
}

/* ---- changes ---------------------------------------------------------------------------------*/

static void
put_run(struct arena *a, struct json_node *list, enum textdiff_edit edit, struct slice text,
        bool gap)
{
    struct json_node *n = json_new_object(a);
    json_put_text(a, n, "text", text);
    json_put_bool(a, n, "stays", edit == TEXTDIFF_KEEP && !gap);
    json_put_bool(a, n, "goes", edit == TEXTDIFF_DELETE);
    json_put_bool(a, n, "comes", edit == TEXTDIFF_INSERT);
    json_put_bool(a, n, "gap", gap);
    json_push_node(a, list, n);
}

/* Octets of the first `n` characters. */
static size_t
characters(struct slice s, size_t n)
{
    size_t at = 0;
    for (; n > 0 && at < s.n; n--) {
        size_t step = utf8_next(slice_sub(s, at, s.n));
        at += step ? step : 1;
    }
    return at;
}

static size_t
count_characters(struct slice s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += (s.p[i] & 0xc0) != 0x80;
    return n;
}

/* A run that stays, `context` characters of it where a change is beside. */
static void
put_kept(struct arena *a, struct json_node *list, struct slice s, size_t context, bool first,
         bool last)
{
    size_t n = count_characters(s), head = first ? 0 : context, tail = last ? 0 : context;
    if (!context || n <= head + tail + context) {
        put_run(a, list, TEXTDIFF_KEEP, s, false);
        return;
    }
    size_t cut = characters(s, n - tail);
    if (head)
        put_run(a, list, TEXTDIFF_KEEP, slice_sub(s, 0, characters(s, head)), false);
    put_run(a, list, TEXTDIFF_KEEP, SL("…"), true);
    if (tail)
        put_run(a, list, TEXTDIFF_KEEP, slice_sub(s, cut, s.n), false);
}

struct json_node *
view_clause_runs(struct arena *a, const struct textdiff *d, size_t context)
{
    struct json_node *list = json_new_array(a);
    for (size_t i = 0; i < d->n; i++) {
        const struct textdiff_run *r = &d->v[i];
        if (r->edit == TEXTDIFF_KEEP)
            put_kept(a, list, r->text, context, i == 0, i + 1 == d->n);
        else
            put_run(a, list, r->edit, r->text, false);
    }
    return list;
}

#define CHANGE_CONTEXT 40 /* characters */

struct json_node *
view_clause_change(struct arena *a, const struct proposal *p, const struct draft *d)
{
    struct json_node *list = json_new_array(a);
    struct slice was = {0}, new_;
    const struct clause *c = d ? draft_clause(d, p->clause) : NULL;
    size_t at = 0;
    bool fits = c && proposal_apply(&new_, a, d, p, NULL);
    if (fits)
        was = c->text[p->language].s;
    for (size_t i = 0; i < p->n; i++) {
        const struct proposal_step *s = &p->v[i];
        if (s->edit != TEXTDIFF_KEEP)
            put_run(a, list, s->edit, s->text, false);
        else if (fits)
            put_kept(a, list, slice_sub(was, at, s->n), CHANGE_CONTEXT, i == 0, i + 1 == p->n);
        else
            put_run(a, list, TEXTDIFF_KEEP, SL("…"), true);
        at += s->edit == TEXTDIFF_KEEP ? s->n : s->edit == TEXTDIFF_DELETE ? s->text.n : 0;
    }
    return list;
}
