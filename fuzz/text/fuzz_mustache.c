/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A template, a partial and a view, each up to a NUL: compiled and rendered. What goes
 * out of a set that escapes everything has no markup that the template did not have.
 */
#include "text/mustache.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static struct slice
take_part(struct slice *rest)
{
    struct slice part;
    return slice_cut(rest, 0, &part) ? part : (struct slice){0};
}

static size_t
count(struct slice s, uint8_t c)
{
    size_t found = 0;
    for (size_t i = 0; i < s.n; i++)
        found += s.p[i] == c;
    return found;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct slice rest = slice_of(data, n), template = take_part(&rest), partial = take_part(&rest);
    struct arena a = {0};
    struct mustache_set set;
    struct json_node view;
    struct err e = {0};
    struct buf out;
    mustache_set_init(&set, &a);
    set.escape_all = n % 2;
    if (json_parse(&view, &a, SL("view"), rest, &e) && mustache_add(&set, SL("t"), template, &e)) {
        bool has_partial = mustache_add(&set, SL("p"), partial, &e);
        const struct json_node *stack[] = {&view, &view};
        struct mustache_view v = {.stack = stack, .n = 2};
        buf_init(&out, &a, 1 << 16);
        bool ok = mustache_render(&out, &a, &set, mustache_find(&set, SL("t")), &v, &e);
        if ((ok && out.full) ||
            (ok && set.escape_all && count(template, '<') == 0 &&
             (!has_partial || count(partial, '<') == 0) && count(buf_slice(&out), '<') > 0))
            abort();
    }
    arena_free(&a);
    return 0;
}
