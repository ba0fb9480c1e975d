/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One request under way: what a handler gets. By now the route is known, the
 * visitor is known and may ask, the fields have their shape, and the office is
 * up to date.
 */
#pragma once

#include "api/given.h"
#include "api/viewer.h"
#include "web/answer.h"
#include "web/portal.h"
#include "web/route.h"
#include "web/visitor.h"

struct call {
    const struct portal *portal; /* shared by all threads, read-only but for its locks */
    struct office *office;       /* this thread's */
    const struct http_request *request;
    const struct route *route;
    const struct slice *params; /* of the route's path, in order */
    struct arena *arena;        /* of this call */
    int64_t now;                /* seconds; by the committee's clock */
    enum page_language lang;
    bool json; /* asked for JSON */
    struct visitor visitor;
    struct viewer viewer;   /* the same, as the views know it */
    struct given given;     /* query or form, by the route's fields; files as their octets */
    struct slice once;      /* of a form that was sent: the key under which its act is done once,
                               already this account's own ("web:ACCOUNT:…"); empty: none was sent */
    struct slice proof;     /* the password of GUARD_PROVE, for the guard alone */
    struct http_pairs sent; /* all that was sent, for the guard and the form shown again */
};

/* A catalogue text in the visitor's language; msgid as it stands where it has none. */
struct slice call_text(const struct call *c, const char *msgid);
/* Both languages of it, for views. */
struct langs call_langs(const struct call *c, const char *msgid);
