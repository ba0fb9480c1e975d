/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is legal in a process but looks wrong.
 */
#include "base/vec.h"
#include "committee/process_tables.h"

struct linting {
    struct arena *a;
    const struct process *p;
    VEC(struct slice) found;
};

#define find(l, fmt, ...)         \
    vec_push((l)->a, &(l)->found, \
             arena_printf((l)->a, "%.*s: " fmt, SL_FMT((l)->p->id), __VA_ARGS__))

/* Which stages a project can come to, from the first. */
static void
reach(const struct process *p, bool *reached)
{
    bool more = p->stages.n > 0;
    if (more)
        reached[0] = true;
    while (more) {
        more = false;
        for (size_t i = 0; i < p->stages.n; i++)
            for (size_t j = 0; reached[i] && j < p->stages.v[i].next.n; j++) {
                const struct stage *to = process_stage(p, p->stages.v[i].next.v[j].to);
                size_t place = (size_t)(to - p->stages.v);
                more = more || !reached[place];
                reached[place] = true;
            }
    }
}

/* Which stages lead to an end, by some ways. */
static void
reach_back(const struct process *p, bool *ends)
{
    bool more = true;
    while (more) {
        more = false;
        for (size_t i = 0; i < p->stages.n; i++) {
            const struct stage *s = &p->stages.v[i];
            bool leads = s->end != STAGE_GOES_ON;
            for (size_t j = 0; !leads && j < s->next.n; j++)
                leads = ends[process_stage(p, s->next.v[j].to) - p->stages.v];
            more = more || leads != ends[i];
            ends[i] = leads;
        }
    }
}

static void
lint_ends(struct linting *l)
{
    bool *ends = NEW_ARRAY(l->a, bool, l->p->stages.n);
    reach_back(l->p, ends);
    for (size_t i = 0; i < l->p->stages.n; i++)
        if (!ends[i])
            find(l, "stage '%.*s': no way leads from here to an end", SL_FMT(l->p->stages.v[i].id));
}

static void
lint_stages(struct linting *l)
{
    const struct process *p = l->p;
    bool published = false;
    bool *reached = NEW_ARRAY(l->a, bool, p->stages.n);
    reach(p, reached);
    for (size_t i = 0; i < p->stages.n; i++) {
        const struct stage *s = &p->stages.v[i];
        published = published || s->end == STAGE_PUBLISHED;
        if (!reached[i])
            find(l, "stage '%.*s': no way leads there", SL_FMT(s->id));
        if ((s->acts & 1u << STAGE_COMMENT) && s->comment.min == 0 && s->comment.usual == 0)
            find(l, "stage '%.*s': comments, but no days for them", SL_FMT(s->id));
        for (size_t j = 0; j < s->ballots.n; j++) {
            bool asked = false;
            for (size_t k = 0; k < s->next.n; k++)
                asked = asked || slice_eq(s->next.v[k].ballot, s->ballots.v[j]);
            if (!asked)
                find(l, "stage '%.*s': no way asks for its ballot '%.*s'", SL_FMT(s->id),
                     SL_FMT(s->ballots.v[j]));
        }
    }
    if (!published)
        find(l, "%s", "no stage is the published one");
}

static bool
rule_used(const struct process *p, struct slice key)
{
    for (size_t i = 0; i < p->stages.n; i++)
        for (size_t j = 0; j < p->stages.v[i].ballots.n; j++)
            if (slice_eq(p->stages.v[i].ballots.v[j], key))
                return true;
    return false;
}

static bool
set_used(const struct rule_tests *t, struct slice key)
{
    for (size_t i = 0; i < t->n; i++)
        if (slice_eq(t->v[i].in, key))
            return true;
    return false;
}

static void
lint_rules(struct linting *l)
{
    for (size_t i = 0; i < l->p->rules.n; i++) {
        const struct rule *r = &l->p->rules.v[i];
        if (!rule_used(l->p, r->key))
            find(l, "rule '%.*s': no stage holds this ballot", SL_FMT(r->key));
        if (r->period.min == 0 && r->period.usual == 0)
            find(l, "rule '%.*s': no days for it", SL_FMT(r->key));
        for (size_t j = 0; j < r->quorum.n; j++)
            if (r->quorum.v[j].den && r->quorum.v[j].over != OVER_ALL &&
                r->quorum.v[j].over != OVER_ACTIVE)
                find(l, "rule '%.*s': the quorum '%.*s' is a share of the votes themselves",
                     SL_FMT(r->key), SL_FMT(r->quorum.v[j].key));
        for (size_t j = 0; j < r->sets.n; j++)
            if (!set_used(&r->quorum, r->sets.v[j].key) && !set_used(&r->pass, r->sets.v[j].key) &&
                !set_used(&r->block, r->sets.v[j].key) && !slice_eq(r->second.in, r->sets.v[j].key))
                find(l, "rule '%.*s': no test looks at the set '%.*s'", SL_FMT(r->key),
                     SL_FMT(r->sets.v[j].key));
    }
}

static void
lint_sources(struct linting *l)
{
    for (size_t i = 0; i < l->p->sources.n; i++) {
        struct slice key = l->p->sources.v[i].key;
        bool used = slice_eq(l->p->cite.source, key);
        for (size_t j = 0; j < l->p->rules.n; j++)
            used = used || rule_source(&l->p->rules.v[j], key);
        for (size_t j = 0; j < l->p->stages.n; j++) {
            const struct stage *s = &l->p->stages.v[j];
            used = used || slice_eq(s->cite.source, key) || slice_eq(s->comment.cite.source, key);
            for (size_t k = 0; k < s->next.n; k++)
                used = used || slice_eq(s->next.v[k].cite.source, key);
        }
        if (!used)
            find(l, "source '%.*s': no value cites it", SL_FMT(key));
    }
}

void
process_lint(struct slices *out, struct arena *a, const struct process *p)
{
    struct linting l = {.a = a, .p = p};
    lint_stages(&l);
    lint_ends(&l);
    lint_rules(&l);
    lint_sources(&l);
    *out = (struct slices){l.found.v, l.found.n};
}
