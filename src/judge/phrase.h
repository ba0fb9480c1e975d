/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Words for one literal of a condition: what the facts are, what was asked for,
 * what to do. English; element names and labels of fields as in the data.
 *
 * All are parts of a sentence, in lower case and without a full stop. Long lists
 * are cut and say by how much.
 */
#pragma once

#include "judge/witness.h"

/* A literal. */
struct phrase {
    const struct atom *at;
    bool negated;
    bool exact; /* the other half of it is there as well: x >= 3 && x < 4 says "3" */
};

/* Why one that is certainly false is: "key size is 1024 bits, must be at least 2048 bits". */
void phrase_reason(struct buf *b, const struct witness *w, struct phrase p,
                   uint64_t *const *unlisted);

/* What the facts are, without judging them: "key algorithm is RSA". */
void phrase_fact(struct buf *b, const struct witness *w, const struct atom *at);

/* What would make the literal true: "switch off: A, B", or where the asset's kind is replaced
 * rather than configured (a certificate) what the new one needs: "key size of at least 2048 bits".
 */
void phrase_remedy(struct buf *b, const struct witness *w, struct phrase p);

/* "Replace the certificate by one with " for kinds that are replaced, else null. */
const char *phrase_replace(const struct kind *k);
