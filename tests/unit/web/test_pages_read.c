/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The pages that everybody reads: first page, members, groups, projects, processes, the record,
 * tasks, feeds and calendars, regimes and standards. On the sample committee.
 */
#include "api/feed.h"
#include "support/cases.h"
#include "support/portal.h"
#include "text/json_build.h"

static struct portal_case portal;

struct asked {
    const char *name, *target, *language;
    enum portal_role as;
    unsigned status;
    const char *has, *hasnt; /* of the page */
};

static const struct asked pages[] = {
    {"the first page", "/", "en", PORTAL_OBSERVER, 200, "Open now", "Waits for you"},
    {"the first page of a member", "/", "en", PORTAL_FOREIGN, 200, "Waits for you", NULL},
    {"the first page in Chinese", "/", "zh-CN", PORTAL_OBSERVER, 200, "各阶段的项目", "Open now"},
    {"tasks of nobody", "/tasks", "en", PORTAL_OBSERVER, 303, NULL, NULL},
    {"tasks of a member", "/tasks", "en", PORTAL_FOREIGN, 200, "/projects/", NULL},
    {"tasks of who has no mandate", "/tasks", "en", PORTAL_ADMINISTRATOR, 200,
     "You hold no mandate today", NULL},
    {"members", "/members", "en", PORTAL_OBSERVER, 200, "claimed by the committee alone", NULL},
    {"members hide names from observers", "/members", "en", PORTAL_OBSERVER, 200, "p-3", NULL},
    {"foreign members alone", "/members?origin=foreign", "en", PORTAL_OBSERVER, 200, "foreign",
     "/organisations/o-11\""},
    {"no such origin", "/members?origin=martian", "en", PORTAL_OBSERVER, 200, "No member fits",
     NULL},
    {"the secretariat grants seats there", "/members", "en", PORTAL_SECRETARY, 200,
     "/acts/membership.granted", NULL},
    {"others do not", "/members", "en", PORTAL_FOREIGN, 200, "Members", "/acts/membership.granted"},
    {"an organisation", "/organisations/o-3", "en", PORTAL_OBSERVER, 200, "Who may act for it",
     NULL},
    {"no such organisation", "/organisations/o-99999", "zh-CN", PORTAL_OBSERVER, 404,
     "没有该单位。", NULL},
    {"groups", "/groups", "en", PORTAL_OBSERVER, 200, "/groups/WG3", NULL},
    {"a group", "/groups/WG3", "en", PORTAL_OBSERVER, 200, "Working groups", NULL},
    {"no such group", "/groups/none", "en", PORTAL_OBSERVER, 404, "no such working group", NULL},
    {"projects", "/projects", "zh-CN", PORTAL_OBSERVER, 200, "数据存储加密安全要求", "Lead"},
    {"found in Chinese", "/projects?q=%E5%8A%A0%E5%AF%86", "en", PORTAL_OBSERVER, 200, "P-1332",
     "P-1588"},
    {"found in English", "/projects?q=printers", "en", PORTAL_OBSERVER, 200, "P-1638", "P-1332"},
    {"found nowhere", "/projects?q=%22%3E%3Cscript%3E", "en", PORTAL_OBSERVER, 200,
     "No project fits", "<script>"},
    {"a project", "/projects/P-1332", "en", PORTAL_OBSERVER, 200, "The ways on", NULL},
    {"a project of the secretariat", "/projects/P-1332", "en", PORTAL_SECRETARY, 200,
     "What you may do here", NULL},
    {"a published one", "/projects/P-1066", "en", PORTAL_OBSERVER, 200, "In force", NULL},
    {"no such project", "/projects/P-1", "en", PORTAL_OBSERVER, 404, "There is no such project.",
     NULL},
    {"a project's id that is none", "/projects/%3Cb%3E", "en", PORTAL_OBSERVER, 404, NULL, "<b>"},
    {"processes", "/processes", "en", PORTAL_OBSERVER, 200, "SAC-GBT", NULL},
    {"a process", "/processes/SAC-GBT", "zh-CN", PORTAL_OBSERVER, 200, "未核实", "unverified"},
    {"not adopted", "/processes/NONE", "en", PORTAL_OBSERVER, 404, "has not adopted", NULL},
    {"the record", "/record", "en", PORTAL_OBSERVER, 200, "comity verify", NULL},
    {"its votes", "/record?type=vote", "en", PORTAL_OBSERVER, 200, "vote.cast", "draft.posted"},
    {"of a project", "/record?project=P-1332&amp;", "en", PORTAL_OBSERVER, 422, NULL, NULL},
    {"nothing found", "/record?project=P-0", "en", PORTAL_OBSERVER, 200, "Nothing was found here",
     NULL},
    {"from its beginning", "/record?before=1", "en", PORTAL_OBSERVER, 200, "/record/entries/0",
     "Older entries"},
    {"before a word", "/record?before=x", "en", PORTAL_OBSERVER, 422, NULL, NULL},
    {"before less than nothing", "/record?before=-1", "en", PORTAL_OBSERVER, 404, NULL, NULL},
    {"the first entry", "/record/entries/0", "en", PORTAL_OBSERVER, 200, "committee.opened",
     "Previous entry"},
    {"an entry too many", "/record/entries/99999999", "en", PORTAL_OBSERVER, 404, "no such entry",
     NULL},
    {"an entry beyond all", "/record/entries/18446744073709551616", "en", PORTAL_OBSERVER, 404,
     NULL, NULL},
    {"an entry that is none", "/record/entries/0x10", "en", PORTAL_OBSERVER, 404, NULL, NULL},
    {"a receipt", "/record/entries/7/receipt", "en", PORTAL_OBSERVER, 200, "c2sp.org/tlog-proof@v1",
     NULL},
    {"no receipt", "/record/entries/99999999/receipt", "en", PORTAL_OBSERVER, 404, NULL, NULL},
    {"regimes", "/regimes", "en", PORTAL_OBSERVER, 200, "DE-FED", NULL},
    {"a regime", "/regimes/CN-SM", "zh-CN", PORTAL_OBSERVER, 200, "第三级系统", NULL},
    {"no such regime", "/regimes/XX", "en", PORTAL_OBSERVER, 404, "no such regime", NULL},
    {"standards", "/standards", "en", PORTAL_OBSERVER, 200, "US-SP800-52r2", NULL},
    {"a standard", "/standards/CN-GB-T-39786", "zh-CN", PORTAL_OBSERVER, 200, "条件", NULL},
    {"no such standard", "/standards/../x", "en", PORTAL_OBSERVER, 404, NULL, NULL},
    {"a feed", "/feed.atom", "en", PORTAL_OBSERVER, 200, "<feed xmlns", NULL},
    {"a project's feed", "/projects/P-1332/feed.atom", "zh-CN", PORTAL_OBSERVER, 200,
     "xml:lang=\"zh-Hans\"", NULL},
    {"no project's feed", "/projects/P-1/feed.atom", "en", PORTAL_OBSERVER, 404, NULL, NULL},
    {"a calendar", "/calendar.ics", "en", PORTAL_OBSERVER, 200, "BEGIN:VEVENT\r\n", NULL},
    {"a project's calendar", "/projects/P-1332/calendar.ics", "en", PORTAL_OBSERVER, 200,
     "UID:ballot", NULL},
};

static void
asks(void **state)
{
    const struct asked *row = *state;
    portal.accept_language = row->language;
    portal_as(&portal, row->as);
    assert_int_equal(portal_get(&portal, row->target), row->status);
    if (row->has && !portal_has(&portal, row->has))
        fail_msg("no '%s' in %.*s", row->has, SL_FMT(portal.reply.body));
    if (row->hasnt && portal_has(&portal, row->hasnt))
        fail_msg("'%s' is on the page", row->hasnt);
}

/* ---- pages and JSON --------------------------------------------------------------------------*/

/* Every entry is shown once, page by page, from the newest to the first. */
static void
the_record_is_whole(void **state)
{
    (void)state;
    portal_as(&portal, PORTAL_OBSERVER);
    const char *target = "/record";
    int64_t next = -1;
    while (target) {
        const struct json_node *n = portal_view(&portal, target), *list = json_get(n, "list");
        struct slice older = json_text(json_get(n, "older"));
        if (next < 0)
            next = json_get(n, "entries")->i - 1;
        for (size_t i = 0; i < json_count(list); i++)
            assert_int_equal(json_get(json_item(list, i), "index")->i, next--);
        target = older.n ? arena_str(&case_arena, older) : NULL;
    }
    assert_int_equal(next, -1);
}

/* A task to vote is there until the vote is in; nobody else has it. */
static void
tasks_are_mine(void **state)
{
    (void)state;
    portal_as(&portal, PORTAL_SECRETARY);
    const struct json_node *list = json_get(portal_view(&portal, "/tasks"), "tasks");
    for (size_t i = 0; i < json_count(list); i++)
        assert_false(
            slice_eq_str(json_text(json_get(json_get(json_item(list, i), "kind"), "id")), "vote"));
}

/* ---- feeds -----------------------------------------------------------------------------------*/

static const struct hostile {
    const char *name, *text;
} hostiles[] = {
    {"markup", "</title><script>alert(1)</script>"},
    {"quotes", "\" onload=\"x\" '"},
    {"an entity", "&amp; &#x41; &nope;"},
    {"a line's end", "a\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nb"},
    {"controls", "a\x01\x02\x1b[31m\x7f"},
    {"what calendars escape", "a;b,c\\d"},
    {"long and Chinese",
     "数据存储加密安全要求数据存储加密安全要求数据存储加密安全要求数据存储加密安全要求"
     "数据存储加密安全要求数据存储加密安全要求数据存储加密安全要求"},
    {"nothing", ""},
};

static struct json_node *
due_of(struct slice text)
{
    struct arena *a = &case_arena;
    struct json_node *list = json_new_array(a), *n = json_new_object(a);
    const struct langs l = {text, text};
    put_word(a, n, "kind", SL("ballot"), l);
    put_instant(a, n, "at", PORTAL_NOW + 86400);
    put_langs(a, n, "says", l);
    put_langs(a, n, "title", l);
    json_put_text(a, n, "about", SL("/projects/P-1/ballots/b-1"));
    json_push_node(a, list, n);
    return list;
}

/* Lines end in CR LF, none is longer than 75 octets, none cuts a character, and there is one event.
 */
static void
calendars_hold_anything(void **state)
{
    const struct hostile *row = *state;
    struct feed f = {.name = slice_str(row->text),
                     .url = SL("https://x.example"),
                     .path = SL("/calendar.ics"),
                     .origin = slice_str(row->text),
                     .opened = PORTAL_NOW,
                     .now = PORTAL_NOW};
    struct buf b;
    struct err e = {0};
    size_t events = 0, alarms = 0;
    buf_init(&b, &case_arena, FEED_MAX);
    assert_true(feed_calendar(&b, &case_arena, &f, due_of(slice_str(row->text)), &e));
    struct slice rest = buf_slice(&b), line;
    while (slice_cut(&rest, '\n', &line)) {
        assert_true(line.n > 0 && line.p[line.n - 1] == '\r');
        assert_true(line.n - 1 <= 75);
        assert_true(line.n < 2 || (line.p[0] & 0xC0) != 0x80);
        for (size_t i = 0; i + 1 < line.n; i++)
            assert_true(line.p[i] >= 0x20);
        events += slice_eq_str(line, "BEGIN:VEVENT\r");
        alarms += slice_eq_str(line, "BEGIN:VALARM\r");
    }
    assert_int_equal(events, 1);
    assert_int_equal(alarms, 1);
}

/* Nothing of the text becomes an element: as many '<' as the feed itself writes. */
static void
feeds_hold_anything(void **state)
{
    const struct hostile *row = *state;
    struct arena *a = &case_arena;
    struct feed f = {
        .url = SL("https://x.example"), .path = SL("/feed.atom"), .origin = SL("x.example/r")};
    size_t counts[2] = {0};
    for (unsigned k = 0; k < 2; k++) {
        struct slice text = k ? slice_str(row->text) : SL("plain");
        const struct langs l = {text, text};
        struct json_node *list = json_new_array(a), *n = json_new_object(a),
                         *by = json_new_object(a);
        struct buf b;
        struct err e = {0};
        f.name = text;
        put_langs(a, by, "name", l);
        json_put_int(a, n, "index", 7);
        put_instant(a, n, "at", PORTAL_NOW);
        put_langs(a, n, "says", l);
        json_put_text(a, n, "about", SL("/projects/P-1"));
        json_put_node(a, n, "by", by);
        json_push_node(a, list, n);
        buf_init(&b, a, FEED_MAX);
        assert_true(feed_atom(&b, a, &f, list, &e));
        for (size_t i = 0; i < b.n; i++) {
            counts[k] += b.p[i] == '<';
            assert_true(b.p[i] >= 0x20 || b.p[i] == '\n' || b.p[i] == '\t');
        }
    }
    assert_int_equal(counts[0], counts[1]);
}

int
main(void)
{
    portal_case_make(&portal);
    CASES_TABLE(pages, asks);
    CASES_TEST(the_record_is_whole);
    CASES_TEST(tasks_are_mine);
    CASES_TABLE(hostiles, calendars_hold_anything);
    CASES_TABLE(hostiles, feeds_hold_anything);
    int failed = cases_run("pages_read");
    portal_case_done(&portal);
    return failed;
}
