/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Deadlines of connections. libmicrohttpd ends those that are silent; who sends an
 * octet now and then is never silent, and is ended here.
 */
#include "web/server_parts.h"

#include <stdlib.h>
#include <sys/socket.h>

#define NS ((int64_t)1000000000)

void
watch_init(struct watch *w, const struct env *env)
{
    *w = (struct watch){.env = env};
    pthread_mutex_init(&w->lock, NULL);
}

struct watched *
watch_add(struct watch *w, int fd)
{
    struct watched *x = calloc(1, sizeof *x);
    if (!x)
        abort(); /* as base/arena.c */
    x->fd = fd;
    x->until_ns = INT64_MAX;
    pthread_mutex_lock(&w->lock);
    x->next = w->first;
    if (w->first)
        w->first->prev = x;
    w->first = x;
    pthread_mutex_unlock(&w->lock);
    watch_until(w, x, SERVER_HEAD_SECONDS, 0);
    return x;
}

void
watch_remove(struct watch *w, struct watched *x)
{
    pthread_mutex_lock(&w->lock);
    if (x->prev)
        x->prev->next = x->next;
    else
        w->first = x->next;
    if (x->next)
        x->next->prev = x->prev;
    pthread_mutex_unlock(&w->lock);
    free(x);
}

void
watch_until(struct watch *w, struct watched *x, unsigned seconds, size_t octets)
{
    int64_t now = w->env->mono_ns(w->env->ctx);
    pthread_mutex_lock(&w->lock);
    x->until_ns =
        seconds ? now + ((int64_t)seconds + (int64_t)(octets / SERVER_RATE)) * NS : INT64_MAX;
    pthread_mutex_unlock(&w->lock);
}

void
watch_look(struct watch *w)
{
    int64_t now = w->env->mono_ns(w->env->ctx);
    pthread_mutex_lock(&w->lock);
    for (struct watched *x = w->first; x; x = x->next)
        if (x->until_ns < now) {
            x->until_ns = INT64_MAX; /* once */
            shutdown(x->fd, SHUT_RDWR);
        }
    pthread_mutex_unlock(&w->lock);
}
