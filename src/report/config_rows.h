/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A planned configuration as rows of a small table, for people: of each thing
 * what would be set, without what follows from it and what says nothing.
 */
#pragma once

#include "model/evidence.h"

struct config_row {
    struct slice label; /* "suites", "key bits", "on", "off" */
    struct slices values;
};

/* Whether nothing of it is a set: a certificate, which a line or two can tell. */
bool config_is_plain(const struct asset *as);

/*
 * Of one thing: its sets that are not empty (the union of others only where it
 * says as much as its parts), numbers and texts, and in two rows the flags that
 * are on and off; without what tells a person nothing who configures it (serial
 * numbers, names). `all`: also what is empty, lists, times, and every union.
 */
size_t config_rows(struct config_row **out, struct arena *a, const struct asset *as, bool all);

/* What the field is called; "key.bits" as "key bits" where it has no label. */
struct slice config_label(struct arena *a, const struct field *f);
