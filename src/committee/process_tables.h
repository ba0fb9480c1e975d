/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How processes are read and written, and what has to fit together in them
 * (private to committee/process*).
 */
#pragma once

#include "committee/process.h"
#include "committee/rule_tables.h"

extern const struct shape process_shape;

/* Ways that lead somewhere, ballots and documents that exist, cites with sources. */
MUST_USE bool process_check(const struct process *p, const struct shape_tree *t, struct err *e);
