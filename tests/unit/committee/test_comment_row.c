/* SPDX-License-Identifier: Apache-2.0 */
#include "committee/comment_row.h"

#include "support/cases.h"

static const struct type_case {
    const char *name, *text;
    bool known;
    enum comment_row_type type;
} types[] = {
    {"type: code", "te", true, COMMENT_ROW_TE},
    {"type: capital", "GE", true, COMMENT_ROW_GE},
    {"type: word", " Editorial\n", true, COMMENT_ROW_ED},
    {"type: zh", "技术性", true, COMMENT_ROW_TE},
    {"type: ideographic space", "　一般　", true, COMMENT_ROW_GE},
    {"type: none", "", true, COMMENT_ROW_UNTYPED},
    {"type: white space", " \t\n", true, COMMENT_ROW_UNTYPED},
    {"type: two", "te/ed", false, COMMENT_ROW_UNTYPED},
    {"type: a word that only starts so", "tea", false, COMMENT_ROW_UNTYPED},
    {"type: long", "technical technical technical", false, COMMENT_ROW_UNTYPED},
};

static void
type_read(void **state)
{
    const struct type_case *c = *state;
    enum comment_row_type t = COMMENT_ROW_UNTYPED;
    assert_int_equal(comment_row_type_read(&t, slice_str(c->text)), c->known);
    assert_int_equal(t, c->type);
}

static const struct outcome_case {
    const char *name, *text;
    enum comment_row_outcome outcome;
    const char *reason;
} outcomes[] = {
    {"outcome: accepted", "Accepted", COMMENT_ROW_ACCEPTED, ""},
    {"outcome: full stop and more", "ACCEPTED. See 5.2", COMMENT_ROW_ACCEPTED, "See 5.2"},
    {"outcome: partly", "Partially accepted: only the note", COMMENT_ROW_PARTLY, "only the note"},
    {"outcome: in principle", "accepted in principle; wording differs", COMMENT_ROW_PARTLY,
     "wording differs"},
    {"outcome: rejected", "Not accepted - out of scope", COMMENT_ROW_REJECTED, "out of scope"},
    {"outcome: zh", "采纳", COMMENT_ROW_ACCEPTED, ""},
    {"outcome: zh partly", "部分采纳：仅采纳第1点", COMMENT_ROW_PARTLY, "仅采纳第1点"},
    {"outcome: zh rejected", "不采纳，与5.2矛盾", COMMENT_ROW_REJECTED, "与5.2矛盾"},
    {"outcome: zh rejected otherwise", "未采纳。理由：重复", COMMENT_ROW_REJECTED, "理由：重复"},
    {"outcome: zh open", "未处理", COMMENT_ROW_OPEN, ""},
    {"outcome: line end parts", "采纳\n已改", COMMENT_ROW_ACCEPTED, "已改"},
    {"outcome: nothing", "  ", COMMENT_ROW_OPEN, ""},
    {"outcome: noted", "Noted.", COMMENT_ROW_NOTED, ""},
    {"outcome: another word", "Discussed", COMMENT_ROW_OPEN, "Discussed"},
    {"outcome: only starts so", "Acceptedness", COMMENT_ROW_OPEN, "Acceptedness"},
    {"outcome: zh only starts so", "采纳意见见附件", COMMENT_ROW_OPEN, "采纳意见见附件"},
    {"outcome: not first", "It is accepted", COMMENT_ROW_OPEN, "It is accepted"},
};

static void
outcome_read(void **state)
{
    const struct outcome_case *c = *state;
    enum comment_row_outcome o;
    struct slice reason;
    comment_row_outcome_read(&o, &reason, slice_str(c->text));
    assert_int_equal(o, c->outcome);
    assert_true(slice_eq_str(reason, c->reason));
}

static void
every_outcome_reads_back(void **state)
{
    (void)state;
    for (int i = 0; i < COMMENT_ROW_OUTCOMES; i++)
        for (int lang = COMMENT_ROW_EN; lang <= COMMENT_ROW_ZH; lang++) {
            enum comment_row_outcome o;
            struct slice reason;
            comment_row_outcome_read(
                &o, &reason,
                comment_row_outcome_text((enum comment_row_outcome)i, (enum comment_row_lang)lang));
            assert_int_equal(o, i);
            assert_int_equal(reason.n, 0);
        }
}

static const struct guess_case {
    const char *name, *text, *proposed;
    enum comment_row_lang lang;
} guesses[] = {
    {"guess: en", "The term is not defined.", "", COMMENT_ROW_EN},
    {"guess: zh", "术语未定义。", "", COMMENT_ROW_ZH},
    {"guess: zh with names", "应支持 TLS 1.3 和 SM4-GCM", "", COMMENT_ROW_ZH},
    {"guess: en quotes zh", "The term 密码 is not the same as encryption in this clause", "",
     COMMENT_ROW_EN},
    {"guess: the proposal counts", "5.2", "删除", COMMENT_ROW_ZH},
    {"guess: no letters", "5.2 -> 5.3", "", COMMENT_ROW_LANG_UNKNOWN},
    {"guess: nothing", "", "", COMMENT_ROW_LANG_UNKNOWN},
    {"guess: CJK punctuation is no letter", "《》。", "", COMMENT_ROW_LANG_UNKNOWN},
    {"guess: rare Han", "\xf0\xa0\x80\x80", "", COMMENT_ROW_ZH},
    {"guess: cut sequence", "\xe4\xb8", "", COMMENT_ROW_LANG_UNKNOWN},
};

static void
guess(void **state)
{
    const struct guess_case *c = *state;
    assert_int_equal(comment_row_guess(slice_str(c->text), slice_str(c->proposed)), c->lang);
}

static void
trim_takes_both_ends(void **state)
{
    (void)state;
    assert_true(
        slice_eq_str(comment_row_trim(SL(" \xe3\x80\x80\xc2\xa0 x y \xe2\x80\x8b\n")), "x y"));
    assert_int_equal(comment_row_trim(SL("\xe3\x80\x80 \xef\xbb\xbf")).n, 0);
}

int
main(void)
{
    CASES_TABLE(types, type_read);
    CASES_TABLE(outcomes, outcome_read);
    CASES_TEST(every_outcome_reads_back);
    CASES_TABLE(guesses, guess);
    CASES_TEST(trim_takes_both_ends);
    return cases_run("comment_row");
}
