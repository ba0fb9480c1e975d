/* SPDX-License-Identifier: Apache-2.0 */
#include "collect/cert.h"

#include "crypto/crypto.h"
#include "wire/x509_key.h"

#include <arpa/inet.h>
#include <openssl/x509v3.h>

struct work {
    struct arena *a;
    struct asset *as;
    X509 *x;
    struct x509_key key;
};

struct slice
cert_fingerprint(struct arena *a, struct slice der)
{
    uint8_t digest[CRYPTO_HASH_MAX];
    crypto_hash(digest, CRYPTO_SHA256, der);
    return crypto_hex(a, slice_of(digest, crypto_hash_size(CRYPTO_SHA256)));
}

/* --- key and signature --- */

static const char *
key_name(enum x509_algorithm algorithm)
{
    switch (algorithm) {
    case X509_OTHER:
        return "other";
    case X509_RSA:
        return "RSA";
    case X509_RSA_PSS:
        return "RSA-PSS";
    case X509_EC:
        return "EC";
    case X509_SM2:
        return "SM2";
    case X509_ED25519:
        return "Ed25519";
    case X509_ED448:
        return "Ed448";
    case X509_DSA:
        return "DSA";
    case X509_GOST_2001:
        return "GOST-2001";
    case X509_GOST_2012_256:
        return "GOST-2012-256";
    case X509_GOST_2012_512:
        return "GOST-2012-512";
    case X509_ML_DSA_44:
        return "ML-DSA-44";
    case X509_ML_DSA_65:
        return "ML-DSA-65";
    case X509_ML_DSA_87:
        return "ML-DSA-87";
    }
    return "other";
}

/* libcrypto's short name of a digest to the vocabulary's. */
static const char *
hash_name(int nid)
{
    static const struct {
        int nid;
        const char *name;
    } names[] = {
        {NID_md2, "MD2"},
        {NID_md4, "MD4"},
        {NID_md5, "MD5"},
        {NID_sha1, "SHA-1"},
        {NID_sha224, "SHA-224"},
        {NID_sha256, "SHA-256"},
        {NID_sha384, "SHA-384"},
        {NID_sha512, "SHA-512"},
        {NID_sha512_224, "SHA-512/224"},
        {NID_sha512_256, "SHA-512/256"},
        {NID_sha3_224, "SHA3-224"},
        {NID_sha3_256, "SHA3-256"},
        {NID_sha3_384, "SHA3-384"},
        {NID_sha3_512, "SHA3-512"},
        {NID_sm3, "SM3"},
        {NID_ripemd160, "RIPEMD-160"},
        {NID_id_GostR3411_94, "GOST R 34.11-94"},
        {NID_id_GostR3411_2012_256, "Streebog-256"},
        {NID_id_GostR3411_2012_512, "Streebog-512"},
    };
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (names[i].nid == nid)
            return names[i].name;
    return nid == NID_undef ? "" : OBJ_nid2sn(nid);
}

/* Of the algorithms that say hash and key in one identifier. */
static const char *
signature_name(int key)
{
    static const struct {
        int nid;
        const char *name;
    } names[] = {
        {NID_rsaEncryption, "RSA-PKCS1"},
        {NID_rsassaPss, "RSA-PSS"},
        {NID_X9_62_id_ecPublicKey, "ECDSA"},
        {NID_ED25519, "EdDSA"},
        {NID_ED448, "EdDSA"},
        {NID_dsa, "DSA"},
        {NID_sm2, "SM2"},
        {NID_id_GostR3410_2001, "GOST-2001"},
        {NID_id_GostR3410_2012_256, "GOST-2012-256"},
        {NID_id_GostR3410_2012_512, "GOST-2012-512"},
    };
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (names[i].nid == key)
            return names[i].name;
    return "other";
}

/* RSASSA-PSS carries its hash in the parameters (RFC 4055 section 3.1). */
static int
pss_hash(const X509 *x)
{
    int md = NID_undef, key = NID_undef;
    if (X509_get_signature_info((X509 *)(uintptr_t)x, &md, &key, NULL, NULL) == 1)
        return md;
    return NID_undef;
}

static void
put_signature(const struct work *w)
{
    enum x509_algorithm known = x509_signature_algorithm(w->key.signature_oid);
    int nid = X509_get_signature_nid(w->x), md = NID_undef, key = NID_undef;
    const char *algorithm = "other", *hash = "";
    if (nid == NID_rsassaPss) {
        algorithm = "RSA-PSS";
        md = pss_hash(w->x);
    } else if (OBJ_find_sigid_algs(nid, &md, &key)) {
        algorithm = signature_name(key);
    }
    hash = hash_name(md);
    switch (known) {
    case X509_SM2:
        algorithm = "SM2";
        hash = "SM3";
        break;
    case X509_GOST_2001:
        algorithm = key_name(known);
        hash = "GOST R 34.11-94";
        break;
    case X509_GOST_2012_256:
        algorithm = key_name(known);
        hash = "Streebog-256";
        break;
    case X509_GOST_2012_512:
        algorithm = key_name(known);
        hash = "Streebog-512";
        break;
    case X509_ML_DSA_44:
    case X509_ML_DSA_65:
    case X509_ML_DSA_87:
        algorithm = key_name(known);
        break;
    case X509_OTHER:
    case X509_RSA:
    case X509_RSA_PSS:
    case X509_EC:
    case X509_ED25519:
    case X509_ED448:
    case X509_DSA:
        break;
    }
    asset_string(w->as, "signature.algorithm", slice_str(algorithm));
    if (nid == NID_rsassaPss && md == NID_undef)
        asset_unknown(w->as, "signature.hash",
                      SL("the signature's parameters name no hash that this libcrypto knows"));
    else
        asset_string(w->as, "signature.hash", slice_str(hash));
}

static void
put_key(const struct work *w)
{
    const struct x509_key *k = &w->key;
    asset_string(w->as, "key.algorithm", slice_str(key_name(k->algorithm)));
    asset_string(w->as, "key.curve", slice_str(k->curve ? k->curve : ""));
    unsigned bits = k->bits;
    if (bits == 0) {
        EVP_PKEY *pkey = X509_get0_pubkey(w->x);
        int n = pkey ? EVP_PKEY_get_bits(pkey) : 0;
        bits = n > 0 ? (unsigned)n : 0;
    }
    if (bits > 0)
        asset_int(w->as, "key.bits", bits);
    else
        asset_unknown(w->as, "key.bits", SL("the size of this kind of key cannot be read"));
}

/* --- names and times --- */

/* False where the name cannot be printed: some string in it is malformed. */
static bool
name_text(const struct work *w, const X509_NAME *name, struct slice *text)
{
    BIO *out = BIO_new(BIO_s_mem());
    char *p = NULL;
    *text = SL("");
    bool ok = out && X509_NAME_print_ex(
                         out, name, 0, XN_FLAG_RFC2253 & ~(unsigned long)ASN1_STRFLGS_ESC_MSB) >= 0;
    long n = ok ? BIO_get_mem_data(out, &p) : 0;
    if (n > 0)
        *text = arena_dup(w->a, slice_of(p, (size_t)n));
    BIO_free(out);
    return ok;
}

static void
put_name(const struct work *w, const char *path, const X509_NAME *name, struct slice *text)
{
    if (name_text(w, name, text))
        asset_string(w->as, path, *text);
    else
        asset_unknown(w->as, path, SL("the certificate's name is malformed"));
}

/* Seconds since 1970; false where the time is malformed. */
static bool
seconds(const ASN1_TIME *t, int64_t *out)
{
    struct tm tm;
    if (ASN1_TIME_to_tm(t, &tm) != 1)
        return false;
    *out = (int64_t)timegm(&tm);
    return true;
}

static void
put_validity(const struct work *w)
{
    int64_t from = 0, until = 0;
    bool has_from = seconds(X509_get0_notBefore(w->x), &from);
    bool has_until = seconds(X509_get0_notAfter(w->x), &until);
    if (has_from)
        asset_int(w->as, "valid_from", from);
    else
        asset_unknown(w->as, "valid_from", SL("the certificate's time is malformed"));
    if (has_until)
        asset_int(w->as, "valid_until", until);
    else
        asset_unknown(w->as, "valid_until", SL("the certificate's time is malformed"));
    if (has_from && has_until && until >= from)
        asset_int(w->as, "validity_days", (until - from + 86399) / 86400);
    else
        asset_unknown(w->as, "validity_days", SL("the certificate's times are malformed"));
}

static void
put_serial(const struct work *w)
{
    const ASN1_INTEGER *serial = X509_get0_serialNumber(w->x);
    struct slice octets =
        slice_of(ASN1_STRING_get0_data(serial), (size_t)ASN1_STRING_length(serial));
    size_t bits = octets.n * 8;
    for (size_t i = 0; bits > 0 && !(octets.p[i / 8] >> (7 - i % 8) & 1) && i < octets.n * 8; i++)
        bits--;
    asset_int(w->as, "serial_bits", (int64_t)bits);
    asset_string(w->as, "serial", crypto_hex(w->a, octets));
}

/* --- extensions --- */

#define MALFORMED "the certificate's extension is malformed or stands there twice"

/* The extension, or null: *bad where it is there, but cannot be read or stands there twice. */
static void *
extension(const struct work *w, int nid, bool *bad)
{
    int place = -1;
    void *ext = X509_get_ext_d2i(w->x, nid, &place, NULL);
    *bad = !ext && place != -1;
    return ext;
}

/* The bits as libcrypto's KU_ constants; UINT32_MAX where the certificate does not say. */
static uint32_t
key_usage_bits(const struct work *w, bool *bad)
{
    ASN1_BIT_STRING *bits = extension(w, NID_key_usage, bad);
    if (!bits)
        return UINT32_MAX;
    uint32_t usage = 0;
    if (bits->length > 0)
        usage = bits->data[0];
    if (bits->length > 1)
        usage |= (uint32_t)bits->data[1] << 8;
    ASN1_BIT_STRING_free(bits);
    return usage;
}

/* TLCP's pair is told apart by key usage: signing bits on one, enciphering bits on the other. */
static void
put_usage(const struct work *w, uint32_t usage)
{
    const uint32_t signs =
        KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION | KU_KEY_CERT_SIGN | KU_CRL_SIGN;
    const uint32_t seals = KU_KEY_ENCIPHERMENT | KU_DATA_ENCIPHERMENT | KU_KEY_AGREEMENT;
    const char *text = "both";
    if (usage != UINT32_MAX && (usage & signs) && !(usage & seals))
        text = "signing";
    if (usage != UINT32_MAX && (usage & seals) && !(usage & signs))
        text = "encryption";
    asset_string(w->as, "usage", slice_str(text));
}

static void
put_key_usage(const struct work *w)
{
    static const struct {
        uint32_t bit;
        struct slice name;
    } bits[] = {
        {KU_DIGITAL_SIGNATURE, SL_INIT("digitalSignature")},
        {KU_NON_REPUDIATION, SL_INIT("nonRepudiation")},
        {KU_KEY_ENCIPHERMENT, SL_INIT("keyEncipherment")},
        {KU_DATA_ENCIPHERMENT, SL_INIT("dataEncipherment")},
        {KU_KEY_AGREEMENT, SL_INIT("keyAgreement")},
        {KU_KEY_CERT_SIGN, SL_INIT("keyCertSign")},
        {KU_CRL_SIGN, SL_INIT("cRLSign")},
        {KU_ENCIPHER_ONLY, SL_INIT("encipherOnly")},
        {KU_DECIPHER_ONLY, SL_INIT("decipherOnly")},
    };
    bool bad;
    uint32_t usage = key_usage_bits(w, &bad);
    if (bad) {
        asset_unknown(w->as, "key_usage", SL(MALFORMED));
        asset_unknown(w->as, "usage", SL(MALFORMED));
        return;
    }
    struct slice *v = NEW_ARRAY(w->a, struct slice, COUNT_OF(bits));
    size_t n = 0;
    for (size_t i = 0; usage != UINT32_MAX && i < COUNT_OF(bits); i++)
        if (usage & bits[i].bit)
            v[n++] = bits[i].name;
    asset_list(w->as, "key_usage", (struct slices){v, n});
    put_usage(w, usage);
}

/* RFC 5280's names; libcrypto's long names are its own. */
static struct slice
extended_usage_name(const struct work *w, const ASN1_OBJECT *oid)
{
    static const struct {
        int nid;
        const char *name;
    } names[] = {
        {NID_server_auth, "serverAuth"},
        {NID_client_auth, "clientAuth"},
        {NID_code_sign, "codeSigning"},
        {NID_email_protect, "emailProtection"},
        {NID_time_stamp, "timeStamping"},
        {NID_OCSP_sign, "OCSPSigning"},
        {NID_anyExtendedKeyUsage, "anyExtendedKeyUsage"},
    };
    char dotted[128];
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (names[i].nid == OBJ_obj2nid(oid))
            return slice_str(names[i].name);
    OBJ_obj2txt(dotted, sizeof dotted, oid, 1);
    return arena_dup(w->a, slice_str(dotted));
}

static void
put_extended_key_usage(const struct work *w)
{
    bool bad;
    EXTENDED_KEY_USAGE *list = extension(w, NID_ext_key_usage, &bad);
    int n = list ? sk_ASN1_OBJECT_num(list) : 0;
    struct slice *v = NEW_ARRAY(w->a, struct slice, (size_t)n + 1);
    for (int i = 0; i < n; i++)
        v[i] = extended_usage_name(w, sk_ASN1_OBJECT_value(list, i));
    if (bad)
        asset_unknown(w->as, "extended_key_usage", SL(MALFORMED));
    else
        asset_list(w->as, "extended_key_usage", (struct slices){v, (size_t)n});
    sk_ASN1_OBJECT_pop_free(list, ASN1_OBJECT_free);
}

static bool
address_text(const struct work *w, const ASN1_OCTET_STRING *octets, struct slice *out)
{
    char text[INET6_ADDRSTRLEN];
    int n = ASN1_STRING_length(octets);
    if (n != 4 && n != 16)
        return false;
    if (!inet_ntop(n == 4 ? AF_INET : AF_INET6, ASN1_STRING_get0_data(octets), text, sizeof text))
        return false;
    *out = arena_dup(w->a, slice_str(text));
    return true;
}

static void
put_alternative_names(const struct work *w)
{
    bool bad;
    GENERAL_NAMES *names = extension(w, NID_subject_alt_name, &bad);
    int n = names ? sk_GENERAL_NAME_num(names) : 0;
    struct slice *v = NEW_ARRAY(w->a, struct slice, CERT_NAMES_MAX);
    size_t kept = 0;
    for (int i = 0; i < n && n <= CERT_NAMES_MAX; i++) {
        const GENERAL_NAME *name = sk_GENERAL_NAME_value(names, i);
        if (name->type == GEN_DNS)
            v[kept++] = arena_dup(w->a, slice_of(ASN1_STRING_get0_data(name->d.dNSName),
                                                 (size_t)ASN1_STRING_length(name->d.dNSName)));
        else if (name->type == GEN_IPADD && address_text(w, name->d.iPAddress, &v[kept]))
            kept++;
    }
    if (bad)
        asset_unknown(w->as, "subject_alternative_names", SL(MALFORMED));
    else if (n > CERT_NAMES_MAX)
        asset_unknown(w->as, "subject_alternative_names",
                      SL("more alternative names than are read"));
    else
        asset_list(w->as, "subject_alternative_names", (struct slices){v, kept});
    GENERAL_NAMES_free(names);
}

static void
put_revocation(const struct work *w)
{
    struct slice *v = NEW_ARRAY(w->a, struct slice, 2);
    size_t n = 0;
    bool bad;
    AUTHORITY_INFO_ACCESS *info = extension(w, NID_info_access, &bad);
    for (int i = 0; info && i < sk_ACCESS_DESCRIPTION_num(info) && n == 0; i++)
        if (OBJ_obj2nid(sk_ACCESS_DESCRIPTION_value(info, i)->method) == NID_ad_OCSP)
            v[n++] = SL("ocsp");
    AUTHORITY_INFO_ACCESS_free(info);
    if (X509_get_ext_by_NID(w->x, NID_crl_distribution_points, -1) >= 0)
        v[n++] = SL("crl");
    if (bad)
        asset_unknown(w->as, "revocation", SL(MALFORMED));
    else
        asset_list(w->as, "revocation", (struct slices){v, n});
}

static void
put_ca(const struct work *w)
{
    bool bad;
    BASIC_CONSTRAINTS *basic = extension(w, NID_basic_constraints, &bad);
    if (bad)
        asset_unknown(w->as, "ca", SL(MALFORMED));
    else
        asset_bool(w->as, "ca", basic && basic->ca);
    BASIC_CONSTRAINTS_free(basic);
}

/* --- the whole --- */

/* Same name on both ends and the key verifies; unknown where libcrypto lacks the algorithm. */
static bool
put_self_signed(const struct work *w)
{
    bool same = X509_NAME_cmp(X509_get_subject_name(w->x), X509_get_issuer_name(w->x)) == 0;
    if (!same) {
        asset_bool(w->as, "self_signed", false);
        return false;
    }
    EVP_PKEY *key = X509_get0_pubkey(w->x);
    if (!key) {
        asset_unknown(w->as, "self_signed",
                      SL("this libcrypto cannot verify signatures of that kind"));
        return true; /* names agree: its place in the chain is a root's */
    }
    if (w->key.algorithm == X509_SM2) {
        /* GB/T 32918.2: the signer's default identity enters the digest */
        ASN1_OCTET_STRING *id = ASN1_OCTET_STRING_new();
        if (id && ASN1_OCTET_STRING_set(id, (const uint8_t *)"1234567812345678", 16) == 1)
            X509_set0_distinguishing_id(w->x, id);
        else
            ASN1_OCTET_STRING_free(id);
    }
    bool fits = X509_verify(w->x, key) == 1;
    asset_bool(w->as, "self_signed", fits);
    return fits;
}

static void
put_facts(const struct work *w, enum cert_role role)
{
    bool root = put_self_signed(w);
    const char *place = role == CERT_LEAF ? "leaf" : root ? "root" : "intermediate";
    asset_string(w->as, "role", slice_str(place));
    asset_int(w->as, "version", X509_get_version(w->x) + 1);
    put_key(w);
    put_signature(w);
    put_validity(w);
    put_ca(w);
    put_key_usage(w);
    put_extended_key_usage(w);
    put_alternative_names(w);
    put_revocation(w);
    put_serial(w);
    struct slice issuer;
    put_name(w, "subject", X509_get_subject_name(w->x), &w->as->name);
    put_name(w, "issuer", X509_get_issuer_name(w->x), &issuer);
}

static void
all_unknown(const struct work *w, struct slice why)
{
    for (size_t i = 0; i < w->as->kind->n; i++)
        if (!w->as->facts[i].known)
            w->as->facts[i].reason = why;
}

void
cert_asset_unseen(struct asset *out, struct arena *a, const struct kind *kind)
{
    asset_init(out, a, kind, SL("cert:unseen"), SL("certificates that were not read"));
    all_unknown(&(struct work){.a = a, .as = out},
                SL("the server has certificates that were not read, or more than are kept"));
}

void
cert_asset(struct asset *out, struct arena *a, const struct kind *kind, struct slice der,
           enum cert_role role)
{
    struct slice print = cert_fingerprint(a, der);
    struct work w = {.a = a, .as = out};
    struct err e = {0};
    asset_init(out, a, kind, arena_printf(a, "cert:%.*s", SL_FMT(print)), print);
    asset_string(w.as, "fingerprint", print);
    if (der.n > CERT_DER_MAX) {
        all_unknown(
            &w, arena_printf(a, "a certificate of %zu octets, we read %zu", der.n, CERT_DER_MAX));
        return;
    }
    const unsigned char *p = der.p;
    w.x = d2i_X509(NULL, &p, (long)der.n);
    if (!w.x || p != der.p + der.n || !x509_key_read(&w.key, der, &e))
        all_unknown(&w, SL("the certificate cannot be parsed"));
    else
        put_facts(&w, role);
    X509_free(w.x);
}
