/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Certificates in BOMs of other tools, with the key and the algorithms that
 * they refer to.
 */
#include "model/bom_foreign.h"
#include "model/bom_tables.h"

#include <ctype.h>

/* ASCII only. */
static uint8_t
lower(uint8_t c)
{
    return c >= 'A' && c <= 'Z' ? (uint8_t)(c + 32) : c;
}

/*
 * The same name, letter case and - _ and blanks aside, and with what digits
 * `given` has behind it ("RSA-2048" is "RSA").
 */
static bool
same_name(struct slice given, const char *name)
{
    size_t i = 0;
    while (i < given.n && *name) {
        if (strchr("-_ ", given.p[i])) {
            i++;
            continue;
        }
        name += strspn(name, "-");
        if (lower(given.p[i++]) != lower((uint8_t)*name++))
            return false;
    }
    while (i < given.n && (strchr("-_ ", given.p[i]) || isdigit(given.p[i])))
        i++;
    return i == given.n && *name == '\0' && given.n > 0;
}

static const struct bom_algorithm *
find_algorithm(const struct bom_algorithm *table, const struct json_node *component)
{
    struct slice oid = json_text(json_get(json_get(component, "cryptoProperties"), "oid"));
    struct slice name = json_text(json_get(component, "name"));
    if (slice_has_prefix(oid, SL("oid:")))
        oid = slice_sub(oid, 4, oid.n);
    for (const struct bom_algorithm *row = table; row->algorithm && oid.n; row++)
        if (row->oid && slice_eq_str(oid, row->oid))
            return row;
    for (const struct bom_algorithm *row = table; row->algorithm; row++)
        if (same_name(name, row->name))
            return row;
    return NULL;
}

static const struct json_node *
component_of(const struct bom_foreign *f, struct slice ref)
{
    return ref.n ? map_get(&f->by_ref, ref) : NULL;
}

/* The component behind `old` (1.6), or behind the related asset of one of two types (1.7). */
static const struct json_node *
related(const struct bom_foreign *f, const struct json_node *holder, const char *old,
        struct slice type, struct slice other_type)
{
    const struct json_node *list = json_get(holder, "relatedCryptographicAssets");
    const struct json_node *found = component_of(f, json_text(json_get(holder, old)));
    for (size_t i = 0; i < json_count(list) && !found; i++) {
        struct slice t = json_text(json_get(json_item(list, i), "type"));
        if (slice_eq(t, type) || slice_eq(t, other_type))
            found = component_of(f, json_text(json_get(json_item(list, i), "ref")));
    }
    return found;
}

static void
read_signature(const struct bom_foreign *f, const struct asset *as, const struct json_node *cert)
{
    const struct json_node *n =
        related(f, cert, "signatureAlgorithmRef", SL("algorithm"), SL("signatureAlgorithm"));
    const struct bom_algorithm *alg = n ? find_algorithm(bom_signatures, n) : NULL;
    if (!alg)
        return;
    bom_foreign_text(as, "signature.algorithm", slice_str(alg->algorithm));
    bom_foreign_text(as, "signature.hash", slice_str(alg->hash));
}

static void
read_key(const struct bom_foreign *f, const struct asset *as, const struct json_node *cert)
{
    const struct json_node *key =
        related(f, cert, "subjectPublicKeyRef", SL("publicKey"), SL("public-key"));
    const struct json_node *material =
        json_get(json_get(key, "cryptoProperties"), "relatedCryptoMaterialProperties");
    const struct json_node *size = json_get(material, "size");
    const struct json_node *alg =
        related(f, material, "algorithmRef", SL("algorithm"), SL("keyAlgorithm"));
    if (size && size->type == JSON_INT && size->i > 0)
        bom_foreign_int(as, "key.bits", size->i);
    const struct bom_algorithm *found = NULL;
    if (alg)
        found = find_algorithm(bom_keys, alg);
    if (!found && key)
        found = find_algorithm(bom_keys, key);
    if (found)
        bom_foreign_text(as, "key.algorithm", slice_str(found->algorithm));
}

static void
read_validity(const struct asset *as, const struct json_node *cert)
{
    int64_t from, until;
    bom_foreign_time(as, "valid_from", json_get(cert, "notValidBefore"));
    bom_foreign_time(as, "valid_until", json_get(cert, "notValidAfter"));
    if (bom_time(json_get(cert, "notValidBefore"), &from) &&
        bom_time(json_get(cert, "notValidAfter"), &until) && until >= from)
        bom_foreign_int(as, "validity_days", (until - from + 86399) / 86400);
}

static struct slice
fingerprint(struct arena *a, const struct json_node *cert)
{
    const struct json_node *f = json_get(cert, "fingerprint");
    struct slice content = json_text(json_get(f, "content"));
    if (!slice_eq(json_text(json_get(f, "alg")), SL("SHA-256")) || content.n != 64)
        return (struct slice){0};
    uint8_t *p = arena_alloc(a, content.n, 1);
    for (size_t i = 0; i < content.n; i++)
        p[i] = lower(content.p[i]);
    return slice_of(p, content.n);
}

bool
bom_foreign_cert(struct bom_foreign *f, const struct json_node *component, struct err *e)
{
    struct arena *a = f->r->a;
    const struct kind *kind = catalog_kind(f->r->c, SL("cert"));
    const struct json_node *cert =
        json_get(json_get(component, "cryptoProperties"), "certificateProperties");
    if (!kind || !cert)
        return true;
    struct slice print = fingerprint(a, cert), ref = json_text(json_get(component, "bom-ref"));
    struct slice id = print.n ? arena_printf(a, "cert:%.*s", SL_FMT(print)) : ref;
    if (id.n == 0)
        id = arena_printf(a, "cert:%zu", f->certs.n);
    struct asset as;
    if (!bom_new_asset(f->r, &as, kind, id, json_text(json_get(component, "name")), e) ||
        !bom_read_facts(f->r, &as, 1, component, e))
        return false;
    bom_foreign_text(&as, "subject", json_text(json_get(cert, "subjectName")));
    bom_foreign_text(&as, "issuer", json_text(json_get(cert, "issuerName")));
    bom_foreign_text(&as, "serial", json_text(json_get(cert, "serialNumber")));
    bom_foreign_text(&as, "fingerprint", print);
    read_validity(&as, cert);
    read_signature(f, &as, cert);
    read_key(f, &as, cert);
    vec_push(a, &f->certs, as);
    return true;
}
