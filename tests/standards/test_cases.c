/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every case of every standard, law and server under data/, through the judge: its facts give
 * the verdict that the case states. And every rule of its own: it has a case of
 * either kind, and knows nothing about an endpoint of which nothing is known.
 */
#include "base/env.h"
#include "judge/judge.h"
#include "support/cases.h"

#include <stdio.h>

static struct arena data_arena; /* the rows live as long as the test */
static struct catalog catalog;

struct row {
    const struct requirement *rule;
    const struct case_facts *facts; /* null: nothing is known */
};

/* A day on which the rule is in force. */
static date_t
day_of(const struct requirement *r)
{
    if (r->from != DATE_MIN)
        return r->from;
    if (r->until != DATE_MAX)
        return r->until;
    date_t d = 0;
    assert_true(date_parse(SL("2026-11-23"), &d));
    return d;
}

static enum verdict
judged(const struct row *row, const struct asset *as)
{
    struct finding f = {0};
    struct err e = {0};
    if (!judge_one(&f, &case_arena, &catalog, row->rule, as, day_of(row->rule), &e))
        fail_msg("%s", e.msg);
    return f.verdict;
}

static void
holds(void **state)
{
    const struct row *row = *state;
    enum verdict want = row->facts->want_pass ? VERDICT_PASS : VERDICT_FAIL;
    enum verdict got = judged(row, &row->facts->asset);
    if (got != want)
        fail_msg("%.*s:%u: the case should %s, the judge says %s", SL_FMT(row->facts->at.file),
                 row->facts->at.line, row->facts->want_pass ? "pass" : "fail", verdict_name(got));
}

static void
has_cases(void **state)
{
    const struct row *row = *state;
    size_t n[2] = {0};
    for (size_t i = 0; i < row->rule->ncases; i++)
        n[row->rule->cases[i].want_pass]++;
    assert_true(n[0] > 0 && n[1] > 0);
}

static void
knows_nothing(void **state)
{
    const struct row *row = *state;
    struct asset as;
    asset_init(&as, &case_arena, row->rule->kind, SL("nothing"), SL("nothing"));
    assert_int_equal(judged(row, &as), VERDICT_UNKNOWN);
}

static void
add(const struct requirement *r, const struct case_facts *c, const char *what,
    CMUnitTestFunction run)
{
    struct row *row = NEW(&data_arena, struct row);
    *row = (struct row){r, c};
    struct slice name =
        c ? arena_printf(&data_arena, "%.*s %.*s line %u %s", SL_FMT(r->standard->id),
                         SL_FMT(r->id), c->at.line, what)
          : arena_printf(&data_arena, "%.*s %.*s %s", SL_FMT(r->standard->id), SL_FMT(r->id), what);
    cases_add((const char *)name.p, run, row);
}

static void
add_rule(const struct requirement *r)
{
    for (size_t i = 0; i < r->ncases; i++)
        add(r, &r->cases[i], r->cases[i].want_pass ? "passes" : "fails", holds);
    if (!r->must.ast)
        return;
    add(r, NULL, "has cases", has_cases);
    add(r, NULL, "knows nothing", knows_nothing);
}

static void
add_rules(const struct standard *v, size_t n)
{
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < v[i].n; k++)
            add_rule(&v[i].requirements[k]);
}

/* Prints what is wrong with the data; true where nothing is. */
static bool
load(void)
{
    struct env env;
    struct problems problems = {0};
    struct err e = {0};
    env_system(&env);
    if (!catalog_lint(&catalog, &problems, &data_arena, &env, DATA_DIR, &e)) {
        fprintf(stderr, "%s\n", e.msg);
        return false;
    }
    for (size_t i = 0; i < problems.list.n; i++)
        fprintf(stderr, "%.*s\n", SL_FMT(problems.list.v[i]));
    return problems.list.n == 0;
}

int
main(void)
{
    if (!load())
        return 1;
    add_rules(catalog.standards, catalog.nstandards);
    add_rules(catalog.laws, catalog.nlaws);
    add_rules(catalog.servers, catalog.nservers);
    int failed = cases_run("standards");
    arena_free(&data_arena);
    return failed;
}
