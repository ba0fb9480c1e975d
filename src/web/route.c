/* SPDX-License-Identifier: Apache-2.0 */
/* Finds the row of a path. The tables are small: they are looked through in order. */
#include "web/route.h"

#include "text/utf8.h"

#define PARTS_MAX 32 /* of a path */

/* A path, cut at its slashes and decoded. */
struct parts {
    struct slice v[PARTS_MAX];
    size_t n;
};

static bool
part_sound(struct slice s)
{
    return s.n > 0 && !slice_eq_str(s, ".") && !slice_eq_str(s, "..") && !memchr(s.p, 0, s.n) &&
           !memchr(s.p, '/', s.n) && utf8_valid(s) == s.n;
}

static bool
parts_of(struct parts *out, struct arena *a, struct slice path)
{
    *out = (struct parts){0};
    if (path.n == 0 || path.p[0] != '/' || path.p[path.n - 1] == '/')
        return path.n == 1 && path.p[0] == '/';
    struct slice rest = slice_sub(path, 1, path.n), one;
    while (slice_cut(&rest, '/', &one)) {
        struct slice text = http_decode(a, one, false);
        if (out->n == PARTS_MAX || !part_sound(text))
            return false;
        out->v[out->n++] = text;
    }
    return true;
}

/* All that is left of the path, with its slashes. */
static struct slice
join(struct arena *a, const struct parts *p, size_t from)
{
    struct slice out = p->v[from];
    for (size_t i = from + 1; i < p->n; i++)
        out = arena_printf(a, "%.*s/%.*s", SL_FMT(out), SL_FMT(p->v[i]));
    return out;
}

static bool
fits(struct slice params[ROUTE_PARAMS_MAX], struct arena *a, const char *pattern,
     const struct parts *p)
{
    struct slice rest = slice_sub(slice_str(pattern), 1, SIZE_MAX), want;
    size_t i = 0, n = 0;
    for (; slice_cut(&rest, '/', &want); i++) {
        if (i >= p->n)
            return false;
        bool takes = want.p[0] == '{';
        if (takes && slice_has_suffix(want, SL("...}"))) {
            params[n] = join(a, p, i);
            return true;
        }
        if (takes)
            params[n++] = p->v[i];
        else if (!slice_eq(want, p->v[i]))
            return false;
    }
    return i == p->n;
}

void
route_find(struct route_match *out, struct arena *a, enum http_method m, struct slice path)
{
    struct parts p;
    *out = (struct route_match){0};
    if (!parts_of(&p, a, path))
        return;
    for (const struct route_table *const *t = route_tables; *t; t++)
        for (size_t i = 0; i < (*t)->n; i++) {
            const struct route *r = &(*t)->v[i];
            struct slice params[ROUTE_PARAMS_MAX] = {{0}};
            if (!fits(params, a, r->path, &p))
                continue;
            if (r->method != m) {
                out->other_method = true;
                continue;
            }
            out->route = r;
            memcpy(out->params, params, sizeof params);
            return;
        }
}

const struct route *
route_named(const char *name)
{
    for (const struct route_table *const *t = route_tables; *t; t++)
        for (size_t i = 0; i < (*t)->n; i++)
            if (strcmp((*t)->v[i].name, name) == 0)
                return &(*t)->v[i];
    return NULL;
}
