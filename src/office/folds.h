/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The states of a whole committee at once, folded event by event, for those who
 * go through all of them: rebuild, verify, restore.
 */
#pragma once

#include "committee/act.h"

struct folds {
    struct arena committee_arena, names, scratch;
    struct committee committee;
    struct map streams; /* id -> private */
    int64_t last_at;
    uint64_t n; /* events */
};

/* Zeroed before. */
void folds_init(struct folds *f);
void folds_free(struct folds *f);

/* Null where there is no such project yet. */
struct project *folds_project(const struct folds *f, struct slice id);
/* The i-th of f->streams. */
struct project *folds_at(const struct folds *f, size_t i);

/* Whether the rules allow what comes next. Texts of the refusal live in `a`. */
MUST_USE bool folds_decide(struct folds *f, struct arena *a, const struct event *ev,
                           struct refusal *r);
/* Gives the project's state, or null for an act of the committee. */
struct project *folds_apply(struct folds *f, const struct event *ev);
