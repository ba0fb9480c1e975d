/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes BOMs of random evidence into a folder, for the official schema to
 * look at: cyclonedx_samples DIR
 */
#include "report/cyclonedx.h"
#include "support/random_evidence.h"
#include "support/words.h"

#include <stdio.h>
#include <stdlib.h>

#define SAMPLES 12

static bool
write_file(void *ctx, struct slice s)
{
    return fwrite(s.p, 1, s.n, ctx) == s.n;
}

static void
write_sample(const char *dir, const struct catalog *c, uint64_t seed, enum cyclonedx_spec spec)
{
    struct arena a = {0};
    struct cyclonedx doc;
    struct err e = {0};
    uint8_t uuid[16] = {(uint8_t)seed};
    char path[4096];
    snprintf(path, sizeof path, "%s/%u-%s.json", dir, (unsigned)seed,
             spec == CYCLONEDX_1_7 ? "1.7" : "1.6");
    FILE *f = fopen(path, "wb");
    struct cyclonedx_options o = {
        .spec = spec, .when = 1767225600, .uuid = uuid, .version = SL("1")};
    cyclonedx_prepare(&doc, &a, random_evidence(&a, c, seed, 1 + seed % 3), 1 + seed % 3);
    if (!f || !cyclonedx_write(&doc, &o, write_file, f, &a, &e) || fclose(f) != 0) {
        fprintf(stderr, "%s: %s\n", path, e.msg);
        exit(1);
    }
    arena_free(&a);
}

int
main(int argc, char **argv)
{
    struct arena a = {0};
    struct catalog c;
    if (argc != 2)
        return 2;
    words_load(&c, &a);
    for (uint64_t seed = 0; seed < SAMPLES; seed++) {
        write_sample(argv[1], &c, seed, CYCLONEDX_1_7);
        write_sample(argv[1], &c, seed, CYCLONEDX_1_6);
    }
    arena_free(&a);
    return 0;
}
