/* SPDX-License-Identifier: Apache-2.0 */
#include "api/ways.h"

#include "api/act.h"

static const struct mandate *
secretary(const struct viewer *v)
{
    const struct committee *c = &v->office->committee;
    for (size_t i = 0; i < c->mandates.n; i++) {
        const struct mandate *m = c->mandates.v[i].value;
        if (m->kind == MANDATE_SECRETARY && mandate_holds(m, v->now))
            return m;
    }
    return NULL;
}

static bool
try_one(struct way *w, const struct viewer *v, struct slice project, const struct actor *by,
        struct err *e)
{
    struct act x = {.kind = event_kind_find(SL("stage.entered")),
                    .project = project,
                    .data = json_new_object(v->arena)};
    struct act_how how = {.dry = true};
    struct office_done done = {0};
    json_put_text(v->arena, x.data, "to", w->to);
    struct office_request r = {
        .type = slice_str(x.kind->name), .project = project, .data = x.data, .dry = true};
    if (by)
        r.by = *by;
    if (by ? !office_act(&done, v->arena, v->office, &r, e) : !act_run(&done, v, &x, &how, e))
        return false;
    if (done.answer == OFFICE_REFUSED)
        w->refusal = done.refusal;
    return true;
}

bool
ways_on(struct ways *out, const struct viewer *v, const struct project *p, const struct actor *by,
        struct err *e)
{
    const struct adopted *version =
        committee_process(&v->office->committee, p->process, p->process_digest);
    const struct stage *stage = version ? process_stage(version->process, p->stage) : NULL;
    struct slice id = arena_dup(v->arena, p->id);
    struct actor other;
    *out = (struct ways){.asked = by || v->nmandates};
    if (!by && !v->nmandates && secretary(v)) {
        other = viewer_actor(secretary(v));
        by = &other;
    }
    if (!stage)
        return true;
    out->v = NEW_ARRAY(v->arena, struct way, stage->next.n + 1);
    for (; out->n < stage->next.n; out->n++) {
        const struct transition *t = &stage->next.v[out->n];
        const struct stage *to = process_stage(version->process, t->to);
        out->v[out->n] = (struct way){.to = t->to, .name = t->name, .needs = t};
        if (to)
            out->v[out->n].stage = to->name;
        if (!try_one(&out->v[out->n], v, id, by, e))
            return false;
    }
    return true;
}
