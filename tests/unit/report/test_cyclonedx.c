/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Evidence to CycloneDX and back: nothing is lost, in both versions.
 */
#include "model/bom.h"
#include "report/cyclonedx.h"
#include "support/cases.h"
#include "support/random_evidence.h"
#include "support/words.h"

#define ROUND_TRIPS 60

static struct slice
write_bom(const struct evidence *targets, size_t n, struct cyclonedx_options o)
{
    struct buf b;
    struct cyclonedx doc;
    struct arena scratch = {0};
    struct slice out;
    struct err e = {0};
    buf_init(&b, &case_arena, (size_t)64 << 20);
    cyclonedx_prepare(&doc, &case_arena, targets, n);
    bool ok = cyclonedx_write(&doc, &o, json_sink_buf, &b, &scratch, &e);
    arena_free(&scratch);
    assert_true(ok);
    assert_true(buf_done(&b, &out, &e));
    return out;
}

static void
round_trip(enum cyclonedx_spec spec)
{
    struct catalog c;
    words_load(&c, &case_arena);
    for (uint64_t seed = 0; seed < ROUND_TRIPS; seed++) {
        struct arena_mark mark = arena_mark(&case_arena);
        size_t n = 1 + seed % 3;
        struct evidence *before = random_evidence(&case_arena, &c, seed, n);
        struct slice text =
            write_bom(before, n, (struct cyclonedx_options){.spec = spec, .when = 1767225600});
        struct bom bom;
        struct err e = {0};
        if (!bom_read(&bom, &case_arena, &c, SL("f.json"), text, &e))
            fail_msg("seed %u: %s", (unsigned)seed, e.msg);
        assert_int_equal(bom.n, n);
        for (size_t t = 0; t < n; t++) {
            struct slice where;
            if (!evidence_same(&before[t], &bom.targets[t], &case_arena, &where))
                fail_msg("seed %u, target %zu: %.*s", (unsigned)seed, t, SL_FMT(where));
        }
        /* What was read writes the same octets. */
        struct slice again =
            write_bom(bom.targets, n, (struct cyclonedx_options){.spec = spec, .when = 1767225600});
        if (seed % 3 == 0)
            assert_int_equal(again.n, text.n);
        arena_reset(&case_arena, mark);
    }
}

static void
round_trip_1_7(void **state)
{
    (void)state;
    round_trip(CYCLONEDX_1_7);
}

static void
round_trip_1_6(void **state)
{
    (void)state;
    round_trip(CYCLONEDX_1_6);
}

static void
add_member(void *ctx, struct json_write *w, const struct cyclonedx *doc)
{
    assert_string_equal(ctx, "context");
    json_write_key(w, "annotations");
    json_write_array(w);
    json_write_text(w, cyclonedx_ref_of(doc, &doc->targets[1], &doc->targets[1].assets[0]));
    json_write_end(w);
}

/* Two targets that show the same certificate: each keeps its own bom-ref. */
static void
shared_id_and_more(void **state)
{
    (void)state;
    struct catalog c;
    words_load(&c, &case_arena);
    struct asset assets[2];
    struct origin origin = {.method = SL("tls-probe")};
    const struct kind *cert = catalog_kind(&c, SL("cert"));
    asset_init(&assets[0], &case_arena, cert, SL("cert:ab"), SL("one"));
    asset_init(&assets[1], &case_arena, cert, SL("cert:ab"), SL("two"));
    struct evidence targets[2] = {{SL("a"), &assets[0], 1, &origin, 1},
                                  {SL("b"), &assets[1], 1, &origin, 1}};
    uint8_t uuid[16] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
    struct slice text = write_bom(
        targets, 2,
        (struct cyclonedx_options){
            .uuid = uuid, .version = SL("9.9"), .more = add_member, .more_ctx = "context"});
    struct json_node root;
    struct err e = {0};
    assert_true(json_parse(&root, &case_arena, SL("f"), text, &e));
    assert_true(slice_eq(json_text(json_item(json_get(&root, "annotations"), 0)), SL("cert:ab#2")));
    assert_true(slice_eq(json_text(json_get(&root, "serialNumber")),
                         SL("urn:uuid:ffffffff-ffff-4fff-bf00-000000000000")));
    assert_null(json_get(json_get(&root, "metadata"), "timestamp"));
    assert_non_null(json_get(json_get(&root, "metadata"), "lifecycles"));
}

static bool
refuse(void *ctx, struct slice s)
{
    (void)ctx;
    (void)s;
    return false;
}

static void
sink_that_fails(void **state)
{
    (void)state;
    struct catalog c;
    struct cyclonedx doc;
    struct err e = {0};
    words_load(&c, &case_arena);
    cyclonedx_prepare(&doc, &case_arena, random_evidence(&case_arena, &c, 1, 1), 1);
    assert_false(
        cyclonedx_write(&doc, &(struct cyclonedx_options){0}, refuse, NULL, &case_arena, &e));
    assert_int_equal(e.code, ERR_SYSTEM);
}

int
main(void)
{
    CASES_TEST(round_trip_1_7);
    CASES_TEST(round_trip_1_6);
    CASES_TEST(shared_id_and_more);
    CASES_TEST(sink_that_fails);
    return cases_run("report/cyclonedx");
}
