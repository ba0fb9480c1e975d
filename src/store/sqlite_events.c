/* SPDX-License-Identifier: Apache-2.0 */
/* Events and the callers' keys: added, never changed. */
#include "store/sqlite_parts.h"

#include <inttypes.h>

bool
sqlite_size(struct store *store, uint64_t *out, struct err *e)
{
    struct db_stmt *st;
    if (!sqlite_use(&st, sqlite_of(store), Q_SIZE, e))
        return false;
    bool ok = db_step(st, e) == DB_ROW;
    if (ok)
        *out = (uint64_t)db_int(st, 0);
    db_reset(st);
    return ok;
}

bool
sqlite_append(struct store *store, const struct store_event *ev, struct err *e)
{
    struct sqlite *s = sqlite_of(store);
    struct db_stmt *st;
    if (ev->once.n > STORE_KEY_MAX)
        return err_set(e, ERR_LIMIT, "the act's key has %zu octets, at most %d", ev->once.n,
                       STORE_KEY_MAX);
    if (!sqlite_use(&st, s, Q_APPEND, e))
        return false;
    db_bind_int(st, 1, (int64_t)ev->index);
    db_bind_text(st, 2, ev->project);
    db_bind_blob(st, 3, ev->octets);
    db_bind_blob(st, 4, slice_of(ev->hash, sizeof ev->hash));
    if (!db_run(st, e))
        return false;
    if (ev->once.n == 0)
        return true;
    if (!sqlite_use(&st, s, Q_ONCE_PUT, e))
        return false;
    db_bind_blob(st, 1, ev->once);
    db_bind_int(st, 2, (int64_t)ev->index);
    return db_run(st, e);
}

bool
sqlite_once(struct store *store, struct slice key, uint64_t *index, struct err *e)
{
    struct db_stmt *st;
    if (!sqlite_use(&st, sqlite_of(store), Q_ONCE_GET, e))
        return false;
    db_bind_blob(st, 1, key);
    enum db_step step = db_step(st, e);
    *index = step == DB_ROW ? (uint64_t)db_int(st, 0) : STORE_NONE;
    db_reset(st);
    return step != DB_FAILED;
}

static bool
event_of(struct store_event *out, struct db_stmt *st, struct err *e)
{
    struct slice hash = db_octets(st, 2);
    *out = (struct store_event){
        .index = (uint64_t)db_int(st, 0), .octets = db_octets(st, 1), .project = db_octets(st, 3)};
    if (hash.n != sizeof out->hash)
        return err_set(e, ERR_INPUT, "event %" PRIu64 " is damaged: its hash has %zu octets",
                       out->index, hash.n);
    memcpy(out->hash, hash.p, sizeof out->hash);
    return true;
}

bool
sqlite_event(struct store *store, uint64_t index, struct store_event *out, struct arena *a,
             struct err *e)
{
    struct db_stmt *st;
    if (!sqlite_use(&st, sqlite_of(store), Q_EVENT, e))
        return false;
    db_bind_int(st, 1, (int64_t)index);
    enum db_step step = db_step(st, e);
    if (step == DB_DONE)
        err_set(e, ERR_INPUT, "there is no event %" PRIu64, index);
    bool ok = step == DB_ROW && event_of(out, st, e);
    if (ok) {
        out->octets = arena_dup(a, out->octets);
        out->project = arena_dup(a, out->project);
    }
    db_reset(st);
    return ok;
}

bool
sqlite_each(struct store *store, uint64_t from, uint64_t to, const struct slice *project,
            store_visit visit, void *ctx, struct err *e)
{
    struct sqlite *s = sqlite_of(store);
    struct db_stmt *st;
    if (!sqlite_use(&st, s, project ? Q_EACH_OF : Q_EACH_ALL, e))
        return false;
    db_bind_int(st, 1, (int64_t)from);
    db_bind_int(st, 2, to > INT64_MAX ? INT64_MAX : (int64_t)to);
    if (project)
        db_bind_text(st, 3, *project);
    struct store_event ev;
    enum db_step step;
    while ((step = db_step(st, e)) == DB_ROW)
        if (!event_of(&ev, st, e) || !visit(ctx, &ev, e)) {
            step = DB_FAILED;
            break;
        }
    db_reset(st);
    return step == DB_DONE;
}
