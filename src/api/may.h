/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether somebody who looks may do something now: the committee's own decision
 * (committee/act.h), asked without writing. For pages that show a form or do not; an act is
 * decided again when it is done.
 */
#pragma once

#include "api/viewer.h"
#include "text/json_build.h"

/*
 * The first of the viewer's mandates under which that act would be allowed, or null. `data` is as a
 * person gives it; digests in it may be of anything.
 */
const struct mandate *may_act(const struct viewer *v, const struct project *p, const char *type,
                              const struct json_node *data);

/* Common ones. */
const struct mandate *may_post_draft(const struct viewer *v, const struct project *p);
const struct mandate *may_comment(const struct viewer *v, const struct project *p);
/* A comment that is open; of any, where `c` is null. */
const struct mandate *may_dispose(const struct viewer *v, const struct project *p,
                                  const struct comment *c);
const struct mandate *may_withdraw(const struct viewer *v, const struct project *p,
                                   const struct comment *c);

/* The mandate by which the viewer works at the desk of an organisation that comments on the
 * project: delegate, alternate or expert; null: none. */
const struct mandate *may_sit(const struct viewer *v, const struct project *p);
