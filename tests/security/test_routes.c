/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Everybody at every door: for each route of the tables and each role, what has to come follows
 * from the row alone (access, scope, guard). A page that somebody may not see is refused before its
 * handler runs; one that they may is never refused by the guard. A GET changes nothing; a form that
 * does not come from a page of ours changes nothing.
 */
#include "doors.h"
#include "support/cases.h"
#include "web/form.h"

#include <stdio.h>

static struct doors doors;

enum fate {
    FATE_IN,      /* to the handler */
    FATE_SIGN_IN, /* 401, or a page to /sign-in */
    FATE_NO,      /* 403 */
};

/* The rules of route.h, written once more. */
static enum fate
fate_of(const struct route *r, enum knock who)
{
    bool admin = who == KNOCK_ADMIN || who == KNOCK_TOKEN_ADMIN;
    if (r->access != ROUTE_PUBLIC && who == KNOCK_OBSERVER)
        return FATE_SIGN_IN;
    if (r->access == ROUTE_ADMIN && !admin)
        return FATE_NO;
    if (knock_is_token(who) && r->scope == SCOPE_SESSION)
        return FATE_NO;
    if (who == KNOCK_TOKEN_READ && r->scope == SCOPE_ACT)
        return FATE_NO;
    return FATE_IN;
}

/* Sentences of the guard: where one of them is the answer, no handler ran. */
static bool
by_guard(const struct http_reply *reply)
{
    static const char *const says[] = {
        "This page is for those who run the portal",
        "An API token cannot do this",
        "This API token may only read",
        "This API token is not known here",
        "Sign in first, then send this again",
        "was not sent from a page of this portal",
        "This form is of an earlier visit",
    };
    for (size_t i = 0; i < COUNT_OF(says); i++)
        if (slice_find(reply->body, slice_str(says[i])) != SIZE_MAX)
            return true;
    return false;
}

/* --- every role at every route -------------------------------------------------------------- */

static void
expect(const struct route *r, enum knock who, bool json)
{
    const struct http_reply *reply = &doors.p.reply;
    bool to_sign_in = reply->status == 303 && slice_has_prefix(reply->location, SL("/sign-in?to="));
    bool ok = false;
    switch (fate_of(r, who)) {
    case FATE_IN:
        ok = reply->status != 401 && reply->status != 405 && reply->status < 500 && !to_sign_in &&
             !by_guard(reply);
        break;
    case FATE_SIGN_IN:
        ok = json || r->method == HTTP_POST ? reply->status == 401 : to_sign_in;
        break;
    case FATE_NO:
        ok = reply->status == 403 && by_guard(reply);
        break;
    }
    if (ok)
        return;
    print_error("%s %s as %s, %s: %u %.*s\n%.*s\n", r->method == HTTP_POST ? "POST" : "GET",
                r->path, knock_names[who], json ? "JSON" : "a page", reply->status,
                SL_FMT(reply->location), SL_FMT(slice_sub(reply->body, 0, 4000)));
    fail();
}

static void
knock(const struct route *r, enum knock who, bool json)
{
    struct http_request request;
    doors_as(&doors, who);
    doors_request(&request, &doors, r, json);
    (void)portal_send(&doors.p, &request);
    expect(r, who, json);
}

static void
role_row(void **state)
{
    const struct route *r = *state;
    for (unsigned who = 0; who < KNOCKS; who++)
        for (unsigned json = 0; json < 2; json++)
            knock(r, (enum knock)who, json);
}

/* --- a GET changes nothing ------------------------------------------------------------------ */

static void
get_row(void **state)
{
    const struct route *r = *state;
    struct http_request request;
    static const enum knock each[] = {KNOCK_OBSERVER, KNOCK_SECRETARY, KNOCK_ADMIN,
                                      KNOCK_TOKEN_ACT};
    for (size_t i = 0; i < COUNT_OF(each); i++) {
        doors_as(&doors, each[i]);
        uint64_t before = doors_state(&doors);
        doors_request(&request, &doors, r, false);
        (void)portal_send(&doors.p, &request);
        if (doors_state(&doors) != before) {
            print_error("GET %s as %s changed something\n", r->path, knock_names[each[i]]);
            fail();
        }
    }
}

/* --- forms from elsewhere ------------------------------------------------------------------- */

#define SITE(value) .site = (value), .sites = true

static const struct forgery {
    const char *name;
    const char *origin; /* null: as ours; "": none */
    const char *site;
    const char *token; /* null: as ours; "other": of another session; "observer": without one */
    const char *referer;
    bool sites; /* `site` stands there, else it is left out */
    bool as_json;
} forgeries[] = {
    {"no token", .token = "", SITE("same-origin")},
    {"a token of zeros",
     .token = "0000000000000000000000000000000000000000000000000000000000000000",
     SITE("same-origin")},
    {"another session's token", .token = "other", SITE("same-origin")},
    {"the token of a visit before", .token = "observer", SITE("same-origin")},
    {"half a token", .token = "half", SITE("same-origin")},
    {"another origin", .origin = "https://evil.example", SITE("same-origin")},
    {"our name within another", .origin = "http://portal.test.evil.example"},
    {"another port", .origin = "http://portal.test:8080"},
    {"another scheme", .origin = "https://portal.test"},
    {"a null origin", .origin = "null"},
    {"cross-site", SITE("cross-site")},
    {"of the same site, another host", SITE("same-site")},
    {"typed by nobody", SITE("none")},
    {"nothing said", .origin = ""},
    {"a referer from elsewhere", .origin = "",
     .referer = "https://evil.example/http://portal.test/"},
    {"a referer that begins as ours", .origin = "", .referer = "http://portal.test.evil.example/"},
    {"as JSON, without a token", .token = "", SITE("same-origin"), .as_json = true},
};

static struct slice
forged_token(const struct forgery *f, struct slice ours)
{
    struct slice cookie = doors.p.cookie;
    if (!f->token)
        return ours;
    if (strcmp(f->token, "half") == 0)
        return slice_sub(ours, 0, ours.n / 2);
    bool other = strcmp(f->token, "other") == 0;
    if (!other && strcmp(f->token, "observer") != 0)
        return slice_str(f->token);
    doors_as(&doors, other ? KNOCK_FOREIGN : KNOCK_OBSERVER);
    struct slice token = doors.p.form_token;
    doors.p.cookie = cookie;
    return token;
}

static void
forge(struct http_request *q, const struct route *r, const struct forgery *f)
{
    struct slice ours = doors.p.form_token;
    doors_request(q, &doors, r, false);
    struct slice token = forged_token(f, ours);
    doors_body(q, &doors, token, r->guard == GUARD_PROVE ? "password=horse+battery+staple" : "");
    if (f->as_json) {
        q->headers[HTTP_CONTENT_TYPE] = SL("application/json");
        q->body = SL("{\"password\":\"horse battery staple\"}");
    }
    q->headers[HTTP_SEC_FETCH_SITE] = f->sites ? slice_str(f->site) : (struct slice){0};
    if (f->origin)
        q->headers[HTTP_ORIGIN] = slice_str(f->origin);
    q->headers[HTTP_REFERER] = slice_str(f->referer);
}

static void
forgery_row(void **state)
{
    const struct route *r = *state;
    enum knock who = r->access == ROUTE_ADMIN ? KNOCK_ADMIN : KNOCK_SECRETARY;
    for (size_t i = 0; i < COUNT_OF(forgeries); i++) {
        struct http_request q;
        doors_as(&doors, who);
        uint64_t before = 0;
        forge(&q, r, &forgeries[i]);
        if (i % 4 == 0) /* a look at all that is kept takes a while */
            before = doors_state(&doors);
        (void)portal_send(&doors.p, &q);
        bool same = i % 4 != 0 || before == doors_state(&doors);
        if (doors.p.reply.status == 403 && same)
            continue;
        print_error("POST %s, %s: %u%s\n", r->path, forgeries[i].name, doors.p.reply.status,
                    same ? "" : ", and something changed");
        fail();
    }
}

/* An observer's forms, too: signing in, the language. */
static void
observer_row(void **state)
{
    const struct route *r = *state;
    struct http_request q;
    doors_as(&doors, KNOCK_OBSERVER);
    doors_request(&q, &doors, r, false);
    q.headers[HTTP_COOKIE] = (struct slice){0}; /* a token, and no cookie that it follows from */
    assert_int_equal(portal_send(&doors.p, &q), 403);
    doors_request(&q, &doors, r, false);
    doors_body(&q, &doors, (struct slice){0}, "");
    assert_int_equal(portal_send(&doors.p, &q), 403);
    /* As a program: neither cookie nor token is no token that fits. */
    doors_request(&q, &doors, r, true);
    q.headers[HTTP_COOKIE] = (struct slice){0};
    doors_body(&q, &doors, (struct slice){0}, "");
    assert_int_equal(portal_send(&doors.p, &q), 403);
    q.headers[HTTP_CONTENT_TYPE] = SL("application/json");
    q.body = SL("{}");
    assert_int_equal(portal_send(&doors.p, &q), 403);
}

/* --- what rows have to say ------------------------------------------------------------------ */

static void
every_row_is_complete(void *ctx, const struct route *r)
{
    (void)ctx;
    bool ok = r->run && r->path[0] == '/' && r->summary && r->name &&
              (r->method == HTTP_GET) == (r->guard == GUARD_NONE) &&
              !(r->method == HTTP_POST && r->scope == SCOPE_READ && r->access != ROUTE_PUBLIC) &&
              !(r->guard == GUARD_PROVE && r->scope != SCOPE_SESSION) &&
              !(r->guard == GUARD_PROVE && r->access == ROUTE_PUBLIC) &&
              !(r->access == ROUTE_ADMIN && r->scope != SCOPE_SESSION);
    for (size_t i = 0; i < r->nfields; i++) {
        const char *name = r->fields[i].name;
        ok = ok && strcmp(name, FORM_TOKEN) != 0 && strcmp(name, FORM_ONCE) != 0 &&
             (r->guard != GUARD_PROVE || strcmp(name, FORM_PROOF) != 0) &&
             !(r->method == HTTP_GET && r->fields[i].kind == WEB_PASSWORD);
    }
    if (!ok) {
        print_error("%s: its row is not complete, or contradicts itself\n", r->name);
        fail();
    }
}

static void
rows_are_complete(void **state)
{
    (void)state;
    doors_each(every_row_is_complete, NULL);
}

/* What votes must be proved, and never by a token. */
static void
votes_are_proved(void **state)
{
    (void)state;
    const struct route *vote = route_named("ballot.vote");
    assert_non_null(vote);
    assert_int_equal(vote->guard, GUARD_PROVE);
    assert_int_equal(vote->scope, SCOPE_SESSION);
}

static void
add_row(void *ctx, const struct route *r)
{
    (void)ctx;
    char *name = arena_str(&doors.p.arena, arena_printf(&doors.p.arena, "%s: everybody", r->name));
    cases_add(name, role_row, r);
    if (r->method == HTTP_GET) {
        cases_add(
            arena_str(&doors.p.arena, arena_printf(&doors.p.arena, "%s: changes nothing", r->name)),
            get_row, r);
        return;
    }
    cases_add(
        arena_str(&doors.p.arena, arena_printf(&doors.p.arena, "%s: from elsewhere", r->name)),
        forgery_row, r);
    if (r->access == ROUTE_PUBLIC)
        cases_add(arena_str(&doors.p.arena,
                            arena_printf(&doors.p.arena, "%s: without a cookie", r->name)),
                  observer_row, r);
}

int
main(void)
{
    doors_make(&doors);
    CASES_TEST(rows_are_complete);
    CASES_TEST(votes_are_proved);
    doors_each(add_row, NULL);
    int failed = cases_run("routes");
    doors_done(&doors);
    return failed;
}
