/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which cell formats of a workbook show a number as a date or a time
 * (xl/styles.xml; ECMA-376, part 1, sections 18.8.30 and 18.8.45).
 */
#pragma once

#include "base/arena.h"
#include "base/err.h"

#define XLSX_STYLES_MAX 65536 /* cell formats */
#define XLSX_FORMATS_MAX 4096 /* formats of numbers that the file defines */

enum xlsx_shows { XLSX_SHOWS_NUMBER = 0, XLSX_SHOWS_DATE = 1, XLSX_SHOWS_TIME = 2 }; /* or'ed */

struct xlsx_styles {
    const uint8_t *shows; /* enum xlsx_shows, by the cell's s */
    size_t n;
};

/* Where it fails, *out is empty: every number is a number. */
MUST_USE bool xlsx_styles_read(struct xlsx_styles *out, struct arena *a, struct slice xml,
                               struct err *e);

/* What a format code such as yyyy"年"m"月" shows. */
unsigned xlsx_styles_shows(struct slice code);

/*
 * "2026-11-24", "13:05:00" or both with T for a day number with its part of a
 * day, counted from 1900 (with its leap day that never was) or from 1904. Empty outside of the
 * years to 9999.
 */
struct slice xlsx_styles_date(struct arena *a, double days, bool from_1904, unsigned shows);
