/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Comments of a project, as the commands that file, print and carry them share them.
 */
#pragma once

#include "cli/committee_draft.h"
#include "committee/comment_row.h"
#include "office/comment_object.h"

/* The drafts of a project, read when they are first asked for. */
struct comment_drafts {
    struct seat *s;
    struct draft_view view;
    const struct project *project;
    struct map by_id; /* of struct draft */
};

MUST_USE bool comment_drafts_begin(struct comment_drafts *d, struct seat *s,
                                   const struct project *p, struct err *e);
/* Null with *e where it cannot be read. */
const struct draft *comment_draft(struct comment_drafts *d, struct slice id, struct err *e);

/* What a comment says, as somebody gives it. */
struct comment_given {
    struct slice clause; /* identifier or printed number; empty: on the whole */
    struct slice text, proposed, quote, replace, line, element, from;
    enum comment_row_type type;
    enum comment_row_lang lang; /* unknown: guessed from the text */
    struct slice draft;         /* id; empty: the one that is out */
    int64_t consolidated;       /* 0: not stated */
    bool of_public;
};

/* Where it belongs: the draft that is out, and the clause where one is named. */
struct comment_place {
    struct slice id; /* of the draft */
    const struct draft *draft;
    const struct clause *clause; /* both null: on the whole */
};
MUST_USE bool comment_place(struct comment_place *out, struct comment_drafts *drafts,
                            const struct comment_given *g, struct err *e);
enum draft_language comment_language(const struct comment_given *g);

/*
 * The act comment.filed: *r gets type, data and its one object (in `object`). ERR_INPUT says what
 * is missing or wrong.
 */
MUST_USE bool comment_request(struct office_request *r, struct office_object *object,
                              struct comment_drafts *drafts, const struct comment_given *g,
                              struct err *e);

/* The comment's object; false where it was forgotten or is none. */
bool comment_object_of(struct comment_object *out, struct seat *s, const struct comment *c);
/* The text of a reason, "" where there is none. */
struct slice comment_reason(struct seat *s, struct slice digest);

/* "5.2" where the clause has a printed number, else its identifier. */
struct slice comment_clause_number(struct comment_drafts *d, const struct comment *c);

extern const struct command comment_import_verb, comment_export_verb, comment_merge_verb,
    comment_answer_verb;                          /* committee_tables.c */
extern const struct command comment_anchors_verb; /* committee_anchors.c */
