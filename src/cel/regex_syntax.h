/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The small pieces of regular expression syntax: code points, escapes,
 * brackets, counts, the heads of groups. regex_parse.c puts them together.
 *
 * The functions take what stands at p->at and move on; those that return bool
 * and MUST_USE fail with p->e set, the offset in the message.
 */
#pragma once

#include "base/err.h"

#include "cel/regex_class.h"

#define REGEX_FLAG_I 1u /* case does not matter */
#define REGEX_FLAG_M 2u /* ^ and $ also at lines */
#define REGEX_FLAG_S 4u /* . also takes a newline */
#define REGEX_FLAG_U 8u /* greed swapped: of no matter here */

struct regex_parser {
    struct arena *a;
    struct err *e;
    struct slice text;
    size_t at;
    unsigned flags;
    size_t budget;           /* of ranges, for all classes */
    size_t after_repetition; /* where the last repetition operator ended */
    bool no_posix_end;       /* no ":]" from here on */
};

bool regex_fail(const struct regex_parser *p, const char *what);
bool regex_fail_limit(const struct regex_parser *p, const char *what);

/* The octet `ahead` of here, 0 past the end. */
uint8_t regex_peek(const struct regex_parser *p, size_t ahead);
bool regex_take_str(struct regex_parser *p, const char *s);
bool regex_next_rune(struct regex_parser *p, uint32_t *out) MUST_USE;

/* \n, \x{..}, \123, \.: a backslash that means one code point. */
bool regex_escaped_rune(struct regex_parser *p, uint32_t *out) MUST_USE;

/* \d, \pL and their like: added to `s` if one stands here. */
bool regex_escaped_class(struct regex_parser *p, struct regex_set *s, bool *found) MUST_USE;

/* [...] */
bool regex_bracket(struct regex_parser *p, struct regex_set *s) MUST_USE;

/* {n}, {n,}, {n,m}: *found is false where "{" stands for itself. */
bool regex_take_counts(struct regex_parser *p, uint32_t *min, uint32_t *max, bool *found) MUST_USE;

/* "(", "(?:", "(?P<name>", "(?<name>", "(?i:"; or all of "(?i)": *flags_only. Sets p->flags. */
bool regex_open_group(struct regex_parser *p, bool *flags_only) MUST_USE;
