/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Inside cel/ only: the prepared form of an expression. Each node knows the
 * function that evaluates it; slots and overloads are resolved, constants
 * folded, literal patterns compiled.
 */
#pragma once

#include "cel/cel.h"
#include "cel/regex.h"

typedef struct cel_value node_fn(const struct cel_node *n, struct cel_value *slots,
                                 struct cel_cx *cx);

struct node_select {
    const struct cel_node *operand;
    struct slice field;
    const struct cel_struct *object; /* what the checker saw: `index` is of its fields */
    uint32_t index;
    bool test, optional;
};

struct node_call {
    const struct cel_node *const *args; /* the receiver first */
    size_t n;
    const struct cel_function *function;
    bool receiver;
    const struct cel_regex *regex; /* matches() with a literal pattern */
    struct slice name;
};

struct node_set {
    const struct cel_node *needle;
    const struct cel_value *sorted; /* strings */
    size_t n;
    struct cel_value list; /* for needles that are no strings */
};

struct node_parts {
    const struct cel_node *const *keys; /* lists: null */
    const struct cel_node *const *values;
    const bool *optional; /* may be null */
    size_t n;
    const struct cel_struct *object; /* struct literals */
    const uint32_t *fields;
};

struct node_macro {
    const struct cel_node *range, *where, *body;
    uint32_t slot, slot2;
    bool two;        /* variables */
    bool stop;       /* all: false, exists: true */
    uint32_t weight; /* steps of one turn */
};

struct cel_node {
    node_fn *run;
    uint32_t at;
    uint32_t weight; /* nodes below and itself, each once */
    uint32_t least;  /* the lowest slot that is read and not bound inside; UINT32_MAX: none */
    bool constant;   /* run_constant */
    bool impure;     /* calls the host: not to be folded */
    union {
        struct cel_value value;
        struct {
            uint32_t slot;
            struct slice name;
        } ident;
        struct node_select select;
        struct node_call call;
        struct node_set set;
        struct node_parts parts;
        struct node_macro macro;
    };
};

static inline struct cel_value
run(const struct cel_node *n, struct cel_value *slots, struct cel_cx *cx)
{
    return n->run(n, slots, cx);
}

/* eval.c */
node_fn run_constant, run_ident, run_undeclared, run_select, run_field, run_index, run_opt_index,
    run_list, run_map, run_struct;
/* eval_logic.c */
node_fn run_and, run_or, run_not, run_cond, run_eq, run_ne, run_lt, run_le, run_gt, run_ge, run_in,
    run_in_set;
/* eval_call.c */
node_fn run_call, run_add, run_sub, run_mul, run_matches, run_opt_or, run_opt_or_value;
/* eval_macro.c */
node_fn run_quantifier, run_exists_one, run_filter, run_transform, run_transform_map,
    run_transform_entry, run_sort_by, run_bind, run_opt_map, run_opt_flat_map;

/*
 * What a strict operation gives when some of its inputs are no values: the
 * first error, else the union of the unknowns. CEL_NONE where all are values.
 */
struct cel_value cel_not_values(struct cel_cx *cx, const struct cel_value *v, size_t n);

/* The overload for these values, or null. */
const struct cel_overload *cel_dispatch(const struct cel_function *f, bool receiver,
                                        const struct cel_value *v, size_t n);
struct cel_value cel_no_overload(struct cel_cx *cx, struct slice name, const struct cel_value *v,
                                 size_t n);

/* An optional that holds v; v itself where it is one. */
struct cel_value cel_some(struct cel_cx *cx, struct cel_value v);

/* A map from arrays of the evaluation. */
struct cel_value cel_map_make(struct cel_cx *cx, const struct cel_value *keys,
                              const struct cel_value *values, size_t n);

#define CEL_CALL_MAX (CEL_TYPE_PARAMS_MAX + 1) /* arguments with the receiver */
