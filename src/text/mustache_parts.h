/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a compiled template is made of; between mustache_compile.c and
 * mustache_render.c.
 */
#pragma once

#include "text/mustache.h"

struct mustache_token {
    enum mustache_tag tag;
    bool starts_line;          /* of the template: an indented partial indents here */
    struct slice text;         /* what stands there; of a tag: its name */
    struct slice indent;       /* of a partial that stands alone on its line */
    size_t end;                /* of a section: the token that closes it */
    bool here;                 /* the name begins with a dot: only the innermost value is asked */
    const struct slice *parts; /* of the name, between its dots; none: "." */
    size_t nparts;
};

struct mustache {
    struct slice name;
    struct mustache_token *v;
    size_t n;
};
