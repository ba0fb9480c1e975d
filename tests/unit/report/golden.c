/* SPDX-License-Identifier: Apache-2.0 */
#include "golden.h"

#include "base/cleanup.h"
#include "base/env.h"
#include "support/cases.h"

#include <stdlib.h>

#define GOLDEN_MAX ((size_t)1 << 24)

static struct slice
wanted(const char *folder, const char *name, struct slice got)
{
    const char *dir = getenv("COMITY_GOLDEN");
    assert_non_null(dir);
    char *path = arena_str(&case_arena, arena_printf(&case_arena, "%s/%s/%s", dir, folder, name));
    if (getenv("COMITY_UPDATE_GOLDEN")) {
        AUTO_FILE f = fopen(path, "w");
        assert_non_null(f);
        assert_int_equal(fwrite(got.p, 1, got.n, f), got.n);
        return got;
    }
    struct env env;
    env_system(&env);
    struct slice want;
    struct err e = {0};
    if (!env.read_file(env.ctx, &want, &case_arena, path, GOLDEN_MAX, &e))
        fail_msg("%s", e.msg);
    return want;
}

void
golden_check(const char *folder, const char *name, struct slice got)
{
    struct slice want = wanted(folder, name, got);
    if (!slice_eq(got, want))
        fail_msg("%s differs; got:\n%.*s", name, SL_FMT(got));
}
