/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One long-lived solver over one instance, and what it has learned so far.
 *
 * A question names conditions and groups (bits, model/bits.h) that are to hold
 * together. The answer is a model or a core: conditions out of those asked that
 * contradict each other. Every core is kept, and the last models; a question
 * that one of them decides costs nothing. That is what makes many questions
 * about the same groups cheap, whoever asks them.
 *
 * Every model is checked against every clause before it is shown; one that
 * fails ends the process, since nothing this solver said could be relied on.
 */
#pragma once

#include "solve/instance.h"
#include "solve/sat.h"
#include "solve/sets.h"

#define ENGINE_MODELS_MAX 1024 /* kept; the oldest go first */

struct engine; /* private */

/*
 * The instance has been checked (instance_check), outlives the engine and does
 * not change. `fixed` are literals that hold in every question: a product that
 * cannot offer something, a server. What is learned lies in the engine's own
 * memory, so that callers may mark and reset theirs; engine_free gives it back.
 */
struct engine *engine_new(struct arena *a, const struct instance *in, const int *fixed,
                          size_t nfixed);
void engine_free(struct engine *e);

static inline void
engine_cleanup(struct engine *const *e)
{
    engine_free(*e);
}
#define AUTO_ENGINE __attribute__((cleanup(engine_cleanup))) struct engine *

struct engine_question {
    const uint64_t *conditions; /* bits by condition, or null */
    const uint64_t *groups;     /* bits by group, or null */
    const int *lits;            /* literals of the instance that hold, too */
    size_t nlits;
    bool anew; /* ask the solver even where the answer is known: for checks */
};

/* Until the next question. All three are bits. */
struct engine_model {
    const uint64_t *values;     /* by variable: bit v is that of variable v, bit 0 is unused */
    const uint64_t *conditions; /* all that hold in it, also those that were not asked for */
    const uint64_t *groups;     /* all whose conditions hold in it */
};

enum sat_answer engine_ask(struct engine *e, const struct engine_question *q,
                           struct budget *b) MUST_USE;

/* The same for groups alone, and for conditions alone. */
enum sat_answer engine_ask_groups(struct engine *e, const uint64_t *groups,
                                  struct budget *b) MUST_USE;
enum sat_answer engine_ask_conditions(struct engine *e, const uint64_t *conditions,
                                      struct budget *b) MUST_USE;

/* After SAT_YES. */
const struct engine_model *engine_model(const struct engine *e);

/*
 * After SAT_NO, until the next question: conditions that contradict each other,
 * together with those of q->lits that engine_core_lit tells. Not minimal: see
 * solve/shrink.h. Empty where the instance contradicts itself.
 */
const uint64_t *engine_core(const struct engine *e);
bool engine_core_lit(const struct engine *e, size_t i);

/* Every core known so far: conditions that contradict each other. They move with the next question.
 */
struct engine_core {
    uint32_t *v;
    size_t n;
};
const struct engine_core *engine_cores(const struct engine *e, size_t *n);

/* What is already known, without asking: SAT_UNKNOWN where nothing decides it. */
enum sat_answer engine_known(struct engine *e, const uint64_t *conditions);

/* An empty set of conditions, for whoever makes a question: overwritten by the next call of this.
 */
uint64_t *engine_room(struct engine *e);

const struct instance *engine_instance(const struct engine *e);
const int *engine_fixed(const struct engine *e, size_t *n);
struct sat_cost engine_cost(const struct engine *e);

/* The conditions of one group, as bits. */
const uint64_t *engine_group(const struct engine *e, size_t group);

/* The conditions of these groups, into `conditions`, which is cleared first. */
void engine_conditions(const struct engine *e, const uint64_t *groups, uint64_t *conditions);

static inline bool
engine_value(const struct engine *e, int var)
{
    return bits_has(engine_model(e)->values, (size_t)var);
}
