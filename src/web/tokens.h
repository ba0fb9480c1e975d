/* SPDX-License-Identifier: Apache-2.0 */
/*
 * API tokens: for programs that act for a person. Shown once, when made; the vault has their
 * digest. A token may read, or act under its person's mandates; it never votes, and never changes
 * passwords or tokens (enum route_scope).
 *
 *   comity_<64 hexadecimal digits>_<account>     Authorization: Bearer …
 */
#pragma once

#include "web/accounts.h"
#include "web/route.h"

#define TOKENS_MAX 50 /* of one account */
#define TOKEN_LABEL_MAX 100
#define TOKEN_SEEN ((int64_t)600) /* seconds between notes of its use */

struct token {
    struct slice key; /* its digest: its name among the account's */
    struct slice label;
    enum route_scope scope;    /* SCOPE_READ, SCOPE_ACT */
    int64_t made, until, used; /* until 0: no end; used 0: never */
};
struct tokens {
    struct token *v;
    size_t n, cap;
};

/* *secret is the token, for its owner's eyes. ERR_LIMIT past TOKENS_MAX. */
MUST_USE bool token_make(struct slice *secret, const struct token *about, struct arena *a,
                         const struct env *env, struct store *s, struct slice account,
                         struct err *e);
/* *there false where it is unknown, over, revoked, or its account disabled. */
MUST_USE bool token_find(struct token *out, struct account *account, bool *there, struct arena *a,
                         const struct env *env, struct store *s, struct slice secret,
                         struct err *e);
MUST_USE bool tokens_list(struct tokens *out, struct arena *a, struct store *s,
                          struct slice account, struct err *e);
MUST_USE bool token_end(struct arena *a, struct store *s, struct slice account, struct slice key,
                        struct err *e);
MUST_USE bool tokens_end(size_t *n, struct arena *a, struct store *s, struct slice account,
                         struct err *e);
