/* SPDX-License-Identifier: Apache-2.0 */
/* Inside cel/ only: what the files of the checker share. */
#pragma once

#include "base/vec.h"
#include "cel/cel.h"

/*
 * A type parameter of one use of an overload (or the element of an empty
 * list): free, or bound to a type. `type` comes first, so that every CEL_PARAM
 * that the checker meets is one of these.
 */
struct variable {
    struct cel_type type;
    const struct cel_type *bound;
};

/* A binding that can be taken back, when an overload does not fit after all. */
struct binding {
    struct variable *var;
    const struct cel_type *before;
};

/* Type variables and what is known of them. */
struct unify {
    struct arena *a;
    VEC(struct binding) trail;
    uint64_t work;  /* comparisons done; past a limit nothing is assignable any more */
    unsigned depth; /* types within types, of the walk under way */
};

/* A variable of a macro, while its body is checked. */
struct local {
    struct slice name;
    const struct cel_type *type;
    uint32_t slot;
};

struct checker {
    struct unify u;
    const struct cel_env *env;
    bool lenient; /* cel_resolve: mistakes make a node dyn */
    struct err *e;
    uint32_t at; /* the first mistake */
    VEC(struct local) locals;
    uint32_t nslots; /* most slots in use at once */
    struct arena *a;
};

/* --- unify.c --- */

const struct cel_type *unify_fresh(struct unify *u);

/* The type itself where it is a bound variable; else `t`. Not deep. */
const struct cel_type *unify_head(const struct cel_type *t);

/* May a value of type `b` stand where `a` is wanted, or the other way round? Binds on true only. */
bool unify_assignable(struct unify *u, const struct cel_type *a, const struct cel_type *b);
bool unify_assignable_all(struct unify *u, const struct cel_type *const *a,
                          const struct cel_type *const *b, size_t n);

/* Take bindings back, to an earlier trail.n. */
void unify_undo(struct unify *u, size_t mark);

/* The common type of parts of a literal: dyn where they do not agree. `a` may be null. */
const struct cel_type *unify_join(struct unify *u, const struct cel_type *a,
                                  const struct cel_type *b);

/* All variables replaced; free ones by dyn. */
const struct cel_type *unify_resolve(struct unify *u, const struct cel_type *t);

/* `types`, each parameter by name replaced by one fresh variable throughout. */
void unify_instantiate(struct unify *u, const struct cel_type **types, size_t n);

/* --- check.c --- */

/* False, or true where mistakes are let pass; either way x is dyn. */
bool check_fault(struct checker *c, struct cel_expr *x, uint32_t at, const char *fmt, ...)
    PRINTF_LIKE(4, 5);
bool check_expr(struct checker *c, struct cel_expr *x);
const struct local *check_local(const struct checker *c, const struct cel_ident *id);
/* The names that `name` may mean in the container, innermost first; false when there are no more.
 */
bool check_candidate(const struct checker *c, struct slice name, bool absolute, size_t i,
                     struct slice *out);
/* "a.b.c" of plain selections on a name that is no macro's variable; else empty. */
struct slice check_qualified(struct checker *c, const struct cel_expr *x, bool *absolute);

/* --- check_call.c, check_macro.c --- */

bool check_call(struct checker *c, struct cel_expr *x);
bool check_macro(struct checker *c, struct cel_expr *x);

/* The name among `names` that a misspelt one may have meant, or the empty slice. */
struct slice check_nearest(struct slice name, const struct slice *names, size_t n);
