/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The laws of src/solve/law.c: products that can be, and such that cannot, with
 * the law that says so. Laws that are files have their cases beside them.
 */
#include "solve/mapping.h"
#include "solve/sat.h"
#include "support/cases.h"
#include "support/laws.h"
#include "support/product.h"

#include <stdio.h>

static struct arena data_arena;
static struct catalog catalog;
static struct lawbook book;

struct row {
    const char *name;
    const char *product;
    const char *broken; /* the law; null: it can be */
};

#define LEAF(key) "cert: {role: leaf, usage: both, \"key.algorithm\": " key ", issuer: CN=I}"
#define ISSUER(key)                                      \
    "cert: {role: intermediate, \"key.algorithm\": " key \
    ", subject: CN=I, ca: true, self_signed: false}"

static const struct row ROWS[] = {
    {"nothing is known", "[tls: {}]", NULL},
    {"a union holds its parts",
     "[tls: {suites: [TLS_RSA_WITH_AES_128_CBC_SHA], tls10_suites: "
     "[TLS_RSA_WITH_AES_128_CBC_SHA]}]",
     NULL},
    {"a part that the union lacks",
     "[tls: {suites: [], tls10_suites: [TLS_RSA_WITH_AES_128_CBC_SHA]}]", "E1"},
    {"a union of nothing",
     "[tls: {suites: [TLS_RSA_WITH_AES_128_CBC_SHA], ssl3_suites: [], tls10_suites: [], "
     "tls11_suites: [], tls12_suites: []}]",
     "E1"},
    {"groups are a union, too", "[tls: {groups: [x25519], tls12_groups: [], tls13_groups: []}]",
     "E1"},
    {"a group that one version alone can have",
     "[tls: {groups: [X25519MLKEM768], tls12_groups: []}]", NULL},
    {"a version without a suite", "[tls: {versions: [TLS 1.2], tls12_suites: []}]", "E2"},
    {"a suite without its version",
     "[tls: {versions: [TLS 1.2], tls11_suites: [TLS_RSA_WITH_AES_128_CBC_SHA]}]", "E2"},
    {"a group without its version", "[tls: {versions: [TLS 1.2], tls13_groups: [x25519]}]", "E2"},
    {"a group of TLS 1.0", "[tls: {versions: [TLS 1.0], tls12_groups: [secp256r1]}]", NULL},
    {"a scheme needs TLS 1.2 itself",
     "[tls: {versions: [TLS 1.0], tls12_signature_schemes: [rsa_pkcs1_sha256]}]", "E2"},
    {"SSL 2.0 has no suites", "[tls: {versions: [SSL 2.0]}]", NULL},
    {"TLCP with a suite of its own",
     "[tls: {versions: [TLCP 1.1], tlcp_suites: [ECC_SM4_GCM_SM3]}]", NULL},
    {"the preferred suite is accepted",
     "[tls: {versions: [TLS 1.2], preferred_suite: TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256, "
     "tls12_suites: [TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256]}]",
     NULL},
    {"the preferred suite is not accepted",
     "[tls: {versions: [TLS 1.2], preferred_suite: TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256, "
     "tls12_suites: [TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256]}]",
     "E3"},
    {"the preferred suite is of a worse version",
     "[tls: {versions: [TLS 1.2, TLS 1.3], "
     "preferred_suite: TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256, "
     "tls12_suites: [TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256]}]",
     "E3"},
    {"no version at all", "[tls: {versions: []}]", "E4"},
    {"nobody at all", "[tls: {authentication: [], suites: [TLS_AES_128_GCM_SHA256]}]", "E4"},
    {"an identity of its own", "[tls: {authentication: [], suites: [IBC_SM4_GCM_SM3]}]", NULL},
    {"RSA with its certificate", "[tls: {authentication: [RSA]}, " LEAF("RSA") "]", NULL},
    {"RSA without a certificate", "[tls: {authentication: [RSA]}, " LEAF("EC") "]", "E5"},
    {"a certificate that is not shown",
     "[tls: {authentication: [RSA]}, " LEAF("RSA") ", " LEAF("EC") "]", "E5"},
    {"EdDSA by Ed448", "[tls: {authentication: [EdDSA]}, " LEAF("Ed448") "]", NULL},
    {"ML-DSA by one of three", "[tls: {authentication: [ML-DSA]}, " LEAF("ML-DSA-65") "]", NULL},
    {"one SM2 certificate", "[tls: {authentication: [SM2]}, " LEAF("SM2") "]", NULL},
    {"a pair needs the second",
     "[tls: {authentication: [SM2-double]}, "
     "cert: {role: leaf, usage: signing, \"key.algorithm\": SM2}]",
     "E5"},
    {"a pair",
     "[tls: {authentication: [SM2-double]}, "
     "cert: {role: leaf, usage: signing, \"key.algorithm\": SM2}, "
     "cert: {role: leaf, usage: encryption, \"key.algorithm\": SM2}]",
     NULL},
    {"static Diffie-Hellman without its certificate",
     "[tls: {suites: [TLS_DH_RSA_WITH_AES_128_CBC_SHA]}, " LEAF("RSA") "]", "E5"},
    {"static Diffie-Hellman",
     "[tls: {suites: [TLS_DH_RSA_WITH_AES_128_CBC_SHA], authentication: []}, " LEAF("other") "]",
     NULL},
    {"a certificate for nothing", "[tls: {suites: [TLS_AES_128_GCM_SHA256]}, " LEAF("other") "]",
     "E5"},
    {"a scheme needs its key",
     "[tls: {tls12_signature_schemes: [ecdsa_secp256r1_sha256]}, " LEAF("RSA") "]", "E6"},
    {"rsae is for RSA keys",
     "[tls: {tls13_signature_schemes: [rsa_pss_rsae_sha256]}, " LEAF("RSA") "]", NULL},
    {"rsae is not for RSA-PSS keys",
     "[tls: {tls13_signature_schemes: [rsa_pss_rsae_sha256]}, " LEAF("RSA-PSS") "]", "E6"},
    {"TLS 1.3 binds the curve",
     "[tls: {tls13_signature_schemes: [ecdsa_secp384r1_sha384]}, "
     "cert: {role: leaf, \"key.algorithm\": EC, \"key.curve\": secp256r1}]",
     "E6"},
    {"TLS 1.2 does not",
     "[tls: {tls12_signature_schemes: [ecdsa_secp384r1_sha384]}, "
     "cert: {role: leaf, \"key.algorithm\": EC, \"key.curve\": secp256r1}]",
     NULL},
    {"Ed25519 does not sign as Ed448",
     "[tls: {tls13_signature_schemes: [ed448]}, " LEAF("Ed25519") "]", "E6"},
    {"signed as the issuer's key can",
     "[cert: {role: leaf, \"key.algorithm\": RSA, issuer: CN=I, \"signature.algorithm\": "
     "ECDSA}, " ISSUER("EC") "]",
     NULL},
    {"signed as the issuer's key cannot",
     "[cert: {role: leaf, \"key.algorithm\": RSA, issuer: CN=I, \"signature.algorithm\": "
     "RSA-PKCS1}, " ISSUER("EC") "]",
     "E7"},
    {"a key on the curve of SM2 signs by ECDSA, too",
     "[cert: {role: leaf, \"key.algorithm\": EC, issuer: CN=I, \"signature.algorithm\": "
     "ECDSA}, " ISSUER("SM2") "]",
     NULL},
    {"a key on another curve does not sign by SM2",
     "[cert: {role: leaf, \"key.algorithm\": SM2, issuer: CN=I, \"signature.algorithm\": "
     "SM2}, " ISSUER("EC") "]",
     "E7"},
    {"an RSA key signs with PSS",
     "[cert: {role: leaf, \"key.algorithm\": EC, issuer: CN=I, \"signature.algorithm\": "
     "RSA-PSS}, " ISSUER("RSA") "]",
     NULL},
    {"an RSA-PSS key signs with nothing else",
     "[cert: {role: leaf, \"key.algorithm\": EC, issuer: CN=I, \"signature.algorithm\": "
     "RSA-PKCS1}, " ISSUER("RSA-PSS") "]",
     "E7"},
    {"an issuer is an authority",
     "[cert: {role: leaf, \"key.algorithm\": EC, issuer: CN=I}, "
     "cert: {role: intermediate, \"key.algorithm\": EC, subject: CN=I, ca: false}]",
     "E7"},
    {"a bad certificate that is nobody's issuer",
     "[cert: {role: leaf, \"key.algorithm\": EC, issuer: CN=I}, "
     "cert: {role: intermediate, \"key.algorithm\": EC, subject: CN=J, ca: false}]",
     NULL},
};

static void
obeys(void **state)
{
    const struct row *r = *state;
    struct evidence ev;
    struct buf wrong;
    product_read(&ev, &case_arena, &catalog, r->product);
    buf_init(&wrong, &case_arena, 4096);
    lawbook_check(&book, &case_arena, &ev, &wrong);
    const char *said = arena_str(&case_arena, buf_slice(&wrong));
    if (!r->broken && *said)
        fail_msg("%s", said);
    if (r->broken && !strstr(said, r->broken))
        fail_msg("law %s does not stand in \"%s\"", r->broken, said);
}

int
main(int argc, char **argv)
{
    struct env env;
    struct err e = {0};
    env_system(&env);
    if (argc < 2 || !catalog_load(&catalog, &data_arena, &env, argv[1], &e) ||
        !lawbook_open(&book, &data_arena, &catalog, 0, &e)) {
        fprintf(stderr, "%s\n", e.msg);
        return 1;
    }
    CASES_TABLE(ROWS, obeys);
    int failed = cases_run("solve law");
    lawbook_close(&book);
    arena_free(&data_arena);
    return failed;
}
