/* SPDX-License-Identifier: Apache-2.0 */
#include "web/sandbox.h"

#include <errno.h>
#include <seccomp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
#define WATCHED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define WATCHED 1
#endif
#endif
#ifndef WATCHED
#define WATCHED 0
#endif

bool
sandbox_watched(void)
{
    return WATCHED;
}

static bool
limit(__rlimit_resource_t what, rlim_t n, struct err *e)
{
    struct rlimit r = {n, n};
    return setrlimit(what, &r) == 0 || err_sys(e, "limit of a worker");
}

bool
sandbox_limit(const struct sandbox_limits *l, struct err *e)
{
    /* Nobody looks into it, no image of it is left, and it goes with the one that started it. */
    if (prctl(PR_SET_DUMPABLE, 0) != 0 || prctl(PR_SET_PDEATHSIG, SIGKILL) != 0)
        return err_sys(e, "prctl");
    return limit(RLIMIT_CORE, 0, e) && limit(RLIMIT_FSIZE, 0, e) &&
           limit(RLIMIT_CPU, l->seconds, e) && (WATCHED || limit(RLIMIT_AS, l->memory, e));
}

/* Calls that need no look at what they are given. */
static const int plain_calls[] = {
    SCMP_SYS(munmap),          SCMP_SYS(mremap),       SCMP_SYS(brk),
    SCMP_SYS(madvise),         SCMP_SYS(exit),         SCMP_SYS(exit_group),
    SCMP_SYS(clock_gettime),   SCMP_SYS(gettimeofday), SCMP_SYS(time),
    SCMP_SYS(getrusage), /* the solver's clock */
    SCMP_SYS(getrandom),       SCMP_SYS(sched_yield),  SCMP_SYS(rt_sigprocmask), /* abort(3) */
    SCMP_SYS(rt_sigreturn),    SCMP_SYS(getpid),       SCMP_SYS(gettid),
    SCMP_SYS(restart_syscall), SCMP_SYS(futex), /* there is one thread: nobody else to wake */
};

/* What a sanitizer asks for beside: signal stacks; and pipes, by which it learns what is memory. */
#define WATCHED_FILES 512
static const int watched_calls[] = {
    SCMP_SYS(sigaltstack), SCMP_SYS(rt_sigaction), SCMP_SYS(pipe),  SCMP_SYS(pipe2),
    SCMP_SYS(fcntl),       SCMP_SYS(close),        SCMP_SYS(write),
};

static int
allow_all(scmp_filter_ctx f, const int *v, size_t n)
{
    int rc = 0;
    for (size_t i = 0; i < n && rc == 0; i++)
        rc = seccomp_rule_add(f, SCMP_ACT_ALLOW, v[i], 0);
    return rc;
}

/* Memory that is never executable: neither at first nor made so later. */
static int
allow_memory(scmp_filter_ctx f)
{
    int rc = seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 2,
                              SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0),
                              SCMP_A3(SCMP_CMP_MASKED_EQ, MAP_ANONYMOUS, MAP_ANONYMOUS));
    return rc ? rc
              : seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1,
                                 SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
}

/* The three descriptors. */
static int
allow_streams(scmp_filter_ctx f)
{
    const struct {
        int call;
        unsigned fd;
    } rows[] = {
        {SCMP_SYS(read), 0},
        {SCMP_SYS(write), 1},
        {SCMP_SYS(write), 2},
    };
    int rc = 0;
    for (size_t i = 0; i < COUNT_OF(rows) && rc == 0; i++)
        rc = seccomp_rule_add(f, SCMP_ACT_ALLOW, rows[i].call, 1,
                              SCMP_A0_64(SCMP_CMP_EQ, rows[i].fd));
    return rc;
}

/* abort(3), so that the supervisor sees why it ended. */
static int
allow_abort(scmp_filter_ctx f)
{
    return seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 2,
                            SCMP_A0_64(SCMP_CMP_EQ, (scmp_datum_t)getpid()),
                            SCMP_A2_64(SCMP_CMP_EQ, SIGABRT));
}

bool
sandbox_enter(struct err *e)
{
    scmp_filter_ctx f = seccomp_init(SCMP_ACT_KILL_PROCESS);
    if (!f)
        return err_set(e, ERR_SYSTEM, "no filter for calls to the kernel (seccomp)");
    int rc = allow_all(f, plain_calls, COUNT_OF(plain_calls));
    rc = rc ? rc : allow_memory(f);
    rc = rc ? rc : allow_streams(f);
    rc = rc ? rc : allow_abort(f);
    rc = rc || !WATCHED ? rc : allow_all(f, watched_calls, COUNT_OF(watched_calls));
    /* Before the filter: it has no call for this. */
    struct err why = {0};
    bool ok = rc == 0 && limit(RLIMIT_NOFILE, WATCHED ? WATCHED_FILES : 0, &why);
    rc = ok ? seccomp_load(f) : rc;
    seccomp_release(f);
    if (!ok && rc == 0)
        return err_set(e, ERR_SYSTEM, "%s", why.msg);
    errno = -rc;
    return rc == 0 || err_sys(e, "the filter for calls to the kernel (seccomp)");
}
