/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Secrets of 256 random bits: what a cookie, an API token or an invitation carries, as
 * 64 hexadecimal digits. The server keeps their SHA-256 alone, so that whoever reads the database
 * cannot use what is in it.
 */
#pragma once

#include "base/env.h"

#define SECRET_TEXT 64 /* octets of a secret as text, of its digest, and of a form token */

struct slice secret_draw(struct arena *a, const struct env *env);
bool secret_shaped(struct slice text);

/* What is kept of it. */
struct slice secret_digest(struct arena *a, struct slice secret);

/* The token that forms carry back: HMAC-SHA-256 under the cookie's secret, for one purpose. */
struct slice secret_form_token(struct arena *a, struct slice secret);

/* In a time that depends on the lengths alone. */
bool secret_eq(struct slice a, struct slice b);
