/* SPDX-License-Identifier: Apache-2.0 */
#include "solve/emit_settings.h"

#include "base/vec.h"

#define LIST_MAX ((size_t)1 << 16)
#define LEVEL_DEFAULT 2 /* of Debian's OpenSSL */

/* --- small parts ------------------------------------------------------------------------------ */

static const struct fact *
known(const struct asset *as, const char *path)
{
    const struct fact *f = as ? asset_fact(as, slice_str(path)) : NULL;
    return f && f->known ? f : NULL;
}

static enum emit_flag
flag(const struct asset *as, const char *path)
{
    const struct fact *f = known(as, path);
    return f ? (f->b ? EMIT_YES : EMIT_NO) : EMIT_LEAVE;
}

static int64_t
number(const struct asset *as, const char *path)
{
    const struct fact *f = known(as, path);
    return f ? f->i : -1;
}

static const struct registry *
registry_of(const struct asset *as, const char *path)
{
    const struct field *f = kind_field(as->kind, slice_str(path));
    return f ? f->registry : NULL;
}

static const struct attribute_value *
attribute(const struct registry *r, const struct element *el, const char *name)
{
    const struct attribute *at = registry_attribute(r, slice_str(name));
    return at ? &el->attr[at - r->attributes] : NULL;
}

static struct slice
text_attribute(const struct registry *r, const struct element *el, const char *name)
{
    const struct attribute_value *v = attribute(r, el, name);
    return v ? v->s : (struct slice){0};
}

static bool
attribute_is(const struct registry *r, const struct element *el, const char *name,
             const char *value)
{
    return slice_eq_str(text_attribute(r, el, name), value);
}

static int64_t
bits_of(const struct registry *r, const struct element *el)
{
    const struct attribute_value *v = attribute(r, el, "bits");
    return v ? v->i : 0;
}

/* --- names ------------------------------------------------------------------------------------ */

struct slice
emit_cipher_name(struct arena *a, const struct registry *r, const struct element *el)
{
    static const char *const ciphers[] = {"AES", "CHACHA20", "CAMELLIA", "ARIA"};
    struct slice kx = text_attribute(r, el, "kx"), auth = text_attribute(r, el, "auth");
    struct slice cipher = text_attribute(r, el, "cipher"), mode = text_attribute(r, el, "mode");
    struct slice mac = text_attribute(r, el, "mac"), hash = text_attribute(r, el, "hash");
    bool rsa = slice_eq_str(kx, "RSA"), ecdhe = slice_eq_str(kx, "ECDHE");
    bool chacha = slice_eq_str(cipher, "CHACHA20"), known_cipher = false;
    for (size_t i = 0; i < COUNT_OF(ciphers); i++)
        known_cipher |= slice_eq_str(cipher, ciphers[i]);
    bool ours = rsa || ecdhe || slice_eq_str(kx, "DHE");
    if (!known_cipher || !ours || !(slice_eq_str(auth, "RSA") || slice_eq_str(auth, "ECDSA")))
        return (struct slice){0};
    struct buf b;
    buf_init(&b, a, 256);
    if (!rsa)
        buf_printf(&b, "%.*s-", SL_FMT(kx));
    /* A quirk of OpenSSL: ECDHE-ARIA128-GCM-SHA256 means RSA. */
    if (!rsa && !(ecdhe && slice_eq_str(auth, "RSA") && slice_eq_str(cipher, "ARIA")))
        buf_printf(&b, "%.*s-", SL_FMT(auth));
    if (chacha) {
        buf_str(&b, "CHACHA20-POLY1305");
        return buf_slice(&b);
    }
    buf_printf(&b, "%.*s%d", SL_FMT(cipher), (int)bits_of(r, el));
    if (slice_eq_str(mode, "GCM"))
        buf_printf(&b, "-GCM-%s", slice_eq_str(hash, "SHA-384") ? "SHA384" : "SHA256");
    else if (slice_eq_str(mode, "CCM"))
        buf_str(&b, "-CCM");
    else if (slice_eq_str(mode, "CCM_8"))
        buf_str(&b, "-CCM8");
    else
        buf_printf(&b, "-%s",
                   slice_eq_str(mac, "SHA-384")   ? "SHA384"
                   : slice_eq_str(mac, "SHA-256") ? "SHA256"
                                                  : "SHA");
    return buf_slice(&b);
}

/* Schemes that OpenSSL's tables have no name for, or that TLS 1.2 alone has. */
static const struct {
    const char *iana, *openssl;
} scheme_names[] = {
    {"rsa_pkcs1_sha224", "RSA+SHA224"},
    {"ecdsa_sha224", "ECDSA+SHA224"},
    {"rsa_pkcs1_sha1", "RSA+SHA1"},
    {"ecdsa_sha1", "ECDSA+SHA1"},
};

static struct slice
scheme_name(struct slice iana)
{
    for (size_t i = 0; i < COUNT_OF(scheme_names); i++)
        if (slice_eq_str(iana, scheme_names[i].iana))
            return slice_str(scheme_names[i].openssl);
    return iana;
}

/* --- lists ------------------------------------------------------------------------------------ */

/* Elements in the order in which a server is to prefer them. */
struct chosen {
    struct arena *a;
    const struct registry *r;
    uint64_t *have;
    VEC(size_t) list;
};

static void
choose(struct chosen *c, size_t element)
{
    if (element >= c->r->n || bits_has(c->have, element))
        return;
    bits_set(c->have, element);
    vec_push(c->a, &c->list, element);
}

/* False where the vocabulary has no such set. */
static bool
chosen_init(struct chosen *c, struct arena *a, const struct asset *as, const char *path)
{
    *c = (struct chosen){.a = a, .r = registry_of(as, path)};
    if (c->r)
        c->have = bits_new(a, c->r->n);
    return c->r;
}

/* The offered elements of a set that stand in `among`: its own order first, then the registry's. */
static void
choose_set(struct chosen *c, const struct asset *as, const char *path, const uint64_t *among)
{
    const struct fact *f = asset_fact(as, slice_str(path));
    for (size_t i = 0; f && i < f->norder; i++)
        if (bits_has(f->truth_bits, f->order[i]) && bits_has(among, f->order[i]))
            choose(c, f->order[i]);
    for (size_t i = 0; f && i < c->r->n; i++)
        if (bits_has(f->truth_bits, i) && bits_has(among, i))
            choose(c, i);
}

/* The library's own list, from its profile; all where there is none. */
static const uint64_t *
able(struct arena *a, const struct emit_request *rq, const struct registry *r, const char *set)
{
    const struct standard *library = catalog_server(rq->catalog, SL("openssl-3.0"));
    const struct element_set *s = library ? standard_set(library, slice_str(set)) : NULL;
    if (s)
        return s->bits;
    uint64_t *all = bits_new(a, r->n);
    bits_fill(all, r->n);
    return all;
}

static struct slice
joined(struct arena *a, const struct chosen *c,
       struct slice (*name)(struct arena *a, const struct registry *r, const struct element *el))
{
    struct buf b;
    buf_init(&b, a, LIST_MAX);
    for (size_t i = 0; i < c->list.n; i++) {
        struct slice s = name(a, c->r, &c->r->elements[c->list.v[i]]);
        if (s.n)
            buf_printf(&b, "%s%.*s", b.n ? ":" : "", SL_FMT(s));
    }
    return buf_slice(&b);
}

static struct slice
own_name(struct arena *a UNUSED, const struct registry *r UNUSED, const struct element *el)
{
    return el->name;
}

static struct slice
openssl_scheme(struct arena *a UNUSED, const struct registry *r UNUSED, const struct element *el)
{
    return scheme_name(el->name);
}

/* --- the parts of the settings ---------------------------------------------------------------- */

static void
want_level(struct emit_settings *s, int level, struct slice why)
{
    if (level < LEVEL_DEFAULT && (s->level < 0 || level < s->level)) {
        s->level = level;
        s->level_why = why;
    }
}

static void
set_versions(struct emit_settings *s)
{
    static const char *const names[] = {"TLS 1.0", "TLS 1.1", "TLS 1.2", "TLS 1.3"};
    const struct registry *r = registry_of(s->tls, "versions");
    const struct fact *f = asset_fact(s->tls, SL("versions"));
    for (size_t v = 0; f && r && v < EMIT_VERSIONS; v++) {
        const struct element *el = registry_by_name(r, slice_str(names[v]));
        s->on[v] = el && bits_has(f->truth_bits, registry_index(r, el));
    }
    if (s->on[EMIT_TLS10] || s->on[EMIT_TLS11])
        want_level(s, 0, SL("TLS 1.0 and 1.1 sign with SHA-1"));
}

static void
set_dh(struct emit_settings *s, const struct chosen *ciphers)
{
    static const struct {
        int64_t bits;
        const char *named, *plain;
    } groups[] = {
        {2048, "ffdhe2048", "modp_2048"}, {3072, "ffdhe3072", "modp_3072"},
        {4096, "ffdhe4096", "modp_4096"}, {6144, "ffdhe6144", "modp_6144"},
        {8192, "ffdhe8192", "modp_8192"},
    };
    bool dhe = false, named = false;
    for (size_t i = 0; i < ciphers->list.n; i++)
        dhe |= attribute_is(ciphers->r, &ciphers->r->elements[ciphers->list.v[i]], "kx", "DHE");
    const struct fact *f = asset_fact(s->tls, SL("tls12_groups"));
    const struct registry *r = registry_of(s->tls, "tls12_groups");
    for (size_t i = 0; f && r && i < r->n; i++)
        named |= bits_has(f->truth_bits, i) && attribute_is(r, &r->elements[i], "kind", "ff");
    int64_t bits = number(s->tls, "dh_bits");
    for (size_t i = 0; dhe && i < COUNT_OF(groups); i++)
        if (groups[i].bits == bits)
            s->dh = named ? groups[i].named : groups[i].plain;
}

/* A version without a suite is off: the program's default list would put others in. */
static void
drop_empty_versions(struct emit_settings *s)
{
    static const char *const suites[EMIT_VERSIONS] = {"tls10_suites", "tls11_suites",
                                                      "tls12_suites", "tls13_suites"};
    for (size_t v = 0; v < EMIT_VERSIONS; v++) {
        const struct fact *f = asset_fact(s->tls, slice_str(suites[v]));
        const struct registry *r = registry_of(s->tls, suites[v]);
        if (f && r && f->known && bits_count(f->truth_bits, r->n) == 0)
            s->on[v] = false;
    }
}

/* One list for all versions below TLS 1.3; the preferred suite first where it is one of them. */
static void
set_ciphers(struct emit_settings *s, struct arena *a)
{
    static const char *const old[] = {"tls12_suites", "tls11_suites", "tls10_suites"};
    struct chosen c, c13;
    if (!chosen_init(&c, a, s->tls, "suites") || !chosen_init(&c13, a, s->tls, "suites"))
        return;
    const uint64_t *all = able(a, s->rq, c.r, "suites");
    const uint64_t *new = able(a, s->rq, c.r, "tls13_suites");
    const struct fact *first = known(s->tls, "preferred_suite");
    const struct element *el = first ? registry_by_name(c.r, first->s) : NULL;
    if (el && bits_has(all, registry_index(c.r, el))) {
        const struct fact *offered = asset_fact(s->tls, SL("suites"));
        if (bits_has(offered->truth_bits, registry_index(c.r, el)))
            choose(bits_has(new, registry_index(c.r, el)) ? &c13 : &c, registry_index(c.r, el));
    }
    for (size_t v = 0; v < COUNT_OF(old); v++)
        choose_set(&c, s->tls, old[v], all);
    choose_set(&c13, s->tls, "tls13_suites", new);
    for (size_t i = 0; i < c.list.n; i++)
        s->cbc |= attribute_is(c.r, &c.r->elements[c.list.v[i]], "mode", "CBC");
    s->ciphers = joined(a, &c, emit_cipher_name);
    s->suites = joined(a, &c13, own_name);
    set_dh(s, &c);
}

/* The curve of one of the certificates. */
static bool
certified(const struct emit_settings *s, struct slice group)
{
    for (size_t i = 0; i < s->ncerts; i++) {
        const struct fact *curve = known(s->certs[i].as, "key.curve");
        if (curve && slice_eq(curve->s, group))
            return true;
    }
    return false;
}

/*
 * Up to TLS 1.2 a client that takes an ECDSA certificate offers its curve (RFC 8422, section
 * 5.1.1). Where the server's order decides, what stands behind that curve would never be used.
 */
static void
certified_last(struct chosen *c, const struct emit_settings *s)
{
    size_t n = 0, last = 0;
    size_t *v = NEW_ARRAY(c->a, size_t, c->list.n), *behind = NEW_ARRAY(c->a, size_t, c->list.n);
    for (size_t i = 0; i < c->list.n; i++) {
        if (certified(s, c->r->elements[c->list.v[i]].name))
            behind[last++] = c->list.v[i];
        else
            v[n++] = c->list.v[i];
    }
    for (size_t i = 0; i < last; i++)
        v[n++] = behind[i];
    c->list.v = v;
}

/* One list for all versions. A prime of DHE up to TLS 1.2 is no group of that list. */
static void
set_groups(struct emit_settings *s, struct arena *a)
{
    struct chosen c;
    if (!chosen_init(&c, a, s->tls, "groups"))
        return;
    const uint64_t *all = able(a, s->rq, c.r, "groups");
    uint64_t *curves = bits_new(a, c.r->n);
    for (size_t i = 0; i < c.r->n; i++)
        if (bits_has(all, i) && !attribute_is(c.r, &c.r->elements[i], "kind", "ff"))
            bits_set(curves, i);
    choose_set(&c, s->tls, "tls13_groups", all);
    choose_set(&c, s->tls, "tls12_groups", curves);
    for (size_t i = 0; i < c.list.n; i++)
        if (bits_of(c.r, &c.r->elements[c.list.v[i]]) < 224)
            want_level(s, 1, SL("a group of less than 224 bits"));
    if (c.list.n > 1)
        certified_last(&c, s);
    s->groups = joined(a, &c, own_name);
}

static void
set_schemes(struct emit_settings *s, struct arena *a)
{
    struct chosen c;
    if (!chosen_init(&c, a, s->tls, "signature_schemes"))
        return;
    const uint64_t *all = able(a, s->rq, c.r, "schemes");
    choose_set(&c, s->tls, "tls13_signature_schemes", all);
    choose_set(&c, s->tls, "tls12_signature_schemes", all);
    for (size_t i = 0; i < c.list.n; i++)
        if (attribute_is(c.r, &c.r->elements[c.list.v[i]], "hash", "SHA-1"))
            want_level(s, 0, SL("signatures with SHA-1"));
    s->schemes = joined(a, &c, openssl_scheme);
}

static void
set_flags(struct emit_settings *s, struct arena *a)
{
    s->server_preference = flag(s->tls, "server_preference");
    s->tickets = flag(s->tls, "session_tickets");
    s->early_data = flag(s->tls, "early_data");
    s->stapling = flag(s->tls, "ocsp_stapling");
    s->lifetime = s->tickets == EMIT_NO ? -1 : number(s->tls, "ticket_lifetime");
    const struct fact *alpn = known(s->tls, "alpn");
    for (size_t i = 0; alpn && i < alpn->list.n; i++)
        s->h2 |= slice_eq_str(alpn->list.v[i], "h2");
    bool old = s->on[EMIT_TLS10] || s->on[EMIT_TLS11] || s->on[EMIT_TLS12];
    const struct {
        bool off;
        const char *option, *field;
    } options[] = {
        {s->tickets == EMIT_NO, "-SessionTicket", "session_tickets"},
        {s->cbc && flag(s->tls, "encrypt_then_mac") == EMIT_NO, "-EncryptThenMac",
         "encrypt_then_mac"},
        {old && flag(s->tls, "extended_master_secret") == EMIT_NO, "-ExtendedMasterSecret",
         "extended_master_secret"},
    };
    struct buf b, fields;
    buf_init(&b, a, 256);
    buf_init(&fields, a, 256);
    for (size_t i = 0; i < COUNT_OF(options); i++)
        if (options[i].off) {
            buf_printf(&b, "%s%s", b.n ? "," : "", options[i].option);
            buf_printf(&fields, "%s%s", fields.n ? " " : "", options[i].field);
        }
    s->option_fields = arena_str(a, buf_slice(&fields));
    s->options = buf_slice(&b);
}

/* --- certificates ----------------------------------------------------------------------------- */

static const struct {
    const char *algorithm, *stem;
} key_kinds[EMIT_CERTS_MAX] = {
    {"RSA", "rsa"},         {"EC", "ecdsa"},    {"RSA-PSS", "rsa-pss"},
    {"Ed25519", "ed25519"}, {"Ed448", "ed448"},
};

static void
weigh_certificate(struct emit_settings *s, const struct asset *as)
{
    const struct fact *hash = known(as, "signature.hash"), *key = known(as, "key.algorithm");
    int64_t bits = number(as, "key.bits");
    if (hash && (slice_eq_str(hash->s, "SHA-1") || slice_eq_str(hash->s, "MD5")))
        want_level(s, 0, SL("a certificate signed over SHA-1 or MD5"));
    if (key && slice_has_prefix(key->s, SL("RSA")) && bits >= 0 && bits < 2048)
        want_level(s, bits < 1024 ? 0 : 1, SL("an RSA key of less than 2048 bits"));
}

static bool
is_leaf(const struct asset *as)
{
    const struct fact *role = known(as, "role");
    return !role || slice_eq_str(role->s, "leaf");
}

/* "cert:rsa-issuer" belongs to "cert:rsa"; where no name says so, the first there is. */
static const struct asset *
issuer_of(const struct evidence *ev, const struct asset *leaf)
{
    const struct asset *first = NULL;
    for (size_t i = 0; i < ev->n; i++) {
        const struct asset *as = &ev->assets[i];
        if (as->kind != leaf->kind || is_leaf(as))
            continue;
        if (slice_has_prefix(as->id, leaf->id) &&
            slice_eq_str(slice_sub(as->id, leaf->id.n, as->id.n), "-issuer"))
            return as;
        if (!first && !slice_has_suffix(as->id, SL("-issuer")))
            first = as;
    }
    return first;
}

/* Leaves, one of each kind of key; RSA first, as Apache wants for DHE. */
static void
set_certificates(struct emit_settings *s)
{
    const struct evidence *ev = s->rq->configuration;
    for (size_t k = 0; k < COUNT_OF(key_kinds); k++)
        for (size_t i = 0; i < ev->n; i++) {
            const struct asset *as = &ev->assets[i];
            const struct fact *key = known(as, "key.algorithm");
            if (!slice_eq_str(as->kind->name, "cert") || !key || !is_leaf(as) ||
                !slice_eq_str(key->s, key_kinds[k].algorithm))
                continue;
            if (s->ncerts && s->certs[s->ncerts - 1].stem == key_kinds[k].stem)
                continue; /* OpenSSL holds one of a kind */
            s->certs[s->ncerts++] = (struct emit_cert){as, issuer_of(ev, as), key_kinds[k].stem};
            weigh_certificate(s, as);
        }
}

/* --- names given from outside ----------------------------------------------------------------- */

/* Nothing that ends a directive, a line or a quotation. */
static bool
plain(struct slice s)
{
    for (size_t i = 0; i < s.n; i++) {
        uint8_t c = s.p[i];
        bool letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z', digit = c >= '0' && c <= '9';
        if (!letter && !digit && (c == 0 || !strchr("._-:/[]*@+", c)))
            return false;
    }
    return true;
}

static bool
set_text(struct slice *out, struct slice given, const char *otherwise, const char *what,
         struct err *e)
{
    *out = given.n ? given : slice_str(otherwise);
    if (plain(*out))
        return true;
    return err_set(e, ERR_INPUT,
                   "the %s '%.*s' cannot stand in a configuration file: letters, digits and "
                   ". _ - : / [ ] * @ + only",
                   what, SL_FMT(slice_sub(given, 0, 100)));
}

bool
emit_settings(struct emit_settings *out, struct arena *a, const struct emit_request *rq,
              struct err *e)
{
    *out = (struct emit_settings){.rq = rq, .level = -1, .lifetime = -1};
    for (size_t i = 0; i < rq->configuration->n; i++)
        if (slice_eq_str(rq->configuration->assets[i].kind->name, "tls") && !out->tls)
            out->tls = &rq->configuration->assets[i];
    if (!out->tls)
        return err_set(e, ERR_INPUT, "the configuration has no TLS endpoint: nothing to emit");
    if (!set_text(&out->name, rq->name, "tls.example", "server's name", e) ||
        !set_text(&out->address, rq->address, "0.0.0.0", "address", e) ||
        !set_text(&out->port, rq->port, "443", "port", e) ||
        !set_text(&out->dir, rq->dir, "/etc/comity", "folder", e))
        return false;
    set_versions(out);
    drop_empty_versions(out);
    set_certificates(out);
    set_ciphers(out, a);
    set_groups(out, a);
    set_schemes(out, a);
    set_flags(out, a);
    return true;
}
