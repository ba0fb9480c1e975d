/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The grammar of shapes, and values that have one or have not; what was given, and times.
 */
#include "api/given.h"
#include "api/shape.h"

#include "support/cases.h"

/* ---- the grammar -----------------------------------------------------------------------------*/

struct parse_row {
    const char *name, *members;
    size_t n; /* of members */
    const char *fault;
};

static const struct parse_row parse_rows[] = {
    {"nothing", "", 0, NULL},
    {"one", "id:id", 1, NULL},
    {"several", "id:id, opens:instant, closed?:instant, votes:[vote], all:[[text]]", 5, NULL},
    {"spaces", " id : id , at ? : instant ", 0, "no name"},
    {"no type", "id", 0, "no type"},
    {"an empty member", "id:id,,x:int", 0, "empty"},
    {"no name", ":int", 0, "no name"},
    {"a name with a space", "a b:int", 0, "no name"},
    {"twice", "id:id, id:text", 0, "twice"},
    {"twice, once optional", "id:id, id?:text", 0, "twice"},
    {"an open list", "x:[text", 0, "no type"},
    {"an empty list", "x:[]", 0, "no type"},
    {"too many lists", "x:[[[[[text]]]]]", 0, "no type"},
    {"a type with a colon", "x:a:b", 0, "no type"},
};

static void
run_parse(void **state)
{
    const struct parse_row *row = *state;
    const struct shape s = {"x", row->members, NULL};
    struct shape_tree t;
    struct err e = {0};
    bool ok = shape_parse(&t, &case_arena, &s, &e);
    assert_int_equal(ok, row->fault == NULL);
    if (ok)
        assert_int_equal(t.n, row->n);
    else if (row->fault && !strstr(e.msg, row->fault))
        fail_msg("said: %s", e.msg);
}

static void
too_many_members(void **state)
{
    struct slice all = SL("m:int");
    struct shape_tree t;
    struct err e = {0};
    (void)state;
    for (int i = 0; i < SHAPE_MEMBERS_MAX; i++)
        all = arena_printf(&case_arena, "%.*s, m%d:int", SL_FMT(all), i);
    const struct shape s = {"x", arena_str(&case_arena, all), NULL};
    assert_false(shape_parse(&t, &case_arena, &s, &e));
    assert_int_equal(e.code, ERR_LIMIT);
}

/* ---- values ----------------------------------------------------------------------------------*/

static const struct shape shapes[] = {
    {"ballot", "id:id, question:langs, opens:instant, closed?:date, votes:[vote]", NULL},
    {"vote", "voter:id, choice:word, weight?:number, void?:bool, file?:digest, n?:int", NULL},
    {"loop", "again?:loop", NULL},
    {"lost", "x:nowhere", NULL},
    {"free", "x:any", NULL},
};

static const struct shape *
find(const void *ctx, struct slice name)
{
    (void)ctx;
    for (size_t i = 0; i < COUNT_OF(shapes); i++)
        if (slice_eq_str(name, shapes[i].name))
            return &shapes[i];
    return NULL;
}

#define HEAD \
    "{\"id\":\"b-1\",\"question\":{\"en\":\"q\",\"zh\":\"问\"},\"opens\":\"2026-11-24T00:00:00Z\""
#define WORD "{\"id\":\"yes\",\"en\":\"yes\",\"zh\":\"赞成\"}"
#define DIGEST64 "00000000000000000000000000000000000000000000000000000000000000ff"

struct fit_row {
    const char *name, *shape, *json;
    const char *fault;
};

static const struct fit_row fit_rows[] = {
    {"a ballot", "ballot", HEAD ",\"votes\":[]}", NULL},
    {"with votes", "ballot",
     HEAD ",\"closed\":\"2026-11-25\",\"votes\":[{\"voter\":\"ms-1\",\"choice\":" WORD
          ",\"weight\":1.5,\"void\":false,\"n\":3,\"file\":\"sha256:" DIGEST64 "\"}]}",
     NULL},
    {"a member lacks", "ballot", HEAD "}", "lacks 'votes'"},
    {"a member too many", "ballot", HEAD ",\"votes\":[],\"colour\":1}", "no member 'colour'"},
    {"no object", "ballot", "[]", "is no ballot"},
    {"no list", "ballot", HEAD ",\"votes\":{}}", "votes: "},
    {"null", "ballot", HEAD ",\"votes\":null}", "votes"},
    {"an optional null", "ballot", HEAD ",\"closed\":null,\"votes\":[]}", "closed"},
    {"a langs with one language", "ballot",
     "{\"id\":\"b\",\"question\":{\"en\":\"q\"},\"opens\":\"2026-11-24T00:00:00Z\",\"votes\":[]}",
     "question"},
    {"an instant that is a date", "ballot",
     "{\"id\":\"b\",\"question\":{\"en\":\"q\",\"zh\":\"q\"},\"opens\":\"2026-11-24\",\"votes\":[]"
     "}",
     "opens"},
    {"a date with a time", "ballot", HEAD ",\"closed\":\"2026-11-25T00:00:00Z\",\"votes\":[]}",
     "closed"},
    {"an empty id", "ballot",
     "{\"id\":\"\",\"question\":{\"en\":\"q\",\"zh\":\"q\"},\"opens\":\"2026-11-24T00:00:00Z\","
     "\"votes\":[]}",
     "id"},
    {"in a list", "ballot", HEAD ",\"votes\":[{\"voter\":\"ms-1\",\"choice\":\"yes\"}]}",
     "votes: [0]: choice"},
    {"a word without an id", "vote",
     "{\"voter\":\"a\",\"choice\":{\"en\":\"y\",\"zh\":\"y\",\"x\":\"y\"}}", "choice"},
    {"a number in quotes", "vote", "{\"voter\":\"a\",\"choice\":" WORD ",\"weight\":\"1\"}",
     "weight"},
    {"an int with a fraction", "vote", "{\"voter\":\"a\",\"choice\":" WORD ",\"n\":1.5}", "n: "},
    {"a flag as a number", "vote", "{\"voter\":\"a\",\"choice\":" WORD ",\"void\":1}", "void"},
    {"a digest too short", "vote", "{\"voter\":\"a\",\"choice\":" WORD ",\"file\":\"sha256:00\"}",
     "file"},
    {"no such shape", "lost", "{\"x\":{}}", "no shape 'nowhere'"},
    {"anything", "free", "{\"x\":[1,{\"y\":null}]}", NULL},
    {"in itself", "loop", "{\"again\":{\"again\":{}}}", NULL},
};

static void
run_fit(void **state)
{
    const struct fit_row *row = *state;
    const struct shape_finder f = {find, NULL};
    struct json_node n;
    struct err e = {0};
    assert_true(json_parse(&n, &case_arena, SL("test"), slice_str(row->json), &e));
    bool ok = shape_fits(&case_arena, &n, find(NULL, slice_str(row->shape)), &f, &e);
    if (ok == (row->fault != NULL) || (row->fault && !strstr(e.msg, row->fault)))
        fail_msg("%s", ok ? "fits" : e.msg);
}

/* A value in itself, as deep as a hostile one may be. */
static void
too_deep(void **state)
{
    const struct shape_finder f = {find, NULL};
    struct slice text = SL("{}");
    struct json_node n;
    struct err e = {0};
    (void)state;
    for (int i = 0; i < 40; i++)
        text = arena_printf(&case_arena, "{\"again\":%.*s}", SL_FMT(text));
    assert_true(json_parse(&n, &case_arena, SL("test"), text, &e));
    assert_false(shape_fits(&case_arena, &n, find(NULL, SL("loop")), &f, &e));
    assert_int_equal(e.code, ERR_LIMIT);
}

/* ---- what was given --------------------------------------------------------------------------*/

struct instant_row {
    const char *name, *text;
    int64_t at; /* -1: none */
};

#define NOW ((int64_t)1795478400) /* 2026-11-24T00:00:00Z */
#define DAY ((int64_t)86400)

static const struct instant_row instant_rows[] = {
    {"a day", "2026-11-24", NOW},
    {"an instant", "2026-11-24T00:00:01Z", NOW + 1},
    {"days from now", "+60", NOW + 60 * DAY},
    {"no days from now", "+0", NOW},
    {"most days", "+36600", NOW + 36600 * DAY},
    {"too many", "+36601", -1},
    {"two signs", "++6", -1},
    {"a sign alone", "+", -1},
    {"a negative", "+-6", -1},
    {"with another zone", "2026-11-24T00:00:00+08:00", -1},
    {"no such day", "2026-02-29", -1},
    {"before our time", "1969-12-31", -1},
    {"words", "today", -1},
    {"empty", "", -1},
    {"a long one", "2026-11-24T00:00:00ZZZZZZZZZZZZZZZZZZZZZZZZ", -1},
};

static void
run_instant(void **state)
{
    const struct instant_row *row = *state;
    int64_t at = -1;
    bool ok = given_instant(&at, NOW, slice_str(row->text));
    assert_int_equal(ok, row->at != -1);
    if (ok)
        assert_int_equal(at, row->at);
}

static void
first_of_several(void **state)
{
    struct given g = {0};
    (void)state;
    given_add(&g, &case_arena, SL("a"), SL("1"));
    given_add(&g, &case_arena, SL("a"), SL("2"));
    given_add(&g, &case_arena, SL("b"), SL(""));
    assert_true(slice_eq_str(given_get(&g, "a"), "1"));
    assert_true(given_has(&g, "b"));
    assert_int_equal(given_get(&g, "b").n, 0);
    assert_false(given_has(&g, "c"));
    assert_int_equal(given_get(&g, "c").n, 0);
}

static void
faults_are_bounded(void **state)
{
    struct given_faults f = {0};
    (void)state;
    for (int i = 0; i < 2 * GIVEN_FAULTS_MAX; i++) {
        assert_false(given_fault(&f, &case_arena, "x", SL("wrong"), SL("有误")));
        assert_false(given_missing(&f, &case_arena, "y"));
    }
    assert_int_equal(f.n, GIVEN_FAULTS_MAX);
}

int
main(void)
{
    CASES_TABLE(parse_rows, run_parse);
    CASES_TEST(too_many_members);
    CASES_TABLE(fit_rows, run_fit);
    CASES_TEST(too_deep);
    CASES_TABLE(instant_rows, run_instant);
    CASES_TEST(first_of_several);
    CASES_TEST(faults_are_bounded);
    return cases_run("api_shape");
}
