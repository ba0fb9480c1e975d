/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Passwords: hashed with Argon2id (RFC 9106) at libsodium's "interactive" cost, two passes over 64
 * MiB. The only includer of libsodium. Slow on purpose: callers come through pace_enter.
 *
 * What is a good one: NIST SP 800-63B, 5.1.1.2. Long, and none of those that
 * everybody tries; nothing is said about which characters it has.
 */
#pragma once

#include "base/arena.h"
#include "base/err.h"

#define PASSWORD_MIN 12   /* characters */
#define PASSWORD_MAX 1000 /* octets */

/* An Argon2id string with its salt. ERR_SYSTEM: no memory for it. */
MUST_USE bool password_hash(struct slice *out, struct arena *a, struct slice password,
                            struct err *e);

/* Whether it fits. Where `hash` is empty, for a name that there is not, it takes as long, and does
 * not. */
bool password_fits(struct slice hash, struct slice password);

/* Whether the hash is of a lower cost than today's. */
bool password_stale(struct slice hash);

/* Null, or what is wrong with it as a new one: a msgid. `name` is its account's. */
const char *password_fault(struct slice password, struct slice name);
