/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Comments as people give them: where they belong, the words that they quote, the change that
 * they propose; and back from the record, for whoever shows them.
 */
#pragma once

#include "api/act_draft.h"
#include "committee/comment_row.h"
#include "office/comment_object.h"

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

/*
 * From the fields clause, text, type (ge, te, ed), proposed, quote, replace, line, element,
 * language (en, zh), draft, public ("1") and from. False with faults. Others are left alone.
 */
bool comment_take(struct comment_given *out, struct arena *a, const struct given *g,
                  struct given_faults *f);

/* Where it belongs: the draft that is out, and the clause where one is named. */
struct comment_place {
    struct slice id; /* of the draft */
    const struct draft *draft;
    const struct clause *clause; /* both null: on the whole */
};
/* False with a fault of "clause" or "draft", or with *e (then *f is as it was). */
bool comment_place(struct comment_place *out, struct drafts *d, const struct comment_given *g,
                   struct given_faults *f, struct err *e);
/* The fault of a comment without a type. */
bool comment_untyped(struct arena *a, struct given_faults *f);
enum draft_language comment_language(const struct comment_given *g);

/* The act comment.filed, for act_run. False with faults, or with *e. */
bool comment_request(struct act *out, struct drafts *d, const struct comment_given *g,
                     struct given_faults *f, struct err *e);

/* ---- back from the record ---- */

/* False where it was forgotten or is none. */
bool comment_object_of(struct comment_object *out, const struct viewer *v, const struct comment *c);
/* The text of a reason (disposition, vote, correction) by its digest; "" where there is none. */
struct slice comment_reason(const struct viewer *v, struct slice digest);
/* "5.2" where the clause has a printed number, else its identifier. */
struct slice comment_clause_number(struct drafts *d, const struct comment *c);
