/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The first octet picks a day, the others a product (tests/support/differ.h): the
 * judge and the solver's encoding say the same of it, with the real regimes.
 */
#include "support/differ.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* 2024-06-30, 2026-11-23, 2029-12-31, 2036-01-01: before and after what regimes change. */
static const date_t DAYS[] = {19904, 20780, 21914, 24106};

struct world {
    struct arena arena;
    struct catalog catalog;
    struct differ *differs[COUNT_OF(DAYS)];
};

static struct differ *
differ_of(struct world *w, size_t day)
{
    struct env env;
    struct err e = {0};
    env_system(&env);
    bool ok = w->catalog.nregimes > 0 || catalog_load(&w->catalog, &w->arena, &env, DATA_DIR, &e);
    if (ok && !w->differs[day])
        w->differs[day] = differ_new(&w->arena, &w->catalog, DAYS[day], &e);
    if (ok && w->differs[day])
        return w->differs[day];
    fprintf(stderr, "%s\n", e.msg);
    abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static struct world world; /* loading takes longer than a run */
    struct differ_seen seen = {0};
    struct err e = {0};
    if (n == 0 || n > 65536)
        return 0;
    struct differ *d = differ_of(&world, data[0] % COUNT_OF(DAYS));
    if (!differ_try(d, &seen, data + 1, n - 1, &e)) {
        fprintf(stderr, "%s\n", e.msg);
        abort();
    }
    return 0;
}
