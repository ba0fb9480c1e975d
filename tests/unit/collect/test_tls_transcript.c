/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Transcripts: what a line says, that the sums fit the octets on disk, that a
 * file is there when it is whole and not before, and that nothing is left of one
 * that could not be written.
 */
#include "collect/tls_transcript.h"
#include "support/cases.h"
#include "support/temp.h"
#include "text/json.h"

#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/stat.h>

#define FILE_MAX ((size_t)8 << 20)

static struct temp root, folder;

/* Each row has a folder of its own; all go with `root`. */
static void
enter(void)
{
    static unsigned number;
    char *path = temp_path(&case_arena, &root, "");
    int n = snprintf(folder.path, sizeof folder.path, "%s%u", path, ++number);
    assert_true(n > 0 && (size_t)n < sizeof folder.path);
    assert_int_equal(mkdir(folder.path, 0700), 0);
}

static bool
is_there(const char *name)
{
    struct stat st;
    return lstat(temp_path(&case_arena, &folder, name), &st) == 0;
}

static struct slice
content(const char *name)
{
    struct slice text;
    struct err e = {0};
    if (!temp_read(&text, &case_arena, temp_path(&case_arena, &folder, name), FILE_MAX, &e))
        fail_msg("%s", e.msg);
    return text;
}

static struct json_node
parsed(struct slice text)
{
    struct json_node n;
    struct err e = {0};
    if (!json_parse(&n, &case_arena, SL("transcript"), text, &e))
        fail_msg("%s", e.msg);
    return n;
}

static struct slice
sha256(struct slice octets)
{
    uint8_t sum[CRYPTO_HASH_MAX];
    crypto_hash(sum, CRYPTO_SHA256, octets);
    return crypto_hex(&case_arena, slice_of(sum, 32));
}

static void
is_text(const struct json_node *n, const char *key, struct slice want)
{
    struct slice got = json_text(json_get(n, key));
    if (!slice_eq(got, want))
        fail_msg("%s: '%.*s', not '%.*s'", key, SL_FMT(got), SL_FMT(want));
}

static void
add(struct tls_transcript *t, struct slice sent, struct slice received,
    const struct tls_answer *answer)
{
    const struct tls_transcript_entry entry = {.label = SL("TLS 1.2 RSA suites"),
                                               .wall_ns = 1790000000 * INT64_C(1000000000) + 1234,
                                               .ns = 5678901,
                                               .sent = sent,
                                               .received = received,
                                               .answer = answer};
    tls_transcript_add(t, &case_arena, &entry);
}

/* ---- what a transcript says ---- */

struct line_row {
    const char *name;
    struct slice sent, received;
    struct tls_answer answer;
    const char *outcome, *alert; /* null: none */
    struct slice sent_hex, received_hex;
};

static const struct line_row lines[] = {
    {"answered",
     SL_INIT("\x16\x03\x01"),
     SL_INIT("\0\xff"),
     {.outcome = TLS_ANSWERED},
     "answered",
     NULL,
     SL_INIT("160301"),
     SL_INIT("00ff")},
    {"an alert",
     SL_INIT("a"),
     SL_INIT("b"),
     {.outcome = TLS_ALERTED, .alert = 40},
     "alert",
     "handshake_failure",
     SL_INIT("61"),
     SL_INIT("62")},
    {"an alert that nobody knows",
     SL_INIT("a"),
     SL_INIT("b"),
     {.outcome = TLS_ALERTED, .alert = 200},
     "alert",
     "200",
     SL_INIT("61"),
     SL_INIT("62")},
    {"nothing came",
     SL_INIT("a"),
     SL_INIT(""),
     {.outcome = TLS_SILENT},
     "silent",
     NULL,
     SL_INIT("61"),
     SL_INIT("")},
    {"no connection",
     SL_INIT(""),
     SL_INIT(""),
     {.outcome = TLS_UNREACHABLE},
     "unreachable",
     NULL,
     SL_INIT(""),
     SL_INIT("")},
    {"a hostile note",
     SL_INIT("a"),
     SL_INIT("\"}\n{"),
     {.outcome = TLS_MALFORMED, .note = SL_INIT("\"},\n{\"sha256\": \"\x1b[2J\\")},
     "malformed",
     NULL,
     SL_INIT("61"),
     SL_INIT("227d0a7b")},
};

static void
line(void **state)
{
    const struct line_row *r = *state;
    struct tls_transcript t;
    enter();
    tls_transcript_begin(&t, &case_arena, folder.path, SL("a.example:443"), 7);
    add(&t, r->sent, r->received, &r->answer);
    tls_transcript_end(&t);
    struct slice text = content("0007-a.example_443.jsonl"), one;
    assert_true(slice_cut(&text, '\n', &one));
    assert_int_equal(slice_trim(text).n, 0); /* one line, whatever the note holds */
    struct json_node n = parsed(one);
    is_text(&n, "asked", SL("TLS 1.2 RSA suites"));
    is_text(&n, "at", SL("2026-09-21T14:13:20.000001Z"));
    is_text(&n, "outcome", slice_str(r->outcome));
    is_text(&n, "alert", slice_str(r->alert));
    is_text(&n, "note", r->answer.note);
    is_text(&n, "sent", r->sent_hex);
    is_text(&n, "received", r->received_hex);
    struct buf both;
    buf_init(&both, &case_arena, 1024);
    buf_add(&both, r->sent);
    buf_add(&both, r->received);
    is_text(&n, "sha256", sha256(buf_slice(&both)));
}

/* The note on the evidence and the index name the file by the sum of what is on disk. */
static void
sums_fit_the_files(void **state UNUSED)
{
    const struct tls_answer answer = {.outcome = TLS_CLOSED};
    struct tls_transcript t[2];
    struct err e = {0};
    enter();
    for (size_t i = 0; i < 2; i++)
        tls_transcript_begin(&t[i], &case_arena, folder.path, SL("a.example:443"), i + 1);
    for (size_t i = 0; i < 1000; i++)
        add(&t[0], SL("sent"), SL("received"), &answer);
    assert_false(is_there("0001-a.example_443.jsonl")); /* not before it is whole */
    assert_true(is_there("0001-a.example_443.jsonl.part"));
    tls_transcript_end(&t[0]);
    tls_transcript_end(&t[1]);
    assert_true(tls_transcript_index(t, 2, folder.path, &e));
    struct json_node index = parsed(content("index.json"));
    const struct json_node *list = json_get(&index, "transcripts");
    assert_int_equal(json_count(list), 2);
    for (size_t i = 0; i < 2; i++) {
        const char *name = i ? "0002-a.example_443.jsonl" : "0001-a.example_443.jsonl";
        struct slice sum = sha256(content(name)), note = tls_transcript_note(&t[i], &case_arena);
        is_text(json_item(list, i), "target", SL("a.example:443"));
        is_text(json_item(list, i), "file", slice_str(name));
        is_text(json_item(list, i), "sha256", sum);
        assert_int_equal(json_get(json_item(list, i), "exchanges")->i, i ? 0 : 1000);
        assert_true(slice_eq(
            note, arena_printf(&case_arena, "transcript %s sha256:%.*s", name, SL_FMT(sum))));
        assert_false(
            is_there(i ? "0002-a.example_443.jsonl.part" : "0001-a.example_443.jsonl.part"));
    }
    assert_false(is_there("index.json.part"));
}

struct name_row {
    const char *name;
    struct slice target;
    const char *file;
};

static const struct name_row names[] = {
    {"a path", SL_INIT("../../etc/passwd:1"), "0001-.._.._etc_passwd_1.jsonl"},
    {"an address", SL_INIT("[::1]:443"), "0001-___1__443.jsonl"},
    {"octets", SL_INIT("a\0\n\xff b"), "0001-a____b.jsonl"},
    {"nothing", SL_INIT(""), "0001-.jsonl"},
};

static void
file_name(void **state)
{
    const struct name_row *r = *state;
    struct tls_transcript t;
    enter();
    tls_transcript_begin(&t, &case_arena, folder.path, r->target, 1);
    tls_transcript_end(&t);
    assert_true(is_there(r->file));
}

static void
long_names_are_cut(void **state UNUSED)
{
    struct tls_transcript t;
    struct buf b;
    enter();
    buf_init(&b, &case_arena, 4096);
    for (size_t i = 0; i < 1000; i++)
        buf_u8(&b, 'x');
    tls_transcript_begin(&t, &case_arena, folder.path, buf_slice(&b), 1);
    tls_transcript_end(&t);
    assert_int_equal(t.failed.code, ERR_NONE);
    assert_int_equal(t.name.n, 5 + 200 + 6);
}

/* What an earlier run left half done is no hindrance, and what it finished gives way. */
static void
leftovers_give_way(void **state UNUSED)
{
    struct tls_transcript t;
    struct err e = {0};
    enter();
    assert_true(temp_write(&folder, "0001-a.jsonl.part", SL("half a li"), &e));
    assert_true(temp_write(&folder, "0001-a.jsonl", SL("older"), &e));
    tls_transcript_begin(&t, &case_arena, folder.path, SL("a"), 1);
    tls_transcript_end(&t);
    assert_int_equal(content("0001-a.jsonl").n, 0);
    assert_false(is_there("0001-a.jsonl.part"));
}

/* ---- what cannot be written ---- */

static void
says_so(const struct tls_transcript *t)
{
    assert_int_not_equal(t->failed.code, ERR_NONE);
    assert_true(slice_has_prefix(tls_transcript_note(t, &case_arena), SL("no transcript: ")));
}

static void
no_folder(void **state UNUSED)
{
    const struct tls_answer answer = {.outcome = TLS_CLOSED};
    struct tls_transcript t;
    struct err e = {0};
    enter();
    tls_transcript_begin(&t, &case_arena, temp_path(&case_arena, &folder, "absent"), SL("a"), 1);
    add(&t, SL("sent"), SL("received"), &answer);
    tls_transcript_end(&t);
    says_so(&t);
    assert_false(tls_transcript_index(&t, 1, temp_path(&case_arena, &folder, "absent"), &e));
    assert_int_not_equal(e.code, ERR_NONE);
    assert_false(is_there("absent"));
}

static void
the_folder_is_a_file(void **state UNUSED)
{
    struct tls_transcript t;
    struct err e = {0};
    enter();
    assert_true(temp_write(&folder, "file", SL("kept"), &e));
    tls_transcript_begin(&t, &case_arena, temp_path(&case_arena, &folder, "file"), SL("a"), 1);
    tls_transcript_end(&t);
    says_so(&t);
    assert_true(slice_eq(content("file"), SL("kept")));
}

/* Another thing has the file's name. */
static void
the_name_is_taken(void **state UNUSED)
{
    const struct tls_answer answer = {.outcome = TLS_CLOSED};
    struct tls_transcript t;
    struct err e = {0};
    enter();
    assert_int_equal(mkdir(temp_path(&case_arena, &folder, "0001-a.jsonl"), 0700), 0);
    assert_int_equal(mkdir(temp_path(&case_arena, &folder, "index.json"), 0700), 0);
    tls_transcript_begin(&t, &case_arena, folder.path, SL("a"), 1);
    add(&t, SL("sent"), SL("received"), &answer);
    tls_transcript_end(&t);
    says_so(&t);
    assert_false(is_there("0001-a.jsonl.part"));
    assert_false(tls_transcript_index(&t, 1, folder.path, &e));
    assert_false(is_there("index.json.part"));
}

/* A full disk, as a limit on the size of files. The index tells of it, too. */
static void
the_disk_is_full(void **state UNUSED)
{
    const struct tls_answer answer = {.outcome = TLS_CLOSED};
    struct rlimit was, now;
    struct tls_transcript t;
    struct err e = {0};
    enter();
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &was), 0);
    now = was;
    now.rlim_cur = 20000;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &now), 0);
    tls_transcript_begin(&t, &case_arena, folder.path, SL("a"), 1);
    for (size_t i = 0; i < 200; i++)
        add(&t, SL("sent"), SL("received"), &answer);
    tls_transcript_end(&t);
    bool index = tls_transcript_index(&t, 1, folder.path, &e);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &was), 0);
    says_so(&t);
    assert_false(is_there("0001-a.jsonl.part"));
    assert_false(is_there("0001-a.jsonl"));
    assert_true(index);
    struct json_node n = parsed(content("index.json"));
    const struct json_node *one = json_item(json_get(&n, "transcripts"), 0);
    assert_null(json_get(one, "file"));
    is_text(one, "failed", slice_str(t.failed.msg));
}

/* More octets than a line may have: what the scan reads at most is far less. */
static void
an_exchange_past_the_limit(void **state UNUSED)
{
    const struct tls_answer answer = {.outcome = TLS_MALFORMED};
    struct tls_transcript t;
    uint8_t *octets = NEW_ARRAY(&case_arena, uint8_t, (size_t)3 << 20);
    enter();
    tls_transcript_begin(&t, &case_arena, folder.path, SL("a"), 1);
    add(&t, SL("sent"), slice_of(octets, (size_t)3 << 20), &answer);
    add(&t, SL("sent"), SL("received"), &answer);
    tls_transcript_end(&t);
    assert_int_equal(t.failed.code, ERR_LIMIT);
    says_so(&t);
    assert_false(is_there("0001-a.jsonl.part"));
    assert_false(is_there("0001-a.jsonl"));
}

int
main(void)
{
    struct err e = {0};
    if (!temp_make(&root, &e)) {
        fprintf(stderr, "%s\n", e.msg);
        return 1;
    }
    CASES_TABLE(lines, line);
    CASES_TEST(sums_fit_the_files);
    CASES_TABLE(names, file_name);
    CASES_TEST(long_names_are_cut);
    CASES_TEST(leftovers_give_way);
    CASES_TEST(no_folder);
    CASES_TEST(the_folder_is_a_file);
    CASES_TEST(the_name_is_taken);
    CASES_TEST(the_disk_is_full);
    CASES_TEST(an_exchange_past_the_limit);
    int rc = cases_run("collect/tls_transcript");
    temp_remove(&root);
    return rc;
}
