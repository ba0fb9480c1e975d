/* SPDX-License-Identifier: Apache-2.0 */
#include "report/cyclonedx.h"

#include "model/bom_fact.h"
#include "model/bom_names.h"
#include "report/cyclonedx_view.h"

#include <ctype.h>
#include <stdio.h>

/* ---- planning ------------------------------------------------------------------------------- */

/* The map's value is the number behind the last ref that was made of this one. */
struct slice
cyclonedx_ref(struct cyclonedx *doc, struct arena *a, struct slice wanted)
{
    struct slice ref = wanted.n ? wanted : SL("asset");
    unsigned *last = map_get(&doc->taken, ref);
    for (struct slice base = ref; map_get(&doc->taken, ref);)
        ref = arena_printf(a, "%.*s#%u", SL_FMT(base), ++*last);
    unsigned *own = NEW(a, unsigned);
    *own = 1;
    map_put(a, &doc->taken, ref, own);
    return ref;
}

struct slice
cyclonedx_ref_of(const struct cyclonedx *doc, const struct evidence *target, const struct asset *as)
{
    return doc->refs[target - doc->targets][as - target->assets];
}

void
cyclonedx_prepare(struct cyclonedx *out, struct arena *a, const struct evidence *targets, size_t n)
{
    *out = (struct cyclonedx){.targets = targets, .n = n};
    out->refs = NEW_ARRAY(a, struct slice *, n);
    out->first = NEW_ARRAY(a, size_t *, n);
    for (size_t t = 0; t < n; t++) {
        out->refs[t] = NEW_ARRAY(a, struct slice, targets[t].n);
        out->first[t] = NEW_ARRAY(a, size_t, targets[t].n);
        for (size_t i = 0; i < targets[t].n; i++)
            out->refs[t][i] = cyclonedx_ref(out, a, targets[t].assets[i].id);
    }
    cyclonedx_plan_views(out, a);
}

/* ---- writing -------------------------------------------------------------------------------- */

struct writer {
    struct json_write *w;
    const struct cyclonedx *doc;
    const struct cyclonedx_options *o;
    struct arena *a;
};

static bool
is_service(const struct asset *as)
{
    return slice_eq(as->kind->name, SL("tls"));
}

static void
emit_property(void *ctx, struct slice name, struct slice value)
{
    cyclonedx_write_property(ctx, name, value);
}

static void
write_facts(const struct writer *x, const struct asset *as, size_t target, struct slice ref)
{
    json_write_key(x->w, "properties");
    json_write_array(x->w);
    cyclonedx_write_property(x->w, SL(BOM_KIND), as->kind->name);
    cyclonedx_write_property(x->w, SL(BOM_TARGET_OF), arena_printf(x->a, "%zu", target));
    if (!slice_eq(as->id, ref))
        cyclonedx_write_property(x->w, SL(BOM_ID), as->id);
    for (size_t i = 0; i < as->kind->n; i++)
        bom_fact_write(x->a, &as->kind->fields[i], &as->facts[i], emit_property, x->w);
    json_write_end(x->w);
}

/* "tls://host:443" where the id has that form; endpoints must be URIs. */
static struct slice
endpoint_of(struct arena *a, struct slice id)
{
    if (!slice_has_prefix(id, SL("tls:")) || id.n == 4)
        return (struct slice){0};
    for (size_t i = 4; i < id.n; i++)
        if (!isalnum(id.p[i]) && !(id.p[i] && strchr(".-:[]", id.p[i])))
            return (struct slice){0};
    return arena_printf(a, "tls://%.*s", SL_FMT(slice_sub(id, 4, id.n)));
}

static void
write_service(const struct writer *x, size_t target, size_t asset)
{
    const struct asset *as = &x->doc->targets[target].assets[asset];
    struct slice ref = x->doc->refs[target][asset];
    struct slice endpoint = endpoint_of(x->a, as->id);
    json_write_object(x->w);
    json_write_member(x->w, "bom-ref", ref);
    json_write_member(x->w, "name", as->name);
    if (endpoint.n) {
        json_write_key(x->w, "endpoints");
        json_write_flat_array(x->w);
        json_write_text(x->w, endpoint);
        json_write_end(x->w);
    }
    write_facts(x, as, target, ref);
    json_write_end(x->w);
}

static void
write_component(const struct writer *x, size_t target, size_t asset)
{
    const struct asset *as = &x->doc->targets[target].assets[asset];
    struct slice ref = x->doc->refs[target][asset];
    bool cert = slice_eq(as->kind->name, SL("cert"));
    json_write_object(x->w);
    json_write_member(x->w, "type", cert ? SL("cryptographic-asset") : SL("data"));
    json_write_member(x->w, "bom-ref", ref);
    json_write_member(x->w, "name", as->name);
    if (cert)
        cyclonedx_write_cert(x->w, x->doc, target, asset, x->o->spec, x->a);
    write_facts(x, as, target, ref);
    json_write_end(x->w);
}

/* The carriers that are services, or those that are not. */
static void
write_carriers(const struct writer *x, bool services)
{
    for (size_t t = 0; t < x->doc->n; t++)
        for (size_t i = 0; i < x->doc->targets[t].n; i++) {
            const struct asset *as = &x->doc->targets[t].assets[i];
            struct arena_mark mark = arena_mark(x->a);
            if (is_service(as) && services)
                write_service(x, t, i);
            if (!is_service(as) && !services)
                write_component(x, t, i);
            arena_reset(x->a, mark);
        }
}

static void
write_dependency(const struct writer *x, struct slice ref, const struct slice *on, size_t n)
{
    json_write_object(x->w);
    json_write_member(x->w, "ref", ref);
    json_write_key(x->w, "dependsOn");
    json_write_array(x->w);
    for (size_t i = 0; i < n; i++)
        if (on[i].n)
            json_write_text(x->w, on[i]);
    json_write_end(x->w);
    json_write_end(x->w);
}

/* An endpoint uses its protocols and the certificates of its target. */
static void
write_tls_dependencies(const struct writer *x, size_t target, size_t asset)
{
    const struct cyclonedx_view *v;
    const struct evidence *ev = &x->doc->targets[target];
    VEC(struct slice) on = {0};
    for (size_t i = 0; (v = cyclonedx_view_of(x->doc, target, asset, &i));)
        vec_push(x->a, &on, v->ref);
    for (size_t i = 0; i < ev->n; i++)
        if (slice_eq(ev->assets[i].kind->name, SL("cert")))
            vec_push(x->a, &on, x->doc->refs[target][i]);
    write_dependency(x, x->doc->refs[target][asset], on.v, on.n);
}

/* Every bom-ref appears. */
static void
write_dependencies(const struct writer *x)
{
    json_write_key(x->w, "dependencies");
    json_write_array(x->w);
    for (size_t t = 0; t < x->doc->n; t++)
        for (size_t i = 0; i < x->doc->targets[t].n; i++) {
            const struct asset *as = &x->doc->targets[t].assets[i];
            struct slice ref = x->doc->refs[t][i];
            struct arena_mark mark = arena_mark(x->a);
            if (is_service(as)) {
                write_tls_dependencies(x, t, i);
            } else if (slice_eq(as->kind->name, SL("cert"))) {
                struct cert_refs refs = cyclonedx_cert_refs(x->doc, t, i, x->a);
                write_dependency(x, ref, (struct slice[]){refs.key, refs.signature}, 2);
            } else {
                write_dependency(x, ref, NULL, 0);
            }
            arena_reset(x->a, mark);
        }
    for (size_t i = 0; i < x->doc->views.n; i++)
        write_dependency(x, x->doc->views.v[i].ref, &x->doc->views.v[i].uses, 1);
    json_write_end(x->w);
}

static bool
is_complete(const struct asset *as)
{
    for (size_t i = 0; i < as->kind->n; i++)
        if (!as->facts[i].known || as->facts[i].extra.n)
            return false;
    return true;
}

/* What was learnt in full, and what was not. */
static void
write_compositions(const struct writer *x)
{
    json_write_key(x->w, "compositions");
    json_write_array(x->w);
    for (int complete = 1; complete >= 0; complete--) {
        bool any = false;
        for (size_t t = 0; t < x->doc->n; t++)
            for (size_t i = 0; i < x->doc->targets[t].n; i++) {
                if (is_complete(&x->doc->targets[t].assets[i]) != (complete == 1))
                    continue;
                if (!any) {
                    json_write_object(x->w);
                    json_write_member(x->w, "aggregate",
                                      complete ? SL("complete") : SL("incomplete"));
                    json_write_key(x->w, "assemblies");
                    json_write_array(x->w);
                    any = true;
                }
                json_write_text(x->w, x->doc->refs[t][i]);
            }
        if (any) {
            json_write_end(x->w);
            json_write_end(x->w);
        }
    }
    json_write_end(x->w);
}

/* An origin as the JSON text that its property holds. */
static struct slice
origin_text(struct arena *a, const struct origin *o)
{
    struct buf b;
    struct json_write w;
    struct err e = {0};
    buf_init(&b, a, (size_t)16 << 20);
    json_write_init(&w, json_sink_buf, &b);
    json_write_flat_object(&w);
    json_write_member(&w, "method", o->method);
    json_write_member(&w, "where", o->where);
    if (o->when)
        cyclonedx_write_time(&w, a, "when", o->when);
    if (o->note.n)
        json_write_member(&w, "note", o->note);
    json_write_end(&w);
    return json_write_done(&w, &e) ? slice_trim(buf_slice(&b)) : SL("{}");
}

static void
write_targets(const struct writer *x)
{
    json_write_key(x->w, "properties");
    json_write_array(x->w);
    cyclonedx_write_property(x->w, SL(BOM_FORMAT), SL(BOM_FORMAT_VALUE));
    for (size_t t = 0; t < x->doc->n; t++) {
        const struct evidence *ev = &x->doc->targets[t];
        struct arena_mark mark = arena_mark(x->a);
        cyclonedx_write_property(x->w, arena_printf(x->a, BOM_TARGET ":%zu", t), ev->target);
        for (size_t i = 0; i < ev->norigins; i++)
            cyclonedx_write_property(x->w,
                                     arena_printf(x->a, BOM_TARGET ":%zu" BOM_ORIGIN "%zu", t, i),
                                     origin_text(x->a, &ev->origins[i]));
        arena_reset(x->a, mark);
    }
    json_write_end(x->w);
}

/* Seen in operation, where all of it is. */
static bool
all_probed(const struct cyclonedx *doc)
{
    for (size_t t = 0; t < doc->n; t++)
        for (size_t i = 0; i < doc->targets[t].norigins; i++)
            if (!slice_has_suffix(doc->targets[t].origins[i].method, SL("-probe")))
                return false;
    return doc->n > 0;
}

static void
write_metadata(const struct writer *x)
{
    json_write_key(x->w, "metadata");
    json_write_object(x->w);
    if (x->o->when)
        cyclonedx_write_time(x->w, x->a, "timestamp", x->o->when);
    if (all_probed(x->doc)) {
        json_write_key(x->w, "lifecycles");
        json_write_flat_array(x->w);
        json_write_object(x->w);
        json_write_member(x->w, "phase", SL("operations"));
        json_write_end(x->w);
        json_write_end(x->w);
    }
    json_write_key(x->w, "tools");
    json_write_object(x->w);
    json_write_key(x->w, "components");
    json_write_array(x->w);
    json_write_flat_object(x->w);
    json_write_member(x->w, "type", SL("application"));
    json_write_member(x->w, "name", SL("comity"));
    if (x->o->version.n)
        json_write_member(x->w, "version", x->o->version);
    json_write_end(x->w);
    json_write_end(x->w);
    json_write_end(x->w);
    json_write_end(x->w);
}

static void
write_envelope(const struct writer *x)
{
    static const struct {
        const char *schema, *spec;
    } specs[] = {
        [CYCLONEDX_1_7] = {"http://cyclonedx.org/schema/bom-1.7.schema.json", "1.7"},
        [CYCLONEDX_1_6] = {"http://cyclonedx.org/schema/bom-1.6.schema.json", "1.6"},
    };
    const uint8_t *u = x->o->uuid;
    json_write_member(x->w, "$schema", slice_str(specs[x->o->spec].schema));
    json_write_member(x->w, "bomFormat", SL("CycloneDX"));
    json_write_member(x->w, "specVersion", slice_str(specs[x->o->spec].spec));
    if (u) {
        /* RFC 9562, version 4: random but for six bits. */
        struct slice serial = arena_printf(
            x->a, "urn:uuid:%02x%02x%02x%02x-%02x%02x-4%x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x",
            u[0], u[1], u[2], u[3], u[4], u[5], u[6] & 15u, u[7], (u[8] & 0x3fu) | 0x80u, u[9],
            u[10], u[11], u[12], u[13], u[14], u[15]);
        json_write_member(x->w, "serialNumber", serial);
    }
    json_write_key(x->w, "version");
    json_write_int(x->w, 1);
}

bool
cyclonedx_write(const struct cyclonedx *doc, const struct cyclonedx_options *o, json_sink sink,
                void *ctx, struct arena *scratch, struct err *e)
{
    struct arena_mark mark = arena_mark(scratch);
    struct json_write *w = NEW(scratch, struct json_write);
    struct writer x = {w, doc, o, scratch};
    json_write_init(w, sink, ctx);
    json_write_object(w);
    write_envelope(&x);
    write_metadata(&x);
    json_write_key(w, "components");
    json_write_array(w);
    write_carriers(&x, false);
    for (size_t i = 0; i < doc->views.n; i++)
        cyclonedx_write_view(w, &doc->views.v[i], o->spec);
    json_write_end(w);
    json_write_key(w, "services");
    json_write_array(w);
    write_carriers(&x, true);
    json_write_end(w);
    write_dependencies(&x);
    write_compositions(&x);
    write_targets(&x);
    if (o->more)
        o->more(o->more_ctx, w, doc);
    json_write_end(w);
    bool ok = json_write_done(w, e);
    arena_reset(scratch, mark);
    return ok;
}
