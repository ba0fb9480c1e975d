/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the tasks of workers share: reading their options, and the tasks
 * themselves. They run behind closed doors (web/worker_child.h).
 */
#pragma once

#include "text/json_write.h"
#include "web/worker_child.h"

#define JOB_TARGETS_MAX 50 /* of one evidence file */

struct bom;

/* The regimes of `options.regimes`, ids; all but the variants of others where there are none. */
MUST_USE bool job_regimes(const struct regime ***out, size_t *n, const struct worker_in *in,
                          struct err *e);
/* The day of `options.on`; today where it is not given. */
MUST_USE bool job_on(date_t *out, const struct worker_in *in, struct err *e);
/* The file as evidence; `options.name` is how messages name it. */
MUST_USE bool job_evidence(struct bom *out, const struct worker_in *in, struct err *e);
/* Seconds since 1970. */
int64_t job_now(const struct worker_in *in);

MUST_USE bool job_run_evidence(struct buf *out, const struct worker_in *in, struct err *e);
MUST_USE bool job_run_matrix(struct buf *out, const struct worker_in *in, struct err *e);
MUST_USE bool job_run_conflicts(struct buf *out, const struct worker_in *in, struct err *e);
MUST_USE bool job_run_plan(struct buf *out, const struct worker_in *in, struct err *e);
MUST_USE bool job_run_table(struct buf *out, const struct worker_in *in, struct err *e);
MUST_USE bool job_prepare_table(struct err *e);
MUST_USE bool job_run_draft(struct buf *out, const struct worker_in *in, struct err *e);
MUST_USE bool job_run_impact(struct buf *out, const struct worker_in *in, struct err *e);
