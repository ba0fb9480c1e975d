/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The lint of references to other documents: GB/T 22239-2019, ISO/IEC 27001:2022,
 * RFC 8446. Found by the prefixes of known bodies; what it does not know it does
 * not judge.
 */
#include "draft/linting.h"

#define REFERENCES_MAX 500 /* listed; no document has as many */

static const struct slice bodies[] = {
    SL_INIT("GB/T"),    SL_INIT("GB/Z"),    SL_INIT("GB"),         SL_INIT("GM/T"),
    SL_INIT("YD/T"),    SL_INIT("JR/T"),    SL_INIT("ISO/IEC TR"), SL_INIT("ISO/IEC TS"),
    SL_INIT("ISO/IEC"), SL_INIT("ISO/TS"),  SL_INIT("ISO/TR"),     SL_INIT("ISO"),
    SL_INIT("IEC"),     SL_INIT("EN"),      SL_INIT("IEEE Std"),   SL_INIT("IEEE"),
    SL_INIT("NIST SP"), SL_INIT("FIPS"),    SL_INIT("RFC"),        SL_INIT("ITU-T"),
    SL_INIT("ETSI TS"), SL_INIT("ETSI EN"),
};

static bool
is_digit(uint8_t c)
{
    return c >= '0' && c <= '9';
}

static bool
is_letter(uint8_t c)
{
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

/* Of these the number says the edition; all others have a year. */
static bool
is_fixed(struct slice body)
{
    return slice_eq_str(body, "RFC") || slice_eq_str(body, "FIPS");
}

static struct slice
body_at(struct slice s)
{
    struct slice best = {0};
    for (size_t i = 0; i < COUNT_OF(bodies); i++)
        if (slice_has_prefix(s, bodies[i]) && bodies[i].n > best.n)
            best = bodies[i];
    return best;
}

static size_t
year_at(struct slice s)
{
    static const struct slice marks[] = {SL_INIT("-"), SL_INIT("—"), SL_INIT("–"), SL_INIT(":"),
                                         SL_INIT("：")};
    for (size_t i = 0; i < COUNT_OF(marks); i++) {
        struct slice y = slice_sub(s, marks[i].n, 4);
        if (!slice_has_prefix(s, marks[i]) || y.n < 4)
            continue;
        bool year = (y.p[0] == '1' && y.p[1] == '9') || (y.p[0] == '2' && y.p[1] == '0');
        struct slice after = slice_sub(s, marks[i].n + 4, 1);
        if (year && is_digit(y.p[2]) && is_digit(y.p[3]) && !(after.n && is_digit(after.p[0])))
            return marks[i].n + 4;
    }
    return 0;
}

/* The digits, dots, parts and letters of a number behind its body; where the year starts, it ends.
 */
static size_t
number_at(struct slice s)
{
    size_t n = 0;
    while (n < s.n && (is_digit(s.p[n]) || is_letter(s.p[n]) ||
                       ((s.p[n] == '.' || s.p[n] == '-') && n + 1 < s.n && is_digit(s.p[n + 1])))) {
        if (year_at(slice_sub(s, n, SIZE_MAX)))
            break;
        n++;
    }
    return n;
}

/* "…，表 2", ", Table B.1", " 5.2", "的6.1": a place in it. */
static bool
part_follows(struct slice s)
{
    static const struct slice between[] = {SL_INIT(" "),  SL_INIT(","),  SL_INIT("，"),
                                           SL_INIT("的"), SL_INIT("中"), SL_INIT("、")};
    static const struct slice places[] = {SL_INIT("表"),    SL_INIT("图"),     SL_INIT("第"),
                                          SL_INIT("附录"),  SL_INIT("Table"),  SL_INIT("Figure"),
                                          SL_INIT("Annex"), SL_INIT("Clause"), SL_INIT("clause")};
    for (size_t i = 0; i < COUNT_OF(between);) {
        bool is = slice_has_prefix(s, between[i]);
        s = slice_sub(s, is ? between[i].n : 0, SIZE_MAX);
        i = is ? 0 : i + 1;
    }
    for (size_t i = 0; i < COUNT_OF(places); i++)
        if (slice_has_prefix(s, places[i]))
            return true;
    size_t n = 0;
    while (n < s.n && is_digit(s.p[n]))
        n++;
    return n > 0 && n + 1 < s.n && s.p[n] == '.' && is_digit(s.p[n + 1]);
}

/* The reference at `at`; false where none stands there. */
static bool
reference_at(struct lint_reference *out, struct slice text, size_t at)
{
    struct slice s = slice_sub(text, at, SIZE_MAX), body = body_at(s);
    if (!body.n || (at > 0 && (is_letter(text.p[at - 1]) || text.p[at - 1] == '/')))
        return false;
    size_t gap = body.n;
    while (gap < s.n && s.p[gap] == ' ')
        gap++;
    struct slice rest = slice_sub(s, gap, SIZE_MAX);
    size_t n = rest.n && is_digit(rest.p[0]) ? number_at(rest) : 0;
    if (!n)
        return false;
    size_t year = year_at(slice_sub(rest, n, SIZE_MAX));
    *out = (struct lint_reference){.number = slice_sub(s, 0, gap + n),
                                   .dated = year || is_fixed(body),
                                   .offset = at,
                                   .n = gap + n + year};
    out->part = part_follows(slice_sub(s, out->n, SIZE_MAX));
    return true;
}

static const struct lint_reference *
listed(const struct linting *l, struct slice number)
{
    for (size_t i = 0; i < l->listed.n; i++)
        if (slice_eq(l->listed.v[i].number, number))
            return &l->listed.v[i];
    return NULL;
}

/* ---- the list ------------------------------------------------------------------------------- */

static void
list_clause(struct linting *l, const struct clause *c)
{
    for (size_t la = 0; la < DRAFT_LANGUAGES; la++) {
        struct lint_reference r;
        struct slice text = c->text[la].s;
        for (size_t at = 0; at < text.n; at++)
            if (reference_at(&r, text, at)) {
                if (l->listed.n < REFERENCES_MAX && !listed(l, r.number))
                    vec_push(l->scratch, &l->listed, r);
                at += r.n - 1;
            }
    }
}

static void
mark_used(struct linting *l, const struct clause *c)
{
    for (size_t la = 0; la < DRAFT_LANGUAGES; la++) {
        struct lint_reference r;
        struct slice text = c->text[la].s;
        for (size_t at = 0; at < text.n; at++)
            if (reference_at(&r, text, at)) {
                for (size_t i = 0; i < l->listed.n; i++)
                    if (slice_eq(l->listed.v[i].number, r.number))
                        l->listed.v[i].used = true;
                at += r.n - 1;
            }
    }
}

static bool
is_list(const struct linting *l, const struct clause *c)
{
    return c->kind == CLAUSE_REFERENCES ||
           (c->in != CLAUSE_NONE && l->d->clauses[c->in].kind == CLAUSE_REFERENCES);
}

void
lint_references(struct linting *l)
{
    const struct clause *list = NULL;
    for (size_t i = 0; i < l->d->n; i++)
        if (is_list(l, &l->d->clauses[i])) {
            list_clause(l, &l->d->clauses[i]);
            list = list ? list : &l->d->clauses[i];
        }
    for (size_t i = 0; i < l->d->n; i++)
        if (!is_list(l, &l->d->clauses[i]) && !l->d->clauses[i].informative)
            mark_used(l, &l->d->clauses[i]);
    l->clause = list;
    for (size_t i = 0; i < l->listed.n; i++) {
        if (l->listed.v[i].used)
            continue;
        struct slice number = l->listed.v[i].number;
        struct lint_finding *f = lint_add(l, RULE_UNUSED);
        LINT_SAY(l, f, "no clause refers to %.*s: move it to the bibliography", SL_FMT(number));
        LINT_SAY_ZH(l, f, "正文未引用%.*s：移至参考文献", SL_FMT(number));
    }
    l->clause = NULL;
}

/* ---- one clause ----------------------------------------------------------------------------- */

/* The sentence around it requires something. */
static bool
is_normative(const struct linting *l, enum draft_language la, size_t at)
{
    size_t from, to;
    words_sentence(la, l->clause->text[la].s, at, &from, &to);
    for (size_t i = 0; i < l->words[la].n; i++) {
        const struct word *w = &l->words[la].v[i];
        if (word_provides(w) && w->keyword == KEYWORD_SHALL && w->offset >= from && w->offset < to)
            return true;
    }
    return false;
}

static void
lint_reference(struct linting *l, enum draft_language la, const struct lint_reference *r)
{
    bool list = is_list(l, l->clause), must = is_normative(l, la, r->offset);
    const struct lint_reference *in_list = listed(l, r->number);
    if (!r->dated && r->part && !l->clause->informative) {
        struct lint_finding *f = lint_add_at(l, RULE_UNDATED_PART, la, r->offset, r->n);
        LINT_SAY(l, f, "a place in %.*s is named: give its year", SL_FMT(r->number));
        LINT_SAY_ZH(l, f, "引用了%.*s的具体内容：注明年份", SL_FMT(r->number));
    } else if (!r->dated && list) {
        struct lint_finding *f = lint_add_at(l, RULE_UNDATED, la, r->offset, r->n);
        LINT_SAY(l, f, "%.*s is referred to without its year: every future edition will hold",
                 SL_FMT(r->number));
        LINT_SAY_ZH(l, f, "%.*s未注日期：今后所有版本均将适用", SL_FMT(r->number));
    }
    if (must && !list && !in_list && !l->clause->informative) {
        struct lint_finding *f = lint_add_at(l, RULE_UNLISTED, la, r->offset, r->n);
        LINT_SAY(l, f, "%.*s does not stand among the normative references: add it",
                 SL_FMT(r->number));
        LINT_SAY_ZH(l, f, "%.*s未列入规范性引用文件：予以补充", SL_FMT(r->number));
    }
}

void
lint_clause_references(struct linting *l)
{
    for (size_t la = 0; la < DRAFT_LANGUAGES; la++) {
        struct lint_reference r;
        struct slice text = l->clause->text[la].s;
        for (size_t at = 0; at < text.n; at++)
            if (reference_at(&r, text, at)) {
                lint_reference(l, (enum draft_language)la, &r);
                at += r.n - 1;
            }
    }
}
