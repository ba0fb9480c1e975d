/* SPDX-License-Identifier: Apache-2.0 */
#include "record/number.h"

bool
number_read(uint64_t *out, struct slice text)
{
    if (text.n == 0 || text.n > 20 || (text.n > 1 && text.p[0] == '0'))
        return false;
    uint64_t v = 0;
    for (size_t i = 0; i < text.n; i++) {
        uint8_t c = text.p[i];
        if (c < '0' || c > '9' || __builtin_mul_overflow(v, (uint64_t)10, &v) ||
            __builtin_add_overflow(v, (uint64_t)(c - '0'), &v))
            return false;
    }
    *out = v;
    return true;
}
