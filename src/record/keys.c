/* SPDX-License-Identifier: Apache-2.0 */
#include "record/keys.h"

#include "base/cleanup.h"
#include "text/base64.h"
#include "text/json_build.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>

#define KEY_FILE_MAX 1024 /* octets: a name of 255 and a little */
#define ROTATION_MARK "comity.key-rotation/v1\n"

bool
keys_make(struct note_skey *out, const struct env *env, struct slice name, struct err *e)
{
    if (!note_name_valid(name))
        return err_set(e, ERR_INPUT,
                       "\"%.*s\" cannot name a record: at most %d octets, no spaces "
                       "and no \"+\", such as standards.example.org/committee",
                       SL_FMT(slice_sub(name, 0, 80)), NOTE_NAME_MAX);
    uint8_t seed[CRYPTO_ED25519_SEED];
    env->random(env->ctx, seed, sizeof seed);
    note_skey_make(out, name, seed);
    crypto_wipe(seed, sizeof seed);
    return true;
}

/* --- files --- */

static bool
path_of(char *out, size_t size, const char *dir, const char *file, struct err *e)
{
    int n = snprintf(out, size, "%s/%s", dir, file);
    if (n < 0 || (size_t)n >= size)
        return err_set(e, ERR_LIMIT, "the path of the folder is too long: %.80s…", dir);
    return true;
}

static bool
write_all(int fd, struct slice s)
{
    while (s.n > 0) {
        ssize_t n = write(fd, s.p, s.n);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        s = slice_sub(s, (size_t)n, s.n);
    }
    return true;
}

/* The folder's entry is synced, too: a key that is gone after a loss of power is gone for good. */
static bool
sync_dir(const char *dir, struct err *e)
{
    AUTO_FD fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return (fd >= 0 && fsync(fd) == 0) || err_sys(e, "sync %s", dir);
}

bool
keys_save(const char *dir, const char *file, const struct note_skey *key, struct err *e)
{
    char path[4096];
    if (!path_of(path, sizeof path, dir, file, e))
        return false;
    AUTO_FD fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0 && errno == EEXIST)
        return err_set(e, ERR_INPUT, "%s is there already: a key is never written over", path);
    if (fd < 0)
        return err_sys(e, "create %s", path);
    AUTO_ARENA a = {0};
    struct slice line = note_skey_write(&a, key), text = arena_printf(&a, "%.*s\n", SL_FMT(line));
    bool ok = write_all(fd, text) && fsync(fd) == 0;
    if (!ok) {
        err_sys(e, "write %s", path);
        unlink(path);
        return false;
    }
    return sync_dir(dir, e);
}

bool
keys_discard(const char *dir, const char *file, struct err *e)
{
    char path[4096];
    if (!path_of(path, sizeof path, dir, file, e))
        return false;
    if (unlink(path) != 0 && errno != ENOENT)
        return err_sys(e, "remove %s", path);
    return true;
}

/* Absent is no fault: fd is -1 then. */
static bool
open_key(int *fd, const char *path, struct err *e)
{
    *fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (*fd < 0)
        return errno == ENOENT || err_sys(e, "open %s", path);
    struct stat st;
    if (fstat(*fd, &st) != 0)
        return err_sys(e, "stat %s", path);
    if (!S_ISREG(st.st_mode))
        return err_set(e, ERR_INPUT, "%s is no regular file", path);
    if (st.st_mode & 077)
        return err_set(e, ERR_INPUT,
                       "%s can be read or written by others than its owner (mode %04o). Whoever "
                       "read it can sign this record: chmod 600, and replace the key",
                       path, (unsigned)(st.st_mode & 07777));
    return true;
}

static bool
load(struct note_skey *out, bool *there, struct arena *a, const char *dir, const char *file,
     struct err *e)
{
    char path[4096], text[KEY_FILE_MAX];
    AUTO_FD fd = -1;
    if (!path_of(path, sizeof path, dir, file, e) || !open_key(&fd, path, e))
        return false;
    *there = fd >= 0;
    if (!*there)
        return true;
    ssize_t n = read(fd, text, sizeof text);
    if (n < 0)
        return err_sys(e, "read %s", path);
    bool ok = n < KEY_FILE_MAX;
    if (!ok)
        err_set(e, ERR_INPUT, "%s is too large to be a key", path);
    else if (!note_skey_read(out, a, slice_trim(slice_of(text, (size_t)n)), e))
        ok = err_in(e, "%s", path);
    else
        out->vkey.name = arena_dup(a, out->vkey.name);
    crypto_wipe(text, sizeof text);
    return ok;
}

bool
keys_load(struct note_skey *out, struct arena *a, const char *dir, const char *file, struct err *e)
{
    bool there = false;
    if (!load(out, &there, a, dir, file, e))
        return false;
    return there ||
           err_set(e, ERR_INPUT, "%s/%s is not there: without it nothing can be signed", dir, file);
}

bool
keys_settle(struct note_skey *out, struct arena *a, const char *dir, const struct note_vkey *vkey,
            struct err *e)
{
    bool there = false;
    if (!load(out, &there, a, dir, KEYS_FILE, e))
        return false;
    if (there && note_vkey_same(&out->vkey, vkey))
        return true;
    if (!load(out, &there, a, dir, KEYS_NEXT_FILE, e))
        return false;
    if (there && note_vkey_same(&out->vkey, vkey)) {
        char from[4096], to[4096];
        if (!path_of(from, sizeof from, dir, KEYS_NEXT_FILE, e) ||
            !path_of(to, sizeof to, dir, KEYS_FILE, e))
            return false;
        if (rename(from, to) != 0 && errno != ENOENT)
            return err_sys(e, "rename %s", from);
        return sync_dir(dir, e);
    }
    /* Another process may have changed the files between our two looks. */
    if (!load(out, &there, a, dir, KEYS_FILE, e))
        return false;
    if (there && note_vkey_same(&out->vkey, vkey))
        return true;
    note_skey_wipe(out);
    return err_set(e, ERR_INPUT,
                   "%s holds no private key of %.*s+%08x, which signs this record: put it back "
                   "from a backup",
                   dir, SL_FMT(vkey->name), vkey->id);
}

/* --- rotation --- */

/* What both keys sign. */
static struct slice
rotation_text(struct arena *a, struct slice old, struct slice fresh)
{
    return arena_printf(a, ROTATION_MARK "%.*s\n%.*s\n", SL_FMT(old), SL_FMT(fresh));
}

static void
put_signature(struct arena *a, struct json_node *data, const char *key, const struct note_skey *by,
              struct slice text)
{
    uint8_t signature[CRYPTO_ED25519_SIGNATURE];
    crypto_ed25519_sign(signature, by->seed, text);
    json_put_text(a, data, key, base64_encode(a, slice_of(signature, sizeof signature)));
}

bool
keys_rotation(struct json_node **data, struct arena *a, const struct note_skey *old,
              const struct note_skey *fresh, struct err *e)
{
    if (!slice_eq(old->vkey.name, fresh->vkey.name))
        return err_set(e, ERR_INPUT, "a new key of a record keeps its name, %.*s",
                       SL_FMT(old->vkey.name));
    if (note_vkey_same(&old->vkey, &fresh->vkey))
        return err_set(e, ERR_INPUT, "the new key is the old one");
    struct slice from = note_vkey_write(a, &old->vkey), to = note_vkey_write(a, &fresh->vkey);
    struct slice text = rotation_text(a, from, to);
    *data = json_new_object(a);
    put_signature(a, *data, "accepted", fresh, text);
    json_put_text(a, *data, "new", to);
    json_put_text(a, *data, "old", from);
    put_signature(a, *data, "signature", old, text);
    return true;
}

static bool
signed_by(const struct note_vkey *k, struct arena *a, const struct json_node *data,
          const char *member, struct slice text)
{
    struct slice octets;
    return base64_decode(&octets, a, json_text(json_get(data, member))) &&
           crypto_ed25519_verify(k->pub, text, octets);
}

bool
keys_follow(struct note_vkey *fresh, struct arena *a, const struct json_node *data,
            const struct note_vkey *old, struct err *e)
{
    struct slice from = json_text(json_get(data, "old")), to = json_text(json_get(data, "new"));
    if (!slice_eq(from, note_vkey_write(a, old)))
        return err_set(e, ERR_INPUT,
                       "a new key is named in place of one that does not sign this "
                       "record at that leaf");
    if (!note_vkey_read(fresh, a, arena_dup(a, to), e))
        return err_in(e, "the new key");
    if (!slice_eq(fresh->name, old->name))
        return err_set(e, ERR_INPUT, "the new key bears another name than the record");
    struct slice text = rotation_text(a, from, to);
    if (!signed_by(old, a, data, "signature", text))
        return err_set(e, ERR_INPUT, "the new key is not signed by the one before it");
    if (!signed_by(fresh, a, data, "accepted", text))
        return err_set(e, ERR_INPUT, "the new key has not signed that it takes over");
    return true;
}
