/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a handler answers, before anybody decided whether it is shown as a page
 * or as JSON.
 */
#pragma once

#include "api/given.h"
#include "committee/refusal.h"
#include "text/json_build.h"
#include "web/http.h"

struct call;

struct answer {
    unsigned status;        /* 0: 200 */
    struct json_node *view; /* an object of the route's shape; for JSON and the page alike */
    struct json_node *form; /* what was typed and what is wrong with it; beside the view, for pages;
                               null: none. See form_again */
    const char *page;       /* another template than the route's; null: the route's */
    struct slice title;     /* of the page; empty: the route's summary */
    struct slice location;  /* 303 See Other, after what was done; a path of ours */
    struct slice note;      /* msgid: shown once on the page behind `location`: "Comment filed" */
    struct slice type, body; /* instead of a view: an octet stream, a feed, a table */
    struct slice attachment; /* its file name */
    struct slice etag, cache;
    unsigned retry_after; /* seconds; of 429 and 503; 0: none */
    struct slices cookies;
    struct slice problem; /* msgid: of an answer of 400 and above */
    const struct refusal *refusal;
    const struct given_faults *faults;
};

/* Each fills *out in and gives true, so that a handler ends with `return answer_missing(…)`. */
bool answer_missing(struct answer *out, const char *what);  /* 404; N_("There is no such …") */
bool answer_forbidden(struct answer *out, const char *why); /* 403 */
bool answer_sign_in(struct answer *out, struct call *c);    /* 401; a page: to /sign-in?to=… */
bool answer_busy(struct answer *out, const char *why);      /* 503, Retry-After */
bool answer_stale(struct answer *out, const char *why);     /* 409: somebody was faster */
/* A path of ours, for a redirect: never another host's ("//elsewhere", "/\\elsewhere"). */
bool answer_path_ours(struct slice to);
/* 303 to `location`; JSON gets 200 and the view. */
bool answer_done(struct answer *out, struct slice location, const char *note);
/* 422: the page again, with what was typed; refused by the committee's rules, or wrongly filled in.
 */
bool answer_refused(struct answer *out, struct call *c, const struct refusal *r);
bool answer_faulty(struct answer *out, struct call *c, const struct given_faults *f);
