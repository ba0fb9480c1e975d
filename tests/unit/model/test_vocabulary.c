/* SPDX-License-Identifier: Apache-2.0 */
#include "files.h"
#include "model/evidence.h"
#include "support/cases.h"

#define PATH "data/vocabulary/k.yaml"
#define HEAD "kind: k\ntitle: K\nfields:\n"
#define TEXT "label: l, text: t, collect: c}\n"

struct row {
    const char *name;
    const char *text;
    const char *says;
};

static const struct row rows[] = {
    {"one of each type",
     HEAD "  b: {type: bool, " TEXT "  i: {type: int, unit: bit, " TEXT "  s: {type: string, " TEXT
          "  l: {type: strings, " TEXT "  t: {type: time, " TEXT
          "  e: {type: set, registry: suites, " TEXT,
     NULL},
    {"dotted paths",
     HEAD "  a.b: {type: bool, " TEXT "  a.c.d: {type: bool, " TEXT "  ab: {type: bool, " TEXT,
     NULL},
    {"not the file's name", "kind: j\ntitle: K\nfields:\n  b: {type: bool, " TEXT,
     PATH ":1:1: kind 'j' is not the file's name"},
    {"no fields", "kind: k\ntitle: K\nfields: {}\n", PATH ":3:9: a kind has 1 to 128 fields"},
    {"unknown type", HEAD "  b: {type: boolean, " TEXT, PATH ":4:13: unknown value 'boolean'"},
    {"no text", HEAD "  b: {type: bool, label: l, collect: c}\n",
     PATH ":4:6: key 'text' is missing"},
    {"no label", HEAD "  b: {type: bool, text: t, collect: c}\n",
     PATH ":4:6: key 'label' is missing"},
    {"empty label", HEAD "  b: {type: bool, label: '', text: t, collect: c}\n", "a label has"},
    {"a label that is a sentence",
     HEAD "  b: {type: bool, label: "
          "a2345678901234567890123456789012345678901234567890123456789xx, text: t, collect: c}\n",
     PATH ":4:3: a label has 1 to 60 octets"},
    {"set without registry", HEAD "  e: {type: set, " TEXT,
     PATH ":4:3: a set, and only a set, names its 'registry'"},
    {"registry without set", HEAD "  e: {type: bool, registry: suites, " TEXT, "only a set"},
    {"unknown registry", HEAD "  e: {type: set, registry: suits, " TEXT,
     PATH ":4:28: unknown registry 'suits', did you mean 'suites'?"},
    {"int without unit", HEAD "  i: {type: int, " TEXT, PATH ":4:3: an int has a 'unit'"},
    {"unit without int", HEAD "  i: {type: bool, unit: bit, " TEXT, "only an int has a 'unit'"},
    {"one_of without string", HEAD "  i: {type: bool, one_of: [a], " TEXT,
     "only a string has 'one_of'"},
    {"upper case", HEAD "  Role: {type: bool, " TEXT,
     PATH ":4:3: a field is named by small letters"},
    {"leading digit", HEAD "  2a: {type: bool, " TEXT, "small letters"},
    {"leading dot", HEAD "  .a: {type: bool, " TEXT, "small letters"},
    {"trailing dot", HEAD "  a.: {type: bool, " TEXT, "small letters"},
    {"two dots", HEAD "  a..b: {type: bool, " TEXT, "small letters"},
    {"part behind a dot starts with a digit", HEAD "  a.2: {type: bool, " TEXT, "small letters"},
    {"value and part of it", HEAD "  key: {type: bool, " TEXT "  key.bits: {type: bool, " TEXT,
     PATH ":5:3: 'key.bits' is the value or a part of field 'key'"},
    {"part, then value", HEAD "  key.bits: {type: bool, " TEXT "  key: {type: bool, " TEXT,
     "'key' is the value or a part"},
};

static bool
load(struct kind *out, struct registry regs[2], const char *text, struct err *e)
{
    struct data_folder d;
    data_folder_init(&d);
    data_folder_put(&d, "vocabulary/k.yaml", text);
    struct env env = data_folder_env(&d);
    return registry_load(&regs[0], &case_arena, &env, "data/registry/suites.yaml", e) &&
           registry_load(&regs[1], &case_arena, &env, "data/registry/versions.yaml", e) &&
           kind_load(out, &case_arena, &env, regs, 2, PATH, e);
}

static void
load_row(void **state)
{
    const struct row *r = *state;
    struct registry regs[2];
    struct kind k;
    struct err e = {0};
    bool ok = load(&k, regs, r->text, &e);
    if (!r->says)
        assert_string_equal(e.msg, "");
    assert_int_equal(ok, r->says == NULL);
    if (r->says && !strstr(e.msg, r->says))
        fail_msg("'%s' does not say '%s'", e.msg, r->says);
}

static void
evidence(void **state)
{
    (void)state;
    struct registry regs[2];
    struct kind k;
    struct err e = {0};
    assert_true(load(&k, regs, rows[0].text, &e));
    const struct field *set = kind_field(&k, SL("e"));
    assert_ptr_equal(set->registry, &regs[0]);
    assert_null(kind_field(&k, SL("x")));
    struct asset as;
    asset_init(&as, &case_arena, &k, SL("id"), SL("name"));
    for (size_t i = 0; i < k.n; i++)
        assert_false(as.facts[i].known);
    struct fact *f = asset_fact(&as, SL("e"));
    assert_null(asset_fact(&as, SL("x")));
    for (size_t i = 0; i + 1 < regs[0].n; i++)
        fact_element(f, i, i == 1);
    fact_settle(f, regs[0].n);
    assert_false(f->known);
    fact_element(f, regs[0].n - 1, true);
    fact_settle(f, regs[0].n);
    assert_true(f->known);
    assert_int_equal(bits_count(f->truth_bits, regs[0].n), 2);
    fact_element(f, 1, false);
    assert_int_equal(bits_count(f->truth_bits, regs[0].n), 1);
    fact_int(asset_fact(&as, SL("i")), -5);
    assert_true(asset_fact(&as, SL("i"))->known);
    fact_unknown(asset_fact(&as, SL("i")), SL("why"));
    assert_false(asset_fact(&as, SL("i"))->known);
    assert_true(slice_eq(asset_fact(&as, SL("i"))->reason, SL("why")));
}

static void
by_path(void **state)
{
    (void)state;
    struct registry regs[2];
    struct kind k;
    struct err e = {0};
    struct slice words[] = {SL("a"), SL("b")};
    assert_true(load(&k, regs, rows[0].text, &e));
    struct asset as;
    asset_init(&as, &case_arena, &k, SL("id"), SL("name"));
    asset_bool(&as, "x", true);
    asset_int(&as, "x", 1);
    asset_string(&as, "x", SL("a"));
    asset_list(&as, "x", (struct slices){words, 2});
    asset_unknown(&as, "x", SL("why"));
    for (size_t i = 0; i < k.n; i++)
        assert_true(!as.facts[i].known && as.facts[i].reason.n == 0);
    asset_bool(&as, "b", true);
    asset_int(&as, "i", -5);
    asset_string(&as, "s", SL("a"));
    asset_list(&as, "l", (struct slices){words, 2});
    assert_true(asset_fact(&as, SL("b"))->known && asset_fact(&as, SL("b"))->b);
    assert_int_equal(asset_fact(&as, SL("i"))->i, -5);
    assert_true(slice_eq(asset_fact(&as, SL("s"))->s, SL("a")));
    assert_int_equal(asset_fact(&as, SL("l"))->list.n, 2);
    asset_unknown(&as, "l", SL("why"));
    assert_false(asset_fact(&as, SL("l"))->known);
    assert_true(slice_eq(asset_fact(&as, SL("l"))->reason, SL("why")));
    asset_list(&as, "l", (struct slices){0});
    assert_true(asset_fact(&as, SL("l"))->known);
}

int
main(void)
{
    CASES_TABLE(rows, load_row);
    CASES_TEST(evidence);
    CASES_TEST(by_path);
    return cases_run("model/vocabulary");
}
