/* SPDX-License-Identifier: Apache-2.0 */
#include "web/accept.h"

/* "q=0.8" in thousandths; 1000 where there is none. */
static unsigned
weight(struct slice parameters)
{
    struct slice one;
    while (slice_cut(&parameters, ';', &one)) {
        one = slice_trim(one);
        if (one.n < 3 || (one.p[0] | 0x20) != 'q' || one.p[1] != '=')
            continue;
        unsigned q = one.p[2] == '1' ? 1000 : 0, unit = 100;
        for (size_t i = 4; i < one.n && i < 7 && q < 1000; i++, unit /= 10)
            q += one.p[i] >= '0' && one.p[i] <= '9' ? (unsigned)(one.p[i] - '0') * unit : 0;
        return q;
    }
    return 1000;
}

bool
accept_json(struct slice accept)
{
    unsigned json = 0, html = 0;
    struct slice one;
    while (slice_cut(&accept, ',', &one)) {
        struct slice range, rest = one;
        (void)slice_cut(&rest, ';', &range);
        range = slice_trim(range);
        unsigned q = weight(rest);
        if (slice_eq_str(range, "application/json") || slice_eq_str(range, "application/*"))
            json = q > json ? q : json;
        if (slice_eq_str(range, "text/html") || slice_eq_str(range, "text/*") ||
            slice_eq_str(range, "application/xhtml+xml"))
            html = q > html ? q : html;
    }
    return json > html;
}
