/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Brute force slowed: how long somebody has to wait before the next password
 * is looked at, by account and by address; and how many are looked at at once, since
 * each takes 64 MiB and a processor for a while.
 *
 * In memory, of fixed size; a restart forgets it. The delay doubles with every failure past a few
 * free ones, up to a ceiling, and is gone some time after the last: nobody
 * is ever locked out for good, and a stranger can make an account's owner wait a minute, not
 * more. An IPv6 address counts by its first 64 bits.
 *
 * Has a lock of its own: any thread may call. Times are of a clock that never goes back, in
 * milliseconds.
 */
#pragma once

#include "base/env.h"

#define PACE_ENTRIES 4096
#define PACE_FREE_ACCOUNT 5         /* failures without a delay */
#define PACE_FREE_ADDRESS 10        /* more: an office shares one */
#define PACE_CEILING_ACCOUNT 60000  /* ms */
#define PACE_CEILING_ADDRESS 900000 /* ms */
#define PACE_FORGET 3600000         /* ms after the last failure */

struct pace;

/* `at_once`: passwords looked at at the same time; as many again may wait. */
MUST_USE bool pace_make(struct pace **out, const struct env *env, unsigned at_once, struct err *e);
void pace_free(struct pace *p); /* null is fine */

/* Seconds to wait; 0: go on. `account` may be empty. */
unsigned pace_wait(struct pace *p, struct slice account, struct slice address);
/* What came of it. Failures in a row of the account, for the audit. */
unsigned pace_failed(struct pace *p, struct slice account, struct slice address);
void pace_passed(struct pace *p, struct slice account, struct slice address);

/* False: too many wait already; 503. Else the caller looks at one password, and leaves. */
MUST_USE bool pace_enter(struct pace *p);
void pace_leave(struct pace *p);

/* Whether a failure may be written to the audit trail: not more than a few in a second. */
bool pace_note(struct pace *p);
