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

void
server_log(const struct job *j, const struct env *env)
{
    struct arena a = {0};
    int64_t took = env->mono_ns(env->ctx) - j->begun_ns;
    struct slice at = instant_text(&a, env->wall_ns(env->ctx) / NS);
    printf("%.*s %.*s %s %s %u %zu %lld.%lldms\n", SL_FMT(at), SL_FMT(j->request.peer),
           j->method ? j->method : "-", j->logged ? j->logged : "-", j->reply.status,
           j->request.head ? 0 : j->reply.body.n, (long long)(took / 1000000),
           (long long)(took / 100000 % 10));
    arena_free(&a);
}
