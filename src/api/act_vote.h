/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Votes as people give them. In a sealed ballot the office draws the salt and keeps the opening
 * until the close (office_act does so by itself); or the voter keeps it alone, vote_seal.
 */
#pragma once

#include "api/act.h"

struct vote_given {
    struct slice ballot;
    struct slice choice; /* a position's key, or what people call it: 赞成 */
    struct slice reason; /* a text; may be empty */
    struct slice voter;  /* on the roll; empty: the mandate's own */
    struct slices marks;
    bool conditional;
};

/* From the fields choice, reason, voter, marks (a,b), conditional ("1"). False with faults. */
bool vote_take(struct vote_given *out, struct arena *a, struct slice ballot, const struct given *g,
               struct given_faults *f);

/* The position's key for what was given; what was given where it is none. */
struct slice vote_choice_key(const struct ballot *b, struct slice given);

/* The act vote.cast, for act_run; sealed or plain. False with faults. */
bool vote_request(struct act *out, const struct viewer *v, const struct project *p,
                  const struct vote_given *g, struct given_faults *f);

/* A sealed vote whose opening the voter keeps. */
struct vote_sealing {
    struct act act;           /* vote.sealed */
    struct slice opening;     /* a file for vote_open; to be kept before the act is run */
    struct office_done asked; /* the office is asked first whose vote it is: its refusal, if any */
};
/* False with faults, or with *e. Refused by `asked`: there is no act. */
bool vote_seal(struct vote_sealing *out, const struct viewer *v, const struct actor *by,
               const struct project *p, const struct vote_given *g, struct given_faults *f,
               struct err *e);

/* The act vote.unsealed from that file. False with faults of "file". */
bool vote_open(struct act *out, const struct viewer *v, struct slice project, struct slice octets,
               struct given_faults *f);
