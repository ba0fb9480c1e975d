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

static void
sum_event(struct row_sum *sum, const struct store_event *ev)
{
    struct row_hash h;
    row_hash_begin(&h);
    row_hash_int(&h, (int64_t)ev->index);
    row_hash_octets(&h, ev->project);
    row_hash_octets(&h, ev->octets);
    row_hash_octets(&h, slice_of(ev->hash, sizeof ev->hash));
    row_sum_add(sum, &h);
}

bool
sqlite_append(struct store *store, const struct store_event *ev, struct err *e)
{
    struct sqlite *s = sqlite_of(store);
    struct db_stmt *st;
    if (ev->once.n > STORE_KEY_MAX)
        return err_set(e, ERR_LIMIT, "the act's key has %zu octets, at most %d", ev->once.n,
                       STORE_KEY_MAX);
    if (!sqlite_sum_ready(s, &s->events, SQLITE_EVENTS, e) || !sqlite_use(&st, s, Q_APPEND, e))
        return false;
    db_bind_int(st, 1, (int64_t)ev->index);
    db_bind_text(st, 2, ev->project);
    db_bind_blob(st, 3, ev->octets);
    db_bind_blob(st, 4, slice_of(ev->hash, sizeof ev->hash));
    if (!db_run(st, e))
        return false;
    sum_event(&s->events.sum, ev);
    s->events.changed = true;
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

/* --- as they were appended? ----------------------------------------------------------------- */

static bool
sum_visit(void *ctx, const struct store_event *ev, struct err *e UNUSED)
{
    sum_event(ctx, ev);
    return true;
}

static bool
sum_scan(struct row_sum *out, struct store *store, struct err *e)
{
    *out = (struct row_sum){0};
    return sqlite_each(store, 0, STORE_NONE, NULL, sum_visit, out, e);
}

bool
sqlite_events_sound(struct store *store, bool *sound, struct slice *why, struct arena *a,
                    struct err *e)
{
    struct sqlite *s = sqlite_of(store);
    struct row_sum kept, found;
    bool there, outside = !db_in_transaction(s->db);
    if (outside && !store->ops->begin_read(store, e))
        return false;
    bool ok = sqlite_sum_get(&kept, &there, s, SQLITE_EVENTS, e) && sum_scan(&found, store, e);
    if (outside)
        store->ops->rollback(store);
    if (!ok)
        return false;
    *sound = there && row_sum_eq(&kept, &found);
    if (!there)
        *why = SL("the checksum of the events is gone");
    else if (!*sound && kept.n != found.n)
        *why = arena_printf(a, "%" PRIu64 " events were appended, there are %" PRIu64, kept.n,
                            found.n);
    else if (!*sound)
        *why = SL("an event is not the one that was appended");
    return true;
}

bool
sqlite_events_seal(struct store *store, struct err *e)
{
    struct sqlite *s = sqlite_of(store);
    struct row_sum sum;
    if (!sum_scan(&sum, store, e))
        return false;
    s->events = (struct sqlite_sum){sum, true, true};
    return true;
}
