/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The abstract syntax of an expression: plain, public structs, meant to be
 * walked by others (the judge grounds conditions, the solver encodes them).
 *
 * After parsing, names are as written. After checking (cel/cel.h) every node
 * has its type, and names are resolved in place: a chain such as a.b.c that
 * names a variable is one CEL_EXPR_IDENT, `ns.f(x)` of a namespaced function
 * has no target, a selected field has its index.
 *
 * Macros are nodes of their own (CEL_EXPR_MACRO), not expanded into loops:
 * who walks the tree sees recv.all(v, P) as it was written, and the
 * interpreter runs it as what it is. has(e.f) is a CEL_EXPR_SELECT with
 * `test` set.
 *
 * && and || are flat: a && b && c is one node with three arguments; written
 * parentheses keep their own node.
 */
#pragma once

#include "cel/value.h"

#define CEL_TEXT_MAX ((size_t)64 << 10) /* octets of one expression */
#define CEL_DEPTH_MAX 250               /* nodes within nodes; parentheses count too */
#define CEL_ARGS_MAX 4096               /* arguments, elements, entries of one node */

enum cel_expr_kind {
    CEL_EXPR_CONST,
    CEL_EXPR_IDENT,
    CEL_EXPR_SELECT,
    CEL_EXPR_CALL,
    CEL_EXPR_LIST,
    CEL_EXPR_MAP,
    CEL_EXPR_STRUCT,
    CEL_EXPR_MACRO,
};

/* How a call was written: operators, and everything else. */
enum cel_op {
    CEL_OP_CALL, /* f(x), x.f(y): `name` says which */
    CEL_OP_OR,   /* two or more arguments */
    CEL_OP_AND,  /* two or more arguments */
    CEL_OP_NOT,
    CEL_OP_NEG,
    CEL_OP_COND, /* args: condition, then, else */
    CEL_OP_EQ,
    CEL_OP_NE,
    CEL_OP_LT,
    CEL_OP_LE,
    CEL_OP_GT,
    CEL_OP_GE,
    CEL_OP_IN,
    CEL_OP_ADD,
    CEL_OP_SUB,
    CEL_OP_MUL,
    CEL_OP_DIV,
    CEL_OP_MOD,
    CEL_OP_INDEX,     /* a[b] */
    CEL_OP_OPT_INDEX, /* a[?b] */
};

/* `range`, variables, `where` (may be null) and `body` of each form. */
enum cel_macro {
    CEL_MACRO_ALL,            /* range.all(var, body), range.all(var, var2, body) */
    CEL_MACRO_EXISTS,         /* range.exists(var[, var2], body) */
    CEL_MACRO_EXISTS_ONE,     /* range.exists_one(var[, var2], body), existsOne */
    CEL_MACRO_FILTER,         /* range.filter(var, body) */
    CEL_MACRO_MAP,            /* range.map(var[, where], body) */
    CEL_MACRO_TRANSFORM_LIST, /* range.transformList(var, var2[, where], body) */
    CEL_MACRO_TRANSFORM_MAP,
    CEL_MACRO_TRANSFORM_MAP_ENTRY,
    CEL_MACRO_SORT_BY,      /* range.sortBy(var, body) */
    CEL_MACRO_BIND,         /* cel.bind(var, range, body): range is the value */
    CEL_MACRO_OPT_MAP,      /* range.optMap(var, body) */
    CEL_MACRO_OPT_FLAT_MAP, /* range.optFlatMap(var, body) */
};

struct cel_expr;
struct cel_decl;     /* cel/env.h */
struct cel_function; /* cel/env.h */

struct cel_ident {
    struct slice
        name;      /* as written; after checking the full name, "a.b.c", without a leading dot */
    bool absolute; /* written with a leading dot */
    const struct cel_decl *decl; /* the declaration; null for a macro's variable, or unresolved */
    uint32_t slot;               /* of the activation, or CEL_SLOT_NONE */
};
#define CEL_SLOT_NONE UINT32_MAX

struct cel_select {
    struct cel_expr *operand;
    struct slice field;
    bool test;      /* has(operand.field) */
    bool optional;  /* operand.?field */
    uint32_t index; /* of the field where the operand's type is a struct, else CEL_FIELD_NONE */
};

struct cel_call {
    enum cel_op op;
    struct slice name;       /* CEL_OP_CALL: the function, "size", "math.abs" */
    struct cel_expr *target; /* x in x.f(y); null otherwise, also for operators */
    struct cel_expr **args;
    size_t n;
    const struct cel_function *function; /* set by the checker; null where undeclared */
};

struct cel_list_expr {
    struct cel_expr **v;
    bool *optional; /* [?x]; null where there is none */
    size_t n;
};

struct cel_entry {
    struct cel_expr *key; /* CEL_EXPR_STRUCT: null */
    struct slice field;   /* CEL_EXPR_STRUCT only */
    uint32_t index;       /* CEL_EXPR_STRUCT: the field's, after checking */
    uint32_t at;
    struct cel_expr *value;
    bool optional; /* {?k: v} */
};

struct cel_map_expr {
    struct slice name; /* CEL_EXPR_STRUCT: the type; after checking its full name */
    struct cel_entry *v;
    size_t n;
};

struct cel_macro_expr {
    enum cel_macro macro;
    struct slice name;      /* as written: "all", "existsOne" */
    struct slice var, var2; /* var2 is empty in forms of one variable */
    uint32_t slot, slot2;   /* of the activation, set by the checker */
    struct cel_expr *range, *where, *body;
};

struct cel_expr {
    enum cel_expr_kind kind;
    uint32_t at;                 /* octet offset of the token that it is about: cel_place_of */
    uint32_t depth;              /* 1 for leaves */
    const struct cel_type *type; /* after checking, never null then */
    union {
        struct cel_value constant;
        struct cel_ident ident;
        struct cel_select select;
        struct cel_call call;
        struct cel_list_expr list;
        struct cel_map_expr map; /* CEL_EXPR_MAP and CEL_EXPR_STRUCT */
        struct cel_macro_expr macro;
    };
};

struct cel_ast {
    struct slice text; /* copied into the arena */
    struct cel_expr *root;
    bool checked;    /* types hold: cel_check went through */
    bool resolved;   /* names are resolved: cel_check or cel_resolve went through */
    uint32_t nslots; /* the activation's length: variables of the environment, then of macros */
};

/* A place in an expression's text, both from 1; the column counts code points. */
struct cel_place {
    uint32_t line, column;
};
struct cel_place cel_place_of(struct slice text, uint32_t at);

/* Source text with the same meaning: fewest parentheses, one space around operators. */
void cel_expr_print(struct buf *b, const struct cel_expr *x);
struct slice cel_expr_text(struct arena *a, const struct cel_expr *x);

/* "all", "exists", …; "_+_"-like names are not used: operators print as written ("+"). */
const char *cel_macro_name(enum cel_macro m);
const char *cel_op_name(enum cel_op op);
