/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From what the plan learnt to the facts of a `tls` asset. An element of a set
 * is known where it was asked for in a way that settles it, or where it cannot
 * be (a TLS 1.3 suite in TLS 1.0); the rest stays unknown, with a reason.
 */
#pragma once

#include "collect/tls_plan.h"
#include "model/evidence.h"

/*
 * `out` was made by asset_init with the catalog's kind "tls". `stopped`: why
 * the plan was left before its end ("not asked: …"); empty where it was not.
 */
void tls_facts(struct asset *out, struct arena *a, const struct tls_plan *p, struct slice stopped);
