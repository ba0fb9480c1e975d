/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Signed notes: a text with signature lines under it, and the verifier keys
 * that check them.
 *
 *     text, each line ended
 *                                            (an empty line)
 *     — example.com/log base64(id ‖ signature)
 *
 * We sign and verify Ed25519 (signature type 0x01) alone. Signatures by keys
 * that we were not given are carried along and mean nothing.
 *
 * Spec: C2SP signed-note v1.0.0. The private key is written as Go's note
 * package writes it, so that existing tools read ours and we theirs.
 */
#pragma once

#include "base/arena.h"
#include "base/err.h"
#include "crypto/crypto.h"

#define NOTE_MAX ((size_t)1 << 20) /* octets */
#define NOTE_SIGNATURES_MAX 64     /* the specification asks for at least 16 */
#define NOTE_NAME_MAX 255          /* octets of a key's name; our limit */
#define NOTE_ED25519 0x01          /* signature type */

/* Who signed: the public half. */
struct note_vkey {
    struct slice name;
    uint32_t id; /* first four octets of SHA-256(name ‖ 0x0A ‖ type ‖ public key) */
    uint8_t pub[CRYPTO_ED25519_PUBLIC];
};

/* Who signs. Kept for no longer than needed, then wiped (note_skey_wipe). */
struct note_skey {
    struct note_vkey vkey;
    uint8_t seed[CRYPTO_ED25519_SEED];
};

struct note_signature {
    struct slice name;
    uint32_t id;
    struct slice octets; /* behind the id; 64 for Ed25519 */
    struct slice base64; /* as it stood there */
};

struct note {
    struct slice text; /* with its last line end */
    struct note_signature *signatures;
    size_t n;
};

/* A name that may stand in a signature line: not empty, UTF-8, no white space, no plus. */
bool note_name_valid(struct slice name);

/* "name+hex(id)+base64(0x01 ‖ public key)", without a line end. ERR_UNSUPPORTED: another type. */
MUST_USE bool note_vkey_read(struct note_vkey *out, struct arena *a, struct slice text,
                             struct err *e);
struct slice note_vkey_write(struct arena *a, const struct note_vkey *k);
bool note_vkey_same(const struct note_vkey *x, const struct note_vkey *y);

/* "PRIVATE+KEY+name+hex(id)+base64(0x01 ‖ seed)", without a line end. */
MUST_USE bool note_skey_read(struct note_skey *out, struct arena *a, struct slice text,
                             struct err *e);
struct slice note_skey_write(struct arena *a, const struct note_skey *k);
/* Of 32 random octets. `name` is borrowed. */
void note_skey_make(struct note_skey *out, struct slice name,
                    const uint8_t seed[CRYPTO_ED25519_SEED]);
void note_skey_wipe(struct note_skey *k);

/* Pure and bounded; hostile input. Slices point into `text`, signatures are decoded in `a`. */
MUST_USE bool note_parse(struct note *out, struct arena *a, struct slice text, struct err *e);

enum note_trust {
    NOTE_UNKNOWN, /* no signature by a key that we know */
    NOTE_FORGED,  /* one by a key that we know (name and id) does not fit the text */
    NOTE_GOOD,    /* at least one fits, and none by a known key fails */
};

/* *by: which key (the first that fits, or the first that fails); may be null. */
enum note_trust note_verify(const struct note *note, const struct note_vkey *keys, size_t nkeys,
                            size_t *by);

/* The text (ends in a line end, no empty line at its start) with one signature line per key. */
MUST_USE bool note_sign(struct slice *out, struct arena *a, struct slice text,
                        const struct note_skey *keys, size_t nkeys, struct err *e);
