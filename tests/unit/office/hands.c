/* SPDX-License-Identifier: Apache-2.0 */
#include "hands.h"

#include "support/cases.h"

#include <sqlite3.h>
#include <stdio.h>

void
must(bool ok, const struct err *e)
{
    if (!ok)
        fail_msg("%s", e->msg);
}

void
by_hand(const struct bureau *b, const char *sql)
{
    char path[4096];
    sqlite3 *h;
    char *why = NULL;
    snprintf(path, sizeof path, "%s/comity.db", b->dir);
    assert_int_equal(sqlite3_open(path, &h), SQLITE_OK);
    if (sqlite3_exec(h, sql, NULL, NULL, &why) != SQLITE_OK)
        fail_msg("%s: %s", sql, why);
    sqlite3_close(h);
}

char *
in_dir(const struct bureau *b, const char *name)
{
    return arena_str(&case_arena, arena_printf(&case_arena, "%s/%s", b->dir, name));
}

void
verified_at(struct verified *v, struct bureau *b, const char *dir, const char *earlier)
{
    struct err e = {0};
    char *where = arena_str(&case_arena, arena_printf(&case_arena, "%s/record", dir));
    must(verify_record(v, &case_arena, &b->env,
                       &(struct verify_options){.where = where, .earlier = earlier}, &e),
         &e);
}

void
is_sound(struct bureau *b)
{
    struct verified v;
    verified_at(&v, b, b->dir, NULL);
    if (!v.sound)
        fail_msg("%.*s: %.*s", SL_FMT(v.kind), SL_FMT(v.difference));
    assert_int_equal(v.leaves, b->office.seen);
}

/* A committee with a project, three comments and two votes in it. */
const char *
busy(struct bureau *b)
{
    bureau_make(b, 3);
    const char *id = arena_str(&b->arena, bureau_project(b));
    for (uint64_t i = 0; i < 3; i++)
        bureau_act(b, 1 + i, "comment.filed", id, bureau_comment(&b->arena, i));
    bureau_act(b, 0, "ballot.opened", id, "{}");
    bureau_act(b, 1, "vote.cast", id, bureau_vote(&b->arena, "b-1", 0));
    bureau_act(b, 2, "vote.cast", id, bureau_vote(&b->arena, "b-1", 3));
    return id;
}

void
reopened(struct bureau *b)
{
    struct err e = {0};
    must(bureau_reopen(b, &e), &e);
}
