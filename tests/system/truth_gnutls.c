/* SPDX-License-Identifier: Apache-2.0 */
/* The scanner against GnuTLS: another library's suites, order and habits. */
#include "truth.h"

#define CERTS                                                       \
    "--x509certfile=%CERTS%/rsa.crt --x509keyfile=%CERTS%/rsa.key " \
    "--x509certfile=%CERTS%/p256.crt --x509keyfile=%CERTS%/p256.key "
#define RSA "--x509certfile=%CERTS%/rsa.crt --x509keyfile=%CERTS%/rsa.key "
#define P256 "--x509certfile=%CERTS%/p256.crt --x509keyfile=%CERTS%/p256.key "
#define GROUPS_12 "secp256r1, secp384r1, secp521r1, x25519, x448"

#define OLD \
    "NORMAL:+VERS-TLS1.0:+VERS-TLS1.1:+3DES-CBC:+ARCFOUR-128:+MD5:+CAMELLIA-128-CBC:+ANON-ECDH"

static const struct truth rows[] = {
    {.name = "NORMAL",
     .kind = SERVER_GNUTLS,
     .config = CERTS "--priority=NORMAL",
     .want = "tls12_suites: gnutls NORMAL TLS1.2 auth=RSA,ECDSA\n"
             "tls13_suites: gnutls NORMAL TLS1.3\nssl3_suites: none\n"
             "session_tickets: true\nextended_master_secret: true\n"
             "encrypt_then_mac: true\nsecure_renegotiation: true\ncompression: false\n"
             "authentication: RSA, ECDSA\nleaf: rsa, p256\nserver_preference: false\n",
     .sslscan = true},
    {.name = "TLS 1.2, ECDHE-RSA, one group, no tickets",
     .kind = SERVER_GNUTLS,
     .config = RSA "--noticket "
                   "--priority=NONE:+VERS-TLS1.2:+AES-128-GCM:+AEAD:+ECDHE-RSA:"
                   "+SIGN-RSA-PSS-RSAE-SHA384:+GROUP-SECP384R1:+CTYPE-X509",
     .want = "versions: TLS 1.2\ntls12_suites: TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256\n"
             "tls12_groups: secp384r1\ntls12_signature_schemes: rsa_pss_rsae_sha384\n"
             "session_tickets: false\nleaf: rsa\n",
     .sslscan = true},
    {.name = "TLS 1.3, CCM suites, two groups",
     .kind = SERVER_GNUTLS,
     .config = P256 "--priority=NONE:+VERS-TLS1.3:+AES-128-CCM:+AES-128-CCM-8:+AEAD:+SIGN-ALL:"
                    "+GROUP-X448:+GROUP-FFDHE2048:+CTYPE-X509",
     .want = "versions: TLS 1.3\n"
             "tls13_suites: TLS_AES_128_CCM_SHA256, TLS_AES_128_CCM_8_SHA256\n"
             "tls13_groups: x448, ffdhe2048\ntls13_signature_schemes: ecdsa_secp256r1_sha256\n"
             "leaf: p256\n",
     .sslscan = true},
    {.name = "old versions, RC4, 3DES, Camellia, anonymous",
     .kind = SERVER_GNUTLS,
     .config = RSA "--priority=" OLD,
     .want = "versions: TLS 1.0, TLS 1.1, TLS 1.2, TLS 1.3\n"
             "tls10_suites: gnutls " OLD " TLS1.0 auth=RSA,None\n"
             "tls11_suites: gnutls " OLD " TLS1.1 auth=RSA,None\n"
             "tls12_suites: gnutls " OLD " TLS1.2 auth=RSA,None\n",
     .sslscan = true},
    {.name = "Ed25519",
     .kind = SERVER_GNUTLS,
     .config = "--x509certfile=%CERTS%/ed25519.crt --x509keyfile=%CERTS%/ed25519.key "
               "--priority=NORMAL",
     .want = "tls13_signature_schemes: ed25519\nauthentication: EdDSA\nleaf: ed25519\n",
     .sslscan = true},
    {.name = "no extended master secret, no encrypt-then-MAC, server's order",
     .kind = SERVER_GNUTLS,
     .config = RSA "--priority=NONE:+VERS-TLS1.2:+AES-256-CBC:+AES-128-CBC:+SHA1:+RSA:+SIGN-ALL:"
                   "+CTYPE-X509:%NO_SESSION_HASH:%NO_ETM:%SERVER_PRECEDENCE",
     .want = "tls12_suites: TLS_RSA_WITH_AES_256_CBC_SHA, TLS_RSA_WITH_AES_128_CBC_SHA\n"
             "extended_master_secret: false\nencrypt_then_mac: false\nserver_preference: true\n"
             "preferred_suite: TLS_RSA_WITH_AES_256_CBC_SHA\n",
     .sslscan = true},
    {.name = "ALPN",
     .kind = SERVER_GNUTLS,
     .config = RSA "--alpn=h2 --alpn=http/1.1 --priority=NORMAL",
     .want = "alpn: h2, http/1.1\n"},
    {.name = "stapled OCSP response",
     .kind = SERVER_GNUTLS,
     .config = "--x509certfile=%CERTS%/issued-chain.crt --x509keyfile=%CERTS%/issued.key "
               "--ocsp-response=%CERTS%/issued.ocsp --ignore-ocsp-response-errors "
               "--priority=NORMAL",
     .want = "ocsp_stapling: true\nleaf: issued\nroot: ca\n"},
};

int
main(void)
{
    return truth_run("truth: GnuTLS", rows, COUNT_OF(rows));
}
