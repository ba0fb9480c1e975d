/* SPDX-License-Identifier: Apache-2.0 */
/* Requests that wait, and the threads that answer them. */
#include "web/dispatch.h"
#include "web/server_parts.h"

static struct job *
take(struct queue *q)
{
    pthread_mutex_lock(&q->lock);
    while (!q->first && !q->stop)
        pthread_cond_wait(&q->more, &q->lock);
    struct job *j = q->first;
    if (j) {
        q->first = j->next;
        if (!q->first)
            q->last = NULL;
        q->n--;
        j->next = NULL;
    }
    pthread_mutex_unlock(&q->lock);
    return j;
}

static void
say_ready(struct queue *q, bool ok, const struct err *e)
{
    pthread_mutex_lock(&q->lock);
    q->ready++;
    if (!ok && !q->failed) {
        q->failed = true;
        q->why = *e;
    }
    pthread_cond_broadcast(&q->more);
    pthread_mutex_unlock(&q->lock);
}

static void *
answer_all(void *ctx)
{
    struct queue *q = ctx;
    struct office office;
    struct slices notes; /* portal_open has said what a start mends */
    struct err e = {0};
    bool ok = office_open_wait(&office, q->portal->options->dir, &q->portal->env, SERVER_WAIT_MS,
                               &notes, &e);
    say_ready(q, ok, &e);
    if (!ok)
        return NULL;
    for (struct job *j; (j = take(q));) {
        dispatch(&j->reply, &j->arena, q->portal, &office, &j->request);
        q->answered(j);
    }
    office_close(&office);
    return NULL;
}

bool
queue_start(struct queue *q, const struct portal *p, unsigned threads,
            void (*answered)(struct job *j), struct err *e)
{
    *q = (struct queue){.portal = p, .answered = answered};
    pthread_mutex_init(&q->lock, NULL);
    pthread_cond_init(&q->more, NULL);
    /* One after the other: what the first mends, the others find mended. */
    for (size_t i = 0; i < threads && i < SERVER_THREADS_MAX && !q->failed; i++) {
        if (pthread_create(&q->threads[q->nthreads], NULL, answer_all, q) != 0) {
            queue_stop(q);
            return err_set(e, ERR_SYSTEM, "no thread could be started");
        }
        q->nthreads++;
        pthread_mutex_lock(&q->lock);
        while (q->ready < q->nthreads)
            pthread_cond_wait(&q->more, &q->lock);
        pthread_mutex_unlock(&q->lock);
    }
    if (!q->failed)
        return true;
    *e = q->why;
    queue_stop(q);
    return false;
}

bool
queue_put(struct queue *q, struct job *j)
{
    pthread_mutex_lock(&q->lock);
    bool room = q->n < SERVER_QUEUE && !q->stop;
    if (room) {
        if (q->last)
            q->last->next = j;
        else
            q->first = j;
        q->last = j;
        q->n++;
        pthread_cond_signal(&q->more);
    }
    pthread_mutex_unlock(&q->lock);
    return room;
}

void
queue_stop(struct queue *q)
{
    pthread_mutex_lock(&q->lock);
    q->stop = true;
    pthread_cond_broadcast(&q->more);
    pthread_mutex_unlock(&q->lock);
    for (size_t i = 0; i < q->nthreads; i++)
        pthread_join(q->threads[i], NULL);
    q->nthreads = 0;
    pthread_cond_destroy(&q->more);
    pthread_mutex_destroy(&q->lock);
}
