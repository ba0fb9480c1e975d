/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Inside cel/ only: the tables of functions. Each library is one file with one
 * table; library.c lists them. A new function is a row in its table.
 */
#pragma once

#include "cel/cel.h"

struct cel_table {
    const struct cel_row *rows;
    size_t n;
};

extern const struct cel_table cel_stdlib_arithmetic, cel_stdlib_compare, cel_stdlib_container,
    cel_stdlib_convert, cel_stdlib_string, cel_stdlib_time;
extern const struct cel_table cel_ext_strings, cel_ext_math, cel_ext_lists, cel_ext_sets,
    cel_ext_encoders, cel_ext_format, cel_ext_optionals;

/* Everything that the libraries (CEL_LIB_…) and the standard one have. */
void cel_library_declare(struct cel_env *env, struct arena *a, unsigned libraries);

/*
 * Operators are functions under these names, which no expression can write:
 * "_+_", "_==_", "_[_]", "@in", "!_", "-_" and so on. Null for && || ?:, which
 * are not functions.
 */
const char *cel_op_function(enum cel_op op);
