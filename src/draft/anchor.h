/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where a comment points: a clause by its identifier, one language of it, and
 * there a span of its text that is quoted with the comment. From one revision to
 * the next an anchor is carried, or listed as unsure with the reason: it never
 * lands somewhere else without a person having said so.
 */
#pragma once

#include "draft/draft.h"

#define ANCHOR_QUOTE_MAX 2000  /* octets */
#define ANCHOR_ELEMENT_MAX 100 /* octets */
#define ANCHOR_CANDIDATES_MAX 8

struct anchor {
    struct slice clause; /* its identifier */
    enum draft_language language;
    struct slice element; /* "Table 2", "paragraph 3": as the commenter wrote; may be empty */
    struct slice quote;   /* empty: the clause as a whole */
    size_t start;         /* of the quote, in octets of the clause's text */
    uint8_t digest[DRAFT_DIGEST]; /* of the clause's text */
};

/*
 * The anchor of octets [start, start + n) of a text; n = 0 is the clause as a whole. ERR_INPUT
 * where there is no such clause, the span is outside, cuts a character, or is longer than
 * ANCHOR_QUOTE_MAX.
 */
MUST_USE bool anchor_make(struct anchor *out, const struct draft *d, struct slice clause,
                          enum draft_language l, struct slice element, size_t start, size_t n,
                          struct err *e);

/* The same by the quoted words, which have to stand in the clause's text exactly once. */
MUST_USE bool anchor_quote(struct anchor *out, const struct draft *d, struct slice clause,
                           enum draft_language l, struct slice element, struct slice quote,
                           struct err *e);

/* Whether the anchor fits this very revision: the clause, its digest, the quote at its place. */
bool anchor_fits(const struct draft *d, const struct anchor *an);

enum anchor_state {
    ANCHOR_EXACT,  /* the clause's text is the same, octet for octet */
    ANCHOR_MOVED,  /* the text around it changed; in it the quote was found again, without doubt */
    ANCHOR_UNSURE, /* a person has to say where: `doubt` */
};

enum anchor_doubt {
    ANCHOR_SURE,
    ANCHOR_MISFIT,  /* does not fit the revision that it is said to be of */
    ANCHOR_REMOVED, /* the clause is gone, and the quote with it */
    ANCHOR_SPLIT,   /* the quote stands in a clause that is new now */
    ANCHOR_MERGED,  /* the quote stands in another clause that was there before */
    ANCHOR_CHANGED, /* the quoted words changed, or too few of them stayed to be certain */
    ANCHOR_TWICE,   /* the quote is found more than once */
    ANCHOR_EMPTY,   /* the clause has no text in that language any more */
};
extern const char *const anchor_state_names[ANCHOR_UNSURE + 1];
extern const char *const anchor_doubt_names[ANCHOR_EMPTY + 1];

struct anchor_carried {
    enum anchor_state state;
    enum anchor_doubt doubt;
    struct anchor at;          /* EXACT, MOVED: in the new revision */
    struct slice en, zh;       /* UNSURE: the reason, for people */
    struct anchor *candidates; /* UNSURE: where it may belong; a person chooses */
    size_t ncandidates;
};

void anchor_carry(struct anchor_carried *out, struct arena *a, const struct draft *from,
                  const struct draft *to, const struct anchor *an);
