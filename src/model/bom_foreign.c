/* SPDX-License-Identifier: Apache-2.0 */
/*
 * TLS protocols in BOMs of other tools: what they list is offered, nothing is
 * said about the rest. Suites are told by identifiers (["0xC0", "0x2B"] or
 * ["0xC02B"]), else by name; groups and schemes by name, letter case aside.
 */
#include "model/bom_foreign.h"

#include "model/bom_names.h"
#include "model/bom_tables.h"

#include <ctype.h>
#include <stdio.h>

/* ASCII only. */
static uint8_t
lower(uint8_t c)
{
    return c >= 'A' && c <= 'Z' ? (uint8_t)(c + 32) : c;
}

/* Names that other documents use. */
static const struct {
    struct slice from, to;
} aliases[] = {
    {SL_INIT("P-256"), SL_INIT("secp256r1")},   {SL_INIT("prime256v1"), SL_INIT("secp256r1")},
    {SL_INIT("P-384"), SL_INIT("secp384r1")},   {SL_INIT("P-521"), SL_INIT("secp521r1")},
    {SL_INIT("curve25519"), SL_INIT("x25519")}, {SL_INIT("curve448"), SL_INIT("x448")},
};

/* ---- facts ---------------------------------------------------------------------------------- */

static struct fact *
fact_of(const struct asset *as, const char *path, enum field_type type)
{
    const struct field *f = path ? kind_field(as->kind, slice_str(path)) : NULL;
    return f && f->type == type ? &as->facts[kind_index(as->kind, f)] : NULL;
}

static bool
allowed(const struct asset *as, const char *path, struct slice s)
{
    const struct slices *closed = &kind_field(as->kind, slice_str(path))->one_of;
    for (size_t i = 0; i < closed->n; i++)
        if (slice_eq(closed->v[i], s))
            return true;
    return closed->n == 0;
}

void
bom_foreign_text(const struct asset *as, const char *path, struct slice s)
{
    struct fact *f = fact_of(as, path, FIELD_STRING);
    if (f && !f->known && s.n && allowed(as, path, s))
        fact_string(f, s);
}

void
bom_foreign_int(const struct asset *as, const char *path, int64_t i)
{
    struct fact *f = fact_of(as, path, FIELD_INT);
    if (f && !f->known)
        fact_int(f, i);
}

void
bom_foreign_time(const struct asset *as, const char *path, const struct json_node *n)
{
    struct fact *f = fact_of(as, path, FIELD_TIME);
    if (f && !f->known && bom_time(n, &f->i))
        f->known = true;
}

static void
add_extra(struct arena *a, struct fact *f, struct slice name)
{
    for (size_t i = 0; i < f->extra.n; i++)
        if (slice_eq(f->extra.v[i], name))
            return;
    struct slice *v = NEW_ARRAY(a, struct slice, f->extra.n + 1);
    if (f->extra.n)
        memcpy(v, f->extra.v, f->extra.n * sizeof *v);
    v[f->extra.n] = name;
    f->extra = (struct slices){v, f->extra.n + 1};
}

/* Offered, in the set at `path`; `el` null: a name that the registry lacks. */
static void
offer(const struct bom_foreign *f, const char *path, const struct element *el, struct slice name)
{
    struct fact *fact = fact_of(&f->tls, path, FIELD_SET);
    if (!fact)
        return;
    const struct registry *r = kind_field(f->tls.kind, slice_str(path))->registry;
    if (el)
        fact_element(fact, registry_index(r, el), true);
    else if (name.n && fact->extra.n < BOM_EXTRA_MAX)
        add_extra(f->r->a, fact, name);
}

/* ---- names ---------------------------------------------------------------------------------- */

static bool
same_letters(struct slice a, struct slice b)
{
    if (a.n != b.n)
        return false;
    for (size_t i = 0; i < a.n; i++)
        if (lower(a.p[i]) != lower(b.p[i]))
            return false;
    return true;
}

static const struct element *
find_name(const struct registry *r, struct slice name)
{
    const struct element *el = registry_by_name(r, name);
    uint64_t code;
    if (el)
        return el;
    if (slice_has_prefix(name, SL("0x")) && slice_to_u64(name, &code) && code <= UINT32_MAX)
        return registry_by_code(r, (uint32_t)code);
    for (size_t i = 0; i < COUNT_OF(aliases); i++)
        if (same_letters(aliases[i].from, name))
            return registry_by_name(r, aliases[i].to);
    for (size_t i = 0; i < r->n; i++)
        if (same_letters(r->elements[i].name, name))
            return &r->elements[i];
    return NULL;
}

/* Takes the hexadecimal digits of one identifier; "0x" and separators are passed over. */
static bool
take_digits(struct slice s, uint32_t *code, size_t *digits)
{
    for (size_t k = 0; k < s.n; k++) {
        uint8_t c = lower(s.p[k]);
        bool prefix = c == '0' && k + 1 < s.n && lower(s.p[k + 1]) == 'x';
        k += prefix;
        if (prefix || c == ',' || c == ' ' || c == ':')
            continue;
        if (!isxdigit(c) || (*digits)++ == 4)
            return false;
        *code = *code << 4 | (uint32_t)(c <= '9' ? c - '0' : c - 'a' + 10);
    }
    return true;
}

/* ["0xC0", "0x2B"], ["0xC02B"], ["C0,2B"]: four hexadecimal digits in all. */
static bool
identifiers_code(const struct json_node *list, uint32_t *out)
{
    size_t digits = 0;
    *out = 0;
    for (size_t i = 0; i < json_count(list); i++)
        if (!take_digits(json_text(json_item(list, i)), out, &digits))
            return false;
    return digits == 4;
}

/* "1.2", "TLSv1.2", "TLS 1.2", "SSLv3", "TLCP 1.1": the registry's name, or empty. */
static struct slice
version_name(struct arena *a, const struct registry *r, struct slice given, bool tlcp)
{
    if (registry_by_name(r, given))
        return given;
    const char *family = tlcp ? "TLCP" : "TLS";
    struct slice rest = slice_trim(given);
    static const char *const families[] = {"TLS", "SSL", "TLCP"};
    for (size_t i = 0; i < COUNT_OF(families); i++) {
        size_t n = strlen(families[i]);
        if (rest.n >= n && same_letters(slice_sub(rest, 0, n), slice_str(families[i]))) {
            family = families[i];
            rest = slice_sub(rest, n, rest.n);
            break;
        }
    }
    while (rest.n && (rest.p[0] == ' ' || lower(rest.p[0]) == 'v'))
        rest = slice_sub(rest, 1, rest.n);
    const char *minor = slice_find(rest, SL(".")) == SIZE_MAX ? ".0" : "";
    struct slice name = arena_printf(a, "%s %.*s%s", family, SL_FMT(slice_sub(rest, 0, 20)), minor);
    if (registry_by_name(r, name))
        return name;
    name = arena_printf(a, "SSL %.*s%s", SL_FMT(slice_sub(rest, 0, 20)), minor);
    return registry_by_name(r, name) ? name : (struct slice){0};
}

/* ---- protocols ------------------------------------------------------------------------------ */

static void
read_suite(const struct bom_foreign *f, const struct json_node *n, const char *own)
{
    const struct field *suites = kind_field(f->tls.kind, SL("suites"));
    struct slice name = json_text(json_get(n, "name"));
    uint32_t code;
    if (!suites || suites->type != FIELD_SET)
        return;
    const struct element *by_name = find_name(suites->registry, name), *by_code = NULL;
    bool coded = identifiers_code(json_get(n, "identifiers"), &code);
    if (coded)
        by_code = registry_by_code(suites->registry, code);
    if (coded && !by_code)
        name = arena_printf(f->r->a, "0x%04X", code);
    /* Where number and name disagree, both are taken: neither may go unseen. */
    if (by_code || !by_name) {
        offer(f, "suites", by_code, name);
        offer(f, own, by_code, name);
    }
    if (by_name && by_name != by_code) {
        offer(f, "suites", by_name, name);
        offer(f, own, by_name, name);
    }
}

/* tlsGroups or tlsSignatureSchemes of a suite. */
static void
read_names(const struct bom_foreign *f, const struct json_node *list, const char *any,
           const char *own)
{
    const struct field *set = kind_field(f->tls.kind, slice_str(any));
    if (!set || set->type != FIELD_SET)
        return;
    for (size_t i = 0; i < json_count(list); i++) {
        struct slice name = json_text(json_item(list, i));
        const struct element *el = find_name(set->registry, name);
        offer(f, any, el, name);
        offer(f, own, el, name);
    }
}

/* The suites of one protocol; `own` names the fields of its version, or is null. */
static void
read_suites(const struct bom_foreign *f, const struct json_node *list,
            const struct bom_version *own)
{
    for (size_t i = 0; i < json_count(list); i++) {
        const struct json_node *suite = json_item(list, i);
        read_suite(f, suite, own ? own->suites : NULL);
        read_names(f, json_get(suite, "tlsGroups"), "groups", own ? own->groups : NULL);
        read_names(f, json_get(suite, "tlsSignatureSchemes"), "signature_schemes",
                   own ? own->schemes : NULL);
    }
}

static const struct bom_version *
read_version(const struct bom_foreign *f, const struct json_node *protocol, struct slice name,
             bool tlcp)
{
    const struct field *versions = kind_field(f->tls.kind, SL("versions"));
    struct slice given = json_text(json_get(protocol, "version"));
    if (!versions || versions->type != FIELD_SET)
        return NULL;
    struct slice known = {0};
    if (given.n)
        known = version_name(f->r->a, versions->registry, given, tlcp);
    else
        known = version_name(f->r->a, versions->registry, name, tlcp);
    const struct element *el = known.n ? registry_by_name(versions->registry, known) : NULL;
    if (el || given.n)
        offer(f, "versions", el, given);
    return el ? bom_version_find(el->name) : NULL;
}

static bool
is_tlcp(const struct json_node *component, const struct json_node *protocol)
{
    struct slice name = json_text(json_get(component, "name"));
    struct slice version = json_text(json_get(protocol, "version"));
    return slice_find(name, SL("TLCP")) != SIZE_MAX || slice_find(version, SL("TLCP")) != SIZE_MAX;
}

static bool
read_protocol(struct bom_foreign *f, const struct json_node *component, struct err *e)
{
    const struct json_node *p =
        json_get(json_get(component, "cryptoProperties"), "protocolProperties");
    struct slice type = json_text(json_get(p, "type"));
    bool tlcp = slice_eq(type, SL("other")) && is_tlcp(component, p);
    const struct kind *kind = catalog_kind(f->r->c, SL("tls"));
    if ((!slice_eq(type, SL("tls")) && !tlcp) || !kind)
        return true;
    if (!f->tls.kind && !bom_new_asset(f->r, &f->tls, kind, SL("tls"), (struct slice){0}, e))
        return false;
    const struct bom_version *own =
        read_version(f, p, json_text(json_get(component, "name")), tlcp);
    read_suites(f, json_get(p, "cipherSuites"), own);
    f->nprotocols++;
    return bom_read_facts(f->r, &f->tls, 1, component, e);
}

/* ---- the walk ------------------------------------------------------------------------------- */

static bool
is_foreign_asset(const struct json_node *component)
{
    return slice_eq(json_text(json_get(component, "type")), SL("cryptographic-asset")) &&
           !bom_property(component, BOM_KIND).n && !bom_property(component, BOM_VIEW_OF).n;
}

static void
collect_refs(struct bom_foreign *f, const struct json_node *holder, unsigned depth)
{
    const struct json_node *list = json_get(holder, "components");
    for (uint32_t i = 0; depth > 0 && i < json_count(list); i++) {
        struct json_node *n = &list->items[i];
        struct slice ref = json_text(json_get(n, "bom-ref"));
        if (ref.n && json_get(n, "cryptoProperties"))
            map_put(f->r->a, &f->by_ref, ref, n);
        collect_refs(f, n, depth - 1);
    }
}

static bool
read_component(struct bom_foreign *f, const struct json_node *n, struct err *e)
{
    struct slice type = json_text(json_get(json_get(n, "cryptoProperties"), "assetType"));
    if (!is_foreign_asset(n))
        return true;
    if (slice_eq(type, SL("protocol")))
        return read_protocol(f, n, e);
    if (slice_eq(type, SL("certificate")))
        return bom_foreign_cert(f, n, e);
    return true;
}

static bool
read_components(struct bom_foreign *f, const struct json_node *holder, unsigned depth,
                struct err *e)
{
    struct bom_reader *r = f->r;
    const struct json_node *list = json_get(holder, "components");
    size_t natt = r->natt;
    for (size_t i = 0; depth > 0 && i < json_count(list); i++) {
        const struct json_node *n = json_item(list, i);
        int w =
            snprintf(r->at + natt, sizeof r->at - natt, "%scomponents[%zu]", natt ? "." : "", i);
        size_t room = sizeof r->at - natt - 1;
        r->natt = natt + ((size_t)w < room ? (size_t)w : room);
        if (!read_component(f, n, e) || !read_components(f, n, depth - 1, e))
            return false;
    }
    r->natt = natt;
    return true;
}

/* Other tools list a certificate as often as they see it. */
static void
make_id_new(struct bom_reader *r, const struct bom_target *t, struct asset *as)
{
    struct slice id = as->id;
    /* The count so far is a number that hardly any id has yet. */
    for (size_t i = t->assets.n + 1; map_get(&t->ids, as->id); i++)
        as->id = arena_printf(r->a, "%.*s#%zu", SL_FMT(id), i);
}

bool
bom_read_foreign(struct bom_reader *r, const struct json_node *root, struct err *e)
{
    struct bom_foreign f = {.r = r};
    collect_refs(&f, root, JSON_DEPTH_MAX);
    if (!read_components(&f, root, JSON_DEPTH_MAX, e))
        return false;
    if (!f.tls.kind && f.certs.n == 0)
        return true;
    struct bom_target *t = vec_add(r->a, &r->targets);
    t->name = r->file;
    struct slice product =
        json_text(json_get(json_get(json_get(root, "metadata"), "component"), "name"));
    struct origin o = {.method = SL("bom"), .where = r->file};
    if (!bom_time(json_get(json_get(root, "metadata"), "timestamp"), &o.when))
        o.when = 0;
    vec_push(r->a, &t->origins, o);
    f.tls.name = product.n ? product : r->file;
    if (f.tls.kind && !bom_add_asset(r, t, &f.tls, e))
        return false;
    for (size_t i = 0; i < f.certs.n; i++) {
        make_id_new(r, t, &f.certs.v[i]);
        if (!bom_add_asset(r, t, &f.certs.v[i], e))
            return false;
    }
    return true;
}
