/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The shape of an answer, as a line of text, so that what is shown, what the
 * JSON API gives and what OpenAPI says are one thing. A view's builder stands
 * beside its shape; a test validates every page's JSON against it.
 *
 *   {"ballot", "id:id, question:langs, opens:instant, closed?:instant, votes:[vote]"}
 *
 * member  := name ['?'] ':' type        '?': it may be absent; nothing is ever null
 * type    := 'text' | 'int' | 'bool' | 'number' | 'instant' | 'date' | 'digest' | 'id'
 *          | 'langs'                    {"en":…,"zh":…}, both always there
 *          | 'word'                     {"id":…,"en":…,"zh":…}: a word of a closed list
 *          | 'any' | NAME | '[' type ']'
 *
 * An object has these members and no others. Base types: docs/internals/portal.md.
 */
#pragma once

#include "base/slice.h"
#include "committee/langs.h"
#include "text/json_build.h"

struct shape {
    const char *name;
    const char *members;
    const char *about; /* one line, for OpenAPI; may be null */
};

/* For builders: both languages always, the other one's words where one is missing. */
void put_langs(struct arena *a, struct json_node *object, const char *key, struct langs l);
/* A word of a closed list: {"id":…,"en":…,"zh":…}. */
void put_word(struct arena *a, struct json_node *object, const char *key, struct slice id,
              struct langs l);
/* RFC 3339; nothing where `at` is 0. */
void put_instant(struct arena *a, struct json_node *object, const char *key, int64_t at);
