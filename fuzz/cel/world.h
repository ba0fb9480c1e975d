/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the fuzz targets of evaluation share: a few variables, some of them
 * unknown, and the properties that hold for every expression over them:
 *
 * - well typed without dyn means no type error while running;
 * - what is answered in spite of unknowns is the answer when they are known;
 * - the steps taken are within the bound that was computed before.
 *
 * A property that does not hold aborts.
 */
#pragma once

#include "cel/cel.h"

void world_must(bool holds);

/*
 * Compile and evaluate twice, with some facts unknown and with all of them
 * known. False where the text does not compile.
 */
bool world_run(struct slice text, struct err *e);
