/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CEL, the Common Expression Language, without protocol buffers: the front
 * door. Needs base/ only and knows nothing of what Comity does with it.
 *
 *     struct cel_env *env = cel_env_new(&a, CEL_LIB_ALL);
 *     uint32_t x;
 *     cel_env_variable(env, SL("x"), &cel_type_int, &x, &e);
 *
 *     struct cel_ast *ast;
 *     cel_compile(&ast, &a, env, SL("x > 3 && [1, 2].exists(i, i == x)"), NULL, &e);
 *     struct cel_program *p = cel_program_new(&a, ast);
 *
 *     struct cel_value *slots = NEW_ARRAY(&a, struct cel_value, p->nslots);
 *     slots[x] = cel_int(4);
 *     struct cel_cx cx = {.arena = &scratch};
 *     struct cel_value v = cel_eval(p, slots, &cx);
 *
 * Stages: parse (text to AST), check (types, names resolved), program (slots,
 * constants folded, literal patterns compiled), eval. Each is a pure function
 * of its inputs: no globals, no clock, no I/O except that a named time zone
 * is read through cx->zones.
 *
 * Unknowns. A host that does not know a fact puts cel_unknown(&leaf) in its
 * place, in a slot or inside an object, list or map. true || unknown is true,
 * error || unknown is unknown, unknown + error is the error; the unknown that
 * comes out holds every fact on the deciding path. docs/internals/cel.md.
 *
 * Hostile expressions: CEL_TEXT_MAX, CEL_DEPTH_MAX and CEL_ARGS_MAX bound the
 * text, cel_cost bounds the work before running, cx's limits while running.
 *
 * Spec: github.com/google/cel-spec, doc/langdef.md; extensions as in
 * github.com/google/cel-go, ext/.
 */
#pragma once

#include "cel/ast.h"
#include "cel/env.h"
#include "cel/value.h"

#define CEL_STEPS_DEFAULT ((uint64_t)10 * 1000 * 1000)
#define CEL_MEMORY_DEFAULT ((size_t)64 << 20) /* octets */

/*
 * Text to AST. Macros and optional syntax are those of `env`. *out and all it
 * points to, a copy of the text included, come from `a`.
 *
 * Errors (ERR_INPUT, ERR_LIMIT): with a null `at` the message begins with
 * "line:column: "; otherwise the place goes into *at and the message is bare,
 * so that a host can add where in its own file the expression stands.
 */
bool cel_parse(struct cel_ast **out, struct arena *a, const struct cel_env *env, struct slice text,
               struct cel_place *at, struct err *e) MUST_USE;

/* Deduce types and resolve names, in place. Fails as cel_parse does, at the first mistake. */
bool cel_check(struct cel_ast *ast, struct arena *a, const struct cel_env *env,
               struct cel_place *at, struct err *e) MUST_USE;

/*
 * Resolve names without insisting on types: every mistake that cel_check
 * reports is left for the evaluation to run into. For expressions over data
 * that has no declared types.
 */
void cel_resolve(struct cel_ast *ast, struct arena *a, const struct cel_env *env);

/* Parse and check. */
bool cel_compile(struct cel_ast **out, struct arena *a, const struct cel_env *env,
                 struct slice text, struct cel_place *at, struct err *e) MUST_USE;

/* Parse and check, and the type must be bool. */
bool cel_compile_condition(struct cel_ast **out, struct arena *a, const struct cel_env *env,
                           struct slice text, struct cel_place *at, struct err *e) MUST_USE;

struct cel_node; /* private */
struct cel_program {
    const struct cel_node *root;
    uint32_t nslots; /* length of the activation */
};

/* Prepare a resolved AST. The program points into it and into the environment. */
struct cel_program *cel_program_new(struct arena *a, const struct cel_ast *ast);

/*
 * The same for one node of it. Macro variables around `x` are slots that the
 * caller fills: for the body of all(v, P), slots[macro.slot] is v.
 */
struct cel_program *cel_program_of(struct arena *a, const struct cel_ast *ast,
                                   const struct cel_expr *x);

/* One evaluation, or many in a row: what it may use and what it used. */
struct cel_cx {
    struct arena *arena;     /* for the values that are made */
    struct cel_zones *zones; /* cel/zone.h: named time zones; null: only UTC and fixed offsets */
    void *host;              /* for the host's own functions and callbacks */
    uint64_t steps_max;      /* 0: CEL_STEPS_DEFAULT, which cel_eval fills in */
    size_t memory_max;       /* octets; 0: CEL_MEMORY_DEFAULT, likewise */
    uint64_t steps;          /* used so far: set both to 0 to begin anew */
    size_t memory;           /* growth of the arena */
    bool exhausted;          /* a limit was reached; then the result is CEL_E_LIMIT */
    size_t base;             /* private: arena->used when nothing was used yet */
    uint32_t at;             /* private: the offset of the call under way */
};

/*
 * Evaluate. `slots` has program->nslots values, those of variables filled in;
 * it is written to (macros keep their variables there) but the variables stay.
 * An empty slot (CEL_NONE) is an error when it is read. The result may point
 * into cx->arena and into the program.
 */
struct cel_value cel_eval(const struct cel_program *p, struct cel_value *slots, struct cel_cx *cx);

/*
 * An upper bound of the steps that an evaluation takes, before it runs; values
 * of variables are taken to have at most `size` elements or octets each (also
 * lists inside lists). Saturates at UINT64_MAX. A step is roughly one node
 * evaluated or 16 octets handled. Work on large sets of unknowns and inside
 * the host's own callbacks is not counted. What is taken from `scratch` is given back.
 */
uint64_t cel_cost(struct arena *scratch, const struct cel_ast *ast, const struct cel_expr *x,
                  uint64_t size);

/* For functions: memory of the evaluation, or null with a limit error to return. */
void *cel_alloc(struct cel_cx *cx, size_t count, size_t size) MUST_USE;
/* Octets that may still be taken: the ceiling of a struct buf on cx->arena. */
size_t cel_room(const struct cel_cx *cx);
/* Charges steps; false when they, or memory, are used up. */
bool cel_charge(struct cel_cx *cx, uint64_t steps);

struct cel_value cel_fail(struct cel_cx *cx, enum cel_error_code code, const char *fmt, ...)
    PRINTF_LIKE(3, 4);
/* The error after cel_alloc or cel_charge said no. */
struct cel_value cel_fail_limit(struct cel_cx *cx);
/* From an err of another module. */
struct cel_value cel_fail_err(struct cel_cx *cx, const struct err *e);
/* A copy of octets as a string value. */
struct cel_value cel_string_copy(struct cel_cx *cx, struct slice s);

/* "no_such_overload", "divide by zero", …: the code in words. */
const char *cel_error_name(enum cel_error_code code);
