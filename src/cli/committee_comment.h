/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Comments of a project, as the commands that file, print and carry them share them.
 */
#pragma once

#include "api/act_comment.h"
#include "cli/committee_draft.h"

/* The project's drafts, to be read when they are first asked for. */
MUST_USE bool comment_drafts(struct drafts *d, struct seat *s, const struct project *p,
                             struct err *e);

extern const struct command comment_import_verb, comment_export_verb, comment_merge_verb,
    comment_answer_verb;                          /* committee_tables.c */
extern const struct command comment_anchors_verb; /* committee_anchors.c */
