/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Accounts: who may sign in, and for which person of the committee. An account
 * has no right in the committee: its person's mandates have. An administrator
 * runs the server (accounts, invitations, audit) and may have no person at all.
 *
 * All of it lies in the vault (web/vault.h). Times are the machine's, in seconds.
 */
#pragma once

#include "base/env.h"
#include "web/vault.h"

#define ACCOUNT_NAME_MIN 2
#define ACCOUNT_NAME_MAX 60
#define ACCOUNTS_MAX 20000

struct account {
    struct slice name;   /* small letters, digits, '.', '-', '_', '@' */
    struct slice person; /* "p-3"; empty: nobody of the committee */
    struct slice hash;   /* of the password: Argon2id */
    bool administrator, disabled;
    int64_t made, changed;    /* the password */
    int64_t entered;          /* the last sign-in; 0: never */
    struct slice lang, theme; /* chosen; may be empty */
};

/* As it is kept: ASCII capitals made small. False where it is no name. */
bool account_name(struct slice *out, struct arena *a, struct slice typed);

MUST_USE bool account_find(struct account *out, bool *there, struct arena *a, struct store *s,
                           struct slice name, struct err *e);
MUST_USE bool account_of_person(struct account *out, bool *there, struct arena *a, struct store *s,
                                struct slice person, struct err *e);
/* Writes it, new or changed, and whose it is. In the caller's transaction, if any. */
MUST_USE bool account_put(const struct account *account, struct arena *a, struct store *s,
                          struct err *e);

struct accounts {
    struct account *v;
    size_t n, cap;
};
/* In order of their names. */
MUST_USE bool accounts_list(struct accounts *out, struct arena *a, struct store *s, struct err *e);

/* Seconds now, by the machine. */
int64_t env_seconds(const struct env *env);
