/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any octets as a path: the row that is found fits, no parameter steps out of its part, and the
 * files of the record are none but by their shape. Cookies and Accept read the same octets.
 */
#include "text/utf8.h"
#include "web/accept.h"
#include "web/route.h"
#include "web/server_parts.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void
must(bool ok)
{
    if (!ok)
        abort();
}

static void
check_match(const struct route_match *m, enum http_method method)
{
    if (!m->route)
        return;
    must(m->route->method == method);
    bool rest = strstr(m->route->path, "...}") != NULL;
    for (size_t i = 0; i < ROUTE_PARAMS_MAX; i++) {
        struct slice s = m->params[i];
        must(utf8_valid(s) == s.n && !slice_eq_str(s, "..") && !slice_eq_str(s, "."));
        must(s.n == 0 || !memchr(s.p, 0, s.n));
        must(rest || s.n == 0 || !memchr(s.p, '/', s.n));
    }
}

static void
check_file(struct arena *a, struct slice path)
{
    const char *text = arena_str(a, path), *relative;
    if (!record_file_path(&relative, text))
        return;
    must(relative > text && relative[0] != '/' && !strstr(relative, "..") &&
         !strstr(relative, "//"));
    for (const char *p = relative; *p; p++)
        must((*p >= '0' && *p <= '9') || (*p >= 'a' && *p <= 'z') || strchr("/.", *p));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena a = {0};
    struct slice path = slice_of(data, n);
    for (int method = HTTP_GET; method <= HTTP_POST; method++) {
        struct route_match m;
        route_find(&m, &a, (enum http_method)method, path);
        check_match(&m, (enum http_method)method);
    }
    check_file(&a, path);
    struct slice cookie = http_cookie(path, "lang");
    must(cookie.n == 0 || (cookie.p >= data && cookie.p + cookie.n <= data + n));
    (void)accept_json(path);
    for (const char *p = server_log_path(&a, NULL, path); *p; p++)
        must(*p > ' ' && *p < 0x7F);
    arena_free(&a);
    return 0;
}
