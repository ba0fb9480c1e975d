/* SPDX-License-Identifier: Apache-2.0 */
/* A new key signs from here on (record/keys.h). */
#include "office/office_parts.h"

/*
 * Under the write lock. A key that waits in the folder and that no event names is of a
 * rotation that came to nothing: another takes its place.
 */
static bool
rotation(void *ctx UNUSED, const struct json_node **out, struct arena *a, struct office *o,
         struct err *e)
{
    struct office_private *p = o->private_;
    struct note_skey fresh;
    struct json_node *data;
    if (!keys_discard(p->keys_dir, KEYS_NEXT_FILE, e) ||
        !keys_make(&fresh, o->env, p->signer.vkey.name, e))
        return false;
    bool ok = keys_save(p->keys_dir, KEYS_NEXT_FILE, &fresh, e) &&
              keys_rotation(&data, a, &p->signer, &fresh, e);
    note_skey_wipe(&fresh);
    if (ok)
        *out = data;
    return ok;
}

bool
office_rotate_key(struct office_done *out, struct arena *a, struct office *o,
                  const struct actor *by, struct err *e)
{
    struct office_request r = {.type = SL("key.rotated"), .by = *by};
    struct office_prepare p = {.data = rotation};
    return office_act_with(out, a, o, &r, &p, e);
}
