/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of web/form.h share. Nobody else includes this. */
#pragma once

#include "web/form.h"

/* One more pair, UTF-8 and number checked. */
MUST_USE bool form_pair(struct http_pairs *out, struct arena *a, struct slice name,
                        struct slice value, struct err *e);

/* A hidden field of every form: the token, the key of the act, the password that proves. */
bool form_is_ours(const struct route *r, struct slice name);

bool form_once_valid(struct slice once);
/* The route with the fields that follow from the address; the row itself where they stand. */
MUST_USE bool form_route(const struct route **out, struct call *c, const struct route *r,
                         struct err *e);
/* "ballot.vote": "vote". */
const char *form_short_name(const struct route *r);
/* What tells a field from those of other forms on its page: "vote-reason". */
struct slice form_field_id(struct arena *a, const struct route *r, struct slice field);
struct slice form_address(struct arena *a, const struct route *r, const struct slice *params);
