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

/* The folder, locked until closed (AUTO_FD does); -1 and false where it cannot be. May wait. */
MUST_USE bool put_lock(int *dir_fd, const char *dir, struct err *e);

/* `path` is relative and ours; its folders are made. */
MUST_USE bool put_file(int dir_fd, const char *path, struct slice octets, struct err *e);

/* The same where the file has other octets, or is not there. */
MUST_USE bool put_file_if(int dir_fd, const char *path, struct slice octets, struct err *e);

/* A folder of plain files, such as "tile/0/000.p"; nothing where it is not there. Best effort. */
void put_remove_dir(int dir_fd, const char *path);

MUST_USE bool put_remove_file(int dir_fd, const char *path, struct err *e);

/* Everything written so far is on the disk when it returns. */
MUST_USE bool put_sync(int dir_fd, struct err *e);
