/* SPDX-License-Identifier: Apache-2.0 */
#include "support/configuration.h"

#include "base/vec.h"
#include "support/cases.h"

#include <inttypes.h>

/* --- from text -------------------------------------------------------------------------------- */

static const char tls_defaults[] =
    "role: server\nversions: TLS 1.2, TLS 1.3\n"
    "ssl3_suites: none\ntls10_suites: none\ntls11_suites: none\ntlcp_suites: none\n"
    "tls12_suites: TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256\n"
    "tls13_suites: TLS_AES_128_GCM_SHA256\n"
    "tls12_groups: secp256r1\ntls13_groups: secp256r1\n"
    "tls12_signature_schemes: ecdsa_secp256r1_sha256\n"
    "tls13_signature_schemes: ecdsa_secp256r1_sha256\n"
    "authentication: ECDSA\nserver_preference: true\n"
    "extended_master_secret: true\nencrypt_then_mac: true\nsecure_renegotiation: true\n"
    "client_renegotiation: false\ncompression: false\nsession_tickets: true\n"
    "ticket_lifetime: 300\nearly_data: false\nocsp_stapling: false\nsni: true\n"
    "fallback_scsv: true\npoint_format_uncompressed: true\n";

static const char cert_defaults[] =
    "role=leaf version=3 key.algorithm=EC key.bits=256 key.curve=secp256r1 "
    "signature.algorithm=ECDSA signature.hash=SHA-256 validity_days=90 self_signed=false ca=false "
    "key_usage=digitalSignature extended_key_usage=serverAuth revocation=ocsp";

static void
set_elements(struct fact *f, const struct registry *r, struct slice names)
{
    memset(f->truth_bits, 0, BITS_WORDS(r->n) * sizeof(uint64_t));
    bits_fill(f->known_bits, r->n);
    f->known = true;
    for (struct slice name; slice_cut(&names, ',', &name);) {
        name = slice_trim(name);
        const struct element *el = registry_by_name(r, name);
        if (slice_eq_str(name, "none"))
            continue;
        if (!el)
            fail_msg("no %.*s in %.*s", SL_FMT(name), SL_FMT(r->name));
        else
            bits_set(f->truth_bits, registry_index(r, el));
    }
}

static void
set_list(struct fact *f, struct arena *a, struct slice words)
{
    VEC(struct slice) list = {0};
    for (struct slice word; slice_cut(&words, ',', &word);)
        if (!slice_eq_str(slice_trim(word), "none"))
            vec_push(a, &list, slice_trim(word));
    f->list = (struct slices){list.v, list.n};
    f->known = true;
}

static void
set_fact(const struct asset *as, struct arena *a, struct slice path, struct slice value)
{
    const struct field *field = kind_field(as->kind, path);
    struct fact *f = asset_fact(as, path);
    int64_t n = 0;
    if (!field || !f) {
        fail_msg("no field %.*s", SL_FMT(path));
        return;
    }
    switch (field->type) {
    case FIELD_BOOL:
        fact_bool(f, slice_eq_str(value, "true"));
        break;
    case FIELD_INT:
    case FIELD_TIME:
        assert_true(slice_to_i64(value, &n));
        fact_int(f, n);
        break;
    case FIELD_STRING:
        fact_string(f, value);
        break;
    case FIELD_STRINGS:
        set_list(f, a, value);
        break;
    case FIELD_SET:
        set_elements(f, field->registry, value);
        break;
    }
}

static void
set_certificate(const struct asset *as, struct arena *a, struct slice words)
{
    for (struct slice word, path; slice_cut(&words, ' ', &word);)
        if (word.n) {
            slice_cut(&word, '=', &path);
            set_fact(as, a, path, word);
        }
}

/* The union of some sets into another. */
static void
join(const struct asset *as, const char *to, const char *const *from, size_t n)
{
    struct fact *all = asset_fact(as, slice_str(to));
    const struct registry *r = kind_field(as->kind, slice_str(to))->registry;
    memset(all->truth_bits, 0, BITS_WORDS(r->n) * sizeof(uint64_t));
    bits_fill(all->known_bits, r->n);
    all->known = true;
    for (size_t i = 0; i < n; i++) {
        const struct fact *part = asset_fact(as, slice_str(from[i]));
        for (size_t w = 0; w < BITS_WORDS(r->n); w++)
            all->truth_bits[w] |= part->truth_bits[w];
    }
}

static void
set_lines(struct evidence *ev, struct arena *a, const struct catalog *c, struct slice lines)
{
    for (struct slice line, path; slice_cut(&lines, '\n', &line);) {
        if (line.n == 0)
            continue;
        slice_cut(&line, ':', &path);
        if (!slice_eq_str(path, "cert")) {
            set_fact(&ev->assets[0], a, path, slice_trim(line));
            continue;
        }
        struct asset *as = &ev->assets[ev->n++];
        asset_init(as, a, catalog_kind(c, SL("cert")), arena_printf(a, "cert:%zu", ev->n),
                   SL("certificate"));
        set_certificate(as, a, slice_str(cert_defaults));
        set_certificate(as, a, slice_trim(line));
    }
}

void
configuration_make(struct evidence *out, struct arena *a, const struct catalog *c,
                   const char *lines)
{
    static const char *const suites[] = {"tls10_suites", "tls11_suites", "tls12_suites",
                                         "tls13_suites"};
    static const char *const groups[] = {"tls12_groups", "tls13_groups"};
    static const char *const schemes[] = {"tls12_signature_schemes", "tls13_signature_schemes"};
    *out = (struct evidence){.target = SL("configuration"),
                             .assets = NEW_ARRAY(a, struct asset, 16),
                             .n = 1,
                             .origins = NEW(a, struct origin),
                             .norigins = 1};
    asset_init(&out->assets[0], a, catalog_kind(c, SL("tls")), SL("tls:configuration"),
               SL("endpoint"));
    set_lines(out, a, c, slice_str(tls_defaults));
    set_lines(out, a, c, slice_str(lines));
    join(&out->assets[0], "suites", suites, COUNT_OF(suites));
    join(&out->assets[0], "groups", groups, COUNT_OF(groups));
    join(&out->assets[0], "signature_schemes", schemes, COUNT_OF(schemes));
}

/* --- compared with a scan --------------------------------------------------------------------- */

/* Facts that are not compared. */
static const struct {
    const char *kind, *field, *why;
} apart[] = {
    {"tls", "alpn", "what the program serves behind TLS, not part of a plan"},
    {"tls", "validated_module", "no scan sees it: the operator states it"},
    {"tls", "client_renegotiation", "a scan does not renegotiate: tests/system/abilities.c does"},
    {"cert", "valid_from", "drawn when the certificate is issued"},
    {"cert", "valid_until", "drawn when the certificate is issued"},
    {"cert", "subject", "of the server's own name"},
    {"cert", "subject_alternative_names", "of the server's own name"},
    {"cert", "issuer", "the authority's name"},
    {"cert", "serial", "drawn when the certificate is issued"},
    {"cert", "serial_bits", "drawn when the certificate is issued"},
    {"cert", "fingerprint", "of the certificate that was issued"},
    {"cert", "usage", "follows from the key usage"},
};

static bool
is_apart(const struct kind *k, struct slice path)
{
    for (size_t i = 0; i < COUNT_OF(apart); i++)
        if (slice_eq_str(k->name, apart[i].kind) && slice_eq_str(path, apart[i].field))
            return true;
    return false;
}

static void
compare_set(struct buf *wrong, const struct field *field, const struct fact *want,
            const struct fact *got)
{
    const struct registry *r = field->registry;
    for (size_t i = 0; i < r->n; i++) {
        if (!bits_has(want->known_bits, i) || !bits_has(got->known_bits, i))
            continue;
        bool w = bits_has(want->truth_bits, i), g = bits_has(got->truth_bits, i);
        if (w != g)
            buf_printf(wrong, "%.*s: %.*s is %s, the scan %s it\n", SL_FMT(field->path),
                       SL_FMT(r->elements[i].name), w ? "configured" : "not configured",
                       g ? "finds" : "does not find");
    }
    for (size_t i = 0; i < got->extra.n; i++)
        buf_printf(wrong, "%.*s: the scan finds %.*s\n", SL_FMT(field->path),
                   SL_FMT(got->extra.v[i]));
}

static bool
in_list(const struct slices *list, struct slice s)
{
    for (size_t i = 0; i < list->n; i++)
        if (slice_eq(list->v[i], s))
            return true;
    return false;
}

static void
compare_list(struct buf *wrong, const struct field *field, const struct fact *want,
             const struct fact *got)
{
    for (size_t i = 0; i < want->list.n; i++)
        if (!in_list(&got->list, want->list.v[i]))
            buf_printf(wrong, "%.*s: no %.*s\n", SL_FMT(field->path), SL_FMT(want->list.v[i]));
    for (size_t i = 0; i < got->list.n; i++)
        if (!in_list(&want->list, got->list.v[i]))
            buf_printf(wrong, "%.*s: %.*s was not configured\n", SL_FMT(field->path),
                       SL_FMT(got->list.v[i]));
}

static void
compare_fact(struct buf *wrong, const struct field *field, const struct fact *want,
             const struct fact *got)
{
    if (field->type == FIELD_SET) {
        compare_set(wrong, field, want, got);
        return;
    }
    if (!want->known || !got->known)
        return;
    switch (field->type) {
    case FIELD_BOOL:
        if (want->b != got->b)
            buf_printf(wrong, "%.*s: %d instead of %d\n", SL_FMT(field->path), got->b, want->b);
        break;
    case FIELD_INT:
    case FIELD_TIME:
        if (want->i != got->i)
            buf_printf(wrong, "%.*s: %" PRId64 " instead of %" PRId64 "\n", SL_FMT(field->path),
                       got->i, want->i);
        break;
    case FIELD_STRING:
        if (!slice_eq(want->s, got->s))
            buf_printf(wrong, "%.*s: '%.*s' instead of '%.*s'\n", SL_FMT(field->path),
                       SL_FMT(got->s), SL_FMT(want->s));
        break;
    case FIELD_STRINGS:
        compare_list(wrong, field, want, got);
        break;
    case FIELD_SET:
        break;
    }
}

/* The size of an EdDSA key is told in two ways: of the group, or of the field. */
static bool
eddsa_size(const struct asset *as, struct slice path)
{
    const struct fact *f = asset_fact(as, SL("key.algorithm"));
    return slice_eq_str(path, "key.bits") && f && slice_has_prefix(f->s, SL("Ed"));
}

/* Which suite is preferred is the server's doing only where its order decides. */
static bool
client_decides(const struct asset *as, struct slice path)
{
    const struct fact *f = asset_fact(as, SL("server_preference"));
    return slice_eq_str(path, "preferred_suite") && f && f->known && !f->b;
}

/* A server that staples wants a responder named, also where the plan leaves that open. */
static bool
named_for_stapling(const struct asset *want, struct slice path, const struct evidence *all)
{
    const struct fact *f = asset_fact(&all->assets[0], SL("ocsp_stapling"));
    const struct fact *leaf = asset_fact(want, SL("role"));
    return slice_eq_str(path, "revocation") && f && f->known && f->b && leaf &&
           slice_eq_str(leaf->s, "leaf");
}

static void
compare_asset(struct buf *wrong, const struct asset *want, const struct asset *got,
              const struct evidence *all)
{
    for (size_t i = 0; i < want->kind->n; i++) {
        const struct field *field = &want->kind->fields[i];
        if (!is_apart(want->kind, field->path) && !client_decides(want, field->path) &&
            !eddsa_size(want, field->path) && !named_for_stapling(want, field->path, all))
            compare_fact(wrong, field, &want->facts[i], &got->facts[i]);
    }
}

static bool
alike(const struct asset *want, const struct asset *got)
{
    static const char *const names[] = {"role", "key.algorithm"};
    if (got->kind != want->kind)
        return false;
    for (size_t i = 0; slice_eq_str(want->kind->name, "cert") && i < COUNT_OF(names); i++)
        if (!slice_eq(asset_fact(want, slice_str(names[i]))->s,
                      asset_fact(got, slice_str(names[i]))->s))
            return false;
    return true;
}

/* Of several certificates of one role and key that which differs least. */
static void
compare_nearest(struct buf *wrong, const struct asset *want, const struct evidence *all,
                const struct evidence *scanned)
{
    struct buf best = {0};
    for (size_t i = 0; i < scanned->n; i++) {
        struct buf b;
        if (!alike(want, &scanned->assets[i]))
            continue;
        buf_init(&b, wrong->a, wrong->max);
        compare_asset(&b, want, &scanned->assets[i], all);
        if (!best.a || b.n < best.n)
            best = b;
    }
    if (!best.a)
        buf_printf(wrong, "%.*s: the scan finds no such thing\n", SL_FMT(want->id));
    else if (best.n)
        buf_printf(wrong, "%.*s: %.*s", SL_FMT(want->id), SL_FMT(buf_slice(&best)));
}

void
same_where_seen(struct buf *wrong, const struct evidence *configuration,
                const struct evidence *scanned)
{
    for (size_t i = 0; i < configuration->n; i++)
        compare_nearest(wrong, &configuration->assets[i], configuration, scanned);
}
