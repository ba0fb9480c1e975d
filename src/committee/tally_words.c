/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A step in words, in English and Chinese: the numbers, the comparison as it truly is, and
 * whether that meets the test.
 */
#include "committee/tally_parts.h"

#include "committee/rule_words.h"

#include <inttypes.h>

#define WORDS_MAX ((size_t)8000) /* three names, and the numbers */

/* What a verdict is called in each part, for true and false. */
static const struct {
    struct langs yes, no;
} verdict_words[] = {
    {{SL_INIT("met"), SL_INIT("满足")}, {SL_INIT("not met"), SL_INIT("不满足")}},
    {{SL_INIT("blocks"), SL_INIT("否决成立")}, {SL_INIT("does not block"), SL_INIT("不构成否决")}},
    {{SL_INIT("goes round again"), SL_INIT("需再次投票")},
     {SL_INIT("need not go round again"), SL_INIT("无需再次投票")}},
};

static struct slice
verdict(const struct tally_step *s, bool zh)
{
    size_t row = s->part == STEP_BLOCK ? 1 : s->part == STEP_RECIRCULATE ? 2 : 0;
    return langs_get(s->met ? &verdict_words[row].yes : &verdict_words[row].no, zh);
}

/* ", P-members" of the test's set and of the second count's. */
static void
add_sets(struct buf *b, const struct count *c, const struct rule_test *t, enum step_part part,
         bool zh)
{
    const struct voter_set *sets[] = {
        rule_set(c->r, t->in),
        part == STEP_SECOND ? rule_set(c->r, c->r->second.in) : NULL,
    };
    for (size_t i = 0; i < COUNT_OF(sets); i++)
        if (sets[i]) {
            buf_str(b, zh ? "，" : ", ");
            buf_add(b, langs_get(&sets[i]->name, zh));
        }
}

/* "20×3 = 60 ≥ 30×2 = 60": what is true of the two products. */
static void
add_comparison(struct buf *b, const struct tally_step *s, bool zh)
{
    int64_t left = s->sum * s->den, right = s->base * s->num; /* compared before: they fit */
    const char *sign = left < right ? "<" : s->strict && left == right ? "≤" : "≥";
    if (s->strict && left > right)
        sign = ">";
    if (s->part == STEP_BALANCE)
        sign = left <= right ? "≤" : ">";
    if (s->base == 0 && !s->met) {
        buf_str(b, zh ? "没有可作基数的票" : "there is nothing to take a share of");
        return;
    }
    buf_printf(b, "%" PRId64 "×%" PRId64 " = %" PRId64 " %s %" PRId64 "×%" PRId64 " = %" PRId64,
               s->sum, s->den, left, sign, s->base, s->num, right);
}

static void
share_words(struct buf *b, const struct count *c, const struct tally_step *s,
            const struct rule_test *t, bool zh)
{
    rule_kinds_words(b, t, zh);
    buf_printf(b, zh ? " %" PRId64 "，基数 %" PRId64 "（" : " %" PRId64 " of %" PRId64 " (", s->sum,
               s->base);
    buf_add(b, rule_over_words(t->over, zh));
    add_sets(b, c, t, s->part, zh);
    buf_str(b, zh ? "）：" : "): ");
    add_comparison(b, s, zh);
}

static void
least_words(struct buf *b, const struct count *c, const struct tally_step *s,
            const struct rule_test *t, bool zh)
{
    rule_kinds_words(b, t, zh);
    add_sets(b, c, t, s->part, zh);
    buf_printf(b,
               zh ? " %" PRId64 "，至少需 %" PRId64 : " %" PRId64 ", at least %" PRId64 " needed",
               s->sum, s->num);
}

/* The steps that no test stands behind. */
static void
other_words(struct buf *b, const struct count *c, const struct tally_step *s, bool zh)
{
    switch (s->part) {
    case STEP_ELECTORATE:
        buf_printf(b,
                   zh ? "有表决权者 %" PRId64 "，至少需 %" PRId64
                      : "%" PRId64 " may vote, at least %" PRId64 " needed",
                   s->sum, s->num);
        break;
    case STEP_BALANCE:
        buf_printf(b,
                   zh ? "最大类别 %" PRId64 "，名册 %" PRId64 "："
                      : "largest class %" PRId64 " of %" PRId64 " on the roll: ",
                   s->sum, s->base);
        add_comparison(b, s, zh);
        break;
    case STEP_BAND:
        buf_printf(b,
                   zh ? "投票率 %" PRId64 "/%" PRId64 "，档次 %" PRId64 "/%" PRId64 "："
                      : "turnout %" PRId64 " of %" PRId64 ", band from %" PRId64 "/%" PRId64 ": ",
                   s->sum, s->base, s->num, s->den);
        add_comparison(b, s, zh);
        break;
    case STEP_RECIRCULATE:
        buf_printf(b, zh ? "新的附理由反对票 %" PRId64 : "new reasoned negatives %" PRId64, s->sum);
        if (c->box->text_changed)
            buf_str(b, zh ? "，文本已改动" : ", the text has changed");
        break;
    case STEP_QUORUM:
    case STEP_PASS:
    case STEP_SECOND:
    case STEP_BLOCK:
        break;
    }
}

static struct slice
words_in(const struct count *c, const struct tally_step *s, const struct rule_test *t, bool zh)
{
    struct buf b;
    buf_init(&b, c->a, WORDS_MAX);
    if (t && t->name.en.n) {
        buf_add(&b, langs_get(&t->name, zh));
        buf_str(&b, zh ? "：" : ": ");
    }
    if (!t)
        other_words(&b, c, s, zh);
    else if (t->den)
        share_words(&b, c, s, t, zh);
    else
        least_words(&b, c, s, t, zh);
    buf_str(&b, zh ? "，" : ", ");
    buf_add(&b, verdict(s, zh));
    if (s->informs)
        buf_str(&b, zh ? "（仅供参考）" : " (informs only)");
    if (!reading_verified(s->reading))
        buf_str(&b, zh ? "；规则未核实" : "; rule unverified");
    return buf_slice(&b);
}

void
tally_step_words(const struct count *c, struct tally_step *s, const struct rule_test *test)
{
    s->text = (struct langs){words_in(c, s, test, false), words_in(c, s, test, true)};
}
