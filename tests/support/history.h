/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lives of committees from a seed: acts by all kinds of people, most of them
 * allowed, some refused, at a clock of its own. The same seed gives the same
 * octets on every machine.
 *
 *     struct history h;
 *     history_begin(&h, seed);
 *     for (size_t i = 0; i < 500; i++)
 *         if (history_step(&h))
 *             … h.event, h.leaf, the states behind it
 *         else
 *             … h.refusal
 *     history_end(&h);
 *
 * What it draws from is chosen so that every kind of event comes up.
 */
#pragma once

#include "committee/act.h"

#define HISTORY_PROJECTS_MAX 16

struct history_project {
    struct arena arena;
    struct project state;
};

struct history {
    struct arena arena; /* of one step */
    struct arena own;   /* of the committee's state */
    uint64_t seed;
    size_t step;
    int64_t now;
    uint64_t size; /* accepted so far */
    struct committee committee;
    struct history_project *projects[HISTORY_PROJECTS_MAX];
    size_t nprojects;

    /* Of the last step. */
    struct event event; /* completed where it could be */
    bool accepted;
    struct slice leaf;       /* octets; empty where it was refused */
    struct refusal refusal;  /* where it was */
    struct project *project; /* that it is of, or null */
};

void history_begin(struct history *h, uint64_t seed);
/* One more act: whether it was accepted. The first acts open the committee and people it. */
bool history_step(struct history *h);
/* The same with an act of the caller's: h->event, and h->project where it is of one. */
bool history_try(struct history *h);
void history_end(struct history *h);

/* The state that a project of that id has, or null. */
struct project *history_project(const struct history *h, struct slice id);

/* For a replay: an empty project more. */
struct project *history_open(struct history *h);

/* The process that it adopts, as YAML. */
extern const char history_process[];
