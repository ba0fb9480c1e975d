/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Equality, order, negation, membership, indexing: what the checker needs to
 * know of them. The interpreter has nodes of its own for these operators, so
 * the rows have no functions.
 */
#include "cel/library.h"

#define ORDER(op)                                                                                 \
    {op, "(bool, bool) -> bool", NULL, false}, {op, "(int, int) -> bool", NULL, false},           \
        {op, "(uint, uint) -> bool", NULL, false}, {op, "(double, double) -> bool", NULL, false}, \
        {op, "(string, string) -> bool", NULL, false},                                            \
        {op, "(bytes, bytes) -> bool", NULL, false},                                              \
        {op, "(timestamp, timestamp) -> bool", NULL, false},                                      \
    {                                                                                             \
        op, "(duration, duration) -> bool", NULL, false                                           \
    }

static const struct cel_row rows[] = {
    {"!_", "(bool) -> bool", NULL, false},
    {"_==_", "(T, T) -> bool", NULL, false},
    {"_!=_", "(T, T) -> bool", NULL, false},
    ORDER("_<_"),
    ORDER("_<=_"),
    ORDER("_>_"),
    ORDER("_>=_"),
    {"@in", "(T, list(T)) -> bool", NULL, false},
    {"@in", "(K, map(K, V)) -> bool", NULL, false},
    {"_[_]", "(list(T), int) -> T", NULL, false},
    {"_[_]", "(map(K, V), K) -> V", NULL, false},
    {"_[_]", "(optional(list(T)), int) -> optional(T)", NULL, false},
    {"_[_]", "(optional(map(K, V)), K) -> optional(V)", NULL, false},
    {"_[?_]", "(list(T), int) -> optional(T)", NULL, false},
    {"_[?_]", "(map(K, V), K) -> optional(V)", NULL, false},
    {"_[?_]", "(optional(list(T)), int) -> optional(T)", NULL, false},
    {"_[?_]", "(optional(map(K, V)), K) -> optional(V)", NULL, false},
};

const struct cel_table cel_stdlib_compare = {rows, COUNT_OF(rows)};
