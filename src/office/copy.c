/* SPDX-License-Identifier: Apache-2.0 */
#include "office/copy.h"

#include "base/cleanup.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#define PIECE ((size_t)1 << 16)

static bool
join(char out[PATH_MAX], const char *dir, const char *name, struct err *e)
{
    int n = snprintf(out, PATH_MAX, "%s/%s", dir, name);
    return (n > 0 && n < PATH_MAX) || err_set(e, ERR_LIMIT, "the path is too long: %.80s…", dir);
}

static bool
write_all(int fd, const uint8_t *p, size_t n)
{
    while (n > 0) {
        ssize_t w = write(fd, p, n);
        if (w < 0 && errno == EINTR)
            continue;
        if (w <= 0)
            return false;
        p += w;
        n -= (size_t)w;
    }
    return true;
}

bool
copy_file(const char *from, const char *to, mode_t mode, struct err *e)
{
    AUTO_FD in = open(from, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (in < 0)
        return err_sys(e, "%s", from);
    AUTO_FD out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    if (out < 0)
        return err_sys(e, "%s", to);
    uint8_t piece[PIECE];
    for (;;) {
        ssize_t n = read(in, piece, sizeof piece);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return err_sys(e, "%s", from);
        if (n == 0)
            return true;
        if (!write_all(out, piece, (size_t)n))
            return err_sys(e, "%s", to);
    }
}

static bool
left_out(const char *name)
{
    size_t n = strlen(name);
    return strcmp(name, ".") == 0 || strcmp(name, "..") == 0 ||
           (n > 4 && strcmp(name + n - 4, ".new") == 0);
}

static bool copy_dir(const char *from, const char *to, mode_t mask, unsigned depth, struct err *e);

static bool
copy_entry(const char *from, const char *to, mode_t mask, unsigned depth, struct err *e)
{
    struct stat st;
    if (lstat(from, &st) < 0)
        return errno == ENOENT || err_sys(e, "%s", from); /* a partial tile that has gone */
    if (S_ISREG(st.st_mode))
        return copy_file(from, to, st.st_mode & mask & 0777, e);
    if (S_ISDIR(st.st_mode))
        return copy_dir(from, to, mask, depth + 1, e);
    return err_set(e, ERR_INPUT, "%s: neither a file nor a folder", from);
}

static bool
copy_dir(const char *from, const char *to, mode_t mask, unsigned depth, struct err *e)
{
    struct stat st;
    if (depth > COPY_DEPTH_MAX)
        return err_set(e, ERR_LIMIT, "%s: deeper than %d folders", from, COPY_DEPTH_MAX);
    if (stat(from, &st) < 0)
        return err_sys(e, "%s", from);
    if (mkdir(to, (st.st_mode & mask & 0777) | 0700) < 0)
        return err_sys(e, "%s", to);
    DIR *dir = opendir(from);
    if (!dir)
        return err_sys(e, "%s", from);
    bool ok = true;
    const struct dirent *entry;
    char source[PATH_MAX], target[PATH_MAX];
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): nobody else has this stream (readdir(3)) */
    while (ok && (entry = readdir(dir)))
        if (!left_out(entry->d_name))
            ok = join(source, from, entry->d_name, e) && join(target, to, entry->d_name, e) &&
                 copy_entry(source, target, mask, depth, e);
    closedir(dir);
    return ok;
}

bool
copy_tree(const char *from, const char *to, mode_t mask, struct err *e)
{
    return copy_dir(from, to, mask, 0, e);
}

bool
copy_sync(const char *dir, struct err *e)
{
    AUTO_FD fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0 || syncfs(fd) < 0)
        return err_sys(e, "%s", dir);
    return true;
}

static void
remove_dir(const char *dir, unsigned depth)
{
    DIR *d = depth > COPY_DEPTH_MAX ? NULL : opendir(dir);
    const struct dirent *entry;
    char path[PATH_MAX];
    struct stat st;
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): as above */
    while (d && (entry = readdir(d))) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0 ||
            !join(path, dir, entry->d_name, NULL) || lstat(path, &st) < 0)
            continue;
        if (S_ISDIR(st.st_mode))
            remove_dir(path, depth + 1);
        else
            (void)unlink(path);
    }
    if (d)
        closedir(d);
    (void)rmdir(dir);
}

void
copy_remove(const char *dir)
{
    remove_dir(dir, 0);
}
