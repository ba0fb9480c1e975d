/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The ways on from a project's stage, each with what stands in it: the engine's own answer, asked
 * and not done.
 */
#pragma once

#include "api/viewer.h"

struct way {
    struct slice to;                /* a stage of the process */
    struct langs name;              /* of the way; may be empty */
    struct langs stage;             /* name of the stage that it leads to */
    const struct transition *needs; /* as the process says */
    struct refusal refusal;         /* code REFUSED_NOT: it can be gone now */
};

struct ways {
    struct way *v;
    size_t n;
    bool asked; /* as the viewer's own; false: as a secretary would be answered */
};

/*
 * `by` null: the viewer's mandates, whichever gets furthest; for a viewer without any, a
 * secretary's. No ways where the process is unknown. The project's state is stale afterwards.
 */
MUST_USE bool ways_on(struct ways *out, const struct viewer *v, const struct project *p,
                      const struct actor *by, struct err *e);
