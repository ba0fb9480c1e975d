/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the parts of the tally share: the counting units and what each says
 * (private to committee/tally*).
 */
#pragma once

#include "committee/rule_tables.h"
#include "committee/tally.h"

#define NO_VOTE SIZE_MAX

enum unit_says {
    UNIT_SILENT,
    UNIT_VOTED,
    UNIT_UNCOUNTED, /* voted, but not so that it counts */
    UNIT_RECUSED,
};

/* Who is counted once: a voter, or the voters of one organisation, family or nation. */
struct counting_unit {
    uint32_t sets; /* mask of places in rule->sets */
    int64_t weight, population;
    size_t first; /* a voter of it: the first on the roll */
    size_t vote;  /* place in the box of the vote that stands, or NO_VOTE */
    bool able;    /* one of its voters is not recused */
    enum unit_says says;
    enum vote_kind kind; /* of UNIT_VOTED, and of UNIT_SILENT where `spoken` */
    bool spoken;         /* silence that counts */
};

struct count {
    struct arena *a;
    const struct rule *r;
    const struct roll *roll;
    const struct ballot_box *box;
    struct counting_unit *units;
    size_t nunits;
    size_t *unit_of; /* by place in the roll */
    struct tally *t;
};

/* Whether the unit took part in a base or sum at all. */
static inline bool
unit_counts(const struct counting_unit *u)
{
    return u->says == UNIT_VOTED || u->spoken;
}

/* All steps in order, and the outcome. */
MUST_USE bool tally_decide(struct count *c, struct err *e);

/* The words of a step. `test` is null where the step is none of a test. */
void tally_step_words(const struct count *c, struct tally_step *s, const struct rule_test *test);
