/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Workers: what a process that reads files from outside may not do, and what
 * its supervisor makes of one that does it all the same. This program is its own
 * worker: `test_worker worker TASK --data DIR`, with tasks that misbehave.
 */
#include "base/buf.h"
#include "support/cases.h"
#include "web/sandbox.h"
#include "web/worker.h"
#include "web/worker_child.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define MIB ((size_t)1 << 20)
#define SOON 10000 /* ms: where the task itself ends */

/* ---- tasks that misbehave --------------------------------------------------------------------*/

/* Says so where it was let through: the test then sees the words, and fails. */
static bool
survived(struct buf *out)
{
    buf_str(out, "{\"survived\":true}");
    return true;
}

static bool
run_echo(struct buf *out, const struct worker_in *in, struct err *e)
{
    if (slice_eq_str(in->file, "bad"))
        return err_set(e, ERR_INPUT, "it is bad");
    buf_printf(out, "{\"octets\":%zu,\"x\":%d}", in->file.n,
               (int)(json_get(in->options, "x") != NULL));
    return true;
}

static bool
run_open(struct buf *out, const struct worker_in *in UNUSED, struct err *e UNUSED)
{
    (void)!open("/etc/passwd", O_RDONLY | O_CLOEXEC);
    return survived(out);
}

static bool
run_create(struct buf *out, const struct worker_in *in UNUSED, struct err *e UNUSED)
{
    (void)!open("/tmp/comity-worker-was-here", O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
    return survived(out);
}

static bool
run_stat(struct buf *out, const struct worker_in *in UNUSED, struct err *e UNUSED)
{
    struct stat st;
    (void)!stat("/etc/passwd", &st);
    return survived(out);
}

static bool
run_socket(struct buf *out, const struct worker_in *in UNUSED, struct err *e UNUSED)
{
    (void)!socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    return survived(out);
}

static bool
run_connect(struct buf *out, const struct worker_in *in UNUSED, struct err *e UNUSED)
{
    struct sockaddr to = {.sa_family = AF_INET};
    (void)!connect(STDIN_FILENO, &to, sizeof to);
    return survived(out);
}

static bool
run_fork(struct buf *out, const struct worker_in *in UNUSED, struct err *e UNUSED)
{
    (void)!fork();
    return survived(out);
}

static bool
run_exec(struct buf *out, const struct worker_in *in UNUSED, struct err *e UNUSED)
{
    char *argv[] = {NULL}, *env[] = {NULL};
    (void)!execve("/bin/true", argv, env);
    return survived(out);
}

static bool
run_kill(struct buf *out, const struct worker_in *in UNUSED, struct err *e UNUSED)
{
    (void)!kill(getppid(), 0);
    return survived(out);
}

static bool
run_ptrace(struct buf *out, const struct worker_in *in UNUSED, struct err *e UNUSED)
{
    (void)!ptrace(PTRACE_TRACEME, 0, NULL, NULL);
    return survived(out);
}

static bool
run_executable(struct buf *out, const struct worker_in *in UNUSED, struct err *e UNUSED)
{
    (void)!mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return survived(out);
}

static bool
run_become_executable(struct buf *out, const struct worker_in *in UNUSED, struct err *e UNUSED)
{
    void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    (void)!mprotect(p, 4096, PROT_READ | PROT_EXEC);
    return survived(out);
}

static bool
run_other_descriptor(struct buf *out, const struct worker_in *in UNUSED, struct err *e UNUSED)
{
    char c;
    (void)!read(3, &c, 1);
    return survived(out);
}

static bool
run_limits_up(struct buf *out, const struct worker_in *in UNUSED, struct err *e UNUSED)
{
    (void)!syscall(SYS_prlimit64, 0, 0, NULL, NULL);
    return survived(out);
}

static bool
run_filter_again(struct buf *out, const struct worker_in *in UNUSED, struct err *e UNUSED)
{
    (void)!syscall(SYS_seccomp, 1, 0, NULL);
    return survived(out);
}

static bool
run_memory(struct buf *out, const struct worker_in *in, struct err *e UNUSED)
{
    for (size_t i = 0; i < 64; i++)
        memset(arena_alloc(in->a, 1, 4 * MIB), 1, 4 * MIB);
    return survived(out);
}

static bool
run_for_ever(struct buf *out UNUSED, const struct worker_in *in, struct err *e UNUSED)
{
    volatile size_t n = 0;
    while (in)
        n++;
    return true;
}

static bool
run_garbage(struct buf *out, const struct worker_in *in UNUSED, struct err *e UNUSED)
{
    buf_str(out, "no JSON at all \xff");
    return true;
}

static bool
run_array(struct buf *out, const struct worker_in *in UNUSED, struct err *e UNUSED)
{
    buf_str(out, "[1,2]");
    return true;
}

static bool
run_nothing(struct buf *out UNUSED, const struct worker_in *in UNUSED, struct err *e UNUSED)
{
    return true;
}

static bool
run_deep(struct buf *out, const struct worker_in *in UNUSED, struct err *e UNUSED)
{
    for (size_t i = 0; i < 100000; i++)
        buf_str(out, "{\"a\":");
    return true;
}

static bool
run_many(struct buf *out, const struct worker_in *in UNUSED, struct err *e UNUSED)
{
    buf_str(out, "{\"a\":[0");
    for (size_t i = 0; i < 1000001; i++)
        buf_str(out, ",0");
    buf_str(out, "]}");
    return true;
}

/* Past what the child itself would let through. */
static bool
run_loud(struct buf *out UNUSED, const struct worker_in *in, struct err *e UNUSED)
{
    uint8_t *text = arena_alloc(in->a, 1, MIB);
    memset(text, ' ', MIB);
    for (;;)
        if (write(STDOUT_FILENO, text, MIB) < 0)
            return false;
}

static bool
run_die(struct buf *out UNUSED, const struct worker_in *in UNUSED, struct err *e UNUSED)
{
    _exit(0);
}

static bool
run_half(struct buf *out UNUSED, const struct worker_in *in UNUSED, struct err *e UNUSED)
{
    (void)!write(STDOUT_FILENO, "{\"half\":", 8);
    _exit(0);
}

static bool
run_segv(struct buf *out UNUSED, const struct worker_in *in UNUSED, struct err *e UNUSED)
{
    raise(SIGSEGV);
    _exit(0);
}

static bool
run_lie(struct buf *out UNUSED, const struct worker_in *in UNUSED, struct err *e UNUSED)
{
    static const char text[] = "{\"fault\":{\"code\":[1],\"text\":{\"a\":\"b\"}}}";
    (void)!write(STDOUT_FILENO, text, sizeof text - 1);
    _exit(1);
}

static bool
run_short_sleep(struct buf *out, const struct worker_in *in, struct err *e UNUSED)
{
    int64_t until = in->env->mono_ns(in->env->ctx) + 30000000;
    while (in->env->mono_ns(in->env->ctx) < until)
        ;
    return survived(out);
}

/* Before the doors are shut: which descriptors came along. */
static bool
prepare_alone(struct err *e)
{
    for (int fd = STDERR_FILENO + 1; fd < 64; fd++)
        if (fcntl(fd, F_GETFD) != -1)
            return err_set(e, ERR_INPUT, "descriptor %d came along", fd);
    return true;
}

static const struct worker_job tests[] = {
    {"t-alone", NULL, prepare_alone, 512 * MIB, 10, run_echo},
    {"t-echo", NULL, NULL, 512 * MIB, 10, run_echo},
    {"t-open", NULL, NULL, 512 * MIB, 10, run_open},
    {"t-create", NULL, NULL, 512 * MIB, 10, run_create},
    {"t-stat", NULL, NULL, 512 * MIB, 10, run_stat},
    {"t-socket", NULL, NULL, 512 * MIB, 10, run_socket},
    {"t-connect", NULL, NULL, 512 * MIB, 10, run_connect},
    {"t-fork", NULL, NULL, 512 * MIB, 10, run_fork},
    {"t-exec", NULL, NULL, 512 * MIB, 10, run_exec},
    {"t-kill", NULL, NULL, 512 * MIB, 10, run_kill},
    {"t-ptrace", NULL, NULL, 512 * MIB, 10, run_ptrace},
    {"t-executable", NULL, NULL, 512 * MIB, 10, run_executable},
    {"t-become", NULL, NULL, 512 * MIB, 10, run_become_executable},
    {"t-descriptor", NULL, NULL, 512 * MIB, 10, run_other_descriptor},
    {"t-limits", NULL, NULL, 512 * MIB, 10, run_limits_up},
    {"t-filter", NULL, NULL, 512 * MIB, 10, run_filter_again},
    {"t-memory", NULL, NULL, 256 * MIB, 10, run_memory},
    {"t-processor", NULL, NULL, 512 * MIB, 1, run_for_ever},
    {"t-for-ever", NULL, NULL, 512 * MIB, 60, run_for_ever},
    {"t-garbage", NULL, NULL, 512 * MIB, 10, run_garbage},
    {"t-array", NULL, NULL, 512 * MIB, 10, run_array},
    {"t-nothing", NULL, NULL, 512 * MIB, 10, run_nothing},
    {"t-deep", NULL, NULL, 512 * MIB, 10, run_deep},
    {"t-many", NULL, NULL, 512 * MIB, 10, run_many},
    {"t-loud", NULL, NULL, 512 * MIB, 10, run_loud},
    {"t-die", NULL, NULL, 512 * MIB, 10, run_die},
    {"t-half", NULL, NULL, 512 * MIB, 10, run_half},
    {"t-segv", NULL, NULL, 512 * MIB, 10, run_segv},
    {"t-lie", NULL, NULL, 512 * MIB, 10, run_lie},
    {"t-sleep", NULL, NULL, 512 * MIB, 10, run_short_sleep},
    {0},
};

/* ---- what the supervisor makes of them -------------------------------------------------------*/

static const struct row {
    const char *name, *task, *options, *file;
    unsigned deadline_ms;
    enum err_code want;
    const char *says; /* part of the answer or of the message */

} rows[] = {
    {"an answer", "t-echo", "{\"x\":1}", "hello", SOON, ERR_NONE, "{\"octets\":5,\"x\":1}"},
    {"no options", "t-echo", "", "hello", SOON, ERR_NONE, "{\"octets\":5,\"x\":0}"},
    {"no file", "t-echo", "", "", SOON, ERR_NONE, "{\"octets\":0,\"x\":0}"},
    {"its own words", "t-echo", "", "bad", SOON, ERR_INPUT, "it is bad"},
    {"options are no JSON", "t-echo", "{", "hello", SOON, ERR_INPUT, "options:1"},
    {"no such task", "t-none", "", "", SOON, ERR_SYSTEM, "no task 't-none'"},
    {"opens a file", "t-open", "", "", SOON, ERR_INPUT, "signal 31"},
    {"makes a file", "t-create", "", "", SOON, ERR_INPUT, "signal 31"},
    {"looks for a file", "t-stat", "", "", SOON, ERR_INPUT, "signal 31"},
    {"makes a socket", "t-socket", "", "", SOON, ERR_INPUT, "signal 31"},
    {"connects", "t-connect", "", "", SOON, ERR_INPUT, "signal 31"},
    {"forks", "t-fork", "", "", SOON, ERR_INPUT, "signal 31"},
    {"starts a program", "t-exec", "", "", SOON, ERR_INPUT, "signal 31"},
    {"signals another", "t-kill", "", "", SOON, ERR_INPUT, "signal 31"},
    {"wants to be traced", "t-ptrace", "", "", SOON, ERR_INPUT, "signal 31"},
    {"maps code", "t-executable", "", "", SOON, ERR_INPUT, "signal 31"},
    {"makes data code", "t-become", "", "", SOON, ERR_INPUT, "signal 31"},
    {"reads another descriptor", "t-descriptor", "", "", SOON, ERR_INPUT, "signal 31"},
    {"raises its limits", "t-limits", "", "", SOON, ERR_INPUT, "signal 31"},
    {"sets a filter of its own", "t-filter", "", "", SOON, ERR_INPUT, "signal 31"},
    {"too much memory", "t-memory", "", "", SOON, ERR_LIMIT, "more memory"},
    {"too much processor time", "t-processor", "", "", SOON, ERR_LIMIT, "too long"},
    {"past its deadline", "t-for-ever", "", "", 300, ERR_LIMIT, "too long"},
    {"garbage", "t-garbage", "", "", SOON, ERR_INPUT, "broke down"},
    {"no object", "t-array", "", "", SOON, ERR_INPUT, "broke down"},
    {"nothing at all", "t-nothing", "", "", SOON, ERR_INPUT, "broke down"},
    {"too deep", "t-deep", "", "", SOON, ERR_INPUT, "broke down"},
    {"too many values", "t-many", "", "", SOON, ERR_LIMIT, "too large"},
    {"too loud", "t-loud", "", "", SOON, ERR_LIMIT, "larger than 16 MiB"},
    {"ends in silence", "t-die", "", "", SOON, ERR_INPUT, "broke down"},
    {"half an answer", "t-half", "", "", SOON, ERR_INPUT, "broke down"},
    {"breaks down", "t-segv", "", "", SOON, ERR_INPUT, ""},
    {"lies about its fault", "t-lie", "", "", SOON, ERR_INPUT, "could not be read"},
};

static struct env env;

static struct workers *
make(unsigned at_once)
{
    struct workers *w;
    struct err e = {0};
    assert_true(workers_make(&w, &case_arena, &env, "/nonexistent", at_once, &e));
    return w;
}

static void
run_row(void **state)
{
    const struct row *r = *state;
    struct workers *w = make(2);
    struct slice out = {0};
    struct err e = {0};
    bool ok = worker_run_named(&out, &case_arena, w, r->task, slice_str(r->options),
                               slice_str(r->file), r->deadline_ms, &e);
    workers_free(w);
    if (ok)
        print_message("%.*s\n", SL_FMT(slice_sub(out, 0, 200)));
    assert_int_equal(ok, r->want == ERR_NONE);
    assert_int_equal(e.code, r->want);
    struct slice said = ok ? out : slice_str(e.msg);
    if (slice_find(said, slice_str(r->says)) == SIZE_MAX)
        fail_msg("says %.*s", SL_FMT(said));
}

/* A file that the worker never reads must not hold the supervisor up. */
static void
a_large_file_that_nobody_reads(void **state UNUSED)
{
    struct workers *w = make(1);
    struct slice out, file = {arena_alloc(&case_arena, 1, WORKER_FILE_MAX), WORKER_FILE_MAX};
    struct err e = {0};
    assert_false(worker_run_named(&out, &case_arena, w, "t-none", SL(""), file, SOON, &e));
    assert_int_equal(e.code, ERR_SYSTEM);
    e = (struct err){0};
    assert_true(worker_run_named(&out, &case_arena, w, "t-echo", SL(""), file, SOON, &e));
    assert_true(slice_eq_str(out, "{\"octets\":16777216,\"x\":0}"));
    file.n++;
    assert_false(worker_run_named(&out, &case_arena, w, "t-echo", SL(""), file, SOON, &e));
    assert_int_equal(e.code, ERR_LIMIT);
    workers_free(w);
}

struct one {
    pthread_t thread;
    struct workers *w;
    const char *task;
    unsigned deadline_ms;
    bool ok;
    struct err e;
};

static void *
run_one(void *ctx)
{
    struct one *o = ctx;
    struct arena a = {0};
    struct slice out;
    o->ok = worker_run_named(&out, &a, o->w, o->task, SL(""), SL("x"), o->deadline_ms, &o->e);
    arena_free(&a);
    return NULL;
}

#define MANY 40

/* Few at once, many in the queue: all are done, and nobody is left behind. */
static void
many_at_once(void **state UNUSED)
{
    static struct one v[MANY];
    struct workers *w = make(3);
    for (size_t i = 0; i < MANY; i++) {
        v[i] = (struct one){.w = w, .task = "t-sleep", .deadline_ms = 60000};
        assert_int_equal(pthread_create(&v[i].thread, NULL, run_one, &v[i]), 0);
    }
    for (size_t i = 0; i < MANY; i++) {
        pthread_join(v[i].thread, NULL);
        assert_true(v[i].ok);
    }
    workers_free(w);
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1); /* ECHILD */
    assert_int_equal(errno, ECHILD);
}

#define CROWD (WORKER_WAITING_MAX + 10)

/* More than may wait are turned away at once; one that waits in vain is told so. */
static void
a_crowd_is_turned_away(void **state UNUSED)
{
    static struct one v[CROWD];
    size_t turned_away = 0;
    struct workers *w = make(1);
    for (size_t i = 0; i < CROWD; i++) {
        v[i] = (struct one){.w = w, .task = "t-for-ever", .deadline_ms = 400};
        assert_int_equal(pthread_create(&v[i].thread, NULL, run_one, &v[i]), 0);
    }
    for (size_t i = 0; i < CROWD; i++) {
        pthread_join(v[i].thread, NULL);
        assert_false(v[i].ok);
        turned_away += v[i].e.code == ERR_SYSTEM;
    }
    assert_in_range(turned_away, 9, CROWD - 1);
    workers_free(w);
}

/* Descriptors of the portal do not go along. */
static void
nothing_is_inherited(void **state UNUSED)
{
    int fd = open("/dev/null", O_RDONLY); /* without O_CLOEXEC, as a library might */
    struct workers *w = make(1);
    struct slice out;
    struct err e = {0};
    assert_true(fd >= 0);
    assert_true(worker_run_named(&out, &case_arena, w, "t-alone", SL(""), SL("x"), SOON, &e));
    close(fd);
    workers_free(w);
}

int
main(int argc, char **argv)
{
    env_system(&env);
    if (argc == 5 && strcmp(argv[1], "worker") == 0)
        _exit(worker_child(&env, argv[2], argv[4], tests));
    CASES_TABLE(rows, run_row);
    CASES_TEST(a_large_file_that_nobody_reads);
    CASES_TEST(many_at_once);
    CASES_TEST(a_crowd_is_turned_away);
    CASES_TEST(nothing_is_inherited);
    return cases_run("worker");
}
