/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The syntax tree of a regular expression. Groups are gone from it, flags are
 * worked into the classes and assertions.
 */
#pragma once

#include "base/err.h"

#include "cel/regex_class.h"

enum regex_node_kind {
    REGEX_EMPTY,
    REGEX_CLASS,
    REGEX_ASSERT,
    REGEX_SEQUENCE,
    REGEX_CHOICE,
    REGEX_REPEAT,
};

/* What holds between two code points; a mask of those that do is made per place. */
enum regex_assert {
    REGEX_TEXT_START = 1 << 0,
    REGEX_TEXT_END = 1 << 1,
    REGEX_LINE_START = 1 << 2,
    REGEX_LINE_END = 1 << 3,
    REGEX_WORD_EDGE = 1 << 4,
    REGEX_NO_WORD_EDGE = 1 << 5,
};

#define REGEX_UNBOUNDED UINT32_MAX

struct regex_node {
    enum regex_node_kind kind;
    enum regex_assert assertion;     /* REGEX_ASSERT */
    const struct regex_class *class; /* REGEX_CLASS */
    uint32_t min, max;               /* REGEX_REPEAT; max can be REGEX_UNBOUNDED */
    uint32_t copies;                 /* the largest product of counts nested here */
    struct regex_node *first;        /* children: SEQUENCE and CHOICE many, REPEAT one */
    struct regex_node *next;         /* the next child of the same parent */
};

/* Errors and memory as cel_regex_compile. */
bool regex_parse(struct regex_node **out, struct arena *a, struct slice pattern,
                 struct err *e) MUST_USE;
