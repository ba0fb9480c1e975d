/* SPDX-License-Identifier: Apache-2.0 */
#include "text/xml.h"

#include <expat.h>
#include <stdlib.h>

#define NS_SEP '\n' /* stands in no namespace: expat normalises it away in attributes */

struct reader {
    XML_Parser parser;
    const struct xml_handler *h;
    size_t depth;
    bool failed;
    struct err *e;
};

static void
stop(struct reader *r)
{
    r->failed = true;
    XML_StopParser(r->parser, XML_FALSE);
}

static void
fail(struct reader *r, enum err_code code, const char *what)
{
    err_set(r->e, code, "%lu:%lu: %s", XML_GetCurrentLineNumber(r->parser),
            XML_GetCurrentColumnNumber(r->parser) + 1, what);
    stop(r);
}

/* "namespace\nname" or "name"; false where it is longer than we accept. */
static bool
split(const char *full, struct slice *ns, struct slice *name)
{
    struct slice s = slice_str(full);
    const char *sep = strrchr(full, NS_SEP);
    size_t at = sep ? (size_t)(sep - full) : 0;
    *ns = slice_sub(s, 0, at);
    *name = slice_sub(s, sep ? at + 1 : 0, s.n);
    return s.n <= XML_NAME_MAX;
}

static void XMLCALL
on_open(void *ctx, const XML_Char *full, const XML_Char **attributes)
{
    struct reader *r = ctx;
    struct xml_attribute v[XML_ATTRIBUTES_MAX];
    struct xml_element el = {.attributes = v};
    if (r->failed)
        return;
    if (r->depth++ == XML_DEPTH_MAX) {
        fail(r, ERR_LIMIT, "elements stand deeper within each other than we accept");
        return;
    }
    bool fits = split(full, &el.ns, &el.name);
    for (size_t i = 0; fits && attributes[i]; i += 2) {
        if (el.n == XML_ATTRIBUTES_MAX) {
            fail(r, ERR_LIMIT, "an element has more attributes than we accept");
            return;
        }
        struct xml_attribute *at = &v[el.n++];
        fits = split(attributes[i], &at->ns, &at->name);
        at->value = slice_str(attributes[i + 1]);
    }
    if (!fits)
        fail(r, ERR_LIMIT, "a name is longer than we accept");
    else if (!r->h->open(r->h->ctx, &el, r->e))
        stop(r);
}

static void XMLCALL
on_close(void *ctx, const XML_Char *full)
{
    struct reader *r = ctx;
    struct slice ns, name;
    if (r->failed)
        return;
    r->depth--;
    if (split(full, &ns, &name) && !r->h->close(r->h->ctx, ns, name, r->e))
        stop(r);
}

static void XMLCALL
on_text(void *ctx, const XML_Char *text, int n)
{
    struct reader *r = ctx;
    if (!r->failed && !r->h->text(r->h->ctx, slice_of(text, (size_t)n), r->e))
        stop(r);
}

static void XMLCALL
on_doctype(void *ctx, const XML_Char *name UNUSED, const XML_Char *system UNUSED,
           const XML_Char *public UNUSED, int internal UNUSED)
{
    struct reader *r = ctx;
    if (!r->failed)
        fail(r, ERR_INPUT, "a document type, which could hold entities: we accept none");
}

static bool
parse(struct reader *r, struct slice octets)
{
    XML_SetUserData(r->parser, r);
    XML_SetElementHandler(r->parser, on_open, on_close);
    XML_SetStartDoctypeDeclHandler(r->parser, on_doctype);
    if (r->h->text)
        XML_SetCharacterDataHandler(r->parser, on_text);
    if (XML_Parse(r->parser, (const char *)octets.p, (int)octets.n, XML_TRUE) == XML_STATUS_OK)
        return !r->failed;
    if (!r->failed)
        fail(r, ERR_INPUT, XML_ErrorString(XML_GetErrorCode(r->parser)));
    return false;
}

bool
xml_read(struct slice octets, const struct xml_handler *h, struct err *e)
{
    if (octets.n > XML_TEXT_MAX)
        return err_set(e, ERR_LIMIT, "%zu octets of XML, we accept %zu", octets.n, XML_TEXT_MAX);
    struct reader r = {.parser = XML_ParserCreateNS(NULL, NS_SEP), .h = h, .e = e};
    if (!r.parser)
        abort(); /* out of memory, as in base/arena.c */
    bool ok = parse(&r, octets);
    XML_ParserFree(r.parser);
    return ok;
}

struct slice
xml_attribute(const struct xml_element *el, struct slice name)
{
    for (size_t i = 0; i < el->n; i++)
        if (el->attributes[i].ns.n == 0 && slice_eq(el->attributes[i].name, name))
            return el->attributes[i].value;
    return slice_of(NULL, 0);
}
