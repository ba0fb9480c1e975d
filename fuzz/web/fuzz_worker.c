/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a worker that went over to the other side may say: the first octet is its exit status, the
 * rest its answer.
 */
#include "form_check.h"

#include "web/worker.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct err e = {0};
    if (n == 0)
        return 0;
    bool ok = worker_hear(slice_of(data + 1, n - 1), data[0], &e);
    form_check_must(ok == (e.code == ERR_NONE));
    form_check_must(!ok || data[0] == 0);
    form_check_must(ok || e.msg[0]);
    return 0;
}
