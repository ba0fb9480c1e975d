/* SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>

void
buf_init(struct buf *b, struct arena *a, size_t max)
{
    *b = (struct buf){.a = a, .max = max};
}

/* Room for n more octets, or false with `full` set. */
static bool
reserve(struct buf *b, size_t n)
{
    if (b->full || n > b->max - b->n) {
        b->full = true;
        return false;
    }
    if (n <= b->cap - b->n)
        return true;
    size_t cap = b->cap ? b->cap : 128;
    while (cap - b->n < n)
        cap *= 2;
    uint8_t *p = arena_alloc(b->a, cap, 1);
    if (b->n)
        memcpy(p, b->p, b->n);
    b->p = p;
    b->cap = cap;
    return true;
}

void
buf_add(struct buf *b, struct slice s)
{
    if (s.n == 0 || !reserve(b, s.n))
        return;
    memcpy(b->p + b->n, s.p, s.n);
    b->n += s.n;
}

void
buf_str(struct buf *b, const char *s)
{
    buf_add(b, slice_str(s));
}

void
buf_printf(struct buf *b, const char *fmt, ...)
{
    va_list ap, again;
    va_start(ap, fmt);
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    if (n >= 0 && reserve(b, (size_t)n + 1)) {
        vsnprintf((char *)b->p + b->n, (size_t)n + 1, fmt, again);
        b->n += (size_t)n;
    }
    va_end(again);
}

/* The low `width` octets of v. */
static void
put_be(struct buf *b, uint32_t v, size_t width)
{
    uint8_t octets[4];
    for (size_t i = 0; i < width; i++)
        octets[i] = (uint8_t)(v >> 8 * (width - 1 - i));
    buf_add(b, slice_of(octets, width));
}

void
buf_u8(struct buf *b, uint32_t v)
{
    put_be(b, v, 1);
}

void
buf_u16(struct buf *b, uint32_t v)
{
    put_be(b, v, 2);
}

void
buf_u24(struct buf *b, uint32_t v)
{
    put_be(b, v, 3);
}

void
buf_u32(struct buf *b, uint32_t v)
{
    put_be(b, v, 4);
}

size_t
buf_open(struct buf *b, size_t width)
{
    size_t place = b->n;
    put_be(b, 0, width);
    return place;
}

void
buf_close(struct buf *b, size_t place, size_t width)
{
    if (b->full)
        return;
    size_t n = b->n - place - width;
    if (n >> 8 * width != 0) {
        b->full = true;
        return;
    }
    for (size_t i = 0; i < width; i++)
        b->p[place + i] = (uint8_t)(n >> 8 * (width - 1 - i));
}

bool
buf_done(const struct buf *b, struct slice *out, struct err *e)
{
    if (b->full)
        return err_set(e, ERR_LIMIT, "output larger than %zu octets", b->max);
    *out = buf_slice(b);
    return true;
}
