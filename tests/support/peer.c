/* SPDX-License-Identifier: Apache-2.0 */
#include "support/peer.h"

#include "base/cleanup.h"
#include "base/env.h"
#include "support/command.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>

#define CONNS_MAX 512

struct loop {
    int listener;
    const struct peer_behaviour *b;
    struct peer_stats *stats;
    struct peer_conn *conns[CONNS_MAX];
    struct pollfd polls[CONNS_MAX + 1];
    size_t n;
    size_t accepted;
    struct env env;
};

static int64_t
now_ms(const struct loop *l)
{
    return l->env.mono_ns(l->env.ctx) / 1000000;
}

void
peer_send(struct peer_conn *c, struct slice s)
{
    if (c->io.sent == c->io.out.n)
        c->io.out.n = c->io.sent = 0; /* all gone: start again in the same memory */
    buf_add(&c->io.out, s);
}

void
peer_complain(struct peer_conn *c, const char *fmt, ...)
{
    if (atomic_fetch_add(&c->stats->bad, 1) > 0)
        return;
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(c->stats->complaint, sizeof c->stats->complaint, fmt, ap);
    va_end(ap);
}

static void
conn_free(struct loop *l, size_t i)
{
    struct peer_conn *c = l->conns[i];
    close(c->io.fd);
    arena_free(&c->arena);
    free(c);
    l->conns[i] = l->conns[--l->n];
    atomic_fetch_sub(&l->stats->open, 1);
}

static void
reset(int fd)
{
    struct linger now = {.l_onoff = 1, .l_linger = 0};
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
}

/* False where the connection is over. */
static bool
conn_read(struct peer_conn *c)
{
    uint8_t block[16384];
    ssize_t r = read(c->io.fd, block, sizeof block);
    if (r < 0)
        return errno == EAGAIN || errno == EINTR;
    if (r == 0)
        return false;
    buf_add(&c->in, slice_of(block, (size_t)r));
    if (c->in.full)
        return false;
    if (!c->io.ended)
        c->b->heard(c);
    return true;
}

/* False where the connection is over. */
static bool
conn_write(struct loop *l, struct peer_conn *c)
{
    size_t left = c->io.out.n - c->io.sent;
    size_t n = c->burst && c->burst < left ? c->burst : left;
    ssize_t w = send(c->io.fd, c->io.out.p + c->io.sent, n, MSG_NOSIGNAL);
    if (w < 0)
        return errno == EAGAIN || errno == EINTR;
    c->io.sent += (size_t)w;
    atomic_fetch_add(&l->stats->sent, (uint64_t)w);
    c->io.next_ms = c->burst ? now_ms(l) + c->pause_ms : 0;
    return true;
}

static bool
conn_pending(const struct peer_conn *c)
{
    return c->io.sent < c->io.out.n;
}

/* Everything is sent: more of it, or the end. False where the connection is over. */
static bool
conn_drained(struct peer_conn *c)
{
    if (c->b->drained && c->end == PEER_HOLD && !c->io.ended)
        c->b->drained(c);
    if (conn_pending(c) || c->end == PEER_HOLD)
        return true;
    if (c->end == PEER_RESET) {
        reset(c->io.fd);
        return false;
    }
    /* FIN, and then read on: closing with input unread would send a reset instead. */
    if (!c->io.ended)
        shutdown(c->io.fd, SHUT_WR);
    c->io.ended = true;
    return true;
}

static void
accept_one(struct loop *l)
{
    int fd = accept4(l->listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd < 0)
        return;
    struct peer_conn *c = calloc(1, sizeof *c);
    if (!c)
        abort();
    c->b = l->b;
    c->stats = l->stats;
    c->number = l->accepted++;
    c->io.fd = fd;
    buf_init(&c->in, &c->arena, PEER_IN_MAX);
    buf_init(&c->io.out, &c->arena, PEER_OUT_MAX);
    l->conns[l->n++] = c;
    atomic_fetch_add(&l->stats->accepted, 1);
    uint32_t open = atomic_fetch_add(&l->stats->open, 1) + 1;
    if (open > atomic_load(&l->stats->open_most))
        atomic_store(&l->stats->open_most, open);
    if (c->b->opened)
        c->b->opened(c);
    /* An end that was decided on now comes before anything is heard. */
    if (!conn_pending(c) && !conn_drained(c))
        conn_free(l, l->n - 1);
}

/* What to wait for, and for how long: *wait_ms is lowered where a pause ends before. */
static short
conn_wants(struct loop *l, const struct peer_conn *c, int64_t *wait_ms)
{
    short events = c->b->heard || c->io.ended ? POLLIN : 0;
    if (!conn_pending(c))
        return events;
    int64_t pause = c->io.next_ms - now_ms(l);
    if (pause <= 0)
        return (short)(events | POLLOUT);
    if (*wait_ms < 0 || pause < *wait_ms)
        *wait_ms = pause;
    return events;
}

static bool
conn_step(struct loop *l, struct peer_conn *c, short happened)
{
    if (happened & (POLLERR | POLLNVAL))
        return false;
    if (happened & POLLHUP && !(happened & POLLIN))
        return false;
    if (happened & POLLIN && !conn_read(c))
        return false;
    if (happened & POLLOUT && conn_pending(c) && !conn_write(l, c))
        return false;
    return conn_pending(c) || conn_drained(c);
}

static void
serve(struct loop *l)
{
    for (;;) {
        int64_t wait_ms = -1;
        l->polls[0] = (struct pollfd){.fd = l->listener, .events = POLLIN};
        if (l->b->never_accept || l->n == CONNS_MAX)
            l->polls[0].events = 0;
        for (size_t i = 0; i < l->n; i++) {
            l->polls[i + 1].fd = l->conns[i]->io.fd;
            l->polls[i + 1].events = conn_wants(l, l->conns[i], &wait_ms);
        }
        if (poll(l->polls, l->n + 1, (int)wait_ms) < 0 && errno != EINTR)
            _exit(1);
        /* From the last one down: conn_free moves the last into the gap. */
        for (size_t i = l->n; i-- > 0;)
            if (!conn_step(l, l->conns[i], l->polls[i + 1].revents))
                conn_free(l, i);
        if (l->polls[0].revents & POLLIN)
            accept_one(l);
    }
}

/*
 * A connection of our own that takes the only place in the listen queue. It
 * stays open as long as the peer's process, which inherits it.
 */
static int
fill_queue(const struct peer_behaviour *b, uint16_t port)
{
    struct sockaddr_in at = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (!b->never_accept)
        return -1;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd >= 0 && connect(fd, (struct sockaddr *)&at, sizeof at) < 0) {
        close(fd);
        return -1;
    }
    return fd;
}

static int
listen_on(const struct peer_behaviour *b, uint16_t *port, struct err *e)
{
    struct sockaddr_in6 six = {.sin6_family = AF_INET6, .sin6_addr = IN6ADDR_LOOPBACK_INIT};
    struct sockaddr_in four = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct sockaddr *at = b->ipv6 ? (struct sockaddr *)&six : (struct sockaddr *)&four;
    socklen_t n = b->ipv6 ? sizeof six : sizeof four;
    int fd = socket(at->sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0 || bind(fd, at, n) < 0 || listen(fd, b->never_accept ? 0 : 256) < 0 ||
        getsockname(fd, at, &n) < 0) {
        err_sys(e, "listen on loopback");
        if (fd >= 0)
            close(fd);
        return -1;
    }
    *port = ntohs(b->ipv6 ? six.sin6_port : four.sin_port);
    return fd;
}

bool
peer_start(struct peer *p, const struct peer_behaviour *b, struct err *e)
{
    *p = (struct peer){0};
    void *shared =
        mmap(NULL, sizeof *p->stats, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED)
        return err_sys(e, "mmap");
    p->stats = shared;
    int fd = listen_on(b, &p->port, e);
    AUTO_FD fill = fd >= 0 ? fill_queue(b, p->port) : -1;
    p->pid = fd >= 0 ? fork() : -1;
    if (p->pid == 0) {
        setpgid(0, 0);
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        struct loop *l = calloc(1, sizeof *l);
        if (!l)
            _exit(1);
        *l = (struct loop){.listener = fd, .b = b, .stats = p->stats};
        env_system(&l->env);
        serve(l);
    }
    if (fd >= 0)
        close(fd);
    if (p->pid > 0) {
        setpgid(p->pid, p->pid);
        return true;
    }
    if (fd >= 0)
        err_sys(e, "fork");
    peer_stop(p);
    return false;
}

void
peer_stop(struct peer *p)
{
    command_stop(&p->pid);
    if (p->stats)
        munmap(p->stats, sizeof *p->stats);
    p->stats = NULL;
}
