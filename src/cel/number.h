/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Numbers as text: what the conversions int("..."), uint("..."), double("...")
 * and string(...) of CEL read and write, and the lexer's literals.
 *
 * Doubles are printed with the fewest digits that read back as the same value.
 * The C library does the arithmetic, in the "C" locale (no part of Comity sets
 * LC_NUMERIC). Spec: CEL langdef, "Numeric Values", "Standard Definitions".
 */
#pragma once

#include "base/buf.h"

#define CEL_NUMBER_MAX 4096 /* octets of text that are looked at as one number */

enum cel_number_result {
    CEL_NUMBER_OK,
    CEL_NUMBER_SYNTAX, /* no number */
    CEL_NUMBER_RANGE,  /* a number, but too large for the type */
};

/* [+-] digits; no prefix, no white space, nothing behind. */
enum cel_number_result cel_int_parse(int64_t *out, struct slice s) MUST_USE;
enum cel_number_result cel_uint_parse(uint64_t *out, struct slice s) MUST_USE;

/* Hexadecimal digits without a sign or 0x, for the lexer. */
enum cel_number_result cel_hex_parse(uint64_t *out, struct slice digits) MUST_USE;

/*
 * [+-] digits, `.`, exponent (a digit on at least one side of the point), or
 * in any case `inf`, `infinity`, `nan`. A value that rounds to infinity is
 * CEL_NUMBER_RANGE; one that rounds to zero is zero.
 */
enum cel_number_result cel_double_parse(double *out, struct slice s) MUST_USE;

/*
 * As string(double): shortest digits; an exponent of at least two digits
 * below 1e-4 and from 1e6 on, as cel-go: 0.0001, 1e-05, 100000, 1e+06. NaN, +Inf, -Inf.
 */
void cel_double_print(struct buf *b, double v);

/* As format's %s: shortest digits, never an exponent; NaN, Infinity, -Infinity. */
void cel_double_print_plain(struct buf *b, double v);

/* Exact conversions, false where the value does not fit (NaN never does). Fractions are cut off. */
bool cel_double_to_int(int64_t *out, double v) MUST_USE;
bool cel_double_to_uint(uint64_t *out, double v) MUST_USE;
