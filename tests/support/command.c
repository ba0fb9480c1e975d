/* SPDX-License-Identifier: Apache-2.0 */
#include "support/command.h"

#include "base/buf.h"
#include "base/cleanup.h"
#include "base/env.h"
#include "base/vec.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#define STOP_MS 1000

static const char folders[] = ":/usr/sbin:/usr/local/sbin:/sbin";

const char *
command_find(struct arena *a, const char *name)
{
    if (strchr(name, '/'))
        return access(name, X_OK) == 0 ? name : NULL;
    const char *path = getenv("PATH"); // NOLINT(concurrency-mt-unsafe): one thread
    struct slice all = arena_printf(a, "%s%s", path ? path : "/usr/bin:/bin", folders);
    for (struct slice dir; slice_cut(&all, ':', &dir);) {
        const char *full = arena_str(a, arena_printf(a, "%.*s/%s", SL_FMT(dir), name));
        if (dir.n > 0 && access(full, X_OK) == 0)
            return full;
    }
    return NULL;
}

/* In the child: never returns. */
static void
become(const char *program, const struct command *c, int out)
{
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    int nothing = open("/dev/null", O_RDWR);
    int log = c->log ? open(c->log, O_WRONLY | O_CREAT | O_APPEND, 0600) : nothing;
    dup2(nothing, STDIN_FILENO);
    dup2(out >= 0 ? out : log, STDOUT_FILENO);
    dup2(log, STDERR_FILENO);
    for (size_t i = 0; c->env && c->env[i]; i++)
        putenv((char *)(uintptr_t)c->env[i]); // NOLINT(concurrency-mt-unsafe): after fork
    execv(program, (char *const *)(uintptr_t)c->argv);
    _exit(127);
}

static bool
spawn(pid_t *pid, const struct command *c, int out, struct err *e)
{
    AUTO_ARENA a = {0};
    const char *program = command_find(&a, c->argv[0]);
    if (!program)
        return err_set(e, ERR_UNSUPPORTED, "%s is not installed", c->argv[0]);
    *pid = fork();
    if (*pid < 0)
        return err_sys(e, "fork");
    if (*pid == 0)
        become(program, c, out);
    setpgid(*pid, *pid); /* here too, so that it is done before anybody looks */
    return true;
}

static int64_t
now_ms(void)
{
    struct env env;
    env_system(&env);
    return env.mono_ns(env.ctx) / 1000000;
}

/* Reads to the end of the pipe; keeps what fits. False where the time ran out. */
static bool
drain(struct buf *out, int fd, int64_t until)
{
    uint8_t block[16384];
    for (;;) {
        int64_t left = until - now_ms();
        struct pollfd wait = {.fd = fd, .events = POLLIN};
        if (left <= 0 || poll(&wait, 1, (int)left) == 0)
            return false;
        ssize_t r = read(fd, block, sizeof block);
        if (r < 0 && errno == EINTR)
            continue;
        if (r <= 0)
            return true;
        buf_add(out, slice_of(block, (size_t)r));
    }
}

bool
command_run(struct slice *out, int *status, struct arena *a, const struct command *c,
            unsigned timeout_ms, struct err *e)
{
    int ends[2] = {-1, -1};
    if (pipe2(ends, O_CLOEXEC) < 0)
        return err_sys(e, "pipe");
    AUTO_FD in = ends[0];
    pid_t pid = 0;
    bool ok = spawn(&pid, c, ends[1], e);
    close(ends[1]);
    if (!ok)
        return false;
    struct buf printed;
    buf_init(&printed, a, COMMAND_OUTPUT_MAX);
    if (!drain(&printed, in, now_ms() + timeout_ms)) {
        command_stop(&pid);
        return err_set(e, ERR_SYSTEM, "%s: not done after %u ms", c->argv[0], timeout_ms);
    }
    *out = buf_slice(&printed);
    int how = 0;
    while (waitpid(pid, &how, 0) < 0 && errno == EINTR)
        continue;
    *status = WIFEXITED(how) ? WEXITSTATUS(how) : 128 + WTERMSIG(how);
    return true;
}

bool
command_output(struct slice *out, struct arena *a, const struct command *c, unsigned timeout_ms,
               struct err *e)
{
    int status = 0;
    if (!command_run(out, &status, a, c, timeout_ms, e))
        return false;
    if (status != 0)
        return err_set(e, ERR_SYSTEM, "%s %s: exit status %d", c->argv[0],
                       c->argv[1] ? c->argv[1] : "", status);
    return true;
}

bool
command_start(pid_t *pid, const struct command *c, struct err *e)
{
    return spawn(pid, c, -1, e);
}

bool
command_alive(pid_t *pid)
{
    if (*pid > 0 && waitpid(*pid, NULL, WNOHANG) == *pid)
        *pid = 0;
    return *pid > 0;
}

/* Has it ended? It stays a zombie, so that its number cannot become another's. */
static bool
ended(pid_t pid)
{
    siginfo_t info = {0};
    return waitid(P_PID, (id_t)pid, &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid == pid;
}

void
command_stop(pid_t *pid)
{
    if (*pid <= 0)
        return;
    kill(-*pid, SIGTERM);
    for (int64_t until = now_ms() + STOP_MS; !ended(*pid) && now_ms() < until;)
        poll(NULL, 0, 2);
    kill(-*pid, SIGKILL); /* also where its leader has gone: a child of it may not have */
    waitpid(*pid, NULL, 0);
    *pid = 0;
}

const char *const *
command_split(struct arena *a, const char *const *head, struct slice words)
{
    VEC(const char *) v = {0};
    for (; head && *head; head++)
        vec_push(a, &v, *head);
    for (struct slice w; slice_cut(&words, ' ', &w);)
        if (w.n > 0)
            vec_push(a, &v, arena_str(a, w));
    vec_push(a, &v, NULL);
    return v.v;
}
