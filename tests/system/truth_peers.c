/* SPDX-License-Identifier: Apache-2.0 */
/* The scanner against the scripted peers: what no server packaged in Debian 12 speaks. */
#include "truth.h"

#define ONLY_TLCP                                                                     \
    "versions: TLCP 1.1\nssl3_suites: none\ntls10_suites: none\ntls11_suites: none\n" \
    "tls12_suites: none\ntls13_suites: none\n"

static const struct truth rows[] = {
    {.name = "TLCP, four suites",
     .preset = "tlcp",
     .want = ONLY_TLCP "tlcp_suites: 0xE011, 0xE013, 0xE051, 0xE053\n"
                       "suites: 0xE011, 0xE013, 0xE051, 0xE053\n"
                       "authentication: SM2-double\nserver_preference: true\n"
                       "leaf: sm2sign, sm2enc\nroot: sm2ca\n"},
    {.name = "TLCP, ECC only",
     .preset = "tlcp-ecc",
     .want = ONLY_TLCP "tlcp_suites: 0xE013\nauthentication: SM2-double\n"
                       "leaf: sm2sign, sm2enc\nroot: sm2ca\n"},
    {.name = "TLCP, ECDHE only, client's order",
     .preset = "tlcp-ecdhe",
     .want = ONLY_TLCP "tlcp_suites: 0xE011, 0xE051\nserver_preference: false\n"
                       "authentication: SM2-double\n"},
    {.name = "TLCP, all suites of GB/T 38636",
     .preset = "tlcp-all",
     .want = ONLY_TLCP "tlcp_suites: 0xE011, 0xE013, 0xE015, 0xE017, 0xE019, 0xE01C, 0xE051, "
                       "0xE053, 0xE055, 0xE057, 0xE059, 0xE05A\n",
     .lawless = true /* RSA suites with SM2 certificates */},
    {.name = "TLCP and TLS 1.3 on one port",
     .preset = "dual",
     .want = "versions: TLS 1.3, TLCP 1.1\ntlcp_suites: 0xE011, 0xE013, 0xE051, 0xE053\n"
             "tls13_suites: 0x1301, 0x00C6, 0x00C7\nleaf: sm2sign, sm2enc, sm2\n"
             "authentication: SM2, SM2-double\n"},
    {.name = "RFC 8998, strict",
     .preset = "rfc8998",
     .want = "versions: TLS 1.3\ntls13_suites: 0x00C6, 0x00C7\ntls13_groups: curveSM2\n"
             "tls13_signature_schemes: sm2sig_sm3\nauthentication: SM2\nleaf: sm2\n"
             "session_tickets: false\n"},
    {.name = "RFC 8998 among other groups",
     .preset = "rfc8998-mixed",
     .want = "versions: TLS 1.3\ntls13_suites: 0x1301, 0x00C6, 0x00C7\n"
             "tls13_groups: x25519, secp256r1, curveSM2\ntls13_signature_schemes: sm2sig_sm3\n"
             "leaf: sm2\n"},
    {.name = "hybrid groups only",
     .preset = "pq",
     .want = "versions: TLS 1.3\ntls13_suites: 0x1302, 0x1301\n"
             "tls13_groups: X25519MLKEM768, SecP256r1MLKEM768, SecP384r1MLKEM1024\n"
             "groups: X25519MLKEM768, SecP256r1MLKEM768, SecP384r1MLKEM1024\n"
             "tls13_signature_schemes: unknown\n"},
    {.name = "pure ML-KEM only",
     .preset = "pq-pure",
     .want = "versions: TLS 1.3\ntls13_suites: 0x1302\ntls13_groups: 0x0200, 0x0201, 0x0202\n"
             "tls13_signature_schemes: unknown\n"},
    {.name = "curveSM2MLKEM768 only",
     .preset = "pq-sm2",
     .want = "versions: TLS 1.3\ntls13_suites: 0x00C6\ntls13_groups: 0x11EE\n"
             "tls13_signature_schemes: unknown\n"},
    {.name = "hybrid beside x25519, hybrid asked for first",
     .preset = "pq-classic",
     .want = "versions: TLS 1.3\ntls13_suites: 0x1301\ntls13_groups: X25519MLKEM768, x25519\n"
             "tls13_signature_schemes: ecdsa_secp256r1_sha256\nleaf: p256\n"},
    {.name = "GOST in TLS 1.3",
     .preset = "gost13",
     .want = "versions: TLS 1.3\ntls13_suites: 0xC103, 0xC104, 0xC105, 0xC106\n"
             "tls13_groups: 34, 35, 36, 37, 38, 39, 40\n"
             "tls13_signature_schemes: unknown\n"},
    {.name = "TLS 1.3 with a cookie in each retry, tickets, early data",
     .preset = "tls13",
     .want = "versions: TLS 1.3\ntls13_suites: 0x1301, 0x1302, 0x1303, 0x1304, 0x1305\n"
             "tls13_groups: 29, 23, 24, 25, 30, 31, 32, 33, 256, 257, 258, 259, 260\n"
             "session_tickets: true\nticket_lifetime: 7200\nearly_data: true\nalpn: h2\n"
             "leaf: p256\nserver_preference: true\n"},
    {.name = "TLS 1.3 of one suite, one group, one scheme",
     .preset = "tls13-ed25519",
     .want = "versions: TLS 1.3\ntls13_suites: 0x1303\ntls13_groups: x448\n"
             "tls13_signature_schemes: ed25519\nleaf: ed25519\nsession_tickets: false\n"},
    {.name = "SSL 2.0 only", .preset = "ssl2", .want = "versions: SSL 2.0\n"},
    {.name = "SSL 3.0 only, export suite",
     .preset = "ssl3",
     .want = "versions: SSL 3.0\nssl3_suites: 0x000A, 0x0005, 0x0003\nsuites: 0x000A, 0x0005, "
             "0x0003\ntls10_suites: none\nextended_master_secret: unknown\n"
             "secure_renegotiation: false\ncompression: false\nleaf: rsa\nauthentication: RSA\n"},
    {.name = "SSL 3.0 and TLS 1.0, compression, 768 bits, no secure renegotiation",
     .preset = "legacy",
     .want = "versions: SSL 3.0, TLS 1.0\n"
             "ssl3_suites: 0x0033, 0x0016, 0x0018, 0x002F, 0x0004, 0x0001\n"
             "tls10_suites: 0x0033, 0x0016, 0x0018, 0xC013, 0xC009, 0x002F, 0x0004, 0x0001\n"
             "tls12_groups: secp224r1, secp256k1, secp256r1\n"
             "dh_bits: 768\ncompression: true\nsecure_renegotiation: false\n"
             "extended_master_secret: false\nencrypt_then_mac: false\nsession_tickets: false\n"
             "fallback_scsv: false\nauthentication: RSA, ECDSA, anonymous\n"
             "leaf: rsa, p256\nserver_preference: true\n"},
    {.name = "TLS 1.0 to 1.2 with every extension",
     .preset = "tls12",
     .want = "versions: TLS 1.0, TLS 1.1, TLS 1.2\n"
             "tls10_suites: 0xC013, 0x002F\ntls11_suites: 0xC013, 0x002F\n"
             "tls12_suites: 0xC02F, 0xC02B, 0x009E, 0xC013, 0x002F\n"
             "tls12_groups: secp384r1, secp256r1, brainpoolP256r1\n"
             "tls12_signature_schemes: 0x0804, 0x0401, 0x0403\n"
             "dh_bits: 2048\nextended_master_secret: true\nencrypt_then_mac: true\n"
             "session_tickets: true\nsecure_renegotiation: true\nocsp_stapling: true\n"
             "point_format_uncompressed: true\nfallback_scsv: true\ncompression: false\n"
             "server_preference: false\nleaf: rsa, issued\nroot: ca\n"},
    {.name = "version-intolerant server of TLS 1.0 and 1.1",
     .preset = "intolerant",
     .want = "versions: TLS 1.0, TLS 1.1\ntls10_suites: 0x002F\ntls11_suites: 0x002F\n"},
};

int
main(void)
{
    return truth_run("truth: scripted peers", rows, COUNT_OF(rows));
}
