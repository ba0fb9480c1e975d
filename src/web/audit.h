/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The audit trail: who signed in, who failed to, what was made and revoked, which
 * requests were refused at the door. For administrators; no secret is in it, no form's
 * content, no address of an invitation.
 *
 * Two rings of fixed size, so that it cannot fill the disk, and so that a flood of failures
 * does not push out what succeeded.
 */
#pragma once

#include "web/session.h"

#define AUDIT_RING 5000
#define FAILURE_RING 2000

enum audit_what {
    AUDIT_SIGN_IN,
    AUDIT_SIGN_OUT,
    AUDIT_PASSWORD, /* changed */
    AUDIT_SESSIONS, /* revoked */
    AUDIT_TOKEN_MADE,
    AUDIT_TOKEN_REVOKED,
    AUDIT_INVITED,
    AUDIT_UNINVITED,
    AUDIT_JOINED, /* an invitation was used: a new account */
    AUDIT_RESET,  /* … a new password for an old one */
    AUDIT_DISABLED,
    AUDIT_ENABLED,
    AUDIT_FAILED,    /* a sign-in, or the password of a vote */
    AUDIT_SLOWED,    /* too many of them */
    AUDIT_FORGED,    /* a form that came from elsewhere, or without its token */
    AUDIT_REFUSED,   /* a page that is not open to whom asked */
    AUDIT_RESTORED,  /* the folder came from a backup: all sessions and tokens were dropped */
    AUDIT_FORGOTTEN, /* a person's name was deleted */
};
#define AUDIT_WHATS (AUDIT_FORGOTTEN + 1)
extern const char *const audit_words[AUDIT_WHATS];
extern const struct langs audit_names[AUDIT_WHATS];

struct audit {
    enum audit_what what;
    struct slice account; /* whose; empty: nobody's */
    struct slice by;      /* who did it, where that is another account */
    struct slice address;
    struct slice about; /* a label, a person's id, a route's name */
    int64_t at;
    uint64_t n; /* counts up */
};
struct audits {
    struct audit *v;
    size_t n, cap;
};

/* In the caller's transaction. */
MUST_USE bool audit_put(struct arena *a, struct store *s, const struct env *env,
                        const struct audit *x, struct err *e);
/* A failure, in a transaction of its own, within the pace; one that cannot be kept is left out. */
void audit_failure(struct arena *a, const struct portal *p, struct store *s, const struct audit *x);

/* The newest first, at most `max`. */
MUST_USE bool audit_list(struct audits *out, struct arena *a, struct store *s, bool failures,
                         size_t max, struct err *e);
