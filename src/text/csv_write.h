/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tables as comma-separated values (RFC 4180), written for spreadsheets, and
 * the guard that keeps them from taking text for a formula.
 *
 * A spreadsheet runs what starts with = + - @ (also in full width), TAB or a line
 * end, even in quotes. Such a text gets one apostrophe in front. So does a text
 * that already has apostrophes there and such a start behind them; therefore
 * taking one apostrophe away, from the same texts, gives back exactly what was
 * written. csv_loose.h does so.
 */
#pragma once

#include "base/buf.h"

/* The byte order mark, without which Excel does not take a file for UTF-8. */
void csv_write_start(struct buf *b);

/* A row of n fields, guarded, in quotes where they need them; it ends with CRLF. */
void csv_write_row(struct buf *b, const struct slice *fields, size_t n);

/* True where `s`, behind any apostrophes, would be taken for a formula. */
bool csv_write_guards(struct slice s);

/* What was written as the guarded field `s`. */
struct slice csv_write_unguard(struct slice s);
