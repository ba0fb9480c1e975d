/* SPDX-License-Identifier: Apache-2.0 */
#include "committee/roll.h"

#include "base/map.h"
#include "committee/rule_tables.h"

#include <stdio.h>

static const struct shape_field voter_fields[] = {
    SHAPE_FIELD(voter, id, "id", SHAPE_KEY, .required = true),
    SHAPE_FIELD(voter, organisation, "organisation", SHAPE_KEY, .required = true),
    SHAPE_FIELD(voter, person, "person", SHAPE_KEY, 0),
    SHAPE_FIELD(voter, family, "family", SHAPE_KEY, 0),
    SHAPE_FIELD(voter, country, "country", SHAPE_KEY, 0),
    SHAPE_FIELD(voter, category, "category", SHAPE_KEY, 0),
    SHAPE_FIELD(voter, marks, "marks", SHAPE_KEYS, .max = ROLL_MARKS_MAX),
    SHAPE_FIELD(voter, weight, "weight", SHAPE_INT, .min = 1, .max = ROLL_WEIGHT_MAX),
    SHAPE_FIELD(voter, population, "population", SHAPE_INT, .min = 1, .max = ROLL_POPULATION_MAX),
    SHAPE_FIELD(voter, recused, "recused", SHAPE_BOOL, 0),
};
static const struct shape voter_shape = SHAPE_OF(voter, voter_fields);

static const struct shape_field roll_fields[] = {
    SHAPE_FIELD(roll, v, "voters", SHAPE_LIST, .required = true, .shape = &voter_shape,
                .max = ROLL_VOTERS_MAX),
    SHAPE_FIELD(roll, active, "active", SHAPE_INT, .min = 1, .max = ROLL_VOTERS_MAX),
};
static const struct shape roll_shape = SHAPE_OF(roll, roll_fields);
_Static_assert(offsetof(struct roll, n) == offsetof(struct roll, v) + sizeof(void *),
               "a list is its array and its count");

bool
roll_from_json(struct roll *out, struct arena *a, const struct json_node *n, struct err *e)
{
    struct shape_tree t = {.json = n};
    struct map seen = {0};
    char at[40];
    if (!shape_read(out, a, &t, &roll_shape, e))
        return false;
    for (size_t i = 0; i < out->n; i++)
        if (map_put(a, &seen, out->v[i].id, &out->v[i])) {
            snprintf(at, sizeof at, "voters[%zu].id", i);
            return shape_fail(&t, e, at, "'%.*s' is on the roll twice", SL_FMT(out->v[i].id));
        }
    return true;
}

void
roll_to_json(struct json_node *out, struct arena *a, const struct roll *r)
{
    *out = *shape_write(a, &roll_shape, r);
}
