/* SPDX-License-Identifier: Apache-2.0 */
#include "committee/comment_merge.h"

#include "base/buf.h"
#include "support/cases.h"

#include <stdlib.h>

/* A row as "who|clause|element|type|text|proposed|outcome". */
struct given {
    const char *who, *clause, *element, *type, *text, *proposed, *outcome;
};

/* "clause text [who] !"; the mark for a decision; then notes "why:row-other". */
static const struct merge_case {
    const char *name;
    struct given rows[6];
    const char *want, *notes;
} merges[] = {
    {"nothing", {{0}}, "", ""},
    {"one row", {{"A", "5", "", "te", "x", "", ""}}, "5 x [A]", ""},
    {"joined",
     {{"A", "5", "", "te", "x", "y", ""}, {"B", "5", "", "te", "x", "y", ""}},
     "5 x [A; B]",
     "0:0-0"},
    {"joined, one name",
     {{"A", "5", "", "te", "x", "y", ""}, {"A", "5", "", "te", "x", "y", ""}},
     "5 x [A]",
     "0:0-0"},
    {"joined by white space",
     {{"A", "5", "", "te", "x  y\n", "", ""}, {"B", "Clause 5", "", "te", "x y", "", ""}},
     "5 x  y\n [A; B]",
     "0:0-0"},
    {"case is no white space",
     {{"A", "5", "", "te", "MUST", "", ""}, {"B", "5", "", "te", "must", "", ""}},
     "5 MUST [A]; 5 must [B]",
     ""},
    {"same change grouped",
     {{"A", "5", "", "te", "x", "p", ""},
      {"A", "6", "", "te", "z", "", ""},
      {"B", "5", "", "te", "y", "p", ""}},
     "5 x [A]; 5 y [B]; 6 z [A]",
     "1:1-0"},
    {"contradiction",
     {{"A", "5", "", "te", "x", "p", ""}, {"B", "5", "", "te", "y", "q", ""}},
     "5 x [A] !; 5 y [B] !",
     "3:1-0"},
    {"other elements do not contradict",
     {{"A", "5", "Table 1", "te", "x", "p", ""}, {"B", "5", "Table 2", "te", "y", "q", ""}},
     "5 x [A]; 5 y [B]",
     ""},
    {"an element and none may",
     {{"A", "5", "Table 1", "te", "x", "p", ""}, {"B", "5", "", "te", "y", "q", ""}},
     "5 x [A] !; 5 y [B] !",
     "3:1-0"},
    {"other clauses do not contradict",
     {{"A", "5.1", "", "te", "x", "p", ""}, {"B", "5.2", "", "te", "y", "q", ""}},
     "5.1 x [A]; 5.2 y [B]",
     ""},
    {"no proposal contradicts nothing",
     {{"A", "5", "", "te", "x", "", ""}, {"B", "5", "", "te", "y", "q", ""}},
     "5 x [A]; 5 y [B]",
     ""},
    {"deletion",
     {{"A", "5", "", "te", "x", "Delete the clause.", ""}, {"B", "5", "", "te", "y", "q", ""}},
     "5 x [A] !; 5 y [B] !",
     "4:1-0"},
    {"deletion in Chinese",
     {{"A", "5", "", "te", "x", "改为q", ""}, {"B", "5", "", "te", "y", "删除本条", ""}},
     "5 x [A] !; 5 y [B] !",
     "4:1-0"},
    {"another type",
     {{"A", "5", "", "te", "x", "p", ""}, {"B", "5", "", "ed", "x", "p", ""}},
     "5 x [A] !; 5 x [B] !",
     "2:1-0"},
    {"other outcomes",
     {{"A", "5", "", "te", "x", "p", "Accepted"},
      {"B", "5", "", "te", "x", "p", "Not accepted: z"}},
     "5 x [A; B] !",
     "0:0-0 5:0-0"},
    {"order of clauses",
     {{"A", "5.10", "", "te", "x", "", ""},
      {"A", "Annex A", "", "te", "x", "", ""},
      {"A", "5.9", "", "te", "x", "", ""},
      {"A", "前言", "", "te", "x", "", ""},
      {"A", "", "", "ge", "x", "", ""},
      {"A", "5.9.1", "", "te", "x", "", ""}},
     " x [A]; 前言 x [A]; 5.9 x [A]; 5.9.1 x [A]; 5.10 x [A]; Annex A x [A]",
     ""},
};

static struct comment_row
row_of(const struct given *g)
{
    struct comment_row c = {.row = 9, .clause = slice_str(g->clause)};
    c.element = slice_str(g->element);
    c.text = slice_str(g->text);
    c.proposed = slice_str(g->proposed);
    assert_true(comment_row_type_read(&c.type, slice_str(g->type)));
    comment_row_outcome_read(&c.outcome, &c.reason, slice_str(g->outcome));
    return c;
}

static void
merge(void **state)
{
    const struct merge_case *c = *state;
    struct comment_row rows[6];
    struct comment_merge_part parts[6];
    struct comment_merge m;
    struct buf b, notes;
    size_t n = 0;
    for (; n < COUNT_OF(c->rows) && c->rows[n].who; n++) {
        rows[n] = row_of(&c->rows[n]);
        parts[n] = (struct comment_merge_part){slice_str(c->rows[n].who), &rows[n], 1};
    }
    comment_merge(&m, &case_arena, parts, n, COMMENT_ROW_EN);
    assert_int_equal(m.given, n);
    buf_init(&b, &case_arena, 10000);
    buf_init(&notes, &case_arena, 10000);
    for (size_t i = 0; i < m.n; i++)
        buf_printf(&b, "%s%.*s %.*s [%.*s]%s", i ? "; " : "", SL_FMT(m.rows[i].clause),
                   SL_FMT(m.rows[i].text), SL_FMT(m.rows[i].contributors),
                   m.rows[i].decision.n ? " !" : "");
    for (size_t i = 0; i < m.nnotes; i++)
        buf_printf(&notes, "%s%d:%zu-%zu", i ? " " : "", (int)m.notes[i].why, m.notes[i].row,
                   m.notes[i].other);
    if (!slice_eq_str(buf_slice(&b), c->want) || !slice_eq_str(buf_slice(&notes), c->notes))
        fail_msg("got '%.*s' with '%.*s'", SL_FMT(buf_slice(&b)), SL_FMT(buf_slice(&notes)));
}

static const struct cmp_case {
    const char *name, *x, *y;
    int cmp;
} cmps[] = {
    {"cmp: numbers", "5.2", "5.10", -1},
    {"cmp: same", "5.2", "Clause 5.2", 0},
    {"cmp: longer", "5.2", "5.2.1", -1},
    {"cmp: annex", "99", "A.1", -1},
    {"cmp: annexes", "附录B", "附录A", 1},
    {"cmp: whole", "全文", "1", -1},
    {"cmp: zeros in front", "5.02", "5.2", 0},
    {"cmp: items", "5 a)", "5 b)", -1},
    {"cmp: long numbers", "99999999999999999999999", "100000000000000000000000", -1},
};

static void
clause_cmp(void **state)
{
    const struct cmp_case *c = *state;
    assert_int_equal(comment_merge_clause_cmp(slice_str(c->x), slice_str(c->y)), c->cmp);
    assert_int_equal(comment_merge_clause_cmp(slice_str(c->y), slice_str(c->x)), -c->cmp);
}

static void
decision_names_the_other(void **state)
{
    (void)state;
    const struct given g[] = {{"A", "5", "", "te", "x", "p", ""},
                              {"B", "5", "", "te", "y", "q", ""}};
    struct comment_row rows[] = {row_of(&g[0]), row_of(&g[1])};
    const struct comment_merge_part part = {SL("A"), rows, 2};
    struct comment_merge m, again;
    comment_merge(&m, &case_arena, &part, 1, COMMENT_ROW_EN);
    assert_true(
        slice_eq_str(m.rows[0].decision, "asks for another change at the same place (comment 2)"));
    assert_true(
        slice_eq_str(m.rows[1].decision, "asks for another change at the same place (comment 1)"));
    assert_int_equal(m.undecided, 2);
    /* Merging what was merged changes nothing, and keeps the names. */
    const struct comment_merge_part second = {SL("file.xlsx"), m.rows, m.n};
    comment_merge(&again, &case_arena, &second, 1, COMMENT_ROW_EN);
    assert_int_equal(again.n, 2);
    for (size_t i = 0; i < 2; i++) {
        assert_true(slice_eq(again.rows[i].decision, m.rows[i].decision));
        assert_true(slice_eq_str(again.rows[i].contributors, "A"));
    }
}

/* Nothing is lost: every text given is there, and joined rows are counted. */
static void
nothing_is_dropped(void **state)
{
    (void)state;
    enum { ROWS = 20000 };
    struct comment_row *rows = NEW_ARRAY(&case_arena, struct comment_row, ROWS);
    for (size_t i = 0; i < ROWS; i++) {
        rows[i].clause = SL("5"); /* one clause for all: the worst for comparing */
        rows[i].text = arena_printf(&case_arena, "t%zu", i % 7000);
        rows[i].proposed = arena_printf(&case_arena, "p%zu", i % 7000 % 500);
    }
    const struct comment_merge_part part = {SL("A"), rows, ROWS};
    struct comment_merge m;
    comment_merge(&m, &case_arena, &part, 1, COMMENT_ROW_ZH);
    size_t joined = 0;
    for (size_t i = 0; i < m.nnotes; i++)
        joined += m.notes[i].why == COMMENT_MERGE_JOINED ? m.notes[i].count - 1 : 0;
    assert_int_equal(m.n, 7000);
    assert_int_equal(m.given, ROWS);
    assert_int_equal(m.n + joined, ROWS);
    assert_int_equal(m.undecided, 7000);
}

int
main(void)
{
    CASES_TABLE(merges, merge);
    CASES_TABLE(cmps, clause_cmp);
    CASES_TEST(decision_names_the_other);
    CASES_TEST(nothing_is_dropped);
    return cases_run("comment_merge");
}
