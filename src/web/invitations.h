/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Invitations: a link, good once and for seven days, with which a person of the committee, or
 * an administrator, chooses a name and a password. For whom has an account already
 * it sets a new password, ends all sessions and tokens, and lets a disabled account in again.
 *
 * The link's last part is a secret of 256 bits; the vault has its digest.
 */
#pragma once

#include "web/accounts.h"

#define INVITATION_LASTS ((int64_t)7 * 24 * 3600)

struct invitation {
    struct slice key;     /* its digest */
    struct slice person;  /* empty: an administrator without a seat */
    struct slice account; /* there already: a new password for it; empty: a new account */
    bool administrator;
    struct slice by; /* the account that made it; "" from the command line */
    int64_t made, until;
};
struct invitations {
    struct invitation *v;
    size_t n, cap;
};

/*
 * Makes one and ends those for the same person or account. `about` says person, account,
 * administrator and by; a person's account is found. *secret goes into the link and nowhere
 * else. In the caller's transaction.
 */
MUST_USE bool invitation_make(struct slice *secret, struct invitation *about, struct arena *a,
                              const struct env *env, struct store *s, struct err *e);
/* *there false where it is unknown, used or over. */
MUST_USE bool invitation_find(struct invitation *out, bool *there, struct arena *a,
                              const struct env *env, struct store *s, struct slice secret,
                              struct err *e);
MUST_USE bool invitations_list(struct invitations *out, struct arena *a, const struct env *env,
                               struct store *s, struct err *e);
MUST_USE bool invitation_end(struct arena *a, struct store *s, struct slice key, struct err *e);

/* Uses it up, in the caller's transaction: `chosen` has the name (of a new account) and the hash.
 */
struct invitation_used {
    struct account account; /* as it is then */
    bool there;             /* false: unknown, over, or somebody used it meanwhile */
    bool taken;             /* the name is somebody's; nothing was done */
    bool renewed;           /* it was there before, and has a new password */
};
MUST_USE bool invitation_use(struct invitation_used *out, struct arena *a, const struct env *env,
                             struct store *s, struct slice secret, const struct account *chosen,
                             struct err *e);
