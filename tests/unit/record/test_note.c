/* SPDX-License-Identifier: Apache-2.0 */
/* Notes, the keys that sign them, and checkpoints, which are notes. */
#include "record/note.h"

#include "base/buf.h"
#include "record/checkpoint.h"
#include "support/cases.h"

#include <stdio.h>

#define DASH "\xe2\x80\x94 "

/* The worked example of C2SP signed-note. */
#define EXAMPLE_VKEY "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
#define EXAMPLE_SIG                                                                       \
    DASH "example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXs" \
         "YjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
#define EXAMPLE "This is an example message.\n\n" EXAMPLE_SIG

/* golang.org/x/mod/sumdb/note (BSD-3): its golden note, by two keys. */
#define PETER_VKEY "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
#define PETER_SKEY "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
#define ENOCH_VKEY "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
#define GO_TEXT                                                  \
    "If you think cryptography is the answer to your problem,\n" \
    "then you don't know what your problem is.\n"
#define PETER_SIG                                                                  \
    DASH "PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2" \
         "pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
#define ENOCH_SIG                                                                  \
    DASH "EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ" \
         "5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n"
/* Peter's line with an octet more, and with one bit of the signature changed. */
#define PETER_LONG                                                                  \
    DASH "PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInABCDNIuGUgYN1FF" \
         "YC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
#define PETER_BENT                                                                 \
    DASH "PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2" \
         "pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAQ=\n"
/* Known name, unknown id; unknown name, known id. */
#define PETER_OTHER_ID DASH "PeterNeumann AAAAAPZJkuBS9UG/SffcvIAQxVBtiFup\n"
#define OTHER_NAME DASH "CarmenSandiego x08go/ZJkuBS9UG/SffcvIAQxVBtiFup\n"

struct row {
    const char *name;
    const char *text;
    enum note_trust trust; /* with Peter's and Enoch's keys */
    size_t by;
};

static const struct row rows[] = {
    {"signed by one", GO_TEXT "\n" PETER_SIG, NOTE_GOOD, 0},
    {"signed by two", GO_TEXT "\n" PETER_SIG ENOCH_SIG, NOTE_GOOD, 0},
    {"signed by the second alone", GO_TEXT "\n" ENOCH_SIG, NOTE_GOOD, 1},
    {"the same signature twice", GO_TEXT "\n" PETER_SIG PETER_SIG, NOTE_GOOD, 0},
    {"unknown keys are ignored", GO_TEXT "\n" EXAMPLE_SIG PETER_SIG, NOTE_GOOD, 0},
    {"a known name with another id", GO_TEXT "\n" PETER_OTHER_ID ENOCH_SIG, NOTE_GOOD, 1},
    {"a known id with another name", GO_TEXT "\n" OTHER_NAME ENOCH_SIG, NOTE_GOOD, 1},
    {"by nobody we know", GO_TEXT "\n" EXAMPLE_SIG, NOTE_UNKNOWN, 9},
    {"another id alone", GO_TEXT "\n" PETER_OTHER_ID, NOTE_UNKNOWN, 9},
    {"another name alone", GO_TEXT "\n" OTHER_NAME, NOTE_UNKNOWN, 9},
    {"another text", "x" GO_TEXT "\n" PETER_SIG, NOTE_FORGED, 0},
    {"a line more", GO_TEXT "\n\n" PETER_SIG, NOTE_FORGED, 0},
    {"a bit of the signature", GO_TEXT "\n" PETER_BENT, NOTE_FORGED, 0},
    {"a signature too long", GO_TEXT "\n" PETER_LONG, NOTE_FORGED, 0},
    {"a good one does not heal a bad one", GO_TEXT "\n" ENOCH_SIG PETER_BENT, NOTE_FORGED, 0},
    {"nor one in front", GO_TEXT "\n" PETER_BENT ENOCH_SIG, NOTE_FORGED, 0},
};

static void
verify_row(void **state)
{
    const struct row *r = *state;
    struct note note;
    struct note_vkey keys[2];
    struct err e = {0};
    size_t by = 9;
    assert_true(note_vkey_read(&keys[0], &case_arena, SL(PETER_VKEY), &e));
    assert_true(note_vkey_read(&keys[1], &case_arena, SL(ENOCH_VKEY), &e));
    if (!note_parse(&note, &case_arena, slice_str(r->text), &e))
        fail_msg("%s", e.msg);
    assert_int_equal(note_verify(&note, keys, 2, &by), r->trust);
    assert_int_equal(by, r->by);
    assert_int_equal(note_verify(&note, keys, 0, NULL), NOTE_UNKNOWN);
}

struct bad {
    const char *name;
    struct slice text;
    const char *says;
};

static const struct bad bads[] = {
    {"empty", SL_INIT(""), "no end"},
    {"text alone", SL_INIT(GO_TEXT), "no empty line"},
    {"no signature under the empty line", SL_INIT(GO_TEXT "\n"), "no empty line"},
    {"the last line has no end", SL_INIT(GO_TEXT "\n" DASH "PeterNeumann x08go/ZJkuA="), "no end"},
    {"a control in the text", SL_INIT("\x01" GO_TEXT "\n" PETER_SIG), "octet 0 is a control"},
    {"a tab", SL_INIT("a\tb\n\n" PETER_SIG), "control (0x09)"},
    {"a carriage return", SL_INIT("a\r\n\r\n" PETER_SIG), "control (0x0d)"},
    {"a NUL", SL_INIT("a\0b\n\n" PETER_SIG), "control (0x00)"},
    {"not UTF-8", SL_INIT("\xff" GO_TEXT "\n" PETER_SIG), "not UTF-8"},
    {"UTF-8 cut off", SL_INIT("a\n\n\xe2\x80\n"), "not UTF-8"},
    {"a name with a space", SL_INIT(GO_TEXT "\n" DASH "Bad Name x08go/ZJkuA=\n"), "not Base64"},
    {"a name with a plus", SL_INIT(GO_TEXT "\n" DASH "Bad+Name x08go/ZJkuA=\n"), "no name"},
    {"a name with an ideographic space",
     SL_INIT(GO_TEXT "\n" DASH "a\xe3\x80\x80"
                     "b x08go/ZJkuA=\n"),
     "no name"},
    {"no name", SL_INIT(GO_TEXT "\n" DASH " x08go/ZJkuA=\n"), "no name"},
    {"no signature behind the name", SL_INIT(GO_TEXT "\n" DASH "PeterNeumann\n"), "not Base64"},
    {"an id alone", SL_INIT(GO_TEXT "\n" DASH "PeterNeumann x08gow==\n"), "not Base64"},
    {"Base64 without padding", SL_INIT(GO_TEXT "\n" DASH "PeterNeumann x08go/ZJkuA\n"), "Base64"},
    {"two spaces", SL_INIT(GO_TEXT "\n" DASH "PeterNeumann  x08go/ZJkuA=\n"), "Base64"},
    {"a space behind", SL_INIT(GO_TEXT "\n" DASH "PeterNeumann x08go/ZJkuA= \n"), "Base64"},
    {"a hyphen in place of the dash", SL_INIT(GO_TEXT "\n- PeterNeumann x08go/ZJkuA=\n"), "dash"},
    {"another line among the signatures", SL_INIT(GO_TEXT "\n" PETER_SIG "Unexpected line.\n"),
     "line 2"},
    {"signatures above the text", SL_INIT(PETER_SIG "\n" GO_TEXT), "line 1"},
};

static void
refuse_row(void **state)
{
    const struct bad *r = *state;
    struct note note;
    struct err e = {0};
    assert_false(note_parse(&note, &case_arena, r->text, &e));
    assert_int_equal(e.code, ERR_INPUT);
    if (!strstr(e.msg, r->says))
        fail_msg("'%s' does not say '%s'", e.msg, r->says);
}

static void
the_worked_example(void **state)
{
    (void)state;
    struct note note;
    struct note_vkey key;
    struct err e = {0};
    assert_true(note_vkey_read(&key, &case_arena, SL(EXAMPLE_VKEY), &e));
    assert_int_equal(key.id, 0x530d903a);
    assert_true(slice_eq_str(note_vkey_write(&case_arena, &key), EXAMPLE_VKEY));
    assert_true(note_parse(&note, &case_arena, SL(EXAMPLE), &e));
    assert_true(slice_eq_str(note.text, "This is an example message.\n"));
    assert_int_equal(note.n, 1);
    assert_int_equal(note_verify(&note, &key, 1, NULL), NOTE_GOOD);
}

static void
signing_gives_the_golden_note(void **state)
{
    (void)state;
    struct note_skey key;
    struct slice out;
    struct err e = {0};
    assert_true(note_skey_read(&key, &case_arena, SL(PETER_SKEY), &e));
    assert_true(slice_eq_str(note_skey_write(&case_arena, &key), PETER_SKEY));
    assert_true(slice_eq_str(note_vkey_write(&case_arena, &key.vkey), PETER_VKEY));
    assert_true(note_sign(&out, &case_arena, SL(GO_TEXT), &key, 1, &e));
    assert_true(slice_eq_str(out, GO_TEXT "\n" PETER_SIG));
    assert_false(note_sign(&out, &case_arena, SL("no end"), &key, 1, &e));
    assert_false(note_sign(&out, &case_arena, SL(""), &key, 1, &e));
    assert_false(note_sign(&out, &case_arena, SL("a\x01\n"), &key, 1, &e));
    assert_false(note_sign(&out, &case_arena, SL("a\xff\n"), &key, 1, &e));
    note_skey_wipe(&key);
    for (size_t i = 0; i < sizeof key.seed; i++)
        assert_int_equal(key.seed[i], 0);
}

/* Every part of a key, and every key with one octet raised, is no key. */
static void
a_mangled_key_is_refused(void **state)
{
    (void)state;
    static const char *const whole[] = {PETER_VKEY, PETER_SKEY};
    for (size_t w = 0; w < 2; w++) {
        size_t n = strlen(whole[w]);
        char text[128];
        struct note_vkey v;
        struct note_skey k;
        for (size_t i = 0; i <= n; i++)
            for (size_t j = i; j <= n; j++) {
                struct slice part = slice_of(whole[w] + i, j - i);
                bool all = i == 0 && j == n;
                assert_int_equal(note_vkey_read(&v, &case_arena, part, NULL), all && w == 0);
                assert_int_equal(note_skey_read(&k, &case_arena, part, NULL), all && w == 1);
            }
        for (size_t i = 0; i < n; i++) {
            memcpy(text, whole[w], n + 1);
            text[i]++;
            assert_false(note_vkey_read(&v, &case_arena, slice_str(text), NULL));
            assert_false(note_skey_read(&k, &case_arena, slice_str(text), NULL));
        }
    }
}

static const struct bad keys[] = {
    {"too long, with its id",
     SL_INIT("PeterNeumann+cc469956+"
             "ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY=="),
     "not a key"},
    {"another algorithm, with its id",
     SL_INIT("PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"), "type 0x65"},
    {"capital hexadecimal",
     SL_INIT("PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"), "eight"},
    {"no name", SL_INIT("+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"), "a name"},
    {"a line end behind", SL_INIT(PETER_VKEY "\n"), "Base64"},
};

static void
key_row(void **state)
{
    const struct bad *r = *state;
    struct note_vkey v;
    struct err e = {0};
    assert_false(note_vkey_read(&v, &case_arena, r->text, &e));
    if (!strstr(e.msg, r->says))
        fail_msg("'%s' does not say '%s'", e.msg, r->says);
}

static void
sixteen_signatures_and_more(void **state)
{
    (void)state;
    struct note note;
    struct note_vkey key;
    struct err e = {0};
    assert_true(note_vkey_read(&key, &case_arena, SL(PETER_VKEY), &e));
    for (size_t others = 15; others <= NOTE_SIGNATURES_MAX; others++) {
        struct buf b;
        buf_init(&b, &case_arena, NOTE_MAX);
        buf_str(&b, GO_TEXT "\n");
        for (size_t i = 0; i < others; i++)
            buf_printf(&b, DASH "witness%zu.example AAAAAPZJkuBS9UG/SffcvIAQxVBtiFup\n", i);
        buf_str(&b, PETER_SIG);
        bool ok = note_parse(&note, &case_arena, buf_slice(&b), &e);
        assert_int_equal(ok, others < NOTE_SIGNATURES_MAX);
        if (ok)
            assert_int_equal(note_verify(&note, &key, 1, NULL), NOTE_GOOD);
        else
            assert_int_equal(e.code, ERR_LIMIT);
    }
    uint8_t *large = arena_alloc(&case_arena, NOTE_MAX + 1, 1);
    memset(large, '\n', NOTE_MAX + 1);
    assert_false(note_parse(&note, &case_arena, slice_of(large, NOTE_MAX + 1), &e));
    assert_int_equal(e.code, ERR_LIMIT);
}

static void
names_of_keys(void **state)
{
    (void)state;
    static const char *const good[] = {"a", "example.com/log", "\xe4\xb8\xad", "a/b-c_d.e", "\x7f"};
    static const char *const bad[] = {"",
                                      " ",
                                      "a b",
                                      "a+b",
                                      "+",
                                      "a\tb",
                                      "a\nb",
                                      "a\xc2\xa0",
                                      "\xe2\x80\x82",
                                      "a\xe2\x80\x8a",
                                      "a\xe1\x9a\x80",
                                      "a\xff",
                                      "\xc2\x85",
                                      "a\xe2\x81\x9f",
                                      "\x1f"};
    for (size_t i = 0; i < COUNT_OF(good); i++)
        assert_true(note_name_valid(slice_str(good[i])));
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        assert_false(note_name_valid(slice_str(bad[i])));
    char longest[NOTE_NAME_MAX + 2];
    memset(longest, 'a', sizeof longest);
    assert_true(note_name_valid(slice_of(longest, NOTE_NAME_MAX)));
    assert_false(note_name_valid(slice_of(longest, NOTE_NAME_MAX + 1)));
}

/* --- checkpoints --- */

#define ROOT "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"

static const struct bad checkpoints[] = {
    {"one line", SL_INIT("a\n\n" PETER_SIG), "second line"},
    {"two lines", SL_INIT("a\n1\n\n" PETER_SIG), "third line"},
    {"no origin", SL_INIT("\n1\n" ROOT "\n" PETER_SIG), "origin"},
    {"a size with zeros in front", SL_INIT("a\n01\n" ROOT "\n" PETER_SIG), "second line"},
    {"a size with a sign", SL_INIT("a\n+1\n" ROOT "\n" PETER_SIG), "second line"},
    {"a negative size", SL_INIT("a\n-1\n" ROOT "\n" PETER_SIG), "second line"},
    {"a size in hexadecimal", SL_INIT("a\n0x1\n" ROOT "\n" PETER_SIG), "second line"},
    {"a size with a space", SL_INIT("a\n1 \n" ROOT "\n" PETER_SIG), "second line"},
    {"a size past 64 bits", SL_INIT("a\n18446744073709551616\n" ROOT "\n" PETER_SIG), "second"},
    {"an empty size", SL_INIT("a\n\n" ROOT "\n" PETER_SIG), "second line"},
    {"a short root", SL_INIT("a\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuA==\n\n" PETER_SIG),
     "third line"},
    {"a root that is no Base64", SL_INIT("a\n1\nroot\n\n" PETER_SIG), "third line"},
    {"an empty line before more", SL_INIT("a\n1\n" ROOT "\nmore\n\n" PETER_SIG), "an empty line"},
    {"not signed", SL_INIT("a\n1\n" ROOT), "no empty line"},
};

static void
checkpoint_row(void **state)
{
    const struct bad *r = *state;
    struct checkpoint c;
    struct err e = {0};
    assert_false(checkpoint_parse(&c, &case_arena, r->text, &e));
    if (!strstr(e.msg, r->says))
        fail_msg("'%s' does not say '%s'", e.msg, r->says);
}

static void
checkpoints_and_their_origin(void **state)
{
    (void)state;
    struct note_skey key;
    struct checkpoint c;
    struct slice text;
    struct err e = {0};
    assert_true(note_skey_read(&key, &case_arena, SL(PETER_SKEY), &e));
    assert_true(checkpoint_sign(&text, &case_arena, UINT64_MAX, &merkle_empty, &key, &e));
    assert_true(checkpoint_parse(&c, &case_arena, text, &e));
    assert_true(slice_eq_str(c.origin, "PeterNeumann"));
    assert_true(c.size == UINT64_MAX && merkle_same(&c.root, &merkle_empty));
    assert_int_equal(checkpoint_verify(&c, &key.vkey, 1, NULL), NOTE_GOOD);
    /* A key of ours signs a checkpoint of another log: that says nothing about ours. */
    assert_true(note_sign(&text, &case_arena, SL("other.example\n1\n" ROOT), &key, 1, &e));
    assert_true(checkpoint_parse(&c, &case_arena, text, &e));
    assert_int_equal(note_verify(&c.note, &key.vkey, 1, NULL), NOTE_GOOD);
    assert_int_equal(checkpoint_verify(&c, &key.vkey, 1, NULL), NOTE_UNKNOWN);
    /* Extension lines are signed and read over. */
    assert_true(note_sign(&text, &case_arena, SL("PeterNeumann\n0\n" ROOT "more\n"), &key, 1, &e));
    assert_true(checkpoint_parse(&c, &case_arena, text, &e));
    assert_int_equal(checkpoint_verify(&c, &key.vkey, 1, NULL), NOTE_GOOD);
}

int
main(void)
{
    CASES_TABLE(rows, verify_row);
    CASES_TABLE(bads, refuse_row);
    CASES_TABLE(keys, key_row);
    CASES_TABLE(checkpoints, checkpoint_row);
    CASES_TEST(the_worked_example);
    CASES_TEST(signing_gives_the_golden_note);
    CASES_TEST(a_mangled_key_is_refused);
    CASES_TEST(sixteen_signatures_and_more);
    CASES_TEST(names_of_keys);
    CASES_TEST(checkpoints_and_their_origin);
    return cases_run("record/note");
}
