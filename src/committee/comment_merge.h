/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Consolidation inside a company before it files: the tables of several
 * colleagues become one.
 *
 * The same comment, written by two, is filed once, with both named outside of
 * the official columns. Comments on the same place stand together. Where two
 * ask for different things at the same place, each says so in its `decision`,
 * which someone has to settle before the table is filed: nothing is dropped here.
 *
 * A clause counts as the same place unless both comments name different lines or elements; each
 * change is compared with the sixteen others next to it.
 *
 * Pure. Order: clauses as in a document (5.2 before 5.10, annexes behind),
 * then as given.
 */
#pragma once

#include "base/arena.h"
#include "committee/comment_row.h"

/* One colleague's table. */
struct comment_merge_part {
    struct slice contributor; /* "Li", or the file's name */
    const struct comment_row *rows;
    size_t n;
};

enum comment_merge_why {
    COMMENT_MERGE_JOINED = 0,  /* the same comment more than once: it stands here once */
    COMMENT_MERGE_SAME_CHANGE, /* another comment asks for the same change at the same place */
    COMMENT_MERGE_OTHER_TYPE,  /* the same comment under another type: both stay, decide */
    COMMENT_MERGE_CONTRADICTS, /* different changes at the same place: decide */
    COMMENT_MERGE_DELETES,     /* one deletes what another changes: decide */
    COMMENT_MERGE_OUTCOMES,    /* the same comment with different outcomes or reasons: decide */
};
#define COMMENT_MERGE_WHYS 6

struct comment_merge_note {
    enum comment_merge_why why;
    bool decide;
    size_t row, other; /* index into rows; for COMMENT_MERGE_JOINED both are `row` */
    size_t count;      /* COMMENT_MERGE_JOINED: how many were joined */
};

struct comment_merge {
    struct comment_row *rows; /* `row` is 0, `number` empty: they are numbered anew when written */
    size_t n;
    const struct comment_merge_note *notes; /* in order of row */
    size_t nnotes;
    size_t given;     /* rows of all parts */
    size_t undecided; /* rows with a decision to take */
};

/* Texts stay where they are or come from `a`; `lang` is that of `decision`. */
void comment_merge(struct comment_merge *out, struct arena *a,
                   const struct comment_merge_part *parts, size_t nparts,
                   enum comment_row_lang lang);

/* What the note says, without the rows' numbers. */
struct slice comment_merge_why_text(enum comment_merge_why why, enum comment_row_lang lang);

/* The order of clauses in a document: -1, 0, 1. */
int comment_merge_clause_cmp(struct slice x, struct slice y);
