/* SPDX-License-Identifier: Apache-2.0 */
#include "draft/draft.h"
#include "drafts.h"
#include "support/cases.h"

#define CLAUSES                                                                  \
    "clauses:\n"                                                                 \
    "  - {id: a, kind: body, number: \"5\", title: {zh: 甲, en: A}}\n"          \
    "  - {id: a.1, kind: body, number: \"5.1\", text: {zh: 应, en: shall}}\n"   \
    "  - {id: n, kind: note, text: {zh: 注, en: note}}\n"                       \
    "  - {id: x, kind: annex-informative, number: A, title: {zh: 附, en: X}}\n" \
    "  - {id: x1, kind: body, number: A.1, text: {zh: 文, en: text}}\n"
#define NO_REQUIREMENTS "requirements: []\n"
#define REQUIREMENT(clause)                                            \
    "requirements:\n"                                                  \
    "  - {id: r, clause: " clause                                      \
    ", keyword: shall, kind: tls, text: {en: t}, must: tls.tickets,\n" \
    "     cases: {pass: [{tickets: true}], fail: [{tickets: false}]}}\n"

struct bad_row {
    const char *name, *text, *want; /* the message starts so */
};

static const struct bad_row bad[] = {
    {"no YAML", "a: [", "d.yaml:"},
    {"empty", "", "d.yaml:"},
    {"clauses are no list", DRAFTS_HEAD "clauses: {}\n" NO_REQUIREMENTS, "d.yaml:8:10: "},
    {"a clause is no mapping", DRAFTS_HEAD "clauses: [a]\n" NO_REQUIREMENTS, "d.yaml:8:11: "},
    {"no id", DRAFTS_HEAD "clauses: [{kind: body}]\n" NO_REQUIREMENTS,
     "d.yaml:8:11: key 'id' is missing"},
    {"empty id", DRAFTS_HEAD "clauses: [{id: \"\", kind: body}]\n" NO_REQUIREMENTS,
     "d.yaml:8:16: an id has 1 to 64"},
    {"id with capitals", DRAFTS_HEAD "clauses: [{id: A, kind: body}]\n" NO_REQUIREMENTS,
     "d.yaml:8:16: an id has"},
    {"id in Chinese", DRAFTS_HEAD "clauses: [{id: 甲, kind: body}]\n" NO_REQUIREMENTS,
     "d.yaml:8:16: an id has"},
    {"id with a NUL", DRAFTS_HEAD "clauses: [{id: \"a\\0b\", kind: body}]\n" NO_REQUIREMENTS,
     "d.yaml:8:16: "},
    {"id twice",
     DRAFTS_HEAD "clauses: [{id: a, kind: body}, {id: a, kind: note}]\n" NO_REQUIREMENTS,
     "d.yaml:8:37: id 'a' stands in this file twice"},
    {"no kind", DRAFTS_HEAD "clauses: [{id: a}]\n" NO_REQUIREMENTS,
     "d.yaml:8:11: key 'kind' is missing"},
    {"unknown kind", DRAFTS_HEAD "clauses: [{id: a, kind: bodi}]\n" NO_REQUIREMENTS,
     "d.yaml:8:25: "},
    {"unknown key", DRAFTS_HEAD "clauses: [{id: a, kind: body, texts: {}}]\n" NO_REQUIREMENTS,
     "d.yaml:8:31: unknown key 'texts'"},
    {"unknown language",
     DRAFTS_HEAD "clauses: [{id: a, kind: body, text: {fr: x}}]\n" NO_REQUIREMENTS,
     "d.yaml:8:38: 'fr' is not zh or en"},
    {"control character",
     DRAFTS_HEAD "clauses: [{id: a, kind: body, text: {en: \"a\\x1b[31m\"}}]\n" NO_REQUIREMENTS,
     "d.yaml:8:42: a control character"},
    {"number with blanks",
     DRAFTS_HEAD "clauses: [{id: a, kind: body, number: \"5 1\"}]\n" NO_REQUIREMENTS,
     "d.yaml:8:39: a number has"},
    {"in what is not there", DRAFTS_HEAD "clauses: [{id: a, kind: body, in: b}]\n" NO_REQUIREMENTS,
     "d.yaml:8:35: no clause before this one is called 'b'"},
    {"in itself", DRAFTS_HEAD "clauses: [{id: a, kind: body, in: a}]\n" NO_REQUIREMENTS,
     "d.yaml:8:35: no clause before this one"},
    {"in a later one",
     DRAFTS_HEAD "clauses: [{id: a, kind: body, in: b}, {id: b, kind: body}]\n" NO_REQUIREMENTS,
     "d.yaml:8:35: no clause before this one"},
    {"requirement of no clause", DRAFTS_HEAD CLAUSES REQUIREMENT("a.2"),
     "d.yaml:15:21: no clause has the id 'a.2', did you mean 'a.1'?"},
    {"requirement by printed number", DRAFTS_HEAD CLAUSES REQUIREMENT("\"5.1\""),
     "d.yaml:15:21: no clause has the id '5.1'"},
    {"no requirements without clauses", DRAFTS_HEAD NO_REQUIREMENTS,
     "d.yaml:8:15: a standard has 1 to"},
    {"a condition that is none",
     DRAFTS_HEAD CLAUSES "requirements:\n"
                         "  - {id: r, clause: a, keyword: shall, kind: tls, text: {en: t}, "
                         "must: tls.nothing, cases: {pass: [{}], fail: [{}]}}\n",
     "d.yaml:15:"},
};

static void
run_bad(void **state)
{
    const struct bad_row *r = *state;
    struct draft d;
    struct err e = {0};
    assert_false(
        draft_read(&d, NULL, &case_arena, drafts_catalog(), SL("d.yaml"), slice_str(r->text), &e));
    assert_int_equal(e.code, ERR_INPUT);
    if (strncmp(e.msg, r->want, strlen(r->want)) != 0)
        fail_msg("%s", e.msg);
}

/* Every problem in one go, and what is sound is there. */
static void
collects_problems(void **state)
{
    (void)state;
    struct problems p = {0};
    struct draft d;
    struct err e = {0};
    const char *text = DRAFTS_HEAD "clauses:\n"
                                   "  - {id: a, kind: body, number: \"1\"}\n"
                                   "  - {id: A, kind: body}\n"
                                   "  - {id: c, kind: nothing}\n"
                                   "  - {id: d, kind: body, number: \"2\"}\n" REQUIREMENT("e");
    assert_true(
        draft_read(&d, &p, &case_arena, drafts_catalog(), SL("d.yaml"), slice_str(text), &e));
    assert_int_equal(p.list.n, 3);
    assert_int_equal(d.n, 2);
    assert_non_null(draft_clause(&d, SL("d")));
}

static void
structure(void **state)
{
    (void)state;
    struct draft *d = drafts_read(DRAFTS_HEAD CLAUSES REQUIREMENT("a.1"));
    const struct clause *a1 = draft_clause(d, SL("a.1")), *n = draft_clause(d, SL("n")),
                        *x1 = draft_clause(d, SL("x1"));
    assert_int_equal(d->n, 5);
    assert_ptr_equal(&d->clauses[a1->in], draft_clause(d, SL("a")));
    assert_ptr_equal(&d->clauses[n->in], a1);
    assert_ptr_equal(&d->clauses[x1->in], draft_clause(d, SL("x")));
    assert_true(n->informative && x1->informative && !a1->informative);
    assert_int_equal(n->depth, 2);
    assert_ptr_equal(draft_numbered(d, SL("A.1")), x1);
    assert_null(draft_numbered(d, SL("")));
    assert_null(draft_numbered(d, SL("5.2")));
    assert_int_equal(a1->nrequirements, 1);
    assert_ptr_equal(a1->requirements[0], draft_requirement(d, SL("r")));
    assert_true(slice_eq_str(a1->requirements[0]->clause, "5.1"));
    assert_int_equal(d->clause_of[0], draft_index(d, a1));
    struct slice h = draft_heading(&case_arena, draft_clause(d, SL("a")), DRAFT_ZH);
    assert_true(slice_eq_str(h, "5 甲"));
    assert_true(slice_eq_str(draft_heading(&case_arena, n, DRAFT_EN), "n"));
}

/* A standard of today is a draft of nothing but requirements. */
static void
standard_is_a_draft(void **state)
{
    (void)state;
    struct draft *d = drafts_read(DRAFTS_HEAD REQUIREMENT("\"§3.3.1\""));
    assert_int_equal(d->n, 0);
    assert_int_equal(d->clause_of[0], CLAUSE_NONE);
    assert_true(slice_eq_str(d->standard.requirements[0].clause, "§3.3.1"));
}

static void
places(void **state)
{
    (void)state;
    struct draft *d = drafts_read(DRAFTS_HEAD "clauses:\n"
                                              "  - id: a\n"
                                              "    kind: body\n"
                                              "    text:\n"
                                              "      zh: |\n"
                                              "        甲应加密。\n"
                                              "        乙应签名。\n"
                                              "      en: \"A shall.\"\n" NO_REQUIREMENTS);
    const struct clause *c = draft_clause(d, SL("a"));
    size_t at = slice_find(c->text[DRAFT_ZH].s, SL("签名"));
    struct place p = draft_place(d, c, DRAFT_ZH, at);
    assert_int_equal(p.line, 14);
    assert_int_equal(p.column, 11);
    p = draft_place(d, c, DRAFT_EN, 2);
    assert_int_equal(p.line, 15);
    assert_int_equal(p.column, 14);
    assert_true(slice_has_suffix(c->text[DRAFT_ZH].s, SL("。"))); /* no line end behind it */
}

int
main(void)
{
    CASES_TABLE(bad, run_bad);
    CASES_TEST(collects_problems);
    CASES_TEST(structure);
    CASES_TEST(standard_is_a_draft);
    CASES_TEST(places);
    return cases_run("draft");
}
