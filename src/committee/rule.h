/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A ballot rule as data: who votes, what may be voted, for how long, and which
 * tests decide. Rules stand in data/processes/ (docs/internals/process-format.md);
 * when a ballot opens, its rule is frozen into the record as JSON, and a
 * recount (tally.h) uses nothing else.
 *
 * Every test compares whole numbers: sum × den against base × num. There are no floating
 * numbers here.
 *
 * One rule has exactly one JSON: members at their default (0, false, the first
 * word of a choice, empty) are left out, and reading refuses them when written.
 * Slices point into the arena of the reader.
 */
#pragma once

#include "committee/langs.h"
#include "model/reading.h"
#include "text/json.h"
#include "text/yaml.h"

#define RULE_SETS_MAX 32
#define RULE_POSITIONS_MAX 16
#define RULE_TESTS_MAX 16    /* in each list */
#define RULE_NUMBER_MAX 1000 /* of num and den: keeps every product within 63 bits */
#define RULE_DAYS_MAX 3660
#define RULE_LEAST_MAX 2000000000 /* of plain thresholds */

/* ---- where a value comes from ----------------------------------------------------------------*/

struct source {
    struct slice key;        /* as cites name it: "dir1" */
    struct slice title, url; /* url may be empty */
    enum reading read;
    struct slice as_of; /* a date, YYYY[-MM[-DD]]: the edition or day that was read */
};

/* CITE_AS_SOURCE: as the source was read. The others are enum reading + 1. */
enum cite_read {
    CITE_AS_SOURCE,
    CITE_PRIMARY,
    CITE_RENDERING,
    CITE_SECONDARY,
    CITE_RECALLED,
};

struct cite {
    struct slice source; /* key of a source; empty: the rule's own cite */
    struct slice clause; /* "2.7.3"; may be empty */
    enum cite_read read; /* where this value was read otherwise than the source as a whole */
    struct langs remark; /* what is uncertain, or how it was taken; may be empty */
};

/* The cite of one value of the rule that has none of its own: {value: silence, …}. */
struct cite_of {
    struct slice value;
    struct cite cite;
};

/* ---- votes ----------------------------------------------------------------------------------*/

/* What a position counts as. A set of them is a mask of 1u << kind. */
enum vote_kind {
    VOTE_YES,
    VOTE_NO,
    VOTE_ABSTAIN,
    VOTE_BLOCK,   /* stops the decision while it stands (IESG: Discuss) */
    VOTE_NEUTRAL, /* supports neither, stops nothing (IESG: No Objection) */
    VOTE_RECUSE,  /* steps out of the electorate */
};
#define VOTE_KINDS (VOTE_RECUSE + 1)

enum reason_need {
    REASON_OPTIONAL,
    REASON_OR_VOID,  /* taken without one, but not counted (ISO DIS: negatives) */
    REASON_REQUIRED, /* refused without one */
};

struct position {
    struct slice key; /* "yes" */
    struct langs name;
    enum vote_kind counts;
    enum reason_need reason;
};

/* A named part of the voters: a class, an interest category, P-members. */
struct voter_set {
    struct slice key; /* equals a voter's class or one of its marks (roll.h) */
    struct langs name;
};

/* ---- tests ----------------------------------------------------------------------------------*/

enum measure {
    MEASURE_VOTES, /* each counting unit is one */
    MEASURE_WEIGHT,
    MEASURE_POPULATION,
};

/* What a share is taken of. Recused units are in none of them. */
enum over {
    OVER_YES_NO, /* positions that count as yes or no: abstentions are out */
    OVER_CAST,   /* every position taken: abstentions are in */
    OVER_ALL,    /* every unit on the roll, voted or not */
    OVER_ACTIVE, /* the roll's own figure of active members */
    OVER_NO,     /* W3C: yes > 3 × no */
};

/*
 * A quorum, pass or block test: the units of set `in` that took a position
 * counted by `counts` (and, with `with`, carried that mark) against
 * num/den of the `over` of the same set, or against the plain number `least`.
 *
 * Met where sum × den >= base × num (strict: >). Of an empty base nothing is a share: the test
 * is met only where sum is above 0, or `empty` says so. In `block` a met test stops the decision.
 */
struct rule_test {
    struct slice key;  /* unique in the rule: "p-two-thirds" */
    struct langs name; /* may be empty: made from the numbers then */
    unsigned counts;   /* mask of vote kinds */
    struct slice with; /* "expert": NP ballots ask for yes votes that name an expert */
    struct slice in;   /* key of a set; empty: all */
    enum measure measure;
    int64_t num, den; /* den 0: `least` is the threshold */
    enum over over;
    bool strict; /* more than, not at least */
    bool empty;  /* met where there is nothing to take a share of (TAP: no reply) */
    int64_t least;
    int64_t if_from, if_to; /* applies only where the set has so many units; if_to 0: no end */
    struct cite cite;
};

struct rule_tests {
    struct rule_test *v;
    size_t n;
};

/* Turnout bands (W3C appeal): the last band whose `num`/`den` of the roll was reached decides. */
struct rule_band {
    int64_t num, den; /* turnout, cast over all */
    bool strict;      /* more than that turnout, not at least */
    struct rule_tests pass;
    struct cite cite;
};

struct rule_bands {
    struct rule_band *v;
    size_t n;
};

/* ---- the rest of a rule ---------------------------------------------------------------------*/

enum electorate_body {
    ELECTORATE_COMMITTEE,
    ELECTORATE_GROUP, /* the project's working group */
    ELECTORATE_LIST,  /* named when the ballot opens: a balloting group */
};

enum electorate_member {
    ELECTORATE_ORGANISATIONS,
    ELECTORATE_PERSONS,
};

struct electorate {
    enum electorate_body body;
    enum electorate_member members;
    struct slices standings; /* of membership: "P", "full"; empty: every member, no observer */
    bool observers;          /* observers vote, too */
    struct langs name;       /* "P-members" */
    int64_t least;           /* IEEE: 10 persons or 5 entities */
    struct cite cite;
};

/* Voters of one unit are counted once. */
enum unit {
    UNIT_VOTER, /* each on the roll is one */
    UNIT_ORGANISATION,
    UNIT_FAMILY, /* related organisations */
    UNIT_NATION,
    UNIT_FAMILY_POSITION, /* W3C Council: the same position of one family counts once */
};

struct period {
    int64_t min, max, usual; /* days; 0: no such limit; usual: offered when a ballot opens */
    struct cite cite;
};

/* No class of the roll above num/den of it (IEEE 1/3, SAC 1/2). Of no class: not looked at. */
struct balance {
    int64_t num, den; /* den 0: none */
    struct cite cite;
};

enum silence {
    SILENCE_VOID,    /* who says nothing is not counted, except in OVER_ALL */
    SILENCE_ASSENT,  /* counts as yes (AAP) */
    SILENCE_ABSTAIN, /* counts as abstention */
};

enum revote {
    REVOTE_UNTIL_CLOSE, /* the last vote of a voter counts */
    REVOTE_NEVER,       /* the first one counts, later ones are refused */
};

/*
 * The same pass tests once more over a subset (CEN, mandated work). Passed by the subset: approved,
 * whatever all say. Passed by all alone: pending.
 */
struct second_count {
    struct slice in; /* key of a set; empty: no second count */
    struct cite cite;
};

enum recirculate {
    RECIRCULATE_NEVER,
    RECIRCULATE_NEW_NEGATIVES, /* IEEE: passed, but a reasoned no is new or the text changed */
};

enum recusal {
    RECUSAL_NONE,
    RECUSAL_DRAFTERS, /* those who drafted are recused on the roll */
};

struct appeal {
    int64_t days; /* 0: no such window */
    struct slice to;
    struct cite cite;
};

struct sources {
    struct source *v;
    size_t n;
};

struct rule {
    struct slice key;            /* unique in its process: "draft-for-review" */
    struct slice process;        /* id of the process that it stands in */
    struct langs name, question; /* question may be empty */
    struct electorate electorate;
    enum unit unit;
    struct {
        struct voter_set *v;
        size_t n;
    } sets;
    struct {
        struct position *v;
        size_t n;
    } positions; /* none: yes, no, abstain (rule_positions) */
    struct period period;
    struct balance balance;
    struct rule_tests quorum, pass, block;
    struct rule_bands bands;
    struct second_count second;
    enum silence silence;
    enum revote revote;
    enum recusal recusal;
    bool conditional; /* a yes with a condition is taken as a yes; else it is refused */
    bool proxies;     /* one member may cast another's vote */
    enum recirculate recirculate;
    struct slice
        judged_by; /* role that judges the result (then pass tests only inform), or empty */
    struct appeal appeal;
    struct cite cite; /* of every value without its own */
    struct {
        struct cite_of *v;
        size_t n;
    } cites;
    struct sources sources; /* those that its cites name */
};

/* The positions that may be voted; yes, no and abstain where the rule lists none. */
void rule_positions(const struct rule *r, const struct position **v, size_t *n);
const struct position *rule_position(const struct rule *r, struct slice key);
const struct voter_set *rule_set(const struct rule *r, struct slice key);

/* Null where the key is unknown or empty. */
const struct source *rule_source(const struct rule *r, struct slice key);

/* It says nothing; one with only a remark still speaks of its own value. */
bool cite_empty(const struct cite *c);
/* The cite that holds for a value: its own, the one in `cites`, else the rule's. */
const struct cite *rule_cite(const struct rule *r, const struct cite *own);
const struct cite *rule_cite_of(const struct rule *r, const char *value);
enum reading rule_reading(const struct rule *r, const struct cite *c);

/* Read from the issuer's text or a rendering of it; else users see "unverified". */
static inline bool
reading_verified(enum reading r)
{
    return r == READ_PRIMARY || r == READ_RENDERING;
}
/* Whether every value of the rule is verified. */
bool rule_verified(const struct rule *r);

/*
 * From and to JSON. Reading checks everything: unknown or double members, values out of range, keys
 * that name nothing; the error names the place by its path. What was read is
 * written again octet for octet (in canonical form).
 */
MUST_USE bool rule_from_json(struct rule *out, struct arena *a, const struct json_node *n,
                             struct err *e);
void rule_to_json(struct json_node *out, struct arena *a, const struct rule *r);

extern const char *const vote_kind_names[VOTE_KINDS];
extern const char *const cite_read_names[CITE_RECALLED + 1];
