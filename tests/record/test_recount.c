/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The independent script (recount.py) on records of ours: it accepts what is
 * sound, with its ballots counted again, and finds what is not. Arguments: the
 * script.
 */
#include "record/keys.h"
#include "support/cases.h"
#include "support/command.h"
#include "support/record_case.h"
#include "text/json_build.h"
#include "text/json_canonical.h"

#include <stdio.h>

#define RULE                                                                           \
    "{\"electorate\":{\"body\":\"committee\",\"members\":\"organisations\",\"name\":{" \
    "\"en\":\"members\"}},\"key\":\"draft\",\"name\":{\"en\":\"draft\"},\"pass\":[{"   \
    "\"counts\":[\"yes\"],\"den\":3,\"key\":\"two-thirds\",\"num\":2}],\"quorum\":[{"  \
    "\"counts\":[\"yes\",\"no\",\"abstain\"],\"den\":2,\"key\":\"half\",\"num\":1,"    \
    "\"over\":\"all\"}]}"
#define ROLL                                                                               \
    "{\"voters\":[{\"id\":\"o-1\",\"organisation\":\"o-1\"},{\"id\":\"o-2\","              \
    "\"organisation\":\"o-2\"},{\"id\":\"o-3\",\"organisation\":\"o-3\"},{\"id\":\"o-4\"," \
    "\"organisation\":\"o-4\"},{\"id\":\"o-5\",\"organisation\":\"o-5\"}]}"
#define STEPS                                                                       \
    "[{\"base\":5,\"den\":2,\"good\":true,\"key\":\"half\",\"met\":true,\"num\":1," \
    "\"part\":\"quorum\",\"sum\":4},{\"base\":3,\"den\":3,\"good\":true,"           \
    "\"key\":\"two-thirds\",\"met\":true,\"num\":2,\"part\":\"pass\",\"sum\":3}]"
#define COUNTS                                                                        \
    "{\"by_position\":{\"abstain\":1,\"no\":0,\"yes\":3},\"recused\":0,\"silent\":1," \
    "\"uncounted\":0,\"units\":5,\"voted\":4}"
#define VOTES                                                                             \
    "[{\"fate\":\"counted\",\"leaf\":1,\"voter\":\"o-1\"},{\"fate\":\"counted\","         \
    "\"leaf\":3,\"voter\":\"o-2\"},{\"fate\":\"counted\",\"leaf\":4,\"voter\":\"o-3\"},{" \
    "\"fate\":\"counted\",\"leaf\":5,\"voter\":\"o-4\"},{\"fate\":\"not-cast\","          \
    "\"voter\":\"o-5\"}]"
#define VOTE(choice, voter) "{\"ballot\":\"b-1\",\"choice\":\"" choice "\",\"voter\":\"" voter "\"}"

struct leaf {
    const char *type, *at, *data;
};

#define OPEN "2026-11-01T00:00:00Z"
#define LAST "2026-12-01T00:00:00Z"
static const struct leaf leaves[] = {
    {"ballot.opened", OPEN, NULL}, /* with the rule's digest: opened() */
    {"vote.cast", "2026-11-02T00:00:00Z", VOTE("yes", "o-1")},
    {"vote.cast", "2026-11-03T00:00:00Z", VOTE("no", "o-2")},
    {"vote.cast", "2026-11-04T00:00:00Z", VOTE("yes", "o-2")},
    {"vote.cast", "2026-11-05T00:00:00Z", VOTE("yes", "o-3")},
    {"vote.cast", "2026-11-30T23:59:59Z", VOTE("abstain", "o-4")},
    {"ballot.closed", LAST,
     "{\"ballot\":\"b-1\",\"tally\":{\"counts\":" COUNTS ",\"failed\":[],\"outcome\":"
     "\"approved\",\"steps\":" STEPS "},\"votes\":" VOTES "}"},
};
#define BALLOT_LEAVES COUNT_OF(leaves)

static struct record_case c;
static const char *script;

/* What stands in place of one leaf's data, or of its time. */
static struct change {
    uint64_t leaf;
    const char *data, *at;
} changed;

static struct slice
opened(struct arena *a)
{
    uint8_t digest[32];
    crypto_hash(digest, CRYPTO_SHA256, SL(RULE));
    struct slice hex = crypto_hex(a, slice_of(digest, 32));
    return arena_printf(a,
                        "{\"closes\":\"" LAST "\",\"draft\":\"d-1\",\"id\":\"b-1\",\"roll\":" ROLL
                        ",\"rule\":" RULE ",\"rule_digest\":\"sha256:%.*s\"}",
                        SL_FMT(hex));
}

static struct slice
ballot_leaf(struct arena *a, uint64_t index, const struct record_case *x)
{
    if (index >= BALLOT_LEAVES)
        return record_case_leaf(a, index, x);
    const struct leaf *l = &leaves[index];
    bool now = index == changed.leaf;
    const char *data = now && changed.data ? changed.data : l->data;
    struct json_node *o = json_new_object(a), read;
    struct slice out;
    struct err e = {0};
    if (!json_canonical_read(&read, a, data ? slice_str(data) : opened(a), &e))
        fail_msg("%s", e.msg);
    json_put_text(a, o, "at", slice_str(now && changed.at ? changed.at : l->at));
    json_put_node(a, o, "data", &read);
    json_put_int(a, o, "index", (int64_t)index);
    json_put_text(a, o, "project", SL("P-1"));
    json_put_text(a, o, "type", slice_str(l->type));
    assert_true(json_canonical(&out, a, o, 65535, &e));
    return out;
}

static void
script_says(int status, const char *says, const char *vkey)
{
    const char *argv[] = {"python3", script, c.temp.path, vkey, NULL};
    struct command command = {.argv = argv};
    struct slice out;
    int got = -1;
    struct err e = {0};
    if (!command_run(&out, &got, &case_arena, &command, 60000, &e))
        fail_msg("%s", e.msg);
    if (got != status || slice_find(out, slice_str(says)) == SIZE_MAX)
        fail_msg("status %d: %.*s", got, SL_FMT(out));
}

static const char *
own_vkey(void)
{
    return arena_str(&case_arena, note_vkey_write(&case_arena, &c.keys[0]));
}

struct row {
    const char *name;
    struct change change;
    uint64_t size;
    int status;
    const char *says;
};

#define NOTHING                \
    {                          \
        UINT64_MAX, NULL, NULL \
    }

static const struct row rows[] = {
    {"a ballot", NOTHING, BALLOT_LEAVES, 0, "ballot P-1/b-1: approved, as declared"},
    {"a ballot and much else", NOTHING, 600, 0, "600 leaves"},
    {"two levels of full tiles", NOTHING, 65536 + 300, 0, "65836 leaves"},
    {"a tile that is just full", NOTHING, 512, 0, "512 leaves"},
    {"a vote changed before it was signed",
     {1, VOTE("no", "o-1"), NULL},
     100,
     1,
     "declares ballot P-1/b-1 with counts"},
    {"a vote in another's name", {4, VOTE("yes", "o-5"), NULL}, 100, 1, "another vote of o-3"},
    {"a vote after the end", {5, NULL, LAST}, 100, 1, "with counts"},
    {"a vote before the beginning", {1, NULL, "2026-10-31T23:59:59Z"}, 100, 1, "with counts"},
    {"a vote for nothing on the ballot", {5, VOTE("maybe", "o-4"), NULL}, 100, 1, "with counts"},
    {"a vote left out", {4, VOTE("yes", "o-1"), NULL}, 100, 1, "another vote of o-1"},
    {"another rule than the digest says",
     {0,
      "{\"closes\":\"" LAST "\",\"id\":\"b-1\",\"roll\":" ROLL ",\"rule\":" RULE
      ",\"rule_digest\":\"sha256:00\"}",
      NULL},
     100,
     1,
     "another rule"},
};

static void
row(void **state)
{
    const struct row *r = *state;
    record_case_make(&c);
    changed = r->change;
    c.leaf = ballot_leaf;
    record_case_publish(&c, r->size);
    script_says(r->status, r->says, own_vkey());
    script_says(r->status, r->says, NULL);
    record_case_remove(&c);
}

/* Any octet of any file, at random: no damage is overlooked. */
static void
any_octet(void **state)
{
    (void)state;
    static const char *const files[] = {"checkpoint",       "tile/0/000",
                                        "tile/0/001.p/44",  "tile/1/000.p/1",
                                        "tile/entries/000", "tile/entries/001.p/44"};
    unsigned seed = 99;
    record_case_make(&c);
    changed = (struct change)NOTHING;
    c.leaf = ballot_leaf;
    record_case_publish(&c, 300);
    for (size_t i = 0; i < 3 * COUNT_OF(files); i++) {
        const char *path = files[i % COUNT_OF(files)];
        struct slice before = record_case_get(&c, path);
        uint8_t *p = arena_alloc(&case_arena, before.n, 1);
        memcpy(p, before.p, before.n);
        seed = seed * 1103515245 + 12345;
        p[(seed >> 7) % before.n] ^= 1;
        record_case_put(&c, path, slice_of(p, before.n));
        const char *argv[] = {"python3", script, c.temp.path, own_vkey(), NULL};
        struct command command = {.argv = argv};
        struct slice out;
        int status = 0;
        assert_true(command_run(&out, &status, &case_arena, &command, 60000, NULL));
        if (status == 0)
            fail_msg("octet %zu of %s", (size_t)(seed >> 7) % before.n, path);
        record_case_put(&c, path, before);
    }
    script_says(0, "sound", own_vkey());
    record_case_remove(&c);
}

static void
a_key_is_replaced(void **state)
{
    (void)state;
    static const uint8_t seed[32] = {8};
    struct note_skey second;
    struct json_node *data;
    struct slice text;
    record_case_make(&c);
    changed = (struct change)NOTHING;
    c.leaf = ballot_leaf;
    note_skey_make(&second, SL(RECORD_CASE_NAME), seed);
    record_case_publish(&c, 100);
    assert_true(keys_rotation(&data, &case_arena, &c.key, &second, NULL));
    c.rotation = data;
    c.rotation_at = 100;
    c.keys[1] = second.vkey;
    c.publisher.nkeys = 2;
    c.publisher.signer = &second;
    record_case_publish(&c, 150);
    script_says(0, "sound", own_vkey());
    script_says(0, "sound", NULL);
    /* the key that was replaced signs on */
    assert_true(checkpoint_sign(&text, &case_arena, 150, &c.publisher.mark.root, &c.key, NULL));
    record_case_put(&c, "checkpoint", text);
    script_says(1, "not signed by", own_vkey());
    record_case_remove(&c);
}

int
main(int argc, char **argv)
{
    if (argc != 2 || !command_find(&c.arena, "python3")) {
        printf("skipped: no python3\n");
        return 77;
    }
    arena_free(&c.arena);
    script = argv[1];
    CASES_TABLE(rows, row);
    CASES_TEST(any_octet);
    CASES_TEST(a_key_is_replaced);
    return cases_run("record/recount");
}
