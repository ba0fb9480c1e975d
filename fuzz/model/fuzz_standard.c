/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any octets as the file of a standard: loaded, linted, printed in its normal
 * form. Registries and vocabulary are the small ones of the unit tests.
 */
#include "model/catalog.h"
#include "report/catalog_json.h"
#include "report/catalog_text.h"
#include "unit/model/files.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void
print_all(struct arena *a, const struct catalog *c)
{
    struct buf b;
    struct printer p;
    struct json_write w;
    struct err e = {0};
    buf_init(&b, a, (size_t)1 << 24);
    printer_init(&p, &b, 80, false, true);
    standards_text(&p, c);
    for (size_t i = 0; i < c->nstandards; i++)
        standard_text(&p, &c->standards[i]);
    json_write_init(&w, json_sink_buf, &b);
    json_write_array(&w);
    for (size_t i = 0; i < c->nstandards; i++)
        standard_json(&w, &c->standards[i], a);
    json_write_end(&w);
    if (!json_write_done(&w, &e) && !b.full)
        abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct data_folder folder;
    struct arena a = {0};
    struct catalog c;
    struct problems problems = {0};
    struct err e = {0};
    if (n > 65536)
        return 0;
    data_folder_init(&folder);
    data_folder_put(&folder, "standards/XX/f.yaml", arena_str(&a, slice_of(data, n)));
    struct env env = data_folder_env(&folder);
    if (!catalog_lint(&c, &problems, &a, &env, "data", &e))
        abort(); /* the registries and the vocabulary always load */
    print_all(&a, &c);
    bool clean = problems.list.n == 0;
    e = (struct err){0};
    if (!catalog_load(&c, &a, &env, "data", &e) && clean)
        abort(); /* lint sees at least what loading sees */
    arena_free(&a);
    return 0;
}
