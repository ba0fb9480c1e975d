/* SPDX-License-Identifier: Apache-2.0 */
#include "files.h"
#include "model/registry.h"
#include "support/cases.h"

#define TITLE "registry: r\ntitle: R\n"
#define HEAD TITLE "source: [{title: test}]\n"
#define NONE HEAD "attributes: {}\n"
#define AEAD HEAD "attributes:\n  aead: {type: bool, text: t}\n"
#define LIST HEAD "attributes:\n  in: {type: strings, text: t}\n"
#define ONE "name,code\nA,1\n"
#define PATH "data/registry/r.yaml"
#define TABLE "data/registry/r.csv"
#define LIST_SAYS TABLE ":2: column 'in': must be a list with ';'"

struct row {
    const char *name;
    const char *head;  /* r.yaml */
    const char *table; /* r.csv, or null: not there */
    const char *says;  /* null: it loads */
};

static const struct row rows[] = {
    {"smallest", NONE, ONE, NULL},
    {"columns in another order", AEAD, "aead,code,name\ntrue,1,A\n", NULL},
    {"two elements of one code", NONE, "name,code\nA,1\nB,1\n", NULL},
    {"line ends of a spreadsheet", AEAD, "name,code,aead\r\n\"A\",1,false\r\n", NULL},
    {"smallest and largest code", NONE, "name,code\nA,0\nB,0xFFFFFFFF\n", NULL},
    {"a text may hold anything", HEAD "attributes:\n  a: {type: string, text: t}\n",
     "name,code,a\nA,1,\"x; y, z\"\n", NULL},

    {"not the file's name", "registry: s\ntitle: R\nsource: [{title: t}]\nattributes: {}\n", ONE,
     PATH ":1:1: registry 's' is not the file's name"},
    {"no source", TITLE "attributes: {}\n", ONE, "key 'source' is missing"},
    {"empty source", TITLE "source: []\nattributes: {}\n", ONE, PATH ":3:9: 'source' is empty"},
    {"source without a title", TITLE "source: [{url: u}]\nattributes: {}\n", ONE,
     PATH ":3:10: key 'title' is missing"},
    {"unknown key", HEAD "atributes: {}\n", ONE,
     PATH ":4:1: unknown key 'atributes', did you mean 'attributes'?"},
    {"elements in the YAML file", NONE "elements: [{name: A, code: 1}]\n", ONE,
     PATH ":5:1: unknown key 'elements'"},
    {"unknown type", HEAD "attributes:\n  a: {type: boole, text: t}\n", ONE,
     PATH ":5:13: unknown value 'boole', did you mean 'bool'?"},
    {"name declared", HEAD "attributes:\n  name: {type: string, text: t}\n", ONE,
     PATH ":5:3: every element has 'name' by itself"},
    {"not YAML", "registry: [\n", ONE, "not YAML"},

    {"no table", NONE, NULL, TABLE},
    {"not CSV", NONE, "name,code\nA\"B\",1\n", TABLE ":2: a quote out of place"},
    {"no elements", NONE, "name,code\n", TABLE ":1: a registry has 1 to 1024 elements"},
    {"column missing", AEAD, ONE, TABLE ":1: no column 'aead', add it"},
    {"name missing", NONE, "code\n1\n", TABLE ":1: no column 'name'"},
    {"attribute misspelt", AEAD, "name,code,aed\nA,1,true\n",
     TABLE ":1: unknown attribute 'aed', did you mean 'aead'?"},
    {"attribute not declared", AEAD, "name,code,aead,size\nA,1,true,1\n",
     TABLE ":1: unknown attribute 'size', declare it"},
    {"a value missing", AEAD, "name,code,aead\nA,1,true\nB,2\n", TABLE ":3: 2 fields, where"},
    {"wrong type", AEAD, "name,code,aead\nA,1,yes\n",
     TABLE ":2: column 'aead': must be true or false"},
    {"no value", AEAD, "name,code,aead\nA,1,\n", TABLE ":2: column 'aead': must be true"},
    {"element twice", NONE, "name,code\nA,1\nB,2\nA,3\n",
     TABLE ":4: element 'A' stands here twice"},
    {"empty name", NONE, "name,code\nA,1\n,2\n", TABLE ":3: the element's name is empty"},
    {"negative code", NONE, "name,code\nA,-1\n", TABLE ":2: the element's code must be from 0"},
    {"code too large", NONE, "name,code\nA,0x100000000\n", "code must be from 0"},
    {"code in words", NONE, "name,code\nA,one\n",
     TABLE ":2: column 'code': must be a whole number"},
    {"code with a space", NONE, "name,code\nA, 1\n", "column 'code': must be a whole number"},
    {"space behind ';'", LIST, "name,code,in\nA,1,x; y\n", LIST_SAYS},
    {"space in front of ';'", LIST, "name,code,in\nA,1,x ;y\n", LIST_SAYS},
    {"';' in front", LIST, "name,code,in\nA,1,;x\n", LIST_SAYS},
    {"';' behind", LIST, "name,code,in\nA,1,x;\n", LIST_SAYS},
    {"two ';'", LIST, "name,code,in\nA,1,x;;y\n", LIST_SAYS},
    {"';' alone", LIST, "name,code,in\nA,1,;\n", LIST_SAYS},
};

static void
load_row(void **state)
{
    const struct row *r = *state;
    struct data_folder d;
    struct registry out;
    struct err e = {0};
    data_folder_init(&d);
    data_folder_put(&d, "registry/r.yaml", r->head);
    if (r->table)
        data_folder_put(&d, "registry/r.csv", r->table);
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
    assert_true(slice_eq(el->attr[at - r.attributes].list.v[1], SL("T2")));
    assert_int_equal(r.elements[3].attr[at - r.attributes].list.n, 0);
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
    data_folder_put(&d, "registry/r.yaml", NONE);
    data_folder_put(&d, "registry/r.csv", "name,code\nZ,9\nA,5\nB,9\nC,5\n");
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
