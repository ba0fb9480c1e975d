/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is physically possible, as far as a condition over one thing cannot say it
 * (those are files, data/law/): what follows from the meaning of the fields, and
 * what ties an endpoint to its certificates and these to their issuers. Private to
 * solve/. docs/internals/solve.md lists all laws.
 */
#pragma once

#include "solve/encode.h"
#include "solve/encoder.h"

/* What a law is written with. */
struct lawgiver {
    struct encoder *en;
    const struct space *space;
    size_t endpoint; /* the slot of kind tls */
    int selector;    /* clauses hold while this does */
};

/* One law that is code. */
struct law {
    struct slice id, clause, text;
    void (*write)(struct lawgiver *l); /* its clauses */
};

#define LAWS 8
extern const struct law laws[LAWS];
