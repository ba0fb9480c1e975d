/* SPDX-License-Identifier: Apache-2.0 */
#include "text/encoding.h"

#include "base/buf.h"
#include "base/vec.h"
#include "text/utf8.h"

#include <errno.h>
#include <iconv.h>

#define LOOKED_AT 4096 /* octets at the front by which UTF-16 without a mark is known */
#define CHUNK 16384    /* octets that one call of iconv gives */

static const struct mark {
    struct slice octets;
    const char *name;
} marks[] = {
    {SL_INIT("\xef\xbb\xbf"), "UTF-8"},
    {SL_INIT("\xff\xfe"), "UTF-16LE"},
    {SL_INIT("\xfe\xff"), "UTF-16BE"},
    {SL_INIT("\x84\x31\x95\x33"), "GB18030"},
};

struct reader {
    struct arena *a;
    struct buf text;
    VEC(size_t) faults;
    size_t all_faults;
};

static void
add_broken(struct reader *r)
{
    if (r->all_faults++ < ENCODING_FAULTS_MAX)
        vec_push(r->a, &r->faults, r->text.n);
    buf_str(&r->text, "\xef\xbf\xbd");
}

/* ASCII as UTF-16 has a NUL in every other octet: half of the characters show it. */
static const char *
utf16_without_mark(struct slice s)
{
    size_t zero[2] = {0, 0};
    s = slice_sub(s, 0, LOOKED_AT);
    for (size_t i = 0; i < s.n; i++)
        zero[i % 2] += s.p[i] == 0;
    if (zero[1] > s.n / 4 && zero[0] == 0)
        return "UTF-16LE";
    if (zero[0] > s.n / 4 && zero[1] == 0)
        return "UTF-16BE";
    return NULL;
}

/*
 * UTF-8 with a few broken octets, rather than another encoding: sequences of
 * more than one octet are mostly whole. GB18030 has hardly any that look so.
 */
static bool
mostly_utf8(struct slice s)
{
    size_t whole = 0, broken = 0;
    while (s.n) {
        size_t n = utf8_next(s);
        whole += n > 1;
        broken += n == 0;
        s = slice_sub(s, n ? n : 1, s.n);
    }
    return broken == 0 || whole > broken * 4;
}

static void
keep_utf8(struct reader *r, struct slice s)
{
    while (s.n) {
        size_t n = utf8_valid(s);
        const uint8_t *nul = n ? memchr(s.p, 0, n) : NULL;
        n = nul ? (size_t)(nul - s.p) : n;
        buf_add(&r->text, slice_sub(s, 0, n));
        s = slice_sub(s, n, s.n);
        if (s.n)
            add_broken(r);
        s = slice_sub(s, 1, s.n);
    }
}

static bool
convert(struct reader *r, const char *name, struct slice s, struct err *e)
{
    iconv_t cd = iconv_open("UTF-8", name);
    if (cd == (iconv_t)-1)
        return err_set(e, ERR_UNSUPPORTED, "this system cannot read %s: save the file as UTF-8",
                       name);
    char room[CHUNK];
    size_t unit = strncmp(name, "UTF-16", 6) == 0 ? 2 : 1;
    while (s.n && !r->text.full) {
        char *in = (char *)(uintptr_t)s.p,
             *to = room; /* iconv takes it without const, and reads it */
        size_t left = s.n, space = sizeof room;
        size_t ok = iconv(cd, &in, &left, &to, &space);
        int why = errno;
        keep_utf8(r, slice_of(room, sizeof room - space));
        s = slice_sub(s, s.n - left, s.n);
        if (ok != (size_t)-1 || why == E2BIG)
            continue;
        add_broken(r); /* EILSEQ, EINVAL at the end */
        s = slice_sub(s, unit, s.n);
        iconv(cd, NULL, NULL, NULL, NULL);
    }
    iconv_close(cd);
    return true;
}

bool
encoding_read(struct encoding *out, struct arena *a, struct slice octets, struct err *e)
{
    struct reader r = {.a = a};
    const char *name = NULL;
    if (octets.n > ENCODING_TEXT_MAX)
        return err_set(e, ERR_LIMIT, "%zu octets, we accept %zu", octets.n, ENCODING_TEXT_MAX);
    for (size_t i = 0; !name && i < COUNT_OF(marks); i++)
        if (slice_has_prefix(octets, marks[i].octets)) {
            name = marks[i].name;
            octets = slice_sub(octets, marks[i].octets.n, octets.n);
        }
    if (!name)
        name = utf16_without_mark(octets);
    if (!name)
        name = mostly_utf8(octets) ? "UTF-8" : "GB18030";
    *out = (struct encoding){.name = name, .text = octets};
    bool utf8 = strcmp(name, "UTF-8") == 0;
    if (utf8 && utf8_valid(octets) == octets.n && (!octets.n || !memchr(octets.p, 0, octets.n)))
        return true;
    buf_init(&r.text, a, ENCODING_TEXT_MAX);
    if (utf8)
        keep_utf8(&r, octets);
    else if (!convert(&r, name, octets, e))
        return false;
    if (r.text.full)
        return err_set(e, ERR_LIMIT, "more than %zu octets as UTF-8", ENCODING_TEXT_MAX);
    out->text = buf_slice(&r.text);
    out->faults = r.faults.v;
    out->nfaults = r.faults.n;
    out->all_faults = r.all_faults;
    return true;
}
