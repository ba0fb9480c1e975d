/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sessions: signed in with a password, somewhere, until it ends. The cookie carries 256 random bits
 * and the account's name; the vault has their digest. Signing in always begins a new session and
 * ends the one that was there, so that nobody can have set it beforehand.
 *
 * Who is not signed in has a cookie of his own with 256 random bits, known to nobody else,
 * from which the form token of the sign-in page follows.
 *
 * Over TLS the cookies are `__Host-…; Secure; HttpOnly; SameSite=Lax; Path=/` (RFC
 * 6265bis); over plain HTTP, for the loopback alone, they go without prefix and Secure.
 */
#pragma once

#include "web/accounts.h"
#include "web/http.h"
#include "web/portal.h"

#define SESSION_IDLE ((int64_t)12 * 3600)    /* seconds without a request */
#define SESSION_ALL ((int64_t)7 * 24 * 3600) /* seconds from the sign-in, whatever happens */
#define SESSION_SEEN ((int64_t)600)          /* seconds between notes that it is in use */
#define SESSIONS_MAX 30                      /* of one account; the oldest ends */

struct session {
    struct slice key; /* the digest: its name among the account's */
    int64_t made, seen;
    struct slice address; /* where it was begun */
};

/* Cookies of a request. Empty: none. */
struct slice session_cookie(const struct portal *p, const struct http_request *r);
struct slice session_observer(const struct portal *p, const struct http_request *r);
/* A fresh one for an observer, as Set-Cookie; *secret is what it carries. */
struct slice session_observe(struct slice *secret, struct arena *a, const struct portal *p);

/*
 * The session of a cookie and its account; *there false where it is over, revoked, unknown, or the
 * account is disabled. Notes now and then that it is in use.
 */
MUST_USE bool session_find(struct session *out, struct account *account, bool *there,
                           struct arena *a, const struct portal *p, struct store *s,
                           struct slice cookie, struct err *e);

/*
 * A new one, in the caller's transaction; ends `old` (a cookie, may be empty) and those that
 * are over. *cookie is the value of Set-Cookie, *form_token what its forms carry.
 */
struct session_begun {
    struct slice cookie, form_token, key;
};
MUST_USE bool session_begin(struct session_begun *out, struct arena *a, const struct portal *p,
                            struct store *s, const struct account *account, struct slice old,
                            struct slice address, struct err *e);

struct sessions {
    struct session *v;
    size_t n, cap;
};
/* Those that last, the newest first. */
MUST_USE bool sessions_list(struct sessions *out, struct arena *a, const struct portal *p,
                            struct store *s, struct slice account, struct err *e);
MUST_USE bool session_end(struct arena *a, struct store *s, struct slice account, struct slice key,
                          struct err *e);
/* All but `keep` (a key, may be empty). */
MUST_USE bool sessions_end(size_t *n, struct arena *a, struct store *s, struct slice account,
                           struct slice keep, struct err *e);

/* Set-Cookie that makes the browser forget the session. */
struct slice session_forget(struct arena *a, const struct portal *p);

/* The request's address, as the proxy says it where that is believed. */
struct slice session_address(const struct portal *p, const struct http_request *r);
