/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The engine against clingo on generated instances: the best set as weighted CNF
 * (which also tests solve/dump.h), the least variants as a logic program that
 * holds each variant's whole configuration.
 */
#include "solve/best.h"
#include "solve/cover.h"
#include "solve/dump.h"
#include "support/cases.h"
#include "support/instances.h"
#include "support/random.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define INSTANCES 300
#define TEXT_MAX ((size_t)16 << 20)

/* The value of the last line of clingo's answer that starts with `key`; -1 where there is none. */
static int64_t
last_number(const char *text, const char *key)
{
    int64_t value = -1;
    for (const char *p = text; (p = strstr(p, key)); p += strlen(key))
        value = strtoll(p + strlen(key), NULL, 10);
    return value;
}

/* Run clingo on the text; its whole answer, in the arena of the case. */
static const char *
clingo(const char *mode, struct slice program)
{
    char path[] = "/tmp/comity-clingo-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, program.p, program.n), program.n);
    close(fd);
    struct slice command = arena_printf(
        &case_arena, "clingo --mode=%s --outf=1 --opt-strategy=usc -V1 %s 2>&1", mode, path);
    FILE *f = popen(arena_str(&case_arena, command), "r");
    assert_non_null(f);
    char *out = NEW_ARRAY(&case_arena, char, 1 << 20);
    size_t n = fread(out, 1, (1 << 20) - 1, f);
    out[n] = 0;
    pclose(f);
    unlink(path);
    return out;
}

static void
make(struct instance *in, uint64_t seed)
{
    static const struct instances_size sizes[] = {
        {4, 8, 2, 5, 24, 9, 6},
        {3, 6, 3, 6, 20, 8, 6},
        {6, 10, 0, 0, 30, 10, 6},
        {2, 5, 1, 4, 12, 6, 5},
    };
    struct err e = {0};
    instances_make(in, &case_arena, seed, &sizes[seed % COUNT_OF(sizes)]);
    assert_true(instance_check(in, &e));
}

static void
best_agrees(const struct instance *in, uint64_t seed)
{
    struct budget budget = BUDGET_ENDLESS;
    struct best best;
    struct buf b;
    struct slice text;
    struct err e = {0};
    AUTO_ENGINE engine = engine_new(&case_arena, in, NULL, 0);
    best_find(&best, &case_arena, engine, NULL, &budget);
    buf_init(&b, &case_arena, TEXT_MAX);
    dump_wcnf(&b, in);
    assert_true(buf_done(&b, &text, &e));
    const char *answer = clingo("clasp", text);
    int64_t all = 0;
    for (size_t g = 0; g < in->groups.n; g++)
        all += in->groups.v[g].weight;
    if (best.optimum == OPTIMUM_NONE) {
        assert_non_null(strstr(answer, "s UNSATISFIABLE"));
        return;
    }
    assert_int_equal(best.optimum, OPTIMUM_PROVEN);
    if (!strstr(answer, "s OPTIMUM FOUND") && all)
        fail_msg("seed %d: clingo says %.200s", (int)seed, answer);
    int64_t lost = all ? last_number(answer, "\no ") : 0;
    if (best.weight != all - lost)
        fail_msg("seed %d: we say %d, clingo %d", (int)seed, (int)best.weight, (int)(all - lost));
}

/* t(X,V): variable X holds in variant V. in(G,V): variant V serves group G. */
static void
write_program(struct buf *b, const struct instance *in, const uint64_t *unserved)
{
    size_t wanted = in->groups.n - bits_count(unserved, in->groups.n);
    buf_printf(b, "v(1..%zu). x(1..%d). {t(X,V)} :- x(X), v(V).\n", wanted, in->nvars);
    for (size_t i = 0; i < in->lits.n; i++) {
        buf_str(b, ":- v(V)");
        for (; in->lits.v[i]; i++)
            buf_printf(b, ", %st(%d,V)", in->lits.v[i] > 0 ? "not " : "", abs(in->lits.v[i]));
        buf_str(b, ".\n");
    }
    for (size_t g = 0; g < in->groups.n; g++) {
        if (bits_has(unserved, g))
            continue;
        buf_printf(b, "1 {in(%zu,V) : v(V)}.\n", g);
        for (size_t i = 0; i < in->groups.v[g].n; i++)
            buf_printf(b, ":- in(%zu,V), not t(%d,V).\n", g,
                       in->conditions.v[in->groups.v[g].conditions[i]].selector);
    }
    buf_str(b, "used(V) :- in(_,V). :- used(V), V > 1, not used(V-1).\n"
               "#minimize {1,V : used(V)}. #show used/1.\n");
}

static void
variants_agree(const struct instance *in, uint64_t seed)
{
    struct budget budget = BUDGET_ENDLESS;
    struct cover cover;
    struct buf b;
    struct slice text;
    struct err e = {0};
    AUTO_ENGINE engine = engine_new(&case_arena, in, NULL, 0);
    cover_find(&cover, &case_arena, engine, NULL, 0, &budget);
    assert_true(cover.minimum);
    if (cover.n == 0)
        return;
    buf_init(&b, &case_arena, TEXT_MAX);
    write_program(&b, in, cover.unserved);
    assert_true(buf_done(&b, &text, &e));
    const char *answer = clingo("clingo", text);
    int64_t used = last_number(answer, "\nCOST ");
    if (!strstr(answer, "OPTIMUM") || used != (int64_t)cover.n)
        fail_msg("seed %d: we say %zu, clingo %.200s", (int)seed, cover.n, answer);
}

static void
each(void (*agree)(const struct instance *in, uint64_t seed))
{
    for (uint64_t seed = 1; seed <= INSTANCES; seed++) {
        struct arena_mark mark = arena_mark(&case_arena);
        struct instance in;
        make(&in, seed);
        agree(&in, seed);
        arena_reset(&case_arena, mark);
    }
}

static void
best_set(void **state)
{
    (void)state;
    each(best_agrees);
}

static void
least_variants(void **state)
{
    (void)state;
    each(variants_agree);
}

int
main(void)
{
    if (system("clingo --version >/dev/null 2>&1")) {
        printf("clingo (package gringo) is not installed: skipped\n");
        return 77;
    }
    CASES_TEST(best_set);
    CASES_TEST(least_variants);
    return cases_run("solve/clingo");
}
