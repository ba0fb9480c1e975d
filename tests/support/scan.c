/* SPDX-License-Identifier: Apache-2.0 */
#include "support/scan.h"

#include "base/buf.h"

#include <inttypes.h>
#include <stdlib.h>

bool
scanner_open(struct scanner *s, struct err *e)
{
    *s = (struct scanner){0};
    env_system(&s->env);
    return catalog_load(&s->catalog, &s->arena, &s->env, DATA_DIR, e);
}

void
scanner_close(struct scanner *s)
{
    arena_free(&s->arena);
}

bool
scan(struct tls_result *out, struct arena *a, const struct scanner *s, const char *host,
     uint16_t port, const char *sni, const struct tls_options *o, struct err *e)
{
    const struct tls_options none = {0};
    struct tls_target target = {.host = slice_str(host), .port = port, .sni = slice_str(sni)};
    return tls_collect(out, a, &s->env, &s->catalog, &target, 1, o ? o : &none, e);
}

const struct asset *
scan_endpoint(const struct tls_result *r)
{
    for (size_t i = 0; i < r->evidence.n; i++)
        if (slice_eq_str(r->evidence.assets[i].kind->name, "tls"))
            return &r->evidence.assets[i];
    return NULL;
}

static const struct registry *
registry_of(const struct asset *as, const char *path)
{
    const struct field *f = kind_field(as->kind, slice_str(path));
    return f ? f->registry : NULL;
}

struct slice
scan_set(struct arena *a, const struct asset *as, const char *path)
{
    const struct fact *f = asset_fact(as, slice_str(path));
    const struct registry *r = registry_of(as, path);
    struct buf b;
    buf_init(&b, a, 1 << 16);
    for (size_t i = 0; f && r && i < r->n; i++)
        if (bits_has(f->truth_bits, i))
            buf_printf(&b, "%s%.*s", b.n ? ", " : "", SL_FMT(r->elements[i].name));
    for (size_t i = 0; f && i < f->extra.n; i++)
        buf_printf(&b, "%s%.*s", b.n ? ", " : "", SL_FMT(f->extra.v[i]));
    return buf_slice(&b);
}

static struct slice
joined(struct arena *a, struct slices list)
{
    struct buf b;
    buf_init(&b, a, 1 << 16);
    for (size_t i = 0; i < list.n; i++)
        buf_printf(&b, "%s%.*s", i ? ", " : "", SL_FMT(list.v[i]));
    return buf_slice(&b);
}

struct slice
scan_fact(struct arena *a, const struct asset *as, const char *path)
{
    const struct field *field = kind_field(as->kind, slice_str(path));
    const struct fact *f = asset_fact(as, slice_str(path));
    if (!field || !f)
        return SL("no such field");
    if (!f->known && field->type == FIELD_SET)
        return arena_printf(a, "%.*s; the rest unknown: %.*s", SL_FMT(scan_set(a, as, path)),
                            SL_FMT(f->reason));
    if (!f->known)
        return arena_printf(a, "unknown: %.*s", SL_FMT(f->reason));
    switch (field->type) {
    case FIELD_BOOL:
        return f->b ? SL("true") : SL("false");
    case FIELD_INT:
    case FIELD_TIME:
        return arena_printf(a, "%" PRId64, f->i);
    case FIELD_STRING:
        return f->s;
    case FIELD_STRINGS:
        return joined(a, f->list);
    case FIELD_SET:
        return scan_set(a, as, path);
    }
    abort();
}
