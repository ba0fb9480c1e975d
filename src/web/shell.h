/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The object `page` that every page sees beside its view (web/pages.h): language,
 * visitor, navigation, and what happened.
 */
#pragma once

#include "web/call.h"

#define LANGUAGE_COOKIE "lang"
#define THEME_COOKIE "theme"

struct json_node *shell_of(struct call *c, const struct answer *x);

/* By cookie, else by what the account chose (may be empty), else by Accept-Language. */
enum page_language shell_language(const struct http_request *r, struct slice account);
