/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files of the record, as https://c2sp.org/tlog-tiles names them. What a path may look like is
 * said here, part by part; nothing else is ever opened, and no link is followed.
 */
#include "web/server_parts.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define PREFIX "/record/"
#define TILE_PARTS_MAX 12

static bool
digits(struct slice s, size_t least, size_t most)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
    return s.n >= least && s.n <= most;
}

/* "000", "x001", "067.p". */
static bool
tile_part(struct slice s)
{
    if (s.n == 4 && s.p[0] == 'x')
        return digits(slice_sub(s, 1, 3), 3, 3);
    if (s.n == 5 && slice_has_suffix(s, SL(".p")))
        return digits(slice_sub(s, 0, 3), 3, 3);
    return digits(s, 1, 3);
}

/* tile/<level or "entries">/<number in parts>[.p/<width>] */
static bool
tile_path(struct slice rest)
{
    struct slice part;
    size_t n = 0;
    if (rest.n == 0 || rest.p[rest.n - 1] == '/')
        return false;
    if (!slice_cut(&rest, '/', &part) || !(slice_eq_str(part, "entries") || digits(part, 1, 2)))
        return false;
    while (slice_cut(&rest, '/', &part))
        if (++n > TILE_PARTS_MAX || !tile_part(part))
            return false;
    return n > 0;
}

static bool
object_path(struct slice rest)
{
    for (size_t i = 0; i < rest.n; i++)
        if (!(rest.p[i] >= '0' && rest.p[i] <= '9') && !(rest.p[i] >= 'a' && rest.p[i] <= 'f'))
            return false;
    return rest.n == 64;
}

bool
record_file_path(const char **relative, const char *path)
{
    if (strncmp(path, PREFIX, sizeof PREFIX - 1) != 0)
        return false;
    *relative = path + sizeof PREFIX - 1;
    struct slice rest = slice_str(*relative);
    if (slice_eq_str(rest, "checkpoint") || slice_eq_str(rest, "log.vkey"))
        return true;
    if (slice_has_prefix(rest, SL("tile/")))
        return tile_path(slice_sub(rest, 5, SIZE_MAX));
    return slice_has_prefix(rest, SL("object/")) && object_path(slice_sub(rest, 7, SIZE_MAX));
}

/* Part by part, so that a link in the middle is not followed either. */
static int
open_below(int root, const char *relative)
{
    int at = dup(root);
    while (at >= 0) {
        const char *slash = strchr(relative, '/');
        char part[80];
        if (!slash)
            break;
        snprintf(part, sizeof part, "%.*s", (int)(slash - relative), relative);
        int next = openat(at, part, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        close(at);
        at = next;
        relative = slash + 1;
    }
    if (at < 0)
        return -1;
    int fd = openat(at, relative, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
    close(at);
    return fd;
}

static void
describe(struct record_file *f, const char *relative)
{
    bool tile = strncmp(relative, "tile/", 5) == 0;
    f->type = "application/octet-stream";
    if (strcmp(relative, "checkpoint") == 0 || strcmp(relative, "log.vkey") == 0)
        f->type = "text/plain; charset=utf-8";
    /* A full tile never changes; a part of one is replaced; an object may be forgotten. */
    if (tile && !strstr(relative, ".p/"))
        f->cache = "public, max-age=31536000, immutable";
    else
        f->cache = tile ? "public, max-age=3600" : "no-cache";
}

bool
record_file_open(struct record_file *out, int root, const char *relative)
{
    struct stat st;
    int fd = open_below(root, relative);
    if (fd < 0)
        return false;
    if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode) || st.st_size < 0) {
        close(fd);
        return false;
    }
    *out = (struct record_file){.fd = fd, .size = (size_t)st.st_size};
    snprintf(out->etag, sizeof out->etag, "\"%" PRIx64 "-%" PRIx64 "-%" PRIx64 "\"",
             (uint64_t)st.st_mtim.tv_sec, (uint64_t)st.st_mtim.tv_nsec ^ (uint64_t)st.st_ino << 20,
             (uint64_t)st.st_size);
    describe(out, relative);
    return true;
}
