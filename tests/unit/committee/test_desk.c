/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An organisation's desk: who may do what with what is prepared, that no word
 * is thrown away, and that only the one form of a desk is read.
 */
#include "committee/desk.h"
#include "support/cases.h"
#include "support/random.h"

#include <stdio.h>
#include <stdlib.h>

static struct mandate delegate = {.id = SL_INIT("m-2"),
                                  .person = SL_INIT("p-2"),
                                  .organisation = SL_INIT("o-2"),
                                  .body = SL_INIT(BODY_COMMITTEE),
                                  .kind = MANDATE_DELEGATE};
static struct mandate alternate = {.id = SL_INIT("m-3"),
                                   .person = SL_INIT("p-3"),
                                   .organisation = SL_INIT("o-2"),
                                   .body = SL_INIT(BODY_COMMITTEE),
                                   .kind = MANDATE_ALTERNATE};
static struct mandate expert = {.id = SL_INIT("m-4"),
                                .person = SL_INIT("p-4"),
                                .organisation = SL_INIT("o-2"),
                                .body = SL_INIT(BODY_COMMITTEE),
                                .kind = MANDATE_EXPERT};
static struct mandate colleague = {.id = SL_INIT("m-5"),
                                   .person = SL_INIT("p-5"),
                                   .organisation = SL_INIT("o-2"),
                                   .body = SL_INIT(BODY_COMMITTEE),
                                   .kind = MANDATE_EXPERT};
static struct mandate stranger = {.id = SL_INIT("m-9"),
                                  .person = SL_INIT("p-9"),
                                  .organisation = SL_INIT("o-9"),
                                  .body = SL_INIT(BODY_COMMITTEE),
                                  .kind = MANDATE_DELEGATE};
static struct mandate secretary = {.id = SL_INIT("m-1"),
                                   .person = SL_INIT("p-1"),
                                   .organisation = SL_INIT("o-2"),
                                   .body = SL_INIT(BODY_COMMITTEE),
                                   .kind = MANDATE_SECRETARY};
static struct mandate expired = {.id = SL_INIT("m-6"),
                                 .person = SL_INIT("p-6"),
                                 .organisation = SL_INIT("o-2"),
                                 .body = SL_INIT(BODY_COMMITTEE),
                                 .kind = MANDATE_DELEGATE,
                                 .until = 50};

static const struct desk_text words = {.draft = SL_INIT("d-1"),
                                       .clause = SL_INIT("c-suites"),
                                       .type = COMMENT_TECHNICAL,
                                       .language = SL_INIT("zh"),
                                       .text = SL_INIT("应说明密钥长度。\n另见表2。"),
                                       .proposed = SL_INIT("密钥长度不应小于256位。")};

/*
 * A step: a letter and a number. p prepares, c changes, m merges n and the next one, d drops, a
 * approves, f files; the hand follows: d delegate, a alternate, e expert, c colleague, s stranger,
 * k secretary, x expired.
 */
struct row {
    const char *name;
    const char *steps; /* all but the last are done */
    enum refusal_code code;
    const char *rule;
};

static const struct row rows[] = {
    {"an expert prepares", "p0e", REFUSED_NOT, ""},
    {"the delegate prepares", "p0d", REFUSED_NOT, ""},
    {"a stranger prepares", "p0s", REFUSED_ROLE, "desk.organisation"},
    {"the secretary prepares", "p0k", REFUSED_ROLE, "mandate.kind"},
    {"under a mandate that is over", "p0x", REFUSED_MANDATE, "mandate.dates"},
    {"an expert changes his own", "p0e c1e", REFUSED_NOT, ""},
    {"an expert changes a colleague's", "p0e c1c", REFUSED_ROLE, "desk.own"},
    {"the alternate changes an expert's", "p0e c1a", REFUSED_NOT, ""},
    {"nothing is there to change", "p0e c2e", REFUSED_UNKNOWN, "desk.unknown"},
    {"number 0", "p0e c0e", REFUSED_UNKNOWN, "desk.unknown"},
    {"an expert approves", "p0e a1e", REFUSED_ROLE, "mandate.kind"},
    {"the alternate approves", "p0e a1a", REFUSED_ROLE, "mandate.kind"},
    {"the delegate approves", "p0e a1d", REFUSED_NOT, ""},
    {"approved twice", "p0e a1d a1d", REFUSED_REPEATED, "desk.approved"},
    {"filed without approval", "p0e f1d", REFUSED_OPEN, "desk.approved"},
    {"filed by an expert", "p0e a1d f1e", REFUSED_ROLE, "mandate.kind"},
    {"filed by the alternate", "p0e a1d f1a", REFUSED_NOT, ""},
    {"filed twice", "p0e a1d f1d f1d", REFUSED_LATE, "desk.state"},
    {"a change takes the approval away", "p0e a1d c1e f1d", REFUSED_OPEN, "desk.approved"},
    {"changed after it was filed", "p0e a1d f1d c1d", REFUSED_LATE, "desk.state"},
    {"dropped after it was filed", "p0e a1d f1d d1d", REFUSED_LATE, "desk.state"},
    {"dropped", "p0e d1e", REFUSED_NOT, ""},
    {"dropped by a colleague", "p0e d1c", REFUSED_ROLE, "desk.own"},
    {"approved after it was dropped", "p0e d1e a1d", REFUSED_LATE, "desk.state"},
    {"two are merged", "p0e p0c m1d", REFUSED_NOT, ""},
    {"an expert merges with a colleague's", "p0e p0c m1e", REFUSED_ROLE, "desk.own"},
    {"merged with nothing", "p0e m1e", REFUSED_UNKNOWN, "desk.unknown"},
    {"merged once more", "p0e p0e m1e m1e", REFUSED_LATE, "desk.state"},
    {"a merged one is filed", "p0e a1d p0e m1d f1d", REFUSED_LATE, "desk.state"},
    {"what they became part of is approved and filed", "p0e p0e m1e a3d f3d", REFUSED_NOT, ""},
    {"merged on and on", "p0e p0e m1e p0e m3d", REFUSED_NOT, ""},
};

static const struct mandate *
hand_of(char c)
{
    switch (c) {
    case 'd':
        return &delegate;
    case 'a':
        return &alternate;
    case 'e':
        return &expert;
    case 'c':
        return &colleague;
    case 's':
        return &stranger;
    case 'k':
        return &secretary;
    default:
        return &expired;
    }
}

static bool
step(struct desk *d, char what, uint64_t number, const struct mandate *by, struct refusal *r)
{
    const struct desk_hand h = {by, 100};
    uint64_t pair[2] = {number, number + 1}, made;
    switch (what) {
    case 'p':
        return desk_prepare(d, &case_arena, &h, &words, &made, r);
    case 'c':
        return desk_change(d, &case_arena, &h, number, &words, r);
    case 'm':
        return desk_merge(d, &case_arena, &h, pair, 2, &words, &made, r);
    case 'd':
        return desk_drop(d, &case_arena, &h, number, SL("no longer needed"), r);
    case 'a':
        return desk_approve(d, &case_arena, &h, number, r);
    default:
        if (!desk_ready(d, &case_arena, &h, number, r))
            return false;
        desk_filed(d, number, SL("c-12"));
        return true;
    }
}

/* It is written, read, and written the same. */
static void
round_trip(const struct desk *d)
{
    struct slice once, twice;
    struct desk again;
    struct err e = {0};
    assert_true(desk_write(&once, &case_arena, d, &e));
    if (!desk_read(&again, &case_arena, once, &e))
        fail_msg("%s: %.*s", e.msg, SL_FMT(once));
    assert_true(desk_write(&twice, &case_arena, &again, &e));
    assert_true(slice_eq(once, twice));
    assert_int_equal(again.entries.n, d->entries.n);
}

static void
row_holds(void **state)
{
    const struct row *row = *state;
    struct desk d;
    struct refusal r = {0};
    struct slice rest = slice_str(row->steps), one;
    desk_init(&d, &case_arena, SL("o-2"), SL("P-1"));
    while (slice_cut(&rest, ' ', &one)) {
        bool ok = step(&d, (char)one.p[0], one.p[1] - (uint64_t)'0', hand_of((char)one.p[2]), &r);
        round_trip(&d);
        bool last = rest.n == 0;
        if (ok != (!last || row->code == REFUSED_NOT))
            fail_msg("%.*s: %.*s", SL_FMT(one), SL_FMT(r.en));
    }
    if (row->code == REFUSED_NOT)
        return;
    assert_int_equal(r.code, row->code);
    assert_true(slice_eq(r.rule, slice_str(row->rule)));
    assert_true(r.en.n > 0 && r.zh.n > 0);
}

static void
words_are_checked(void **state)
{
    (void)state;
    static uint8_t much[DESK_TEXT_MAX + 1];
    memset(much, 'a', sizeof much);
    const struct desk_hand h = {&expert, 100};
    struct desk_text t[] = {words, words, words, words, words, words, words};
    t[0].text = (struct slice){0};
    t[1].language = SL("de");
    t[2].draft = SL("");
    t[3].clause = SL("a b");
    t[4].proposed = slice_of(much, sizeof much);
    t[5].quote = slice_of("\xff", 1);
    t[6].replace = slice_of("a\0b", 3);
    struct desk d;
    desk_init(&d, &case_arena, SL("o-2"), SL("P-1"));
    for (size_t i = 0; i < COUNT_OF(t); i++) {
        struct refusal r = {0};
        uint64_t number;
        assert_false(desk_prepare(&d, &case_arena, &h, &t[i], &number, &r));
        assert_true(slice_eq(r.rule, SL("desk.text")));
    }
    assert_int_equal(d.entries.n, 0);
    struct desk_text whole = words;
    struct refusal r = {0};
    uint64_t number;
    whole.clause = (struct slice){0};
    whole.proposed = slice_of(much, DESK_TEXT_MAX);
    assert_true(desk_prepare(&d, &case_arena, &h, &whole, &number, &r));
    round_trip(&d);
}

static void
merging_keeps_to_one_draft(void **state)
{
    (void)state;
    const struct desk_hand h = {&delegate, 100};
    struct desk_text later = words;
    struct desk d;
    struct refusal r = {0};
    uint64_t number;
    const uint64_t both[] = {1, 2}, twice[] = {1, 1}, one[] = {1}, turned[] = {2, 1};
    later.draft = SL("d-2");
    desk_init(&d, &case_arena, SL("o-2"), SL("P-1"));
    assert_true(desk_prepare(&d, &case_arena, &h, &words, &number, &r));
    assert_true(desk_prepare(&d, &case_arena, &h, &later, &number, &r));
    assert_false(desk_merge(&d, &case_arena, &h, both, 2, &words, &number, &r));
    assert_true(slice_eq(r.rule, SL("desk.draft")));
    assert_false(desk_merge(&d, &case_arena, &h, twice, 2, &words, &number, &r));
    assert_false(desk_merge(&d, &case_arena, &h, one, 1, &words, &number, &r));
    assert_true(slice_eq(r.rule, SL("desk.merge")));
    assert_false(desk_merge(&d, &case_arena, &h, turned, 2, &later, &number, &r));
    assert_int_equal(d.entries.n, 2);
    assert_int_equal(d.entries.v[0].state, DESK_PREPARED);
}

static void
a_desk_has_an_end(void **state)
{
    (void)state;
    const struct desk_hand h = {&delegate, 100};
    const uint64_t both[] = {1, 2};
    struct desk d;
    struct refusal r = {0};
    uint64_t number;
    desk_init(&d, &case_arena, SL("o-2"), SL("P-1"));
    for (size_t i = 0; i < DESK_ENTRIES_MAX; i++)
        assert_true(desk_prepare(&d, &case_arena, &h, &words, &number, &r));
    assert_false(desk_prepare(&d, &case_arena, &h, &words, &number, &r));
    assert_true(slice_eq(r.rule, SL("desk.limit")));
    assert_false(desk_merge(&d, &case_arena, &h, both, 2, &words, &number, &r));
    assert_int_equal(d.entries.v[0].state, DESK_PREPARED);
    round_trip(&d);
}

/* Whatever is done: each prepared one stands in exactly one that is not merged. */
static void
nothing_is_thrown_away(void **state)
{
    uint64_t seed = *(const uint64_t *)*state;
    struct desk d;
    struct refusal r;
    size_t prepared = 0;
    desk_init(&d, &case_arena, SL("o-2"), SL("P-1"));
    for (size_t i = 0; i < 200; i++) {
        char what = "pppcmmdaaf"[random_below(&seed, 10)];
        uint64_t number = random_below(&seed, (uint32_t)d.entries.n + 2);
        char who = "ddaecs"[random_below(&seed, 6)];
        bool ok = step(&d, what, number, hand_of(who), &r);
        prepared += ok && what == 'p';
    }
    size_t stands = 0;
    for (uint64_t n = 1; n <= d.entries.n; n++)
        if (desk_entry(&d, n)->state != DESK_MERGED)
            stands += desk_consolidated(&d, &case_arena, n);
    assert_int_equal(stands, prepared);
    round_trip(&d);
}

#define SAYS "\"says\":{\"draft\":\"d-1\",\"language\":\"en\",\"text\":\"x\",\"type\":\"te\"}"
#define ENTRY(more, number, state) \
    "{" more "\"number\":" number ",\"person\":\"p-4\"," SAYS ",\"state\":\"" state "\"}"
#define AT "\"at\":\"2026-11-24T01:02:03Z\","
#define DESK(entries) \
    "{\"entries\":[" entries "],\"organisation\":\"o-2\",\"project\":\"P-7\",\"v\":1}"

static const struct {
    const char *name;
    const char *octets;
    bool read;
} desks[] = {
    {"an empty desk", DESK(""), true},
    {"one that is prepared", DESK(ENTRY(AT, "1", "prepared")), true},
    {"one that is merged",
     DESK(ENTRY(AT "\"into\":2,", "1", "merged") "," ENTRY(AT, "2", "prepared")), true},
    {"one that is filed",
     DESK(ENTRY("\"approved_by\":\"p-2\"," AT "\"comment\":\"c-1\",", "1", "filed")), true},
    {"nothing", "", false},
    {"no object", "[]", false},
    {"of no organisation", "{\"entries\":[],\"project\":\"P-7\",\"v\":1}", false},
    {"of another version", "{\"entries\":[],\"organisation\":\"o-2\",\"project\":\"P-7\",\"v\":2}",
     false},
    {"with another member",
     "{\"entries\":[],\"organisation\":\"o-2\",\"project\":\"P-7\",\"v\":1,\"w\":1}", false},
    {"with a space", "{\"entries\":[],\"organisation\":\"o-2\",\"project\":\"P-7\",\"v\":1 }",
     false},
    {"entries that are no list",
     "{\"entries\":{},\"organisation\":\"o-2\",\"project\":\"P-7\",\"v\":1}", false},
    {"an entry that is no object", DESK("1"), false},
    {"an entry out of turn", DESK(ENTRY(AT, "2", "prepared")), false},
    {"an entry without a time", DESK(ENTRY("", "1", "prepared")), false},
    {"an unknown state", DESK(ENTRY(AT, "1", "sold")), false},
    {"approved by nobody", DESK(ENTRY(AT, "1", "approved")), false},
    {"prepared, and approved by somebody",
     DESK(ENTRY("\"approved_by\":\"p-2\"," AT, "1", "prepared")), false},
    {"filed as nothing", DESK(ENTRY("\"approved_by\":\"p-2\"," AT, "1", "filed")), false},
    {"merged into itself", DESK(ENTRY(AT "\"into\":1,", "1", "merged")), false},
    {"merged into what is not there", DESK(ENTRY(AT "\"into\":2,", "1", "merged")), false},
    {"merged backwards",
     DESK(ENTRY(AT, "1", "prepared") "," ENTRY(AT "\"into\":1,", "2", "merged")), false},
    {"merged into nothing", DESK(ENTRY(AT, "1", "merged")), false},
    {"merged into less than nothing", DESK(ENTRY(AT "\"into\":-2,", "1", "merged")), false},
    {"a member of an entry that there is not", DESK(ENTRY(AT "\"bribe\":1,", "1", "prepared")),
     false},
};

static void
a_desk_reads(void **state)
{
    size_t i = *(const size_t *)*state;
    struct desk d;
    struct err e = {0};
    bool ok = desk_read(&d, &case_arena, slice_str(desks[i].octets), &e);
    if (ok != desks[i].read)
        fail_msg("%s", ok ? "it was read" : e.msg);
    assert_true(ok || e.msg[0]);
}

int
main(void)
{
    static size_t places[COUNT_OF(desks)];
    static uint64_t seeds[20];
    static char names[COUNT_OF(seeds)][40];
    CASES_TABLE(rows, row_holds);
    CASES_TEST(words_are_checked);
    CASES_TEST(merging_keeps_to_one_draft);
    CASES_TEST(a_desk_has_an_end);
    for (size_t i = 0; i < COUNT_OF(desks); i++) {
        places[i] = i;
        cases_add(desks[i].name, a_desk_reads, &places[i]);
    }
    for (size_t i = 0; i < COUNT_OF(seeds); i++) {
        seeds[i] = i + 1;
        snprintf(names[i], sizeof names[i], "nothing is thrown away, seed %zu", i + 1);
        cases_add(names[i], nothing_is_thrown_away, &seeds[i]);
    }
    return cases_run("committee_desk");
}
