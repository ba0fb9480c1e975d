/* SPDX-License-Identifier: Apache-2.0 */
#include "draft/lint.h"

#include "base/cleanup.h"
#include "draft/linting.h"
#include "judge/judge.h"

#include <assert.h>
#include <stdlib.h>

#define WORDS_MAX 1000 /* of one text; more are not looked at */

/* ---- findings ------------------------------------------------------------------------------- */

struct lint_finding *
lint_add(struct linting *l, enum lint_rule_at rule)
{
    struct lint_finding *f = vec_add(l->a, &l->v);
    f->rule = &lint_rules[rule];
    f->clause = l->clause;
    f->at = l->clause ? l->clause->at : (struct place){l->d->doc.file, 0, 0};
    return f;
}

struct lint_finding *
lint_add_at(struct linting *l, enum lint_rule_at rule, enum draft_language la, size_t offset,
            size_t n)
{
    struct lint_finding *f = lint_add(l, rule);
    f->in_text = true;
    f->language = la;
    f->offset = offset;
    f->n = n;
    f->quote = slice_sub(l->clause->text[la].s, offset, n);
    f->at = draft_place(l->d, l->clause, la, offset);
    return f;
}

bool
lint_is_plain(const struct clause *c)
{
    switch (c->kind) {
    case CLAUSE_FOREWORD:
    case CLAUSE_INTRODUCTION:
    case CLAUSE_SCOPE:
    case CLAUSE_REFERENCES:
    case CLAUSE_TERMS:
    case CLAUSE_TERM:
    case CLAUSE_NOTE:
    case CLAUSE_EXAMPLE:
    case CLAUSE_FOOTNOTE:
    case CLAUSE_BIBLIOGRAPHY:
        return true;
    case CLAUSE_BODY:
    case CLAUSE_ANNEX_NORMATIVE:
    case CLAUSE_ANNEX_INFORMATIVE:
        return false;
    }
    return false;
}

/* ---- words ---------------------------------------------------------------------------------- */

/* A text that only tells: what could happen may stand there. */
static bool
is_told(const struct clause *c)
{
    return c->informative || lint_is_plain(c);
}

static struct slice
sentence_of(const struct linting *l, enum draft_language la, const struct word *w, size_t *from)
{
    struct slice text = l->clause->text[la].s;
    size_t to;
    words_sentence(la, text, w->offset, from, &to);
    return slice_sub(text, *from, to - *from);
}

/* Obligations from outside may be told with must and 必须. */
static bool
is_about_law(enum draft_language la, struct slice sentence)
{
    static const char *const laws[DRAFT_LANGUAGES][8] = {
        {"法律", "法规", "行政规章", "监管要求", NULL},
        {" law", "legislation", "regulation", "statut", "Law", NULL},
    };
    for (size_t i = 0; laws[la][i]; i++)
        if (slice_find(sentence, slice_str(laws[la][i])) != SIZE_MAX)
            return true;
    return false;
}

/* The rule's sentence speaks of a requirement: a shall, or what is taken for one, stands in it. */
static bool requires(const struct linting *l, enum draft_language la, size_t from, size_t to)
{
    for (size_t i = 0; i < l->words[la].n; i++) {
        const struct word *w = &l->words[la].v[i];
        if (word_provides(w) && w->keyword <= KEYWORD_SHOULD && w->offset >= from && w->offset < to)
            return true;
    }
    return false;
}

static void
lint_instead(struct linting *l, enum lint_rule_at rule, enum draft_language la,
             const struct word *w)
{
    struct lint_finding *f = lint_add_at(l, rule, la, w->offset, w->n);
    LINT_SAY(l, f, "'%.*s' is not a verbal form of this document: write '%.*s'", SL_FMT(f->quote),
             SL_FMT(w->instead));
    LINT_SAY_ZH(l, f, "“%.*s”不是规定的能愿动词，改用“%.*s”", SL_FMT(f->quote), SL_FMT(w->instead));
}

/* 应尽量, 宜适当: right behind the keyword. */
static bool
is_weakener(const struct linting *l, enum draft_language la, size_t i)
{
    const struct word *w = &l->words[la].v[i], *before = i ? w - 1 : NULL;
    return la == DRAFT_ZH && before && word_provides(before) && before->keyword <= KEYWORD_SHOULD &&
           before->offset + before->n == w->offset;
}

static void
lint_vague(struct linting *l, enum draft_language la, size_t i)
{
    const struct word *w = &l->words[la].v[i];
    size_t from;
    struct slice sentence = sentence_of(l, la, w, &from);
    if (is_told(l->clause) || !requires(l, la, from, from + sentence.n))
        return;
    bool weak = is_weakener(l, la, i);
    struct lint_finding *f = lint_add_at(l,
                                         weak             ? RULE_ZH_WEAKENED
                                         : la == DRAFT_ZH ? RULE_ZH_VAGUE
                                                          : RULE_EN_VAGUE,
                                         la, w->offset, w->n);
    LINT_SAY(l, f, "nobody can test '%.*s': say how much, when, or which", SL_FMT(f->quote));
    LINT_SAY_ZH(l, f, "“%.*s”无法验证：写明数值、时间或范围", SL_FMT(f->quote));
}

/* What it is that an informative text does. */
static void
lint_provision(struct linting *l, enum draft_language la, const struct word *w)
{
    static const char *const en[] = {"requires", "recommends", "permits"};
    static const char *const zh[] = {"要求", "推荐", "允许"};
    struct lint_finding *f = lint_add_at(
        l, la == DRAFT_ZH ? RULE_ZH_INFORMATIVE : RULE_EN_INFORMATIVE, la, w->offset, w->n);
    const char *kind = clause_kind_names[l->clause->kind];
    LINT_SAY(l, f,
             "'%.*s' %s something, which a clause of the kind %s does not: state a fact, or "
             "move it to the body",
             SL_FMT(f->quote), en[w->keyword], kind);
    LINT_SAY_ZH(l, f, "“%.*s”构成%s，不能出现在此类要素中：改为陈述，或移至正文", SL_FMT(f->quote),
                zh[w->keyword]);
}

/* It may say how the term is to be used. */
static bool
is_note_to_entry(const struct linting *l)
{
    size_t in = l->clause->in;
    return l->clause->kind == CLAUSE_NOTE && in != CLAUSE_NONE &&
           l->d->clauses[in].kind == CLAUSE_TERM;
}

static void
lint_word(struct linting *l, enum draft_language la, size_t i)
{
    const struct word *w = &l->words[la].v[i];
    size_t from;
    switch (w->class) {
    case WORD_KEYWORD:
        break;
    case WORD_EQUIVALENT:
        lint_instead(l, la == DRAFT_ZH ? RULE_ZH_EQUIVALENT : RULE_EN_EQUIVALENT, la, w);
        break;
    case WORD_FORBIDDEN:
        if ((w->keyword < KEYWORD_CAN || !is_told(l->clause)) &&
            !is_about_law(la, sentence_of(l, la, w, &from)))
            lint_instead(l, la == DRAFT_ZH ? RULE_ZH_FORBIDDEN : RULE_EN_FORBIDDEN, la, w);
        break;
    case WORD_VAGUE:
        lint_vague(l, la, i);
        return;
    }
    bool plain = lint_is_plain(l->clause);
    bool provides = w->keyword < KEYWORD_CAN && w->class != WORD_FORBIDDEN;
    bool told = plain ? provides && !is_note_to_entry(l)
                      : w->keyword == KEYWORD_SHALL && l->clause->informative;
    if (told)
        lint_provision(l, la, w);
}

/* More than one shall in a sentence. */
static void
lint_two(struct linting *l, enum draft_language la)
{
    const struct words *words = &l->words[la];
    size_t before = SIZE_MAX, told = SIZE_MAX;
    for (size_t i = 0; i < words->n; i++) {
        size_t from;
        if (!word_provides(&words->v[i]) || words->v[i].keyword != KEYWORD_SHALL)
            continue;
        sentence_of(l, la, &words->v[i], &from);
        if (from == before && from != told) {
            struct lint_finding *f =
                lint_add_at(l, RULE_TWO_IN_ONE, la, words->v[i].offset, words->v[i].n);
            LINT_SAY(l, f,
                     "this sentence has more than one requirement: make each a sentence of "
                     "its own");
            LINT_SAY_ZH(l, f, "本句含有多项要求：每项要求单独成句");
            told = from;
        }
        before = from;
    }
}

void
lint_words(struct linting *l)
{
    for (size_t la = 0; la < DRAFT_LANGUAGES; la++) {
        for (size_t i = 0; i < l->words[la].n; i++)
            lint_word(l, (enum draft_language)la, i);
        if (!lint_is_plain(l->clause))
            lint_two(l, (enum draft_language)la);
    }
}

/* ---- requirements --------------------------------------------------------------------------- */

static bool
has_keyword(const struct linting *l, enum keyword k)
{
    for (size_t la = 0; la < DRAFT_LANGUAGES; la++)
        for (size_t i = 0; i < l->words[la].n; i++)
            if (word_provides(&l->words[la].v[i]) && l->words[la].v[i].keyword == k)
                return true;
    return false;
}

static struct lint_finding *
add_for(struct linting *l, enum lint_rule_at rule, const struct requirement *q, struct place at)
{
    struct lint_finding *f = lint_add(l, rule);
    f->requirement = q;
    f->at = at;
    return f;
}

static void
lint_entry(struct linting *l, const struct requirement *q)
{
    static const char *const zh[] = {"应", "宜", "可", "能"};
    const struct clause *c = l->clause;
    if (is_told(c)) {
        struct lint_finding *f = add_for(l, RULE_INFORMATIVE_OF, q, q->at);
        LINT_SAY(l, f, "'%.*s' points to a clause of the kind %s, which requires nothing: move it",
                 SL_FMT(q->id), clause_kind_names[c->kind]);
        LINT_SAY_ZH(l, f, "“%.*s”所属的条款为资料性内容，不构成要求：改属其他条款", SL_FMT(q->id));
        return;
    }
    if (has_keyword(l, q->keyword))
        return;
    struct lint_finding *f = add_for(l, RULE_KEYWORD_OF, q, q->at);
    LINT_SAY(l, f, "'%.*s' is a %s, but the text of its clause has none", SL_FMT(q->id),
             keyword_name(q->keyword));
    LINT_SAY_ZH(l, f, "“%.*s”为“%s”类条目，但其条款文字中没有“%s”", SL_FMT(q->id), zh[q->keyword],
                zh[q->keyword]);
}

/* A day on which the rule is in force. */
static date_t
case_day(const struct requirement *q)
{
    if (q->from != DATE_MIN)
        return q->from;
    date_t published = q->standard->published;
    return published < q->until ? published : q->until;
}

static bool
lint_cases(struct linting *l, const struct requirement *q, struct err *e)
{
    for (size_t i = 0; i < q->ncases; i++) {
        const struct case_facts *cf = &q->cases[i];
        struct finding *says = NEW(l->scratch, struct finding);
        if (!judge_one(says, l->scratch, l->c, q, &cf->asset, case_day(q), e))
            return err_in(e, "%.*s", SL_FMT(q->id));
        if (says->verdict == (cf->want_pass ? VERDICT_PASS : VERDICT_FAIL))
            continue;
        struct lint_finding *f = add_for(l, RULE_CASE, q, cf->at);
        LINT_SAY(l, f, "a case of '%.*s' should %s, but the judge says %s%s%.*s", SL_FMT(q->id),
                 cf->want_pass ? "pass" : "fail", verdict_name(says->verdict),
                 says->reason.n ? ": " : "", SL_FMT(slice_sub(says->reason, 0, 400)));
        LINT_SAY_ZH(l, f, "“%.*s”的用例与条件不符：期望%s", SL_FMT(q->id),
                    cf->want_pass ? "符合" : "不符合");
    }
    return true;
}

static bool
has_shall_entry(const struct clause *c)
{
    for (size_t i = 0; i < c->nrequirements; i++)
        if (c->requirements[i]->keyword == KEYWORD_SHALL)
            return true;
    return false;
}

bool
lint_requirements(struct linting *l, struct err *e)
{
    const struct clause *c = l->clause;
    if (has_keyword(l, KEYWORD_SHALL) && !is_told(c) && !has_shall_entry(c)) {
        struct lint_finding *f = lint_add(l, RULE_NO_REQUIREMENT);
        LINT_SAY(l, f,
                 "nothing checks this requirement: add an entry with a condition, or with "
                 "the reason why no machine can check it");
        LINT_SAY_ZH(l, f, "该要求没有对应条目：添加可执行条件，或说明无法机器检查的原因");
    }
    for (size_t i = 0; i < c->nrequirements; i++) {
        lint_entry(l, c->requirements[i]);
        if (!lint_cases(l, c->requirements[i], e))
            return false;
    }
    return true;
}

/* ---- all ------------------------------------------------------------------------------------ */

static void
find_words(struct linting *l, enum draft_language la)
{
    words_find(&l->words[la], l->scratch, la, l->clause->text[la].s);
    if (l->words[la].n > WORDS_MAX)
        l->words[la].n = WORDS_MAX;
}

static bool
lint_clause(struct linting *l, const struct clause *c, struct err *e)
{
    l->clause = c;
    for (size_t la = 0; la < DRAFT_LANGUAGES; la++)
        find_words(l, (enum draft_language)la);
    lint_clause_structure(l);
    lint_align(l);
    lint_words(l);
    lint_clause_references(l);
    return lint_requirements(l, e);
}

/* A draft without clauses has its cases, and nothing else. */
static bool
lint_loose(struct linting *l, struct err *e)
{
    for (size_t i = 0; i < l->d->standard.n; i++)
        if (l->d->clause_of[i] == CLAUSE_NONE && !lint_cases(l, &l->d->standard.requirements[i], e))
            return false;
    return true;
}

bool
lint_draft(struct lint_result *out, struct arena *a, const struct draft *d, const struct catalog *c,
           struct err *e)
{
    AUTO_ARENA scratch = {0};
    struct linting l = {.a = a, .scratch = &scratch, .d = d, .c = c, .out = out};
    assert(c == d->catalog);
    *out = (struct lint_result){0};
    if (d->n) {
        lint_structure(&l);
        lint_references(&l);
    }
    if (!lint_loose(&l, e))
        return false;
    for (size_t i = 0; i < d->n && l.v.n <= LINT_FINDINGS_MAX; i++) {
        struct arena_mark mark = arena_mark(&scratch);
        if (!lint_clause(&l, &d->clauses[i], e))
            return false;
        arena_reset(&scratch, mark);
    }
    out->more = l.v.n > LINT_FINDINGS_MAX;
    out->v = l.v.v;
    out->n = out->more ? LINT_FINDINGS_MAX : l.v.n;
    for (size_t i = 0; i < out->n; i++)
        *(out->v[i].rule->severity == LINT_ERROR ? &out->errors : &out->warnings) += 1;
    return true;
}
