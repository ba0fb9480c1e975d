/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The raw evidence: every octet sent and received, with times, one file for
 * each target and an index beside them.
 *
 * A file is JSON Lines, one exchange a line: what was asked, when, for how
 * long, the octets both ways in hexadecimal, how it ended, and the SHA-256 of
 * sent and received octets together. The index names each file with its
 * target, its number of exchanges and its SHA-256. Files appear under their
 * names when they are complete.
 *
 * A transcript that cannot be written does not stop the scan: the note on the
 * evidence then says so.
 */
#pragma once

#include "collect/tls_ask.h"
#include "crypto/crypto.h"

#include <stdio.h>

struct tls_transcript {
    FILE *f;
    char *path, *part; /* the file's name, and the one while it is written */
    struct slice name, target;
    struct crypto_digest *digest;
    size_t exchanges;
    uint8_t sha256[32];
    struct err failed;
};

struct tls_transcript_entry {
    struct slice label; /* what was asked, in words */
    int64_t wall_ns;    /* since 1970 */
    int64_t ns;         /* how long it took */
    struct slice sent, received;
    const struct tls_answer *answer;
};

/* Opens the file in `folder`, which must exist. `number` keeps equal names apart. */
void tls_transcript_begin(struct tls_transcript *t, struct arena *a, const char *folder,
                          struct slice target, size_t number);
void tls_transcript_add(struct tls_transcript *t, struct arena *a,
                        const struct tls_transcript_entry *entry);
void tls_transcript_end(struct tls_transcript *t);

/* "transcript NAME sha256:…", or what went wrong. After the end. */
struct slice tls_transcript_note(const struct tls_transcript *t, struct arena *a);

/* index.json in `folder`. */
MUST_USE bool tls_transcript_index(const struct tls_transcript *v, size_t n, const char *folder,
                                   struct err *e);
