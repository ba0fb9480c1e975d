/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Logic-less templates over JSON trees: Mustache, spec 1.4, its required modules
 * (comments, delimiters, interpolation, inverted, partials, sections). Lambdas,
 * inheritance and dynamic names are not part of it.
 *
 * {{name}} escapes & < > " and ' for text and quoted attributes, and shows characters that steer
 * the display (directions, controls) as text/visible.h does; there is no other
 * context in our templates (tests/web checks them). {{{name}}} and {{&name}} do
 * not escape: a set may refuse to compile them (`escape_all`).
 *
 * A section is left out where its value is absent, false, null, an empty list, an empty
 * text or 0. "." is the innermost value that is open, but for true: a section of a
 * flag does not change what "." is. ".name" asks that value alone.
 *
 * Templates are ours, views may hold anything: rendering is bounded (depth,
 * octets), compiling is too.
 */
#pragma once

#include "base/buf.h"
#include "base/map.h"
#include "text/json.h"

#define MUSTACHE_TEMPLATE_MAX ((size_t)256 << 10) /* octets */
#define MUSTACHE_DEPTH_MAX 64                     /* sections and partials within each other */
#define MUSTACHE_NAME_MAX 200                     /* octets of a tag */
#define MUSTACHE_STEPS_MAX ((size_t)4 << 20)      /* tags and texts of one rendering */

struct mustache; /* one template, compiled; lives in its set's arena */

/* Templates that may include each other. */
struct mustache_set {
    struct arena *arena;
    struct map templates; /* by name */
    bool escape_all;      /* refuse {{{x}}} and {{&x}} */
};

void mustache_set_init(struct mustache_set *s, struct arena *a);

/*
 * Adds one. ERR_INPUT with "name:line:column: what" where a tag or section is not closed, ERR_LIMIT
 * past the limits. Partials are resolved when rendering: one that is absent renders nothing.
 */
MUST_USE bool mustache_add(struct mustache_set *s, struct slice name, struct slice text,
                           struct err *e);
const struct mustache *mustache_find(const struct mustache_set *s, struct slice name);

/*
 * What a dotted name means that the tree does not have: the last part, asked of the value in front
 * of it ("at.date" of a text). Gives a node, or null: nothing there. For ways of showing a value
 * (dates, a language of a name) that are no part of the view.
 */
typedef const struct json_node *(*mustache_missing)(void *ctx, struct arena *scratch,
                                                    const struct json_node *of, struct slice part);

struct mustache_view {
    const struct json_node *const *stack; /* searched from the last to the first */
    size_t n;
    mustache_missing missing; /* may be null */
    void *ctx;
};

/* Appends to `out`. ERR_LIMIT past MUSTACHE_DEPTH_MAX or MUSTACHE_STEPS_MAX, or where `out` is
 * full. */
MUST_USE bool mustache_render(struct buf *out, struct arena *scratch, const struct mustache_set *s,
                              const struct mustache *m, const struct mustache_view *view,
                              struct err *e);

/* The names of all variables, sections and partials in it, in order: for checks and tests. */
enum mustache_tag {
    MUSTACHE_TEXT,
    MUSTACHE_VARIABLE,
    MUSTACHE_RAW,
    MUSTACHE_SECTION,
    MUSTACHE_INVERTED,
    MUSTACHE_END,
    MUSTACHE_PARTIAL
};
typedef void (*mustache_visit)(void *ctx, enum mustache_tag tag, struct slice text);
void mustache_each(const struct mustache *m, mustache_visit visit, void *ctx);
