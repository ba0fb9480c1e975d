/* SPDX-License-Identifier: Apache-2.0 */
#include "support/bureau.h"

#include "support/cases.h"
#include <stdio.h>

static void
works(void **state)
{
    (void)state;
    struct bureau b;
    bureau_make(&b, 3);
    struct slice p = bureau_project(&b);
    const char *id = arena_str(&b.arena, p);
    bureau_act(&b, 2, "comment.filed", id, bureau_comment(&b.arena, 7));
    bureau_act(&b, 0, "ballot.opened", id, "{}");
    bureau_act(&b, 2, "vote.cast", id, bureau_vote(&b.arena, "b-1", 1));
    struct err e = {0};
    if (!bureau_reopen(&b, &e))
        fail_msg("%s", e.msg);
    for (size_t i = 0; i < b.notes.n; i++)
        fprintf(stderr, "note: %.*s\n", SL_FMT(b.notes.v[i]));
    bureau_done(&b);
}

int
main(void)
{
    CASES_TEST(works);
    return cases_run("office");
}
