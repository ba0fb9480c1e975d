/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any octets as weights: what is read is within the limits for every regime.
 */
#include "cli/weights.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static const struct regime us = {.id = SL_INIT("US-FED"), .market = SL_INIT("US")};
    static const struct regime cn = {.id = SL_INIT("CN-SM"), .market = SL_INIT("CN")};
    static const struct regime *const regimes[] = {&us, &cn};
    struct arena a = {0};
    struct err e = {0};
    const int64_t *weights;
    if (weights_read(&weights, &a, SL("f"), slice_of(data, n), regimes, COUNT_OF(regimes), &e)) {
        for (size_t i = 0; i < COUNT_OF(regimes); i++)
            if (weights[i] < 1 || weights[i] > WEIGHT_MAX)
                abort();
    } else if (e.code == ERR_NONE || e.msg[0] == '\0') {
        abort();
    }
    arena_free(&a);
    return 0;
}
