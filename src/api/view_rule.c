/* SPDX-License-Identifier: Apache-2.0 */
#include "api/view_rule.h"

#include "api/terms.h"
#include "committee/process.h"
#include "committee/rule_words.h"

#include <inttypes.h>

static const struct shape shapes[] = {
    {"rule",
     "key:id, name:langs, process:id, digest?:digest, verified:bool, cite:rule_cite, "
     "positions:[rule_position], terms:[rule_term]",
     "a ballot rule in words"},
    {"rule_position", "position:word, counts:word, reason?:langs", "what may be voted"},
    {"rule_term", "part:word, text:langs, cite:rule_cite", "one value of a rule"},
    {"rule_cite",
     "source?:text, url?:text, as_of?:text, clause?:text, read:word, verified:bool, remark?:langs",
     "where a value was read"},
};
SHAPE_TABLE(rule_shapes, shapes);

/* ---- where it was read -----------------------------------------------------------------------*/

static const struct langs reading_words[] = {
    [READ_PRIMARY] = {SL_INIT("read in the original"), SL_INIT("查阅原文")},
    [READ_RENDERING] = {SL_INIT("read in a rendering of it"), SL_INIT("查阅其转载文本")},
    [READ_SECONDARY] = {SL_INIT("read on a secondary page"), SL_INIT("查阅二手资料")},
    [READ_RECALLED] = {SL_INIT("from general knowledge"), SL_INIT("凭一般了解")},
};

bool
view_web_address(struct slice url)
{
    return slice_has_prefix(url, SL("https://")) || slice_has_prefix(url, SL("http://"));
}

struct json_node *
view_cite(struct arena *a, const struct rule *r, const struct cite *own)
{
    struct json_node *n = json_new_object(a);
    const struct cite *c = rule_cite(r, own);
    const struct source *s = rule_source(r, c->source.n ? c->source : r->cite.source);
    enum reading reading = rule_reading(r, c);
    if (s) {
        json_put_text_if(a, n, "source", s->title);
        if (view_web_address(s->url))
            json_put_text(a, n, "url", s->url);
        json_put_text_if(a, n, "as_of", s->as_of);
    }
    json_put_text_if(a, n, "clause", c->clause);
    put_word(a, n, "read", slice_str(reading_names[reading]), reading_words[reading]);
    json_put_bool(a, n, "verified", reading_verified(reading));
    if (own->remark.en.n || own->remark.zh.n)
        put_langs(a, n, "remark", own->remark);
    return n;
}

/* ---- positions -------------------------------------------------------------------------------*/

static const struct langs kind_words[VOTE_KINDS] = {
    [VOTE_YES] = {SL_INIT("yes"), SL_INIT("赞成")},
    [VOTE_NO] = {SL_INIT("no"), SL_INIT("反对")},
    [VOTE_ABSTAIN] = {SL_INIT("abstention"), SL_INIT("弃权")},
    [VOTE_BLOCK] = {SL_INIT("blocking"), SL_INIT("阻止")},
    [VOTE_NEUTRAL] = {SL_INIT("no objection"), SL_INIT("无异议")},
    [VOTE_RECUSE] = {SL_INIT("recused"), SL_INIT("回避")},
};

void
put_vote_kind(struct arena *a, struct json_node *n, const char *key, enum vote_kind k)
{
    put_word(a, n, key, slice_str(vote_kind_names[k]), kind_words[k]);
}

static struct json_node *
positions_view(struct arena *a, const struct rule *r)
{
    static const struct langs needs[] = {
        [REASON_OR_VOID] = {SL_INIT("not counted without a reason"),
                            SL_INIT("不说明理由的，不予计票")},
        [REASON_REQUIRED] = {SL_INIT("takes a reason"), SL_INIT("须说明理由")},
    };
    struct json_node *list = json_new_array(a);
    const struct position *v;
    size_t n;
    rule_positions(r, &v, &n);
    for (size_t i = 0; i < n; i++) {
        struct json_node *o = json_new_object(a);
        put_word(a, o, "position", v[i].key, v[i].name);
        put_vote_kind(a, o, "counts", v[i].counts);
        if (v[i].reason != REASON_OPTIONAL)
            put_langs(a, o, "reason", needs[v[i].reason]);
        json_push_node(a, list, o);
    }
    return list;
}

/* ---- terms -----------------------------------------------------------------------------------*/

struct terms {
    struct arena *a;
    const struct rule *r;
    struct json_node *list;
};

enum term_part {
    TERM_ELECTORATE,
    TERM_UNIT,
    TERM_PERIOD,
    TERM_BALANCE,
    TERM_QUORUM,
    TERM_PASS,
    TERM_SECOND,
    TERM_BLOCK,
    TERM_SILENCE,
    TERM_REVOTE,
    TERM_RECUSAL,
    TERM_CONDITIONAL,
    TERM_PROXIES,
    TERM_RECIRCULATE,
    TERM_JUDGED,
    TERM_APPEAL,
};

static const struct {
    const char *id;
    struct langs name;
} parts[] = {
    [TERM_ELECTORATE] = {"electorate", {SL_INIT("Who votes"), SL_INIT("表决人")}},
    [TERM_UNIT] = {"unit", {SL_INIT("Counted by"), SL_INIT("计票单位")}},
    [TERM_PERIOD] = {"period", {SL_INIT("How long"), SL_INIT("投票期限")}},
    [TERM_BALANCE] = {"balance", {SL_INIT("Balance"), SL_INIT("利益均衡")}},
    [TERM_QUORUM] = {"quorum", {SL_INIT("Quorum"), SL_INIT("法定人数")}},
    [TERM_PASS] = {"pass", {SL_INIT("Passes"), SL_INIT("通过条件")}},
    [TERM_SECOND] = {"second", {SL_INIT("Counted again"), SL_INIT("二次计票")}},
    [TERM_BLOCK] = {"block", {SL_INIT("Blocked"), SL_INIT("否决条件")}},
    [TERM_SILENCE] = {"silence", {SL_INIT("Silence"), SL_INIT("未投票")}},
    [TERM_REVOTE] = {"revote", {SL_INIT("Change of a vote"), SL_INIT("改票")}},
    [TERM_RECUSAL] = {"recusal", {SL_INIT("Recusal"), SL_INIT("回避")}},
    [TERM_CONDITIONAL] = {"conditional", {SL_INIT("Conditional vote"), SL_INIT("附条件票")}},
    [TERM_PROXIES] = {"proxies", {SL_INIT("Proxies"), SL_INIT("委托投票")}},
    [TERM_RECIRCULATE] = {"recirculate", {SL_INIT("Another round"), SL_INIT("再次投票")}},
    [TERM_JUDGED] = {"judged", {SL_INIT("Who decides"), SL_INIT("裁定")}},
    [TERM_APPEAL] = {"appeal", {SL_INIT("Appeal"), SL_INIT("申诉")}},
};

static void
add(const struct terms *t, enum term_part part, struct langs text, const struct cite *own)
{
    struct json_node *o = json_new_object(t->a);
    put_word(t->a, o, "part", slice_str(parts[part].id), parts[part].name);
    put_langs(t->a, o, "text", text);
    json_put_node(t->a, o, "cite", view_cite(t->a, t->r, own));
    json_push_node(t->a, t->list, o);
}

static const struct cite *
cite_of(const struct terms *t, const char *value)
{
    return rule_cite_of(t->r, value);
}

static void
electorate(const struct terms *t)
{
    static const struct langs members[] = {
        [ELECTORATE_ORGANISATIONS] = {SL_INIT("one vote of each organisation"),
                                      SL_INIT("每个单位一票")},
        [ELECTORATE_PERSONS] = {SL_INIT("one vote of each person"), SL_INIT("每人一票")},
    };
    const struct electorate *el = &t->r->electorate;
    struct langs m = members[el->members], text = el->name;
    text.en = text.en.n ? arena_printf(t->a, "%.*s; %.*s", SL_FMT(text.en), SL_FMT(m.en)) : m.en;
    text.zh = text.zh.n ? arena_printf(t->a, "%.*s，%.*s", SL_FMT(text.zh), SL_FMT(m.zh)) : m.zh;
    if (el->least) {
        text.en = arena_printf(t->a, "%.*s; at least %" PRId64 " on the roll", SL_FMT(text.en),
                               el->least);
        text.zh = arena_printf(t->a, "%.*s，名册不少于%" PRId64, SL_FMT(text.zh), el->least);
    }
    add(t, TERM_ELECTORATE, text, &el->cite);
}

static void
unit(const struct terms *t)
{
    static const struct langs words[] = {
        [UNIT_ORGANISATION] = {SL_INIT("organisation: its voters are one"),
                               SL_INIT("单位：同一单位合计一票")},
        [UNIT_FAMILY] = {SL_INIT("family of related organisations: its voters are one"),
                         SL_INIT("关联单位：互有关联的单位合计一票")},
        [UNIT_NATION] = {SL_INIT("country: its voters are one"), SL_INIT("国家：同一国家合计一票")},
        [UNIT_FAMILY_POSITION] = {SL_INIT("voter; related organisations that say the same are one"),
                                  SL_INIT("表决人：关联单位意见相同的合计一票")},
    };
    if (t->r->unit != UNIT_VOTER)
        add(t, TERM_UNIT, words[t->r->unit], cite_of(t, "unit"));
}

static void
period(const struct terms *t)
{
    const struct period *p = &t->r->period;
    struct buf en, zh;
    if (!p->usual && !p->min && !p->max)
        return;
    buf_init(&en, t->a, 200);
    buf_init(&zh, t->a, 200);
    if (p->usual) {
        buf_printf(&en, "usually %" PRId64 " days", p->usual);
        buf_printf(&zh, "一般%" PRId64 "日", p->usual);
    }
    if (p->min) {
        buf_printf(&en, "%sat least %" PRId64 " days", en.n ? ", " : "", p->min);
        buf_printf(&zh, "%s不少于%" PRId64 "日", zh.n ? "，" : "", p->min);
    }
    if (p->max) {
        buf_printf(&en, "%sat most %" PRId64 " days", en.n ? ", " : "", p->max);
        buf_printf(&zh, "%s不超过%" PRId64 "日", zh.n ? "，" : "", p->max);
    }
    add(t, TERM_PERIOD, (struct langs){buf_slice(&en), buf_slice(&zh)}, &p->cite);
}

static void
balance(const struct terms *t)
{
    const struct balance *b = &t->r->balance;
    struct langs text;
    if (!b->den)
        return;
    text.en =
        arena_printf(t->a, "no class of voters is more than %" PRId64 "/%" PRId64 " of the roll",
                     b->num, b->den);
    text.zh = arena_printf(t->a, "任一类别不超过名册的%" PRId64 "/%" PRId64, b->num, b->den);
    add(t, TERM_BALANCE, text, &b->cite);
}

/* `before` stands in front: "turnout above 1/20: ". */
static void
tests(const struct terms *t, enum term_part part, const struct rule_tests *v, struct langs before)
{
    for (size_t i = 0; i < v->n; i++) {
        const struct rule_test *test = &v->v[i];
        struct langs w = rule_test_words(t->a, t->r, test), name = test->name;
        if (name.en.n || name.zh.n) {
            w.en = arena_printf(t->a, "%.*s (%.*s)", SL_FMT(langs_get(&name, false)), SL_FMT(w.en));
            w.zh = arena_printf(t->a, "%.*s（%.*s）", SL_FMT(langs_get(&name, true)), SL_FMT(w.zh));
        }
        if (before.en.n) {
            w.en = arena_printf(t->a, "%.*s%.*s", SL_FMT(before.en), SL_FMT(w.en));
            w.zh = arena_printf(t->a, "%.*s%.*s", SL_FMT(before.zh), SL_FMT(w.zh));
        }
        add(t, part, w, &test->cite);
    }
}

static void
bands(const struct terms *t)
{
    for (size_t i = 0; i < t->r->bands.n; i++) {
        const struct rule_band *b = &t->r->bands.v[i];
        struct langs before = {arena_printf(t->a, "turnout %s %" PRId64 "/%" PRId64 ": ",
                                            b->strict ? "above" : "from", b->num, b->den),
                               arena_printf(t->a, "投票率%s%" PRId64 "/%" PRId64 "：",
                                            b->strict ? "超过" : "不少于", b->num, b->den)};
        tests(t, TERM_PASS, &b->pass, before);
    }
}

static void
second(const struct terms *t)
{
    const struct second_count *s = &t->r->second;
    const struct voter_set *set = rule_set(t->r, s->in);
    struct langs text;
    if (!set)
        return;
    struct slice en = langs_get(&set->name, false), zh = langs_get(&set->name, true);
    text.en = arena_printf(t->a,
                           "the same tests over %.*s alone: passed by these it is approved, passed "
                           "only by all together it is pending",
                           SL_FMT(en));
    text.zh = arena_printf(
        t->a, "另就%.*s单独计票：其通过即为通过；仅全体通过而其未通过的，结果待定", SL_FMT(zh));
    add(t, TERM_SECOND, text, &s->cite);
}

static void
conduct(const struct terms *t)
{
    static const struct langs silence[] = {
        [SILENCE_VOID] = {SL_INIT("is not counted"), SL_INIT("不计票")},
        [SILENCE_ASSENT] = {SL_INIT("counts as yes"), SL_INIT("视为赞成")},
        [SILENCE_ABSTAIN] = {SL_INIT("counts as an abstention"), SL_INIT("视为弃权")},
    };
    static const struct langs revote[] = {
        [REVOTE_UNTIL_CLOSE] = {SL_INIT("until the close; the last one counts"),
                                SL_INIT("截止前可以更改，以最后一次为准")},
        [REVOTE_NEVER] = {SL_INIT("not possible; the first one counts"),
                          SL_INIT("不得更改，以首次投票为准")},
    };
    static const struct langs recusal = {SL_INIT("who drafted the text does not vote"),
                                         SL_INIT("参加起草的不参加表决")};
    static const struct langs conditional[] = {
        {SL_INIT("not taken"), SL_INIT("不接受")},
        {SL_INIT("taken as a yes"), SL_INIT("按赞成票接受")},
    };
    static const struct langs proxies[] = {
        {SL_INIT("none"), SL_INIT("不允许")},
        {SL_INIT("a member may give its vote to another one, for this ballot"),
         SL_INIT("成员可就本次投票委托其他成员代投")},
    };
    static const struct langs round = {
        SL_INIT("a new reasoned no, or a changed text, sends it round once more"),
        SL_INIT("出现新的附理由反对票或文本有改动的，须再次投票")};
    const struct rule *r = t->r;
    add(t, TERM_SILENCE, silence[r->silence], cite_of(t, "silence"));
    add(t, TERM_REVOTE, revote[r->revote], cite_of(t, "revote"));
    if (r->recusal == RECUSAL_DRAFTERS)
        add(t, TERM_RECUSAL, recusal, cite_of(t, "recusal"));
    add(t, TERM_CONDITIONAL, conditional[r->conditional], cite_of(t, "conditional"));
    add(t, TERM_PROXIES, proxies[r->proxies], cite_of(t, "proxies"));
    if (r->recirculate != RECIRCULATE_NEVER)
        add(t, TERM_RECIRCULATE, round, cite_of(t, "recirculate"));
}

static struct langs
judge_words(struct slice role)
{
    for (size_t i = 0; i < PROCESS_ROLES; i++)
        if (slice_eq_str(role, process_role_names[i]))
            return term_process_role((enum process_role)i);
    return (struct langs){role, role};
}

static void
after(const struct terms *t)
{
    const struct rule *r = t->r;
    struct langs who = judge_words(r->judged_by);
    if (r->judged_by.n)
        add(t, TERM_JUDGED,
            (struct langs){
                arena_printf(t->a, "%.*s judges whether there is consensus; the count informs",
                             SL_FMT(who.en)),
                arena_printf(t->a, "由%.*s裁定是否协商一致，计票结果供参考", SL_FMT(who.zh))},
            cite_of(t, "judged_by"));
    if (r->appeal.days)
        add(t, TERM_APPEAL,
            (struct langs){arena_printf(t->a, "within %" PRId64 " days, to %.*s", r->appeal.days,
                                        SL_FMT(r->appeal.to)),
                           arena_printf(t->a, "%" PRId64 "日内可向%.*s提出", r->appeal.days,
                                        SL_FMT(r->appeal.to))},
            &r->appeal.cite);
}

struct langs
view_over(enum over over)
{
    static const struct langs words[] = {
        [OVER_YES_NO] = {SL_INIT("votes for or against; abstentions are out"),
                         SL_INIT("赞成与反对票（不含弃权）")},
        [OVER_CAST] = {SL_INIT("votes cast; abstentions are in"), SL_INIT("所投票数（含弃权）")},
        [OVER_ALL] = {SL_INIT("all on the roll, voted or not"),
                      SL_INIT("名册全体（无论是否投票）")},
        [OVER_ACTIVE] = {SL_INIT("active members"), SL_INIT("活跃成员")},
        [OVER_NO] = {SL_INIT("votes against"), SL_INIT("反对票")},
    };
    return words[over];
}

struct json_node *
view_rule(struct arena *a, const struct rule *r, struct slice digest)
{
    struct json_node *n = json_new_object(a);
    struct terms t = {a, r, json_new_array(a)};
    const struct langs none = {0};
    electorate(&t);
    unit(&t);
    period(&t);
    balance(&t);
    tests(&t, TERM_QUORUM, &r->quorum, none);
    tests(&t, TERM_PASS, &r->pass, none);
    bands(&t);
    second(&t);
    tests(&t, TERM_BLOCK, &r->block, none);
    conduct(&t);
    after(&t);
    json_put_text(a, n, "key", r->key);
    put_langs(a, n, "name", r->name);
    json_put_text(a, n, "process", r->process);
    json_put_text_if(a, n, "digest", digest);
    json_put_bool(a, n, "verified", rule_verified(r));
    json_put_node(a, n, "cite", view_cite(a, r, &r->cite));
    json_put_node(a, n, "positions", positions_view(a, r));
    json_put_node(a, n, "terms", t.list);
    return n;
}
