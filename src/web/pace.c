/* SPDX-License-Identifier: Apache-2.0 */
#include "web/pace.h"

#include "crypto/crypto.h"

#include <pthread.h>
#include <stdlib.h>

#define NOTES_MAX 20   /* in a burst */
#define NOTE_EVERY 500 /* ms for one more */
#define PROBES 8

struct entry {
    uint64_t key; /* 0: free */
    int64_t last; /* ms; of the last failure */
    uint32_t failures;
};

struct pace {
    pthread_mutex_t lock;
    pthread_cond_t free;
    const struct env *env;
    uint8_t secret[32]; /* so that nobody can choose keys that collide */
    unsigned at_once, inside, waiting;
    int64_t noted;
    unsigned notes;
    struct entry entries[PACE_ENTRIES];
};

bool
pace_make(struct pace **out, const struct env *env, unsigned at_once, struct err *e)
{
    struct pace *p = calloc(1, sizeof *p);
    if (!p)
        return err_sys(e, "memory for the pace of sign-ins");
    p->env = env;
    p->at_once = at_once ? at_once : 1;
    env->random(env->ctx, p->secret, sizeof p->secret);
    pthread_mutex_init(&p->lock, NULL);
    pthread_cond_init(&p->free, NULL);
    *out = p;
    return true;
}

void
pace_free(struct pace *p)
{
    if (!p)
        return;
    pthread_cond_destroy(&p->free);
    pthread_mutex_destroy(&p->lock);
    free(p);
}

static int64_t
now_ms(const struct pace *p)
{
    return p->env->mono_ns(p->env->ctx) / 1000000;
}

/* --- entries -------------------------------------------------------------------------------- */

/* An IPv6 address by its network: who has one has 2^64 of them. */
static struct slice
network_of(struct slice address)
{
    size_t colons = 0;
    for (size_t i = 0; i < address.n; i++)
        if (address.p[i] == ':' && ++colons == 4)
            return slice_sub(address, 0, i);
    size_t shortened = slice_find(address, SL("::"));
    return shortened == SIZE_MAX ? address : slice_sub(address, 0, shortened);
}

static uint64_t
key_of(const struct pace *p, char kind, struct slice name)
{
    uint8_t mac[32], text[1 + 200] = {(uint8_t)kind};
    uint64_t key;
    size_t n = name.n < sizeof text - 1 ? name.n : sizeof text - 1;
    if (n)
        memcpy(text + 1, name.p, n);
    crypto_hmac(mac, CRYPTO_SHA256, slice_of(p->secret, sizeof p->secret), slice_of(text, n + 1));
    memcpy(&key, mac, sizeof key);
    return key ? key : 1;
}

/* The entry of that key, or null. */
static struct entry *
find(struct pace *p, uint64_t key)
{
    for (size_t i = 0; i < PROBES; i++) {
        struct entry *x = &p->entries[(key + i) % PACE_ENTRIES];
        if (x->key == key)
            return x;
    }
    return NULL;
}

/* … or the one in its reach that matters least. */
static struct entry *
make(struct pace *p, uint64_t key, int64_t now)
{
    struct entry *x = find(p, key), *worst = NULL;
    for (size_t i = 0; !x && i < PROBES; i++) {
        struct entry *y = &p->entries[(key + i) % PACE_ENTRIES];
        bool lesser = !worst || y->failures < worst->failures ||
                      (y->failures == worst->failures && y->last < worst->last);
        if (!y->key || now - y->last > PACE_FORGET) {
            worst = y;
            break;
        }
        worst = lesser ? y : worst;
    }
    if (x && now - x->last <= PACE_FORGET)
        return x;
    x = x ? x : worst;
    *x = (struct entry){.key = key, .last = now};
    return x;
}

static int64_t
delay_of(const struct entry *x, uint32_t free_ones, int64_t ceiling)
{
    if (!x || x->failures < free_ones)
        return 0;
    uint32_t doublings = x->failures - free_ones;
    int64_t delay = doublings > 20 ? ceiling : (int64_t)1000 << doublings;
    return delay < ceiling ? delay : ceiling;
}

static int64_t
left(const struct entry *x, uint32_t free_ones, int64_t ceiling, int64_t now)
{
    if (!x || now - x->last > PACE_FORGET)
        return 0;
    int64_t until = x->last + delay_of(x, free_ones, ceiling);
    return until > now ? until - now : 0;
}

unsigned
pace_wait(struct pace *p, struct slice account, struct slice address)
{
    uint64_t a = key_of(p, 'n', account), b = key_of(p, '@', network_of(address));
    pthread_mutex_lock(&p->lock);
    int64_t now = now_ms(p);
    int64_t x = account.n ? left(find(p, a), PACE_FREE_ACCOUNT, PACE_CEILING_ACCOUNT, now) : 0;
    int64_t y = left(find(p, b), PACE_FREE_ADDRESS, PACE_CEILING_ADDRESS, now);
    pthread_mutex_unlock(&p->lock);
    return (unsigned)(((x > y ? x : y) + 999) / 1000);
}

static uint32_t
count(struct pace *p, uint64_t key, int64_t now)
{
    struct entry *x = make(p, key, now);
    x->last = now;
    return x->failures < UINT32_MAX ? ++x->failures : x->failures;
}

unsigned
pace_failed(struct pace *p, struct slice account, struct slice address)
{
    uint64_t a = key_of(p, 'n', account), b = key_of(p, '@', network_of(address));
    pthread_mutex_lock(&p->lock);
    int64_t now = now_ms(p);
    unsigned n = account.n ? count(p, a, now) : 0;
    (void)count(p, b, now);
    pthread_mutex_unlock(&p->lock);
    return n;
}

void
pace_passed(struct pace *p, struct slice account, struct slice address)
{
    uint64_t keys[] = {key_of(p, 'n', account), key_of(p, '@', network_of(address))};
    pthread_mutex_lock(&p->lock);
    struct entry *x = find(p, keys[0]), *y = find(p, keys[1]);
    if (x)
        *x = (struct entry){0};
    /* Of the address half: who has one account must not have the others' for the asking. */
    if (y)
        y->failures /= 2;
    pthread_mutex_unlock(&p->lock);
}

/* --- how many at once ----------------------------------------------------------------------- */

bool
pace_enter(struct pace *p)
{
    pthread_mutex_lock(&p->lock);
    bool room = p->inside < p->at_once || p->waiting < p->at_once;
    if (room) {
        p->waiting++;
        while (p->inside >= p->at_once)
            pthread_cond_wait(&p->free, &p->lock);
        p->waiting--;
        p->inside++;
    }
    pthread_mutex_unlock(&p->lock);
    return room;
}

void
pace_leave(struct pace *p)
{
    pthread_mutex_lock(&p->lock);
    p->inside--;
    pthread_cond_signal(&p->free);
    pthread_mutex_unlock(&p->lock);
}

bool
pace_note(struct pace *p)
{
    pthread_mutex_lock(&p->lock);
    int64_t now = now_ms(p), more = (now - p->noted) / NOTE_EVERY;
    if (more > 0) {
        p->noted = now;
        p->notes = more >= p->notes ? 0 : p->notes - (unsigned)more;
    }
    bool yes = p->notes < NOTES_MAX;
    p->notes += yes;
    pthread_mutex_unlock(&p->lock);
    return yes;
}
