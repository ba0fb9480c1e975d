/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Z3 as a second opinion on instances of the solver: the table of what is
 * possible (support/oracle.h), the most valuable set by its own optimiser, and
 * single questions for measurements.
 */
#pragma once

#include "solve/optimise.h"
#include "support/oracle.h"

struct z3_oracle; /* private: one context, one solver, the instance asserted */

/* Groups are Booleans that imply their conditions, as in the engine. Never null. */
struct z3_oracle *z3_oracle_new(struct arena *a, const struct instance *in);
void z3_oracle_free(struct z3_oracle *z);

static inline void
z3_oracle_cleanup(struct z3_oracle *const *z)
{
    z3_oracle_free(*z);
}
#define AUTO_Z3_ORACLE __attribute__((cleanup(z3_oracle_cleanup))) struct z3_oracle *

/*
 * Can these groups (bits) be satisfied together? Asked with assumptions. Where
 * not, `core` (bits, null is fine) are groups of them that cannot.
 */
bool z3_oracle_groups(struct z3_oracle *z, const uint64_t *groups, uint64_t *core);
bool z3_oracle_conditions(struct z3_oracle *z, const uint64_t *conditions);

/* The table of all sets of groups, or of conditions. */
void z3_oracle_table(struct oracle *o, struct arena *a, const struct instance *in, bool groups);

/* The least sum of the weights of soft literals that do not hold, with one group; -1: none. */
int64_t z3_oracle_cheapest(const struct instance *in, size_t group, const struct soft *soft,
                           size_t n);

/* The weight of the most valuable set of groups, by Z3's optimiser; -1: nothing is possible. */
int64_t z3_oracle_best(const struct instance *in);
