/* SPDX-License-Identifier: Apache-2.0 */
#include "support/cases.h"
#include "text/json_build.h"
#include "text/json_canonical.h"

static void
says(const struct json_node *n, const char *want)
{
    struct slice out;
    struct err e = {0};
    assert_true(json_canonical(&out, &case_arena, n, 1 << 20, &e));
    assert_int_equal(out.n, strlen(want));
    assert_memory_equal(out.p, want, out.n);
}

static void
a_leaf_is_built(void **state)
{
    (void)state;
    struct arena *a = &case_arena;
    struct json_node *by = json_new_object(a);
    json_put_text(a, by, "person", SL("p-3"));
    json_put_text_if(a, by, "organisation", SL("o-12"));
    json_put_text_if(a, by, "mandate", SL(""));
    struct json_node *list = json_new_array(a);
    json_push_int(a, list, -1);
    json_push_text(a, list, SL("x"));
    json_push_node(a, list, json_new_array(a));
    struct slice texts[] = {SL("b"), SL("a")};
    struct json_node *o = json_new_object(a);
    json_put_int(a, o, "v", 1);
    json_put_bool(a, o, "ok", true);
    json_put_node(a, o, "list", list);
    json_put_node(a, o, "by", by);
    json_put_texts(a, o, "texts", &(struct slices){texts, 2});
    json_put_at(a, o, SL("\xe4\xb8\xad"), &(struct json_node){.type = JSON_BOOL});
    says(o, "{\"by\":{\"organisation\":\"o-12\",\"person\":\"p-3\"},\"list\":[-1,\"x\",[]],"
            "\"ok\":true,\"texts\":[\"b\",\"a\"],\"v\":1,\"\xe4\xb8\xad\":false}");
}

static void
an_array_grows_past_every_capacity(void **state)
{
    (void)state;
    struct json_node *list = json_new_array(&case_arena);
    struct json_node *object = json_new_object(&case_arena);
    for (int i = 0; i < 1000; i++) {
        json_push_int(&case_arena, list, i);
        struct slice key = arena_printf(&case_arena, "k%03d", i);
        json_put_at(&case_arena, object, key, &(struct json_node){.type = JSON_INT, .i = i});
    }
    assert_int_equal(list->n, 1000);
    assert_int_equal(object->n, 1000);
    for (int i = 0; i < 1000; i++) {
        assert_int_equal(list->items[i].i, i);
        assert_int_equal(object->members[i].value.i, i);
    }
}

static void
a_copy_owes_nothing_and_grows(void **state)
{
    (void)state;
    char text[] = "{\"a\":[1,2,{\"b\":\"text\"}],\"c\":true}";
    struct arena *a = &case_arena;
    struct json_node read;
    struct err e = {0};
    assert_true(json_canonical_read(&read, a, slice_str(text), &e));
    struct json_node *copy = json_copy(a, &read);
    memset(text, '#', sizeof text - 1);
    memset(read.members, 0, read.n * sizeof *read.members);
    says(copy, "{\"a\":[1,2,{\"b\":\"text\"}],\"c\":true}");
    for (int i = 0; i < 20; i++)
        json_push_int(a, &copy->members[0].value, 3);
    json_put_int(a, copy, "b", 1);
    says(copy, "{\"a\":[1,2,{\"b\":\"text\"},3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3],"
               "\"b\":1,\"c\":true}");
}

int
main(void)
{
    CASES_TEST(a_leaf_is_built);
    CASES_TEST(an_array_grows_past_every_capacity);
    CASES_TEST(a_copy_owes_nothing_and_grows);
    return cases_run("json_build");
}
