/* SPDX-License-Identifier: Apache-2.0 */
#include "record/files.h"

#include "base/cleanup.h"
#include "record/http.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>

#define PLACE_MAX 4096 /* octets of a path or an address */

/* --- a folder --- */

struct folder {
    char path[PLACE_MAX];
    size_t n; /* of the folder itself, with its slash */
};

static bool
read_open_file(enum files_state *state, struct slice *out, struct arena *a, int fd,
               const char *path, size_t max, struct err *e)
{
    struct stat st;
    if (fstat(fd, &st) != 0)
        return err_sys(e, "stat %s", path);
    if (!S_ISREG(st.st_mode))
        return err_set(e, ERR_INPUT, "%s: not a regular file", path);
    if ((uintmax_t)st.st_size > max) {
        *state = FILES_TOO_LARGE;
        return true;
    }
    size_t want = (size_t)st.st_size, got = 0;
    uint8_t *p = arena_alloc(a, want, 1);
    while (got < want) {
        ssize_t r = read(fd, p + got, want - got);
        if (r < 0 && errno == EINTR)
            continue;
        if (r < 0)
            return err_sys(e, "read %s", path);
        if (r == 0)
            break; /* it was cut under us: what is there will be found too short */
        got += (size_t)r;
    }
    *state = FILES_HERE;
    *out = slice_of(p, got);
    return true;
}

static bool
folder_get(void *ctx, enum files_state *state, struct slice *out, struct arena *a, const char *path,
           size_t max, struct err *e)
{
    struct folder *f = ctx;
    int n = snprintf(f->path + f->n, sizeof f->path - f->n, "%s", path);
    if (n < 0 || (size_t)n >= sizeof f->path - f->n)
        return err_set(e, ERR_LIMIT, "%s: the path is too long", path);
    *out = (struct slice){0};
    AUTO_FD fd = open(f->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0 && (errno == ENOENT || errno == ENOTDIR)) {
        *state = FILES_ABSENT;
        return true;
    }
    if (fd < 0)
        return err_sys(e, "open %s", f->path);
    return read_open_file(state, out, a, fd, f->path, max, e);
}

static void
folder_close(void *ctx UNUSED)
{
}

static bool
open_folder(struct files *out, struct arena *a, const char *where, struct err *e)
{
    struct stat st;
    if (stat(where, &st) != 0)
        return err_sys(e, "%s", where);
    if (!S_ISDIR(st.st_mode))
        return err_set(e, ERR_INPUT, "%s: not a folder", where);
    struct folder *f = NEW(a, struct folder);
    int n = snprintf(f->path, sizeof f->path, "%s/", where);
    if (n < 0 || (size_t)n >= sizeof f->path)
        return err_set(e, ERR_LIMIT, "%.80s…: the path is too long", where);
    f->n = (size_t)n;
    *out = (struct files){f, where, false, folder_get, folder_close};
    return true;
}

/* --- an address --- */

struct address {
    struct http *http;
    char url[PLACE_MAX];
    size_t n; /* of the prefix, with its slash */
};

static bool
address_get(void *ctx, enum files_state *state, struct slice *out, struct arena *a,
            const char *path, size_t max, struct err *e)
{
    static const enum files_state states[] = {
        [HTTP_OK] = FILES_HERE, [HTTP_ABSENT] = FILES_ABSENT, [HTTP_TOO_LARGE] = FILES_TOO_LARGE};
    struct address *x = ctx;
    int n = snprintf(x->url + x->n, sizeof x->url - x->n, "%s", path);
    if (n < 0 || (size_t)n >= sizeof x->url - x->n)
        return err_set(e, ERR_LIMIT, "%s: the address is too long", path);
    enum http_answer answer;
    if (!http_get(x->http, &answer, out, a, x->url, max, e))
        return false;
    *state = states[answer];
    return true;
}

static void
address_close(void *ctx)
{
    struct address *x = ctx;
    http_free(x->http);
}

static bool
open_address(struct files *out, struct arena *a, const char *where, struct err *e)
{
    struct address *x = NEW(a, struct address);
    size_t len = strlen(where);
    const char *slash = where[len - 1] == '/' ? "" : "/";
    int n = snprintf(x->url, sizeof x->url, "%s%s", where, slash);
    if (n < 0 || (size_t)n >= sizeof x->url)
        return err_set(e, ERR_LIMIT, "%.80s…: the address is too long", where);
    if (strpbrk(where, "?#"))
        return err_set(e, ERR_INPUT, "%s: the address of a record has no \"?\" or \"#\"", where);
    x->n = (size_t)n;
    if (!http_new(&x->http, e))
        return false;
    *out = (struct files){x, where, true, address_get, address_close};
    return true;
}

bool
files_open(struct files *out, struct arena *a, const char *where, struct err *e)
{
    struct slice s = slice_str(where);
    *out = (struct files){0};
    if (slice_has_prefix(s, SL("http://")) || slice_has_prefix(s, SL("https://")))
        return open_address(out, a, where, e);
    return open_folder(out, a, where, e);
}

void
files_close(struct files *f)
{
    if (f->close)
        f->close(f->ctx);
    *f = (struct files){0};
}
