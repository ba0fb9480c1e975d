/* SPDX-License-Identifier: Apache-2.0 */
#include "record/proof.h"

#include "base/buf.h"
#include "support/cases.h"

#include <stdio.h>

#define HASH "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"
#define SIG "\xe2\x80\x94 example.org/log AAAAAPZJkuBS9UG/SffcvIAQxVBtiFup\n"
#define CHECKPOINT "example.org/log\n5\n" HASH "\n" SIG
#define HEAD "c2sp.org/tlog-proof@v1\n"

struct row {
    const char *name;
    const char *text;
    const char *says; /* null: it is read, and written again the same */
    uint64_t index;
    size_t hashes;
};

static const struct row rows[] = {
    {"no hashes", HEAD "index 0\n\n" CHECKPOINT, NULL, 0, 0},
    {"three hashes", HEAD "index 4\n" HASH HASH HASH "\n" CHECKPOINT, NULL, 4, 3},
    {"extra", HEAD "extra Zm9v\nindex 4\n" HASH "\n" CHECKPOINT, NULL, 4, 1},
    {"extra of nothing", HEAD "extra \nindex 4\n" HASH "\n" CHECKPOINT, NULL, 4, 1},
    {"the largest index", HEAD "index 18446744073709551615\n\n" CHECKPOINT, NULL, UINT64_MAX, 0},

    {"empty", "", "first line", 0, 0},
    {"another version", "c2sp.org/tlog-proof@v2\nindex 0\n\n" CHECKPOINT, "first line", 0, 0},
    {"more on the first line", "c2sp.org/tlog-proof@v1 \nindex 0\n\n" CHECKPOINT, "first line", 0,
     0},
    {"first line alone", HEAD, "index", 0, 0},
    {"no index", HEAD "\n" CHECKPOINT, "index", 0, 0},
    {"index with zeros", HEAD "index 00\n\n" CHECKPOINT, "index", 0, 0},
    {"negative index", HEAD "index -1\n\n" CHECKPOINT, "index", 0, 0},
    {"index past 64 bits", HEAD "index 18446744073709551616\n\n" CHECKPOINT, "index", 0, 0},
    {"index without a number", HEAD "index \n\n" CHECKPOINT, "index", 0, 0},
    {"index without a space", HEAD "index0\n\n" CHECKPOINT, "index", 0, 0},
    {"extra behind the index", HEAD "index 0\nextra Zm9v\n\n" CHECKPOINT, "hash 1", 0, 0},
    {"extra twice", HEAD "extra Zm9v\nextra Zm9v\nindex 0\n\n" CHECKPOINT, "index", 0, 0},
    {"extra that is no Base64", HEAD "extra Zm9\nindex 0\n\n" CHECKPOINT, "extra", 0, 0},
    {"a short hash", HEAD "index 0\nZm9v\n\n" CHECKPOINT, "hash 1", 0, 0},
    {"a hash that is no Base64", HEAD "index 0\n" HASH "x\n\n" CHECKPOINT, "hash 2", 0, 0},
    {"no checkpoint", HEAD "index 0\n" HASH "\n", "checkpoint", 0, 0},
    {"no empty line", HEAD "index 0\n" HASH CHECKPOINT, "hash 2", 0, 0},
    {"the checkpoint is cut", HEAD "index 0\n" HASH "\nexample.org/log\n5\n" HASH, "checkpoint", 0,
     0},
    {"carriage returns", "c2sp.org/tlog-proof@v1\r\nindex 0\r\n\r\n" CHECKPOINT, "first", 0, 0},
};

static void
row(void **state)
{
    const struct row *r = *state;
    struct proof p;
    struct err e = {0};
    bool ok = proof_parse(&p, &case_arena, slice_str(r->text), &e);
    assert_int_equal(ok, r->says == NULL);
    if (r->says) {
        if (!strstr(e.msg, r->says))
            fail_msg("'%s' does not say '%s'", e.msg, r->says);
        return;
    }
    assert_true(p.index == r->index);
    assert_int_equal(p.path.n, r->hashes);
    assert_int_equal(p.checkpoint.size, 5);
    assert_true(slice_eq_str(proof_write(&case_arena, &p), r->text));
}

static void
too_many_hashes(void **state)
{
    (void)state;
    struct buf b;
    struct proof p;
    struct err e = {0};
    buf_init(&b, &case_arena, PROOF_MAX);
    buf_str(&b, HEAD "index 0\n");
    for (int i = 0; i <= MERKLE_PROOF_MAX; i++)
        buf_str(&b, HASH);
    buf_str(&b, "\n" CHECKPOINT);
    assert_false(proof_parse(&p, &case_arena, buf_slice(&b), &e));
    assert_int_equal(e.code, ERR_LIMIT);
}

/* Signed, then with every octet changed in turn: never good for the same leaf. */
static void
every_octet_counts(void **state)
{
    (void)state;
    static const uint8_t seed[32] = {1};
    struct note_skey key;
    struct merkle_hash leaves[3], root;
    struct proof p = {.index = 1, .path.n = 2};
    struct crypto_hasher *h = crypto_hasher_new();
    note_skey_make(&key, SL("example.org/log"), seed);
    merkle_leaf(&leaves[0], h, SL("zero"));
    merkle_leaf(&leaves[1], h, SL("one"));
    merkle_leaf(&leaves[2], h, SL("two"));
    p.path.v[0] = leaves[0];
    p.path.v[1] = leaves[2];
    merkle_node(&root, h, &leaves[0], &leaves[1]);
    merkle_node(&root, h, &root, &leaves[2]);
    assert_true(checkpoint_sign(&p.signed_note, &case_arena, 3, &root, &key, NULL));
    struct slice text = proof_write(&case_arena, &p);
    uint8_t *q = arena_alloc(&case_arena, text.n, 1);
    for (size_t i = 0; i <= text.n; i++) {
        memcpy(q, text.p, text.n);
        if (i < text.n)
            q[i] ^= 1;
        struct proof back;
        bool good = proof_parse(&back, &case_arena, slice_of(q, text.n), NULL) &&
                    proof_check(&back, h, SL("one"), &key.vkey, 1) == PROOF_GOOD;
        assert_int_equal(good, i == text.n);
    }
    struct proof back;
    assert_true(proof_parse(&back, &case_arena, text, NULL));
    assert_int_equal(proof_check(&back, h, SL("two"), &key.vkey, 1), PROOF_WRONG_LEAF);
    back.index = 0;
    assert_int_equal(proof_check(&back, h, SL("one"), &key.vkey, 1), PROOF_WRONG_LEAF);
    back.checkpoint.root.b[0] ^= 1;
    assert_true(strlen(proof_verdict_says(PROOF_FORGED)) > 0);
    crypto_hasher_free(h);
}

int
main(void)
{
    CASES_TABLE(rows, row);
    CASES_TEST(too_many_hashes);
    CASES_TEST(every_octet_counts);
    return cases_run("record/proof");
}
