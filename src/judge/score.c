/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Scores.
 */
#include "judge/score.h"

static void
add(struct verdict_counts *t, enum verdict v)
{
    switch (v) {
    case VERDICT_PASS:
        t->pass++;
        break;
    case VERDICT_FAIL:
        t->fail++;
        break;
    case VERDICT_UNKNOWN:
        t->unknown++;
        break;
    case VERDICT_NOT_APPLICABLE:
        t->not_applicable++;
        break;
    case VERDICT_CANNOT_CHECK:
        t->cannot_check++;
        break;
    }
}

static enum verdict
verdict_of(const struct verdict_counts *shall)
{
    if (shall->fail)
        return VERDICT_FAIL;
    if (shall->unknown)
        return VERDICT_UNKNOWN;
    if (shall->pass)
        return VERDICT_PASS;
    return shall->cannot_check ? VERDICT_CANNOT_CHECK : VERDICT_NOT_APPLICABLE;
}

/*
 * One failing rule that was read in the original is enough for a firm fail; for
 * any other verdict every rule that it rests on has to be.
 */
static bool
weak(const struct regime_result *r)
{
    size_t bearing = 0, recalled = 0;
    for (size_t i = 0; i < r->n; i++) {
        const struct finding *f = &r->findings[i];
        bool bears = r->verdict == VERDICT_FAIL ? f->verdict == VERDICT_FAIL
                                                : f->verdict != VERDICT_NOT_APPLICABLE;
        if (f->requirement->keyword != KEYWORD_SHALL || !bears)
            continue;
        bearing++;
        recalled += f->requirement->read != READ_PRIMARY;
    }
    return r->verdict == VERDICT_FAIL ? recalled == bearing : recalled != 0;
}

void
score_regime(struct regime_result *r)
{
    r->shall = r->should = (struct verdict_counts){0};
    for (size_t i = 0; i < r->n; i++) {
        enum keyword k = r->findings[i].requirement->keyword;
        if (k == KEYWORD_SHALL)
            add(&r->shall, r->findings[i].verdict);
        else if (k == KEYWORD_SHOULD)
            add(&r->should, r->findings[i].verdict);
    }
    r->verdict = verdict_of(&r->shall);
    r->unchecked = r->shall.cannot_check != 0;
    r->weak_reading = weak(r);
}
