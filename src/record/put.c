/* SPDX-License-Identifier: Apache-2.0 */
#include "record/put.h"

#include "base/cleanup.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>

#define PUT_PATH_MAX 256
#define PUT_ASIDE ".new"
#define PUT_WAIT_SECONDS 60
#define PUT_PAUSE_NS 100000 /* doubled from look to look, up to */
#define PUT_PAUSE_MAX_NS 12800000

/* Held by another process: a publication takes milliseconds, all files of a large record seconds.
 */
static bool
wait_for_lock(int fd)
{
    int64_t waited = 0, pause = PUT_PAUSE_NS;
    while (flock(fd, LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK && errno != EINTR)
            return false;
        if (waited > (int64_t)PUT_WAIT_SECONDS * 1000000000) {
            errno = EWOULDBLOCK;
            return false;
        }
        nanosleep(&(struct timespec){.tv_nsec = pause}, NULL);
        waited += pause;
        pause = pause < PUT_PAUSE_MAX_NS ? pause * 2 : pause;
    }
    return true;
}

bool
put_lock(int *dir_fd, const char *dir, struct err *e)
{
    *dir_fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (*dir_fd < 0)
        return err_sys(e, "open %s", dir);
    if (wait_for_lock(*dir_fd))
        return true;
    if (errno == EWOULDBLOCK)
        return err_set(e, ERR_SYSTEM, "another process has been writing %s for %d seconds", dir,
                       PUT_WAIT_SECONDS);
    return err_sys(e, "lock %s", dir);
}

/* Each folder on the way to `path`. */
static bool
make_dirs(int dir_fd, const char *path, struct err *e)
{
    char part[PUT_PATH_MAX];
    for (const char *slash = strchr(path, '/'); slash; slash = strchr(slash + 1, '/')) {
        snprintf(part, sizeof part, "%.*s", (int)(slash - path), path);
        if (mkdirat(dir_fd, part, 0777) != 0 && errno != EEXIST)
            return err_sys(e, "make the folder %s", part);
    }
    return true;
}

static bool
write_all(int fd, struct slice s)
{
    while (s.n > 0) {
        ssize_t n = write(fd, s.p, s.n);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        s = slice_sub(s, (size_t)n, s.n);
    }
    return true;
}

/*
 * Neither emptied nor made afresh where it is left from the last time: both would have the file
 * system write it out at once.
 */
static bool
write_aside(int dir_fd, const char *path, struct slice octets, struct err *e)
{
    AUTO_FD fd = openat(dir_fd, PUT_ASIDE, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
    if (fd < 0)
        return err_sys(e, "create %s", path);
    return (write_all(fd, octets) && ftruncate(fd, (off_t)octets.n) == 0) ||
           err_sys(e, "write %s", path);
}

/* The old one becomes what the next is written into, where the file system can do that. */
static bool
put_in_place(int dir_fd, const char *path, struct err *e)
{
    if (renameat2(dir_fd, PUT_ASIDE, dir_fd, path, RENAME_EXCHANGE) == 0 ||
        renameat(dir_fd, PUT_ASIDE, dir_fd, path) == 0)
        return true;
    if (errno != ENOENT)
        return err_sys(e, "put %s in place", path);
    if (!make_dirs(dir_fd, path, e))
        return false;
    return renameat(dir_fd, PUT_ASIDE, dir_fd, path) == 0 || err_sys(e, "put %s in place", path);
}

static bool
is_there(int dir_fd, const char *path, struct slice octets)
{
    AUTO_FD fd = openat(dir_fd, path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    struct stat st;
    if (fd < 0 || fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || (uintmax_t)st.st_size != octets.n)
        return false;
    while (octets.n > 0) {
        uint8_t chunk[16384];
        ssize_t n = read(fd, chunk, sizeof chunk);
        if (n <= 0 || (size_t)n > octets.n || memcmp(chunk, octets.p, (size_t)n) != 0)
            return false;
        octets = slice_sub(octets, (size_t)n, octets.n);
    }
    return true;
}

bool
put_whole(int dir_fd, const char *path, struct slice octets, struct err *e)
{
    return is_there(dir_fd, path, octets) ||
           (write_aside(dir_fd, path, octets, e) && put_in_place(dir_fd, path, e));
}

/* *there: it was there before, and nothing was written. */
static bool
write_new(bool *there, int dir_fd, const char *path, struct slice octets, struct err *e)
{
    const int flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW;
    AUTO_FD fd = openat(dir_fd, path, flags, 0666);
    if (fd < 0 && errno == ENOENT) {
        if (!make_dirs(dir_fd, path, e))
            return false;
        fd = openat(dir_fd, path, flags, 0666);
    }
    *there = fd < 0 && errno == EEXIST;
    if (*there)
        return true;
    if (fd < 0)
        return err_sys(e, "create %s", path);
    return write_all(fd, octets) || err_sys(e, "write %s", path);
}

bool
put_uncalled(int dir_fd, const char *path, struct slice octets, struct err *e)
{
    bool there;
    return write_new(&there, dir_fd, path, octets, e) &&
           (!there || put_whole(dir_fd, path, octets, e));
}

void
put_remove_dir(int dir_fd, const char *path)
{
    int fd = openat(dir_fd, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0)
        return;
    DIR *d = fdopendir(fd);
    if (!d) {
        close(fd);
        return;
    }
    for (const struct dirent *x = readdir(d); x; x = readdir(d)) /* NOLINT(concurrency-mt-unsafe) */
        if (x->d_name[0] != '.')
            unlinkat(fd, x->d_name, 0);
    closedir(d);
    unlinkat(dir_fd, path, AT_REMOVEDIR);
}

bool
put_remove_file(int dir_fd, const char *path, struct err *e)
{
    return unlinkat(dir_fd, path, 0) == 0 || errno == ENOENT || err_sys(e, "remove %s", path);
}

bool
put_sync(int dir_fd, struct err *e)
{
    return syncfs(dir_fd) == 0 || err_sys(e, "sync the record's folder");
}
