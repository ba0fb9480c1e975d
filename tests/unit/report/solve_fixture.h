/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Made-up conflicts and plans for the reports' tests: four regimes, each class
 * of conflict, hostile text where names stand, and the empty and the unfinished.
 */
#pragma once

#include "solve/emit.h"
#include "solve/plan.h"

const struct conflicts *fixture_conflicts(void);
const struct conflicts *fixture_conflicts_none(void);       /* one regime: no pairs */
const struct conflicts *fixture_conflicts_compatible(void); /* two that go together */
const struct conflicts *fixture_conflicts_cut(void);        /* the budget ran out */
const struct conflicts *fixture_conflicts_many(void);       /* 40 regimes, long names */

const struct plan *fixture_plan(void);        /* two variants, from a product, one unserved */
const struct plan *fixture_plan_simple(void); /* one variant serves all, from nothing */
const struct plan *fixture_plan_cut(void);
const struct plan *fixture_plan_nothing(void); /* no regime can be served */

/* The files of a server program for each variant of fixture_plan. */
const struct emitted *fixture_emitted(void);
