/* SPDX-License-Identifier: Apache-2.0 */
/* contains, startsWith, endsWith, matches. */
#include "cel/library.h"
#include "cel/regex.h"

static struct cel_value
contains(struct cel_cx *cx, const struct cel_value *v)
{
    if (!cel_charge(cx, v[0].n / 16))
        return cel_fail_limit(cx);
    return cel_bool(slice_find(cel_octets(v[0]), cel_octets(v[1])) != SIZE_MAX);
}

static struct cel_value
starts_with(struct cel_cx *cx UNUSED, const struct cel_value *v)
{
    return cel_bool(slice_has_prefix(cel_octets(v[0]), cel_octets(v[1])));
}

static struct cel_value
ends_with(struct cel_cx *cx UNUSED, const struct cel_value *v)
{
    return cel_bool(slice_has_suffix(cel_octets(v[0]), cel_octets(v[1])));
}

/* A pattern that is not known beforehand; literal ones are compiled with the program. */
static struct cel_value
matches(struct cel_cx *cx, const struct cel_value *v)
{
    const struct cel_regex *re;
    struct err e = {0};
    /* Compiling is dear next to its text: {n,m} is written out. */
    if (!cel_charge(cx, v[0].n + 100 + (uint64_t)v[1].n * 20))
        return cel_fail_limit(cx);
    struct arena_mark mark = arena_mark(cx->arena);
    bool ok = cel_regex_compile(&re, cx->arena, cel_octets(v[1]), &e);
    bool found = ok && cel_regex_match(re, cel_octets(v[0]), cx->arena);
    arena_reset(cx->arena, mark);
    return ok ? cel_bool(found) : cel_fail(cx, CEL_E_VALUE, "invalid pattern: %s", e.msg);
}

static const struct cel_row rows[] = {
    {"contains", "string.(string) -> bool", contains, false},
    {"startsWith", "string.(string) -> bool", starts_with, false},
    {"endsWith", "string.(string) -> bool", ends_with, false},
    {"matches", "string.(string) -> bool", matches, false},
    {"matches", "(string, string) -> bool", matches, false},
};

const struct cel_table cel_stdlib_string = {rows, COUNT_OF(rows)};
