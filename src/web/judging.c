/* SPDX-License-Identifier: Apache-2.0 */
#include "web/judging.h"

#include "model/date.h"
#include "text/json_canonical.h"

#define OPTIONS_MAX ((size_t)8 << 20) /* a draft's text may be one of them */
#define TASK_DEADLINE_MS 30000
#define SOLVE_DEADLINE_MS 300000
#define PATIENCE_MS 8000 /* of who looks at one product */

bool
judging_product(const struct product **p, struct answer *out, struct call *c, struct err *e)
{
    if (!product_get(p, &c->viewer, c->params[0], e))
        return false;
    return *p ? true : answer_missing(out, N_("There is no such product, or it is not shared."));
}

struct slice
judging_on(const struct call *c)
{
    struct slice on = given_get(&c->given, "on");
    return on.n ? on : date_print(c->arena, date_of_seconds(c->now));
}

bool
judging_ask(enum worker_state *state, struct json_node *result, struct slice *why, struct call *c,
            enum worker_task task, struct json_node *options, struct slice evidence,
            unsigned patience_ms, struct err *e)
{
    bool solves = task == WORKER_CONFLICTS || task == WORKER_PLAN;
    struct worker_question q = {.task = task,
                                .file = evidence,
                                .deadline_ms = solves ? SOLVE_DEADLINE_MS : TASK_DEADLINE_MS,
                                .patience_ms = patience_ms};
    struct err told = {0};
    struct slice says;
    json_put_text(c->arena, options, "on", judging_on(c));
    if (!json_canonical(&q.options_json, c->arena, options, OPTIONS_MAX, e))
        return false;
    *state = worker_ask(&says, c->arena, c->portal->workers, &q, &told);
    *why = (struct slice){0};
    if (*state == WORKER_READY)
        return json_parse(result, c->arena, SL("worker"), says, e);
    if (*state == WORKER_FAILED)
        *why = arena_dup(c->arena, slice_str(told.msg));
    return true;
}

void
judging_put_state(const struct call *c, struct json_node *n, enum worker_state state,
                  struct slice why)
{
    static const struct {
        const char *id;
        struct langs name;
    } words[] = {
        [WORKER_READY] = {"ready", {SL_INIT("judged"), SL_INIT("已评判")}},
        [WORKER_WORKING] = {"working", {SL_INIT("being judged"), SL_INIT("评判中")}},
        [WORKER_FAILED] = {"failed", {SL_INIT("could not be judged"), SL_INIT("无法评判")}},
    };
    put_word(c->arena, n, "state", slice_str(words[state].id), words[state].name);
    json_put_text_if(c->arena, n, "why", why);
}

struct slice
judging_here(const struct call *c)
{
    const struct http_request *r = c->request;
    return r->query.n ? arena_printf(c->arena, "%.*s?%.*s", SL_FMT(r->path), SL_FMT(r->query))
                      : r->path;
}

/* ---- one product -----------------------------------------------------------------------------*/

struct slice
judging_address(const struct call *c, const struct product *p, struct slice regime)
{
    return arena_printf(c->arena, "/products/%.*s/regimes/%.*s?on=%.*s", SL_FMT(p->id),
                        SL_FMT(regime), SL_FMT(judging_on(c)));
}

/* A product_row for each target; `p` null: cells lead nowhere. */
static struct json_node *
target_rows(const struct call *c, const struct product *p, const struct json_node *result)
{
    struct arena *a = c->arena;
    const struct json_node *targets = json_get(result, "targets");
    struct json_node *list = json_new_array(a);
    for (size_t i = 0; i < json_count(targets); i++) {
        const struct json_node *t = json_item(targets, i), *regimes = json_get(t, "regimes");
        struct json_node *row = json_new_object(a), *cells = json_new_array(a);
        for (size_t k = 0; k < json_count(regimes); k++) {
            const struct json_node *r = json_item(regimes, k);
            struct slice id = json_text(json_get(r, "regime"));
            json_push_node(a, cells,
                           view_cell_of(a, r, p ? judging_address(c, p, id) : (struct slice){0}));
        }
        json_put_text(a, row, "target", json_text(json_get(t, "target")));
        json_put_node(a, row, "cells", cells);
        json_push_node(a, list, row);
    }
    return list;
}

bool
judging_view(struct answer *out, struct call *c, const struct product *p, struct err *e)
{
    struct arena *a = c->arena;
    enum worker_state state;
    struct json_node result = {0};
    struct slice evidence, why;
    if (!product_evidence(&evidence, &c->viewer, p, e) ||
        !judging_ask(&state, &result, &why, c, WORKER_MATRIX, json_new_object(a), evidence,
                     PATIENCE_MS, e))
        return false;
    out->view = json_new_object(a);
    json_put_node(a, out->view, "product", view_product(&c->viewer, p));
    json_put_text(a, out->view, "on", judging_on(c));
    judging_put_state(c, out->view, state, why);
    json_put_node(a, out->view, "rows", target_rows(c, p, &result));
    json_put_text(a, out->view, "digest", p->digest);
    return true;
}

/* Not among the answers that are kept for a while: nothing of it stays. */
static bool
judge_at_once(struct json_node *result, struct err *why, struct call *c, struct slice evidence,
              struct err *e)
{
    struct json_node *options = json_new_object(c->arena);
    struct slice text, says;
    json_put_text(c->arena, options, "on", judging_on(c));
    if (!json_canonical(&text, c->arena, options, OPTIONS_MAX, e))
        return false;
    return !worker_run(&says, c->arena, c->portal->workers, WORKER_MATRIX, text, evidence,
                       TASK_DEADLINE_MS, why) ||
           json_parse(result, c->arena, SL("worker"), says, e);
}

bool
judging_once(struct answer *out, struct call *c, struct slice name, struct slice evidence,
             struct err *e)
{
    struct arena *a = c->arena;
    struct json_node result = {0}, *list = json_new_array(a);
    struct err why = {0};
    if (!judge_at_once(&result, &why, c, evidence, e))
        return false;
    if (why.code != ERR_NONE)
        return answer_busy(out, N_("Judging it takes too long just now. Try again in a minute."));
    const struct json_node *targets = json_get(&result, "targets");
    for (size_t i = 0; i < json_count(targets); i++) {
        const struct json_node *regimes = json_get(json_item(targets, i), "regimes");
        for (size_t k = 0; k < json_count(regimes); k++)
            json_push_node(
                a, list,
                view_judged(a, &c->portal->catalog, json_item(targets, i), json_item(regimes, k)));
    }
    out->view = json_new_object(a);
    json_put_text(a, out->view, "name", name);
    json_put_text(a, out->view, "on", judging_on(c));
    json_put_node(a, out->view, "rows", target_rows(c, NULL, &result));
    json_put_node(a, out->view, "targets", list);
    json_put_bool(a, out->view, "kept", false);
    return true;
}
