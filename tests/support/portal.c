/* SPDX-License-Identifier: Apache-2.0 */
#include "support/portal.h"

#include "office/sample.h"
#include "support/random.h"
#include "web/session.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define HOST "portal.test"
#define URL "http://" HOST

static void
must(bool ok, const struct err *e)
{
    if (ok)
        return;
    fprintf(stderr, "portal: %s\n", e->msg);
    abort();
}

static int64_t
wall(void *ctx)
{
    const struct portal_case *p = ctx;
    return p->now * 1000000000;
}

static void
noise(void *ctx, uint8_t *out, size_t n)
{
    struct portal_case *p = ctx;
    for (size_t i = 0; i < n; i++)
        out[i] = (uint8_t)random_next(&p->seed);
}

static void
keep(char out[32], struct slice s)
{
    snprintf(out, 32, "%.*s", SL_FMT(s));
}

/* In memory, where there is such a folder: two thousand acts want no disk. */
static void
make_dir(struct portal_case *p)
{
    struct err e = {0};
    const char *base = getenv("TMPDIR"); // NOLINT(concurrency-mt-unsafe): one thread
    if ((!base || !*base) && access("/dev/shm", W_OK) == 0) {
        snprintf(p->temp.path, sizeof p->temp.path, "/dev/shm/comity-test-XXXXXX");
        if (mkdtemp(p->temp.path))
            return;
    }
    must(temp_make(&p->temp, &e), &e);
}

void
portal_case_make(struct portal_case *p)
{
    struct err e = {0};
    struct slices notes;
    struct sample_done done;
    *p = (struct portal_case){.now = PORTAL_NOW, .seed = 1};
    env_system(&p->env);
    p->env.ctx = p;
    p->env.wall_ns = wall;
    p->env.random = noise;
    make_dir(p);
    p->dir = temp_path(&p->arena, &p->temp, "committee");
    must(sample_create(&done, &p->arena, p->dir, &p->env, DATA_DIR, &e), &e);
    keep(p->secretary, done.secretary);
    keep(p->chair, done.chair);
    keep(p->foreign, done.foreign);
    p->options = (struct portal_options){.dir = p->dir,
                                         .data = DATA_DIR,
                                         .web = WEB_DIR,
                                         .listen = "127.0.0.1:0",
                                         .url = URL,
                                         .threads = 1,
                                         .quiet = true};
    must(portal_open(&p->portal, &p->arena, &p->env, &p->options, &e), &e);
    must(office_open(&p->office, p->dir, &p->env, &notes, &e), &e);
}

void
portal_case_done(struct portal_case *p)
{
    office_close(&p->office);
    portal_close(&p->portal);
    temp_remove(&p->temp);
    arena_free(&p->arena);
}

/* --- who ------------------------------------------------------------------------------------ */

struct slice
portal_person(struct portal_case *p, const char *mandate)
{
    const struct mandate *m = committee_mandate(&p->office.committee, slice_str(mandate));
    must(m != NULL, &(struct err){.msg = "no such mandate"});
    return m->person;
}

/* The value of a Set-Cookie: its first part. */
static struct slice
cookie_pair(struct slice set)
{
    struct slice pair;
    (void)slice_cut(&set, ';', &pair);
    return pair;
}

static void
sign_in(struct portal_case *p, const char *name, struct slice person, bool administrator)
{
    struct store *s = p->office.store;
    struct err e = {0};
    struct account account;
    struct session_begun begun;
    bool there;
    must(s->ops->begin_write(s, &e), &e);
    must(account_find(&account, &there, &p->arena, s, slice_str(name), &e), &e);
    if (!there) {
        account = (struct account){.name = slice_str(name),
                                   .person = person,
                                   .hash = SL("*"),
                                   .administrator = administrator,
                                   .made = p->now,
                                   .changed = p->now};
        must(account_put(&account, &p->arena, s, &e), &e);
    }
    must(session_begin(&begun, &p->arena, &p->portal, s, &account, (struct slice){0},
                       SL("127.0.0.1"), &e),
         &e);
    must(s->ops->commit(s, &e), &e);
    s->ops->rollback(s);
    p->cookie = arena_dup(&p->arena, cookie_pair(begun.cookie));
    p->form_token = arena_dup(&p->arena, begun.form_token);
}

void
portal_as_person(struct portal_case *p, const char *person, bool administrator)
{
    struct slice name = arena_printf(&p->arena, "of-%s", person);
    sign_in(p, arena_str(&p->arena, name), arena_dup(&p->arena, slice_str(person)), administrator);
}

void
portal_as(struct portal_case *p, enum portal_role role)
{
    const char *mandate = NULL;
    p->cookie = p->form_token = (struct slice){0};
    switch (role) {
    case PORTAL_OBSERVER:
        return;
    case PORTAL_ADMINISTRATOR:
        sign_in(p, "administrator", (struct slice){0}, true);
        return;
    case PORTAL_SECRETARY:
        mandate = p->secretary;
        break;
    case PORTAL_CHAIR:
        mandate = p->chair;
        break;
    case PORTAL_FOREIGN:
        mandate = p->foreign;
        break;
    }
    portal_as_person(p, arena_str(&p->arena, portal_person(p, mandate)), false);
}

/* --- requests ------------------------------------------------------------------------------- */

unsigned
portal_send(struct portal_case *p, const struct http_request *r)
{
    dispatch(&p->reply, &p->arena, &p->portal, &p->office, r);
    return p->reply.status;
}

static void
prepare(struct http_request *r, struct portal_case *p, const char *target, bool json)
{
    struct slice rest = slice_str(target);
    *r = (struct http_request){.peer = SL("127.0.0.1")};
    (void)slice_cut(&rest, '?', &r->path);
    r->query = rest;
    r->headers[HTTP_HOST] = SL(HOST);
    r->headers[HTTP_ACCEPT] = json ? SL("application/json") : SL("text/html");
    r->headers[HTTP_ACCEPT_LANGUAGE] = slice_str(p->accept_language ? p->accept_language : "en");
    r->headers[HTTP_COOKIE] = p->cookie;
}

static const struct json_node *
body_of(struct portal_case *p)
{
    struct err e = {0};
    struct json_node *n = NEW(&p->arena, struct json_node);
    must(json_parse(n, &p->arena, SL("reply"), p->reply.body, &e), &e);
    return n;
}

unsigned
portal_get(struct portal_case *p, const char *target)
{
    struct http_request r;
    prepare(&r, p, target, false);
    return portal_send(p, &r);
}

const struct json_node *
portal_json(struct portal_case *p, const char *target)
{
    struct http_request r;
    prepare(&r, p, target, true);
    (void)portal_send(p, &r);
    return body_of(p);
}

const struct json_node *
portal_view(struct portal_case *p, const char *target)
{
    const struct json_node *n = portal_json(p, target);
    if (p->reply.status != 200) {
        fprintf(stderr, "portal: %s: %u %.*s\n", target, p->reply.status, SL_FMT(p->reply.body));
        abort();
    }
    return n;
}

static void
post(struct portal_case *p, const char *path, const char *form, bool json)
{
    struct http_request r;
    prepare(&r, p, path, json);
    r.method = HTTP_POST;
    r.headers[HTTP_ORIGIN] = SL(URL);
    r.headers[HTTP_CONTENT_TYPE] = SL("application/x-www-form-urlencoded");
    r.body = arena_printf(&p->arena, "form_token=%.*s%s%s", SL_FMT(p->form_token), *form ? "&" : "",
                          form);
    (void)portal_send(p, &r);
}

unsigned
portal_post(struct portal_case *p, const char *path, const char *form)
{
    post(p, path, form, false);
    return p->reply.status;
}

const struct json_node *
portal_post_json(struct portal_case *p, const char *path, const char *form)
{
    post(p, path, form, true);
    return body_of(p);
}

bool
portal_has(const struct portal_case *p, const char *text)
{
    return slice_find(p->reply.body, slice_str(text)) != SIZE_MAX;
}
