/* SPDX-License-Identifier: Apache-2.0 */
#include "report/summary.h"

#include "base/buf.h"

#define LINE_MAX_OCTETS ((size_t)1 << 16)

enum finding_group
finding_group(const struct finding *f)
{
    bool shall = f->requirement->keyword == KEYWORD_SHALL;
    switch (f->verdict) {
    case VERDICT_PASS:
        return GROUP_MET;
    case VERDICT_FAIL:
        return shall ? GROUP_FAILED : GROUP_ADVICE;
    case VERDICT_UNKNOWN:
    case VERDICT_CANNOT_CHECK:
        return shall ? GROUP_UNKNOWN : GROUP_ADVICE;
    case VERDICT_NOT_APPLICABLE:
        return GROUP_OUT_OF_SCOPE;
    }
    return GROUP_OUT_OF_SCOPE;
}

const char *
finding_group_title(enum finding_group g)
{
    static const char *const titles[GROUP_COUNT] = {
        [GROUP_FAILED] = "Fails",
        [GROUP_UNKNOWN] = "Cannot be decided yet",
        [GROUP_ADVICE] = "Recommended, not met or not known",
        [GROUP_MET] = "Met",
        [GROUP_OUT_OF_SCOPE] = "Does not apply",
    };
    return titles[g];
}

size_t
finding_group_count(const struct regime_result *r, enum finding_group g)
{
    size_t n = 0;
    for (size_t i = 0; i < r->n; i++)
        n += finding_group(&r->findings[i]) == g;
    return n;
}

static size_t
tally_judged(const struct verdict_counts *t)
{
    return t->pass + t->fail + t->unknown + t->cannot_check;
}

/* The part about one keyword: "3 of 14 binding clauses fail, 2 unknown, 1 to check by hand". */
static void
add_tally(struct buf *b, const struct verdict_counts *t, const char *which)
{
    size_t judged = tally_judged(t);
    if (judged == 0)
        return;
    if (b->n)
        buf_str(b, "; ");
    bool fails = t->fail > 0;
    buf_printf(b, "%zu of %zu %s clause%s %s", fails ? t->fail : t->pass, judged, which,
               judged == 1 ? "" : "s", fails ? "not met" : "met");
    if (t->unknown)
        buf_printf(b, ", %zu unknown", t->unknown);
    if (t->cannot_check)
        buf_printf(b, ", %zu to check by hand", t->cannot_check);
}

struct slice
regime_summary(struct arena *a, const struct regime_result *r)
{
    struct buf b;
    buf_init(&b, a, LINE_MAX_OCTETS);
    add_tally(&b, &r->shall, "binding");
    add_tally(&b, &r->should, "recommended");
    if (b.n == 0)
        buf_str(&b, "nothing in it applies here");
    return buf_slice(&b);
}

const char *
reading_caveat(enum reading r)
{
    switch (r) {
    case READ_PRIMARY:
        return NULL;
    case READ_RENDERING:
        return "read in a rendering of the text, not in the original";
    case READ_SECONDARY:
        return "read on a secondary page only";
    case READ_RECALLED:
        return "recalled, not re-read: check before relying on it";
    }
    return NULL;
}

struct slice
requirement_clause(struct arena *a, const struct requirement *r)
{
    return arena_printf(a, "%.*s %.*s", SL_FMT(r->standard->id), SL_FMT(r->clause));
}

struct slice
finding_clause(struct arena *a, const struct finding *f)
{
    return requirement_clause(a, f->requirement);
}

struct slice
names_text(struct arena *a, const struct slices *names, size_t most)
{
    struct buf b;
    buf_init(&b, a, LINE_MAX_OCTETS);
    size_t shown = names->n <= most ? names->n : most;
    for (size_t i = 0; i < shown; i++)
        buf_printf(&b, "%s%.*s", i ? ", " : "", SL_FMT(names->v[i]));
    if (shown < names->n)
        buf_printf(&b, " and %zu more", names->n - shown);
    return buf_slice(&b);
}
