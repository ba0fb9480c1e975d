/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How long the judge takes per requirement and asset: 1,000 made-up requirements
 * on TLS endpoints over the real registries (35 % only within a list, 20 % at least
 * one of, 20 % none of, 15 % bounds on a number, 10 % implications) against many
 * partly known endpoints.
 *
 * usage: judge DATA_DIR [ASSETS]
 */
#include "judge/eval.h"
#include "model/bits.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define REQUIREMENTS 1000
#define ROUNDS 9

static uint64_t seed = 20261123;

static uint64_t
draw(uint64_t n)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return seed % n;
}

static double
seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void
need(bool ok, const struct err *e)
{
    if (ok)
        return;
    fprintf(stderr, "bench judge: %s\n", e->msg);
    exit(1);
}

/* --- requirements --------------------------------------------------------------------------- */

static size_t
random_field(const struct kind *k, enum field_type type)
{
    for (;;) {
        size_t i = draw(k->n);
        if (k->fields[i].type == type)
            return i;
    }
}

/* A list of names as standards have them: up to 24 elements, near each other. */
static ref_t
random_list(struct form *f, struct arena *a, bool outside)
{
    size_t field = random_field(f->kind, FIELD_SET), n = f->kind->fields[field].registry->n;
    uint64_t *mask = bits_new(a, n);
    size_t members = 1 + draw(24), at = draw(n);
    for (size_t i = 0; i < members; i++) {
        bits_set(mask, at);
        at = (at + 1 + draw(6)) % n;
    }
    uint64_t *all = bits_new(a, n);
    bits_fill(all, n);
    for (size_t i = 0; outside && i < BITS_WORDS(n); i++)
        mask[i] = all[i] & ~mask[i];
    return form_atom(f, &(struct atom){.op = ATOM_SET, .field = field, .k = 1, .mask = mask});
}

static ref_t
random_bound(struct form *f)
{
    size_t field = random_field(f->kind, FIELD_INT);
    struct atom at = {.op = ATOM_INT, .field = field, .k = (int64_t)draw(5000)};
    return form_atom(f, &at) ^ (ref_t)draw(2);
}

static ref_t
random_flag(struct form *f)
{
    struct atom at = {.op = ATOM_BOOL, .field = random_field(f->kind, FIELD_BOOL)};
    return form_atom(f, &at) ^ (ref_t)draw(2);
}

static ref_t
random_requirement(struct form *f, struct arena *a, size_t percent)
{
    if (percent < 35)
        return ref_not(random_list(f, a, true)); /* only within */
    if (percent < 55)
        return random_list(f, a, false); /* at least one of */
    if (percent < 75)
        return ref_not(random_list(f, a, false)); /* none of */
    if (percent < 90)
        return random_bound(f);
    ref_t guard = draw(2) ? random_list(f, a, false) : random_flag(f);
    ref_t then = ref_not(random_list(f, a, true));
    return form_or2(f, ref_not(guard), then);
}

/* --- assets --------------------------------------------------------------------------------- */

/* Most endpoints offer few elements; one in four is known in part only. */
static void
random_set(struct fact *f, size_t n)
{
    bool partial = draw(4) == 0;
    for (size_t i = 0; i < n; i++)
        if (!partial || draw(3))
            fact_element(f, i, draw(24) == 0);
    fact_settle(f, n);
}

static void
random_asset(struct asset *out, struct arena *a, const struct kind *k)
{
    asset_init(out, a, k, SL("tls:x"), SL("x"));
    for (size_t i = 0; i < k->n; i++) {
        struct fact *f = &out->facts[i];
        if (k->fields[i].type == FIELD_SET)
            random_set(f, k->fields[i].registry->n);
        else if (k->fields[i].type == FIELD_INT && draw(4))
            fact_int(f, (int64_t)draw(5000));
        else if (k->fields[i].type == FIELD_BOOL && draw(4))
            fact_bool(f, draw(2));
    }
}

/* --- measuring ------------------------------------------------------------------------------ */

struct run {
    const struct program *p;
    const ref_t *roots;
    struct lanes lanes;
    const struct asset **assets;
    size_t n;
    struct truth *truth;
    struct truth *verdicts; /* REQUIREMENTS per block: pass and fail, as bits */
    double load, kernel;    /* seconds */
};

static void
run_once(struct run *r,
         void (*eval)(struct truth *, const struct program *, const struct lanes *, int64_t))
{
    double load = 0, kernel = 0;
    for (size_t i = 0; i < r->n; i += EVAL_LANES) {
        double t0 = seconds();
        lanes_load(&r->lanes, r->p, r->assets + i, r->n - i < EVAL_LANES ? r->n - i : EVAL_LANES);
        double t1 = seconds();
        eval(r->truth, r->p, &r->lanes, 0);
        struct truth *out = r->verdicts + i / EVAL_LANES * REQUIREMENTS;
        for (size_t k = 0; k < REQUIREMENTS; k++)
            out[k] = eval_truth(r->truth, r->p, r->roots[k]);
        kernel += seconds() - t1;
        load += t1 - t0;
    }
    r->load = load < r->load ? load : r->load;
    r->kernel = kernel < r->kernel ? kernel : r->kernel;
}

static void
measure(struct run *r, const char *name,
        void (*eval)(struct truth *, const struct program *, const struct lanes *, int64_t))
{
    double pairs = (double)r->n * REQUIREMENTS;
    r->load = r->kernel = 1e9;
    for (int i = 0; i < ROUNDS; i++)
        run_once(r, eval);
    printf("%-9s %.2f ns per requirement and asset, %.2f with loading the facts\n", name,
           r->kernel / pairs * 1e9, (r->kernel + r->load) / pairs * 1e9);
}

static void
tell_verdicts(const struct run *r)
{
    size_t pass = 0, fail = 0;
    for (size_t i = 0; i < (r->n + EVAL_LANES - 1) / EVAL_LANES * REQUIREMENTS; i++) {
        pass += (size_t)__builtin_popcountll(r->verdicts[i].yes);
        fail += (size_t)__builtin_popcountll(r->verdicts[i].no);
    }
    printf("verdicts  %zu pass, %zu fail, %zu unknown\n", pass, fail,
           r->n * REQUIREMENTS - pass - fail);
}

static void
load_kind(struct kind *k, struct arena *a, const char *dir)
{
    static const char *const NAMES[] = {"tls-versions", "tls-suites", "tls-groups",
                                        "tls-signature-schemes", "tls-authentication"};
    struct registry *registries = NEW_ARRAY(a, struct registry, COUNT_OF(NAMES));
    struct env env;
    struct err e = {0};
    env_system(&env);
    for (size_t i = 0; i < COUNT_OF(NAMES); i++) {
        struct slice path = arena_printf(a, "%s/registry/%s.yaml", dir, NAMES[i]);
        need(registry_load(&registries[i], a, &env, arena_str(a, path), &e), &e);
    }
    struct slice path = arena_printf(a, "%s/vocabulary/tls.yaml", dir);
    need(kind_load(k, a, &env, registries, COUNT_OF(NAMES), arena_str(a, path), &e), &e);
}

int
main(int argc, char **argv)
{
    struct arena a = {0};
    struct kind k;
    struct form f;
    struct program p;
    struct err e = {0};
    ref_t roots[REQUIREMENTS];
    int64_t n = 4096;
    if (argc < 2 || (argc > 2 && (!slice_to_i64(slice_str(argv[2]), &n) || n < 1))) {
        fprintf(stderr, "usage: judge DATA_DIR [ASSETS]\n");
        return 2;
    }
    load_kind(&k, &a, argv[1]);
    form_init(&f, &a, &k);
    for (size_t i = 0; i < REQUIREMENTS; i++)
        roots[i] = random_requirement(&f, &a, i % 100);
    need(form_ok(&f, &e), &e);
    program_build(&p, &a, &f, roots, REQUIREMENTS);

    struct run r = {.p = &p, .roots = roots, .n = (size_t)n};
    struct asset *assets = NEW_ARRAY(&a, struct asset, r.n);
    r.assets = NEW_ARRAY(&a, const struct asset *, r.n);
    for (size_t i = 0; i < r.n; i++) {
        random_asset(&assets[i], &a, &k);
        r.assets[i] = &assets[i];
    }
    r.truth = NEW_ARRAY(&a, struct truth, p.nsteps);
    r.verdicts = NEW_ARRAY(&a, struct truth, (r.n + EVAL_LANES - 1) / EVAL_LANES * REQUIREMENTS);
    lanes_init(&r.lanes, &a, &p);

    size_t words = 0, sets = 0;
    for (size_t i = 0; i < p.nsteps; i++) {
        sets += p.steps[i].op == STEP_ANY;
        words += p.steps[i].op == STEP_ANY ? p.steps[i].n : 0;
    }
    printf("judge     %d requirements, %zu steps, %.1f words per mask, %zu assets\n", REQUIREMENTS,
           p.nsteps, (double)words / (double)sets, r.n);
    measure(&r, "portable", eval_run_portable);
    measure(&r, "here", eval_run);
    tell_verdicts(&r);
    arena_free(&a);
    return 0;
}
