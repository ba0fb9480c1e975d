/* SPDX-License-Identifier: Apache-2.0 */
#include "model/verdict.h"

const char *
verdict_name(enum verdict v)
{
    static const char *const names[] = {
        [VERDICT_PASS] = "pass",
        [VERDICT_FAIL] = "fail",
        [VERDICT_UNKNOWN] = "unknown",
        [VERDICT_NOT_APPLICABLE] = "not applicable",
        [VERDICT_CANNOT_CHECK] = "cannot be checked",
    };
    return names[v];
}
