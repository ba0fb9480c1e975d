/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One asset whose conditions have been evaluated: what an explanation looks at.
 */
#pragma once

#include "judge/ground.h"
#include "judge/opaque.h"

struct witness {
    const struct program *program;
    const struct truth *truth; /* of eval_run */
    size_t lane;
    const struct asset *asset;
    const struct opaque *opaque;
    date_t on;
};

enum holds {
    HOLDS_YES,
    HOLDS_NO,
    HOLDS_UNKNOWN,
};

static inline enum holds
witness_holds(const struct witness *w, ref_t r)
{
    struct truth t = eval_truth(w->truth, w->program, r);
    if (t.yes >> w->lane & 1)
        return HOLDS_YES;
    return t.no >> w->lane & 1 ? HOLDS_NO : HOLDS_UNKNOWN;
}

static inline const struct form *
witness_form(const struct witness *w)
{
    return w->program->form;
}

/* The last second of the day judged: `now`. */
static inline int64_t
witness_now(const struct witness *w)
{
    return date_seconds(w->on) + 86399;
}
