/* SPDX-License-Identifier: Apache-2.0 */
#include "text/json_write.h"

#include "text/utf8.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

void
json_write_init(struct json_write *w, json_sink sink, void *ctx)
{
    *w = (struct json_write){.sink = sink, .ctx = ctx};
}

bool
json_sink_buf(void *ctx, struct slice s)
{
    struct buf *b = ctx;
    buf_add(b, s);
    return !b->full;
}

static void
flush(struct json_write *w)
{
    if (w->n > 0 && !w->failed)
        w->failed = !w->sink(w->ctx, slice_of(w->chunk, w->n));
    w->n = 0;
}

static void
put(struct json_write *w, const void *p, size_t n)
{
    const uint8_t *from = p;
    while (n > 0) {
        if (w->n == sizeof w->chunk)
            flush(w);
        size_t room = sizeof w->chunk - w->n, take = n < room ? n : room;
        memcpy(w->chunk + w->n, from, take);
        w->n += take;
        from += take;
        n -= take;
    }
}

static void
put_str(struct json_write *w, const char *s)
{
    put(w, s, strlen(s));
}

static void
new_line(struct json_write *w)
{
    put(w, "\n", 1);
    for (size_t i = 0; i < w->depth; i++)
        put(w, "  ", 2);
}

/* Comma, line end and indentation before a key or an item. */
static void
separate(struct json_write *w)
{
    if (w->depth == 0)
        return;
    size_t top = w->depth - 1;
    if (w->stack[top].any)
        put(w, ",", 1);
    if (!w->stack[top].flat)
        new_line(w);
    else if (w->stack[top].any)
        put(w, " ", 1);
    w->stack[top].any = true;
}

static void
before_value(struct json_write *w)
{
    bool in_object = w->depth > 0 && w->stack[w->depth - 1].object;
    assert(in_object == w->after_key);
    if (!in_object)
        separate(w);
    w->after_key = false;
}

static void
open(struct json_write *w, bool object, bool flat)
{
    assert(w->depth < JSON_WRITE_DEPTH_MAX);
    before_value(w);
    put_str(w, object ? "{" : "[");
    bool in_flat = w->depth > 0 && w->stack[w->depth - 1].flat;
    w->stack[w->depth].object = object;
    w->stack[w->depth].flat = flat || in_flat;
    w->stack[w->depth++].any = false;
}

void
json_write_object(struct json_write *w)
{
    open(w, true, false);
}

void
json_write_array(struct json_write *w)
{
    open(w, false, false);
}

void
json_write_flat_object(struct json_write *w)
{
    open(w, true, true);
}

void
json_write_flat_array(struct json_write *w)
{
    open(w, false, true);
}

void
json_write_end(struct json_write *w)
{
    assert(w->depth > 0 && !w->after_key);
    w->depth--;
    if (w->stack[w->depth].any && !w->stack[w->depth].flat)
        new_line(w);
    put_str(w, w->stack[w->depth].object ? "}" : "]");
}

static void
put_escaped(struct json_write *w, uint8_t c)
{
    static const char *const shorts[] = {
        ['"'] = "\\\"", ['\\'] = "\\\\", ['\b'] = "\\b", ['\f'] = "\\f",
        ['\n'] = "\\n", ['\r'] = "\\r",  ['\t'] = "\\t",
    };
    if (c < COUNT_OF(shorts) && shorts[c]) {
        put_str(w, shorts[c]);
        return;
    }
    char hex[8];
    snprintf(hex, sizeof hex, "\\u%04x", c);
    put_str(w, hex);
}

static bool
is_plain(uint8_t c)
{
    return c >= 0x20 && c < 0x7f && c != '"' && c != '\\';
}

static void
put_quoted(struct json_write *w, struct slice s)
{
    put(w, "\"", 1);
    while (s.n > 0) {
        size_t run = 0;
        while (run < s.n && is_plain(s.p[run]))
            run++;
        put(w, s.p, run);
        s = slice_sub(s, run, s.n);
        size_t n = utf8_next(s);
        if (s.n == 0)
            break;
        if (n == 0)
            put_str(w, "\xef\xbf\xbd");
        else if (n == 1)
            put_escaped(w, s.p[0]);
        else
            put(w, s.p, n);
        s = slice_sub(s, n ? n : 1, s.n);
    }
    put(w, "\"", 1);
}

void
json_write_key_slice(struct json_write *w, struct slice key)
{
    assert(w->depth > 0 && w->stack[w->depth - 1].object && !w->after_key);
    separate(w);
    put_quoted(w, key);
    put_str(w, ": ");
    w->after_key = true;
}

void
json_write_key(struct json_write *w, const char *key)
{
    json_write_key_slice(w, slice_str(key));
}

void
json_write_text(struct json_write *w, struct slice s)
{
    before_value(w);
    put_quoted(w, s);
}

void
json_write_int(struct json_write *w, int64_t i)
{
    char text[24];
    snprintf(text, sizeof text, "%" PRId64, i);
    before_value(w);
    put_str(w, text);
}

void
json_write_bool(struct json_write *w, bool b)
{
    before_value(w);
    put_str(w, b ? "true" : "false");
}

void
json_write_null(struct json_write *w)
{
    before_value(w);
    put_str(w, "null");
}

void
json_write_double(struct json_write *w, double d)
{
    assert(isfinite(d));
    char text[40];
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, d);
        if (strtod(text, NULL) == d)
            break;
    }
    before_value(w);
    put_str(w, text);
}

void
json_write_member(struct json_write *w, const char *key, struct slice text)
{
    json_write_key(w, key);
    json_write_text(w, text);
}

void
json_write_member_if(struct json_write *w, const char *key, struct slice text)
{
    if (text.n > 0)
        json_write_member(w, key, text);
}

void
json_write_texts(struct json_write *w, const char *key, const struct slices *list)
{
    if (list->n == 0)
        return;
    json_write_key(w, key);
    json_write_array(w);
    for (size_t i = 0; i < list->n; i++)
        json_write_text(w, list->v[i]);
    json_write_end(w);
}

bool
json_write_done(struct json_write *w, struct err *e)
{
    assert(w->depth == 0 && !w->after_key);
    put(w, "\n", 1);
    flush(w);
    if (w->failed)
        return err_set(e, ERR_SYSTEM, "the JSON text could not be written in full");
    return true;
}
