/* SPDX-License-Identifier: Apache-2.0 */
/* The folder: made, opened, closed. */
#include "office/office.h"

#include "base/cleanup.h"
#include "office/copy.h"
#include "office/office_parts.h"
#include "store/sqlite.h"
#include "text/json_build.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

bool
office_path(char out[OFFICE_PATH_MAX], const char *dir, const char *name, struct err *e)
{
    int n = snprintf(out, OFFICE_PATH_MAX, "%s/%s", dir, name);
    return (n > 0 && n < OFFICE_PATH_MAX) ||
           err_set(e, ERR_LIMIT, "the path of the folder is too long: %.80s…", dir);
}

/* --- opening -------------------------------------------------------------------------------- */

static bool
paths(struct office_private *p, const char *dir, struct err *e)
{
    return office_path(p->db, dir, OFFICE_DB, e) && office_path(p->record, dir, OFFICE_RECORD, e) &&
           office_path(p->keys_dir, dir, OFFICE_KEYS, e);
}

/* Everything but the store. */
static bool
begin(struct office *o, const char *dir, const struct env *env, struct err *e)
{
    *o = (struct office){.env = env};
    o->private_ = calloc(1, sizeof *o->private_);
    if (!o->private_)
        abort(); /* as base/arena.c */
    o->dir = arena_str(&o->arena, slice_str(dir));
    committee_init(&o->committee, &o->private_->committee);
    o->private_->hasher = crypto_hasher_new();
    if (!paths(o->private_, dir, e))
        return false;
    office_publisher_init(o);
    return true;
}

/* What cannot be settled now is mended at the next start. */
static void
settle_quietly(struct office *o)
{
    struct err none = {0};
    bool ok = !o->private_->unsettled || office_settle(o, &none);
    /* An act keeps what was signed before it; of the last one nobody else would. */
    ok = ok && o->private_->publisher.mark.size > o->private_->kept;
    if (ok && o->store->ops->begin_write(o->store, &none)) {
        if (office_keep_mark(o, &none))
            (void)o->store->ops->commit(o->store, &none);
        o->store->ops->rollback(o->store);
    }
}

void
office_close(struct office *o)
{
    if (o->store && o->private_)
        settle_quietly(o);
    if (o->store)
        o->store->ops->close(o->store);
    if (o->private_) {
        office_forget_states(o);
        arena_free(&o->private_->committee);
        office_publisher_done(o);
        crypto_hasher_free(o->private_->hasher);
        free(o->private_);
    }
    arena_free(&o->arena);
    *o = (struct office){0};
}

/* A key that others may read is no key. */
static bool
keys_private(const char *dir, struct err *e)
{
    struct stat st;
    if (stat(dir, &st) < 0)
        return errno == ENOENT || err_sys(e, "%s", dir); /* a copy without keys: read only */
    return (st.st_mode & 077) == 0 ||
           err_set(e, ERR_INPUT,
                   "%s may be entered by others (mode %03o): chmod 700 it, and think of a new key "
                   "(comity committee key rotate)",
                   dir, (unsigned)st.st_mode & 0777);
}

static struct sqlite_options
store_options(const struct office *o)
{
    return (struct sqlite_options){
        .path = o->private_->db, .tables = row_tables, .ntables = COUNT_OF(row_tables)};
}

bool
office_open(struct office *o, const char *dir, const struct env *env, struct slices *notes,
            struct err *e)
{
    return office_open_wait(o, dir, env, 0, notes, e);
}

bool
office_open_wait(struct office *o, const char *dir, const struct env *env, unsigned wait_ms,
                 struct slices *notes, struct err *e)
{
    *notes = (struct slices){0};
    bool ok = begin(o, dir, env, e) && keys_private(o->private_->keys_dir, e);
    if (ok) {
        struct sqlite_options s = store_options(o);
        s.wait_ms = wait_ms;
        ok = store_sqlite_open(&o->store, &s, e) && office_mend(o, notes, e);
    }
    if (!ok)
        office_close(o);
    return ok;
}

/* --- making --------------------------------------------------------------------------------- */

static bool
make_dir(const char *path, mode_t mode, struct err *e)
{
    return mkdir(path, mode) == 0 || err_sys(e, "%s", path);
}

static bool
dir_empty(const char *path, struct err *e)
{
    DIR *dir = opendir(path);
    if (!dir)
        return err_sys(e, "%s", path);
    bool empty = true;
    const struct dirent *entry;
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): nobody else has this stream (readdir(3)) */
    while ((entry = readdir(dir)))
        empty = empty && (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0);
    closedir(dir);
    return empty || err_set(e, ERR_INPUT, "%s is not empty: a committee takes a new folder", path);
}

/* A new folder, or an empty one that is there. */
static bool
take_dir(const char *dir, struct err *e)
{
    if (mkdir(dir, 0755) == 0)
        return true;
    if (errno != EEXIST)
        return err_sys(e, "%s", dir);
    return dir_empty(dir, e);
}

static bool
make_parts(const char *dir, struct err *e)
{
    char sub[OFFICE_PATH_MAX];
    return office_path(sub, dir, OFFICE_RECORD, e) && make_dir(sub, 0755, e) &&
           office_path(sub, dir, OFFICE_KEYS, e) && make_dir(sub, 0700, e);
}

/* The founding act, with the key that was made for it. */
static bool
found(struct office *o, const struct json_node *founding, const struct office_object *objects,
      size_t nobjects, struct err *e)
{
    AUTO_ARENA a = {0};
    struct note_skey key;
    struct slice name = json_text(json_get(founding, "record"));
    if (!keys_make(&key, o->env, name, e))
        return false;
    bool ok = keys_save(o->private_->keys_dir, KEYS_FILE, &key, e);
    struct json_node *data = json_copy(&a, founding);
    json_put_text(&a, data, "key", note_vkey_write(&a, &key.vkey));
    note_skey_wipe(&key);
    struct office_request r = {
        .type = SL("committee.opened"),
        .by = {.organisation = SL("o-1"), .person = SL("p-1"), .mandate = SL("m-1")},
        .data = data,
        .objects = objects,
        .nobjects = nobjects,
    };
    struct office_done done;
    if (!ok || !office_act(&done, &a, o, &r, e))
        return false;
    if (done.answer == OFFICE_REFUSED)
        return err_set(e, ERR_INPUT, "%.*s: %.*s", SL_FMT(done.refusal.rule),
                       SL_FMT(done.refusal.en));
    return done.warning.n == 0 || err_set(e, ERR_SYSTEM, "%.*s", SL_FMT(done.warning));
}

bool
office_create(const char *dir, const struct env *env, const struct json_node *founding,
              const struct office_object *objects, size_t nobjects, struct err *e)
{
    struct office o = {0};
    if (!take_dir(dir, e))
        return false;
    bool ok = make_parts(dir, e) && begin(&o, dir, env, e);
    if (ok) {
        struct sqlite_options s = store_options(&o);
        ok = store_sqlite_create(&o.store, &s, e) && found(&o, founding, objects, nobjects, e);
    }
    office_close(&o);
    ok = ok && copy_sync(dir, e);
    if (!ok)
        copy_remove(dir); /* all of it was made a moment ago */
    return ok;
}

/* --- objects -------------------------------------------------------------------------------- */

/* Of a digit that was checked. */
static unsigned
hex_digit(uint8_t c)
{
    return (unsigned)(c <= '9' ? c - '0' : c - 'a' + 10);
}

static bool
digest_read(uint8_t out[32], struct slice digest, struct err *e)
{
    if (!digest_valid(digest))
        return err_set(e, ERR_INPUT, "not a digest (\"sha256:\" and 64 digits): %.*s",
                       SL_FMT(slice_sub(digest, 0, 80)));
    const uint8_t *p = digest.p + (DIGEST_SIZE - 64);
    for (size_t i = 0; i < 32; i++)
        out[i] = (uint8_t)(hex_digit(p[2 * i]) << 4 | hex_digit(p[2 * i + 1]));
    return true;
}

bool
office_object(struct slice *out, bool *there, struct arena *a, struct office *o,
              struct slice digest, struct err *e)
{
    uint8_t d[32], found_[32];
    if (!digest_read(d, digest, e) || !o->store->ops->object_get(o->store, d, out, there, a, e))
        return false;
    if (!*there)
        return true;
    crypto_hash(found_, CRYPTO_SHA256, *out);
    return memcmp(d, found_, sizeof d) == 0 ||
           err_set(e, ERR_INPUT, "object %.*s in the database is damaged", SL_FMT(digest));
}

bool
office_object_open(bool *open, struct office *o, struct slice digest, struct err *e)
{
    uint8_t d[32];
    return digest_read(d, digest, e) && o->store->ops->object_open(o->store, d, open, e);
}

bool
office_forget(struct office *o, struct slice digest, struct err *e)
{
    const struct store_ops *ops = o->store->ops;
    uint8_t d[32];
    if (!digest_read(d, digest, e) || !ops->begin_write(o->store, e))
        return false;
    if (ops->object_forget(o->store, d, e) && ops->commit(o->store, e))
        return record_object_remove(o->private_->record, d, e);
    ops->rollback(o->store);
    return false;
}
