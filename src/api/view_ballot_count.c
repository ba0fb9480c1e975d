/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The count of a ballot, step by step: the numbers as they are compared, so that a reader can do
 * the sum again by hand.
 */
#include "api/view_ballot_parts.h"
#include "api/view_rule.h"

#include <inttypes.h>

/* ---- positions -------------------------------------------------------------------------------*/

static struct json_node *
positions_view(struct arena *a, const struct ballot *b, const struct tally *t)
{
    struct json_node *list = json_new_array(a);
    const struct position *v;
    size_t n;
    rule_positions(&b->rule, &v, &n);
    for (size_t i = 0; i < n; i++) {
        struct json_node *o = json_new_object(a);
        put_word(a, o, "position", v[i].key, v[i].name);
        put_vote_kind(a, o, "counts", v[i].counts);
        json_put_int(a, o, "n", (int64_t)t->by_position[i]);
        json_put_int(a, o, "share",
                     t->voted ? (int64_t)((t->by_position[i] * 200 / t->voted + 1) / 2)
                              : INT64_C(0));
        json_push_node(a, list, o);
    }
    return list;
}

/* ---- steps -----------------------------------------------------------------------------------*/

static const struct {
    const char *id;
    struct langs name;
} parts[] = {
    [STEP_ELECTORATE] = {"electorate", {SL_INIT("Enough voters"), SL_INIT("表决人数")}},
    [STEP_BALANCE] = {"balance", {SL_INIT("Balance"), SL_INIT("利益均衡")}},
    [STEP_QUORUM] = {"quorum", {SL_INIT("Quorum"), SL_INIT("法定人数")}},
    [STEP_BAND] = {"band", {SL_INIT("Turnout band"), SL_INIT("投票率档次")}},
    [STEP_PASS] = {"pass", {SL_INIT("Passes"), SL_INIT("通过条件")}},
    [STEP_SECOND] = {"second", {SL_INIT("Counted again"), SL_INIT("二次计票")}},
    [STEP_BLOCK] = {"block", {SL_INIT("Blocked"), SL_INIT("否决条件")}},
    [STEP_RECIRCULATE] = {"recirculate", {SL_INIT("Another round"), SL_INIT("再次投票")}},
};

static const struct rule_test *
among(const struct rule_tests *v, struct slice key)
{
    for (size_t i = 0; i < v->n; i++)
        if (slice_eq(v->v[i].key, key))
            return &v->v[i];
    return NULL;
}

/* The test behind a step; null where none is. A second count's step is "SET:TEST". */
static const struct rule_test *
test_of(const struct rule *r, const struct tally_step *s)
{
    const struct rule_test *t = NULL;
    struct slice key = s->key, set;
    if (s->part == STEP_SECOND)
        (void)slice_cut(&key, ':', &set);
    switch (s->part) {
    case STEP_QUORUM:
        return among(&r->quorum, key);
    case STEP_BLOCK:
        return among(&r->block, key);
    case STEP_PASS:
    case STEP_SECOND:
        t = among(&r->pass, key);
        for (size_t i = 0; !t && i < r->bands.n; i++)
            t = among(&r->bands.v[i].pass, key);
        return t;
    case STEP_ELECTORATE:
    case STEP_BALANCE:
    case STEP_BAND:
    case STEP_RECIRCULATE:
        break;
    }
    return NULL;
}

/* "P-members", of the subset over which a test is taken; empty where over all. */
static struct langs
set_of(const struct rule *r, const struct tally_step *s, const struct rule_test *t)
{
    const struct voter_set *set = t ? rule_set(r, t->in) : NULL;
    if (!set && s->part == STEP_SECOND)
        set = rule_set(r, r->second.in);
    return set ? set->name : (struct langs){0};
}

static struct langs
name_of(struct arena *a, const struct rule *r, const struct tally_step *s,
        const struct rule_test *t)
{
    static const struct langs largest = {SL_INIT("the largest class of voters"),
                                         SL_INIT("人数最多的类别")};
    struct langs name = t && (t->name.en.n || t->name.zh.n) ? t->name : parts[s->part].name;
    struct langs set = set_of(r, s, t);
    if (s->part == STEP_BALANCE)
        name = largest;
    if (set.en.n || set.zh.n) {
        name.en = arena_printf(a, "%.*s: %.*s", SL_FMT(langs_get(&set, false)),
                               SL_FMT(langs_get(&name, false)));
        name.zh = arena_printf(a, "%.*s：%.*s", SL_FMT(langs_get(&set, true)),
                               SL_FMT(langs_get(&name, true)));
    }
    return name;
}

/* "at least 2/3", "more than 1/4", "at least 5". */
static struct langs
needed_of(struct arena *a, const struct tally_step *s)
{
    const char *en = s->strict ? "more than" : "at least", *zh = s->strict ? "超过" : "不少于";
    if (s->part == STEP_BALANCE) {
        en = "at most";
        zh = "不超过";
    }
    if (s->den == 0)
        return (struct langs){arena_printf(a, "%s %" PRId64, en, s->num),
                              arena_printf(a, "%s%" PRId64, zh, s->num)};
    return (struct langs){arena_printf(a, "%s %" PRId64 "/%" PRId64, en, s->num, s->den),
                          arena_printf(a, "%s%" PRId64 "/%" PRId64, zh, s->num, s->den)};
}

static const char *
sign_of(int64_t left, int64_t right)
{
    return left < right ? "<" : left == right ? "=" : ">";
}

/* Both sides were compared when it was counted: they fit. */
static void
put_sides(struct arena *a, struct json_node *n, const struct tally_step *s)
{
    int64_t left = s->den ? s->sum * s->den : s->sum, right = s->den ? s->base * s->num : s->num;
    json_put_int(a, n, "sum", s->sum);
    if (s->den)
        json_put_int(a, n, "base", s->base);
    json_put_int(a, n, "num", s->num);
    if (s->den) {
        json_put_int(a, n, "den", s->den);
        json_put_int(a, n, "left", left);
        json_put_int(a, n, "right", right);
    }
    json_put_text(a, n, "sign", slice_str(sign_of(left, right)));
}

static struct langs
verdict_of(const struct tally_step *s)
{
    static const struct langs met[] = {{SL_INIT("not met"), SL_INIT("不满足")},
                                       {SL_INIT("met"), SL_INIT("满足")}};
    static const struct langs block[] = {{SL_INIT("does not block"), SL_INIT("不构成否决")},
                                         {SL_INIT("blocks"), SL_INIT("否决成立")}};
    static const struct langs again[] = {
        {SL_INIT("need not go round again"), SL_INIT("无需再次投票")},
        {SL_INIT("goes round again"), SL_INIT("需再次投票")}};
    if (s->part == STEP_BLOCK)
        return block[s->met];
    return s->part == STEP_RECIRCULATE ? again[s->met] : met[s->met];
}

static struct json_node *
step_view(struct arena *a, const struct rule *r, const struct tally_step *s)
{
    const struct rule_test *t = test_of(r, s);
    struct json_node *n = json_new_object(a);
    json_put_text(a, n, "key", s->key);
    put_word(a, n, "part", slice_str(parts[s->part].id), parts[s->part].name);
    put_langs(a, n, "name", name_of(a, r, s, t));
    if (t ? t->den : s->den)
        put_langs(a, n, "of", view_over(t ? t->over : OVER_ALL));
    put_sides(a, n, s);
    put_langs(a, n, "needed", needed_of(a, s));
    put_langs(a, n, "verdict", verdict_of(s));
    json_put_bool(a, n, "met", s->met);
    json_put_bool(a, n, "good", s->good);
    json_put_bool(a, n, "informs", s->informs);
    put_langs(a, n, "text", s->text);
    json_put_node(a, n, "cite", view_cite(a, r, s->cite));
    return n;
}

/* ---- the count -------------------------------------------------------------------------------*/

static const struct {
    const char *id;
    struct langs name;
} units[] = {
    [UNIT_VOTER] = {"voter", {SL_INIT("voters"), SL_INIT("表决人")}},
    [UNIT_ORGANISATION] = {"organisation", {SL_INIT("organisations"), SL_INIT("单位")}},
    [UNIT_FAMILY] = {"family", {SL_INIT("families of related organisations"), SL_INIT("关联单位")}},
    [UNIT_NATION] = {"nation", {SL_INIT("countries"), SL_INIT("国家")}},
    [UNIT_FAMILY_POSITION] = {"family-position",
                              {SL_INIT("voters; related ones that agree are one"),
                               SL_INIT("表决人（关联单位意见相同的合计一票）")}},
};

static bool
weighs(const struct rule_tests *v)
{
    for (size_t i = 0; i < v->n; i++)
        if (v->v[i].measure != MEASURE_VOTES)
            return true;
    return false;
}

bool
put_count(struct json_node *n, const struct viewer *v, const struct ballot *b,
          const struct ballot_count *c)
{
    struct arena *a = v->arena;
    const struct tally *t = &c->tally;
    enum outcome outcome = b->closed ? ballot_outcome(b) : t->outcome;
    struct json_node *o = json_new_object(a), *steps = json_new_array(a);
    for (size_t i = 0; i < t->steps.n; i++)
        json_push_node(a, steps, step_view(a, &b->rule, &t->steps.v[i]));
    put_word(a, o, "outcome", slice_str(outcome_name(outcome)), outcome_words(outcome));
    json_put_bool(a, o, "final", b->closed);
    json_put_bool(a, o, "judged", b->judged);
    json_put_int(a, o, "units", (int64_t)t->units);
    put_word(a, o, "unit", slice_str(units[b->rule.unit].id), units[b->rule.unit].name);
    json_put_int(a, o, "voted", (int64_t)t->voted);
    json_put_int(a, o, "silent", (int64_t)t->silent);
    json_put_int(a, o, "uncounted", (int64_t)t->uncounted);
    json_put_int(a, o, "recused", (int64_t)t->recused);
    json_put_node(a, o, "positions", positions_view(a, b, t));
    json_put_node(a, o, "steps", steps);
    json_put_bool(a, o, "verified", t->verified);
    json_put_bool(a, o, "weighed",
                  weighs(&b->rule.quorum) || weighs(&b->rule.pass) || weighs(&b->rule.block));
    json_put_node(a, n, "count", o);
    return true;
}
