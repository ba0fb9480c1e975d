/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Words for one literal of a condition: what the facts are, what was asked for,
 * what to do. English; element and field names as in the data.
 *
 * All are parts of a sentence, in lower case and without a full stop. Long lists
 * are cut and say by how much.
 */
#pragma once

#include "judge/witness.h"

#define PHRASE_NAMES_MAX 5  /* shown of one list */
#define PHRASE_VALUE_MAX 80 /* octets shown of one value from evidence */

/* Why a literal that is certainly false is: "key.bits is 1024 bits, at least 2048 is needed". */
void phrase_reason(struct buf *b, const struct witness *w, const struct atom *at, bool negated,
                   uint64_t *const *unlisted);

/* What the facts are, without judging them: "key.algorithm is RSA". */
void phrase_fact(struct buf *b, const struct witness *w, const struct atom *at);

/* What would make the literal true: "switch off: A, B", or where the asset's kind is replaced
 * rather than configured (a certificate) what the new one needs: "key.bits of at least 2048". */
void phrase_remedy(struct buf *b, const struct witness *w, const struct atom *at, bool negated);

/* "Replace the certificate by one with " for kinds that are replaced, else null. */
const char *phrase_replace(const struct kind *k);

/* "A, B, C (and 4 more)". */
void phrase_list(struct buf *b, struct slices names);

/* The elements of the atom's mask that are certainly offered, or all of the mask. Registry order;
 * names that the registry lacks, where they count, come last. */
struct slices phrase_offered(const struct witness *w, struct arena *a, const struct atom *at);
struct slices phrase_mask(const struct witness *w, struct arena *a, const struct atom *at);

/* The items of a list that are (some) or are not (other) among the atom's values. */
struct slices phrase_items(const struct witness *w, struct arena *a, const struct atom *at);

/* A scalar's value as text: "2048 bits", "2026-11-23", "RSA", "true". */
void phrase_value(struct buf *b, const struct witness *w, size_t field);

/* Whether all that breaks a ban is only left off a list of names. */
bool phrase_unlisted(const struct witness *w, const struct atom *at, uint64_t *const *unlisted);
