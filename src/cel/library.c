/* SPDX-License-Identifier: Apache-2.0 */
#include "cel/library.h"

#include <assert.h>

static const struct {
    unsigned library; /* 0: always */
    const struct cel_table *table;
} tables[] = {
    {0, &cel_stdlib_arithmetic},
    {0, &cel_stdlib_compare},
    {0, &cel_stdlib_container},
    {0, &cel_stdlib_convert},
    {0, &cel_stdlib_string},
    {0, &cel_stdlib_time},
    {CEL_LIB_STRINGS, &cel_ext_strings},
    {CEL_LIB_STRINGS, &cel_ext_format},
    {CEL_LIB_MATH, &cel_ext_math},
    {CEL_LIB_LISTS, &cel_ext_lists},
    {CEL_LIB_SETS, &cel_ext_sets},
    {CEL_LIB_ENCODERS, &cel_ext_encoders},
    {CEL_LIB_OPTIONALS, &cel_ext_optionals},
};

/* The types whose names are expressions. */
static void
declare_types(struct cel_env *env, struct arena *a, unsigned libraries)
{
    static const struct {
        unsigned library;
        const struct cel_type *type;
    } types[] = {
        {0, &cel_type_bool},
        {0, &cel_type_int},
        {0, &cel_type_uint},
        {0, &cel_type_double},
        {0, &cel_type_string},
        {0, &cel_type_bytes},
        {0, &cel_type_null},
        {0, &cel_type_type},
        {0, &cel_type_timestamp},
        {0, &cel_type_duration},
        {0, &cel_type_list_dyn},
        {0, &cel_type_map_dyn},
        {CEL_LIB_OPTIONALS, &cel_type_optional_dyn},
    };
    for (size_t i = 0; i < COUNT_OF(types); i++) {
        if (types[i].library & ~libraries)
            continue;
        const struct cel_type *t = types[i].type;
        bool ok = cel_env_constant(env, t->name, cel_type_of_type(a, t), cel_type_value(t), NULL);
        assert(ok);
    }
}

void
cel_library_declare(struct cel_env *env, struct arena *a, unsigned libraries)
{
    declare_types(env, a, libraries);
    for (size_t i = 0; i < COUNT_OF(tables); i++) {
        if (tables[i].library & ~libraries)
            continue;
        for (size_t k = 0; k < tables[i].table->n; k++) {
            struct err e = {0};
            bool ok = cel_env_function(env, &tables[i].table->rows[k], &e);
            assert(ok && "a row of a library's table has a bad signature");
        }
    }
}

const char *
cel_op_function(enum cel_op op)
{
    static const char *const names[] = {
        [CEL_OP_NOT] = "!_",          [CEL_OP_NEG] = "-_",  [CEL_OP_EQ] = "_==_",
        [CEL_OP_NE] = "_!=_",         [CEL_OP_LT] = "_<_",  [CEL_OP_LE] = "_<=_",
        [CEL_OP_GT] = "_>_",          [CEL_OP_GE] = "_>=_", [CEL_OP_IN] = "@in",
        [CEL_OP_ADD] = "_+_",         [CEL_OP_SUB] = "_-_", [CEL_OP_MUL] = "_*_",
        [CEL_OP_DIV] = "_/_",         [CEL_OP_MOD] = "_%_", [CEL_OP_INDEX] = "_[_]",
        [CEL_OP_OPT_INDEX] = "_[?_]",
    };
    return op < COUNT_OF(names) ? names[op] : NULL;
}
