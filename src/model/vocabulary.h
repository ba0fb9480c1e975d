/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The vocabulary: for each kind of thing that can be judged, its fields with
 * type, unit and meaning. One table serves the CEL type checker, the evidence,
 * the judge, the reference page and the solver.
 *
 * On disk: data/vocabulary/KIND.yaml, see docs/internals/data-formats.md.
 */
#pragma once

#include "model/registry.h"

#define KINDS_MAX 64
#define KIND_FIELDS_MAX 128
#define KIND_FILE_MAX ((size_t)1 << 20)
#define FIELD_LABEL_MAX 60 /* octets */

enum field_type {
    FIELD_BOOL,
    FIELD_INT,     /* with a unit */
    FIELD_STRING,  /* closed where `one_of` is given */
    FIELD_STRINGS, /* an open list */
    FIELD_TIME,    /* CEL timestamp; seconds since 1970 in evidence */
    FIELD_SET,     /* a subset of a registry's elements */
};

struct field {
    struct slice path; /* "suites", "key.bits"; in CEL behind the kind: tls.suites, cert.key.bits */
    enum field_type type;
    const struct registry *registry; /* FIELD_SET only */
    struct slices one_of;            /* FIELD_STRING; empty means open */
    struct slice unit;               /* FIELD_INT: "bit", "day", "second" */
    struct slice label;              /* its name in sentences: "key size"; field_label gives it */
    struct slice text;               /* what it says */
    struct slice collect;            /* how to come to know it: shown with an unknown verdict */
};

struct kind {
    struct slice name; /* "tls" */
    struct slice title;
    struct field *fields;
    size_t n;
    struct map by_path; /* of struct field */
};

/* Reads one file; its sets refer to `registries`. Errors carry the file, line and column. */
MUST_USE bool kind_load(struct kind *out, struct arena *a, const struct env *env,
                        const struct registry *registries, size_t n, const char *path,
                        struct err *e);

/* What people call the field; its path where it has no label, as in tests. */
static inline struct slice
field_label(const struct field *f)
{
    return f->label.n ? f->label : f->path;
}

/* As in the files: "bool", "int", … */
const char *field_type_name(enum field_type t);

const struct field *kind_field(const struct kind *k, struct slice path);

static inline size_t
kind_index(const struct kind *k, const struct field *f)
{
    return (size_t)(f - k->fields);
}
