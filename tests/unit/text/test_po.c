/* SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"
#include "support/cases.h"
#include "text/po.h"

#include <stdio.h>

struct po_row {
    const char *name;
    struct slice in;
    const char *says; /* null: it is read */
    const char *context, *id, *want;
};

static const struct po_row rows[] = {
    {"one entry", SL_INIT("msgid \"Vote\"\nmsgstr \"投票\"\n"), NULL, "", "Vote", "投票"},
    {"no line end behind it", SL_INIT("msgid \"a\"\nmsgstr \"b\""), NULL, "", "a", "b"},
    {"lines end in CR LF", SL_INIT("msgid \"a\"\r\nmsgstr \"b\"\r\n"), NULL, "", "a", "b"},
    {"pieces are joined", SL_INIT("msgid \"\"\n\"a \"\n\"b\"\nmsgstr \"c\"\n\"d\"\n"), NULL, "",
     "a b", "cd"},
    {"entries without a gap", SL_INIT("msgid \"a\"\nmsgstr \"1\"\nmsgid \"b\"\nmsgstr \"2\"\n"),
     NULL, "", "b", "2"},
    {"escapes", SL_INIT("msgid \"\\\"\\\\\\n\\t\"\nmsgstr \"x\"\n"), NULL, "", "\"\\\n\t", "x"},
    {"a context", SL_INIT("msgctxt \"of law\"\nmsgid \"a\"\nmsgstr \"b\"\n"), NULL, "of law", "a",
     "b"},
    {"a context is not none", SL_INIT("msgctxt \"c\"\nmsgid \"a\"\nmsgstr \"b\"\n"), NULL, "", "a",
     "a"},
    {"none is not a context", SL_INIT("msgid \"a\"\nmsgstr \"b\"\n"), NULL, "c", "a", "a"},
    {"an entry without its translation", SL_INIT("msgid \"a\"\nmsgstr \"\"\n"), NULL, "", "a", "a"},
    {"fuzzy", SL_INIT("#, fuzzy\nmsgid \"a\"\nmsgstr \"b\"\n"), NULL, "", "a", "a"},
    {"fuzzy among flags", SL_INIT("#, c-format, fuzzy\nmsgid \"a\"\nmsgstr \"b\"\n"), NULL, "", "a",
     "a"},
    {"the next one is not fuzzy",
     SL_INIT("#, fuzzy\nmsgid \"a\"\nmsgstr \"1\"\n\nmsgid \"b\"\nmsgstr \"2\"\n"), NULL, "", "b",
     "2"},
    {"left behind", SL_INIT("#~ msgid \"a\"\n#~ msgstr \"b\"\n"), NULL, "", "a", "a"},
    {"a comment between entries",
     SL_INIT("msgid \"a\"\nmsgstr \"1\"\n# x\nmsgid \"b\"\nmsgstr "
             "\"2\"\n"),
     NULL, "", "a", "1"},
    {"nothing at all", SL_INIT(""), NULL, "", "a", "a"},
    {"the head is no translation of nothing",
     SL_INIT("msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=UTF-8\\n\"\n"), NULL, "", "",
     ""},
    {"the same again", SL_INIT("msgid \"a\"\nmsgstr \"b\"\n\nmsgid \"a\"\nmsgstr \"b\"\n"), NULL,
     "", "a", "b"},

    {"another translation", SL_INIT("msgid \"a\"\nmsgstr \"b\"\n\nmsgid \"a\"\nmsgstr \"c\"\n"),
     "f.po:4: translated differently before: a", "", "", NULL},
    {"another charset", SL_INIT("msgid \"\"\nmsgstr \"charset=GB18030\\n\"\n"),
     "the charset of a catalogue is UTF-8", "", "", NULL},
    {"plural", SL_INIT("msgid \"a\"\nmsgid_plural \"b\"\nmsgstr[0] \"c\"\n"),
     "f.po:2: plural entries", "", "", NULL},
    {"without a msgstr", SL_INIT("msgid \"a\"\n\nmsgid \"b\"\nmsgstr \"c\"\n"),
     "an entry ends without its msgstr", "", "", NULL},
    {"the file ends in an entry", SL_INIT("msgid \"a\"\n"), "an entry ends without its msgstr", "",
     "", NULL},
    {"msgstr without a msgid", SL_INIT("msgstr \"a\"\n"), "stand in this order", "", "", NULL},
    {"msgid twice", SL_INIT("msgid \"a\"\nmsgid \"b\"\nmsgstr \"c\"\n"), "stand in this order", "",
     "", NULL},
    {"context behind the msgid", SL_INIT("msgid \"a\"\nmsgctxt \"b\"\nmsgstr \"c\"\n"),
     "stand in this order", "", "", NULL},
    {"a text by itself", SL_INIT("\"a\"\n"), "a text without a keyword", "", "", NULL},
    {"quote left open", SL_INIT("msgid \"a\nmsgstr \"b\"\n"), "f.po:1: this text is not closed", "",
     "", NULL},
    {"ends in a backslash", SL_INIT("msgid \"a\\"), "of escapes there are", "", "", NULL},
    {"an escape that is none of ours", SL_INIT("msgid \"\\x41\"\n"), "of escapes there are", "", "",
     NULL},
    {"something behind the text", SL_INIT("msgid \"a\" b\n"), "something stands behind the text",
     "", "", NULL},
    {"no quotes", SL_INIT("msgid a\n"), "a text in quotes belongs here", "", "", NULL},
    {"another keyword", SL_INIT("msgfoo \"a\"\n"), "this is no line of a catalogue", "", "", NULL},
    {"not UTF-8", SL_INIT("msgid \"a\"\nmsgstr \"\xb0\xa1\"\n"), "f.po:2: this is not UTF-8", "",
     "", NULL},
};

static void
run_row(void **state)
{
    const struct po_row *r = *state;
    struct po po = {0};
    struct err e = {0};
    bool ok = po_read(&po, &case_arena, SL("f.po"), r->in, &e);
    assert_int_equal(ok, r->says == NULL);
    if (r->says) {
        assert_int_equal(e.code, ERR_INPUT);
        if (!strstr(e.msg, r->says))
            fail_msg("it says: %s", e.msg);
        return;
    }
    struct slice context = slice_str(r->context), id = slice_str(r->id);
    assert_string_equal(arena_str(&case_arena, po_get(&po, context, id)), r->want);
    assert_int_equal(po_has(&po, context, id), strcmp(r->id, r->want) != 0);
}

static void
two_files_are_one(void **state UNUSED)
{
    struct po po = {0};
    struct err e = {0};
    assert_true(po_read(&po, &case_arena, SL("a.po"), SL("msgid \"a\"\nmsgstr \"1\"\n"), &e));
    assert_true(po_read(&po, &case_arena, SL("b.po"), SL("msgid \"b\"\nmsgstr \"2\"\n"), &e));
    assert_int_equal(po.n, 2);
    assert_true(po_has(&po, SL(""), SL("a")));
    assert_false(po_read(&po, &case_arena, SL("c.po"), SL("msgid \"a\"\nmsgstr \"3\"\n"), &e));
    assert_non_null(strstr(e.msg, "c.po:1: translated differently before: a"));
}

static void
entries_are_so_many(void **state UNUSED)
{
    struct po po = {0};
    struct err e = {0};
    struct buf b;
    buf_init(&b, &case_arena, PO_FILE_MAX);
    for (int i = 0; i <= PO_ENTRIES_MAX; i++)
        buf_printf(&b, "msgid \"%d\"\nmsgstr \"x\"\n", i);
    assert_false(b.full);
    assert_false(po_read(&po, &case_arena, SL("f.po"), buf_slice(&b), &e));
    assert_int_equal(e.code, ERR_LIMIT);
    assert_int_equal(po.n, PO_ENTRIES_MAX);
}

int
main(void)
{
    CASES_TABLE(rows, run_row);
    CASES_TEST(two_files_are_one);
    CASES_TEST(entries_are_so_many);
    return cases_run("text/po");
}
