/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/data_dir.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#ifndef COMITY_DATADIR
#define COMITY_DATADIR "/usr/share/comity"
#endif

static bool
holds_data(struct arena *a, const char *dir)
{
    struct slice sub = arena_printf(a, "%s/registry", dir);
    struct stat st;
    return stat((const char *)sub.p, &st) == 0 && S_ISDIR(st.st_mode);
}

/* The folder that the running program lies in; the empty slice where /proc does not tell. */
static struct slice
program_dir(struct arena *a)
{
    char *path = arena_alloc(a, 4096, 1);
    ssize_t n = readlink("/proc/self/exe", path, 4095);
    if (n <= 0)
        return (struct slice){0};
    while (n > 0 && path[n - 1] != '/')
        n--;
    return slice_of(path, (size_t)n);
}

static bool
use_named(const char **out, struct arena *a, const char *dir, const char *who, struct err *e)
{
    if (!holds_data(a, dir))
        return err_set(e, ERR_INPUT,
                       "%s: no folder registry/ there; %s must name Comity's data folder", dir,
                       who);
    *out = dir;
    return true;
}

bool
data_dir_find(const char **out, struct arena *a, const char *wanted, struct err *e)
{
    const char *named = getenv("COMITY_DATA");
    if (wanted)
        return use_named(out, a, wanted, "--data", e);
    if (named && *named)
        return use_named(out, a, named, "COMITY_DATA", e);
    struct slice here = program_dir(a);
    const char *places[] = {
        (const char *)arena_printf(a, "%.*s../data", SL_FMT(here)).p,
        (const char *)arena_printf(a, "%.*s../share/comity", SL_FMT(here)).p,
        COMITY_DATADIR,
    };
    for (size_t i = 0; i < COUNT_OF(places); i++)
        if (holds_data(a, places[i])) {
            *out = places[i];
            return true;
        }
    return err_set(e, ERR_INPUT, "no data folder in %s, %s or %s: give --data DIR", places[0],
                   places[1], places[2]);
}
