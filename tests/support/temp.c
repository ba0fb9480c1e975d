/* SPDX-License-Identifier: Apache-2.0 */
#include "support/temp.h"

#include "base/cleanup.h"

#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>

bool
temp_make(struct temp *t, struct err *e)
{
    const char *base = getenv("TMPDIR"); // NOLINT(concurrency-mt-unsafe): one thread
    int n = snprintf(t->path, sizeof t->path, "%s/comity-XXXXXX", base && *base ? base : "/tmp");
    if (n < 0 || (size_t)n >= sizeof t->path)
        return err_set(e, ERR_LIMIT, "the name of the folder for temporary files is too long");
    if (!mkdtemp(t->path))
        return err_sys(e, "make %s", t->path);
    return true;
}

static int
remove_one(const char *path, const struct stat *st, int type, struct FTW *where)
{
    (void)st;
    (void)type;
    (void)where;
    return remove(path);
}

void
temp_remove(struct temp *t)
{
    if (t->path[0]) // NOLINTNEXTLINE(concurrency-mt-unsafe): one thread
        nftw(t->path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    t->path[0] = '\0';
}

char *
temp_path(struct arena *a, const struct temp *t, const char *name)
{
    return arena_str(a, arena_printf(a, "%s/%s", t->path, name));
}

bool
temp_write(const struct temp *t, const char *name, struct slice content, struct err *e)
{
    AUTO_ARENA a = {0};
    const char *path = temp_path(&a, t, name);
    AUTO_FD fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0)
        return err_sys(e, "%s", path);
    while (content.n > 0) {
        ssize_t w = write(fd, content.p, content.n);
        if (w < 0)
            return err_sys(e, "write %s", path);
        content = slice_sub(content, (size_t)w, content.n);
    }
    return true;
}

bool
temp_read(struct slice *out, struct arena *a, const char *path, size_t max, struct err *e)
{
    AUTO_FILE f = fopen(path, "re");
    if (!f)
        return err_sys(e, "%s", path);
    uint8_t *p = NEW_ARRAY(a, uint8_t, max);
    size_t n = fread(p, 1, max, f);
    if (ferror(f))
        return err_sys(e, "read %s", path);
    *out = slice_of(p, n);
    return true;
}
