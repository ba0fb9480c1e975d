/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `comity worker TASK --data DIR`: what the portal starts to read a file from
 * outside (web/worker_child.h). For no person: it stands in no help.
 */
#pragma once

#include "base/env.h"

/* Whether the words are that command's; it then does not return. */
void cmd_worker(const struct env *env, int argc, char **argv);
