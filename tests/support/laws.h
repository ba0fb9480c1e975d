/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Evidence against the laws of what is possible (data/law, src/solve/law.c): none
 * may be broken by what was really seen, or the solver would leave real products
 * out.
 */
#pragma once

#include "base/buf.h"
#include "model/catalog.h"

struct problem; /* solve/encode.h */
struct sat;     /* solve/sat.h */

struct lawbook {
    struct problem *p; /* all regimes, of which nothing is asked; the laws have names */
    struct sat *sat;
};

MUST_USE bool lawbook_open(struct lawbook *out, struct arena *a, const struct catalog *c, date_t on,
                           struct err *e);
void lawbook_close(struct lawbook *b);

/* A line into `wrong` for each law that the evidence breaks. What is not known breaks none. */
void lawbook_check(const struct lawbook *b, struct arena *a, const struct evidence *ev,
                   struct buf *wrong);
