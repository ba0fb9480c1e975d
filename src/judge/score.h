/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A regime's result from its findings: tallies and verdict, by the rules that
 * stand with struct regime_result.
 */
#pragma once

#include "model/verdict.h"

/* Fills in all but `regime`, `findings` and `n`, which are set. */
void score_regime(struct regime_result *r);
