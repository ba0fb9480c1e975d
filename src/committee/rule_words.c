/* SPDX-License-Identifier: Apache-2.0 */
#include "committee/rule_words.h"

#include <inttypes.h>

#define WORDS_MAX ((size_t)8000) /* title or set and clause, and what stands between them */

static const struct langs kind_words[VOTE_KINDS] = {
    {SL_INIT("yes"), SL_INIT("赞成")},
    {SL_INIT("no"), SL_INIT("反对")},
    {SL_INIT("abstention"), SL_INIT("弃权")},
    {SL_INIT("blocking"), SL_INIT("阻止")},
    {SL_INIT("no objection"), SL_INIT("无异议")},
    {SL_INIT("recused"), SL_INIT("回避")},
};
static const struct langs voted_words = {SL_INIT("voted"), SL_INIT("参加投票")};

static const struct langs over_words[] = {
    {SL_INIT("for or against"), SL_INIT("赞成与反对票")},
    {SL_INIT("votes cast"), SL_INIT("所投票数")},
    {SL_INIT("on the roll"), SL_INIT("名册全体")},
    {SL_INIT("active members"), SL_INIT("活跃成员")},
    {SL_INIT("against"), SL_INIT("反对票")},
};

static const struct langs measure_words[] = {
    {SL_INIT(""), SL_INIT("")},
    {SL_INIT("weight of "), SL_INIT("权重：")},
    {SL_INIT("population of "), SL_INIT("人口：")},
};

void
rule_kinds_words(struct buf *b, const struct rule_test *t, bool zh)
{
    const unsigned all = 1u << VOTE_YES | 1u << VOTE_NO | 1u << VOTE_ABSTAIN;
    buf_add(b, langs_get(&measure_words[t->measure], zh));
    if ((t->counts & all) == all) {
        buf_add(b, langs_get(&voted_words, zh));
    } else {
        bool first = true;
        for (unsigned k = 0; k < VOTE_KINDS; k++)
            if (t->counts & 1u << k) {
                buf_str(b, first ? "" : zh ? "与" : " + ");
                buf_add(b, langs_get(&kind_words[k], zh));
                first = false;
            }
    }
    if (t->with.n)
        buf_printf(b, zh ? "（附%.*s）" : " (with %.*s)", SL_FMT(t->with));
}

struct slice
rule_over_words(enum over over, bool zh)
{
    return langs_get(&over_words[over], zh);
}

/* ---- tests ----------------------------------------------------------------------------------*/

static const struct langs share_words[] = {
    {SL_INIT("of the votes for or against"), SL_INIT("赞成与反对票")},
    {SL_INIT("of the votes cast"), SL_INIT("所投票数")},
    {SL_INIT("of all on the roll"), SL_INIT("名册全体")},
    {SL_INIT("of the active members"), SL_INIT("活跃成员")},
    {SL_INIT("the votes against"), SL_INIT("反对票")},
};

/* "2/3", "55 %", "3 times". */
static void
add_ratio(struct buf *b, const struct rule_test *t, bool zh)
{
    if (t->den == 1)
        buf_printf(b, zh ? "%" PRId64 "倍" : "%" PRId64 " times", t->num);
    else if (t->den == 100)
        buf_printf(b, zh ? "%" PRId64 "%%" : "%" PRId64 " %%", t->num);
    else
        buf_printf(b, "%" PRId64 "/%" PRId64, t->num, t->den);
}

static void
add_share(struct buf *b, const struct rule_test *t, bool zh)
{
    if (zh) {
        buf_str(b, t->strict ? "超过" : "不少于");
        buf_add(b, langs_get(&share_words[t->over], zh));
        buf_str(b, "的");
        add_ratio(b, t, zh);
        return;
    }
    buf_str(b, t->strict ? "more than " : "at least ");
    add_ratio(b, t, zh);
    buf_str(b, " ");
    buf_add(b, langs_get(&share_words[t->over], zh));
}

static void
add_window(struct buf *b, const struct rule_test *t, bool zh)
{
    if (t->if_from)
        buf_printf(b, zh ? "，成员不少于%" PRId64 "名时" : ", where there are %" PRId64 " or more",
                   t->if_from);
    if (t->if_to)
        buf_printf(b, zh ? "，成员不多于%" PRId64 "名时" : ", where there are %" PRId64 " or fewer",
                   t->if_to);
    if (t->empty)
        buf_str(b, zh ? "，无票时视为满足" : ", or no vote at all");
}

static struct slice
test_in(struct arena *a, const struct rule *r, const struct rule_test *t, bool zh)
{
    struct buf b;
    const struct voter_set *set = rule_set(r, t->in);
    buf_init(&b, a, WORDS_MAX);
    rule_kinds_words(&b, t, zh);
    buf_str(&b, zh ? "：" : ": ");
    if (t->den)
        add_share(&b, t, zh);
    else
        buf_printf(&b, zh ? "不少于%" PRId64 : "at least %" PRId64, t->least);
    if (set) {
        buf_str(&b, zh ? "，" : ", ");
        buf_add(&b, langs_get(&set->name, zh));
    }
    add_window(&b, t, zh);
    return buf_slice(&b);
}

struct langs
rule_test_words(struct arena *a, const struct rule *r, const struct rule_test *t)
{
    return (struct langs){test_in(a, r, t, false), test_in(a, r, t, true)};
}

/* ---- cites ----------------------------------------------------------------------------------*/

static struct slice
cite_in(struct arena *a, const struct rule *r, const struct cite *c, bool zh)
{
    struct buf b;
    const struct source *s = rule_source(r, c->source);
    buf_init(&b, a, WORDS_MAX);
    if (s)
        buf_printf(&b, zh ? "%.*s（%.*s）" : "%.*s (%.*s)", SL_FMT(s->title), SL_FMT(s->as_of));
    if (s && c->clause.n)
        buf_str(&b, zh ? "，" : ", ");
    buf_add(&b, c->clause);
    if (!reading_verified(rule_reading(r, c)))
        buf_printf(&b, zh ? "%s未核实" : "%sunverified", b.n == 0 ? "" : zh ? "；" : "; ");
    return buf_slice(&b);
}

struct langs
rule_cite_words(struct arena *a, const struct rule *r, const struct cite *own)
{
    return (struct langs){cite_in(a, r, own, false), cite_in(a, r, own, true)};
}
