/* SPDX-License-Identifier: Apache-2.0 */
#include "record/keys.h"

#include "support/cases.h"
#include "support/temp.h"
#include "text/json_build.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define NAME "example.org/committee"

static struct temp temp;

static struct note_skey
key_of(uint8_t first, const char *name)
{
    uint8_t seed[CRYPTO_ED25519_SEED] = {first};
    struct note_skey k;
    note_skey_make(&k, slice_str(name), seed);
    return k;
}

static void
made_saved_loaded(void **state)
{
    (void)state;
    struct env env;
    struct note_skey one, two, back;
    struct stat st;
    struct err e = {0};
    env_system(&env);
    assert_true(temp_make(&temp, &e));
    assert_true(keys_make(&one, &env, SL(NAME), &e));
    assert_true(keys_make(&two, &env, SL(NAME), &e));
    assert_false(note_vkey_same(&one.vkey, &two.vkey));
    assert_true(keys_save(temp.path, KEYS_FILE, &one, &e));
    assert_int_equal(stat(temp_path(&case_arena, &temp, KEYS_FILE), &st), 0);
    assert_int_equal(st.st_mode & 07777, 0600);
    assert_true(keys_load(&back, &case_arena, temp.path, KEYS_FILE, &e));
    assert_true(note_vkey_same(&one.vkey, &back.vkey));
    assert_memory_equal(one.seed, back.seed, sizeof one.seed);
    /* never over one that is there */
    assert_false(keys_save(temp.path, KEYS_FILE, &two, &e));
    assert_non_null(strstr(e.msg, "never written over"));
    assert_true(keys_load(&back, &case_arena, temp.path, KEYS_FILE, &e));
    assert_true(note_vkey_same(&one.vkey, &back.vkey));
    assert_true(keys_discard(temp.path, KEYS_FILE, &e));
    assert_true(keys_discard(temp.path, KEYS_FILE, &e));
    assert_false(keys_load(&back, &case_arena, temp.path, KEYS_FILE, &e));
    assert_non_null(strstr(e.msg, "is not there"));
    temp_remove(&temp);
}

static void
names_that_cannot_be(void **state)
{
    (void)state;
    static const char *const names[] = {"", "a b", "a+b", "a\nb", "\xe3\x80\x80"};
    struct env env;
    struct note_skey k;
    env_system(&env);
    for (size_t i = 0; i < COUNT_OF(names); i++)
        assert_false(keys_make(&k, &env, slice_str(names[i]), NULL));
}

struct row {
    const char *name;
    const char *text; /* null: that of a key */
    mode_t mode;
    const char *says; /* null: it is loaded */
};

static const struct row rows[] = {
    {"for its owner alone", NULL, 0600, NULL},
    {"for reading alone", NULL, 0400, NULL},
    {"the group may read", NULL, 0640, "mode 0640"},
    {"others may read", NULL, 0604, "mode 0604"},
    {"the group may write", NULL, 0620, "mode 0620"},
    {"all may", NULL, 0666, "chmod 600"},
    {"the group may execute", NULL, 0610, "mode 0610"},
    {"empty", "", 0600, "not a private key"},
    {"a verifier key", "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW\n", 0600,
     "not a private key"},
    {"an id of another key",
     "PRIVATE+KEY+PeterNeumann+c74f20a4+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz\n", 0600,
     "its id"},
    {"two keys",
     "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz\n"
     "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz\n",
     0600, "Base64"},
    {"another tool's, with blanks around it",
     " PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz \n", 0600,
     NULL},
};

static void
file_row(void **state)
{
    const struct row *r = *state;
    struct note_skey key = key_of(1, NAME), back;
    struct err e = {0};
    assert_true(temp_make(&temp, &e));
    if (r->text)
        assert_true(temp_write(&temp, KEYS_FILE, slice_str(r->text), &e));
    else
        assert_true(keys_save(temp.path, KEYS_FILE, &key, &e));
    assert_int_equal(chmod(temp_path(&case_arena, &temp, KEYS_FILE), r->mode), 0);
    bool ok = keys_load(&back, &case_arena, temp.path, KEYS_FILE, &e);
    assert_int_equal(ok, r->says == NULL);
    if (r->says && !strstr(e.msg, r->says))
        fail_msg("'%s' does not say '%s'", e.msg, r->says);
    temp_remove(&temp);
}

static void
no_regular_file(void **state)
{
    (void)state;
    struct note_skey back;
    struct err e = {0};
    assert_true(temp_make(&temp, &e));
    assert_int_equal(mkfifo(temp_path(&case_arena, &temp, KEYS_FILE), 0600), 0);
    assert_false(keys_load(&back, &case_arena, temp.path, KEYS_FILE, &e)); /* and does not hang */
    assert_non_null(strstr(e.msg, "no regular file"));
    uint8_t *large = arena_alloc(&case_arena, 5000, 1);
    memset(large, 'x', 5000);
    assert_true(temp_write(&temp, "large", slice_of(large, 5000), &e));
    assert_false(keys_load(&back, &case_arena, temp.path, "large", &e));
    assert_non_null(strstr(e.msg, "too large"));
    temp_remove(&temp);
}

/* Wherever a rotation stops, the key that the log names last is found again. */
static void
a_rotation_is_finished(void **state)
{
    (void)state;
    struct note_skey old = key_of(1, NAME), fresh = key_of(2, NAME), third = key_of(3, NAME), got;
    struct err e = {0};
    assert_true(temp_make(&temp, &e));
    assert_true(keys_save(temp.path, KEYS_FILE, &old, &e));
    assert_true(keys_settle(&got, &case_arena, temp.path, &old.vkey, &e));
    assert_true(keys_save(temp.path, KEYS_NEXT_FILE, &fresh, &e));
    /* the event was not committed */
    assert_true(keys_settle(&got, &case_arena, temp.path, &old.vkey, &e));
    assert_true(note_vkey_same(&got.vkey, &old.vkey));
    assert_int_equal(access(temp_path(&case_arena, &temp, KEYS_NEXT_FILE), F_OK), 0);
    assert_false(keys_settle(&got, &case_arena, temp.path, &third.vkey, &e));
    assert_non_null(strstr(e.msg, "backup"));
    /* it was */
    assert_true(keys_settle(&got, &case_arena, temp.path, &fresh.vkey, &e));
    assert_true(note_vkey_same(&got.vkey, &fresh.vkey));
    assert_int_not_equal(access(temp_path(&case_arena, &temp, KEYS_NEXT_FILE), F_OK), 0);
    assert_true(keys_settle(&got, &case_arena, temp.path, &fresh.vkey, &e));
    assert_false(keys_settle(&got, &case_arena, temp.path, &old.vkey, &e));
    temp_remove(&temp);
}

static void
a_rotation_is_followed(void **state)
{
    (void)state;
    struct note_skey old = key_of(1, NAME), fresh = key_of(2, NAME), other = key_of(3, "other");
    struct note_vkey got;
    struct json_node *data;
    struct err e = {0};
    assert_true(keys_rotation(&data, &case_arena, &old, &fresh, &e));
    assert_true(keys_follow(&got, &case_arena, data, &old.vkey, &e));
    assert_true(note_vkey_same(&got, &fresh.vkey));
    assert_false(keys_follow(&got, &case_arena, data, &fresh.vkey, &e));
    assert_false(keys_follow(&got, &case_arena, json_new_object(&case_arena), &old.vkey, &e));
    assert_false(keys_follow(&got, &case_arena, NULL, &old.vkey, &e));
    assert_false(keys_rotation(&data, &case_arena, &old, &old, &e));
    assert_false(keys_rotation(&data, &case_arena, &old, &other, &e));
    assert_non_null(strstr(e.msg, "keeps its name"));
}

/* Each member of the statement counts: with one letter changed it is worth nothing. */
static void
every_letter_of_a_rotation(void **state)
{
    (void)state;
    struct note_skey old = key_of(1, NAME), fresh = key_of(2, NAME);
    struct note_vkey got;
    struct json_node *data;
    assert_true(keys_rotation(&data, &case_arena, &old, &fresh, NULL));
    for (uint32_t m = 0; m < data->n; m++) {
        struct json_node whole = data->members[m].value;
        for (uint32_t i = 0; i < whole.n; i++) {
            uint8_t *p = arena_alloc(&case_arena, whole.n, 1);
            memcpy(p, whole.s, whole.n);
            p[i] = p[i] == 'x' ? 'y' : 'x';
            data->members[m].value.s = p;
            assert_false(keys_follow(&got, &case_arena, data, &old.vkey, NULL));
        }
        data->members[m].value = whole;
    }
    assert_true(keys_follow(&got, &case_arena, data, &old.vkey, NULL));
}

int
main(void)
{
    CASES_TABLE(rows, file_row);
    CASES_TEST(made_saved_loaded);
    CASES_TEST(names_that_cannot_be);
    CASES_TEST(no_regular_file);
    CASES_TEST(a_rotation_is_finished);
    CASES_TEST(a_rotation_is_followed);
    CASES_TEST(every_letter_of_a_rotation);
    return cases_run("record/keys");
}
