/* SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"
#include "draft/lint.h"
#include "drafts.h"
#include "support/cases.h"

/* What every draft has to have; the row's clauses stand behind. */
#define FRAME                                                                                      \
    "f - foreword 本文件由示例委员会提出。|It was proposed by the sample committee.\n" \
    "s 1 scope 本文件规定了要求。|This document specifies requirements.\n"                \
    "r 2 references 本文件没有规范性引用文件。|There are no normative references.\n"  \
    "t 3 terms 本文件没有需要界定的术语。|No terms are listed.\n"

struct row {
    const char *name, *clauses;
    const char *want; /* "RULE[:quote] …" */
};

/* None has requirements: no-requirement is left out of what is compared. */
static const struct row rows[] = {
    {"clean", FRAME "a 4 body 系统应加密。|A system shall encrypt.\n", ""},

    {"must", FRAME "a 4 body 系统应加密。|A system must encrypt.\n", "en-forbidden:must "},
    {"必须", FRAME "a 4 body 系统必须加密。|A system shall encrypt.\n", "zh-forbidden:必须 "},
    {"must is for the law",
     FRAME "a 4 body 按照法律，系统必须加密。|By law a system must encrypt.\n", ""},
    {"may not forbids nothing", FRAME "a 4 body 系统不必加密。|A system may not encrypt.\n", ""},
    {"不可", FRAME "a 4 body 密钥不可导出。|A key shall not be exported.\n", "zh-forbidden:不可 "},
    {"could in the body, and in a note",
     FRAME "a 4 body 系统可能失效。|A system could fail.\nn - note 系统可能失效。|A system could "
           "fail.\n",
     "en-forbidden:could "},
    {"equivalents", FRAME "a 4 body 系统可以加密。|A system is permitted to encrypt.\n",
     "zh-equivalent:可以 en-equivalent:is permitted "},

    {"vague in a requirement",
     FRAME "a 4 body 系统应采用适当的算法。|A system shall use appropriate ciphers.\n",
     "zh-vague:适当 en-vague:appropriate "},
    {"vague in a statement",
     FRAME "a 4 body 系统采用适当的算法。|A system uses appropriate ciphers.\n", ""},
    {"vague in another sentence",
     FRAME "a 4 body 系统应加密。通常使用SM4。|A system shall encrypt. It generally uses SM4.\n",
     ""},
    {"weakened", FRAME "a 4 body 系统应尽量加密。|A system shall encrypt as far as possible.\n",
     "zh-weakened:尽量 en-vague:as far as possible "},
    {"vague far behind is not weakened",
     FRAME "a 4 body 系统应在必要时加密。|A system shall encrypt where necessary.\n",
     "zh-vague:必要时 en-vague:where necessary "},
    {"等 in a requirement",
     FRAME "a 4 body 系统应记录登录、退出等操作。|A system shall log sign-on, sign-off, etc.\n",
     "zh-vague:等 en-vague:etc "},
    {"等级 in a requirement",
     FRAME "a 4 body 系统应达到同等等级。|A system shall reach that level.\n", ""},

    {"shall in a note",
     FRAME "a 4 body 系统应加密。|A system shall encrypt.\n"
           "n - note 算法应检测。|Ciphers shall be tested.\n",
     "zh-informative:应 en-informative:shall "},
    {"should in an example",
     FRAME "a 4 body 系统应加密。|A system shall encrypt.\n"
           "e - example 宜用SM4。|SM4 should be used.\n",
     "zh-informative:宜 en-informative:should "},
    {"may in a footnote",
     FRAME "a 4 body 系统应加密。|A system shall encrypt.\n"
           "e - footnote 可用SM4。|SM4 may be used.\n",
     "zh-informative:可 en-informative:may "},
    {"can in a note is a fact",
     FRAME "a 4 body 系统应加密。|A system shall encrypt.\n"
           "n - note 系统能解密。|A system can decrypt.\n",
     ""},
    {"words that look so in a note",
     FRAME "a 4 body 系统应加密。|A system shall encrypt.\n"
           "n - note 应用的功能和响应可靠。|The functions of an application are reliable.\n",
     ""},
    {"requirement in the foreword",
     "f - foreword 系统应加密。|A system shall encrypt.\n"
     "s 1 scope 本文件规定了要求。|This document specifies requirements.\n"
     "r 2 references 没有引用文件。|There are none.\n"
     "t 3 terms 没有术语。|There are none.\n",
     "zh-informative:应 en-informative:shall "},
    {"permission in the scope",
     "f - foreword 前言|Foreword\n"
     "s 1 scope 本文件可供参考。|This document may be referred to.\n"
     "r 2 references 没有引用文件。|There are none.\n"
     "t 3 terms 没有术语。|There are none.\n",
     "zh-informative:可 en-informative:may "},
    {"requirement in a definition",
     FRAME "k 3.1 term 应保密的数据|data that shall be kept secret\n"
           "l 3.2 term 密钥|key\n",
     "zh-informative:应 en-informative:shall "},
    {"a note to an entry may say how a term is used",
     FRAME "k 3.1 term 密钥|key\nn - note 使用本术语时应注明长度。|The length shall be given "
           "where this term is used.\nl 3.2 term 数据|data\n",
     ""},
    {"requirement in an informative annex",
     FRAME "x A annex-informative 系统应加密。|A system shall encrypt.\n",
     "zh-informative:应 en-informative:shall "},
    {"recommendation in an informative annex",
     FRAME "x A annex-informative 系统宜加密。|A system should encrypt.\n", ""},
    {"requirement in a normative annex",
     FRAME "x A annex-normative 系统应加密。|A system shall encrypt.\n", ""},

    {"two in one sentence",
     FRAME
     "a 4 body 系统应加密，系统应签名，系统应备份。|A system shall encrypt, it shall sign, it "
     "shall back up.\n",
     "two-in-one:应 two-in-one:shall "},
    {"two sentences",
     FRAME "a 4 body 系统应加密。系统应签名。|A system shall encrypt. It shall sign.\n", ""},
    {"應用 and a requirement are one", FRAME "a 4 body 应用应加密。|Applications shall encrypt.\n",
     ""},

    {"no scope, no terms",
     "f - foreword 前言|Foreword\nr 2 references 没有引用文件。|There are none.\n",
     "element-missing element-missing "},
    {"scope is not clause 1",
     "f - foreword 前言|Foreword\n"
     "s 2 scope 本文件规定了要求。|This document specifies requirements.\n"
     "r 1 references 没有引用文件。|There are none.\n"
     "t 3 terms 没有术语。|There are none.\n",
     "element-place element-place "},
    {"numbered foreword",
     "f 0 foreword 前言|Foreword\n"
     "s 1 scope 本文件规定了要求。|This document specifies requirements.\n"
     "r 2 references 没有引用文件。|There are none.\n"
     "t 3 terms 没有术语。|There are none.\n",
     "element-place "},
    {"empty clause", FRAME "a 4 body |\n", "empty-clause "},
    {"number missing", FRAME "a - body 甲|A\n", "number "},
    {"number twice", FRAME "a 4 body 甲|A\nb 4 body 乙|B\n", "number "},
    {"lone subclause", FRAME "a 4 body 甲|A\nb 4.1 body 乙|B\n", "orphan "},
    {"two subclauses", FRAME "a 4 body 甲|A\nb 4.1 body 乙|B\nc 4.2 body 丙|C\n", ""},
    {"a subclause and its note are not two",
     FRAME "a 4 body 甲|A\nb 4.1 body 乙|B\n"
           "c - note 丙|C\n",
     "orphan "},
    {"annex B first", FRAME "x B annex-normative 甲|A\n", "annex-letter "},
    {"annexes skip I",
     FRAME "a A annex-normative 甲|X\nb B annex-normative 甲|X\nc C annex-normative 甲|X\n"
           "d D annex-normative 甲|X\ne E annex-normative 甲|X\nff F annex-normative 甲|X\n"
           "g G annex-normative 甲|X\nh H annex-normative 甲|X\ni J annex-normative 甲|X\n",
     ""},

    {"English missing", FRAME "a 4 body 系统应加密。|\n", "language-missing "},
    {"Chinese missing", FRAME "a 4 body |A system shall encrypt.\n", "language-missing "},
    {"strength differs", FRAME "a 4 body 系统应加密。|A system should encrypt.\n",
     "keywords-differ keywords-differ "},
    {"must and 应 are as strong", FRAME "a 4 body 系统应加密。|A system must encrypt.\n",
     "en-forbidden:must "},
    {"one requirement lost", FRAME "a 4 body 系统应加密。系统应签名。|A system shall encrypt.\n",
     "keywords-differ "},
    {"forbidden in one only", FRAME "a 4 body 系统不应解密。|A system shall decrypt.\n",
     "polarity-differs "},
    {"figures differ", FRAME "a 4 body 密钥为256位。|A key has 128 bits.\n",
     "numbers-differ:256 numbers-differ:128 "},
    {"a figure is missing", FRAME "a 4 body 密钥为256位，10年。|A key has 256 bits.\n",
     "numbers-differ:10 "},
    {"grouped figures",
     FRAME "a 4 body 长度为10000位。|The length is 10,000 bits or 10 000 bits.\n",
     "numbers-differ:10 000 "},
    {"grouping alone", FRAME "a 4 body 长度为10000位。|The length is 10 000 bits.\n", ""},
    {"a comma is not always a group", FRAME "a 4 body 分为1,2两级。|There are levels 1,2.\n", ""},
    {"written figures",
     FRAME "a 4 body 采用三种算法，2份副本。|There are 3 ciphers and two "
           "copies.\n",
     ""},
    {"months", FRAME "a 4 body 自2026年11月24日起|from 24 November 2026\n", ""},
    {"figures in names stay with them", FRAME "a 4 body 采用SM4和AES-256。|SM4 and AES-256.\n", ""},
    {"decimal", FRAME "a 4 body TLS 1.2|TLS 1.3\n", "numbers-differ:1.2 numbers-differ:1.3 "},
    {"names differ", FRAME "a 4 body 采用SM4。|It uses AES.\n", "names-differ:SM4 "},
    {"words in small letters are none", FRAME "a 4 body 字段name。|The field.\n", ""},

    {"undated reference in the list",
     "f - foreword 前言|Foreword\n"
     "s 1 scope 本文件规定了要求。|This document specifies requirements.\n"
     "r 2 references GB/T 32907 算法|GB/T 32907, Cipher\n"
     "t 3 terms 没有术语。|There are none.\n"
     "a 4 body 系统应符合GB/T 32907。|A system shall conform to GB/T 32907.\n",
     "undated:GB/T 32907 undated:GB/T 32907 "},
    {"a part of an undated reference",
     "f - foreword 前言|Foreword\n"
     "s 1 scope 本文件规定了要求。|This document specifies requirements.\n"
     "r 2 references GB/T 32907-2016 算法|GB/T 32907-2016, Cipher\n"
     "t 3 terms 没有术语。|There are none.\n"
     "a 4 body 系统应符合GB/T 32907的6.1。|A system shall conform to GB/T 32907, 6.1.\n",
     "undated-part:GB/T 32907 undated-part:GB/T 32907 "},
    {"a part of a dated reference",
     "f - foreword 前言|Foreword\n"
     "s 1 scope 本文件规定了要求。|This document specifies requirements.\n"
     "r 2 references GB/T 32907-2016 算法|GB/T 32907-2016, Cipher\n"
     "t 3 terms 没有术语。|There are none.\n"
     "a 4 body 系统应符合GB/T 32907-2016的6.1。|A system shall conform to GB/T 32907-2016, 6.1.\n",
     ""},
    {"a part number is no year",
     "f - foreword 前言|Foreword\n"
     "s 1 scope 本文件规定了要求。|This document specifies requirements.\n"
     "r 2 references GB/T 32918.2-2016 算法|GB/T 32918.2-2016, Signature\n"
     "t 3 terms 没有术语。|There are none.\n"
     "a 4 body 签名应符合GB/T 32918.2-2016。|Signatures shall conform to GB/T 32918.2-2016.\n",
     ""},
    {"not listed",
     FRAME "a 4 body 系统应符合ISO/IEC 27001:2022。|A system shall conform to ISO/IEC "
           "27001:2022.\n",
     "unlisted:ISO/IEC 27001:2022 unlisted:ISO/IEC 27001:2022 "},
    {"informative mention is not listed",
     FRAME "a 4 body 背景见ISO/IEC 27001:2022。|For background see ISO/IEC 27001:2022.\n", ""},
    {"listed, but not used",
     "f - foreword 前言|Foreword\n"
     "s 1 scope 本文件规定了要求。|This document specifies requirements.\n"
     "r 2 references GB/T 32907-2016 算法|GB/T 32907-2016, Cipher\n"
     "t 3 terms 没有术语。|There are none.\n",
     "unused "},
    {"RFC numbers are editions",
     "f - foreword 前言|Foreword\n"
     "s 1 scope 本文件规定了要求。|This document specifies requirements.\n"
     "r 2 references RFC 8446 协议|RFC 8446, Protocol\n"
     "t 3 terms 没有术语。|There are none.\n"
     "a 4 body 系统应符合RFC 8446。|A system shall conform to RFC 8446.\n",
     ""},
};

static struct slice
told(const struct lint_result *r, const char *but)
{
    struct buf b;
    buf_init(&b, &case_arena, 65536);
    for (size_t i = 0; i < r->n; i++) {
        const struct lint_finding *f = &r->v[i];
        if (slice_eq_str(f->rule->id, but))
            continue;
        assert_true(f->en.n && f->zh.n && f->rule->source.n);
        buf_printf(&b, "%.*s%s%.*s ", SL_FMT(f->rule->id), f->in_text ? ":" : "", SL_FMT(f->quote));
        if (f->in_text)
            assert_true(
                slice_eq(f->quote, slice_sub(f->clause->text[f->language].s, f->offset, f->n)));
    }
    buf_u8(&b, 0);
    return buf_slice(&b);
}

static void
run_row(void **state)
{
    const struct row *r = *state;
    struct lint_result result;
    struct err e = {0};
    struct draft *d = drafts_short(r->clauses);
    assert_true(lint_draft(&result, &case_arena, d, d->catalog, &e));
    assert_string_equal((const char *)told(&result, "no-requirement").p, r->want);
    assert_int_equal(result.errors + result.warnings, result.n);
}

#define CLAUSES                                                                                       \
    "clauses:\n"                                                                                      \
    "  - {id: f, kind: foreword, text: {zh: 前言, en: Foreword}}\n"                                 \
    "  - {id: s, kind: scope, number: \"1\", text: {zh: 范围, en: Scope}}\n"                        \
    "  - {id: r, kind: references, number: \"2\", text: {zh: 无, en: None}}\n"                       \
    "  - {id: t, kind: terms, number: \"3\", text: {zh: 无, en: None}}\n"                            \
    "  - {id: a, kind: body, number: \"4\", text: {zh: 系统应签发票据。, en: A system shall " \
    "issue tickets.}}\n"                                                                              \
    "  - {id: n, kind: note, text: {zh: 注, en: Note}}\n"
#define RULE(clause, keyword, rest)                                    \
    "requirements:\n  - {id: q, clause: " clause ", keyword: " keyword \
    ", kind: tls, text: {en: t}, " rest "}\n"
#define MUST(pass, fail) \
    "must: tls.tickets, cases: {pass: [{tickets: " pass "}], fail: [{tickets: " fail "}]}"

static const struct row entries[] = {
    {"fits", CLAUSES RULE("a", "shall", MUST("true", "false")), ""},
    {"weaker than the text", CLAUSES RULE("a", "should", MUST("true", "false")),
     "no-requirement keyword-of "},
    {"of a note", CLAUSES RULE("n", "shall", MUST("true", "false")),
     "no-requirement informative-of "},
    {"of the scope", CLAUSES RULE("s", "shall", MUST("true", "false")),
     "informative-of no-requirement "},
    {"a shall without any", CLAUSES "requirements: []\n", "no-requirement "},
    {"a reason instead of a condition", CLAUSES RULE("a", "shall", "cannot_check: on paper"), ""},
    {"a case that fails", CLAUSES RULE("a", "shall", MUST("false", "false")), "case "},
    {"both cases are wrong", CLAUSES RULE("a", "shall", MUST("false", "true")), "case case "},
};

static void
run_entry(void **state)
{
    const struct row *r = *state;
    struct lint_result result;
    struct err e = {0};
    const char *text = (const char *)arena_printf(&case_arena, DRAFTS_HEAD "%s", r->clauses).p;
    struct draft *d = drafts_read(text);
    assert_true(lint_draft(&result, &case_arena, d, d->catalog, &e));
    assert_string_equal((const char *)told(&result, "").p, r->want);
}

/* A file without clauses has its cases checked, and nothing else. */
static void
without_clauses(void **state)
{
    (void)state;
    struct lint_result result;
    struct err e = {0};
    struct draft *d = drafts_read(DRAFTS_HEAD RULE("x", "shall", MUST("false", "false")));
    assert_true(lint_draft(&result, &case_arena, d, d->catalog, &e));
    assert_string_equal((const char *)told(&result, "").p, "case ");
}

static void
rules_are_whole(void **state)
{
    (void)state;
    for (size_t i = 0; i < lint_nrules; i++) {
        const struct lint_rule *r = &lint_rules[i];
        assert_true(r->id.n && r->profile.n && r->source.n && r->en.n && r->zh.n);
        for (size_t k = 0; k < i; k++)
            assert_false(slice_eq(r->id, lint_rules[k].id));
    }
}

int
main(void)
{
    CASES_TABLE(rows, run_row);
    CASES_TABLE(entries, run_entry);
    CASES_TEST(without_clauses);
    CASES_TEST(rules_are_whole);
    return cases_run("lint");
}
