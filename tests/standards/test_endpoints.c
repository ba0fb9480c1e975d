/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whole endpoints against whole regimes (endpoints.yaml): the verdict, and
 * exactly which shall rules fail. So a rule that binds an endpoint it should
 * leave alone is noticed, and one that lets go.
 */
#include "base/env.h"
#include "judge/judge.h"
#include "model/case.h"
#include "support/cases.h"
#include "support/laws.h"

#include <stdio.h>

static struct arena data_arena; /* the rows live as long as the test */
static struct catalog catalog;
static struct yaml_doc doc;
static struct lawbook laws;

struct row {
    const struct yaml_node *endpoint, *expect;
};

static struct fact *
fact_of(const struct asset *as, struct slice path)
{
    struct fact *f = asset_fact(as, path);
    assert_non_null(f);
    return f;
}

/* Sets and flags that are not stated: empty and false. */
static void
settle(const struct asset *as)
{
    for (size_t i = 0; i < as->kind->n; i++) {
        const struct field *field = &as->kind->fields[i];
        struct fact *f = &as->facts[i];
        if (f->known)
            continue;
        if (field->type == FIELD_BOOL)
            fact_bool(f, false);
        for (size_t k = 0; field->type == FIELD_SET && k < field->registry->n; k++)
            fact_element(f, k, false);
        if (field->type == FIELD_SET)
            fact_settle(f, field->registry->n);
    }
}

static bool
ends(struct slice s, struct slice end)
{
    return s.n >= end.n && slice_eq(slice_sub(s, s.n - end.n, end.n), end);
}

/* suites is the union of tls12_suites and so on. */
static void
unite(const struct asset *as, const char *whole)
{
    struct slice suffix = arena_printf(&case_arena, "_%s", whole);
    struct fact *out = fact_of(as, slice_str(whole));
    for (size_t i = 0; i < as->kind->n; i++) {
        const struct field *field = &as->kind->fields[i];
        if (field->type != FIELD_SET || !ends(field->path, suffix))
            continue;
        for (size_t k = 0; k < field->registry->n; k++)
            if (bits_has(as->facts[i].truth_bits, k))
                fact_element(out, k, true);
    }
}

static void
read_asset(struct asset *out, const char *kind, const struct yaml_node *map)
{
    struct case_facts facts = {0};
    struct err e = {0};
    if (!case_read(&facts, &case_arena, &doc, catalog_kind(&catalog, slice_str(kind)), map, &e))
        fail_msg("%s", e.msg);
    *out = facts.asset;
    settle(out);
}

static void
read_endpoint(struct evidence *out, const struct yaml_node *n)
{
    const struct yaml_node *certs = yaml_get(n, SL("certs"));
    out->target = yaml_get(n, SL("name"))->text;
    out->assets = NEW_ARRAY(&case_arena, struct asset, 1 + certs->n);
    out->origins = NEW(&case_arena, struct origin);
    out->norigins = 1;
    read_asset(&out->assets[out->n++], "tls", yaml_get(n, SL("tls")));
    unite(&out->assets[0], "suites");
    unite(&out->assets[0], "groups");
    unite(&out->assets[0], "signature_schemes");
    for (const struct yaml_node *c = certs->first; c; c = c->next) {
        struct asset *as = &out->assets[out->n];
        read_asset(as, "cert", c);
        as->id = arena_printf(&case_arena, "cert:%zu", out->n++);
    }
}

static bool
expected(const struct yaml_node *fails, struct slice id)
{
    for (const struct yaml_node *f = fails->first; f; f = f->next)
        if (slice_eq(f->text, id))
            return true;
    return false;
}

static bool
found(const struct regime_result *r, struct slice id)
{
    for (size_t i = 0; i < r->n; i++)
        if (r->findings[i].verdict == VERDICT_FAIL && slice_eq(r->findings[i].requirement->id, id))
            return true;
    return false;
}

/* Prints every difference; true where there is none. */
static bool
same_fails(const struct regime_result *r, const struct yaml_node *fails)
{
    bool same = true;
    for (size_t i = 0; i < r->n; i++) {
        const struct finding *f = &r->findings[i];
        bool fail = f->verdict == VERDICT_FAIL && f->requirement->keyword == KEYWORD_SHALL;
        if (f->verdict == VERDICT_UNKNOWN && f->requirement->keyword == KEYWORD_SHALL)
            print_message("unknown: %.*s\n", SL_FMT(f->requirement->id));
        if (!fail || expected(fails, f->requirement->id))
            continue;
        print_message("fails: %.*s: %.*s\n", SL_FMT(f->requirement->id), SL_FMT(f->reason));
        same = false;
    }
    for (const struct yaml_node *f = fails->first; f; f = f->next) {
        if (found(r, f->text))
            continue;
        print_message("does not fail: %.*s\n", SL_FMT(f->text));
        same = false;
    }
    return same;
}

static void
judged(void **state)
{
    const struct row *row = *state;
    struct evidence ev = {0};
    struct judge *j = NULL;
    struct judgement out = {0};
    struct err e = {0};
    date_t on = 0;
    read_endpoint(&ev, row->endpoint);
    assert_true(date_parse(yaml_get(row->endpoint, SL("on"))->text, &on));
    const struct regime *regime =
        catalog_regime(&catalog, yaml_get(row->expect, SL("regime"))->text);
    assert_non_null(regime);
    if (!judge_compile(&j, &case_arena, &catalog, &regime, 1, &e) ||
        !judge_run(&out, &case_arena, j, &ev, 1, on, &e))
        fail_msg("%s", e.msg);
    if (!out.targets) {
        fail_msg("no result");
        return; /* for the analyser */
    }
    const struct regime_result *r = &out.targets[0].regimes[0];
    bool same = same_fails(r, yaml_get(row->expect, SL("fails")));
    struct slice want = yaml_get(row->expect, SL("verdict"))->text;
    if (!same || !slice_eq(want, slice_str(verdict_name(r->verdict))))
        fail_msg("verdict: %s", verdict_name(r->verdict));
}

/* An endpoint that cannot be tests nothing. */
static void
possible(void **state)
{
    struct evidence ev = {0};
    struct buf wrong;
    read_endpoint(&ev, *state);
    buf_init(&wrong, &case_arena, 4096);
    lawbook_check(&laws, &case_arena, &ev, &wrong);
    if (wrong.n)
        fail_msg("%.*s", SL_FMT(buf_slice(&wrong)));
}

static bool
load(void)
{
    struct env env;
    struct err e = {0};
    struct slice text;
    env_system(&env);
    if (catalog_load(&catalog, &data_arena, &env, DATA_DIR, &e) &&
        lawbook_open(&laws, &data_arena, &catalog, 0, &e) &&
        env.read_file(env.ctx, &text, &data_arena, ENDPOINTS, 1 << 20, &e) &&
        yaml_parse(&doc, &data_arena, SL(ENDPOINTS), text, &e))
        return true;
    fprintf(stderr, "%s\n", e.msg);
    return false;
}

int
main(void)
{
    if (!load())
        return 1;
    const struct yaml_node *endpoints = yaml_get(doc.root, SL("endpoints"));
    for (const struct yaml_node *p = endpoints->first; p; p = p->next) {
        struct slice title = yaml_get(p, SL("name"))->text;
        cases_add((const char *)arena_printf(&data_arena, "%.*s: possible", SL_FMT(title)).p,
                  possible, p);
        for (const struct yaml_node *x = yaml_get(p, SL("expect"))->first; x; x = x->next) {
            struct row *row = NEW(&data_arena, struct row);
            *row = (struct row){p, x};
            struct slice name =
                arena_printf(&data_arena, "%.*s: %.*s", SL_FMT(yaml_get(p, SL("name"))->text),
                             SL_FMT(yaml_get(x, SL("regime"))->text));
            cases_add((const char *)name.p, judged, row);
        }
    }
    int failed = cases_run("endpoints");
    lawbook_close(&laws);
    arena_free(&data_arena);
    return failed;
}
