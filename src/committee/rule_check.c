/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What has to fit together in a rule beyond the shape of its members.
 */
#include "committee/rule_tables.h"
#include "model/date.h"

#include <stdarg.h>
#include <stdio.h>

#define PLACE_MAX 200

/* What a check looks at, and where. */
struct checking {
    const struct rule *r;
    const struct sources *sources;
    const struct shape_tree *t;
    const char *prefix; /* of the rule */
};

/* "prefix.member" into `out`. */
static const char *place_of(char out[PLACE_MAX], const char *prefix, const char *fmt, ...)
    PRINTF_LIKE(3, 4);

static const char *
place_of(char out[PLACE_MAX], const char *prefix, const char *fmt, ...)
{
    char member[PLACE_MAX];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(member, sizeof member, fmt, ap);
    va_end(ap);
    snprintf(out, PLACE_MAX, "%.90s%s%.100s", prefix, *prefix ? "." : "", member);
    return out;
}

/* ---- sources and cites ----------------------------------------------------------------------*/

/* YYYY, YYYY-MM or YYYY-MM-DD. */
static bool
as_of_valid(struct slice s)
{
    static const char first[] = "0000-01-01";
    char whole[sizeof first];
    date_t day;
    if (s.n != 4 && s.n != 7 && s.n != 10)
        return false;
    memcpy(whole, first, sizeof first);
    memcpy(whole, s.p, s.n);
    return date_parse(slice_str(whole), &day);
}

bool
sources_check(const struct sources *s, const struct shape_tree *t, const char *prefix,
              struct err *e)
{
    char at[PLACE_MAX];
    for (size_t i = 0; i < s->n; i++) {
        if (!as_of_valid(s->v[i].as_of))
            return shape_fail(t, e, place_of(at, prefix, "sources[%zu].as_of", i),
                              "'%.*s' is no date: YYYY, YYYY-MM or YYYY-MM-DD",
                              SL_FMT(slice_sub(s->v[i].as_of, 0, 40)));
        for (size_t j = 0; j < i; j++)
            if (slice_eq(s->v[i].key, s->v[j].key))
                return shape_fail(t, e, place_of(at, prefix, "sources[%zu].key", i),
                                  "another source has the key '%.*s'", SL_FMT(s->v[i].key));
    }
    return true;
}

bool
cite_check(const struct cite *c, bool own, const struct sources *sources,
           const struct shape_tree *t, const char *path, struct err *e)
{
    char at[PLACE_MAX];
    if (c->source.n == 0)
        return !own || shape_fail(t, e, path, "'source' is missing: every value says its source");
    for (size_t i = 0; i < sources->n; i++)
        if (slice_eq(sources->v[i].key, c->source))
            return true;
    return shape_fail(t, e, place_of(at, path, "source"), "no source has the key '%.*s'",
                      SL_FMT(c->source));
}

bool
period_check(const struct period *p, const struct shape_tree *t, const char *path, struct err *e)
{
    if (p->max && p->max < p->min)
        return shape_fail(t, e, path, "max %jd lies below min %jd", (intmax_t)p->max,
                          (intmax_t)p->min);
    if (p->usual && (p->usual < p->min || (p->max && p->usual > p->max)))
        return shape_fail(t, e, path, "usual %jd does not lie between min and max",
                          (intmax_t)p->usual);
    return true;
}

/* ---- tests ----------------------------------------------------------------------------------*/

/* The kinds that some position counts as, and what silence adds. */
static unsigned
kinds_possible(const struct rule *r)
{
    const struct position *v;
    size_t n;
    unsigned mask = 0;
    rule_positions(r, &v, &n);
    for (size_t i = 0; i < n; i++)
        mask |= 1u << v[i].counts;
    if (r->silence == SILENCE_ASSENT)
        mask |= 1u << VOTE_YES;
    if (r->silence == SILENCE_ABSTAIN)
        mask |= 1u << VOTE_ABSTAIN;
    return mask;
}

/* The kinds that stand in a base; the others can make a share larger than the whole. */
static unsigned
kinds_of_base(enum over over)
{
    switch (over) {
    case OVER_YES_NO:
        return 1u << VOTE_YES | 1u << VOTE_NO;
    case OVER_CAST:
    case OVER_ALL:
    case OVER_ACTIVE:
    case OVER_NO:
        break;
    }
    return (1u << VOTE_KINDS) - 1;
}

static bool
threshold_check(const struct checking *c, const struct rule_test *t, const char *at, struct err *e)
{
    if ((t->den == 0) != (t->num == 0))
        return shape_fail(c->t, e, at, "num and den go together");
    if ((t->den == 0) == (t->least == 0))
        return shape_fail(c->t, e, at, "a test has either num and den or least");
    if (t->den == 0 && (t->over != OVER_YES_NO || t->strict || t->empty))
        return shape_fail(c->t, e, at, "over, strict and empty belong to a share, not to least");
    if (t->over != OVER_NO && (t->num > t->den || (t->strict && t->num == t->den)))
        return shape_fail(c->t, e, at, "more than all of it: no ballot can meet this");
    if (t->over == OVER_ACTIVE && (t->in.n || t->measure != MEASURE_VOTES))
        return shape_fail(c->t, e, at, "the figure of active members is one for the whole roll");
    if (t->den && t->counts & ~kinds_of_base(t->over))
        return shape_fail(c->t, e, at, "counts what 'over' leaves out: the share has no meaning");
    return true;
}

static bool
test_check(const struct checking *c, const struct rule_test *t, const char *at, struct err *e)
{
    if (!threshold_check(c, t, at, e))
        return false;
    if (t->counts & ~kinds_possible(c->r))
        return shape_fail(c->t, e, at, "counts a kind that no position of this rule has");
    if (t->counts & 1u << VOTE_RECUSE)
        return shape_fail(c->t, e, at, "who is recused is not counted");
    if (t->in.n && !rule_set(c->r, t->in))
        return shape_fail(c->t, e, at, "'in' names no set of this rule: '%.*s'", SL_FMT(t->in));
    if (t->if_to && t->if_to < t->if_from)
        return shape_fail(c->t, e, at, "if_to lies below if_from");
    return cite_check(&t->cite, false, c->sources, c->t, at, e);
}

static bool
tests_check(const struct checking *c, const struct rule_tests *ts, const char *list, struct err *e)
{
    char at[PLACE_MAX];
    for (size_t i = 0; i < ts->n; i++)
        if (!test_check(c, &ts->v[i], place_of(at, c->prefix, "%s[%zu]", list, i), e))
            return false;
    return true;
}

static bool
bands_check(const struct checking *c, struct err *e)
{
    char at[PLACE_MAX], list[40];
    const struct rule_bands *b = &c->r->bands;
    for (size_t i = 0; i < b->n; i++) {
        place_of(at, c->prefix, "bands[%zu]", i);
        if (b->v[i].num > b->v[i].den)
            return shape_fail(c->t, e, at, "more than all of it: no turnout reaches this");
        if (i && b->v[i].num * b->v[i - 1].den <= b->v[i - 1].num * b->v[i].den)
            return shape_fail(c->t, e, at, "bands stand in order, the lowest turnout first");
        if (b->v[i].pass.n == 0)
            return shape_fail(c->t, e, at, "a band has to have a pass test");
        snprintf(list, sizeof list, "bands[%zu].pass", i);
        if (!cite_check(&b->v[i].cite, false, c->sources, c->t, at, e) ||
            !tests_check(c, &b->v[i].pass, list, e))
            return false;
    }
    return true;
}

/* ---- keys that stand once -------------------------------------------------------------------*/

struct keys_seen {
    struct slice v[RULE_TESTS_MAX * (RULE_TESTS_MAX + 3)];
    size_t n;
};

static bool
key_new(struct keys_seen *seen, struct slice key)
{
    for (size_t i = 0; i < seen->n; i++)
        if (slice_eq(seen->v[i], key))
            return false;
    seen->v[seen->n++] = key;
    return true;
}

static bool
tests_unique(const struct checking *c, struct keys_seen *seen, const struct rule_tests *ts,
             const char *list, struct err *e)
{
    char at[PLACE_MAX];
    for (size_t i = 0; i < ts->n; i++)
        if (!key_new(seen, ts->v[i].key))
            return shape_fail(c->t, e, place_of(at, c->prefix, "%s[%zu].key", list, i),
                              "another test of this rule has the key '%.*s'", SL_FMT(ts->v[i].key));
    return true;
}

/* Names of steps that the tally makes itself (tally_steps.c). */
static bool
reserve(struct keys_seen *seen)
{
    return key_new(seen, SL("electorate")) && key_new(seen, SL("balance")) &&
           key_new(seen, SL("band")) && key_new(seen, SL("recirculate"));
}

static bool
keys_check(const struct checking *c, struct err *e)
{
    char at[PLACE_MAX], list[40];
    const struct rule *r = c->r;
    struct keys_seen seen = {.n = 0};
    for (size_t i = 0; i < r->positions.n; i++)
        if (!key_new(&seen, r->positions.v[i].key))
            return shape_fail(c->t, e, place_of(at, c->prefix, "positions[%zu].key", i),
                              "another position has this key");
    seen.n = 0;
    for (size_t i = 0; i < r->sets.n; i++)
        if (!key_new(&seen, r->sets.v[i].key))
            return shape_fail(c->t, e, place_of(at, c->prefix, "sets[%zu].key", i),
                              "another set has this key");
    seen.n = 0;
    if (!reserve(&seen) || !tests_unique(c, &seen, &r->quorum, "quorum", e) ||
        !tests_unique(c, &seen, &r->pass, "pass", e) ||
        !tests_unique(c, &seen, &r->block, "block", e))
        return false;
    for (size_t i = 0; i < r->bands.n; i++) {
        snprintf(list, sizeof list, "bands[%zu].pass", i);
        if (!tests_unique(c, &seen, &r->bands.v[i].pass, list, e))
            return false;
    }
    return true;
}

/* ---- the whole ------------------------------------------------------------------------------*/

static bool
cites_check(const struct checking *c, struct err *e)
{
    char at[PLACE_MAX];
    const struct rule *r = c->r;
    const struct {
        const char *member;
        const struct cite *cite;
    } parts[] = {
        {"electorate", &r->electorate.cite}, {"period", &r->period.cite},
        {"balance", &r->balance.cite},       {"second", &r->second.cite},
        {"appeal", &r->appeal.cite},
    };
    for (size_t i = 0; i < COUNT_OF(parts); i++)
        if (!cite_check(parts[i].cite, false, c->sources, c->t,
                        place_of(at, c->prefix, "%s", parts[i].member), e))
            return false;
    for (size_t i = 0; i < r->cites.n; i++) {
        const struct cite_of *of = &r->cites.v[i];
        place_of(at, c->prefix, "cites[%zu]", i);
        if (!shape_field_find(&rule_shape, of->value))
            return shape_fail(c->t, e, at, "a rule has no value '%.*s'", SL_FMT(of->value));
        if (!cite_check(&of->cite, false, c->sources, c->t, at, e))
            return false;
    }
    return cite_check(&r->cite, true, c->sources, c->t, c->prefix, e);
}

static bool
decides_check(const struct checking *c, struct err *e)
{
    char at[PLACE_MAX];
    const struct rule *r = c->r;
    if (r->pass.n == 0 && r->bands.n == 0 && r->judged_by.n == 0 &&
        (r->block.n == 0 || r->silence != SILENCE_ASSENT))
        return shape_fail(c->t, e, c->prefix,
                          "nothing decides: a rule has pass tests, bands or a judge, or silence "
                          "that is assent with a block");
    if ((r->balance.num == 0) != (r->balance.den == 0))
        return shape_fail(c->t, e, place_of(at, c->prefix, "balance"), "num and den go together");
    if (r->balance.num > r->balance.den)
        return shape_fail(c->t, e, place_of(at, c->prefix, "balance"), "more than all of it");
    if (r->second.in.n && !rule_set(r, r->second.in))
        return shape_fail(c->t, e, place_of(at, c->prefix, "second.in"),
                          "no set of this rule has the key '%.*s'", SL_FMT(r->second.in));
    if (r->second.in.n && r->pass.n == 0)
        return shape_fail(c->t, e, place_of(at, c->prefix, "second"),
                          "a second count repeats the pass tests, and there are none");
    return true;
}

bool
rule_check(const struct rule *r, const struct sources *sources, const struct shape_tree *t,
           const char *prefix, struct err *e)
{
    char at[PLACE_MAX];
    const struct checking c = {r, sources, t, prefix};
    if (r->process.n == 0)
        return shape_fail(t, e, prefix, "'process' is missing");
    return keys_check(&c, e) && tests_check(&c, &r->quorum, "quorum", e) &&
           tests_check(&c, &r->pass, "pass", e) && tests_check(&c, &r->block, "block", e) &&
           bands_check(&c, e) && decides_check(&c, e) && cites_check(&c, e) &&
           period_check(&r->period, t, place_of(at, prefix, "period"), e);
}
