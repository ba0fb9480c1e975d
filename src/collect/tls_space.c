/* SPDX-License-Identifier: Apache-2.0 */
#include "collect/tls_space.h"

static const struct {
    uint16_t code;
    const char *name;
} versions[TLS_VS] = {
    [TLS_V_SSL2] = {TLS_SSL2, "SSL 2.0"},  [TLS_V_SSL3] = {TLS_SSL3, "SSL 3.0"},
    [TLS_V_10] = {TLS_10, "TLS 1.0"},      [TLS_V_11] = {TLS_11, "TLS 1.1"},
    [TLS_V_12] = {TLS_12, "TLS 1.2"},      [TLS_V_13] = {TLS_13, "TLS 1.3"},
    [TLS_V_TLCP] = {TLS_TLCP, "TLCP 1.1"},
};

/*
 * Application protocols to ask for, most used first (IANA "TLS ALPN Protocol
 * IDs"). Left out: acme-tls/1 and the likes, which make a server do something.
 */
static const struct slice alpn_names[] = {
    SL_INIT("h2"),          SL_INIT("http/1.1"),    SL_INIT("http/1.0"),   SL_INIT("http/0.9"),
    SL_INIT("spdy/3"),      SL_INIT("spdy/2"),      SL_INIT("spdy/1"),     SL_INIT("dot"),
    SL_INIT("imap"),        SL_INIT("pop3"),        SL_INIT("ftp"),        SL_INIT("managesieve"),
    SL_INIT("xmpp-client"), SL_INIT("xmpp-server"), SL_INIT("nntp"),       SL_INIT("irc"),
    SL_INIT("mqtt"),        SL_INIT("coap"),        SL_INIT("smb"),        SL_INIT("sunrpc"),
    SL_INIT("ntske/1"),     SL_INIT("tds/8.0"),     SL_INIT("postgresql"),
};

uint16_t
tls_v_code(enum tls_v v)
{
    return versions[v].code;
}

const char *
tls_v_name(enum tls_v v)
{
    return versions[v].name;
}

bool
tls_v_of(uint16_t code, enum tls_v *out)
{
    for (size_t i = 0; i < TLS_VS; i++) {
        if (versions[i].code == code) {
            *out = (enum tls_v)i;
            return true;
        }
    }
    return false;
}

/* The attribute's value in an element; all zero where the registry lacks the attribute. */
static struct attribute_value
attribute_of(const struct registry *r, const struct element *el, const char *name)
{
    const struct attribute *a = registry_attribute(r, slice_str(name));
    return a ? el->attr[a - r->attributes] : (struct attribute_value){0};
}

static uint8_t
version_bits(const struct registry *r, const struct element *el)
{
    struct slices list = attribute_of(r, el, "versions").list;
    uint8_t bits = 0;
    for (size_t i = 0; i < list.n; i++)
        for (size_t v = 0; v < TLS_VS; v++)
            if (slice_eq_str(list.v[i], versions[v].name))
                bits |= (uint8_t)(1u << v);
    return bits;
}

static enum tls_auth
auth_of(struct slice auth)
{
    static const struct {
        const char *name;
        enum tls_auth auth;
    } names[] = {
        {"RSA", TLS_AUTH_RSA}, {"ECDSA", TLS_AUTH_ECDSA}, {"DSS", TLS_AUTH_DSA},
        {"PSK", TLS_AUTH_PSK}, {"anon", TLS_AUTH_ANON},   {"GOST", TLS_AUTH_GOST},
        {"SM2", TLS_AUTH_SM2}, {"any", TLS_AUTH_ANY},
    };
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (slice_eq_str(auth, names[i].name))
            return names[i].auth;
    return TLS_AUTH_OTHER;
}

static enum tls_class
class_of(struct slice kx, enum tls_auth auth)
{
    static const struct {
        const char *kx;
        enum tls_auth auth;
        enum tls_class class;
    } rows[] = {
        {"ECDHE", TLS_AUTH_RSA, TLS_CLASS_ECDHE_RSA},
        {"ECDHE", TLS_AUTH_ECDSA, TLS_CLASS_ECDHE_ECDSA},
        {"RSA", TLS_AUTH_RSA, TLS_CLASS_RSA},
        {"DHE", TLS_AUTH_RSA, TLS_CLASS_DHE},
        {"DHE", TLS_AUTH_DSA, TLS_CLASS_DHE},
        {"PSK", TLS_AUTH_PSK, TLS_CLASS_PSK},
        {"DHE_PSK", TLS_AUTH_PSK, TLS_CLASS_PSK},
        {"ECDHE_PSK", TLS_AUTH_PSK, TLS_CLASS_PSK},
        {"RSA_PSK", TLS_AUTH_RSA, TLS_CLASS_PSK},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (rows[i].auth == auth && slice_eq_str(kx, rows[i].kx))
            return rows[i].class;
    bool shared = slice_eq(kx, SL("SRP")) || slice_eq(kx, SL("KRB5")) || slice_eq(kx, SL("ECCPWD"));
    return shared ? TLS_CLASS_PSK : TLS_CLASS_OTHER;
}

/* Which ServerKeyExchange comes: see struct tls_kx_form. Anonymous suites are ephemeral. */
static void
set_form(struct tls_suite *s, struct slice kx)
{
    bool anon = s->auth == TLS_AUTH_ANON;
    bool psk = slice_eq(kx, SL("ECDHE_PSK")) || slice_eq(kx, SL("DHE_PSK"));
    bool ec = slice_eq(kx, SL("ECDHE")) || slice_eq(kx, SL("ECDHE_PSK")) ||
              (anon && slice_eq(kx, SL("ECDH")));
    bool ff =
        slice_eq(kx, SL("DHE")) || slice_eq(kx, SL("DHE_PSK")) || (anon && slice_eq(kx, SL("DH")));
    s->key_exchange = ec || ff;
    s->form = (struct tls_kx_form){.ec = ec, .psk = psk, .signs = !psk && !anon};
    s->static_rsa = slice_eq(kx, SL("RSA"));
}

static void
load_suites(struct tls_space *out, struct arena *a)
{
    const struct registry *r = out->rsuites;
    out->suites = NEW_ARRAY(a, struct tls_suite, r->n);
    out->nsuites = r->n;
    for (size_t i = 0; i < r->n; i++) {
        const struct element *el = &r->elements[i];
        struct slice kx = attribute_of(r, el, "kx").s;
        struct tls_suite *s = &out->suites[i];
        s->code = (uint16_t)el->code;
        s->index = (uint16_t)i;
        s->versions = version_bits(r, el);
        s->auth = auth_of(attribute_of(r, el, "auth").s);
        s->class = class_of(kx, s->auth);
        s->cbc = slice_eq(attribute_of(r, el, "mode").s, SL("CBC"));
        set_form(s, kx);
    }
}

static enum tls_family
family_of(const struct registry *r, const struct element *el)
{
    if (attribute_of(r, el, "post_quantum").b)
        return TLS_FAMILY_PQ;
    return slice_eq(attribute_of(r, el, "kind").s, SL("ff")) ? TLS_FAMILY_FFDHE : TLS_FAMILY_EC;
}

static void
load_groups(struct tls_space *out, struct arena *a)
{
    const struct registry *r = out->rgroups;
    out->groups = NEW_ARRAY(a, struct tls_group, r->n);
    out->ngroups = r->n;
    for (size_t i = 0; i < r->n; i++)
        out->groups[i] =
            (struct tls_group){(uint16_t)r->elements[i].code, (uint16_t)i,
                               version_bits(r, &r->elements[i]), family_of(r, &r->elements[i])};
}

static enum tls_signer
signer_of(struct slice algorithm)
{
    if (slice_has_prefix(algorithm, SL("RSA")))
        return TLS_SIGNER_RSA;
    if (slice_eq(algorithm, SL("DSA")))
        return TLS_SIGNER_DSA;
    bool ec = slice_eq(algorithm, SL("ECDSA")) || slice_eq(algorithm, SL("EdDSA"));
    return ec ? TLS_SIGNER_EC : TLS_SIGNER_OTHER;
}

static void
load_schemes(struct tls_space *out, struct arena *a)
{
    const struct registry *r = out->rschemes;
    out->schemes = NEW_ARRAY(a, struct tls_scheme, r->n);
    out->nschemes = r->n;
    for (size_t i = 0; i < r->n; i++)
        out->schemes[i] = (struct tls_scheme){
            (uint16_t)r->elements[i].code, (uint16_t)i, version_bits(r, &r->elements[i]),
            signer_of(attribute_of(r, &r->elements[i], "algorithm").s)};
}

static bool
need_registry(const struct registry **out, const struct catalog *c, struct slice name,
              struct err *e)
{
    *out = catalog_registry(c, name);
    return *out || err_set(e, ERR_INPUT, "the catalog has no registry %.*s", SL_FMT(name));
}

static bool
need_kind(const struct kind **out, const struct catalog *c, struct slice name, struct err *e)
{
    *out = catalog_kind(c, name);
    return *out || err_set(e, ERR_INPUT, "the catalog has no kind %.*s", SL_FMT(name));
}

bool
tls_space_init(struct tls_space *out, struct arena *a, const struct catalog *c, struct err *e)
{
    *out = (struct tls_space){.alpn = alpn_names, .nalpn = COUNT_OF(alpn_names)};
    if (!need_registry(&out->rversions, c, SL("tls-versions"), e) ||
        !need_registry(&out->rsuites, c, SL("tls-suites"), e) ||
        !need_registry(&out->rgroups, c, SL("tls-groups"), e) ||
        !need_registry(&out->rschemes, c, SL("tls-signature-schemes"), e) ||
        !need_registry(&out->rauth, c, SL("tls-authentication"), e) ||
        !need_kind(&out->tls, c, SL("tls"), e) || !need_kind(&out->cert, c, SL("cert"), e))
        return false;
    load_suites(out, a);
    load_groups(out, a);
    load_schemes(out, a);
    return true;
}

const struct tls_suite *
tls_space_suite(const struct tls_space *s, uint16_t code)
{
    for (size_t i = 0; i < s->nsuites; i++)
        if (s->suites[i].code == code)
            return &s->suites[i];
    return NULL;
}

const struct tls_group *
tls_space_group(const struct tls_space *s, uint16_t code)
{
    for (size_t i = 0; i < s->ngroups; i++)
        if (s->groups[i].code == code)
            return &s->groups[i];
    return NULL;
}

const struct tls_scheme *
tls_space_scheme(const struct tls_space *s, uint16_t code)
{
    for (size_t i = 0; i < s->nschemes; i++)
        if (s->schemes[i].code == code)
            return &s->schemes[i];
    return NULL;
}

#define BELOW_13 (1u << TLS_V_SSL3 | 1u << TLS_V_10 | 1u << TLS_V_11 | 1u << TLS_V_12)

bool
tls_space_carries(unsigned versions_of_it, enum tls_v v)
{
    return versions_of_it & (v < TLS_V_13 ? BELOW_13 : 1u << v);
}

struct tls_codes
tls_space_suites(const struct tls_space *s, struct arena *a, enum tls_v v, int class)
{
    uint16_t *codes = NEW_ARRAY(a, uint16_t, s->nsuites);
    size_t n = 0;
    for (size_t i = 0; i < s->nsuites; i++)
        if (tls_space_carries(s->suites[i].versions, v) &&
            (class < 0 || s->suites[i].class == (enum tls_class) class))
            codes[n++] = s->suites[i].code;
    return (struct tls_codes){codes, n};
}

struct tls_codes
tls_space_groups(const struct tls_space *s, struct arena *a, enum tls_v v, int family)
{
    uint16_t *codes = NEW_ARRAY(a, uint16_t, s->ngroups);
    size_t n = 0;
    for (size_t i = 0; i < s->ngroups; i++)
        if (tls_space_carries(s->groups[i].versions, v) &&
            (family < 0 || s->groups[i].family == (enum tls_family)family))
            codes[n++] = s->groups[i].code;
    return (struct tls_codes){codes, n};
}

struct tls_codes
tls_space_schemes(const struct tls_space *s, struct arena *a, enum tls_v v, unsigned signers)
{
    uint16_t *codes = NEW_ARRAY(a, uint16_t, s->nschemes);
    size_t n = 0;
    for (size_t i = 0; i < s->nschemes; i++)
        if (tls_space_carries(s->schemes[i].versions, v) && (signers >> s->schemes[i].signer & 1))
            codes[n++] = s->schemes[i].code;
    return (struct tls_codes){codes, n};
}
