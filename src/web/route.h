/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Routes: what the portal answers, as tables. Each page file has its own rows
 * (ROUTE_TABLE(project_routes, rows)); routes.c lists the tables. A row says all that
 * has to be right before a handler runs: who may ask, how large, which
 * fields, and whether the request must prove where it comes from. Dispatch,
 * OpenAPI and the security tests are made from these rows alone.
 *
 * One address is page and API: text/html renders the view with the route's
 * template, application/json gives the view itself.
 */
#pragma once

#include "api/shape.h"
#include "base/err.h"
#include "web/http.h"

#define ROUTE_PARAMS_MAX 6

/* Who may ask at all. What they may do then follows from the committee's state. */
enum route_access {
    ROUTE_PUBLIC,
    ROUTE_SIGNED_IN,
    ROUTE_ADMIN, /* runs the server: accounts, invitations, audit. No right in the committee */
};

/* What an API token must be good for. A session is good for all. */
enum route_scope {
    SCOPE_READ,    /* what its person may see */
    SCOPE_ACT,     /* acts under its person's mandates; never votes */
    SCOPE_SESSION, /* none is enough: needs a session (votes, passwords, tokens) */
};

enum route_guard {
    GUARD_NONE,  /* GET: changes nothing */
    GUARD_FORM,  /* POST: same origin, and the form's token. An API token needs neither */
    GUARD_PROVE, /* the same, and the password again, in the field "password" */
};

enum field_kind {
    WEB_TEXT, /* one line */
    WEB_LONG, /* several lines */
    WEB_ID,
    WEB_INTEGER,
    WEB_DATE,    /* 2026-11-24 */
    WEB_INSTANT, /* RFC 3339, a date, or +DAYS */
    WEB_CHOICE,  /* one of `choices` */
    WEB_CHOICES, /* any of them; comes several times */
    WEB_FLAG,    /* "1": yes */
    WEB_FILE,
    WEB_PASSWORD, /* never shown again, never logged */
    WEB_HIDDEN,   /* an id or digest that the page put there */
};

struct web_choice {
    const char *word;
    const char *label; /* msgid */
};

/* A field of the query (GET) or the form (POST). */
struct web_field {
    const char *name;
    enum field_kind kind;
    bool needed;
    bool either;                      /* one of several is needed: the handler looks */
    size_t max;                       /* octets; 0: 1,000, or 20,000 for WEB_LONG */
    const struct web_choice *choices; /* ends with a null word */
    const char *label;                /* msgid, N_("…"): what stands beside it */
    const char *hint;                 /* msgid: what to write; may be null */
};

/* Marks a text for the catalogue (tools/po-extract); it is looked up when it is shown. */
#define N_(s) (s)

struct answer; /* web/answer.h */
struct call;   /* web/call.h */

struct route {
    const char *path;    /* "/projects/{project}/ballots/{ballot}"; "{rest...}" takes slashes */
    const char *name;    /* "project.ballot": operationId */
    const char *summary; /* msgid: one line, the page's title where the view has none */
    enum http_method method;
    enum route_access access;
    enum route_scope scope;
    enum route_guard guard;
    size_t body_max; /* octets; 0: HTTP_FORM_MAX */
    const struct web_field *fields;
    size_t nfields;
    const char *shape; /* of the answer; null: no JSON (files, feeds) */
    const char *type; /* of what is no JSON: "application/atom+xml"; several are parted by commas */
    const char *page; /* template "project.mustache": "project"; null: none */
    /*
     * Where the fields follow from what is asked ("/acts/{type}"), or their choices from the
     * committee's state: makes the table, in c->arena, before they are read; labels may be texts in
     * the visitor's language. Null: `fields` as they stand.
     */
    bool (*fields_of)(const struct web_field **out, size_t *n, struct call *c, struct err *e);
    /*
     * Where a parameter of the path stands for a few words: the rows that this one stands for, one
     * by one, with what can be said of their fields without a committee; null behind the last. For
     * OpenAPI, in place of the row itself.
     */
    const struct route *(*members)(const struct route *r, struct arena *a, size_t i);
    /* What the form's button says; null: the summary. */
    struct slice (*button)(const struct call *c);
    /*
     * False with *e for a fault (ERR_SYSTEM: the database; anything else is a mistake of ours):
     * what is absent, refused or wrongly filled in is an answer.
     */
    bool (*run)(struct answer *out, struct call *c, struct err *e);
    const void *about; /* the handler's own */
};

struct route_table {
    const struct route *v;
    size_t n;
};

/* The last line of a page file: ROUTE_TABLE(project_routes, rows); and one line in routes.c. */
#define ROUTE_TABLE(name, rows) const struct route_table name = {rows, COUNT_OF(rows)}

/* All tables, ended by null; the first row that fits is taken, and no two fit (tested). */
extern const struct route_table *const route_tables[];

/* All shapes of all views (api/shape.h), ended by null. */
extern const struct shape_table *const shape_tables[];

struct route_match {
    const struct route *route;             /* null: no such address */
    bool other_method;                     /* there is one with the other method: 405 */
    struct slice params[ROUTE_PARAMS_MAX]; /* in order of the path, decoded */
};

/* A row by its name; null: none. */
const struct route *route_named(const char *name);

/* `path` as sent; parts are decoded into `a`. No part is empty, "." or ".." or has a NUL. */
void route_find(struct route_match *out, struct arena *a, enum http_method m, struct slice path);
