/* SPDX-License-Identifier: Apache-2.0 */
#include "solve/settle.h"

#include "base/cleanup.h"
#include "solve/change.h"

struct settling {
    struct evidence *to;
    const struct problem *p;
    const uint64_t *groups;
    enum verdict *before; /* by regime of the judge */
    uint64_t **fields;    /* by unit of the judge */
};

static bool
judge_it(const struct settling *s, enum verdict *out, struct err *e)
{
    AUTO_ARENA scratch = {0};
    struct judgement j;
    if (!judge_run(&j, &scratch, s->p->judge, s->to, 1, s->p->on, e))
        return false;
    for (size_t i = 0; i < s->p->judge->nregimes; i++)
        out[i] = j.targets[0].regimes[i].verdict;
    return true;
}

/* The regimes are met as before; of the others (the server, the laws) none is broken. */
static bool
as_good(const struct settling *s, const enum verdict *now)
{
    for (size_t i = 0; i < s->p->judge->nregimes; i++) {
        bool wanted = i < s->p->nregimes && bits_has(s->groups, i);
        if (wanted && now[i] != s->before[i])
            return false;
        if (i >= s->p->nregimes && now[i] == VERDICT_FAIL && s->before[i] != VERDICT_FAIL)
            return false;
    }
    return true;
}

/* By unit of the judge: the fields that its rules speak of; all where a part is opaque. */
static uint64_t **
spoken_of(struct arena *a, const struct judge *j)
{
    uint64_t **out = NEW_ARRAY(a, uint64_t *, j->nunits);
    for (size_t u = 0; u < j->nunits; u++) {
        const struct unit *unit = &j->units[u];
        out[u] = bits_new(a, unit->kind->n);
        if (unit->program.nopaque)
            bits_fill(out[u], unit->kind->n);
        for (size_t i = 0; i < unit->rules.n; i++) {
            form_fields(&unit->form, a, unit->rules.v[i].when, out[u]);
            form_fields(&unit->form, a, unit->rules.v[i].must, out[u]);
        }
    }
    return out;
}

static bool
is_spoken_of(const struct settling *s, const struct kind *k, size_t field)
{
    for (size_t u = 0; u < s->p->judge->nunits; u++)
        if (s->p->judge->units[u].kind == k)
            return bits_has(s->fields[u], field);
    return false;
}

static bool
settle_fact(const struct settling *s, struct arena *scratch, struct asset *as, size_t field,
            const struct fact *today, struct err *e)
{
    const struct fact kept = as->facts[field];
    enum verdict *now = NEW_ARRAY(scratch, enum verdict, s->p->judge->nregimes);
    as->facts[field] = *today;
    as->facts[field].origin = kept.origin;
    if (!is_spoken_of(s, as->kind, field))
        return true;
    if (!judge_it(s, now, e))
        return false;
    if (!as_good(s, now))
        as->facts[field] = kept;
    return true;
}

bool
settle(struct evidence *to, const struct evidence *today, const struct problem *p,
       const uint64_t *groups, struct err *e)
{
    AUTO_ARENA scratch = {0};
    struct settling s = {to, p, groups, NULL, spoken_of(&scratch, p->judge)};
    s.before = NEW_ARRAY(&scratch, enum verdict, p->judge->nregimes);
    if (!judge_it(&s, s.before, e))
        return false;
    for (size_t i = 0; i < to->n; i++) {
        struct asset *as = &to->assets[i];
        const struct asset *was = change_partner(as, to, today);
        for (size_t f = 0; was && f < as->kind->n; f++)
            if (as->kind->fields[f].type != FIELD_SET && !change_follows(&as->kind->fields[f]) &&
                !settle_fact(&s, &scratch, as, f, &was->facts[f], e))
                return false;
    }
    return true;
}
