/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A growing run of octets in an arena, for writing text and wire formats.
 *
 * It has a ceiling. Past it nothing more is added and `full` stays set: the
 * writer checks once, at the end (buf_done). Numbers are big-endian.
 */
#pragma once

#include "base/arena.h"
#include "base/err.h"

struct buf {
    struct arena *a;
    uint8_t *p;
    size_t n, cap, max;
    bool full; /* something did not fit; the content is not to be used */
};

void buf_init(struct buf *b, struct arena *a, size_t max);

void buf_add(struct buf *b, struct slice s);
void buf_str(struct buf *b, const char *s);
void buf_printf(struct buf *b, const char *fmt, ...) PRINTF_LIKE(2, 3);
void buf_u8(struct buf *b, uint32_t v);
void buf_u16(struct buf *b, uint32_t v);
void buf_u24(struct buf *b, uint32_t v);
void buf_u32(struct buf *b, uint32_t v);

/*
 * Length-prefixed parts: buf_open leaves room for a length of `width` octets
 * (1 to 3) and gives the place; buf_close fills it in. A part too long for its
 * width sets `full`.
 */
size_t buf_open(struct buf *b, size_t width);
void buf_close(struct buf *b, size_t place, size_t width);

static inline struct slice
buf_slice(const struct buf *b)
{
    return slice_of(b->p, b->n);
}

/* Fails with ERR_LIMIT where something did not fit. */
MUST_USE bool buf_done(const struct buf *b, struct slice *out, struct err *e);
