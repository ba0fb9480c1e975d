/* SPDX-License-Identifier: Apache-2.0 */
#include "committee/rule.h"

#include "committee/rule_tables.h"
#include "text/json_build.h"

#include <assert.h>

static const struct position usual_positions[] = {
    {SL_INIT("yes"), {SL_INIT("yes"), SL_INIT("赞成")}, VOTE_YES, REASON_OPTIONAL},
    {SL_INIT("no"), {SL_INIT("no"), SL_INIT("反对")}, VOTE_NO, REASON_OPTIONAL},
    {SL_INIT("abstain"), {SL_INIT("abstain"), SL_INIT("弃权")}, VOTE_ABSTAIN, REASON_OPTIONAL},
};

void
rule_positions(const struct rule *r, const struct position **v, size_t *n)
{
    *v = r->positions.n ? r->positions.v : usual_positions;
    *n = r->positions.n ? r->positions.n : COUNT_OF(usual_positions);
}

const struct position *
rule_position(const struct rule *r, struct slice key)
{
    const struct position *v;
    size_t n;
    rule_positions(r, &v, &n);
    for (size_t i = 0; i < n; i++)
        if (slice_eq(v[i].key, key))
            return &v[i];
    return NULL;
}

const struct voter_set *
rule_set(const struct rule *r, struct slice key)
{
    for (size_t i = 0; i < r->sets.n; i++)
        if (slice_eq(r->sets.v[i].key, key))
            return &r->sets.v[i];
    return NULL;
}

const struct source *
rule_source(const struct rule *r, struct slice key)
{
    for (size_t i = 0; i < r->sources.n; i++)
        if (slice_eq(r->sources.v[i].key, key))
            return &r->sources.v[i];
    return NULL;
}

/* ---- cites ----------------------------------------------------------------------------------*/

bool
cite_empty(const struct cite *c)
{
    return c->source.n == 0 && c->clause.n == 0 && c->read == CITE_AS_SOURCE && c->remark.en.n == 0;
}

const struct cite *
rule_cite(const struct rule *r, const struct cite *own)
{
    return own && !cite_empty(own) ? own : &r->cite;
}

const struct cite *
rule_cite_of(const struct rule *r, const char *value)
{
    for (size_t i = 0; i < r->cites.n; i++)
        if (slice_eq_str(r->cites.v[i].value, value))
            return &r->cites.v[i].cite;
    return &r->cite;
}

enum reading
rule_reading(const struct rule *r, const struct cite *c)
{
    if (c->read == CITE_AS_SOURCE && c->source.n == 0)
        c = &r->cite; /* it says where in the rule's source, not another source */
    if (c->read != CITE_AS_SOURCE)
        return (enum reading)(c->read - CITE_PRIMARY);
    const struct source *s = rule_source(r, c->source);
    return s ? s->read : READ_RECALLED;
}

static bool
verified(const struct rule *r, const struct cite *c)
{
    return reading_verified(rule_reading(r, rule_cite(r, c)));
}

static bool
tests_verified(const struct rule *r, const struct rule_tests *t)
{
    bool ok = true;
    for (size_t i = 0; i < t->n; i++)
        ok = ok && verified(r, &t->v[i].cite);
    return ok;
}

bool
rule_verified(const struct rule *r)
{
    bool ok = verified(r, &r->cite) && verified(r, &r->electorate.cite) &&
              verified(r, &r->period.cite) && verified(r, &r->balance.cite) &&
              verified(r, &r->second.cite) && verified(r, &r->appeal.cite) &&
              tests_verified(r, &r->quorum) && tests_verified(r, &r->pass) &&
              tests_verified(r, &r->block);
    for (size_t i = 0; i < r->bands.n; i++)
        ok = ok && verified(r, &r->bands.v[i].cite) && tests_verified(r, &r->bands.v[i].pass);
    for (size_t i = 0; i < r->cites.n; i++)
        ok = ok && verified(r, &r->cites.v[i].cite);
    return ok;
}

/* ---- JSON -----------------------------------------------------------------------------------*/

bool
rule_from_json(struct rule *out, struct arena *a, const struct json_node *n, struct err *e)
{
    struct shape_tree t = {.json = n};
    return shape_read(out, a, &t, &rule_shape, e) && sources_check(&out->sources, &t, "", e) &&
           rule_check(out, &out->sources, &t, "", e);
}

void
rule_to_json(struct json_node *out, struct arena *a, const struct rule *r)
{
    *out = *shape_write(a, &rule_shape, r);
}
