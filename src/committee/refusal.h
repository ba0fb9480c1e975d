/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Why an act is not allowed: which rule refuses it, in a word for programs and
 * in a sentence for people, in English and Chinese. A refusal is an answer, not
 * an error.
 */
#pragma once

#include "base/arena.h"

enum refusal_code {
    REFUSED_NOT = 0,
    REFUSED_SHAPE,    /* the act itself is malformed or incomplete */
    REFUSED_UNKNOWN,  /* it names something that does not exist */
    REFUSED_TAKEN,    /* it names something new by an id that exists */
    REFUSED_MANDATE,  /* nobody gave that right, or it has ended or not begun */
    REFUSED_ROLE,     /* a mandate, but not one that allows this */
    REFUSED_GROUP,    /* closed to that organisation */
    REFUSED_STAGE,    /* not at this stage of the project */
    REFUSED_OPEN,     /* something has to be finished first: comments, a ballot, a period */
    REFUSED_EARLY,    /* before its time */
    REFUSED_LATE,     /* after its time */
    REFUSED_REPEATED, /* once only */
    REFUSED_FROZEN,   /* it would change what was fixed when a ballot opened */
    REFUSED_RULE,     /* a rule of the process says no */
    REFUSED_CLOCK,    /* its time lies before the entry in front of it */
};

struct refusal {
    enum refusal_code code;
    struct slice rule; /* what refuses: "mandate.dates", "SAC-TC260:comment.min_days" */
    struct slice en, zh;
};

/* "mandate", "late", …: as programs see it. */
const char *refusal_name(enum refusal_code code);

/* Sets *out and gives false, so that a check ends with `return refuse(…)`. */
bool refuse(struct refusal *out, struct arena *a, enum refusal_code code, const char *rule,
            struct slice en, struct slice zh);

/*
 * A sentence with places for names: "{1}" to "{9}" in both languages. They stand as constants
 * beside the check that needs them.
 */
struct refusal_text {
    enum refusal_code code;
    const char *rule, *en, *zh;
};
bool refuse_as(struct refusal *out, struct arena *a, const struct refusal_text *t,
               struct slices names);

/* A list of slices on the spot: refuse_as(r, a, &text, SLICES(id, since)). */
#define SLICES(...)                                 \
    ((struct slices){(struct slice[]){__VA_ARGS__}, \
                     sizeof((struct slice[]){__VA_ARGS__}) / sizeof(struct slice)})
#define NO_SLICES ((struct slices){0})
