/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Adopting a process: one of those that come with the program, or one of the committee's own.
 */
#pragma once

#include "api/act.h"

/* The act process.adopted; `reason` may be empty. False with a fault of "reason". */
bool process_request(struct act *out, const struct viewer *v, const struct process *p,
                     struct slice reason, struct given_faults *f);
