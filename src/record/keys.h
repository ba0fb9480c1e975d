/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The keys that sign a record: made, kept in a file that nobody else may read,
 * and replaced in a way that a verifier can follow.
 *
 * A folder holds `log.key` (one line, note_skey_write) and, while a rotation is
 * under way, `log.key.next`.
 *
 * Rotation: the old key signs a statement that names the new one, and the new
 * one signs it, too. The event key.rotated carries it in its data:
 *
 *     {"accepted":"base64","new":"<vkey>","old":"<vkey>","signature":"base64"}
 *
 * The text that both sign is not in the event; it follows from it:
 *
 *     comity.key-rotation/v1
 *     <old vkey>
 *     <new vkey>
 *
 * Its second line is no number, so that it can never be taken for a checkpoint.
 * Both keys bear the log's origin as their name. Who trusts the old key follows
 * such events to the one that signs today; checkpoints that the old key signs
 * past the leaf of its rotation are refused (record/read.h).
 */
#pragma once

#include "base/env.h"
#include "record/note.h"
#include "text/json.h"

#define KEYS_FILE "log.key"
#define KEYS_NEXT_FILE "log.key.next"
#define KEYS_EVENT "key.rotated"

/* A new key from env's randomness. `name` (the log's origin) is borrowed. */
MUST_USE bool keys_make(struct note_skey *out, const struct env *env, struct slice name,
                        struct err *e);

/* Creates dir/file with mode 0600 and syncs it; refuses to write over one that is there. */
MUST_USE bool keys_save(const char *dir, const char *file, const struct note_skey *key,
                        struct err *e);

/* A key that no event names: that of a rotation which came to nothing. Only under the write lock.
 */
MUST_USE bool keys_discard(const char *dir, const char *file, struct err *e);

/* ERR_INPUT where group or others may read or write the file, or it is no key. */
MUST_USE bool keys_load(struct note_skey *out, struct arena *a, const char *dir, const char *file,
                        struct err *e);

/*
 * The key whose public half is `vkey`, the last one that the log names. Where
 * that is the one in log.key.next (we stopped between the event and the change
 * of files), the files are changed now. ERR_INPUT where neither is it.
 */
MUST_USE bool keys_settle(struct note_skey *out, struct arena *a, const char *dir,
                          const struct note_vkey *vkey, struct err *e);

/* The data of the event key.rotated, from `a`. */
MUST_USE bool keys_rotation(struct json_node **data, struct arena *a, const struct note_skey *old,
                            const struct note_skey *fresh, struct err *e);

/* Checks both signatures of such data: *fresh is who signs from here on, given that `old` did. */
MUST_USE bool keys_follow(struct note_vkey *fresh, struct arena *a, const struct json_node *data,
                          const struct note_vkey *old, struct err *e);
