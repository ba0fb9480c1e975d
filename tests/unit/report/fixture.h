/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A made-up judgement for the reports' tests: two targets, three regimes, one
 * finding of each verdict, and hostile text where scanned text stands.
 */
#pragma once

#include "model/verdict.h"

const struct judgement *fixture_judgement(void);
