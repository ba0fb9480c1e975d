/* SPDX-License-Identifier: Apache-2.0 */
#include "base/arena.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

/* With AddressSanitizer each allocation gets a block of its own, so that overruns show. */
#if defined(__SANITIZE_ADDRESS__)
#define BLOCK_MIN ((size_t)1)
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define BLOCK_MIN ((size_t)1)
#endif
#endif
#ifndef BLOCK_MIN
#define BLOCK_MIN ((size_t)32 << 10)
#endif

#define ALIGN alignof(max_align_t)

struct arena_block {
    struct arena_block *below;
    size_t cap, at;
    alignas(max_align_t) uint8_t data[];
};

static void
die(const char *why)
{
    fprintf(stderr, "comity: %s\n", why);
    abort();
}

void
arena_free(struct arena *a)
{
    arena_reset(a, (struct arena_mark){0});
}

/* A block that holds at least n octets, on top of the others; sizes double. */
static void
grow(struct arena *a, size_t n)
{
    size_t cap = a->top ? a->top->cap * 2 : BLOCK_MIN;
    if (cap > ((size_t)8 << 20) || BLOCK_MIN == 1)
        cap = BLOCK_MIN == 1 ? n : (size_t)8 << 20;
    if (cap < n)
        cap = n;
    struct arena_block *b = malloc(sizeof *b + cap);
    if (!b)
        die("out of memory");
    *b = (struct arena_block){.below = a->top, .cap = cap};
    a->top = b;
}

void *
arena_alloc(struct arena *a, size_t count, size_t size)
{
    size_t n;
    if (__builtin_mul_overflow(count, size, &n) || n > SIZE_MAX - ALIGN)
        die("allocation size overflows");
    n = (n + ALIGN - 1) & ~(ALIGN - 1);
    size_t max = a->max ? a->max : ARENA_DEFAULT_MAX;
    if (n > max || a->used > max - n)
        die("an arena reached its ceiling");
    if (!a->top || a->top->cap - a->top->at < n)
        grow(a, n);
    uint8_t *p = a->top->data + a->top->at;
    a->top->at += n;
    a->used += n;
    memset(p, 0, n);
    return p;
}

struct arena_mark
arena_mark(const struct arena *a)
{
    return (struct arena_mark){a->top, a->top ? a->top->at : 0, a->used};
}

void
arena_reset(struct arena *a, struct arena_mark m)
{
    while (a->top != m.top) {
        struct arena_block *below = a->top->below;
        free(a->top);
        a->top = below;
    }
    if (a->top)
        a->top->at = m.at;
    a->used = m.used;
}

struct slice
arena_dup(struct arena *a, struct slice s)
{
    uint8_t *p = arena_alloc(a, s.n, 1);
    if (s.n)
        memcpy(p, s.p, s.n);
    return slice_of(p, s.n);
}

char *
arena_str(struct arena *a, struct slice s)
{
    char *p = arena_alloc(a, s.n + 1, 1);
    if (s.n)
        memcpy(p, s.p, s.n);
    return p;
}

struct slice
arena_printf(struct arena *a, const char *fmt, ...)
{
    va_list ap, again;
    va_start(ap, fmt);
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    if (n < 0)
        die("bad format");
    char *p = arena_alloc(a, (size_t)n + 1, 1);
    vsnprintf(p, (size_t)n + 1, fmt, again);
    va_end(again);
    return slice_of(p, (size_t)n);
}
