/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is weak in how the portal is run, as far as it can tell itself: for the page of
 * administration.
 */
#pragma once

#include "web/accounts.h"
#include "web/call.h"

#define ADMIN_CHECKS_MAX 16

struct admin_finding {
    const char *id;
    bool weak;
    const char *good_text, *weak_text, *advice; /* msgids */
};
struct admin_checks {
    struct admin_finding v[ADMIN_CHECKS_MAX];
    size_t n;
};

void admin_check(struct admin_checks *out, struct call *c, const struct accounts *all);
