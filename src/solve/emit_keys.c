/* SPDX-License-Identifier: Apache-2.0 */
/*
 * keys.sh makes keys, signing requests and parameters; test-ca.sh is an authority
 * for trials, which issues what a real one is to issue: the same key types,
 * signatures and extensions.
 */
#include "solve/emit_write.h"

/* --- how OpenSSL makes a key ------------------------------------------------------------------ */

static struct slice
text_of(const struct asset *as, const char *path)
{
    const struct fact *f = as ? asset_fact(as, slice_str(path)) : NULL;
    return f && f->known ? f->s : (struct slice){0};
}

static int64_t
number_of(const struct asset *as, const char *path, int64_t otherwise)
{
    const struct fact *f = as ? asset_fact(as, slice_str(path)) : NULL;
    return f && f->known && f->i > 0 ? f->i : otherwise;
}

/* OpenSSL's genpkey has its own names for the NIST curves. */
static struct slice
curve(struct slice name, int64_t bits)
{
    static const struct {
        const char *name, *openssl;
        int64_t bits;
    } nist[] = {
        {"secp256r1", "P-256", 256}, {"secp384r1", "P-384", 384}, {"secp521r1", "P-521", 521}};
    static const char *const others[] = {"brainpoolP256r1", "brainpoolP384r1", "brainpoolP512r1",
                                         "secp224r1", "secp256k1"};
    for (size_t i = 0; i < COUNT_OF(nist); i++)
        if (slice_eq_str(name, nist[i].name))
            return slice_str(nist[i].openssl);
    for (size_t i = 0; i < COUNT_OF(others); i++)
        if (slice_eq_str(name, others[i]))
            return slice_str(others[i]);
    for (size_t i = 0; i < COUNT_OF(nist); i++)
        if (bits <= nist[i].bits)
            return slice_str(nist[i].openssl);
    return SL("P-521");
}

/* Arguments of genpkey for a key as this certificate wants it. */
static struct slice
key_arguments(struct arena *a, struct slice algorithm, const struct asset *as)
{
    if (slice_has_prefix(algorithm, SL("RSA")))
        return arena_printf(a, "-algorithm %.*s -pkeyopt rsa_keygen_bits:%lld", SL_FMT(algorithm),
                            (long long)number_of(as, "key.bits", 3072));
    if (slice_eq_str(algorithm, "Ed25519"))
        return SL("-algorithm ED25519");
    if (slice_eq_str(algorithm, "Ed448"))
        return SL("-algorithm ED448");
    struct slice name = curve(text_of(as, "key.curve"), number_of(as, "key.bits", 384));
    return arena_printf(a, "-algorithm EC -pkeyopt group:%.*s", SL_FMT(name));
}

/* "SHA-384" as an option; none for EdDSA. */
static const char *
hash_option(struct slice hash)
{
    static const struct {
        const char *name, *option;
    } hashes[] = {
        {"SHA-1", "-sha1"},
        {"SHA-224", "-sha224"},
        {"SHA-256", "-sha256"},
        {"SHA-384", "-sha384"},
        {"SHA-512", "-sha512"},
        {"SHA-512/256", "-sha512-256"},
        {"SHA-512/224", "-sha512-224"},
        {"SHA3-224", "-sha3-224"},
        {"SHA3-256", "-sha3-256"},
        {"SHA3-384", "-sha3-384"},
        {"SHA3-512", "-sha3-512"},
    };
    for (size_t i = 0; i < COUNT_OF(hashes); i++)
        if (slice_eq_str(hash, hashes[i].name))
            return hashes[i].option;
    return "-sha256";
}

/* --- how an authority signs ----------------------------------------------------------------- */

/* With one algorithm. */
struct signer {
    const char *key; /* the algorithm of its key */
    const char *options;
    bool hash;
};

static const struct signer *
signer_of(const struct asset *as)
{
    static const struct {
        const char *algorithm;
        struct signer signer;
    } signers[] = {
        {"RSA-PKCS1", {"RSA", "", true}},
        {"RSA-PSS", {"RSA", " -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:digest", true}},
        {"ECDSA", {"EC", "", true}},
        {"EdDSA", {"Ed25519", "", false}},
    };
    struct slice algorithm = text_of(as, "signature.algorithm");
    for (size_t i = 0; i < COUNT_OF(signers); i++)
        if (slice_eq_str(algorithm, signers[i].algorithm))
            return &signers[i].signer;
    return &signers[2].signer;
}

/* A key that can sign as `as` is signed: as `like` has it where that fits. */
static struct slice
signing_key(struct arena *a, const struct asset *as, const struct asset *like)
{
    struct slice algorithm = slice_str(signer_of(as)->key), have = text_of(like, "key.algorithm");
    bool fits = slice_eq(have, algorithm) ||
                (slice_eq_str(algorithm, "Ed25519") && slice_eq_str(have, "Ed448")) ||
                (slice_eq_str(have, "RSA-PSS") &&
                 slice_eq_str(text_of(as, "signature.algorithm"), "RSA-PSS"));
    return key_arguments(a, fits ? have : algorithm, fits ? like : NULL);
}

/* --- extensions ------------------------------------------------------------------------------- */

static bool
listed(const struct asset *as, const char *path, const char *word)
{
    const struct fact *f = asset_fact(as, slice_str(path));
    for (size_t i = 0; f && f->known && i < f->list.n; i++)
        if (slice_eq_str(f->list.v[i], word))
            return true;
    return false;
}

static const char *const usages[] = {
    "digitalSignature", "nonRepudiation", "keyEncipherment", "dataEncipherment", "keyAgreement",
    "keyCertSign",      "cRLSign",        "encipherOnly",    "decipherOnly",     NULL};

/* Those of OpenSSL's words for an extension that a list holds, with commas. */
static struct slice
words(struct arena *a, const struct asset *as, const char *path, const char *const *allowed)
{
    struct buf b;
    buf_init(&b, a, 4096);
    for (size_t i = 0; allowed[i]; i++)
        if (listed(as, path, allowed[i]))
            buf_printf(&b, "%s%s", b.n ? "," : "", allowed[i]);
    return buf_slice(&b);
}

/* A server that staples asks the responder that the certificate names. */
static bool
names_responder(const struct emit_settings *s, const struct asset *as)
{
    return s->stapling == EMIT_YES || listed(as, "revocation", "ocsp");
}

static bool
is_address(struct slice name)
{
    bool digits = name.n > 0;
    for (size_t i = 0; i < name.n; i++)
        digits &= (name.p[i] >= '0' && name.p[i] <= '9') || name.p[i] == '.';
    return digits || memchr(name.p, ':', name.n) != NULL;
}

/* Lines "name=value" of a leaf's extensions. */
static struct slice
extensions(struct arena *a, const struct emit_settings *s, const struct asset *as,
           bool by_authority)
{
    static const char *const purposes[] = {"serverAuth",          "clientAuth",  "codeSigning",
                                           "timeStamping",        "OCSPSigning", "emailProtection",
                                           "anyExtendedKeyUsage", NULL};
    struct slice usage = words(a, as, "key_usage", usages);
    struct slice more = words(a, as, "extended_key_usage", purposes);
    const struct fact *names = asset_fact(as, SL("subject_alternative_names"));
    struct buf b;
    buf_init(&b, a, 8192);
    if (usage.n)
        buf_printf(&b, "keyUsage=critical,%.*s\n", SL_FMT(usage));
    if (more.n)
        buf_printf(&b, "extendedKeyUsage=%.*s\n", SL_FMT(more));
    if (!names || !names->known || names->list.n)
        buf_printf(&b, "subjectAltName=%s:%.*s\n", is_address(s->name) ? "IP" : "DNS",
                   SL_FMT(s->name));
    if (!by_authority)
        return buf_slice(&b);
    const struct fact *ca = asset_fact(as, SL("ca"));
    buf_printf(&b, "basicConstraints=critical,CA:%s\n",
               ca && ca->known && ca->b ? "TRUE" : "FALSE");
    if (names_responder(s, as))
        buf_str(&b, "authorityInfoAccess=OCSP;URI:$url\n");
    if (listed(as, "revocation", "crl"))
        buf_str(&b, "crlDistributionPoints=URI:http://crl.example/test.crl\n");
    return buf_slice(&b);
}

/* --- keys.sh ---------------------------------------------------------------------------------- */

#define KEY_FIELDS "cert/key.algorithm cert/key.bits cert/key.curve"
#define NAME_FIELDS \
    "cert/key_usage cert/extended_key_usage cert/subject_alternative_names cert/usage"
#define ISSUER_FIELDS                                                                         \
    "cert/signature.algorithm cert/signature.hash cert/validity_days cert/revocation cert/ca" \
    " cert/self_signed cert/version cert/valid_from cert/valid_until cert/serial_bits"

static void
request(struct emit_writer *w, const struct emit_cert *c)
{
    const struct emit_settings *s = w->s;
    struct slice rest = extensions(w->a, s, c->as, false), extension;
    struct buf b;
    buf_init(&b, w->a, 16384);
    while (slice_cut(&rest, '\n', &extension))
        buf_printf(&b, " -addext \"%.*s\"", SL_FMT(extension));
    struct slice algorithm = text_of(c->as, "key.algorithm");
    emit_cert_line(w, c, KEY_FIELDS, "openssl genpkey -quiet %.*s -out \"$dir/%s.key\"",
                   SL_FMT(key_arguments(w->a, algorithm, c->as)), c->stem);
    emit_cert_line(w, c, NAME_FIELDS,
                   "openssl req -new -key \"$dir/%s.key\" -subj \"/CN=%.*s\"%.*s -out "
                   "\"$dir/%s.csr\"",
                   c->stem, SL_FMT(s->name), SL_FMT(buf_slice(&b)), c->stem);
    struct slice signature = emit_tame(w->a, text_of(c->as, "signature.algorithm"));
    struct slice hash = emit_tame(w->a, text_of(c->as, "signature.hash"));
    emit_cert_line(w, c, ISSUER_FIELDS,
                   "# To the authority: sign with %.*s%s%.*s; valid for %lld days at most%s%s.",
                   SL_FMT(signature), hash.n ? " over " : "", SL_FMT(hash),
                   (long long)number_of(c->as, "validity_days", 90),
                   names_responder(s, c->as) ? "; name your OCSP responder" : "",
                   listed(c->as, "revocation", "crl") ? "; name your revocation list" : "");
    emit_blank(w);
}

static void
script(struct emit_writer *w, const struct emit_settings *s, struct arena *a,
       const struct emitted *to, const char *what)
{
    *w = (struct emit_writer){.s = s, .a = a};
    buf_init(&w->out, a, EMIT_SIZE_MAX);
    buf_str(&w->out, "#!/bin/sh\n");
    struct slice head = buf_slice(&w->out);
    emit_begin(w, s, a, &(struct emitted){.nfiles = to->nfiles}, what);
    struct slice rest = buf_slice(&w->out);
    buf_init(&w->out, a, EMIT_SIZE_MAX);
    buf_add(&w->out, head);
    buf_add(&w->out, rest);
    buf_printf(&w->out, "set -eu\numask 077\ndir=${1:-%.*s}\n\n", SL_FMT(s->dir));
}

static bool
emit_key_script(struct emitted *to, struct arena *a, const struct emit_settings *s, struct err *e)
{
    struct emit_writer w;
    script(&w, s, a, to, "Keys and certificate signing requests");
    for (size_t i = 0; i < s->ncerts; i++)
        request(&w, &s->certs[i]);
    if (s->dh)
        emit_line(&w, EMIT_DH,
                  "openssl genpkey -quiet -genparam -algorithm DH -pkeyopt group:%s -out "
                  "\"$dir/dhparam.pem\"",
                  s->dh);
    return emit_end(to, &w, "keys.sh",
                    "sh keys.sh FOLDER; then send the .csr files to an authority", e);
}

/* --- test-ca.sh ------------------------------------------------------------------------------- */

/* The options that sign as `as` is signed. */
static struct slice
signing(struct arena *a, const struct asset *as)
{
    const struct signer *by = signer_of(as);
    return arena_printf(a, "%s%s%s", by->hash ? " " : "",
                        by->hash ? hash_option(text_of(as, "signature.hash")) : "", by->options);
}

/* What an authority's certificate says; as the configuration has it, where it speaks of it. */
static struct slice
authority_extensions(struct arena *a, const struct asset *issuer)
{
    struct slice usage = issuer ? words(a, issuer, "key_usage", usages) : (struct slice){0};
    struct buf b;
    buf_init(&b, a, 4096);
    buf_printf(&b, "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,%.*s\n",
               SL_FMT(usage.n ? usage : SL("keyCertSign,cRLSign")));
    if (!issuer || listed(issuer, "revocation", "ocsp"))
        buf_str(&b, "authorityInfoAccess=OCSP;URI:http://ocsp.example/\n");
    if (!issuer || listed(issuer, "revocation", "crl"))
        buf_str(&b, "crlDistributionPoints=URI:http://crl.example/root.crl\n");
    return buf_slice(&b);
}

/* The issuer of one leaf, and the root above it where it is none itself. */
static void
authority(struct emit_writer *w, const struct emit_cert *c)
{
    const char *name = c->stem;
    const struct asset *issuer = c->issuer, *like = issuer ? issuer : c->as;
    struct slice key = signing_key(w->a, c->as, like), sign = signing(w->a, like);
    struct slice root = signing_key(w->a, like, like);
    long long days = (long long)number_of(issuer, "validity_days", 1095);
    bool is_root = slice_eq_str(text_of(issuer, "role"), "root");
    emit_line(w, "", "cat > \"$dir/ext\" <<END\n%.*sEND",
              SL_FMT(authority_extensions(w->a, issuer)));
    emit_line(w, "", "openssl genpkey -quiet %.*s -out \"$dir/ca-%s.key\"", SL_FMT(key), name);
    emit_line(w, "",
              "openssl req -new -key \"$dir/ca-%s.key\" -subj \"/CN=Test authority of %s\" -out "
              "\"$dir/ca-%s.csr\"",
              name, name, name);
    if (!is_root) {
        emit_line(w, "", "openssl genpkey -quiet %.*s -out \"$dir/root-%s.key\"", SL_FMT(root),
                  name);
        emit_line(w, "",
                  "openssl req -x509 -key \"$dir/root-%s.key\"%.*s -subj \"/CN=Test root of %s\" "
                  "-days 3650 -addext keyUsage=critical,keyCertSign,cRLSign -out "
                  "\"$dir/root-%s.crt\"",
                  name, SL_FMT(sign), name, name);
    }
    struct slice with =
        is_root ? arena_printf(w->a, "-signkey \"$dir/ca-%s.key\"", name)
                : arena_printf(w->a, "-CA \"$dir/root-%s.crt\" -CAkey \"$dir/root-%s.key\"", name,
                               name);
    emit_line(w, "",
              "openssl x509 -req -in \"$dir/ca-%s.csr\" %.*s%.*s -days %lld -set_serial "
              "\"0x5A$(openssl rand -hex 15)\" -extfile \"$dir/ext\" -out \"$dir/ca-%s.crt\"",
              name, SL_FMT(with), SL_FMT(sign), days, name);
    emit_line(w, "", "cat \"$dir/ca-%s.crt\"%s >> \"$dir/chain.pem\"", name,
              is_root ? "" : arena_str(w->a, arena_printf(w->a, " \"$dir/root-%s.crt\"", name)));
}

/* One leaf, the list of what its authority has issued, and the files that servers want. */
static void
issue(struct emit_writer *w, const struct emit_cert *c)
{
    const struct emit_settings *s = w->s;
    const char *name = c->stem;
    struct slice variable = arena_dup(w->a, slice_str(name));
    for (size_t i = 0; i < variable.n; i++)
        if (variable.p[i] == '-')
            ((uint8_t *)(uintptr_t)variable.p)[i] = '_';
    emit_line(w, "", "url=${OCSP_URL_%.*s:-$OCSP_URL}", SL_FMT(variable));
    emit_line(w, "", "cat > \"$dir/ext\" <<END\n%.*sEND", SL_FMT(extensions(w->a, s, c->as, true)));
    emit_line(w, "", "serial=5A$(openssl rand -hex 15 | tr a-f A-F)");
    const struct fact *self = asset_fact(c->as, SL("self_signed"));
    bool alone = self && self->known && self->b;
    struct slice with =
        alone ? arena_printf(w->a, "-signkey \"$dir/%s.key\"", name)
              : arena_printf(w->a, "-CA \"$dir/ca-%s.crt\" -CAkey \"$dir/ca-%s.key\"", name, name);
    emit_line(w, "",
              "openssl x509 -req -in \"$dir/%s.csr\" %.*s%.*s -days %lld -set_serial \"0x$serial\" "
              "-extfile \"$dir/ext\" -out \"$dir/%s.leaf\"",
              name, SL_FMT(with), SL_FMT(signing(w->a, c->as)),
              (long long)number_of(c->as, "validity_days", 90), name);
    emit_line(w, "",
              "printf 'V\\t491231235959Z\\t\\t%%s\\tunknown\\t/CN=%s\\n' \"$serial\" > "
              "\"$dir/ca-%s.index\"",
              name, name);
    if (alone)
        emit_line(w, "", "cp \"$dir/%s.leaf\" \"$dir/%s.crt\"", name, name);
    else
        emit_line(w, "", "cat \"$dir/%s.leaf\" \"$dir/ca-%s.crt\" > \"$dir/%s.crt\"", name, name,
                  name);
    emit_line(w, "", "cat \"$dir/%s.crt\" \"$dir/%s.key\" > \"$dir/%s.pem\"", name, name, name);
    emit_blank(w);
}

/* What a server staples that asks nobody: an answer of the authority, good for a week. */
static void
answer(struct emit_writer *w, const struct emit_cert *c)
{
    const char *name = c->stem;
    emit_line(w, "",
              "openssl ocsp -issuer \"$dir/ca-%s.crt\" -cert \"$dir/%s.leaf\" -no_nonce -reqout "
              "\"$dir/ocsp.req\"",
              name, name);
    emit_line(w, "",
              "openssl ocsp -index \"$dir/ca-%s.index\" -CA \"$dir/ca-%s.crt\" -rsigner "
              "\"$dir/ca-%s.crt\" -rkey \"$dir/ca-%s.key\" -reqin \"$dir/ocsp.req\" -respout "
              "\"$dir/%s.ocsp\" -ndays 7 > /dev/null",
              name, name, name, name, name);
    emit_line(w, "", "cp \"$dir/%s.ocsp\" \"$dir/%s.pem.ocsp\"", name, name);
    emit_blank(w);
}

static bool
emit_authority_script(struct emitted *to, struct arena *a, const struct emit_settings *s,
                      struct err *e)
{
    struct emit_writer w;
    script(&w, s, a, to, "An authority for trials: NOT for production");
    emit_line(&w, "", "OCSP_URL=${OCSP_URL:-http://127.0.0.1:8888}\n: > \"$dir/chain.pem\"");
    emit_blank(&w);
    for (size_t i = 0; i < s->ncerts; i++) {
        authority(&w, &s->certs[i]);
        issue(&w, &s->certs[i]);
        if (s->stapling == EMIT_YES)
            answer(&w, &s->certs[i]);
    }
    if (s->dh && s->rq->server == EMIT_APACHE && s->ncerts)
        emit_line(&w, "", "cat \"$dir/dhparam.pem\" >> \"$dir/%s.crt\"", s->certs[0].stem);
    return emit_end(to, &w, "test-ca.sh", "sh test-ca.sh FOLDER, behind keys.sh: for trials only",
                    e);
}

bool
emit_keys(struct emitted *to, struct arena *a, const struct emit_settings *s, struct err *e)
{
    return emit_key_script(to, a, s, e) && emit_authority_script(to, a, s, e);
}
