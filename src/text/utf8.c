/* SPDX-License-Identifier: Apache-2.0 */
#include "text/utf8.h"

/* RFC 3629, section 4: what the first octet allows the second to be. */
static const struct {
    uint8_t first, last; /* of the first octet */
    uint8_t low, high;   /* of the second */
    size_t n;
} forms[] = {
    {0xc2, 0xdf, 0x80, 0xbf, 2}, {0xe0, 0xe0, 0xa0, 0xbf, 3}, {0xe1, 0xec, 0x80, 0xbf, 3},
    {0xed, 0xed, 0x80, 0x9f, 3}, {0xee, 0xef, 0x80, 0xbf, 3}, {0xf0, 0xf0, 0x90, 0xbf, 4},
    {0xf1, 0xf3, 0x80, 0xbf, 4}, {0xf4, 0xf4, 0x80, 0x8f, 4},
};

size_t
utf8_next(struct slice s)
{
    if (s.n == 0)
        return 0;
    if (s.p[0] < 0x80)
        return 1;
    for (size_t i = 0; i < COUNT_OF(forms); i++) {
        if (s.p[0] < forms[i].first || s.p[0] > forms[i].last)
            continue;
        if (s.n < forms[i].n || s.p[1] < forms[i].low || s.p[1] > forms[i].high)
            return 0;
        for (size_t k = 2; k < forms[i].n; k++)
            if ((s.p[k] & 0xc0) != 0x80)
                return 0;
        return forms[i].n;
    }
    return 0;
}

size_t
utf8_valid(struct slice s)
{
    size_t at = 0;
    while (at < s.n) {
        uint64_t eight;
        if (s.n - at >= 8) {
            memcpy(&eight, s.p + at, 8);
            if ((eight & 0x8080808080808080) == 0) { /* ASCII alone */
                at += 8;
                continue;
            }
        }
        size_t n = utf8_next(slice_sub(s, at, s.n));
        if (n == 0)
            break;
        at += n;
    }
    return at;
}
