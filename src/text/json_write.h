/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes JSON, piece by piece, to a sink: two spaces a level, one value a
 * line, members in the order given, so that the same input gives the same
 * octets. Octets that are not UTF-8 are written as U+FFFD.
 *
 * Misuse (a value where a key belongs, unclosed brackets) is our own mistake
 * and asserted. A sink that fails is remembered; json_write_done says so.
 */
#pragma once

#include "base/buf.h"

#define JSON_WRITE_DEPTH_MAX 64

/* Gives false where it can take no more. */
typedef bool (*json_sink)(void *ctx, struct slice s);

struct json_write {
    json_sink sink;
    void *ctx;
    uint8_t chunk[4096];
    size_t n;
    bool failed;
    bool after_key; /* a key was written, its value comes next */
    size_t depth;
    struct {
        bool object;
        bool flat; /* on one line */
        bool any;  /* something stands in it already */
    } stack[JSON_WRITE_DEPTH_MAX];
};

void json_write_init(struct json_write *w, json_sink sink, void *ctx);

/* A sink that appends to a struct buf, passed as ctx. */
bool json_sink_buf(void *ctx, struct slice s);

void json_write_object(struct json_write *w);
void json_write_array(struct json_write *w);
/* As above, with everything inside on one line. */
void json_write_flat_object(struct json_write *w);
void json_write_flat_array(struct json_write *w);
void json_write_end(struct json_write *w); /* the innermost object or array */

void json_write_key(struct json_write *w, const char *key);
void json_write_key_slice(struct json_write *w, struct slice key);
void json_write_text(struct json_write *w, struct slice s);
void json_write_int(struct json_write *w, int64_t i);
void json_write_bool(struct json_write *w, bool b);
void json_write_null(struct json_write *w);
/* Finite; the shortest decimal that reads back as the same number. */
void json_write_double(struct json_write *w, double d);

/* Key and value in one call. */
void json_write_member(struct json_write *w, const char *key, struct slice text);
/* The same; nothing where the text is empty. */
void json_write_member_if(struct json_write *w, const char *key, struct slice text);
/* An array of texts, one on a line; nothing where there are none. */
void json_write_texts(struct json_write *w, const char *key, const struct slices *list);

/* Ends the text with a line end and flushes. ERR_SYSTEM where the sink failed. */
MUST_USE bool json_write_done(struct json_write *w, struct err *e);
