/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writing into a record's folder, one process at a time. A file that is there
 * already is written aside (".new") and changes places with the old one: who reads
 * sees the old one or the new one, whole. A new one is written where it belongs: nobody looks for
 * it before the checkpoint that calls for it.
 */
#pragma once

#include "base/err.h"
#include "base/slice.h"

/*
 * The folder, locked until closed (AUTO_FD does); false where it cannot be.
 * Waits for another process, for a minute at most.
 */
MUST_USE bool put_lock(int *dir_fd, const char *dir, struct err *e);

/*
 * `path` is relative and ours; its folders are made. Whoever reads sees the file as it was, or
 * whole. Nothing is written where these octets stand there already.
 */
MUST_USE bool put_whole(int dir_fd, const char *path, struct slice octets, struct err *e);

/* The same for a file that nobody looks for yet: where it is new it is written in place. */
MUST_USE bool put_uncalled(int dir_fd, const char *path, struct slice octets, struct err *e);

/* A folder of plain files, such as "tile/0/000.p"; nothing where it is not there. Best effort. */
void put_remove_dir(int dir_fd, const char *path);

MUST_USE bool put_remove_file(int dir_fd, const char *path, struct err *e);

/* Everything written so far is on the disk when it returns. */
MUST_USE bool put_sync(int dir_fd, struct err *e);
