/* SPDX-License-Identifier: Apache-2.0 */
#include "web/worker_jobs.h"

#include "model/bom.h"
#include "web/worker.h"

#define MIB ((size_t)1 << 20)

const struct worker_job worker_jobs[] = {
    [WORKER_EVIDENCE] = {"evidence", catalog_load_words, NULL, 1024 * MIB, 20, job_run_evidence},
    [WORKER_MATRIX] = {"matrix", catalog_load_rules, NULL, 1024 * MIB, 30, job_run_matrix},
    [WORKER_CONFLICTS] = {"conflicts", catalog_load, NULL, 2048 * MIB, 300, job_run_conflicts},
    [WORKER_PLAN] = {"plan", catalog_load, NULL, 2048 * MIB, 300, job_run_plan},
    [WORKER_TABLE] = {"table", NULL, job_prepare_table, 1024 * MIB, 30, job_run_table},
    [WORKER_DRAFT] = {"draft", catalog_load_rules, NULL, 1024 * MIB, 30, job_run_draft},
    [WORKER_IMPACT] = {"impact", catalog_load_rules, NULL, 1024 * MIB, 30, job_run_impact},
};
const size_t nworker_jobs = COUNT_OF(worker_jobs);

int64_t
job_now(const struct worker_in *in)
{
    return in->env->wall_ns(in->env->ctx) / 1000000000;
}

static bool
all_regimes(const struct regime **v, size_t *n, const struct catalog *c)
{
    for (size_t i = 0; i < c->nregimes; i++)
        if (c->regimes[i].variant_of.n == 0)
            v[(*n)++] = &c->regimes[i];
    return *n != 0;
}

bool
job_regimes(const struct regime ***out, size_t *n, const struct worker_in *in, struct err *e)
{
    const struct json_node *list = json_get(in->options, "regimes");
    const struct regime **v = NEW_ARRAY(in->a, const struct regime *, in->catalog->nregimes + 1);
    *n = 0;
    *out = v;
    if (json_count(list) == 0)
        return all_regimes(v, n, in->catalog) || err_set(e, ERR_INPUT, "there are no regimes");
    for (size_t i = 0; i < json_count(list); i++) {
        struct slice id = json_text(json_item(list, i));
        const struct regime *r = catalog_regime(in->catalog, id);
        if (!r || *n >= in->catalog->nregimes)
            return err_set(e, ERR_INPUT, "no regime '%.*s'", SL_FMT(slice_sub(id, 0, 100)));
        v[(*n)++] = r;
    }
    return true;
}

bool
job_on(date_t *out, const struct worker_in *in, struct err *e)
{
    struct slice text = json_text(json_get(in->options, "on"));
    if (text.n == 0) {
        *out = date_of_seconds(job_now(in));
        return true;
    }
    return date_parse(text, out) ||
           err_set(e, ERR_INPUT, "'%.*s' is not a date: write YYYY-MM-DD, as in 2031-01-01",
                   SL_FMT(slice_sub(text, 0, 40)));
}

bool
job_evidence(struct bom *out, const struct worker_in *in, struct err *e)
{
    struct slice name = json_text(json_get(in->options, "name"));
    if (!bom_read(out, in->a, in->catalog, name.n ? name : SL("evidence"), in->file, e))
        return false;
    return out->n <= JOB_TARGETS_MAX ||
           err_set(e, ERR_LIMIT, "it holds %zu targets: at most %d in one file; split it", out->n,
                   JOB_TARGETS_MAX);
}
