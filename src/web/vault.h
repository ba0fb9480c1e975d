/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the portal keeps for itself: accounts, sessions, tokens, invitations, the audit
 * trail. Private values of the store, each a JSON object under the owner "portal"; nothing of it
 * reaches the record. Secrets are kept as digests, passwords as Argon2id strings.
 *
 *   account/NAME         who may sign in        web/accounts.h
 *   person/PERSON        whose account that is
 *   session/NAME/HASH    signed in somewhere    web/session.h
 *   token/NAME/HASH      for programs           web/tokens.h
 *   invitation/HASH      may make an account    web/invitations.h
 *   audit/N, failure/N   what happened          web/audit.h
 */
#pragma once

#include "store/store.h"
#include "text/json_build.h"

/* Each of these is a transaction of its own unless the caller has one open. */
MUST_USE bool vault_put(struct store *s, struct arena *a, struct slice name,
                        const struct json_node *value, struct err *e);
/* Absent: *there is false. *out lives in `a`. */
MUST_USE bool vault_get(struct json_node *out, bool *there, struct arena *a, struct store *s,
                        struct slice name, struct err *e);
MUST_USE bool vault_forget(struct store *s, struct slice name, struct err *e);

/* Names and values that begin with `prefix`, in octet order, copied into `a`. */
struct vault_item {
    struct slice name; /* behind the prefix */
    struct json_node value;
};
struct vault_items {
    struct vault_item *v;
    size_t n, cap;
};
MUST_USE bool vault_list(struct vault_items *out, struct arena *a, struct store *s,
                         struct slice prefix, struct err *e);

/* Forgets all that begins with `prefix`, but `keep` (behind the prefix; may be empty); *n counts.
 */
MUST_USE bool vault_clear(size_t *n, struct arena *a, struct store *s, struct slice prefix,
                          struct slice keep, struct err *e);

/* Several steps as one: a write, and its end. `ok` false: nothing of it was done. */
MUST_USE bool vault_begin(struct store *s, struct err *e);
MUST_USE bool vault_end(struct store *s, bool ok, struct err *e);

/* Whole numbers and flags of a value; 0 and false where absent. */
int64_t vault_int(const struct json_node *n, const char *key);
bool vault_flag(const struct json_node *n, const char *key);
