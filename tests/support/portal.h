/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The portal on the sample committee, without a server: requests go to `dispatch` as it would
 * get them from one. The clock and the randomness are the test's. Failures of the helpers end
 * the test.
 *
 *     struct portal_case p;
 *     portal_case_make(&p);
 *     portal_as(&p, PORTAL_SECRETARY);
 *     portal_get(&p, "/projects/P-1");            p.reply.status == 200, p.reply.body
 *     n = portal_view(&p, "/projects/P-1");       its JSON
 *     portal_post(&p, "/projects/P-1/comments", "clause=5.1&…");     303, p.reply.location
 *     portal_case_done(&p);
 */
#pragma once

#include "web/dispatch.h"

#include "support/temp.h"

#define PORTAL_NOW ((int64_t)1795521600) /* 2026-11-24T12:00:00Z: the sample ends that morning */

enum portal_role {
    PORTAL_OBSERVER, /* not signed in */
    PORTAL_SECRETARY,
    PORTAL_CHAIR,
    PORTAL_FOREIGN,       /* a foreign member's delegate */
    PORTAL_ADMINISTRATOR, /* without a seat */
};

struct portal_case {
    struct temp temp;
    char *dir; /* of the committee */
    struct env env;
    int64_t now; /* the clock */
    uint64_t seed;
    struct portal_options options;
    struct portal portal;
    struct office office;
    struct arena arena;                         /* of all replies */
    char secretary[32], chair[32], foreign[32]; /* mandates */

    struct slice cookie, form_token; /* of who is signed in; empty: an observer */
    const char *accept_language;     /* null: "en" */
    struct http_reply reply;         /* the last */
};

/* Not zeroed before. */
void portal_case_make(struct portal_case *p);
void portal_case_done(struct portal_case *p);

void portal_as(struct portal_case *p, enum portal_role role);
/* An account for that person, made on the first call, without a password; and a session. */
void portal_as_person(struct portal_case *p, const char *person, bool administrator);
/* The person of a mandate: p->secretary, … */
struct slice portal_person(struct portal_case *p, const char *mandate);

/* A page. Gives the status. `target`: path, perhaps with a query. */
unsigned portal_get(struct portal_case *p, const char *target);
/* The view, as JSON; fails the test where the answer is not 200. */
const struct json_node *portal_view(struct portal_case *p, const char *target);
/* The same with any status: p->reply.status. */
const struct json_node *portal_json(struct portal_case *p, const char *target);

/* A form, urlencoded, with the form's token, as a browser sends it. Gives the status. */
unsigned portal_post(struct portal_case *p, const char *path, const char *form);
/* The same as a program with the session: Accept: application/json. */
const struct json_node *portal_post_json(struct portal_case *p, const char *path, const char *form);

/* Any request; method, path, query, headers and body as given. */
unsigned portal_send(struct portal_case *p, const struct http_request *r);

/* Whether the last reply's body holds this. */
bool portal_has(const struct portal_case *p, const char *text);
