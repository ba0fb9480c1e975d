/* SPDX-License-Identifier: Apache-2.0 */
/* What the pages of accounts share: a session begun, a password hashed. */
#pragma once

#include "web/audit.h"
#include "web/call.h"

/*
 * A new session for that account, noted as `what`, in the caller's transaction; its cookie goes
 * into *out. The visitor's old session ends.
 */
MUST_USE bool sign_in_as(struct answer *out, struct call *c, struct account *x,
                         enum audit_what what, struct slice about, struct err *e);

/* Not too many at once: *go false, with 503. */
MUST_USE bool password_hash_at_pace(struct slice *hash, bool *go, struct answer *out,
                                    struct call *c, struct slice password, struct err *e);

/* A new password, typed twice: faults under these names; false where there are any. */
bool password_chosen(struct given_faults *f, const struct call *c, const char *name,
                     const char *again, struct slice account);

/* Makes the invitation and shows its link, once. */
struct invitation;
MUST_USE bool invitation_issue(struct answer *out, struct call *c, struct invitation *x,
                               struct err *e);

/* The shapes of all of them: account_shapes in pages_account.c. */
