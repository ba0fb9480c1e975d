/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `--emit SERVER`: for each variant of a plan the files of a server program.
 */
#pragma once

#include "cli/solving.h"
#include "solve/plan.h"

/* What the server program can do; null where the catalog does not say. */
const struct standard *emitting_profile(const struct solving *s, const char *server);

/* For every variant, into s->about. */
MUST_USE bool emitting_plan(struct solving *s, const struct plan *p, const char *server,
                            struct err *e);

/* Into DIR/variant-1/nginx.conf, …; the folders are made. Each file appears whole or not at all.
 * The report then names the places and leaves out the texts. */
MUST_USE bool emitting_write(struct solving *s, const struct plan *p, const char *dir,
                             struct err *e);
