/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Memory for one unit of work. Data comes from the arena that the caller
 * passes and is freed with it, all at once; functions neither create nor free
 * arenas. A loop without a bound clears its own (arena_mark, arena_reset).
 *
 * Every arena has a ceiling. Readers check size, depth and count of what they
 * read first, so that input alone cannot reach it: it is a backstop, and
 * reaching it, like running out of memory, aborts the process.
 */
#pragma once

#include "base/attr.h"
#include "base/slice.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ARENA_DEFAULT_MAX ((size_t)4 << 30) /* octets */

struct arena_block; /* private: a chunk from malloc */

/* All zero is a valid empty arena with the default ceiling. */
struct arena {
    struct arena_block *top;
    size_t used; /* octets handed out, for limits and tests */
    size_t max;  /* 0 means ARENA_DEFAULT_MAX */
};

struct arena_mark {
    struct arena_block *top;
    size_t at, used;
};

/* Frees every block; the arena is empty and usable again. */
void arena_free(struct arena *a);

/* Zeroed, aligned for any type, never null. `count * size` is checked. */
void *arena_alloc(struct arena *a, size_t count, size_t size) MUST_USE;

/* Octets that it may still hand out before its ceiling, for those who check first. */
static inline size_t
arena_room(const struct arena *a)
{
    return (a->max ? a->max : ARENA_DEFAULT_MAX) - a->used;
}

#define NEW(a, T) ((T *)arena_alloc((a), 1, sizeof(T)))
#define NEW_ARRAY(a, T, n) ((T *)arena_alloc((a), (n), sizeof(T)))

/* Go back to an earlier state: everything allocated since is gone. */
struct arena_mark arena_mark(const struct arena *a);
void arena_reset(struct arena *a, struct arena_mark m);

/* Copies. arena_str adds the NUL that a system call wants. */
struct slice arena_dup(struct arena *a, struct slice s);
char *arena_str(struct arena *a, struct slice s);
struct slice arena_printf(struct arena *a, const char *fmt, ...) PRINTF_LIKE(2, 3);
