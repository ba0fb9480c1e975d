/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The first line is a Content-Type, the rest a body: fields are UTF-8, files are pieces of
 * the body, in their order, and few.
 */
#include "form_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void
check_files(const struct http_files *f, struct slice body)
{
    const uint8_t *behind = body.p;
    form_check_must(f->n <= HTTP_FILES_MAX);
    for (size_t i = 0; i < f->n; i++) {
        struct slice octets = f->v[i].octets, name = f->v[i].name;
        form_check_must(utf8_valid(f->v[i].field) == f->v[i].field.n);
        form_check_must(name.n <= 200);
        form_check_must(octets.p >= behind && octets.p + octets.n <= body.p + body.n);
        behind = octets.p + octets.n;
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena a = {0};
    struct slice body = slice_of(data, n), type;
    struct http_pairs p = {0};
    struct http_files f = {0};
    struct err e = {0};
    (void)slice_cut(&body, '\n', &type);
    if (form_multipart(&p, &f, &a, type, body, &e)) {
        form_check_pairs(&p);
        check_files(&f, body);
        form_check_take(&a, &p, &f);
    } else {
        form_check_must(e.code != ERR_NONE && e.msg[0]);
    }
    arena_free(&a);
    return 0;
}
