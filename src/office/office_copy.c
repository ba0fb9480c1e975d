/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Backup and restore. Both write aside (TO.partial) and put the folder in place in one step,
 * so that half a copy is never taken for a whole one.
 *
 * The record is copied first, under its lock, the database after it: a copy may hold
 * events that its record does not show yet, as after a crash, and never the reverse.
 */
#include "office/office_parts.h"

#include "base/cleanup.h"
#include "office/copy.h"
#include "office/folds.h"
#include "office/verify.h"
#include "record/put.h"
#include "store/sqlite.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <sys/stat.h>

#define ASIDE ".partial"

/* --- put in place --------------------------------------------------------------------------- */

static bool
aside(char out[OFFICE_PATH_MAX], const char *to, struct err *e)
{
    size_t n = strlen(to);
    while (n > 1 && to[n - 1] == '/')
        n--;
    int w = snprintf(out, OFFICE_PATH_MAX, "%.*s" ASIDE, (int)n, to);
    if (w <= 0 || w >= OFFICE_PATH_MAX)
        return err_set(e, ERR_LIMIT, "the path is too long: %.80s…", to);
    struct stat st;
    if (lstat(out, &st) == 0)
        return err_set(e, ERR_INPUT,
                       "%s is there: of a copy that was interrupted, or that runs now; remove it "
                       "where none runs",
                       out);
    if (lstat(to, &st) == 0 && !S_ISDIR(st.st_mode))
        return err_set(e, ERR_INPUT, "%s is no folder", to);
    if (mkdir(out, 0700) < 0)
        return err_sys(e, "%s", out);
    return true;
}

static bool
put_in_place(const char *from, const char *to, struct err *e)
{
    if (chmod(from, 0755) < 0 || !copy_sync(from, e))
        return err_sys(e, "%s", from);
    if (rename(from, to) == 0)
        return copy_sync(to, e);
    if (errno == ENOTEMPTY || errno == EEXIST)
        return err_set(e, ERR_INPUT, "%s is not empty: it takes a new folder", to);
    return err_sys(e, "%s", to);
}

/* --- backup --------------------------------------------------------------------------------- */

static bool
copy_record(const char *from, const char *to, struct err *e)
{
    AUTO_FD lock = -1;
    return put_lock(&lock, from, e) && copy_tree(from, to, 0755, e);
}

static bool
copy_keys(const char *from, const char *to, bool with, struct err *e)
{
    if (with)
        return copy_tree(from, to, 0700, e);
    return mkdir(to, 0700) == 0 || err_sys(e, "%s", to);
}

/* Looked at before and after, since a rotation between two copies parts database and keys. */
static bool
keys_count(size_t *out, struct office *o, struct err *e)
{
    const struct store_ops *ops = o->store->ops;
    bool ok = ops->begin_read(o->store, e) && office_catch_up(o, e) && office_follow_keys(o, e);
    ops->rollback(o->store);
    *out = o->committee.keys.n;
    return ok;
}

static bool
backup_into(struct office *o, const char *dir, bool with_keys, struct err *e)
{
    size_t before, after;
    char record[OFFICE_PATH_MAX], db[OFFICE_PATH_MAX], keys[OFFICE_PATH_MAX];
    return office_path(record, dir, OFFICE_RECORD, e) && office_path(db, dir, OFFICE_DB, e) &&
           office_path(keys, dir, OFFICE_KEYS, e) && keys_count(&before, o, e) &&
           copy_record(o->private_->record, record, e) && o->store->ops->backup(o->store, db, e) &&
           copy_keys(o->private_->keys_dir, keys, with_keys, e) && keys_count(&after, o, e) &&
           (before == after || !with_keys ||
            err_set(e, ERR_INPUT, "the key was replaced meanwhile: make the backup once more"));
}

bool
office_backup(struct office *o, const char *to, bool with_keys, struct err *e)
{
    char partial[OFFICE_PATH_MAX];
    if (!aside(partial, to, e))
        return false;
    bool ok = backup_into(o, partial, with_keys, e) && put_in_place(partial, to, e);
    if (!ok)
        copy_remove(partial);
    return ok;
}

/* --- restore -------------------------------------------------------------------------------- */

struct replay {
    struct crypto_hasher *hasher;
    struct folds folds;
    struct tile_edge *edge;
    uint64_t size;           /* of the record beside the database */
    struct merkle_hash root; /* of so many events */
};

/* Every event is one that the rules allow, and leads to the record's root. */
static bool
replay_visit(void *ctx, const struct store_event *in, struct err *e)
{
    struct replay *r = ctx;
    struct arena_mark mark = arena_mark(&r->folds.scratch);
    struct event ev;
    struct refusal no = {0};
    struct merkle_hash hash;
    if (!office_event_of(&ev, &r->folds.scratch, r->hasher, in, e))
        return false;
    if (!folds_decide(&r->folds, &r->folds.scratch, &ev, &no))
        return err_set(e, ERR_INPUT, "event %" PRIu64 " is not allowed by %.*s: %.*s", in->index,
                       SL_FMT(no.rule), SL_FMT(no.en));
    (void)folds_apply(&r->folds, &ev);
    memcpy(hash.b, in->hash, sizeof hash.b);
    (void)tile_edge_add(r->edge, r->hasher, &hash);
    if (r->edge->size == r->size)
        tile_edge_root(&r->root, r->hasher, r->edge);
    arena_reset(&r->folds.scratch, mark);
    return true;
}

static bool
object_visit(void *ctx UNUSED, const struct store_object *object, struct err *e)
{
    uint8_t digest[32];
    crypto_hash(digest, CRYPTO_SHA256, object->octets);
    return memcmp(digest, object->digest, sizeof digest) == 0 ||
           err_set(e, ERR_INPUT, "object %" PRIu64 " is not what its digest says", object->seq);
}

static bool
replay_store(struct replay *r, struct store *s, struct slice root, struct err *e)
{
    AUTO_ARENA a = {0};
    uint64_t size;
    if (!s->ops->size(s, &size, e) || !s->ops->each(s, 0, STORE_NONE, NULL, replay_visit, r, e) ||
        !s->ops->object_each(s, 0, object_visit, NULL, e))
        return false;
    if (size < r->size)
        return err_set(e, ERR_INPUT, "the record has %" PRIu64 " leaves, the database %" PRIu64,
                       r->size, size);
    return slice_eq(crypto_hex(&a, slice_of(r->root.b, sizeof r->root.b)), root) ||
           err_set(e, ERR_INPUT, "the database's events are not those of the record");
}

struct names {
    struct arena a;
    VEC(struct slice) v;
};

/*
 * What opens the portal's door must not come back with a copy: a session that was ended since, a
 * token that was revoked, an invitation that was used. The names are web/vault.h's.
 */
static bool
name_visit(void *ctx, struct slice name, struct slice value UNUSED, struct err *e UNUSED)
{
    struct names *n = ctx;
    vec_push(&n->a, &n->v, arena_dup(&n->a, name));
    return true;
}

static bool
close_doors(struct store *s, struct err *e)
{
    static const char *const keys[] = {"invitation/", "session/", "token/"};
    struct slice owner = SL("portal");
    struct names n = {0};
    bool ok = s->ops->begin_write(s, e);
    for (size_t i = 0; ok && i < COUNT_OF(keys); i++)
        ok = s->ops->private_each(s, owner, slice_str(keys[i]), name_visit, &n, e);
    for (size_t i = 0; ok && i < n.v.n; i++)
        ok = s->ops->private_forget(s, owner, n.v.v[i], e);
    ok = ok && s->ops->commit(s, e);
    s->ops->rollback(s);
    arena_free(&n.a);
    return ok;
}

static bool
check_store(uint64_t *entries, const char *dir, const struct verified *v, struct err *e)
{
    AUTO_ARENA a = {0};
    char db[OFFICE_PATH_MAX];
    struct store *s;
    struct sqlite_options o = {.path = db, .tables = row_tables, .ntables = COUNT_OF(row_tables)};
    if (!office_path(db, dir, OFFICE_DB, e) || !store_sqlite_open(&s, &o, e))
        return false;
    struct replay r = {
        .hasher = crypto_hasher_new(), .edge = NEW(&a, struct tile_edge), .size = v->leaves};
    folds_init(&r.folds);
    bool ok = replay_store(&r, s, v->root, e) && close_doors(s, e);
    *entries = r.folds.n;
    folds_free(&r.folds);
    crypto_hasher_free(r.hasher);
    s->ops->close(s);
    return ok;
}

static bool
check_copy(uint64_t *entries, const char *dir, const char *earlier, const struct env *env,
           struct err *e)
{
    AUTO_ARENA a = {0};
    char record[OFFICE_PATH_MAX];
    struct verified v;
    if (!office_path(record, dir, OFFICE_RECORD, e) ||
        !verify_record(&v, &a, env, &(struct verify_options){.where = record, .earlier = earlier},
                       e))
        return false;
    if (!v.sound)
        return err_set(e, ERR_INPUT, "its record does not verify (%.*s): %.*s", SL_FMT(v.kind),
                       SL_FMT(v.difference));
    return check_store(entries, dir, &v, e);
}

static bool
restore_into(const char *from, const char *dir, struct err *e)
{
    char source[OFFICE_PATH_MAX], target[OFFICE_PATH_MAX];
    static const struct {
        const char *name;
        mode_t mask;
    } parts[] = {{OFFICE_RECORD, 0755}, {OFFICE_KEYS, 0700}};
    for (size_t i = 0; i < COUNT_OF(parts); i++)
        if (!office_path(source, from, parts[i].name, e) ||
            !office_path(target, dir, parts[i].name, e) ||
            !copy_tree(source, target, parts[i].mask, e))
            return false;
    if (!office_path(source, from, OFFICE_DB, e) || !office_path(target, dir, OFFICE_DB, e) ||
        !copy_file(source, target, 0600, e))
        return false;
    /* Of a folder that was copied as it stood: what its database has not taken in yet. */
    if (!office_path(source, from, OFFICE_DB "-wal", e) ||
        !office_path(target, dir, OFFICE_DB "-wal", e))
        return false;
    return access(source, F_OK) < 0 || copy_file(source, target, 0600, e);
}

bool
office_restore(uint64_t *entries, const char *from, const char *to, const char *earlier,
               const struct env *env, struct err *e)
{
    char partial[OFFICE_PATH_MAX];
    if (!aside(partial, to, e))
        return false;
    bool ok = restore_into(from, partial, e) && check_copy(entries, partial, earlier, env, e);
    if (!ok)
        (void)err_in(e, "%s", from);
    ok = ok && put_in_place(partial, to, e);
    if (!ok)
        copy_remove(partial);
    return ok;
}
