/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From a request to a reply: route, visitor, guard, fields, handler, then page or
 * JSON, and the header fields that every reply has. What goes wrong is a
 * reply, too: 4xx says what to do, 500 and 503 say what happened and that nothing was
 * half done; faults of ours go to the log, without what was sent.
 */
#pragma once

#include "web/call.h"

/* The office is this thread's; it is brought up to date first. */
void dispatch(struct http_reply *out, struct arena *a, const struct portal *p, struct office *o,
              const struct http_request *r);

/* Header fields of every reply: content security policy, referrer policy, nosniff, … */
struct http_fixed {
    const char *name, *value;
};
extern const struct http_fixed http_fixed[];
extern const size_t nhttp_fixed;
