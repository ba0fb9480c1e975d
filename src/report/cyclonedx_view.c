/* SPDX-License-Identifier: Apache-2.0 */
#include "report/cyclonedx_view.h"

#include "model/bom_names.h"
#include "model/bom_tables.h"
#include "model/date.h"

#include <ctype.h>
#include <stdio.h>

const struct fact *
cyclonedx_fact(const struct asset *as, const char *path, enum field_type type)
{
    const struct field *f = path ? kind_field(as->kind, slice_str(path)) : NULL;
    if (!f || f->type != type)
        return NULL;
    const struct fact *fact = &as->facts[kind_index(as->kind, f)];
    return fact->known || type == FIELD_SET ? fact : NULL;
}

static struct slice
text_of(const struct asset *as, const char *path)
{
    const struct fact *f = cyclonedx_fact(as, path, FIELD_STRING);
    return f ? f->s : (struct slice){0};
}

void
cyclonedx_write_time(struct json_write *w, struct arena *a, const char *key, int64_t seconds)
{
    if (date_covers(seconds))
        json_write_member(w, key, date_stamp(a, seconds));
}

void
cyclonedx_write_property(struct json_write *w, struct slice name, struct slice value)
{
    json_write_flat_object(w);
    json_write_member(w, "name", name);
    json_write_member(w, "value", value);
    json_write_end(w);
}

/* ---- planning ------------------------------------------------------------------------------- */

/* "algorithm:EC:secp256r1": the key of an algorithm's view, and the ref that it wants. */
static struct slice
algorithm_key(struct arena *a, const struct bom_algorithm *alg, struct slice curve)
{
    if (curve.n)
        return arena_printf(a, "algorithm:%s:%.*s", alg->name, SL_FMT(curve));
    return arena_printf(a, "algorithm:%s", alg->name);
}

/* The ref of an algorithm's component, which is made where it is not there yet. */
static struct slice
plan_algorithm(struct cyclonedx *doc, struct arena *a, const struct bom_algorithm *alg,
               struct slice curve)
{
    if (!alg)
        return (struct slice){0};
    struct slice key = algorithm_key(a, alg, curve);
    const struct slice *there = map_get(&doc->algorithms, key);
    if (there)
        return *there;
    struct cyclonedx_view *v = vec_add(a, &doc->views);
    v->kind = VIEW_ALGORITHM;
    v->ref = cyclonedx_ref(doc, a, key);
    v->algorithm = alg;
    v->curve = curve;
    struct slice *ref = NEW(a, struct slice);
    *ref = v->ref;
    map_put(a, &doc->algorithms, key, ref);
    return *ref;
}

static const struct bom_algorithm *
signature_of(const struct asset *as)
{
    struct slice algorithm = text_of(as, "signature.algorithm");
    return algorithm.n
               ? bom_algorithm_find(bom_signatures, algorithm, text_of(as, "signature.hash"))
               : NULL;
}

static void
plan_cert(struct cyclonedx *doc, struct arena *a, const struct asset *as, struct slice ref)
{
    struct slice algorithm = text_of(as, "key.algorithm"), curve = text_of(as, "key.curve");
    plan_algorithm(doc, a, signature_of(as), (struct slice){0});
    if (algorithm.n == 0 && !cyclonedx_fact(as, "key.bits", FIELD_INT))
        return;
    const struct bom_algorithm *alg = bom_algorithm_find(bom_keys, algorithm, (struct slice){0});
    struct slice uses = plan_algorithm(doc, a, alg, curve);
    struct cyclonedx_view *v = vec_add(a, &doc->views);
    v->kind = VIEW_KEY;
    v->ref = cyclonedx_ref(doc, a, arena_printf(a, "%.*s/key", SL_FMT(ref)));
    v->asset = as;
    v->of = ref;
    v->algorithm = alg;
    v->uses = uses;
}

static void
plan_tls(struct cyclonedx *doc, struct arena *a, const struct asset *as, struct slice ref)
{
    const struct fact *versions = cyclonedx_fact(as, "versions", FIELD_SET);
    if (!versions)
        return;
    const struct registry *r = kind_field(as->kind, SL("versions"))->registry;
    for (size_t i = 0; i < r->n; i++) {
        if (!bits_has(versions->known_bits, i) || !bits_has(versions->truth_bits, i) ||
            !bom_version_find(r->elements[i].name))
            continue;
        struct cyclonedx_view *v = vec_add(a, &doc->views);
        v->kind = VIEW_PROTOCOL;
        v->ref = cyclonedx_ref(
            doc, a, arena_printf(a, "%.*s/%.*s", SL_FMT(ref), SL_FMT(r->elements[i].name)));
        v->asset = as;
        v->of = ref;
        v->version = &r->elements[i];
    }
}

void
cyclonedx_plan_views(struct cyclonedx *doc, struct arena *a)
{
    for (size_t t = 0; t < doc->n; t++)
        for (size_t i = 0; i < doc->targets[t].n; i++) {
            const struct asset *as = &doc->targets[t].assets[i];
            doc->first[t][i] = doc->views.n;
            if (slice_eq(as->kind->name, SL("tls")))
                plan_tls(doc, a, as, doc->refs[t][i]);
            if (slice_eq(as->kind->name, SL("cert")))
                plan_cert(doc, a, as, doc->refs[t][i]);
        }
}

const struct cyclonedx_view *
cyclonedx_view_of(const struct cyclonedx *doc, size_t target, size_t asset, size_t *i)
{
    for (size_t at = doc->first[target][asset] + *i; at < doc->views.n; at++) {
        const struct cyclonedx_view *v = &doc->views.v[at];
        *i = at + 1 - doc->first[target][asset];
        if (v->kind == VIEW_ALGORITHM)
            continue; /* made on the way, for whoever needs it */
        return v->asset == &doc->targets[target].assets[asset] ? v : NULL;
    }
    return NULL;
}

struct cert_refs
cyclonedx_cert_refs(const struct cyclonedx *doc, size_t target, size_t asset, struct arena *a)
{
    struct cert_refs out = {0};
    size_t i = 0;
    const struct cyclonedx_view *key = cyclonedx_view_of(doc, target, asset, &i);
    const struct bom_algorithm *alg = signature_of(&doc->targets[target].assets[asset]);
    const struct slice *signature = NULL;
    if (alg)
        signature = map_get(&doc->algorithms, algorithm_key(a, alg, (struct slice){0}));
    if (key)
        out.key = key->ref;
    if (signature)
        out.signature = *signature;
    return out;
}

/* ---- protocols ------------------------------------------------------------------------------ */

static struct slice
attribute_text(const struct registry *r, size_t element, const char *name)
{
    const struct attribute *at = registry_attribute(r, slice_str(name));
    if (!at || at->type != ATTRIBUTE_STRING)
        return (struct slice){0};
    return r->elements[element].attr[at - r->attributes].s;
}

/* Whether a suite of this key exchange can run on a group of this kind ("ec", "ff", …). */
static bool
suite_takes_group(struct slice kx, struct slice group_kind)
{
    if (slice_eq(kx, SL("any")))
        return true;
    bool ff = slice_eq(group_kind, SL("ff"));
    if (slice_has_prefix(kx, SL("ECDHE")) || slice_eq(kx, SL("ECDH")))
        return !ff;
    return slice_has_prefix(kx, SL("DHE")) && ff;
}

/* Whether a handshake with this suite is signed with a scheme of this algorithm. */
static bool
suite_takes_scheme(struct slice kx, struct slice auth, struct slice algorithm)
{
    if (slice_eq(auth, SL("any")))
        return true;
    if (!slice_has_prefix(kx, SL("ECDHE")) && !slice_has_prefix(kx, SL("DHE")))
        return false;
    if (slice_eq(auth, SL("RSA")))
        return slice_has_prefix(algorithm, SL("RSA"));
    if (slice_eq(auth, SL("DSS")))
        return slice_eq(algorithm, SL("DSA"));
    if (slice_eq(auth, SL("ECDSA")))
        return slice_eq(algorithm, SL("ECDSA")) || slice_eq(algorithm, SL("EdDSA"));
    return slice_eq(algorithm, auth);
}

struct suite_writer {
    struct json_write *w;
    const struct asset *as;
    const struct bom_version *version;
    enum cyclonedx_spec spec;
};

/* The names in a set that fit the suite, under `key`; nothing where there are none. */
static void
write_names(const struct suite_writer *s, const char *key, const char *path, struct slice kx,
            struct slice auth)
{
    const struct fact *f = cyclonedx_fact(s->as, path, FIELD_SET);
    bool schemes = auth.n > 0, any = false;
    if (!f)
        return;
    const struct registry *r = kind_field(s->as->kind, slice_str(path))->registry;
    for (size_t i = 0; i < r->n; i++) {
        if (!bits_has(f->known_bits, i) || !bits_has(f->truth_bits, i))
            continue;
        if (schemes ? !suite_takes_scheme(kx, auth, attribute_text(r, i, "algorithm"))
                    : !suite_takes_group(kx, attribute_text(r, i, "kind")))
            continue;
        if (!any) {
            json_write_key(s->w, key);
            json_write_flat_array(s->w);
            any = true;
        }
        json_write_text(s->w, r->elements[i].name);
    }
    if (any)
        json_write_end(s->w);
}

static void
write_suite(const struct suite_writer *s, const struct registry *r, size_t element)
{
    char octet[8];
    uint32_t code = r->elements[element].code;
    json_write_object(s->w);
    json_write_member(s->w, "name", r->elements[element].name);
    json_write_key(s->w, "identifiers");
    json_write_flat_array(s->w);
    snprintf(octet, sizeof octet, "0x%02X", code >> 8 & 0xff);
    json_write_text(s->w, slice_str(octet));
    snprintf(octet, sizeof octet, "0x%02X", code & 0xff);
    json_write_text(s->w, slice_str(octet));
    json_write_end(s->w);
    if (s->spec == CYCLONEDX_1_7) {
        struct slice kx = attribute_text(r, element, "kx");
        struct slice auth = attribute_text(r, element, "auth");
        write_names(s, "tlsGroups", s->version->groups, kx, (struct slice){0});
        write_names(s, "tlsSignatureSchemes", s->version->schemes, kx, auth);
    }
    json_write_end(s->w);
}

static void
write_suites(const struct suite_writer *s)
{
    const struct fact *f = cyclonedx_fact(s->as, s->version->suites, FIELD_SET);
    if (!f)
        return;
    const struct registry *r = kind_field(s->as->kind, slice_str(s->version->suites))->registry;
    json_write_key(s->w, "cipherSuites");
    json_write_array(s->w);
    for (size_t i = 0; i < r->n; i++)
        if (bits_has(f->known_bits, i) && bits_has(f->truth_bits, i))
            write_suite(s, r, i);
    json_write_end(s->w);
}

static void
write_protocol(struct json_write *w, const struct cyclonedx_view *v, enum cyclonedx_spec spec)
{
    const struct bom_version *version = bom_version_find(v->version->name);
    json_write_member(w, "assetType", SL("protocol"));
    json_write_key(w, "protocolProperties");
    json_write_object(w);
    json_write_member(w, "type", slice_str(version->type));
    json_write_member(w, "version", slice_str(version->text));
    write_suites(&(struct suite_writer){w, v->asset, version, spec});
    json_write_end(w);
}

/* ---- keys, algorithms, certificates --------------------------------------------------------- */

/* 1.7 has one list of what belongs together; 1.6 has a member for each. */
static void
write_related(struct json_write *w, const char *type, struct slice ref)
{
    if (ref.n == 0)
        return;
    json_write_flat_object(w);
    json_write_member(w, "type", slice_str(type));
    json_write_member(w, "ref", ref);
    json_write_end(w);
}

static void
write_key(struct json_write *w, const struct cyclonedx_view *v, enum cyclonedx_spec spec)
{
    const struct fact *bits = cyclonedx_fact(v->asset, "key.bits", FIELD_INT);
    json_write_member(w, "assetType", SL("related-crypto-material"));
    json_write_key(w, "relatedCryptoMaterialProperties");
    json_write_object(w);
    json_write_member(w, "type", SL("public-key"));
    if (bits && bits->i >= 0) {
        json_write_key(w, "size");
        json_write_int(w, bits->i);
    }
    if (v->uses.n && spec == CYCLONEDX_1_6)
        json_write_member(w, "algorithmRef", v->uses);
    if (v->uses.n && spec == CYCLONEDX_1_7) {
        json_write_key(w, "relatedCryptographicAssets");
        json_write_array(w);
        write_related(w, "algorithm", v->uses);
        json_write_end(w);
    }
    json_write_end(w);
}

static void
write_algorithm(struct json_write *w, const struct cyclonedx_view *v, enum cyclonedx_spec spec)
{
    const struct bom_curve *curve = bom_curve_find(v->curve);
    json_write_member(w, "assetType", SL("algorithm"));
    json_write_key(w, "algorithmProperties");
    json_write_object(w);
    json_write_member(w, "primitive", SL("signature"));
    if (spec == CYCLONEDX_1_7 && v->algorithm->family)
        json_write_member(w, "algorithmFamily", slice_str(v->algorithm->family));
    if (spec == CYCLONEDX_1_7 && curve)
        json_write_member(w, "ellipticCurve", slice_str(curve->cyclonedx));
    if (spec == CYCLONEDX_1_6 && v->curve.n)
        json_write_member(w, "curve", v->curve);
    json_write_end(w);
    if (v->algorithm->oid)
        json_write_member(w, "oid", slice_str(v->algorithm->oid));
}

static void
write_extension(struct json_write *w, const char *name, struct slice value)
{
    json_write_flat_object(w);
    json_write_member(w, "commonExtensionName", slice_str(name));
    json_write_member(w, "commonExtensionValue", value);
    json_write_end(w);
}

static void
write_extensions(struct json_write *w, const struct asset *as, struct arena *a)
{
    static const struct {
        const char *path, *name;
    } lists[] = {
        {"key_usage", "keyUsage"},
        {"extended_key_usage", "extendedKeyUsage"},
        {"subject_alternative_names", "subjectAlternativeName"},
    };
    const struct fact *ca = cyclonedx_fact(as, "ca", FIELD_BOOL);
    json_write_key(w, "certificateExtensions");
    json_write_array(w);
    if (ca)
        write_extension(w, "basicConstraints", ca->b ? SL("CA:TRUE") : SL("CA:FALSE"));
    for (size_t i = 0; i < COUNT_OF(lists); i++) {
        const struct fact *f = cyclonedx_fact(as, lists[i].path, FIELD_STRINGS);
        if (!f || f->list.n == 0)
            continue;
        struct buf b;
        buf_init(&b, a, (size_t)1 << 20);
        for (size_t k = 0; k < f->list.n; k++) {
            buf_str(&b, k ? ", " : "");
            buf_add(&b, f->list.v[k]);
        }
        write_extension(w, lists[i].name, buf_slice(&b));
    }
    json_write_end(w);
}

static bool
is_sha256(struct slice hex)
{
    for (size_t i = 0; i < hex.n; i++)
        if (!isxdigit(hex.p[i]))
            return false;
    return hex.n == 64;
}

/* What only 1.7 has a place for. */
static void
write_cert_1_7(struct json_write *w, const struct asset *as, const struct cert_refs *refs,
               struct arena *a)
{
    struct slice serial = text_of(as, "serial"), print = text_of(as, "fingerprint");
    if (serial.n)
        json_write_member(w, "serialNumber", serial);
    if (is_sha256(print)) {
        json_write_key(w, "fingerprint");
        json_write_flat_object(w);
        json_write_member(w, "alg", SL("SHA-256"));
        json_write_member(w, "content", print);
        json_write_end(w);
    }
    write_extensions(w, as, a);
    json_write_key(w, "relatedCryptographicAssets");
    json_write_array(w);
    write_related(w, "publicKey", refs->key);
    write_related(w, "algorithm", refs->signature);
    json_write_end(w);
}

void
cyclonedx_write_cert(struct json_write *w, const struct cyclonedx *doc, size_t target, size_t asset,
                     enum cyclonedx_spec spec, struct arena *a)
{
    const struct asset *as = &doc->targets[target].assets[asset];
    struct cert_refs refs = cyclonedx_cert_refs(doc, target, asset, a);
    struct slice subject = text_of(as, "subject"), issuer = text_of(as, "issuer");
    const struct fact *from = cyclonedx_fact(as, "valid_from", FIELD_TIME);
    const struct fact *until = cyclonedx_fact(as, "valid_until", FIELD_TIME);
    json_write_key(w, "cryptoProperties");
    json_write_object(w);
    json_write_member(w, "assetType", SL("certificate"));
    json_write_key(w, "certificateProperties");
    json_write_object(w);
    if (subject.n)
        json_write_member(w, "subjectName", subject);
    if (issuer.n)
        json_write_member(w, "issuerName", issuer);
    if (from)
        cyclonedx_write_time(w, a, "notValidBefore", from->i);
    if (until)
        cyclonedx_write_time(w, a, "notValidAfter", until->i);
    json_write_member(w, "certificateFormat", SL("X.509"));
    if (spec == CYCLONEDX_1_7)
        write_cert_1_7(w, as, &refs, a);
    if (spec == CYCLONEDX_1_6 && refs.signature.n)
        json_write_member(w, "signatureAlgorithmRef", refs.signature);
    if (spec == CYCLONEDX_1_6 && refs.key.n)
        json_write_member(w, "subjectPublicKeyRef", refs.key);
    json_write_end(w);
    json_write_end(w);
}

static struct slice
view_name(const struct cyclonedx_view *v)
{
    switch (v->kind) {
    case VIEW_PROTOCOL:
        return v->version->name;
    case VIEW_KEY:
        return v->algorithm ? slice_str(v->algorithm->name) : SL("public key");
    case VIEW_ALGORITHM:
        return slice_str(v->algorithm->name);
    }
    return (struct slice){0};
}

void
cyclonedx_write_view(struct json_write *w, const struct cyclonedx_view *v, enum cyclonedx_spec spec)
{
    json_write_object(w);
    json_write_member(w, "type", SL("cryptographic-asset"));
    json_write_member(w, "bom-ref", v->ref);
    json_write_member(w, "name", view_name(v));
    json_write_key(w, "cryptoProperties");
    json_write_object(w);
    switch (v->kind) {
    case VIEW_PROTOCOL:
        write_protocol(w, v, spec);
        break;
    case VIEW_KEY:
        write_key(w, v, spec);
        break;
    case VIEW_ALGORITHM:
        write_algorithm(w, v, spec);
        break;
    }
    json_write_end(w);
    if (v->kind != VIEW_ALGORITHM) {
        json_write_key(w, "properties");
        json_write_array(w);
        cyclonedx_write_property(w, SL(BOM_VIEW_OF), v->of);
        json_write_end(w);
    }
    json_write_end(w);
}
