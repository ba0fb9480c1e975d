/* SPDX-License-Identifier: Apache-2.0 */
#include "api/verdict_words.h"

#include "base/buf.h"

#define NAMES_MAX 6 /* of one list, in a sentence */
#define SENTENCE_MAX ((size_t)8192)

const char *
verdict_id(enum verdict v)
{
    static const char *const ids[] = {
        [VERDICT_PASS] = "pass",
        [VERDICT_FAIL] = "fail",
        [VERDICT_UNKNOWN] = "unknown",
        [VERDICT_NOT_APPLICABLE] = "not-applicable",
        [VERDICT_CANNOT_CHECK] = "cannot-check",
    };
    return ids[v];
}

struct langs
verdict_words(enum verdict v)
{
    static const struct langs words[] = {
        [VERDICT_PASS] = {SL_INIT("pass"), SL_INIT("符合")},
        [VERDICT_FAIL] = {SL_INIT("fail"), SL_INIT("不符合")},
        [VERDICT_UNKNOWN] = {SL_INIT("unknown"), SL_INIT("无法判定")},
        [VERDICT_NOT_APPLICABLE] = {SL_INIT("not applicable"), SL_INIT("不适用")},
        [VERDICT_CANNOT_CHECK] = {SL_INIT("cannot be checked"), SL_INIT("须人工检查")},
    };
    return words[v];
}

bool
verdict_of_name(enum verdict *out, struct slice name)
{
    for (int v = VERDICT_PASS; v <= VERDICT_CANNOT_CHECK; v++)
        if (slice_eq_str(name, verdict_name((enum verdict)v))) {
            *out = (enum verdict)v;
            return true;
        }
    return false;
}

struct langs
keyword_words(enum keyword k)
{
    static const struct langs words[] = {
        [KEYWORD_SHALL] = {SL_INIT("shall"), SL_INIT("应")},
        [KEYWORD_SHOULD] = {SL_INIT("should"), SL_INIT("宜")},
        [KEYWORD_MAY] = {SL_INIT("may"), SL_INIT("可")},
        [KEYWORD_CAN] = {SL_INIT("can"), SL_INIT("能")},
    };
    return words[k];
}

struct langs
reading_words(enum reading r)
{
    static const struct langs words[] = {
        [READ_PRIMARY] = {SL_INIT("read in the original"), SL_INIT("依据原文")},
        [READ_RENDERING] = {SL_INIT("read in a rendering of the text, not in the original"),
                            SL_INIT("依据转述文本，未读原文")},
        [READ_SECONDARY] = {SL_INIT("read on a secondary page only"), SL_INIT("仅依据二手资料")},
        [READ_RECALLED] = {SL_INIT("recalled, not re-read: check before relying on it"),
                           SL_INIT("凭记忆写成，未经核对，使用前请查证")},
    };
    return words[r];
}

bool
reading_is_weak(enum reading r)
{
    return r == READ_SECONDARY || r == READ_RECALLED;
}

struct langs
status_words(enum standard_status s)
{
    static const struct langs words[] = {
        [STATUS_DRAFT] = {SL_INIT("draft"), SL_INIT("草案")},
        [STATUS_PUBLISHED] = {SL_INIT("published"), SL_INIT("现行")},
        [STATUS_WITHDRAWN] = {SL_INIT("withdrawn"), SL_INIT("废止")},
    };
    return words[s];
}

/* ---- reasons --------------------------------------------------------------------------------- */

/* "A、B、C 等 9 项" */
static void
add_names(struct buf *b, const struct json_node *list)
{
    size_t n = json_count(list), shown = n < NAMES_MAX ? n : NAMES_MAX;
    for (size_t i = 0; i < shown; i++)
        buf_printf(b, "%s%.*s", i ? "、" : "", SL_FMT(json_text(json_item(list, i))));
    if (shown < n)
        buf_printf(b, " 等 %zu 项", n);
}

static void
add_part(struct buf *b, const char *lead, const struct json_node *list)
{
    if (json_count(list) == 0)
        return;
    buf_str(b, b->n ? "；" : "");
    buf_str(b, lead);
    add_names(b, list);
}

static void
say_fail(struct buf *b, const struct json_node *f)
{
    const struct json_node *unlisted = json_get(f, "unlisted");
    bool only_unlisted = unlisted && unlisted->type == JSON_BOOL && unlisted->b;
    add_part(b, only_unlisted ? "清单未列出而产品提供：" : "不应有：", json_get(f, "offending"));
    add_part(b, json_count(json_get(f, "absent")) == 1 ? "缺少：" : "缺少，至少须有其一：",
             json_get(f, "absent"));
    if (b->n == 0)
        buf_str(b, "所见事实不满足此条件");
}

/* What is missing comes as "field: elements (why)": the field is enough for a sentence. */
static void
say_unknown(struct buf *b, const struct json_node *f)
{
    const struct json_node *missing = json_get(f, "missing_facts");
    size_t n = json_count(missing), shown = n < NAMES_MAX ? n : NAMES_MAX;
    if (n == 0) {
        buf_str(b, "证据不足以判定");
        return;
    }
    buf_str(b, "尚未得知：");
    for (size_t i = 0; i < shown; i++) {
        struct slice s = json_text(json_item(missing, i)), field;
        size_t why = slice_find(s, SL(" ("));
        field = slice_sub(s, 0, why == SIZE_MAX ? s.n : why);
        buf_printf(b, "%s%.*s", i ? "、" : "", SL_FMT(slice_sub(field, 0, 120)));
    }
    if (shown < n)
        buf_printf(b, " 等 %zu 项", n);
}

static void
say_zh(struct buf *b, const struct json_node *f, enum verdict v)
{
    switch (v) {
    case VERDICT_PASS:
        buf_str(b, "所见事实满足此条件");
        return;
    case VERDICT_FAIL:
        say_fail(b, f);
        return;
    case VERDICT_UNKNOWN:
        say_unknown(b, f);
        return;
    case VERDICT_NOT_APPLICABLE:
        buf_str(b, "此条的适用前提不成立，或该日不在其有效期内");
        return;
    case VERDICT_CANNOT_CHECK:
        buf_str(b, "此条无法由程序检查，须由人核对");
        return;
    }
}

struct langs
finding_reason(struct arena *a, const struct json_node *finding, enum verdict v)
{
    struct buf b;
    struct slice en = json_text(json_get(finding, "reason"));
    buf_init(&b, a, SENTENCE_MAX);
    say_zh(&b, finding, v);
    return (struct langs){en.n ? en : verdict_words(v).en, buf_slice(&b)};
}

/* ---- summaries ------------------------------------------------------------------------------- */

static int64_t
count_of(const struct json_node *counts, const char *name)
{
    const struct json_node *n = json_get(counts, name);
    return n && n->type == JSON_INT ? n->i : 0;
}

static void
add_counts(struct buf *b, const struct json_node *counts, const char *which)
{
    long long fail = count_of(counts, "fail"), pass = count_of(counts, "pass");
    long long unknown = count_of(counts, "unknown"), by_hand = count_of(counts, "cannot_check");
    long long judged = fail + pass + unknown + by_hand;
    if (judged == 0)
        return;
    buf_str(b, b->n ? "；" : "");
    buf_printf(b, "%s %lld 条，%s %lld 条", which, judged, fail ? "不符合" : "符合",
               fail ? fail : pass);
    if (unknown)
        buf_printf(b, "，无法判定 %lld 条", unknown);
    if (by_hand)
        buf_printf(b, "，须人工检查 %lld 条", by_hand);
}

struct langs
counts_summary(struct arena *a, const struct json_node *regime)
{
    struct buf b;
    buf_init(&b, a, SENTENCE_MAX);
    add_counts(&b, json_get(regime, "shall"), "强制性条款");
    add_counts(&b, json_get(regime, "should"), "推荐性条款");
    if (b.n == 0)
        buf_str(&b, "没有适用的条款");
    return (struct langs){json_text(json_get(regime, "summary")), buf_slice(&b)};
}
