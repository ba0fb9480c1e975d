/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Literals as the lexer reads them back: the printers of values and of syntax
 * use them.
 */
#pragma once

#include "base/buf.h"

/* "…" with escapes; control characters and DEL as \n, \x1f…; the rest as it is. */
void cel_quote_string(struct buf *b, struct slice s);

/* b"…": octets outside printable ASCII as \xNN. */
void cel_quote_bytes(struct buf *b, struct slice s);

/* With a point or exponent: 1.0, 1e+06. NaN and infinities as double("NaN"). */
void cel_quote_double(struct buf *b, double v);
