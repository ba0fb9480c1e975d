/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A made-up committee to look around in: `comity committee sample DIR`. It acts through
 * office_act like anybody; what it consists of stands in data/sample/.
 * It is a rehearsal, and the record says so: its times are given.
 */
#pragma once

#include "office/office.h"

struct sample_done {
    struct slice secretary, chair; /* mandates to look around with */
    struct slice foreign;          /* of a foreign member's delegate */
    uint64_t entries;
};

/* `data` is Comity's data folder, with sample/ and processes/. */
MUST_USE bool sample_create(struct sample_done *out, struct arena *a, const char *dir,
                            const struct env *env, const char *data, struct err *e);
