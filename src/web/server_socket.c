/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The socket to listen on, and what systemd wants to know: sd_listen_fds(3), sd_notify(3), by
 * hand, as those pages describe them.
 */
#include "web/server_parts.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define HANDED_FD 3 /* SD_LISTEN_FDS_START */
#define BACKLOG 512
#define SOCKET_MODE 0660

void
server_notify(const char *what)
{
    const char *path = getenv("NOTIFY_SOCKET"); /* NOLINT(concurrency-mt-unsafe): nobody sets it */
    struct sockaddr_un to = {.sun_family = AF_UNIX};
    size_t n = path ? strlen(path) : 0;
    if (n < 2 || n >= sizeof to.sun_path || (path[0] != '/' && path[0] != '@'))
        return;
    memcpy(to.sun_path, path, n);
    if (path[0] == '@')
        to.sun_path[0] = '\0'; /* abstract */
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return;
    (void)sendto(fd, what, strlen(what), MSG_NOSIGNAL, (const struct sockaddr *)&to,
                 (socklen_t)(offsetof(struct sockaddr_un, sun_path) + n));
    close(fd);
}

/* --- a socket that systemd opened ----------------------------------------------------------- */

static bool
env_is(const char *name, long wanted)
{
    const char *text = getenv(name); /* NOLINT(concurrency-mt-unsafe): nobody sets it */
    int64_t n;
    return text && slice_to_i64(slice_str(text), &n) && n == wanted;
}

static bool
take_handed(struct server_socket *s)
{
    struct stat st;
    if (!env_is("LISTEN_PID", getpid()) || !env_is("LISTEN_FDS", 1) || fstat(HANDED_FD, &st) != 0 ||
        !S_ISSOCK(st.st_mode))
        return false;
    fcntl(HANDED_FD, F_SETFD, FD_CLOEXEC);
    s->fd = HANDED_FD;
    s->handed = true;
    return true;
}

/* --- what it is bound to -------------------------------------------------------------------- */

static bool
is_loopback(const struct sockaddr_storage *at)
{
    const struct sockaddr_in *four = (const void *)at;
    const struct sockaddr_in6 *six = (const void *)at;
    if (at->ss_family == AF_INET)
        return ntohl(four->sin_addr.s_addr) >> 24 == 127;
    return at->ss_family == AF_INET6 && IN6_IS_ADDR_LOOPBACK(&six->sin6_addr);
}

static void
say_address(struct server_socket *s)
{
    struct sockaddr_storage at = {0};
    socklen_t n = sizeof at;
    char host[64], port[16];
    snprintf(s->address, sizeof s->address, "unix:");
    s->local = true;
    if (getsockname(s->fd, (struct sockaddr *)&at, &n) != 0)
        return;
    if (at.ss_family == AF_UNIX) {
        const struct sockaddr_un *path = (const void *)&at;
        snprintf(s->address, sizeof s->address, "unix:%.*s", (int)sizeof path->sun_path,
                 path->sun_path);
        return;
    }
    s->local = is_loopback(&at);
    if (getnameinfo((const struct sockaddr *)&at, n, host, sizeof host, port, sizeof port,
                    NI_NUMERICHOST | NI_NUMERICSERV) == 0)
        snprintf(s->address, sizeof s->address, at.ss_family == AF_INET6 ? "[%s]:%s" : "%s:%s",
                 host, port);
}

/* --- a socket of our own -------------------------------------------------------------------- */

/* A socket file that nobody listens on any more is left from a run that was killed. */
static void
remove_dead(const struct sockaddr_un *at)
{
    struct stat st;
    if (lstat(at->sun_path, &st) != 0 || !S_ISSOCK(st.st_mode))
        return;
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd >= 0 && connect(fd, (const struct sockaddr *)at, sizeof *at) != 0 &&
        errno == ECONNREFUSED)
        unlink(at->sun_path);
    if (fd >= 0)
        close(fd);
}

static bool
listen_file(struct server_socket *s, const char *path, struct err *e)
{
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof at.sun_path || path[0] != '/')
        return err_set(e, ERR_INPUT, "unix:%s: a full path of at most %zu octets belongs there",
                       path, sizeof at.sun_path - 1);
    memcpy(at.sun_path, path, strlen(path));
    remove_dead(&at);
    s->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (s->fd < 0 || bind(s->fd, (const struct sockaddr *)&at, sizeof at) != 0 ||
        chmod(path, SOCKET_MODE) != 0 || listen(s->fd, BACKLOG) != 0)
        return err_sys(e, "listen on unix:%s", path);
    return true;
}

/* "127.0.0.1:8080", "[::1]:8080", "localhost:8080", "*:8080". */
static bool
resolve(struct addrinfo **out, const char *where, struct err *e)
{
    char host[128];
    const char *colon = strrchr(where, ':');
    size_t n = colon ? (size_t)(colon - where) : 0;
    uint64_t port;
    if (!colon || n == 0 || n >= sizeof host || !slice_to_u64(slice_str(colon + 1), &port) ||
        port > UINT16_MAX)
        return err_set(e, ERR_INPUT,
                       "%s: no address to listen on; write 127.0.0.1:8080, [::1]:8080 or "
                       "unix:/run/comity/portal.sock",
                       where);
    bool bracket = where[0] == '[' && n > 2 && where[n - 1] == ']';
    snprintf(host, sizeof host, "%.*s", (int)(bracket ? n - 2 : n), where + (bracket ? 1 : 0));
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE | AI_NUMERICSERV};
    int rc = getaddrinfo(strcmp(host, "*") == 0 ? NULL : host, colon + 1, &hints, out);
    return rc == 0 || err_set(e, ERR_INPUT, "%s: %s", where, gai_strerror(rc));
}

static bool
listen_at(struct server_socket *s, const char *where, struct err *e)
{
    struct addrinfo *list = NULL;
    int on = 1;
    if (!resolve(&list, where, e))
        return false;
    s->fd = socket(list->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    bool ok = s->fd >= 0 && setsockopt(s->fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0 &&
              bind(s->fd, list->ai_addr, list->ai_addrlen) == 0 && listen(s->fd, BACKLOG) == 0;
    if (!ok)
        (void)err_sys(e, "listen on %s", where);
    freeaddrinfo(list);
    return ok;
}

bool
server_listen(struct server_socket *s, const struct portal_options *o, bool plain, struct err *e)
{
    static const char file[] = "unix:";
    *s = (struct server_socket){.fd = -1};
    bool ok = take_handed(s) || (strncmp(o->listen, file, sizeof file - 1) == 0
                                     ? listen_file(s, o->listen + sizeof file - 1, e)
                                     : listen_at(s, o->listen, e));
    if (ok)
        say_address(s);
    bool https = o->url && strncmp(o->url, "https://", 8) == 0;
    if (ok && !s->local && !https && !plain)
        ok =
            err_set(e, ERR_INPUT,
                    "%s is open to others, and this server speaks no TLS: passwords could be read "
                    "on the way. Put a proxy in front and give --url https://NAME (see --help), or "
                    "--plain-http to do so all the same",
                    s->address);
    if (!ok)
        server_unlisten(s);
    return ok;
}

void
server_unlisten(struct server_socket *s)
{
    static const char file[] = "unix:";
    if (s->fd < 0)
        return;
    close(s->fd);
    s->fd = -1;
    if (!s->handed && strncmp(s->address, file, sizeof file - 1) == 0)
        unlink(s->address + sizeof file - 1);
}
