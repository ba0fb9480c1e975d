/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Counts a ballot by its frozen rule and roll. Pure: the same rule, roll and
 * votes give the same tally, in whatever order the votes stand. Whole numbers
 * only; a product that would not fit is an error, never a wrong result.
 *
 * The tally shows its arithmetic: a step per test with the numbers, the test
 * in words, and where the rule comes from.
 */
#pragma once

#include "committee/roll.h"
#include "committee/rule.h"

/* One vote as the record has it. */
struct vote {
    size_t voter;          /* place in the roll */
    struct slice position; /* key of a position of the rule */
    uint64_t index;        /* of its leaf: which of two votes is the later one */
    int64_t at;
    bool reasoned;       /* a reason came with it */
    bool conditional;    /* "yes, if …" */
    bool carried;        /* stands from an earlier round; its reason was circulated then */
    struct slices marks; /* "expert": what else the voter offers */
};

/* What is counted besides rule and roll. */
struct ballot_box {
    const struct vote *votes;
    size_t n;
    int64_t opens, closes; /* instants; a vote counts from `opens` and before `closes`; 0, 0: any */
    bool text_changed;     /* since the earlier round (IEEE: recirculate) */
};

/* What became of a vote. */
enum vote_fate {
    FATE_COUNTED,
    FATE_REPLACED,  /* by a later vote of the same unit */
    FATE_REPEATED,  /* the rule takes the first vote only */
    FATE_SAME_UNIT, /* its organisation, family or country has voted already in that round */
    FATE_NO_VOTER,  /* not on the roll */
    FATE_RECUSED,   /* the roll says so */
    FATE_EARLY,
    FATE_LATE,
    FATE_NO_POSITION, /* no such position in the rule */
    FATE_NO_REASON,   /* refused, or taken but not counted: see reason_need */
    FATE_CONDITIONAL, /* the rule knows no conditional yes */
};

/*
 * Whether a vote may be taken at all, before others are looked at; FATE_COUNTED where it may.
 * REASON_OR_VOID is no ground to refuse: such a vote is taken and not counted.
 */
enum vote_fate vote_admissible(const struct rule *r, const struct roll *roll,
                               const struct ballot_box *box, const struct vote *v);
const char *vote_fate_name(enum vote_fate f);

/* What all voters of one unit have in common, by the widest thing that is stated. */
struct slice tally_unit(const struct rule *r, const struct voter *v);

enum outcome {
    OUTCOME_APPROVED,
    OUTCOME_NOT_APPROVED, /* a pass test is not met */
    OUTCOME_NO_QUORUM,
    OUTCOME_BLOCKED,     /* every pass test is met, but a blocking test is, too */
    OUTCOME_PENDING,     /* passed by all, not by the subset of the second count */
    OUTCOME_RECIRCULATE, /* passed, and has to go round once more */
    OUTCOME_JUDGED,      /* the rule leaves the result to a named role; the steps are its facts */
};
const char *outcome_name(enum outcome o);
struct langs outcome_words(enum outcome o); /* for people */
bool outcome_from_name(struct slice name, enum outcome *out);

enum step_part {
    STEP_ELECTORATE, /* enough voters on the roll */
    STEP_BALANCE,
    STEP_QUORUM,
    STEP_BAND, /* which turnout band holds */
    STEP_PASS,
    STEP_SECOND, /* a pass test over the subset */
    STEP_BLOCK,  /* `met` means: it blocks */
    STEP_RECIRCULATE,
};

struct tally_step {
    enum step_part part;
    struct slice key;  /* of the test */
    int64_t sum, base; /* base: of the share; 0 where `den` is 0 */
    int64_t num, den;  /* den 0: sum against num */
    bool strict;
    bool met;                /* the comparison holds */
    bool good;               /* it speaks for approval: met, or of a block not met */
    bool informs;            /* of a judged rule: does not decide */
    struct langs text;       /* "yes 20 of 30 P-members voting: 20×3 ≥ 30×2, met" */
    const struct cite *cite; /* in the rule */
    enum reading reading;
};

struct tally_steps {
    struct tally_step *v;
    size_t n;
};

struct tally {
    enum outcome outcome;
    struct tally_steps steps; /* in the order in which they decide */
    struct slices failed;     /* keys of the steps that speak against approval */
    struct slices objectors;  /* ids of voters whose counted position is no or block, roll order */
    size_t units;             /* all of the roll; the next four add up to it */
    size_t voted;             /* took a counted position other than to recuse */
    size_t uncounted;         /* voted, but not so that it counts */
    size_t recused;
    size_t silent;
    size_t by_kind[VOTE_KINDS]; /* of `voted` and, where silence speaks, of `silent` */
    size_t *by_position;        /* as rule_positions lists them */
    enum vote_fate *fates;      /* by place in the box */
    bool verified;              /* every value that decided was read at its source */
};

/*
 * ERR_INPUT where the roll does not fit the rule (voters of one unit that differ in class, weight
 * or population; a weight or population that a test needs and the roll lacks).
 */
MUST_USE bool tally_count(struct tally *out, struct arena *a, const struct rule *r,
                          const struct roll *roll, const struct ballot_box *box, struct err *e);

/*
 * The part of it that belongs into the record: outcome, counts, failed tests and
 * the numbers of each step, without texts.
 */
void tally_to_json(struct json_node *out, struct arena *a, const struct rule *r,
                   const struct tally *t);
