/* SPDX-License-Identifier: Apache-2.0 */
/* From a request to a reply: what every address does alike, whatever stands behind it. */
#include "support/cases.h"
#include "support/portal.h"
#include "web/note.h"

static struct portal_case p;

static struct slice
cookie_set(const char *name)
{
    struct slice want = arena_printf(&p.arena, "%s=", name);
    for (size_t i = 0; i < p.reply.cookies.n; i++)
        if (slice_has_prefix(p.reply.cookies.v[i], want))
            return p.reply.cookies.v[i];
    return (struct slice){0};
}

/* --- kinds of reply ------------------------------------------------------------------------- */

static const struct asked {
    const char *name, *path, *accept;
    unsigned status;
    const char *type, *holds;
} asked[] = {
    {"a page", "/sign-in", "text/html", 200, "text/html; charset=utf-8", "<!doctype html>"},
    {"the same as JSON", "/sign-in", "application/json", 200, "application/json", "{"},
    {"nothing there", "/no-such", "text/html", 404, "text/html; charset=utf-8", "<nav"},
    {"nothing there, for programs", "/no-such", "application/json", 404, "application/problem+json",
     "\"status\": 404"},
    {"another method", "/language", "text/html", 405, "text/html; charset=utf-8", "method"},
    {"another method, for programs", "/language", "application/json", 405,
     "application/problem+json", "\"title\": \"Method Not Allowed\""},
    {"for those who are signed in", "/account", "text/html", 303, NULL, NULL},
    {"the same, for programs", "/account", "application/json", 401, "application/problem+json",
     "Sign in first"},
    {"JSON alone, asked as a page", "/api/openapi.json", "text/html", 200, "application/json",
     "3.1.0"},
};

static unsigned
ask(const char *path, const char *accept, const char *language)
{
    struct http_request r = {.path = slice_str(path), .peer = SL("127.0.0.1")};
    struct slice rest = slice_str(path);
    (void)slice_cut(&rest, '?', &r.path);
    r.query = rest;
    r.headers[HTTP_HOST] = SL("portal.test");
    r.headers[HTTP_ACCEPT] = slice_str(accept);
    r.headers[HTTP_ACCEPT_LANGUAGE] = slice_str(language);
    r.headers[HTTP_COOKIE] = p.cookie;
    return portal_send(&p, &r);
}

static void
run_asked(void **state)
{
    const struct asked *row = *state;
    portal_as(&p, PORTAL_OBSERVER);
    assert_int_equal(ask(row->path, row->accept, "en"), row->status);
    if (row->type)
        assert_string_equal(arena_str(&p.arena, p.reply.type), row->type);
    if (row->holds && !portal_has(&p, row->holds))
        fail_msg("%.*s", SL_FMT(p.reply.body));
}

static void
to_sign_in_and_back(void **state)
{
    (void)state;
    portal_as(&p, PORTAL_OBSERVER);
    assert_int_equal(portal_get(&p, "/account?x=%20y"), 303);
    assert_string_equal(arena_str(&p.arena, p.reply.location),
                        "/sign-in?to=%2Faccount%3Fx%3D%2520y");
    assert_true(cookie_set("comity-form").n > 0);
}

static void
languages(void **state)
{
    static const struct {
        const char *field, *says;
    } rows[] = {{"zh-CN,zh;q=0.9", "lang=\"zh-Hans\""},
                {"en-GB", "lang=\"en\""},
                {"fr", "lang=\"en\""},
                {"fr, zh;q=0.5", "lang=\"zh-Hans\""},
                {"", "lang=\"en\""}};
    (void)state;
    portal_as(&p, PORTAL_OBSERVER);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        (void)ask("/no-such", "text/html", rows[i].field);
        if (!portal_has(&p, rows[i].says))
            fail_msg("%s: %.*s", rows[i].field, SL_FMT(slice_sub(p.reply.body, 0, 200)));
    }
}

/* --- the language of a visitor -------------------------------------------------------------- */

static const struct back {
    const char *name, *to, *location;
} backs[] = {
    {"a path of ours", "%2Fprojects", "/projects"},
    {"with a query", "%2Fprojects%3Fa%3Db", "/projects?a=b"},
    {"another host", "https%3A%2F%2Fevil.example%2F", "/"},
    {"another host without a scheme", "%2F%2Fevil.example", "/"},
    {"another host, as browsers also read it", "%2F%5Cevil.example", "/"},
    {"a line end", "%2Fa%0D%0AX%3A%20y", NULL},
    {"nothing", "", "/"},
    {"a script", "javascript%3Aalert(1)", "/"},
};

static void
run_back(void **state)
{
    const struct back *row = *state;
    portal_as(&p, PORTAL_SECRETARY);
    struct slice form = arena_printf(&p.arena, "language=zh-Hans&to=%s", row->to);
    unsigned status = portal_post(&p, "/language", arena_str(&p.arena, form));
    assert_int_equal(status, row->location ? 303 : 422);
    if (row->location)
        assert_string_equal(arena_str(&p.arena, p.reply.location), row->location);
}

static void
a_choice_is_kept(void **state)
{
    (void)state;
    portal_as(&p, PORTAL_OBSERVER);
    (void)portal_get(&p, "/sign-in");
    portal_as(&p, PORTAL_SECRETARY);
    assert_int_equal(portal_post(&p, "/language", "language=zh-Hans&theme=dark"), 303);
    struct slice lang = cookie_set("lang");
    assert_true(slice_has_prefix(lang, SL("lang=zh-Hans;")) &&
                slice_find(lang, SL("HttpOnly")) != SIZE_MAX);
    p.cookie = arena_printf(&p.arena, "%.*s; lang=zh-Hans; theme=dark", SL_FMT(p.cookie));
    (void)portal_get(&p, "/no-such");
    assert_true(portal_has(&p, "lang=\"zh-Hans\""));
}

/* --- forms ---------------------------------------------------------------------------------- */

static void
what_is_not_ours_is_refused(void **state)
{
    struct http_request r = {.method = HTTP_POST, .path = SL("/language"), .peer = SL("127.0.0.1")};
    (void)state;
    portal_as(&p, PORTAL_SECRETARY);
    r.headers[HTTP_COOKIE] = p.cookie;
    r.headers[HTTP_HOST] = SL("portal.test");
    r.headers[HTTP_CONTENT_TYPE] = SL("application/x-www-form-urlencoded");
    r.body = arena_printf(&p.arena, "form_token=%.*s&language=en", SL_FMT(p.form_token));
    assert_int_equal(portal_send(&p, &r), 403); /* says nothing of where it comes from */
    r.headers[HTTP_ORIGIN] = SL("http://evil.example");
    assert_int_equal(portal_send(&p, &r), 403);
    r.headers[HTTP_ORIGIN] = SL("http://portal.test");
    assert_int_equal(portal_send(&p, &r), 303);
    r.body = SL("form_token=wrong&language=en");
    assert_int_equal(portal_send(&p, &r), 403);
    r.body = SL("language=en");
    assert_int_equal(portal_send(&p, &r), 403);
}

/* The forgery is told nothing of the fields. */
static void
the_guard_goes_before_the_fields(void **state)
{
    struct http_request r = {.method = HTTP_POST, .path = SL("/language"), .peer = SL("127.0.0.1")};
    (void)state;
    portal_as(&p, PORTAL_SECRETARY);
    r.headers[HTTP_COOKIE] = p.cookie;
    r.headers[HTTP_ACCEPT] = SL("application/json");
    r.headers[HTTP_CONTENT_TYPE] = SL("application/x-www-form-urlencoded");
    r.body = SL("language=klingon&x=y");
    assert_int_equal(portal_send(&p, &r), 403);
    assert_false(portal_has(&p, "klingon") || portal_has(&p, "faults"));
}

static const struct body {
    const char *name, *type;
    struct slice body;
    unsigned status;
} bodies[] = {
    {"XML", "text/xml", SL_INIT("<a/>"), 415},
    {"text", "text/plain", SL_INIT("language=en"), 415},
    {"broken JSON", "application/json", SL_INIT("{"), 400},
    {"JSON of another shape", "application/json", SL_INIT("[1]"), 400},
    {"broken multipart", "multipart/form-data; boundary=x", SL_INIT("--x"), 400},
    {"multipart without a boundary", "multipart/form-data", SL_INIT("--x"), 400},
    {"a form that is no text", "application/x-www-form-urlencoded", SL_INIT("a=%ff"), 400},
    {"JSON without the token", "application/json", SL_INIT("{\"language\":\"en\"}"), 403},
};

static void
run_body(void **state)
{
    const struct body *row = *state;
    struct http_request r = {.method = HTTP_POST, .path = SL("/language"), .peer = SL("127.0.0.1")};
    portal_as(&p, PORTAL_SECRETARY);
    r.headers[HTTP_COOKIE] = p.cookie;
    r.headers[HTTP_HOST] = SL("portal.test");
    r.headers[HTTP_ORIGIN] = SL("http://portal.test");
    r.headers[HTTP_CONTENT_TYPE] = slice_str(row->type);
    r.body = row->body;
    assert_int_equal(portal_send(&p, &r), row->status);
}

static void
what_is_wrong_is_said_by_name(void **state)
{
    (void)state;
    portal_as(&p, PORTAL_SECRETARY);
    const struct json_node *n = portal_post_json(&p, "/language", "language=klingon&x=y");
    assert_int_equal(p.reply.status, 422);
    const struct json_node *faults = json_get(n, "faults");
    assert_int_equal(json_count(faults), 2);
    const struct json_node *first = json_item(faults, 0);
    assert_string_equal(arena_str(&p.arena, json_text(json_get(first, "name"))), "language");
    assert_true(json_text(json_get(json_get(first, "text"), "zh")).n > 0);
    assert_int_equal(portal_post(&p, "/language", "language=klingon&x=<script>"), 422);
    assert_false(portal_has(&p, "<script>"));
}

/* --- a note for the next page --------------------------------------------------------------- */

static void
a_note_is_shown_once(void **state)
{
    (void)state;
    portal_as(&p, PORTAL_SECRETARY);
    assert_int_equal(portal_post(&p, "/sign-out", ""), 303);
    struct slice set = cookie_set("note"), pair;
    assert_true(set.n > 0);
    (void)slice_cut(&set, ';', &pair);
    p.cookie = pair;
    (void)portal_get(&p, "/sign-in");
    assert_true(portal_has(&p, "You are signed out."));
    struct slice gone = cookie_set("note");
    assert_true(slice_find(gone, SL("Max-Age=0")) != SIZE_MAX);
}

/* Nobody else's words are shown as ours. */
static void
a_note_of_somebody_else_is_not(void **state)
{
    static const char *const cookies[] = {
        "note=Send%20me%20your%20password",
        "note=.Send%20me%20your%20password",
        "note=0000000000000000000000000000000000000000000000000000000000000000."
        "Send%20me%20your%20password",
        "note=",
        "note=.",
    };
    (void)state;
    portal_as(&p, PORTAL_OBSERVER);
    for (size_t i = 0; i < COUNT_OF(cookies); i++) {
        p.cookie = slice_str(cookies[i]);
        assert_int_equal(portal_get(&p, "/sign-in"), 200);
        assert_false(portal_has(&p, "Send me your password"));
    }
}

/* --- what every page has -------------------------------------------------------------------- */

static void
the_policy_allows_no_script_of_others(void **state)
{
    bool policy = false;
    (void)state;
    for (size_t i = 0; i < nhttp_fixed; i++)
        if (strcmp(http_fixed[i].name, "Content-Security-Policy") == 0) {
            policy = true;
            assert_null(strstr(http_fixed[i].value, "unsafe"));
            assert_null(strstr(http_fixed[i].value, "*"));
            assert_non_null(strstr(http_fixed[i].value, "default-src 'none'"));
            assert_non_null(strstr(http_fixed[i].value, "frame-ancestors 'none'"));
        }
    assert_true(policy);
}

static void
another_thread_sees_what_was_done(void **state)
{
    struct office other;
    struct slices notes;
    struct err e = {0};
    struct office own = p.office;
    (void)state;
    assert_true(office_open(&other, p.dir, &p.env, &notes, &e));
    uint64_t before = other.seen;
    portal_as(&p, PORTAL_SECRETARY);
    const struct json_node *n = portal_post_json(
        &p, "/acts/organisation.admitted",
        "category=enterprise&country=DE&name-en=Late+comer&name-zh=%E5%90%8E%E6%9D%A5&origin="
        "foreign");
    if (p.reply.status != 200)
        fail_msg("%u %.*s", p.reply.status, SL_FMT(p.reply.body));
    assert_non_null(n);
    own = p.office;
    p.office = other;
    (void)portal_get(&p, "/sign-in");
    assert_true(p.office.seen == before + 1);
    other = p.office;
    p.office = own;
    office_close(&other);
}

int
main(void)
{
    portal_case_make(&p);
    CASES_TABLE(asked, run_asked);
    CASES_TEST(to_sign_in_and_back);
    CASES_TEST(languages);
    CASES_TABLE(backs, run_back);
    CASES_TEST(a_choice_is_kept);
    CASES_TEST(what_is_not_ours_is_refused);
    CASES_TEST(the_guard_goes_before_the_fields);
    CASES_TABLE(bodies, run_body);
    CASES_TEST(what_is_wrong_is_said_by_name);
    CASES_TEST(a_note_is_shown_once);
    CASES_TEST(a_note_of_somebody_else_is_not);
    CASES_TEST(the_policy_allows_no_script_of_others);
    CASES_TEST(another_thread_sees_what_was_done);
    int failed = cases_run("web/dispatch");
    portal_case_done(&p);
    return failed;
}
