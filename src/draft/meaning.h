/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the change from one draft to another means: which configurations become
 * legal or illegal. It is computed from the conditions of the shall rules in
 * force on a day, never from the prose, by the solver (solve/encode.h): either a
 * configuration is found that the one draft allows and the other forbids, and
 * the judge confirms both; or it is proven that there is none.
 *
 * What the solver cannot follow (ATOM_OPAQUE), what no machine can check, and
 * what the budget did not suffice for is told as not decided, with the reason.
 */
#pragma once

#include "draft/draft.h"
#include "model/verdict.h"
#include "solve/sat.h"

#define MEANING_BUDGET 500000 /* conflicts and questions of the solver, by default */

enum meaning_answer {
    MEANING_NONE,      /* proven: there is no such configuration */
    MEANING_SOME,      /* shown: `example` */
    MEANING_UNDECIDED, /* `why` */
};

/* One direction: allowed by the one, forbidden by the other. */
struct meaning_way {
    enum meaning_answer answer;
    const struct evidence *example;   /* SOME: a plain configuration of that sort */
    const struct requirement *breaks; /* SOME: the rule of the forbidding draft that it breaks */
    const struct finding *finding;    /* SOME: how, as the judge says it */
    struct slice why;                 /* UNDECIDED: in English */
};

/* A rule whose condition or strength changed, or that is on one side only. */
struct meaning_rule {
    const struct requirement *from, *to; /* null: there is none on that side */
    struct slice why; /* not analysed (cannot be checked, …): the ways are UNDECIDED; else empty */
    /*
     * What this rule does beside all others: configurations that the old draft allows and the new
     * rule forbids; that the new draft allows and the old rule forbade. Both NONE: the change has
     * no effect, since it says the same or other rules say it as well.
     */
    struct meaning_way now_forbidden, now_allowed;
};

/* How a single value fares, when all else may be as it likes. */
enum meaning_fate {
    FATE_FORBIDDEN, /* some configuration could have it, none may now */
    FATE_ALLOWED,   /* none could have it, some may now */
    FATE_REQUIRED,  /* each has to have it now */
    FATE_OPTIONAL,  /* no longer each */
};
extern const char *const meaning_fate_names[FATE_OPTIONAL + 1];

struct meaning_value {
    const struct kind *kind;
    const struct field *field;
    struct slice value; /* an element's name; "true"; "128 to 255" */
    enum meaning_fate fate;
};

/* A rule that binds no configuration here, wholly or in part, and why. */
struct meaning_open {
    const struct requirement *requirement;
    struct slice why;
};

struct meaning {
    date_t on;
    bool same; /* proven: every configuration is judged alike by both, as far as can be checked */
    struct meaning_way now_forbidden, now_allowed; /* of the drafts as wholes */
    bool possible[2];           /* some configuration satisfies the old, the new draft */
    struct meaning_rule *rules; /* in the order of the new draft, then those removed */
    size_t nrules;
    struct meaning_value *values; /* by kind, field and value */
    size_t nvalues;
    bool values_complete; /* false: the budget ended before all were asked for, or some rest on what
                             is not solved for */
    struct meaning_open *open; /* shall rules of either side that are not solved for */
    size_t nopen;
};

struct meaning_options {
    const struct catalog *catalog; /* with law/ (catalog_load): what is possible at all */
    date_t on;
    int64_t budget;                    /* 0: the default */
    const volatile sig_atomic_t *stop; /* may be null */
};

/* Both drafts were read with that catalog. Fails as problem_make and the judge do. */
MUST_USE bool meaning_make(struct meaning *out, struct arena *a, const struct draft *from,
                           const struct draft *to, const struct meaning_options *o, struct err *e);
