/* SPDX-License-Identifier: Apache-2.0 */
/*
 * usage: test_edit DATA
 */
#include "base/cleanup.h"
#include "draft/edit.h"
#include "support/cases.h"
#include "support/random.h"

#include <stdio.h>

/* ---- rows: a file, a text, the file then -----------------------------------------------------*/

#define HEAD "# of the draft\nclauses:\n"
#define TAIL "  - id: z # last\n    kind: body\nrequirements: []\n"
#define ONE(lines) HEAD lines TAIL

/* NOLINTNEXTLINE(clang-analyzer-optin.performance.Padding) in the order of a row */
struct row {
    const char *name, *file;
    enum edit_part part;
    const char *id;
    enum draft_language l;
    const char *text, *want; /* null: refused */
};

static const struct row rows[] = {
    {"plain stays plain", ONE("  - id: a\n    text:\n      zh: 应\n      en: shall\n"), EDIT_TEXT,
     "a", DRAFT_ZH, "宜加密", ONE("  - id: a\n    text:\n      zh: 宜加密\n      en: shall\n")},
    {"plain that would be read otherwise", ONE("  - id: a\n    text:\n      en: shall\n"),
     EDIT_TEXT, "a", DRAFT_EN, "note: it # may",
     ONE("  - id: a\n    text:\n      en: \"note: it # may\"\n")},
    {"a word of YAML is a text", ONE("  - id: a\n    text:\n      en: shall\n"), EDIT_TEXT, "a",
     DRAFT_EN, "no", ONE("  - id: a\n    text:\n      en: \"no\"\n")},
    {"a number is a text", ONE("  - id: a\n    text:\n      en: shall\n"), EDIT_TEXT, "a", DRAFT_EN,
     "1.2", ONE("  - id: a\n    text:\n      en: \"1.2\"\n")},
    {"lines become a block", ONE("  - id: a\n    text:\n      zh: 应\n      en: shall\n"),
     EDIT_TEXT, "a", DRAFT_ZH, "一\n二",
     ONE("  - id: a\n    text:\n      zh: |\n        一\n        二\n      en: shall\n")},
    {"lines beside a remark are quoted", ONE("  - id: a\n    text:\n      zh: 应 # sic\n"),
     EDIT_TEXT, "a", DRAFT_ZH, "一\n二",
     ONE("  - id: a\n    text:\n      zh: \"一\\n二\" # sic\n")},
    {"a block keeps the empty lines behind it",
     ONE("  - id: a\n    text:\n      zh: |\n        一\n\n\n      en: shall\n"), EDIT_TEXT, "a",
     DRAFT_ZH, "二\n\n三",
     ONE("  - id: a\n    text:\n      zh: |\n        二\n\n        三\n\n\n      en: shall\n")},
    {"a folded block becomes a literal one",
     ONE("  - id: a\n    text:\n      zh: >-\n        一\n        二\n"), EDIT_TEXT, "a", DRAFT_ZH,
     "三", ONE("  - id: a\n    text:\n      zh: |\n        三\n")},
    {"the remark of a block stays", ONE("  - id: a\n    text:\n      zh: | # sic\n        一\n"),
     EDIT_TEXT, "a", DRAFT_ZH, "二", ONE("  - id: a\n    text:\n      zh: | # sic\n        二\n")},
    {"lines with blanks at their ends are quoted",
     ONE("  - id: a\n    text:\n      zh: |\n        一\n"), EDIT_TEXT, "a", DRAFT_ZH, "一 \n二",
     ONE("  - id: a\n    text:\n      zh: \"一 \\n二\"\n")},
    {"brackets", ONE("  - id: a\n    title: {zh: 甲, en: \"A, B\"}\n"), EDIT_TITLE, "a", DRAFT_ZH,
     "乙, 丙", ONE("  - id: a\n    title: {zh: \"乙, 丙\", en: \"A, B\"}\n")},
    {"double quotes stay", ONE("  - id: a\n    title: {zh: 甲, en: \"A, B\"}\n"), EDIT_TITLE, "a",
     DRAFT_EN, "say \"C\\D\"", ONE("  - id: a\n    title: {zh: 甲, en: \"say \\\"C\\\\D\\\"\"}\n")},
    {"all in brackets", "{clauses: [{id: a, text: {zh: 甲}}]}\n", EDIT_TEXT, "a", DRAFT_ZH,
     "一\n二", "{clauses: [{id: a, text: {zh: \"一\\n二\"}}]}\n"},
    {"a language is added in brackets", ONE("  - id: a\n    title: {zh: 甲}\n"), EDIT_TITLE, "a",
     DRAFT_EN, "A", ONE("  - id: a\n    title: {zh: 甲, en: A}\n")},
    {"a language is added to none", ONE("  - id: a\n    title: {}\n"), EDIT_TITLE, "a", DRAFT_EN,
     "A", ONE("  - id: a\n    title: {en: A}\n")},
    {"a language is added behind a block", ONE("  - id: a\n    text:\n      zh: |\n        一\n\n"),
     EDIT_TEXT, "a", DRAFT_EN, "A",
     ONE("  - id: a\n    text:\n      zh: |\n        一\n      en: A\n\n")},
    {"a language is added behind a remark", ONE("  - id: a\n    text:\n      zh: 一 # sic\n"),
     EDIT_TEXT, "a", DRAFT_EN, "A\nB",
     ONE("  - id: a\n    text:\n      zh: 一 # sic\n      en: |\n        A\n        B\n")},
    {"a text is added", ONE("  - id: a\n    kind: body\n    title: {zh: 甲}\n"), EDIT_TEXT, "a",
     DRAFT_EN, "A", ONE("  - id: a\n    kind: body\n    title: {zh: 甲}\n    text: {en: A}\n")},
    {"a text of lines is added", ONE("  - id: a\n    kind: body\n"), EDIT_TEXT, "a", DRAFT_ZH,
     "一\n二", ONE("  - id: a\n    kind: body\n    text:\n      zh: |\n        一\n        二\n")},
    {"a title goes behind the kind", ONE("  - id: a\n    kind: body\n    text: {zh: 一}\n"),
     EDIT_TITLE, "a", DRAFT_ZH, "甲",
     ONE("  - id: a\n    kind: body\n    title: {zh: 甲}\n    text: {zh: 一}\n")},
    {"emptied", ONE("  - id: a\n    text: {zh: 一}\n"), EDIT_TEXT, "a", DRAFT_ZH, "",
     ONE("  - id: a\n    text: {zh: \"\"}\n")},
    {"missing and empty is the same", ONE("  - id: a\n    text: {zh: 一}\n"), EDIT_TEXT, "a",
     DRAFT_EN, "", ONE("  - id: a\n    text: {zh: 一}\n")},
    {"no change", ONE("  - id: a\n    text: {zh: '一'}\n"), EDIT_TEXT, "a", DRAFT_ZH, "一",
     ONE("  - id: a\n    text: {zh: '一'}\n")},
    {"lines that end in CR LF", "clauses:\r\n- id: a\r\n  text:\r\n    zh: 一\r\n", EDIT_TEXT, "a",
     DRAFT_ZH, "一\n二", "clauses:\r\n- id: a\r\n  text:\r\n    zh: |\r\n      一\r\n      二\r\n"},
    {"no line end at the end", "clauses:\n- id: a\n  text:\n    zh: 一", EDIT_TEXT, "a", DRAFT_EN,
     "A", "clauses:\n- id: a\n  text:\n    zh: 一\n    en: A"},
    {"a byte order mark", "\xEF\xBB\xBF" ONE("  - id: a\n    text: {zh: 一}\n"), EDIT_TEXT, "a",
     DRAFT_ZH, "二", "\xEF\xBB\xBF" ONE("  - id: a\n    text: {zh: 二}\n")},
    {"a line of its own in U+2028", ONE("  - id: a\n    text: {zh: 一}\n"), EDIT_TEXT, "a",
     DRAFT_ZH, "\xE2\x80\xA8x", ONE("  - id: a\n    text: {zh: \"\\u2028x\"}\n")},
    {"condition", "requirements:\n- id: r\n  must: 'a == \"b\"'\n", EDIT_MUST, "r", DRAFT_ZH,
     "a != 'b'", "requirements:\n- id: r\n  must: 'a != ''b'''\n"},
    {"condition of lines", "requirements:\n- id: r\n  must: 'a'\n  note: n\n", EDIT_MUST, "r",
     DRAFT_ZH, "a &&\nb", "requirements:\n- id: r\n  must: |\n    a &&\n    b\n  note: n\n"},
    {"when is added", "requirements:\n- id: r\n  text: {zh: 一}\n  must: 'a'\n", EDIT_WHEN, "r",
     DRAFT_ZH, "b", "requirements:\n- id: r\n  text: {zh: 一}\n  when: 'b'\n  must: 'a'\n"},
    {"when is taken out", "requirements:\n- id: r\n  when: 'b'\n  must: 'a'\n", EDIT_WHEN, "r",
     DRAFT_ZH, "", "requirements:\n- id: r\n  must: 'a'\n"},
    {"when of lines is taken out", "requirements:\n- id: r\n  when: |\n    b\n    c\n  must: 'a'\n",
     EDIT_WHEN, "r", DRAFT_ZH, "", "requirements:\n- id: r\n  must: 'a'\n"},
    {"no must", "requirements:\n- id: r\n  must: 'a'\n", EDIT_MUST, "r", DRAFT_ZH, "", NULL},
    {"no such clause", ONE(""), EDIT_TEXT, "a", DRAFT_ZH, "x", NULL},
    {"no such requirement", ONE("  - id: a\n    kind: body\n"), EDIT_MUST, "a", DRAFT_ZH, "x",
     NULL},
    {"when in brackets is not taken out", "requirements: [{id: r, when: b, must: a}]\n", EDIT_WHEN,
     "r", DRAFT_ZH, "", NULL},
    {"a list where a text should be", ONE("  - id: a\n    text: {zh: [一]}\n"), EDIT_TEXT, "a",
     DRAFT_ZH, "x", NULL},
    {"a text where a mapping should be", ONE("  - id: a\n    text: 一\n"), EDIT_TEXT, "a", DRAFT_ZH,
     "x", NULL},
    {"clauses that are none", "clauses: x\n", EDIT_TEXT, "a", DRAFT_ZH, "x", NULL},
};

static void
run_row(void **state)
{
    const struct row *r = *state;
    struct edit_file f;
    struct slice out;
    struct err e = {0};
    const struct edit_at at = {r->part, slice_str(r->id), r->l};
    if (!edit_open(&f, &case_arena, SL("f"), slice_str(r->file), &e))
        fail_msg("%s", e.msg);
    bool done = edit_apply(&out, &case_arena, &f, &at, slice_str(r->text), &e);
    if (!r->want) {
        assert_false(done);
        assert_int_equal(e.code, ERR_INPUT);
        return;
    }
    if (!done)
        fail_msg("%s", e.msg);
    assert_string_equal(arena_str(&case_arena, out), r->want);
}

/* ---- what is typed ---------------------------------------------------------------------------*/

static void
typed(void **state UNUSED)
{
    struct slice out;
    struct err e = {0};
    assert_true(edit_text(&out, &case_arena, SL(" a\r\nb\rc\td \r\n"), &e));
    assert_string_equal(arena_str(&case_arena, out), "a\nb\nc\td");
    assert_false(edit_text(&out, &case_arena, SL("a\x1b[0m"), &e));
    assert_false(edit_text(&out, &case_arena, SL("a\0b"), &e));
    assert_false(edit_text(&out, &case_arena, SL("a\xff"), &e));
    assert_false(edit_text(&out, &case_arena, SL("a\xed\xa0\x80"), &e));
    uint8_t *p = NEW_ARRAY(&case_arena, uint8_t, DRAFT_TEXT_MAX + 1);
    memset(p, 'a', DRAFT_TEXT_MAX + 1);
    assert_true(edit_text(&out, &case_arena, slice_of(p, DRAFT_TEXT_MAX), &e));
    assert_false(edit_text(&out, &case_arena, slice_of(p, DRAFT_TEXT_MAX + 1), &e));
    assert_int_equal(e.code, ERR_LIMIT);
}

/* ---- any text, anywhere in a real draft ------------------------------------------------------*/

static const char *data_dir;

static const char *const hostile[] = {
    "x",
    "'",
    "\"",
    "\\",
    "\\\"\\n",
    "---",
    "...",
    "- a",
    "? a",
    ": a",
    "a: b",
    "a :b",
    "#",
    "a #b",
    "{a}",
    "[a",
    "]",
    ", b",
    "&a b",
    "*a",
    "!!str a",
    "| \n a",
    ">",
    "%YAML 1.1",
    "@a",
    "`a",
    "~",
    "null",
    "true",
    "0x10",
    "1e3",
    "a\n  b\n c\n\n\nd",
    "a\n# b\n---\nc\n...",
    "a\n\tb\nc\t",
    "\xC2\x85 x \xC2\x85",
    "\xE2\x80\xA9\xE2\x80\xA8",
    "\xEF\xBB\xBF a",
    "\xEF\xBF\xBE\xEF\xBF\xBF",
    "\xF0\xA0\x80\x80\xF0\x9F\x94\x92",
    "应：宜，可；能。“引号”——破折号……",
    "a  b   c",
    "clauses:\n- id: c-scope\n  text: {zh: x}",
    "<script>alert(1)</script>",
    "${jndi:ldap://x}",
    "\xC2\x80\xC2\x9F",
    "it's \"both\" \\ and: more # than\nthat",
};

/* All texts of the file but one are what they were. */
static void
others_stay(const struct edit_file *was, const struct edit_file *is, const struct edit_at *but)
{
    const struct yaml_node *clauses = yaml_get(was->doc.root, SL("clauses"));
    for (const struct yaml_node *n = clauses->first; n; n = n->next)
        for (unsigned i = 0; i < 4; i++) {
            const struct edit_at at = {i / 2 ? EDIT_TITLE : EDIT_TEXT, yaml_get(n, SL("id"))->text,
                                       (enum draft_language)(i % 2)};
            struct slice a, b;
            assert_true(edit_find(&a, was, &at));
            assert_true(edit_find(&b, is, &at));
            if (at.part != but->part || at.language != but->language || !slice_eq(at.id, but->id))
                assert_true(slice_eq(a, b));
        }
}

/* What was changed is one run of octets, on the lines of that text. */
static void
rest_stays(struct slice was, struct slice is, struct slice text)
{
    size_t head = 0, tail = 0;
    while (head < was.n && head < is.n && was.p[head] == is.p[head])
        head++;
    while (tail < was.n - head && tail < is.n - head &&
           was.p[was.n - 1 - tail] == is.p[is.n - 1 - tail])
        tail++;
    assert_true(is.n - head - tail <= text.n * 9 + 64);
}

static void
change(const struct edit_file *f, struct slice octets, const struct edit_at *at, struct slice given,
       struct slice *out)
{
    struct edit_file again;
    struct slice text, found;
    struct err e = {0};
    if (!edit_text(&text, &case_arena, given, &e) ||
        !edit_apply(out, &case_arena, f, at, text, &e) ||
        !edit_open(&again, &case_arena, SL("f"), *out, &e))
        fail_msg("%.*s: '%.*s': %s", SL_FMT(at->id), SL_FMT(given), e.msg);
    assert_true(edit_find(&found, &again, at));
    if (!slice_eq(found, text))
        fail_msg("%.*s: '%.*s' became '%.*s'", SL_FMT(at->id), SL_FMT(text), SL_FMT(found));
    others_stay(f, &again, at);
    rest_stays(octets, *out, text);
}

static void
read_sample(struct slice *out, const char *name)
{
    char path[4096];
    FILE *file;
    uint8_t *p = NEW_ARRAY(&case_arena, uint8_t, 1 << 20);
    snprintf(path, sizeof path, "%s/sample/%s", data_dir, name);
    file = fopen(path, "rb");
    if (!file)
        fail_msg("%s: cannot be read", path);
    *out = slice_of(p, fread(p, 1, 1 << 20, file));
    fclose(file);
}

/* Every clause with every text, each on the file as it is. */
static void
everywhere(void **state)
{
    struct edit_file f;
    struct slice octets = {0}, out;
    struct err e = {0};
    read_sample(&octets, *state);
    assert_true(edit_open(&f, &case_arena, SL("f"), octets, &e));
    unsigned turn = 0;
    for (const struct yaml_node *n = yaml_get(f.doc.root, SL("clauses"))->first; n; n = n->next)
        for (size_t i = 0; i < COUNT_OF(hostile); i++) {
            unsigned k = turn++ % 4;
            struct arena_mark m = arena_mark(&case_arena);
            change(&f, octets,
                   &(struct edit_at){k / 2 ? EDIT_TITLE : EDIT_TEXT, yaml_get(n, SL("id"))->text,
                                     (enum draft_language)(k % 2)},
                   slice_str(hostile[i]), &out);
            arena_reset(&case_arena, m);
        }
}

/* One change on the other, drawn; at the end all is put back, and every text is as it was. */
static void
one_after_the_other(void **state)
{
    struct edit_file first, f;
    struct slice octets = {0}, now, next = {0};
    struct err e = {0};
    uint64_t seed = 7;
    read_sample(&octets, *state);
    assert_true(edit_open(&first, &case_arena, SL("f"), octets, &e));
    const struct yaml_node *clauses = yaml_get(first.doc.root, SL("clauses"));
    now = octets;
    for (unsigned i = 0; i < 200; i++) {
        const struct yaml_node *n = clauses->first;
        for (uint32_t skip = random_below(&seed, clauses->n); skip > 0; skip--)
            n = n->next;
        uint32_t k = random_below(&seed, 4);
        const char *text = hostile[random_below(&seed, COUNT_OF(hostile))];
        assert_true(edit_open(&f, &case_arena, SL("f"), now, &e));
        change(&f, now,
               &(struct edit_at){k / 2 ? EDIT_TITLE : EDIT_TEXT, yaml_get(n, SL("id"))->text,
                                 (enum draft_language)(k % 2)},
               slice_str(text), &next);
        now = next;
    }
    for (const struct yaml_node *n = clauses->first; n; n = n->next)
        for (unsigned k = 0; k < 4; k++) {
            const struct edit_at at = {k / 2 ? EDIT_TITLE : EDIT_TEXT, yaml_get(n, SL("id"))->text,
                                       (enum draft_language)(k % 2)};
            struct slice text;
            assert_true(edit_find(&text, &first, &at));
            assert_true(edit_open(&f, &case_arena, SL("f"), now, &e));
            change(&f, now, &at, text, &next);
            now = next;
        }
    assert_true(edit_open(&f, &case_arena, SL("f"), now, &e));
    others_stay(&first, &f, &(struct edit_at){.id = SL("")});
}

/* A text as long as allowed. */
static void
long_text(void **state)
{
    struct edit_file f;
    struct slice octets = {0}, out;
    struct err e = {0};
    uint8_t *p = NEW_ARRAY(&case_arena, uint8_t, DRAFT_TEXT_MAX);
    memset(p, 'a', DRAFT_TEXT_MAX);
    for (size_t i = 80; i < DRAFT_TEXT_MAX; i += 81)
        p[i] = i % 2 ? '\n' : '"';
    read_sample(&octets, *state);
    assert_true(edit_open(&f, &case_arena, SL("f"), octets, &e));
    for (unsigned k = 0; k < 4; k++)
        change(&f, octets,
               &(struct edit_at){k / 2 ? EDIT_TITLE : EDIT_TEXT, SL("c-scope"),
                                 (enum draft_language)(k % 2)},
               slice_of(p, DRAFT_TEXT_MAX), &out);
}

int
main(int argc, char **argv)
{
    static char names[3][16] = {"draft-1.yaml", "draft-2.yaml", "outline.yaml"};
    data_dir = argc > 1 ? argv[1] : "data";
    CASES_TABLE(rows, run_row);
    CASES_TEST(typed);
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        cases_add("everywhere", everywhere, names[i]);
        cases_add("one after the other", one_after_the_other, names[i]);
    }
    cases_add("long text", long_text, names[0]);
    return cases_run("edit");
}
