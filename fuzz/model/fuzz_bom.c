/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any octets as evidence: what is read can be written, in both versions, and
 * reads back as the same.
 */
#include "model/bom.h"
#include "report/cyclonedx.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* Registries and vocabulary; loaded once, the fuzzer has one thread. */
static const struct catalog *
words(void)
{
    static struct arena arena;
    static struct catalog c;
    struct env env;
    struct err e = {0};
    if (c.nkinds)
        return &c;
    env_system(&env);
    if (!catalog_load_words(&c, &arena, &env, DATA_DIR, &e))
        abort();
    return &c;
}

static struct slice
write_bom(struct arena *a, const struct bom *bom, enum cyclonedx_spec spec)
{
    struct buf b;
    struct cyclonedx doc;
    struct arena scratch = {0};
    struct err e = {0};
    struct slice out;
    buf_init(&b, a, (size_t)1 << 28);
    cyclonedx_prepare(&doc, a, bom->targets, bom->n);
    if (!cyclonedx_write(&doc, &(struct cyclonedx_options){.spec = spec}, json_sink_buf, &b,
                         &scratch, &e) ||
        !buf_done(&b, &out, &e))
        abort();
    arena_free(&scratch);
    return out;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena a = {0};
    struct bom bom, again;
    struct err e = {0};
    if (bom_read(&bom, &a, words(), SL("f"), slice_of(data, n), &e)) {
        struct slice first = write_bom(&a, &bom, CYCLONEDX_1_7);
        if (!bom_read(&again, &a, words(), SL("f"), first, &e) || again.n != bom.n)
            abort();
        /* From our own file on, writing and reading change nothing any more. */
        struct slice second = write_bom(&a, &again, CYCLONEDX_1_7);
        if (!bom_read(&again, &a, words(), SL("f"), second, &e) ||
            !slice_eq(second, write_bom(&a, &again, CYCLONEDX_1_7)))
            abort();
        if (!bom_read(&again, &a, words(), SL("f"), write_bom(&a, &bom, CYCLONEDX_1_6), &e))
            abort();
    } else if (e.code == ERR_NONE || e.msg[0] == '\0') {
        abort();
    }
    arena_free(&a);
    return 0;
}
