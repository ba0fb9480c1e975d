/* SPDX-License-Identifier: Apache-2.0 */
/* Folders of plain files: copied, synced, removed. For backup and restore. */
#pragma once

#include "base/err.h"

#include <sys/stat.h>

#define COPY_DEPTH_MAX 16

/*
 * Makes `to` and copies what is in `from`: folders and plain files, modes kept as
 * far as `mask` lets them. What ends in ".new" is half written by somebody, and left out; anything
 * else than folders and files is refused.
 */
MUST_USE bool copy_tree(const char *from, const char *to, mode_t mask, struct err *e);

/* One plain file into a new one. */
MUST_USE bool copy_file(const char *from, const char *to, mode_t mode, struct err *e);

/* All that was written to the disk of `dir` is on it when this returns. */
MUST_USE bool copy_sync(const char *dir, struct err *e);

/* The folder and all in it. Best effort; follows no links. */
void copy_remove(const char *dir);
