/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A draft, in a worker: its clauses and what is wrong with it; and a product
 * judged by it before anybody votes.
 */
#include "draft/lint.h"
#include "judge/judge.h"
#include "model/bom.h"
#include "report/result_json.h"
#include "web/worker_jobs.h"

static void
text_of(struct json_write *w, const char *key, const struct draft_text v[DRAFT_LANGUAGES])
{
    json_write_key(w, key);
    json_write_object(w);
    for (size_t l = 0; l < DRAFT_LANGUAGES; l++)
        json_write_member_if(w, draft_language_names[l], v[l].s);
    json_write_end(w);
}

static void
clause(struct json_write *w, const struct draft *d, const struct clause *c)
{
    json_write_object(w);
    json_write_member(w, "id", c->id);
    json_write_member_if(w, "number", c->number);
    json_write_member(w, "kind", slice_str(clause_kind_names[c->kind]));
    if (c->in != CLAUSE_NONE)
        json_write_member(w, "in", d->clauses[c->in].id);
    text_of(w, "title", c->title);
    text_of(w, "text", c->text);
    json_write_key(w, "requirements");
    json_write_flat_array(w);
    for (size_t i = 0; i < c->nrequirements; i++)
        json_write_text(w, c->requirements[i]->id);
    json_write_end(w);
    json_write_end(w);
}

static void
finding(struct json_write *w, const struct lint_finding *f)
{
    json_write_object(w);
    json_write_member(w, "rule", f->rule->id);
    json_write_member(w, "severity", slice_str(lint_severity_names[f->rule->severity]));
    if (f->clause)
        json_write_member(w, "clause", f->clause->id);
    if (f->requirement)
        json_write_member(w, "requirement", f->requirement->id);
    json_write_member_if(w, "quote", f->quote);
    if (f->at.line) {
        json_write_key(w, "line");
        json_write_int(w, f->at.line);
    }
    json_write_member_if(w, "en", f->en);
    json_write_member_if(w, "zh", f->zh);
    json_write_end(w);
}

static void
findings(struct json_write *w, const struct lint_result *r)
{
    json_write_key(w, "findings");
    json_write_array(w);
    for (size_t i = 0; i < r->n; i++)
        finding(w, &r->v[i]);
    json_write_end(w);
    json_write_key(w, "errors");
    json_write_int(w, (int64_t)r->errors);
    json_write_key(w, "warnings");
    json_write_int(w, (int64_t)r->warnings);
    json_write_key(w, "complete");
    json_write_bool(w, !r->more);
}

static void
whole(struct json_write *w, const struct draft *d, const struct lint_result *r)
{
    json_write_member(w, "standard", d->standard.id);
    json_write_key(w, "clauses");
    json_write_array(w);
    for (size_t i = 0; i < d->n; i++)
        clause(w, d, &d->clauses[i]);
    json_write_end(w);
    findings(w, r);
}

/* {"readable":false,"problems":[…]} where the file has faults. */
bool
job_run_draft(struct buf *out, const struct worker_in *in, struct err *e)
{
    struct draft d;
    struct problems problems = {0};
    struct lint_result r = {0};
    struct json_write w;
    struct slice name = json_text(json_get(in->options, "name"));
    if (!draft_read(&d, &problems, in->a, in->catalog, name.n ? name : SL("draft.yaml"), in->file,
                    e))
        return false;
    bool readable = problems.list.n == 0;
    if (readable && !lint_draft(&r, in->a, &d, in->catalog, e))
        return false;
    json_write_init(&w, json_sink_buf, out);
    json_write_object(&w);
    json_write_key(&w, "readable");
    json_write_bool(&w, readable);
    struct slices list = {problems.list.v, problems.list.n};
    json_write_texts(&w, "problems", &list);
    if (readable)
        whole(&w, &d, &r);
    json_write_end(&w);
    return json_write_done(&w, e);
}

/* The draft as if it were all that a market demands. */
bool
job_run_impact(struct buf *out, const struct worker_in *in, struct err *e)
{
    struct draft d;
    struct bom bom;
    date_t on;
    struct judge *judge;
    struct judgement j;
    struct json_write w;
    struct slice text = json_text(json_get(in->options, "draft"));
    if (!draft_read(&d, NULL, in->a, in->catalog, SL("draft"), text, e) || !job_on(&on, in, e) ||
        !job_evidence(&bom, in, e))
        return false;
    struct regime_part part = {.standard = &d.standard};
    struct regime regime = {.id = d.standard.id, .title = d.standard.title, .parts = &part, .n = 1};
    const struct regime *regimes[] = {&regime};
    if (!judge_compile(&judge, in->a, in->catalog, regimes, 1, e) ||
        !judge_run(&j, in->a, judge, bom.targets, bom.n, on, e))
        return false;
    struct result_json_options o = {.version = SL(COMITY_VERSION), .made = job_now(in)};
    json_write_init(&w, json_sink_buf, out);
    result_json_write(&w, &j, &o);
    return json_write_done(&w, e);
}
