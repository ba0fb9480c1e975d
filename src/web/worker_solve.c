/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Conflicts and plans of a product, in a worker: the same JSON as `comity
 * conflicts --from` and `comity plan --from --emit` print.
 */
#include "judge/judge.h"
#include "model/bom.h"
#include "report/conflicts_json.h"
#include "report/plan_json.h"
#include "solve/change.h"
#include "solve/emit.h"
#include "web/worker_jobs.h"

/* The question: the product, the regimes, the day. */
struct question {
    struct bom bom;
    const struct regime **regimes;
    struct conflicts_options options;
    struct solve_about about;
};

static bool
ask(struct question *q, const struct worker_in *in, struct err *e)
{
    const struct asset *endpoint;
    *q = (struct question){.about = {.version = SL(COMITY_VERSION), .made = job_now(in)}};
    if (!job_on(&q->options.on, in, e) || !job_regimes(&q->regimes, &q->options.n, in, e) ||
        !job_evidence(&q->bom, in, e))
        return false;
    const struct json_node *which = json_get(in->options, "target");
    size_t target = which && which->type == JSON_INT && which->i > 0 ? (size_t)which->i : 0;
    if (target >= q->bom.n)
        return err_set(e, ERR_INPUT, "it holds %zu targets, no more", q->bom.n);
    if (!change_endpoint(&endpoint, &q->bom.targets[target], e))
        return false;
    q->options.catalog = in->catalog;
    q->options.regimes = q->regimes;
    q->options.from = &q->bom.targets[target];
    q->about.from = q->bom.targets[target].target;
    return true;
}

bool
job_run_conflicts(struct buf *out, const struct worker_in *in, struct err *e)
{
    struct question q;
    struct conflicts c;
    struct json_write w;
    if (!ask(&q, in, e))
        return false;
    /* Whatever could be configured, rather than what is there today. */
    const struct json_node *any = json_get(in->options, "any");
    if (any && any->type == JSON_BOOL && any->b) {
        q.options.from = NULL;
        q.about.from = SL("");
    }
    if (!conflicts_find(&c, in->a, &q.options, e))
        return false;
    json_write_init(&w, json_sink_buf, out);
    conflicts_json_write(&w, &c, &q.about);
    return json_write_done(&w, e);
}

static bool
find_server(enum emit_server *out, struct slice name, struct err *e)
{
    for (size_t i = 0; i < COUNT_OF(emit_names); i++)
        if (slice_eq_str(name, emit_names[i])) {
            *out = (enum emit_server)i;
            return true;
        }
    return err_set(e, ERR_INPUT, "no server '%.*s'", SL_FMT(slice_sub(name, 0, 40)));
}

/* The files of a server program for each variant. */
static bool
emit_variants(struct question *q, const struct worker_in *in, const struct plan *p,
              enum emit_server server, struct err *e)
{
    struct judge *judge;
    if (!judge_compile(&judge, in->a, in->catalog, p->regimes, p->nregimes, e))
        return false;
    struct emitted *v = NEW_ARRAY(in->a, struct emitted, p->n + 1);
    for (size_t i = 0; i < p->n; i++) {
        struct emit_request rq = {
            .server = server,
            .configuration = &p->variants[i].configuration,
            .catalog = in->catalog,
            .because = {judge, p->variants[i].regimes, p->variants[i].nregimes, p->on},
        };
        if (rq.configuration->n && !emit_config(&v[i], in->a, &rq, e))
            return false;
    }
    q->about.emit = emit_names[server];
    q->about.emitted = v;
    return true;
}

bool
job_run_plan(struct buf *out, const struct worker_in *in, struct err *e)
{
    struct question q;
    struct plan p;
    struct json_write w;
    enum emit_server server = EMIT_NGINX;
    struct slice name = json_text(json_get(in->options, "server"));
    if (!ask(&q, in, e) || (name.n && !find_server(&server, name, e)))
        return false;
    struct plan_options po = {.common = q.options};
    if (name.n) {
        po.common.server = catalog_server(in->catalog, emit_profile(server));
        po.server_wanted = true;
    }
    if (!plan_make(&p, in->a, &po, e) || (name.n && !emit_variants(&q, in, &p, server, e)))
        return false;
    json_write_init(&w, json_sink_buf, out);
    plan_json_write(&w, &p, &q.about);
    return json_write_done(&w, e);
}
