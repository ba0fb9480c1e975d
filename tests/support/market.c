/* SPDX-License-Identifier: Apache-2.0 */
#include "support/market.h"

#include "base/map.h"
#include "model/bits.h"
#include "support/random.h"

#define SETS 16
#define NUMBERS 20
#define NATIONS 5
#define REFUSED_NATIONS 3
#define OPTIONS_MAX 200 /* of one set */

/* The sets with a part to play; the others are there for their number. */
enum { SUITES, GROUPS, SIGNATURES, SITES, VERSIONS, CUSTODY };

static const uint32_t set_sizes[SETS] = {200, 48, 40, 80, 8,  16, 20, 20,
                                         20,  20, 20, 20, 24, 24, 24, 16};

/* The part of each set that nearly everybody accepts, in percent. */
#define COMMON_PERCENT 12

/* How often a contradiction is planted, in percent; found by trial, for the numbers in market.h. */
enum {
    WANT_OWN = 30,
    OWN_ONLY = 3,
    REFUSE = 50,
    AT_HOME = 25,
    NOT_ABROAD = 6,
    KEEP = 30,
    DELETE = 6,
    THREE = 35
};

enum verb { ONLY_WITHIN, AT_LEAST_ONE, NONE_OF, AT_LEAST, AT_MOST, IMPLIES, WHEN_ONLY };

/* A requirement, and the key under which equal ones are found: no padding. */
struct wish {
    uint32_t verb, set, bound, trigger;
    uint64_t mask[BITS_WORDS(OPTIONS_MAX)];
};

struct world {
    struct arena *a;
    struct instance *in;
    uint64_t random;
    int first[SETS];        /* the first variable of each set */
    int threshold[NUMBERS]; /* variable of "at least 1"; the others follow */
    uint32_t top[NUMBERS];  /* the largest value */
    struct map conditions;  /* wish to 1 + condition */
    VEC(uint32_t) chosen;   /* of the regime under way */
    size_t requirements;
};

static int
option(const struct world *w, uint32_t set, uint32_t i)
{
    return w->first[set] + (int)i;
}

static int
at_least(const struct world *w, uint32_t number, uint32_t k)
{
    return w->threshold[number] + (int)k - 1;
}

static uint32_t
common(uint32_t set)
{
    return set_sizes[set] * COMMON_PERCENT / 100 + 1;
}

/* -- what goes with what ------------------------------------------------------------------ */

static void
make_variables(struct world *w)
{
    for (uint32_t set = 0; set < SETS; set++) {
        for (uint32_t i = 0; i < set_sizes[set]; i++) {
            int v = instance_var(w->in);
            w->first[set] = i ? w->first[set] : v;
        }
    }
    for (uint32_t n = 0; n < NUMBERS; n++) {
        w->top[n] = 10 + random_below(&w->random, 6);
        for (uint32_t k = 1; k <= w->top[n]; k++) {
            int v = instance_var(w->in);
            w->threshold[n] = k == 1 ? v : w->threshold[n];
            if (k > 1)
                INSTANCE_CLAUSE(w->in, -v, v - 1);
        }
    }
}

/* Each option of `set` needs one of some options of `of`, common ones among them. */
static void
make_needs(struct world *w, uint32_t set, uint32_t of, uint32_t choices)
{
    for (uint32_t i = 0; i < set_sizes[set]; i++) {
        int lits[8] = {-option(w, set, i)};
        for (uint32_t k = 1; k <= choices; k++) {
            uint32_t n = k == 1 ? common(of) : set_sizes[of];
            lits[k] = option(w, of, random_below(&w->random, n));
        }
        instance_clause(w->in, lits, choices + 1);
    }
}

static void
make_physics(struct world *w)
{
    make_variables(w);
    make_needs(w, SUITES, VERSIONS, 2);
    make_needs(w, SUITES, SIGNATURES, 3);
    make_needs(w, GROUPS, VERSIONS, 2);
    make_needs(w, SITES, CUSTODY, 3);
    /* Some custody rules a site out; never a common one. */
    for (uint32_t i = common(SITES); i < set_sizes[SITES]; i++)
        INSTANCE_CLAUSE(w->in, -option(w, SITES, i),
                        -option(w, CUSTODY, common(CUSTODY) + random_below(&w->random, 8)));
}

/* -- requirements ------------------------------------------------------------------------- */

static void
encode_bound(struct world *w, uint32_t c, const struct wish *wish)
{
    if (wish->verb == AT_LEAST)
        INSTANCE_UNDER(w->in, c, at_least(w, wish->set, wish->bound));
    else
        INSTANCE_UNDER(w->in, c, -at_least(w, wish->set, wish->bound + 1));
}

static void
encode_list(struct world *w, uint32_t c, const struct wish *wish)
{
    int some[OPTIONS_MAX + 1];
    size_t n = 0;
    int trigger = -option(w, VERSIONS, wish->trigger);
    if (wish->verb == IMPLIES)
        some[n++] = trigger;
    for (uint32_t i = 0; i < set_sizes[wish->set]; i++) {
        bool in = bits_has(wish->mask, i);
        int v = option(w, wish->set, i);
        if (wish->verb == ONLY_WITHIN && !in)
            INSTANCE_UNDER(w->in, c, -v);
        else if (wish->verb == NONE_OF && in)
            INSTANCE_UNDER(w->in, c, -v);
        else if (wish->verb == WHEN_ONLY && !in)
            INSTANCE_UNDER(w->in, c, trigger, -v);
        else if ((wish->verb == AT_LEAST_ONE || wish->verb == IMPLIES) && in)
            some[n++] = v;
    }
    if (wish->verb == AT_LEAST_ONE || wish->verb == IMPLIES)
        instance_under(w->in, c, some, n);
}

static void
want(struct world *w, const struct wish *wish)
{
    static const char *const verbs[] = {"only within", "at least one", "none of",  "at least",
                                        "at most",     "implies",      "when only"};
    w->requirements++;
    struct slice key = arena_dup(w->a, slice_of(wish, sizeof *wish));
    uintptr_t found = (uintptr_t)map_get(&w->conditions, key);
    if (!found) {
        uint32_t c = instance_condition(w->in, arena_printf(w->a, "%s %u #%zu", verbs[wish->verb],
                                                            wish->set, w->in->conditions.n));
        if (wish->verb == AT_LEAST || wish->verb == AT_MOST)
            encode_bound(w, c, wish);
        else
            encode_list(w, c, wish);
        found = (uintptr_t)c + 1;
        map_put(w->a, &w->conditions, key, (void *)found);
    }
    vec_push(w->a, &w->chosen, (uint32_t)found - 1);
}

/* What no list of chance touches: the common part, and what the planted contradictions are about.
 */
static bool
kept(uint32_t set, uint32_t i)
{
    uint32_t planted = set == SITES ? NATIONS * 6 : set <= SIGNATURES ? NATIONS * 4 : 0;
    return i < common(set) + planted || (set == SUITES && i >= 150 && i < 160);
}

/* Nothing, or all, of what is kept and `percent` of the rest. Lists come out of a few models. */
static void
draw(struct world *w, struct wish *wish, bool with_common, uint32_t percent)
{
    uint64_t list = wish->set * 64 + random_below(&w->random, 24) + (with_common ? 0 : 32);
    if (random_percent(&w->random, 35)) /* a list of its own */
        list = random_next(&w->random);
    for (uint32_t i = 0; i < set_sizes[wish->set]; i++) {
        bool in = kept(wish->set, i) ? with_common : random_percent(&list, percent);
        if (in)
            bits_set(wish->mask, i);
    }
}

static void
draw_list(struct world *w, uint32_t percent)
{
    struct wish wish = {.set = random_below(&w->random, SETS)};
    bool odd = random_below(&w->random, 400) == 0; /* goes against what all others accept */
    if (percent < 35) {
        wish.verb = ONLY_WITHIN;
        draw(w, &wish, true, odd ? 10 : 5 + random_below(&w->random, 4) * 5);
    } else if (percent < 55) {
        wish.verb = AT_LEAST_ONE;
        draw(w, &wish, !odd, 20);
    } else if (percent < 75) {
        wish.verb = NONE_OF;
        draw(w, &wish, false, odd ? 80 : 30 + random_below(&w->random, 4) * 10);
    } else {
        wish.verb = IMPLIES;
        wish.trigger = random_below(&w->random, set_sizes[VERSIONS]);
        draw(w, &wish, !odd, 20);
    }
    want(w, &wish);
}

static void
draw_bound(struct world *w)
{
    uint32_t number = 2 + random_below(&w->random, NUMBERS - 2);
    uint32_t middle = w->top[number] / 2;
    struct wish wish = {.set = number};
    if (random_percent(&w->random, 60)) {
        wish.verb = AT_LEAST;
        wish.bound = 1 + random_below(&w->random, middle);
    } else {
        wish.verb = AT_MOST;
        wish.bound = middle + random_below(&w->random, w->top[number] - middle);
    }
    want(w, &wish);
}

/* -- planted contradictions --------------------------------------------------------------- */

static const uint32_t with_algorithms[] = {SUITES, GROUPS, SIGNATURES};

/* One of a nation's own options; they lie behind the common part. */
static void
national(struct wish *wish, uint32_t nation, uint32_t many)
{
    for (uint32_t i = 0; i < many; i++)
        bits_set(wish->mask, common(wish->set) + nation * many + i);
}

/* Every regime belongs to a nation: it may want that nation's algorithms, or no others. */
static void
plant_wanted(struct world *w, uint32_t regime)
{
    for (size_t i = 0; i < COUNT_OF(with_algorithms); i++) {
        uint32_t percent = random_below(&w->random, 100);
        if (percent >= WANT_OWN + OWN_ONLY)
            continue;
        struct wish wish = {.verb = percent < WANT_OWN ? AT_LEAST_ONE : ONLY_WITHIN,
                            .set = with_algorithms[i]};
        national(&wish, regime % NATIONS, 4);
        want(w, &wish);
    }
}

/* Some refuse all algorithms of one of the first nations, which is not their own. */
static void
plant_refused(struct world *w, uint32_t regime)
{
    uint32_t nation = random_below(&w->random, REFUSED_NATIONS);
    if (!random_percent(&w->random, REFUSE) || nation == regime % NATIONS)
        return;
    for (size_t i = 0; i < COUNT_OF(with_algorithms); i++) {
        struct wish wish = {.verb = NONE_OF, .set = with_algorithms[i]};
        national(&wish, nation, 4);
        want(w, &wish);
    }
}

/* A copy at home; or nothing abroad. */
static void
plant_places(struct world *w, uint32_t regime)
{
    struct wish wish = {.set = SITES};
    uint32_t nation = regime % NATIONS;
    if (random_percent(&w->random, AT_HOME)) {
        wish.verb = AT_LEAST_ONE;
        national(&wish, nation, 6);
    } else if (random_percent(&w->random, NOT_ABROAD)) {
        wish.verb = ONLY_WITHIN;
        national(&wish, nation, 6);
        for (uint32_t i = 0; i < common(SITES) / 2; i++)
            bits_set(wish.mask, i);
    } else {
        return;
    }
    want(w, &wish);
}

static void
plant_retention(struct world *w)
{
    struct wish wish = {.set = random_below(&w->random, 2)};
    uint32_t middle = w->top[wish.set] / 2;
    if (random_percent(&w->random, KEEP)) {
        wish.verb = AT_LEAST;
        wish.bound = middle + random_below(&w->random, 3);
    } else if (random_percent(&w->random, DELETE)) {
        wish.verb = AT_MOST;
        wish.bound = middle - 1 + random_below(&w->random, 3);
    } else {
        return;
    }
    want(w, &wish);
}

/* One wants the old version; one allows with it only these suites; one wants others and no more. */
static void
plant_three(struct world *w)
{
    static const enum verb verbs[] = {AT_LEAST_ONE, WHEN_ONLY, AT_LEAST_ONE};
    if (!random_percent(&w->random, THREE))
        return;
    uint32_t role = random_below(&w->random, 3);
    struct wish wish = {.verb = verbs[role], .set = role ? SUITES : VERSIONS};
    wish.trigger = role == 1 ? 4 : 0;
    if (role == 0)
        bits_set(wish.mask, 4);
    for (uint32_t i = 0; role == 1 && i < set_sizes[SUITES]; i++) {
        if (i < 150)
            bits_set(wish.mask, i);
    }
    for (uint32_t i = 150; role == 2 && i < 160; i++)
        bits_set(wish.mask, i);
    want(w, &wish);
}

static void
make_regime(struct world *w, uint32_t regime)
{
    w->chosen.n = 0;
    plant_wanted(w, regime);
    plant_refused(w, regime);
    plant_places(w, regime);
    plant_retention(w);
    plant_three(w);
    size_t n = 33 + random_below(&w->random, 48);
    while (w->chosen.n < n) {
        uint32_t percent = random_below(&w->random, 100);
        if (percent < 85)
            draw_list(w, percent);
        else
            draw_bound(w);
    }
    instance_group(w->in, arena_printf(w->a, "regime %u", regime),
                   1 + random_below(&w->random, 100), w->chosen.v, w->chosen.n);
}

void
market_make(struct market *out, struct instance *in, struct arena *a, uint64_t seed, size_t regimes)
{
    struct world w = {.a = a, .in = in, .random = seed};
    instance_init(in, a);
    make_physics(&w);
    for (uint32_t i = 0; i < regimes; i++)
        make_regime(&w, i);
    *out = (struct market){.requirements = w.requirements};
}
