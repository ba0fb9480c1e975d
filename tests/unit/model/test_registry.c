/* SPDX-License-Identifier: Apache-2.0 */
#include "files.h"
#include "model/registry.h"
#include "support/cases.h"

#define HEAD "registry: r\ntitle: R\nsource: [{title: test}]\n"
#define ATTRIBUTES "attributes:\n  aead: {type: bool, text: t}\n"
#define PATH "data/registry/r.yaml"

struct row {
    const char *name;
    const char *text;
    const char *says; /* null: it loads */
};

static const struct row rows[] = {
    {"smallest", HEAD "attributes: {}\nelements: [{name: A, code: 1}]\n", NULL},
    {"attributes in another order", HEAD ATTRIBUTES "elements: [{aead: true, code: 1, name: A}]\n",
     NULL},
    {"two elements of one code",
     HEAD "attributes: {}\nelements: [{name: A, code: 1}, {name: B, code: 1}]\n", NULL},
    {"not the file's name",
     "registry: s\ntitle: R\nsource: [{title: t}]\nattributes: {}\nelements: [{name: A, code: "
     "1}]\n",
     PATH ":1:1: registry 's' is not the file's name"},
    {"no source", "registry: r\ntitle: R\nattributes: {}\nelements: [{name: A, code: 1}]\n",
     "key 'source' is missing"},
    {"empty source",
     "registry: r\ntitle: R\nsource: []\nattributes: {}\nelements: [{name: A, code: 1}]\n",
     PATH ":3:9: 'source' is empty"},
    {"source without a title",
     "registry: r\ntitle: R\nsource: [{url: u}]\nattributes: {}\nelements: [{name: A, code: 1}]\n",
     PATH ":3:10: key 'title' is missing"},
    {"no elements", HEAD "attributes: {}\nelements: []\n",
     PATH ":5:11: a registry has 1 to 1024 elements"},
    {"unknown key", HEAD "atributes: {}\nelements: []\n",
     PATH ":4:1: unknown key 'atributes', did you mean 'attributes'?"},
    {"unknown type",
     HEAD "attributes:\n  a: {type: boole, text: t}\nelements: [{name: A, code: 1}]\n",
     PATH ":5:13: unknown value 'boole', did you mean 'bool'?"},
    {"name declared",
     HEAD "attributes:\n  name: {type: string, text: t}\nelements: [{name: A, code: 1}]\n",
     PATH ":5:3: every element has 'name' by itself"},
    {"attribute missing", HEAD ATTRIBUTES "elements:\n  - {name: A, code: 1}\n",
     PATH ":7:5: attribute 'aead' is missing"},
    {"name missing", HEAD "attributes: {}\nelements: [{code: 1}]\n", "attribute 'name' is missing"},
    {"attribute misspelt", HEAD ATTRIBUTES "elements:\n  - {name: A, code: 1, aed: true}\n",
     PATH ":7:24: unknown attribute 'aed', did you mean 'aead'?"},
    {"attribute not declared",
     HEAD ATTRIBUTES "elements:\n  - {name: A, code: 1, aead: true, size: 1}\n",
     "unknown attribute 'size', declare it"},
    {"wrong type", HEAD ATTRIBUTES "elements:\n  - {name: A, code: 1, aead: yes}\n",
     PATH ":7:30: 'aead' must be true or false"},
    {"element twice",
     HEAD "attributes: {}\nelements:\n  - {name: A, code: 1}\n  - {name: A, code: 2}\n",
     PATH ":7:5: element 'A' stands here twice"},
    {"empty name", HEAD "attributes: {}\nelements: [{name: \"\", code: 1}]\n", "name is empty"},
    {"negative code", HEAD "attributes: {}\nelements: [{name: A, code: -1}]\n",
     "code must be from 0"},
    {"code too large", HEAD "attributes: {}\nelements: [{name: A, code: 0x100000000}]\n",
     "code must be from 0"},
    {"code in words", HEAD "attributes: {}\nelements: [{name: A, code: one}]\n",
     "'code' must be a whole number"},
    {"element is a text", HEAD "attributes: {}\nelements: [A]\n", "here must stand a mapping"},
    {"not YAML", "registry: [\n", "not YAML"},
};

static void
load_row(void **state)
{
    const struct row *r = *state;
    struct data_folder d;
    struct registry out;
    struct err e = {0};
    data_folder_init(&d);
    data_folder_put(&d, "registry/r.yaml", r->text);
    struct env env = data_folder_env(&d);
    bool ok = registry_load(&out, &case_arena, &env, PATH, &e);
    if (!r->says)
        assert_string_equal(e.msg, "");
    assert_int_equal(ok, r->says == NULL);
    if (r->says && !strstr(e.msg, r->says))
        fail_msg("'%s' does not say '%s'", e.msg, r->says);
}

static void
look_up(void **state)
{
    (void)state;
    struct data_folder d;
    struct registry r;
    struct err e = {0};
    data_folder_init(&d);
    struct env env = data_folder_env(&d);
    assert_true(registry_load(&r, &case_arena, &env, "data/registry/suites.yaml", &e));
    assert_int_equal(r.n, 4);
    assert_int_equal(r.nattributes, 6);
    const struct element *el = registry_by_name(&r, SL("RSA_CBC"));
    assert_int_equal(registry_index(&r, el), 2);
    assert_int_equal(el->code, 0x2f);
    assert_true(slice_eq(el->attr[0].s, SL("RSA_CBC")));
    assert_int_equal(el->attr[1].i, 0x2f);
    const struct attribute *at = registry_attribute(&r, SL("versions"));
    assert_int_equal(at->type, ATTRIBUTE_STRINGS);
    assert_int_equal(el->attr[at - r.attributes].list.n, 2);
    assert_null(registry_by_name(&r, SL("rsa_cbc")));
    assert_null(registry_attribute(&r, SL("mac")));
    assert_ptr_equal(registry_by_code(&r, 0x2f), el);
    assert_ptr_equal(registry_by_code(&r, 0xc013), &r.elements[1]);
    assert_null(registry_by_code(&r, 0x1302));
    assert_null(registry_by_code(&r, UINT32_MAX));
}

/* The first in file order, whatever the order of codes. */
static void
code_of_two(void **state)
{
    (void)state;
    struct data_folder d;
    struct registry r;
    struct err e = {0};
    data_folder_init(&d);
    data_folder_put(&d, "registry/r.yaml",
                    HEAD
                    "attributes: {}\nelements: [{name: Z, code: 9}, {name: A, code: 5}, {name: B, "
                    "code: 9}, {name: C, code: 5}]\n");
    struct env env = data_folder_env(&d);
    assert_true(registry_load(&r, &case_arena, &env, PATH, &e));
    assert_true(slice_eq(registry_by_code(&r, 9)->name, SL("Z")));
    assert_true(slice_eq(registry_by_code(&r, 5)->name, SL("A")));
}

int
main(void)
{
    CASES_TABLE(rows, load_row);
    CASES_TEST(look_up);
    CASES_TEST(code_of_two);
    return cases_run("model/registry");
}
