/* SPDX-License-Identifier: Apache-2.0 */
/* What products are judged by: regimes, and the standards that they consist of. */
#include "api/view_rules.h"
#include "web/call.h"

static struct slice
title_of(const struct call *c, const struct json_node *n)
{
    return json_text(json_get(json_get(n, "title"), c->lang == PAGE_ZH ? "zh" : "en"));
}

static bool
get_regimes(struct answer *out, struct call *c, struct err *e UNUSED)
{
    view_regimes(&out->view, c->arena, &c->portal->catalog);
    return true;
}

static bool
get_regime(struct answer *out, struct call *c, struct err *e UNUSED)
{
    view_regime(&out->view, c->arena, &c->portal->catalog, c->params[0]);
    if (!out->view)
        return answer_missing(out, N_("There is no such regime."));
    out->title = title_of(c, json_get(out->view, "regime"));
    return true;
}

static bool
get_standards(struct answer *out, struct call *c, struct err *e UNUSED)
{
    view_standards(&out->view, c->arena, &c->portal->catalog);
    return true;
}

static bool
get_standard(struct answer *out, struct call *c, struct err *e UNUSED)
{
    view_standard(&out->view, c->arena, &c->portal->catalog, c->params[0]);
    if (!out->view)
        return answer_missing(out, N_("There is no such standard."));
    out->title = title_of(c, json_get(out->view, "standard"));
    return true;
}

static const struct route rows[] = {
    {.path = "/regimes",
     .name = "regimes",
     .summary = N_("Regimes"),
     .shape = "regimes",
     .page = "regimes",
     .run = get_regimes},
    {.path = "/regimes/{regime}",
     .name = "regime",
     .summary = N_("A regime"),
     .shape = "regime",
     .page = "regime",
     .run = get_regime},
    {.path = "/standards",
     .name = "standards",
     .summary = N_("Standards"),
     .shape = "standards",
     .page = "standards",
     .run = get_standards},
    {.path = "/standards/{standard}",
     .name = "standard",
     .summary = N_("A standard, clause by clause"),
     .shape = "standard",
     .page = "standard",
     .run = get_standard},
};
ROUTE_TABLE(rules_routes, rows);
