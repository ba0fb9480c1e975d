/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The small parts of explanations: lists of names, nouns, values.
 */
#pragma once

#include "judge/witness.h"

#define WORDS_NAMES_MAX 5  /* shown of one list */
#define WORDS_VALUE_MAX 80 /* octets shown of one value from evidence */

/* The field and the fact that an atom is about; not for those that are about none. */
static inline const struct field *
words_field(const struct witness *w, const struct atom *at)
{
    return &witness_form(w)->kind->fields[at->field];
}

static inline const struct fact *
words_fact(const struct witness *w, const struct atom *at)
{
    return &w->asset->facts[at->field];
}

/* One value from evidence or from a condition, cut where it is long. */
void words_cut(struct buf *b, struct slice s);

/* "A, B, C (and 4 more)". */
void words_list(struct buf *b, struct slices names);

/* The protocol version that a field speaks of, as its registry names it; null for others. */
const char *words_version(const struct field *f);

/* "suites in TLS 1.2", "group", "ways of authentication": what a set holds, n of them. */
void words_noun(struct buf *b, const struct field *f, size_t n);

/* "2048 bits". */
void words_number(struct buf *b, const struct field *f, int64_t k);

/* A day, and the time where it is not its first second; as seconds where no calendar reaches. */
void words_instant(struct buf *b, int64_t t);

/* A known scalar or list: "2048 bits", "2026-11-23", "RSA", "on". Nothing for a set. */
void words_scalar(struct buf *b, const struct field *f, const struct fact *x);

/* The same of the asset's field. */
void words_value(struct buf *b, const struct witness *w, size_t field);

/*
 * Of a SET, in the order of the registry: the elements of its mask that are
 * certainly offered, and behind them the names that the registry lacks where they
 * count; the elements of its mask that could be offered, that is, without those
 * that the field's protocol version cannot have (unless nothing else is left).
 */
struct slices words_offered(const struct witness *w, struct arena *a, const struct atom *at);
struct slices words_needed(const struct witness *w, struct arena *a, const struct atom *at);

/* The items of a list that are (LIST_SOME) or are not (LIST_OTHER) among the atom's values. */
struct slices words_items(const struct witness *w, struct arena *a, const struct atom *at);

/* Whether all that breaks a ban is only left off a list of names. */
bool words_unlisted(const struct witness *w, const struct atom *at, uint64_t *const *unlisted);
