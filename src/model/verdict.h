/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Verdicts: what the judge says and every report prints.
 */
#pragma once

#include "model/standard.h"

enum verdict {
    VERDICT_PASS,
    VERDICT_FAIL,
    VERDICT_UNKNOWN,        /* facts are missing: `missing_facts` names them */
    VERDICT_NOT_APPLICABLE, /* its condition of application is false, or not in force on the date */
    VERDICT_CANNOT_CHECK,   /* no machine can: rests on a text or fact outside reach */
};

/* One requirement on one asset. */
struct finding {
    const struct requirement *requirement;
    const struct asset *asset;
    enum verdict verdict;
    struct slice reason; /* one sentence: "offers 3 suites outside the list: …" */
    struct slice remedy; /* one line: "switch off …"; empty when there is nothing to do */

    struct slices offending;     /* elements or values that break it */
    struct slices absent;        /* of which at least one (or all) would be needed */
    struct slices missing_facts; /* what could not be seen: "suites: TLS_RSA_…", "key.bits" */
    struct slices collect;       /* how to come to know them, one line each */
    bool unlisted; /* fails only because the text does not list it; it is not forbidden by name */
};

struct tally {
    size_t pass, fail, unknown, not_applicable, cannot_check;
};

/* One regime on one target. */
struct regime_result {
    const struct regime *regime;
    enum verdict verdict; /* fail: a shall fails; unknown: none fails, a shall is unknown;
                             pass: every shall met, at least one judged; else not applicable */
    struct tally shall, should;
    bool weak_reading;        /* the verdict rests on a rule not read in the original */
    struct finding *findings; /* in the order of the standard, then of the assets */
    size_t n;
};

struct target_result {
    const struct evidence *evidence;
    struct regime_result *regimes; /* in the order asked for */
    size_t n;
};

struct judgement {
    date_t on;
    struct target_result *targets;
    size_t n;
};

const char *
verdict_name(enum verdict v); /* "pass", "fail", "unknown", "not applicable", "cannot be checked" */
