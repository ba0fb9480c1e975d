/* SPDX-License-Identifier: Apache-2.0 */
/* The line of a request: when, who, what, how it went, how long it took. */
#include "web/server_parts.h"

#include "committee/event.h"
#include "web/secret.h"

#include <stdio.h>

#define NS ((int64_t)1000000000)
#define PATH_MAX_OCTETS 300

/* An address that is none, perhaps of an invitation that was copied with a sign too many. */
static bool
has_secret(struct slice path)
{
    struct slice part;
    while (slice_cut(&path, '/', &part))
        if (part.n >= SECRET_TEXT && secret_shaped(slice_sub(part, 0, SECRET_TEXT)))
            return true;
    return false;
}

const char *
server_log_path(struct arena *a, const struct route *r, struct slice path)
{
    struct buf b;
    /* What is secret in a path is called a token: then the row stands for it. */
    if (r && strstr(r->path, "{token}"))
        return r->path;
    if (!r && has_secret(path))
        return "/...";
    buf_init(&b, a, 4 * PATH_MAX_OCTETS + 4);
    for (size_t i = 0; i < path.n && i < PATH_MAX_OCTETS; i++)
        if (path.p[i] > ' ' && path.p[i] < 0x7F)
            buf_u8(&b, path.p[i]);
        else
            buf_printf(&b, "\\x%02X", path.p[i]);
    if (path.n > PATH_MAX_OCTETS)
        buf_str(&b, "...");
    return arena_str(a, buf_slice(&b));
}

static const char *
text_of(struct server_log *l, int64_t second)
{
    struct arena a = {0};
    if (l->second != second) {
        struct slice text = instant_text(&a, second);
        snprintf(l->text, sizeof l->text, "%.*s", SL_FMT(text));
        l->second = second;
        arena_free(&a);
    }
    return l->text;
}

void
server_log(struct server_log *l, const struct job *j, const struct env *env)
{
    int64_t took = env->mono_ns(env->ctx) - j->begun_ns;
    printf("%s %.*s %s %s %u %zu %lld.%lldms\n", text_of(l, env->wall_ns(env->ctx) / NS),
           SL_FMT(j->request.peer), j->method ? j->method : "-", j->logged ? j->logged : "-",
           j->reply.status, j->request.head ? 0 : j->reply.body.n, (long long)(took / 1000000),
           (long long)(took / 100000 % 10));
}
