/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The lint of a draft's build: required elements and where they stand, numbers,
 * lone subclauses, letters of annexes, clauses that say nothing.
 */
#include "draft/linting.h"

static const struct clause *
first_of(const struct draft *d, enum clause_kind k)
{
    for (size_t i = 0; i < d->n; i++)
        if (d->clauses[i].kind == k)
            return &d->clauses[i];
    return NULL;
}

/* What always has to be there, and under which number. */
static const struct required_element {
    enum clause_kind kind;
    const char *number, *en, *zh;
} elements[] = {
    {CLAUSE_FOREWORD, "", "foreword", "前言"},
    {CLAUSE_SCOPE, "1", "scope", "范围"},
    {CLAUSE_REFERENCES, "2", "normative references", "规范性引用文件"},
    {CLAUSE_TERMS, "3", "terms and definitions", "术语和定义"},
};

static void
lint_element(struct linting *l, const struct required_element *el)
{
    const struct clause *c = first_of(l->d, el->kind);
    if (!c) {
        struct lint_finding *f = lint_add(l, RULE_ELEMENT_MISSING);
        LINT_SAY(l, f, "the element '%s' is missing: add a clause of that kind", el->en);
        LINT_SAY_ZH(l, f, "缺少必备要素“%s”：添加该要素", el->zh);
        return;
    }
    if (slice_eq_str(c->number, el->number))
        return;
    l->clause = c;
    struct lint_finding *f = lint_add(l, RULE_ELEMENT_PLACE);
    LINT_SAY(l, f,
             el->number[0] ? "the element '%s' has the number %s, not '%.*s'"
                           : "the element '%s' has no number (%s), here it has '%.*s'",
             el->en, el->number[0] ? el->number : "-", SL_FMT(c->number));
    LINT_SAY_ZH(l, f,
                el->number[0] ? "要素“%s”的编号为%s，而不是“%.*s”"
                              : "要素“%s”不编号（%s），此处为“%.*s”",
                el->zh, el->number[0] ? el->number : "-", SL_FMT(c->number));
    l->clause = NULL;
}

static bool
has_number(enum clause_kind k)
{
    switch (k) {
    case CLAUSE_SCOPE:
    case CLAUSE_REFERENCES:
    case CLAUSE_TERMS:
    case CLAUSE_TERM:
    case CLAUSE_BODY:
    case CLAUSE_ANNEX_NORMATIVE:
    case CLAUSE_ANNEX_INFORMATIVE:
        return true;
    case CLAUSE_FOREWORD:
    case CLAUSE_INTRODUCTION:
    case CLAUSE_NOTE:
    case CLAUSE_EXAMPLE:
    case CLAUSE_FOOTNOTE:
    case CLAUSE_BIBLIOGRAPHY:
        return false;
    }
    return false;
}

static void
lint_numbers(struct linting *l)
{
    struct map seen = {0};
    for (size_t i = 0; i < l->d->n; i++) {
        const struct clause *c = &l->d->clauses[i];
        const struct clause *other = c->number.n ? map_get(&seen, c->number) : NULL;
        if (c->number.n && !other)
            map_put(l->scratch, &seen, c->number, &l->d->clauses[i]);
        if (!other && (c->number.n || !has_number(c->kind)))
            continue;
        l->clause = c;
        struct lint_finding *f = lint_add(l, RULE_NUMBER);
        if (other) {
            LINT_SAY(l, f, "the number %.*s is that of '%.*s', too: renumber one",
                     SL_FMT(c->number), SL_FMT(other->id));
            LINT_SAY_ZH(l, f, "编号%.*s与“%.*s”重复：修改其一", SL_FMT(c->number),
                        SL_FMT(other->id));
        } else {
            LINT_SAY(l, f, "a clause of the kind %s has a number: add it",
                     clause_kind_names[c->kind]);
            LINT_SAY_ZH(l, f, "此类条款需要编号：添加编号");
        }
    }
    l->clause = NULL;
}

static bool
is_annex(enum clause_kind k)
{
    return k == CLAUSE_ANNEX_NORMATIVE || k == CLAUSE_ANNEX_INFORMATIVE;
}

static void
lint_annexes(struct linting *l)
{
    static const char letters[] = "ABCDEFGHJKLMNPQRSTUVWXYZ";
    size_t n = 0;
    for (size_t i = 0; i < l->d->n && n + 1 < sizeof letters; i++) {
        const struct clause *c = &l->d->clauses[i];
        if (!is_annex(c->kind))
            continue;
        char want = letters[n++];
        if (c->number.n == 1 && c->number.p[0] == (uint8_t)want)
            continue;
        l->clause = c;
        struct lint_finding *f = lint_add(l, RULE_ANNEX_LETTER);
        LINT_SAY(l, f, "this is annex %c, not '%.*s'", want, SL_FMT(c->number));
        LINT_SAY_ZH(l, f, "此处应编号为附录%c，而不是“%.*s”", want, SL_FMT(c->number));
    }
    l->clause = NULL;
}

/* Subclauses with a number, by the clause that they stand in. */
static size_t *
count_children(const struct linting *l, size_t **all)
{
    size_t *n = NEW_ARRAY(l->scratch, size_t, l->d->n);
    *all = NEW_ARRAY(l->scratch, size_t, l->d->n);
    for (size_t i = 0; i < l->d->n; i++) {
        const struct clause *c = &l->d->clauses[i];
        if (c->in == CLAUSE_NONE)
            continue;
        (*all)[c->in]++;
        n[c->in] += c->kind == CLAUSE_BODY;
    }
    return n;
}

static bool
says_nothing(const struct clause *c)
{
    for (size_t la = 0; la < DRAFT_LANGUAGES; la++)
        if (c->text[la].s.n)
            return false;
    return true;
}

static void
lint_children(struct linting *l)
{
    size_t *all, *children = count_children(l, &all);
    for (size_t i = 0; i < l->d->n; i++) {
        l->clause = &l->d->clauses[i];
        if (children[i] == 1) {
            struct lint_finding *f = lint_add(l, RULE_ORPHAN);
            LINT_SAY(l, f, "this clause has one subclause only: divide it further, or not at all");
            LINT_SAY_ZH(l, f, "该条款下仅有一个条：增设条，或不再细分");
        }
        if (!all[i] && says_nothing(l->clause)) {
            struct lint_finding *f = lint_add(l, RULE_EMPTY_CLAUSE);
            LINT_SAY(l, f, "this clause has no text: write it, or say that there is none");
            LINT_SAY_ZH(l, f, "该条款没有内容：补充文字，或说明无内容");
        }
    }
    l->clause = NULL;
}

void
lint_structure(struct linting *l)
{
    for (size_t i = 0; i < COUNT_OF(elements); i++)
        lint_element(l, &elements[i]);
    lint_numbers(l);
    lint_annexes(l);
    lint_children(l);
}

/* ---- one clause ----------------------------------------------------------------------------- */

static void
lint_missing(struct linting *l, const struct draft_text t[DRAFT_LANGUAGES], const char *en,
             const char *zh)
{
    static const char *const in_en[] = {"Chinese", "English"};
    static const char *const in_zh[] = {"中文", "英文"};
    for (size_t la = 0; la < DRAFT_LANGUAGES; la++) {
        if (t[la].s.n || !t[DRAFT_LANGUAGES - 1 - la].s.n)
            continue;
        struct lint_finding *f = lint_add(l, RULE_LANGUAGE_MISSING);
        LINT_SAY(l, f, "the %s %s is missing: translate it", in_en[la], en);
        LINT_SAY_ZH(l, f, "缺少%s%s：补充译文", in_zh[la], zh);
    }
}

void
lint_clause_structure(struct linting *l)
{
    lint_missing(l, l->clause->title, "title", "标题");
    lint_missing(l, l->clause->text, "text", "文字");
}
