/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A registry: a finite, named set whose elements carry typed attributes (TLS
 * suites, groups, signature schemes, versions, ways to authenticate).
 *
 * On disk: data/registry/NAME.yaml says what it is, NAME.csv beside it holds an
 * element per row, see docs/internals/data-formats.md. Loaded once, never
 * changed; everything points into the arena it was loaded into.
 */
#pragma once

#include "base/env.h"
#include "base/map.h"

#define REGISTRIES_MAX 64
#define REGISTRY_ELEMENTS_MAX 1024
#define REGISTRY_ATTRIBUTES_MAX 32
#define REGISTRY_FILE_MAX ((size_t)4 << 20) /* octets, of each file */

enum attribute_type {
    ATTRIBUTE_BOOL,
    ATTRIBUTE_INT,
    ATTRIBUTE_STRING,
    ATTRIBUTE_STRINGS,
};

struct attribute {
    struct slice name;
    enum attribute_type type;
    struct slice text; /* what it means, in English */
};

/* The member that the attribute's type names is the one in use. */
struct attribute_value {
    union {
        bool b;
        int64_t i;
        struct slice s;
        struct slices list;
    };
};

struct element {
    struct slice name;                  /* also attribute "name" */
    uint32_t code;                      /* also attribute "code"; the number on the wire, or 0 */
    const struct attribute_value *attr; /* by attribute index */
};

struct element_code {
    uint32_t code, index;
};

struct registry {
    struct slice name; /* "tls-suites" */
    struct slice title;
    struct attribute *attributes; /* the first two are always "name" and "code" */
    size_t nattributes;
    struct element *elements;
    size_t n;
    struct map by_name;           /* of struct element */
    struct element_code *by_code; /* sorted by code, then in file order */
};

/* Reads NAME.yaml, which `path` names, and NAME.csv. Errors carry file, line and column. */
MUST_USE bool registry_load(struct registry *out, struct arena *a, const struct env *env,
                            const char *path, struct err *e);

/* Null where there is none. By code: the first element in file order with that code. */
const struct element *registry_by_name(const struct registry *r, struct slice name);
const struct element *registry_by_code(const struct registry *r, uint32_t code);
const struct attribute *registry_attribute(const struct registry *r, struct slice name);

static inline size_t
registry_index(const struct registry *r, const struct element *el)
{
    return (size_t)(el - r->elements);
}
