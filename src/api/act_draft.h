/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Drafts of a project: those that were posted, read when they are first asked for; and one that
 * somebody gives, checked and posted.
 */
#pragma once

#include "api/act.h"
#include "draft/draft.h"
#include "draft/lint.h"

/* The drafts of a project. They live in the viewer's arena. */
struct drafts {
    const struct viewer *viewer; /* with its catalog */
    const struct project *project;
    struct map by_id; /* of struct draft */
};
void drafts_begin(struct drafts *d, const struct viewer *v, const struct project *p);

/* Draft `id`, the last one where that is empty. Null with *e: ERR_INPUT where there is none, where
 * it was forgotten or cannot be read. */
const struct draft *drafts_get(struct drafts *d, struct slice id, struct err *e);
/* Its row in the project; null where there is none. */
const struct draft_posted *drafts_posted(const struct drafts *d, struct slice id);

/* A file that somebody gives, and all that is wrong with it. */
struct draft_checked {
    struct draft *draft;    /* null where it cannot be read: then `problems` says why */
    struct slices problems; /* "draft.yaml:12:3: …"; English */
    struct lint_result lint;
};
/* Reads it, without lint. */
MUST_USE bool draft_parse(struct draft_checked *out, const struct viewer *v, struct slice name,
                          struct slice octets, struct err *e);
/* `name` is how messages call it; `octets` have to outlive it. False for a fault of ours alone. */
MUST_USE bool draft_check(struct draft_checked *out, const struct viewer *v, struct slice name,
                          struct slice octets, struct err *e);

/*
 * The act draft.posted. False with faults of "file": it cannot be read, or breaks rules of drafting
 * and is no working draft (`with_errors`).
 */
bool draft_request(struct act *out, const struct viewer *v, struct slice project,
                   struct slice octets, const struct draft_checked *c, bool with_errors,
                   struct given_faults *f);
