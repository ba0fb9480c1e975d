/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Regular expressions as CEL's `matches` means them: RE2 syntax, a search
 * that is anchored nowhere, code points rather than octets. The answer is yes
 * or no; groups and lazy repetition are parsed but do not matter.
 *
 * The time of a match is at most proportional to the length of the text times
 * the size of the program: no pattern and no text can make it explode.
 *
 * Not here: captures, replacement, \C (a single octet), look-around, back
 * references. Spec: https://github.com/google/re2/wiki/Syntax; Unicode data
 * from Debian's unicode-data at build time.
 */
#pragma once

#include "base/arena.h"
#include "base/err.h"

#define CEL_REGEX_PATTERN_MAX 65536 /* octets */
#define CEL_REGEX_PROGRAM_MAX 20000 /* instructions after expansion of {n,m} */
#define CEL_REGEX_REPEAT_MAX 1000   /* RE2's limit; also of nested counts multiplied */
#define CEL_REGEX_DEPTH_MAX 200     /* groups within groups */

struct cel_regex; /* immutable once compiled; shared freely */

/*
 * Compile UTF-8 `pattern`. *out and all it points to come from `a`; nothing
 * points into `pattern`. Fails with ERR_INPUT (the message gives the offset in
 * octets) or ERR_LIMIT.
 */
bool cel_regex_compile(const struct cel_regex **out, struct arena *a, struct slice pattern,
                       struct err *e) MUST_USE;

/*
 * Does the expression match anywhere in `text`? An octet that is not part of
 * valid UTF-8 is matched by nothing. What is taken from `scratch` is given back.
 */
bool cel_regex_match(const struct cel_regex *re, struct slice text, struct arena *scratch);
