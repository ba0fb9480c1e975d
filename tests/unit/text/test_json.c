/* SPDX-License-Identifier: Apache-2.0 */
#include "support/cases.h"
#include "text/json.h"
#include "text/json_blame.h"

struct row {
    const char *name;
    struct slice in;
    enum err_code want;
    const char *says;
};

static const struct row rows[] = {
    {"object", SL_INIT("{\"a\": [1, -2, 3.5, true, false, null, \"x\"]}"), ERR_NONE, NULL},
    {"number alone", SL_INIT("0"), ERR_NONE, NULL},
    {"white space around", SL_INIT(" \n\t[] \r\n"), ERR_NONE, NULL},
    {"64 levels",
     SL_INIT("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["
             "]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]"),
     ERR_NONE, NULL},
    {"65 levels",
     SL_INIT("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["
             "]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]"),
     ERR_LIMIT, "nested deeper"},
    {"empty", SL_INIT(""), ERR_INPUT, "f.json: the file is empty"},
    {"white space only", SL_INIT("  \n "), ERR_INPUT, "ends too early: a value is missing"},
    {"truncated object", SL_INIT("{\"a\": 1"), ERR_INPUT,
     "f.json:1:8: not JSON: the file ends too early: a comma or }"},
    {"truncated string", SL_INIT("{\"a\": \"x"), ERR_INPUT, "a string is not closed"},
    {"truncated escape", SL_INIT("[\"\\"), ERR_INPUT, "not JSON"},
    {"truncated word", SL_INIT("[tru"), ERR_INPUT, "f.json:1:2: not JSON: a value is missing"},
    {"comma behind the last", SL_INIT("{\n \"a\": 1,\n}"), ERR_INPUT,
     "f.json:3:1: not JSON: a key in double quotes"},
    {"comma behind the last item", SL_INIT("[1,]"), ERR_INPUT,
     "f.json:1:4: not JSON: a value is missing"},
    {"no colon", SL_INIT("{\"a\" 1}"), ERR_INPUT, "f.json:1:6: not JSON: a colon"},
    {"no comma", SL_INIT("[1 2]"), ERR_INPUT, "f.json:1:4: not JSON: a comma or ]"},
    {"wrong bracket", SL_INIT("[1}"), ERR_INPUT, "f.json:1:3: not JSON: a comma or ]"},
    {"second value", SL_INIT("{} {}"), ERR_INPUT,
     "f.json:1:4: not JSON: something stands behind the end"},
    {"single quotes", SL_INIT("{'a': 1}"), ERR_INPUT, "f.json:1:2: not JSON: a key"},
    {"comment", SL_INIT("// x\n{}"), ERR_INPUT, "f.json:1:1: not JSON"},
    {"NaN", SL_INIT("[NaN]"), ERR_INPUT, "f.json:1:2: not JSON: a value is missing"},
    {"leading zero", SL_INIT("[01]"), ERR_INPUT, "f.json:1:3: not JSON"},
    {"leading plus", SL_INIT("[+1]"), ERR_INPUT, "f.json:1:2: not JSON"},
    {"no fraction", SL_INIT("[1.]"), ERR_INPUT, "f.json:1:4: not JSON: a digit"},
    {"no exponent", SL_INIT("[1e]"), ERR_INPUT, "a digit is missing"},
    {"control character", SL_INIT("[\"a\nb\"]"), ERR_INPUT,
     "f.json:1:4: not JSON: a control character"},
    {"unknown escape", SL_INIT("[\"\\x41\"]"), ERR_INPUT, "this escape does not exist"},
    {"short code point", SL_INIT("[\"\\u12\"]"), ERR_INPUT, "four hexadecimal digits"},
    {"not UTF-8", SL_INIT("[\"\xc3(\"]"), ERR_INPUT, "f.json:1:3: not JSON: this is not UTF-8"},
    {"overlong UTF-8", SL_INIT("[\"\xc0\xaf\"]"), ERR_INPUT, "this is not UTF-8"},
    {"surrogate in UTF-8", SL_INIT("[\"\xed\xa0\x80\"]"), ERR_INPUT, "this is not UTF-8"},
    {"binary",
     SL_INIT("\x7f"
             "ELF\0\0"),
     ERR_INPUT, "f.json:1:1: not JSON"},
    {"duplicate key", SL_INIT("{\"a\": 1, \"b\": {\"c\": 1, \"c\": 2}}"), ERR_INPUT, "key c twice"},
    {"duplicate empty key", SL_INIT("[{\"\": 1, \"\": 2}]"), ERR_INPUT, "twice"},
    {"duplicate key by escape", SL_INIT("{\"a\": 1, \"\\u0061\": 2}"), ERR_INPUT, "key a twice"},
    {"duplicate among many",
     SL_INIT(
         "{\"a\":1,\"b\":1,\"c\":1,\"d\":1,\"e\":1,\"f\":1,\"g\":1,\"h\":1,\"i\":1,\"j\":1,\"k\":1,"
         "\"l\":1,\"m\":1,\"n\":1,\"o\":1,\"p\":1,\"q\":1,\"a\":2}"),
     ERR_INPUT, "key a twice"},
};

static void
parse_row(void **state)
{
    const struct row *r = *state;
    struct json_node n;
    struct err e = {0};
    bool ok = json_parse(&n, &case_arena, SL("f.json"), r->in, &e);
    if (!r->says)
        assert_string_equal(e.msg, "");
    assert_int_equal(ok, r->want == ERR_NONE);
    assert_int_equal(e.code, r->want);
    if (r->says && !strstr(e.msg, r->says))
        fail_msg("'%s' does not say '%s'", e.msg, r->says);
    /* The plain reading agrees with simdjson about what is JSON at all. */
    if (r->in.n > 0 && r->want != ERR_LIMIT && !(r->says && strstr(r->says, "twice")))
        assert_int_equal(json_blame(r->in).offset == SIZE_MAX, ok);
}

static void
values(void **state)
{
    (void)state;
    struct json_node n;
    struct err e = {0};
    struct slice in = SL("{\"i\": 9007199254740993, \"min\": -9223372036854775808,"
                         " \"big\": 18446744073709551615, \"d\": -0.5e1, \"s\": \"a\\u00e9\\n\","
                         " \"t\": true, \"z\": null, \"l\": [[], {}]}");
    assert_true(json_parse(&n, &case_arena, SL("f"), in, &e));
    assert_int_equal(n.type, JSON_OBJECT);
    assert_int_equal(n.n, 8);
    assert_true(slice_eq(n.members[7].key, SL("l")));
    assert_int_equal(json_get(&n, "i")->type, JSON_INT);
    assert_true(json_get(&n, "i")->i == 9007199254740993);
    assert_true(json_get(&n, "min")->i == INT64_MIN);
    assert_int_equal(json_get(&n, "big")->type, JSON_DOUBLE);
    assert_true(json_get(&n, "d")->d == -5.0);
    assert_true(slice_eq(json_text(json_get(&n, "s")), SL("a\xc3\xa9\n")));
    assert_true(json_get(&n, "t")->b);
    assert_int_equal(json_get(&n, "z")->type, JSON_NULL);
    const struct json_node *l = json_get(&n, "l");
    assert_int_equal(json_count(l), 2);
    assert_int_equal(json_item(l, 0)->type, JSON_ARRAY);
    assert_int_equal(json_item(l, 1)->type, JSON_OBJECT);
    /* Lenient access. */
    assert_null(json_get(&n, "absent"));
    assert_null(json_get(json_get(&n, "i"), "x"));
    assert_int_equal(json_text(json_get(&n, "i")).n, 0);
    assert_int_equal(json_count(&n), 0);
    assert_int_equal(json_count(NULL), 0);
}

static void
outlives_its_text(void **state)
{
    (void)state;
    char text[] = "{\"key\": \"value\"}";
    struct json_node n;
    struct err e = {0};
    assert_true(json_parse(&n, &case_arena, SL("f"), slice_str(text), &e));
    memset(text, 'x', sizeof text - 1);
    assert_true(slice_eq(json_text(json_get(&n, "key")), SL("value")));
}

static void
too_large(void **state)
{
    (void)state;
    struct json_node n;
    struct err e = {0};
    /* Only the length is looked at. */
    assert_false(json_parse(&n, &case_arena, SL("f"), slice_of("{}", JSON_SIZE_MAX + 1), &e));
    assert_int_equal(e.code, ERR_LIMIT);
}

/* Two octets a value: "[0,0,…]", and one value more than is accepted. */
static void
too_many_values(void **state)
{
    (void)state;
    struct json_node n;
    struct err e = {0};
    size_t values = JSON_VALUES_MAX + 1, octets = 2 * values + 1;
    char *text = NEW_ARRAY(&case_arena, char, octets);
    for (size_t i = 0; i < values; i++)
        memcpy(text + 2 * i, ",0", 2);
    text[0] = '[';
    text[octets - 1] = ']';
    assert_false(json_parse(&n, &case_arena, SL("f"), slice_of(text, octets), &e));
    assert_int_equal(e.code, ERR_LIMIT);
    assert_non_null(strstr(e.msg, "values"));
}

int
main(void)
{
    CASES_TABLE(rows, parse_row);
    CASES_TEST(values);
    CASES_TEST(outlives_its_text);
    CASES_TEST(too_large);
    CASES_TEST(too_many_values);
    return cases_run("text/json");
}
