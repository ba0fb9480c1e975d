/* SPDX-License-Identifier: Apache-2.0 */
/* The states of an office: all of them stand at o->seen events. */
#include "office/office_parts.h"

#include <inttypes.h>
#include <stdlib.h>

bool
office_event_of(struct event *out, struct arena *a, struct crypto_hasher *h,
                const struct store_event *ev, struct err *e)
{
    struct merkle_hash hash;
    merkle_leaf(&hash, h, ev->octets);
    if (memcmp(hash.b, ev->hash, sizeof hash.b) != 0)
        return err_set(e, ERR_INPUT,
                       "event %" PRIu64 " in the database is not the one that was recorded: "
                       "restore it from a backup",
                       ev->index);
    if (!event_read(out, a, ev->octets, e))
        return err_in(e, "event %" PRIu64, ev->index);
    return out->index == ev->index ||
           err_set(e, ERR_INPUT, "event %" PRIu64 " says that it is %" PRIu64, ev->index,
                   out->index);
}

/* --- folding -------------------------------------------------------------------------------- */

struct fold {
    struct office *o;
    struct office_stream *stream; /* where one project is loaded; else null */
    bool look;                    /* only at the time: it is folded already, or of no interest */
    struct arena scratch;
};

static bool
fold_visit(void *ctx, const struct store_event *in, struct err *e)
{
    struct fold *f = ctx;
    struct office_private *p = f->o->private_;
    struct arena_mark mark = arena_mark(&f->scratch);
    struct event ev;
    if (!office_event_of(&ev, &f->scratch, p->hasher, in, e))
        return false;
    struct office_stream *s = f->stream;
    if (!s && ev.kind->of_project)
        s = map_get(&p->streams, ev.project);
    if (f->look)
        s = NULL;
    else if (!ev.kind->of_project)
        act_apply(&f->o->committee, NULL, &ev);
    else if (s)
        act_apply(NULL, &s->project, &ev);
    if (!f->stream)
        p->last_at = ev.at;
    arena_reset(&f->scratch, mark);
    return true;
}

static bool
fold(struct fold *f, uint64_t from, uint64_t to, const struct slice *project, struct err *e)
{
    struct store *s = f->o->store;
    arena_dup(&f->scratch, SL(" ")); /* the block stays, event after event */
    bool ok = s->ops->each(s, from, to, project, fold_visit, f, e);
    arena_free(&f->scratch);
    return ok;
}

/* The first time: the committee's own stream, and the time of the last event of all. */
static bool
fold_committee(struct office *o, uint64_t size, struct err *e)
{
    static const struct slice own = {0};
    committee_init(&o->committee, &o->private_->committee);
    return fold(&(struct fold){.o = o}, 0, size, &own, e) &&
           fold(&(struct fold){.o = o, .look = true}, size - 1, size, NULL, e);
}

bool
office_catch_up(struct office *o, struct err *e)
{
    uint64_t size;
    if (!o->store->ops->size(o->store, &size, e))
        return false;
    if (size < o->seen)
        return err_set(e, ERR_INPUT,
                       "the database holds %" PRIu64 " events and held %" PRIu64
                       ": somebody put another one in its place",
                       size, o->seen);
    if (size == o->seen)
        return true;
    bool first = o->seen == 0;
    bool ok =
        first ? fold_committee(o, size, e) : fold(&(struct fold){.o = o}, o->seen, size, NULL, e);
    if (ok)
        o->seen = size;
    else
        office_forget_states(o);
    return ok;
}

bool
office_refresh(struct office *o, struct err *e)
{
    return office_catch_up(o, e);
}

void
office_forget_states(struct office *o)
{
    struct office_private *p = o->private_;
    for (size_t i = 0; i < p->streams.n; i++) {
        struct office_stream *s = p->streams.v[i].value;
        arena_free(&s->arena);
        free(s);
    }
    p->streams = (struct map){0};
    arena_free(&p->names);
    arena_free(&p->committee);
    committee_init(&o->committee, &p->committee);
    p->last_at = 0;
    o->seen = 0;
}

/* --- projects ------------------------------------------------------------------------------- */

struct office_stream *
office_stream_new(struct office *o, struct slice id)
{
    struct office_private *p = o->private_;
    struct office_stream *s = calloc(1, sizeof *s);
    if (!s)
        abort(); /* as base/arena.c */
    project_init(&s->project, &s->arena);
    map_put(&p->names, &p->streams, arena_dup(&p->names, id), s);
    return s;
}

bool
office_stream_load(struct office_stream **out, struct office *o, struct slice id, struct err *e)
{
    struct office_private *p = o->private_;
    *out = map_get(&p->streams, id);
    if (*out) {
        if ((*out)->project.events == 0)
            *out = NULL;
        return true;
    }
    if (!id_valid(id) || o->seen == 0)
        return true;
    struct office_stream *s = office_stream_new(o, id);
    if (!fold(&(struct fold){.o = o, .stream = s}, 0, o->seen, &id, e)) {
        office_forget_states(o);
        return false;
    }
    *out = s->project.events > 0 ? s : NULL;
    return true;
}

bool
office_project(const struct project **out, struct office *o, struct slice id, struct err *e)
{
    struct office_stream *s;
    if (!office_catch_up(o, e) || !office_stream_load(&s, o, id, e))
        return false;
    *out = s ? &s->project : NULL;
    return true;
}
