/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The lint of the two languages of a clause against each other: as many
 * requirements, recommendations and permissions, the same figures, the same
 * names. Figures up to twelve may be written as words, months by name.
 */
#include "draft/linting.h"

#define NUMBER_MAX 40   /* octets; a longer run of digits is cut */
#define FIGURES_MAX 500 /* of one text; more are not compared: a table belongs elsewhere */

/* A figure as digits without grouping; `at` is where it stands. */
struct figure {
    struct slice s;
    size_t offset, n;
    bool paired;
};
struct figures {
    VEC(struct figure) v;
};

/* ---- keywords ------------------------------------------------------------------------------- */

struct strengths {
    size_t n[KEYWORD_CAN + 1], negative[KEYWORD_CAN + 1];
};

static struct strengths
count_keywords(const struct words *words)
{
    struct strengths s = {0};
    for (size_t i = 0; i < words->n; i++) {
        const struct word *w = &words->v[i];
        s.n[w->keyword] += word_provides(w);
        s.negative[w->keyword] += word_provides(w) && w->negative;
    }
    return s;
}

static void
lint_keywords(struct linting *l)
{
    static const char *const zh[] = {"应", "宜", "可", "能"};
    const struct strengths a = count_keywords(&l->words[DRAFT_ZH]),
                           b = count_keywords(&l->words[DRAFT_EN]);
    for (size_t k = KEYWORD_SHALL; k < KEYWORD_CAN; k++) {
        const char *en = keyword_name((enum keyword)k);
        if (a.n[k] != b.n[k]) {
            struct lint_finding *f = lint_add(l, RULE_KEYWORDS_DIFFER);
            LINT_SAY(l, f, "the Chinese has %zu × %s, the English %zu × %s: make them agree",
                     a.n[k], zh[k], b.n[k], en);
            LINT_SAY_ZH(l, f, "中文有%zu处“%s”，英文有%zu处“%s”：使二者一致", a.n[k], zh[k], b.n[k],
                        en);
        } else if (a.negative[k] != b.negative[k]) {
            struct lint_finding *f = lint_add(l, RULE_POLARITY_DIFFERS);
            LINT_SAY(l, f,
                     "%zu of the Chinese %s are negative, %zu of the English %s: look whether "
                     "they say the same",
                     a.negative[k], zh[k], b.negative[k], en);
            LINT_SAY_ZH(l, f, "中文有%zu处否定的“%s”，英文有%zu处否定的“%s”：核对含义是否一致",
                        a.negative[k], zh[k], b.negative[k], en);
        }
    }
}

/* ---- figures -------------------------------------------------------------------------------- */

static bool
is_digit(struct slice s, size_t at)
{
    return at < s.n && s.p[at] >= '0' && s.p[at] <= '9';
}

static bool
is_letter(struct slice s, size_t at)
{
    return at < s.n && ((s.p[at] | 0x20) >= 'a' && (s.p[at] | 0x20) <= 'z');
}

static size_t
digits(struct slice s, size_t at)
{
    size_t n = 0;
    while (is_digit(s, at + n))
        n++;
    return n;
}

/* Octets of the separator of groups at `at`: a comma, a space, a narrow or no-break space. */
static size_t
group_mark(struct slice s, size_t at)
{
    static const struct slice marks[] = {SL_INIT(","),      SL_INIT(" "),      SL_INIT("\u00a0"),
                                         SL_INIT("\u202f"), SL_INIT("\u2009"), SL_INIT("，")};
    for (size_t i = 0; i < COUNT_OF(marks); i++)
        if (slice_has_prefix(slice_sub(s, at, SIZE_MAX), marks[i]))
            return marks[i].n;
    return 0;
}

/* The figure at `at`: 12, 1.2, 5.2.1, 10,000, 10 000. Gives its octets in the text. */
static size_t
read_figure(struct slice *out, struct arena *a, struct slice s, size_t at)
{
    uint8_t buf[NUMBER_MAX];
    size_t n = digits(s, at), got = 0, from = at;
    for (size_t i = 0; i < n && got < sizeof buf; i++)
        buf[got++] = s.p[at + i];
    at += n;
    bool grouped = n <= 3;
    for (size_t mark; grouped && (mark = group_mark(s, at)) > 0 && digits(s, at + mark) == 3;) {
        for (size_t i = 0; i < 3 && got < sizeof buf; i++)
            buf[got++] = s.p[at + mark + i];
        at += mark + 3;
    }
    while (at < s.n && s.p[at] == '.' && is_digit(s, at + 1)) {
        size_t more = digits(s, at + 1) + 1;
        for (size_t i = 0; i < more && got < sizeof buf; i++)
            buf[got++] = s.p[at + i];
        at += more;
    }
    *out = arena_dup(a, slice_of(buf, got));
    return at - from;
}

/* Figures that stand by themselves; those in names (SM4, AES-256) go with the names. */
static void
find_figures(struct figures *out, struct arena *a, struct slice s)
{
    for (size_t at = 0; at < s.n && out->v.n < FIGURES_MAX; at++) {
        struct figure f = {.offset = at};
        bool in_name = at > 0 && (is_letter(s, at - 1) || is_digit(s, at - 1) ||
                                  (s.p[at - 1] == '-' && at > 1 && is_letter(s, at - 2)));
        if (!is_digit(s, at) || in_name)
            continue;
        f.n = read_figure(&f.s, a, s, at);
        at += f.n - 1;
        vec_push(a, &out->v, f);
    }
}

static const struct {
    struct slice figure, en, zh, month;
} written[] = {
    {SL_INIT("1"), SL_INIT("one"), SL_INIT("一"), SL_INIT("January")},
    {SL_INIT("2"), SL_INIT("two"), SL_INIT("二"), SL_INIT("February")},
    {SL_INIT("2"), SL_INIT("both"), SL_INIT("两"), SL_INIT("February")},
    {SL_INIT("3"), SL_INIT("three"), SL_INIT("三"), SL_INIT("March")},
    {SL_INIT("4"), SL_INIT("four"), SL_INIT("四"), SL_INIT("April")},
    {SL_INIT("5"), SL_INIT("five"), SL_INIT("五"), SL_INIT("May")},
    {SL_INIT("6"), SL_INIT("six"), SL_INIT("六"), SL_INIT("June")},
    {SL_INIT("7"), SL_INIT("seven"), SL_INIT("七"), SL_INIT("July")},
    {SL_INIT("8"), SL_INIT("eight"), SL_INIT("八"), SL_INIT("August")},
    {SL_INIT("9"), SL_INIT("nine"), SL_INIT("九"), SL_INIT("September")},
    {SL_INIT("10"), SL_INIT("ten"), SL_INIT("十"), SL_INIT("October")},
    {SL_INIT("11"), SL_INIT("eleven"), SL_INIT("十一"), SL_INIT("November")},
    {SL_INIT("12"), SL_INIT("twelve"), SL_INIT("十二"), SL_INIT("December")},
};

/* The figure stands in the other text as a word. */
static bool
is_written(struct slice figure, enum draft_language in, struct slice text)
{
    for (size_t i = 0; i < COUNT_OF(written); i++) {
        if (!slice_eq(written[i].figure, figure))
            continue;
        if (in == DRAFT_ZH && slice_find(text, written[i].zh) != SIZE_MAX)
            return true;
        if (in == DRAFT_EN && (slice_find(text, written[i].en) != SIZE_MAX ||
                               slice_find(text, written[i].month) != SIZE_MAX))
            return true;
    }
    return false;
}

static void
pair_figures(struct figures *a, struct figures *b)
{
    for (size_t i = 0; i < a->v.n; i++)
        for (size_t k = 0; k < b->v.n && !a->v.v[i].paired; k++)
            if (!b->v.v[k].paired && slice_eq(a->v.v[i].s, b->v.v[k].s))
                a->v.v[i].paired = b->v.v[k].paired = true;
}

static void
lint_unpaired(struct linting *l, const struct figures *figures, enum draft_language la)
{
    enum draft_language other = la == DRAFT_ZH ? DRAFT_EN : DRAFT_ZH;
    static const char *const en[] = {"Chinese", "English"};
    static const char *const zh[] = {"中文", "英文"};
    for (size_t i = 0; i < figures->v.n; i++) {
        const struct figure *g = &figures->v.v[i];
        if (g->paired || is_written(g->s, other, l->clause->text[other].s))
            continue;
        struct lint_finding *f = lint_add_at(l, RULE_NUMBERS_DIFFER, la, g->offset, g->n);
        LINT_SAY(l, f, "%.*s stands in the %s text, but not (as often) in the %s one",
                 SL_FMT(f->quote), en[la], en[other]);
        LINT_SAY_ZH(l, f, "%s文字中有%.*s，%s文字中没有或次数不同", zh[la], SL_FMT(f->quote),
                    zh[other]);
    }
}

static void
lint_figures(struct linting *l)
{
    struct figures v[DRAFT_LANGUAGES] = {0};
    for (size_t la = 0; la < DRAFT_LANGUAGES; la++)
        find_figures(&v[la], l->scratch, l->clause->text[la].s);
    pair_figures(&v[DRAFT_ZH], &v[DRAFT_EN]);
    for (size_t la = 0; la < DRAFT_LANGUAGES; la++)
        lint_unpaired(l, &v[la], (enum draft_language)la);
}

/* ---- names ---------------------------------------------------------------------------------- */

static bool
in_name(struct slice s, size_t at)
{
    return is_letter(s, at) || is_digit(s, at) ||
           (at < s.n && strchr("-./_", s.p[at]) && s.p[at] &&
            (is_letter(s, at + 1) || is_digit(s, at + 1)));
}

/* SM4, AES-256-GCM, GB/T, TLS: a capital or a figure in it, two octets at least. */
static bool
is_name(struct slice s)
{
    bool mark = false;
    for (size_t i = 0; i < s.n; i++)
        mark = mark || (s.p[i] >= 'A' && s.p[i] <= 'Z') || is_digit(s, i);
    return mark && s.n >= 2;
}

static void
lint_names(struct linting *l)
{
    struct slice zh = l->clause->text[DRAFT_ZH].s, en = l->clause->text[DRAFT_EN].s;
    for (size_t at = 0; at < zh.n;) {
        size_t n = 0;
        while (in_name(zh, at + n))
            n++;
        struct slice name = slice_sub(zh, at, n);
        if (is_letter(zh, at) && is_name(name) && slice_find(en, name) == SIZE_MAX) {
            struct lint_finding *f = lint_add_at(l, RULE_NAMES_DIFFER, DRAFT_ZH, at, n);
            LINT_SAY(l, f, "%.*s stands in the Chinese text, but not in the English one",
                     SL_FMT(name));
            LINT_SAY_ZH(l, f, "中文文字中有%.*s，英文文字中没有", SL_FMT(name));
        }
        at += n ? n : 1;
    }
}

void
lint_align(struct linting *l)
{
    if (!l->clause->text[DRAFT_ZH].s.n || !l->clause->text[DRAFT_EN].s.n)
        return; /* told already: the language is missing */
    lint_keywords(l);
    lint_figures(l);
    lint_names(l);
}
