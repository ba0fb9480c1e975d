/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Verifies a record from its static files alone, folder or URL: the log (record/read.h),
 * then every event decided and applied again, then every closed ballot recounted. Stops at the
 * first difference and names it. Knows no database and no key but the public one.
 */
#pragma once

#include "base/env.h"
#include "committee/act.h"

struct verify_options {
    const char *where; /* a folder or http(s) URL */
    struct slice
        vkey; /* the verifier key that the caller trusts; empty: the record's own, and said so */
    const char *earlier; /* a checkpoint or receipt kept from before, or null */
    void (*progress)(void *ctx, uint64_t leaves);
    void *ctx;
};

struct verify_ballot {
    struct slice project, ballot;
    enum outcome outcome;
    struct tally tally;
};

struct verified {
    uint64_t leaves, projects, comments, votes;
    struct slice origin, root; /* hexadecimal */
    bool sound;
    struct slice difference; /* where not: what and where, the first one */
    struct slice kind;       /* of it, for programs: "bit-flip", "vote-changed", … */
    struct slices limits; /* what a reader should know besides: what could not be checked, whose the
                             receipt is */
    struct verify_ballot *ballots;
    size_t nballots;
};

/* False for a fault (out of reach, not a record); a difference is an answer. */
MUST_USE bool verify_record(struct verified *out, struct arena *a, const struct env *env,
                            const struct verify_options *options, struct err *e);
