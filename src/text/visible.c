/* SPDX-License-Identifier: Apache-2.0 */
#include "text/visible.h"

#include "text/utf8.h"

#include <stdio.h>

static uint32_t
code_point(struct slice c)
{
    static const uint8_t head[] = {0, 0x7f, 0x1f, 0x0f, 0x07};
    uint32_t v = c.p[0] & head[c.n];
    for (size_t i = 1; i < c.n; i++)
        v = v << 6 | (c.p[i] & 0x3f);
    return v;
}

static bool
steers(uint32_t c)
{
    static const struct {
        uint32_t first, last;
    } ranges[] = {
        {0x00, 0x1f},     {0x7f, 0x9f},     {0x061c, 0x061c},
        {0x200e, 0x200f}, {0x2028, 0x202e}, {0x2066, 0x2069},
    };
    for (size_t i = 0; i < COUNT_OF(ranges); i++)
        if (c >= ranges[i].first && c <= ranges[i].last)
            return true;
    return false;
}

struct slice
visible_next(struct slice *s, char room[VISIBLE_ROOM])
{
    size_t n = utf8_next(*s);
    struct slice c = slice_sub(*s, 0, n ? n : 1);
    uint32_t code = n ? code_point(c) : c.p[0];
    *s = slice_sub(*s, c.n, s->n);
    if (n && !steers(code))
        return c;
    int w = snprintf(room, VISIBLE_ROOM, c.n > 1 ? "\\u%04X" : "\\x%02X", code & 0xffff);
    return slice_of(room, (size_t)w);
}
