/* SPDX-License-Identifier: Apache-2.0 */
#include "text/nearest.h"

#include <ctype.h>

/* Costs are in halves, so that a wrong case counts one and any other change two. */
static unsigned
replace_cost(uint8_t a, uint8_t b)
{
    if (a == b)
        return 0;
    return tolower(a) == tolower(b) ? 1 : 2;
}

static unsigned
min_of(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* Optimal string alignment; both at most NEAREST_MAX octets. */
static unsigned
distance(struct slice a, struct slice b)
{
    unsigned rows[3][NEAREST_MAX + 1];
    unsigned *before = rows[0], *last = rows[1], *row = rows[2];
    for (unsigned j = 0; j <= b.n; j++)
        last[j] = before[j] = 2 * j;
    for (unsigned i = 1; i <= a.n; i++) {
        row[0] = 2 * i;
        for (unsigned j = 1; j <= b.n; j++) {
            unsigned d = last[j - 1] + replace_cost(a.p[i - 1], b.p[j - 1]);
            d = min_of(d, min_of(last[j], row[j - 1]) + 2);
            bool swapped = i > 1 && j > 1 && a.p[i - 1] == b.p[j - 2] && a.p[i - 2] == b.p[j - 1];
            row[j] = swapped ? min_of(d, before[j - 2] + 2) : d;
        }
        unsigned *spare = before;
        before = last;
        last = row;
        row = spare;
    }
    return last[b.n];
}

struct slice
nearest_name(struct slice name, const struct slice *candidates, size_t n)
{
    struct slice best = {0};
    if (name.n == 0 || name.n > NEAREST_MAX)
        return best;
    unsigned least = 2 * ((unsigned)name.n / 3 + 1) + 1;
    for (size_t i = 0; i < n; i++) {
        struct slice c = candidates[i];
        size_t gap = c.n > name.n ? c.n - name.n : name.n - c.n;
        if (c.n == 0 || c.n > NEAREST_MAX || 2 * gap >= least)
            continue;
        unsigned d = distance(name, c);
        if (d < least) {
            least = d;
            best = c;
        }
    }
    return best;
}
