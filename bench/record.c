/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The record alone, without the meaning of its leaves: publishing a million of
 * them, at once and the last ones singly, and reading them all again (signature, every hash, every
 * tile, canonical JSON, index). Beside each its floor: SHA-256 over the same octets, read from the
 * same files, and nothing else. Argument: leaves (default 1,000,000).
 */
#include "base/cleanup.h"
#include "record/publish.h"
#include "record/read.h"

#include <ftw.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

#define ROUNDS 3
#define SINGLE 2000 /* publications of one leaf each */

struct source {
    uint64_t size;
    char leaf[512];
};

static double
now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static bool
size(void *ctx, uint64_t *out, struct err *e UNUSED)
{
    *out = ((struct source *)ctx)->size;
    return true;
}

/* As long and as deep as a vote. */
static bool
leaf(void *ctx, uint64_t index, struct slice *out, struct err *e UNUSED)
{
    struct source *s = ctx;
    int n =
        snprintf(s->leaf, sizeof s->leaf,
                 "{\"at\":\"2026-11-24T01:02:03Z\",\"by\":{\"mandate\":\"m-%" PRIu64
                 "\",\"organisation\":\"o-12\",\"person\":\"p-3\"},\"data\":{\"ballot\":\"B-7\","
                 "\"choice\":\"yes\",\"reason\":\"sha256:0123456789abcdef0123456789abcdef"
                 "0123456789abcdef%016" PRIx64 "\"},\"index\":%" PRIu64
                 ",\"project\":\"P-7\",\"type\":\"vote.cast\",\"v\":1}",
                 index % 97, index * 0x9e3779b97f4a7c15, index);
    *out = slice_of(s->leaf, (size_t)n);
    return true;
}

static void
die(const struct err *e)
{
    fprintf(stderr, "bench record: %s\n", e->msg);
    exit(1); /* NOLINT(concurrency-mt-unsafe): one thread */
}

static int
remove_one(const char *path, const struct stat *st UNUSED, int type UNUSED, struct FTW *w UNUSED)
{
    return remove(path);
}

/* Octets of the leaves; the digest is made and thrown away. */
static uint64_t
floor_pass(const struct files *files, uint64_t leaves)
{
    AUTO_ARENA a = {0};
    struct err e;
    uint64_t octets = 0;
    uint8_t digest[32];
    struct crypto_hasher *h = crypto_hasher_new();
    (void)!arena_alloc(&a, 1, 1);
    struct arena_mark mark = arena_mark(&a);
    for (uint64_t n = 0; tile_width(TILE_ENTRIES, n, leaves) > 0; n++) {
        char path[TILE_PATH_MAX];
        enum files_state state;
        struct slice bundle, one;
        tile_path(path, (struct tile_id){TILE_ENTRIES, tile_width(TILE_ENTRIES, n, leaves), n});
        if (!files->get(files->ctx, &state, &bundle, &a, path, TILE_BUNDLE_MAX, &e))
            die(&e);
        for (; slice_vec16(&bundle, &one); octets += one.n)
            crypto_hasher_run(h, digest, one, (struct slice){0});
        arena_reset(&a, mark);
    }
    crypto_hasher_free(h);
    return octets;
}

static void
verify_pass(const struct files *files, const struct note_vkey *key, uint64_t leaves)
{
    AUTO_ARENA a = {0};
    struct err e;
    struct record_options o = {.files = files, .trusted = key};
    struct record_result *result = NEW(&a, struct record_result);
    if (!record_read(result, &a, &o, &e))
        die(&e);
    if (result->first.fault != RECORD_SOUND || result->leaves != leaves) {
        fprintf(stderr, "bench record: %.*s\n", SL_FMT(result->first.says));
        exit(1); /* NOLINT(concurrency-mt-unsafe): one thread */
    }
}

/* All leaves but the last SINGLE at once, then those one by one: seconds of each. */
static void
publish(double took[2], const char *dir, struct source *s, const struct note_skey *key)
{
    AUTO_ARENA a = {0};
    const struct record_source source = {s, size, leaf};
    struct record_publisher p;
    struct err e;
    uint64_t all = s->size;
    record_publisher_init(&p, &a, dir, &source);
    p.keys = &key->vkey;
    p.nkeys = 1;
    p.signer = key;
    double start = now();
    s->size = all > SINGLE ? all - SINGLE : 0;
    if (!record_publish(&p, &e))
        die(&e);
    double middle = now();
    while (s->size++ < all)
        if (!record_publish(&p, &e))
            die(&e);
    s->size = all;
    took[0] = middle - start;
    took[1] = now() - middle;
    record_publisher_done(&p);
}

int
main(int argc, char **argv)
{
    static const uint8_t seed[CRYPTO_ED25519_SEED] = {1};
    AUTO_ARENA a = {0};
    struct source s = {.size = argc > 1 ? strtoull(argv[1], NULL, 10) : 1000000};
    struct note_skey key;
    struct files files;
    struct err e;
    struct rusage usage;
    char dir[] = "bench-record-XXXXXX"; /* in the current folder: /tmp may be another disk */
    double verify = 1e9, bare = 1e9;
    uint64_t octets = 0;
    note_skey_make(&key, SL("bench.example/record"), seed);
    if (!mkdtemp(dir))
        return 1;
    double published[2];
    publish(published, dir, &s, &key);
    if (!files_open(&files, &a, dir, &e))
        die(&e);
    for (int i = 0; i < ROUNDS; i++) {
        double start = now();
        octets = floor_pass(&files, s.size);
        double middle = now();
        verify_pass(&files, &key.vkey, s.size);
        double end = now();
        bare = middle - start < bare ? middle - start : bare;
        verify = end - middle < verify ? end - middle : verify;
    }
    files_close(&files);
    nftw(dir, remove_one, 16, FTW_DEPTH | FTW_PHYS); /* NOLINT(concurrency-mt-unsafe): one thread */
    getrusage(RUSAGE_SELF, &usage);
    double n = (double)s.size;
    printf("record, %" PRIu64 " leaves of %.0f octets (the best of %d passes)\n", s.size,
           (double)octets / n, ROUNDS);
    printf("  publish, all at once        %9.0f leaves/s\n", (n - SINGLE) / published[0]);
    printf("  publish, one by one         %9.0f checkpoints/s\n", SINGLE / published[1]);
    printf("  SHA-256 of the leaves alone %9.0f leaves/s: the floor\n", n / bare);
    printf("  verify, structure alone     %9.0f leaves/s: %.2f times the floor's time; "
           "target with events >= 200000\n",
           n / verify, verify / bare);
    printf("  memory                      %9ld kB at most\n", usage.ru_maxrss);
    return 0;
}
