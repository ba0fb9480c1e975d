/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writing sorts; reading only compares: what is canonical has one form, so a
 * reader that accepts nothing else needs no second writing to find out.
 */
#include "text/json_canonical.h"

#include "base/vec.h"
#include "text/utf8.h"

#include <endian.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

/* --- what both sides agree on --- */

/* The short escapes (RFC 8785 section 3.2.2.2); every other control is \u00xx. */
static const char short_escape[] = {
    ['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n',  ['\f'] = 'f',
    ['\r'] = 'r', ['"'] = '"',  ['\\'] = '\\',
};

static const char hex_digits[] = "0123456789abcdef";

enum octet_class { PLAIN, QUOTE, ESCAPE, CONTROL, WIDE };

#define ROW(x) x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x
static const uint8_t class_of[256] = {
    [0x00] = ROW(CONTROL), [0x10] = ROW(CONTROL), ['"'] = QUOTE,      ['\\'] = ESCAPE,
    [0x80] = ROW(WIDE),    [0x90] = ROW(WIDE),    [0xa0] = ROW(WIDE), [0xb0] = ROW(WIDE),
    [0xc0] = ROW(WIDE),    [0xd0] = ROW(WIDE),    [0xe0] = ROW(WIDE), [0xf0] = ROW(WIDE),
};

/*
 * Octet order of UTF-8 is that of code points. UTF-16 differs where a surrogate pair (a four-octet
 * form, 0xf0 and up) meets U+E000..U+FFFF (0xee, 0xef): the pair comes first.
 */
int
json_canonical_key_cmp(struct slice x, struct slice y)
{
    size_t n = x.n < y.n ? x.n : y.n, i = 0;
    while (i < n && x.p[i] == y.p[i])
        i++;
    if (i == n)
        return x.n < y.n ? -1 : x.n > y.n;
    uint8_t a = x.p[i], b = y.p[i];
    bool a_pair = a >= 0xf0, b_pair = b >= 0xf0;
    if (a >= 0xee && b >= 0xee && a_pair != b_pair)
        return a_pair ? -1 : 1;
    return a < b ? -1 : 1;
}

/* --- writing --- */

static bool
write_text(struct buf *out, struct slice s, struct err *e)
{
    if (utf8_valid(s) != s.n)
        return err_set(e, ERR_INPUT, "a text is not UTF-8: \"%.*s\"",
                       SL_FMT(slice_sub(s, 0, utf8_valid(s))));
    buf_u8(out, '"');
    size_t from = 0;
    for (size_t i = 0; i < s.n; i++) {
        uint8_t c = s.p[i];
        if (class_of[c] == PLAIN || class_of[c] == WIDE)
            continue;
        buf_add(out, slice_sub(s, from, i - from));
        from = i + 1;
        const uint8_t brief[] = {'\\', c < sizeof short_escape ? (uint8_t)short_escape[c] : 0};
        const uint8_t full[] = {
            '\\', 'u', '0', '0', (uint8_t)hex_digits[c >> 4], (uint8_t)hex_digits[c & 15]};
        buf_add(out, brief[1] ? slice_of(brief, 2) : slice_of(full, 6));
    }
    buf_add(out, slice_sub(s, from, s.n));
    buf_u8(out, '"');
    return true;
}

static int
compare_members(const void *x, const void *y)
{
    const struct json_member *const *a = x, *const *b = y;
    return json_canonical_key_cmp((*a)->key, (*b)->key);
}

static bool write_value(struct buf *out, const struct json_node *n, unsigned depth, struct err *e);

static bool
write_object(struct buf *out, const struct json_node *n, unsigned depth, struct err *e)
{
    const struct json_member **sorted = NEW_ARRAY(out->a, const struct json_member *, n->n);
    for (uint32_t i = 0; i < n->n; i++)
        sorted[i] = &n->members[i];
    if (n->n > 1)
        qsort(sorted, n->n, sizeof *sorted, compare_members);
    buf_u8(out, '{');
    for (uint32_t i = 0; i < n->n; i++) {
        struct slice key = sorted[i]->key;
        if (i > 0 && slice_eq(key, sorted[i - 1]->key))
            return err_set(e, ERR_INPUT, "an object has the key \"%.*s\" twice",
                           SL_FMT(slice_sub(key, 0, 80)));
        if (i > 0)
            buf_u8(out, ',');
        if (!write_text(out, key, e))
            return false;
        buf_u8(out, ':');
        if (!write_value(out, &sorted[i]->value, depth, e))
            return err_in(e, "%.*s", SL_FMT(slice_sub(key, 0, 80)));
    }
    buf_u8(out, '}');
    return true;
}

static bool
write_array(struct buf *out, const struct json_node *n, unsigned depth, struct err *e)
{
    buf_u8(out, '[');
    for (uint32_t i = 0; i < n->n; i++) {
        if (i > 0)
            buf_u8(out, ',');
        if (!write_value(out, &n->items[i], depth, e))
            return err_in(e, "[%u]", i);
    }
    buf_u8(out, ']');
    return true;
}

static bool
write_int(struct buf *out, int64_t i, struct err *e)
{
    if (i > JSON_CANONICAL_INT_MAX || i < -JSON_CANONICAL_INT_MAX)
        return err_set(e, ERR_INPUT, "%" PRId64 " lies outside +-(2^53 - 1)", i);
    char text[24];
    buf_add(out, slice_of(text, (size_t)snprintf(text, sizeof text, "%" PRId64, i)));
    return true;
}

static bool
write_value(struct buf *out, const struct json_node *n, unsigned depth, struct err *e)
{
    if (depth == 0)
        return err_set(e, ERR_LIMIT, "nested deeper than the %d levels that we accept",
                       JSON_DEPTH_MAX);
    switch (n->type) {
    case JSON_NULL:
        return err_set(e, ERR_INPUT, "null has no place in canonical JSON of ours: leave it out");
    case JSON_DOUBLE:
        return err_set(e, ERR_INPUT,
                       "a number with a fraction or out of range has no place in "
                       "canonical JSON of ours");
    case JSON_BOOL:
        buf_add(out, n->b ? SL("true") : SL("false"));
        return true;
    case JSON_INT:
        return write_int(out, n->i, e);
    case JSON_STRING:
        return write_text(out, json_text(n), e);
    case JSON_ARRAY:
        return write_array(out, n, depth - 1, e);
    case JSON_OBJECT:
        return write_object(out, n, depth - 1, e);
    }
    return err_set(e, ERR_INPUT, "a value of no type");
}

bool
json_canonical_write(struct buf *out, const struct json_node *n, struct err *e)
{
    if (!write_value(out, n, JSON_DEPTH_MAX + 1, e))
        return false;
    struct slice done;
    return buf_done(out, &done, e);
}

bool
json_canonical(struct slice *out, struct arena *a, const struct json_node *n, size_t max,
               struct err *e)
{
    struct buf b;
    buf_init(&b, a, max);
    if (!json_canonical_write(&b, n, e))
        return false;
    *out = buf_slice(&b);
    return true;
}

/* --- reading --- */

struct reader {
    const uint8_t *start, *p, *end;
    struct arena *a;
    struct err *e;
};

static bool
fail(const struct reader *r, const char *what)
{
    return err_set(r->e, ERR_INPUT, "not canonical JSON: octet %zu: %s", (size_t)(r->p - r->start),
                   what);
}

static bool
at(const struct reader *r, char c)
{
    return r->p < r->end && *r->p == (uint8_t)c;
}

/* Small letters only; 16 for what is no digit. */
static uint8_t
hex_value(uint8_t c)
{
    if (c >= '0' && c <= '9')
        return (uint8_t)(c - '0');
    return c >= 'a' && c <= 'f' ? (uint8_t)(c - 'a' + 10) : 16;
}

/* What the short escape stands for; 0 where there is none such. */
static uint8_t
escaped_by(uint8_t letter)
{
    for (size_t c = 1; c < sizeof short_escape; c++)
        if (short_escape[c] == (char)letter)
            return (uint8_t)c;
    return 0;
}

/* Behind a backslash: only the escapes that the writer makes. */
static bool
check_escape(struct reader *r)
{
    if (r->end - r->p < 2)
        return fail(r, "the text ends inside an escape");
    uint8_t c = r->p[1];
    if (c != 0 && escaped_by(c)) {
        r->p += 2;
        return true;
    }
    if (c != 'u' || r->end - r->p < 6 || r->p[2] != '0' || r->p[3] != '0')
        return fail(r, "an escape that is not needed");
    uint8_t high = hex_value(r->p[4]), low = hex_value(r->p[5]);
    if (high > 1 || low > 15)
        return fail(r, "an escape that is not needed, or not in small letters");
    uint8_t value = (uint8_t)(high << 4 | low);
    if (short_escape[value])
        return fail(r, "a control that has a shorter escape");
    r->p += 6;
    return true;
}

/* Checked before by check_escape. */
static struct slice
unescape(struct arena *a, struct slice raw)
{
    uint8_t *out = arena_alloc(a, raw.n, 1);
    size_t n = 0;
    for (size_t i = 0; i < raw.n; i++) {
        if (raw.p[i] != '\\') {
            out[n++] = raw.p[i];
            continue;
        }
        i++;
        if (raw.p[i] == 'u') {
            out[n++] = (uint8_t)(hex_value(raw.p[i + 3]) << 4 | hex_value(raw.p[i + 4]));
            i += 4;
        } else {
            out[n++] = escaped_by(raw.p[i]);
        }
    }
    return slice_of(out, n);
}

#define OCTETS8(x) (UINT64_C(0x0101010101010101) * (x))

/*
 * The place of the first of eight octets that is a control, a quote, a backslash or past ASCII; 8
 * where there is none. A borrow may mark an octet too many, but only behind one that is rightly
 * marked, and the first one counts.
 */
static unsigned
plain_run(const uint8_t *p)
{
    uint64_t v;
    memcpy(&v, p, sizeof v);
    v = le64toh(v);
    uint64_t quote = v ^ OCTETS8('"'), back = v ^ OCTETS8('\\');
    uint64_t found =
        v | (v - OCTETS8(0x20)) | ((quote - OCTETS8(1)) & ~quote) | ((back - OCTETS8(1)) & ~back);
    found &= OCTETS8(0x80);
    return found ? (unsigned)__builtin_ctzll(found) / 8 : 8;
}

static void
skip_plain(struct reader *r)
{
    while (r->end - r->p >= 8) {
        unsigned n = plain_run(r->p);
        r->p += n;
        if (n < 8)
            return;
    }
    while (r->p < r->end && class_of[*r->p] == PLAIN)
        r->p++;
}

/* At the opening quote. */
static bool
read_text(struct reader *r, struct slice *out)
{
    const uint8_t *from = ++r->p;
    bool escaped = false;
    for (;;) {
        skip_plain(r);
        if (r->p == r->end)
            return fail(r, "the text has no end");
        if (class_of[*r->p] == QUOTE)
            break;
        if (class_of[*r->p] == CONTROL)
            return fail(r, "a control that is not escaped");
        if (class_of[*r->p] == ESCAPE) {
            escaped = true;
            if (!check_escape(r))
                return false;
            continue;
        }
        size_t n = utf8_next(slice_of(r->p, (size_t)(r->end - r->p)));
        if (n == 0)
            return fail(r, "not UTF-8");
        r->p += n;
    }
    *out = slice_of(from, (size_t)(r->p - from));
    r->p++;
    if (escaped)
        *out = unescape(r->a, *out);
    return true;
}

static bool
read_int(struct reader *r, struct json_node *out)
{
    bool minus = at(r, '-');
    const uint8_t *p = r->p + minus;
    int64_t v = 0;
    size_t digits = 0;
    for (; p < r->end && *p >= '0' && *p <= '9' && digits <= 16; p++, digits++)
        v = v * 10 + (*p - '0');
    if (digits == 0)
        return fail(r, minus ? "a sign without a number" : "no value stands here");
    if (digits > 1 && r->p[minus] == '0')
        return fail(r, "a number with zeros in front");
    if (minus && v == 0)
        return fail(r, "zero has no sign");
    if (digits > 16 || v > JSON_CANONICAL_INT_MAX)
        return fail(r, "a number outside +-(2^53 - 1)");
    if (p < r->end && (*p == '.' || *p == 'e' || *p == 'E'))
        return fail(r, "a number with a fraction or an exponent");
    r->p = p;
    *out = (struct json_node){.type = JSON_INT, .i = minus ? -v : v};
    return true;
}

static bool
read_word(struct reader *r, struct json_node *out)
{
    struct slice left = slice_of(r->p, (size_t)(r->end - r->p));
    if (slice_has_prefix(left, SL("null")))
        return fail(r, "null, which we leave out");
    bool yes = slice_has_prefix(left, SL("true"));
    if (!yes && !slice_has_prefix(left, SL("false")))
        return fail(r, "no value stands here");
    r->p += yes ? 4 : 5;
    *out = (struct json_node){.type = JSON_BOOL, .b = yes};
    return true;
}

static bool read_value(struct reader *r, struct json_node *out, unsigned depth);

static bool
read_member(struct reader *r, struct json_member *m, const struct json_member *before,
            unsigned depth)
{
    if (!at(r, '"'))
        return fail(r, "a key should stand here");
    const uint8_t *key = r->p;
    if (!read_text(r, &m->key))
        return false;
    int order = before ? json_canonical_key_cmp(before->key, m->key) : -1;
    if (order >= 0) {
        r->p = key;
        return fail(r, order ? "keys out of order" : "a key that stands there twice");
    }
    if (!at(r, ':'))
        return fail(r, "a colon should stand here");
    r->p++;
    return read_value(r, &m->value, depth);
}

static bool
read_object(struct reader *r, struct json_node *out, unsigned depth)
{
    VEC(struct json_member) members = {0};
    r->p++;
    if (!at(r, '}')) {
        do {
            r->p += members.n > 0;
            struct json_member *m = vec_add(r->a, &members);
            if (!read_member(r, m, members.n > 1 ? m - 1 : NULL, depth))
                return false;
        } while (at(r, ','));
    }
    if (!at(r, '}'))
        return fail(r, "a comma or the end of the object should stand here");
    r->p++;
    *out = (struct json_node){.type = JSON_OBJECT, .n = (uint32_t)members.n, .members = members.v};
    return true;
}

static bool
read_array(struct reader *r, struct json_node *out, unsigned depth)
{
    VEC(struct json_node) items = {0};
    r->p++;
    if (!at(r, ']')) {
        do {
            r->p += items.n > 0;
            struct json_node *item = vec_add(r->a, &items);
            if (!read_value(r, item, depth))
                return false;
        } while (at(r, ','));
    }
    if (!at(r, ']'))
        return fail(r, "a comma or the end of the array should stand here");
    r->p++;
    *out = (struct json_node){.type = JSON_ARRAY, .n = (uint32_t)items.n, .items = items.v};
    return true;
}

static bool
read_value(struct reader *r, struct json_node *out, unsigned depth)
{
    if (r->p == r->end)
        return fail(r, "ends where a value should stand");
    if (*r->p == '{' || *r->p == '[') {
        if (depth == 0)
            return err_set(r->e, ERR_LIMIT, "nested deeper than the %d levels that we accept",
                           JSON_DEPTH_MAX);
        return *r->p == '{' ? read_object(r, out, depth - 1) : read_array(r, out, depth - 1);
    }
    if (*r->p == '"') {
        struct slice s;
        if (!read_text(r, &s))
            return false;
        *out = (struct json_node){.type = JSON_STRING, .n = (uint32_t)s.n, .s = s.p};
        return true;
    }
    if (*r->p == 't' || *r->p == 'f' || *r->p == 'n')
        return read_word(r, out);
    return read_int(r, out);
}

bool
json_canonical_read(struct json_node *out, struct arena *a, struct slice text, struct err *e)
{
    if (text.n > JSON_CANONICAL_MAX)
        return err_set(e, ERR_LIMIT, "%zu octets, we accept %zu", text.n, JSON_CANONICAL_MAX);
    struct reader r = {text.p, text.p, text.p + text.n, a, e};
    if (!read_value(&r, out, JSON_DEPTH_MAX))
        return false;
    return r.p == r.end || fail(&r, "something stands behind the value");
}
