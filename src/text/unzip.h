/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The files in a ZIP archive that is held in memory; nothing goes to disk.
 * It comes from outside: entries, octets and the ratio of octets to those in the
 * archive are limited, what is read is checked against its CRC.
 *
 * Refused as a whole: entries whose name is absolute or leads upwards (no file
 * of an office program has one), NUL and backslash in names. Refused when
 * read: encrypted entries, methods other than stored and deflated, a name that
 * stands there twice.
 */
#pragma once

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"

#define UNZIP_FILE_MAX ((size_t)32 << 20)   /* octets of the archive */
#define UNZIP_ENTRIES_MAX 2000              /* our limit */
#define UNZIP_ENTRY_MAX ((size_t)64 << 20)  /* octets of one entry, inflated */
#define UNZIP_TOTAL_MAX ((size_t)128 << 20) /* octets of all that is read from one archive */
#define UNZIP_RATIO_MAX 200                 /* of inflated to deflated, past UNZIP_RATIO_FREE */
#define UNZIP_RATIO_FREE ((size_t)1 << 20)

struct unzip {
    void *archive; /* libzip's; null: closed */
    size_t total;  /* octets read so far */
};

/* `octets` must outlive *z. Messages have no name in front: put yours there (err_in). */
MUST_USE bool unzip_open(struct unzip *z, struct slice octets, struct err *e);

/*
 * The whole entry of that name, ASCII letters in any case (ECMA-376, part 2,
 * section 6.2.2.3). *found is false, and *out empty, where there is none.
 */
MUST_USE bool unzip_read(struct unzip *z, struct slice *out, bool *found, struct arena *a,
                         struct slice name, struct err *e);

void unzip_close(struct unzip *z);

#define AUTO_UNZIP CLEANUP(unzip_close) struct unzip
