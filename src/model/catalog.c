/* SPDX-License-Identifier: Apache-2.0 */
#include "model/catalog.h"

#include "base/cleanup.h"
#include "model/condition.h"
#include "model/standard_read.h"

#include <stdlib.h>

/* The paths of the .yaml files in DIR/SUB. */
static bool
list_files(struct loader *l, const char *dir, const char *sub, struct slices *out, struct err *e)
{
    struct slices names;
    const char *path = (const char *)arena_printf(l->a, "%s/%s", dir, sub).p;
    if (!l->env->list_dir(l->env->ctx, &names, l->a, path, e))
        return false;
    *out = (struct slices){NEW_ARRAY(l->a, struct slice, names.n), 0};
    for (size_t i = 0; i < names.n; i++)
        if (slice_has_suffix(names.v[i], SL(".yaml")))
            out->v[out->n++] = arena_printf(l->a, "%s/%.*s", path, SL_FMT(names.v[i]));
    return true;
}

static const char *
path_of(const struct slices *files, size_t i)
{
    return (const char *)files->v[i].p; /* arena_printf ends it with a NUL */
}

static bool
load_registries(struct catalog *c, struct loader *l, const char *dir, struct err *e)
{
    struct slices files;
    if (!list_files(l, dir, "registry", &files, e))
        return false;
    if (files.n == 0 || files.n > REGISTRIES_MAX)
        return err_set(e, ERR_INPUT, "%s/registry: 1 to %d registries are wanted, %zu are there",
                       dir, REGISTRIES_MAX, files.n);
    c->registries = NEW_ARRAY(l->a, struct registry, files.n);
    for (size_t i = 0; i < files.n; i++) {
        if (registry_read(&c->registries[c->nregistries], l, path_of(&files, i), e))
            c->nregistries++;
        else if (!loader_goes_on(l, e))
            return false;
    }
    return true;
}

static bool
load_kinds(struct catalog *c, struct loader *l, const char *dir, struct err *e)
{
    struct slices files;
    if (!list_files(l, dir, "vocabulary", &files, e))
        return false;
    if (files.n == 0 || files.n > KINDS_MAX)
        return err_set(e, ERR_INPUT, "%s/vocabulary: 1 to %d kinds are wanted, %zu are there", dir,
                       KINDS_MAX, files.n);
    c->kinds = NEW_ARRAY(l->a, struct kind, files.n);
    for (size_t i = 0; i < files.n; i++) {
        if (kind_read(&c->kinds[c->nkinds], l, c->registries, c->nregistries, path_of(&files, i),
                      e))
            c->nkinds++;
        else if (!loader_goes_on(l, e))
            return false;
    }
    return true;
}

/* Every .yaml file one folder below DIR/standards. */
static bool
list_standards(struct loader *l, const char *dir, struct slices *out, struct err *e)
{
    struct slices folders;
    const char *path = (const char *)arena_printf(l->a, "%s/standards", dir).p;
    if (!l->env->list_dir(l->env->ctx, &folders, l->a, path, e))
        return false;
    VEC(struct slice) all = {0};
    for (size_t i = 0; i < folders.n; i++) {
        struct slices files;
        if (slice_find(folders.v[i], SL(".")) != SIZE_MAX)
            continue; /* a README or the like */
        const char *sub = (const char *)arena_printf(l->a, "%.*s", SL_FMT(folders.v[i])).p;
        if (!list_files(l, path, sub, &files, e))
            return false;
        for (size_t k = 0; k < files.n; k++)
            vec_push(l->a, &all, files.v[k]);
    }
    *out = (struct slices){all.v, all.n};
    return true;
}

static int
standard_order(const void *a, const void *b)
{
    return slice_cmp(((const struct standard *)a)->id, ((const struct standard *)b)->id);
}

static int
regime_order(const void *a, const void *b)
{
    return slice_cmp(((const struct regime *)a)->id, ((const struct regime *)b)->id);
}

/* Standards of one sort: those of authorities, laws of nature, servers. */
struct shelf {
    struct standard *v;
    size_t n;
};

/* Requirements point back to their standard, which sorting has moved. */
static void
sort_shelf(struct shelf *s)
{
    if (s->n > 1)
        qsort(s->v, s->n, sizeof *s->v, standard_order);
    for (size_t i = 0; i < s->n; i++)
        for (size_t k = 0; k < s->v[i].n; k++)
            s->v[i].requirements[k].standard = &s->v[i];
}

static bool
check_unique(const struct shelf *shelf, struct loader *l, struct err *e)
{
    for (size_t i = 1; i < shelf->n; i++) {
        const struct standard *s = &shelf->v[i];
        if (!slice_eq(s[-1].id, s->id))
            continue;
        err_set(e, ERR_INPUT, "%.*s:1:1: standard '%.*s' is in %.*s already, rename one",
                SL_FMT(s->file), SL_FMT(s->id), SL_FMT(s[-1].file));
        if (!loader_goes_on(l, e))
            return false;
    }
    return true;
}

static bool
load_shelf(struct shelf *out, const struct catalog *c, struct loader *l, const struct slices *files,
           struct err *e)
{
    *out = (struct shelf){NEW_ARRAY(l->a, struct standard, files->n), 0};
    for (size_t i = 0; i < files->n; i++) {
        if (standard_read(&out->v[out->n], l, c, path_of(files, i), e))
            out->n++;
        else if (!loader_goes_on(l, e))
            return false;
    }
    sort_shelf(out);
    return check_unique(out, l, e);
}

static bool
load_standards(struct catalog *c, struct loader *l, const char *dir, struct err *e)
{
    struct slices files;
    struct shelf shelf = {0};
    bool ok = list_standards(l, dir, &files, e) && load_shelf(&shelf, c, l, &files, e);
    c->standards = shelf.v;
    c->nstandards = shelf.n;
    return ok;
}

/* The files of a folder that need not be there. */
static bool
load_folder(struct shelf *out, const struct catalog *c, struct loader *l, const char *dir,
            const char *sub, struct err *e)
{
    struct slices names, files = {0};
    *out = (struct shelf){0};
    if (!l->env->list_dir(l->env->ctx, &names, l->a, dir, e))
        return false;
    bool there = false;
    for (size_t i = 0; i < names.n; i++)
        there = there || slice_eq_str(names.v[i], sub);
    return !there || (list_files(l, dir, sub, &files, e) && load_shelf(out, c, l, &files, e));
}

/* The requirements of what a server builds on, behind its own. */
static bool
inherit(struct standard *s, const struct shelf *own, struct loader *l, struct err *e)
{
    VEC(struct requirement) all = {0};
    for (size_t i = 0; i < s->n; i++)
        vec_push(l->a, &all, s->requirements[i]);
    for (size_t b = 0; b < s->builds_on.n; b++) {
        const struct standard *base = NULL;
        for (size_t i = 0; i < own->n; i++)
            if (slice_eq(own->v[i].id, s->builds_on.v[b]) && own->v[i].builds_on.n == 0)
                base = &own->v[i];
        if (!base)
            return err_set(e, ERR_INPUT,
                           "%.*s:1:1: 'builds_on' names '%.*s', but no file in that folder that "
                           "stands by itself has that id",
                           SL_FMT(s->file), SL_FMT(s->builds_on.v[b]));
        for (size_t i = 0; i < base->n; i++)
            vec_push(l->a, &all, base->requirements[i]);
    }
    s->requirements = all.v;
    s->n = all.n;
    return true;
}

static bool
load_laws(struct catalog *c, struct loader *l, const char *dir, struct err *e)
{
    struct shelf laws = {0}, servers = {0};
    bool ok =
        load_folder(&laws, c, l, dir, "law", e) && load_folder(&servers, c, l, dir, "servers", e);
    for (size_t i = 0; ok && i < servers.n; i++)
        ok = servers.v[i].builds_on.n == 0 || inherit(&servers.v[i], &servers, l, e) ||
             loader_goes_on(l, e);
    c->laws = laws.v;
    c->nlaws = laws.n;
    c->servers = servers.v;
    c->nservers = servers.n;
    return ok;
}

static bool
load_regimes(struct catalog *c, struct loader *l, const char *dir, struct err *e)
{
    struct slices files;
    if (!list_files(l, dir, "regimes", &files, e))
        return false;
    c->regimes = NEW_ARRAY(l->a, struct regime, files.n);
    for (size_t i = 0; i < files.n; i++) {
        if (regime_read(&c->regimes[c->nregimes], l, c, path_of(&files, i), e))
            c->nregimes++;
        else if (!loader_goes_on(l, e))
            return false;
    }
    if (c->nregimes > 1)
        qsort(c->regimes, c->nregimes, sizeof *c->regimes, regime_order);
    return true;
}

static bool
load_words(struct catalog *out, struct loader *l, const char *dir, struct err *e)
{
    *out = (struct catalog){.arena = l->a, .dir = arena_dup(l->a, slice_str(dir))};
    return load_registries(out, l, dir, e) && load_kinds(out, l, dir, e);
}

static bool
load_rules(struct catalog *out, struct loader *l, const char *dir, struct err *e)
{
    return load_words(out, l, dir, e) &&
           conditions_new(&out->conditions, l->a, out->registries, out->nregistries, out->kinds,
                          out->nkinds, e) &&
           load_standards(out, l, dir, e) && load_regimes(out, l, dir, e);
}

static bool
load(struct catalog *out, struct loader *l, const char *dir, struct err *e)
{
    return load_rules(out, l, dir, e) && load_laws(out, l, dir, e);
}

bool
catalog_load_words(struct catalog *out, struct arena *a, const struct env *env, const char *dir,
                   struct err *e)
{
    AUTO_ARENA trees = {0};
    struct loader l = {.a = a, .trees = &trees, .env = env};
    return load_words(out, &l, dir, e);
}

bool
catalog_load_rules(struct catalog *out, struct arena *a, const struct env *env, const char *dir,
                   struct err *e)
{
    AUTO_ARENA trees = {0};
    struct loader l = {.a = a, .trees = &trees, .env = env};
    return load_rules(out, &l, dir, e);
}

bool
catalog_load(struct catalog *out, struct arena *a, const struct env *env, const char *dir,
             struct err *e)
{
    AUTO_ARENA trees = {0};
    struct loader l = {.a = a, .trees = &trees, .env = env};
    return load(out, &l, dir, e);
}

bool
catalog_lint(struct catalog *out, struct problems *problems, struct arena *a, const struct env *env,
             const char *dir, struct err *e)
{
    AUTO_ARENA trees = {0};
    struct loader l = {.a = a, .trees = &trees, .env = env, .problems = problems, .cases = true};
    return load(out, &l, dir, e);
}

bool
catalog_lint_standard(struct standard *out, struct problems *problems, struct arena *a,
                      const struct env *env, const struct catalog *c, const char *path,
                      struct err *e)
{
    AUTO_ARENA trees = {0};
    struct loader l = {.a = a, .trees = &trees, .env = env, .problems = problems, .cases = true};
    return standard_read(out, &l, c, path, e);
}

bool
catalog_read_standard(struct standard *out, struct problems *problems, struct arena *a,
                      const struct catalog *c, const struct yaml_doc *d, struct err *e)
{
    struct loader l = {.a = a, .trees = a, .problems = problems, .cases = true};
    return standard_read_doc(out, &l, c, d, e);
}
