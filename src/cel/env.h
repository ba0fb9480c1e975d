/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Environments: the declarations that an expression is checked against and
 * its functions.
 *
 * An environment is built once, then only read, and may be shared. A child
 * (cel_env_child) sees its parent's declarations and adds its own: one parent
 * for the vocabulary, one child per file with that file's constants. Do not add
 * to a parent that has children: slots would collide.
 *
 * Declared names may be qualified ("cert.key.bits"). Names in expressions are
 * looked up in the container first, from the innermost out: in container
 * "a.b", x means a.b.x, then a.x, then x; .x means x only.
 */
#pragma once

#include "cel/value.h"

#define CEL_NAME_MAX 1024 /* octets of a qualified name */

struct cel_env;

/* Libraries beyond the standard one. */
enum cel_library {
    CEL_LIB_STRINGS = 1 << 0,
    CEL_LIB_MATH = 1 << 1,
    CEL_LIB_LISTS = 1 << 2,
    CEL_LIB_SETS = 1 << 3,
    CEL_LIB_ENCODERS = 1 << 4,
    CEL_LIB_OPTIONALS = 1 << 5,     /* also the syntax: a.?b, a[?b], [?x], {?k: v} */
    CEL_LIB_BINDINGS = 1 << 6,      /* cel.bind */
    CEL_LIB_TWO_VARIABLES = 1 << 7, /* all(i, v, p), transformList, transformMap, … */
    CEL_LIB_ALL = (1 << 8) - 1,
};

/* A variable or a constant. */
struct cel_decl {
    struct slice name; /* qualified */
    const struct cel_type *type;
    bool is_constant;
    struct cel_value constant;
    uint32_t slot; /* variables: the place in an activation */
};

/*
 * A function's implementation. `args` has the overload's count (a receiver
 * comes first), all proper values of the overload's types: errors and unknowns
 * never reach it, but elements of lists and maps may be unknown. Memory comes from
 * cel_alloc; failures from cel_fail (cel/cel.h).
 */
typedef struct cel_value cel_fn(struct cel_cx *cx, const struct cel_value *args);

/*
 * A function as a row of a table. The signature is written as
 * "(string, int) -> string" or, receiver style, "list(T).(T) -> bool". Type
 * names: bool int uint double string bytes null timestamp duration type dyn
 * list(X) map(K, V) optional(X) type(X); one capital letter is a type
 * parameter; any other name is a struct or opaque type declared before.
 */
struct cel_row {
    const char *name; /* may be qualified: "math.abs" */
    const char *signature;
    cel_fn *fn;
    bool depends; /* on more than its arguments (cx->host, cx->zones): never folded */
};

struct cel_overload {
    bool receiver; /* called as a.f(b) */
    const struct cel_type *const *args;
    size_t n;
    const struct cel_type *result;
    cel_fn *fn;    /* null: only for checking; calling it is an error */
    bool foldable; /* depends on its arguments only: may run once, when the program is made */
};

struct cel_function {
    struct slice name;
    struct cel_overload *overloads;
    size_t n, cap;
};

/* With the standard library and macros, and `libraries` (CEL_LIB_… or-ed). */
struct cel_env *cel_env_new(struct arena *a, unsigned libraries);
struct cel_env *cel_env_child(struct arena *a, const struct cel_env *parent);

/* The container for name look-up: "a.b"; empty by default. Not copied. */
void cel_env_container(struct cel_env *env, struct slice container);

/*
 * Declare. All take names and types that outlive the environment. Fail with
 * ERR_INPUT where the name is no qualified identifier or is declared already
 * with another meaning. *slot (may be null) is the variable's place in an
 * activation.
 */
bool cel_env_variable(struct cel_env *env, struct slice name, const struct cel_type *type,
                      uint32_t *slot, struct err *e) MUST_USE;
bool cel_env_constant(struct cel_env *env, struct slice name, const struct cel_type *type,
                      struct cel_value value, struct err *e) MUST_USE;
/* A struct type without fields yet, so that types may refer to each other; its type is
 * (*out)->type. */
bool cel_env_struct(struct cel_env *env, struct slice name, struct cel_struct **out,
                    struct err *e) MUST_USE;
bool cel_env_field(struct cel_env *env, struct cel_struct *s, struct slice name,
                   const struct cel_type *type, struct err *e) MUST_USE;
/* An abstract type, so that signatures may name it and type(x) == name works. */
bool cel_env_opaque(struct cel_env *env, const struct cel_type *type, struct err *e) MUST_USE;
bool cel_env_function(struct cel_env *env, const struct cel_row *row, struct err *e) MUST_USE;
bool cel_env_overload(struct cel_env *env, struct slice name, const struct cel_overload *o,
                      struct err *e) MUST_USE;

/* "list(tls.Suite)": a type as signatures write it. */
bool cel_env_type(const struct cel_type **out, struct arena *a, const struct cel_env *env,
                  struct slice text, struct err *e) MUST_USE;

/* Look-up by full name, no container; null where there is none. */
const struct cel_decl *cel_env_find(const struct cel_env *env, struct slice name);
const struct cel_struct *cel_env_find_struct(const struct cel_env *env, struct slice name);
const struct cel_function *cel_env_find_function(const struct cel_env *env, struct slice name);

/* Every variable and constant by name, in the order of declaration: for "did you mean". */
struct slices cel_env_names(struct arena *a, const struct cel_env *env);

/* How many slots the variables take; macros' variables come behind them. */
uint32_t cel_env_slots(const struct cel_env *env);
unsigned cel_env_libraries(const struct cel_env *env);
struct slice cel_env_container_of(const struct cel_env *env);
