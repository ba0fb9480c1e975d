/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A leaf from anywhere, decided against the state of a committee in the midst of its work: no
 * octets make the engine fall over. What is read is written again octet for octet; what is refused
 * changes nothing and says why; what is accepted is applied.
 */
#include "committee/ballot.h"
#include "support/history.h"
#include "text/json_canonical.h"

#include <stdint.h>
#include <stdlib.h>

#define SEEDS 3
#define STEPS 220

static struct history bases[SEEDS];
static bool ready[SEEDS];

static struct history *
base(size_t i)
{
    if (!ready[i]) {
        history_begin(&bases[i], i + 1);
        for (size_t step = 0; step < STEPS; step++)
            (void)history_step(&bases[i]);
        ready[i] = true;
    }
    return &bases[i];
}

static void
must(bool holds)
{
    if (!holds)
        abort();
}

static void
decide(size_t i, struct arena *a, struct event *ev)
{
    struct history *h = base(i);
    struct project *p = history_project(h, ev->project);
    struct act_world w = {&h->committee, p, 0};
    struct refusal r = {0};
    /* Most leaves would be refused for their time alone. */
    if (ev->at < h->now)
        ev->at = h->now;
    if (!act_decide(a, &w, ev, &r)) {
        must(r.code != REFUSED_NOT && r.rule.n && r.en.n && r.zh.n);
        return;
    }
    if (ev->kind->opens && h->nprojects == HISTORY_PROJECTS_MAX)
        return;
    if (ev->kind->opens)
        p = history_open(h);
    act_apply(&h->committee, p, ev);
    must(committee_octets(a, &h->committee).n > 0 && (!p || project_octets(a, p).n > 0));
    history_end(h);
    ready[i] = false;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena a = {0};
    struct event ev;
    struct err e = {0};
    struct slice leaf = slice_of(data, n), again;
    struct json_node tree;
    /* Anything that is JSON counts as if it had been canonical. */
    if (n <= EVENT_SIZE_MAX && json_parse(&tree, &a, SL("fuzz"), leaf, &e) &&
        json_canonical(&again, &a, &tree, EVENT_SIZE_MAX, &e))
        leaf = again;
    if (event_read(&ev, &a, leaf, &e)) {
        must(event_write(&again, &a, &ev, &e) && slice_eq(again, leaf));
        for (size_t i = 0; i < SEEDS; i++)
            decide(i, &a, &ev);
    }
    arena_free(&a);
    return 0;
}
