/* SPDX-License-Identifier: Apache-2.0 */
#include "solve/shrink.h"

#include <assert.h>

/* Keep what the last core contains, in the same order. */
static size_t
keep_core(const struct engine *e, uint32_t *v, size_t n, uint64_t *set)
{
    const uint64_t *core = engine_core(e);
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        if (bits_has(core, v[i]))
            v[kept++] = v[i];
        else
            bits_clear(set, v[i]);
    }
    return kept;
}

enum sat_answer
shrink(struct engine *e, uint32_t *v, size_t *n, struct budget *b)
{
    uint64_t *set = engine_room(e);
    for (size_t i = 0; i < *n; i++)
        bits_set(set, v[i]);
    enum sat_answer answer = engine_ask_conditions(e, set, b);
    if (answer == SAT_NO)
        *n = keep_core(e, v, *n, set);
    size_t needed = 0; /* the first so many of v cannot be spared */
    while (answer == SAT_NO && needed < *n) {
        bits_clear(set, v[needed]);
        enum sat_answer without = engine_ask_conditions(e, set, b);
        if (without == SAT_UNKNOWN)
            answer = SAT_UNKNOWN;
        else if (without == SAT_NO)
            *n = keep_core(e, v, *n, set);
        else
            bits_set(set, v[needed++]);
    }
    if (answer != SAT_NO)
        return answer;
    answer = shrink_confirm(e, v, *n, b);
    assert(answer != SAT_YES && "a minimal conflict is none");
    return answer;
}

enum sat_answer
shrink_confirm(struct engine *e, const uint32_t *v, size_t n, struct budget *b)
{
    uint64_t *set = engine_room(e);
    for (size_t i = 0; i < n; i++)
        bits_set(set, v[i]);
    const struct engine_question all = {.conditions = set, .anew = true};
    enum sat_answer answer = engine_ask(e, &all, b);
    for (size_t i = 0; i < n && answer == SAT_NO; i++) {
        bits_clear(set, v[i]);
        enum sat_answer without = engine_ask_conditions(e, set, b);
        bits_set(set, v[i]);
        if (without != SAT_YES)
            answer = without == SAT_NO ? SAT_YES : SAT_UNKNOWN;
    }
    return answer;
}
