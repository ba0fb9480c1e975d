/* SPDX-License-Identifier: Apache-2.0 */
#include "expect.h"

#include "base/vec.h"
#include "support/command.h"

#include <openssl/evp.h>
#include <stdlib.h>

#define COMMAND_MS 20000

struct context {
    struct buf *wrong;
    struct arena *a;
    const struct certs *certs;
    const struct tls_result *r;
    const struct asset *as;
};

/* "key=a,b,c" in a list of words: the value. */
static struct slice
option(struct slice words, const char *key)
{
    for (struct slice w; slice_cut(&words, ' ', &w);)
        if (slice_has_prefix(w, slice_str(key)))
            return slice_sub(w, strlen(key), w.n);
    return (struct slice){0};
}

static bool
in_list(struct slice list, struct slice what)
{
    for (struct slice one; slice_cut(&list, ',', &one);)
        if (slice_eq(slice_trim(one), what))
            return true;
    return false;
}

static struct slice
run(struct context *c, const char *const *argv)
{
    struct slice out;
    struct err e = {0};
    if (command_output(&out, c->a, &(struct command){.argv = argv}, COMMAND_MS, &e))
        return out;
    buf_printf(c->wrong, "%s\n", e.msg);
    return (struct slice){0};
}

/* Sets the bit of each element with this code. */
static bool
set_code(uint64_t *bits, const struct registry *r, uint64_t code)
{
    bool found = false;
    for (size_t i = 0; i < r->n; i++)
        if (r->elements[i].code == code) {
            bits_set(bits, i);
            found = true;
        }
    return found;
}

/* "0xC0,0x2C - NAME TLSv1.2 Kx=ECDH Au=ECDSA …": the value of Kx= or Au=. */
static void
take_openssl_line(struct context *c, uint64_t *bits, const struct registry *r, struct slice line,
                  struct slice words)
{
    line = slice_trim(line);
    struct slice head, rest = line, hi, lo;
    uint64_t h, l;
    if (!slice_cut(&rest, ' ', &head) || !slice_cut(&head, ',', &hi))
        return;
    lo = head;
    if (!slice_to_u64(hi, &h) || !slice_to_u64(lo, &l))
        return;
    struct slice auth = option(line, "Au="), kx = option(line, "Kx=");
    struct slice wanted = option(words, "auth="), no = option(words, "nokx=");
    if ((wanted.n && !in_list(wanted, auth)) || in_list(no, kx))
        return;
    if (!set_code(bits, r, h << 8 | l))
        buf_printf(c->wrong, "the registry lacks %.*s\n", SL_FMT(line));
}

/* "openssl -tls1_2 STRING …" */
static void
from_openssl(struct context *c, uint64_t *bits, const struct registry *r, struct slice words)
{
    struct slice rest = words, program, version, string;
    slice_cut(&rest, ' ', &program);
    slice_cut(&rest, ' ', &version);
    slice_cut(&rest, ' ', &string);
    const char *const argv[] = {
        "openssl", "ciphers", "-V", "-s", arena_str(c->a, version), arena_str(c->a, string), NULL};
    struct slice out = run(c, argv);
    for (struct slice line; slice_cut(&out, '\n', &line);)
        take_openssl_line(c, bits, r, line, rest);
}

/* "TLS_RSA_AES_128_GCM_SHA256 <tab> 0x00, 0x9c <tab> TLS1.2": authentication from the name. */
static void
take_gnutls_line(uint64_t *bits, const struct registry *r, struct slice line, struct slice top,
                 struct slice words)
{
    struct slice name, codes, hi;
    if (!slice_cut(&line, '\t', &name) || !slice_cut(&line, '\t', &codes))
        return;
    struct slice since = slice_trim(line);
    uint64_t h, l;
    if (!slice_cut(&codes, ',', &hi) || !slice_to_u64(slice_trim(hi), &h) ||
        !slice_to_u64(slice_trim(codes), &l))
        return;
    bool is13 = slice_eq_str(since, "TLS1.3");
    if (is13 != slice_eq_str(top, "TLS1.3") || slice_cmp(since, top) > 0)
        return;
    struct slice wanted = option(words, "auth=");
    const char *auth = slice_find(name, SL("ECDSA")) != SIZE_MAX  ? "ECDSA"
                       : slice_find(name, SL("ANON")) != SIZE_MAX ? "None"
                       : slice_find(name, SL("PSK")) != SIZE_MAX  ? "PSK"
                                                                  : "RSA";
    if (is13 || in_list(wanted, slice_str(auth)))
        set_code(bits, r, h << 8 | l);
}

/* "gnutls PRIORITY TLS1.2 …" */
static void
from_gnutls(struct context *c, uint64_t *bits, const struct registry *r, struct slice words)
{
    struct slice rest = words, program, priority, version;
    slice_cut(&rest, ' ', &program);
    slice_cut(&rest, ' ', &priority);
    slice_cut(&rest, ' ', &version);
    const char *const argv[] = {"gnutls-cli", "--priority", arena_str(c->a, priority), "-l", NULL};
    struct slice out = run(c, argv);
    for (struct slice line; slice_cut(&out, '\n', &line);)
        take_gnutls_line(bits, r, line, version, rest);
}

static void
from_names(struct context *c, uint64_t *bits, const struct registry *r, struct slice names)
{
    for (struct slice name; slice_cut(&names, ',', &name);) {
        name = slice_trim(name);
        const struct element *el = registry_by_name(r, name);
        uint64_t code;
        if (slice_eq_str(name, "none"))
            continue;
        if (el)
            bits_set(bits, registry_index(r, el));
        else if (!slice_to_u64(name, &code) || !set_code(bits, r, code))
            buf_printf(c->wrong, "no %.*s in %.*s\n", SL_FMT(name), SL_FMT(r->name));
    }
}

static void
check_set(struct context *c, const struct field *field, struct slice value)
{
    const struct registry *r = field->registry;
    const struct fact *f = asset_fact(c->as, field->path);
    uint64_t *want = bits_new(c->a, r->n);
    if (slice_has_prefix(value, SL("openssl ")))
        from_openssl(c, want, r, value);
    else if (slice_has_prefix(value, SL("gnutls ")))
        from_gnutls(c, want, r, value);
    else
        from_names(c, want, r, value);
    size_t unsettled = 0;
    for (size_t i = 0; i < r->n; i++) {
        bool us = bits_has(f->truth_bits, i), they = bits_has(want, i);
        if (us != they)
            buf_printf(c->wrong, "%.*s: %s %.*s\n", SL_FMT(field->path),
                       us ? "unexpected" : "missing", SL_FMT(r->elements[i].name));
        unsettled += !bits_has(f->known_bits, i);
    }
    for (size_t i = 0; i < f->extra.n; i++)
        buf_printf(c->wrong, "%.*s: unexpected %.*s\n", SL_FMT(field->path), SL_FMT(f->extra.v[i]));
    if (unsettled || !f->known)
        buf_printf(c->wrong, "%.*s: %zu elements not settled: %.*s\n", SL_FMT(field->path),
                   unsettled, SL_FMT(f->reason));
}

static void
check_fact(struct context *c, struct slice path, struct slice value)
{
    const struct field *field = kind_field(c->as->kind, path);
    if (!field) {
        buf_printf(c->wrong, "no field %.*s\n", SL_FMT(path));
        return;
    }
    const struct fact *f = asset_fact(c->as, path);
    if (slice_eq_str(value, "unknown")) {
        if (f->known || f->reason.n == 0)
            buf_printf(c->wrong, "%.*s: known, or unknown without a reason\n", SL_FMT(path));
        return;
    }
    if (field->type == FIELD_SET) {
        check_set(c, field, value);
        return;
    }
    struct slice got = scan_fact(c->a, c->as, arena_str(c->a, path));
    if (!slice_eq(got, value))
        buf_printf(c->wrong, "%.*s: \"%.*s\" instead of \"%.*s\"\n", SL_FMT(path), SL_FMT(got),
                   SL_FMT(value));
}

/* ---- certificates ---- */

/* What the scanner has to say of a key of the standard set, and of its signatures. */
static const struct {
    const char *key, *algorithm, *bits, *curve, *signs, *hash;
} keys[] = {
    {"rsa2048", "RSA", "2048", "", "RSA-PKCS1", "SHA-256"},
    {"rsapss2048", "RSA-PSS", "2048", "", "RSA-PSS", "SHA-256"},
    {"p256", "EC", "256", "secp256r1", "ECDSA", "SHA-256"},
    {"p384", "EC", "384", "secp384r1", "ECDSA", "SHA-384"},
    {"p521", "EC", "521", "secp521r1", "ECDSA", "SHA-512"},
    {"bp256", "EC", "256", "brainpoolP256r1", "ECDSA", "SHA-256"},
    {"ed25519", "Ed25519", "253", "", "EdDSA", ""},
    {"ed448", "Ed448", "446", "", "EdDSA", ""},
    {"sm2", "SM2", "256", "sm2p256v1", "SM2", "SM3"},
};

static size_t
key_row(const char *key)
{
    size_t i = 0;
    while (i < COUNT_OF(keys) && strcmp(keys[i].key, key) != 0)
        i++;
    if (i == COUNT_OF(keys))
        abort(); /* our own mistake */
    return i;
}

static const struct asset *
asset_of(struct context *c, const struct cert *cert)
{
    uint8_t digest[32];
    EVP_Digest(cert->der.p, cert->der.n, digest, NULL, EVP_sha256(), NULL);
    struct buf hex;
    buf_init(&hex, c->a, 128);
    for (size_t i = 0; i < sizeof digest; i++)
        buf_printf(&hex, "%02x", digest[i]);
    for (size_t i = 0; i < c->r->evidence.n; i++) {
        const struct asset *as = &c->r->evidence.assets[i];
        if (slice_eq_str(as->kind->name, "cert") &&
            slice_eq(scan_fact(c->a, as, "fingerprint"), buf_slice(&hex)))
            return as;
    }
    return NULL;
}

static void
check_cert_fact(struct context *c, const struct asset *as, const char *name, const char *path,
                const char *want)
{
    struct slice got = scan_fact(c->a, as, path);
    if (!slice_eq_str(got, want))
        buf_printf(c->wrong, "certificate %s: %s \"%.*s\" instead of \"%s\"\n", name, path,
                   SL_FMT(got), want);
}

static void
check_cert(struct context *c, struct slice name, const char *role)
{
    const char *n = arena_str(c->a, name);
    const struct cert *cert = certs_get(c->certs, n);
    const struct asset *as = cert ? asset_of(c, cert) : NULL;
    if (!as) {
        buf_printf(c->wrong, "certificate %s: not seen\n", n);
        return;
    }
    size_t k = key_row(cert->spec->key);
    const struct cert *issuer = cert->spec->issuer ? certs_get(c->certs, cert->spec->issuer) : cert;
    size_t by = key_row(issuer->spec->key);
    check_cert_fact(c, as, n, "role", role);
    check_cert_fact(c, as, n, "version", "3");
    check_cert_fact(c, as, n, "key.algorithm", keys[k].algorithm);
    check_cert_fact(c, as, n, "key.bits", keys[k].bits);
    check_cert_fact(c, as, n, "key.curve", keys[k].curve);
    check_cert_fact(c, as, n, "signature.algorithm", keys[by].signs);
    check_cert_fact(c, as, n, "signature.hash", keys[by].hash);
    check_cert_fact(c, as, n, "self_signed", cert->spec->issuer ? "false" : "true");
    check_cert_fact(c, as, n, "ca", cert->spec->ca ? "true" : "false");
    check_cert_fact(c, as, n, "validity_days", "30");
    check_cert_fact(c, as, n, "serial_bits", "127");
}

/* Exactly these with this role. */
static void
check_certs(struct context *c, struct slice names, const char *role)
{
    size_t want = 0, got = 0;
    for (struct slice name; slice_cut(&names, ',', &name); want++)
        check_cert(c, slice_trim(name), role);
    for (size_t i = 0; i < c->r->evidence.n; i++) {
        const struct asset *as = &c->r->evidence.assets[i];
        got +=
            slice_eq_str(as->kind->name, "cert") && slice_eq_str(scan_fact(c->a, as, "role"), role);
    }
    if (want != got)
        buf_printf(c->wrong, "%zu certificates of role %s instead of %zu\n", got, role, want);
}

static void
check_line(struct context *c, struct slice line)
{
    struct slice path, value = line;
    slice_cut(&value, ':', &path);
    value = slice_trim(value);
    bool failed = slice_eq_str(path, "failed");
    if (failed) {
        if (slice_find(slice_str(c->r->failed.msg), value) == SIZE_MAX)
            buf_printf(c->wrong, "failed: \"%s\" instead of \"%.*s\"\n", c->r->failed.msg,
                       SL_FMT(value));
    } else if (!c->as) {
        buf_printf(c->wrong, "%.*s: no evidence: %s\n", SL_FMT(path), c->r->failed.msg);
    } else if (slice_eq_str(path, "leaf")) {
        check_certs(c, value, "leaf");
    } else if (slice_eq_str(path, "chain")) {
        check_certs(c, value, "intermediate");
    } else if (slice_eq_str(path, "root")) {
        check_certs(c, value, "root");
    } else {
        check_fact(c, path, value);
    }
}

void
expect(struct buf *wrong, struct arena *a, const struct certs *certs, const struct tls_result *r,
       const char *want)
{
    struct context c = {wrong, a, certs, r, NULL};
    if (r->failed.code == ERR_NONE)
        c.as = scan_endpoint(r);
    struct slice lines = slice_str(want);
    for (struct slice line; slice_cut(&lines, '\n', &line);)
        if (line.n > 0)
            check_line(&c, line);
}
