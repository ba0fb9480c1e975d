/* SPDX-License-Identifier: Apache-2.0 */
/*
 * UTF-8 for the language: strings are sequences of code points. Strict: no
 * overlong forms, no surrogates, nothing past U+10FFFF. Spec: RFC 3629.
 */
#pragma once

#include "base/slice.h"

#define CEL_REPLACEMENT 0xFFFDu

/* Octets of the sequence that `s` begins with, its code point in *cp; 0 where there is none. */
size_t cel_utf8_decode(struct slice s, uint32_t *cp);

/* Writes a code point; gives its length, 1 to 4, or 0 where it is none (surrogate, too large). */
size_t cel_utf8_encode(uint8_t out[4], uint32_t cp);

bool cel_utf8_valid(struct slice s);

/* Code points in a valid string. */
size_t cel_utf8_count(struct slice s);

/* The octet offset of code point `i` in a valid string; s.n for i = count, SIZE_MAX past it. */
size_t cel_utf8_offset(struct slice s, size_t i);
