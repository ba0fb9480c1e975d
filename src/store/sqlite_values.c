/* SPDX-License-Identifier: Apache-2.0 */
/* Values by key: objects by digest, private ones by owner and name, small ones by name. */
#include "store/sqlite_parts.h"

static bool
small_enough(struct slice value, struct err *e)
{
    return value.n <= STORE_OBJECT_MAX ||
           err_set(e, ERR_LIMIT, "%zu octets to be kept in one piece, at most %zu", value.n,
                   STORE_OBJECT_MAX);
}

/* The first column of at most one row. */
static bool
one_value(struct slice *out, bool *there, struct arena *a, struct db_stmt *st, struct err *e)
{
    enum db_step step = db_step(st, e);
    *there = step == DB_ROW;
    *out = *there ? arena_dup(a, db_octets(st, 0)) : (struct slice){0};
    db_reset(st);
    return step != DB_FAILED;
}

/* --- objects -------------------------------------------------------------------------------- */

bool
sqlite_object_put(struct store *store, const uint8_t digest[STORE_HASH], struct slice octets,
                  bool open, struct err *e)
{
    struct db_stmt *st;
    if (!small_enough(octets, e) || !sqlite_use(&st, sqlite_of(store), Q_OBJECT_PUT, e))
        return false;
    db_bind_blob(st, 1, slice_of(digest, STORE_HASH));
    db_bind_int(st, 2, open);
    db_bind_blob(st, 3, octets);
    return db_run(st, e);
}

bool
sqlite_object_get(struct store *store, const uint8_t digest[STORE_HASH], struct slice *out,
                  bool *there, struct arena *a, struct err *e)
{
    struct db_stmt *st;
    if (!sqlite_use(&st, sqlite_of(store), Q_OBJECT_GET, e))
        return false;
    db_bind_blob(st, 1, slice_of(digest, STORE_HASH));
    return one_value(out, there, a, st, e);
}

bool
sqlite_object_open(struct store *store, const uint8_t digest[STORE_HASH], bool *open, struct err *e)
{
    struct db_stmt *st;
    if (!sqlite_use(&st, sqlite_of(store), Q_OBJECT_OPEN, e))
        return false;
    db_bind_blob(st, 1, slice_of(digest, STORE_HASH));
    enum db_step step = db_step(st, e);
    *open = step == DB_ROW && db_int(st, 0) != 0;
    db_reset(st);
    return step != DB_FAILED;
}

bool
sqlite_object_forget(struct store *store, const uint8_t digest[STORE_HASH], struct err *e)
{
    struct sqlite *s = sqlite_of(store);
    struct db_stmt *st;
    if (!sqlite_use(&st, s, Q_OBJECT_FORGET, e))
        return false;
    db_bind_blob(st, 1, slice_of(digest, STORE_HASH));
    s->forgot = true;
    return db_run(st, e);
}

bool
sqlite_object_each(struct store *store, uint64_t after, store_object_visit visit, void *ctx,
                   struct err *e)
{
    struct db_stmt *st;
    if (!sqlite_use(&st, sqlite_of(store), Q_OBJECT_EACH, e))
        return false;
    db_bind_int(st, 1, (int64_t)after);
    enum db_step step;
    while ((step = db_step(st, e)) == DB_ROW) {
        struct slice digest = db_octets(st, 1);
        struct store_object o = {(uint64_t)db_int(st, 0), digest.p, db_octets(st, 2),
                                 db_int(st, 3) != 0};
        if (digest.n != STORE_HASH)
            err_set(e, ERR_INPUT, "an object is damaged: its digest has %zu octets", digest.n);
        if (digest.n != STORE_HASH || !visit(ctx, &o, e)) {
            step = DB_FAILED;
            break;
        }
    }
    db_reset(st);
    return step == DB_DONE;
}

/* --- private values ------------------------------------------------------------------------- */

static bool
private_key(struct db_stmt **st, struct sqlite *s, enum sqlite_statement q, struct slice owner,
            struct slice name, struct err *e)
{
    if (owner.n > STORE_KEY_MAX || name.n > STORE_KEY_MAX)
        return err_set(e, ERR_LIMIT, "a name of more than %d octets", STORE_KEY_MAX);
    if (!sqlite_use(st, s, q, e))
        return false;
    db_bind_blob(*st, 1, owner);
    db_bind_blob(*st, 2, name);
    return true;
}

bool
sqlite_private_put(struct store *store, struct slice owner, struct slice name, struct slice value,
                   struct err *e)
{
    struct db_stmt *st;
    if (!small_enough(value, e) ||
        !private_key(&st, sqlite_of(store), Q_PRIVATE_PUT, owner, name, e))
        return false;
    db_bind_blob(st, 3, value);
    return db_run(st, e);
}

bool
sqlite_private_get(struct store *store, struct slice owner, struct slice name, struct slice *out,
                   bool *there, struct arena *a, struct err *e)
{
    struct db_stmt *st;
    return private_key(&st, sqlite_of(store), Q_PRIVATE_GET, owner, name, e) &&
           one_value(out, there, a, st, e);
}

bool
sqlite_private_forget(struct store *store, struct slice owner, struct slice name, struct err *e)
{
    struct sqlite *s = sqlite_of(store);
    struct db_stmt *st;
    s->forgot = true;
    return private_key(&st, s, Q_PRIVATE_FORGET, owner, name, e) && db_run(st, e);
}

bool
sqlite_private_each(struct store *store, struct slice owner, struct slice prefix,
                    store_private_visit visit, void *ctx, struct err *e)
{
    struct db_stmt *st;
    if (!private_key(&st, sqlite_of(store), Q_PRIVATE_EACH, owner, prefix, e))
        return false;
    enum db_step step;
    while ((step = db_step(st, e)) == DB_ROW) {
        struct slice name = db_octets(st, 0);
        if (!slice_has_prefix(name, prefix)) {
            step = DB_DONE; /* in order: the rest has another beginning, too */
            break;
        }
        if (!visit(ctx, name, db_octets(st, 1), e)) {
            step = DB_FAILED;
            break;
        }
    }
    db_reset(st);
    return step == DB_DONE;
}

/* --- small values --------------------------------------------------------------------------- */

bool
sqlite_meta_get(struct store *store, const char *name, struct slice *out, struct arena *a,
                struct err *e)
{
    struct db_stmt *st;
    bool there;
    if (!sqlite_use(&st, sqlite_of(store), Q_META_GET, e))
        return false;
    db_bind_text(st, 1, slice_str(name));
    return one_value(out, &there, a, st, e);
}

bool
sqlite_meta_put(struct store *store, const char *name, struct slice value, struct err *e)
{
    struct db_stmt *st;
    if (!sqlite_use(&st, sqlite_of(store), Q_META_PUT, e))
        return false;
    db_bind_text(st, 1, slice_str(name));
    db_bind_blob(st, 2, value);
    return db_run(st, e);
}
