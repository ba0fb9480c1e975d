/* SPDX-License-Identifier: Apache-2.0 */
#include "model/load.h"

bool
loader_goes_on(struct loader *l, struct err *e)
{
    if (!l->problems)
        return false;
    if (l->problems->list.n < PROBLEMS_MAX)
        vec_push(l->a, &l->problems->list, arena_dup(l->a, slice_str(e->msg)));
    else
        l->problems->more = true;
    *e = (struct err){0};
    return true;
}

static void
forget_last(struct loader *l)
{
    if (l->trees != l->a)
        arena_reset(l->trees, (struct arena_mark){0});
}

bool
loader_read(struct loader *l, struct yaml_doc *out, const char *path, size_t max, struct err *e)
{
    struct slice text;
    forget_last(l);
    if (!l->env->read_file(l->env->ctx, &text, l->a, path, max, e))
        return false;
    return yaml_parse_in(out, l->a, l->trees, arena_dup(l->a, slice_str(path)), text, e);
}

bool
loader_read_table(struct loader *l, struct csv_table *out, const char *path, size_t max,
                  struct err *e)
{
    struct slice text;
    forget_last(l);
    if (!l->env->read_file(l->env->ctx, &text, l->trees, path, max, e))
        return false;
    return csv_read(out, l->a, l->trees, arena_dup(l->a, slice_str(path)), text, e);
}

struct slice
loader_stem(struct slice path)
{
    struct slice stem = path, head;
    while (slice_cut(&path, '/', &head))
        stem = head;
    if (slice_has_suffix(stem, SL(".yaml")))
        stem.n -= SL(".yaml").n;
    return stem;
}
