/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Workbooks and archives for tests, made from raw XML, as good or as bad as a
 * test wants them; by libzip, and nothing of src/text.
 */
#pragma once

#include "base/arena.h"

struct book_part {
    const char *name;
    struct slice text;
};

/* An archive of these parts. With a password they are encrypted (AES-256). */
struct slice book_zip(struct arena *a, const struct book_part *parts, size_t n,
                      const char *password);

/*
 * A workbook with one sheet, "Sheet1". `rows` is what stands within <sheetData>, `behind` what
 * stands behind it, `strings` what stands within <sst>; null: none.
 */
struct slice book_make(struct arena *a, const char *rows, const char *behind, const char *strings);

/* The parts of such a workbook but its sheet and strings. */
#define BOOK_PARTS 4
extern const struct book_part book_parts[BOOK_PARTS];

/* A whole worksheet or table of strings around what is in it. */
struct slice book_sheet(struct arena *a, const char *rows, const char *behind);
struct slice book_strings(struct arena *a, const char *strings);
