/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A proposed change to one text of one clause, kept as a diff: what stays, what
 * goes, what comes. It is applied exactly, to the very text that it was made
 * for, or refused with the reason.
 *
 * (Not called a change: solve/change.h has those.)
 */
#pragma once

#include "draft/textdiff.h"
#include "text/json.h"
#include "text/json_write.h"

#define PROPOSAL_STEPS_MAX 10000

struct proposal_step {
    enum textdiff_edit edit;
    size_t n;          /* KEEP: octets of the old text */
    struct slice text; /* DELETE: what goes; INSERT: what comes */
};

struct proposal {
    struct slice clause;
    enum draft_language language;
    uint8_t before[DRAFT_DIGEST]; /* of the text that it was made for */
    struct proposal_step *v;
    size_t n;
};

/* From the text that somebody would like to read there. ERR_INPUT where it changes nothing. */
MUST_USE bool proposal_make(struct proposal *out, struct arena *a, const struct draft *d,
                            struct slice clause, enum draft_language l, struct slice text,
                            struct err *e);

/* The text that the clause would have. ERR_INPUT: clause gone, text no longer the same. */
MUST_USE bool proposal_apply(struct slice *out, struct arena *a, const struct draft *d,
                             const struct proposal *p, struct err *e);

/*
 * As a JSON object (an object in the record's sense; fit for canonical JSON):
 * {"before":"sha256:…","clause":"c-suites","language":"zh",
 *  "steps":[{"keep":12},{"delete":"应"},{"insert":"宜"},{"keep":30}]}
 */
void proposal_write(struct json_write *w, const struct proposal *p);
/* Hostile input; the texts are copied to `a`. */
MUST_USE bool proposal_read(struct proposal *out, struct arena *a, const struct json_node *n,
                            struct err *e);

/* "…系统[-宜-]{+应+}加密…": needs no draft; of what is kept only `context` characters beside a
 * change where the draft `d` that it fits is given, else "…". */
struct slice proposal_print(struct arena *a, const struct proposal *p, const struct draft *d,
                            size_t context);
