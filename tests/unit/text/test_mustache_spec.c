/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The official Mustache specification, its required modules. Lambdas, inheritance and dynamic
 * names are optional modules of it and no part of ours: they are named below, so that a new module
 * is noticed. Read from $COMITY_SHARED_DATA/mustache or the folder given; absent: skipped.
 */
#include "base/env.h"
#include "base/vec.h"
#include "support/cases.h"
#include "text/mustache.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const struct {
    const char *file;
    size_t cases;
} modules[] = {
    {"comments.json", 12}, {"delimiters.json", 14}, {"interpolation.json", 42},
    {"inverted.json", 22}, {"partials.json", 12},   {"sections.json", 34},
};
static const char *const left_out[] = {"~lambdas.json", "~inheritance.json", "~dynamic-names.json"};

static struct arena kept;

static void
run_case(void **state)
{
    const struct json_node *row = *state, *partials = json_get(row, "partials");
    struct mustache_set set;
    struct err e = {0};
    struct buf out;
    mustache_set_init(&set, &case_arena);
    if (!mustache_add(&set, SL("template"), json_text(json_get(row, "template")), &e))
        fail_msg("%s", e.msg);
    for (size_t i = 0; partials && i < partials->n; i++)
        assert_true(mustache_add(&set, partials->members[i].key,
                                 json_text(&partials->members[i].value), &e));
    const struct json_node *stack[] = {json_get(row, "data")};
    struct mustache_view view = {.stack = stack, .n = 1};
    buf_init(&out, &case_arena, 1 << 20);
    if (!mustache_render(&out, &case_arena, &set, mustache_find(&set, SL("template")), &view, &e))
        fail_msg("%s", e.msg);
    struct slice want = json_text(json_get(row, "expected")), got = buf_slice(&out);
    if (!slice_eq(got, want))
        fail_msg("%.*s: expected «%.*s», got «%.*s»", SL_FMT(json_text(json_get(row, "desc"))),
                 SL_FMT(want), SL_FMT(got));
}

static bool
is_known(struct slice name)
{
    for (size_t i = 0; i < COUNT_OF(modules); i++)
        if (slice_eq_str(name, modules[i].file))
            return true;
    for (size_t i = 0; i < COUNT_OF(left_out); i++)
        if (slice_eq_str(name, left_out[i]))
            return true;
    return false;
}

static size_t
add_module(const struct env *env, const char *dir, const char *name)
{
    struct slice text;
    struct err e = {0};
    struct json_node *doc = NEW(&kept, struct json_node);
    const char *path = arena_str(&kept, arena_printf(&kept, "%s/%s", dir, name));
    if (!env->read_file(env->ctx, &text, &kept, path, 1 << 20, &e) ||
        !json_parse(doc, &kept, slice_str(name), text, &e)) {
        printf("%s\n", e.msg);
        return 0;
    }
    const struct json_node *tests = json_get(doc, "tests");
    for (size_t i = 0; i < json_count(tests); i++) {
        const struct json_node *row = json_item(tests, i);
        cases_add(arena_str(&kept, arena_printf(&kept, "%s: %.*s", name,
                                                SL_FMT(json_text(json_get(row, "name"))))),
                  run_case, row);
    }
    return json_count(tests);
}

int
main(int argc, char **argv)
{
    struct env env;
    struct slices names;
    struct err e = {0};
    const char *shared = getenv("COMITY_SHARED_DATA"); // NOLINT(concurrency-mt-unsafe): one thread
    if (!shared)
        shared = argc > 1 ? argv[1] : "";
    const char *dir = arena_str(&kept, arena_printf(&kept, "%s/mustache", shared));
    env_system(&env);
    if (access(dir, R_OK) != 0 || !env.list_dir(env.ctx, &names, &kept, dir, &e)) {
        printf("skipped: %s is absent\n", dir);
        return 77;
    }
    for (size_t i = 0; i < names.n; i++)
        if (slice_has_suffix(names.v[i], SL(".json")) && !is_known(names.v[i])) {
            printf("%.*s: a module that this test does not know\n", SL_FMT(names.v[i]));
            return 1;
        }
    for (size_t i = 0; i < COUNT_OF(modules); i++)
        if (add_module(&env, dir, modules[i].file) != modules[i].cases) {
            printf("%s: %zu cases are expected\n", modules[i].file, modules[i].cases);
            return 1;
        }
    int failed = cases_run("text/mustache_spec");
    arena_free(&kept);
    return failed;
}
