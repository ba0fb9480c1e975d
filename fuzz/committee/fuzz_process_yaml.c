/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any octets as a process: refused with a place, or whole: it can be linted, written as JSON, and
 * read from that as the same.
 */
#include "committee/process.h"
#include "text/json_canonical.h"

#include <stdlib.h>

#define OCTETS_MAX ((size_t)1 << 22)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static struct slice
octets(struct arena *a, const struct process *p)
{
    struct json_node n;
    struct slice out;
    process_to_json(&n, a, p);
    if (!json_canonical(&out, a, &n, OCTETS_MAX, NULL))
        abort();
    return out;
}

static void
look_at(struct arena *a, const struct process *p)
{
    struct slices says;
    struct process twice;
    struct json_node n;
    struct err e = {0};
    struct slice once = octets(a, p);
    process_lint(&says, a, p);
    (void)process_verified(p);
    if (!json_canonical_read(&n, a, once, &e) || !process_from_json(&twice, a, &n, &e))
        abort();
    if (!slice_eq(once, octets(a, &twice)))
        abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena a = {0};
    struct process p;
    struct err e = {0};
    if (n <= 65536) {
        if (process_from_yaml(&p, &a, SL("f"), slice_of(data, n), &e))
            look_at(&a, &p);
        else if (e.code == ERR_NONE || e.msg[0] == '\0')
            abort();
    }
    arena_free(&a);
    return 0;
}
