/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The roll of voters of one ballot: who may vote, in which class, with which
 * weight. Frozen into the record with the rule when the ballot opens. Ids only,
 * no names.
 */
#pragma once

#include "base/err.h"
#include "text/json.h"

#define ROLL_VOTERS_MAX 20000
#define ROLL_WEIGHT_MAX 1000000
#define ROLL_POPULATION_MAX 2000000000
#define ROLL_MARKS_MAX 8

struct voter {
    struct slice id;                   /* unique; of the membership or organisation that votes */
    struct slice organisation, person; /* person empty where organisations vote */
    struct slice family;               /* of related organisations; empty: its own */
    struct slice country;              /* ISO 3166-1 alpha-2; may be empty */
    struct slice category;             /* class or interest category; may be empty */
    struct slices marks;               /* sets it belongs to: standing ("P"), "blue" */
    int64_t weight, population;        /* 0: not stated */
    bool recused; /* took part in the drafting, or has an interest: may not vote */
};

struct roll {
    struct voter *v;
    size_t n;
    int64_t active; /* for OVER_ACTIVE: 0: as many as stand on the roll */
};

/* As in rule.h: checked reading, and one JSON for one roll. */
MUST_USE bool roll_from_json(struct roll *out, struct arena *a, const struct json_node *n,
                             struct err *e);
void roll_to_json(struct json_node *out, struct arena *a, const struct roll *r);
