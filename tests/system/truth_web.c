/* SPDX-License-Identifier: Apache-2.0 */
/* The scanner against nginx and Apache: what they are configured to is what it reports. */
#include "truth.h"

#define RSA_AND_EC                                                            \
    "ssl_certificate %CERTS%/rsa.crt; ssl_certificate_key %CERTS%/rsa.key;\n" \
    "ssl_certificate %CERTS%/p256.crt; ssl_certificate_key %CERTS%/p256.key;\n"
#define LISTEN "listen 127.0.0.1:%PORT% ssl;\n"

/* A server of TLS 1.2 and 1.3 takes none of these. */
#define NO_OLD "ssl3_suites: none\ntls10_suites: none\ntls11_suites: none\ntlcp_suites: none\n"
#define NO_12 "tls12_suites: none\ntls12_groups: none\ntls12_signature_schemes: none\n"

/* OpenSSL 3.0's default groups; the ffdhe ones in TLS 1.3 only. */
#define GROUPS_12 "x25519, secp256r1, x448, secp521r1, secp384r1"
#define GROUPS_13 GROUPS_12 ", ffdhe2048, ffdhe3072, ffdhe4096, ffdhe6144, ffdhe8192"
#define RSAE "rsa_pss_rsae_sha256, rsa_pss_rsae_sha384, rsa_pss_rsae_sha512"
#define PKCS1 "rsa_pkcs1_sha224, rsa_pkcs1_sha256, rsa_pkcs1_sha384, rsa_pkcs1_sha512"
#define ECDSA_12 \
    "ecdsa_sha224, ecdsa_secp256r1_sha256, ecdsa_secp384r1_sha384, ecdsa_secp521r1_sha512"
#define SUITES_13 "TLS_AES_128_GCM_SHA256, TLS_AES_256_GCM_SHA384, TLS_CHACHA20_POLY1305_SHA256"

#define SUITES_APACHE "ECDHE-ECDSA-AES128-GCM-SHA256:DHE-RSA-AES256-GCM-SHA384:AES128-SHA256"
#define APACHE_HOST                                                               \
    "Listen 127.0.0.1:%PORT%\n<VirtualHost *:%PORT%>\nSSLEngine on\n"             \
    "SSLCertificateFile %CERTS%/rsa.crt\nSSLCertificateKeyFile %CERTS%/rsa.key\n" \
    "SSLCertificateFile %CERTS%/p256.crt\nSSLCertificateKeyFile %CERTS%/p256.key\n"

/* The default server's protocols count: they are chosen before the name is read. */
#define BY_NAME_ONLY                                                                   \
    "ssl_protocols TLSv1.2 TLSv1.3;\nserver {\n" LISTEN "ssl_reject_handshake on; }\n" \
    "server {\n" LISTEN "server_name other.comity.test;\n"                             \
    "ssl_certificate %CERTS%/other.crt; ssl_certificate_key %CERTS%/other.key; }"

static const struct truth rows[] = {
    {.name = "nginx, RSA and ECDSA certificates, its defaults",
     .kind = SERVER_NGINX,
     .config = "server {\n" LISTEN RSA_AND_EC "ssl_protocols TLSv1.2 TLSv1.3;\n}",
     .want = "versions: TLS 1.2, TLS 1.3\n" NO_OLD
             "tls12_suites: openssl -tls1_2 HIGH:!aNULL:!MD5 auth=RSA,ECDSA nokx=DH\n"
             "tls13_suites: " SUITES_13 "\n"
             "tls12_groups: " GROUPS_12 "\ntls13_groups: " GROUPS_13 "\n"
             "groups: " GROUPS_13 "\n"
             "tls12_signature_schemes: " RSAE ", " PKCS1 ", " ECDSA_12 "\n"
             "tls13_signature_schemes: " RSAE ", ecdsa_secp256r1_sha256\n"
             "authentication: RSA, ECDSA\n"
             "server_preference: false\nextended_master_secret: true\nencrypt_then_mac: true\n"
             "secure_renegotiation: true\nclient_renegotiation: unknown\ncompression: false\n"
             "session_tickets: true\nearly_data: false\nocsp_stapling: false\n"
             "fallback_scsv: true\npoint_format_uncompressed: true\ndh_bits: unknown\n"
             "validated_module: unknown\nrole: server\nleaf: rsa, p256\n",
     .sslscan = true},
    {.name = "nginx, TLS 1.3 with one suite, one group, P-384",
     .kind = SERVER_NGINX,
     .config = "server {\n" LISTEN "ssl_certificate %CERTS%/p384.crt;\n"
               "ssl_certificate_key %CERTS%/p384.key;\nssl_protocols TLSv1.3;\n"
               "ssl_conf_command Ciphersuites TLS_AES_256_GCM_SHA384;\n"
               "ssl_ecdh_curve secp384r1;\n}",
     .want = "versions: TLS 1.3\n" NO_OLD NO_12 "suites: TLS_AES_256_GCM_SHA384\n"
             "tls13_suites: TLS_AES_256_GCM_SHA384\ngroups: secp384r1\ntls13_groups: secp384r1\n"
             "tls13_signature_schemes: ecdsa_secp384r1_sha384\n"
             "signature_schemes: ecdsa_secp384r1_sha384\nauthentication: ECDSA\n"
             "preferred_suite: TLS_AES_256_GCM_SHA384\nsession_tickets: true\nleaf: p384\n",
     .sslscan = true},
    {.name = "nginx, everything that OpenSSL still has",
     .kind = SERVER_NGINX,
     .config = "server {\n" LISTEN RSA_AND_EC "ssl_protocols TLSv1 TLSv1.1 TLSv1.2 TLSv1.3;\n"
               "ssl_ciphers ALL:@SECLEVEL=0; ssl_dhparam %CERTS%/dh2048.pem;\n"
               "ssl_ecdh_curve X25519:P-256:P-384:P-521:X448;\n}",
     .want = "versions: TLS 1.0, TLS 1.1, TLS 1.2, TLS 1.3\nssl3_suites: none\n"
             "tls10_suites: openssl -tls1 ALL:@SECLEVEL=0 auth=RSA,ECDSA,None\n"
             "tls11_suites: openssl -tls1_1 ALL:@SECLEVEL=0 auth=RSA,ECDSA,None\n"
             "tls12_suites: openssl -tls1_2 ALL:@SECLEVEL=0 auth=RSA,ECDSA,None\n"
             "tls13_suites: " SUITES_13 "\ntls12_groups: " GROUPS_12 "\ntls13_groups: " GROUPS_12
             "\ndh_bits: 2048\nauthentication: RSA, ECDSA, anonymous\nencrypt_then_mac: true\n"
             "leaf: rsa, p256\n",
     .sslscan = true},
    {.name = "nginx, server's order, two suites, no tickets",
     .kind = SERVER_NGINX,
     .config =
         "server {\n" LISTEN RSA_AND_EC "ssl_protocols TLSv1.2;\nssl_prefer_server_ciphers on;\n"
         "ssl_ciphers ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES128-GCM-SHA256;\n"
         "ssl_ecdh_curve prime256v1;\nssl_session_tickets off;\n}",
     .want = "versions: TLS 1.2\n" NO_OLD "tls13_suites: none\ntls13_groups: none\n"
             "tls12_suites: TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, "
             "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256\n"
             "groups: secp256r1\nserver_preference: true\nsession_tickets: false\n"
             "preferred_suite: TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384\n"
             "encrypt_then_mac: unknown\nfallback_scsv: unknown\n",
     .sslscan = true},
    {.name = "nginx, named signature schemes",
     .kind = SERVER_NGINX,
     .config = "server {\n" LISTEN RSA_AND_EC "ssl_protocols TLSv1.2 TLSv1.3;\n"
               "ssl_conf_command SignatureAlgorithms RSA-PSS+SHA256:RSA+SHA512:ECDSA+SHA256;\n}",
     .want = "tls12_signature_schemes: rsa_pss_rsae_sha256, rsa_pkcs1_sha512, "
             "ecdsa_secp256r1_sha256\n"
             "tls13_signature_schemes: rsa_pss_rsae_sha256, ecdsa_secp256r1_sha256\n",
     .sslscan = true},
    {.name = "nginx, HTTP/2",
     .kind = SERVER_NGINX,
     .config = "server {\nlisten 127.0.0.1:%PORT% ssl http2;\n" RSA_AND_EC "}",
     .want = "alpn: h2, http/1.1, http/1.0, http/0.9\n"},
    {.name = "nginx, no HTTP/2",
     .kind = SERVER_NGINX,
     .config = "server {\n" LISTEN RSA_AND_EC "}",
     .want = "alpn: http/1.1, http/1.0, http/0.9\n"},
    {.name = "nginx, certificate by name: the default one",
     .kind = SERVER_NGINX,
     .config = "server {\n" LISTEN "ssl_certificate %CERTS%/p256.crt;\n"
               "ssl_certificate_key %CERTS%/p256.key; }\n"
               "server {\n" LISTEN "server_name other.comity.test;\n"
               "ssl_certificate %CERTS%/other.crt; ssl_certificate_key %CERTS%/other.key; }",
     .want = "leaf: p256\n"},
    {.name = "nginx, certificate by name: the named one",
     .kind = SERVER_NGINX,
     .config = "server {\n" LISTEN "ssl_certificate %CERTS%/p256.crt;\n"
               "ssl_certificate_key %CERTS%/p256.key; }\n"
               "server {\n" LISTEN "server_name other.comity.test;\n"
               "ssl_certificate %CERTS%/other.crt; ssl_certificate_key %CERTS%/other.key; }",
     .sni = "other.comity.test",
     .want = "sni: true\nleaf: other\n",
     .sslscan = true},
    {.name = "nginx, no handshake without a name: none given",
     .kind = SERVER_NGINX,
     .config = BY_NAME_ONLY,
     .want = "failed: server name\n"},
    {.name = "nginx, no handshake without a name: named",
     .kind = SERVER_NGINX,
     .config = BY_NAME_ONLY,
     .sni = "other.comity.test",
     .want = "versions: TLS 1.2, TLS 1.3\nsni: true\nleaf: other\nauthentication: ECDSA\n",
     .sslscan = true},
    {.name = "nginx, stapled OCSP response and a chain",
     .kind = SERVER_NGINX,
     .config = "server {\n" LISTEN "ssl_certificate %CERTS%/issued-chain.crt;\n"
               "ssl_certificate_key %CERTS%/issued.key; ssl_stapling on;\n"
               "ssl_stapling_file %CERTS%/issued.ocsp; }",
     .want = "ocsp_stapling: true\nleaf: issued\nroot: ca\n"},
    {.name = "nginx, IPv6 loopback",
     .kind = SERVER_NGINX,
     .host = "::1",
     .config = "server {\nlisten [::1]:%PORT% ssl;\n" RSA_AND_EC "ssl_protocols TLSv1.3;\n}",
     .want = "versions: TLS 1.3\ntls13_suites: " SUITES_13 "\nleaf: rsa, p256\n",
     .sslscan = true},
    {.name = "nginx, by the name localhost",
     .kind = SERVER_NGINX,
     .host = "localhost",
     .config = "server {\n" LISTEN "listen [::1]:%PORT% ssl;\nserver_name localhost;\n" RSA_AND_EC
               "ssl_protocols TLSv1.3;\n}",
     .want = "versions: TLS 1.3\nleaf: rsa, p256\n"},
    {.name = "nginx, plain HTTP",
     .kind = SERVER_NGINX,
     .config = "server { listen 127.0.0.1:%PORT%; }",
     .want = "failed: TLS\n"},
    {.name = "nginx, client certificate required",
     .kind = SERVER_NGINX,
     .config = "server {\n" LISTEN RSA_AND_EC
               "ssl_verify_client on; ssl_client_certificate %CERTS%/ca.crt;\n"
               "ssl_protocols TLSv1.2 TLSv1.3; }",
     .want = "versions: TLS 1.2, TLS 1.3\ntls13_suites: " SUITES_13
             "\ntls12_suites: openssl -tls1_2 HIGH:!aNULL:!MD5 auth=RSA,ECDSA nokx=DH\n"
             "leaf: rsa, p256\n"},
    {.name = "Apache, its own minimal configuration",
     .kind = SERVER_APACHE,
     .config = APACHE_HOST "SSLProtocol -all +TLSv1.2 +TLSv1.3\n"
                           "SSLCipherSuite " SUITES_APACHE "\nSSLHonorCipherOrder on\n"
                           "SSLCipherSuite TLSv1.3 TLS_AES_128_GCM_SHA256\n</VirtualHost>",
     .want = "versions: TLS 1.2, TLS 1.3\n" NO_OLD "tls12_suites: openssl -tls1_2 " SUITES_APACHE
             " auth=RSA,ECDSA\n"
             "tls13_suites: TLS_AES_128_GCM_SHA256\nserver_preference: true\n"
             "compression: false\ndh_bits: 2048\nextended_master_secret: true\n"
             "secure_renegotiation: true\nleaf: rsa, p256\nauthentication: RSA, ECDSA\n",
     .sslscan = true},
    {.name = "Apache, TLS 1.2 without tickets",
     .kind = SERVER_APACHE,
     .config = APACHE_HOST "SSLProtocol -all +TLSv1.2\nSSLSessionTickets off\n"
                           "SSLCipherSuite ECDHE-RSA-AES128-SHA256\nSSLOpenSSLConfCmd "
                           "Curves secp521r1:secp384r1\n</VirtualHost>",
     .want = "versions: TLS 1.2\ntls12_suites: TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256\n"
             "tls13_suites: none\nsession_tickets: false\nencrypt_then_mac: true\n"
             "tls12_groups: secp521r1, secp384r1\nleaf: rsa\nauthentication: RSA\n"
             "server_preference: unknown\n",
     .sslscan = true},
};

int
main(void)
{
    return truth_run("truth: web servers", rows, COUNT_OF(rows));
}
