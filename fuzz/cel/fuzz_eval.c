/* SPDX-License-Identifier: Apache-2.0 */
/* The text is an expression over the variables of world.c. */
#include "world.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct err e = {0};
    if (n <= 4096 && !world_run(slice_of(data, n), &e))
        world_must(e.code != ERR_NONE && e.msg[0] != '\0');
    return 0;
}
