/* SPDX-License-Identifier: Apache-2.0 */
/* Products against regimes, and what stands behind each cell. */
#include "api/filter.h"
#include "web/judging.h"

#define FIRST_PATIENCE_MS 6000 /* of the whole page: what is not ready then is asked for again */
#define PATIENCE_MS 8000

/* ---- the matrix ------------------------------------------------------------------------------*/

struct drawing {
    struct call *c;
    struct json_node *rows;
    struct slice only; /* one regime; empty: all but the other readings */
    bool waiting;
};

static bool
is_column(const struct drawing *d, const struct regime *r)
{
    return d->only.n ? slice_eq(r->id, d->only) : r->variant_of.n == 0;
}

static struct json_node *
cells_of(const struct drawing *d, const struct product *p, const struct json_node *target)
{
    struct call *c = d->c;
    struct json_node *cells = json_new_array(c->arena);
    const struct catalog *all = &c->portal->catalog;
    for (size_t i = 0; i < all->nregimes; i++) {
        const struct regime *r = &all->regimes[i];
        const struct json_node *judged = is_column(d, r) ? judged_regime(target, r->id) : NULL;
        if (judged)
            json_push_node(c->arena, cells,
                           view_cell_of(c->arena, judged, judging_address(c, p, r->id)));
    }
    return cells;
}

static void
put_row(struct drawing *d, const struct product *p, const struct json_node *target,
        enum worker_state state, struct slice why)
{
    struct arena *a = d->c->arena;
    struct json_node *n = json_new_object(a);
    json_put_node(a, n, "product", view_product(&d->c->viewer, p));
    if (target)
        json_put_text(a, n, "target", json_text(json_get(target, "target")));
    judging_put_state(d->c, n, state, why);
    json_put_node(a, n, "cells", target ? cells_of(d, p, target) : json_new_array(a));
    json_push_node(a, d->rows, n);
}

static struct json_node *
options_of(const struct drawing *d)
{
    struct json_node *n = json_new_object(d->c->arena);
    struct slice only = d->only;
    const struct slices list = {&only, 1};
    if (only.n)
        json_put_texts(d->c->arena, n, "regimes", &list);
    return n;
}

static bool
draw(struct drawing *d, const struct product *p, unsigned patience_ms, struct err *e)
{
    enum worker_state state;
    struct json_node result = {0};
    struct slice evidence, why;
    if (!product_evidence(&evidence, &d->c->viewer, p, e) ||
        !judging_ask(&state, &result, &why, d->c, WORKER_MATRIX, options_of(d), evidence,
                     patience_ms, e))
        return false;
    const struct json_node *targets = json_get(&result, "targets");
    d->waiting = d->waiting || state == WORKER_WORKING;
    if (state != WORKER_READY || json_count(targets) == 0)
        put_row(d, p, NULL, state, why);
    for (size_t i = 0; i < json_count(targets); i++)
        put_row(d, p, json_item(targets, i), state, why);
    return true;
}

static void
put_choices(const struct drawing *d, struct json_node *view)
{
    static const struct langs label = {SL_INIT("Regime"), SL_INIT("制度")};
    const struct catalog *all = &d->c->portal->catalog;
    struct arena *a = d->c->arena;
    struct json_node *filters = json_new_array(a), *columns = json_new_array(a);
    struct filter_choice *v = NEW_ARRAY(a, struct filter_choice, all->nregimes + 1);
    struct filter f = {.arena = a, .path = "/matrix"};
    filter_add(&f, "on", given_get(&d->c->given, "on"));
    filter_add(&f, "regime", d->only);
    v[0] = (struct filter_choice){{0}, {SL_INIT("all"), SL_INIT("全部")}};
    for (size_t i = 0; i < all->nregimes; i++) {
        const struct regime *r = &all->regimes[i];
        struct json_node *holder = json_new_object(a);
        v[i + 1] = (struct filter_choice){r->id, {r->id, r->id}};
        if (!is_column(d, r))
            continue;
        put_regime_ref(a, holder, "regime", r);
        json_push_node(a, columns, json_get(holder, "regime"));
    }
    filter_put(&f, filters, "regime", label, v, all->nregimes + 1);
    json_put_node(a, view, "filters", filters);
    json_put_node(a, view, "regimes", columns);
}

static bool
get_matrix(struct answer *out, struct call *c, struct err *e)
{
    struct product_list all;
    struct drawing d = {
        .c = c, .rows = json_new_array(c->arena), .only = given_get(&c->given, "regime")};
    if (d.only.n && !catalog_regime(&c->portal->catalog, d.only))
        return answer_missing(out, N_("There is no such regime."));
    if (!product_all(&all, &c->viewer, e))
        return false;
    for (size_t i = 0; i < all.n; i++)
        if (!draw(&d, &all.v[i], d.waiting ? 0 : FIRST_PATIENCE_MS / (unsigned)all.n, e))
            return false;
    out->view = json_new_object(c->arena);
    json_put_text(c->arena, out->view, "on", judging_on(c));
    put_choices(&d, out->view);
    json_put_node(c->arena, out->view, "rows", d.rows);
    json_put_bool(c->arena, out->view, "waiting", d.waiting);
    json_put_text(c->arena, out->view, "here", judging_here(c));
    return true;
}

/* ---- behind a cell ---------------------------------------------------------------------------*/

static bool
get_judged(struct answer *out, struct call *c, struct err *e)
{
    struct arena *a = c->arena;
    const struct regime *r = catalog_regime(&c->portal->catalog, c->params[1]);
    struct json_node result = {0}, *list = json_new_array(a), *options = json_new_object(a);
    struct slice id = c->params[1], evidence, why;
    const struct slices only = {&id, 1};
    const struct product *p;
    enum worker_state state;
    if (!r)
        return answer_missing(out, N_("There is no such regime."));
    if (!judging_product(&p, out, c, e))
        return false;
    if (!p)
        return true;
    json_put_texts(a, options, "regimes", &only);
    if (!product_evidence(&evidence, &c->viewer, p, e) ||
        !judging_ask(&state, &result, &why, c, WORKER_MATRIX, options, evidence, PATIENCE_MS, e))
        return false;
    const struct json_node *targets = json_get(&result, "targets");
    for (size_t i = 0; i < json_count(targets); i++) {
        const struct json_node *judged = judged_regime(json_item(targets, i), r->id);
        if (judged)
            json_push_node(a, list,
                           view_judged(a, &c->portal->catalog, json_item(targets, i), judged));
    }
    out->title = arena_printf(a, "%.*s · %.*s", SL_FMT(p->name), SL_FMT(r->id));
    out->view = json_new_object(a);
    json_put_node(a, out->view, "product", view_product(&c->viewer, p));
    put_regime_ref(a, out->view, "regime", r);
    json_put_text(a, out->view, "on", judging_on(c));
    judging_put_state(c, out->view, state, why);
    json_put_node(a, out->view, "targets", list);
    json_put_text(a, out->view, "here", judging_here(c));
    return true;
}

/* ---- routes ----------------------------------------------------------------------------------*/

static const struct web_field matrix_fields[] = {
    JUDGING_ON,
    {.name = "regime", .kind = WEB_ID, .label = N_("Regime")},
};
static const struct web_field on_fields[] = {JUDGING_ON};

static const struct route rows[] = {
    {.path = "/matrix",
     .name = "matrix",
     .summary = N_("Products against regimes"),
     .fields = matrix_fields,
     .nfields = COUNT_OF(matrix_fields),
     .shape = "matrix",
     .page = "matrix",
     .run = get_matrix},
    {.path = "/products/{product}/regimes/{regime}",
     .name = "product.regime",
     .summary = N_("A product under one regime"),
     .fields = on_fields,
     .nfields = COUNT_OF(on_fields),
     .shape = "judged",
     .page = "judged",
     .run = get_judged},
};
ROUTE_TABLE(matrix_routes, rows);
