/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Accounts to look around with, one for each role, in a rehearsal (`comity committee
 * sample`): for `./dev serve`, for courses and for tests. Refused in a committee that is none.
 */
#pragma once

#include "office/office.h"
#include "web/accounts.h"

enum account_role {
    ROLE_ACCOUNT_DELEGATE,  /* of a domestic member */
    ROLE_ACCOUNT_FOREIGN,   /* of a foreign one */
    ROLE_ACCOUNT_ALTERNATE, /* of a member */
    ROLE_ACCOUNT_CONVENOR,  /* of a working group */
    ROLE_ACCOUNT_SECRETARY,
    ROLE_ACCOUNT_CHAIR,
    ROLE_ACCOUNT_CLAIMED, /* a delegate who has not confirmed the seat yet */
    ROLE_ACCOUNT_ADMIN,   /* runs the portal; nobody of the committee */
};
#define ROLE_ACCOUNTS (ROLE_ACCOUNT_ADMIN + 1)

struct role_account {
    struct slice name, person, password;
    struct langs about;
    bool there; /* false: the committee has nobody like that */
};
struct role_accounts {
    struct role_account v[ROLE_ACCOUNTS];
};

/*
 * Makes them, or sets their passwords anew: all `password`, or, where it is empty, each a random
 * one. `env` is the machine's; mandates are those that hold at `now`, by the committee's clock.
 */
MUST_USE bool role_accounts_make(struct role_accounts *out, struct arena *a, const struct env *env,
                                 struct office *o, int64_t now, struct slice password,
                                 struct err *e);
