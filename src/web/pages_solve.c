/* SPDX-License-Identifier: Apache-2.0 */
/* A product's conflicts, and the plan that serves all markets: solved in a worker, which may take
 * minutes; the page says so and is asked again. */
#include "api/view_solve.h"
#include "web/judging.h"

#define PATIENCE_MS 5000

static const char *const servers[] = {"nginx", "apache", "haproxy", "openssl"};

/* What both pages have: product, day, state. False where it was answered or failed. */
static bool
solve(bool *go, struct json_node *result, struct answer *out, struct call *c, enum worker_task task,
      struct json_node *options, struct err *e)
{
    struct slice evidence, why;
    const struct product *p;
    enum worker_state state;
    *go = false;
    if (!judging_product(&p, out, c, e))
        return false;
    if (!p)
        return true;
    if (!product_evidence(&evidence, &c->viewer, p, e) ||
        !judging_ask(&state, result, &why, c, task, options, evidence, PATIENCE_MS, e))
        return false;
    out->view = json_new_object(c->arena);
    out->title = arena_printf(c->arena, "%.*s · %.*s", SL_FMT(p->name),
                              SL_FMT(call_text(c, c->route->summary)));
    json_put_node(c->arena, out->view, "product", view_product(&c->viewer, p));
    json_put_text(c->arena, out->view, "on", judging_on(c));
    judging_put_state(c, out->view, state, why);
    json_put_text(c->arena, out->view, "here", judging_here(c));
    json_put_bool(c->arena, out->view, "waiting", state == WORKER_WORKING);
    *go = state == WORKER_READY;
    return true;
}

static bool
get_conflicts(struct answer *out, struct call *c, struct err *e)
{
    struct json_node result = {0}, *options = json_new_object(c->arena);
    bool any = given_get(&c->given, "any").n != 0, go;
    json_put_bool(c->arena, options, "any", any);
    if (!solve(&go, &result, out, c, WORKER_CONFLICTS, options, e))
        return false;
    if (!out->view)
        return true;
    json_put_bool(c->arena, out->view, "any", any);
    if (go)
        put_conflicts(c->arena, out->view, &c->portal->catalog, &result);
    return true;
}

/* ---- the plan --------------------------------------------------------------------------------*/

static struct slice
server_given(const struct call *c)
{
    struct slice s = given_get(&c->given, "server");
    return s.n ? s : slice_str(servers[0]);
}

static struct json_node *
plan_options(const struct call *c)
{
    struct json_node *n = json_new_object(c->arena);
    json_put_text(c->arena, n, "server", server_given(c));
    return n;
}

static bool
get_plan(struct answer *out, struct call *c, struct err *e)
{
    struct arena *a = c->arena;
    struct json_node result = {0}, *list = json_new_array(a);
    struct slice server = server_given(c);
    bool go;
    if (!solve(&go, &result, out, c, WORKER_PLAN, plan_options(c), e))
        return false;
    if (!out->view)
        return true;
    for (size_t i = 0; i < COUNT_OF(servers); i++) {
        struct json_node *n = json_new_object(a);
        json_put_text(a, n, "id", slice_str(servers[i]));
        json_put_bool(a, n, "chosen", slice_eq_str(server, servers[i]));
        json_put_text(a, n, "address",
                      arena_printf(a, "%.*s?on=%.*s&server=%s", SL_FMT(c->request->path),
                                   SL_FMT(judging_on(c)), servers[i]));
        json_push_node(a, list, n);
    }
    json_put_text(a, out->view, "server", server);
    json_put_node(a, out->view, "servers", list);
    if (go)
        put_plan(a, out->view, &result);
    return true;
}

static bool
get_file(struct answer *out, struct call *c, struct err *e)
{
    struct json_node result = {0};
    uint64_t variant;
    bool go;
    if (!solve(&go, &result, out, c, WORKER_PLAN, plan_options(c), e))
        return false;
    if (!out->view)
        return true;
    out->view = NULL;
    if (!go)
        return answer_busy(out, N_("The plan is still being worked out. Try again in a minute."));
    struct slice text = slice_to_u64(c->params[1], &variant)
                            ? plan_file(&result, (size_t)variant, c->params[2])
                            : (struct slice){0};
    if (text.n == 0)
        return answer_missing(out, N_("The plan has no such file."));
    out->type = SL("text/plain; charset=utf-8");
    out->attachment = c->params[2];
    out->body = text;
    return true;
}

/* ---- routes ----------------------------------------------------------------------------------*/

static const struct web_choice server_choices[] = {{"nginx", "nginx"},
                                                   {"apache", "Apache"},
                                                   {"haproxy", "HAProxy"},
                                                   {"openssl", "OpenSSL"},
                                                   {NULL, NULL}};
static const struct web_field conflict_fields[] = {
    JUDGING_ON,
    {.name = "any",
     .kind = WEB_FLAG,
     .label = N_("Whatever could be configured, not what the product offers today")},
};
static const struct web_field plan_fields[] = {
    JUDGING_ON,
    {.name = "server",
     .kind = WEB_CHOICE,
     .choices = server_choices,
     .label = N_("Server program")},
};

#define FIELDS(f) .fields = (f), .nfields = COUNT_OF(f)

static const struct route rows[] = {
    {.path = "/products/{product}/conflicts",
     .name = "product.conflicts",
     .summary = N_("Why not all at once"),
     FIELDS(conflict_fields),
     .shape = "product_conflicts",
     .page = "product_conflicts",
     .run = get_conflicts},
    {.path = "/products/{product}/plan",
     .name = "product.plan",
     .summary = N_("Plan for all markets"),
     FIELDS(plan_fields),
     .shape = "product_plan",
     .page = "product_plan",
     .run = get_plan},
    {.path = "/products/{product}/plan/{variant}/{file}",
     .name = "product.plan.file",
     .summary = N_("A configuration file of the plan"),
     FIELDS(plan_fields),
     .type = "text/plain",
     .run = get_file},
};
ROUTE_TABLE(solve_routes, rows);
