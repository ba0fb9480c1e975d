/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of a project's view; private to view_project*.c. Each puts its members into `n`. */
#pragma once

#include "api/view_project.h"

/* drafts, comments, ballots, documents, publications, reviews */
void project_put_parts(const struct viewer *v, struct json_node *n, const struct project *p,
                       const struct process *process);
MUST_USE bool project_put_corrections(const struct viewer *v, struct json_node *n,
                                      const struct project *p, struct err *e);
/* What it makes sense to offer to this viewer. Whether it is allowed is decided when it is done. */
void project_put_acts(const struct viewer *v, struct json_node *n, const struct project *p,
                      const struct process *process);
/* Makes the project's state stale. */
MUST_USE bool project_put_ways(const struct viewer *v, struct json_node *n, const struct project *p,
                               const struct process *process, struct err *e);
