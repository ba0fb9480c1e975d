/* SPDX-License-Identifier: Apache-2.0 */
#include "base/env.h"

#include "base/cleanup.h"
#include "base/vec.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <time.h>

static int64_t
clock_ns(clockid_t id)
{
    struct timespec t;
    clock_gettime(id, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static int64_t
system_wall_ns(void *ctx UNUSED)
{
    return clock_ns(CLOCK_REALTIME);
}

static int64_t
system_mono_ns(void *ctx UNUSED)
{
    return clock_ns(CLOCK_MONOTONIC);
}

static void
system_random(void *ctx UNUSED, uint8_t *out, size_t n)
{
    while (n > 0) {
        ssize_t got = getrandom(out, n, 0);
        if (got <= 0)
            continue; /* EINTR: the only failure left once the pool is seeded */
        out += got;
        n -= (size_t)got;
    }
}

static bool
system_resolve(void *ctx UNUSED, struct env_addresses *out, const char *host, uint16_t port,
               struct err *e)
{
    char service[8];
    snprintf(service, sizeof service, "%u", port);
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICSERV};
    struct addrinfo *list = NULL;
    int rc = getaddrinfo(host, service, &hints, &list);
    if (rc == EAI_SYSTEM)
        return err_sys(e, "look up %s", host);
    if (rc != 0)
        return err_set(e, ERR_INPUT, "look up %s: %s", host, gai_strerror(rc));
    out->n = 0;
    for (struct addrinfo *i = list; i && out->n < ENV_ADDRESSES_MAX; i = i->ai_next)
        memcpy(&out->v[out->n++], i->ai_addr, i->ai_addrlen);
    freeaddrinfo(list);
    return true;
}

static int
system_dial(void *ctx UNUSED, const struct sockaddr *to, socklen_t n)
{
    int fd = socket(to->sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return -1;
    int on = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (connect(fd, to, n) < 0 && errno != EINPROGRESS) {
        int why = errno;
        close(fd);
        errno = why;
        return -1;
    }
    return fd;
}

/* Up to `want` octets; *got says how many there were. */
static bool
read_up_to(int fd, uint8_t *p, size_t want, size_t *got)
{
    *got = 0;
    while (*got < want) {
        ssize_t r = read(fd, p + *got, want - *got);
        if (r < 0 && errno == EINTR)
            continue;
        if (r < 0)
            return false;
        if (r == 0)
            break; /* truncated under us: give what was there */
        *got += (size_t)r;
    }
    return true;
}

static bool
system_read_file(void *ctx UNUSED, struct slice *out, struct arena *a, const char *path, size_t max,
                 struct err *e)
{
    /* O_NONBLOCK: a FIFO must not hang us. */
    AUTO_FD fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return err_sys(e, "%s", path);
    struct stat st;
    if (fstat(fd, &st) < 0)
        return err_sys(e, "%s", path);
    if (!S_ISREG(st.st_mode))
        return err_set(e, ERR_INPUT, "%s: not a regular file", path);
    if (st.st_size < 0 || (uintmax_t)st.st_size > max)
        return err_set(e, ERR_LIMIT, "%s: %" PRIdMAX " octets, we accept %zu", path,
                       (intmax_t)st.st_size, max);
    uint8_t *p = NEW_ARRAY(a, uint8_t, (size_t)st.st_size);
    size_t got;
    if (!read_up_to(fd, p, (size_t)st.st_size, &got))
        return err_sys(e, "%s", path);
    *out = slice_of(p, got);
    return true;
}

static int
by_name(const void *a, const void *b)
{
    return slice_cmp(*(const struct slice *)a, *(const struct slice *)b);
}

static bool
system_list_dir(void *ctx UNUSED, struct slices *out, struct arena *a, const char *path,
                struct err *e)
{
    DIR *dir = opendir(path);
    if (!dir)
        return err_sys(e, "%s", path);
    VEC(struct slice) names = {0};
    const struct dirent *entry;
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): nobody else has this stream (readdir(3)) */
    while (names.n < ENV_DIR_ENTRIES_MAX && (entry = readdir(dir)))
        if (entry->d_name[0] != '.')
            vec_push(a, &names, arena_dup(a, slice_str(entry->d_name)));
    closedir(dir);
    if (names.n == ENV_DIR_ENTRIES_MAX)
        return err_set(e, ERR_LIMIT, "%s: more than %d entries", path, ENV_DIR_ENTRIES_MAX);
    if (names.n > 1)
        qsort(names.v, names.n, sizeof *names.v, by_name);
    *out = (struct slices){names.v, names.n};
    return true;
}

void
env_system(struct env *env)
{
    *env = (struct env){
        .wall_ns = system_wall_ns,
        .mono_ns = system_mono_ns,
        .random = system_random,
        .resolve = system_resolve,
        .dial = system_dial,
        .read_file = system_read_file,
        .list_dir = system_list_dir,
    };
}
