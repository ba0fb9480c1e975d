/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The tests of a rule over what the units say, each a step with its numbers, and the outcome that
 * follows from them.
 */
#include "base/map.h"
#include "committee/tally_parts.h"

/* Which units a sum or base is taken of. */
struct filter {
    unsigned kinds; /* mask of vote kinds; 0: every able unit, voted or not */
    unsigned sets;  /* a unit has to be in all of them */
    struct slice with;
    enum measure measure;
    bool votes_only; /* silence does not count, even where it speaks */
};

static unsigned
set_mask(const struct rule *r, struct slice key)
{
    for (size_t i = 0; i < r->sets.n; i++)
        if (key.n && slice_eq(r->sets.v[i].key, key))
            return 1u << i;
    return 0;
}

static bool
has_mark(const struct count *c, const struct counting_unit *u, struct slice mark)
{
    if (u->vote == NO_VOTE)
        return false;
    const struct slices *marks = &c->box->votes[u->vote].marks;
    for (size_t i = 0; i < marks->n; i++)
        if (slice_eq(marks->v[i], mark))
            return true;
    return false;
}

static bool
unit_passes(const struct count *c, const struct counting_unit *u, const struct filter *f)
{
    if (u->says == UNIT_RECUSED || (u->sets & f->sets) != f->sets)
        return false;
    if (f->kinds == 0)
        return true;
    return unit_counts(u) && (f->kinds & 1u << u->kind) && !(f->votes_only && u->spoken) &&
           (f->with.n == 0 || has_mark(c, u, f->with));
}

static bool
lacks(const struct count *c, const struct counting_unit *u, const char *what, struct err *e)
{
    return err_set(e, ERR_INPUT, "the roll: '%.*s' has no %s, which the rule '%.*s' counts",
                   SL_FMT(c->roll->v[u->first].id), what, SL_FMT(c->r->key));
}

/* The limits of roll.h keep sums far within 63 bits. */
static bool
sum_of(const struct count *c, const struct filter *f, int64_t *out, struct err *e)
{
    *out = 0;
    for (size_t i = 0; i < c->nunits; i++) {
        const struct counting_unit *u = &c->units[i];
        if (!unit_passes(c, u, f))
            continue;
        if (f->measure == MEASURE_WEIGHT && u->weight == 0)
            return lacks(c, u, "weight", e);
        if (f->measure == MEASURE_POPULATION && u->population == 0)
            return lacks(c, u, "population", e);
        int64_t by[] = {1, u->weight, u->population};
        if (__builtin_add_overflow(*out, by[f->measure], out))
            return err_set(e, ERR_LIMIT, "a sum of this ballot does not fit 64 bits");
    }
    return true;
}

#define KINDS_YES_NO (1u << VOTE_YES | 1u << VOTE_NO)
#define KINDS_CAST (((1u << VOTE_KINDS) - 1) & ~(1u << VOTE_RECUSE))

static bool
base_of(const struct count *c, enum over over, struct filter f, int64_t *out, struct err *e)
{
    f.with = SL("");
    switch (over) {
    case OVER_YES_NO:
        f.kinds = KINDS_YES_NO;
        break;
    case OVER_CAST:
        f.kinds = KINDS_CAST;
        break;
    case OVER_ALL:
        f.kinds = 0;
        break;
    case OVER_ACTIVE:
        f.kinds = 0;
        if (c->roll->active) {
            *out = c->roll->active;
            return true;
        }
        break;
    case OVER_NO:
        f.kinds = 1u << VOTE_NO;
        break;
    }
    return sum_of(c, &f, out, e);
}

/* ---- steps ----------------------------------------------------------------------------------*/

static void
add_step(struct count *c, struct tally_step s, const struct rule_test *test)
{
    struct tally_steps *steps = &c->t->steps;
    s.cite = rule_cite(c->r, s.cite);
    s.reading = rule_reading(c->r, s.cite);
    tally_step_words(c, &s, test);
    c->t->verified = c->t->verified && reading_verified(s.reading);
    if (!s.good && !s.informs)
        c->t->failed.v[c->t->failed.n++] = s.key;
    steps->v[steps->n++] = s;
}

/* sum × den against base × num; of nothing, any sum above 0 is enough. */
static bool
compare(struct tally_step *s, bool empty, struct err *e)
{
    int64_t left, right;
    if (s->den == 0) {
        s->met = s->sum >= s->num;
        return true;
    }
    if (__builtin_mul_overflow(s->sum, s->den, &left) ||
        __builtin_mul_overflow(s->base, s->num, &right))
        return err_set(e, ERR_LIMIT, "a product of the test '%.*s' does not fit 64 bits",
                       SL_FMT(s->key));
    s->met = s->base == 0 ? s->sum > 0 || empty : s->strict ? left > right : left >= right;
    return true;
}

/* `second`: the key of the subset of a second count, or empty. */
static bool
run_test(struct count *c, const struct rule_test *test, enum step_part part, struct slice second,
         struct err *e)
{
    struct tally_step s = {.part = part, .key = test->key, .den = test->den};
    struct filter f = {.kinds = test->counts, .with = test->with, .measure = test->measure};
    struct filter able = {.kinds = 0};
    int64_t units;
    f.sets = set_mask(c->r, test->in) | set_mask(c->r, second);
    f.votes_only = part == STEP_QUORUM;
    able.sets = f.sets;
    if (!sum_of(c, &able, &units, e))
        return false;
    if (units < test->if_from || (test->if_to && units > test->if_to))
        return true;
    s.num = test->den ? test->num : test->least;
    s.strict = test->strict;
    s.cite = part == STEP_SECOND ? &c->r->second.cite : &test->cite;
    s.informs = c->r->judged_by.n && (part == STEP_PASS || part == STEP_SECOND);
    if (second.n)
        s.key = arena_printf(c->a, "%.*s:%.*s", SL_FMT(second), SL_FMT(test->key));
    if (!sum_of(c, &f, &s.sum, e))
        return false;
    if (test->den && !base_of(c, test->over, f, &s.base, e))
        return false;
    if (!compare(&s, test->empty, e))
        return false;
    s.good = s.met != (part == STEP_BLOCK);
    add_step(c, s, test);
    return true;
}

static bool
run_tests(struct count *c, const struct rule_tests *tests, enum step_part part, struct slice second,
          struct err *e)
{
    for (size_t i = 0; i < tests->n; i++)
        if (!run_test(c, &tests->v[i], part, second, e))
            return false;
    return true;
}

/* ---- steps that are no tests of the rule ----------------------------------------------------*/

static bool
electorate_step(struct count *c, struct err *e)
{
    const struct electorate *el = &c->r->electorate;
    struct filter f = {.kinds = 0};
    struct tally_step s = {.part = STEP_ELECTORATE, .key = SL("electorate"), .num = el->least};
    s.cite = &el->cite;
    if (el->least == 0)
        return true;
    if (!sum_of(c, &f, &s.sum, e))
        return false;
    s.met = s.good = s.sum >= s.num;
    add_step(c, s, NULL);
    return true;
}

/* The largest class of the roll against the cap. */
static bool
balance_step(struct count *c, struct err *e)
{
    const struct balance *b = &c->r->balance;
    struct tally_step s = {.part = STEP_BALANCE,
                           .key = SL("balance"),
                           .num = b->num,
                           .den = b->den,
                           .base = (int64_t)c->nunits,
                           .cite = &b->cite};
    struct map by_class = {0};
    if (b->den == 0)
        return true;
    for (size_t i = 0; i < c->nunits; i++) {
        struct slice class_of = c->roll->v[c->units[i].first].category;
        if (class_of.n == 0)
            continue;
        int64_t *n = map_get(&by_class, class_of);
        if (!n)
            map_put(c->a, &by_class, class_of, n = NEW(c->a, int64_t));
        if (++*n > s.sum)
            s.sum = *n;
    }
    int64_t left, right;
    if (__builtin_mul_overflow(s.sum, s.den, &left) ||
        __builtin_mul_overflow(s.base, s.num, &right))
        return err_set(e, ERR_LIMIT, "the balance of this roll does not fit 64 bits");
    s.met = s.good = left <= right;
    add_step(c, s, NULL);
    return true;
}

/* The band that the turnout reached, and its tests. */
static bool
band_steps(struct count *c, struct err *e)
{
    const struct rule_bands *bands = &c->r->bands;
    const struct rule_band *in = NULL;
    struct filter f = {.kinds = KINDS_CAST, .votes_only = true};
    struct tally_step s = {.part = STEP_BAND, .key = SL("band")};
    if (bands->n == 0)
        return true;
    if (!sum_of(c, &f, &s.sum, e) || !base_of(c, OVER_ALL, f, &s.base, e))
        return false;
    for (size_t i = 0; i < bands->n; i++) {
        const struct rule_band *b = &bands->v[i];
        int64_t over = s.sum * b->den - s.base * b->num; /* of heads: it fits (roll.h) */
        if (b->strict ? over > 0 : over >= 0)
            in = b;
    }
    const struct rule_band *shown = in ? in : &bands->v[0];
    s.num = shown->num;
    s.den = shown->den;
    s.strict = shown->strict;
    s.cite = &shown->cite;
    s.met = s.good = in != NULL;
    s.informs = c->r->judged_by.n > 0;
    add_step(c, s, NULL);
    return !in || run_tests(c, &in->pass, STEP_PASS, SL(""), e);
}

/* IEEE: a negative whose reasons nobody has seen yet, or a text that is no longer the same. */
static void
recirculate_step(struct count *c)
{
    struct tally_step s = {.part = STEP_RECIRCULATE, .key = SL("recirculate"), .num = 1};
    if (c->r->recirculate == RECIRCULATE_NEVER)
        return;
    for (size_t i = 0; i < c->nunits; i++) {
        const struct counting_unit *u = &c->units[i];
        if (u->says != UNIT_VOTED || (u->kind != VOTE_NO && u->kind != VOTE_BLOCK))
            continue;
        const struct vote *v = &c->box->votes[u->vote];
        s.sum += v->reasoned && !v->carried;
    }
    s.cite = rule_cite_of(c->r, "recirculate");
    s.met = s.sum > 0 || c->box->text_changed;
    s.good = !s.met;
    add_step(c, s, NULL);
}

/* ---- the outcome ----------------------------------------------------------------------------*/

static bool
all_good(const struct tally *t, unsigned parts)
{
    for (size_t i = 0; i < t->steps.n; i++)
        if ((parts & 1u << t->steps.v[i].part) && !t->steps.v[i].good)
            return false;
    return true;
}

static enum outcome
outcome_of(const struct count *c)
{
    const struct tally *t = c->t;
    bool passed = all_good(t, 1u << STEP_PASS | 1u << STEP_BAND);
    bool second = c->r->second.in.n && all_good(t, 1u << STEP_SECOND);
    if (!all_good(t, 1u << STEP_QUORUM | 1u << STEP_ELECTORATE))
        return OUTCOME_NO_QUORUM;
    if (!all_good(t, 1u << STEP_BALANCE))
        return OUTCOME_NOT_APPROVED;
    if (c->r->judged_by.n)
        return all_good(t, 1u << STEP_BLOCK) ? OUTCOME_JUDGED : OUTCOME_BLOCKED;
    if (!passed && !second)
        return OUTCOME_NOT_APPROVED;
    if (!all_good(t, 1u << STEP_BLOCK))
        return OUTCOME_BLOCKED;
    if (c->r->second.in.n && !second)
        return OUTCOME_PENDING;
    return all_good(t, 1u << STEP_RECIRCULATE) ? OUTCOME_APPROVED : OUTCOME_RECIRCULATE;
}

static size_t
steps_most(const struct rule *r)
{
    size_t n = 4 + r->quorum.n + 2 * r->pass.n + r->block.n; /* 4: those that are no tests */
    for (size_t i = 0; i < r->bands.n; i++)
        n += r->bands.v[i].pass.n;
    return n;
}

bool
tally_decide(struct count *c, struct err *e)
{
    struct tally *t = c->t;
    const struct rule *r = c->r;
    t->steps.v = NEW_ARRAY(c->a, struct tally_step, steps_most(r));
    t->failed.v = NEW_ARRAY(c->a, struct slice, steps_most(r));
    t->verified = true;
    for (size_t i = 0; i < r->cites.n; i++)
        t->verified = t->verified && reading_verified(rule_reading(r, &r->cites.v[i].cite));
    if (!electorate_step(c, e) || !balance_step(c, e) ||
        !run_tests(c, &r->quorum, STEP_QUORUM, SL(""), e) || !band_steps(c, e) ||
        !run_tests(c, &r->pass, STEP_PASS, SL(""), e))
        return false;
    if (r->second.in.n && !run_tests(c, &r->pass, STEP_SECOND, r->second.in, e))
        return false;
    if (!run_tests(c, &r->block, STEP_BLOCK, SL(""), e))
        return false;
    recirculate_step(c);
    t->outcome = outcome_of(c);
    return true;
}
