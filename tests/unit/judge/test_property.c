/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Grounded evaluation against CEL's own: random conditions over the real
 * vocabulary, random assets.
 *
 * Where CEL's partial evaluation decides, the grounded form says the same. Where
 * only the grounded form decides (it may: it sees an element of a set that CEL
 * takes as a whole, or a choice whose branches agree), CEL decides the same way on
 * random completions of the asset. On complete assets both decide, and agree.
 *
 * argv: the data directory; how many rounds, for longer runs by hand.
 */
#include "grammar.h"
#include "judge/ground.h"
#include "judge/opaque.h"
#include "model/catalog.h"
#include "support/cases.h"

#include <stdio.h>

#define CONDITIONS 60
#define COMPLETIONS 3

static const char *data_dir;
static unsigned rounds = 8;

struct row {
    const char *name;
    const char *kind;
    enum completeness completeness;
    uint64_t seed;
};

struct trial {
    const struct catalog *catalog;
    struct grammar g;
    struct form form;
    struct slice text[CONDITIONS];
    ref_t refs[CONDITIONS];
    struct cel_program *cel[CONDITIONS];
    struct asset assets[EVAL_LANES];
    size_t opaque, decided, ours_only, neither;
    size_t tired; /* CEL used up its steps */
};

static const date_t ON = 5;

static void
compile_all(struct trial *t, const struct cel_env *env)
{
    struct err e = {0};
    for (size_t i = 0; i < CONDITIONS; i++) {
        struct cel_ast *ast;
        t->text[i] = grammar_condition(&t->g);
        if (!cel_compile_condition(&ast, &case_arena, env, t->text[i], NULL, &e))
            fail_msg("%.*s: %s", SL_FMT(t->text[i]), e.msg);
        t->cel[i] = cel_program_new(&case_arena, ast);
        if (!ground_condition(&t->refs[i], &t->form, t->catalog->conditions, ast, NULL, &e))
            fail_msg("%.*s: %s", SL_FMT(t->text[i]), e.msg);
        t->opaque += ref_node(&t->form, t->refs[i])->opaque;
    }
}

static struct cel_value
cel_says(const struct trial *t, size_t condition, const struct asset *as)
{
    const struct cel_program *p = t->cel[condition];
    struct cel_value *slots = NEW_ARRAY(&case_arena, struct cel_value, p->nslots);
    condition_bind(t->catalog->conditions, &case_arena, as, ON, slots);
    struct cel_cx cx = {.arena = &case_arena};
    return cel_eval(p, slots, &cx);
}

static void
disagree(const struct trial *t, size_t c, const char *what)
{
    struct buf b;
    buf_init(&b, &case_arena, 1000000);
    form_print(&b, &t->form, t->refs[c]);
    fail_msg("%s\n  condition: %.*s\n  compiled:  %.*s", what, SL_FMT(t->text[c]),
             SL_FMT(buf_slice(&b)));
}

/* We decided, CEL did not: every completion must bear us out. */
static void
check_completions(struct trial *t, size_t c, const struct asset *as, bool ours)
{
    for (size_t i = 0; i < COMPLETIONS; i++) {
        struct asset full;
        grammar_complete(&t->g, &full, as);
        struct cel_value v = cel_says(t, c, &full);
        if (v.kind != CEL_BOOL || v.b != ours)
            disagree(t, c, "decided, and a completion says otherwise");
    }
}

static void
compare(struct trial *t, size_t c, const struct asset *as, int ours, enum completeness how)
{
    struct cel_value v = cel_says(t, c, as);
    if (v.kind == CEL_BOOL) {
        t->decided++;
        if (ours != (int)v.b)
            disagree(t, c, ours < 0 ? "CEL decides, we do not" : "CEL says the opposite");
    } else if (v.kind == CEL_ERROR && v.error->code == CEL_E_LIMIT) {
        t->tired++;
    } else if (v.kind == CEL_ERROR) {
        disagree(t, c, "CEL fails");
    } else if (how == COMPLETE) {
        disagree(t, c, "a complete asset is not decided");
    } else if (ours >= 0) {
        t->ours_only++;
        if (how == PARTIAL)
            check_completions(t, c, as, ours);
    } else {
        t->neither++;
    }
}

static void
one_round(struct trial *t, const struct cel_env *cel_env, enum completeness how)
{
    struct program p;
    struct opaque o;
    struct lanes l;
    const struct asset *assets[EVAL_LANES];
    form_init(&t->form, &case_arena, t->g.kind);
    compile_all(t, cel_env);
    for (size_t i = 0; i < EVAL_LANES; i++) {
        grammar_asset(&t->g, &t->assets[i], how);
        assets[i] = &t->assets[i];
    }
    program_build(&p, &case_arena, &t->form, t->refs, CONDITIONS);
    opaque_init(&o, &case_arena, &p, t->catalog->conditions);
    lanes_init(&l, &case_arena, &p);
    lanes_load(&l, &p, assets, EVAL_LANES);
    opaque_load(&l, &case_arena, &o, ON);
    struct truth *truth = NEW_ARRAY(&case_arena, struct truth, p.nsteps);
    eval_run(truth, &p, &l, date_seconds(ON) + 86399);
    for (size_t c = 0; c < CONDITIONS; c++) {
        struct truth got = eval_truth(truth, &p, t->refs[c]);
        for (size_t i = 0; i < EVAL_LANES; i++) {
            struct arena_mark mark = arena_mark(&case_arena);
            int ours = got.yes >> i & 1 ? 1 : got.no >> i & 1 ? 0 : -1;
            compare(t, c, assets[i], ours, how);
            arena_reset(&case_arena, mark);
        }
    }
}

static void
agrees_with_cel(void **state)
{
    const struct row *r = *state;
    struct env env;
    struct err e = {0};
    struct catalog catalog;
    const struct cel_env *cel_env;
    struct trial *t = NEW(&case_arena, struct trial);
    env_system(&env);
    if (!catalog_load(&catalog, &case_arena, &env, data_dir, &e))
        fail_msg("%s", e.msg);
    const struct kind *k = catalog_kind(&catalog, slice_str(r->kind));
    assert_non_null(k);
    assert_true(conditions_env(&cel_env, &case_arena, catalog.conditions, k, NULL, 0, &e));
    t->catalog = &catalog;
    t->g = (struct grammar){.a = &case_arena, .kind = k, .seed = r->seed};
    for (unsigned i = 0; i < rounds; i++) {
        struct arena_mark mark = arena_mark(&case_arena);
        one_round(t, cel_env, r->completeness);
        arena_reset(&case_arena, mark);
    }
    print_message("%s: %u conditions, %zu with an opaque part; %zu verdicts by both, %zu only "
                  "by the compiled form, %zu by neither, %zu too long for CEL\n",
                  r->name, CONDITIONS * rounds, t->opaque, t->decided, t->ours_only, t->neither,
                  t->tired);
    assert_true(t->decided > 500);
}

static const struct row ROWS[] = {
    {"tls, complete", "tls", COMPLETE, 1},     {"tls, partial", "tls", PARTIAL, 2},
    {"tls, strange names", "tls", STRANGE, 3}, {"cert, complete", "cert", COMPLETE, 4},
    {"cert, partial", "cert", PARTIAL, 5},
};

int
main(int argc, char **argv)
{
    int64_t n = rounds;
    if (argc < 2 || (argc > 2 && (!slice_to_i64(slice_str(argv[2]), &n) || n < 1))) {
        fprintf(stderr, "usage: test_judge_property DATA_DIR [ROUNDS]\n");
        return 2;
    }
    rounds = (unsigned)n;
    data_dir = argv[1];
    CASES_TABLE(ROWS, agrees_with_cel);
    return cases_run("property");
}
