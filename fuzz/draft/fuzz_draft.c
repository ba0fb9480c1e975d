/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any octets as the file of a draft: read, linted, compared with itself, anchored.
 * Registries and vocabulary are the small ones of the unit tests.
 */
#include "draft/anchor.h"
#include "draft/diff.h"
#include "draft/lint.h"
#include "unit/model/files.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void
check_lint(struct arena *a, const struct draft *d)
{
    struct lint_result r;
    struct err e = {0};
    if (!lint_draft(&r, a, d, d->catalog, &e))
        return; /* a condition past the judge's limits */
    if (r.n > LINT_FINDINGS_MAX || r.errors + r.warnings != r.n)
        abort();
    for (size_t i = 0; i < r.n; i++)
        if (!r.v[i].en.n || !r.v[i].zh.n)
            abort();
}

/* Against itself nothing changed, and every anchor stays. */
static void
check_same(struct arena *a, const struct draft *d)
{
    struct diff diff;
    diff_make(&diff, a, d, d);
    if (!diff.same)
        abort();
    for (size_t i = 0; i < d->n && i < 50; i++) {
        struct anchor an;
        struct anchor_carried c;
        struct err e = {0};
        if (!anchor_make(&an, d, d->clauses[i].id, DRAFT_ZH, SL(""), 0, 0, &e))
            abort();
        anchor_carry(&c, a, d, d, &an);
        if (c.state != ANCHOR_EXACT)
            abort();
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct data_folder folder;
    struct arena a = {0};
    struct catalog c;
    struct draft all, d;
    struct problems problems = {0};
    struct err e = {0};
    if (n > 65536)
        return 0;
    data_folder_init(&folder);
    struct env env = data_folder_env(&folder);
    if (!catalog_load_rules(&c, &a, &env, "data", &e))
        abort();
    bool readable = draft_read(&all, &problems, &a, &c, SL("f"), slice_of(data, n), &e);
    bool clean = readable && problems.list.n == 0;
    e = (struct err){0};
    if (draft_read(&d, NULL, &a, &c, SL("f"), slice_of(data, n), &e) != clean)
        abort(); /* both ways find fault or neither does */
    if (clean) {
        check_lint(&a, &d);
        check_same(&a, &d);
    }
    arena_free(&a);
    return 0;
}
