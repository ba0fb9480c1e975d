/* SPDX-License-Identifier: Apache-2.0 */
/*
 * docs/internals/committee.md lists every kind of event with its fields: exactly what the tables
 * of the engine say. Usage: test_committee_docs FILE; without FILE it prints what has
 * to stand there.
 */
#include "base/buf.h"
#include "base/env.h"
#include "committee/act.h"
#include "support/cases.h"

#include <stdio.h>

#define BEGIN "<!-- kinds: made by test_committee_docs -->\n"
#define END "<!-- end of kinds -->"

static const char *path;

static const char *const types[] = {
    [FIELD_ID] = "id",       [FIELD_WORD] = "word",       [FIELD_TEXT] = "text",
    [FIELD_LANGS] = "langs", [FIELD_DIGEST] = "digest",   [FIELD_INSTANT] = "instant",
    [FIELD_DATE] = "date",   [FIELD_INTEGER] = "integer", [FIELD_FLAG] = "flag",
    [FIELD_IDS] = "ids",     [FIELD_WORDS] = "words",     [FIELD_OBJECT] = "object",
    [FIELD_LIST] = "list",
};

static void
add_field(struct buf *b, const struct event_field *f, const char *above)
{
    const char *when = f->optional && f->filled ? "filled in, may be absent"
                       : f->filled              ? "filled in"
                       : f->optional            ? "optional"
                                                : "";
    buf_printf(b, "| `%s%s%s` | %s | %s | %s", above, *above ? "." : "", f->key, types[f->type],
               when, f->help ? f->help : "");
    for (size_t i = 0; f->words && f->words[i]; i++)
        buf_printf(b, "%s`%s`", i ? ", " : ": ", f->words[i]);
    buf_str(b, " |\n");
    for (size_t i = 0; i < f->nof; i++)
        add_field(b, &f->of[i], f->key);
}

static struct slice
made(void)
{
    struct buf b;
    buf_init(&b, &case_arena, 1 << 20);
    for (size_t i = 0; i < nevent_kinds; i++) {
        const struct event_kind *k = event_kinds[i];
        buf_printf(&b, "\n### `%s`\n\n%s%s\n\n| field | type | | what |\n|---|---|---|---|\n",
                   k->name, k->of_project ? "" : "(of the committee) ", k->summary);
        for (size_t j = 0; j < k->nfields; j++)
            add_field(&b, &k->fields[j], "");
    }
    buf_str(&b, "\n");
    return buf_slice(&b);
}

static void
doc_is_true(void **state)
{
    (void)state;
    struct env env;
    struct err e = {0};
    struct slice text, want = made();
    env_system(&env);
    if (!env.read_file(env.ctx, &text, &case_arena, path, 1 << 20, &e))
        fail_msg("%s", e.msg);
    size_t from = slice_find(text, SL(BEGIN)), to = slice_find(text, SL(END));
    assert_true(from < to && to < text.n);
    from += sizeof(BEGIN) - 1;
    struct slice got = slice_sub(text, from, to - from), line, other;
    while (slice_cut(&want, '\n', &line)) {
        (void)slice_cut(&got, '\n', &other);
        if (!slice_eq(line, other))
            fail_msg("the document says\n  %.*s\nand the engine\n  %.*s\nRun test_committee_docs "
                     "alone and put what it prints there.",
                     SL_FMT(other), SL_FMT(line));
    }
    assert_int_equal(got.n, 0);
}

int
main(int argc, char **argv)
{
    if (argc < 2) {
        struct slice all = made();
        fwrite(all.p, 1, all.n, stdout);
        return 0;
    }
    path = argv[1];
    CASES_TEST(doc_is_true);
    return cases_run("committee docs");
}
