/* SPDX-License-Identifier: Apache-2.0 */
#include "base/cleanup.h"
#include "base/env.h"
#include "cli/output.h"
#include "support/cases.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static char *dir;

static char *
path_of(const char *name)
{
    return arena_str(&case_arena, arena_printf(&case_arena, "%s/%s", dir, name));
}

static size_t
files_in_dir(void)
{
    struct env env;
    env_system(&env);
    struct slices names;
    assert_true(env.list_dir(env.ctx, &names, &case_arena, dir, NULL));
    return names.n;
}

static void
a_file_appears_at_commit(void **state)
{
    (void)state;
    char *path = path_of("out");
    struct output o;
    struct err e = {0};
    assert_true(output_open(&o, &case_arena, path, &e));
    assert_true(output_write(&o, SL("hello"), &e));
    assert_int_equal(access(path, F_OK), -1);
    assert_true(output_commit(&o, &e));
    output_abandon(&o);
    struct stat st;
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_size, 5);
    assert_int_equal(files_in_dir(), 1);
    unlink(path);
}

static void
nothing_stays_without_commit(void **state)
{
    (void)state;
    struct output o;
    struct err e = {0};
    assert_true(output_open(&o, &case_arena, path_of("out"), &e));
    assert_true(output_write(&o, SL("half"), &e));
    output_abandon(&o);
    assert_int_equal(files_in_dir(), 0);
}

static void
an_old_file_survives_a_failure(void **state)
{
    (void)state;
    char *path = path_of("out");
    struct output o;
    struct err e = {0};
    assert_true(output_open(&o, &case_arena, path, &e) && output_write(&o, SL("old"), &e) &&
                output_commit(&o, &e));
    assert_true(output_open(&o, &case_arena, path, &e) && output_write(&o, SL("newer"), &e));
    output_abandon(&o);
    struct stat st;
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_size, 3);
    unlink(path);
}

static void
a_place_that_does_not_exist_is_named(void **state)
{
    (void)state;
    struct output o;
    struct err e = {0};
    char *path = path_of("none/out");
    assert_false(output_open(&o, &case_arena, path, &e));
    assert_non_null(strstr(e.msg, path));
    output_abandon(&o);
}

static void
a_full_device_is_an_error(void **state)
{
    (void)state;
    struct output o;
    struct err e = {0};
    assert_true(output_open(&o, &case_arena, "/dev/full", &e));
    assert_false(output_write(&o, SL("x"), &e) && output_commit(&o, &e));
    assert_non_null(strstr(e.msg, "No space left"));
    output_abandon(&o);
}

int
main(void)
{
    char template[] = "/tmp/comity-output-XXXXXX";
    dir = mkdtemp(template);
    if (!dir)
        return 1;
    CASES_TEST(a_file_appears_at_commit);
    CASES_TEST(nothing_stays_without_commit);
    CASES_TEST(an_old_file_survives_a_failure);
    CASES_TEST(a_place_that_does_not_exist_is_named);
    CASES_TEST(a_full_device_is_an_error);
    int status = cases_run("output");
    rmdir(dir);
    return status;
}
