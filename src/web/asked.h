/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What an address names: the project of its first parameter, the draft of its second. Where there
 * is none, or it is not to be seen, the answer is given and the pointer is null: a handler
 * goes on only with both.
 */
#pragma once

#include "api/view_draft.h"
#include "web/call.h"

MUST_USE bool asked_project(const struct project **p, struct answer *out, struct call *c,
                            struct err *e);

struct asked_draft {
    const struct project *project;
    struct comment_look *look;
    const struct draft_posted *posted;
    const struct draft *draft; /* null: answered */
};
/* `id`: of the draft; empty: the newest. */
MUST_USE bool asked_draft(struct asked_draft *x, struct slice id, struct answer *out,
                          struct call *c, struct err *e);

/* A way of looking at the project's comments, in the call's arena. */
struct comment_look *asked_look(struct call *c, const struct project *p);

/* "/projects/P-7" and what is behind it. */
struct slice asked_address(const struct call *c, const char *behind, struct slice id);

/* What was sent under that name, by whichever form: for a page that is shown again. */
struct slice asked_sent(const struct call *c, const char *name);

/* An act by the rules of the committee: *done false where it was refused, and answered. */
MUST_USE bool asked_act(bool *done, struct office_done *what, struct answer *out, struct call *c,
                        const struct act *x, struct err *e);

/* A draft's file is read first where nothing can be broken. With a fault of "file" where it is
 * none; false with *e for a fault of ours. */
MUST_USE bool asked_draft_file(struct given_faults *f, struct call *c, struct slice file,
                               struct err *e);
