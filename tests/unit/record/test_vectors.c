/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The public vectors: transparency-dev/merkle's proofs, and the log of fifteen
 * leaves that transparency-dev/tessera keeps, with every checkpoint it signed
 * and every partial tile. Read from $COMITY_SHARED_DATA/tlog or
 * SOURCE-ROOT/../shared/data/tlog; skipped (77), saying so, where absent.
 */
#include "base/env.h"
#include "base/vec.h"
#include "record/checkpoint.h"
#include "record/files.h"
#include "record/publish.h"
#include "record/read.h"
#include "record/tile.h"
#include "support/cases.h"
#include "text/base64.h"
#include "text/json.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* testdata/build_log.sh of the repository names both halves. */
#define TESSERA_VKEY \
    "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx"
#define TESSERA_SKEY \
    "PRIVATE+KEY+example.com/log/testdata+33d7b496+AeymY/SZAX0jZcJ8enZ5FY1Dz+wTML2yWSkK+9DSF3eg"
#define TESSERA_SIZE 15

static const char *shared;
static struct arena kept; /* outlives the rows */
static struct crypto_hasher *hasher;

struct vector {
    const char *path;
    bool consistency;
};

static VEC(struct vector) vectors;

/*
 * Where we answer otherwise than the vector asks, by choice. Nobody can hand us a root that is no
 * SHA-256: a hash of another length is refused where it is read, before any proof is looked at.
 */
static const struct choice {
    const char *end; /* of the path */
    const char *why;
} choices[] = {
    {"additional/sizes-are-equal-one-and-proof-is-empty.json",
     "its roots are texts of 12 octets, equal to each other: no SHA-256, so refused"},
};

static bool
decode(struct merkle_hash *out, const struct json_node *n)
{
    struct slice octets;
    if (!base64_decode(&octets, &case_arena, json_text(n)) || octets.n != MERKLE_HASH)
        return false;
    memcpy(out->b, octets.p, MERKLE_HASH);
    return true;
}

static bool
decode_proof(struct merkle_proof *out, const struct json_node *list)
{
    *out = (struct merkle_proof){0};
    for (size_t i = 0; i < json_count(list); i++)
        if (out->n == MERKLE_PROOF_MAX || !decode(&out->v[out->n++], json_item(list, i)))
            return false;
    return true;
}

static bool
number(uint64_t *out, const struct json_node *n)
{
    assert_non_null(n);
    if (n->type == JSON_DOUBLE && n->d > 0) { /* 0 - 1, as an unsigned number */
        assert_true(n->d >= 18446744073709551615.0);
        *out = UINT64_MAX;
        return true;
    }
    assert_int_equal(n->type, JSON_INT);
    *out = (uint64_t)n->i;
    return n->i >= 0;
}

static bool
holds(const struct json_node *n, bool consistency)
{
    struct merkle_proof proof;
    struct merkle_hash one, two;
    uint64_t from, to;
    if (!decode_proof(&proof, json_get(n, "proof")))
        return false;
    if (!consistency)
        return number(&from, json_get(n, "leafIdx")) && number(&to, json_get(n, "treeSize")) &&
               decode(&one, json_get(n, "leafHash")) && decode(&two, json_get(n, "root")) &&
               merkle_check_inclusion(hasher, &proof, &one, from, to, &two);
    return number(&from, json_get(n, "size1")) && number(&to, json_get(n, "size2")) &&
           decode(&one, json_get(n, "root1")) && decode(&two, json_get(n, "root2")) &&
           merkle_check_consistency(hasher, &proof, from, &one, to, &two);
}

static void
run_vector(void **state)
{
    const struct vector *v = *state;
    struct env env;
    struct slice text;
    struct json_node n;
    struct err e = {0};
    env_system(&env);
    if (!env.read_file(env.ctx, &text, &case_arena, v->path, 1 << 20, &e) ||
        !json_parse(&n, &case_arena, slice_str(v->path), text, &e))
        fail_msg("%s", e.msg);
    const struct json_node *bad = json_get(&n, "wantErr");
    assert_true(bad && bad->type == JSON_BOOL);
    bool want = !bad->b;
    for (size_t i = 0; i < COUNT_OF(choices); i++)
        if (slice_has_suffix(slice_str(v->path), slice_str(choices[i].end))) {
            print_message("differs by choice: %s\n", choices[i].why);
            want = !want;
        }
    assert_int_equal(holds(&n, v->consistency), want);
}

static void
find_vectors(const char *dir, bool consistency, unsigned depth)
{
    DIR *d = opendir(dir);
    if (!d || depth == 0)
        return;
    // NOLINTNEXTLINE(concurrency-mt-unsafe): one thread
    for (struct dirent *x = readdir(d); x; x = readdir(d)) {
        const char *path = (const char *)arena_printf(&kept, "%s/%s", dir, x->d_name).p;
        if (x->d_name[0] == '.')
            continue;
        if (slice_has_suffix(slice_str(path), SL(".json")))
            vec_push(&kept, &vectors, (struct vector){path, consistency});
        else
            find_vectors(path, consistency, depth - 1);
    }
    closedir(d);
}

/* --- Tessera's log --- */

static struct slice
log_file(const char *path)
{
    struct env env;
    struct slice out;
    struct err e = {0};
    const char *full =
        (const char *)arena_printf(&case_arena, "%s/tlog/tessera-log/%s", shared, path).p;
    env_system(&env);
    if (!env.read_file(env.ctx, &out, &case_arena, full, 1 << 20, &e))
        fail_msg("%s", e.msg);
    return out;
}

static void
every_checkpoint_is_made_again(void **state)
{
    (void)state;
    struct note_skey key;
    struct err e = {0};
    assert_true(note_skey_read(&key, &case_arena, SL(TESSERA_SKEY), &e));
    assert_true(slice_eq_str(note_vkey_write(&case_arena, &key.vkey), TESSERA_VKEY));
    assert_true(slice_eq_str(note_skey_write(&case_arena, &key), TESSERA_SKEY));
    for (unsigned size = 0; size <= TESSERA_SIZE; size++) {
        struct merkle_range range = {0};
        struct merkle_hash root;
        struct checkpoint c;
        struct slice leaves[TILE_WIDTH], octets, signed_again;
        unsigned n = 0;
        char path[TILE_PATH_MAX];
        if (size > 0) {
            tile_path(path, (struct tile_id){TILE_ENTRIES, size, 0});
            assert_true(tile_bundle_parse(leaves, &n, size, log_file(path), &e));
            tile_path(path, (struct tile_id){0, size, 0});
            octets = log_file(path);
        }
        for (unsigned i = 0; i < n; i++) {
            struct merkle_hash leaf;
            merkle_leaf(&leaf, hasher, leaves[i]);
            assert_memory_equal(leaf.b, octets.p + (size_t)i * MERKLE_HASH, MERKLE_HASH);
            merkle_range_add(&range, hasher, &leaf);
        }
        merkle_range_root(&root, hasher, &range);
        octets = log_file((const char *)arena_printf(&case_arena, "checkpoint.%u", size).p);
        assert_true(checkpoint_parse(&c, &case_arena, octets, &e));
        assert_int_equal(c.size, size);
        assert_true(merkle_same(&c.root, &root));
        assert_int_equal(checkpoint_verify(&c, &key.vkey, 1, NULL), NOTE_GOOD);
        assert_true(checkpoint_sign(&signed_again, &case_arena, size, &root, &key, &e));
        assert_true(slice_eq(signed_again, octets)); /* Ed25519 has no chance in it */
    }
}

static bool
count_leaf(void *ctx, const struct record_leaf *leaf, struct err *e UNUSED)
{
    assert_null(leaf->json);
    assert_int_equal(leaf->index, *(uint64_t *)ctx);
    ++*(uint64_t *)ctx;
    return true;
}

static void
the_whole_log_is_read(void **state)
{
    (void)state;
    struct files files;
    struct note_vkey vkey;
    struct record_kept earlier[TESSERA_SIZE + 1];
    struct record_result *result = NEW(&case_arena, struct record_result);
    struct err e = {0};
    uint64_t seen = 0;
    const char *dir = (const char *)arena_printf(&case_arena, "%s/tlog/tessera-log", shared).p;
    assert_true(files_open(&files, &case_arena, dir, &e));
    assert_true(note_vkey_read(&vkey, &case_arena, SL(TESSERA_VKEY), &e));
    for (unsigned i = 0; i <= TESSERA_SIZE; i++) {
        struct slice name = arena_printf(&case_arena, "checkpoint.%u", i);
        assert_true(
            record_kept_parse(&earlier[i], &case_arena, name, log_file((const char *)name.p), &e));
        struct record_difference d;
        assert_true(record_compare(&d, &case_arena, &files, &vkey, &earlier[i], &e));
        assert_int_equal(d.fault, RECORD_SOUND);
    }
    struct record_options o = {.files = &files,
                               .trusted = &vkey,
                               .any = true,
                               .kept = earlier,
                               .nkept = TESSERA_SIZE + 1,
                               .leaf = count_leaf,
                               .ctx = &seen};
    if (!record_read(result, &case_arena, &o, &e))
        fail_msg("%s", e.msg);
    assert_int_equal(result->first.fault, RECORD_SOUND);
    assert_int_equal(seen, TESSERA_SIZE);
    assert_int_equal(result->leaves, TESSERA_SIZE);
    files_close(&files);
}

/* Its leaves are words, not events of ours: that is said, not passed over. */
static void
the_log_is_not_one_of_ours(void **state)
{
    (void)state;
    struct files files;
    struct note_vkey vkey;
    struct record_result *result = NEW(&case_arena, struct record_result);
    struct err e = {0};
    const char *dir = (const char *)arena_printf(&case_arena, "%s/tlog/tessera-log", shared).p;
    assert_true(files_open(&files, &case_arena, dir, &e));
    assert_true(note_vkey_read(&vkey, &case_arena, SL(TESSERA_VKEY), &e));
    struct record_options o = {.files = &files, .trusted = &vkey};
    assert_true(record_read(result, &case_arena, &o, &e));
    assert_int_equal(result->first.fault, RECORD_LEAF_NOT_CANONICAL);
    assert_int_equal(result->first.leaf, 0);
    files_close(&files);
}

int
main(int argc, char **argv)
{
    shared = getenv("COMITY_SHARED_DATA"); // NOLINT(concurrency-mt-unsafe): one thread
    if (!shared && argc > 1)
        shared = argv[1];
    char probe[4096];
    snprintf(probe, sizeof probe, "%s/tlog/TESSERA-COMMIT", shared ? shared : "");
    if (access(probe, R_OK) != 0) {
        printf("skipped: %s is absent\n", probe);
        return 77;
    }
    hasher = crypto_hasher_new();
    find_vectors((const char *)arena_printf(&kept, "%s/tlog/merkle/inclusion", shared).p, false, 5);
    size_t inclusion = vectors.n;
    find_vectors((const char *)arena_printf(&kept, "%s/tlog/merkle/consistency", shared).p, true,
                 5);
    if (inclusion != 98 || vectors.n != 98 + 98) {
        printf("%zu and %zu proofs, 98 and 98 are expected\n", inclusion, vectors.n - inclusion);
        return 1;
    }
    for (size_t i = 0; i < vectors.n; i++)
        cases_add(strstr(vectors.v[i].path, "tlog/merkle/"), run_vector, &vectors.v[i]);
    CASES_TEST(every_checkpoint_is_made_again);
    CASES_TEST(the_whole_log_is_read);
    CASES_TEST(the_log_is_not_one_of_ours);
    int failed = cases_run("record/vectors");
    crypto_hasher_free(hasher);
    arena_free(&kept);
    return failed;
}
