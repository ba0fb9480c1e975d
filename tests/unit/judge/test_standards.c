/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The standards that we ship, through the judge: every condition grounds or is
 * named as one that does not, and every case comes out as it says.
 *
 * argv[1]: the data directory.
 */
#include "judge/ground.h"
#include "judge/judge.h"
#include "support/cases.h"

#include <stdio.h>

static struct arena arena; /* the catalog outlives the rows */
static struct catalog catalog;

static void
conditions_ground(void **state)
{
    (void)state;
    struct err e = {0};
    size_t conditions = 0, opaque = 0, distinct = 0;
    for (size_t k = 0; k < catalog.nkinds; k++) {
        struct form f;
        struct map seen = {0};
        form_init(&f, &case_arena, &catalog.kinds[k]);
        for (size_t s = 0; s < catalog.nstandards; s++)
            for (size_t i = 0; i < catalog.standards[s].n; i++) {
                const struct requirement *r = &catalog.standards[s].requirements[i];
                struct rule *rule = NEW(&case_arena, struct rule);
                if (r->kind != &catalog.kinds[k])
                    continue;
                if (!ground_rule(rule, &f, catalog.conditions, r, &e))
                    fail_msg("%.*s: %s", SL_FMT(r->standard->id), e.msg);
                bool stays = ref_node(&f, rule->when)->opaque || ref_node(&f, rule->must)->opaque;
                conditions += r->must.ast != NULL;
                opaque += stays;
                if (r->must.ast &&
                    !map_put(&case_arena, &seen, slice_of(&rule->must, sizeof rule->must), rule))
                    distinct++;
                if (stays)
                    print_message("stays CEL: %.*s %.*s\n", SL_FMT(r->standard->id), SL_FMT(r->id));
            }
    }
    print_message("%zu rules with a condition, %zu distinct, %zu with a part that stays CEL\n",
                  conditions, distinct, opaque);
    assert_true(conditions > 0);
}

static void
cases_come_out(void **state)
{
    const struct standard *s = *state;
    struct err e = {0};
    for (size_t i = 0; i < s->n; i++) {
        const struct requirement *r = &s->requirements[i];
        assert_int_equal(r->must.ast != NULL, r->ncases != 0);
        date_t on = r->from == DATE_MIN ? s->published : r->from;
        for (size_t k = 0; k < r->ncases; k++) {
            const struct case_facts *c = &r->cases[k];
            struct finding f;
            if (!judge_one(&f, &case_arena, &catalog, r, &c->asset, on, &e))
                fail_msg("%s", e.msg);
            if (f.verdict != (c->want_pass ? VERDICT_PASS : VERDICT_FAIL))
                fail_msg("%.*s:%u: %.*s is %s: %.*s", SL_FMT(c->at.file), c->at.line, SL_FMT(r->id),
                         verdict_name(f.verdict), SL_FMT(f.reason));
            assert_true(f.reason.n != 0);
            if (f.verdict == VERDICT_FAIL && f.remedy.n == 0)
                print_message("no remedy: %.*s %.*s: %.*s\n", SL_FMT(s->id), SL_FMT(r->id),
                              SL_FMT(f.reason));
        }
    }
}

int
main(int argc, char **argv)
{
    struct env env;
    struct err e = {0};
    if (argc != 2) {
        fprintf(stderr, "usage: test_judge_standards DATA_DIR\n");
        return 2;
    }
    env_system(&env);
    /* catalog_load leaves the cases out. */
    struct problems problems = {0};
    if (!catalog_lint(&catalog, &problems, &arena, &env, argv[1], &e) || problems.list.n) {
        fprintf(stderr, "%.*s%s\n", SL_FMT(problems.list.n ? problems.list.v[0] : SL("")), e.msg);
        return 1;
    }
    CASES_TEST(conditions_ground);
    for (size_t i = 0; i < catalog.nstandards; i++)
        cases_add(arena_str(&arena, catalog.standards[i].id), cases_come_out,
                  &catalog.standards[i]);
    int failed = cases_run("standards");
    arena_free(&arena);
    return failed;
}
