/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What stands between a request and its handler: who it is, whether this route is open to
 * them, and whether a form comes from a page of ours. Dispatch calls the three in
 * this order; each may answer in the handler's place.
 */
#pragma once

#include "web/call.h"

/*
 * Fills in c->visitor (and the form token: an observer has one, too, in a cookie of its own, which
 * goes to `cookies` where it is new). A cookie or token that is good for nothing is as none, but
 * that a bad Authorization is told: *go false, 401.
 */
MUST_USE bool guard_visitor(bool *go, struct answer *out, struct call *c, struct err *e);

/* Access and scope of c->route: *go false, with 401 or 403. */
MUST_USE bool guard_access(bool *go, struct answer *out, struct call *c, struct err *e);

/* GUARD_FORM, GUARD_PROVE: origin, form token (of c->sent), password (c->proof). */
MUST_USE bool guard_form(bool *go, struct answer *out, struct call *c, struct err *e);

/* The password of the account that is signed in, within the pace: *go false, with 422, 429 or 503.
 */
MUST_USE bool guard_prove(bool *go, struct answer *out, struct call *c, struct slice password,
                          struct err *e);

/* One more Set-Cookie. */
void guard_cookie(struct answer *out, struct arena *a, struct slice cookie);
