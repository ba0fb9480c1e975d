/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The object `page` that every page sees beside its view (web/pages.h): language,
 * visitor, navigation, and what happened. What is absent is absent; flags are there where true.
 *
 *   title, path, here, url    `here` is the path with its query, to come back to
 *   lang, en | zh             "zh-Hans"; a flag for the language
 *   auto | light | dark       a flag for the colours
 *   style, icon               digests of portal.css and mark.svg, for their addresses
 *   committee                 {"en","zh"}
 *   now, rehearsal            the committee's time; its record is a rehearsal
 *   form_token
 *   visitor                   of those who are signed in: {"account","person","member",
 *                             "secretariat","administrator"}
 *   nav                       [{"address","label","here"}]
 *   note, problem             texts in the visitor's language
 *   refusal                   {"text","rule"}
 *   faults                    [{"name","text","id"}]: href="#f-{{id}}" leads to the field
 */
#pragma once

#include "web/call.h"

#define LANGUAGE_COOKIE "lang"
#define THEME_COOKIE "theme"

struct json_node *shell_of(struct call *c, const struct answer *x);

/*
 * By the address ("?lang=zh": an address of a page in one language), else by cookie, else by what
 * the account chose (may be empty), else by Accept-Language.
 */
enum page_language shell_language(const struct http_request *r, struct slice account);
