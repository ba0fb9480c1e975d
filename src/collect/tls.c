/* SPDX-License-Identifier: Apache-2.0 */
#include "collect/tls.h"

#include "base/cleanup.h"
#include "collect/tls_loop.h"
#include "collect/tls_resolve.h"
#include "collect/tls_transcript.h"

#define HOST_MAX 253 /* octets of a DNS name in text, RFC 1035 section 2.3.4 */

/* --- targets --- */

static bool
parse_port(struct slice s, uint16_t *out, struct slice whole, struct err *e)
{
    uint64_t port;
    if (!slice_to_u64(s, &port) || port == 0 || port > 65535)
        return err_set(e, ERR_INPUT, "target %.*s: the port must be 1 to 65535", SL_FMT(whole));
    *out = (uint16_t)port;
    return true;
}

/* Digits, letters, '-', '.', '_' and, in addresses, ':' and '%'. */
static bool
host_is_plain(struct slice host)
{
    if (host.n == 0 || host.n > HOST_MAX)
        return false;
    for (size_t i = 0; i < host.n; i++) {
        uint8_t c = host.p[i];
        bool ok = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                  c == '-' || c == '.' || c == '_' || c == ':' || c == '%';
        if (!ok)
            return false;
    }
    return true;
}

static bool
split_target(struct slice s, struct slice *host, struct slice *port, struct slice whole,
             struct err *e)
{
    *port = (struct slice){0};
    if (s.n > 0 && s.p[0] == '[') {
        size_t end = slice_find(s, SL("]"));
        if (end == SIZE_MAX)
            return err_set(e, ERR_INPUT, "target %.*s: a bracket is not closed", SL_FMT(whole));
        *host = slice_sub(s, 1, end - 1);
        struct slice rest = slice_sub(s, end + 1, s.n);
        if (rest.n > 0 && rest.p[0] != ':')
            return err_set(e, ERR_INPUT, "target %.*s: only a port may stand behind the bracket",
                           SL_FMT(whole));
        *port = rest;
        return true;
    }
    size_t colon = slice_find(s, SL(":"));
    struct slice behind = colon == SIZE_MAX ? (struct slice){0} : slice_sub(s, colon + 1, s.n);
    bool v6 = colon != SIZE_MAX && slice_find(behind, SL(":")) != SIZE_MAX;
    *host = v6 || colon == SIZE_MAX ? s : slice_sub(s, 0, colon);
    *port = v6 || colon == SIZE_MAX ? *port : slice_sub(s, colon, s.n);
    return true;
}

static struct slice
without_url(struct slice s)
{
    struct slice scheme = SL("https://");
    if (!slice_has_prefix(s, scheme))
        return s;
    s = slice_sub(s, scheme.n, s.n);
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] == '/' || s.p[i] == '?' || s.p[i] == '#')
            return slice_sub(s, 0, i);
    return s;
}

bool
tls_target_parse(struct tls_target *out, struct arena *a, struct slice s, struct err *e)
{
    *out = (struct tls_target){.port = 443};
    struct slice host = {0}, port = {0}, whole = s;
    if (!split_target(without_url(slice_trim(s)), &host, &port, whole, e))
        return false;
    if (port.n > 0 && !parse_port(slice_sub(port, 1, port.n), &out->port, whole, e))
        return false;
    if (!host_is_plain(host))
        return err_set(e, ERR_INPUT, "target %.*s: not a host name or address", SL_FMT(whole));
    out->host = arena_dup(a, host);
    return true;
}

/* --- names --- */

/* What goes into server_name: RFC 6066 section 3 wants no final dot and no address. */
static struct slice
server_name(const struct tls_target *t, bool is_numeric)
{
    struct slice name = t->sni.n > 0 ? t->sni : is_numeric ? (struct slice){0} : t->host;
    if (slice_find(name, SL(":")) != SIZE_MAX)
        return (struct slice){0};
    while (name.n > 0 && name.p[name.n - 1] == '.')
        name.n--;
    return name;
}

/* --- the call --- */

static struct tls_options
with_defaults(const struct tls_options *given)
{
    struct tls_options o = given ? *given : (struct tls_options){0};
    o.per_target = o.per_target ? o.per_target : 8;
    o.total = o.total ? o.total : 256;
    o.step_ms = o.step_ms ? o.step_ms : 5000;
    o.target_ms = o.target_ms ? o.target_ms : 60000;
    return o;
}

static void
begin_transcripts(struct arena *a, struct tls_job *jobs, struct tls_transcript *v, size_t n,
                  const char *folder)
{
    for (size_t i = 0; i < n; i++) {
        const struct tls_target *t = jobs[i].target;
        struct slice name = arena_printf(a, "%.*s:%u", SL_FMT(t->host), t->port);
        tls_transcript_begin(&v[i], a, folder, name, i + 1);
        jobs[i].transcript = &v[i];
        if (jobs[i].over)
            tls_transcript_end(&v[i]); /* its name has no address: nothing will be said */
    }
}

/* Addresses and server names; a name without an address fails its target at once. */
static void
resolve_jobs(struct arena *scratch, struct arena *a, struct tls_job *jobs, struct tls_target *own,
             size_t n, const struct env *env)
{
    struct tls_resolve *v = NEW_ARRAY(scratch, struct tls_resolve, n + 1);
    for (size_t i = 0; i < n; i++)
        v[i] = (struct tls_resolve){.host = own[i].host, .port = own[i].port};
    tls_resolve_all(v, n, env);
    for (size_t i = 0; i < n; i++) {
        own[i].sni = server_name(&own[i], v[i].numeric);
        jobs[i].result->target = own[i];
        jobs[i].addresses = v[i].addresses;
        jobs[i].failed = v[i].failed;
        if (v[i].addresses.n == 0)
            tls_job_finish(&jobs[i], a, 0);
    }
}

bool
tls_collect(struct tls_result *out, struct arena *a, const struct env *env, const struct catalog *c,
            const struct tls_target *targets, size_t n, const struct tls_options *given,
            struct err *e)
{
    AUTO_ARENA scratch = {0};
    struct tls_space space;
    if (!tls_space_init(&space, &scratch, c, e))
        return false;
    struct tls_options o = with_defaults(given);
    struct tls_job *jobs = NEW_ARRAY(&scratch, struct tls_job, n + 1);
    struct tls_target *own = NEW_ARRAY(a, struct tls_target, n + 1);
    struct tls_transcript *transcripts = NEW_ARRAY(&scratch, struct tls_transcript, n + 1);
    for (size_t i = 0; i < n; i++) {
        out[i] = (struct tls_result){0};
        own[i] = targets[i];
        tls_job_init(&jobs[i], &space, env, &o, &own[i], &out[i]);
    }
    resolve_jobs(&scratch, a, jobs, own, n, env);
    if (o.transcripts)
        begin_transcripts(&scratch, jobs, transcripts, n, o.transcripts);
    struct tls_loop loop = {.env = env, .o = &o, .results = a, .jobs = jobs, .n = n};
    if (!tls_loop_run(&loop, e))
        return false;
    return !o.transcripts || tls_transcript_index(transcripts, n, o.transcripts, e);
}
