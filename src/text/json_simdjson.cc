/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The only C++ of the house: simdjson's document, copied into our tree. No
 * exception leaves this file.
 */
extern "C" {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpedantic" /* compound literals in our C headers */
#include "text/json_simdjson.h"
#pragma GCC diagnostic pop
}

#include <simdjson.h>

namespace {

namespace dom = simdjson::dom;

/* Where the tree goes, and how many values may still come; `full`: there were more. */
struct target {
    arena *a;
    size_t left;
    bool full;
};

void convert(json_node *out, target &to, dom::element from, unsigned depth) noexcept;

/* Room for `n` more? */
bool
take(target &to, size_t n) noexcept
{
    to.full = to.full || n > to.left;
    to.left -= to.full ? 0 : n;
    return !to.full;
}

struct slice
copy(arena *a, std::string_view s) noexcept
{
    auto *p = static_cast<uint8_t *>(arena_alloc(a, s.size(), 1));
    memcpy(p, s.data(), s.size());
    struct slice out = {p, s.size()};
    return out;
}

void
convert_array(json_node *out, target &to, dom::array from, unsigned depth) noexcept
{
    uint32_t n = 0;
    for (dom::element child : from) {
        (void)child;
        n++;
    }
    if (!take(to, n))
        return;
    out->n = n;
    out->items = static_cast<json_node *>(arena_alloc(to.a, n, sizeof(json_node)));
    json_node *item = out->items;
    for (dom::element child : from)
        convert(item++, to, child, depth);
}

void
convert_object(json_node *out, target &to, dom::object from, unsigned depth) noexcept
{
    uint32_t n = 0;
    for (dom::key_value_pair child : from) {
        (void)child;
        n++;
    }
    if (!take(to, n))
        return;
    out->n = n;
    out->members = static_cast<json_member *>(arena_alloc(to.a, n, sizeof(json_member)));
    json_member *member = out->members;
    for (dom::key_value_pair child : from) {
        member->key = copy(to.a, child.key);
        convert(&member->value, to, child.value, depth);
        member++;
    }
}

/* simdjson has bounded the depth already; the argument keeps our own promise. */
void
convert(json_node *out, target &to, dom::element from, unsigned depth) noexcept
{
    if (depth == 0)
        return;
    switch (from.type()) {
    case dom::element_type::NULL_VALUE:
        out->type = JSON_NULL;
        return;
    case dom::element_type::BOOL:
        out->type = JSON_BOOL;
        out->b = bool(from.get_bool().value_unsafe());
        return;
    case dom::element_type::INT64:
        out->type = JSON_INT;
        out->i = from.get_int64().value_unsafe();
        return;
    case dom::element_type::UINT64: /* only used past INT64_MAX */
    case dom::element_type::DOUBLE:
        out->type = JSON_DOUBLE;
        out->d = from.get_double().value_unsafe();
        return;
    case dom::element_type::STRING: {
        struct slice s = copy(to.a, from.get_string().value_unsafe());
        out->type = JSON_STRING;
        out->n = uint32_t(s.n);
        out->s = s.p;
        return;
    }
    case dom::element_type::ARRAY:
        out->type = JSON_ARRAY;
        convert_array(out, to, from.get_array().value_unsafe(), depth - 1);
        return;
    case dom::element_type::OBJECT:
        out->type = JSON_OBJECT;
        convert_object(out, to, from.get_object().value_unsafe(), depth - 1);
        return;
    }
}

enum json_simdjson
parse(json_node *out, arena *a, struct slice text)
{
    dom::parser parser(JSON_SIZE_MAX);
    simdjson::error_code rc = parser.allocate(text.n, JSON_DEPTH_MAX);
    if (rc == simdjson::MEMALLOC)
        return JSON_SIMDJSON_MEMORY;
    dom::element root;
    rc = parser.parse(text.p, text.n).get(root);
    if (rc == simdjson::MEMALLOC)
        return JSON_SIMDJSON_MEMORY;
    if (rc == simdjson::DEPTH_ERROR)
        return JSON_SIMDJSON_DEPTH;
    if (rc != simdjson::SUCCESS)
        return JSON_SIMDJSON_SYNTAX;
    target to = {a, JSON_VALUES_MAX, false};
    convert(out, to, root, JSON_DEPTH_MAX + 1);
    return to.full ? JSON_SIMDJSON_VALUES : JSON_SIMDJSON_OK;
}

} // namespace

enum json_simdjson
json_simdjson_parse(json_node *out, arena *a, struct slice text)
{
    try {
        return parse(out, a, text);
    } catch (...) {
        return JSON_SIMDJSON_MEMORY;
    }
}
