/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Processes: what loads, where the errors are said to be, and that the files under data/ are
 * whole: nothing for the lint to say, and the same JSON after a round trip.
 */
#include "base/cleanup.h"
#include "committee/process.h"
#include "support/cases.h"
#include "text/json_canonical.h"

#include <stdio.h>
#include <stdlib.h>

static const char *data_dir; /* data/processes */

/* ---- the shipped files ----------------------------------------------------------------------*/

static struct slice
octets_of(struct json_node *n)
{
    struct slice out;
    struct err e = {0};
    if (!json_canonical(&out, &case_arena, n, (size_t)1 << 20, &e))
        fail_msg("%s", e.msg);
    return out;
}

static void
load(struct processes *out)
{
    struct env env;
    struct err e = {0};
    struct problems problems = {0};
    env_system(&env);
    struct loader l = {&case_arena, &case_arena, &env, &problems, false};
    if (!process_load_all(out, &l, data_dir, &e))
        fail_msg("%s", e.msg);
    for (size_t i = 0; i < problems.list.n; i++)
        print_error("%.*s\n", SL_FMT(problems.list.v[i]));
    assert_int_equal(problems.list.n, 0);
    assert_true(out->n > 0);
}

static void
shipped_lint(void **state)
{
    struct processes all;
    (void)state;
    load(&all);
    size_t found = 0;
    for (size_t i = 0; i < all.n; i++) {
        struct slices says;
        process_lint(&says, &case_arena, &all.v[i]);
        for (size_t j = 0; j < says.n; j++)
            print_error("%.*s\n", SL_FMT(says.v[j]));
        found += says.n;
    }
    assert_int_equal(found, 0);
}

static void
shipped_round_trip(void **state)
{
    struct processes all;
    (void)state;
    load(&all);
    for (size_t i = 0; i < all.n; i++) {
        struct json_node n, back;
        struct process p;
        struct err e = {0};
        process_to_json(&n, &case_arena, &all.v[i]);
        struct slice once = octets_of(&n);
        if (!json_canonical_read(&back, &case_arena, once, &e) ||
            !process_from_json(&p, &case_arena, &back, &e))
            fail_msg("%.*s: %s", SL_FMT(all.v[i].id), e.msg);
        process_to_json(&n, &case_arena, &p);
        struct slice twice = octets_of(&n);
        assert_int_equal(once.n, twice.n);
        assert_memory_equal(once.p, twice.p, once.n);
    }
}

/* A rule stands alone: its own JSON, without the process, says the same. */
static void
shipped_rules_stand_alone(void **state)
{
    struct processes all;
    (void)state;
    load(&all);
    for (size_t i = 0; i < all.n; i++)
        for (size_t j = 0; j < all.v[i].rules.n; j++) {
            struct json_node n, back;
            struct rule r;
            struct err e = {0};
            rule_to_json(&n, &case_arena, &all.v[i].rules.v[j]);
            struct slice once = octets_of(&n);
            if (!json_canonical_read(&back, &case_arena, once, &e) ||
                !rule_from_json(&r, &case_arena, &back, &e))
                fail_msg("%.*s: %s", SL_FMT(all.v[i].rules.v[j].key), e.msg);
            rule_to_json(&n, &case_arena, &r);
            struct slice twice = octets_of(&n);
            assert_int_equal(once.n, twice.n);
            assert_memory_equal(once.p, twice.p, once.n);
            assert_true(rule_verified(&r) == rule_verified(&all.v[i].rules.v[j]));
            assert_true(once.n < 16384); /* leaves room for the roll in one leaf */
        }
}

/* ---- errors ---------------------------------------------------------------------------------*/

/* Lines 1 to 7. */
#define HEAD                                                       \
    "id: P\nname: {en: P, zh: 过程}\nbody: B\nedition: '2026'\n" \
    "source: s\nsources:\n"                                        \
    "  - {key: s, title: T, read: primary, as_of: '2026-01'}\n"
#define END "  - {id: done, name: {en: D, zh: 完}, end: published}\n"
#define ONE "stages:\n  - {id: one, name: {en: O, zh: 一}, next: [{to: done, by: [chair]}]}\n" END
#define RULE                                              \
    "rules:\n  - key: r\n    name: {en: R, zh: 规则}\n" \
    "    electorate: {body: committee, members: persons, name: {en: M, zh: 委员}}\n"
#define PASS "    pass:\n      - {key: p, counts: ['yes'], num: 2, den: 3}\n"

struct row {
    const char *name;
    const char *text;
    const char *says; /* null: it loads */
};

static const struct row rows[] = {
    {"smallest", HEAD ONE, NULL},
    {"with a rule", HEAD ONE RULE PASS, NULL},
    {"read otherwise",
     HEAD ONE RULE "    pass: [{key: p, counts: ['yes'], least: 1, read: recalled}]\n", NULL},
    {"document", HEAD "documents: [{key: d, name: {en: D, zh: 文件}}]\n" ONE, NULL},

    {"not YAML", "id: [\n", "P.yaml:2:1:"},
    {"a list", "- id\n", "P.yaml:1:1: this has to be a mapping"},
    {"unknown key", HEAD "stagse: []\n" ONE,
     "P.yaml:8:1: 'stagse' is not known here, did you mean 'stages'"},
    {"unknown key in a stage",
     HEAD "stages:\n  - {id: a, name: {en: O, zh: 一}, ends: published}\n",
     "P.yaml:9:35: 'ends' is not known here, did you mean 'end'"},
    {"missing key", "id: P\n", "P.yaml:1:1: 'name' is missing"},
    {"no stages", HEAD, "P.yaml:1:1: 'stages' is missing"},
    {"one language", "id: P\nname: {en: P}\n", "P.yaml:2:7: zh is missing"},
    {"a third language", "id: P\nname: {en: P, zh: P, de: P}\n",
     "P.yaml:2:26: a language other than en and zh"},
    {"an id with a blank", "id: P Q\n", "P.yaml:1:5: 'P Q' is no key"},
    {"a number for a text", "id: []\n", "P.yaml:1:5: this has to be a text"},
    {"bad date",
     "id: P\nname: {en: P, zh: P}\nbody: B\nedition: E\nsource: s\nsources:\n"
     "  - {key: s, title: T, read: primary, as_of: '2026-13'}\n" ONE,
     "P.yaml:7:46: '2026-13' is no date"},
    {"two sources of a key",
     "id: P\nname: {en: P, zh: P}\nbody: B\nedition: E\nsource: s\nsources:\n"
     "  - {key: s, title: T, read: primary, as_of: '2026'}\n"
     "  - {key: s, title: T, read: primary, as_of: '2026'}\n" ONE,
     "P.yaml:8:11: another source has the key 's'"},
    {"no source", "id: P\nname: {en: P, zh: P}\nbody: B\nedition: E\n" ONE, "'source' is missing"},
    {"unknown source",
     "id: P\nname: {en: P, zh: P}\nbody: B\nedition: E\nsource: t\nsources:\n"
     "  - {key: s, title: T, read: primary, as_of: '2026'}\n" ONE,
     "P.yaml:5:9: no source has the key 't'"},

    {"a way to nowhere",
     HEAD "stages:\n  - id: one\n    name: {en: O, zh: 一}\n    next:\n"
          "      - {to: gone, by: [chair]}\n",
     "P.yaml:12:9: leads to 'gone', which is no stage"},
    {"no way out", HEAD "stages:\n  - {id: one, name: {en: O, zh: 一}}\n",
     "P.yaml:9:5: no way leads on, and it is no end"},
    {"nobody's way", HEAD "stages:\n  - {id: one, name: {en: O, zh: 一}, next: [{to: done}]}\n" END,
     "'by' is missing"},
    {"an unknown role",
     HEAD "stages:\n  - {id: one, name: {en: O, zh: 一}, next: [{to: done, by: [king]}]}\n" END,
     "'king' is not known here"},
    {"the same role twice",
     HEAD
     "stages:\n  - {id: one, name: {en: O, zh: 一}, next: [{to: done, by: [chair, chair]}]}\n" END,
     "'chair' stands here twice"},
    {"a ballot that is not held",
     HEAD "stages:\n  - {id: one, name: {en: O, zh: 一}, next: [{to: done, by: [chair], "
          "ballot: r}]}\n" END RULE PASS,
     "asks for the ballot 'r', which this stage does not hold"},
    {"a ballot without a rule",
     HEAD "stages:\n  - {id: one, name: {en: O, zh: 一}, acts: [ballot], ballots: [q], next: "
          "[{to: done, by: [chair], ballot: q}]}\n" END RULE PASS,
     "no rule of this file has the key 'q'"},
    {"ballots without the act",
     HEAD "stages:\n  - {id: one, name: {en: O, zh: 一}, ballots: [r], next: "
          "[{to: done, by: [chair], ballot: r}]}\n" END RULE PASS,
     "'ballot' among its acts and 'ballots' go together"},
    {"outcomes of no ballot",
     HEAD "stages:\n  - {id: one, name: {en: O, zh: 一}, next: [{to: done, by: [chair], "
          "outcomes: [approved]}]}\n" END,
     "outcomes belong to a ballot"},
    {"a comment period where nobody comments",
     HEAD "stages:\n  - {id: one, name: {en: O, zh: 一}, comment: {min: 60}, next: [{to: done, "
          "by: [chair]}]}\n" END,
     "has a comment period, but no comments"},
    {"the usual below the least",
     HEAD "stages:\n  - {id: one, name: {en: O, zh: 一}, acts: [comment], comment: {min: 60, "
          "usual: 59}, next: [{to: done, by: [chair]}]}\n" END,
     "usual 59 does not lie between min and max"},
    {"days that are none",
     HEAD "stages:\n  - {id: one, name: {en: O, zh: 一}, acts: [comment], comment: {min: sixty}, "
          "next: [{to: done, by: [chair]}]}\n" END,
     "this has to be a whole number"},
    {"an unknown document",
     HEAD "stages:\n  - {id: one, name: {en: O, zh: 一}, document: d, next: [{to: done, by: "
          "[chair]}]}\n" END,
     "no document of this file has the key 'd'"},
    {"a required document that is unknown",
     HEAD "stages:\n  - {id: one, name: {en: O, zh: 一}, next: [{to: done, by: [chair], "
          "documents: [d]}]}\n" END,
     "asks for 'd', which is no document of this file"},
    {"a comment period that the stage cannot hold",
     HEAD "stages:\n  - {id: one, name: {en: O, zh: 一}, next: [{to: done, by: [chair], "
          "comment_period: true}]}\n" END,
     "asks for a comment period that this stage cannot hold"},
    {"a draft that nobody can post",
     HEAD "stages:\n  - {id: one, name: {en: O, zh: 一}, next: [{to: done, by: [chair], draft: "
          "true}]}\n" END,
     "asks for a draft that nobody can post at this stage"},
    {"a limit below the least",
     HEAD "stages:\n  - {id: one, name: {en: O, zh: 一}, next: [{to: done, by: [chair], min_days: "
          "9, max_days: 8}]}\n" END,
     "max_days lies below min_days"},
    {"two documents of a key",
     HEAD "documents: [{key: d, name: {en: D, zh: 文}}, {key: d, name: {en: E, zh: 件}}]\n" ONE,
     "two documents have the key 'd'"},
    {"a judge who is nobody", HEAD ONE RULE "    judged_by: king\n",
     "judged_by is no role that can move a project: 'king'"},
    {"two stages of an id", HEAD ONE END, "P.yaml:11:5: another stage has the id 'done'"},
    {"the review of a draft",
     HEAD "stages:\n  - {id: one, name: {en: O, zh: 一}, review_days: 9, next: [{to: done, by: "
          "[chair]}]}\n" END,
     "only what is published is reviewed"},

    {"two rules of a key",
     HEAD ONE RULE PASS
     "  - key: r\n    name: {en: R, zh: 规则}\n"
     "    electorate: {body: committee, members: persons, name: {en: M, zh: 委员}}\n" PASS,
     "P.yaml:17:5: another rule has the key 'r'"},
    {"a rule with sources of its own",
     HEAD ONE RULE PASS "    sources: [{key: s, title: T, read: primary, as_of: '2026'}]\n",
     "in a file 'sources' stand once"},
    {"a test of an unknown source",
     HEAD ONE RULE "    pass:\n      - {key: p, counts: ['yes'], num: 2, den: 3, source: t}\n",
     "P.yaml:16:59: no source has the key 't'"},
    {"nothing decides", HEAD ONE RULE "    silence: void\n", "nothing decides"},
    {"yes is a word in quotes, true none",
     HEAD ONE RULE "    pass: [{key: p, counts: [true], num: 2, den: 3}]\n",
     "'true' is not known here"},
};

static void
error_row(void **state)
{
    const struct row *r = *state;
    struct process p;
    struct err e = {0};
    bool ok = process_from_yaml(&p, &case_arena, SL("P.yaml"), slice_str(r->text), &e);
    if (!r->says) {
        if (!ok)
            fail_msg("%s", e.msg);
        return;
    }
    assert_false(ok);
    assert_int_equal(e.code, ERR_INPUT);
    if (!strstr(e.msg, r->says))
        fail_msg("it says: %s\nnot:     %s", e.msg, r->says);
    if (strncmp(e.msg, "P.yaml:", 7) != 0)
        fail_msg("no place: %s", e.msg);
}

/* What is wrong in one file keeps no other from loading. */
static bool
read_file(void *ctx, struct slice *out, struct arena *a, const char *path, size_t max,
          struct err *e)
{
    (void)ctx, (void)a, (void)max, (void)e;
    bool good = strstr(path, "/P.yaml") != NULL;
    *out = good ? SL(HEAD ONE) : strstr(path, "/Q.yaml") ? SL(HEAD ONE) : SL("id: [\n");
    return true;
}

static bool
list_dir(void *ctx, struct slices *out, struct arena *a, const char *path, struct err *e)
{
    static struct slice names[] = {SL_INIT("A.yaml"), SL_INIT("P.yaml"), SL_INIT("Q.yaml"),
                                   SL_INIT("notes.txt")};
    (void)ctx, (void)a, (void)path, (void)e;
    *out = (struct slices){names, COUNT_OF(names)};
    return true;
}

static void
all_faults_are_listed(void **state)
{
    struct env env = {.read_file = read_file, .list_dir = list_dir};
    struct problems problems = {0};
    struct loader l = {&case_arena, &case_arena, &env, &problems, false};
    struct processes all;
    struct err e = {0};
    (void)state;
    assert_true(process_load_all(&all, &l, "d", &e));
    assert_int_equal(all.n, 1);
    assert_non_null(processes_find(&all, SL("P")));
    assert_int_equal(problems.list.n, 2);
    assert_true(slice_has_prefix(problems.list.v[0], SL("d/A.yaml:2:1:")));
    assert_true(slice_has_prefix(problems.list.v[1], SL("d/Q.yaml:1:1: the id is 'P'")));
    l.problems = NULL;
    assert_false(process_load_all(&all, &l, "d", &e));
}

static void
lint_says(void **state)
{
    static const char text[] =
        HEAD "  - {key: t, title: T, read: primary, as_of: '2026'}\n"
             "stages:\n  - {id: one, name: {en: O, zh: 一}, acts: [comment, ballot], ballots: [r], "
             "next: [{to: out, by: [chair]}]}\n"
             "  - {id: out, name: {en: X, zh: 出}, end: withdrawn}\n"
             "  - {id: lost, name: {en: L, zh: 失}, next: [{to: maze, by: [chair]}]}\n"
             "  - {id: maze, name: {en: M, zh: 迷}, next: [{to: lost, by: [chair]}]}\n" RULE
             "    sets: [{key: c, name: {en: C, zh: 类}}]\n"
             "    quorum: [{key: q, counts: ['yes', 'no'], num: 1, den: 2, over: yes-no}]\n" PASS
             "  - key: r2\n    name: {en: R, zh: 规则}\n"
             "    electorate: {body: committee, members: persons, name: {en: M, zh: 委员}}\n" PASS;
    static const char *const want[] = {
        "P: stage 'one': comments, but no days for them",
        "P: stage 'one': no way asks for its ballot 'r'",
        "P: stage 'lost': no way leads there",
        "P: stage 'maze': no way leads there",
        "P: no stage is the published one",
        "P: stage 'lost': no way leads from here to an end",
        "P: stage 'maze': no way leads from here to an end",
        "P: rule 'r': no days for it",
        "P: rule 'r': the quorum 'q' is a share of the votes themselves",
        "P: rule 'r': no test looks at the set 'c'",
        "P: rule 'r2': no stage holds this ballot",
        "P: rule 'r2': no days for it",
        "P: source 't': no value cites it",
    };
    struct process p;
    struct slices says;
    struct err e = {0};
    (void)state;
    if (!process_from_yaml(&p, &case_arena, SL("P.yaml"), slice_str(text), &e))
        fail_msg("%s", e.msg);
    process_lint(&says, &case_arena, &p);
    for (size_t i = 0; i < says.n && i < COUNT_OF(want); i++)
        assert_string_equal(arena_str(&case_arena, says.v[i]), want[i]);
    assert_int_equal(says.n, COUNT_OF(want));
}

/* How a value was read: by its own cite, the stage's, the file's. */
static void
readings(void **state)
{
    static const char text[] = HEAD
        "  - {key: t, title: T, read: secondary, as_of: '2026'}\n"
        "stages:\n"
        "  - {id: one, name: {en: O, zh: 一}, source: t, acts: [comment], comment: {min: 9, read: "
        "recalled}, next: [{to: two, by: [chair], clause: '4'}]}\n"
        "  - {id: two, name: {en: T, zh: 二}, acts: [comment], comment: {min: 9}, next: [{to: "
        "done, by: [chair], source: t}]}\n" END;
    struct process p;
    struct err e = {0};
    (void)state;
    if (!process_from_yaml(&p, &case_arena, SL("P.yaml"), slice_str(text), &e))
        fail_msg("%s", e.msg);
    const struct stage *one = &p.stages.v[0], *two = &p.stages.v[1];
    assert_int_equal(process_reading(&p, NULL, NULL), READ_PRIMARY);
    assert_int_equal(process_reading(&p, one, NULL), READ_SECONDARY);
    assert_int_equal(process_reading(&p, one, &one->comment.cite), READ_RECALLED);
    assert_int_equal(process_reading(&p, one, &one->next.v[0].cite), READ_SECONDARY);
    assert_int_equal(process_reading(&p, two, &two->comment.cite), READ_PRIMARY);
    assert_int_equal(process_reading(&p, two, &two->next.v[0].cite), READ_SECONDARY);
    assert_false(process_verified(&p));
}

int
main(int argc, char **argv)
{
    if (argc != 2)
        return 2;
    data_dir = argv[1];
    CASES_TEST(shipped_lint);
    CASES_TEST(shipped_round_trip);
    CASES_TEST(shipped_rules_stand_alone);
    CASES_TEST(all_faults_are_listed);
    CASES_TEST(lint_says);
    CASES_TEST(readings);
    CASES_TABLE(rows, error_row);
    return cases_run("committee_process");
}
