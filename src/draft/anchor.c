/* SPDX-License-Identifier: Apache-2.0 */
#include "draft/anchor.h"

#include "base/cleanup.h"
#include "base/vec.h"
#include "draft/textdiff.h"
#include "text/utf8.h"

/*
 * Words that were found again where the diff does not say that they stayed are
 * believed only where there are enough of them.
 */
#define CERTAIN_ZH 8  /* characters */
#define CERTAIN_EN 24 /* characters */
#define KEPT_PART 4   /* of a clause as a whole: three quarters of the old text stay */

const char *const anchor_state_names[ANCHOR_UNSURE + 1] = {"exact", "moved", "unsure"};
const char *const anchor_doubt_names[ANCHOR_EMPTY + 1] = {"none",   "misfit",  "removed", "split",
                                                          "merged", "changed", "twice",   "empty"};

struct carrying {
    struct anchor_carried *out;
    struct arena *a;
    const struct draft *from, *to;
    const struct anchor *an;
    struct slice old; /* the clause's text before */
};

/* ---- finding -------------------------------------------------------------------------------- */

/* How often `what` stands in `text`, overlapping or not, two being many; *at is the first place. */
static size_t
times_in(struct slice text, struct slice what, size_t *at)
{
    size_t first = slice_find(text, what);
    *at = first;
    if (what.n == 0 || first == SIZE_MAX)
        return 0;
    return slice_find(slice_sub(text, first + 1, SIZE_MAX), what) == SIZE_MAX ? 1 : 2;
}

static size_t
characters(struct slice s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += (s.p[i] & 0xc0) != 0x80;
    return n;
}

static bool
is_certain(enum draft_language l, struct slice quote)
{
    return characters(quote) >= (l == DRAFT_ZH ? CERTAIN_ZH : CERTAIN_EN);
}

/* ---- making --------------------------------------------------------------------------------- */

static bool
start_anchor(struct anchor *out, const struct draft *d, struct slice clause, enum draft_language l,
             struct slice element, struct slice *text, struct err *e)
{
    const struct clause *c = draft_clause(d, clause);
    if (!c)
        return err_set(e, ERR_INPUT, "the draft has no clause '%.*s'",
                       SL_FMT(slice_sub(clause, 0, DRAFT_ID_MAX)));
    if (element.n > ANCHOR_ELEMENT_MAX)
        return err_set(e, ERR_LIMIT, "the name of an element has at most %d octets",
                       ANCHOR_ELEMENT_MAX);
    *text = c->text[l].s;
    *out = (struct anchor){.clause = c->id, .language = l, .element = element};
    draft_digest(out->digest, *text);
    return true;
}

static bool
is_boundary(struct slice text, size_t at)
{
    return at == text.n || (text.p[at] & 0xc0) != 0x80;
}

bool
anchor_make(struct anchor *out, const struct draft *d, struct slice clause, enum draft_language l,
            struct slice element, size_t start, size_t n, struct err *e)
{
    struct slice text;
    if (!start_anchor(out, d, clause, l, element, &text, e))
        return false;
    if (n == 0)
        return true;
    if (n > ANCHOR_QUOTE_MAX)
        return err_set(e, ERR_LIMIT, "a quote has at most %d octets", ANCHOR_QUOTE_MAX);
    if (start > text.n || n > text.n - start)
        return err_set(e, ERR_INPUT, "octets %zu to %zu lie outside of a text of %zu", start,
                       start + n, text.n);
    if (!is_boundary(text, start) || !is_boundary(text, start + n))
        return err_set(e, ERR_INPUT, "octets %zu to %zu cut a character", start, start + n);
    out->quote = slice_sub(text, start, n);
    out->start = start;
    return true;
}

bool
anchor_quote(struct anchor *out, const struct draft *d, struct slice clause, enum draft_language l,
             struct slice element, struct slice quote, struct err *e)
{
    struct slice text;
    size_t at;
    if (!start_anchor(out, d, clause, l, element, &text, e))
        return false;
    if (quote.n == 0)
        return true;
    size_t times = times_in(text, quote, &at);
    if (times != 1)
        return err_set(e, ERR_INPUT, "the quoted words stand %s in the %s text of '%.*s'",
                       times ? "more than once" : "nowhere", draft_language_names[l],
                       SL_FMT(out->clause));
    return anchor_make(out, d, clause, l, element, at, quote.n, e);
}

bool
anchor_fits(const struct draft *d, const struct anchor *an)
{
    const struct clause *c = draft_clause(d, an->clause);
    uint8_t digest[DRAFT_DIGEST];
    if (!c || an->language >= DRAFT_LANGUAGES)
        return false;
    struct slice text = c->text[an->language].s;
    draft_digest(digest, text);
    if (memcmp(digest, an->digest, sizeof digest) != 0)
        return false;
    return an->quote.n == 0 || slice_eq(slice_sub(text, an->start, an->quote.n), an->quote);
}

/* ---- doubts --------------------------------------------------------------------------------- */

/* By doubt: the reason in both languages. */
static const struct {
    struct slice en, zh;
} reasons[ANCHOR_EMPTY + 1] = {
    {SL_INIT(""), SL_INIT("")},
    {SL_INIT("the anchor does not fit the revision that it was made for"),
     SL_INIT("该定位与其所属的修订版不符")},
    {SL_INIT("the clause was removed, and its text with it"), SL_INIT("该条款及其文字已被删除")},
    {SL_INIT("the text now stands in a new clause: the old one was split or replaced"),
     SL_INIT("该文字现位于新增条款中：原条款已被拆分或替换")},
    {SL_INIT("the text now stands in another clause: the two were merged, or it was moved there"),
     SL_INIT("该文字现位于另一条款中：两条已合并，或文字已移至该处")},
    {SL_INIT("the words that the comment is about were changed"),
     SL_INIT("意见所针对的文字已被修改")},
    {SL_INIT("the words are found more than once"), SL_INIT("所引文字出现多处")},
    {SL_INIT("the clause has no text in this language any more"),
     SL_INIT("该条款已无此语种的文字")},
};

static void
doubt(struct carrying *c, enum anchor_doubt why)
{
    c->out->state = ANCHOR_UNSURE;
    c->out->doubt = why;
    c->out->en = reasons[why].en;
    c->out->zh = reasons[why].zh;
}

static void
land(struct carrying *c, enum anchor_state state, const struct clause *to, size_t start)
{
    struct slice text = to->text[c->an->language].s;
    c->out->state = state;
    c->out->at = *c->an;
    c->out->at.clause = to->id;
    c->out->at.start = start;
    c->out->at.quote = slice_sub(text, start, c->an->quote.n);
    draft_digest(c->out->at.digest, text);
}

static void
suggest(struct carrying *c, const struct clause *to, size_t start)
{
    struct anchor_carried *out = c->out;
    struct slice text = to->text[c->an->language].s;
    if (out->ncandidates == ANCHOR_CANDIDATES_MAX)
        return;
    struct anchor *an = &out->candidates[out->ncandidates++];
    *an = *c->an;
    an->clause = to->id;
    an->start = start;
    an->quote = slice_sub(text, start, c->an->quote.n);
    draft_digest(an->digest, text);
}

/* Every place of the quote in one clause. */
static size_t
suggest_all(struct carrying *c, const struct clause *to)
{
    struct slice text = to->text[c->an->language].s, quote = c->an->quote;
    size_t found = 0;
    for (size_t at = 0; quote.n && at < text.n; found++) {
        size_t next = slice_find(slice_sub(text, at, SIZE_MAX), quote);
        if (next == SIZE_MAX)
            break;
        suggest(c, to, at + next);
        at += next + 1;
    }
    return found;
}

/* ---- other clauses -------------------------------------------------------------------------- */

/* What of the old clause is looked for elsewhere: the quote, or for a whole clause its text. */
static bool
holds_it(const struct carrying *c, const struct clause *to)
{
    struct slice text = to->text[c->an->language].s;
    if (c->an->quote.n)
        return slice_find(text, c->an->quote) != SIZE_MAX;
    return c->old.n && slice_find(text, c->old) != SIZE_MAX;
}

/* It was there before already, so that it says nothing about where ours went. */
static bool
held_it_before(const struct carrying *c, const struct clause *to)
{
    const struct clause *before = draft_clause(c->from, to->id);
    return before && holds_it(c, before);
}

/* Clauses that hold it now and did not before: how many, and whether one of them is new. */
static size_t
look_elsewhere(struct carrying *c, bool *is_new)
{
    size_t found = 0;
    *is_new = false;
    for (size_t i = 0; i < c->to->n; i++) {
        const struct clause *to = &c->to->clauses[i];
        if (slice_eq(to->id, c->an->clause) || !holds_it(c, to) || held_it_before(c, to))
            continue;
        *is_new = *is_new || !draft_clause(c->from, to->id);
        found++;
        if (c->an->quote.n)
            suggest_all(c, to);
        else
            suggest(c, to, 0);
    }
    return found;
}

/* What is left of it in a clause that is new or grew, where not all of a whole clause stayed
 * together. */
static size_t
look_for_parts(struct carrying *c, bool *is_new)
{
    size_t found = 0, from = 0;
    *is_new = false;
    for (size_t i = 0; c->an->quote.n == 0 && i < c->to->n; i++) {
        const struct clause *to = &c->to->clauses[i];
        const struct clause *before = draft_clause(c->from, to->id);
        struct slice text = to->text[c->an->language].s;
        if (slice_eq(to->id, c->an->clause) || text.n == 0 || before)
            continue;
        from = slice_find(c->old, text);
        if (from == SIZE_MAX || !is_certain(c->an->language, text))
            continue;
        *is_new = true;
        found++;
        suggest(c, to, 0);
    }
    return found;
}

static bool
went_elsewhere(struct carrying *c)
{
    bool is_new;
    size_t found = look_elsewhere(c, &is_new);
    if (!found)
        found = look_for_parts(c, &is_new);
    if (found)
        doubt(c, is_new ? ANCHOR_SPLIT : ANCHOR_MERGED);
    return found;
}

/* ---- the same clause ------------------------------------------------------------------------ */

static size_t
kept_octets(const struct textdiff *d)
{
    size_t n = 0;
    for (size_t i = 0; i < d->n; i++)
        n += d->v[i].edit == TEXTDIFF_KEEP ? d->v[i].text.n : 0;
    return n;
}

/* The clause as a whole, whose text changed: still the same where most of it stayed. */
static void
carry_whole(struct carrying *c, const struct clause *to, const struct textdiff *d)
{
    size_t new = to->text[c->an->language].s.n, kept = kept_octets(d);
    bool most = kept >= c->old.n - c->old.n / KEPT_PART && new <= 2 * kept;
    if (went_elsewhere(c))
        suggest(c, to, 0);
    else if (c->old.n && most)
        land(c, ANCHOR_MOVED, to, 0);
    else {
        doubt(c, ANCHOR_CHANGED);
        suggest(c, to, 0);
    }
}

static void
carry_quote(struct carrying *c, const struct clause *to, const struct textdiff *d)
{
    struct slice new = to->text[c->an->language].s, quote = c->an->quote;
    size_t before, at, mapped;
    size_t were = times_in(c->old, quote, &before), are = times_in(new, quote, &at);
    bool stayed = textdiff_map(d, c->an->start, quote.n, &mapped) && mapped == at &&
                  2 * kept_octets(d) >= c->old.n;
    if ((are == 0 || !stayed) && went_elsewhere(c)) {
        suggest_all(c, to);
        return;
    }
    if (are == 0) {
        doubt(c, ANCHOR_CHANGED);
        suggest(c, to, 0);
        c->out->candidates[0].quote = SL(""); /* the clause as a whole */
    } else if (are > 1 || were > 1) {
        doubt(c, are > 1 ? ANCHOR_TWICE : ANCHOR_CHANGED);
        suggest_all(c, to);
    } else if (stayed || is_certain(c->an->language, quote)) {
        land(c, ANCHOR_MOVED, to, at);
    } else {
        doubt(c, ANCHOR_CHANGED);
        suggest_all(c, to);
    }
}

static void
carry_changed(struct carrying *c, const struct clause *to)
{
    AUTO_ARENA scratch = {0};
    struct textdiff d;
    textdiff_make(&d, &scratch, c->an->language, c->old, to->text[c->an->language].s);
    if (c->an->quote.n)
        carry_quote(c, to, &d);
    else
        carry_whole(c, to, &d);
}

void
anchor_carry(struct anchor_carried *out, struct arena *a, const struct draft *from,
             const struct draft *to, const struct anchor *an)
{
    struct carrying c = {.out = out, .a = a, .from = from, .to = to, .an = an};
    *out =
        (struct anchor_carried){.candidates = NEW_ARRAY(a, struct anchor, ANCHOR_CANDIDATES_MAX)};
    if (!anchor_fits(from, an)) {
        doubt(&c, ANCHOR_MISFIT);
        return;
    }
    const struct clause *new = draft_clause(to, an->clause);
    c.old = draft_clause(from, an->clause)->text[an->language].s;
    if (new &&slice_eq(c.old, new->text[an->language].s)) {
        land(&c, ANCHOR_EXACT, new, an->start);
    } else if (!new) {
        if (!went_elsewhere(&c))
            doubt(&c, ANCHOR_REMOVED);
    } else if (new->text[an->language].s.n == 0) {
        if (!went_elsewhere(&c))
            doubt(&c, ANCHOR_EMPTY);
    } else {
        carry_changed(&c, new);
    }
}
