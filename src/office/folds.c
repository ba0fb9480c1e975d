/* SPDX-License-Identifier: Apache-2.0 */
#include "office/folds.h"

#include <stdlib.h>

struct fold_stream {
    struct arena arena;
    struct project project;
};

void
folds_init(struct folds *f)
{
    committee_init(&f->committee, &f->committee_arena);
    arena_dup(&f->scratch, SL(" ")); /* its block stays, event after event */
}

void
folds_free(struct folds *f)
{
    for (size_t i = 0; i < f->streams.n; i++) {
        struct fold_stream *s = f->streams.v[i].value;
        arena_free(&s->arena);
        free(s);
    }
    arena_free(&f->names);
    arena_free(&f->committee_arena);
    arena_free(&f->scratch);
    *f = (struct folds){0};
}

struct project *
folds_project(const struct folds *f, struct slice id)
{
    struct fold_stream *s = map_get(&f->streams, id);
    return s ? &s->project : NULL;
}

struct project *
folds_at(const struct folds *f, size_t i)
{
    struct fold_stream *s = f->streams.v[i].value;
    return &s->project;
}

bool
folds_decide(struct folds *f, struct arena *a, const struct event *ev, struct refusal *r)
{
    const struct act_world w = {
        .committee = &f->committee,
        .project = ev->kind->of_project ? folds_project(f, ev->project) : NULL,
        .last_at = f->last_at,
    };
    return act_decide(a, &w, ev, r);
}

static struct project *
begin(struct folds *f, struct slice id)
{
    struct fold_stream *s = calloc(1, sizeof *s);
    if (!s)
        abort(); /* as base/arena.c */
    project_init(&s->project, &s->arena);
    map_put(&f->names, &f->streams, arena_dup(&f->names, id), s);
    return &s->project;
}

struct project *
folds_apply(struct folds *f, const struct event *ev)
{
    struct project *p = NULL;
    if (ev->kind->of_project) {
        p = folds_project(f, ev->project);
        if (!p)
            p = begin(f, ev->project);
    }
    act_apply(&f->committee, p, ev);
    f->last_at = ev->at;
    f->n++;
    return p;
}
