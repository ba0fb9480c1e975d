/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The words of provisions: which words of a text oblige, recommend, permit or
 * say what can be, and which must not stand in a standard. Chinese is cut by
 * the longest word of a table, so that the 应 of 应用 is none; English by words.
 */
#pragma once

#include "draft/draft.h"

enum word_class {
    WORD_KEYWORD,    /* obliges, recommends, permits, enables: `keyword`, `negative` */
    WORD_EQUIVALENT, /* the same, but only where the keyword itself does not fit: is permitted, 可以
                      */
    WORD_FORBIDDEN, /* stands for a keyword, but is none: must, 必须 */
    WORD_VAGUE,     /* cannot be tested: appropriate, 适当 */
};

struct word {
    enum word_class class;
    enum keyword keyword; /* FORBIDDEN: what it is taken for, so that texts can be compared */
    bool negative;        /* shall not, 不宜 */
    size_t offset, n;     /* octets in the text */
    struct slice instead; /* what to write; empty where nothing stands for it */
};

struct words {
    struct word *v; /* in the order of the text */
    size_t n;
};

/*
 * `text` need not be UTF-8: what is not is passed over. A keyword that is only mentioned, alone
 * between quotation marks, is none.
 */
void words_find(struct words *out, struct arena *a, enum draft_language l, struct slice text);

/*
 * The sentence that octet `at` stands in, as an interval of octets: ends behind
 * 。；！？ or a full stop, semicolon, question or exclamation mark before white space, or at a
 * line's end; numbers and abbreviations do not end it. `at` < text.n. A sentence of more than some
 * 4,000 octets on either side is cut.
 */
void words_sentence(enum draft_language l, struct slice text, size_t at, size_t *from, size_t *to);

/* The word says how strong a provision is: any class but VAGUE. */
static inline bool
word_provides(const struct word *w)
{
    return w->class != WORD_VAGUE;
}

/* ---- tables (words_zh.c, words_en.c) -------------------------------------------------------- */

/* What a run of text means where it stands. */
enum entry_sense {
    ENTRY_PLAIN, /* a word that only looks as if: 应用, 功能 */
    ENTRY_WORD,
};

struct word_entry {
    struct slice text;    /* English: small letters, one space between words */
    struct slice instead; /* as in struct word */
    enum entry_sense sense;
    enum word_class class;
    enum keyword keyword;
    bool negative;
    uint8_t skip, only; /* octets before the word itself, and of it; 0: all that is left */
};

extern const struct word_entry words_zh[];
extern const size_t words_nzh;
extern const struct word_entry words_en[];
extern const size_t words_nen;
