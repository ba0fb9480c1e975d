/* SPDX-License-Identifier: Apache-2.0 */
/* A record read over http from a real nginx: what is served well, and what is not. */
#include "support/cases.h"
#include "support/record_case.h"
#include "support/server.h"

#include <stdio.h>
#include <unistd.h>

#define SIZE 600

static struct record_case c;
static struct server server;

static const char *
config(struct arena *a, const char *dir)
{
    return arena_str(
        a, arena_printf(a,
                        "server {\n"
                        "  listen 127.0.0.1:%%PORT%%;\n"
                        "  types { }\n"
                        "  default_type application/octet-stream;\n"
                        "  gzip_types application/octet-stream;\n"
                        "  gzip_min_length 1;\n"
                        "  location /plain/ { alias %s/; }\n"
                        "  location /gzip/ { alias %s/; gzip on; }\n"
                        "  location /moved/ { rewrite ^/moved/(.*)$ /plain/$1 permanent; }\n"
                        "  location /moved2/ { rewrite ^/moved2/(.*)$ /moved/$1 redirect; }\n"
                        "  location /loop/ { return 302 $request_uri; }\n"
                        "  location /file/ { return 302 file:///etc/hostname; }\n"
                        "  location /broken/ { return 500; }\n"
                        "  location /forbidden/ { return 403; }\n"
                        "  location /gone/ { return 410; }\n"
                        "  location /page/ { return 200 'a page for everything'; }\n"
                        "  location ~ ^/partial-gone/.*[.]p/ { return 404; }\n"
                        "  location /partial-gone/ { alias %s/; }\n"
                        "}\n",
                        dir, dir, dir));
}

struct row {
    const char *name, *prefix;
    enum record_fault fault;
    const char *says; /* the err, where it cannot be read; null: it can */
};

static const struct row rows[] = {
    {"plain", "/plain/", RECORD_SOUND, NULL},
    {"without the slash", "/plain", RECORD_SOUND, NULL},
    {"compressed", "/gzip/", RECORD_SOUND, NULL},
    {"moved once", "/moved/", RECORD_SOUND, NULL},
    {"moved twice", "/moved2/", RECORD_SOUND, NULL},
    {"round and round", "/loop/", 0, "redirects"},
    {"to a local file", "/file/", 0, "rotocol"},
    {"status 500", "/broken/", 0, "status 500"},
    {"status 403", "/forbidden/", 0, "status 403"},
    {"gone", "/gone/", RECORD_NO_CHECKPOINT, NULL},
    {"nothing there", "/nothing/", RECORD_NO_CHECKPOINT, NULL},
    {"a page for everything", "/page/", RECORD_CHECKPOINT_MALFORMED, NULL},
    {"partial files are not served", "/partial-gone/", RECORD_BUNDLE_MISSING, NULL},
};

static bool
read_at(struct record_result *out, const char *url, struct err *e)
{
    struct files files;
    if (!files_open(&files, &case_arena, url, e))
        return false;
    struct record_options o = {.files = &files, .trusted = &c.keys[0]};
    bool ok = record_read(out, &case_arena, &o, e);
    files_close(&files);
    return ok;
}

static void
row(void **state)
{
    const struct row *r = *state;
    struct record_result *result = NEW(&case_arena, struct record_result);
    struct err e = {0};
    char url[128];
    snprintf(url, sizeof url, "http://127.0.0.1:%u%s", server.port, r->prefix);
    bool ok = read_at(result, url, &e);
    if (r->says) {
        assert_false(ok);
        if (!strstr(e.msg, r->says))
            fail_msg("'%s' does not say '%s'", e.msg, r->says);
        return;
    }
    if (!ok)
        fail_msg("%s", e.msg);
    if (result->first.fault != r->fault)
        fail_msg("%s: %.*s", record_fault_name(result->first.fault), SL_FMT(result->first.says));
    if (r->fault == RECORD_SOUND)
        assert_int_equal(result->leaves, SIZE);
}

static void
nobody_listens(void **state)
{
    (void)state;
    struct record_result *result = NEW(&case_arena, struct record_result);
    struct err e = {0};
    uint16_t port;
    int held;
    char url[128];
    assert_true(server_port(&port, &held, &e));
    snprintf(url, sizeof url, "http://127.0.0.1:%u/", port);
    assert_false(read_at(result, url, &e));
    assert_int_equal(e.code, ERR_SYSTEM);
    assert_false(read_at(result, "http://127.0.0.1:1/?x=", &e));
    assert_int_equal(e.code, ERR_INPUT);
    assert_false(read_at(result, "http://", &e));
    close(held);
}

/* A file that grows without end is cut off where no file of a record is longer. */
static void
far_too_large(void **state)
{
    (void)state;
    struct record_result *result = NEW(&case_arena, struct record_result);
    struct err e = {0};
    char url[128];
    struct slice good = arena_dup(&case_arena, record_case_get(&c, "checkpoint"));
    size_t n = (size_t)1 << 20;
    uint8_t *large = arena_alloc(&case_arena, n, 1); /* compresses to nothing */
    snprintf(url, sizeof url, "http://127.0.0.1:%u/gzip/", server.port);
    record_case_put(&c, "checkpoint", slice_of(large, n));
    assert_true(read_at(result, url, &e));
    assert_int_equal(result->first.fault, RECORD_CHECKPOINT_MALFORMED);
    assert_true(slice_find(result->first.says, SL("far too large")) != SIZE_MAX);
    record_case_put(&c, "checkpoint", good);
}

int
main(void)
{
    struct err e = {0};
    record_case_make(&c);
    record_case_publish(&c, SIZE);
    struct arena a = {0};
    struct server_spec s = {.kind = SERVER_NGINX, .config = config(&a, c.temp.path)};
    if (!server_start(&server, &s, &e)) {
        printf("%s: %s\n", e.code == ERR_UNSUPPORTED ? "skipped" : "failed", e.msg);
        record_case_remove(&c);
        return e.code == ERR_UNSUPPORTED ? 77 : 1;
    }
    CASES_TABLE(rows, row);
    CASES_TEST(nobody_listens);
    CASES_TEST(far_too_large);
    int failed = cases_run("record over http");
    server_stop(&server);
    record_case_remove(&c);
    arena_free(&a);
    return failed;
}
