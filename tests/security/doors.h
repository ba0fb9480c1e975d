/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the security tests share: the portal on the sample committee with an account for each role,
 * an address of each route filled in with things that there are, and a look at all that is kept.
 */
#pragma once

#include "support/portal.h"
#include "web/role_accounts.h"

#define DOOR_PASSWORD "horse battery staple"

/* Who knocks. */
enum knock {
    KNOCK_OBSERVER,
    KNOCK_DELEGATE,
    KNOCK_FOREIGN,
    KNOCK_ALTERNATE,
    KNOCK_CONVENOR,
    KNOCK_SECRETARY,
    KNOCK_ADMIN,
    KNOCK_TOKEN_READ, /* API tokens of the secretary */
    KNOCK_TOKEN_ACT,
    KNOCK_TOKEN_ADMIN, /* of the administrator, good for acts */
};
#define KNOCKS (KNOCK_TOKEN_ADMIN + 1)
extern const char *const knock_names[KNOCKS];

struct doors {
    struct portal_case p;
    struct role_accounts accounts;
    struct slice project, ballot, draft, comment;
};

void doors_make(struct doors *d);
void doors_done(struct doors *d);

/* From here on requests come from that one: a new session, or a new token. */
void doors_as(struct doors *d, enum knock who);
bool knock_is_token(enum knock who);

/* The route's path with its parameters filled in. */
const char *doors_path(struct doors *d, const struct route *r);

/* A request of ours, as a browser or a program sends it; to be changed before it is sent. */
void doors_request(struct http_request *out, struct doors *d, const struct route *r, bool json);
/* Its body: the form token and `more` ("a=b&c=d"). */
void doors_body(struct http_request *out, struct doors *d, struct slice form_token,
                const char *more);

/* All that is kept, in one number: events, objects, values, but for what the door itself notes. */
uint64_t doors_state(struct doors *d);

/* Each row of all tables. */
typedef void (*route_visit)(void *ctx, const struct route *r);
void doors_each(route_visit visit, void *ctx);
