/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The first line is a pattern, the rest a text. A pattern in a group of its own
 * must give the same answer.
 */
#include "base/buf.h"
#include "cel/regex.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* The group would become part of an open \Q. */
static bool
can_be_grouped(struct slice pattern)
{
    return slice_find(pattern, SL("\\Q")) == SIZE_MAX;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena a = {0};
    struct slice text = slice_of(data, n), pattern = {0};
    const struct cel_regex *re, *grouped;
    struct err e = {0};
    (void)slice_cut(&text, '\n', &pattern);
    if (cel_regex_compile(&re, &a, pattern, &e)) {
        bool yes = cel_regex_match(re, text, &a);
        struct buf b;
        buf_init(&b, &a, n + 16);
        buf_str(&b, "(?:");
        buf_add(&b, pattern);
        buf_str(&b, ")");
        if (can_be_grouped(pattern) && cel_regex_compile(&grouped, &a, buf_slice(&b), &e) &&
            cel_regex_match(grouped, text, &a) != yes)
            abort();
    } else if (e.code == ERR_NONE || e.msg[0] == '\0') {
        abort(); /* a failure without a reason */
    }
    arena_free(&a);
    return 0;
}
