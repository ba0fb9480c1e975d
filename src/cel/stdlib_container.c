/* SPDX-License-Identifier: Apache-2.0 */
/* size() of lists, maps, strings and bytes. */
#include "cel/library.h"
#include "cel/utf8.h"

static struct cel_value
size_string(struct cel_cx *cx, const struct cel_value *v)
{
    if (!cel_charge(cx, v[0].n / 16))
        return cel_fail_limit(cx);
    return cel_int((int64_t)cel_utf8_count(cel_octets(v[0])));
}

static struct cel_value
size_bytes(struct cel_cx *cx UNUSED, const struct cel_value *v)
{
    return cel_int(v[0].n);
}

static struct cel_value
size_list(struct cel_cx *cx UNUSED, const struct cel_value *v)
{
    return cel_int((int64_t)v[0].list->n);
}

static struct cel_value
size_map(struct cel_cx *cx UNUSED, const struct cel_value *v)
{
    return cel_int((int64_t)v[0].map->n);
}

static const struct cel_row rows[] = {
    {"size", "(string) -> int", size_string, false},
    {"size", "(bytes) -> int", size_bytes, false},
    {"size", "(list(T)) -> int", size_list, false},
    {"size", "(map(K, V)) -> int", size_map, false},
    {"size", "string.() -> int", size_string, false},
    {"size", "bytes.() -> int", size_bytes, false},
    {"size", "list(T).() -> int", size_list, false},
    {"size", "map(K, V).() -> int", size_map, false},
};

const struct cel_table cel_stdlib_container = {rows, COUNT_OF(rows)};
