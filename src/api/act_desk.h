/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The desk of an organisation (committee/desk.h) as the store keeps it: taken out under the lock,
 * changed, put back; and what is approved on it filed.
 */
#pragma once

#include "api/act_comment.h"
#include "committee/desk.h"

struct desk_sitting {
    const struct viewer *viewer;
    struct slice project, organisation;
    struct desk_hand hand;
    struct desk desk;
    bool open; /* a transaction of the store */
};

/* By a mandate of the organisation whose desk it is. `write`: nobody else changes it until the end.
 * Ends with desk_leave, on failure too. */
MUST_USE bool desk_sit(struct desk_sitting *s, const struct viewer *v, struct slice project,
                       const struct mandate *by, bool write, struct err *e);
MUST_USE bool desk_keep(struct desk_sitting *s, struct err *e); /* and commits */
void desk_leave(struct desk_sitting *s);                        /* nothing where it was kept */

/* What an entry says, of a comment as it is given. False with faults, or with *e. */
bool desk_text_of(struct desk_text *out, struct drafts *d, const struct comment_given *g,
                  struct given_faults *f, struct err *e);
/* What `g` leaves out as the entry has it. */
void desk_text_again(struct comment_given *g, const struct desk_text *base);

/*
 * Files entry `n` as the organisation's comment, under a key of its own: tried again, it is filed
 * once. Leaves `s` first and marks the desk in a transaction of its own. False with faults (what
 * the entry says fits its draft no longer), or with *e. `d` is stale afterwards, as every project
 * is after an act.
 */
bool desk_file(struct office_done *out, struct desk_sitting *s, struct drafts *d, uint64_t n,
               bool dry, struct given_faults *f, struct err *e);
