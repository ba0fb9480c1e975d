/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Handles that close themselves at the end of their scope. Data needs none of
 * this: it goes with its arena.
 */
#pragma once

#include "base/arena.h"

#include <stdio.h>
#include <unistd.h>

static inline void
cleanup_fd(const int *fd)
{
    if (*fd >= 0)
        close(*fd);
}

static inline void
cleanup_file(FILE **f)
{
    if (*f)
        fclose(*f);
}

#define CLEANUP(fn) __attribute__((cleanup(fn)))
#define AUTO_FD CLEANUP(cleanup_fd) int
#define AUTO_FILE CLEANUP(cleanup_file) FILE *
#define AUTO_ARENA CLEANUP(arena_free) struct arena
