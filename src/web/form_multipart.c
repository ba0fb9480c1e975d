/* SPDX-License-Identifier: Apache-2.0 */
/*
 * multipart/form-data, read in one pass over the whole body.
 *
 * Spec: RFC 7578; RFC 2046, 5.1.1; names as browsers write them (HTML, 4.10.22.8: a quote, CR and
 * LF are percent-encoded). Parts in other transfer encodings are refused, as RFC 7578, 4.7 does.
 */
#include "text/utf8.h"
#include "web/form_parts.h"

#define BOUNDARY_MAX 70     /* RFC 2046 */
#define PART_HEADS_MAX 4096 /* octets */
#define PART_NAME_MAX 200

struct part {
    struct slice name, file_name, type, octets;
    bool has_name, has_file;
};

static bool
eq_nocase(struct slice s, const char *lower)
{
    size_t n = strlen(lower);
    bool same = s.n == n;
    for (size_t i = 0; same && i < n; i++) {
        uint8_t c = s.p[i];
        same = (uint8_t)(c >= 'A' && c <= 'Z' ? c | 0x20 : c) == (uint8_t)lower[i];
    }
    return same;
}

/* The value of a parameter in front of *rest: a token, or quoted. */
static struct slice
parameter_value(struct slice *rest)
{
    struct slice value = {0};
    if (rest->n > 0 && rest->p[0] == '"') {
        *rest = slice_sub(*rest, 1, SIZE_MAX);
        struct slice tail;
        (void)slice_cut(rest, '"', &value);
        (void)slice_cut(rest, ';', &tail);
    } else {
        (void)slice_cut(rest, ';', &value);
        value = slice_trim(value);
    }
    return value;
}

/* Of "form-data; name=\"x\"; filename=\"y\"". False where it is absent. */
static bool
parameter(struct slice *out, struct slice header, const char *name)
{
    struct slice rest = header, kind;
    (void)slice_cut(&rest, ';', &kind);
    while (rest.n > 0) {
        struct slice key;
        size_t eq = slice_find(rest, SL("="));
        if (eq == SIZE_MAX)
            return false;
        key = slice_trim(slice_sub(rest, 0, eq));
        rest = slice_sub(rest, eq + 1, SIZE_MAX);
        struct slice value = parameter_value(&rest);
        if (eq_nocase(key, name)) {
            *out = value;
            return true;
        }
    }
    return false;
}

static bool
boundary_of(struct slice *out, struct slice content_type, struct err *e)
{
    if (!parameter(out, content_type, "boundary") || out->n == 0 || out->n > BOUNDARY_MAX)
        return err_set(e, ERR_INPUT, "multipart: the boundary is missing or too long");
    return true;
}

static bool
head_line(struct part *p, struct arena *a, struct slice line, struct err *e)
{
    struct slice key, value = line, text;
    (void)slice_cut(&value, ':', &key);
    value = slice_trim(value);
    if (eq_nocase(key, "content-type"))
        p->type = value;
    if (eq_nocase(key, "content-transfer-encoding") && !eq_nocase(value, "binary") &&
        !eq_nocase(value, "8bit") && !eq_nocase(value, "7bit"))
        return err_set(e, ERR_INPUT, "multipart: a part is encoded; send it as it is");
    if (!eq_nocase(key, "content-disposition"))
        return true;
    if (parameter(&text, value, "name")) {
        p->has_name = true;
        p->name = http_decode(a, text, false);
    }
    if (parameter(&text, value, "filename")) {
        p->has_file = true;
        p->file_name = http_decode(a, text, false);
    }
    return true;
}

/* Heads up to the empty line, then the octets. */
static bool
read_part(struct part *p, struct arena *a, struct slice part, struct err *e)
{
    *p = (struct part){0};
    size_t end = slice_find(slice_sub(part, 0, PART_HEADS_MAX), SL("\r\n\r\n"));
    if (end == SIZE_MAX)
        return err_set(e, ERR_INPUT, "multipart: the head of a part does not end");
    struct slice heads = slice_sub(part, 0, end + 2), line;
    p->octets = slice_sub(part, end + 4, SIZE_MAX);
    for (size_t at; (at = slice_find(heads, SL("\r\n"))) != SIZE_MAX;
         heads = slice_sub(heads, at + 2, SIZE_MAX)) {
        line = slice_sub(heads, 0, at);
        if (line.n > 0 && !head_line(p, a, line, e))
            return false;
    }
    if (!p->has_name || p->name.n == 0 || p->name.n > PART_NAME_MAX)
        return err_set(e, ERR_INPUT, "multipart: a part has no name, or a very long one");
    return true;
}

static bool
put_part(struct http_pairs *pairs, struct http_files *files, struct arena *a, const struct part *p,
         struct err *e)
{
    if (!p->has_file)
        return form_pair(pairs, a, p->name, p->octets, e);
    if (p->file_name.n == 0 && p->octets.n == 0)
        return true; /* no file was chosen */
    if (files->n >= HTTP_FILES_MAX)
        return err_set(e, ERR_LIMIT, "more than %d files", HTTP_FILES_MAX);
    if (utf8_valid(p->name) != p->name.n || utf8_valid(p->file_name) != p->file_name.n)
        return err_set(e, ERR_INPUT, "the name of a file is not UTF-8");
    vec_push(
        a, files,
        (struct http_file){p->name, slice_sub(p->file_name, 0, PART_NAME_MAX), p->type, p->octets});
    return true;
}

bool
form_multipart(struct http_pairs *out, struct http_files *files, struct arena *a,
               struct slice content_type, struct slice body, struct err *e)
{
    struct slice boundary;
    if (!boundary_of(&boundary, content_type, e))
        return false;
    struct slice first = arena_printf(a, "--%.*s", SL_FMT(boundary));
    struct slice next = arena_printf(a, "\r\n--%.*s", SL_FMT(boundary));
    if (!slice_has_prefix(body, first))
        return err_set(e, ERR_INPUT, "multipart: the body does not begin with its boundary");
    body = slice_sub(body, first.n, SIZE_MAX);
    while (!slice_has_prefix(body, SL("--"))) {
        struct part p;
        size_t end = slice_find(body, next);
        if (!slice_has_prefix(body, SL("\r\n")) || end == SIZE_MAX)
            return err_set(e, ERR_INPUT, "multipart: the body ends within a part");
        struct slice part = end < 2 ? (struct slice){0} : slice_sub(body, 2, end - 2);
        if (!read_part(&p, a, part, e) || !put_part(out, files, a, &p, e))
            return false;
        body = slice_sub(body, end + next.n, SIZE_MAX);
    }
    return true;
}
