/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a person gave, by the name of its field: from the command line's options, from a form, from
 * a request's JSON. And what was wrong with it, field by field, in both languages, so that a page
 * can say it beside the field and keep what was typed.
 */
#pragma once

#include "base/vec.h"
#include "committee/langs.h"

#define GIVEN_MAX 1000 /* fields */
#define GIVEN_FAULTS_MAX 100

struct given_field {
    struct slice name; /* "name-zh": as the command line's option, without its dashes */
    struct slice text;
    struct slice file; /* the sender's name for it, where it came as a file; for display */
};

struct given {
    struct given_field *v;
    size_t n, cap;
};

struct given_fault {
    struct slice name; /* of the field; empty: of all of it */
    struct langs text;
    bool missing; /* it is needed, and nothing was given */
};

struct given_faults {
    struct given_fault *v;
    size_t n, cap;
};

/* Empty where it was not given; the first where it came more than once. */
struct slice given_get(const struct given *g, const char *name);
bool given_has(const struct given *g, const char *name);
void given_add(struct given *g, struct arena *a, struct slice name, struct slice text);

/* Gives false, so that a check ends with `return given_fault(…)`. */
bool given_fault(struct given_faults *f, struct arena *a, const char *name, struct slice en,
                 struct slice zh);

/* "This is needed." */
bool given_missing(struct given_faults *f, struct arena *a, const char *name);

/* "2026-11-24T01:02:03Z", "2026-11-24" (its first second, UTC), "+60" (days from `now`). */
MUST_USE bool given_instant(int64_t *out, int64_t now, struct slice text);
