/* SPDX-License-Identifier: Apache-2.0 */
#include "report/conflicts_json.h"

#include "base/cleanup.h"
#include "report/solve_json.h"

static void
difference(struct json_write *w, const struct conflicts *c, const struct pair *p,
           const struct difference *d)
{
    const size_t sides[] = {p->a, p->b};
    json_write_object(w);
    json_write_member(w, "kind", d->kind->name);
    json_write_member(w, "field", d->field->path);
    json_write_member(w, "class", slice_str(reconciling_names[d->class]));
    json_write_member(w, "settled", d->settled);
    json_write_key(w, "requirements");
    json_write_object(w);
    for (size_t i = 0; i < COUNT_OF(sides); i++) {
        json_write_key_slice(w, c->regimes[sides[i]]->id);
        solve_json_refs(w, NULL, d->rules[i], d->nrules[i]);
    }
    json_write_end(w);
    json_write_end(w);
}

static void
compatible(struct json_write *w, enum together t)
{
    json_write_key(w, "compatible");
    switch (t) {
    case TOGETHER_YES:
        json_write_bool(w, true);
        break;
    case TOGETHER_NO:
        json_write_bool(w, false);
        break;
    case TOGETHER_UNKNOWN:
        json_write_null(w);
        break;
    }
}

static void
example(struct json_write *w, struct arena *a, const struct evidence *ev)
{
    if (!ev)
        return;
    json_write_key(w, "example");
    solve_json_configuration(w, a, ev);
}

static void
pair(struct json_write *w, struct arena *a, const struct conflicts *c, const struct pair *p)
{
    const size_t ids[] = {p->a, p->b};
    json_write_object(w);
    solve_json_ids(w, "regimes", c->regimes, ids, 2);
    compatible(w, p->together);
    json_write_key(w, "conflicts");
    json_write_flat_array(w);
    for (size_t i = 0; i < p->nconflicts; i++)
        json_write_int(w, (int64_t)p->conflicts[i]);
    json_write_end(w);
    json_write_key(w, "differences");
    json_write_array(w);
    for (size_t i = 0; i < p->ndifferences; i++)
        difference(w, c, p, &p->differences[i]);
    json_write_end(w);
    example(w, a, p->example);
    json_write_end(w);
}

static void
regimes(struct json_write *w, const struct conflicts *c)
{
    json_write_key(w, "regimes");
    json_write_array(w);
    for (size_t i = 0; i < c->nregimes; i++) {
        solve_json_regime(w, c->regimes[i]);
        json_write_key(w, "alone");
        if (c->alone[i] && !c->complete)
            json_write_null(w); /* perhaps it was not asked */
        else
            json_write_bool(w, c->alone[i]);
        json_write_end(w);
    }
    json_write_end(w);
}

void
conflicts_json_write(struct json_write *w, const struct conflicts *c,
                     const struct solve_about *about)
{
    AUTO_ARENA a = {0};
    json_write_object(w);
    solve_json_head(w, &a, CONFLICTS_JSON_FORMAT, about, c->on);
    json_write_key(w, "complete");
    json_write_bool(w, c->complete);
    json_write_key(w, "solves");
    json_write_int(w, (int64_t)c->solves);
    regimes(w, c);
    json_write_key(w, "pairs");
    json_write_array(w);
    for (size_t i = 0; i < c->npairs; i++)
        pair(w, &a, c, &c->pairs[i]);
    json_write_end(w);
    json_write_key(w, "conflicts");
    json_write_array(w);
    for (size_t i = 0; i < c->n; i++) {
        solve_json_conflict(w, &a, c->regimes, &c->list[i]);
        json_write_key(w, "like");
        json_write_int(w, (int64_t)c->list[i].like);
        json_write_end(w);
    }
    json_write_end(w);
    json_write_key(w, "largest");
    json_write_array(w);
    for (size_t i = 0; i < c->nlargest; i++) {
        json_write_object(w);
        solve_json_ids(w, "regimes", c->regimes, c->largest[i].regimes, c->largest[i].n);
        example(w, &a, c->largest[i].example);
        json_write_end(w);
    }
    json_write_end(w);
    solve_json_unanalysed(w, c->unanalysed, c->nunanalysed);
    json_write_end(w);
}
