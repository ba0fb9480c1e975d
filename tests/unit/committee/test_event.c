/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Leaves and the shapes of their data: every kind by its own table, with each
 * field missing, wrong and too much; and what else is no event.
 */
#include "support/cases.h"

#include "committee/act.h"
#include "text/json_build.h"
#include "text/json_canonical.h"
#include "text/utf8.h"

#include <stdio.h>
#include <stdlib.h>

/* ---- the tables themselves -------------------------------------------------------------------*/

static void
fields_are_well_formed(const char *kind, const struct event_field *f, size_t n, unsigned depth)
{
    assert_true(n <= FIELDS_MAX);
    for (size_t i = 0; i < n; i++) {
        if (i > 0 && strcmp(f[i - 1].key, f[i].key) >= 0)
            fail_msg("%s: %s stands behind %s", kind, f[i].key, f[i - 1].key);
        if (!f[i].help || f[i].help[0] == '\0')
            fail_msg("%s: %s has no help", kind, f[i].key);
        bool words = f[i].type == FIELD_WORD || f[i].type == FIELD_WORDS;
        if (words != (f[i].words != NULL))
            fail_msg("%s: %s: words", kind, f[i].key);
        bool nested = f[i].type == FIELD_OBJECT || f[i].type == FIELD_LIST;
        if (f[i].of && (!nested || f[i].nof == 0 || depth == 0))
            fail_msg("%s: %s: nested", kind, f[i].key);
        if (f[i].of)
            fields_are_well_formed(kind, f[i].of, f[i].nof, depth - 1);
    }
}

static void
the_kinds_are_well_formed(void **state)
{
    (void)state;
    for (size_t i = 0; i < nevent_kinds; i++) {
        const struct event_kind *k = event_kinds[i];
        if (i > 0 && strcmp(event_kinds[i - 1]->name, k->name) >= 0)
            fail_msg("%s stands behind %s", k->name, event_kinds[i - 1]->name);
        assert_ptr_equal(event_kind_find(slice_str(k->name)), k);
        assert_non_null(k->decide);
        assert_true(k->summary && k->summary[0]);
        assert_true(k->of_project ? k->apply_project != NULL : k->apply_committee != NULL);
        assert_true(k->of_project || !k->opens);
        fields_are_well_formed(k->name, k->fields, k->nfields, 4);
    }
    assert_null(event_kind_find(SL("")));
    assert_null(event_kind_find(SL("vote")));
    assert_null(event_kind_find(SL("zzz")));
    assert_null(event_kind_find(SL("vote.cast ")));
}

/* ---- shapes, kind by kind --------------------------------------------------------------------*/

#define DIGEST "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static struct json_node example_of(const struct event_field *f, size_t n);

/* A value that fits. */
static struct json_node
example(const struct event_field *f)
{
    struct arena *a = &case_arena;
    struct json_node *list = json_new_array(a), *object = json_new_object(a);
    switch (f->type) {
    case FIELD_ID:
        return json_of_text(SL("x-1"));
    case FIELD_WORD:
        return json_of_text(slice_str(f->words[0]));
    case FIELD_TEXT:
        return json_of_text(SL("测试 text"));
    case FIELD_LANGS:
        json_put_text(a, object, "zh", SL("名称"));
        return *object;
    case FIELD_DIGEST:
        return json_of_text(SL(DIGEST));
    case FIELD_INSTANT:
        return json_of_text(SL("2026-11-24T01:02:03Z"));
    case FIELD_DATE:
        return json_of_text(SL("2028-02-29"));
    case FIELD_INTEGER:
        return json_of_int(0);
    case FIELD_FLAG:
        return json_of_bool(true);
    case FIELD_IDS:
        json_push_text(a, list, SL("a"));
        json_push_text(a, list, SL("b"));
        return *list;
    case FIELD_WORDS:
        for (size_t i = 0; f->words[i]; i++)
            json_push_text(a, list, slice_str(f->words[i]));
        return *list;
    case FIELD_OBJECT:
        return f->of ? example_of(f->of, f->nof) : *object;
    case FIELD_LIST:
        break;
    }
    *object = f->of ? example_of(f->of, f->nof) : *object;
    json_push_node(a, list, object);
    return *list;
}

static struct json_node
example_of(const struct event_field *f, size_t n)
{
    struct json_node *o = json_new_object(&case_arena);
    for (size_t i = 0; i < n; i++) {
        struct json_node value = example(&f[i]);
        json_put_node(&case_arena, o, f[i].key, &value);
    }
    return *o;
}

/* Values that do not fit a field of that type; of an object without fields any object fits. */
static struct json_node
misfit(const struct event_field *f, size_t i, bool *there)
{
    struct arena *a = &case_arena;
    struct json_node *list = json_new_array(a), *object = json_new_object(a);
    struct json_node null = {.type = JSON_NULL}, half = {.type = JSON_DOUBLE, .d = 0.5};
    bool of_list = f->type == FIELD_IDS || f->type == FIELD_WORDS || f->type == FIELD_LIST;
    bool of_object = f->type == FIELD_OBJECT;
    *there = true;
    switch (i) {
    case 0:
        return null;
    case 1:
        return half;
    case 2:
        *there = f->type != FIELD_FLAG;
        return json_of_bool(false);
    case 3:
        return json_of_int(-1);
    case 4:
        return json_of_text(SL(""));
    case 5:
        return json_of_text(SL("a b\n"));
    case 6:
        *there = !of_list;
        return *list;
    case 7:
        *there = !of_object || f->of;
        return *object;
    case 8: /* two alike, or one that is no item */
        json_push_text(a, list, SL("a"));
        json_push_text(a, list, SL("a"));
        return *list;
    case 9:
        json_put_text(a, object, "en", SL("x"));
        json_put_text(a, object, "fr", SL("y"));
        *there = !of_object || f->of;
        return *object;
    case 10:
        json_put_text(a, object, "en", SL("x"));
        json_put_text(a, object, "en", SL("y"));
        *there = !of_object || f->of;
        return *object;
    case 11:
        *there = f->type != FIELD_TEXT;
        return json_of_text(SL("no such thing"));
    case 12:
        return json_of_text(slice_of("\xff", 1));
    case 13:
        json_push_int(a, list, 1);
        return *list;
    case 14:
        return json_of_int(JSON_CANONICAL_INT_MAX + 1);
    case 15: {
        uint8_t *p = NEW_ARRAY(a, uint8_t, EVENT_TEXT_MAX + 1);
        memset(p, 'a', EVENT_TEXT_MAX + 1);
        return json_of_text(slice_of(p, EVENT_TEXT_MAX + 1));
    }
    default:
        *there = false;
        return null;
    }
}
#define MISFITS 16

static bool
fits(const struct event_kind *k, const struct json_node *data, const char *says)
{
    struct err e = {0};
    struct arena_mark before = arena_mark(&case_arena);
    bool ok = event_shape(&case_arena, k, data, &e);
    assert_int_equal(case_arena.used, before.used);
    if (!ok && !strstr(e.msg, says))
        fail_msg("%s: the message does not say '%s': %s", k->name, says, e.msg);
    if (!ok && strncmp(e.msg, k->name, strlen(k->name)) != 0)
        fail_msg("the message does not begin with %s: %s", k->name, e.msg);
    return ok;
}

/* All but the i-th. */
static struct json_node
without(const struct json_node *data, size_t i)
{
    struct json_node *o = json_new_object(&case_arena);
    for (size_t j = 0; j < data->n; j++)
        if (j != i)
            json_put_at(&case_arena, o, data->members[j].key, &data->members[j].value);
    return *o;
}

static void
the_shape_holds(void **state)
{
    const struct event_kind *k = *state;
    struct json_node data = example_of(k->fields, k->nfields);
    assert_true(fits(k, &data, ""));
    for (size_t i = 0; i < k->nfields; i++) {
        struct json_node less = without(&data, i);
        if (fits(k, &less, "missing") != k->fields[i].optional)
            fail_msg("%s without %s", k->name, k->fields[i].key);
        for (size_t m = 0; m < MISFITS; m++) {
            bool there;
            struct json_node kept = data.members[i].value;
            data.members[i].value = misfit(&k->fields[i], m, &there);
            if (there && fits(k, &data, k->fields[i].key))
                fail_msg("%s: %s takes misfit %zu", k->name, k->fields[i].key, m);
            data.members[i].value = kept;
        }
    }
    /* In whatever order they stand: an act that was completed is not sorted. */
    struct json_node *back = json_new_object(&case_arena);
    for (size_t i = data.n; i-- > 0;)
        json_put_at(&case_arena, back, data.members[i].key, &data.members[i].value);
    assert_true(fits(k, back, ""));
    json_put_text(&case_arena, back, "zzz", SL("x"));
    assert_false(fits(k, back, "'zzz'"));
    if (data.n > 0) {
        struct json_node twice = without(&data, data.n);
        json_put_at(&case_arena, &twice, data.members[0].key, &data.members[0].value);
        assert_false(fits(k, &twice, "twice"));
    }
    struct json_node none = {.type = JSON_ARRAY};
    assert_false(fits(k, &none, "object"));
    assert_false(fits(k, NULL, "object"));
}

/* ---- leaves ----------------------------------------------------------------------------------*/

#define HEAD "{\"at\":\"2026-11-24T01:02:03Z\","
#define BY "\"by\":{\"mandate\":\"m-1\",\"organisation\":\"o-1\",\"person\":\"p-1\"},"
#define DATA "\"data\":{\"group\":\"g-1\"},"
#define TAIL "\"type\":\"group.closed\",\"v\":1}"

struct leaf_row {
    const char *name;
    const char *leaf;
    const char *says; /* null: it is read */
};

static const struct leaf_row leaf_rows[] = {
    {"a leaf", HEAD BY DATA "\"index\":3," TAIL, NULL},
    {"a leaf of a project",
     HEAD BY "\"data\":{\"reason\":\"x\"},\"index\":3,\"project\":\"P-1\",\"type\":"
             "\"project.suspended\",\"v\":1}",
     NULL},
    {"nothing", "", "ends"},
    {"no object", "[]", "no object"},
    {"not canonical", "{ }", ""},
    {"without a time", "{" BY DATA "\"index\":3," TAIL, "`at`"},
    {"a time with an offset", "{\"at\":\"2026-11-24T01:02:03+00:00\"," BY DATA "\"index\":3," TAIL,
     "`at`"},
    {"a time that is a number", "{\"at\":1," BY DATA "\"index\":3," TAIL, "`at`"},
    {"without who acts", HEAD DATA "\"index\":3," TAIL, "`by`"},
    {"who acts without a person",
     HEAD "\"by\":{\"mandate\":\"m-1\",\"organisation\":\"o-1\"}," DATA "\"index\":3," TAIL,
     "`by`"},
    {"who acts with a name",
     HEAD "\"by\":{\"mandate\":\"m-1\",\"name\":\"Li\",\"organisation\":\"o-1\",\"person\":"
          "\"p-1\"}," DATA "\"index\":3," TAIL,
     "`by`"},
    {"who acts by an id that is none",
     HEAD "\"by\":{\"mandate\":\"m 1\",\"organisation\":\"o-1\",\"person\":\"p-1\"}," DATA
          "\"index\":3," TAIL,
     "ids"},
    {"without data", HEAD BY "\"index\":3," TAIL, "`data`"},
    {"data that is a text", HEAD BY "\"data\":\"x\",\"index\":3," TAIL, "`data`"},
    {"without an index", HEAD BY DATA TAIL, "`index`"},
    {"an index below 0", HEAD BY DATA "\"index\":-3," TAIL, "`index`"},
    {"a project that is no id", HEAD BY DATA "\"index\":3,\"project\":\"\"," TAIL, "`project`"},
    {"a project where there is none", HEAD BY DATA "\"index\":3,\"project\":\"P-1\"," TAIL,
     "of no project"},
    {"no project where there is one",
     HEAD BY "\"data\":{\"reason\":\"x\"},\"index\":3,\"type\":\"project.suspended\",\"v\":1}",
     "has to name a project"},
    {"an unknown type", HEAD BY DATA "\"index\":3,\"type\":\"group.sold\",\"v\":1}",
     "no such type: 'group.sold'"},
    {"without a type", HEAD BY DATA "\"index\":3,\"v\":1}", "no such type"},
    {"without a version", HEAD BY DATA "\"index\":3,\"type\":\"group.closed\"}", "`v`"},
    {"of a later version", HEAD BY DATA "\"index\":3,\"type\":\"group.closed\",\"v\":2}", "`v`"},
    {"with another member", HEAD BY DATA "\"index\":3,\"type\":\"group.closed\",\"v\":1,\"w\":1}",
     "a member"},
    {"data that lacks a field", HEAD BY "\"data\":{},\"index\":3," TAIL,
     "group.closed: group: it is missing"},
    {"data with a field too many",
     HEAD BY "\"data\":{\"group\":\"g-1\",\"why\":\"x\"},\"index\":3," TAIL,
     "group.closed: 'why': there is no such member"},
};

static void
a_leaf_reads(void **state)
{
    const struct leaf_row *r = *state;
    struct event ev;
    struct err e = {0};
    struct slice again;
    bool ok = event_read(&ev, &case_arena, slice_str(r->leaf), &e);
    assert_int_equal(ok, r->says == NULL);
    if (!ok && !strstr(e.msg, r->says))
        fail_msg("%s", e.msg);
    if (ok) {
        assert_true(event_write(&again, &case_arena, &ev, &e));
        assert_true(slice_eq(again, slice_str(r->leaf)));
    }
}

static void
a_leaf_has_a_ceiling(void **state)
{
    (void)state;
    struct err e = {0};
    struct event ev;
    uint8_t *p = NEW_ARRAY(&case_arena, uint8_t, EVENT_SIZE_MAX + 1);
    memset(p, '[', EVENT_SIZE_MAX + 1);
    assert_false(event_read(&ev, &case_arena, slice_of(p, EVENT_SIZE_MAX + 1), &e));
    assert_int_equal(e.code, ERR_LIMIT);

    assert_true(event_read(&ev, &case_arena, slice_str(leaf_rows[0].leaf), &e));
    struct json_node *data = json_copy(&case_arena, ev.data);
    json_put_text(&case_arena, data, "reason", SL("x"));
    ev.data = data;
    struct slice out;
    assert_true(event_write(&out, &case_arena, &ev, &e));
    ev.at = -1;
    assert_false(event_write(&out, &case_arena, &ev, &e));
    ev.at = INT64_C(253402300800);
    assert_false(event_write(&out, &case_arena, &ev, &e));
    ev.at = INT64_C(253402300799);
    assert_true(event_write(&out, &case_arena, &ev, &e));
    ev.index = UINT64_MAX;
    assert_false(event_write(&out, &case_arena, &ev, &e));
    ev.index = 0;
    ev.by.person = SL("");
    assert_false(event_write(&out, &case_arena, &ev, &e));
    ev.by.person = SL("p-1");
    ev.project = SL("P-1");
    assert_false(event_write(&out, &case_arena, &ev, &e));
}

/* Deep data is refused before anything walks into it. */
static void
data_has_a_depth(void **state)
{
    (void)state;
    const struct event_kind *k = event_kind_find(SL("process.adopted"));
    struct json_node data = example_of(k->fields, k->nfields), inner = json_of_int(1);
    for (size_t levels = 0; levels < EVENT_DATA_DEPTH + 2; levels++) {
        struct json_node *o = json_new_object(&case_arena);
        json_put_node(&case_arena, o, "x", &inner);
        inner = *o;
        for (size_t i = 0; i < data.n; i++)
            if (slice_eq(data.members[i].key, SL("process")))
                data.members[i].value = inner;
        assert_int_equal(fits(k, &data, "nested"), levels + 2 <= EVENT_DATA_DEPTH);
    }
}

/* ---- ids, instants, digests ------------------------------------------------------------------*/

static const struct {
    const char *text;
    bool valid;
} ids[] = {
    {"a", true},      {"A-1", true}, {"0", true},    {"x.y_z-1", true}, {"", false},
    {"-a", false},    {".a", false}, {"_a", false},  {"a b", false},    {"a/b", false},
    {"a\nb", false},  {"é", false},  {"a+b", false}, {"a:b", false},    {"名", false},
    {"a\x7f", false}, {"P-1", true}, {"a@b", false}, {"a`", false},     {"[a", false},
    {"{a", false},    {"a-", true},
};

static void
ids_are_plain(void **state)
{
    (void)state;
    char longest[EVENT_ID_MAX + 2];
    for (size_t i = 0; i < COUNT_OF(ids); i++)
        if (id_valid(slice_str(ids[i].text)) != ids[i].valid)
            fail_msg("'%s'", ids[i].text);
    memset(longest, 'z', sizeof longest);
    assert_true(id_valid(slice_of(longest, EVENT_ID_MAX)));
    assert_false(id_valid(slice_of(longest, EVENT_ID_MAX + 1)));
    assert_false(id_valid(slice_of("a\0b", 3)));
    for (unsigned c = 0; c < 256; c++) {
        uint8_t octet = (uint8_t)c;
        bool letter = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        assert_int_equal(id_valid(slice_of(&octet, 1)), letter);
    }
}

static const struct {
    const char *text;
    int64_t at; /* -1: none */
} instants[] = {
    {"1970-01-01T00:00:00Z", 0},
    {"1970-01-01T00:00:01Z", 1},
    {"2026-11-24T01:02:03Z", 1795482123},
    {"2024-02-29T23:59:59Z", 1709251199},
    {"9999-12-31T23:59:59Z", INT64_C(253402300799)},
    {"1969-12-31T23:59:59Z", -1},
    {"2023-02-29T00:00:00Z", -1},
    {"2026-00-01T00:00:00Z", -1},
    {"2026-13-01T00:00:00Z", -1},
    {"2026-11-00T00:00:00Z", -1},
    {"2026-11-31T00:00:00Z", -1},
    {"2026-11-24T24:00:00Z", -1},
    {"2026-11-24T01:60:00Z", -1},
    {"2026-11-24T01:02:60Z", -1},
    {"2026-11-24t01:02:03Z", -1},
    {"2026-11-24T01:02:03z", -1},
    {"2026-11-24 01:02:03Z", -1},
    {"2026-11-24T01:02:03", -1},
    {"2026-11-24T01:02:03.0Z", -1},
    {"+026-11-24T01:02:03Z", -1},
    {"2026-1 -24T01:02:03Z", -1},
    {"2026/11/24T01:02:03Z", -1},
    {"2026-11-24T01.02.03Z", -1},
    {"10000-01-01T00:00:00Z", -1},
    {"", -1},
};

static void
instants_are_utc(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(instants); i++) {
        int64_t at = -1;
        bool ok = instant_read(&at, slice_str(instants[i].text));
        if (ok != (instants[i].at >= 0) || (ok && at != instants[i].at))
            fail_msg("'%s' is %lld", instants[i].text, (long long)at);
        if (ok)
            assert_true(slice_eq(instant_text(&case_arena, at), slice_str(instants[i].text)));
    }
}

static void
digests_are_sha256(void **state)
{
    (void)state;
    assert_true(digest_valid(SL(DIGEST)));
    assert_true(digest_valid(digest_of(&case_arena, SL("abc"))));
    /* FIPS 180-2, B.1 */
    assert_true(slice_eq(digest_of(&case_arena, SL("abc")),
                         SL("sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015"
                            "ad")));
    char changed[] = DIGEST;
    for (size_t i = 0; i < sizeof DIGEST - 1; i++) {
        changed[i] = 'G';
        assert_false(digest_valid(slice_str(changed)));
        changed[i] = DIGEST[i];
    }
    assert_false(digest_valid(SL(DIGEST "0")));
    assert_false(digest_valid(slice_of(DIGEST, sizeof DIGEST - 2)));
    assert_false(digest_valid((struct slice){0}));
}

/* Words are compared whole. */
static void
words_are_whole(void **state)
{
    (void)state;
    const struct event_kind *k = event_kind_find(SL("mandate.granted"));
    struct json_node data = example_of(k->fields, k->nfields);
    static const struct {
        struct slice word;
        bool fits;
    } words[] = {
        {SL_INIT("chair"), true},     {SL_INIT("chairs"), false}, {SL_INIT("chai"), false},
        {SL_INIT("chair\0"), false},  {SL_INIT("c\0air"), false}, {SL_INIT("Chair"), false},
        {SL_INIT("secretary"), true}, {SL_INIT("c"), false},
    };
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        for (size_t m = 0; m < data.n; m++)
            if (slice_eq(data.members[m].key, SL("kind")))
                data.members[m].value = json_of_text(words[i].word);
        assert_int_equal(fits(k, &data, "kind"), words[i].fits);
    }
}

/* ---- sentences -------------------------------------------------------------------------------*/

static void
sentences_hold_names(void **state)
{
    (void)state;
    static const struct refusal_text text = {REFUSED_RULE, "a.rule", "{2} before {1}, {3}{x}{}",
                                             "{2}先于{1}"};
    struct refusal r = {0};
    struct arena *a = &case_arena;
    assert_false(refuse_as(&r, a, &text, SLICES(SL("one"), SL("{1}"))));
    assert_int_equal(r.code, REFUSED_RULE);
    assert_true(slice_eq(r.rule, SL("a.rule")));
    assert_true(slice_eq(r.en, SL("{1} before one, {3}{x}{}")));
    assert_true(slice_eq(r.zh, SL("{1}先于one")));

    /* A name out of an event is cut between characters, however long it is. */
    uint8_t *p = NEW_ARRAY(a, uint8_t, 3000);
    for (size_t i = 0; i < 3000; i += 3)
        memcpy(p + i, "名", 3);
    assert_false(refuse_as(&r, a, &text, SLICES(slice_of(p, 3000), SL("x"))));
    assert_int_equal(utf8_valid(r.en), r.en.n);
    assert_int_equal(utf8_valid(r.zh), r.zh.n);
    assert_true(r.en.n < 300);
    assert_false(refuse_as(NULL, a, &text, NO_SLICES)); /* nobody asks why */

    for (unsigned c = REFUSED_NOT; c <= REFUSED_CLOCK; c++)
        for (unsigned d = 0; d < c; d++)
            assert_string_not_equal(refusal_name((enum refusal_code)c),
                                    refusal_name((enum refusal_code)d));
}

int
main(void)
{
    CASES_TEST(sentences_hold_names);
    CASES_TEST(the_kinds_are_well_formed);
    for (size_t i = 0; i < nevent_kinds; i++)
        cases_add(event_kinds[i]->name, the_shape_holds, event_kinds[i]);
    CASES_TABLE(leaf_rows, a_leaf_reads);
    CASES_TEST(a_leaf_has_a_ceiling);
    CASES_TEST(data_has_a_depth);
    CASES_TEST(ids_are_plain);
    CASES_TEST(instants_are_utc);
    CASES_TEST(digests_are_sha256);
    CASES_TEST(words_are_whole);
    return cases_run("committee_event");
}
