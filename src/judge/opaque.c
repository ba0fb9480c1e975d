/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Conditions that stay CEL.
 */
#include "judge/opaque.h"

void
opaque_init(struct opaque *out, struct arena *a, const struct program *p,
            const struct conditions *c)
{
    *out = (struct opaque){p, c, NEW_ARRAY(a, struct cel_program *, p->nopaque)};
    for (size_t i = 0; i < p->nopaque; i++) {
        const struct atom *at = &p->form->atoms.v[p->opaque[i]];
        out->v[i] = cel_program_of(a, at->ast, at->expr);
    }
}

struct cel_value
opaque_eval(struct arena *a, const struct opaque *o, size_t column, const struct asset *as,
            date_t on)
{
    const struct cel_program *p = o->v[column];
    struct cel_value *slots = NEW_ARRAY(a, struct cel_value, p->nslots);
    condition_bind(o->conditions, a, as, on, slots);
    struct cel_cx cx = {.arena = a, .steps_max = OPAQUE_STEPS_MAX};
    return cel_eval(p, slots, &cx);
}

void
opaque_load(struct lanes *l, struct arena *a, const struct opaque *o, date_t on)
{
    for (size_t k = 0; k < o->program->nopaque; k++) {
        struct truth t = {0, 0};
        for (size_t i = 0; i < l->n; i++) {
            struct arena_mark mark = arena_mark(a);
            struct cel_value v = opaque_eval(a, o, k, l->assets[i], on);
            t.yes |= (uint64_t)(v.kind == CEL_BOOL && v.b) << i;
            t.no |= (uint64_t)(v.kind == CEL_BOOL && !v.b) << i;
            arena_reset(a, mark);
        }
        l->opaque[k] = t;
    }
}
