/* SPDX-License-Identifier: Apache-2.0 */
#include "collect/mlkem.h"

#include "crypto/crypto.h"

#define Q 3329
#define N 256
#define POLY_OCTETS 384 /* 256 coefficients of 12 bits */

/* FIPS 203, table 2. */
static const struct set {
    size_t k, eta1, du, dv;
} sets[] = {
    [MLKEM_512] = {2, 3, 10, 4},
    [MLKEM_768] = {3, 2, 10, 4},
    [MLKEM_1024] = {4, 2, 11, 5},
};
#define ETA2 2

size_t
mlkem_public_size(enum mlkem_set set)
{
    return sets[set].k * POLY_OCTETS + 32;
}

size_t
mlkem_ciphertext_size(enum mlkem_set set)
{
    return 32 * (sets[set].du * sets[set].k + sets[set].dv);
}

/* --- polynomials --- */

static void
add(struct mlkem_poly *a, const struct mlkem_poly *b)
{
    for (size_t i = 0; i < N; i++)
        a->c[i] = (uint16_t)((a->c[i] + b->c[i]) % Q);
}

static void
subtract(struct mlkem_poly *a, const struct mlkem_poly *b)
{
    for (size_t i = 0; i < N; i++)
        a->c[i] = (uint16_t)((a->c[i] + Q - b->c[i]) % Q);
}

static uint16_t
multiply(uint32_t a, uint32_t b)
{
    return (uint16_t)(a * b % Q);
}

/* 17 to the power of the seven bits of i in reverse (appendix A). */
static void
roots(uint16_t zeta[128])
{
    for (unsigned i = 0; i < 128; i++) {
        unsigned power = 0;
        zeta[i] = 1;
        for (unsigned b = 0; b < 7; b++)
            power |= (i >> b & 1) << (6 - b);
        for (unsigned n = 0; n < power; n++)
            zeta[i] = multiply(zeta[i], 17);
    }
}

/* Algorithm 9. */
static void
transform(struct mlkem_poly *f, const uint16_t zeta[128])
{
    size_t i = 1;
    for (size_t len = 128; len >= 2; len /= 2) {
        for (size_t start = 0; start < N; start += 2 * len, i++) {
            for (size_t j = start; j < start + len; j++) {
                uint16_t t = multiply(zeta[i], f->c[j + len]);
                f->c[j + len] = (uint16_t)((f->c[j] + Q - t) % Q);
                f->c[j] = (uint16_t)((f->c[j] + t) % Q);
            }
        }
    }
}

/* Algorithm 10. */
static void
transform_back(struct mlkem_poly *f, const uint16_t zeta[128])
{
    size_t i = 127;
    for (size_t len = 2; len <= 128; len *= 2) {
        for (size_t start = 0; start < N; start += 2 * len, i--) {
            for (size_t j = start; j < start + len; j++) {
                uint16_t t = f->c[j];
                f->c[j] = (uint16_t)((t + f->c[j + len]) % Q);
                f->c[j + len] = multiply(zeta[i], (uint32_t)(f->c[j + len] + Q - t));
            }
        }
    }
    for (size_t j = 0; j < N; j++)
        f->c[j] = multiply(f->c[j], 3303); /* 128 to the power of -1 */
}

/* out += a * b, all transformed: algorithms 11 and 12. */
static void
add_product(struct mlkem_poly *out, const struct mlkem_poly *a, const struct mlkem_poly *b,
            const uint16_t zeta[128])
{
    for (size_t i = 0; i < 128; i++) {
        /* 17 to the power of 2 * reverse(i) + 1 */
        uint16_t gamma = multiply(multiply(zeta[i], zeta[i]), 17);
        const uint16_t *x = &a->c[2 * i], *y = &b->c[2 * i];
        uint32_t low = multiply(x[0], y[0]) + multiply(multiply(x[1], y[1]), gamma);
        uint32_t high = multiply(x[0], y[1]) + multiply(x[1], y[0]);
        out->c[2 * i] = (uint16_t)((out->c[2 * i] + low) % Q);
        out->c[2 * i + 1] = (uint16_t)((out->c[2 * i + 1] + high) % Q);
    }
}

/* --- octets --- */

/* Algorithm 5. */
static void
encode(uint8_t *out, const struct mlkem_poly *f, size_t d)
{
    memset(out, 0, 32 * d);
    for (size_t i = 0; i < N * d; i++)
        out[i / 8] |= (uint8_t)((f->c[i / d] >> i % d & 1) << i % 8);
}

/* Algorithm 6; of twelve bits the values may be too large: false then. */
static bool
decode(struct mlkem_poly *f, const uint8_t *in, size_t d)
{
    bool fits = true;
    memset(f, 0, sizeof *f);
    for (size_t i = 0; i < N * d; i++)
        f->c[i / d] |= (uint16_t)((in[i / 8] >> i % 8 & 1) << i % d);
    for (size_t i = 0; i < N; i++)
        fits = fits && f->c[i] < Q;
    return fits;
}

/* Rounded to d bits, and back (section 4.2.1). */
static void
compress(struct mlkem_poly *f, size_t d)
{
    for (size_t i = 0; i < N; i++)
        f->c[i] = (uint16_t)((((uint32_t)f->c[i] << d) + Q / 2) / Q & ((1u << d) - 1));
}

static void
decompress(struct mlkem_poly *f, size_t d)
{
    for (size_t i = 0; i < N; i++)
        f->c[i] = (uint16_t)(((uint32_t)f->c[i] * Q + (1u << (d - 1))) >> d);
}

/* --- sampling --- */

/* Algorithm 7: element (i, j) of the matrix. More octets are drawn where a few do not do. */
static void
sample_matrix(struct mlkem_poly *f, const uint8_t rho[32], size_t i, size_t j)
{
    uint8_t in[34], out[2 * 840];
    size_t have = sizeof out / 2, n = 0;
    memcpy(in, rho, 32);
    in[32] = (uint8_t)j;
    in[33] = (uint8_t)i;
    for (; n < N; have = sizeof out) {
        crypto_shake(out, have, 128, slice_of(in, sizeof in));
        n = 0;
        for (size_t at = 0; at + 3 <= have && n < N; at += 3) {
            unsigned a = out[at] + 256u * (out[at + 1] % 16);
            unsigned b = out[at + 1] / 16 + 16u * out[at + 2];
            if (a < Q)
                f->c[n++] = (uint16_t)a;
            if (b < Q && n < N)
                f->c[n++] = (uint16_t)b;
        }
    }
}

/* Algorithm 8, of the octets that the seed and its number give. */
static void
sample_noise(struct mlkem_poly *f, const uint8_t seed[32], size_t number, size_t eta)
{
    uint8_t in[33], out[64 * 3];
    memcpy(in, seed, 32);
    in[32] = (uint8_t)number;
    crypto_shake(out, 64 * eta, 256, slice_of(in, sizeof in));
    for (size_t i = 0; i < N; i++) {
        unsigned x = 0, y = 0;
        for (size_t b = 0; b < eta; b++) {
            size_t at = 2 * i * eta + b;
            x += out[at / 8] >> at % 8 & 1;
            y += out[(at + eta) / 8] >> (at + eta) % 8 & 1;
        }
        f->c[i] = (uint16_t)((x + Q - y) % Q);
    }
}

/* G: SHA3-512 of two parts, split in halves. */
static void
hash_g(uint8_t out[64], struct slice a, struct slice b)
{
    uint8_t in[64];
    memcpy(in, a.p, a.n);
    memcpy(in + a.n, b.p, b.n);
    crypto_hash(out, CRYPTO_SHA3_512, slice_of(in, a.n + b.n));
}

/* --- the public-key scheme inside --- */

/* Algorithm 13, and what algorithm 16 keeps beside it. */
void
mlkem_key_init(struct mlkem_key *out, enum mlkem_set set, const uint8_t seed[MLKEM_SEED])
{
    size_t k = sets[set].k, number = 0;
    const uint8_t rank = (uint8_t)k;
    uint16_t zeta[128];
    uint8_t g[64];
    roots(zeta);
    *out = (struct mlkem_key){.set = set};
    memcpy(out->z, seed + 32, 32);
    hash_g(g, slice_of(seed, 32), slice_of(&rank, 1));
    const uint8_t *rho = g, *sigma = g + 32;
    for (size_t i = 0; i < k; i++) {
        sample_noise(&out->s[i], sigma, number++, sets[set].eta1);
        transform(&out->s[i], zeta);
    }
    for (size_t i = 0; i < k; i++) {
        struct mlkem_poly t, a;
        sample_noise(&t, sigma, number++, sets[set].eta1);
        transform(&t, zeta);
        for (size_t j = 0; j < k; j++) {
            sample_matrix(&a, rho, i, j);
            add_product(&t, &a, &out->s[j], zeta);
        }
        encode(out->public + i * POLY_OCTETS, &t, 12);
    }
    memcpy(out->public + k * POLY_OCTETS, rho, 32);
}

/* Algorithm 14. False where the key has coefficients that are too large (section 7.2). */
static bool
pke_encrypt(uint8_t *out, enum mlkem_set set, const uint8_t *public, const uint8_t m[32],
            const uint8_t r[32])
{
    const struct set *p = &sets[set];
    const uint8_t *rho = public + p->k * POLY_OCTETS;
    uint16_t zeta[128];
    struct mlkem_poly y[MLKEM_RANK_MAX], v = {{0}}, e, t, mu;
    bool good = true;
    roots(zeta);
    for (size_t i = 0; i < p->k; i++) {
        sample_noise(&y[i], r, i, p->eta1);
        transform(&y[i], zeta);
    }
    for (size_t i = 0; i < p->k; i++) {
        struct mlkem_poly u = {{0}}, a;
        for (size_t j = 0; j < p->k; j++) {
            sample_matrix(&a, rho, j, i); /* transposed */
            add_product(&u, &a, &y[j], zeta);
        }
        transform_back(&u, zeta);
        sample_noise(&e, r, p->k + i, ETA2);
        add(&u, &e);
        compress(&u, p->du);
        encode(out + i * 32 * p->du, &u, p->du);
        good = decode(&t, public + i * POLY_OCTETS, 12) && good;
        add_product(&v, &t, &y[i], zeta);
    }
    transform_back(&v, zeta);
    sample_noise(&e, r, 2 * p->k, ETA2);
    add(&v, &e);
    (void)decode(&mu, m, 1);
    decompress(&mu, 1);
    add(&v, &mu);
    compress(&v, p->dv);
    encode(out + p->k * 32 * p->du, &v, p->dv);
    return good;
}

/* Algorithm 15. */
static void
pke_decrypt(uint8_t m[32], const struct mlkem_key *key, const uint8_t *ciphertext)
{
    const struct set *p = &sets[key->set];
    uint16_t zeta[128];
    struct mlkem_poly v, w = {{0}};
    roots(zeta);
    for (size_t i = 0; i < p->k; i++) {
        struct mlkem_poly u;
        (void)decode(&u, ciphertext + i * 32 * p->du, p->du);
        decompress(&u, p->du);
        transform(&u, zeta);
        add_product(&w, &key->s[i], &u, zeta);
    }
    transform_back(&w, zeta);
    (void)decode(&v, ciphertext + p->k * 32 * p->du, p->dv);
    decompress(&v, p->dv);
    subtract(&v, &w);
    compress(&v, 1);
    encode(m, &v, 1);
}

/* --- the encapsulation around it --- */

bool
mlkem_encapsulate(uint8_t secret[MLKEM_SECRET], uint8_t *ciphertext, enum mlkem_set set,
                  struct slice public, const uint8_t m[32])
{
    uint8_t h[32], g[64];
    if (public.n != mlkem_public_size(set))
        return false;
    crypto_hash(h, CRYPTO_SHA3_256, public);
    hash_g(g, slice_of(m, 32), slice_of(h, 32));
    memcpy(secret, g, MLKEM_SECRET);
    return pke_encrypt(ciphertext, set, public.p, m, g + 32);
}

bool
mlkem_decapsulate(uint8_t secret[MLKEM_SECRET], const struct mlkem_key *k, struct slice ciphertext)
{
    uint8_t m[32], h[32], g[64], again[MLKEM_CIPHERTEXT_MAX];
    uint8_t wrong[32 + MLKEM_CIPHERTEXT_MAX];
    if (ciphertext.n != mlkem_ciphertext_size(k->set))
        return false;
    pke_decrypt(m, k, ciphertext.p);
    crypto_hash(h, CRYPTO_SHA3_256, slice_of(k->public, mlkem_public_size(k->set)));
    hash_g(g, slice_of(m, 32), slice_of(h, 32));
    (void)pke_encrypt(again, k->set, k->public, m, g + 32); /* our own key is a good one */
    if (slice_eq(slice_of(again, ciphertext.n), ciphertext)) {
        memcpy(secret, g, MLKEM_SECRET);
        return true;
    }
    memcpy(wrong, k->z, 32);
    memcpy(wrong + 32, ciphertext.p, ciphertext.n);
    crypto_shake(secret, MLKEM_SECRET, 256, slice_of(wrong, 32 + ciphertext.n));
    return true;
}
