/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The words of provisions: which words of a text oblige, recommend, permit or
 * say what can be, and which must not stand in a standard. Chinese is cut by
 * the longest word of a table, so that the 应 of 应用 is none; English by words.
 */
#pragma once

#include "draft/draft.h"

enum word_class {
    WORD_KEYWORD,   /* obliges, recommends, permits, enables: `keyword`, `negative` */
    WORD_FORBIDDEN, /* stands for a keyword, but is none: must, 必须 */
    WORD_VAGUE,     /* cannot be tested: appropriate, 适当 */
};

struct word {
    enum word_class class;
    enum keyword keyword; /* FORBIDDEN: what it is taken for, so that texts can be compared */
    bool negative;        /* shall not, 不宜 */
    bool possibility;     /* 可能, possible: a statement of what may happen */
    size_t offset, n;     /* octets in the text */
    struct slice instead; /* what to write; empty where nothing stands for it */
};

struct words {
    struct word *v; /* in the order of the text */
    size_t n;
};

/* `text` need not be UTF-8: what is not is passed over. */
void words_find(struct words *out, struct arena *a, enum draft_language l, struct slice text);

/*
 * The sentence that octet `at` stands in, as an interval of octets: ends behind
 * 。；！？ or a full stop, semicolon, question or exclamation mark before white space, or at a
 * line's end; numbers and abbreviations do not end it.
 */
void words_sentence(enum draft_language l, struct slice text, size_t at, size_t *from, size_t *to);
