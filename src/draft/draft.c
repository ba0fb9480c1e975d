/* SPDX-License-Identifier: Apache-2.0 */
#include "draft/draft.h"

#include "crypto/crypto.h"

const char *const draft_language_names[DRAFT_LANGUAGES] = {"zh", "en"};

const char *const clause_kind_names[CLAUSE_BIBLIOGRAPHY + 1] = {
    "foreword", "introduction", "scope",           "references",        "terms",
    "term",     "body",         "annex-normative", "annex-informative", "note",
    "example",  "footnote",     "bibliography"};

const struct clause *
draft_clause(const struct draft *d, struct slice id)
{
    return map_get(&d->by_id, id);
}

const struct clause *
draft_numbered(const struct draft *d, struct slice number)
{
    for (size_t i = 0; number.n && i < d->n; i++)
        if (slice_eq(d->clauses[i].number, number))
            return &d->clauses[i];
    return NULL;
}

const struct requirement *
draft_requirement(const struct draft *d, struct slice id)
{
    for (size_t i = 0; i < d->standard.n; i++)
        if (slice_eq(d->standard.requirements[i].id, id))
            return &d->standard.requirements[i];
    return NULL;
}

void
draft_digest(uint8_t out[DRAFT_DIGEST], struct slice text)
{
    crypto_hash(out, CRYPTO_SHA256, text);
}

struct slice
draft_heading(struct arena *a, const struct clause *c, enum draft_language l)
{
    struct slice title = c->title[l].s.n ? c->title[l].s : c->title[DRAFT_LANGUAGES - 1 - l].s;
    if (!title.n)
        return c->number.n ? c->number : c->id;
    if (!c->number.n)
        return title;
    return arena_printf(a, "%.*s %.*s", SL_FMT(c->number), SL_FMT(title));
}

struct place
draft_place(const struct draft *d, const struct clause *c, enum draft_language l, size_t offset)
{
    struct place at = c->at;
    const struct draft_text *t = &c->text[l];
    if (!t->node)
        return at;
    size_t before = (size_t)(t->s.p - t->node->text.p); /* the white space that was trimmed */
    yaml_place(&d->doc, t->node, before + offset, &at.line, &at.column);
    return at;
}
