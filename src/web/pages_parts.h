/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Parts of web/pages.h: the marks of a template, and ways of showing a value.
 */
#pragma once

#include "web/pages.h"

/*
 * The text of a template in one language: [[msgid]] and @ resolved, the blanks that lines begin
 * with left out. ERR_INPUT with "file:line:column: what" for a mark that is not closed.
 */
MUST_USE bool pages_marks(struct slice *out, struct arena *a, const struct pages *p,
                          enum page_language lang, struct slice file, struct slice text,
                          struct err *e);

/* A msgid as the catalogue has it: each run of white space is one space. */
struct slice pages_msgid(struct arena *a, struct slice s);

/* {{x.date}}, {{x.url}}, …: a mustache_missing. */
const struct json_node *pages_show(void *ctx, struct arena *scratch, const struct json_node *of,
                                   struct slice part);

/* Style as it is sent: without comments and the blanks that lines begin with. */
void pages_style(struct buf *out, struct slice css);
