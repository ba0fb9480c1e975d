/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JSON as a bounded tree, read-only, in the caller's arena. simdjson does the
 * reading behind one C++ file (json_simdjson.cc); no exception leaves it.
 * Duplicate keys are refused. Syntax errors say file, line and column; errors
 * about the content name the value by its path ("components[3].name").
 *
 * Spec: RFC 8259, UTF-8 only.
 */
#pragma once

#include "base/arena.h"
#include "base/err.h"

#define JSON_DEPTH_MAX 64
#define JSON_SIZE_MAX ((size_t)256 << 20)
#define JSON_VALUES_MAX ((size_t)32 << 20) /* an octet of input may cost us ten of memory */

enum json_type {
    JSON_NULL,
    JSON_BOOL,
    JSON_INT,    /* a whole number that fits */
    JSON_DOUBLE, /* any other number */
    JSON_STRING,
    JSON_ARRAY,
    JSON_OBJECT,
};

struct json_member;

struct json_node {
    enum json_type type;
    uint32_t n; /* octets of a string, items of an array, members of an object */
    union {
        bool b;
        int64_t i;
        double d;
        const uint8_t *s;
        struct json_node *items;
        struct json_member *members; /* in file order */
    };
};

struct json_member {
    struct slice key;
    struct json_node value;
};

/*
 * `text` need not outlive the tree. ERR_LIMIT past JSON_SIZE_MAX, JSON_DEPTH_MAX or
 * JSON_VALUES_MAX.
 */
MUST_USE bool json_parse(struct json_node *out, struct arena *a, struct slice file,
                         struct slice text, struct err *e);

/*
 * Lenient access: null (or the empty slice) where `n` is null, of another
 * type, or has no such member. A chain of them reads an optional value.
 */
const struct json_node *json_get(const struct json_node *n, const char *key);
struct slice json_text(const struct json_node *n);
size_t json_count(const struct json_node *n); /* items of an array; 0 for anything else */

/* The i-th item of an array; i < json_count. */
static inline const struct json_node *
json_item(const struct json_node *n, size_t i)
{
    return &n->items[i];
}

const char *json_type_name(enum json_type t);
