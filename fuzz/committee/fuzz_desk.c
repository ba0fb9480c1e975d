/* SPDX-License-Identifier: Apache-2.0 */
/* An organisation's desk: only the one form in which it is written is read. */
#include "committee/desk.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena a = {0};
    struct err e = {0};
    struct desk d;
    struct slice octets = slice_of(data, n), again;
    if (desk_read(&d, &a, octets, &e)) {
        if (!desk_write(&again, &a, &d, &e) || !slice_eq(octets, again))
            abort();
        size_t all = 0;
        for (uint64_t i = 1; i <= d.entries.n; i++)
            all += desk_entry(&d, i)->state == DESK_MERGED ? 0 : desk_consolidated(&d, &a, i);
        if (all > d.entries.n)
            abort();
    } else if (e.msg[0] == '\0') {
        abort();
    }
    arena_free(&a);
    return 0;
}
