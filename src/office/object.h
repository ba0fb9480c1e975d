/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the objects beside the record hold (committee/event.h): a person's name, a reason, a
 * comment. Each is canonical JSON with a random salt, so that nobody can guess a short
 * text from its digest. Drafts and other papers are kept as they are.
 *
 *   text     {"salt":"<32 hex>","text":"…"}
 *   person   {"mail":"…","name":{"en":"…","zh":"…"},"salt":"…"}
 *   comment  {"anchor":{…},"element":"…","line":"…","proposal":{…},"proposed":"…","salt":"…",
 *             "text":"…"}   all but salt and text optional; anchor and proposal as in draft/
 */
#pragma once

#include "base/env.h"
#include "committee/langs.h"
#include "text/json_build.h"

#define OBJECT_TEXT_MAX ((size_t)64 << 10) /* octets of a text */

/* The object's octets; texts are borrowed. ERR_INPUT where a text is no UTF-8. */
MUST_USE bool object_text(struct slice *out, struct arena *a, const struct env *env,
                          struct slice text, struct err *e);
MUST_USE bool object_person(struct slice *out, struct arena *a, const struct env *env,
                            const struct langs *name, struct slice mail, struct err *e);

/* Of an object whose other members stand in `n` (json_new_object): adds the salt, writes it. */
MUST_USE bool object_salted(struct slice *out, struct arena *a, const struct env *env,
                            struct json_node *n, struct err *e);

/* "sha256:<64 hex>": what an event says of it. */
struct slice object_digest(struct arena *a, struct slice octets);

/* Back again; any octets. False where it is no JSON object: a file as it is. */
bool object_read(struct json_node *out, struct arena *a, struct slice octets);
/* {"en":…,"zh":…} of a member. */
struct langs object_langs(const struct json_node *n, const char *key);
