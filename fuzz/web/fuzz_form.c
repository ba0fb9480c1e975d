/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any octets as a query or form: bounded, UTF-8; written again by our own encoder it reads the
 * same; a route takes of it what fits.
 */
#include "form_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void
round_trip(struct arena *a, const struct http_pairs *p)
{
    struct buf b;
    struct http_pairs again = {0};
    buf_init(&b, a, (size_t)64 << 20);
    for (size_t i = 0; i < p->n; i++) {
        buf_str(&b, i ? "&" : "");
        buf_add(&b, http_encode(a, p->v[i].name));
        buf_str(&b, "=");
        buf_add(&b, http_encode(a, p->v[i].value));
    }
    form_check_must(form_urlencoded(&again, a, buf_slice(&b), NULL) && again.n == p->n);
    for (size_t i = 0; i < p->n; i++)
        form_check_must(slice_eq(again.v[i].name, p->v[i].name) &&
                        slice_eq(again.v[i].value, p->v[i].value));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena a = {0};
    struct http_pairs p = {0};
    struct err e = {0};
    if (form_urlencoded(&p, &a, slice_of(data, n), &e)) {
        form_check_pairs(&p);
        round_trip(&a, &p);
        form_check_take(&a, &p, &(struct http_files){0});
    } else {
        form_check_must(e.code != ERR_NONE && e.msg[0]);
    }
    arena_free(&a);
    return 0;
}
