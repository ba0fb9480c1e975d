/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The supervisor: starts one process per task, feeds and reads it, and ends it
 * where it takes too long or says too much. posix_spawn, because the portal has
 * threads.
 */
#include "web/worker.h"

#include "base/buf.h"
#include "base/cleanup.h"
#include "text/json.h"
#include "web/sandbox.h"
#include "web/worker_child.h"
#include "web/worker_parts.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>

#define VALUES_MAX 1000000 /* commas and brackets of an answer: bounds what its tree takes */
#define ENVIRONMENT_MAX 8
#define CHUNK ((size_t)1 << 16)
#define LOOK_UP 200 /* ms until it sees that the portal closes */

/* One worker. Descriptors are ours, -1 where closed. */
struct worker {
    pid_t pid;
    int in, out;
    int64_t deadline_ns;     /* by mono_ns */
    struct slice head, file; /* what is still to be sent */
    struct buf said;
    bool late, loud; /* why we ended it */
};

bool
worker_lock_make(pthread_mutex_t *lock, pthread_cond_t *cond, struct err *e)
{
    pthread_condattr_t attr;
    if (pthread_mutex_init(lock, NULL) != 0 || pthread_condattr_init(&attr) != 0)
        return err_set(e, ERR_SYSTEM, "no lock for workers");
    bool ok = pthread_condattr_setclock(&attr, CLOCK_MONOTONIC) == 0 &&
              pthread_cond_init(cond, &attr) == 0;
    pthread_condattr_destroy(&attr);
    return ok || err_set(e, ERR_SYSTEM, "no lock for workers");
}

bool
workers_make(struct workers **out, struct arena *a, const struct env *env, const char *data,
             unsigned at_once, struct err *e)
{
    struct workers *w = NEW(a, struct workers);
    *w = (struct workers){.env = env,
                          .data = arena_str(a, slice_str(data)),
                          .program = "/proc/self/exe",
                          .at_once = at_once ? at_once : 1};
    *out = w;
    return worker_lock_make(&w->lock, &w->free_place, e) && answers_make(&w->answers, a, e);
}

void
workers_free(struct workers *w)
{
    if (!w)
        return;
    w->closing = true;
    answers_free(w->answers);
    pthread_cond_destroy(&w->free_place);
    pthread_mutex_destroy(&w->lock);
}

void
workers_program(struct workers *w, const char *path)
{
    w->program = path;
}

/* ---- a place ---------------------------------------------------------------------------------*/

static struct timespec
timespec_of(int64_t ns)
{
    return (struct timespec){ns / 1000000000, ns % 1000000000};
}

/* One place is kept from tasks that take long, where there is more than one. */
static bool
is_free(const struct workers *w, bool slow)
{
    bool room = !slow || w->at_once == 1 || w->slow + 1 < w->at_once;
    return w->running < w->at_once && room;
}

static bool
take_place(struct workers *w, bool slow, int64_t deadline_ns, struct err *e)
{
    struct timespec until = timespec_of(deadline_ns);
    int rc = 0;
    pthread_mutex_lock(&w->lock);
    if (!is_free(w, slow) && w->waiting >= WORKER_WAITING_MAX) {
        rc = EAGAIN;
    } else {
        w->waiting++;
        while (!is_free(w, slow) && rc == 0)
            rc = pthread_cond_timedwait(&w->free_place, &w->lock, &until);
        w->waiting--;
        rc = is_free(w, slow) ? 0 : rc;
        w->running += rc == 0;
        w->slow += rc == 0 && slow;
    }
    pthread_mutex_unlock(&w->lock);
    return rc == 0 || err_set(e, ERR_SYSTEM, "too much is being worked on: try again in a moment");
}

static void
give_place(struct workers *w, bool slow)
{
    pthread_mutex_lock(&w->lock);
    w->running--;
    w->slow -= slow;
    pthread_cond_broadcast(&w->free_place); /* who waits may be kept from this very place */
    pthread_mutex_unlock(&w->lock);
}

/* ---- start -----------------------------------------------------------------------------------*/

/* Nothing of ours goes along but what a sanitizer is told; no time zone is looked up. */
static void
make_environment(char *env[ENVIRONMENT_MAX], struct arena *a)
{
    static const char *const kept[] = {"ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS"};
    size_t n = 0;
    env[n++] = arena_str(a, SL("TZ=UTC0"));
    env[n++] = arena_str(a, SL("LC_ALL=C.UTF-8"));
    for (size_t i = 0; i < COUNT_OF(kept); i++) {
        const char *value = getenv(kept[i]);
        if (value)
            env[n++] = arena_str(a, arena_printf(a, "%s=%s", kept[i], value));
    }
    env[n] = NULL;
}

/* Of the file actions; the first that fails is the answer. */
static int
plan_streams(posix_spawn_file_actions_t *f, int in, int out)
{
    int rc = posix_spawn_file_actions_adddup2(f, in, STDIN_FILENO);
    rc = rc ? rc : posix_spawn_file_actions_adddup2(f, out, STDOUT_FILENO);
    if (!sandbox_watched()) /* whose words we want to see */
        rc = rc ? rc : posix_spawn_file_actions_addopen(f, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    return rc ? rc : posix_spawn_file_actions_addclosefrom_np(f, STDERR_FILENO + 1);
}

static int
plan_signals(posix_spawnattr_t *at)
{
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    int rc = posix_spawnattr_setsigmask(at, &none);
    rc = rc ? rc : posix_spawnattr_setsigdefault(at, &all);
    return rc ? rc : posix_spawnattr_setflags(at, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
}

static int
spawn(pid_t *pid, const struct workers *w, struct arena *a, const char *task, int in, int out)
{
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attr;
    char *env[ENVIRONMENT_MAX];
    char *argv[] = {arena_str(a, SL("comity")),       arena_str(a, SL("worker")),
                    arena_str(a, slice_str(task)),    arena_str(a, SL("--data")),
                    arena_str(a, slice_str(w->data)), NULL};
    make_environment(env, a);
    int rc = posix_spawn_file_actions_init(&files);
    if (rc)
        return rc;
    rc = posix_spawnattr_init(&attr);
    if (rc == 0) {
        rc = plan_streams(&files, in, out);
        rc = rc ? rc : plan_signals(&attr);
        rc = rc ? rc : posix_spawn(pid, w->program, &files, &attr, argv, env);
        posix_spawnattr_destroy(&attr);
    }
    posix_spawn_file_actions_destroy(&files);
    return rc;
}

static void
close_end(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

static bool
not_blocking(int fd)
{
    return fcntl(fd, F_SETFL, O_NONBLOCK) == 0;
}

static bool
start(struct worker *k, const struct workers *w, struct arena *a, const char *task, struct err *e)
{
    int to[2] = {-1, -1}, from[2] = {-1, -1};
    int rc = socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, to) == 0 &&
                     pipe2(from, O_CLOEXEC) == 0 && not_blocking(to[1]) && not_blocking(from[0])
                 ? 0
                 : errno;
    rc = rc ? rc : spawn(&k->pid, w, a, task, to[0], from[1]);
    close_end(&to[0]);
    close_end(&from[1]);
    k->in = to[1];
    k->out = from[0];
    if (rc == 0)
        return true;
    close_end(&k->in);
    close_end(&k->out);
    errno = rc;
    return err_sys(e, "a worker could not be started");
}

/* ---- talk ------------------------------------------------------------------------------------*/

/* A worker that does not read is none of our business here: what it says decides. A socket rather
 * than a pipe, whose broken end would raise SIGPIPE. */
static void
feed(struct worker *k)
{
    struct slice *next = k->head.n ? &k->head : &k->file;
    while (next->n) {
        ssize_t n = send(k->in, next->p, next->n, MSG_NOSIGNAL);
        if (n < 0 && (errno == EAGAIN || errno == EINTR))
            return;
        if (n < 0)
            break;
        *next = slice_sub(*next, (size_t)n, next->n);
        next = k->head.n ? &k->head : &k->file;
    }
    close_end(&k->in);
}

static void
hear(struct worker *k, uint8_t *chunk)
{
    ssize_t n = read(k->out, chunk, CHUNK);
    if (n < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (n <= 0) {
        close_end(&k->out);
        return;
    }
    buf_add(&k->said, slice_of(chunk, (size_t)n));
    k->loud = k->said.full;
}

static int64_t
left_ms(const struct worker *k, const struct env *env)
{
    int64_t left = (k->deadline_ns - env->mono_ns(env->ctx)) / 1000000;
    return left > 0 ? left : 0;
}

/* Until it has said everything, or too much, or for too long. */
static void
talk(struct worker *k, const struct workers *w, struct arena *a)
{
    uint8_t *chunk = arena_alloc(a, 1, CHUNK);
    while (k->out >= 0 && !k->loud) {
        struct pollfd p[] = {{.fd = k->out, .events = POLLIN}, {.fd = k->in, .events = POLLOUT}};
        int64_t left = left_ms(k, w->env);
        if (left == 0 || w->closing) {
            k->late = true;
            return;
        }
        if (poll(p, COUNT_OF(p), left < LOOK_UP ? (int)left : LOOK_UP) <= 0)
            continue;
        if (p[1].revents)
            feed(k);
        if (p[0].revents)
            hear(k, chunk);
    }
}

/* Its status; waits for the end of one that has nothing more to say, and ends it where it is late.
 */
static int
end(struct worker *k, const struct env *env)
{
    int status = 0;
    close_end(&k->in);
    close_end(&k->out);
    bool kill_now = k->late || k->loud;
    for (;;) {
        if (!kill_now && left_ms(k, env) == 0)
            kill_now = k->late = true;
        if (kill_now)
            kill(k->pid, SIGKILL); /* ours, and not waited for yet: nobody else has its number */
        pid_t got = waitpid(k->pid, &status, kill_now ? 0 : WNOHANG);
        if (got == k->pid)
            return status;
        if (got < 0 && errno != EINTR)
            return -1;
        if (got == 0) {
            struct timespec moment = timespec_of(200000);
            nanosleep(&moment, NULL);
        }
    }
}

/* ---- what it said ----------------------------------------------------------------------------*/

static bool
ended_by(int signal, struct err *e)
{
    if (signal == SIGXCPU || signal == SIGKILL)
        return err_set(e, ERR_LIMIT, "the file takes too long to work on");
    if (signal == SIGABRT)
        return err_set(e, ERR_LIMIT, "the file takes more memory to work on than there is");
    return err_set(e, ERR_INPUT,
                   "the file could not be read: what read it did something that it may not "
                   "(signal %d), and was stopped",
                   signal);
}

static enum err_code
code_of(struct slice name)
{
    static const struct {
        const char *name;
        enum err_code code;
    } rows[] = {{"limit", ERR_LIMIT}, {"system", ERR_SYSTEM}, {"unsupported", ERR_UNSUPPORTED}};
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (slice_eq_str(name, rows[i].name))
            return rows[i].code;
    return ERR_INPUT;
}

/* An object that is small enough to be made into a tree. */
static bool
parse(struct json_node *out, struct arena *a, struct slice said, struct err *e)
{
    size_t values = 0;
    for (size_t i = 0; i < said.n; i++)
        values += said.p[i] == ',' || said.p[i] == '[' || said.p[i] == '{';
    struct err why = {0};
    if (values > VALUES_MAX)
        return err_set(e, ERR_LIMIT, "the answer is too large");
    if (!json_parse(out, a, SL("worker"), said, &why) || out->type != JSON_OBJECT)
        return err_set(e, ERR_INPUT, "the file could not be read: what read it broke down");
    return true;
}

bool
worker_hear(struct slice said, int exit_status, struct err *e)
{
    AUTO_ARENA a = {0};
    struct json_node n;
    if (!parse(&n, &a, said, e))
        return false;
    if (exit_status == 0)
        return true;
    const struct json_node *fault = json_get(&n, "fault");
    struct slice text = json_text(json_get(fault, "text"));
    return err_set(e, code_of(json_text(json_get(fault, "code"))), "%.*s",
                   SL_FMT(text.n ? text : SL("the file could not be read")));
}

static bool
judge_end(struct slice *out, struct worker *k, int status, struct err *e)
{
    if (k->late)
        return err_set(e, ERR_LIMIT, "the file takes too long to work on");
    if (k->loud)
        return err_set(e, ERR_LIMIT, "the answer would be larger than %zu MiB",
                       WORKER_OUTPUT_MAX >> 20);
    if (status < 0)
        return err_set(e, ERR_SYSTEM, "a worker went astray");
    if (WIFSIGNALED(status))
        return ended_by(WTERMSIG(status), e);
    *out = buf_slice(&k->said);
    return worker_hear(*out, WEXITSTATUS(status), e);
}

/* ---- all of it -------------------------------------------------------------------------------*/

static bool
run_in_place(struct slice *out, struct arena *a, const struct workers *w, struct worker *k,
             const char *task, struct err *e)
{
    buf_init(&k->said, a, WORKER_OUTPUT_MAX);
    if (!start(k, w, a, task, e))
        return false;
    talk(k, w, a);
    return judge_end(out, k, end(k, w->env), e);
}

static bool
is_slow(const char *task)
{
    return strcmp(task, worker_jobs[WORKER_CONFLICTS].name) == 0 ||
           strcmp(task, worker_jobs[WORKER_PLAN].name) == 0;
}

bool
worker_run_named(struct slice *out, struct arena *a, struct workers *w, const char *task,
                 struct slice options_json, struct slice file, unsigned deadline_ms, struct err *e)
{
    struct buf head;
    struct slice options = options_json.n ? options_json : SL("{}");
    if (file.n > WORKER_FILE_MAX || options.n > WORKER_OPTIONS_MAX)
        return err_set(e, ERR_LIMIT, "the file is larger than %zu MiB", WORKER_FILE_MAX >> 20);
    struct worker k = {.in = -1, .out = -1, .file = file};
    k.deadline_ns = w->env->mono_ns(w->env->ctx) + (int64_t)deadline_ms * 1000000;
    buf_init(&head, a, options.n + sizeof(uint32_t));
    buf_u32(&head, (uint32_t)options.n);
    buf_add(&head, options);
    k.head = buf_slice(&head);
    bool slow = is_slow(task);
    if (!take_place(w, slow, k.deadline_ns, e))
        return false;
    bool ok = run_in_place(out, a, w, &k, task, e);
    give_place(w, slow);
    return ok;
}

bool
worker_run(struct slice *out, struct arena *a, struct workers *w, enum worker_task task,
           struct slice options_json, struct slice file, unsigned deadline_ms, struct err *e)
{
    return worker_run_named(out, a, w, worker_jobs[task].name, options_json, file, deadline_ms, e);
}
