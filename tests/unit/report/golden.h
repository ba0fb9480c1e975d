/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Golden files under tests/golden ($COMITY_GOLDEN): COMITY_UPDATE_GOLDEN=1 rewrites them.
 */
#pragma once

#include "base/slice.h"

/* Fails the test, printing what came, where it is not what the file says. */
void golden_check(const char *folder, const char *name, struct slice got);
