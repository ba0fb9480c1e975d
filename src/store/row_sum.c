/* SPDX-License-Identifier: Apache-2.0 */
#include "store/row_sum.h"

#define OF_INT 1
#define OF_OCTETS 2

static inline uint64_t
rotl(uint64_t x, unsigned n)
{
    return x << n | x >> (64 - n);
}

/* SipRound (Aumasson, Bernstein 2012). */
static inline void
turn(uint64_t v[4])
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

static inline void
word(uint64_t v[4], uint64_t m)
{
    v[3] ^= m;
    turn(v);
    v[0] ^= m;
}

void
row_hash_begin(struct row_hash *h)
{
    *h = (struct row_hash){{UINT64_C(0x736f6d6570736575), UINT64_C(0x646f72616e646f6d) ^ 0xee,
                            UINT64_C(0x6c7967656e657261), UINT64_C(0x7465646279746573)}};
}

void
row_hash_int(struct row_hash *h, int64_t x)
{
    word(h->v, OF_INT);
    word(h->v, (uint64_t)x);
}

void
row_hash_octets(struct row_hash *h, struct slice s)
{
    word(h->v, (uint64_t)s.n << 8 | OF_OCTETS); /* the length: padding needs no mark */
    uint64_t m;
    size_t i = 0;
    for (; i + sizeof m <= s.n; i += sizeof m) {
        memcpy(&m, s.p + i, sizeof m);
        word(h->v, m);
    }
    if (i == s.n)
        return;
    m = 0;
    memcpy(&m, s.p + i, s.n - i);
    word(h->v, m);
}

static void
finish(struct row_hash *h, uint64_t out[2])
{
    h->v[2] ^= 0xee;
    for (int half = 0; half < 2; half++) {
        for (int i = 0; i < 3; i++)
            turn(h->v);
        out[half] = h->v[0] ^ h->v[1] ^ h->v[2] ^ h->v[3];
        h->v[1] ^= 0xdd;
    }
}

void
row_sum_add(struct row_sum *s, struct row_hash *h)
{
    uint64_t x[2];
    finish(h, x);
    s->n++;
    s->lo += x[0];
    s->hi += x[1] + (s->lo < x[0]);
}

void
row_sum_take(struct row_sum *s, struct row_hash *h)
{
    uint64_t x[2];
    finish(h, x);
    s->n--;
    s->hi -= x[1] + (s->lo < x[0]);
    s->lo -= x[0];
}
