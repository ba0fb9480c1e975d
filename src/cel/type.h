/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Types of CEL: of values at run time, and the richer ones that the checker
 * deduces (type parameters, dyn).
 *
 * Types are immutable. Those without parameters are the constants below; the
 * others come from an arena and are compared with cel_type_eq, not by address.
 *
 * Spec: CEL langdef, "Values" and "Gradual Type Checking".
 */
#pragma once

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/map.h"

#define CEL_TYPE_PARAMS_MAX 8 /* of one type; in signatures also arguments of a function */

/* What a value is; the last three are of the checker only. */
enum cel_kind {
    CEL_NONE, /* no value: an unset slot of an activation, an absent field or entry */
    CEL_NULL,
    CEL_BOOL,
    CEL_INT,
    CEL_UINT,
    CEL_DOUBLE,
    CEL_STRING,
    CEL_BYTES,
    CEL_TIMESTAMP,
    CEL_DURATION,
    CEL_LIST,     /* params: element */
    CEL_MAP,      /* params: key, value */
    CEL_TYPE,     /* params: the type that it is, or none */
    CEL_OBJECT,   /* a struct: `object` says which */
    CEL_OPTIONAL, /* params: content */
    CEL_OPAQUE,   /* a host's abstract type: `name` says which, params as the host likes */
    CEL_ERROR,
    CEL_UNKNOWN,
    CEL_DYN,     /* any value */
    CEL_PARAM,   /* a type parameter of a signature: `name` */
    CEL_WRAPPER, /* params: a simple type; it or null */
};

struct cel_struct;

struct cel_type {
    enum cel_kind kind;
    struct slice name; /* CEL_OBJECT, CEL_OPAQUE, CEL_PARAM; of the others their name in CEL */
    const struct cel_type *const *params;
    size_t nparams;
    const struct cel_struct *object; /* CEL_OBJECT only */
};

struct cel_field {
    struct slice name;
    const struct cel_type *type;
};

/*
 * A declared struct type. Fields are told apart by index, which is what the
 * checker writes into the AST and what a host's `get` receives.
 */
struct cel_struct {
    struct slice name; /* qualified: "tls.Suite" */
    struct cel_field *fields;
    size_t n, cap;
    struct map by_name; /* of struct cel_field */
    struct cel_type type;
};

#define CEL_FIELD_NONE UINT32_MAX

/* The index of a field, or CEL_FIELD_NONE. */
uint32_t cel_struct_field(const struct cel_struct *s, struct slice name);

extern const struct cel_type cel_type_null, cel_type_bool, cel_type_int, cel_type_uint,
    cel_type_double, cel_type_string, cel_type_bytes, cel_type_timestamp, cel_type_duration,
    cel_type_type, cel_type_dyn, cel_type_error;
/* list(dyn), map(dyn, dyn), optional_type(dyn): what type(x) gives at run time. */
extern const struct cel_type cel_type_list_dyn, cel_type_map_dyn, cel_type_optional_dyn;

const struct cel_type *cel_type_list(struct arena *a, const struct cel_type *element);
const struct cel_type *cel_type_map(struct arena *a, const struct cel_type *key,
                                    const struct cel_type *value);
const struct cel_type *cel_type_optional(struct arena *a, const struct cel_type *content);
/* The type of a type: type(int). */
const struct cel_type *cel_type_of_type(struct arena *a, const struct cel_type *t);
const struct cel_type *cel_type_wrapper(struct arena *a, const struct cel_type *t);
const struct cel_type *cel_type_param(struct arena *a, struct slice name);
/* The array is copied, the name and the types are not. */
const struct cel_type *cel_type_opaque(struct arena *a, struct slice name,
                                       const struct cel_type *const *params, size_t n);

/* The same type, parameters included. */
bool cel_type_eq(const struct cel_type *a, const struct cel_type *b);
/* Equal as values of a program, where list(int) and list(string) are both `list`. */
bool cel_type_eq_erased(const struct cel_type *a, const struct cel_type *b);

/* "list(string)", "map(string, dyn)", "google.protobuf.Timestamp", "optional_type(int)". */
void cel_type_print(struct buf *b, const struct cel_type *t);
struct slice cel_type_text(struct arena *a, const struct cel_type *t);
