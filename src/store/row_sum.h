/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A checksum of a table that does not depend on the order of its rows: the sum, modulo 2^128,
 * of a hash of each row. A row that is added, changed or removed changes it by the
 * difference of two hashes, so that it is kept up to date without a scan, and a scan
 * finds what was changed by somebody else.
 *
 * It is against damage and careless hands, not against an attacker: whoever may
 * write the database can write a fitting checksum, too. The record is against those.
 *
 * The hash is SipHash-1-3's rounds with 128 bits of output and a fixed key, over 64-bit words.
 */
#pragma once

#include "base/slice.h"

struct row_hash {
    uint64_t v[4];
};

struct row_sum {
    uint64_t n;      /* rows */
    uint64_t lo, hi; /* of the sum */
};

/* One row: begin, its values in order, then add it to a sum or take it out. */
void row_hash_begin(struct row_hash *h);
void row_hash_int(struct row_hash *h, int64_t x);
void row_hash_octets(struct row_hash *h, struct slice s);
void row_sum_add(struct row_sum *s, struct row_hash *h);
void row_sum_take(struct row_sum *s, struct row_hash *h);

static inline bool
row_sum_eq(const struct row_sum *a, const struct row_sum *b)
{
    return a->n == b->n && a->lo == b->lo && a->hi == b->hi;
}
