/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a configuration is measured by, as goals for solve/optimise.h: its
 * distance from a product of today, and its security margin.
 *
 * Each wish is a literal with what it costs where it does not hold, and where it
 * comes from, so that a wish that was not granted can be told to a person as one
 * change: switch on, switch off, replace.
 */
#pragma once

#include "solve/encode.h"
#include "solve/mapping.h"
#include "solve/optimise.h"

#define WISH_WHOLE SIZE_MAX

struct wish {
    size_t slot;
    size_t field;       /* WISH_WHOLE: the thing as a whole, there or not */
    size_t element;     /* of a set; else WISH_WHOLE */
    struct slice value; /* of a list of strings: the item; else empty */
    bool on;            /* granted: offered, true, there. Scalars: the value stays */
};

struct wishes {
    struct soft *soft; /* for optimise_goal */
    struct wish *wish; /* by index of soft */
    size_t n;
};

/*
 * One wish per known fact of today's product: each version, suite, group and signature scheme,
 * flag, number, text, certificate. What follows from others counts once: suites by version, the
 * ways to authenticate and the preferred suite are not wished for; a suite goes free with the
 * versions that carried it, a scheme with its certificate.
 *
 * A setting weighs 1. A certificate costs more, because somebody has to issue it, once, whatever
 * changes in it: of a type of key that is there already, or of one that is not.
 *
 * Adds variables and clauses to the instance: before a solver is made of it.
 */
#define WISH_REISSUED 5
#define WISH_NEW 10
void wishes_today(struct wishes *out, struct arena *a, struct problem *p, const struct mapping *m);

/*
 * At a second glance, among answers with equally few changes: the same sets by version, and what
 * changes in a certificate that is issued anew. Adds variables and clauses, too.
 */
void wishes_detail(struct wishes *out, struct arena *a, struct problem *p, const struct mapping *m);

/*
 * The security margin, the most important goal first: nothing weak (discouraged by
 * IANA, below 128 bits, not forward secret, SHA-1 or MD5, versions below 1.2, flags
 * on the wrong side); as much as possible of the versions, suites and groups that IANA
 * recommends; of all else, and of certificates, as little as possible; and then the signature
 * schemes that IANA recommends.
 */
#define MARGIN_GOALS 4
void wishes_margin(struct wishes out[MARGIN_GOALS], struct arena *a, const struct problem *p);

/* The last word on equal answers, for optimise_order: every fact, in a fixed order. */
struct literals wishes_order(struct arena *a, const struct problem *p);
