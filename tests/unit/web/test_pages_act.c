/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Acts as forms: every act has its page, in words of both languages; a form that is sent is done
 * once; what is wrong stands beside its field, and what a rule refuses says so.
 */
#include "api/act.h"
#include "web/act_list.h"
#include "web/act_words.h"

#include "support/cases.h"
#include "support/portal.h"

#include <stdio.h>

static struct portal_case portal;
static char project[32];

/* The first project of the sample that is under way. */
static void
find_project(void)
{
    const struct json_node *n = portal_view(&portal, "/acts");
    const struct json_node *list = json_get(n, "projects");
    assert_true(json_count(list) > 0);
    snprintf(project, sizeof project, "%s",
             arena_str(&portal.arena, json_text(json_get(json_item(list, 0), "id"))));
}

static const char *
path_of(const struct event_kind *k)
{
    bool inside = k->of_project && !k->opens;
    return arena_str(&case_arena,
                     inside ? arena_printf(&case_arena, "/projects/%s/acts/%s", project, k->name)
                            : arena_printf(&case_arena, "/acts/%s", k->name));
}

static void
setup(enum portal_role role, const char *language)
{
    portal.accept_language = language;
    portal_as(&portal, role);
}

/* ---- words -----------------------------------------------------------------------------------*/

static bool
has_han(struct slice s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] >= 0xe3)
            return true;
    return false;
}

static void
translated(const char *msgid)
{
    struct slice zh = pages_text(&portal.portal.pages, PAGE_ZH, slice_str(msgid));
    if (slice_eq_str(zh, msgid) || !has_han(zh))
        fail_msg("no Chinese for: %s", msgid);
}

/* Nothing on a form is without words, in either language. */
static void
words_are_all(void **state)
{
    (void)state;
    for (size_t i = 0; i < nact_forms; i++) {
        const struct event_kind *k = event_kind_find(slice_str(act_forms[i].type));
        struct act_field *fields;
        size_t n;
        bool listed = false;
        for (size_t l = 0; l < nact_listed; l++)
            listed = listed || strcmp(act_listed[l], k->name) == 0;
        assert_true(listed);
        assert_string_not_equal(act_about(k), k->summary);
        translated(act_about(k));
        act_fields(&fields, &n, &case_arena, k);
        for (size_t f = 0; f < n; f++) {
            const struct act_label *l = act_label(k, fields[f].name);
            if (!l)
                fail_msg("%s: no label for %s", k->name, fields[f].name);
            if (l)
                translated(l->label);
            if (l && l->hint)
                translated(l->hint);
        }
    }
}

/* ---- shapes ----------------------------------------------------------------------------------*/

static const struct shape *
shape_named(struct slice name, size_t *times)
{
    const struct shape *found = NULL;
    *times = 0;
    for (const struct shape_table *const *t = shape_tables; *t; t++)
        for (size_t i = 0; i < (*t)->n; i++)
            if (slice_eq_str(name, (*t)->v[i].name)) {
                found = &(*t)->v[i];
                ++*times;
            }
    return found;
}

static void
shape_is_sound(const struct shape *s)
{
    struct shape_tree tree;
    struct err e = {0};
    size_t times;
    (void)shape_named(slice_str(s->name), &times);
    if (times != 1)
        fail_msg("%zu shapes are called %s", times, s->name);
    if (!shape_parse(&tree, &case_arena, s, &e))
        fail_msg("%s", e.msg);
    for (size_t k = 0; k < tree.n; k++) {
        const struct shape_type *x = &tree.v[k].type;
        while (x->kind == SHAPE_LIST)
            x = x->item;
        if (x->kind == SHAPE_NAMED && !shape_named(x->name, &times))
            fail_msg("%s: there is no shape %.*s", s->name, SL_FMT(x->name));
    }
}

/* No two of one name, none that cannot be read, none of members that nobody knows. */
static void
shapes_are_one(void **state)
{
    (void)state;
    for (size_t t = 0; shape_tables[t]; t++) {
        const struct shape_table *table = shape_tables[t];
        for (size_t i = 0; i < table->n; i++)
            shape_is_sound(&table->v[i]);
    }
}

/* ---- pages -----------------------------------------------------------------------------------*/

struct who_row {
    const char *name;
    enum portal_role role;
    const char *language;
};

static const struct who_row who_rows[] = {
    {"every form, the secretary, English", PORTAL_SECRETARY, "en"},
    {"every form, the secretary, Chinese", PORTAL_SECRETARY, "zh-Hans"},
    {"every form, a foreign member, Chinese", PORTAL_FOREIGN, "zh-Hans"},
    {"every form, without a seat", PORTAL_ADMINISTRATOR, "en"},
};

static void
run_every_form(void **state)
{
    const struct who_row *row = *state;
    setup(row->role, row->language);
    for (size_t i = 0; i < nact_forms; i++) {
        const struct event_kind *k = event_kind_find(slice_str(act_forms[i].type));
        const char *path = path_of(k);
        assert_int_equal(portal_get(&portal, path), 200);
        assert_true(portal_has(&portal, "name=\"form_token\""));
        assert_true(portal_has(&portal, "name=\"once\""));
        const struct json_node *n = portal_view(&portal, path);
        assert_true(slice_eq_str(json_text(json_get(n, "type")), k->name));
    }
    assert_int_equal(portal_get(&portal, "/acts"), 200);
    assert_int_equal(portal_get(&portal, "/acts/process.adopted"), 200);
}

struct get_row {
    const char *name, *path; /* %s: the project */
    unsigned status;
    const char *shows;
};

static const struct get_row get_rows[] = {
    {"no such act", "/acts/pizza.ordered", 404, NULL},
    {"markup as an act", "/acts/%%3Cscript%%3E", 404, NULL},
    {"an act of a project, of none", "/acts/stage.entered", 404, NULL},
    {"an act of the committee, in a project", "/projects/%s/acts/group.opened", 404, NULL},
    {"no such project", "/projects/P-0/acts/stage.entered", 404, NULL},
    {"the founding", "/acts/committee.opened", 404, NULL},
    {"a key", "/acts/key.rotated", 404, NULL},
    {"a vote has its page", "/projects/%s/acts/vote.cast", 303, NULL},
    {"a comment has its page", "/projects/%s/acts/comment.filed", 303, NULL},
    {"values to begin with", "/acts/organisation.admitted?name-en=Prefilled+Works&country=CN", 200,
     "Prefilled Works"},
    {"markup to begin with", "/acts/organisation.admitted?name-en=%%3Cscript%%3Ealert", 200,
     "&lt;script&gt;alert"},
    {"a value that is in no list", "/acts/membership.confirmed?membership=ms-9999", 200, "ms-9999"},
    {"a field that there is not", "/acts/organisation.admitted?colour=red", 422, NULL},
    {"processes to adopt", "/acts/process.adopted", 200, "SAC-GBT"},
    {"stages to enter", "/projects/%s/acts/stage.entered", 200, "<option"},
};

static void
run_get(void **state)
{
    const struct get_row *row = *state;
    setup(PORTAL_SECRETARY, "en");
    struct slice path = arena_printf(&case_arena, "%s", row->path);
    size_t at = slice_find(path, SL("%s"));
    if (at != SIZE_MAX)
        path = arena_printf(&case_arena, "%.*s%s%.*s", SL_FMT(slice_sub(path, 0, at)), project,
                            SL_FMT(slice_sub(path, at + 2, path.n)));
    struct buf b;
    buf_init(&b, &case_arena, 1000);
    for (size_t i = 0; i < path.n; i++)
        if (path.p[i] != '%' || i + 1 >= path.n || path.p[i + 1] != '%')
            buf_u8(&b, path.p[i]);
    unsigned status = portal_get(&portal, arena_str(&case_arena, buf_slice(&b)));
    if (status != row->status)
        fail_msg("%u: %.*s", status, SL_FMT(slice_sub(portal.reply.body, 0, 2000)));
    if (row->shows)
        assert_true(portal_has(&portal, row->shows));
    assert_false(portal_has(&portal, "<script>alert"));
}

static void
observers_sign_in(void **state)
{
    (void)state;
    setup(PORTAL_OBSERVER, "en");
    assert_int_equal(portal_get(&portal, "/acts"), 303);
    assert_int_equal(portal_get(&portal, "/acts/organisation.admitted"), 303);
    uint64_t seen = portal.office.seen;
    assert_int_equal(
        portal_post(&portal, "/acts/organisation.admitted", "name-en=X&origin=domestic"), 401);
    assert_int_equal(portal.office.seen, seen);
}

/* ---- doing -----------------------------------------------------------------------------------*/

static void
done_once(void **state)
{
    (void)state;
    setup(PORTAL_SECRETARY, "en");
    uint64_t seen = portal.office.seen;
    const char *form = "name-en=Once+Works&name-zh=&origin=domestic&once=aaaa1111&id=&acting=&dry=";
    assert_int_equal(portal_post(&portal, "/acts/organisation.admitted", form), 303);
    assert_true(slice_has_prefix(portal.reply.location, SL("/organisations/")));
    assert_int_equal(portal.office.seen, seen + 1);
    /* The button was pressed twice. */
    assert_int_equal(portal_post(&portal, "/acts/organisation.admitted", form), 303);
    assert_int_equal(portal.office.seen, seen + 1);
    /* The same key for something else. */
    assert_int_equal(portal_post(&portal, "/acts/organisation.admitted",
                                 "name-en=Other&origin=domestic&once=aaaa1111"),
                     422);
    assert_int_equal(portal.office.seen, seen + 1);
    /* The key is this account's own: another one's does not meet it. */
    setup(PORTAL_FOREIGN, "en");
    assert_int_equal(portal_post(&portal, "/acts/organisation.admitted", form), 422);
    assert_true(portal_has(&portal, "mandate"));
    assert_int_equal(portal.office.seen, seen + 1);
}

struct post_row {
    const char *name;
    enum portal_role role;
    unsigned status;
    const char *language, *type, *form;
    const char *shows, *kept;
};

static const struct post_row post_rows[] = {
    {"nothing filled in", PORTAL_SECRETARY, 422, "en", "organisation.admitted", "",
     "This is needed", NULL},
    {"no name", PORTAL_SECRETARY, 422, "en", "organisation.admitted", "origin=foreign",
     "English, in Chinese or in both", NULL},
    {"no name, Chinese", PORTAL_SECRETARY, 422, "zh-Hans", "organisation.admitted",
     "origin=foreign", "请至少填写一种语言", NULL},
    {"what was typed is kept", PORTAL_SECRETARY, 422, "en", "organisation.admitted",
     "name-en=Kept+Works&origin=martian&country=CN", "Choose one of the entries", "Kept Works"},
    {"a line too long", PORTAL_SECRETARY, 422, "en", "group.closed", "group=WG%201", NULL, NULL},
    {"a role that one has not", PORTAL_FOREIGN, 422, "en", "organisation.admitted",
     "name-en=Mine&origin=foreign", "secretary", "Mine"},
    {"the same, Chinese", PORTAL_FOREIGN, 422, "zh-Hans", "organisation.admitted",
     "name-en=Mine&origin=foreign", "秘书", "Mine"},
    {"no seat at all", PORTAL_ADMINISTRATOR, 422, "en", "organisation.admitted",
     "name-en=Mine&origin=foreign", "Nobody has given you a mandate", "Mine"},
    {"another's mandate", PORTAL_FOREIGN, 422, "en", "organisation.admitted",
     "name-en=Mine&origin=foreign&acting=m-1", "is not yours", NULL},
    {"another's membership", PORTAL_FOREIGN, 422, "en", "membership.confirmed", "membership=ms-1",
     "itself can confirm", NULL},
    {"the secretary confirms for another", PORTAL_SECRETARY, 422, "en", "membership.confirmed",
     "membership=ms-5", NULL, NULL},
    {"no process chosen", PORTAL_SECRETARY, 422, "en", "process.adopted", "reason=x",
     "This is needed", NULL},
    {"a process that there is not", PORTAL_SECRETARY, 422, "en", "process.adopted", "process=../x",
     "Choose one", NULL},
};

static void
run_post(void **state)
{
    const struct post_row *row = *state;
    setup(row->role, row->language);
    uint64_t seen = portal.office.seen;
    const struct event_kind *k = event_kind_find(slice_str(row->type));
    unsigned status = portal_post(&portal, path_of(k), row->form);
    if (status != row->status)
        fail_msg("%u to %.*s", status, SL_FMT(portal.reply.location));
    if (row->shows && !portal_has(&portal, row->shows))
        fail_msg("does not show: %s", row->shows);
    if (row->kept)
        assert_true(portal_has(&portal, row->kept));
    assert_int_equal(portal.office.seen, seen);
}

/* Only asked: back to the form, with what was typed. */
static void
asked_first(void **state)
{
    (void)state;
    setup(PORTAL_SECRETARY, "en");
    uint64_t seen = portal.office.seen;
    assert_int_equal(portal_post(&portal, "/acts/organisation.admitted",
                                 "name-en=Ask+%26+Works&origin=foreign&dry=1"),
                     303);
    assert_int_equal(portal.office.seen, seen);
    const char *back = arena_str(&case_arena, portal.reply.location);
    assert_string_equal(back,
                        "/acts/organisation.admitted?name-en=Ask%20%26%20Works&origin=foreign");
    assert_int_equal(portal_get(&portal, back), 200);
    assert_true(portal_has(&portal, "Ask &amp; Works"));
}

/* Programs: the same act, its entry and its receipt as JSON. */
static void
as_json(void **state)
{
    const struct json_node *n;
    (void)state;
    setup(PORTAL_SECRETARY, "en");
    uint64_t seen = portal.office.seen;
    n = portal_post_json(&portal, "/acts/organisation.admitted",
                         "name-en=Json+Works&origin=domestic&dry=1");
    assert_true(slice_eq_str(json_text(json_get(n, "answer")), "allowed"));
    assert_int_equal(portal.office.seen, seen);
    n = portal_post_json(&portal, "/acts/organisation.admitted",
                         "name-en=Json+Works&origin=domestic&once=bbbb");
    assert_true(slice_eq_str(json_text(json_get(n, "answer")), "done"));
    assert_true(json_text(json_get(n, "receipt")).n > 0);
    assert_true(
        slice_eq_str(json_text(json_get(json_get(n, "event"), "type")), "organisation.admitted"));
    n = portal_post_json(&portal, "/acts/organisation.admitted",
                         "name-en=Json+Works&origin=domestic&once=bbbb");
    assert_true(slice_eq_str(json_text(json_get(n, "answer")), "repeated"));
    assert_int_equal(portal.office.seen, seen + 1);
}

/* A JSON object as a body; nobody said what to answer with. */
static void
json_in_json_out(void **state)
{
    struct http_request r = {.method = HTTP_POST, .path = SL("/acts/organisation.admitted")};
    (void)state;
    setup(PORTAL_SECRETARY, "en");
    r.headers[HTTP_HOST] = SL("portal.test");
    r.headers[HTTP_ORIGIN] = SL("http://portal.test");
    r.headers[HTTP_COOKIE] = portal.cookie;
    r.headers[HTTP_ACCEPT] = SL("*/*");
    r.headers[HTTP_CONTENT_TYPE] = SL("application/json");
    r.body = arena_printf(&case_arena,
                          "{\"form_token\":\"%.*s\",\"name-en\":\"Body Works\","
                          "\"origin\":\"domestic\",\"weight\":3,\"dry\":true}",
                          SL_FMT(portal.form_token));
    assert_int_equal(portal_send(&portal, &r), 200);
    assert_true(portal_has(&portal, "\"allowed\""));
    r.body = arena_printf(&case_arena, "{\"form_token\":\"%.*s\",\"origin\":[\"domestic\"]}",
                          SL_FMT(portal.form_token));
    assert_int_equal(portal_send(&portal, &r), 422);
    assert_true(portal_has(&portal, "\"name-en\""));
    r.body = SL("{\"name-en\":");
    assert_int_equal(portal_send(&portal, &r), 400);
}

/* A member's whole way in: entered by the secretary it is claimed, and confirmed by itself alone.
 */
static void
claimed_then_confirmed(void **state)
{
    const struct json_node *n;
    struct arena *a = &case_arena;
    (void)state;
    setup(PORTAL_SECRETARY, "en");
    n = portal_post_json(&portal, "/acts/organisation.admitted",
                         "name-en=New+Member&origin=foreign");
    struct slice o = json_text(json_get(json_get(json_get(n, "event"), "data"), "id"));
    n = portal_post_json(
        &portal, "/acts/person.registered",
        arena_str(a, arena_printf(a, "organisation=%.*s&name-en=New+Person", SL_FMT(o))));
    struct slice p = json_text(json_get(json_get(json_get(n, "event"), "data"), "id"));
    n = portal_post_json(&portal, "/acts/membership.granted",
                         arena_str(a, arena_printf(a, "organisation=%.*s", SL_FMT(o))));
    struct slice ms = json_text(json_get(json_get(json_get(n, "event"), "data"), "id"));
    const char *form = arena_str(a, arena_printf(a, "membership=%.*s", SL_FMT(ms)));
    portal_post_json(&portal, "/acts/mandate.granted",
                     arena_str(a, arena_printf(a, "person=%.*s&kind=delegate", SL_FMT(p))));
    assert_false(committee_membership(&portal.office.committee, ms)->confirmed);
    assert_int_equal(portal_post(&portal, "/acts/membership.confirmed", form), 422);
    portal_as_person(&portal, arena_str(a, p), false);
    assert_int_equal(portal_get(&portal, "/acts/membership.confirmed"), 200);
    assert_true(portal_has(&portal, arena_str(a, ms)));
    assert_int_equal(portal_post(&portal, "/acts/membership.confirmed", form), 303);
    assert_true(committee_membership(&portal.office.committee, ms)->confirmed);
    assert_int_equal(portal_post(&portal, "/acts/membership.confirmed", form), 422);
    assert_true(portal_has(&portal, "confirmed before"));
}

/* A newer version of a process, of the program and of one's own. */
static void
adopting(void **state)
{
    (void)state;
    setup(PORTAL_FOREIGN, "en");
    assert_int_equal(portal_post(&portal, "/acts/process.adopted", "process=ISO-IEC"), 422);
    setup(PORTAL_SECRETARY, "en");
    uint64_t seen = portal.office.seen;
    const struct json_node *n = portal_json(&portal, "/acts/process.adopted");
    assert_non_null(n);
    unsigned status = portal_post(&portal, "/acts/process.adopted", "process=IETF&reason=compare");
    if (status != 303 && status != 422)
        fail_msg("%u", status);
    assert_int_equal(portal.office.seen, seen + (status == 303));
}

/* Names are deleted by the secretariat alone, with the password. */
static void
forgetting(void **state)
{
    static const char path[] = "/persons/p-9/forget";
    bool there = false;
    struct slice octets;
    struct err e = {0};
    (void)state;
    setup(PORTAL_FOREIGN, "en");
    assert_int_equal(portal_get(&portal, path), 403);
    setup(PORTAL_ADMINISTRATOR, "en");
    assert_int_equal(portal_get(&portal, path), 403);
    setup(PORTAL_OBSERVER, "en");
    assert_int_equal(portal_get(&portal, path), 303);
    setup(PORTAL_SECRETARY, "zh-Hans");
    assert_int_equal(portal_get(&portal, "/persons/p-9999/forget"), 404);
    assert_int_equal(portal_get(&portal, path), 200);
    assert_true(portal_has(&portal, "删除姓名与地址"));
    assert_true(portal_has(&portal, "name=\"password\""));
    assert_true(portal_post(&portal, path, "password=guessed") >= 400);
    assert_true(portal_post(&portal, path, "") >= 400);
    const struct person *p = committee_person(&portal.office.committee, SL("p-9"));
    assert_true(office_object(&octets, &there, &case_arena, &portal.office, p->profile, &e));
    assert_true(there);
}

int
main(void)
{
    portal_case_make(&portal);
    setup(PORTAL_SECRETARY, "en");
    find_project();
    CASES_TEST(words_are_all);
    CASES_TEST(shapes_are_one);
    CASES_TABLE(who_rows, run_every_form);
    CASES_TABLE(get_rows, run_get);
    CASES_TEST(observers_sign_in);
    CASES_TEST(done_once);
    CASES_TABLE(post_rows, run_post);
    CASES_TEST(asked_first);
    CASES_TEST(as_json);
    CASES_TEST(json_in_json_out);
    CASES_TEST(claimed_then_confirmed);
    CASES_TEST(adopting);
    CASES_TEST(forgetting);
    int failed = cases_run("web_pages_act");
    portal_case_done(&portal);
    return failed;
}
