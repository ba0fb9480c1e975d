/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Fields of a route: read from what was sent, and shown again with what was typed.
 *
 * As a page sees them (`form`), of the route that is posted to:
 * {"name":"project.vote","action":"/projects/P-7/votes","once":"…","prove":bool,"files":bool,
 * "problem","faults":[{"name","text"}],"fields":{"NAME":{"name","id","label","hint",
 * "value","needed","error","kind":{"text":true},"choices":[{"word","label","chosen"}]}},
 * "list":[…]} The partial `field` shows one of them, the partial `form_begin` the <form> tag with
 * the hidden fields below. What is absent is absent; flags are there where true.
 *
 * What was wrong or refused is shown on the page that the form stands on: the GET route of the same
 * path, else of the path without its last parts. Dispatch sees to it; a handler only ends with
 * `return answer_refused(…)`.
 */
#pragma once

#include "web/call.h"

/* Hidden fields of every form, which no route names: the guard's, and the key of the act. */
#define FORM_TOKEN "form_token"
#define FORM_ONCE "once"
#define FORM_LANGUAGE "lang"  /* of a query: the page in that language */
#define FORM_PROOF "password" /* of GUARD_PROVE alone */
#define FORM_ONCE_MAX 64      /* letters, digits, '-', '_' */

/* application/x-www-form-urlencoded (WHATWG URL, 5.1), of a query or a body. */
MUST_USE bool form_urlencoded(struct http_pairs *out, struct arena *a, struct slice text,
                              struct err *e);

/* multipart/form-data (RFC 7578). */
MUST_USE bool form_multipart(struct http_pairs *out, struct http_files *files, struct arena *a,
                             struct slice content_type, struct slice body, struct err *e);

/* A JSON object whose members are texts, numbers, flags, and lists of texts: the same fields. */
MUST_USE bool form_json(struct http_pairs *out, struct arena *a, struct slice body, struct err *e);

/* Checks presence, length and shape by the table; unknown fields are faults. */
bool form_take(struct given *out, struct given_faults *faults, struct arena *a,
               const struct route *r, const struct http_pairs *pairs,
               const struct http_files *files);

/*
 * Of a page with several forms: `form` is then an object of forms, each by the last part of its
 * route's name ("ballot.vote": form.vote). A page with one form sets answer.form = form_show(…).
 */
MUST_USE bool form_among(struct answer *out, struct call *c, const char *route_name,
                         const struct given *values, struct err *e);

/* As form_show, by name; makes the fields that follow from the address. */
MUST_USE bool form_named(struct json_node **out, struct call *c, const char *route_name,
                         const struct given *values, struct err *e);

/* The form of a route, empty, with `values`, or with what is wrong; passwords stay empty. */
struct json_node *form_show(struct call *c, const struct route *r, const struct given *values,
                            const struct given_faults *faults);
