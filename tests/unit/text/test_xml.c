/* SPDX-License-Identifier: Apache-2.0 */
#include "text/xml.h"

#include "base/buf.h"
#include "support/cases.h"

/* Events as "<name ns:a=v>text</name>"; the text of an error where it fails. */
static const struct xml_case {
    const char *name;
    struct slice xml;
    const char *events; /* null: it fails */
    const char *says;
} rows[] = {
    {"element", SL_INIT("<a/>"), "<a></a>", NULL},
    {"text", SL_INIT("<a>x&amp;&lt;&#20013;<![CDATA[<b>]]></a>"), "<a>x&<中<b></a>", NULL},
    {"attributes", SL_INIT("<a b='1' c=\"2\"/>"), "<a b=1 c=2></a>", NULL},
    {"namespaces", SL_INIT("<p:a xmlns:p='u' p:b='1' c='2'/>"), "<u/a u/b=1 c=2></a>", NULL},
    {"default namespace", SL_INIT("<a xmlns='u' b='1'/>"), "<u/a b=1></a>", NULL},
    {"UTF-16", SL_INIT("\xff\xfe<\0a\0/\0>\0"), "<a></a>", NULL},
    {"comment and instruction", SL_INIT("<?xml version='1.0'?><!-- x --><a><?p q?></a>"), "<a></a>",
     NULL},

    {"nothing", SL_INIT(""), NULL, "1:1: no element found"},
    {"text alone", SL_INIT("abc"), NULL, "syntax error"},
    {"not closed", SL_INIT("<a><b></a>"), NULL, "1:9: mismatched tag"},
    {"cut", SL_INIT("<a>\n<b"), NULL, "2:1: unclosed token"},
    {"two roots", SL_INIT("<a/><b/>"), NULL, "junk after document element"},
    {"document type", SL_INIT("<!DOCTYPE a><a/>"), NULL, "a document type"},
    {"entities", SL_INIT("<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>"), NULL, "a document type"},
    {"outer entity", SL_INIT("<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>"), NULL,
     "a document type"},
    {"unknown entity", SL_INIT("<a>&x;</a>"), NULL, "undefined entity"},
    {"attribute twice", SL_INIT("<a b='1' b='2'/>"), NULL, "duplicate attribute"},
    {"prefix without a namespace", SL_INIT("<p:a/>"), NULL, "unbound prefix"},
    {"not UTF-8", SL_INIT("<a>\xff</a>"), NULL, "not well-formed"},
    {"NUL", SL_INIT("<a>\0</a>"), NULL, "not well-formed"},
    {"unknown encoding", SL_INIT("<?xml version='1.0' encoding='EBCDIC'?><a/>"), NULL,
     "unknown encoding"},
    {"the reader ends it", SL_INIT("<a><stop/><b/></a>"), NULL, "as told"},
};

static bool
on_open(void *ctx, const struct xml_element *el, struct err *e)
{
    struct buf *b = ctx;
    if (slice_eq(el->name, SL("stop")))
        return err_set(e, ERR_INPUT, "as told");
    buf_printf(b, "<%.*s%s%.*s", SL_FMT(el->ns), el->ns.n ? "/" : "", SL_FMT(el->name));
    for (size_t i = 0; i < el->n; i++) {
        const struct xml_attribute *at = &el->attributes[i];
        buf_printf(b, " %.*s%s%.*s=%.*s", SL_FMT(at->ns), at->ns.n ? "/" : "", SL_FMT(at->name),
                   SL_FMT(at->value));
    }
    buf_str(b, ">");
    return true;
}

static bool
on_close(void *ctx, struct slice ns UNUSED, struct slice name, struct err *e UNUSED)
{
    buf_printf(ctx, "</%.*s>", SL_FMT(name));
    return true;
}

static bool
on_text(void *ctx, struct slice text, struct err *e UNUSED)
{
    buf_add(ctx, text);
    return true;
}

static bool
events_of(struct slice xml, struct buf *b, struct err *e)
{
    buf_init(b, &case_arena, 1 << 20);
    const struct xml_handler h = {b, on_open, on_close, on_text};
    return xml_read(xml, &h, e);
}

static void
read_xml(void **state)
{
    const struct xml_case *c = *state;
    struct buf b;
    struct err e = {0};
    bool ok = events_of(c->xml, &b, &e);
    if (ok != (c->events != NULL))
        fail_msg("%s: %s", ok ? "read" : "failed", e.msg);
    if (!ok && !strstr(e.msg, c->says))
        fail_msg("says '%s'", e.msg);
    if (ok && !slice_eq_str(buf_slice(&b), c->events))
        fail_msg("got %.*s", SL_FMT(buf_slice(&b)));
}

/* n times `what` between two texts; "@" is an attribute. */
static struct slice
many(const char *before, const char *what, size_t n, const char *behind)
{
    struct buf b;
    buf_init(&b, &case_arena, 1 << 24);
    buf_str(&b, before);
    for (size_t i = 0; i < n; i++)
        if (slice_eq_str(slice_str(what), "@"))
            buf_printf(&b, " a%zu='1'", i); /* each of its own name */
        else
            buf_str(&b, what);
    buf_str(&b, behind);
    return buf_slice(&b);
}

static const struct limit_case {
    const char *name, *before, *what, *behind;
    size_t fits; /* so many do, one more does not; 0: never */
} limits[] = {
    {"limit: depth", "", "<a>", "", XML_DEPTH_MAX},
    {"limit: attributes", "<a", "@", "/>", XML_ATTRIBUTES_MAX},
    {"limit: name", "<", "a", "/>", XML_NAME_MAX},
    {"limit: name of an attribute", "<a ", "a", "='1'/>", XML_NAME_MAX},
    {"limit: namespace", "<a xmlns='", "u", "'/>", XML_NAME_MAX - 2},
};

static void
limit(void **state)
{
    const struct limit_case *c = *state;
    struct buf b;
    struct err fits = {0}, e = {0};
    bool ok = events_of(many(c->before, c->what, c->fits, c->behind), &b, &fits);
    assert_true(ok || fits.code == ERR_INPUT); /* depth: nothing closes them */
    assert_false(events_of(many(c->before, c->what, c->fits + 1, c->behind), &b, &e));
    assert_int_equal(e.code, ERR_LIMIT);
}

int
main(void)
{
    CASES_TABLE(rows, read_xml);
    CASES_TABLE(limits, limit);
    return cases_run("xml");
}
