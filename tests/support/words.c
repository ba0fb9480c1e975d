/* SPDX-License-Identifier: Apache-2.0 */
#include "support/words.h"

#include "support/cases.h"

static struct slices
list(struct arena *a, const struct env *env, const char *dir)
{
    struct slices names;
    struct err e = {0};
    if (!env->list_dir(env->ctx, &names, a, dir, &e))
        fail_msg("%s", e.msg);
    return names;
}

void
words_load(struct catalog *out, struct arena *a)
{
    struct env env;
    struct err e = {0};
    env_system(&env);
    *out = (struct catalog){.arena = a};
    struct slices names = list(a, &env, DATA_DIR "/registry");
    out->registries = NEW_ARRAY(a, struct registry, names.n);
    for (size_t i = 0; i < names.n; i++) {
        struct slice path = arena_printf(a, DATA_DIR "/registry/%.*s", SL_FMT(names.v[i]));
        if (!registry_load(&out->registries[out->nregistries++], a, &env, (const char *)path.p, &e))
            fail_msg("%s", e.msg);
    }
    names = list(a, &env, DATA_DIR "/vocabulary");
    out->kinds = NEW_ARRAY(a, struct kind, names.n);
    for (size_t i = 0; i < names.n; i++) {
        struct slice path = arena_printf(a, DATA_DIR "/vocabulary/%.*s", SL_FMT(names.v[i]));
        if (!kind_load(&out->kinds[out->nkinds++], a, &env, out->registries, out->nregistries,
                       (const char *)path.p, &e))
            fail_msg("%s", e.msg);
    }
}
