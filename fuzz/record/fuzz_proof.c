/* SPDX-License-Identifier: Apache-2.0 */
/* Any octets as a proof file: what is read is written again the same; it proves nothing to us. */
#include "record/proof.h"
#include "record/read.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena a = {0};
    struct proof p;
    struct record_kept kept;
    struct err e = {0};
    struct slice text = slice_of(data, n);
    if (proof_parse(&p, &a, text, &e)) {
        struct crypto_hasher *h = crypto_hasher_new();
        struct merkle_hash leaf = {{0}};
        if (!slice_eq(proof_write(&a, &p), text))
            abort();
        if (merkle_check_inclusion(h, &p.path, &leaf, p.index, p.checkpoint.size,
                                   &p.checkpoint.root) ||
            proof_check(&p, h, SL("leaf"), NULL, 0) != PROOF_UNKNOWN_KEY)
            abort();
        crypto_hasher_free(h);
        if (!record_kept_parse(&kept, &a, SL("f"), text, &e))
            abort();
    } else if (e.code == ERR_NONE || e.msg[0] == '\0') {
        abort();
    }
    arena_free(&a);
    return 0;
}
