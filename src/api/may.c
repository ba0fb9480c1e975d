/* SPDX-License-Identifier: Apache-2.0 */
#include "api/may.h"

/* Of the right form, and of nothing: what is asked is the right, not the text. */
#define NO_DIGEST "sha256:0000000000000000000000000000000000000000000000000000000000000000"

static bool
allowed(const struct viewer *v, const struct project *p, const struct event_kind *k,
        const struct json_node *data, const struct mandate *m)
{
    const struct act_world w = {&v->office->committee, p, 0};
    struct event ev = {.kind = k,
                       .index = v->office->committee.events,
                       .at = v->now,
                       .by = viewer_actor(m),
                       .project = p->id,
                       .data = data};
    struct refusal r = {0};
    return act_complete(&ev, v->arena, &w, &r) && event_shape(v->arena, k, ev.data, NULL) &&
           act_decide(v->arena, &w, &ev, &r);
}

const struct mandate *
may_act(const struct viewer *v, const struct project *p, const char *type,
        const struct json_node *data)
{
    const struct event_kind *k = event_kind_find(slice_str(type));
    for (size_t i = 0; k && i < v->nmandates; i++)
        if (allowed(v, p, k, data, v->mandates[i]))
            return v->mandates[i];
    return NULL;
}

const struct mandate *
may_post_draft(const struct viewer *v, const struct project *p)
{
    struct json_node *data = json_new_object(v->arena);
    json_put_node(v->arena, data, "clauses", json_new_array(v->arena));
    json_put_text(v->arena, data, "file", SL(NO_DIGEST));
    return may_act(v, p, "draft.posted", data);
}

const struct mandate *
may_comment(const struct viewer *v, const struct project *p)
{
    struct json_node *data = json_new_object(v->arena);
    json_put_text(v->arena, data, "language", SL("en"));
    json_put_text(v->arena, data, "object", SL(NO_DIGEST));
    json_put_text(v->arena, data, "type", SL("ge"));
    return may_act(v, p, "comment.filed", data);
}

/* One that can be decided: of several the first that is not. */
static const struct comment *
any_open(const struct project *p)
{
    for (size_t i = 0; i < p->comments.n; i++)
        if (!p->comments.v[i].withdrawn)
            return &p->comments.v[i];
    return NULL;
}

const struct mandate *
may_dispose(const struct viewer *v, const struct project *p, const struct comment *c)
{
    struct json_node *data = json_new_object(v->arena);
    c = c ? c : any_open(p);
    if (!c)
        return NULL;
    json_put_text(v->arena, data, "comment", c->id);
    json_put_text(v->arena, data, "decision", SL("partly"));
    json_put_text(v->arena, data, "reason", SL(NO_DIGEST));
    return may_act(v, p, "disposition.set", data);
}

const struct mandate *
may_withdraw(const struct viewer *v, const struct project *p, const struct comment *c)
{
    struct json_node *data = json_new_object(v->arena);
    json_put_text(v->arena, data, "comment", c->id);
    return may_act(v, p, "comment.withdrawn", data);
}

const struct mandate *
may_sit(const struct viewer *v, const struct project *p)
{
    static const enum mandate_kind kinds[] = {MANDATE_DELEGATE, MANDATE_ALTERNATE, MANDATE_EXPERT};
    struct slice body = project_body(p);
    for (size_t k = 0; k < COUNT_OF(kinds); k++)
        for (size_t i = 0; i < v->nmandates; i++) {
            const struct mandate *m = v->mandates[i];
            if (m->kind == kinds[k] &&
                (slice_eq(m->body, body) || slice_eq_str(m->body, BODY_COMMITTEE)))
                return m;
        }
    return NULL;
}
