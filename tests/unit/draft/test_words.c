/* SPDX-License-Identifier: Apache-2.0 */
#include "draft/words.h"
#include "support/cases.h"

#include "base/buf.h"

struct row {
    const char *name;
    enum draft_language l;
    const char *text;
    const char *want; /* "应 shall; 不宜 !should; 必须 forbidden shall; 适当 vague" */
};

static const struct row rows[] = {
    {"zh shall", DRAFT_ZH, "系统应加密数据。", "应 shall"},
    {"zh shall not", DRAFT_ZH, "系统不应保存口令。", "不应 !shall"},
    {"zh should", DRAFT_ZH, "宜采用SM4。", "宜 should"},
    {"zh should not", DRAFT_ZH, "不宜采用SM4。", "不宜 !should"},
    {"zh may", DRAFT_ZH, "可采用SM4。", "可 may"},
    {"zh need not", DRAFT_ZH, "不必采用SM4。", "不必 !may"},
    {"zh can", DRAFT_ZH, "系统能识别用户。", "能 can"},
    {"zh cannot", DRAFT_ZH, "系统不能识别用户。", "不能 !can"},
    {"zh possible", DRAFT_ZH, "密钥可能泄露，不可能恢复。", "可能 can; 不可能 !can"},

    {"zh no 应: 应用", DRAFT_ZH, "应用程序和应用系统。", ""},
    {"zh no 应: a row of them", DRAFT_ZH,
     "响应、适应、对应、相应、供应、反应、应急、应答、效应、感应", ""},
    {"zh 供应商应", DRAFT_ZH, "供应商应提供证书。", "应 shall"},
    {"zh 应用应", DRAFT_ZH, "应用应加密。", "应 shall"},
    {"zh 应应用", DRAFT_ZH, "系统应应用密码技术。", "应 shall"},
    {"zh 应响应", DRAFT_ZH, "系统应响应请求。", "应 shall"},
    {"zh 应相应", DRAFT_ZH, "密钥应相应更换。", "应 shall"},
    {"zh 应对应", DRAFT_ZH, "编号应对应条款。", "应 shall"},
    {"zh 响应应", DRAFT_ZH, "响应应在10秒内发出。", "应 shall"},
    {"zh 应对 as shall", DRAFT_ZH, "系统应对数据加密。", "应 shall"},
    {"zh 应对 as a verb", DRAFT_ZH, "制定应对措施，用于应对攻击。", ""},
    {"zh 违反应", DRAFT_ZH, "违反应受处理。", "应 shall"},
    {"zh 提供应", DRAFT_ZH, "服务的提供应持续。", "应 shall"},
    {"zh 针对应用", DRAFT_ZH, "针对应用层的攻击", ""},
    {"zh 管理应", DRAFT_ZH, "密钥管理应有规程，数据处理应有记录。", "应 shall; 应 shall"},
    {"zh 影响应", DRAFT_ZH, "其影响应得到评估。", "应 shall"},
    {"zh 有效应", DRAFT_ZH, "证书有效应为前提。", "应 shall"},
    {"zh 不应答", DRAFT_ZH, "服务器不应答时重试。", ""},
    {"zh 不响应", DRAFT_ZH, "服务器不响应。", ""},
    {"zh 应有", DRAFT_ZH, "系统应有备份。", "应 shall"},
    {"zh 应有的", DRAFT_ZH, "采取应有的谨慎。", ""},
    {"zh 应急响应应", DRAFT_ZH, "应急响应应在1小时内启动。", "应 shall"},
    {"zh 自适应", DRAFT_ZH, "自适应机制", ""},
    {"zh 绝对应", DRAFT_ZH, "误差的绝对应值", "应 shall"},

    {"zh no 可: a row of them", DRAFT_ZH,
     "可信、可靠、可控、许可、认可、可用性、可见、可行、可逆、可视化", ""},
    {"zh 可信计算", DRAFT_ZH, "可信计算平台可采用。", "可 may"},
    {"zh 确认可", DRAFT_ZH, "经确认可使用。", "可 may"},
    {"zh 认可的", DRAFT_ZH, "经认可的机构可签发。", "可 may"},
    {"zh 许可应", DRAFT_ZH, "许可应有期限。", "应 shall"},
    {"zh adjective 可X的", DRAFT_ZH, "可读的记录", ""},
    {"zh adjective 可XX的", DRAFT_ZH, "可验证的证据和可移植性", ""},
    {"zh not an adjective: 可提高性能", DRAFT_ZH, "缓存可提高性能。", "可 may"},
    {"zh 可以", DRAFT_ZH, "可以采用SM4。", "可以 equivalent may"},
    {"zh 不可 forbids", DRAFT_ZH, "密钥不可导出。", "不可 forbidden !shall"},
    {"zh 不可X words", DRAFT_ZH, "不可逆、不可否认、不可篡改、必不可少、不可用", ""},
    {"zh 可用于", DRAFT_ZH, "该方法可用于检验。", "可 may"},
    {"zh 高可用", DRAFT_ZH, "高可用集群的可用性", ""},
    {"zh 可能性", DRAFT_ZH, "泄露的可能性", ""},

    {"zh no 能: a row of them", DRAFT_ZH,
     "功能、性能、能力、智能、节能、职能、效能、能源、能耗、使能", ""},
    {"zh 功能应", DRAFT_ZH, "功能应完整，性能应达标。", "应 shall; 应 shall"},
    {"zh 性能够", DRAFT_ZH, "完整性能够得到保证。", "能够 equivalent can"},
    {"zh 能否", DRAFT_ZH, "能否恢复", ""},
    {"zh 人工智能", DRAFT_ZH, "人工智能能识别。", "能 can"},
    {"zh 宜 words", DRAFT_ZH, "适宜、便宜、事宜、因地制宜", ""},

    {"zh forbidden", DRAFT_ZH, "必须加密，应当加密，不得导出，禁止外传。",
     "必须 forbidden shall; 应当 forbidden shall; 不得 forbidden !shall; 禁止 forbidden !shall"},
    {"zh 应该", DRAFT_ZH, "系统应该加密。", "应该 equivalent shall"},
    {"zh 须", DRAFT_ZH, "密钥须更换。", "须 forbidden shall"},
    {"zh 须 words", DRAFT_ZH, "须知、必需、无须更换", "无须 equivalent !may"},
    {"zh 不得不", DRAFT_ZH, "不得不重启。", ""},
    {"zh 被禁止的", DRAFT_ZH, "禁止的算法和允许的算法", ""},
    {"zh 不允许", DRAFT_ZH, "不允许导出，允许导入。",
     "不允许 forbidden !shall; 允许 equivalent may"},
    {"zh vague", DRAFT_ZH, "应采取适当措施，必要时定期检查。",
     "应 shall; 适当 vague; 必要时 vague; 定期 vague"},
    {"zh 等", DRAFT_ZH, "口令、令牌等方式", "等 vague"},
    {"zh 等 words", DRAFT_ZH, "等级保护、相等、同等、等同、等于、等待、平等、对等", ""},
    {"zh 一般要求", DRAFT_ZH, "一般要求", ""},
    {"zh 优先 and 优先级", DRAFT_ZH, "应优先处理优先级高的请求。", "应 shall; 优先 vague"},
    {"zh 即可", DRAFT_ZH, "确认后即可使用。", ""},
    {"zh mentioned", DRAFT_ZH, "本文件用“应”表示要求。", ""},
    {"zh quoted words are used", DRAFT_ZH, "标有“应保密”的数据", "应 shall"},
    {"zh empty", DRAFT_ZH, "", ""},
    {"zh cut character", DRAFT_ZH, "\xe5\xba 应 \xe5", "应 shall"},
    {"zh latin", DRAFT_ZH, "TLS 1.3应启用。", "应 shall"},

    {"en shall", DRAFT_EN, "The system shall encrypt data.", "shall shall"},
    {"en shall not", DRAFT_EN, "It shall not store it.", "shall not !shall"},
    {"en shall, line end, not", DRAFT_EN, "It shall\n  not store it.", "shall\n  not !shall"},
    {"en capitals", DRAFT_EN, "It SHALL NOT store it.", "SHALL NOT !shall"},
    {"en should, may, can", DRAFT_EN, "It should, it may, it can, it cannot.",
     "should should; may may; can can; cannot !can"},
    {"en may not permits not to", DRAFT_EN, "It may not answer. It need not answer.",
     "may not !may; need not !may"},
    {"en inside of words", DRAFT_EN, "shallow maybe canned scan mayor", ""},
    {"en month", DRAFT_EN, "On 3 May and in May 2026 it may answer.", "may may"},
    {"en CAN bus", DRAFT_EN, "The CAN interface can fail.", "can can"},
    {"en Should inverted", DRAFT_EN, "Should a key be lost, it shall be replaced.", "shall shall"},
    {"en must", DRAFT_EN, "It must answer; it must not fail.",
     "must forbidden shall; must not forbidden !shall"},
    {"en might, could", DRAFT_EN, "It might or could fail.",
     "might forbidden can; could forbidden can"},
    {"en equivalents", DRAFT_EN, "It is required to answer and is not permitted to fail.",
     "is required to equivalent shall; is not permitted equivalent !shall"},
    {"en vague", DRAFT_EN, "It shall use appropriate keys where possible, etc.",
     "shall shall; appropriate vague; where possible vague; etc vague"},
    {"en inappropriate is another word", DRAFT_EN, "inappropriate and insufficient", ""},
    {"en need to obliges nobody", DRAFT_EN, "Users need to know it.", ""},
    {"en mentioned", DRAFT_EN, "The word “shall” requires; 'may' permits.", ""},
    {"en underscore", DRAFT_EN, "the option may_fail", ""},
    {"en at the ends", DRAFT_EN, "shall", "shall shall"},
};

static void
run_row(void **state)
{
    const struct row *r = *state;
    static const char *const classes[] = {"", "equivalent ", "forbidden ", "vague"};
    struct words words;
    struct buf b;
    words_find(&words, &case_arena, r->l, slice_str(r->text));
    buf_init(&b, &case_arena, 4096);
    for (size_t i = 0; i < words.n; i++) {
        const struct word *w = &words.v[i];
        buf_printf(&b, "%s%.*s %s%s%s", i ? "; " : "", (int)w->n, r->text + w->offset,
                   classes[w->class], w->class != WORD_VAGUE && w->negative ? "!" : "",
                   w->class == WORD_VAGUE ? "" : keyword_name(w->keyword));
    }
    buf_u8(&b, 0);
    assert_string_equal((const char *)b.p, r->want);
}

struct sentence_row {
    const char *name;
    enum draft_language l;
    const char *text, *at; /* the sentence in which `at` first stands */
    const char *want;
};

static const struct sentence_row sentences[] = {
    {"zh first", DRAFT_ZH, "甲应加密。乙应签名。", "甲", "甲应加密。"},
    {"zh second", DRAFT_ZH, "甲应加密。乙应签名。", "乙", "乙应签名。"},
    {"zh at the stop", DRAFT_ZH, "甲应加密。乙应签名。", "。", "甲应加密。"},
    {"zh semicolon", DRAFT_ZH, "甲应加密；乙应签名", "乙", "乙应签名"},
    {"zh comma does not end", DRAFT_ZH, "甲应加密，乙应签名。", "乙", "甲应加密，乙应签名。"},
    {"en number", DRAFT_EN, "It uses TLS 1.3 only. It fails.", "1.3", "It uses TLS 1.3 only."},
    {"en abbreviation", DRAFT_EN, "Keys, e.g. of AES, rotate. It ends.", "AES",
     "Keys, e.g. of AES, rotate."},
    {"en line", DRAFT_EN, "a) one\nb) two", "two", "b) two"},
    {"en clause number", DRAFT_EN, "See 5.2.1. It ends.", "5.2", "See 5.2.1."},
};

static void
run_sentence(void **state)
{
    const struct sentence_row *r = *state;
    struct slice text = slice_str(r->text);
    size_t from, to;
    words_sentence(r->l, text, slice_find(text, slice_str(r->at)), &from, &to);
    struct slice got = slice_trim(slice_sub(text, from, to - from));
    assert_string_equal(arena_str(&case_arena, got), r->want);
}

/* No entry twice: the second would never be found. */
static void
tables_have_no_doubles(void **state)
{
    (void)state;
    for (size_t i = 0; i < words_nzh; i++) /* they are found by their first character */
        assert_true(words_zh[i].text.n >= 3 && words_zh[i].text.p[0] >= 0xe0);
    for (size_t i = 0; i < words_nzh; i++)
        for (size_t k = 0; k < i; k++)
            assert_false(slice_eq(words_zh[i].text, words_zh[k].text));
    for (size_t i = 0; i < words_nen; i++)
        for (size_t k = 0; k < i; k++)
            assert_false(slice_eq(words_en[i].text, words_en[k].text));
}

int
main(void)
{
    CASES_TABLE(rows, run_row);
    CASES_TABLE(sentences, run_sentence);
    CASES_TEST(tables_have_no_doubles);
    return cases_run("words");
}
