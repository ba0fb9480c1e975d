/* SPDX-License-Identifier: Apache-2.0 */
#include "collect/tls_loop.h"

#include "base/cleanup.h"
#include "collect/tls_transcript.h"

#include <errno.h>
#include <sys/epoll.h>

#define MS INT64_C(1000000)
#define EVENTS_MAX 64

/* One place for a connection; its arena's first block is kept from one to the next. */
struct slot {
    int fd; /* -1: free */
    struct tls_job *job;
    struct tls_try tried;
    struct arena arena;
    struct arena_mark empty;
    struct tls_exchange x;
    size_t sent;
    bool connected;
    uint32_t events; /* that epoll waits for */
    int64_t began, wall, deadline;
};

struct run {
    const struct tls_loop *l;
    int epoll;
    struct slot *slots;
    size_t nslots, used;
    size_t limit;      /* of connections; lowered when the system gives no more */
    size_t first_live; /* jobs before it are over */
    size_t done, connections;
    uint8_t *scratch;
};

#define SCRATCH_SIZE ((size_t)32 << 10)

static int64_t
now_ns(const struct run *r)
{
    return r->l->env->mono_ns(r->l->env->ctx);
}

static void
progress(const struct run *r)
{
    const struct tls_options *o = r->l->o;
    if (o->progress)
        o->progress(o->progress_ctx, r->done, r->l->n, r->connections);
}

/* --- one connection --- */

static void
watch(struct run *r, struct slot *s, uint32_t events)
{
    if (s->events == events)
        return;
    struct epoll_event ev = {.events = events, .data = {.ptr = s}};
    epoll_ctl(r->epoll, s->events ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, s->fd, &ev);
    s->events = events;
}

/* A reset frees both ends at once: nothing lingers in TIME_WAIT, and no flight is waited for. */
static void
hang_up(const struct slot *s)
{
    struct linger hard = {.l_onoff = 1, .l_linger = 0};
    setsockopt(s->fd, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
    close(s->fd);
}

static void
end_job_if_ended(struct run *r, struct tls_job *j)
{
    if (j->over || !tls_job_ended(j))
        return;
    if (j->transcript)
        tls_transcript_end(j->transcript);
    tls_job_finish(j, r->l->results, now_ns(r));
    tls_job_done(j);
    r->done++;
    progress(r);
}

/* The exchange is over: hand the answer on and free the place. */
static void
finish(struct run *r, struct slot *s)
{
    struct tls_job *j = s->job;
    int64_t now = now_ns(r);
    hang_up(s);
    s->fd = -1;
    r->used--;
    j->result->octets_in += s->x.in.n;
    j->result->octets_out += s->sent;
    if (j->transcript) {
        struct tls_transcript_entry entry = {
            .label = tls_plan_label(&j->plan, &s->arena, s->tried.ask),
            .wall_ns = s->wall,
            .ns = now - s->began,
            .sent = slice_sub(buf_slice(&s->x.out), 0, s->sent),
            .received = buf_slice(&s->x.in),
            .answer = &s->x.answer,
        };
        tls_transcript_add(j->transcript, &s->arena, &entry);
    }
    tls_job_take(j, &s->tried, &s->x.answer, now);
    arena_reset(&s->arena, s->empty);
    end_job_if_ended(r, j);
}

static void
unreachable(struct run *r, struct slot *s, int error)
{
    s->x.answer = (struct tls_answer){.outcome = TLS_UNREACHABLE, .error = error};
    s->x.done = true;
    finish(r, s);
}

static void
ended(struct run *r, struct slot *s, enum tls_end end)
{
    tls_exchange_end(&s->x, end);
    finish(r, s);
}

/*
 * Our last words are out, and a close_notify is among them: the server has no
 * request to wait for. One that keeps the connection open all the same gets a
 * few round trips' time for its tickets, and less once the first one came.
 */
static void
wait_for_tickets(const struct run *r, struct slot *s)
{
    int64_t now = now_ns(r), spent = now - s->began;
    int64_t grace = s->x.answer.tickets > 0 ? spent + 20 * MS : 4 * spent + 100 * MS;
    if (now + grace < s->deadline)
        s->deadline = now + grace;
}

/* Sends what is to be sent. False where the connection is over. */
static bool
flush(struct run *r, struct slot *s)
{
    while (s->sent < s->x.out.n) {
        ssize_t n = send(s->fd, s->x.out.p + s->sent, s->x.out.n - s->sent, MSG_NOSIGNAL);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0 && (errno == EAGAIN || errno == ENOTCONN)) {
            watch(r, s, EPOLLIN | EPOLLOUT);
            return true;
        }
        if (n < 0) {
            if (s->connected)
                ended(r, s, TLS_END_RESET);
            else
                unreachable(r, s, errno);
            return false;
        }
        if (!s->connected)
            s->deadline = s->began + (int64_t)r->l->o->step_ms * MS;
        s->connected = true;
        s->sent += (size_t)n;
    }
    watch(r, s, EPOLLIN);
    return true;
}

static void
receive(struct run *r, struct slot *s)
{
    ssize_t n = recv(s->fd, r->scratch, SCRATCH_SIZE, 0);
    if (n < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (n < 0) {
        ended(r, s, TLS_END_RESET);
        return;
    }
    if (n == 0) {
        ended(r, s, TLS_END_CLOSED);
        return;
    }
    tls_exchange_feed(&s->x, slice_of(r->scratch, (size_t)n));
    if (s->x.done)
        finish(r, s);
    else if (s->sent == s->x.out.n || flush(r, s)) {
        if (s->x.finished)
            wait_for_tickets(r, s);
    }
}

static void
connection_event(struct run *r, struct slot *s, uint32_t events)
{
    if (!s->connected) {
        int error = 0;
        socklen_t n = sizeof error;
        if (getsockopt(s->fd, SOL_SOCKET, SO_ERROR, &error, &n) == 0 && error != 0) {
            unreachable(r, s, error);
            return;
        }
    }
    if (events & EPOLLOUT && !flush(r, s))
        return;
    if (events & (EPOLLIN | EPOLLHUP | EPOLLERR) && s->connected)
        receive(r, s);
}

/* --- dialling --- */

static struct slot *
free_slot(struct run *r)
{
    for (size_t i = 0; i < r->nslots; i++)
        if (r->slots[i].fd < 0)
            return &r->slots[i];
    return NULL;
}

/* Trouble on our side says nothing about the server. */
static bool
out_of_resources(int error)
{
    return error == EMFILE || error == ENFILE || error == ENOBUFS || error == ENOMEM ||
           error == EADDRNOTAVAIL;
}

static socklen_t
address_size(const struct sockaddr_storage *at)
{
    return at->ss_family == AF_INET6 ? sizeof(struct sockaddr_in6) : sizeof(struct sockaddr_in);
}

/* False where the system has no more connections to give: try again later. */
static bool
dial(struct run *r, struct tls_job *j, const struct tls_try *tried, int64_t now)
{
    const struct env *env = r->l->env;
    struct slot *s = free_slot(r);
    const struct sockaddr_storage *to = &j->addresses.v[j->address];
    int fd = env->dial(env->ctx, (const struct sockaddr *)to, address_size(to));
    int error = errno;
    if (fd < 0 && out_of_resources(error) && r->used > 0) {
        r->limit = r->used;
        j->in_flight--;
        j->result->connections--;
        vec_push(&j->arena, &j->pace.waiting, *tried);
        return false;
    }
    uint8_t random[64];
    struct err e = {0};
    env->random(env->ctx, random, sizeof random);
    s->fd = fd;
    s->job = j;
    s->tried = *tried;
    s->sent = 0;
    s->connected = false;
    s->events = 0;
    s->began = now;
    s->wall = env->wall_ns(env->ctx);
    s->deadline = now + tls_job_connect_ns(j);
    r->used++;
    r->connections++;
    if (!tls_exchange_start(&s->x, &s->arena, j->space, &j->shares, tried->ask, random, &e)) {
        s->x.answer.outcome = TLS_MALFORMED; /* a hello that we cannot make is no answer */
        s->x.answer.note = arena_dup(&s->arena, slice_str(e.msg));
        finish(r, s);
    } else if (fd < 0) {
        unreachable(r, s, error);
    } else {
        (void)flush(r, s);
    }
    return true;
}

/* Dials for one job as far as the limits allow. */
static void
pump(struct run *r, struct tls_job *j, int64_t now, int64_t *next)
{
    struct tls_try tried;
    int64_t when = INT64_MAX;
    while (r->used < r->limit && tls_job_next(j, now, &tried, &when))
        if (!dial(r, j, &tried, now))
            return;
    *next = when < *next ? when : *next;
}

static void
pump_all(struct run *r, int64_t *next)
{
    const struct tls_loop *l = r->l;
    int64_t now = now_ns(r);
    for (size_t i = r->first_live; i < l->n; i++) {
        struct tls_job *j = &l->jobs[i];
        if (j->over) {
            r->first_live += i == r->first_live ? 1 : 0;
            continue;
        }
        if (!j->started && r->used >= r->limit)
            return; /* those before come first */
        if (!j->started)
            tls_job_start(j, now, l->env->wall_ns(l->env->ctx) / INT64_C(1000000000));
        pump(r, j, now, next);
        end_job_if_ended(r, j);
    }
}

/* --- time --- */

static void
close_overdue(struct run *r)
{
    int64_t now = now_ns(r);
    for (size_t i = 0; i < r->nslots; i++) {
        struct slot *s = &r->slots[i];
        if (s->fd < 0)
            continue;
        bool stopped = s->job->stop || now >= s->job->deadline;
        if (now < s->deadline && !stopped)
            continue;
        if (!s->connected && !stopped)
            unreachable(r, s, ETIMEDOUT);
        else
            ended(r, s, TLS_END_SILENT);
    }
}

static void
next_deadline(const struct run *r, int64_t *next)
{
    for (size_t i = 0; i < r->nslots; i++)
        if (r->slots[i].fd >= 0 && r->slots[i].deadline < *next)
            *next = r->slots[i].deadline;
}

static int
wait_ms(const struct run *r, int64_t next)
{
    if (next == INT64_MAX)
        return 0; /* nothing under way: the next turn finds out what is */
    int64_t ns = next - now_ns(r);
    if (ns <= 0)
        return 0;
    int64_t ms = (ns + MS - 1) / MS;
    return ms > 1000 ? 1000 : (int)ms;
}

static bool
turn(struct run *r, struct err *e)
{
    struct epoll_event events[EVENTS_MAX];
    int64_t next = INT64_MAX;
    close_overdue(r); /* first: what it ends makes room for more */
    pump_all(r, &next);
    if (r->done == r->l->n)
        return true;
    next_deadline(r, &next);
    int n = epoll_wait(r->epoll, events, EVENTS_MAX, wait_ms(r, next));
    if (n < 0 && errno != EINTR)
        return err_sys(e, "epoll_wait");
    for (int i = 0; i < n; i++) {
        struct slot *s = events[i].data.ptr;
        if (s->fd >= 0)
            connection_event(r, s, events[i].events);
    }
    return true;
}

static void
free_slots(struct run *r)
{
    for (size_t i = 0; i < r->nslots; i++) {
        if (r->slots[i].fd >= 0)
            close(r->slots[i].fd);
        arena_free(&r->slots[i].arena);
    }
}

bool
tls_loop_run(struct tls_loop *l, struct err *e)
{
    AUTO_ARENA a = {0};
    AUTO_FD epoll = epoll_create1(EPOLL_CLOEXEC);
    if (epoll < 0)
        return err_sys(e, "epoll_create1");
    /* No more places than the targets can fill. */
    size_t wanted = l->n > l->o->total / l->o->per_target ? l->o->total : l->n * l->o->per_target;
    size_t places = wanted < l->o->total ? wanted : l->o->total;
    struct run r = {.l = l, .epoll = epoll, .nslots = places, .limit = places};
    r.slots = NEW_ARRAY(&a, struct slot, r.nslots);
    r.scratch = NEW_ARRAY(&a, uint8_t, SCRATCH_SIZE);
    for (size_t i = 0; i < r.nslots; i++) {
        r.slots[i].fd = -1;
        void *first = NEW(&r.slots[i].arena, uint64_t);
        (void)first; /* only its block is wanted */
        r.slots[i].empty = arena_mark(&r.slots[i].arena);
    }
    for (size_t i = 0; i < l->n; i++) {
        if (l->jobs[i].over)
            r.done++;
    }
    bool ok = true;
    while (ok && r.done < l->n)
        ok = turn(&r, e);
    free_slots(&r);
    return ok;
}
