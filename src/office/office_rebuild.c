/* SPDX-License-Identifier: Apache-2.0 */
/* Projections made again from the events. */
#include "office/office_parts.h"

#include <stdlib.h>

#define PROGRESS_STEP 10000

/* States of its own: an office in use keeps its. */
struct rebuild {
    struct office *o;
    struct arena scratch, committee_arena, names;
    struct committee committee;
    struct map streams;
    void (*progress)(void *ctx, uint64_t n);
    void *ctx;
};

static struct project *
project_of(struct rebuild *b, struct slice id)
{
    struct office_stream *s = map_get(&b->streams, id);
    if (!s) {
        s = calloc(1, sizeof *s);
        if (!s)
            abort();
        project_init(&s->project, &s->arena);
        map_put(&b->names, &b->streams, arena_dup(&b->names, id), s);
    }
    return &s->project;
}

static bool
rebuild_visit(void *ctx, const struct store_event *in, struct err *e)
{
    struct rebuild *b = ctx;
    struct arena_mark mark = arena_mark(&b->scratch);
    struct event ev;
    struct rows rows;
    if (!office_event_of(&ev, &b->scratch, b->o->private_->hasher, in, e))
        return false;
    struct project *p = ev.kind->of_project ? project_of(b, ev.project) : NULL;
    act_apply(&b->committee, p, &ev);
    rows_of(&rows, &b->scratch, &b->committee, p, &ev);
    bool ok = b->o->store->ops->rows_put(b->o->store, &rows, e);
    arena_reset(&b->scratch, mark);
    if (ok && b->progress && (in->index + 1) % PROGRESS_STEP == 0)
        b->progress(b->ctx, in->index + 1);
    return ok;
}

bool
office_rebuild_rows(struct office *o, void (*progress)(void *ctx, uint64_t n), void *ctx,
                    struct err *e)
{
    const struct store_ops *ops = o->store->ops;
    struct rebuild b = {.o = o, .progress = progress, .ctx = ctx};
    committee_init(&b.committee, &b.committee_arena);
    arena_dup(&b.scratch, SL(" ")); /* the block stays, event after event */
    bool ok = ops->rows_clear(o->store, e) &&
              ops->each(o->store, 0, STORE_NONE, NULL, rebuild_visit, &b, e) &&
              ops->rows_seal(o->store, e);
    for (size_t i = 0; i < b.streams.n; i++) {
        struct office_stream *s = b.streams.v[i].value;
        arena_free(&s->arena);
        free(s);
    }
    arena_free(&b.names);
    arena_free(&b.committee_arena);
    arena_free(&b.scratch);
    return ok;
}

bool
office_rebuild(struct office *o, void (*progress)(void *ctx, uint64_t n), void *ctx, struct err *e)
{
    const struct store_ops *ops = o->store->ops;
    if (!ops->begin_write(o->store, e))
        return false;
    if (office_rebuild_rows(o, progress, ctx, e) && ops->commit(o->store, e))
        return true;
    ops->rollback(o->store);
    return false;
}
