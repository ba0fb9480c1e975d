/* SPDX-License-Identifier: Apache-2.0 */
/* Which declared name a misspelt one may have meant: edit distance, swaps counted as one. */
#include "cel/check.h"

#define NAME_MAX_OCTETS 64

static size_t
least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Damerau-Levenshtein over octets (optimal string alignment). */
static size_t
distance(struct slice a, struct slice b)
{
    size_t row[3][NAME_MAX_OCTETS + 1];
    for (size_t j = 0; j <= b.n; j++)
        row[0][j] = j;
    for (size_t i = 1; i <= a.n; i++) {
        size_t *now = row[i % 3];
        const size_t *before = row[(i + 2) % 3], *earlier = row[(i + 1) % 3];
        now[0] = i;
        for (size_t j = 1; j <= b.n; j++) {
            bool same = a.p[i - 1] == b.p[j - 1];
            now[j] = least(before[j - 1] + !same, least(before[j], now[j - 1]) + 1);
            if (i > 1 && j > 1 && a.p[i - 1] == b.p[j - 2] && a.p[i - 2] == b.p[j - 1])
                now[j] = least(now[j], earlier[j - 2] + 1);
        }
    }
    return row[a.n % 3][b.n];
}

struct slice
check_nearest(struct slice name, const struct slice *names, size_t n)
{
    struct slice best = {0};
    if (name.n > NAME_MAX_OCTETS)
        return best;
    size_t bound = name.n / 3 + 1; /* more than a third different is another word */
    for (size_t i = n > 10000 ? 10000 : n;
         i-- > 0;) { /* of two as near, the host's, declared last */
        if (names[i].n > NAME_MAX_OCTETS)
            continue;
        size_t d = distance(name, names[i]);
        if (d < bound) {
            bound = d;
            best = names[i];
        }
    }
    return best;
}
