/* SPDX-License-Identifier: Apache-2.0 */
#include "base/map.h"

#include <sys/random.h>

static uint64_t
rotl(uint64_t x, int b)
{
    return x << b | x >> (64 - b);
}

static void
sip_round(uint64_t v[4])
{
    v[0] += v[1];
    v[1] = rotl(v[1], 13) ^ v[0];
    v[0] = rotl(v[0], 32);
    v[2] += v[3];
    v[3] = rotl(v[3], 16) ^ v[2];
    v[0] += v[3];
    v[3] = rotl(v[3], 21) ^ v[0];
    v[2] += v[1];
    v[1] = rotl(v[1], 17) ^ v[2];
    v[2] = rotl(v[2], 32);
}

/* SipHash-1-3 (Aumasson and Bernstein, 2012). */
static uint64_t
hash(const struct map *m, struct slice s)
{
    uint64_t v[4] = {m->k0 ^ 0x736f6d6570736575, m->k1 ^ 0x646f72616e646f6d,
                     m->k0 ^ 0x6c7967656e657261, m->k1 ^ 0x7465646279746573};
    uint64_t last = (uint64_t)s.n << 56;
    size_t whole = s.n / 8 * 8;
    for (size_t i = 0; i < whole; i += 8) {
        uint64_t w;
        memcpy(&w, s.p + i, 8);
        v[3] ^= w;
        sip_round(v);
        v[0] ^= w;
    }
    for (size_t i = whole; i < s.n; i++)
        last |= (uint64_t)s.p[i] << 8 * (i - whole);
    v[3] ^= last;
    sip_round(v);
    v[0] ^= last;
    v[2] ^= 0xff;
    for (int i = 0; i < 3; i++)
        sip_round(v);
    return v[0] ^ v[1] ^ v[2] ^ v[3];
}

/* The slot that holds `key`, or the free one where it belongs. */
static size_t
slot_of(const struct map *m, struct slice key)
{
    size_t at = (size_t)hash(m, key) & (m->nslots - 1);
    while (m->slots[at] && !slice_eq(m->v[m->slots[at] - 1].key, key))
        at = (at + 1) & (m->nslots - 1);
    return at;
}

/* Twice the room, at most half full. */
static void
grow(struct arena *a, struct map *m)
{
    if (m->nslots == 0 && getrandom(&m->k0, sizeof m->k0, 0) == sizeof m->k0)
        (void)!getrandom(&m->k1, sizeof m->k1, 0);
    size_t cap = m->cap ? m->cap * 2 : 8;
    struct map_entry *v = NEW_ARRAY(a, struct map_entry, cap);
    if (m->n)
        memcpy(v, m->v, m->n * sizeof *v);
    m->v = v;
    m->cap = cap;
    m->nslots = cap * 2;
    m->slots = NEW_ARRAY(a, uint32_t, m->nslots);
    for (size_t i = 0; i < m->n; i++)
        m->slots[slot_of(m, v[i].key)] = (uint32_t)i + 1;
}

void *
map_put(struct arena *a, struct map *m, struct slice key, void *value)
{
    if (m->n == m->cap)
        grow(a, m);
    size_t at = slot_of(m, key);
    if (m->slots[at]) {
        struct map_entry *there = &m->v[m->slots[at] - 1];
        void *old = there->value;
        there->value = value;
        return old;
    }
    m->v[m->n] = (struct map_entry){key, value};
    m->slots[at] = (uint32_t)++m->n;
    return NULL;
}

void *
map_get(const struct map *m, struct slice key)
{
    if (m->n == 0)
        return NULL;
    uint32_t i = m->slots[slot_of(m, key)];
    return i ? m->v[i - 1].value : NULL;
}
