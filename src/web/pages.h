/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pages: templates in every language, compiled once, and how a view becomes
 * HTML.
 *
 * A template (web/templates/NAME.mustache) is Mustache with two marks that are
 * resolved when it is loaded, once for each language (catalogues: all PO files of web/locale/zh
 * together; style: the files of web/style, joined in order of their names into one portal.css):
 *
 *   [[Sign in]]     the catalogue's text for that msgid, escaped; tags inside it
 *                   stay tags: [[Stage {{stage}} since {{since.date}}]]
 *   {{title.@}}     {{title.en}} or {{title.zh}}
 *
 * While rendering, the last part of a name may ask for a way of showing a value:
 *
 *   {{at.date}} {{at.time}}   of an instant: "2026-11-24", "2026-11-24 01:02 UTC"
 *   {{id.url}}                percent-encoded, for an address
 *   {{n.grouped}}             "1,234"
 *   {{digest.short}}          its first 12 characters
 *   {{list.any}}              true where an array has items: to open a list once
 *   {{list.count}}            how many
 *
 * Every page is the partial `head`, its own content, and `foot`; web/shell.h says what they see.
 * An optional member of something within a list is asked as {{.member}}: {{member}} would be
 * looked for outside, too, where the item has none.
 */
#pragma once

#include "base/env.h"
#include "text/json.h"
#include "text/mustache.h"
#include "text/po.h"

enum page_language { PAGE_EN, PAGE_ZH };
#define PAGE_LANGUAGES 2
extern const char *const page_language_tags[PAGE_LANGUAGES]; /* "en", "zh-Hans" */

#define PAGE_MAX ((size_t)8 << 20) /* octets of one page */

struct pages {
    struct arena *arena;
    struct mustache_set set[PAGE_LANGUAGES];
    struct po po[PAGE_LANGUAGES]; /* of English: empty */
    struct map files;             /* style, script, pictures by name: struct page_file */
};

/* A file of web/static, held in memory; its address has its digest, so that it may be kept. */
struct page_file {
    struct slice name, type, octets, etag;
    struct slice digest;  /* the part of the address that changes with it */
    struct slice address; /* "/static/3f2a…/portal.css" */
};

/* All of web/: templates, style, static, locale. Errors name file, line and column. */
MUST_USE bool pages_load(struct pages *p, struct arena *a, const struct env *env, const char *dir,
                         struct err *e);

/* What a page shows: its view, the object `page` around it, and its form, which may be null. */
struct page_content {
    const struct json_node *view, *shell, *form;
};

/* HTML in `out`: the template `name` between head and foot. */
MUST_USE bool pages_render(struct buf *out, struct arena *scratch, const struct pages *p,
                           enum page_language lang, const char *name,
                           const struct page_content *content, struct err *e);

/* The catalogue's text. */
struct slice pages_text(const struct pages *p, enum page_language lang, struct slice msgid);

const struct page_file *pages_file(const struct pages *p, struct slice name);

/* The first language of an Accept-Language field that there is (RFC 9110, 12.5.4); English else. */
enum page_language pages_language(struct slice accept_language);
