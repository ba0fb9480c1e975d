/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where the registries, standards and regimes lie.
 */
#pragma once

#include "base/arena.h"
#include "base/err.h"

/*
 * `wanted` where it is given, else $COMITY_DATA, else ../data beside the
 * program (a build tree), else the installed folder. Fails with ERR_INPUT,
 * naming every place it looked at, where none holds registry/.
 */
MUST_USE bool data_dir_find(const char **out, struct arena *a, const char *wanted, struct err *e);
