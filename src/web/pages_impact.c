/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Before the vote: whom a draft would shut out, of the products that are shared with the viewer.
 * Each is judged by the draft in a worker.
 */
#include "api/view_impact.h"
#include "web/asked.h"
#include "web/judging.h"

#define PATIENCE_MS 6000 /* of the whole page: what is not ready then is asked for again */

struct weighing {
    struct call *c;
    const struct draft *draft;
    struct slice text; /* of the draft's file */
    struct json_node *rows;
    int64_t passes, shut_out, unknown;
    bool waiting;
};

static void
count(struct weighing *w, enum verdict v)
{
    switch (v) {
    case VERDICT_PASS:
    case VERDICT_NOT_APPLICABLE:
        w->passes++;
        break;
    case VERDICT_FAIL:
        w->shut_out++;
        break;
    case VERDICT_UNKNOWN:
    case VERDICT_CANNOT_CHECK:
        w->unknown++;
        break;
    }
}

static struct json_node *
row_of(const struct weighing *w, const struct product *p, enum worker_state state, struct slice why)
{
    struct json_node *n = json_new_object(w->c->arena);
    json_put_node(w->c->arena, n, "product", view_product(&w->c->viewer, p));
    judging_put_state(w->c, n, state, why);
    return n;
}

static bool
weigh(struct weighing *w, const struct product *p, unsigned patience_ms, struct err *e)
{
    struct arena *a = w->c->arena;
    struct json_node result = {0}, *options = json_new_object(a);
    enum worker_state state;
    struct slice evidence, why;
    json_put_text(a, options, "draft", w->text);
    if (!product_evidence(&evidence, &w->c->viewer, p, e) ||
        !judging_ask(&state, &result, &why, w->c, WORKER_IMPACT, options, evidence, patience_ms, e))
        return false;
    const struct json_node *targets = json_get(&result, "targets");
    w->waiting = w->waiting || state == WORKER_WORKING;
    if (state != WORKER_READY) {
        struct json_node *n = row_of(w, p, state, why);
        json_put_node(a, n, "findings", json_new_array(a));
        json_push_node(a, w->rows, n);
    }
    for (size_t i = 0; i < json_count(targets); i++) {
        struct json_node *n = row_of(w, p, state, why);
        count(w, put_impact(a, n, w->draft, json_item(targets, i)));
        json_push_node(a, w->rows, n);
    }
    return true;
}

static bool
get_impact(struct answer *out, struct call *c, struct err *e)
{
    struct weighing w = {.c = c, .rows = json_new_array(c->arena)};
    struct asked_draft x;
    enum viewer_text shown;
    struct product_list all;
    if (!asked_draft(&x, c->params[1], out, c, e))
        return false;
    if (!x.draft)
        return true;
    w.draft = x.draft;
    if (!viewer_object(&shown, &w.text, &c->viewer, x.posted->file, x.look->body, e) ||
        !product_all(&all, &c->viewer, e))
        return false;
    for (size_t i = 0; i < all.n; i++)
        if (!weigh(&w, &all.v[i], w.waiting ? 0 : PATIENCE_MS / (unsigned)all.n, e))
            return false;
    struct json_node *n = json_new_object(c->arena);
    json_put_text(c->arena, n, "project", x.project->id);
    json_put_text(c->arena, n, "draft", x.posted->id);
    put_langs(c->arena, n, "title", x.project->title);
    json_put_text(c->arena, n, "on", judging_on(c));
    json_put_text(c->arena, n, "here", judging_here(c));
    json_put_bool(c->arena, n, "waiting", w.waiting);
    json_put_int(c->arena, n, "products", (int64_t)all.n);
    json_put_int(c->arena, n, "passes", w.passes);
    json_put_int(c->arena, n, "shut_out", w.shut_out);
    json_put_int(c->arena, n, "unknown", w.unknown);
    put_impact_clauses(c->arena, n, x.draft, w.rows);
    json_put_node(c->arena, n, "rows", w.rows);
    out->view = n;
    return true;
}

static const struct web_field on_fields[] = {JUDGING_ON};

static const struct route rows[] = {
    {.path = "/projects/{project}/drafts/{draft}/impact",
     .name = "draft.impact",
     .summary = N_("Whom the draft would shut out"),
     .fields = on_fields,
     .nfields = COUNT_OF(on_fields),
     .shape = "impact",
     .page = "impact",
     .run = get_impact},
};
ROUTE_TABLE(impact_routes, rows);
