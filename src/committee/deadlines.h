/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is due when in a project: ends of comment periods and ballots, the days
 * that a stage lasts at least and at most, appeals, the periodic review. For
 * displays and reminders; nothing here decides anything.
 */
#pragma once

#include "committee/project.h"

enum deadline_kind {
    DEADLINE_COMMENTS, /* a comment period ends */
    DEADLINE_BALLOT,   /* a ballot ends; once over it waits to be closed */
    DEADLINE_UNSEALED, /* from then on it is counted without what is still sealed */
    DEADLINE_APPEAL,   /* against the result of a ballot */
    DEADLINE_EARLIEST, /* the project may not go on before */
    DEADLINE_LATEST,   /* it should have gone on by then */
    DEADLINE_REVIEW,   /* of the published text */
};

struct deadline {
    enum deadline_kind kind;
    struct slice of; /* id of a draft, ballot or stage */
    int64_t at;
    bool past;         /* lies before now; what still matters then is in the list */
    struct langs text; /* "ballot b-1 ends"; without the date */
};

struct deadlines {
    struct deadline *v;
    size_t n;
};

/* By time. `process` is the version that the project is pinned to. */
void deadlines_of(struct deadlines *out, struct arena *a, const struct project *p,
                  const struct process *process, int64_t now);

const char *deadline_name(enum deadline_kind k);
