/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An answer as what is sent: a page, JSON, problem+json (RFC 9457), a redirect, a file.
 */
#pragma once

#include "web/call.h"

void reply_make(struct http_reply *out, struct call *c, const struct answer *x);

/* Something of ours failed, or the database or disk did: to the log, and a page that says so. */
void reply_fault(struct http_reply *out, struct call *c, const struct err *why);
