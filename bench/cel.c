/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How long one evaluation of a condition takes: typical conditions over a host's
 * objects, as the judge has them. Prints nanoseconds per evaluation, the best of
 * several rounds.
 */
#include "cel/cel.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define ROUNDS 7
#define EVALUATIONS 300000

static const char *const conditions[] = {
    "role == 'server' && bits >= 2048 && versions.all(v, v.name in ['TLS 1.2', 'TLS 1.3'])",
    "role == 'server' && bits >= 2048",
    "suites.all(s, s.aead && s.forward_secret)",
    ("suites.exists(s, s.name in approved) || bits > 3000 && now < "
     "timestamp('2031-01-01T00:00:00Z')"),
    "suites.all(s, !s.name.matches('^TLS_RSA_|_NULL_|_EXPORT_'))",
};

/* A registry's elements behind one object: the value's `n` is the element. */
struct element {
    const char *name;
    bool aead, forward_secret;
};

struct registry {
    struct cel_object object;
    const struct element *v;
};

struct subset {
    struct cel_list list;
    const struct registry *registry;
};

static struct cel_value
element_get(const struct cel_object *o, uint32_t n, uint32_t field, struct cel_cx *cx)
{
    (void)cx;
    const struct element *e = &((const struct registry *)o)->v[n];
    if (field == 0)
        return cel_string(slice_str(e->name));
    return cel_bool(field == 1 ? e->aead : e->forward_secret);
}

static struct cel_value
subset_at(const struct cel_list *l, size_t i, struct cel_cx *cx)
{
    (void)cx;
    return cel_object(&((const struct subset *)l)->registry->object, (uint32_t)i);
}

static const struct element versions[] = {
    {"TLS 1.2", false, false}, {"TLS 1.3", false, false}, {"TLS 1.2", false, false}};
static const struct element suites[] = {
    {"TLS_AES_128_GCM_SHA256", true, true},
    {"TLS_AES_256_GCM_SHA384", true, true},
    {"TLS_CHACHA20_POLY1305_SHA256", true, true},
    {"TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", true, true},
    {"TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", true, true},
    {"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", true, true},
    {"TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", true, true},
    {"TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256", true, true},
};

static void
check(bool ok, const struct err *e)
{
    if (ok)
        return;
    fprintf(stderr, "bench_cel: %s\n", e->msg);
    abort();
}

static struct cel_env *
declare(struct arena *a, struct cel_class *cls)
{
    struct err e = {0};
    struct cel_env *env = cel_env_new(a, CEL_LIB_ALL);
    struct cel_struct *s;
    check(cel_env_struct(env, SL("Element"), &s, &e), &e);
    check(cel_env_field(env, s, SL("name"), &cel_type_string, &e), &e);
    check(cel_env_field(env, s, SL("aead"), &cel_type_bool, &e), &e);
    check(cel_env_field(env, s, SL("forward_secret"), &cel_type_bool, &e), &e);
    *cls = (struct cel_class){.type = &s->type, .get = element_get};
    const struct cel_type *list = cel_type_list(a, &s->type);
    check(cel_env_variable(env, SL("role"), &cel_type_string, NULL, &e), &e);
    check(cel_env_variable(env, SL("bits"), &cel_type_int, NULL, &e), &e);
    check(cel_env_variable(env, SL("versions"), list, NULL, &e), &e);
    check(cel_env_variable(env, SL("suites"), list, NULL, &e), &e);
    check(cel_env_variable(env, SL("now"), &cel_type_timestamp, NULL, &e), &e);
    struct cel_value *names = NEW_ARRAY(a, struct cel_value, COUNT_OF(suites));
    for (size_t i = 0; i < COUNT_OF(suites); i++)
        names[i] = cel_string(slice_str(suites[i].name));
    check(cel_env_constant(env, SL("approved"), cel_type_list(a, &cel_type_string),
                           cel_list_of(a, names, COUNT_OF(suites)), &e),
          &e);
    return env;
}

static double
now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static double
measure(const struct cel_program *p, struct cel_value *slots, struct cel_cx *cx)
{
    double best = 0;
    for (int round = 0; round < ROUNDS; round++) {
        double from = now_ns();
        for (int i = 0; i < EVALUATIONS; i++) {
            cx->steps = 0;
            struct cel_value v = cel_eval(p, slots, cx);
            if (v.kind != CEL_BOOL || !v.b)
                abort(); /* every condition above holds */
        }
        double took = (now_ns() - from) / EVALUATIONS;
        if (round == 0 || took < best)
            best = took;
    }
    return best;
}

int
main(void)
{
    struct arena a = {0};
    struct cel_class cls;
    struct cel_env *env = declare(&a, &cls);
    struct registry rv = {{&cls}, versions}, rs = {{&cls}, suites};
    struct subset v = {{.n = COUNT_OF(versions), .at = subset_at}, &rv};
    struct subset s = {{.n = COUNT_OF(suites), .at = subset_at}, &rs};
    for (size_t i = 0; i < COUNT_OF(conditions); i++) {
        struct cel_ast *ast;
        struct err e = {0};
        check(cel_compile_condition(&ast, &a, env, slice_str(conditions[i]), NULL, &e), &e);
        struct cel_program *p = cel_program_new(&a, ast);
        struct cel_value *slots = NEW_ARRAY(&a, struct cel_value, p->nslots);
        slots[0] = cel_string(SL("server"));
        slots[1] = cel_int(2048);
        slots[2] = cel_list(&v.list);
        slots[3] = cel_list(&s.list);
        slots[4] = cel_timestamp(1790000000, 0);
        struct cel_cx cx = {.arena = &a};
        printf("%7.1f ns  %s\n", measure(p, slots, &cx), conditions[i]);
    }
    arena_free(&a);
    return 0;
}
