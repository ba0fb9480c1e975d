/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What can be asked: the registries of suites, groups and schemes, boiled down
 * to code points and the few properties that the strategy needs. Made once per
 * call and shared by all targets.
 */
#pragma once

#include "collect/tls_ask.h"
#include "model/catalog.h"

/* Index of a protocol version, oldest first; TLCP stands apart. */
enum tls_v {
    TLS_V_SSL2,
    TLS_V_SSL3,
    TLS_V_10,
    TLS_V_11,
    TLS_V_12,
    TLS_V_13,
    TLS_V_TLCP,
    TLS_VS,
};

uint16_t tls_v_code(enum tls_v v);
const char *tls_v_name(enum tls_v v); /* "TLS 1.2": as in the registry */
/* False for a version that is none of ours. */
bool tls_v_of(uint16_t code, enum tls_v *out);

/* Suites that are asked for together: one chain of exclusion each. */
enum tls_class {
    TLS_CLASS_ECDHE_RSA,
    TLS_CLASS_ECDHE_ECDSA,
    TLS_CLASS_RSA,
    TLS_CLASS_DHE,
    TLS_CLASS_PSK,   /* and what needs a shared secret likewise: SRP, Kerberos */
    TLS_CLASS_OTHER, /* anonymous, static Diffie-Hellman, export, GOST, SM2 */
    TLS_CLASSES,
};

/* How the server proves itself with a suite. */
enum tls_auth {
    TLS_AUTH_OTHER,
    TLS_AUTH_RSA,
    TLS_AUTH_ECDSA,
    TLS_AUTH_DSA,
    TLS_AUTH_PSK,
    TLS_AUTH_ANON,
    TLS_AUTH_GOST,
    TLS_AUTH_SM2,
    TLS_AUTH_ANY, /* TLS 1.3: the suite does not say */
};

struct tls_suite {
    uint16_t code, index; /* index: in the registry */
    uint8_t versions;     /* bit per enum tls_v */
    enum tls_class class;
    enum tls_auth auth;
    bool key_exchange; /* a ServerKeyExchange comes, of this form */
    struct tls_kx_form form;
    bool static_rsa; /* the server's RSA key decrypts */
    bool cbc;
};

enum tls_family {
    TLS_FAMILY_EC,
    TLS_FAMILY_FFDHE,
    TLS_FAMILY_PQ,
    TLS_FAMILIES,
};

struct tls_group {
    uint16_t code, index;
    uint8_t versions;
    enum tls_family family;
};

enum tls_signer {
    TLS_SIGNER_RSA,
    TLS_SIGNER_EC, /* ECDSA, EdDSA */
    TLS_SIGNER_DSA,
    TLS_SIGNER_OTHER, /* SM2, GOST, post-quantum */
    TLS_SIGNERS,
};

struct tls_scheme {
    uint16_t code, index;
    uint8_t versions;
    enum tls_signer signer;
};

struct tls_space {
    const struct registry *rversions, *rsuites, *rgroups, *rschemes, *rauth;
    const struct kind *tls, *cert;
    struct tls_suite *suites;
    size_t nsuites;
    struct tls_group *groups;
    size_t ngroups;
    struct tls_scheme *schemes;
    size_t nschemes;
    const struct slice *alpn;
    size_t nalpn;
};

/* Fails where the catalog lacks a registry or kind. */
MUST_USE bool tls_space_init(struct tls_space *out, struct arena *a, const struct catalog *c,
                             struct err *e);

/* By code point; null where the registry has none such. */
const struct tls_suite *tls_space_suite(const struct tls_space *s, uint16_t code);
const struct tls_group *tls_space_group(const struct tls_space *s, uint16_t code);
const struct tls_scheme *tls_space_scheme(const struct tls_space *s, uint16_t code);

/*
 * Can something with these version bits be asked for in `v`? Below TLS 1.3
 * whatever one version carries is asked for in all: servers err.
 */
bool tls_space_carries(unsigned versions_of_it, enum tls_v v);

/* Lists of code points in the registries' order, from `a`. A negative class or family: all. */
struct tls_codes tls_space_suites(const struct tls_space *s, struct arena *a, enum tls_v v,
                                  int class);
struct tls_codes tls_space_groups(const struct tls_space *s, struct arena *a, enum tls_v v,
                                  int family);
/* `signers`: a bit per enum tls_signer. */
struct tls_codes tls_space_schemes(const struct tls_space *s, struct arena *a, enum tls_v v,
                                   unsigned signers);
