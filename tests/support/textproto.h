/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A reader for protobuf's text format, as far as test data uses it: fields by
 * name, messages in {} or <>, lists in [], adjacent strings joined, escapes,
 * comments, extension and Any names in brackets. It knows no schema: numbers,
 * booleans and enum values are words for the caller to read.
 *
 * Spec: protobuf.dev, "Text Format Language Specification".
 */
#pragma once

#include "base/arena.h"
#include "base/err.h"

#define TEXTPROTO_DEPTH_MAX 64
#define TEXTPROTO_SIZE_MAX ((size_t)4 << 20) /* octets */

struct textproto;

enum textproto_kind {
    TEXTPROTO_MESSAGE,
    TEXTPROTO_STRING, /* escapes resolved; octets, not checked to be UTF-8 */
    TEXTPROTO_WORD,   /* a number or a name, with its sign */
};

struct textproto_field {
    struct slice name; /* of "[a.b/c.D]" what stands between the brackets */
    enum textproto_kind kind;
    struct slice text;               /* strings and words */
    const struct textproto *message; /* messages */
    size_t line;                     /* from 1 */
};

/* A message: its fields in the order of the text, repeated ones repeatedly. */
struct textproto {
    struct textproto_field *v;
    size_t n;
};

/* Names and words point into `text`; the rest comes from `a`. Errors begin with "line N: ". */
bool textproto_parse(struct textproto *out, struct arena *a, struct slice text,
                     struct err *e) MUST_USE;

/* The first field of that name, or null. */
const struct textproto_field *textproto_find(const struct textproto *m, const char *name);
/* Its message, or null; its text, or the empty slice. */
const struct textproto *textproto_message(const struct textproto *m, const char *name);
struct slice textproto_text(const struct textproto *m, const char *name);
