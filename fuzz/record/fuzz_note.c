/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any octets as a signed note: what is read is written again the same from its
 * parts; nothing is signed by a key that did not; an octet behind the text is
 * never part of it. The octets are tried as keys, too.
 */
#include "base/buf.h"
#include "record/note.h"
#include "text/utf8.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void
try_key(struct arena *a, struct slice text)
{
    struct note_vkey v;
    struct note_skey s;
    if (note_vkey_read(&v, a, text, NULL) &&
        (!slice_eq(note_vkey_write(a, &v), text) || !note_name_valid(v.name)))
        abort();
    if (note_skey_read(&s, a, text, NULL) && !slice_eq(note_skey_write(a, &s), text))
        abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static const uint8_t seed[CRYPTO_ED25519_SEED] = {1};
    struct arena a = {0};
    struct note note;
    struct note_skey key;
    struct err e = {0};
    struct slice text = slice_of(data, n), signed_note;
    try_key(&a, text);
    if (!note_parse(&note, &a, text, &e)) {
        if (e.code == ERR_NONE || e.msg[0] == '\0')
            abort();
        arena_free(&a);
        return 0;
    }
    struct buf b;
    buf_init(&b, &a, NOTE_MAX);
    buf_add(&b, note.text);
    buf_u8(&b, '\n');
    for (size_t i = 0; i < note.n; i++)
        buf_printf(&b, "\xe2\x80\x94 %.*s %.*s\n", SL_FMT(note.signatures[i].name),
                   SL_FMT(note.signatures[i].base64));
    if (!slice_eq(buf_slice(&b), text) || utf8_valid(text) != n)
        abort();
    note_skey_make(&key, note.signatures[0].name, seed);
    if (note_verify(&note, &key.vkey, 1, NULL) == NOTE_GOOD)
        abort();
    /* Signed again by us, it is ours. */
    if (note.text.n <= NOTE_MAX / 2 && (!note_sign(&signed_note, &a, note.text, &key, 1, NULL) ||
                                        !note_parse(&note, &a, signed_note, NULL) ||
                                        note_verify(&note, &key.vkey, 1, NULL) != NOTE_GOOD))
        abort();
    arena_free(&a);
    return 0;
}
