/* SPDX-License-Identifier: Apache-2.0 */
/* The scanner against OpenSSL's s_server, one property at a time. */
#include "truth.h"

#define RSA "-cert %CERTS%/rsa.crt -key %CERTS%/rsa.key "
#define P256 "-cert %CERTS%/p256.crt -key %CERTS%/p256.key "
#define SUITES_13 "TLS_AES_128_GCM_SHA256, TLS_AES_256_GCM_SHA384, TLS_CHACHA20_POLY1305_SHA256"
#define RSAE "rsa_pss_rsae_sha256, rsa_pss_rsae_sha384, rsa_pss_rsae_sha512"
#define ALL_GROUPS                                                                     \
    "x25519, secp256r1, x448, secp521r1, secp384r1, ffdhe2048, ffdhe3072, ffdhe4096, " \
    "ffdhe6144, ffdhe8192"

/* The engine that Debian packages as libengine-gost-openssl. */
static const char *const gost[] = {"OPENSSL_CONF=%CERTS%/gost.cnf", NULL};

static const struct truth rows[] = {
    {.name = "TLS 1.0 only",
     .kind = SERVER_OPENSSL,
     .config = RSA "-tls1 -cipher ALL:@SECLEVEL=0",
     .want = "versions: TLS 1.0\ntls10_suites: openssl -tls1 ALL:@SECLEVEL=0 auth=RSA,None\n"
             "tls11_suites: none\ntls12_suites: none\ntls13_suites: none\nssl3_suites: none\n"
             "signature_schemes: none\nauthentication: RSA, anonymous\n"
             "extended_master_secret: true\nencrypt_then_mac: true\nfallback_scsv: unknown\n"
             "leaf: rsa\n",
     .sslscan = true},
    {.name = "TLS 1.1 only",
     .kind = SERVER_OPENSSL,
     .config = P256 "-tls1_1 -cipher ALL:@SECLEVEL=0",
     .want = "versions: TLS 1.1\n"
             "tls11_suites: openssl -tls1_1 ALL:@SECLEVEL=0 auth=ECDSA,None\n"
             "tls10_suites: none\ntls12_suites: none\nleaf: p256\n",
     .sslscan = true},
    {.name = "RSA key exchange only",
     .kind = SERVER_OPENSSL,
     .config = RSA "-tls1_2 -cipher AES128-SHA:AES256-GCM-SHA384",
     .want = "versions: TLS 1.2\n"
             "tls12_suites: TLS_RSA_WITH_AES_128_CBC_SHA, TLS_RSA_WITH_AES_256_GCM_SHA384\n"
             "groups: none\nsignature_schemes: none\nauthentication: RSA\n"
             "point_format_uncompressed: unknown\ndh_bits: unknown\n",
     .sslscan = true},
    {.name = "Ed25519",
     .kind = SERVER_OPENSSL,
     .config = "-cert %CERTS%/ed25519.crt -key %CERTS%/ed25519.key",
     .want = "versions: TLS 1.2, TLS 1.3\ntls13_signature_schemes: ed25519\n"
             "tls12_signature_schemes: ed25519\nauthentication: EdDSA\n"
             "tls12_suites: openssl -tls1_2 DEFAULT auth=ECDSA\nleaf: ed25519\n",
     .sslscan = true},
    {.name = "Ed448",
     .kind = SERVER_OPENSSL,
     .config = "-tls1_3 -cert %CERTS%/ed448.crt -key %CERTS%/ed448.key",
     .want = "versions: TLS 1.3\ntls13_signature_schemes: ed448\nauthentication: EdDSA\n"
             "leaf: ed448\n",
     .sslscan = true},
    {.name = "RSA-PSS key",
     .kind = SERVER_OPENSSL,
     .config = "-cert %CERTS%/rsapss.crt -key %CERTS%/rsapss.key",
     .want = "versions: TLS 1.2, TLS 1.3\nauthentication: RSA-PSS\nleaf: rsapss\n"
             "tls13_signature_schemes: rsa_pss_pss_sha256, rsa_pss_pss_sha384, rsa_pss_pss_sha512\n"
             "tls12_suites: openssl -tls1_2 DEFAULT auth=RSA nokx=RSA\n"},
    {.name = "P-521",
     .kind = SERVER_OPENSSL,
     .config = "-tls1_3 -cert %CERTS%/p521.crt -key %CERTS%/p521.key -groups P-521",
     .want = "versions: TLS 1.3\ntls13_signature_schemes: ecdsa_secp521r1_sha512\n"
             "tls13_groups: secp521r1\nleaf: p521\n",
     .sslscan = true},
    {.name = "brainpool in TLS 1.2",
     .kind = SERVER_OPENSSL,
     .config = "-tls1_2 -cert %CERTS%/bp256.crt -key %CERTS%/bp256.key "
               "-curves brainpoolP256r1:brainpoolP512r1 -cipher ECDHE-ECDSA-AES128-GCM-SHA256",
     .want = "versions: TLS 1.2\ntls12_groups: brainpoolP256r1, brainpoolP512r1\n"
             "tls12_suites: TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256\nleaf: bp256\n"
             "authentication: ECDSA\n"},
    {.name = "anonymous only",
     .kind = SERVER_OPENSSL,
     .config = "-nocert -tls1_2 -cipher aNULL:@SECLEVEL=0",
     .want = "versions: TLS 1.2\ntls12_suites: openssl -tls1_2 aNULL:@SECLEVEL=0\n"
             "authentication: anonymous\nsignature_schemes: none\nleaf:\n",
     .sslscan = true},
    {.name = "pre-shared key only",
     .kind = SERVER_OPENSSL,
     .config = "-nocert -tls1_2 -psk 1a2b3c4d -cipher PSK-AES128-GCM-SHA256:PSK-AES256-CBC-SHA:"
               "ECDHE-PSK-CHACHA20-POLY1305",
     .want = "versions: TLS 1.2\nauthentication: PSK\nleaf:\n"
             "tls12_suites: TLS_PSK_WITH_AES_128_GCM_SHA256, TLS_PSK_WITH_AES_256_CBC_SHA, "
             "TLS_ECDHE_PSK_WITH_CHACHA20_POLY1305_SHA256\n"},
    {.name = "DHE with given parameters",
     .kind = SERVER_OPENSSL,
     .config = RSA "-tls1_2 -cipher DHE-RSA-AES256-GCM-SHA384 -dhparam %CERTS%/dh3072.pem",
     .want = "versions: TLS 1.2\ntls12_suites: TLS_DHE_RSA_WITH_AES_256_GCM_SHA384\n"
             "dh_bits: 3072\nleaf: rsa\n",
     .sslscan = true},
    {.name = "DHE of 1024 bits",
     .kind = SERVER_OPENSSL,
     .config = RSA "-tls1_2 -cipher DHE-RSA-AES128-SHA:@SECLEVEL=0 -dhparam %CERTS%/dh1024.pem",
     .want = "tls12_suites: TLS_DHE_RSA_WITH_AES_128_CBC_SHA\ndh_bits: 1024\n",
     .sslscan = true},
    {.name = "TLS 1.3 with all its suites and groups",
     .kind = SERVER_OPENSSL,
     .config = P256 "-tls1_3 -ciphersuites TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:"
                    "TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_CCM_SHA256:TLS_AES_128_CCM_8_SHA256 "
                    "-cipher ALL:@SECLEVEL=0 "
                    "-groups X25519:P-256:X448:P-521:P-384:ffdhe2048:ffdhe3072:ffdhe4096:ffdhe6144:"
                    "ffdhe8192",
     .want = "versions: TLS 1.3\ntls13_suites: " SUITES_13
             ", TLS_AES_128_CCM_SHA256, TLS_AES_128_CCM_8_SHA256\ntls13_groups: " ALL_GROUPS "\n"
             "tls13_signature_schemes: ecdsa_secp256r1_sha256\nsession_tickets: true\n"
             "ticket_lifetime: 7200\nearly_data: false\n",
     .sslscan = true},
    {.name = "no tickets in TLS 1.3",
     .kind = SERVER_OPENSSL,
     .config = P256 "-tls1_3 -num_tickets 0",
     .want = "session_tickets: false\nearly_data: false\nticket_lifetime: unknown\n"},
    {.name = "early data",
     .kind = SERVER_OPENSSL,
     .config = P256 "-tls1_3 -max_early_data 16384",
     .want = "session_tickets: true\nearly_data: true\n"},
    {.name = "only x448 in TLS 1.3",
     .kind = SERVER_OPENSSL,
     .config = P256 "-tls1_3 -groups X448",
     .want = "tls13_groups: x448\ngroups: x448\nleaf: p256\nsession_tickets: true\n",
     .sslscan = true},
    {.name = "only ffdhe4096 in TLS 1.3",
     .kind = SERVER_OPENSSL,
     .config = P256 "-tls1_3 -groups ffdhe4096",
     .want = "tls13_groups: ffdhe4096\ngroups: ffdhe4096\nversions: TLS 1.3\n",
     .sslscan = true},
    {.name = "no tickets, no encrypt-then-MAC, server's order",
     .kind = SERVER_OPENSSL,
     .config = RSA "-tls1_2 -no_ticket -no_etm -serverpref -cipher "
                   "AES256-SHA:ECDHE-RSA-AES128-SHA:AES128-GCM-SHA256",
     .want = "session_tickets: false\nencrypt_then_mac: false\nserver_preference: true\n"
             "preferred_suite: TLS_RSA_WITH_AES_256_CBC_SHA\n"
             "tls12_suites: TLS_RSA_WITH_AES_256_CBC_SHA, TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA, "
             "TLS_RSA_WITH_AES_128_GCM_SHA256\n",
     .sslscan = true},
    {.name = "no renegotiation_info is not seen without SCSV",
     .kind = SERVER_OPENSSL,
     .config = RSA "-tls1_2 -no_renegotiation",
     .want = "secure_renegotiation: true\ncompression: false\n"},
    {.name = "ALPN",
     .kind = SERVER_OPENSSL,
     .config = P256 "-alpn http/1.1,h2",
     .want = "alpn: http/1.1, h2\n"},
    {.name = "stapled OCSP response",
     .kind = SERVER_OPENSSL,
     .config = "-cert %CERTS%/issued.crt -key %CERTS%/issued.key -CAfile %CERTS%/ca.crt "
               "-status_file %CERTS%/issued.ocsp",
     .want = "ocsp_stapling: true\nleaf: issued\n"},
    {.name = "no stapled OCSP response",
     .kind = SERVER_OPENSSL,
     .config = P256,
     .want = "ocsp_stapling: false\n"},
    {.name = "signature schemes with SHA-1",
     .kind = SERVER_OPENSSL,
     .config = RSA "-tls1_2 -cipher ECDHE-RSA-AES128-GCM-SHA256:@SECLEVEL=0 "
                   "-sigalgs RSA+SHA1:RSA-PSS+SHA512",
     .want = "tls12_signature_schemes: rsa_pkcs1_sha1, rsa_pss_rsae_sha512\n",
     .sslscan = true},
    {.name = "two versions with a gap",
     .kind = SERVER_OPENSSL,
     .config = RSA "-no_tls1_2 -cipher DEFAULT:@SECLEVEL=0",
     .want = "versions: TLS 1.0, TLS 1.1, TLS 1.3\ntls12_suites: none\n"
             "tls10_suites: openssl -tls1 DEFAULT:@SECLEVEL=0 auth=RSA\n"},
    {.name = "GOST suites of RFC 9189 and the old one",
     .kind = SERVER_OPENSSL,
     .env = gost,
     .needs = "gost256.crt",
     .config = "-cert %CERTS%/gost256.crt -key %CERTS%/gost256.key -tls1_2 "
               "-cipher GOST2012-GOST8912-GOST8912:GOST2012-KUZNYECHIK-KUZNYECHIKOMAC:"
               "GOST2012-MAGMA-MAGMAOMAC:IANA-GOST2012-GOST8912-GOST8912:@SECLEVEL=0",
     .want = "versions: TLS 1.2\ntls12_suites: 0xC100, 0xC101, 0xC102, 0xFF85\n"
             "authentication: GOST-2012-256\n"},
    {.name = "GOST 2012 of 512 bits",
     .kind = SERVER_OPENSSL,
     .env = gost,
     .needs = "gost512.crt",
     .config = "-cert %CERTS%/gost512.crt -key %CERTS%/gost512.key -tls1_2 "
               "-cipher GOST2012-KUZNYECHIK-KUZNYECHIKOMAC:@SECLEVEL=0",
     .want = "versions: TLS 1.2\ntls12_suites: 0xC100\nauthentication: GOST-2012-512\n"},
};

int
main(void)
{
    return truth_run("truth: OpenSSL", rows, COUNT_OF(rows));
}
