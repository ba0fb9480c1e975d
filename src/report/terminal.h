/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A judgement as text for a person: the matrix of targets and regimes, and
 * under it, for each target and regime, the clauses that failed, that could
 * not be judged, and what to do about them.
 *
 * Pure: text into a buffer. The caller says what the terminal can show.
 */
#pragma once

#include "base/buf.h"
#include "model/verdict.h"

struct terminal_style {
    unsigned columns; /* lines are wrapped to this many; at least 40 */
    bool colour;      /* ANSI escapes */
    bool utf8;        /* marks and dashes beyond ASCII */
    bool all;         /* also the clauses that passed or do not apply */
};

void terminal_print(struct buf *out, const struct judgement *j, const struct terminal_style *style);
