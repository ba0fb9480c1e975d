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

#include "base/err.h"
#include "base/slice.h"
#include "committee/langs.h"
#include "text/json_build.h"

struct shape {
    const char *name;
    const char *members;
    const char *about; /* one line, for OpenAPI; may be null */
};

/* Beside a view's builder: SHAPE_TABLE(project_shapes, shapes); and one line in web/routes.c. */
struct shape_table {
    const struct shape *v;
    size_t n;
};
#define SHAPE_TABLE(name, shapes) const struct shape_table name = {shapes, COUNT_OF(shapes)}

enum shape_kind {
    SHAPE_TEXT,
    SHAPE_INT,
    SHAPE_BOOL,
    SHAPE_NUMBER,
    SHAPE_INSTANT,
    SHAPE_DATE,
    SHAPE_DIGEST,
    SHAPE_ID,
    SHAPE_LANGS,
    SHAPE_WORD,
    SHAPE_ANY,
    SHAPE_NAMED, /* an object of the shape `name` */
    SHAPE_LIST,  /* an array of `item` */
};

struct shape_type {
    enum shape_kind kind;
    struct slice name;             /* as it stands there: "instant", "vote" */
    const struct shape_type *item; /* of a list, else null */
};

struct shape_member {
    struct slice name;
    bool optional;
    struct shape_type type;
};

struct shape_tree {
    struct slice name;
    struct shape_member *v;
    size_t n;
};
#define SHAPE_MEMBERS_MAX 100
#define SHAPE_LISTS_MAX 4 /* [[[[text]]]] */

/* The line as a tree; texts point into it. ERR_INPUT where it is no shape: a mistake of ours. */
MUST_USE bool shape_parse(struct shape_tree *out, struct arena *a, const struct shape *s,
                          struct err *e);

/* All shapes of all rooms; the finder is the caller's. Null: there is none of that name. */
struct shape_finder {
    const struct shape *(*find)(const void *ctx, struct slice name);
    const void *ctx;
};

/* Whether the value has the shape; the message names the place ("ballot.votes[3].voter"). For
 * tests: what is built is not checked while serving. */
MUST_USE bool shape_fits(struct arena *a, const struct json_node *n, const struct shape *s,
                         const struct shape_finder *f, struct err *e);

/* For builders: both languages always, the other one's words where one is missing. */
void put_langs(struct arena *a, struct json_node *object, const char *key, struct langs l);
/* A word of a closed list: {"id":…,"en":…,"zh":…}. */
void put_word(struct arena *a, struct json_node *object, const char *key, struct slice id,
              struct langs l);
/* RFC 3339; nothing where `at` is 0. */
void put_instant(struct arena *a, struct json_node *object, const char *key, int64_t at);
