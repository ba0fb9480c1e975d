/* SPDX-License-Identifier: Apache-2.0 */
#include "base/arena.h"
#include "base/cleanup.h"
#include "support/cases.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>

static void
memory_is_zeroed_and_aligned(void **state)
{
    (void)state;
    for (size_t n = 0; n < 200; n += 7) {
        uint8_t *p = arena_alloc(&case_arena, n, 1);
        assert_non_null(p);
        assert_int_equal((uintptr_t)p % _Alignof(max_align_t), 0);
        for (size_t i = 0; i < n; i++)
            assert_int_equal(p[i], 0);
        memset(p, 0xa5, n);
    }
}

static void
large_and_small_blocks_mix(void **state)
{
    (void)state;
    uint8_t *large = arena_alloc(&case_arena, (size_t)20 << 20, 1);
    uint8_t *small = arena_alloc(&case_arena, 8, 1);
    large[((size_t)20 << 20) - 1] = 1;
    small[7] = 2;
    assert_int_equal(case_arena.used, ((size_t)20 << 20) + 16);
}

static void
reset_gives_back_what_came_after_the_mark(void **state)
{
    (void)state;
    char *kept = arena_str(&case_arena, SL("kept"));
    struct arena_mark m = arena_mark(&case_arena);
    for (int i = 0; i < 100; i++) {
        assert_non_null(arena_alloc(&case_arena, 10000, 1));
        arena_reset(&case_arena, m);
    }
    assert_int_equal(case_arena.used, m.used);
    assert_string_equal(kept, "kept");
    uint8_t *again = arena_alloc(&case_arena, 64, 1);
    for (int i = 0; i < 64; i++)
        assert_int_equal(again[i], 0);
}

static void
an_auto_arena_frees_itself(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    assert_non_null(NEW(&a, int));
    arena_free(&a);
    assert_int_equal(a.used, 0);
    assert_non_null(NEW_ARRAY(&a, int, 3));
}

static void
copies_and_prints(void **state)
{
    (void)state;
    struct slice s = arena_dup(&case_arena, SL("a\0b"));
    assert_true(slice_eq(s, SL("a\0b")));
    assert_int_equal(arena_dup(&case_arena, (struct slice){0}).n, 0);
    assert_string_equal(arena_str(&case_arena, (struct slice){0}), "");
    assert_true(slice_eq_str(arena_printf(&case_arena, "%d-%s", 7, "x"), "7-x"));
}

/* Runs `fn` in a child and says whether it ended by abort(). */
static bool
aborts(void (*fn)(struct arena *))
{
    fflush(NULL);
    pid_t pid = fork();
    if (pid == 0) {
        signal(SIGABRT, SIG_DFL);
        if (!freopen("/dev/null", "w", stderr))
            _exit(3);
        struct arena a = {.max = 1000};
        fn(&a);
        _exit(0);
    }
    int status;
    return waitpid(pid, &status, 0) == pid && WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
}

static void
past_the_ceiling(struct arena *a)
{
    if (!arena_alloc(a, 500, 1) || !arena_alloc(a, 501, 1))
        _exit(2);
}

static void
product_overflows(struct arena *a)
{
    if (!arena_alloc(a, SIZE_MAX, 2))
        _exit(2);
}

static void
rounding_overflows(struct arena *a)
{
    if (!arena_alloc(a, SIZE_MAX - 1, 1))
        _exit(2);
}

static void
ceilings_abort(void **state)
{
    (void)state;
    assert_true(aborts(past_the_ceiling));
    assert_true(aborts(product_overflows));
    assert_true(aborts(rounding_overflows));
}

int
main(void)
{
    CASES_TEST(memory_is_zeroed_and_aligned);
    CASES_TEST(large_and_small_blocks_mix);
    CASES_TEST(reset_gives_back_what_came_after_the_mark);
    CASES_TEST(an_auto_arena_frees_itself);
    CASES_TEST(copies_and_prints);
    CASES_TEST(ceilings_abort);
    return cases_run("arena");
}
