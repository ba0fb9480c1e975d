/* SPDX-License-Identifier: Apache-2.0 */
#include "support/cases.h"
#include "text/json.h"
#include "text/json_write.h"

#include <math.h>

struct text_row {
    const char *name;
    struct slice in;
    const char *out;
};

static const struct text_row text_rows[] = {
    {"plain", SL_INIT("abc"), "\"abc\"\n"},
    {"empty", SL_INIT(""), "\"\"\n"},
    {"quotes and backslash", SL_INIT("a\"b\\c"), "\"a\\\"b\\\\c\"\n"},
    {"short escapes", SL_INIT("\b\f\n\r\t"), "\"\\b\\f\\n\\r\\t\"\n"},
    {"control characters", SL_INIT("\0\x01\x1f\x7f"), "\"\\u0000\\u0001\\u001f\\u007f\"\n"},
    {"other letters", SL_INIT("é中😀"), "\"é中😀\"\n"},
    {"not UTF-8",
     SL_INIT("a\xff"
             "b\xc3"),
     "\"a\xef\xbf\xbd"
     "b\xef\xbf\xbd\"\n"},
    {"surrogate", SL_INIT("\xed\xa0\x80"), "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"\n"},
    {"script end stays", SL_INIT("</script>"), "\"</script>\"\n"},
};

static struct slice
done(struct json_write *w, struct buf *b)
{
    struct err e = {0};
    assert_true(json_write_done(w, &e));
    return buf_slice(b);
}

static void
text_row(void **state)
{
    const struct text_row *r = *state;
    struct buf b;
    struct json_write w;
    buf_init(&b, &case_arena, 1000);
    json_write_init(&w, json_sink_buf, &b);
    json_write_text(&w, r->in);
    struct slice out = done(&w, &b);
    assert_int_equal(out.n, strlen(r->out));
    assert_memory_equal(out.p, r->out, out.n);
}

static void
layout(void **state)
{
    (void)state;
    struct buf b;
    struct json_write w;
    buf_init(&b, &case_arena, 1000);
    json_write_init(&w, json_sink_buf, &b);
    json_write_object(&w);
    json_write_member(&w, "a", SL("x"));
    json_write_key(&w, "empty");
    json_write_array(&w);
    json_write_end(&w);
    json_write_key(&w, "list");
    json_write_array(&w);
    json_write_int(&w, INT64_MIN);
    json_write_bool(&w, true);
    json_write_null(&w);
    json_write_end(&w);
    json_write_key(&w, "flat");
    json_write_flat_object(&w);
    json_write_key(&w, "k");
    json_write_array(&w);
    json_write_int(&w, 1);
    json_write_int(&w, 2);
    json_write_end(&w);
    json_write_member(&w, "m", SL(""));
    json_write_end(&w);
    json_write_end(&w);
    struct slice out = done(&w, &b);
    static const char want[] = "{\n  \"a\": \"x\",\n  \"empty\": [],\n  \"list\": [\n"
                               "    -9223372036854775808,\n    true,\n    null\n  ],\n"
                               "  \"flat\": {\"k\": [1, 2], \"m\": \"\"}\n}\n";
    assert_int_equal(out.n, sizeof want - 1);
    assert_memory_equal(out.p, want, out.n);
}

/* What is empty leaves no trace, not even a comma. */
static void
members_that_may_be_empty(void **state)
{
    (void)state;
    static struct slice names[] = {SL_INIT("b"), SL_INIT("c")};
    struct buf b;
    struct json_write w;
    buf_init(&b, &case_arena, 1000);
    json_write_init(&w, json_sink_buf, &b);
    json_write_object(&w);
    json_write_member_if(&w, "none", SL(""));
    json_write_texts(&w, "nobody", &(struct slices){0});
    json_write_member_if(&w, "a", SL("x"));
    json_write_texts(&w, "names", &(struct slices){names, 2});
    json_write_end(&w);
    struct slice out = done(&w, &b);
    assert_true(
        slice_eq_str(out, "{\n  \"a\": \"x\",\n  \"names\": [\n    \"b\",\n    \"c\"\n  ]\n}\n"));
}

static void
doubles(void **state)
{
    (void)state;
    static const double values[] = {0.1, 1.0, 1e300, -2.5, 1.0 / 3, 5e-324, 123456789.125, 0.0};
    for (size_t i = 0; i < COUNT_OF(values); i++) {
        struct buf b;
        struct json_write w;
        struct json_node n;
        struct err e = {0};
        buf_init(&b, &case_arena, 1000);
        json_write_init(&w, json_sink_buf, &b);
        json_write_double(&w, values[i]);
        assert_true(json_parse(&n, &case_arena, SL("f"), done(&w, &b), &e));
        assert_true((n.type == JSON_INT ? (double)n.i : n.d) == values[i]);
    }
}

/* Longer than the writer's own buffer, and everything a string can hold. */
static void
long_text_round_trip(void **state)
{
    (void)state;
    uint8_t *text = NEW_ARRAY(&case_arena, uint8_t, 50000);
    for (size_t i = 0; i < 50000; i++)
        text[i] = (uint8_t)(i * 7 % 128);
    struct buf b;
    struct json_write w;
    struct json_node n;
    struct err e = {0};
    buf_init(&b, &case_arena, 1000000);
    json_write_init(&w, json_sink_buf, &b);
    json_write_array(&w);
    json_write_text(&w, slice_of(text, 50000));
    json_write_end(&w);
    assert_true(json_parse(&n, &case_arena, SL("f"), done(&w, &b), &e));
    assert_true(slice_eq(json_text(json_item(&n, 0)), slice_of(text, 50000)));
}

static void
full_sink(void **state)
{
    (void)state;
    struct buf b;
    struct json_write w;
    struct err e = {0};
    buf_init(&b, &case_arena, 3);
    json_write_init(&w, json_sink_buf, &b);
    json_write_text(&w, SL("too long"));
    assert_false(json_write_done(&w, &e));
    assert_int_equal(e.code, ERR_SYSTEM);
}

int
main(void)
{
    CASES_TABLE(text_rows, text_row);
    CASES_TEST(layout);
    CASES_TEST(members_that_may_be_empty);
    CASES_TEST(doubles);
    CASES_TEST(long_text_round_trip);
    CASES_TEST(full_sink);
    return cases_run("text/json_write");
}
