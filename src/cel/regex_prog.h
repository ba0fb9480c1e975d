/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The program of a regular expression: a nondeterministic automaton over code
 * points, one instruction per state. Control runs on to the next instruction
 * unless said otherwise.
 */
#pragma once

#include "base/err.h"

#include "cel/regex_parse.h"

enum regex_op {
    REGEX_OP_RUNE,   /* takes the code point x */
    REGEX_OP_CLASS,  /* takes one of `class` */
    REGEX_OP_ASSERT, /* goes on where x (enum regex_assert) holds */
    REGEX_OP_JUMP,   /* to x */
    REGEX_OP_SPLIT,  /* on, and to x */
    REGEX_OP_MATCH,
};

struct regex_inst {
    enum regex_op op;
    uint32_t x;
    const struct regex_class *class;
};

struct cel_regex {
    struct regex_inst *v;
    uint32_t n;
    bool from_start; /* can begin at the start of the text only */
    bool skips;      /* a match must begin with an octet of `first` */
    uint8_t first[256];
};

/* Fails with ERR_LIMIT past CEL_REGEX_PROGRAM_MAX instructions. */
bool regex_prog_new(struct cel_regex **out, struct arena *a, const struct regex_node *tree,
                    struct err *e) MUST_USE;
