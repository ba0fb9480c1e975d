/* SPDX-License-Identifier: Apache-2.0 */
#include "collect/tls_resolve.h"

#include "base/cleanup.h"

#include <arpa/inet.h>
#include <pthread.h>

/* What the threads share; `next` is the first name that nobody has taken yet. */
struct work {
    struct tls_resolve *v;
    size_t n, next;
    const struct env *env;
    pthread_mutex_t lock;
};

static bool
numeric(struct tls_resolve *r)
{
    AUTO_ARENA a = {0};
    const char *host = arena_str(&a, r->host);
    struct sockaddr_in v4 = {.sin_family = AF_INET, .sin_port = htons(r->port)};
    struct sockaddr_in6 v6 = {.sin6_family = AF_INET6, .sin6_port = htons(r->port)};
    if (inet_pton(AF_INET, host, &v4.sin_addr) == 1)
        memcpy(&r->addresses.v[0], &v4, sizeof v4);
    else if (inet_pton(AF_INET6, host, &v6.sin6_addr) == 1)
        memcpy(&r->addresses.v[0], &v6, sizeof v6);
    else
        return false;
    r->addresses.n = 1;
    r->numeric = true;
    return true;
}

static void
look_up(struct tls_resolve *r, const struct env *env)
{
    AUTO_ARENA a = {0};
    if (!env->resolve(env->ctx, &r->addresses, arena_str(&a, r->host), r->port, &r->failed))
        r->addresses.n = 0;
    else if (r->addresses.n == 0)
        err_set(&r->failed, ERR_INPUT, "the name has no address");
}

static void *
run(void *arg)
{
    struct work *w = arg;
    for (;;) {
        pthread_mutex_lock(&w->lock);
        size_t at = w->next;
        while (at < w->n && w->v[at].numeric)
            at++;
        w->next = at + 1;
        pthread_mutex_unlock(&w->lock);
        if (at >= w->n)
            return NULL;
        look_up(&w->v[at], w->env);
    }
}

void
tls_resolve_all(struct tls_resolve *v, size_t n, const struct env *env)
{
    struct work w = {.v = v, .n = n, .env = env, .lock = PTHREAD_MUTEX_INITIALIZER};
    pthread_t threads[TLS_RESOLVE_THREADS];
    size_t names = 0, started = 0;
    for (size_t i = 0; i < n; i++)
        names += numeric(&v[i]) ? 0 : 1;
    /* This thread is one of them; without a second one it does all the work. */
    while (started + 1 < names && started + 1 < TLS_RESOLVE_THREADS &&
           pthread_create(&threads[started], NULL, run, &w) == 0)
        started++;
    if (names > 0)
        run(&w);
    for (size_t i = 0; i < started; i++)
        pthread_join(threads[i], NULL);
    pthread_mutex_destroy(&w.lock);
}
