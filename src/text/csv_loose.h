/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tables as people send them: CSV in whatever dialect a spreadsheet wrote, as a
 * struct sheet. csv.h is the strict reader for our own data; here a fault costs
 * its row, never the file.
 *
 * Tolerated: UTF-8, UTF-16 and GB18030 (encoding.h); comma, semicolon or TAB
 * between fields, found by which of them gives rows of the same length, or named by a first
 * line "sep=;"; LF, CRLF or CR at the end of rows; rows of any length;
 * quotes in a field without quotes around it, which are text;
 * spaces in front of a quote. The apostrophe of csv_write.h is taken away.
 *
 * Faults of their row: a quote that opens a field and is not closed (it is text then, and the
 * field ends where it would without it), octets that are no text, a field that is too long.
 */
#pragma once

#include "base/err.h"
#include "text/sheet.h"

/* ERR_LIMIT, ERR_UNSUPPORTED as encoding_read. `octets` must outlive *out. */
MUST_USE bool csv_loose_read(struct sheet *out, struct arena *a, struct slice octets,
                             struct err *e);
