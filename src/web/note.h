/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A note for the next page: "Comment filed", shown once behind a redirect. It travels in a
 * cookie that this run of the portal signed, so that nobody else's words are shown as ours.
 */
#pragma once

#include "web/call.h"

/* The value of Set-Cookie. */
struct slice note_put(const struct call *c, struct slice msgid);
/* The msgid that the request carries; empty where there is none of ours. */
struct slice note_get(const struct call *c);
/* The Set-Cookie that takes it away. */
struct slice note_clear(const struct call *c);
