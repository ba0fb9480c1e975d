/* SPDX-License-Identifier: Apache-2.0 */
#include "web/worker_answers.h"

#include "base/buf.h"
#include "crypto/crypto.h"
#include "web/worker_child.h"
#include "web/worker_parts.h"

#include <time.h>

#define KEY 32

/* One question: under way, or answered. */
struct kept {
    uint8_t key[KEY];
    bool used, working;
    unsigned waiters;
    uint64_t asked; /* when last, by count */
    struct arena arena;
    struct slice answer;
    struct err failed; /* its code is ERR_NONE where there is an answer */
};

struct answers {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    struct kept v[ANSWERS_MAX];
    uint64_t count;
    size_t octets, working;
};

/* What a thread takes along; in the arena of its own question. */
struct errand {
    struct workers *w;
    struct kept *to;
    enum worker_task task;
    struct slice options, file;
    unsigned deadline_ms;
    struct arena arena; /* of the work; freed at its end */
};

bool
answers_make(struct answers **out, struct arena *a, struct err *e)
{
    *out = NEW(a, struct answers);
    return worker_lock_make(&(*out)->lock, &(*out)->changed, e);
}

void
answers_free(struct answers *k)
{
    pthread_mutex_lock(&k->lock);
    while (k->working)
        pthread_cond_wait(&k->changed, &k->lock);
    for (size_t i = 0; i < ANSWERS_MAX; i++)
        arena_free(&k->v[i].arena);
    pthread_mutex_unlock(&k->lock);
    pthread_cond_destroy(&k->changed);
    pthread_mutex_destroy(&k->lock);
}

/* ---- what is kept; all under the lock --------------------------------------------------------*/

static void
key_of(uint8_t out[KEY], const struct worker_question *q)
{
    struct crypto_digest *d = crypto_digest_new();
    uint8_t head[1 + sizeof(uint64_t)] = {(uint8_t)q->task};
    uint64_t n = q->options_json.n;
    memcpy(head + 1, &n, sizeof n);
    crypto_digest_add(d, slice_of(head, sizeof head));
    crypto_digest_add(d, q->options_json);
    crypto_digest_add(d, q->file);
    crypto_digest_end(d, out);
}

static struct kept *
find(struct answers *k, const uint8_t key[KEY])
{
    for (size_t i = 0; i < ANSWERS_MAX; i++)
        if (k->v[i].used && memcmp(k->v[i].key, key, KEY) == 0)
            return &k->v[i];
    return NULL;
}

static void
forget(struct answers *k, struct kept *v)
{
    k->octets -= v->answer.n;
    arena_free(&v->arena);
    *v = (struct kept){0};
}

/* The one that was longest not asked for and that nobody waits for; null where there is none. */
static struct kept *
oldest(struct answers *k)
{
    struct kept *old = NULL;
    for (size_t i = 0; i < ANSWERS_MAX; i++) {
        struct kept *v = &k->v[i];
        if (v->used && !v->working && !v->waiters && (!old || v->asked < old->asked))
            old = v;
    }
    return old;
}

static struct kept *
free_one(struct answers *k)
{
    for (size_t i = 0; i < ANSWERS_MAX; i++)
        if (!k->v[i].used)
            return &k->v[i];
    struct kept *old = oldest(k);
    if (old)
        forget(k, old);
    return old;
}

static void
keep_within_bounds(struct answers *k, const struct kept *but)
{
    for (struct kept *old; k->octets > ANSWERS_OCTETS_MAX && (old = oldest(k)) && old != but;)
        forget(k, old);
}

/* ---- the work --------------------------------------------------------------------------------*/

static void *
work(void *ctx)
{
    struct errand *er = ctx;
    struct answers *k = er->w->answers;
    struct slice out = {0};
    struct err e = {0};
    bool ok =
        worker_run(&out, &er->arena, er->w, er->task, er->options, er->file, er->deadline_ms, &e);
    struct arena fresh = {0};
    struct slice answer = ok ? arena_dup(&fresh, out) : SL("");
    arena_free(&er->arena);
    pthread_mutex_lock(&k->lock);
    struct kept *v = er->to;
    arena_free(&v->arena); /* the errand with it */
    v->arena = fresh;
    v->answer = answer;
    v->failed = e;
    v->working = false;
    k->octets += answer.n;
    k->working--;
    keep_within_bounds(k, v);
    pthread_cond_broadcast(&k->changed);
    pthread_mutex_unlock(&k->lock);
    return NULL;
}

static bool
start_thread(struct errand *er)
{
    pthread_attr_t attr;
    pthread_t thread;
    if (pthread_attr_init(&attr) != 0)
        return false;
    bool ok = pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED) == 0 &&
              pthread_create(&thread, &attr, work, er) == 0;
    pthread_attr_destroy(&attr);
    return ok;
}

/* Null with *e. */
static struct kept *
begin(struct answers *k, struct workers *w, const uint8_t key[KEY], const struct worker_question *q,
      struct err *e)
{
    struct kept *v = k->working < ANSWERS_TASKS_MAX ? free_one(k) : NULL;
    if (!v) {
        err_set(e, ERR_SYSTEM, "too much is being worked on: try again in a moment");
        return NULL;
    }
    memcpy(v->key, key, KEY);
    v->used = v->working = true;
    struct errand *er = NEW(&v->arena, struct errand);
    *er = (struct errand){.w = w,
                          .to = v,
                          .task = q->task,
                          .options = arena_dup(&v->arena, q->options_json),
                          .file = arena_dup(&v->arena, q->file),
                          .deadline_ms = q->deadline_ms};
    k->working++;
    if (start_thread(er))
        return v;
    k->working--;
    forget(k, v);
    err_set(e, ERR_SYSTEM, "no thread for a worker");
    return NULL;
}

static enum worker_state
wait_for(struct answers *k, struct kept *v, const struct worker_question *q, const struct env *env)
{
    int64_t until = env->mono_ns(env->ctx) + (int64_t)q->patience_ms * 1000000;
    struct timespec at = {until / 1000000000, until % 1000000000};
    int rc = 0;
    v->waiters++;
    while (v->working && rc == 0)
        rc = pthread_cond_timedwait(&k->changed, &k->lock, &at);
    v->waiters--;
    if (v->working)
        return WORKER_WORKING;
    return v->failed.code == ERR_NONE ? WORKER_READY : WORKER_FAILED;
}

enum worker_state
worker_ask(struct slice *out, struct arena *a, struct workers *w, const struct worker_question *q,
           struct err *e)
{
    struct answers *k = w->answers;
    enum worker_state state = WORKER_FAILED;
    uint8_t key[KEY];
    key_of(key, q);
    pthread_mutex_lock(&k->lock);
    struct kept *v = find(k, key);
    v = v ? v : begin(k, w, key, q, e);
    if (v) {
        v->asked = ++k->count;
        state = wait_for(k, v, q, w->env);
        if (state == WORKER_READY)
            *out = arena_dup(a, v->answer);
        if (state == WORKER_FAILED) {
            struct err why = v->failed;
            err_set(e, why.code, "%s", why.msg);
            if (why.code == ERR_SYSTEM && !v->waiters) /* worth another try */
                forget(k, v);
        }
    }
    pthread_mutex_unlock(&k->lock);
    return state;
}
