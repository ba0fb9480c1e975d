/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two texts, a NUL between them: the diff applied to the old gives the new, also
 * as a proposal by way of JSON; what it says to be kept is kept.
 */
#include "draft/proposal.h"

#include "base/buf.h"
#include "text/utf8.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void
check_sides(struct arena *a, const struct textdiff *d, struct slice from, struct slice to)
{
    struct buf old, new;
    buf_init(&old, a, from.n + 1);
    buf_init(&new, a, to.n + 1);
    for (size_t i = 0; i < d->n; i++) {
        if (d->v[i].text.n == 0 || (i && d->v[i].edit == d->v[i - 1].edit))
            abort();
        if (d->v[i].edit != TEXTDIFF_INSERT)
            buf_add(&old, d->v[i].text);
        if (d->v[i].edit != TEXTDIFF_DELETE)
            buf_add(&new, d->v[i].text);
    }
    if (!slice_eq(buf_slice(&old), from) || !slice_eq(buf_slice(&new), to))
        abort();
}

static void
check_map(const struct textdiff *d, struct slice from, struct slice to)
{
    for (size_t at = 0; at < from.n; at += 7) {
        size_t n = from.n - at < 5 ? from.n - at : 5, where;
        if (textdiff_map(d, at, n, &where) &&
            !slice_eq(slice_sub(from, at, n), slice_sub(to, where, n)))
            abort();
    }
}

/* A draft with this text in one clause. */
static void
draft_of(struct draft *d, struct arena *a, enum draft_language l, struct slice text)
{
    *d = (struct draft){.clauses = NEW(a, struct clause), .n = 1};
    d->clauses->id = SL("c");
    d->clauses->text[l].s = text;
    map_put(a, &d->by_id, d->clauses->id, d->clauses);
}

static void
check_proposal(struct arena *a, enum draft_language l, struct slice from, struct slice to)
{
    struct draft d;
    struct proposal p, back;
    struct json_write w;
    struct json_node tree;
    struct buf json;
    struct slice got;
    struct err e = {0};
    draft_of(&d, a, l, from);
    if (!proposal_make(&p, a, &d, SL("c"), l, to, &e))
        return;
    buf_init(&json, a, (size_t)16 << 20);
    json_write_init(&w, json_sink_buf, &json);
    proposal_write(&w, &p);
    if (!json_write_done(&w, &e) || !json_parse(&tree, a, SL("p"), buf_slice(&json), &e) ||
        !proposal_read(&back, a, &tree, &e) || !proposal_apply(&got, a, &d, &back, &e) ||
        !slice_eq(got, slice_trim(to)))
        abort();
    proposal_print(a, &back, &d, 5);
    proposal_print(a, &back, NULL, 5);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena a = {0};
    struct slice to = slice_of(data, n), from;
    if (n > 20000)
        return 0;
    slice_cut(&to, 0, &from);
    for (size_t l = 0; l < DRAFT_LANGUAGES; l++) {
        struct textdiff d;
        textdiff_make(&d, &a, (enum draft_language)l, from, to);
        check_sides(&a, &d, from, to);
        check_map(&d, from, to);
        textdiff_print(&a, &d);
        if (utf8_valid(from) == from.n && utf8_valid(to) == to.n)
            check_proposal(&a, (enum draft_language)l, slice_trim(from), to);
    }
    arena_free(&a);
    return 0;
}
