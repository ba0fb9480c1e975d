/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/emitting.h"

#include "base/cleanup.h"
#include "cli/output.h"
#include "solve/emit.h"

#include <errno.h>
#include <sys/stat.h>

static enum emit_server
server_of(const char *name)
{
    for (size_t i = 0; i < COUNT_OF(emit_names); i++)
        if (strcmp(emit_names[i], name) == 0)
            return (enum emit_server)i;
    return EMIT_NGINX;
}

const struct standard *
emitting_profile(const struct solving *s, const char *server)
{
    return catalog_server(&s->catalog, emit_profile(server_of(server)));
}

bool
emitting_plan(struct solving *s, const struct plan *p, const char *server, struct err *e)
{
    struct arena *a = &s->cli->arena;
    struct judge *judge;
    if (!judge_compile(&judge, a, &s->catalog, p->regimes, p->nregimes, e))
        return false;
    struct emitted *v = NEW_ARRAY(a, struct emitted, p->n);
    for (size_t i = 0; i < p->n; i++) {
        struct emit_request rq = {
            .server = server_of(server),
            .configuration = &p->variants[i].configuration,
            .catalog = &s->catalog,
            .because = {judge, p->variants[i].regimes, p->variants[i].nregimes, p->on},
        };
        if (rq.configuration->n == 0) /* the budget ended before one was found */
            continue;
        if (!emit_config(&v[i], a, &rq, e))
            return err_in(e, "--emit %s, variant %zu", server, i + 1);
    }
    s->about.emit = server;
    s->about.emitted = v;
    return true;
}

/* The folders on the way are made, too. */
static bool
make_folder(struct arena *a, const char *path, struct err *e)
{
    char *part = arena_str(a, slice_str(path));
    for (char *at = part + 1; *path && *at; at++) {
        if (*at != '/')
            continue;
        *at = '\0';
        (void)mkdir(part, 0777); /* what stops it stops the last one, too */
        *at = '/';
    }
    return mkdir(path, 0777) == 0 || errno == EEXIST || err_sys(e, "--emit-dir '%s'", path);
}

static bool
write_file(struct arena *a, const char *folder, const struct emit_file *f, struct err *e)
{
    const char *path = arena_str(a, arena_printf(a, "%s/%s", folder, f->name));
    CLEANUP(output_abandon) struct output out;
    return output_open(&out, a, path, e) && output_write(&out, f->text, e) &&
           output_commit(&out, e);
}

bool
emitting_write(struct solving *s, const struct plan *p, const char *dir, struct err *e)
{
    struct arena *a = &s->cli->arena;
    if (!make_folder(a, dir, e))
        return false;
    for (size_t i = 0; i < p->n; i++) {
        const struct emitted *em = &s->about.emitted[i];
        const char *folder = arena_str(a, arena_printf(a, "%s/variant-%zu", dir, i + 1));
        if (!make_folder(a, folder, e))
            return false;
        for (size_t k = 0; k < em->nfiles; k++)
            if (!write_file(a, folder, &em->files[k], e))
                return false;
    }
    s->about.emit_dir = slice_str(dir);
    return true;
}
