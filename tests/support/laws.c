/* SPDX-License-Identifier: Apache-2.0 */
#include "support/laws.h"

#include "solve/encode.h"
#include "solve/mapping.h"
#include "solve/sat.h"

bool
lawbook_open(struct lawbook *out, struct arena *a, const struct catalog *c, date_t on,
             struct err *e)
{
    const struct regime **all = NEW_ARRAY(a, const struct regime *, c->nregimes);
    for (size_t i = 0; i < c->nregimes; i++)
        all[i] = &c->regimes[i];
    const struct problem_options o = {
        .catalog = c, .regimes = all, .n = c->nregimes, .on = on, .name_laws = true};
    *out = (struct lawbook){0};
    if (!problem_make(&out->p, a, &o, e))
        return false;
    out->sat = sat_new();
    sat_clauses(out->sat, out->p->instance.lits.v, out->p->instance.lits.n);
    return true;
}

void
lawbook_close(struct lawbook *b)
{
    sat_free(b->sat);
    *b = (struct lawbook){0};
}

/* Laws that are files, by the judge. */
static void
check_written(const struct lawbook *b, struct arena *a, const struct evidence *ev,
              struct buf *wrong)
{
    struct judgement j;
    struct err e = {0};
    if (!judge_run(&j, a, b->p->judge, ev, 1, b->p->on, &e)) {
        buf_printf(wrong, "laws: %s\n", e.msg);
        return;
    }
    const struct regime_result *r = &j.targets[0].regimes[b->p->judge->nregimes - 1];
    for (size_t i = 0; i < r->n; i++)
        if (r->findings[i].verdict == VERDICT_FAIL)
            buf_printf(wrong, "law %.*s is broken: %.*s\n", SL_FMT(r->findings[i].requirement->id),
                       SL_FMT(r->findings[i].reason));
}

/* All of them together, by the solver: what it says cannot be must not be there. */
static void
check_together(const struct lawbook *b, struct arena *a, const struct evidence *ev,
               struct buf *wrong)
{
    struct mapping m;
    struct budget budget = BUDGET_ENDLESS;
    mapping_make(&m, a, &b->p->space, ev);
    struct literals facts = mapping_literals(a, &b->p->space, &m);
    for (size_t i = 0; i < facts.n; i++)
        sat_assume(b->sat, facts.v[i]);
    for (size_t i = 0; i < b->p->laws.n; i++)
        sat_assume(b->sat, b->p->laws.v[i].selector);
    if (sat_solve(b->sat, &budget) == SAT_YES)
        return;
    buf_str(wrong, "what was seen cannot be, by the laws");
    for (size_t i = 0; i < b->p->laws.n; i++)
        if (sat_failed(b->sat, b->p->laws.v[i].selector))
            buf_printf(wrong, " %.*s", SL_FMT(b->p->laws.v[i].id));
    buf_str(wrong, "\n");
}

void
lawbook_check(const struct lawbook *b, struct arena *a, const struct evidence *ev,
              struct buf *wrong)
{
    check_written(b, a, ev, wrong);
    check_together(b, a, ev, wrong);
}
