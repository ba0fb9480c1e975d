/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From what is deployed to what is to be, told as things to do.
 *
 * Only what can be set is told: the sets that are unions of others
 * ("suites" of "tls12_suites") follow from their parts, and what belongs to a
 * protocol version goes with it.
 */
#pragma once

#include "solve/plan.h"

/* What a replaced value is told by where today's evidence does not say it. */
#define CHANGE_NOT_KNOWN "not known"

/* No change, as far as anybody knows: something that was not seen has to be so. */
static inline bool
change_is_unseen(const struct change *c)
{
    return c->kind == CHANGE_REPLACE && slice_eq_str(c->from, CHANGE_NOT_KNOWN);
}

/* The evidence's one asset of kind tls. Fails with ERR_INPUT where it holds none or several. */
MUST_USE bool change_endpoint(const struct asset **out, const struct evidence *ev, struct err *e);

/*
 * The asset of `in` that is the same thing as `as`: the endpoint; a certificate with the same
 * role and key algorithm (TLCP's pair told apart), the n-th with the n-th. Null where there is
 * none.
 */
struct asset *change_partner(const struct asset *as, const struct evidence *of,
                             const struct evidence *in);

/* A name for people: "endpoint", "ECDSA certificate", "SM2 encryption certificate", "CA
 * certificate, RSA". */
struct slice change_name(struct arena *a, const struct asset *as);

/* Whether the set is the union of others of its kind over the same registry. */
bool change_is_union(const struct kind *k, const struct field *f);

/* Whether the fact follows from the suites and certificates, so that nobody sets it. */
bool change_follows(const struct field *f);

/* In the order of the assets and fields of `to`; `rules` of each is left empty. */
void change_list(struct change **out, size_t *n, struct arena *a, const struct evidence *today,
                 const struct evidence *to);

/*
 * What can be told in one breath with v[i]: the elements of all changes that switch the same set of
 * the same asset the same way, for the same rules; of any other change its own. False where v[i]
 * has been told with an earlier one.
 */
MUST_USE bool change_group(struct slices *elements, struct arena *a, const struct change *v,
                           size_t n, size_t i);
