/* SPDX-License-Identifier: Apache-2.0 */
#include "support/cases.h"
#include "text/yaml.h"

#include <stdio.h>

/* ---- parsing: what is refused, and where ---------------------------------------------------- */

struct parse_row {
    const char *name;
    struct slice in;
    enum err_code want;
    const char *says; /* null: it parses */
};

static const struct parse_row parse_rows[] = {
    {"mapping", SL_INIT("a: 1\nb: [x, y]\nc: {d: e}\n"), ERR_NONE, NULL},
    {"NO stays text", SL_INIT("country: NO\n"), ERR_NONE, NULL},
    {"version directive", SL_INIT("%YAML 1.1\n---\na: 1\n"), ERR_NONE, NULL},
    {"empty", SL_INIT(""), ERR_INPUT, "f.yaml:1:1: the file is empty"},
    {"only a comment", SL_INIT("# nothing\n"), ERR_INPUT, "f.yaml:1:1: the file is empty"},
    {"duplicate key", SL_INIT("a: 1\nb: 2\na: 3\n"), ERR_INPUT,
     "f.yaml:3:1: key 'a' stands here twice"},
    {"duplicate key, other quotes", SL_INIT("a: 1\n\"a\": 3\n"), ERR_INPUT, "f.yaml:2:1: key 'a'"},
    {"duplicate key in a large mapping",
     SL_INIT("{k0: 1, k1: 1, k2: 1, k3: 1, k4: 1, k5: 1, k6: 1, k7: 1, k8: 1, k9: 1,\n"
             "l0: 1, l1: 1, l2: 1, l3: 1, l4: 1, l5: 1, l6: 1, l7: 1, l8: 1, l9: 1,\n"
             "m0: 1, m1: 1, m2: 1, m3: 1, m4: 1, m5: 1, m6: 1, m7: 1, m8: 1, m9: 1, m10: 1, m11: "
             "1, m12: 1,\n k3: 2}"),
     ERR_INPUT, "f.yaml:4:2: key 'k3' stands here twice"},
    {"duplicate nested key", SL_INIT("x:\n  - {a: 1, a: 2}\n"), ERR_INPUT, "f.yaml:2:12:"},
    {"anchor", SL_INIT("a: &x 1\n"), ERR_INPUT, "f.yaml:1:4: anchors"},
    {"anchor on a list", SL_INIT("a: &x [1]\n"), ERR_INPUT, "anchors"},
    {"anchor on a key", SL_INIT("&x a: 1\n"), ERR_INPUT, "anchors"},
    {"alias", SL_INIT("a: *x\n"), ERR_INPUT, "f.yaml:1:4: aliases"},
    {"alias as a key", SL_INIT("*x : 1\n"), ERR_INPUT, "aliases"},
    {"tag", SL_INIT("a: !!str 1\n"), ERR_INPUT, "f.yaml:1:4: anchors (&) and tags (!)"},
    {"non-specific tag", SL_INIT("a: ! 1\n"), ERR_INPUT, "tags"},
    {"tag on a mapping", SL_INIT("!x {a: 1}\n"), ERR_INPUT, "tags"},
    {"list as a key", SL_INIT("? [a]\n: 1\n"), ERR_INPUT, "f.yaml:1:3: a key must be"},
    {"mapping as a key", SL_INIT("{{a: 1}: 2}\n"), ERR_INPUT, "a key must be"},
    {"two documents", SL_INIT("a: 1\n---\nb: 2\n"), ERR_INPUT, "f.yaml:2:1: a second document"},
    {"bracket left open", SL_INIT("a: [1, 2\nb: 3\n"), ERR_INPUT, "f.yaml:2:2: not YAML"},
    {"quote left open", SL_INIT("a: 'x\n"), ERR_INPUT, "not YAML"},
    {"tab as indentation", SL_INIT("a:\n\tb: 1\n"), ERR_INPUT, "f.yaml:2:1: not YAML"},
    {"not UTF-8", SL_INIT("a: \xff\n"), ERR_INPUT, "save the file as UTF-8"},
    {"NUL", SL_INIT("a: \0x\n"), ERR_INPUT, "not YAML"},
    {"UTF-16",
     SL_INIT("\xff\xfe"
             "a\0:\0"),
     ERR_INPUT, "save the file as UTF-8"},
    {"unknown escape", SL_INIT("a: \"\\q\"\n"), ERR_INPUT, "f.yaml:1:5: not YAML"},
};

static void
parse_row(void **state)
{
    const struct parse_row *r = *state;
    struct yaml_doc d;
    struct err e = {0};
    bool ok = yaml_parse(&d, &case_arena, SL("f.yaml"), r->in, &e);
    if (!r->says)
        assert_string_equal(e.msg, "");
    assert_int_equal(ok, r->says == NULL);
    assert_int_equal(e.code, r->want);
    if (r->says && !strstr(e.msg, r->says))
        fail_msg("'%s' does not say '%s'", e.msg, r->says);
}

static void
too_deep(void **state)
{
    (void)state;
    char text[2 * YAML_DEPTH_MAX + 8];
    struct yaml_doc d;
    struct err e = {0};
    memset(text, '[', YAML_DEPTH_MAX + 1);
    memset(text + YAML_DEPTH_MAX + 1, ']', YAML_DEPTH_MAX + 1);
    assert_true(yaml_parse(&d, &case_arena, SL("f"), slice_of(text + 1, 2 * YAML_DEPTH_MAX), &e));
    assert_false(yaml_parse(&d, &case_arena, SL("f"), slice_of(text, 2 * YAML_DEPTH_MAX + 2), &e));
    assert_non_null(strstr(e.msg, "nested deeper"));
}

static void
tree(void **state)
{
    (void)state;
    struct yaml_doc d;
    struct err e = {0};
    assert_true(yaml_parse(&d, &case_arena, SL("f"),
                           SL("# c\nname: \"x y\"\nlist:\n  - one\n  - 'two'\nmap: {k: v}\n"), &e));
    assert_int_equal(d.root->n, 3);
    const struct yaml_node *name = yaml_get(d.root, SL("name"));
    assert_int_equal(name->line, 2);
    assert_int_equal(name->column, 7);
    assert_int_equal(name->key_column, 1);
    assert_int_equal(name->style, YAML_DOUBLE);
    const struct yaml_node *list = yaml_get(d.root, SL("list"));
    assert_int_equal(list->n, 2);
    assert_int_equal(list->first->next->line, 5);
    assert_int_equal(list->first->next->column, 5);
    assert_true(slice_eq(list->first->next->text, SL("two")));
    assert_null(list->first->next->next);
    assert_true(slice_eq(yaml_get(yaml_get(d.root, SL("map")), SL("k"))->text, SL("v")));
    assert_null(yaml_get(d.root, SL("nam")));
}

/* ---- reading by table ----------------------------------------------------------------------- */

struct sample {
    struct slice name;
    bool on;
    int64_t count;
    struct slices tags;
    const struct yaml_node *map, *list, *any;
};

static const struct yaml_member sample_members[] = {
    {"name", YAML_AS_TEXT, true, offsetof(struct sample, name)},
    {"on", YAML_AS_BOOL, false, offsetof(struct sample, on)},
    {"count", YAML_AS_INT, false, offsetof(struct sample, count)},
    {"tags", YAML_AS_TEXTS, false, offsetof(struct sample, tags)},
    {"map", YAML_AS_MAP, false, offsetof(struct sample, map)},
    {"list", YAML_AS_LIST, false, offsetof(struct sample, list)},
    {"any", YAML_AS_NODE, false, offsetof(struct sample, any)},
};

struct read_row {
    const char *name;
    const char *in;
    const char *says;
};

static const struct read_row read_rows[] = {
    {"all members", "{name: x, on: true, count: 0x10, tags: [a, b], map: {}, list: [], any: x}",
     NULL},
    {"only what is required", "{name: \"\"}", NULL},
    {"missing key", "on: true", "f:1:1: key 'name' is missing here"},
    {"unknown key, near", "{name: x, taggs: []}",
     "f:1:11: unknown key 'taggs', did you mean 'tags'?"},
    {"unknown key, far", "{name: x, zebra: 1}", "unknown key 'zebra', known are name, on, count"},
    {"wrong case", "{Name: x}", "did you mean 'name'?"},
    {"text without a value", "name:", "f:1:6: 'name' has no value"},
    {"text is a list", "name: [x]", "f:1:7: 'name' must be a single value, this is a list"},
    {"bool in quotes", "{name: x, on: \"true\"}", "f:1:15: 'on' must be true or false"},
    {"bool as yes", "{name: x, on: yes}", "'on' must be true or false"},
    {"bool is a mapping", "{name: x, on: {}}", "'on' must be true or false"},
    {"int in quotes", "{name: x, count: '1'}", "'count' must be a whole number"},
    {"int with a fraction", "{name: x, count: 1.5}", "'count' must be a whole number"},
    {"int too large", "{name: x, count: 99999999999999999999}", "'count' must be a whole number"},
    {"int empty", "{name: x, count: }", "'count' must be a whole number"},
    {"texts is a text", "{name: x, tags: a}", "'tags' must be a list, this is a single value"},
    {"texts holds a list", "{name: x, tags: [[a]]}", "f:1:18: here must stand a single value"},
    {"texts holds nothing", "{name: x, tags: [a, , b]}", "not YAML"},
    {"map is a list", "{name: x, map: []}", "'map' must be a mapping, this is a list"},
    {"list is a map", "{name: x, list: {}}", "'list' must be a list, this is a mapping"},
    {"root is a list", "[1]", "here must stand a mapping, this is a list"},
};

static void
read_row(void **state)
{
    const struct read_row *r = *state;
    struct yaml_doc d;
    struct sample s = {0};
    struct err e = {0};
    bool ok = yaml_parse(&d, &case_arena, SL("f"), slice_str(r->in), &e) &&
              yaml_read(&d, d.root, sample_members, COUNT_OF(sample_members), &case_arena, &s, &e);
    if (!r->says) {
        assert_string_equal(e.msg, "");
        assert_true(ok);
        return;
    }
    assert_false(ok);
    if (!strstr(e.msg, r->says))
        fail_msg("'%s' does not say '%s'", e.msg, r->says);
}

static void
read_values(void **state)
{
    (void)state;
    struct yaml_doc d;
    struct sample s = {0};
    struct err e = {0};
    assert_true(yaml_parse(&d, &case_arena, SL("f"), slice_str(read_rows[0].in), &e));
    assert_true(
        yaml_read(&d, d.root, sample_members, COUNT_OF(sample_members), &case_arena, &s, &e));
    assert_true(slice_eq(s.name, SL("x")));
    assert_true(s.on);
    assert_int_equal(s.count, 16);
    assert_int_equal(s.tags.n, 2);
    assert_true(slice_eq(s.tags.v[1], SL("b")));
    assert_non_null(s.map);
    assert_non_null(s.list);
    assert_true(slice_eq(s.any->text, SL("x")));
}

static void
choices(void **state)
{
    (void)state;
    static const char *const names[] = {"shall", "should", "may"};
    struct yaml_doc d;
    struct err e = {0};
    size_t got = 9;
    assert_true(yaml_parse(&d, &case_arena, SL("f"), SL("[should, shal, [], zzz]"), &e));
    const struct yaml_node *n = d.root->first;
    assert_true(yaml_choice(&d, n, names, 3, &got, &e));
    assert_int_equal(got, 1);
    n = n->next;
    assert_false(yaml_choice(&d, n, names, 3, &got, &e));
    assert_string_equal(e.msg, "f:1:10: unknown value 'shal', did you mean 'shall'?");
    n = n->next;
    assert_false(yaml_choice(&d, n, names, 3, &got, &e));
    n = n->next;
    assert_false(yaml_choice(&d, n, names, 3, &got, &e));
    assert_string_equal(e.msg, "f:1:20: unknown value 'zzz', known are shall, should, may");
}

/* ---- places --------------------------------------------------------------------------------- */

struct place_row {
    const char *name;
    struct slice in;       /* a mapping with the key k */
    const char *find;      /* a text inside k's value … */
    unsigned line, column; /* … and where it stands in the file */
};

static const struct place_row place_rows[] = {
    {"plain", SL_INIT("k: abc def\n"), "def", 1, 8},
    {"plain at its start", SL_INIT("k: abc\n"), "abc", 1, 4},
    {"plain over two lines", SL_INIT("k: abc\n  def ghi\n"), "ghi", 2, 7},
    {"plain with a blank line", SL_INIT("k: abc\n\n  def\n"), "def", 3, 3},
    {"single", SL_INIT("k: 'abc def'\n"), "def", 1, 9},
    {"single with a quote", SL_INIT("k: 'it''s def'\n"), "def", 1, 11},
    {"single behind other letters", SL_INIT("k: 'äö def'\n"), "def", 1, 8},
    {"single behind a word in Chinese", SL_INIT("x: 中文\nk: '中 def'\n"), "def", 2, 7},
    {"single over two lines", SL_INIT("k: 'abc\n   def ghi'\n"), "ghi", 2, 8},
    {"double", SL_INIT("k: \"abc def\"\n"), "def", 1, 9},
    {"double with quotes", SL_INIT("k: \"a \\\"b\\\" def\"\n"), "def", 1, 13},
    {"double with a code point", SL_INIT("k: \"\\u4e2d def\"\n"), "def", 1, 12},
    {"double with a joined line", SL_INIT("k: \"ab\\\n    c def\"\n"), "def", 2, 7},
    {"literal", SL_INIT("k: |\n  abc\n  def\n"), "def", 3, 3},
    {"literal, indented more", SL_INIT("k: |\n  abc\n    def\n"), "def", 3, 5},
    {"folded", SL_INIT("k: >-\n  abc\n  def ghi\n"), "ghi", 3, 7},
    {"flow mapping", SL_INIT("{a: 1, k: 'abc def'}"), "def", 1, 16},
};

static void
place_row(void **state)
{
    const struct place_row *r = *state;
    struct yaml_doc d;
    struct err e = {0};
    assert_true(yaml_parse(&d, &case_arena, SL("f"), r->in, &e));
    const struct yaml_node *n = yaml_get(d.root, SL("k"));
    size_t offset = slice_find(n->text, slice_str(r->find));
    assert_int_not_equal(offset, SIZE_MAX);
    uint32_t line = 0, column = 0;
    yaml_place(&d, n, offset, &line, &column);
    assert_int_equal(line, r->line);
    assert_int_equal(column, r->column);
    /* Past the end: wherever it says, it must not run away. */
    yaml_place(&d, n, 100000, &line, &column);
    assert_true(line <= 10);
}

static void
long_file_name(void **state)
{
    (void)state;
    char name[1000];
    memset(name, 'n', sizeof name);
    struct yaml_doc d;
    struct err e = {0};
    assert_false(yaml_parse(&d, &case_arena, slice_of(name, sizeof name), SL("a: *x"), &e));
    assert_non_null(strstr(e.msg, "nn:1:4: aliases"));
}

int
main(void)
{
    CASES_TABLE(parse_rows, parse_row);
    CASES_TABLE(read_rows, read_row);
    CASES_TABLE(place_rows, place_row);
    CASES_TEST(too_deep);
    CASES_TEST(tree);
    CASES_TEST(read_values);
    CASES_TEST(choices);
    CASES_TEST(long_file_name);
    return cases_run("text/yaml");
}
