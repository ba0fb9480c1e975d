/* SPDX-License-Identifier: Apache-2.0 */
#include "record/checkpoint.h"

#include "record/number.h"
#include "text/base64.h"

#include <inttypes.h>

bool
checkpoint_parse(struct checkpoint *out, struct arena *a, struct slice text, struct err *e)
{
    *out = (struct checkpoint){0};
    if (text.n > CHECKPOINT_MAX)
        return err_set(e, ERR_LIMIT, "a checkpoint of %zu octets, we accept %zu", text.n,
                       CHECKPOINT_MAX);
    if (!note_parse(&out->note, a, text, e))
        return false;
    struct slice lines = out->note.text, size = {0}, root = {0}, octets, more;
    slice_cut(&lines, '\n', &out->origin);
    slice_cut(&lines, '\n', &size);
    slice_cut(&lines, '\n', &root);
    if (out->origin.n == 0)
        return err_set(e, ERR_INPUT, "not a checkpoint: its first line, the origin, is empty");
    if (!number_read(&out->size, size))
        return err_set(e, ERR_INPUT, "not a checkpoint: its second line is no number of leaves");
    if (!base64_decode(&octets, a, root) || octets.n != MERKLE_HASH)
        return err_set(e, ERR_INPUT, "not a checkpoint: its third line is no SHA-256 in Base64");
    while (slice_cut(&lines, '\n', &more))
        if (more.n == 0)
            return err_set(e, ERR_INPUT, "not a checkpoint: an empty line inside its text");
    memcpy(out->root.b, octets.p, MERKLE_HASH);
    return true;
}

enum note_trust
checkpoint_verify(const struct checkpoint *c, const struct note_vkey *keys, size_t nkeys,
                  size_t *by)
{
    enum note_trust trust = NOTE_UNKNOWN;
    for (size_t k = 0; k < nkeys; k++) {
        if (!slice_eq(keys[k].name, c->origin))
            continue;
        enum note_trust one = note_verify(&c->note, &keys[k], 1, NULL);
        if (by && one != NOTE_UNKNOWN && (one == NOTE_FORGED || trust == NOTE_UNKNOWN))
            *by = k;
        if (one == NOTE_FORGED)
            return NOTE_FORGED;
        if (one == NOTE_GOOD)
            trust = NOTE_GOOD;
    }
    return trust;
}

bool
checkpoint_sign(struct slice *out, struct arena *a, uint64_t size, const struct merkle_hash *root,
                const struct note_skey *key, struct err *e)
{
    struct slice base64 = base64_encode(a, slice_of(root->b, MERKLE_HASH));
    struct slice text =
        arena_printf(a, "%.*s\n%" PRIu64 "\n%.*s\n", SL_FMT(key->vkey.name), size, SL_FMT(base64));
    return note_sign(out, a, text, key, 1, e);
}
