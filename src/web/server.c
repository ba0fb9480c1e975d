/* SPDX-License-Identifier: Apache-2.0 */
/*
 * HTTP by libmicrohttpd 0.9.75, in one thread. Of its ways this file must know:
 *
 *   - A reply that is queued in the first call for a request closes the connection: only a body
 *     that is too large to be read is answered there.
 *   - The next call comes with the body's octets, the last one with none of them. A request
 *     that goes to another thread is suspended in that call, and comes once more when it is
 *     resumed.
 *   - What the first-call hook of the target (uri_log) returns is the request's context,
 *     and the completed-hook is then always called.
 */
#include "web/accept.h"
#include "web/dispatch.h"
#include "web/server_parts.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#define NS ((int64_t)1000000000)
#define POOL_OCTETS 65536 /* of a connection: the head and what is read at once */
#define SILENCE_SECONDS 30

/* A full tile never changes: its response is made once. */
struct kept_tile {
    char path[64];
    char etag[64];
    size_t size;
    struct MHD_Response *response;
};

struct server {
    const struct portal *portal;
    struct MHD_Daemon *daemon;
    struct queue queue;
    struct watch watch;
    int record;        /* the record's folder, or -1 */
    size_t bodies;     /* octets of bodies in memory; the first thread's */
    struct job *spare; /* the first thread's */
    size_t nspare;
    struct kept_tile tiles[SERVER_TILES];
    struct server_log log;
    atomic_size_t jobs; /* requests under way */
    atomic_bool closing;
};

/* --- beginning and end of a request --------------------------------------------------------- */

static struct watched *
watched_of(struct MHD_Connection *c)
{
    const union MHD_ConnectionInfo *i =
        MHD_get_connection_info(c, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return i ? i->socket_context : NULL;
}

static void
until(struct server *s, struct MHD_Connection *c, unsigned seconds, size_t octets)
{
    struct watched *x = watched_of(c);
    if (x)
        watch_until(&s->watch, x, seconds, octets);
}

static struct job *
job_take(struct server *s)
{
    struct job *j = s->spare;
    if (j) {
        s->spare = j->next;
        s->nspare--;
        j->next = NULL;
        return j;
    }
    j = calloc(1, sizeof *j);
    if (!j)
        abort();                         /* as base/arena.c */
    (void)arena_dup(&j->arena, SL(" ")); /* its first block stays */
    j->start = arena_mark(&j->arena);
    return j;
}

static void
job_give(struct server *s, struct job *j)
{
    arena_reset(&j->arena, j->start);
    if (s->nspare >= SERVER_SPARE) {
        arena_free(&j->arena);
        free(j);
        return;
    }
    *j = (struct job){.arena = j->arena, .start = j->start, .next = s->spare};
    s->spare = j;
    s->nspare++;
}

/* libmicrohttpd tells of no completion where it refuses the rest of a head itself. */
static void
job_forsake(struct server *s, struct watched *x)
{
    if (!x || !x->begun)
        return;
    s->bodies -= x->begun->body.cap;
    job_give(s, x->begun);
    x->begun = NULL;
    atomic_fetch_sub(&s->jobs, 1);
}

static void *
on_target(void *ctx, const char *target, struct MHD_Connection *connection)
{
    struct server *s = ctx;
    struct watched *x = watched_of(connection);
    job_forsake(s, x);
    struct job *j = job_take(s);
    if (x)
        x->begun = j;
    j->connection = connection;
    j->begun_ns = s->portal->machine.mono_ns(s->portal->machine.ctx);
    struct slice all = slice_str(target);
    if (all.n > HTTP_TARGET_MAX) {
        j->refused = 414;
        j->why = "The address is too long.";
        all.n = HTTP_TARGET_MAX;
    }
    struct slice rest = arena_dup(&j->arena, all);
    (void)slice_cut(&rest, '?', &j->request.path);
    j->request.query = rest;
    atomic_fetch_add(&s->jobs, 1);
    return j;
}

static void
on_completed(void *ctx, struct MHD_Connection *connection, void **context,
             enum MHD_RequestTerminationCode why UNUSED)
{
    struct server *s = ctx;
    struct job *j = *context;
    if (!j)
        return;
    struct watched *x = watched_of(connection);
    *context = NULL;
    if (x)
        x->begun = NULL;
    if (!s->portal->options->quiet)
        server_log(&s->log, j, &s->portal->machine);
    s->bodies -= j->body.cap;
    until(s, connection, SERVER_HEAD_SECONDS, 0);
    job_give(s, j);
    atomic_fetch_sub(&s->jobs, 1);
}

static void
on_connection(void *ctx, struct MHD_Connection *connection, void **context,
              enum MHD_ConnectionNotificationCode what)
{
    struct server *s = ctx;
    const union MHD_ConnectionInfo *i =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    if (what == MHD_CONNECTION_NOTIFY_STARTED && i)
        *context = watch_add(&s->watch, (int)i->connect_fd);
    if (what == MHD_CONNECTION_NOTIFY_CLOSED && *context) {
        job_forsake(s, *context);
        watch_remove(&s->watch, *context);
    }
}

/* "%41" stays: routes decode part by part. */
static size_t
as_it_stands(void *ctx UNUSED, struct MHD_Connection *c UNUSED, char *text)
{
    return strlen(text);
}

/* --- replies -------------------------------------------------------------------------------- */

static void
put(struct MHD_Response *r, const char *name, const char *value)
{
    (void)MHD_add_response_header(r, name, value);
}

static void
put_if(struct MHD_Response *r, struct arena *a, const char *name, struct slice value)
{
    if (value.n)
        put(r, name, arena_str(a, value));
}

static void
put_fixed(struct MHD_Response *r)
{
    for (size_t i = 0; i < nhttp_fixed; i++)
        put(r, http_fixed[i].name, http_fixed[i].value);
}

/* A file name for a download: what is not plain is percent-encoded (RFC 6266, RFC 8187). */
static void
put_attachment(struct MHD_Response *r, struct arena *a, struct slice name)
{
    struct slice plain = http_encode(a, name);
    if (name.n)
        put(r, "Content-Disposition",
            arena_str(a, arena_printf(a, "attachment; filename*=UTF-8''%.*s", SL_FMT(plain))));
}

static void
put_head(struct MHD_Response *r, struct job *j)
{
    const struct http_reply *x = &j->reply;
    struct arena *a = &j->arena;
    put_fixed(r);
    if (x->body.n || x->type.n)
        put_if(r, a, "Content-Type", x->type);
    put_if(r, a, "Location", x->location);
    put_if(r, a, "ETag", x->etag);
    put_if(r, a, "Allow", x->allow);
    put(r, "Cache-Control", x->cache.n ? arena_str(a, x->cache) : "no-store");
    put(r, "Vary", "Accept, Accept-Language, Cookie");
    put_attachment(r, a, x->attachment);
    if (x->retry_after)
        put(r, "Retry-After", arena_str(a, arena_printf(a, "%u", x->retry_after)));
    if (x->status == 401)
        put(r, "WWW-Authenticate", "Bearer");
    for (size_t i = 0; i < x->cookies.n; i++)
        put_if(r, a, "Set-Cookie", x->cookies.v[i]);
}

static enum MHD_Result
send_reply(struct server *s, struct job *j)
{
    const struct http_reply *x = &j->reply;
    /* NOLINTNEXTLINE(cppcoreguidelines-pro-type-cstyle-cast): it does not write to it */
    void *body = (void *)(uintptr_t)x->body.p;
    struct MHD_Response *r =
        MHD_create_response_from_buffer(x->body.n, body, MHD_RESPMEM_PERSISTENT);
    if (!r)
        return MHD_NO;
    put_head(r, j);
    if (atomic_load(&s->closing))
        put(r, "Connection", "close");
    j->stage = JOB_REPLIED;
    until(s, j->connection, SERVER_REPLY_SECONDS, x->body.n);
    enum MHD_Result done = MHD_queue_response(j->connection, x->status, r);
    MHD_destroy_response(r);
    return done;
}

/* By this thread, without asking anybody: there is no visitor yet, and no language but English. */
static enum MHD_Result
turn_away(struct server *s, struct job *j, unsigned status, const char *why)
{
    const char *name = http_status_name(status);
    struct http_reply *x = &j->reply;
    x->status = status;
    if (accept_json(j->request.headers[HTTP_ACCEPT])) {
        x->type = SL("application/problem+json");
        x->body = arena_printf(&j->arena,
                               "{\"type\": \"about:blank\", \"status\": %u, \"title\": \"%s\", "
                               "\"detail\": \"%s\"}\n",
                               status, name, why);
    } else {
        x->type = SL("text/html; charset=utf-8");
        x->body = arena_printf(&j->arena,
                               "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">"
                               "<title>%u %s</title><h1>%u %s</h1><p>%s</p></html>\n",
                               status, name, status, name, why);
    }
    if (status == 503)
        x->retry_after = 2;
    return send_reply(s, j);
}

static bool
is_fresh(const struct job *j, const char *etag)
{
    return http_etag_known(j->request.headers[HTTP_IF_NONE_MATCH], slice_str(etag));
}

/* By its descriptor, which the response takes. */
static struct MHD_Response *
record_response(const struct record_file *f, bool fresh)
{
    struct MHD_Response *r;
    if (fresh || f->size <= POOL_OCTETS) { /* one send for all of it */
        void *octets = malloc(f->size + 1);
        ssize_t n = octets && !fresh ? pread(f->fd, octets, f->size, 0) : 0;
        close(f->fd);
        r = MHD_create_response_from_buffer(n > 0 ? (size_t)n : 0, octets, MHD_RESPMEM_MUST_FREE);
    } else {
        r = MHD_create_response_from_fd64(f->size, f->fd);
    }
    if (!r)
        return NULL;
    put_fixed(r);
    put(r, "Content-Type", f->type);
    put(r, "Cache-Control", f->cache);
    put(r, "ETag", f->etag);
    return r;
}

static enum MHD_Result
queue_record(struct server *s, struct job *j, struct MHD_Response *r, unsigned status, size_t n)
{
    j->reply.status = status;
    j->reply.body.n = n; /* for the log */
    j->stage = JOB_REPLIED;
    until(s, j->connection, SERVER_REPLY_SECONDS, n);
    return MHD_queue_response(j->connection, status, r);
}

/* Where a full tile is kept, or may be; SERVER_TILES for any other file. */
static size_t
tile_place(const char *file)
{
    uint32_t h = 2166136261u; /* FNV-1a */
    if (strncmp(file, "tile/", 5) != 0 || strstr(file, ".p/") ||
        strlen(file) >= sizeof((struct kept_tile *)0)->path)
        return SERVER_TILES;
    for (const char *p = file; *p; p++)
        h = (h ^ (uint8_t)*p) * 16777619u;
    return h % SERVER_TILES;
}

static const struct kept_tile *
tile_kept(const struct server *s, const struct job *j, size_t place)
{
    const struct kept_tile *t = &s->tiles[place < SERVER_TILES ? place : 0];
    bool this_one = place < SERVER_TILES && t->response && strcmp(t->path, j->file) == 0;
    return this_one && !is_fresh(j, t->etag) ? t : NULL;
}

static void
tile_keep(struct kept_tile *t, const char *file, const struct record_file *f,
          struct MHD_Response *r)
{
    if (t->response)
        MHD_destroy_response(t->response);
    *t = (struct kept_tile){.size = f->size, .response = r};
    snprintf(t->path, sizeof t->path, "%s", file);
    snprintf(t->etag, sizeof t->etag, "%s", f->etag);
}

static enum MHD_Result
send_record(struct server *s, struct job *j)
{
    size_t place = tile_place(j->file);
    const struct kept_tile *t = tile_kept(s, j, place);
    struct record_file f;
    if (t)
        return queue_record(s, j, t->response, 200, t->size);
    if (!record_file_open(&f, s->record, j->file))
        return turn_away(s, j, 404, "There is no such file in the record.");
    bool fresh = is_fresh(j, f.etag);
    struct MHD_Response *r = record_response(&f, fresh);
    if (!r)
        return MHD_NO;
    enum MHD_Result done = queue_record(s, j, r, fresh ? 304 : 200, fresh ? 0 : f.size);
    if (place < SERVER_TILES && !fresh && f.size <= POOL_OCTETS)
        tile_keep(&s->tiles[place], j->file, &f, r);
    else
        MHD_destroy_response(r);
    return done;
}

static enum MHD_Result
send_static(struct server *s, struct job *j, const struct page_file *f, bool named)
{
    struct http_reply *x = &j->reply;
    bool fresh = http_etag_known(j->request.headers[HTTP_IF_NONE_MATCH], f->etag);
    *x = (struct http_reply){.status = fresh ? 304 : 200,
                             .type = f->type,
                             .body = fresh ? (struct slice){0} : f->octets,
                             .etag = f->etag,
                             .cache = named ? SL("public, max-age=31536000, immutable")
                                            : SL("no-cache")};
    return send_reply(s, j);
}

/* --- what the first thread answers itself --------------------------------------------------- */

/* "/static/DIGEST/NAME", and the two names that are asked for without being told. */
static const struct page_file *
static_file(const struct server *s, struct slice path, bool *named)
{
    size_t slash = path.n;
    while (slash > 0 && path.p[slash - 1] != '/')
        slash--;
    const struct page_file *f = pages_file(&s->portal->pages, slice_sub(path, slash, path.n));
    *named = f && slice_eq(f->address, path);
    bool asked = slice_eq_str(path, "/favicon.ico") || slice_eq_str(path, "/robots.txt");
    return *named || asked ? f : NULL;
}

static bool
answer_here(enum MHD_Result *done, struct server *s, struct job *j)
{
    if (j->file) {
        *done = send_record(s, j);
        return true;
    }
    if (j->request.method != HTTP_GET)
        return false;
    bool named, of_static = slice_has_prefix(j->request.path, SL("/static/"));
    const struct page_file *file = static_file(s, j->request.path, &named);
    if (!file && !of_static)
        return false;
    *done = file ? send_static(s, j, file, named) : turn_away(s, j, 404, "There is no such file.");
    return true;
}

/* --- the head ------------------------------------------------------------------------------- */

struct heads {
    struct job *j;
    size_t octets;
    bool twice;
};

static enum MHD_Result
on_head(void *ctx, enum MHD_ValueKind kind UNUSED, const char *key, const char *value)
{
    struct heads *h = ctx;
    struct slice v = slice_str(value);
    h->octets += strlen(key) + v.n + 4;
    for (size_t i = 0; i < HTTP_HEADERS && h->octets <= HTTP_HEADERS_MAX; i++) {
        struct slice *to = &h->j->request.headers[i];
        if (strcasecmp(key, http_header_names[i]) != 0)
            continue;
        h->twice = h->twice || (to->n && (i == HTTP_HOST || i == HTTP_AUTHORIZATION ||
                                          i == HTTP_CONTENT_TYPE || i == HTTP_ORIGIN));
        if (to->n && i == HTTP_COOKIE)
            *to = arena_printf(&h->j->arena, "%.*s; %s", SL_FMT(*to), value);
        else if (to->n)
            *to = arena_printf(&h->j->arena, "%.*s, %s", SL_FMT(*to), value);
        else
            *to = arena_dup(&h->j->arena, v);
    }
    return MHD_YES;
}

static struct slice
peer_of(struct job *j)
{
    const union MHD_ConnectionInfo *i =
        MHD_get_connection_info(j->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    char text[INET6_ADDRSTRLEN] = "local";
    if (i && i->client_addr && i->client_addr->sa_family == AF_INET)
        inet_ntop(AF_INET, &((const struct sockaddr_in *)(const void *)i->client_addr)->sin_addr,
                  text, sizeof text);
    if (i && i->client_addr && i->client_addr->sa_family == AF_INET6)
        inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)(const void *)i->client_addr)->sin6_addr,
                  text, sizeof text);
    return arena_dup(&j->arena, slice_str(text));
}

static void
deny(struct job *j, unsigned status, const char *why)
{
    if (!j->refused) {
        j->refused = status;
        j->why = why;
    }
}

/* Length of the body as it says; SIZE_MAX where it does not (chunked), 0 where there is none. */
static size_t
expected(struct MHD_Connection *c)
{
    const char *n = MHD_lookup_connection_value(c, MHD_HEADER_KIND, "Content-Length");
    uint64_t octets;
    if (n)
        return slice_to_u64(slice_trim(slice_str(n)), &octets) ? octets : SIZE_MAX;
    return MHD_lookup_connection_value(c, MHD_HEADER_KIND, "Transfer-Encoding") ? SIZE_MAX : 0;
}

/* Whether it asks for a file of the record. */
static bool
is_file(struct job *j)
{
    const char *path = arena_str(&j->arena, j->request.path), *relative;
    bool whole = strlen(path) == j->request.path.n;
    if (whole && record_file_path(&relative, path))
        j->file = relative;
    return j->file != NULL;
}

/* The row of the request says how much of a body is taken; nothing, where there is none. */
static void
look_up(const struct server *s, struct job *j, struct MHD_Connection *c)
{
    struct route_match m = {0};
    if (s->record < 0 || j->request.method != HTTP_GET || !is_file(j))
        route_find(&m, &j->arena, j->request.method, j->request.path);
    const struct route *r = j->request.method == HTTP_POST ? m.route : NULL;
    j->body_max = r ? (r->body_max ? r->body_max : HTTP_FORM_MAX) : 0;
    if (j->request.method == HTTP_POST && !r)
        j->body_max = HTTP_FORM_MAX; /* 404 and 405 come as pages */
    j->logged = server_log_path(&j->arena, m.route, j->request.path);
    j->expected = expected(c);
    if (j->expected != SIZE_MAX && j->expected > j->body_max)
        deny(j, 413, "That is more than this address takes.");
}

static void
read_method(struct job *j, const char *method)
{
    j->method = "?";
    j->request.head = strcmp(method, "HEAD") == 0;
    j->request.method = strcmp(method, "POST") == 0 ? HTTP_POST : HTTP_GET;
    static const char *const known[] = {"GET",   "HEAD",    "POST",    "PUT",  "DELETE",
                                        "PATCH", "OPTIONS", "CONNECT", "TRACE"};
    for (size_t i = 0; i < COUNT_OF(known); i++)
        if (strcmp(method, known[i]) == 0)
            j->method = known[i];
    if (strcmp(method, "GET") == 0 || strcmp(method, "POST") == 0 || j->request.head)
        return;
    struct route_match get, post;
    route_find(&get, &j->arena, HTTP_GET, j->request.path);
    route_find(&post, &j->arena, HTTP_POST, j->request.path);
    if (!get.route && !post.route) {
        deny(j, 404, "There is nothing at this address.");
        return;
    }
    deny(j, 405, "This address does not take that method.");
    j->reply.allow = !post.route ? SL("GET, HEAD") : get.route ? SL("GET, HEAD, POST") : SL("POST");
}

static enum MHD_Result
begin(struct server *s, struct job *j, struct MHD_Connection *c, const char *method)
{
    struct heads h = {.j = j};
    read_method(j, method);
    (void)MHD_get_connection_values(c, MHD_HEADER_KIND, on_head, &h);
    j->request.peer = peer_of(j);
    look_up(s, j, c);
    if (h.octets > HTTP_HEADERS_MAX)
        deny(j, 431, "The header fields are too large.");
    if (h.twice)
        deny(j, 400, "A header field that may stand once stands there twice.");
    if (atomic_load(&s->closing))
        deny(j, 503, "The server is being stopped; try again in a moment.");
    if (j->expected != SIZE_MAX && s->bodies + j->expected > SERVER_BODIES)
        deny(j, 503, "Too much is being sent at once; try again in a moment.");
    j->stage = JOB_BODY;
    until(s, c, SERVER_BODY_SECONDS, j->expected == SIZE_MAX ? j->body_max : j->expected);
    /* Who waits to be asked for the body, or would send more than is worth discarding, hears it
     * now, and the connection ends. Others are heard out, so that their browser shows the reply. */
    bool waits = MHD_lookup_connection_value(c, MHD_HEADER_KIND, "Expect") != NULL;
    bool huge = j->expected != SIZE_MAX && j->expected > SERVER_DISCARD;
    if (j->refused && j->expected > 0 && (waits || huge))
        return turn_away(s, j, j->refused, j->why);
    if (!j->refused && j->expected > 0)
        buf_init(&j->body, &j->arena, j->body_max);
    return MHD_YES;
}

/* --- the body ------------------------------------------------------------------------------- */

static enum MHD_Result
more(struct server *s, struct job *j, const char *octets, size_t n)
{
    if (!j->refused) {
        size_t before = j->body.cap;
        buf_add(&j->body, slice_of(octets, n));
        s->bodies += j->body.cap - before;
        if (j->body.full)
            deny(j, 413, "That is more than this address takes.");
        else if (s->bodies > SERVER_BODIES)
            deny(j, 503, "Too much is being sent at once; try again in a moment.");
    }
    j->discarded += j->refused ? n : 0;
    return j->discarded > SERVER_DISCARD ? MHD_NO : MHD_YES; /* MHD_NO: the connection ends */
}

static enum MHD_Result
ask(struct server *s, struct job *j)
{
    enum MHD_Result done;
    if (j->refused)
        return turn_away(s, j, j->refused, j->why);
    if (answer_here(&done, s, j))
        return done;
    j->request.body = buf_slice(&j->body);
    j->stage = JOB_ASKED;
    until(s, j->connection, 0, 0);
    MHD_suspend_connection(j->connection);
    if (queue_put(&s->queue, j))
        return MHD_YES;
    j->reply.status = 503;
    j->refused = 503;
    j->why = "Too many are asking at the moment; try again.";
    MHD_resume_connection(j->connection);
    return MHD_YES;
}

static void
on_answered(struct job *j)
{
    MHD_resume_connection(j->connection);
}

static enum MHD_Result
on_request(void *ctx, struct MHD_Connection *c, const char *url UNUSED, const char *method,
           const char *version UNUSED, const char *octets, size_t *n, void **context)
{
    struct server *s = ctx;
    struct job *j = *context;
    size_t had = *n;
    switch (j->stage) {
    case JOB_HEAD:
        return begin(s, j, c, method);
    case JOB_BODY:
        *n = 0;
        return had ? more(s, j, octets, had) : ask(s, j);
    case JOB_ASKED:
        return j->refused ? turn_away(s, j, j->refused, j->why) : send_reply(s, j);
    case JOB_REPLIED:
        break;
    }
    return MHD_NO;
}

/* --- the server ----------------------------------------------------------------------------- */

static bool
start(struct server *s, const struct server_socket *socket, struct err *e)
{
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ITC;
    s->daemon = MHD_start_daemon(
        flags, 0, NULL, NULL, on_request, s, MHD_OPTION_LISTEN_SOCKET, (MHD_socket)socket->fd,
        MHD_OPTION_CONNECTION_LIMIT, (unsigned)SERVER_CONNECTIONS,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)POOL_OCTETS, MHD_OPTION_CONNECTION_TIMEOUT,
        (unsigned)SILENCE_SECONDS, MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_URI_LOG_CALLBACK,
        on_target, s, MHD_OPTION_NOTIFY_COMPLETED, on_completed, s, MHD_OPTION_NOTIFY_CONNECTION,
        on_connection, s, MHD_OPTION_UNESCAPE_CALLBACK, as_it_stands, s, MHD_OPTION_END);
    return s->daemon || err_sys(e, "start the server");
}

static unsigned
threads_of(const struct portal_options *o)
{
    long n = sysconf(_SC_NPROCESSORS_ONLN);
    if (o->threads)
        return o->threads < SERVER_THREADS_MAX ? o->threads : SERVER_THREADS_MAX;
    /* More than processors: some wait for a password's hash, a worker, or the database's lock. */
    return n < 2 ? 4 : n > 14 ? 16 : (unsigned)n + 2;
}

static void
nap(void)
{
    nanosleep(&(struct timespec){.tv_nsec = 200000000}, NULL);
}

/* What is under way ends; who is still sending after a while is cut off. */
static void
finish(struct server *s)
{
    server_notify("STOPPING=1");
    atomic_store(&s->closing, true);
    MHD_quiesce_daemon(s->daemon);
    queue_stop(&s->queue); /* all that was asked is answered, and resumed */
    for (int i = 0; i < SERVER_STOP_SECONDS * 5 && atomic_load(&s->jobs) > 0; i++)
        nap();
    MHD_stop_daemon(s->daemon);
    fflush(stdout);
}

/* The usual 1,024 descriptors are too few for all connections and the databases. */
static void
more_files(void)
{
    struct rlimit r;
    if (getrlimit(RLIMIT_NOFILE, &r) != 0 || r.rlim_cur >= SERVER_FILES)
        return;
    r.rlim_cur = r.rlim_max < SERVER_FILES ? r.rlim_max : SERVER_FILES;
    (void)setrlimit(RLIMIT_NOFILE, &r);
}

static void
release(struct server *s)
{
    if (s->record >= 0)
        close(s->record);
    for (size_t i = 0; i < SERVER_TILES; i++)
        if (s->tiles[i].response)
            MHD_destroy_response(s->tiles[i].response);
    while (s->spare) {
        struct job *j = s->spare;
        s->spare = j->next;
        arena_free(&j->arena);
        free(j);
    }
}

bool
server_run(const struct portal *p, struct server_socket *socket, const volatile sig_atomic_t *stop,
           struct err *e)
{
    struct server s = {.portal = p, .record = -1};
    char path[4096];
    more_files();
    snprintf(path, sizeof path, "%s/record", p->options->dir);
    s.record = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
    watch_init(&s.watch, &p->machine);
    if (!queue_start(&s.queue, p, threads_of(p->options), on_answered, e))
        return false;
    if (!start(&s, socket, e)) {
        queue_stop(&s.queue);
        return false;
    }
    server_notify("READY=1");
    for (unsigned turn = 0; !*stop; turn++) {
        nap();
        fflush(stdout);
        if (turn % 5 == 0)
            watch_look(&s.watch);
    }
    finish(&s);
    release(&s);
    return true;
}
