/* SPDX-License-Identifier: Apache-2.0 */
#include "api/given.h"

static const struct given_field *
find(const struct given *g, const char *name)
{
    for (size_t i = 0; i < g->n; i++)
        if (slice_eq_str(g->v[i].name, name))
            return &g->v[i];
    return NULL;
}

struct slice
given_get(const struct given *g, const char *name)
{
    const struct given_field *f = find(g, name);
    return f ? f->text : (struct slice){0};
}

bool
given_has(const struct given *g, const char *name)
{
    return find(g, name) != NULL;
}

void
given_add(struct given *g, struct arena *a, struct slice name, struct slice text)
{
    vec_push(a, g, (struct given_field){.name = name, .text = text});
}

bool
given_fault(struct given_faults *f, struct arena *a, const char *name, struct slice en,
            struct slice zh)
{
    if (f->n < GIVEN_FAULTS_MAX)
        vec_push(a, f, (struct given_fault){slice_str(name), {en, zh}});
    return false;
}
