/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any octets as the Chinese and, behind a NUL, the English text of a clause whose
 * kind the first octet says: words are found in order and apart, findings lie
 * inside of their texts.
 */
#include "draft/lint.h"
#include "draft/words.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void
check_words(struct arena *a, enum draft_language l, struct slice text)
{
    struct words w;
    size_t last = 0;
    words_find(&w, a, l, text);
    for (size_t i = 0; i < w.n; i++) {
        size_t from, to, at = w.v[i].offset;
        if (at < last || w.v[i].n == 0 || w.v[i].n > text.n - at)
            abort();
        last = at + w.v[i].n;
        words_sentence(l, text, at, &from, &to);
        if (from > at || to <= at || to > text.n)
            abort();
    }
}

static void
check_lint(struct arena *a, const struct draft *d)
{
    const struct catalog none = {0};
    struct lint_result r;
    struct err e = {0};
    struct draft own = *d;
    own.catalog = &none;
    if (!lint_draft(&r, a, &own, &none, &e))
        abort(); /* there is no condition to fail on */
    for (size_t i = 0; i < r.n; i++) {
        const struct lint_finding *f = &r.v[i];
        struct slice text = f->clause ? f->clause->text[f->language].s : SL("");
        if (f->in_text && (f->offset > text.n || f->n > text.n - f->offset))
            abort();
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena a = {0};
    struct slice en = slice_of(data, n), zh;
    uint8_t kind;
    if (n > 10000 || !slice_u8(&en, &kind))
        return 0;
    slice_cut(&en, 0, &zh);
    check_words(&a, DRAFT_ZH, zh);
    check_words(&a, DRAFT_EN, en);
    struct clause c = {.id = SL("c"),
                       .number = SL("4"),
                       .kind = (enum clause_kind)(kind % (CLAUSE_BIBLIOGRAPHY + 1)),
                       .in = CLAUSE_NONE};
    c.text[DRAFT_ZH].s = zh;
    c.text[DRAFT_EN].s = en;
    struct draft d = {.clauses = &c, .n = 1};
    map_put(&a, &d.by_id, c.id, &c);
    check_lint(&a, &d);
    arena_free(&a);
    return 0;
}
