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
    const struct asset *asset; /* null: the evidence holds nothing of the requirement's kind */
    enum verdict verdict;
    struct slice reason; /* one sentence: "offers 3 suites outside the list: …" */
    struct slice remedy; /* one line: "switch off …"; empty when there is nothing to do */

    struct slices offending;     /* elements or values that break it */
    struct slices absent;        /* of which at least one (or all) would be needed */
    struct slices missing_facts; /* what could not be seen: "suites: TLS_RSA_…", "key.bits" */
    struct slices collect;       /* how to come to know them, one line each */
    bool unlisted; /* fails only because the text does not list it; it is not forbidden by name */
};

struct verdict_counts {
    size_t pass, fail, unknown, not_applicable, cannot_check;
};

/*
 * One regime on one target. Its verdict, from the shall rules in force:
 *
 *   fail              one fails
 *   unknown           none fails, one is unknown
 *   pass              none fails or is unknown, at least one passes
 *   cannot be checked none fails, is unknown or passes, at least one cannot be checked
 *   not applicable    nothing is left
 *
 * A rule that no machine can check never counts as met. It does not make the
 * regime unknown either, because no evidence could ever change that: a pass then
 * speaks for the checkable part only, `unchecked` is set, and every report says so.
 */
struct regime_result {
    const struct regime *regime;
    enum verdict verdict;
    struct verdict_counts shall, should;
    bool weak_reading; /* fail: every rule that fails was not read in the original; otherwise: one
                          of the rules that the verdict rests on was not */
    bool unchecked;    /* some shall rule cannot be checked: shall.cannot_check counts them */
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
