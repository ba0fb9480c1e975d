/* SPDX-License-Identifier: Apache-2.0 */
#include "model/bom.h"

#include "base/cleanup.h"
#include "cel/time.h"
#include "model/bom_fact.h"
#include "model/bom_names.h"
#include "model/bom_read.h"
#include "text/nearest.h"

#include <stdio.h>

bool
bom_fail_here(const struct bom_reader *r, struct err *e)
{
    return r->natt ? err_in(e, "%.*s: %.*s", SL_FMT(r->file), (int)r->natt, r->at)
                   : err_in(e, "%.*s", SL_FMT(r->file));
}

struct slice
bom_property(const struct json_node *holder, const char *name)
{
    const struct json_node *list = json_get(holder, "properties");
    for (size_t i = 0; i < json_count(list); i++)
        if (slice_eq_str(json_text(json_get(json_item(list, i), "name")), name))
            return json_text(json_get(json_item(list, i), "value"));
    return (struct slice){0};
}

bool
bom_time(const struct json_node *n, int64_t *out)
{
    struct cel_time t;
    if (!n || n->type != JSON_STRING || !cel_time_parse(&t, json_text(n), NULL))
        return false;
    *out = t.sec;
    return true;
}

bool
bom_read_facts(struct bom_reader *r, const struct asset *as, size_t norigins,
               const struct json_node *holder, struct err *e)
{
    const struct json_node *list = json_get(holder, "properties");
    for (size_t i = 0; i < json_count(list); i++) {
        struct slice name = json_text(json_get(json_item(list, i), "name"));
        const struct json_node *value = json_get(json_item(list, i), "value");
        if (!slice_has_prefix(name, SL(BOM_FACT)))
            continue;
        if (!value || value->type != JSON_STRING)
            return err_set(e, ERR_INPUT, "properties[%zu]: %.*s has no value", i,
                           SL_FMT(slice_sub(name, 0, 80)));
        if (!bom_fact_read(as, r->a, slice_sub(name, SL(BOM_FACT).n, name.n), json_text(value),
                           norigins, e))
            return err_in(e, "properties[%zu]", i);
    }
    bom_facts_done(as);
    return true;
}

bool
bom_new_asset(struct bom_reader *r, struct asset *out, const struct kind *kind, struct slice id,
              struct slice name, struct err *e)
{
    if (r->nassets == BOM_ASSETS_MAX || r->octets > BOM_FACTS_MAX)
        return err_set(e, ERR_LIMIT, "more than the %zu assets that we accept, split the file",
                       r->nassets);
    size_t before = r->a->used;
    asset_init(out, r->a, kind, id, name);
    r->octets += r->a->used - before;
    r->nassets++;
    return true;
}

bool
bom_add_asset(struct bom_reader *r, struct bom_target *t, const struct asset *as, struct err *e)
{
    if (map_get(&t->ids, as->id))
        return err_set(e, ERR_INPUT, "asset '%.*s' stands in its target twice",
                       SL_FMT(slice_sub(as->id, 0, 80)));
    vec_push(r->a, &t->assets, *as);
    map_put(r->a, &t->ids, as->id, t);
    return true;
}

/* ---- our own files -------------------------------------------------------------------------- */

static bool
is_number(struct slice s, size_t limit, size_t *out)
{
    uint64_t v;
    if (!slice_to_u64(s, &v) || v >= limit)
        return false;
    *out = (size_t)v;
    return true;
}

/* {"method": …, "where": …, "when": …, "note": …}, all of them optional. */
static bool
read_origin(struct bom_reader *r, struct bom_target *t, struct slice number, struct slice value,
            struct err *e)
{
    struct json_node n;
    size_t i;
    if (!is_number(number, BOM_ORIGINS_MAX, &i) || i != t->origins.n)
        return err_set(e, ERR_INPUT, "origins must be numbered 0, 1, …");
    if (!json_parse(&n, r->a, SL(BOM_ORIGIN), value, NULL) || n.type != JSON_OBJECT)
        return err_set(e, ERR_INPUT, "an origin must be a JSON object");
    struct origin o = {
        .method = json_text(json_get(&n, "method")),
        .where = json_text(json_get(&n, "where")),
        .note = json_text(json_get(&n, "note")),
    };
    const struct json_node *when = json_get(&n, "when");
    if (when && !bom_time(when, &o.when))
        return err_set(e, ERR_INPUT, "'when' must be a time such as 2026-01-31T00:00:00Z");
    vec_push(r->a, &t->origins, o);
    return true;
}

/* comity:target:N or comity:target:N:origin:M */
static bool
read_target_property(struct bom_reader *r, struct slice name, struct slice value, struct err *e)
{
    struct slice rest = slice_sub(name, SL(BOM_TARGET).n + 1, name.n), number;
    size_t i;
    slice_cut(&rest, ':', &number);
    if (!is_number(number, BOM_TARGETS_MAX, &i) || i > r->targets.n)
        return err_set(e, ERR_INPUT, "targets must be numbered 0, 1, …");
    if (rest.n == 0) {
        if (i != r->targets.n)
            return err_set(e, ERR_INPUT, "target %zu stands here twice", i);
        vec_add(r->a, &r->targets)->name = value;
        return true;
    }
    if (i == r->targets.n || !slice_cut(&rest, ':', &number) || !slice_eq(number, SL("origin")))
        return err_set(e, ERR_INPUT, "'%.*s' is no property that this program knows",
                       SL_FMT(slice_sub(name, 0, 80)));
    return read_origin(r, &r->targets.v[i], rest, value, e);
}

static bool
read_targets(struct bom_reader *r, const struct json_node *root, struct err *e)
{
    const struct json_node *list = json_get(root, "properties");
    struct slice format = bom_property(root, BOM_FORMAT);
    if (format.n && !slice_eq(format, SL(BOM_FORMAT_VALUE)))
        return err_set(e, ERR_UNSUPPORTED,
                       BOM_FORMAT " is '%.*s', this program knows " BOM_FORMAT_VALUE
                                  ": use a newer one",
                       SL_FMT(slice_sub(format, 0, 80)));
    for (size_t i = 0; i < json_count(list); i++) {
        struct slice name = json_text(json_get(json_item(list, i), "name"));
        struct slice value = json_text(json_get(json_item(list, i), "value"));
        if (slice_has_prefix(name, SL(BOM_TARGET ":")) && !read_target_property(r, name, value, e))
            return err_in(e, "properties[%zu]", i);
    }
    return true;
}

/* Facts that are stated by hand, in a file without targets, belong to the file. */
static struct bom_target *
default_target(struct bom_reader *r)
{
    struct bom_target *t = vec_add(r->a, &r->targets);
    t->name = r->file;
    return t;
}

static bool
find_kind(const struct bom_reader *r, struct slice name, const struct kind **out, struct err *e)
{
    struct slice known[KINDS_MAX];
    *out = catalog_kind(r->c, name);
    if (*out)
        return true;
    for (size_t i = 0; i < r->c->nkinds; i++)
        known[i] = r->c->kinds[i].name;
    struct slice near = nearest_name(name, known, r->c->nkinds);
    return err_set(e, ERR_INPUT, "unknown kind '%.*s'%s%.*s%s", SL_FMT(slice_sub(name, 0, 80)),
                   near.n ? ", did you mean '" : "", SL_FMT(near), near.n ? "'?" : "");
}

static bool
find_target(struct bom_reader *r, const struct json_node *n, struct bom_target **out, struct err *e)
{
    struct slice number = bom_property(n, BOM_TARGET_OF);
    size_t i = 0;
    if (number.n == 0 && r->targets.n == 0)
        default_target(r);
    if (number.n && !is_number(number, r->targets.n, &i))
        return err_set(e, ERR_INPUT, BOM_TARGET_OF " '%.*s' is no target of this file",
                       SL_FMT(slice_sub(number, 0, 80)));
    *out = &r->targets.v[i];
    return true;
}

/* A service or component that carries an asset. */
static bool
read_carrier(struct bom_reader *r, const struct json_node *n, struct slice kind_name, struct err *e)
{
    const struct kind *kind;
    struct bom_target *t = NULL;
    struct slice id = bom_property(n, BOM_ID), ref = json_text(json_get(n, "bom-ref"));
    if (!find_kind(r, kind_name, &kind, e) || !find_target(r, n, &t, e))
        return false;
    if (id.n == 0)
        id = ref;
    if (id.n == 0)
        return err_set(e, ERR_INPUT, "it has neither a bom-ref nor " BOM_ID ", give it one");
    struct asset as;
    size_t norigins = t->origins.n ? t->origins.n : 1;
    return bom_new_asset(r, &as, kind, id, json_text(json_get(n, "name")), e) &&
           bom_read_facts(r, &as, norigins, n, e) && bom_add_asset(r, t, &as, e);
}

static bool read_carriers(struct bom_reader *r, const struct json_node *holder, unsigned depth,
                          struct err *e);

static bool
read_carrier_list(struct bom_reader *r, const struct json_node *holder, const char *key,
                  unsigned depth, struct err *e)
{
    const struct json_node *list = json_get(holder, key);
    size_t natt = r->natt;
    for (size_t i = 0; i < json_count(list); i++) {
        const struct json_node *n = json_item(list, i);
        int w = snprintf(r->at + natt, sizeof r->at - natt, "%s%s[%zu]", natt ? "." : "", key, i);
        size_t room = sizeof r->at - natt - 1;
        r->natt = natt + ((size_t)w < room ? (size_t)w : room);
        struct slice kind = bom_property(n, BOM_KIND);
        if ((kind.n && !read_carrier(r, n, kind, e)) || !read_carriers(r, n, depth - 1, e))
            return false;
    }
    r->natt = natt;
    return true;
}

/* Those in `holder` itself, and in its components and services. */
static bool
read_carriers(struct bom_reader *r, const struct json_node *holder, unsigned depth, struct err *e)
{
    if (depth == 0)
        return true; /* JSON_DEPTH_MAX has refused anything this deep */
    return read_carrier_list(r, holder, "services", depth, e) &&
           read_carrier_list(r, holder, "components", depth, e);
}

/* ---- the file ------------------------------------------------------------------------------- */

static bool
check_envelope(const struct json_node *root, struct err *e)
{
    if (root->type != JSON_OBJECT)
        return err_set(e, ERR_INPUT, "not CycloneDX: %s instead of an object",
                       json_type_name(root->type));
    const struct json_node *format = json_get(root, "bomFormat");
    if (!format)
        return err_set(e, ERR_INPUT, "not CycloneDX: 'bomFormat' is missing");
    if (!slice_eq(json_text(format), SL("CycloneDX")))
        return err_set(e, ERR_INPUT, "not CycloneDX: 'bomFormat' is '%.*s'",
                       SL_FMT(slice_sub(json_text(format), 0, 80)));
    struct slice spec = json_text(json_get(root, "specVersion"));
    if (!slice_eq(spec, SL("1.7")) && !slice_eq(spec, SL("1.6")))
        return err_set(e, ERR_UNSUPPORTED, "CycloneDX '%.*s', this program reads 1.6 and 1.7",
                       SL_FMT(slice_sub(spec, 0, 80)));
    return true;
}

/* The evidence, now in the caller's arena, of which at least half must stay free. */
static bool
keep(struct bom *out, struct arena *a, struct bom_reader *r, struct err *e)
{
    struct arena_mark mark = arena_mark(a);
    size_t half = (a->used + arena_room(a)) / 2, n = r->targets.n;
    bool fits = arena_room(a) > half + n * sizeof *out->targets;
    *out = (struct bom){NULL, n};
    if (fits)
        out->targets = NEW_ARRAY(a, struct evidence, n);
    for (size_t i = 0; i < n && fits; i++) {
        struct bom_target *t = &r->targets.v[i];
        if (t->origins.n == 0)
            vec_push(r->a, &t->origins, (struct origin){.method = SL("bom"), .where = r->file});
        struct evidence ev = {t->name, t->assets.v, t->assets.n, t->origins.v, t->origins.n};
        fits = evidence_copy(&out->targets[i], a, &ev, half);
    }
    if (fits)
        return true;
    arena_reset(a, mark);
    return err_set(e, ERR_LIMIT,
                   "%.*s: more evidence than is held at once, give fewer files in one call",
                   SL_FMT(r->file));
}

/* What is in `scratch` may go afterwards. */
static bool
read_in(struct bom *out, struct arena *a, struct arena *scratch, const struct catalog *c,
        struct slice file, struct slice text, struct err *e)
{
    struct json_node root;
    if (slice_trim(slice_sub(text, 0, 64)).n && slice_trim(slice_sub(text, 0, 64)).p[0] == '<')
        return err_set(e, ERR_UNSUPPORTED, "%.*s: XML; convert it to CycloneDX JSON first",
                       SL_FMT(file));
    if (!json_parse(&root, scratch, file, text, e))
        return false;
    struct bom_reader r = {.a = scratch, .c = c, .file = file};
    if (!check_envelope(&root, e) || !read_targets(&r, &root, e) ||
        !read_carriers(&r, &root, JSON_DEPTH_MAX, e) || !bom_read_foreign(&r, &root, e))
        return bom_fail_here(&r, e);
    if (r.nassets == 0)
        return err_set(e, ERR_INPUT,
                       "%.*s: nothing in it can be judged: no TLS protocol, no certificate, no "
                       "evidence of this program",
                       SL_FMT(file));
    return keep(out, a, &r, e);
}

bool
bom_read(struct bom *out, struct arena *a, const struct catalog *c, struct slice file,
         struct slice text, struct err *e)
{
    AUTO_ARENA scratch = {0};
    return read_in(out, a, &scratch, c, file, text, e);
}

bool
bom_load(struct bom *out, struct arena *a, const struct env *env, const struct catalog *c,
         const char *path, struct err *e)
{
    AUTO_ARENA scratch = {0};
    struct slice text;
    return env->read_file(env->ctx, &text, &scratch, path, BOM_FILE_MAX, e) &&
           read_in(out, a, &scratch, c, slice_str(path), text, e);
}
