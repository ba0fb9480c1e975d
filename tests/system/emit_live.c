/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Configurations, emitted, deployed and scanned: each server comes out as it was
 * configured, in every fact that a scan can see, and the regimes judge it alike.
 */
#include "judge/judge.h"
#include "support/cases.h"
#include "support/configuration.h"
#include "support/deploy.h"
#include "support/scan.h"

#include <stdio.h>
#include <stdlib.h>

static const struct tls_options options = {.step_ms = 20000, .target_ms = 90000};
static struct scanner scanner;
static const struct judge *judge; /* all regimes */
static struct because_request because;
static size_t ran;

struct live {
    const char *name;
    enum emit_server server;
    const char *lines;
};

#define RSA_3072 "cert: key.algorithm=RSA key.bits=3072 key.curve= signature.algorithm=RSA-PSS\n"
#define EC "cert: key.algorithm=EC\n"
#define NO_12                                                                                    \
    "tls12_suites: none\ntls12_groups: none\ntls12_signature_schemes: none\nversions: TLS 1.3\n" \
    "secure_renegotiation: true\n"
#define NO_13 \
    "tls13_suites: none\ntls13_groups: none\ntls13_signature_schemes: none\nversions: TLS 1.2\n"
#define SUITES_EC "tls12_suites: TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256\n"

#define BRAINPOOL                                   \
    EC "tls12_groups: brainpoolP256r1, secp256r1\n" \
       "tls13_groups: secp256r1\nticket_lifetime: 86400\nocsp_stapling: true\n"
#define TLS13_ONLY                                                          \
    NO_12 "tls13_suites: TLS_AES_256_GCM_SHA384\ntls13_groups: secp384r1\n" \
          "tls13_signature_schemes: ecdsa_secp384r1_sha384\n"               \
          "cert: key.algorithm=EC key.bits=384 key.curve=secp384r1 signature.hash=SHA-384\n"
#define TLS12_ONLY                                                        \
    NO_13 EC "tls12_suites: TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, "    \
             "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256\n"                  \
             "preferred_suite: TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256\n" \
             "tls12_groups: x25519, secp521r1\n"                          \
             "tls12_signature_schemes: ecdsa_secp384r1_sha384, ecdsa_sha224\n"
#define DHE_ONLY                                                                                  \
    NO_13 RSA_3072 "tls12_suites: TLS_DHE_RSA_WITH_AES_256_GCM_SHA384\ntls12_groups: ffdhe3072\n" \
                   "dh_bits: 3072\ntls12_signature_schemes: rsa_pss_rsae_sha256\n"                \
                   "authentication: RSA\n"
#define DHE_PLAIN                                                                            \
    NO_13 RSA_3072 "tls12_suites: TLS_DHE_RSA_WITH_AES_256_GCM_SHA384\ntls12_groups: none\n" \
                   "dh_bits: 4096\ntls12_signature_schemes: rsa_pkcs1_sha512\n"              \
                   "authentication: RSA\n"
#define TWO_CERTIFICATES                                                                        \
    RSA_3072 EC                                                                                 \
        "tls12_suites: TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, "                               \
        "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384, TLS_DHE_RSA_WITH_AES_128_CCM\n"                 \
        "tls12_groups: secp256r1, ffdhe2048\ntls13_groups: secp256r1, ffdhe4096\n"              \
        "dh_bits: 2048\ntls12_signature_schemes: ecdsa_secp256r1_sha256, rsa_pss_rsae_sha384\n" \
        "tls13_signature_schemes: ecdsa_secp256r1_sha256, rsa_pss_rsae_sha384\n"                \
        "authentication: RSA, ECDSA\n"
#define TWO_OF_ONE                                                           \
    "cert: key.algorithm=RSA key.bits=2048 key.curve=\n" EC                  \
    "tls12_suites: TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, "                \
    "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384\n"                                \
    "tls12_signature_schemes: ecdsa_secp256r1_sha256, rsa_pss_rsae_sha256\n" \
    "tls13_signature_schemes: ecdsa_secp256r1_sha256, rsa_pss_rsae_sha256\n" \
    "authentication: RSA, ECDSA\nocsp_stapling: true\n"
#define EDDSA                                                                        \
    "cert: key.algorithm=Ed25519 key.bits=253 key.curve= signature.algorithm=EdDSA " \
    "signature.hash=\n" SUITES_EC                                                    \
    "tls12_signature_schemes: ed25519\ntls13_signature_schemes: ed25519\n"           \
    "authentication: EdDSA\n"
#define BRAINPOOL_KEY                                                                 \
    NO_13 SUITES_EC "cert: key.algorithm=EC key.curve=brainpoolP384r1 key.bits=384\n" \
                    "tls12_groups: brainpoolP384r1, secp384r1\n"                      \
                    "tls12_signature_schemes: ecdsa_secp384r1_sha384\n"
#define CHACHA_ONLY                                                    \
    EC "tls12_suites: TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256\n" \
       "tls13_suites: TLS_CHACHA20_POLY1305_SHA256\n"
#define NO_TICKETS EC "session_tickets: false\n"
#define SWITCHED_OFF                                                                   \
    EC "tls12_suites: TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA\nencrypt_then_mac: false\n" \
       "extended_master_secret: false\nserver_preference: false\n"
#define OLD_AND_WEAK                                                                   \
    "versions: TLS 1.0, TLS 1.2\ntls13_suites: none\ntls13_groups: none\n"             \
    "tls13_signature_schemes: none\n"                                                  \
    "cert: key.algorithm=RSA key.bits=1024 key.curve= signature.algorithm=RSA-PKCS1\n" \
    "tls10_suites: TLS_RSA_WITH_AES_128_CBC_SHA, TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA\n" \
    "tls12_suites: TLS_RSA_WITH_AES_128_CBC_SHA, TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA\n" \
    "tls12_groups: secp192r1\ntls12_signature_schemes: rsa_pkcs1_sha1\nauthentication: RSA\n"
#define KEY_TRANSPORT                                                                          \
    NO_13 "cert: key.algorithm=RSA key.bits=2048 key.curve= signature.algorithm=RSA-PKCS1 "    \
          "key_usage=digitalSignature,keyEncipherment\n"                                       \
          "tls12_suites: TLS_RSA_WITH_AES_128_GCM_SHA256, TLS_RSA_WITH_CAMELLIA_256_CBC_SHA\n" \
          "tls12_groups: none\ntls12_signature_schemes: none\nauthentication: RSA\n"
#define RSA_PSS_KEY                                                                     \
    "cert: key.algorithm=RSA-PSS key.bits=2048 key.curve= signature.algorithm=RSA-PSS " \
    "signature.hash=SHA-512\ntls12_suites: TLS_ECDHE_RSA_WITH_ARIA_256_GCM_SHA384\n"    \
    "tls12_signature_schemes: rsa_pss_pss_sha512\n"                                     \
    "tls13_signature_schemes: rsa_pss_pss_sha512\nauthentication: RSA-PSS\n"
#define EARLY_DATA EC "early_data: true\nticket_lifetime: 604800\n"

#define ROW(n, server, lines)                \
    {                                        \
#server ": " n, EMIT_##server, lines \
    }

static const struct live rows[] = {
    ROW("one ECDSA certificate, stapling, brainpool up to TLS 1.2", NGINX, BRAINPOOL),
    ROW("TLS 1.3 only, all of 384 bits", NGINX, TLS13_ONLY),
    ROW("TLS 1.2 only, an odd preference", NGINX, TLS12_ONLY),
    ROW("DHE only, a prime of RFC 7919", NGINX, DHE_ONLY),
    ROW("DHE only, a prime of RFC 3526", NGINX, DHE_PLAIN),
    ROW("RSA and ECDSA certificates, all key exchanges", NGINX, TWO_CERTIFICATES),
    ROW("two certificates of one authority, stapling", NGINX, TWO_OF_ONE),
    ROW("Ed25519", NGINX, EDDSA),
    ROW("a key on a brainpool curve", NGINX, BRAINPOOL_KEY),
    ROW("ChaCha20 only", NGINX, CHACHA_ONLY),
    ROW("no tickets", NGINX, NO_TICKETS),
    ROW("safety nets switched off", NGINX, SWITCHED_OFF),
    ROW("TLS 1.0, SHA-1, RSA-1024, P-192: security level 0", NGINX, OLD_AND_WEAK),
    ROW("RSA key transport", NGINX, KEY_TRANSPORT),
    ROW("an RSA-PSS key", NGINX, RSA_PSS_KEY),
    ROW("early data, tickets for a week", NGINX, EARLY_DATA),
    ROW("one ECDSA certificate, stapling, brainpool up to TLS 1.2", APACHE, BRAINPOOL),
    ROW("TLS 1.3 only, all of 384 bits", APACHE, TLS13_ONLY),
    ROW("TLS 1.2 only, an odd preference", APACHE, TLS12_ONLY),
    ROW("DHE only, a prime of RFC 7919", APACHE, DHE_ONLY),
    ROW("DHE only, a prime of RFC 3526", APACHE, DHE_PLAIN),
    ROW("RSA and ECDSA certificates, all key exchanges", APACHE, TWO_CERTIFICATES),
    ROW("Ed25519", APACHE, EDDSA),
    ROW("ChaCha20 only", APACHE, CHACHA_ONLY),
    ROW("no tickets", APACHE, NO_TICKETS),
    ROW("safety nets switched off", APACHE, SWITCHED_OFF),
    ROW("TLS 1.0, SHA-1, RSA-1024, P-192: security level 0", APACHE, OLD_AND_WEAK),
    ROW("an RSA-PSS key", APACHE, RSA_PSS_KEY),
    ROW("one ECDSA certificate, stapling, brainpool up to TLS 1.2", HAPROXY, BRAINPOOL),
    ROW("TLS 1.3 only, all of 384 bits", HAPROXY, TLS13_ONLY),
    ROW("TLS 1.2 only, an odd preference", HAPROXY, TLS12_ONLY),
    ROW("DHE only, a prime of RFC 7919", HAPROXY, DHE_ONLY),
    ROW("DHE only, a prime of RFC 3526", HAPROXY, DHE_PLAIN),
    ROW("Ed25519", HAPROXY, EDDSA),
    ROW("a key on a brainpool curve", HAPROXY, BRAINPOOL_KEY),
    ROW("ChaCha20 only", HAPROXY, CHACHA_ONLY),
    ROW("no tickets", HAPROXY, NO_TICKETS),
    ROW("safety nets switched off", HAPROXY, SWITCHED_OFF),
    ROW("TLS 1.0, SHA-1, RSA-1024, P-192: security level 0", HAPROXY, OLD_AND_WEAK),
    ROW("early data, tickets for a week", HAPROXY, EARLY_DATA),
    ROW("stapling, brainpool up to TLS 1.2", OPENSSL, BRAINPOOL "ticket_lifetime: 7200\n"),
    ROW("TLS 1.3 only, all of 384 bits", OPENSSL, TLS13_ONLY "ticket_lifetime: 7200\n"),
    ROW("TLS 1.2 only, an odd preference", OPENSSL, TLS12_ONLY "ticket_lifetime: 7200\n"),
    ROW("DHE only, a prime of RFC 7919", OPENSSL, DHE_ONLY "ticket_lifetime: 7200\n"),
    ROW("RSA and ECDSA certificates", OPENSSL,
        TWO_CERTIFICATES "sni: false\nticket_lifetime: 7200\n"),
    ROW("no tickets", OPENSSL, NO_TICKETS),
    ROW("safety nets switched off", OPENSSL, SWITCHED_OFF "ticket_lifetime: 7200\n"),
    ROW("TLS 1.0, SHA-1, RSA-1024, P-192: security level 0", OPENSSL,
        OLD_AND_WEAK "ticket_lifetime: 7200\n"),
};

/* What passes as configured does not fail as scanned. */
static void
compare_verdicts(struct buf *wrong, const struct evidence *configuration,
                 const struct evidence *scanned)
{
    struct judgement said, seen;
    struct err e = {0};
    if (!judge_run(&said, &case_arena, judge, configuration, 1, because.on, &e) ||
        !judge_run(&seen, &case_arena, judge, scanned, 1, because.on, &e)) {
        buf_printf(wrong, "%s\n", e.msg);
        return;
    }
    for (size_t i = 0; i < said.targets[0].n; i++) {
        enum verdict s = said.targets[0].regimes[i].verdict;
        enum verdict g = seen.targets[0].regimes[i].verdict;
        if ((s == VERDICT_FAIL) != (g == VERDICT_FAIL))
            buf_printf(wrong, "%.*s: configured %s, scanned %s\n",
                       SL_FMT(said.targets[0].regimes[i].regime->id), verdict_name(s),
                       verdict_name(g));
    }
}

static void
scan_and_compare(struct buf *wrong, const struct deployment *d, const struct evidence *want)
{
    struct tls_result r = {0};
    struct err e = {0};
    if (!scan(&r, &case_arena, &scanner, "127.0.0.1", d->server.port, "localhost", &options, &e)) {
        buf_printf(wrong, "%s\n", e.msg);
    } else if (r.failed.code != ERR_NONE) {
        buf_printf(wrong, "%s\n", r.failed.msg);
    } else {
        same_where_seen(wrong, want, &r.evidence);
        compare_verdicts(wrong, want, &r.evidence);
    }
}

static void
live_row(void **state)
{
    const struct live *row = *state;
    struct evidence want;
    struct deployment d;
    struct emitted em;
    struct err e = {0};
    struct buf wrong;
    buf_init(&wrong, &case_arena, 1 << 20);
    configuration_make(&want, &case_arena, &scanner.catalog, row->lines);
    struct emit_request rq = {.server = row->server,
                              .configuration = &want,
                              .catalog = &scanner.catalog,
                              .because = because};
    if (!deploy_make(&d, &rq, &e) || !emit_config(&em, &case_arena, &rq, &e) ||
        !deploy_start(&d, &case_arena, &rq, &em, &e)) {
        deploy_stop(&d);
        if (e.code != ERR_UNSUPPORTED)
            fail_msg("%s", e.msg);
        print_message("skipped: %s\n", e.msg);
        skip();
        return;
    }
    ran++;
    for (size_t i = 0; i < em.ngaps; i++)
        buf_printf(&wrong, "a gap: %.*s: %.*s\n", SL_FMT(em.gaps[i].wanted),
                   SL_FMT(em.gaps[i].why));
    scan_and_compare(&wrong, &d, &want);
    if (wrong.n)
        buf_printf(&wrong, "%.*s\n%.*s\n", SL_FMT(em.files[0].text),
                   SL_FMT(server_log(&case_arena, &d.server)));
    deploy_stop(&d);
    if (wrong.n > 0) {
        print_error("%.*s", SL_FMT(buf_slice(&wrong)));
        fail_msg("not as configured: see above");
    }
}

static bool
compile(struct err *e)
{
    const struct catalog *c = &scanner.catalog;
    const struct regime **all = NEW_ARRAY(&scanner.arena, const struct regime *, c->nregimes);
    for (size_t i = 0; i < c->nregimes; i++)
        all[i] = &c->regimes[i];
    struct judge *j;
    if (!judge_compile(&j, &scanner.arena, c, all, c->nregimes, e))
        return false;
    judge = j;
    because = (struct because_request){.judge = j};
    return date_parse(SL("2026-11-23"), &because.on);
}

/* With an argument: only rows of that server. */
int
main(int argc, char **argv)
{
    struct err e = {0};
    if (!scanner_open(&scanner, &e) || !compile(&e)) {
        fprintf(stderr, "%s\n", e.msg);
        return 1;
    }
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (argc < 2 || strcmp(argv[1], emit_names[rows[i].server]) == 0)
            cases_add(rows[i].name, live_row, &rows[i]);
    int rc = cases_run("emitted configurations");
    scanner_close(&scanner);
    return rc == 0 && ran == 0 ? 77 : rc;
}
