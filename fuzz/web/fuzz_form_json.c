/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any octets as a JSON body: the same fields as of a form, or a fault that says what.
 */
#include "form_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena a = {0};
    struct http_pairs p = {0};
    struct err e = {0};
    if (form_json(&p, &a, slice_of(data, n), &e)) {
        form_check_pairs(&p);
        form_check_take(&a, &p, &(struct http_files){0});
    } else {
        form_check_must(e.code != ERR_NONE && e.msg[0]);
    }
    arena_free(&a);
    return 0;
}
