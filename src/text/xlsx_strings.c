/* SPDX-License-Identifier: Apache-2.0 */
#include "text/xlsx_strings.h"

#include "base/vec.h"
#include "text/sheet.h"
#include "text/xlsx_text.h"
#include "text/xml_path.h"

enum { SST = XML_PATH_OTHER + 1, SI, RUN, TEXT };

static const struct xml_path_rule rules[] = {
    {SST, XML_PATH_ROOT, SL_INIT("sst")},
    {SI, SST, SL_INIT("si")},
    {TEXT, SI, SL_INIT("t")},
    {RUN, SI, SL_INIT("r")},
    {TEXT, RUN, SL_INIT("t")},
};

struct reader {
    struct arena *a;
    struct xml_path path;
    struct buf text;
    VEC(struct slice) strings;
};

static bool
on_open(void *ctx, const struct xml_element *el, struct err *e)
{
    struct reader *r = ctx;
    if (xml_path_open(&r->path, el->ns, el->name) != SI)
        return true;
    if (r->strings.n == XLSX_STRINGS_MAX)
        return err_set(e, ERR_LIMIT, "more than %d strings", XLSX_STRINGS_MAX);
    buf_init(&r->text, r->a, SHEET_TEXT_MAX);
    return true;
}

static bool
on_close(void *ctx, struct slice ns UNUSED, struct slice name UNUSED, struct err *e)
{
    struct reader *r = ctx;
    if (xml_path_close(&r->path) != SI)
        return true;
    if (r->text.full)
        return err_set(e, ERR_LIMIT, "string %zu is longer than %d octets", r->strings.n,
                       SHEET_TEXT_MAX);
    vec_push(r->a, &r->strings, xlsx_text_decode(r->a, buf_slice(&r->text)));
    return true;
}

static bool
on_text(void *ctx, struct slice text, struct err *e UNUSED)
{
    struct reader *r = ctx;
    if (xml_path_here(&r->path) == TEXT)
        buf_add(&r->text, text);
    return true;
}

bool
xlsx_strings_read(struct slices *out, struct arena *a, struct slice xml, struct err *e)
{
    struct reader r = {
        .a = a,
        .path = {.rules = rules,
                 .nrules = COUNT_OF(rules),
                 .namespaces = xlsx_namespaces,
                 .nnamespaces = XLSX_NAMESPACES},
    };
    struct xml_handler h = {&r, on_open, on_close, on_text};
    bool ok = xml_read(xml, &h, e);
    *out = (struct slices){r.strings.v, r.strings.n};
    return ok;
}
