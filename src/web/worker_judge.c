/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Evidence and its judgement, in a worker: what a file has, and the same JSON
 * as `comity check` prints.
 */
#include "judge/judge.h"
#include "model/bom.h"
#include "report/result_json.h"
#include "report/solve_json.h"
#include "web/worker_jobs.h"

static size_t
known_facts(const struct asset *as)
{
    size_t n = 0;
    for (size_t i = 0; i < as->kind->n; i++)
        n += as->facts[i].known;
    return n;
}

static void
count(struct json_write *w, const char *key, size_t n)
{
    json_write_key(w, key);
    json_write_int(w, (int64_t)n);
}

static void
origin(struct json_write *w, struct arena *a, const struct origin *o)
{
    json_write_object(w);
    json_write_member(w, "method", o->method);
    json_write_member_if(w, "where", o->where);
    if (o->when > 0 && date_covers(o->when))
        json_write_member(w, "when", date_stamp(a, o->when));
    json_write_member_if(w, "note", o->note);
    json_write_end(w);
}

/* What is not (wholly) known, and why. */
static void
unknown(struct json_write *w, const struct asset *as)
{
    json_write_key(w, "unknown");
    json_write_array(w);
    for (size_t i = 0; i < as->kind->n; i++) {
        if (as->facts[i].known)
            continue;
        json_write_object(w);
        json_write_member(w, "field", as->kind->fields[i].path);
        json_write_member(w, "label", field_label(&as->kind->fields[i]));
        json_write_member_if(w, "why", as->facts[i].reason);
        json_write_end(w);
    }
    json_write_end(w);
}

static void
asset(struct json_write *w, const struct asset *as)
{
    json_write_object(w);
    json_write_member(w, "id", as->id);
    json_write_member(w, "kind", as->kind->name);
    json_write_member(w, "name", as->name);
    count(w, "known", known_facts(as));
    count(w, "fields", as->kind->n);
    unknown(w, as);
    json_write_end(w);
}

static void
target(struct json_write *w, struct arena *a, const struct evidence *ev)
{
    json_write_object(w);
    json_write_member(w, "target", ev->target);
    json_write_key(w, "assets");
    json_write_array(w);
    for (size_t i = 0; i < ev->n; i++)
        asset(w, &ev->assets[i]);
    json_write_end(w);
    json_write_key(w, "origins");
    json_write_array(w);
    for (size_t i = 0; i < ev->norigins; i++)
        origin(w, a, &ev->origins[i]);
    json_write_end(w);
    json_write_key(w, "seen");
    solve_json_configuration(w, a, ev);
    json_write_end(w);
}

bool
job_run_evidence(struct buf *out, const struct worker_in *in, struct err *e)
{
    struct bom bom;
    struct json_write w;
    if (!job_evidence(&bom, in, e))
        return false;
    json_write_init(&w, json_sink_buf, out);
    json_write_object(&w);
    json_write_key(&w, "targets");
    json_write_array(&w);
    for (size_t i = 0; i < bom.n; i++)
        target(&w, in->a, &bom.targets[i]);
    json_write_end(&w);
    json_write_end(&w);
    return json_write_done(&w, e);
}

bool
job_run_matrix(struct buf *out, const struct worker_in *in, struct err *e)
{
    struct bom bom;
    const struct regime **regimes;
    size_t n;
    date_t on;
    struct judge *judge;
    struct judgement j;
    struct json_write w;
    if (!job_on(&on, in, e) || !job_regimes(&regimes, &n, in, e) || !job_evidence(&bom, in, e) ||
        !judge_compile(&judge, in->a, in->catalog, regimes, n, e) ||
        !judge_run(&j, in->a, judge, bom.targets, bom.n, on, e))
        return false;
    struct result_json_options o = {.version = SL(COMITY_VERSION), .made = job_now(in)};
    json_write_init(&w, json_sink_buf, out);
    result_json_write(&w, &j, &o);
    return json_write_done(&w, e);
}
