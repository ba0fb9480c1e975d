/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rules and rolls as JSON: what is taken, what is refused and where, and that whatever is taken
 * is written again octet for octet.
 */
#include "base/buf.h"
#include "committee/roll.h"
#include "committee/rule.h"
#include "committee/rule_words.h"
#include "support/cases.h"
#include "text/json_canonical.h"

#define BODY                                                                                  \
    "\"electorate\":{\"body\":\"committee\",\"members\":\"persons\",\"name\":"                \
    "{\"en\":\"M\",\"zh\":\"委员\"}},\"key\":\"r\",\"name\":{\"en\":\"R\",\"zh\":\"规\"}," \
    "\"process\":\"P\",\"source\":\"s\",\"sources\":[{\"as_of\":\"2026\",\"key\":\"s\","      \
    "\"read\":\"primary\",\"title\":\"T\"}]"
#define RULE(members) "{" BODY "," members "}"
#define PASS "\"pass\":[{\"counts\":[\"yes\"],\"den\":3,\"key\":\"p\",\"num\":2}]"
#define TEST(members) RULE("\"pass\":[{\"counts\":[\"yes\"],\"key\":\"p\"," members "}]")
#define SETS "\"sets\":[{\"key\":\"c\",\"name\":{\"en\":\"C\",\"zh\":\"类\"}}]"

struct row {
    const char *name;
    const char *text;
    const char *says; /* null: it is taken */
};

static const struct row rule_rows[] = {
    {"smallest", RULE(PASS), NULL},
    {"plain number", TEST("\"least\":1"), NULL},
    {"a judge and no tests", RULE("\"judged_by\":\"chair\""), NULL},
    {"silence and a block",
     RULE("\"block\":[{\"counts\":[\"no\"],\"key\":\"b\",\"least\":1}],\"silence\":\"assent\""),
     NULL},
    {"three times the noes", TEST("\"den\":1,\"num\":3,\"over\":\"no\",\"strict\":true"), NULL},
    {"a set",
     RULE(SETS ",\"pass\":[{\"counts\":[\"yes\"],\"in\":\"c\",\"key\":\"p\",\"least\":1}]"), NULL},
    {"read otherwise", TEST("\"least\":1,\"read\":\"recalled\""), NULL},
    {"a value's own cite", RULE("\"cites\":[{\"clause\":\"4\",\"value\":\"revote\"}]," PASS), NULL},
    {"every choice",
     RULE("\"conditional\":true," PASS ",\"proxies\":true,\"recirculate\":\"new-negatives\","
          "\"recusal\":\"drafters\",\"revote\":\"never\",\"silence\":\"abstain\","
          "\"unit\":\"family-position\""),
     NULL},

    {"nothing", "{}", "this has to be a mapping, with at least one member"},
    {"a list", "[]", "this has to be a mapping"},
    {"unknown member", RULE(PASS ",\"pas\":1"),
     "pas: 'pas' is not known here, did you mean 'pass'"},
    {"unknown member of a test", TEST("\"least\":1,\"overs\":\"all\""),
     "pass[0].overs: 'overs' is not known here, did you mean 'over'"},
    {"a key is missing", "{\"process\":\"P\"}", "'key' is missing"},
    {"no process",
     "{\"electorate\":{\"body\":\"list\",\"members\":\"persons\",\"name\":{\"en\":"
     "\"M\",\"zh\":\"M\"}},\"key\":\"r\",\"name\":{\"en\":\"R\",\"zh\":\"R\"}," PASS "}",
     "'process' is missing"},
    {"an empty list", RULE("\"pass\":[]"), "pass: this has to be a list, with at least one item"},
    {"a number as text", TEST("\"least\":\"1\""), "pass[0].least: this has to be a whole number"},
    {"a fraction", TEST("\"least\":1.5"), "pass[0].least: this has to be a whole number"},
    {"nought", TEST("\"least\":0"), "pass[0].least: 0 is out of range"},
    {"below nought", TEST("\"den\":3,\"num\":-2"), "pass[0].num: -2 is out of range"},
    {"past the limit", TEST("\"den\":1001,\"num\":2"), "pass[0].den: 1001 is out of range"},
    {"false said", TEST("\"den\":3,\"num\":2,\"strict\":false"),
     "pass[0].strict: false is what leaving it out says"},
    {"a default said", TEST("\"den\":3,\"num\":2,\"over\":\"yes-no\""),
     "pass[0].over: 'yes-no' is what leaving it out says"},
    {"an empty text", RULE("\"clause\":\"\"," PASS), "clause: this is empty"},
    {"null", RULE("\"clause\":null," PASS), "clause: this has to be a text"},
    {"a key with a blank", RULE("\"judged_by\":\"the chair\""), "judged_by: 'the chair' is no key"},
    {"kinds in another order",
     RULE("\"pass\":[{\"counts\":[\"no\",\"yes\"],\"key\":\"p\",\"least\":1}]"),
     "pass[0].counts: 'yes' stands in the wrong place"},
    {"a kind twice", RULE("\"pass\":[{\"counts\":[\"yes\",\"yes\"],\"key\":\"p\",\"least\":1}]"),
     "'yes' stands here twice"},
    {"an unknown kind", RULE("\"pass\":[{\"counts\":[\"aye\"],\"key\":\"p\",\"least\":1}]"),
     "'aye' is not known here"},
    {"one language", RULE("\"question\":{\"en\":\"Q\"}," PASS), "question: zh is missing"},

    {"num without den", TEST("\"num\":2"), "num and den go together"},
    {"share and number", TEST("\"den\":3,\"least\":1,\"num\":2"), "either num and den or least"},
    {"neither", RULE("\"pass\":[{\"counts\":[\"yes\"],\"key\":\"p\"}]"),
     "either num and den or least"},
    {"strict number", TEST("\"least\":1,\"strict\":true"), "belong to a share"},
    {"more than all", TEST("\"den\":2,\"num\":3"), "no ballot can meet this"},
    {"strictly more than all", TEST("\"den\":2,\"num\":2,\"strict\":true"),
     "no ballot can meet this"},
    {"abstentions over yes and no",
     RULE("\"pass\":[{\"counts\":[\"yes\",\"abstain\"],\"den\":3,\"key\":\"p\",\"num\":2}]"),
     "counts what 'over' leaves out"},
    {"a kind nobody can vote",
     RULE("\"pass\":[{\"counts\":[\"block\"],\"key\":\"p\",\"least\":1}]"),
     "counts a kind that no position"},
    {"the recused",
     RULE("\"pass\":[{\"counts\":[\"recuse\"],\"key\":\"p\",\"least\":1}],\"positions\":[{"
          "\"counts\":\"recuse\",\"key\":\"r\",\"name\":{\"en\":\"R\",\"zh\":\"R\"}}]"),
     "who is recused is not counted"},
    {"an unknown set", TEST("\"in\":\"c\",\"least\":1"), "pass[0]: 'in' names no set"},
    {"active members of a class",
     RULE(SETS ",\"quorum\":[{\"counts\":[\"yes\"],\"den\":2,\"in\":\"c\",\"key\":\"q\",\"num\":1,"
               "\"over\":\"active\"}]," PASS),
     "the figure of active members is one for the whole roll"},
    {"a window that is none", TEST("\"if_from\":5,\"if_to\":4,\"least\":1"),
     "if_to lies below if_from"},
    {"an unknown source", TEST("\"least\":1,\"source\":\"t\""),
     "pass[0].source: no source has the key 't'"},
    {"two tests of a key",
     RULE(PASS ",\"block\":[{\"counts\":[\"no\"],\"key\":\"p\",\"least\":1}]"),
     "block[0].key: another test of this rule has the key 'p'"},
    {"a test named as a step of ours",
     RULE("\"pass\":[{\"counts\":[\"yes\"],\"key\":\"balance\",\"least\":1}]"),
     "another test of this rule has the key 'balance'"},
    {"nothing decides", RULE("\"revote\":\"never\""), "nothing decides"},
    {"a block alone", RULE("\"block\":[{\"counts\":[\"no\"],\"key\":\"b\",\"least\":1}]"),
     "nothing decides"},
    {"half a balance", RULE("\"balance\":{\"num\":1}," PASS), "num and den go together"},
    {"a balance above all", RULE("\"balance\":{\"den\":1,\"num\":2}," PASS), "more than all of it"},
    {"a second count of an unknown set", RULE(PASS ",\"second\":{\"in\":\"c\"}"),
     "second.in: no set of this rule has the key 'c'"},
    {"a second count of no tests", RULE("\"judged_by\":\"chair\",\"second\":{\"in\":\"c\"}," SETS),
     "and there are none"},
    {"bands out of order",
     RULE("\"bands\":[{\"den\":5,\"num\":1," PASS "},{\"den\":6,\"num\":1,\"pass\":[{\"counts\":["
          "\"yes\"],\"key\":\"x\",\"least\":1}]}]"),
     "bands[1]: bands stand in order"},
    {"a band of no tests", RULE("\"bands\":[{\"den\":5,\"num\":1}]"),
     "bands[0]: a band has to have a pass test"},
    {"a band nobody reaches", RULE("\"bands\":[{\"den\":5,\"num\":6," PASS "}]"),
     "bands[0]: more than all of it"},
    {"two sources of a key",
     "{\"sources\":[{\"as_of\":\"2026\",\"key\":\"s\",\"read\":\"primary\",\"title\":\"T\"},{"
     "\"as_of\":\"2026\",\"key\":\"s\",\"read\":\"primary\",\"title\":\"T\"}],\"electorate\":{"
     "\"body\":\"list\",\"members\":\"persons\",\"name\":{\"en\":\"M\",\"zh\":\"M\"}},\"key\":"
     "\"r\",\"name\":{\"en\":\"R\",\"zh\":\"R\"}}",
     "sources[1].key: another source has the key 's'"},
    {"a cite of nothing", RULE("\"cites\":[{\"value\":\"luck\"}]," PASS),
     "cites[0]: a rule has no value 'luck'"},
    {"a usual period below the least", RULE(PASS ",\"period\":{\"min\":9,\"usual\":8}"),
     "period: usual 8 does not lie between"},
    {"a longest period below the least", RULE(PASS ",\"period\":{\"max\":7,\"min\":9}"),
     "period: max 7 lies below min 9"},
    {"two positions of a key",
     RULE(PASS ",\"positions\":[{\"counts\":\"yes\",\"key\":\"y\",\"name\":{\"en\":\"Y\",\"zh\":"
               "\"Y\"}},{\"counts\":\"no\",\"key\":\"y\",\"name\":{\"en\":\"N\",\"zh\":\"N\"}}]"),
     "positions[1].key: another position has this key"},
    {"two sets of a key",
     RULE(PASS ",\"sets\":[{\"key\":\"c\",\"name\":{\"en\":\"C\",\"zh\":\"C\"}},{\"key\":\"c\","
               "\"name\":{\"en\":\"D\",\"zh\":\"D\"}}]"),
     "sets[1].key: another set has this key"},
    {"two tests of a key in one list",
     RULE("\"pass\":[{\"counts\":[\"yes\"],\"key\":\"p\",\"least\":1},{\"counts\":[\"no\"],\"key\":"
          "\"p\",\"least\":1}]"),
     "pass[1].key: another test of this rule has the key 'p'"},
    {"a band's test of a key that is taken",
     RULE(PASS ",\"bands\":[{\"den\":5,\"num\":1," PASS "}]"),
     "bands[0].pass[0].key: another test of this rule has the key 'p'"},
    {"a band of an unknown source",
     RULE("\"bands\":[{\"den\":5,\"num\":1," PASS ",\"source\":\"t\"}]"),
     "bands[0].source: no source has the key 't'"},
    {"an appeal of an unknown source", RULE(PASS ",\"appeal\":{\"source\":\"t\",\"to\":\"IESG\"}"),
     "appeal.source: no source has the key 't'"},
    {"yes as a word", RULE(PASS ",\"proxies\":\"yes\""), "proxies: this has to be true or false"},
    {"a name as a text", RULE(PASS ",\"question\":\"Q\""),
     "question: this has to be a mapping with en and zh"},
    {"kinds as a word", RULE("\"pass\":[{\"counts\":\"yes\",\"key\":\"p\",\"least\":1}]"),
     "pass[0].counts: this has to be a list of words"},
    {"a turnout of nought, said", RULE("\"bands\":[{\"den\":5,\"num\":0," PASS "}]"), NULL},
    {"an empty period", RULE(PASS ",\"period\":{}"), "period: this has to be a mapping"},
};

static const struct row roll_rows[] = {
    {"one", "{\"voters\":[{\"id\":\"v\",\"organisation\":\"o\"}]}", NULL},
    {"all members",
     "{\"active\":3,\"voters\":[{\"category\":\"c\",\"country\":\"CN\",\"family\":\"f\",\"id\":\"v"
     "\",\"marks\":[\"P\",\"blue\"],\"organisation\":\"o\",\"person\":\"p\",\"population\":5,"
     "\"recused\":true,\"weight\":2}]}",
     NULL},
    {"marks as a word", "{\"voters\":[{\"id\":\"v\",\"marks\":\"P\",\"organisation\":\"o\"}]}",
     "voters[0].marks: this has to be a list of keys"},
    {"a mark with a blank",
     "{\"voters\":[{\"id\":\"v\",\"marks\":[\"P Q\"],\"organisation\":\"o\"}]}", "'P Q' is no key"},
    {"nine marks",
     "{\"voters\":[{\"id\":\"v\",\"marks\":[\"1\",\"2\",\"3\",\"4\",\"5\",\"6\",\"7\",\"8\",\"9\"],"
     "\"organisation\":\"o\"}]}",
     "voters[0].marks: 9 items, we take 8"},
    {"nobody active", "{\"active\":0,\"voters\":[{\"id\":\"v\",\"organisation\":\"o\"}]}",
     "active: 0 is out of range"},
    {"nobody", "{\"voters\":[]}", "voters: this has to be a list, with at least one item"},
    {"no voters", "{\"active\":1}", "'voters' is missing"},
    {"twice",
     "{\"voters\":[{\"id\":\"v\",\"organisation\":\"o\"},{\"id\":\"v\",\"organisation\":\"q\"}]}",
     "voters[1].id: 'v' is on the roll twice"},
    {"no organisation", "{\"voters\":[{\"id\":\"v\"}]}", "voters[0]: 'organisation' is missing"},
    {"a weight of nought", "{\"voters\":[{\"id\":\"v\",\"organisation\":\"o\",\"weight\":0}]}",
     "voters[0].weight: 0 is out of range"},
    {"a weight past the limit",
     "{\"voters\":[{\"id\":\"v\",\"organisation\":\"o\",\"weight\":1000001}]}",
     "voters[0].weight: 1000001 is out of range"},
    {"a mark twice", "{\"voters\":[{\"id\":\"v\",\"marks\":[\"P\",\"P\"],\"organisation\":\"o\"}]}",
     "voters[0].marks: 'P' stands here twice"},
    {"not recused", "{\"voters\":[{\"id\":\"v\",\"organisation\":\"o\",\"recused\":false}]}",
     "voters[0].recused: false is what leaving it out says"},
    {"a name", "{\"voters\":[{\"id\":\"v\",\"name\":\"Li\",\"organisation\":\"o\"}]}",
     "voters[0].name: 'name' is not known here"},
};

static struct slice
octets(const struct json_node *n)
{
    struct slice out;
    struct err e = {0};
    if (!json_canonical(&out, &case_arena, n, (size_t)1 << 20, &e))
        fail_msg("%s", e.msg);
    return out;
}

static void
check(const struct row *r, bool taken, const struct err *e, const struct json_node *in,
      const struct json_node *again)
{
    if (!r->says) {
        if (!taken)
            fail_msg("%s", e->msg);
        struct slice x = octets(in), y = octets(again);
        assert_int_equal(x.n, y.n);
        assert_memory_equal(x.p, y.p, x.n);
        return;
    }
    assert_false(taken);
    if (!strstr(e->msg, r->says))
        fail_msg("it says: %s\nnot:     %s", e->msg, r->says);
}

static void
rule_row(void **state)
{
    const struct row *r = *state;
    struct json_node n, again = {0};
    struct rule rule;
    struct err e = {0};
    assert_true(json_parse(&n, &case_arena, SL("j"), slice_str(r->text), &e));
    bool taken = rule_from_json(&rule, &case_arena, &n, &e);
    if (taken)
        rule_to_json(&again, &case_arena, &rule);
    check(r, taken, &e, &n, &again);
}

static void
roll_row(void **state)
{
    const struct row *r = *state;
    struct json_node n, again = {0};
    struct roll roll;
    struct err e = {0};
    assert_true(json_parse(&n, &case_arena, SL("j"), slice_str(r->text), &e));
    bool taken = roll_from_json(&roll, &case_arena, &n, &e);
    if (taken)
        roll_to_json(&again, &case_arena, &roll);
    check(r, taken, &e, &n, &again);
}

/* Which reading holds for a value: its own, that of its source, that of the rule. */
static void
readings(void **state)
{
    static const char text[] =
        RULE("\"block\":[{\"clause\":\"4\",\"counts\":[\"no\"],\"key\":\"b\",\"least\":1}],"
             "\"cites\":[{\"read\":\"recalled\",\"value\":\"revote\"}],"
             "\"pass\":[{\"counts\":[\"yes\"],\"key\":\"p\",\"least\":1,\"read\":\"secondary\"}]");
    struct json_node n;
    struct rule r;
    struct err e = {0};
    (void)state;
    assert_true(json_parse(&n, &case_arena, SL("j"), slice_str(text), &e));
    assert_true(rule_from_json(&r, &case_arena, &n, &e));
    assert_int_equal(rule_reading(&r, rule_cite(&r, &r.cite)), READ_PRIMARY);
    assert_int_equal(rule_reading(&r, rule_cite(&r, &r.period.cite)), READ_PRIMARY);
    assert_int_equal(rule_reading(&r, rule_cite(&r, &r.block.v[0].cite)), READ_PRIMARY);
    assert_int_equal(rule_reading(&r, rule_cite(&r, &r.pass.v[0].cite)), READ_SECONDARY);
    assert_int_equal(rule_reading(&r, rule_cite_of(&r, "revote")), READ_RECALLED);
    assert_int_equal(rule_reading(&r, rule_cite_of(&r, "silence")), READ_PRIMARY);
    assert_false(rule_verified(&r));
    assert_null(rule_source(&r, SL("t")));
    assert_non_null(rule_source(&r, SL("s")));
}

/* A rule in words, as a reader sees it. */
static void
words(void **state)
{
    static const char text[] =
        RULE(SETS ",\"pass\":[{\"clause\":\"4 b\",\"counts\":[\"yes\"],\"den\":4,\"empty\":true,"
                  "\"in\":\"c\",\"key\":\"p\",\"num\":1,\"over\":\"cast\",\"strict\":true},{"
                  "\"counts\":[\"yes\"],\"if_to\":16,\"key\":\"q\",\"least\":4,\"read\":"
                  "\"recalled\",\"with\":\"expert\"}]");
    struct json_node n;
    struct rule r;
    struct err e = {0};
    (void)state;
    assert_true(json_parse(&n, &case_arena, SL("j"), slice_str(text), &e));
    assert_true(rule_from_json(&r, &case_arena, &n, &e));
    struct langs first = rule_test_words(&case_arena, &r, &r.pass.v[0]);
    struct langs second = rule_test_words(&case_arena, &r, &r.pass.v[1]);
    struct langs cite = rule_cite_words(&case_arena, &r, &r.pass.v[0].cite);
    struct langs recalled = rule_cite_words(&case_arena, &r, &r.pass.v[1].cite);
    assert_string_equal(arena_str(&case_arena, first.en),
                        "yes: more than 1/4 of the votes cast, C, or no vote at all");
    assert_string_equal(arena_str(&case_arena, first.zh),
                        "赞成：超过所投票数的1/4，类，无票时视为满足");
    assert_string_equal(arena_str(&case_arena, second.en),
                        "yes (with expert): at least 4, where there are 16 or fewer");
    struct langs own = rule_cite_words(&case_arena, &r, &r.cite);
    assert_string_equal(arena_str(&case_arena, cite.en), "4 b");
    assert_string_equal(arena_str(&case_arena, own.en), "T (2026)");
    assert_string_equal(arena_str(&case_arena, recalled.en), "unverified");
    assert_string_equal(arena_str(&case_arena, recalled.zh), "未核实");
}

/* What is too long or too many is a limit, and said as one. */
static void
limits(void **state)
{
    struct json_node n;
    struct rule r;
    struct err e = {0};
    struct buf b;
    (void)state;
    buf_init(&b, &case_arena, 1 << 20);
    buf_str(&b, "{" BODY ",\"clause\":\"");
    for (size_t i = 0; i < 2001; i++)
        buf_str(&b, "x");
    buf_str(&b, "\"," PASS "}");
    assert_true(json_parse(&n, &case_arena, SL("j"), buf_slice(&b), &e));
    assert_false(rule_from_json(&r, &case_arena, &n, &e));
    assert_int_equal(e.code, ERR_LIMIT);
    assert_string_equal(e.msg, "clause: 2001 octets of text, we take 2000");

    buf_init(&b, &case_arena, 1 << 20);
    buf_str(&b, "{" BODY ",\"pass\":[");
    for (size_t i = 0; i <= RULE_TESTS_MAX; i++)
        buf_printf(&b, "%s{\"counts\":[\"yes\"],\"key\":\"p%zu\",\"least\":1}", i ? "," : "", i);
    buf_str(&b, "]}");
    assert_true(json_parse(&n, &case_arena, SL("j"), buf_slice(&b), &e));
    assert_false(rule_from_json(&r, &case_arena, &n, &e));
    assert_int_equal(e.code, ERR_LIMIT);
    assert_string_equal(e.msg, "pass: 17 items, we take 16");
}

int
main(void)
{
    CASES_TABLE(rule_rows, rule_row);
    CASES_TABLE(roll_rows, roll_row);
    CASES_TEST(readings);
    CASES_TEST(words);
    CASES_TEST(limits);
    return cases_run("committee_rule");
}
