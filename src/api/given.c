/* SPDX-License-Identifier: Apache-2.0 */
#include "api/given.h"

#include "committee/event.h"

#define DAY_SECONDS 86400
#define DAYS_AHEAD_MAX 36600

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
        vec_push(a, f, (struct given_fault){slice_str(name), {en, zh}, false});
    return false;
}

bool
given_missing(struct given_faults *f, struct arena *a, const char *name)
{
    size_t before = f->n;
    (void)given_fault(f, a, name, SL("This is needed."), SL("此项必填。"));
    if (f->n > before)
        f->v[before].missing = true;
    return false;
}

bool
given_instant(int64_t *out, int64_t now, struct slice text)
{
    static const char date[] = "2026-11-24", midnight[] = "T00:00:00Z";
    uint8_t full[sizeof date - 1 + sizeof midnight - 1];
    uint64_t days;
    if (text.n > 1 && text.p[0] == '+' && text.p[1] != '+' &&
        slice_to_u64(slice_sub(text, 1, text.n), &days) && days <= DAYS_AHEAD_MAX) {
        *out = now + (int64_t)days * DAY_SECONDS;
        return true;
    }
    if (text.n == sizeof date - 1) {
        memcpy(full, text.p, text.n);
        memcpy(full + text.n, midnight, sizeof midnight - 1);
        text = slice_of(full, sizeof full);
    }
    return instant_read(out, text);
}
