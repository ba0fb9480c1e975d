/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The strings extension, without format() (ext_format.c). Positions count code
 * points from 0. Spec: cel-go, ext/README.md, "Strings".
 */
#include "cel/library.h"
#include "cel/utf8.h"

#include "base/vec.h"

static struct cel_value
out_of_range(struct cel_cx *cx, int64_t i)
{
    return cel_fail(cx, CEL_E_INDEX, "index out of range: %lld", (long long)i);
}

/* The octet offset of position `i`; SIZE_MAX where there is none. */
static size_t
offset(struct slice s, int64_t i)
{
    return i < 0 || (uint64_t)i > s.n ? SIZE_MAX : cel_utf8_offset(s, (size_t)i);
}

/* Every function here takes time in proportion to its first argument. */
static bool
charge(struct cel_cx *cx, const struct cel_value *v)
{
    return cel_charge(cx, 1 + (uint64_t)v[0].n / 16);
}

/* --- parts of strings --- */

static struct cel_value
char_at(struct cel_cx *cx, const struct cel_value *v)
{
    struct slice s = cel_octets(v[0]);
    uint32_t cp;
    size_t at = offset(s, v[1].i);
    if (!charge(cx, v) || at == SIZE_MAX)
        return cx->exhausted ? cel_fail_limit(cx) : out_of_range(cx, v[1].i);
    s = slice_sub(s, at, s.n);
    return cel_string(slice_sub(s, 0, cel_utf8_decode(s, &cp)));
}

static struct cel_value
part(struct cel_cx *cx, const struct cel_value *v, int64_t to)
{
    struct slice s = cel_octets(v[0]);
    size_t a = offset(s, v[1].i), b = to < 0 ? SIZE_MAX : offset(s, to);
    if (!charge(cx, v) || a == SIZE_MAX || b == SIZE_MAX)
        return cx->exhausted ? cel_fail_limit(cx) : out_of_range(cx, a == SIZE_MAX ? v[1].i : to);
    if (a > b)
        return cel_fail(cx, CEL_E_INDEX, "invalid substring range. start: %lld, end: %lld",
                        (long long)v[1].i, (long long)to);
    return cel_string(slice_sub(s, a, b - a));
}

static struct cel_value
substring(struct cel_cx *cx, const struct cel_value *v)
{
    return part(cx, v, (int64_t)cel_utf8_count(cel_octets(v[0])));
}

static struct cel_value
substring_to(struct cel_cx *cx, const struct cel_value *v)
{
    return part(cx, v, v[2].i);
}

/* White space of Unicode (White_Space in PropList). */
static bool
is_space(uint32_t cp)
{
    return (cp >= 9 && cp <= 13) || cp == 0x20 || cp == 0x85 || cp == 0xA0 || cp == 0x1680 ||
           (cp >= 0x2000 && cp <= 0x200A) || cp == 0x2028 || cp == 0x2029 || cp == 0x202F ||
           cp == 0x205F || cp == 0x3000;
}

static struct cel_value
trim(struct cel_cx *cx, const struct cel_value *v)
{
    struct slice s = cel_octets(v[0]);
    uint32_t cp;
    if (!charge(cx, v))
        return cel_fail_limit(cx);
    for (size_t n; (n = cel_utf8_decode(s, &cp)) > 0 && is_space(cp);)
        s = slice_sub(s, n, s.n);
    while (s.n > 0) {
        size_t at = s.n - 1;
        while (at > 0 && (s.p[at] & 0xC0) == 0x80)
            at--;
        if (cel_utf8_decode(slice_sub(s, at, s.n), &cp) == 0 || !is_space(cp))
            break;
        s.n = at;
    }
    return cel_string(s);
}

/* --- search --- */

static struct cel_value
index_from(struct cel_cx *cx, const struct cel_value *v, int64_t from)
{
    struct slice s = cel_octets(v[0]);
    if (!charge(cx, v))
        return cel_fail_limit(cx);
    size_t at = offset(s, from);
    if (at == SIZE_MAX)
        return out_of_range(cx, from);
    size_t found = slice_find(slice_sub(s, at, s.n), cel_octets(v[1]));
    return cel_int(found == SIZE_MAX ? -1 : (int64_t)cel_utf8_count(slice_sub(s, 0, at + found)));
}

static struct cel_value
index_of(struct cel_cx *cx, const struct cel_value *v)
{
    return index_from(cx, v, 0);
}

static struct cel_value
index_of_from(struct cel_cx *cx, const struct cel_value *v)
{
    return index_from(cx, v, v[2].i);
}

/* The last match that begins at octet `at` or before. */
static struct cel_value
last_index(struct cel_cx *cx, const struct cel_value *v, size_t at)
{
    struct slice s = cel_octets(v[0]), what = cel_octets(v[1]);
    if (!charge(cx, v) || !cel_charge(cx, (uint64_t)s.n / 16 * (what.n / 16 + 1)))
        return cel_fail_limit(cx);
    if (what.n > s.n)
        return cel_int(-1);
    if (at > s.n - what.n)
        at = s.n - what.n;
    for (size_t i = at + 1; i-- > 0;)
        if (slice_eq(slice_sub(s, i, what.n), what))
            return cel_int((int64_t)cel_utf8_count(slice_sub(s, 0, i)));
    return cel_int(-1);
}

static struct cel_value
last_index_of(struct cel_cx *cx, const struct cel_value *v)
{
    return last_index(cx, v, v[0].n);
}

static struct cel_value
last_index_of_to(struct cel_cx *cx, const struct cel_value *v)
{
    size_t at = offset(cel_octets(v[0]), v[2].i);
    return at == SIZE_MAX ? out_of_range(cx, v[2].i) : last_index(cx, v, at);
}

/* --- new strings --- */

static struct cel_value
ascii_case(struct cel_cx *cx, const struct cel_value *v, uint8_t first, uint8_t last)
{
    uint8_t *p = cel_alloc(cx, v[0].n, 1);
    if (!p || !charge(cx, v))
        return cel_fail_limit(cx);
    for (size_t i = 0; i < v[0].n; i++) {
        uint8_t c = v[0].p[i];
        p[i] = c >= first && c <= last ? c ^ 0x20 : c;
    }
    return cel_string(slice_of(p, v[0].n));
}

static struct cel_value
lower_ascii(struct cel_cx *cx, const struct cel_value *v)
{
    return ascii_case(cx, v, 'A', 'Z');
}

static struct cel_value
upper_ascii(struct cel_cx *cx, const struct cel_value *v)
{
    return ascii_case(cx, v, 'a', 'z');
}

static struct cel_value
reverse(struct cel_cx *cx, const struct cel_value *v)
{
    struct slice s = cel_octets(v[0]);
    uint8_t *p = cel_alloc(cx, s.n, 1);
    if (!p || !charge(cx, v))
        return cel_fail_limit(cx);
    uint32_t cp;
    for (size_t i = 0, n; i < s.n; i += n) {
        n = cel_utf8_decode(slice_sub(s, i, s.n), &cp);
        if (n == 0)
            n = 1; /* not ours: hosts hand in valid strings */
        memcpy(p + s.n - i - n, s.p + i, n);
    }
    return cel_string(slice_of(p, s.n));
}

/* Octets up to and over the next place to cut at: an empty `what` cuts behind each code point. */
static bool
next_cut(struct slice s, struct slice what, size_t *before, size_t *over)
{
    uint32_t cp;
    if (what.n == 0) {
        *before = cel_utf8_decode(s, &cp);
        *over = *before;
        return *before > 0 && *before < s.n;
    }
    *before = slice_find(s, what);
    *over = *before + what.n;
    return *before != SIZE_MAX;
}

/* The most octets that replacing may give. */
static size_t
replaced_size(struct slice s, struct slice what, struct slice with)
{
    size_t places = what.n == 0 ? s.n + 1 : s.n / what.n;
    size_t n;
    if (__builtin_mul_overflow(places, with.n, &n) || n > CEL_SIZE_MAX)
        return SIZE_MAX / 2;
    return s.n + n;
}

static struct cel_value
replace_n(struct cel_cx *cx, const struct cel_value *v, int64_t limit)
{
    struct slice s = cel_octets(v[0]), what = cel_octets(v[1]), with = cel_octets(v[2]);
    size_t size = replaced_size(s, what, with), left = limit < 0 ? SIZE_MAX : (size_t)limit;
    struct buf b;
    size_t room = cel_room(cx);
    buf_init(&b, cx->arena, size < room ? size : room);
    if (what.n == 0 && left > 0) { /* also in front of the first code point */
        buf_add(&b, with);
        left--;
    }
    while (left > 0 && s.n > 0) {
        size_t before, over;
        uint32_t cp;
        if (what.n == 0) {
            before = over = cel_utf8_decode(s, &cp);
            if (over == 0)
                break;
        } else if (!next_cut(s, what, &before, &over)) {
            break;
        }
        buf_add(&b, slice_sub(s, 0, before));
        buf_add(&b, with);
        s = slice_sub(s, over, s.n);
        left--;
        if (b.full || !cel_charge(cx, 1 + (before + with.n) / 16))
            return cel_fail_limit(cx);
    }
    buf_add(&b, s);
    if (b.full || !cel_charge(cx, b.n / 16))
        return cel_fail_limit(cx);
    return cel_string(buf_slice(&b));
}

static struct cel_value
replace(struct cel_cx *cx, const struct cel_value *v)
{
    return replace_n(cx, v, -1);
}

static struct cel_value
replace_limited(struct cel_cx *cx, const struct cel_value *v)
{
    return replace_n(cx, v, v[3].i);
}

static struct cel_value
split_n(struct cel_cx *cx, const struct cel_value *v, int64_t limit)
{
    struct slice s = cel_octets(v[0]), what = cel_octets(v[1]);
    size_t before, over, n = 0, cap = 0;
    struct cel_value *parts = NULL;
    bool more = limit != 0 && (s.n > 0 || what.n > 0);
    while (more) {
        more = (limit < 0 || n + 1 < (size_t)limit) && next_cut(s, what, &before, &over);
        if (n == cap) {
            cap = cap ? cap * 2 : 8;
            struct cel_value *grown = cel_alloc(cx, cap, sizeof *grown);
            if (!grown)
                return cel_fail_limit(cx);
            if (n > 0)
                memcpy(grown, parts, n * sizeof *grown);
            parts = grown;
        }
        parts[n++] = cel_string(more ? slice_sub(s, 0, before) : s);
        if (more)
            s = slice_sub(s, over, s.n);
        if (!cel_charge(cx, 1 + (more ? over / 16 : 0)))
            return cel_fail_limit(cx);
    }
    return cel_list_of(cx->arena, parts, n);
}

static struct cel_value
split(struct cel_cx *cx, const struct cel_value *v)
{
    return split_n(cx, v, -1);
}

static struct cel_value
split_limited(struct cel_cx *cx, const struct cel_value *v)
{
    return split_n(cx, v, v[2].i);
}

static struct cel_value
join_with(struct cel_cx *cx, const struct cel_value *v, struct slice sep)
{
    const struct cel_list *l = v[0].list;
    struct cel_value unknown = cel_none();
    struct buf b;
    buf_init(&b, cx->arena, cel_room(cx));
    for (size_t i = 0; i < l->n; i++) {
        struct cel_value e = cel_list_at(l, i, cx);
        if (e.kind == CEL_UNKNOWN) {
            unknown = cel_unknown_join(cx, unknown, e);
            continue;
        }
        if (e.kind != CEL_STRING)
            return cel_fail(cx, CEL_E_NO_SUCH_OVERLOAD,
                            "no such overload: join() of a list with %.*s",
                            SL_FMT(cel_type_of(e)->name));
        buf_add(&b, i > 0 ? sep : (struct slice){0});
        buf_add(&b, cel_octets(e));
        if (b.full || !cel_charge(cx, 1 + (e.n + sep.n) / 16))
            return cel_fail_limit(cx);
    }
    return unknown.kind == CEL_NONE ? cel_string(buf_slice(&b)) : unknown;
}

static struct cel_value
join(struct cel_cx *cx, const struct cel_value *v)
{
    return join_with(cx, v, (struct slice){0});
}

static struct cel_value
join_separated(struct cel_cx *cx, const struct cel_value *v)
{
    return join_with(cx, v, cel_octets(v[1]));
}

/* --- quote --- */

/* How a code point stands in a quoted string, where not as itself. */
static const char *
escaped(uint32_t cp)
{
    switch (cp) {
    case '\a':
        return "\\a";
    case '\b':
        return "\\b";
    case '\f':
        return "\\f";
    case '\n':
        return "\\n";
    case '\r':
        return "\\r";
    case '\t':
        return "\\t";
    case '\v':
        return "\\v";
    case '\\':
        return "\\\\";
    case '"':
        return "\\\"";
    default:
        return NULL;
    }
}

static struct cel_value
quote(struct cel_cx *cx, const struct cel_value *v)
{
    struct slice s = cel_octets(v[0]);
    struct buf b;
    buf_init(&b, cx->arena, cel_room(cx));
    if (!cel_charge(cx, 1 + (uint64_t)s.n / 4))
        return cel_fail_limit(cx);
    buf_str(&b, "\"");
    while (s.n > 0) {
        uint32_t cp = CEL_REPLACEMENT;
        size_t n = cel_utf8_decode(s, &cp);
        const char *e = n > 0 ? escaped(cp) : "\xEF\xBF\xBD";
        if (e)
            buf_str(&b, e);
        else
            buf_add(&b, slice_sub(s, 0, n));
        s = slice_sub(s, n > 0 ? n : 1, s.n);
    }
    buf_str(&b, "\"");
    return b.full ? cel_fail_limit(cx) : cel_string(buf_slice(&b));
}

static const struct cel_row rows[] = {
    {"charAt", "string.(int) -> string", char_at, false},
    {"indexOf", "string.(string) -> int", index_of, false},
    {"indexOf", "string.(string, int) -> int", index_of_from, false},
    {"lastIndexOf", "string.(string) -> int", last_index_of, false},
    {"lastIndexOf", "string.(string, int) -> int", last_index_of_to, false},
    {"lowerAscii", "string.() -> string", lower_ascii, false},
    {"upperAscii", "string.() -> string", upper_ascii, false},
    {"reverse", "string.() -> string", reverse, false},
    {"replace", "string.(string, string) -> string", replace, false},
    {"replace", "string.(string, string, int) -> string", replace_limited, false},
    {"split", "string.(string) -> list(string)", split, false},
    {"split", "string.(string, int) -> list(string)", split_limited, false},
    {"substring", "string.(int) -> string", substring, false},
    {"substring", "string.(int, int) -> string", substring_to, false},
    {"trim", "string.() -> string", trim, false},
    {"join", "list(string).() -> string", join, false},
    {"join", "list(string).(string) -> string", join_separated, false},
    {"strings.quote", "(string) -> string", quote, false},
};

const struct cel_table cel_ext_strings = {rows, COUNT_OF(rows)};
