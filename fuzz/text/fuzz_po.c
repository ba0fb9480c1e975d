/* SPDX-License-Identifier: Apache-2.0 */
/* A catalogue; what it has is found again, and reading it twice says the same. */
#include "text/po.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena a = {0};
    struct po po = {0};
    struct err e = {0};
    if (po_read(&po, &a, SL("f.po"), slice_of(data, n), &e)) {
        size_t had = po.n;
        if (po.by_id.n != had || !po_read(&po, &a, SL("f.po"), slice_of(data, n), &e) ||
            po.n != had)
            abort();
        for (size_t i = 0; i < po.by_id.n; i++) {
            struct slice key = po.by_id.v[i].key, none = {0};
            if (!slice_eq(po_get(&po, none, key), *(struct slice *)po.by_id.v[i].value))
                abort();
        }
    }
    arena_free(&a);
    return 0;
}
