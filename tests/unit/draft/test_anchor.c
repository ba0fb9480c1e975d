/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Anchors from one revision to the next: inserted, moved, split, merged and
 * rewritten clauses in both languages. What is not certain is unsure.
 */
#include "draft/anchor.h"
#include "drafts.h"
#include "support/cases.h"

#define BEFORE                                                                                                             \
    "a 5.1 body 存储系统应对写入的全部数据加密。密钥应与数据分开保存。|A storage system shall " \
    "encrypt all data written to it. Keys shall be kept apart from the data.\n"                                            \
    "b 5.2 body 数据密钥应在启用后180天内更换。|A data key shall be replaced within 180 days.\n"             \
    "c 5.3 body 密钥应备份，密钥应销毁。|A key shall be backed up, a key shall be destroyed.\n"

struct row {
    const char *name;
    const char *after;
    const char *clause;
    enum draft_language l;
    const char *quote;  /* empty: the whole clause */
    const char *second; /* the quote's second place is meant where it has two: "2" */
    const char *want;   /* "exact a", "moved a", "unsure split: b, c" */
};

#define ZH DRAFT_ZH
#define EN DRAFT_EN

static const struct row rows[] = {
    {"nothing changed", BEFORE, "a", ZH, "全部数据", "", "exact a:27"},
    {"nothing changed, whole", BEFORE, "a", EN, "", "", "exact a:0"},
    {"clause inserted before",
     "z 5.1 body 新条款。|A new clause.\na 5.2 body "
     "存储系统应对写入的全部数据加密。密钥应与数据分开保存。|A storage system shall encrypt all "
     "data written to it. Keys shall be kept apart from the data.\n",
     "a", ZH, "全部数据", "", "exact a:27"},
    {"only the other language changed",
     "a 5.1 body 存储系统应对写入的全部数据加密。密钥应与数据分开保存。|Encrypt.\n", "a", ZH,
     "全部数据", "", "exact a:27"},
    {"words inserted before it",
     "a 5.1 body 提供服务的存储系统应对写入的全部数据加密。密钥应与数据分开保存。|x\n", "a", ZH,
     "写入的全部数据", "", "moved a:33"},
    {"words inserted before it, en",
     "a 5.1 body x|In service a storage system shall encrypt all data written to it. Keys shall be "
     "kept apart from the data.\n",
     "a", EN, "all data written", "", "moved a:42"},
    {"sentences swapped", "a 5.1 body 密钥应与数据分开保存。存储系统应对写入的全部数据加密。|x\n",
     "a", ZH, "存储系统应对写入的全部数据加密", "", "moved a:33"},
    {"a short quote in a rewritten clause", "a 5.1 body 日志应保留。|x\n", "b", ZH, "应", "",
     "unsure removed"},
    {"a short quote that stayed",
     "b 5.2 body 数据密钥应在启用后90天内更换。|A data key shall be replaced within 90 days.\n",
     "b", ZH, "启用后", "", "moved b:18"},
    {"a short quote, all else new", "b 5.2 body 日志应保留六个月以上并可检索。|x\n", "b", ZH, "应",
     "", "unsure changed: b"},
    {"a short quote, all else new, en", "b 5.2 body x|Logs shall stay for six months.\n", "b", EN,
     "shall", "", "unsure changed: b"},
    {"the quoted words changed", "b 5.2 body 数据密钥应在启用后90天内更换。|x\n", "b", ZH,
     "180天内更换", "", "unsure changed: b"},
    {"the quoted words changed, en", "b 5.2 body x|A data key shall be replaced within 90 days.\n",
     "b", EN, "within 180 days", "", "unsure changed: b"},
    {"the quote doubled",
     "b 5.2 body 数据密钥应在启用后180天内更换。数据密钥应在启用后180天内更换。|x\n", "b", ZH,
     "启用后180天内更换", "", "unsure twice: b, b"},
    {"one of two went, ours stayed by the diff, but who knows",
     "c 5.3 body 密钥应备份。|A key shall be backed up.\n", "c", ZH, "密钥应", "2",
     "unsure changed: c"},
    {"clause removed", "b 5.2 body 数据密钥应更换。|x\n", "a", ZH, "全部数据", "",
     "unsure removed"},
    {"clause removed, whole", "b 5.2 body 数据密钥应更换。|x\n", "a", EN, "", "", "unsure removed"},
    {"clause removed, its short words stand elsewhere by chance",
     "b 5.2 body 日志应与全部数据分开。|x\n", "a", ZH, "全部数据", "", "unsure merged: b"},
    {"split: the quote went to the new clause",
     "a 5.1 body 存储系统应对写入的全部数据加密。|A storage system shall encrypt all data written "
     "to it.\nn 5.2 body 密钥应与数据分开保存。|Keys shall be kept apart from the data.\n",
     "a", ZH, "与数据分开保存", "", "unsure split: n"},
    {"split: the quote stayed",
     "a 5.1 body 存储系统应对写入的全部数据加密。|A storage system shall encrypt all data written "
     "to it.\nn 5.2 body 密钥应与数据分开保存。|Keys shall be kept apart from the data.\n",
     "a", ZH, "写入的全部数据", "", "moved a:18"},
    {"split: the whole clause",
     "a 5.1 body 存储系统应对写入的全部数据加密。|A storage system shall encrypt all data written "
     "to it.\nn 5.2 body 密钥应与数据分开保存。|Keys shall be kept apart from the data.\n",
     "a", EN, "", "", "unsure split: n, a"},
    {"split into two new ones",
     "m 5.1 body 存储系统应对写入的全部数据加密。|x\nn 5.2 body 密钥应与数据分开保存。|y\n", "a",
     ZH, "", "", "unsure split: m, n"},
    {"merged into another",
     "a 5.1 body "
     "存储系统应对写入的全部数据加密。密钥应与数据分开保存。数据密钥应在启用后180天内更换。|x\n",
     "b", ZH, "180天内更换", "", "unsure merged: a"},
    {"merged into another, whole",
     "a 5.1 body "
     "存储系统应对写入的全部数据加密。密钥应与数据分开保存。数据密钥应在启用后180天内更换。|x\n",
     "b", ZH, "", "", "unsure merged: a"},
    {"the sentence moved to another clause, its words stayed by chance",
     "a 5.1 body 规定见5.2。全部数据加密的例外另行规定。|x\nn 5.2 body "
     "存储系统应对写入的全部数据加密。|y\n",
     "a", ZH, "全部数据加密", "", "unsure split: n, a"},
    {"id kept, text of another", "a 5.1 body 数据密钥应在启用后180天内更换。|x\n", "a", ZH, "", "",
     "unsure changed: a"},
    {"whole clause, one word changed",
     "a 5.1 body x|A storage system shall encrypt all data written to it. Keys should be kept "
     "apart from the data.\n",
     "a", EN, "", "", "moved a:0"},
    {"whole clause, much added",
     "b 5.2 body 数据密钥应在启用后180天内更换。更换后的密钥应归档，归档的密钥应加密保存，"
     "并应在数据销毁后一并销毁。|x\n",
     "b", ZH, "", "", "unsure changed: b"},
    {"the language went", "a 5.1 body 存储系统|\n", "a", EN, "all data written", "",
     "unsure empty"},
};

static struct slice
result(const struct anchor_carried *c)
{
    if (c->state != ANCHOR_UNSURE)
        return arena_printf(&case_arena, "%s %.*s:%zu", anchor_state_names[c->state],
                            SL_FMT(c->at.clause), c->at.start);
    struct slice s = arena_printf(&case_arena, "unsure %s", anchor_doubt_names[c->doubt]);
    for (size_t i = 0; i < c->ncandidates; i++)
        s = arena_printf(&case_arena, "%.*s%s%.*s", SL_FMT(s), i ? ", " : ": ",
                         SL_FMT(c->candidates[i].clause));
    return s;
}

static void
run_row(void **state)
{
    const struct row *r = *state;
    struct draft *from = drafts_short(BEFORE), *to = drafts_short(r->after);
    struct slice text = draft_clause(from, slice_str(r->clause))->text[r->l].s;
    struct slice quote = slice_str(r->quote);
    struct anchor an;
    struct anchor_carried c;
    struct err e = {0};
    size_t at = slice_find(text, quote);
    assert_int_not_equal(at, SIZE_MAX);
    if (r->second[0])
        at += 1 + slice_find(slice_sub(text, at + 1, SIZE_MAX), quote);
    assert_true(
        anchor_make(&an, from, slice_str(r->clause), r->l, SL("paragraph 1"), at, quote.n, &e));
    assert_true(anchor_fits(from, &an));
    anchor_carry(&c, &case_arena, from, to, &an);
    assert_string_equal(arena_str(&case_arena, result(&c)), r->want);
    if (c.state == ANCHOR_UNSURE) {
        assert_true(c.en.n && c.zh.n);
        return;
    }
    assert_true(anchor_fits(to, &c.at));
    assert_true(slice_eq(c.at.quote, quote));
    assert_true(slice_eq_str(c.at.element, "paragraph 1"));
}

struct make_row {
    const char *name, *clause;
    size_t start, n;
    const char *want;
};

static const struct make_row makes[] = {
    {"no such clause", "z", 0, 3, "the draft has no clause 'z'"},
    {"outside", "b", 60, 3, "octets 60 to 63 lie outside"},
    {"start and length overflow", "b", SIZE_MAX, SIZE_MAX, "octets"},
    {"length alone too long", "b", 0, 5000, "a quote has at most"},
    {"cuts a character at the start", "b", 1, 2, "octets 1 to 3 cut a character"},
    {"cuts a character at the end", "b", 0, 4, "octets 0 to 4 cut a character"},
};

static void
run_make(void **state)
{
    const struct make_row *r = *state;
    struct anchor an;
    struct err e = {0};
    assert_false(anchor_make(&an, drafts_short(BEFORE), slice_str(r->clause), ZH, SL(""), r->start,
                             r->n, &e));
    if (r->start != SIZE_MAX && !strstr(e.msg, r->want))
        fail_msg("%s", e.msg);
}

static void
by_quote(void **state)
{
    (void)state;
    struct draft *d = drafts_short(BEFORE);
    struct anchor an;
    struct err e = {0};
    assert_true(anchor_quote(&an, d, SL("b"), ZH, SL(""), SL("启用后"), &e));
    assert_int_equal(an.start, 18);
    assert_false(anchor_quote(&an, d, SL("c"), ZH, SL(""), SL("密钥应"), &e));
    assert_non_null(strstr(e.msg, "more than once"));
    assert_false(anchor_quote(&an, d, SL("c"), ZH, SL(""), SL("日志"), &e));
    assert_non_null(strstr(e.msg, "nowhere"));
    assert_false(anchor_quote(&an, d, SL("b"), EN, SL(""), SL("启用后"), &e));
}

/* An anchor of another revision, or a forged one, lands nowhere. */
static void
misfits(void **state)
{
    (void)state;
    struct draft *from = drafts_short(BEFORE), *to = drafts_short(BEFORE);
    struct anchor an;
    struct anchor_carried c;
    struct err e = {0};
    assert_true(anchor_quote(&an, from, SL("b"), ZH, SL(""), SL("启用后"), &e));
    struct anchor forged[] = {an, an, an, an};
    forged[0].start += 3;
    forged[1].digest[0] ^= 1;
    forged[2].clause = SL("a");
    forged[3].start = SIZE_MAX;
    for (size_t i = 0; i < COUNT_OF(forged); i++) {
        anchor_carry(&c, &case_arena, from, to, &forged[i]);
        assert_int_equal(c.state, ANCHOR_UNSURE);
        assert_int_equal(c.doubt, ANCHOR_MISFIT);
    }
}

int
main(void)
{
    CASES_TABLE(rows, run_row);
    CASES_TABLE(makes, run_make);
    CASES_TEST(by_quote);
    CASES_TEST(misfits);
    return cases_run("anchor");
}
