/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Fields of a route: read from what was sent, and shown again with what was typed.
 *
 * As a page sees them (`form`):
 * {"faults":[{"name","text"}],"fields":{"NAME":{"name","label","hint",
 * "value","needed","error","kind":{"text":true},"choices":[{"word","label","chosen"}]}},
 * "list":[…]} The partial `field` shows one of them.
 */
#pragma once

#include "web/call.h"

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

/* The form of a route, empty, with `values`, or with what is wrong; passwords stay empty. */
struct json_node *form_show(struct call *c, const struct route *r, const struct given *values,
                            const struct given_faults *faults);
