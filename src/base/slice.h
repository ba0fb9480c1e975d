/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A borrowed run of octets. Everything read from outside is a slice: not a C
 * string, possibly with NULs, owned by somebody else (an arena, a mapped file,
 * a literal). Reading moves the slice forward and cannot overrun.
 */
#pragma once

#include "base/attr.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct slice {
    const uint8_t *p;
    size_t n;
};

/* A slice of a string literal: SL("x") as a value, SL_INIT("x") in a static table. */
#define SL_INIT(lit)                               \
    {                                              \
        (const uint8_t *)("" lit), sizeof(lit) - 1 \
    }
#define SL(lit) ((struct slice)SL_INIT(lit))

/* A list of them. */
struct slices {
    struct slice *v;
    size_t n;
};

/* For printf("%.*s", SL_FMT(s)). */
#define SL_FMT(s) ((s).n > INT32_MAX ? INT32_MAX : (int)(s).n), (const char *)(s).p

static inline struct slice
slice_of(const void *p, size_t n)
{
    return (struct slice){(const uint8_t *)p, n};
}

/* A null `s` gives the empty slice. */
static inline struct slice
slice_str(const char *s)
{
    return (struct slice){(const uint8_t *)s, s ? strlen(s) : 0};
}

static inline bool
slice_eq(struct slice a, struct slice b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static inline bool
slice_eq_str(struct slice a, const char *b)
{
    return slice_eq(a, slice_str(b));
}

/* Octet order, as strcmp; a prefix comes first. */
int slice_cmp(struct slice a, struct slice b);

bool slice_has_prefix(struct slice s, struct slice prefix);
bool slice_has_suffix(struct slice s, struct slice suffix);

/* Offset of the first `what` in `s`, or SIZE_MAX. The empty slice is found at 0. */
size_t slice_find(struct slice s, struct slice what);

/* Without the ASCII white space at both ends. */
struct slice slice_trim(struct slice s);

/* The n octets from `from`, cut to what is there. */
struct slice slice_sub(struct slice s, size_t from, size_t n);

/*
 * Cut `s` at the first `sep`: *head is what stands before it, *s what stands
 * behind. Without a separator *head is all of it and *s is empty. False, and
 * *head empty, when *s was empty to begin with, so that it drives a loop.
 */
bool slice_cut(struct slice *s, uint8_t sep, struct slice *head);

/* Readers: take from the front, big-endian. On false *s and *out are unchanged. */
MUST_USE bool slice_take(struct slice *s, size_t n, struct slice *out);
MUST_USE bool slice_u8(struct slice *s, uint8_t *out);
MUST_USE bool slice_u16(struct slice *s, uint16_t *out);
MUST_USE bool slice_u24(struct slice *s, uint32_t *out);
MUST_USE bool slice_u32(struct slice *s, uint32_t *out);

/* A vector with a length prefix of 8, 16 or 24 bits (TLS, RFC 8446 section 3.4). */
MUST_USE bool slice_vec8(struct slice *s, struct slice *out);
MUST_USE bool slice_vec16(struct slice *s, struct slice *out);
MUST_USE bool slice_vec24(struct slice *s, struct slice *out);

/*
 * Whole-slice numbers: decimal with optional sign, or 0x hexadecimal. False
 * where anything else stands there, or the value does not fit.
 */
MUST_USE bool slice_to_i64(struct slice s, int64_t *out);
MUST_USE bool slice_to_u64(struct slice s, uint64_t *out);
