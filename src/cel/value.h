/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Values of CEL: 16 octets, passed and returned by value, immutable.
 *
 * What a value points to (octets, lists, maps, errors, unknowns) belongs to
 * the arena of the evaluation that made it, or to the host that put it in.
 * Errors and unknowns are values too: they flow through an evaluation as the
 * language says, and the caller of cel_eval looks at `kind` first.
 *
 * A host shows its own data without copying it: an object answers `get` for a
 * field's index, a list answers `at`, a map answers `find`. Any of them may
 * answer with an unknown, which names the fact that is missing.
 */
#pragma once

#include "cel/type.h"

#define CEL_SIZE_MAX ((size_t)INT32_MAX) /* octets of a string, elements of a list or map */
#define CEL_VALUE_DEPTH_MAX 500          /* lists within lists: deeper ones do not compare */

struct cel_cx; /* cel/cel.h: one evaluation */
struct cel_list;
struct cel_map;
struct cel_object;
struct cel_error;
struct cel_unknown;

struct cel_value {
    enum cel_kind kind;
    uint32_t
        n; /* CEL_STRING, CEL_BYTES: octets; CEL_TIMESTAMP: nanoseconds; CEL_OBJECT: the host's */
    union {
        bool b;
        int64_t i; /* CEL_INT; CEL_TIMESTAMP: seconds since 1970; CEL_DURATION: nanoseconds */
        uint64_t u;
        double d;
        const uint8_t *p;
        const struct cel_list *list;
        const struct cel_map *map;
        const struct cel_type *type;
        const struct cel_object *object; /* CEL_OBJECT, CEL_OPAQUE */
        const struct cel_value *content; /* CEL_OPTIONAL; null: none */
        const struct cel_error *error;
        const struct cel_unknown *unknown;
    };
};

/*
 * A list: an array in `v`, or (v null) a host's list that `at` answers for
 * 0 <= i < n. Elements may be unknown.
 *
 * `unsure`, where given, says for an element of a set whether it belongs to
 * the list at all: an unknown names the fact that would tell, any other kind
 * says that it does belong. Macros take it into account (tls.suites.all(s, P)
 * is true if P holds for all that belong or might); index, size, `in`,
 * equality and everything else see an unknown as soon as one element is
 * unsure.
 */
struct cel_list {
    size_t n;
    const struct cel_value *v;
    struct cel_value (*at)(const struct cel_list *l, size_t i, struct cel_cx *cx);
    struct cel_value (*unsure)(const struct cel_list *l, size_t i, struct cel_cx *cx);
};

/*
 * A map: two arrays, keys all different (cel_map_new sees to it) and in order
 * of insertion. Values may be unknown, keys may not. With `find` a host
 * answers look-ups itself (CEL_NONE where the key is absent); `keys` and
 * `values` then still list what is known, for macros, size and equality.
 */
struct cel_map {
    size_t n;
    const struct cel_value *keys, *values;
    const uint32_t *order; /* positions sorted by key, or null in small maps */
    struct cel_value (*find)(const struct cel_map *m, struct cel_value key, struct cel_cx *cx);
};

/*
 * What objects of one kind have in common. `get` gives the field by its index
 * in `type` (CEL_NONE where it is not set: selecting it is then an error, and
 * has() false). `n` is the `n` of the value, for hosts that show many objects
 * (the elements of a registry) through one struct cel_object.
 */
struct cel_class {
    const struct cel_type *type; /* CEL_OBJECT with its struct, or CEL_OPAQUE */
    struct cel_value (*get)(const struct cel_object *o, uint32_t n, uint32_t field,
                            struct cel_cx *cx);
    /* Null and not by_fields: the same address and the same n. */
    bool (*equal)(const struct cel_object *a, uint32_t an, const struct cel_object *b, uint32_t bn);
    bool by_fields; /* without `equal`: equal where all fields are */
};

/* The first member of a host's own struct. */
struct cel_object {
    const struct cel_class *cls;
};

enum cel_error_code {
    CEL_E_NO_SUCH_OVERLOAD, /* no function of that name for these types */
    CEL_E_NO_SUCH_FIELD,
    CEL_E_NO_SUCH_KEY,
    CEL_E_UNDECLARED, /* a name or function that nothing declares */
    CEL_E_DIVIDE_BY_ZERO,
    CEL_E_OVERFLOW,
    CEL_E_INDEX,
    CEL_E_DUPLICATE_KEY,
    CEL_E_VALUE, /* an argument that the function does not accept */
    CEL_E_LIMIT, /* steps, memory or depth of the evaluation are used up */
};

struct cel_error {
    enum cel_error_code code;
    struct slice text; /* without the place */
    uint32_t at;       /* octet offset in the expression's text: cel_place_of */
};

/*
 * A set of missing facts: a leaf with its trail, or (left set) the union of
 * two sets. Hosts make leaves, as large as they like: put this struct inside
 * your own and find it again through cel_unknown_leaves.
 */
struct cel_unknown {
    struct slice trail; /* "tls.suites", "cert.key.bits", "m['a'].b": as the host names its facts */
    const struct cel_unknown *left, *right;
    uint32_t visits, distinct; /* private: keeps sets that share parts from growing */
};

static inline struct cel_value
cel_none(void)
{
    return (struct cel_value){.kind = CEL_NONE};
}

static inline struct cel_value
cel_null(void)
{
    return (struct cel_value){.kind = CEL_NULL};
}

static inline struct cel_value
cel_bool(bool b)
{
    return (struct cel_value){.kind = CEL_BOOL, .u = b};
}

static inline struct cel_value
cel_int(int64_t i)
{
    return (struct cel_value){.kind = CEL_INT, .i = i};
}

static inline struct cel_value
cel_uint(uint64_t u)
{
    return (struct cel_value){.kind = CEL_UINT, .u = u};
}

static inline struct cel_value
cel_double(double d)
{
    return (struct cel_value){.kind = CEL_DOUBLE, .d = d};
}

/* At most CEL_SIZE_MAX octets, valid UTF-8: hosts check what they hand in (cel/utf8.h). */
static inline struct cel_value
cel_string(struct slice s)
{
    return (struct cel_value){.kind = CEL_STRING, .n = (uint32_t)s.n, .p = s.p};
}

static inline struct cel_value
cel_bytes(struct slice s)
{
    return (struct cel_value){.kind = CEL_BYTES, .n = (uint32_t)s.n, .p = s.p};
}

/* sec within CEL_TIME_MIN .. CEL_TIME_MAX of cel/time.h, nsec within 0 .. 999999999. */
static inline struct cel_value
cel_timestamp(int64_t sec, int32_t nsec)
{
    return (struct cel_value){.kind = CEL_TIMESTAMP, .n = (uint32_t)nsec, .i = sec};
}

static inline struct cel_value
cel_duration(int64_t nanoseconds)
{
    return (struct cel_value){.kind = CEL_DURATION, .i = nanoseconds};
}

static inline struct cel_value
cel_list(const struct cel_list *l)
{
    return (struct cel_value){.kind = CEL_LIST, .list = l};
}

static inline struct cel_value
cel_map(const struct cel_map *m)
{
    return (struct cel_value){.kind = CEL_MAP, .map = m};
}

static inline struct cel_value
cel_type_value(const struct cel_type *t)
{
    return (struct cel_value){.kind = CEL_TYPE, .type = t};
}

static inline struct cel_value
cel_object(const struct cel_object *o, uint32_t n)
{
    return (struct cel_value){.kind = CEL_OBJECT, .n = n, .object = o};
}

/* Null: optional.none(). */
static inline struct cel_value
cel_optional(const struct cel_value *content)
{
    return (struct cel_value){.kind = CEL_OPTIONAL, .content = content};
}

static inline struct cel_value
cel_unknown(const struct cel_unknown *u)
{
    return (struct cel_value){.kind = CEL_UNKNOWN, .unknown = u};
}

static inline struct slice
cel_octets(struct cel_value v)
{
    return slice_of(v.p, v.n);
}

/* Neither an error nor an unknown. */
static inline bool
cel_is_value(struct cel_value v)
{
    return v.kind != CEL_ERROR && v.kind != CEL_UNKNOWN;
}

/* A list over an array that the caller keeps. */
struct cel_value cel_list_of(struct arena *a, const struct cel_value *v, size_t n);

/*
 * A map from two arrays that the caller keeps; builds its index. Fails with
 * ERR_INPUT on keys that are equal (1 and 1u are) or of another type than
 * bool, int, uint, string.
 */
bool cel_map_new(struct cel_value *out, struct arena *a, const struct cel_value *keys,
                 const struct cel_value *values, size_t n, struct err *e) MUST_USE;

/* The value at a key (numbers by their value: 1, 1u and 1.0 are one key), or CEL_NONE. */
struct cel_value cel_map_find(const struct cel_map *m, struct cel_value key, struct cel_cx *cx);

/* The type of a value as type(x) shows it: parameters are dyn. */
const struct cel_type *cel_type_of(struct cel_value v);

/*
 * Equality and order as == and < mean them, numbers across their types.
 * cel_equal gives a bool; cel_compare an int: -1, 0, 1, or CEL_UNORDERED where
 * a NaN is involved. Either gives an unknown where one is met on the way
 * (elements of lists and maps may be), or an error: no order between the two,
 * or a limit.
 */
#define CEL_UNORDERED 2
struct cel_value cel_equal(struct cel_cx *cx, struct cel_value a, struct cel_value b);
struct cel_value cel_compare(struct cel_cx *cx, struct cel_value a, struct cel_value b);

/* The union of two unknowns; the other one where only one of them is an unknown. */
struct cel_value cel_unknown_join(struct cel_cx *cx, struct cel_value a, struct cel_value b);

/* The leaves of an unknown, each trail once, sorted by trail. The array comes from `a`. */
void cel_unknown_leaves(struct arena *a, const struct cel_unknown *u,
                        const struct cel_unknown *const **out, size_t *n);

/* "[1, "a", {"k": 2u}]": a value as an expression would write it, for people and tests. */
void cel_value_print(struct buf *b, struct cel_value v);
struct slice cel_value_text(struct arena *a, struct cel_value v);

/*
 * The size of a list, its element i < size (also of hosts' lists), and whether all
 * elements are sure to belong: CEL_NONE, or the unknown of those that are not.
 */
static inline size_t
cel_list_size(const struct cel_list *l)
{
    return l->n;
}
static inline struct cel_value
cel_list_at(const struct cel_list *l, size_t i, struct cel_cx *cx)
{
    return l->v ? l->v[i] : l->at(l, i, cx);
}
struct cel_value cel_list_unsure(const struct cel_list *l, struct cel_cx *cx);
