/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any octets as a checkpoint: what is read begins with exactly the three lines
 * that its values give.
 */
#include "record/checkpoint.h"
#include "text/base64.h"

#include <inttypes.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena a = {0};
    struct checkpoint c;
    struct err e = {0};
    struct slice text = slice_of(data, n);
    if (checkpoint_parse(&c, &a, text, &e)) {
        struct slice root = base64_encode(&a, slice_of(c.root.b, MERKLE_HASH));
        struct slice lines =
            arena_printf(&a, "%.*s\n%" PRIu64 "\n%.*s\n", SL_FMT(c.origin), c.size, SL_FMT(root));
        if (!slice_has_prefix(text, lines) || c.origin.n == 0 || c.note.n == 0)
            abort();
        if (checkpoint_verify(&c, NULL, 0, NULL) != NOTE_UNKNOWN)
            abort();
    } else if (e.code == ERR_NONE || e.msg[0] == '\0') {
        abort();
    }
    arena_free(&a);
    return 0;
}
