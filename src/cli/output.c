/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/output.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The mode that a newly created file would have had: mkstemp gives 0600. */
static void
set_usual_mode(int fd)
{
    mode_t mask = umask(0);
    umask(mask);
    (void)fchmod(fd, 0666 & ~mask);
}

/* Devices and pipes (/dev/null, >(…)) cannot be replaced by a rename. */
static bool
is_special(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && !S_ISREG(st.st_mode);
}

bool
output_open(struct output *out, struct arena *a, const char *path, struct err *e)
{
    *out = (struct output){0};
    if (!path || strcmp(path, "-") == 0) {
        out->f = stdout;
        return true;
    }
    out->path = path;
    if (is_special(path)) {
        out->f = fopen(path, "we");
        return out->f ? true : err_sys(e, "%s", path);
    }
    out->tmp = arena_str(a, arena_printf(a, "%s.XXXXXX", path));
    int fd = mkstemp(out->tmp);
    if (fd < 0) {
        out->tmp = NULL;
        return err_sys(e, "%s", path);
    }
    set_usual_mode(fd);
    out->f = fdopen(fd, "w");
    if (!out->f) {
        close(fd);
        return err_sys(e, "%s", path);
    }
    return true;
}

bool
output_write(struct output *out, struct slice s, struct err *e)
{
    if (s.n && fwrite(s.p, 1, s.n, out->f) != s.n)
        return err_sys(e, "write %s", out->path ? out->path : "standard output");
    return true;
}

bool
output_commit(struct output *out, struct err *e)
{
    const char *name = out->path ? out->path : "standard output";
    if (fflush(out->f) != 0)
        return err_sys(e, "write %s", name);
    if (!out->path) {
        out->f = NULL;
        return true;
    }
    if (out->tmp && fsync(fileno(out->f)) != 0)
        return err_sys(e, "write %s", name);
    FILE *f = out->f;
    out->f = NULL;
    if (fclose(f) != 0)
        return err_sys(e, "write %s", name);
    if (out->tmp && rename(out->tmp, out->path) != 0)
        return err_sys(e, "%s", name);
    out->tmp = NULL;
    return true;
}

void
output_abandon(struct output *out)
{
    if (out->f && out->f != stdout)
        fclose(out->f);
    if (out->tmp)
        unlink(out->tmp);
    *out = (struct output){0};
}
