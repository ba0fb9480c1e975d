/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Acts of anybody, one a line: the first octet picks the kind, the second who
 * acts, the third how much later and in which project, the rest is the data as
 * JSON. They come upon a committee that has lived for a while (the first octet of
 * the input says which one). Nothing crashes; what is accepted is written, and read again
 * it leads to the same states; nothing is lost.
 */
#include "support/history.h"

#include <stdlib.h>

#define LINES_MAX 64
#define LIVED 150 /* acts */
#define LIVES 4

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

struct leaves {
    struct arena arena;
    VEC(struct slice) v;
};

static void
keep(struct leaves *l, const struct history *h)
{
    if (h->accepted)
        vec_push(&l->arena, &l->v, arena_dup(&l->arena, h->leaf));
}

/* Comments that wait, votes that were cast: counted one by one. */
static void
nothing_is_lost(const struct project *p)
{
    size_t waiting = 0;
    for (size_t i = 0; i < p->comments.n; i++)
        waiting += p->comments.v[i].decision == DECISION_NONE && !p->comments.v[i].withdrawn;
    if (waiting != project_open_comments(p) || p->leaves.n != p->events)
        abort();
    for (size_t i = 0; i < p->ballots.n; i++) {
        const struct ballot *b = p->ballots.v[i];
        size_t unopened = 0;
        for (size_t v = 0; v < b->roll.n; v++)
            unopened += b->votes[v].sealed && !b->votes[v].opened;
        if (unopened != b->unopened)
            abort();
    }
}

static void
one_act(struct history *h, struct slice line)
{
    uint8_t kind, who, where;
    struct json_node *data = NEW(&h->arena, struct json_node);
    if (!slice_u8(&line, &kind) || !slice_u8(&line, &who) || !slice_u8(&line, &where) ||
        !json_parse(data, &h->arena, SL("act"), line, NULL))
        return;
    const struct map *mandates = &h->committee.mandates;
    const struct mandate *m = mandates->v[who % mandates->n].value;
    h->now += where / 16 * 3600 * 6;
    h->event = (struct event){.kind = event_kinds[kind % nevent_kinds],
                              .index = h->size,
                              .at = h->now,
                              .by = {m->organisation, m->person, m->id},
                              .data = data};
    h->project = NULL;
    if (h->event.kind->opens && h->nprojects == HISTORY_PROJECTS_MAX)
        return;
    if (h->event.kind->of_project && !h->event.kind->opens) {
        if (h->nprojects == 0)
            return;
        h->project = &h->projects[where % h->nprojects]->state;
        h->event.project = h->project->id;
    }
    if (!history_try(h) && (h->refusal.code == REFUSED_NOT || h->refusal.en.n == 0))
        abort();
}

static void
replay(struct history *h, const struct leaves *l, bool decides)
{
    for (size_t i = 0; i < l->v.n; i++) {
        struct event ev;
        struct refusal r;
        arena_free(&h->arena);
        if (!event_read(&ev, &h->arena, l->v.v[i], NULL))
            abort();
        struct project *p = history_project(h, ev.project);
        struct act_world w = {&h->committee, p, 0};
        if (decides && !act_decide(&h->arena, &w, &ev, &r))
            abort();
        if (ev.kind->opens)
            p = history_open(h);
        act_apply(&h->committee, p, &ev);
        h->size++;
        h->now = ev.at;
    }
}

/* A life is lived once; later its leaves are enough. */
static const struct leaves *
lived(unsigned life)
{
    static struct leaves lives[LIVES];
    struct history h;
    if (lives[life].v.n > 0)
        return &lives[life];
    history_begin(&h, life + 1u);
    for (size_t i = 0; i < LIVED; i++) {
        history_step(&h);
        keep(&lives[life], &h);
    }
    history_end(&h);
    return &lives[life];
}

static void
same(const struct history *x, const struct history *y)
{
    struct arena a = {0};
    if (x->nprojects != y->nprojects ||
        !slice_eq(committee_octets(&a, &x->committee), committee_octets(&a, &y->committee)))
        abort();
    for (size_t i = 0; i < x->nprojects; i++) {
        const struct project *p = &x->projects[i]->state, *q = &y->projects[i]->state;
        if (!slice_eq(project_octets(&a, p), project_octets(&a, q)))
            abort();
        nothing_is_lost(p);
    }
    arena_free(&a);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct history h, again;
    struct leaves l = {0};
    struct slice rest = slice_of(data, n), line;
    uint8_t life = 0;
    if (!slice_u8(&rest, &life))
        return 0;
    const struct leaves *before = lived(life % LIVES);
    history_begin(&h, 0);
    replay(&h, before, false);
    for (size_t i = 0; i < LINES_MAX && slice_cut(&rest, '\n', &line); i++) {
        arena_free(&h.arena);
        h.accepted = false;
        one_act(&h, line);
        keep(&l, &h);
    }
    history_begin(&again, 0);
    replay(&again, before, false);
    replay(&again, &l, true);
    same(&h, &again);
    history_end(&h);
    history_end(&again);
    arena_free(&l.arena);
    return 0;
}
