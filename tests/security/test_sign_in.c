/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Signing in and out as a browser does it, over dispatch: fixation, rotation, revocation, the pace
 * of guesses, redirects, invitations, tokens, the password of an act.
 */
#include "doors.h"
#include "support/cases.h"
#include "web/form.h"
#include "web/pace.h"
#include "web/secret.h"
#include "web/session.h"

#include <stdio.h>

/* A browser: its cookies. */
struct browser {
    struct slice session, observer, language, theme, note;
};

static struct doors doors;
static struct browser browser;

static struct slice *
jar(struct slice name)
{
    static const struct {
        const char *name;
        size_t at;
    } kept[] = {
        {"comity", offsetof(struct browser, session)},
        {"comity-form", offsetof(struct browser, observer)},
        {"lang", offsetof(struct browser, language)},
        {"theme", offsetof(struct browser, theme)},
        {"note", offsetof(struct browser, note)},
    };
    for (size_t i = 0; i < COUNT_OF(kept); i++)
        if (slice_eq_str(name, kept[i].name))
            return (struct slice *)(void *)((uint8_t *)&browser + kept[i].at);
    fail_msg("a cookie that nobody knows: %.*s", SL_FMT(name));
    return NULL;
}

static void
keep_cookies(void)
{
    for (size_t i = 0; i < doors.p.reply.cookies.n; i++) {
        struct slice set = doors.p.reply.cookies.v[i], pair, name;
        (void)slice_cut(&set, ';', &pair);
        (void)slice_cut(&pair, '=', &name);
        bool gone = slice_find(set, SL("Max-Age=0")) != SIZE_MAX;
        *jar(name) = gone ? (struct slice){0} : arena_dup(&doors.p.arena, pair);
    }
}

static unsigned
send_it(enum http_method method, const char *target, struct slice body, const char *accept)
{
    struct slice rest = slice_str(target);
    struct http_request q = {.method = method, .peer = SL("192.0.2.7"), .body = body};
    (void)slice_cut(&rest, '?', &q.path);
    q.query = rest;
    q.headers[HTTP_HOST] = SL("portal.test");
    q.headers[HTTP_ACCEPT] = slice_str(accept);
    q.headers[HTTP_ACCEPT_LANGUAGE] = SL("en");
    q.headers[HTTP_ORIGIN] = SL("http://portal.test");
    q.headers[HTTP_CONTENT_TYPE] = SL("application/x-www-form-urlencoded");
    q.headers[HTTP_COOKIE] = arena_printf(&doors.p.arena, "comity-form=%.*s; comity=%.*s",
                                          SL_FMT(browser.observer), SL_FMT(browser.session));
    unsigned status = portal_send(&doors.p, &q);
    keep_cookies();
    return status;
}

static unsigned
get(const char *target)
{
    return send_it(HTTP_GET, target, (struct slice){0}, "text/html");
}

/* The form token of the page that was just shown. */
static struct slice
token_shown(void)
{
    static const char mark[] = "name=\"form_token\" value=\"";
    size_t at = slice_find(doors.p.reply.body, slice_str(mark));
    assert_true(at != SIZE_MAX);
    return slice_sub(doors.p.reply.body, at + sizeof mark - 1, SECRET_TEXT);
}

/* As a person does: the page first, then its form. */
static unsigned
fill_in(const char *page, const char *action, const char *fields)
{
    unsigned status = get(page);
    assert_true(status == 200);
    struct slice token = arena_dup(&doors.p.arena, token_shown());
    return send_it(HTTP_POST, action,
                   arena_printf(&doors.p.arena, "form_token=%.*s&%s", SL_FMT(token), fields),
                   "text/html");
}

static unsigned
sign_in(const char *name, const char *password)
{
    return fill_in("/sign-in", "/sign-in",
                   arena_str(&doors.p.arena,
                             arena_printf(&doors.p.arena, "name=%s&password=%s", name, password)));
}

#define GOOD "horse+battery+staple"

static void
fresh(void)
{
    struct err e = {0};
    browser = (struct browser){0};
    pace_free(doors.p.portal.pace);
    assert_true(pace_make(&doors.p.portal.pace, &doors.p.portal.machine, 2, &e));
}

static bool
has(const char *text)
{
    return portal_has(&doors.p, text);
}

/* --- signing in ----------------------------------------------------------------------------- */

static const struct try_row {
    const char *name, *who, *password;
    bool in;
} tries[] = {
    {"right", "secretary", GOOD, true},
    {"the name in capitals, with spaces", "+Secretary+", GOOD, true},
    {"a wrong password", "secretary", "horse+battery+stapl", false},
    {"the password in capitals", "secretary", "HORSE+BATTERY+STAPLE", false},
    {"a space behind the password", "secretary", "horse+battery+staple+", false},
    {"a name that there is not", "nobody", GOOD, false},
    {"a name that cannot be", "../secretary", GOOD, false},
    {"SQL in the name", "secretary'+OR+'1'='1", GOOD, false},
    {"SQL in the password", "secretary", "'+OR+1=1+--", false},
    {"the hash of nobody's password", "secretary", "*", false},
    {"a NUL", "secretary%00", GOOD, false},
    {"NULs in the password", "secretary", "%00%00%00%00", false},
};

static void
try_row(void **state)
{
    const struct try_row *r = *state;
    fresh();
    unsigned status = sign_in(r->who, r->password);
    /* What has a NUL in it is no form at all. */
    assert_true(status == (r->in ? 303 : 422) || (!r->in && status == 400));
    assert_int_equal(browser.session.n > 0, r->in);
    assert_false(has("horse battery")); /* never shown again */
    assert_int_equal(get("/account"), r->in ? 200 : 303);
}

/* What a stranger sees is the same whether there is such a name or not. */
static void
names_are_not_told(void **state)
{
    (void)state;
    fresh();
    (void)sign_in("secretary", "wrong+wrong+wrong");
    struct slice one = doors.p.reply.body;
    fresh();
    (void)sign_in("secretarx", "wrong+wrong+wrong");
    assert_int_equal(one.n, doors.p.reply.body.n);
}

static void
a_disabled_account_does_not_get_in(void **state)
{
    (void)state;
    struct account x;
    struct err e = {0};
    bool there;
    fresh();
    assert_true(
        account_find(&x, &there, &doors.p.arena, doors.p.office.store, SL("alternate"), &e));
    x.disabled = true;
    assert_true(account_put(&x, &doors.p.arena, doors.p.office.store, &e));
    assert_int_equal(sign_in("alternate", GOOD), 422);
    assert_true(has("Name and password do not go together."));
    x.disabled = false;
    assert_true(account_put(&x, &doors.p.arena, doors.p.office.store, &e));
    fresh();
    assert_int_equal(sign_in("alternate", GOOD), 303);
}

/* A cookie that somebody else put there is not what one is signed in with. */
static void
no_session_can_be_set_beforehand(void **state)
{
    (void)state;
    fresh();
    assert_int_equal(sign_in("foreign", GOOD), 303);
    struct slice theirs = browser.session;
    browser.observer = (struct slice){0};
    /* The victim's browser has the attacker's session, and signs in over it. */
    assert_int_equal(sign_in("secretary", GOOD), 303);
    struct slice own = browser.session;
    assert_false(slice_eq(own, theirs));
    browser.session = theirs;
    assert_int_equal(get("/account"), 303); /* the old one is over */
    browser.session = own;
    assert_int_equal(get("/account"), 200);
    assert_true(has("secretary"));
}

static void
an_invented_session_is_not_taken_up(void **state)
{
    (void)state;
    fresh();
    browser.session =
        SL("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.secretary");
    struct slice invented = browser.session;
    assert_int_equal(sign_in("secretary", GOOD), 303);
    assert_false(slice_eq(browser.session, invented));
    browser.session = invented;
    assert_int_equal(get("/account"), 303);
}

static const struct to_row {
    const char *name, *to, *location;
} tos[] = {
    {"a path of ours", "/projects?stage=30", "/projects?stage=30"},
    {"none", "", "/"},
    {"another host", "https://evil.example/", "/"},
    {"another host, short", "//evil.example/", "/"},
    {"with a backslash", "/\\evil.example/", "/"},
    {"two backslashes", "\\\\evil.example", "/"},
    {"a tab in between", "/%09/evil.example", "/"},
    {"a script", "javascript:alert(1)", "/"},
    {"a line's end and a header", "/%0d%0aSet-Cookie:+x=1", "/"},
    {"not ASCII", "/项目", "/"},
};

static void
to_row(void **state)
{
    const struct to_row *r = *state;
    char fields[300];
    fresh();
    snprintf(fields, sizeof fields, "name=secretary&password=" GOOD "&to=%s", r->to);
    unsigned status = fill_in("/sign-in", "/sign-in", fields);
    if (status == 422) /* a control in it is a fault of the form already */
        return;
    assert_int_equal(status, 303);
    assert_true(slice_eq_str(doors.p.reply.location, r->location));
}

static void
guessing_is_slowed_and_ends(void **state)
{
    (void)state;
    unsigned slowed = 0;
    fresh();
    for (unsigned i = 0; i < 20; i++)
        slowed += sign_in("delegate", "wrong+wrong+wrong") == 429;
    assert_true(slowed > 10);
    assert_true(doors.p.reply.retry_after > 0);
    assert_true(has("Wait a little"));
    assert_int_equal(sign_in("delegate", GOOD), 429); /* nor is the right one looked at */
    fresh();                                          /* time has passed */
    assert_int_equal(sign_in("delegate", GOOD), 303);
}

static void
cookies_are_as_they_should_be(void **state)
{
    (void)state;
    fresh();
    for (int secure = 0; secure < 2; secure++) {
        struct session_begun begun;
        struct err e = {0};
        struct account x;
        bool there;
        struct store *s = doors.p.office.store;
        doors.p.portal.secure = secure;
        assert_true(account_find(&x, &there, &doors.p.arena, s, SL("delegate"), &e));
        assert_true(session_begin(&begun, &doors.p.arena, &doors.p.portal, s, &x, (struct slice){0},
                                  SL("192.0.2.1"), &e));
        assert_true(slice_find(begun.cookie, SL("; Path=/; HttpOnly; SameSite=Lax")) != SIZE_MAX);
        assert_int_equal(slice_has_prefix(begun.cookie, SL("__Host-")), secure);
        assert_int_equal(slice_has_suffix(begun.cookie, SL("; Secure")), secure);
        assert_true(slice_find(begun.cookie, SL("Domain")) == SIZE_MAX);
    }
    doors.p.portal.secure = false;
}

/* --- signing out, revoking ------------------------------------------------------------------ */

static void
signing_out_ends_the_session(void **state)
{
    (void)state;
    fresh();
    assert_int_equal(sign_in("secretary", GOOD), 303);
    struct slice was = browser.session;
    assert_int_equal(fill_in("/account", "/sign-out", ""), 303);
    assert_int_equal(browser.session.n, 0);
    browser.session = was; /* somebody kept the cookie */
    assert_int_equal(get("/account"), 303);
}

static void
a_new_password_ends_the_other_sessions(void **state)
{
    (void)state;
    fresh();
    assert_int_equal(sign_in("convenor", GOOD), 303);
    struct browser elsewhere = browser;
    browser = (struct browser){0};
    assert_int_equal(sign_in("convenor", GOOD), 303);
    struct slice before = browser.session;
    assert_int_equal(fill_in("/account", "/account/password",
                             "new=a+quiet+river+bends&again=a+quiet+river+bends&password=wrong"),
                     422);
    assert_int_equal(
        fill_in("/account", "/account/password", "new=short&again=short&password=" GOOD), 422);
    assert_int_equal(fill_in("/account", "/account/password",
                             "new=a+quiet+river+bends&again=a+quiet+river+bend&password=" GOOD),
                     422);
    assert_int_equal(fill_in("/account", "/account/password",
                             "new=a+quiet+river+bends&again=a+quiet+river+bends&password=" GOOD),
                     303);
    assert_false(slice_eq(browser.session, before)); /* this one goes on under a new secret */
    assert_int_equal(get("/account"), 200);
    browser.session = before;
    assert_int_equal(get("/account"), 303);
    browser = elsewhere;
    assert_int_equal(get("/account"), 303);
    fresh();
    assert_int_equal(sign_in("convenor", GOOD), 422);
    assert_int_equal(sign_in("convenor", "a+quiet+river+bends"), 303);
}

static void
signing_out_everywhere(void **state)
{
    (void)state;
    fresh();
    assert_int_equal(sign_in("foreign", GOOD), 303);
    struct browser elsewhere = browser;
    browser = (struct browser){0};
    assert_int_equal(sign_in("foreign", GOOD), 303);
    assert_int_equal(fill_in("/account", "/account/sessions/end", ""), 303);
    assert_int_equal(browser.session.n, 0);
    browser = elsewhere;
    assert_int_equal(get("/account"), 303);
}

/* Somebody else's session or token cannot be ended: its key is looked for among one's own. */
static void
only_own_sessions_are_ended(void **state)
{
    (void)state;
    struct sessions all;
    struct err e = {0};
    char path[200];
    fresh();
    assert_int_equal(sign_in("foreign", GOOD), 303);
    struct browser theirs = browser;
    assert_true(sessions_list(&all, &doors.p.arena, &doors.p.portal, doors.p.office.store,
                              SL("foreign"), &e));
    snprintf(path, sizeof path, "/account/sessions/%.*s/end", SL_FMT(all.v[0].key));
    browser = (struct browser){0};
    assert_int_equal(sign_in("secretary", GOOD), 303);
    (void)fill_in("/account", path, "");
    browser = theirs;
    assert_int_equal(get("/account"), 200);
}

/* --- invitations ---------------------------------------------------------------------------- */

static struct slice
link_shown(void)
{
    size_t at = slice_find(doors.p.reply.body, SL("/invitations/"));
    while (at != SIZE_MAX) {
        struct slice secret = slice_sub(doors.p.reply.body, at + 13, SECRET_TEXT);
        if (secret_shaped(secret))
            return arena_dup(&doors.p.arena, secret);
        size_t next =
            slice_find(slice_sub(doors.p.reply.body, at + 1, SIZE_MAX), SL("/invitations/"));
        at = next == SIZE_MAX ? SIZE_MAX : at + 1 + next;
    }
    fail_msg("no link is shown");
    return (struct slice){0};
}

static const char *
invitation_path(struct slice secret)
{
    return arena_str(&doors.p.arena,
                     arena_printf(&doors.p.arena, "/invitations/%.*s", SL_FMT(secret)));
}

static void
an_invitation_from_end_to_end(void **state)
{
    (void)state;
    fresh();
    assert_int_equal(sign_in("secretary", GOOD), 303);
    assert_int_equal(fill_in("/invitations", "/invitations", "person=p-20&password=wrong"), 422);
    assert_int_equal(fill_in("/invitations", "/invitations", "person=p-20&password=" GOOD), 200);
    const char *path = invitation_path(link_shown());
    assert_int_equal(get("/invitations"), 200);
    assert_false(has(path)); /* shown once */
    fresh();
    assert_int_equal(get(path), 200);
    assert_true(has("At least 12 characters"));
    assert_int_equal(fill_in(path, path, "name=wei&new=short&again=short"), 422);
    assert_true(has("value=\"wei\"")); /* what was typed is kept */
    assert_int_equal(fill_in(path, path,
                             "name=secretary&new=a+quiet+river+bends&again=a+quiet+"
                             "river+bends"),
                     422);
    assert_true(has("Somebody has this name already"));
    assert_int_equal(fill_in(path, path,
                             "name=Wei&new=a+quiet+river+bends&again=a+quiet+river+"
                             "bends"),
                     303);
    assert_int_equal(get("/account"), 200);
    assert_true(has("p-20"));
    struct browser in = browser;
    fresh();
    assert_int_equal(get(path), 404); /* used up */
    browser = in;
}

static const struct invite_row {
    const char *name, *who, *fields;
    unsigned status;
} invites[] = {
    {"a secretary, a person without an account", "secretary", "person=p-21", 200},
    {"a secretary, a person who has one: that would be another's password", "secretary",
     "person=p-3", 422},
    {"a secretary, an administrator", "secretary", "administrator=1", 422},
    {"a secretary, a person as administrator", "secretary", "person=p-21&administrator=1", 422},
    {"a secretary, nobody", "secretary", "", 422},
    {"a secretary, a person that there is not", "secretary", "person=p-99999", 422},
    {"a delegate", "foreign", "person=p-21", 403},
    {"an administrator, an administrator", "admin", "administrator=1", 200},
    {"an administrator, a new password", "admin", "person=p-3", 200},
};

static void
invite_row(void **state)
{
    const struct invite_row *r = *state;
    char fields[200];
    fresh();
    assert_int_equal(sign_in(r->who, GOOD), 303);
    snprintf(fields, sizeof fields, "%s%spassword=" GOOD, r->fields, *r->fields ? "&" : "");
    assert_int_equal(fill_in("/account", "/invitations", fields), r->status);
}

/* --- tokens --------------------------------------------------------------------------------- */

static unsigned
ask_with(struct slice authorization, enum http_method method, const char *path, const char *body)
{
    struct http_request q = {.method = method,
                             .path = slice_str(path),
                             .peer = SL("192.0.2.7"),
                             .body = slice_str(body)};
    q.headers[HTTP_HOST] = SL("portal.test");
    q.headers[HTTP_ACCEPT] = SL("application/json");
    q.headers[HTTP_CONTENT_TYPE] = SL("application/json");
    q.headers[HTTP_AUTHORIZATION] = authorization;
    return portal_send(&doors.p, &q);
}

static struct slice
make_token(const char *scope)
{
    char fields[200];
    snprintf(fields, sizeof fields, "label=test&scope=%s&days=30&password=" GOOD, scope);
    assert_int_equal(fill_in("/account", "/account/tokens", fields), 200);
    size_t at = slice_find(doors.p.reply.body, SL("comity_"));
    assert_true(at != SIZE_MAX);
    struct slice rest = slice_sub(doors.p.reply.body, at, SIZE_MAX);
    return arena_printf(&doors.p.arena, "Bearer %.*s",
                        SL_FMT(slice_sub(rest, 0, slice_find(rest, SL("<")))));
}

static void
tokens_from_end_to_end(void **state)
{
    (void)state;
    fresh();
    assert_int_equal(sign_in("secretary", GOOD), 303);
    struct slice reads = make_token("read"), acts = make_token("act");
    assert_int_equal(get("/account"), 200);
    assert_false(has("comity_")); /* shown once */
    assert_int_equal(ask_with(reads, HTTP_GET, "/acts", ""), 200);
    assert_int_equal(ask_with(reads, HTTP_POST, "/acts/person.registered", "{}"), 403);
    assert_int_equal(ask_with(acts, HTTP_POST, "/acts/person.registered", "{}"), 422);
    assert_int_equal(ask_with(acts, HTTP_POST, "/account/tokens", "{}"), 403);
    assert_int_equal(ask_with(acts, HTTP_GET, "/account", ""), 403);
    assert_int_equal(ask_with(SL("Bearer comity_x"), HTTP_GET, "/acts", ""), 401);
    assert_int_equal(ask_with(SL("Basic c2VjcmV0YXJ5Og=="), HTTP_GET, "/acts", ""), 401);
    assert_int_equal(ask_with(SL("Bearer "), HTTP_GET, "/sign-in", ""), 401);
    /* Not even a form token makes more of it, nor a session beside it. */
    assert_int_equal(
        ask_with(arena_printf(&doors.p.arena, "%.*s,", SL_FMT(acts)), HTTP_GET, "/acts", ""), 401);
}

int
main(void)
{
    doors_make(&doors);
    CASES_TABLE(tries, try_row);
    CASES_TEST(names_are_not_told);
    CASES_TEST(a_disabled_account_does_not_get_in);
    CASES_TEST(no_session_can_be_set_beforehand);
    CASES_TEST(an_invented_session_is_not_taken_up);
    CASES_TABLE(tos, to_row);
    CASES_TEST(guessing_is_slowed_and_ends);
    CASES_TEST(cookies_are_as_they_should_be);
    CASES_TEST(signing_out_ends_the_session);
    CASES_TEST(a_new_password_ends_the_other_sessions);
    CASES_TEST(signing_out_everywhere);
    CASES_TEST(only_own_sessions_are_ended);
    CASES_TEST(an_invitation_from_end_to_end);
    CASES_TABLE(invites, invite_row);
    CASES_TEST(tokens_from_end_to_end);
    int failed = cases_run("sign_in");
    doors_done(&doors);
    return failed;
}
