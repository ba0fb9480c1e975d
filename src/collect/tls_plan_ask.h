/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From a lane of the plan to the question that it puts next.
 */
#pragma once

#include "collect/tls_plan.h"

/* The lane's next question; its round is not DONE. From the plan's arena. */
const struct tls_ask *tls_plan_ask(struct tls_plan *p, const struct tls_lane *lane);

/* Has the version suites that were accepted? */
bool tls_plan_has_suites(const struct tls_plan *p, enum tls_v v);

/* The best accepted version below `v`; only where there is one. */
enum tls_v tls_plan_below(const struct tls_plan *p, enum tls_v v);

/* A lane with at least two accepted suites, whose order can be tried; null where there is none. */
const struct tls_lane *tls_plan_preference_lane(const struct tls_plan *p);

/*
 * Where there is no such lane: the newest version up to TLS 1.2 with two
 * accepted suites in different lanes. False where there is none.
 */
bool tls_plan_preference_version(const struct tls_plan *p, enum tls_v *out);

/* A lane whose question brought a certificate and can be put again; or null. */
const struct tls_lane *tls_plan_certificate_lane(const struct tls_plan *p);
