/* SPDX-License-Identifier: Apache-2.0 */
/* Every row is read both ways: strictly, and by json_parse with a second writing. They must agree.
 */
#include "support/cases.h"
#include "text/json_build.h"
#include "text/json_canonical.h"

struct row {
    const char *name;
    struct slice text;
    const char *says; /* of the strict reader; null: the text is canonical */
};

static const struct row rows[] = {
    {"empty object", SL_INIT("{}"), NULL},
    {"empty array", SL_INIT("[]"), NULL},
    {"empty text", SL_INIT("\"\""), NULL},
    {"zero", SL_INIT("0"), NULL},
    {"the smallest number", SL_INIT("-9007199254740991"), NULL},
    {"the largest number", SL_INIT("9007199254740991"), NULL},
    {"true and false", SL_INIT("[true,false]"), NULL},
    {"sorted keys", SL_INIT("{\"a\":1,\"aa\":2,\"b\":{\"x\":[]}}"), NULL},
    {"the empty key first", SL_INIT("{\"\":1,\"\\u0000\":2}"), NULL},
    {"short escapes", SL_INIT("\"\\b\\t\\n\\f\\r\\\"\\\\\""), NULL},
    {"long escapes", SL_INIT("\"\\u0000\\u0001\\u000b\\u001f\""), NULL},
    {"DEL and slash stand for themselves", SL_INIT("\"\x7f/\""), NULL},
    {"Chinese and beyond the BMP", SL_INIT("\"\xe5\xaf\x86\xf0\x9f\x98\x80\""), NULL},
    {"surrogate pair before U+FB33",
     SL_INIT("{\"\\r\":1,\"1\":2,\"\xc2\x80\":3,\"\xc3\xb6\":4,\"\xe2\x82\xac\":5,"
             "\"\xf0\x9f\x98\x80\":6,\"\xef\xac\xb3\":7}"),
     NULL},
    {"keys that escape sort by what they mean", SL_INIT("{\"\\n\":1,\" \":2,\"\\\\\":3}"), NULL},

    {"nothing", SL_INIT(""), "ends where a value"},
    {"white space in front", SL_INIT(" {}"), "octet 0: no value"},
    {"line end behind", SL_INIT("{}\n"), "behind the value"},
    {"space behind a comma", SL_INIT("[1, 2]"), "octet 3: no value"},
    {"space behind a colon", SL_INIT("{\"a\": 1}"), "octet 5: no value"},
    {"keys swapped", SL_INIT("{\"b\":1,\"a\":2}"), "octet 7: keys out of order"},
    {"a prefix behind its longer key", SL_INIT("{\"aa\":1,\"a\":2}"), "keys out of order"},
    {"a key twice", SL_INIT("{\"a\":1,\"a\":1}"), "twice"},
    {"U+FB33 before the surrogate pair", SL_INIT("{\"\xef\xac\xb3\":7,\"\xf0\x9f\x98\x80\":6}"),
     "keys out of order"},
    {"null", SL_INIT("[null]"), "octet 1: null"},
    {"a fraction", SL_INIT("1.5"), "fraction"},
    {"a whole number with a fraction", SL_INIT("1.0"), "fraction"},
    {"an exponent", SL_INIT("1e2"), "exponent"},
    {"minus zero", SL_INIT("-0"), "no sign"},
    {"minus alone", SL_INIT("-"), "without a number"},
    {"a plus", SL_INIT("+1"), "no value"},
    {"zeros in front", SL_INIT("01"), "zeros in front"},
    {"2^53", SL_INIT("9007199254740992"), "outside"},
    {"-2^53", SL_INIT("-9007199254740992"), "outside"},
    {"seventeen digits", SL_INIT("10000000000000000"), "outside"},
    {"far too many digits", SL_INIT("99999999999999999999999999"), "outside"},
    {"slash escaped", SL_INIT("\"\\/\""), "not needed"},
    {"A escaped", SL_INIT("\"\\u0041\""), "not needed"},
    {"tab escaped long", SL_INIT("\"\\u0009\""), "shorter escape"},
    {"quote escaped long", SL_INIT("\"\\u0022\""), "not needed"},
    {"capital hex", SL_INIT("\"\\u001F\""), "small letters"},
    {"a surrogate pair escaped", SL_INIT("\"\\ud83d\\ude00\""), "not needed"},
    {"a lone surrogate", SL_INIT("\"\\ud83d\""), "not needed"},
    {"an escape cut off", SL_INIT("\"\\u00"), "not needed"},
    {"a backslash at the end", SL_INIT("\"\\"), "inside an escape"},
    {"a raw line end", SL_INIT("\"\n\""), "not escaped"},
    {"a raw NUL", SL_INIT("\"\0\""), "not escaped"},
    {"overlong UTF-8", SL_INIT("\"\xc0\x80\""), "not UTF-8"},
    {"a surrogate in UTF-8", SL_INIT("\"\xed\xa0\x80\""), "not UTF-8"},
    {"UTF-8 cut off", SL_INIT("\"\xe4\xb8"), "not UTF-8"},
    {"a byte order mark", SL_INIT("\xef\xbb\xbf{}"), "octet 0: no value"},
    {"a text without end", SL_INIT("\"abc"), "no end"},
    {"an object without end", SL_INIT("{\"a\":1"), "end of the object"},
    {"an array without end", SL_INIT("[1"), "end of the array"},
    {"a comma at the end", SL_INIT("[1,]"), "no value"},
    {"a comma at the end of an object", SL_INIT("{\"a\":1,}"), "a key"},
    {"a key without quotes", SL_INIT("{a:1}"), "a key"},
    {"a key without value", SL_INIT("{\"a\"}"), "colon"},
    {"a value without key", SL_INIT("{1}"), "a key"},
    {"two values", SL_INIT("1 2"), "behind the value"},
    {"brackets crossed", SL_INIT("[}"), "no value"},
    {"capital true", SL_INIT("True"), "no value"},
    {"true cut off", SL_INIT("tru"), "no value"},
    {"a comment", SL_INIT("/**/1"), "no value"},
};

static bool
read_and_written_again(struct slice text)
{
    struct json_node n;
    struct slice again;
    return json_parse(&n, &case_arena, SL("row"), text, NULL) &&
           json_canonical(&again, &case_arena, &n, JSON_CANONICAL_MAX, NULL) &&
           slice_eq(text, again);
}

static void
read_row(void **state)
{
    const struct row *r = *state;
    struct json_node n;
    struct slice again;
    struct err e = {0};

    bool ok = json_canonical_read(&n, &case_arena, r->text, &e);

    assert_int_equal(read_and_written_again(r->text), r->says == NULL);
    if (r->says) {
        assert_false(ok);
        assert_int_equal(e.code, ERR_INPUT);
        assert_non_null(strstr(e.msg, r->says));
        return;
    }
    assert_true(ok);
    assert_true(json_canonical(&again, &case_arena, &n, r->text.n, &e));
    assert_true(slice_eq(r->text, again));
}

struct refusal {
    const char *name;
    struct json_node node;
    const char *says;
};

static struct json_member null_member = {SL_INIT("why"), {.type = JSON_NULL}};
static struct json_member twins[] = {
    {SL_INIT("a"), {.type = JSON_INT}},
    {SL_INIT("b"), {.type = JSON_INT}},
    {SL_INIT("a"), {.type = JSON_INT}},
};
static struct json_node items[] = {{.type = JSON_INT}, {.type = JSON_DOUBLE, .d = 0.5}};

static const struct refusal refusals[] = {
    {"null", {.type = JSON_NULL}, "leave it out"},
    {"null in an object", {.type = JSON_OBJECT, .n = 1, .members = &null_member}, "why: null"},
    {"a double", {.type = JSON_DOUBLE, .d = 1}, "fraction"},
    {"a double in an array", {.type = JSON_ARRAY, .n = 2, .items = items}, "[1]: a number"},
    {"too large", {.type = JSON_INT, .i = (int64_t)1 << 53}, "2^53"},
    {"too small", {.type = JSON_INT, .i = INT64_MIN}, "2^53"},
    {"a key twice", {.type = JSON_OBJECT, .n = 3, .members = twins}, "\"a\" twice"},
    {"not UTF-8", {.type = JSON_STRING, .n = 2, .s = (const uint8_t *)"x\xff"}, "UTF-8"},
};

static void
refuse_row(void **state)
{
    const struct refusal *r = *state;
    struct slice out;
    struct err e = {0};
    assert_false(json_canonical(&out, &case_arena, &r->node, 1000, &e));
    assert_int_equal(e.code, ERR_INPUT);
    assert_non_null(strstr(e.msg, r->says));
}

/* Both readers draw the line of depth at the same place. */
static void
depth_is_bounded(void **state)
{
    (void)state;
    for (size_t depth = JSON_DEPTH_MAX - 3; depth < JSON_DEPTH_MAX + 3; depth++) {
        uint8_t text[2 * JSON_DEPTH_MAX + 8];
        memset(text, '[', depth);
        memset(text + depth, ']', depth);
        struct json_node n;
        bool ok = json_canonical_read(&n, &case_arena, slice_of(text, 2 * depth), NULL);
        assert_int_equal(ok, read_and_written_again(slice_of(text, 2 * depth)));
    }
    struct slice many = slice_of(memset(arena_alloc(&case_arena, 100000, 1), '[', 100000), 100000);
    struct json_node n;
    struct err e = {0};
    assert_false(json_canonical_read(&n, &case_arena, many, &e));
    assert_int_equal(e.code, ERR_LIMIT);
}

/* Texts are skipped eight octets at a time: none may hide from that, wherever it stands. */
static void
every_octet_at_every_place(void **state)
{
    (void)state;
    for (size_t n = 1; n < 20; n++)
        for (size_t at = 1; at <= n; at++)
            for (unsigned c = 0; c < 256; c++) {
                uint8_t text[24];
                struct json_node node;
                struct arena_mark mark = arena_mark(&case_arena);
                memset(text, at % 2 ? ' ' : '~', n + 2);
                text[0] = text[n + 1] = '"';
                text[at] = (uint8_t)c;
                struct slice s = slice_of(text, n + 2);
                bool plain = c >= 0x20 && c < 0x80 && c != '"' && c != '\\';
                assert_int_equal(json_canonical_read(&node, &case_arena, s, NULL), plain);
                assert_int_equal(read_and_written_again(s), plain);
                arena_reset(&case_arena, mark);
            }
}

static void
a_ceiling_is_an_error(void **state)
{
    (void)state;
    struct json_node *list = json_new_array(&case_arena);
    for (int i = 0; i < 100; i++)
        json_push_int(&case_arena, list, i);
    struct slice out;
    struct err e = {0};
    assert_false(json_canonical(&out, &case_arena, list, 100, &e));
    assert_int_equal(e.code, ERR_LIMIT);
}

static void
the_order_of_keys(void **state)
{
    (void)state;
    static const char *const sorted[] = {
        "",
        "\r",
        "1",
        "10",
        "a",
        "\x7f",
        "\xc2\x80",
        "\xc3\xb6",
        "\xe2\x82\xac",
        "\xed\x9f\xbf",
        "\xf0\x90\x80\x80",
        "\xf0\x9f\x98\x80",
        "\xf4\x8f\xbf\xbf",
        "\xee\x80\x80",
        "\xef\xac\xb3",
        "\xef\xbf\xbf",
        "\xef\xbf\xbfz",
    };
    for (size_t i = 0; i < COUNT_OF(sorted); i++)
        for (size_t j = 0; j < COUNT_OF(sorted); j++) {
            int c = json_canonical_key_cmp(slice_str(sorted[i]), slice_str(sorted[j]));
            assert_int_equal((c > 0) - (c < 0), (i > j) - (i < j));
        }
}

int
main(void)
{
    CASES_TABLE(rows, read_row);
    CASES_TABLE(refusals, refuse_row);
    CASES_TEST(depth_is_bounded);
    CASES_TEST(every_octet_at_every_place);
    CASES_TEST(a_ceiling_is_an_error);
    CASES_TEST(the_order_of_keys);
    return cases_run("json_canonical");
}
