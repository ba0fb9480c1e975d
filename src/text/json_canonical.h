/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Canonical JSON: the one way to write a value, so that its digest says what it
 * is. Members are sorted by their keys' UTF-16 code units, nothing stands
 * between the parts, texts carry as few escapes as they can.
 *
 * We write less than RFC 8785 could: whole numbers within +-(2^53 - 1), texts,
 * true and false, arrays and objects. null and fractions are refused; none of
 * our leaves has any, and a number then has one form in every language.
 *
 * Spec: RFC 8785; RFC 7493 (I-JSON) section 2.2 for the numbers.
 */
#pragma once

#include "base/buf.h"
#include "text/json.h"

#define JSON_CANONICAL_INT_MAX ((int64_t)9007199254740991) /* 2^53 - 1 */
#define JSON_CANONICAL_MAX ((size_t)16 << 20) /* octets read; one of them may cost forty */

/*
 * Writes the value in canonical form. ERR_INPUT, naming the place, on null, a
 * fraction, a number out of range, a key that stands twice, octets that are not
 * UTF-8; ERR_LIMIT deeper than JSON_DEPTH_MAX, or past what `out` may hold.
 */
MUST_USE bool json_canonical_write(struct buf *out, const struct json_node *n, struct err *e);

/* The same as octets from the arena, at most `max` of them. */
MUST_USE bool json_canonical(struct slice *out, struct arena *a, const struct json_node *n,
                             size_t max, struct err *e);

/*
 * Reads octets that must be canonical, all of them. True exactly where
 * json_parse reads them (of at most JSON_CANONICAL_MAX) and json_canonical_write gives them back
 * unchanged; otherwise ERR_INPUT (or ERR_LIMIT) says at which octet they depart from it. One pass,
 * and fast: texts without escapes are borrowed from `text`, which must outlive the tree.
 */
MUST_USE bool json_canonical_read(struct json_node *out, struct arena *a, struct slice text,
                                  struct err *e);

/* The order of keys: as UTF-16 code units (RFC 8785 section 3.2.3), of valid UTF-8. */
int json_canonical_key_cmp(struct slice x, struct slice y);
