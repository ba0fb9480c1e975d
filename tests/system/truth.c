/* SPDX-License-Identifier: Apache-2.0 */
#include "truth.h"

#include "expect.h"
#include "fixtures.h"
#include "sslscan.h"

#include "base/buf.h"
#include "support/cases.h"
#include "support/laws.h"

#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

/* Generous: sanitizers and a busy machine must not turn truth into "timed out". */
static const struct tls_options options = {.step_ms = 20000, .target_ms = 90000};

static struct certs certs;
static struct peer_presets presets;
static struct scanner scanner;
static struct lawbook laws;
static size_t ran; /* rows that had their server */

/* What is being scanned: a real server or a scripted peer. */
struct subject {
    struct server server;
    struct peer peer;
    uint16_t port;
};

/* Ends the row. */
static void
skip_row(const char *why)
{
    print_message("skipped: %s\n", why);
    skip();
}

static void
subject_start(struct subject *s, const struct truth *t)
{
    struct err e = {0};
    if (t->needs && access(temp_path(&case_arena, &certs.dir, t->needs), R_OK) != 0)
        skip_row(t->needs);
    *s = (struct subject){0};
    if (t->preset) {
        const struct peer_behaviour *b = peer_preset(&presets, t->preset);
        assert_non_null(b);
        if (!peer_start(&s->peer, b, &e))
            fail_msg("%s", e.msg);
        s->port = s->peer.port;
        return;
    }
    const struct server_spec spec = {.kind = t->kind,
                                     .config = t->config,
                                     .env = t->env,
                                     .certs = certs.dir.path,
                                     .host = t->host};
    if (!server_start(&s->server, &spec, &e)) {
        if (e.code != ERR_UNSUPPORTED)
            fail_msg("%s", e.msg);
        skip_row(e.msg);
    }
    s->port = s->server.port;
}

/* Adds what the scripted peer has to say about our hellos. */
static void
subject_stop(struct subject *s, struct buf *wrong)
{
    if (s->peer.pid > 0) {
        if (atomic_load(&s->peer.stats->bad) > 0)
            buf_printf(wrong, "the peer complains: %s\n", s->peer.stats->complaint);
        peer_stop(&s->peer);
    } else {
        server_stop(&s->server);
    }
}

static const char *const version_names[] = {"TLS 1.0", "TLS 1.1", "TLS 1.2", "TLS 1.3"};
static const char *const suite_paths[] = {"tls10_suites", "tls11_suites", "tls12_suites",
                                          "tls13_suites"};

/* Code points of which sslscan 2.0 finds each one that a server takes. */
static const uint16_t seen_groups[] = {23, 24, 25, 29, 30};
static const uint16_t seen_schemes[] = {0x0401, 0x0501, 0x0601, 0x0403, 0x0503, 0x0603,
                                        0x0804, 0x0805, 0x0806, 0x0807, 0x0808};

static bool
listed(const uint16_t *v, size_t n, uint32_t code)
{
    for (size_t i = 0; i < n; i++)
        if (v[i] == code)
            return true;
    return false;
}

/* Theirs and ours, over the elements of one set. `only`: those that sslscan can see, or null. */
static void
compare_codes(struct buf *wrong, const struct asset *as, const char *path,
              const struct sslscan_codes *theirs, const uint16_t *only, size_t nonly)
{
    const struct field *field = kind_field(as->kind, slice_str(path));
    const struct fact *f = asset_fact(as, slice_str(path));
    for (size_t i = 0; i < field->registry->n; i++) {
        const struct element *el = &field->registry->elements[i];
        bool us = bits_has(f->truth_bits, i), them = sslscan_has(theirs, el->code);
        /* One code, two names (GOST): the registry's first element stands for it. */
        if (registry_by_code(field->registry, el->code) != el)
            continue;
        if (them && !us)
            buf_printf(wrong, "%s: sslscan finds %.*s, we do not\n", path, SL_FMT(el->name));
        if (us && !them && (!only || listed(only, nonly, el->code)))
            buf_printf(wrong, "%s: we find %.*s, sslscan does not\n", path, SL_FMT(el->name));
    }
}

static void
compare_version(struct buf *wrong, const struct asset *as, const struct sslscan *s, size_t v)
{
    const struct fact *versions = asset_fact(as, SL("versions"));
    const struct registry *r = kind_field(as->kind, SL("versions"))->registry;
    const struct element *el = registry_by_name(r, slice_str(version_names[v]));
    bool us = bits_has(versions->truth_bits, registry_index(r, el));
    if (us != s->version[v])
        buf_printf(wrong, "%s: sslscan says %d\n", version_names[v], s->version[v]);
    compare_codes(wrong, as, suite_paths[v], &s->suites[v], NULL, 0);
    if (v < SSLSCAN_12)
        return;
    const char *groups = v == SSLSCAN_13 ? "tls13_groups" : "tls12_groups";
    const char *schemes = v == SSLSCAN_13 ? "tls13_signature_schemes" : "tls12_signature_schemes";
    /*
     * Up to TLS 1.2 sslscan offers one group, or one scheme, in a hello. It then misses groups
     * where an ECDSA certificate's own curve has to be offered as well (RFC 8422, section 5.1.1)
     * and schemes of a second certificate, and takes any ServerHello for a signature.
     */
    bool all = v == SSLSCAN_13;
    if (s->groups[v].n)
        compare_codes(wrong, as, groups, &s->groups[v], seen_groups,
                      all ? COUNT_OF(seen_groups) : 0);
    if (s->schemes[v].n && (all || scan_set(&case_arena, as, schemes).n > 0))
        compare_codes(wrong, as, schemes, &s->schemes[v], seen_schemes,
                      all ? COUNT_OF(seen_schemes) : 0);
}

/* A certificate of ours in sslscan's words: OpenSSL's names of its signature and its key. */
static struct slice
certificate_line(struct arena *a, const struct asset *as)
{
    static const struct {
        const char *algorithm, *hash, *name;
    } signatures[] = {
        {"RSA-PKCS1", "SHA-256", "sha256WithRSAEncryption"},
        {"RSA-PSS", "SHA-256", "rsassaPss"},
        {"ECDSA", "SHA-256", "ecdsa-with-SHA256"},
        {"ECDSA", "SHA-384", "ecdsa-with-SHA384"},
        {"ECDSA", "SHA-512", "ecdsa-with-SHA512"},
    };
    struct slice algorithm = scan_fact(a, as, "signature.algorithm");
    struct slice hash = scan_fact(a, as, "signature.hash");
    struct slice key = scan_fact(a, as, "key.algorithm"), curve = scan_fact(a, as, "key.curve");
    struct slice size = slice_eq_str(key, "EC") ? curve : scan_fact(a, as, "key.bits");
    if (slice_eq_str(curve, "secp256r1"))
        size = SL("prime256v1");
    for (size_t i = 0; i < COUNT_OF(signatures); i++)
        if (slice_eq_str(algorithm, signatures[i].algorithm) &&
            slice_eq_str(hash, signatures[i].hash))
            return arena_printf(a, "%s %.*s %.*s", signatures[i].name, SL_FMT(key), SL_FMT(size));
    return (struct slice){0};
}

/* Each RSA or EC certificate that sslscan saw is one of ours. */
static void
compare_certificates(struct buf *wrong, struct arena *a, const struct tls_result *r,
                     struct slice theirs)
{
    for (struct slice line; slice_cut(&theirs, '\n', &line);) {
        bool found = false;
        for (size_t i = 0; i < r->evidence.n; i++) {
            const struct asset *as = &r->evidence.assets[i];
            if (slice_eq_str(as->kind->name, "cert"))
                found |= slice_eq(certificate_line(a, as), line);
        }
        bool known =
            slice_find(line, SL(" RSA ")) != SIZE_MAX || slice_find(line, SL(" EC ")) != SIZE_MAX;
        if (known && !found)
            buf_printf(wrong, "sslscan sees a certificate \"%.*s\", we do not\n", SL_FMT(line));
    }
}

static void
compare_sslscan(struct buf *wrong, const struct truth *t, const struct subject *s,
                const struct tls_result *r)
{
    struct err e = {0};
    struct sslscan seen;
    const struct asset *as = scan_endpoint(r);
    if (!as)
        return;
    if (!command_find(&case_arena, "sslscan")) {
        print_message("#   not compared: sslscan is not installed\n");
        return;
    }
    const char *host = t->host ? t->host : "127.0.0.1";
    if (!sslscan_run(&seen, &case_arena, host, s->port, t->sni, &e)) {
        buf_printf(wrong, "%s\n", e.msg);
        return;
    }
    for (size_t v = 0; v < SSLSCAN_VERSIONS; v++)
        compare_version(wrong, as, &seen, v);
    compare_certificates(wrong, &case_arena, r, seen.certificates);
}

static void
truth_row(void **state)
{
    const struct truth *t = *state;
    struct subject s;
    struct err e = {0};
    struct tls_result r = {0};
    struct buf wrong;
    buf_init(&wrong, &case_arena, 1 << 20);
    subject_start(&s, t);
    ran++;
    const char *host = t->host ? t->host : "127.0.0.1";
    bool ok = scan(&r, &case_arena, &scanner, host, s.port, t->sni, &options, &e);
    if (ok)
        expect(&wrong, &case_arena, &certs, &r, t->want);
    else
        buf_printf(&wrong, "tls_collect: %s\n", e.msg);
    if (ok && !t->lawless)
        lawbook_check(&laws, &case_arena, &r.evidence, &wrong);
    if (ok && t->sslscan)
        compare_sslscan(&wrong, t, &s, &r);
    subject_stop(&s, &wrong);
    print_message("#   %zu connections, %" PRId64 " ms\n", r.connections, r.ms);
    if (wrong.n > 0) {
        print_error("%.*s", SL_FMT(buf_slice(&wrong)));
        fail_msg("not as configured: see above");
    }
}

int
truth_run(const char *group, const struct truth *rows, size_t n)
{
    struct err e = {0};
    if (!scanner_open(&scanner, &e) ||
        !lawbook_open(&laws, &scanner.arena, &scanner.catalog, 0, &e) ||
        !certs_make(&certs, certs_standard, certs_nstandard, &e) || !fixtures_make(&certs, &e)) {
        fprintf(stderr, "%s\n", e.msg);
        certs_free(&certs);
        lawbook_close(&laws);
        scanner_close(&scanner);
        return 1;
    }
    peer_presets_init(&presets, &certs);
    for (size_t i = 0; i < n; i++)
        cases_add(rows[i].name, truth_row, &rows[i]);
    int rc = cases_run(group);
    certs_free(&certs);
    lawbook_close(&laws);
    scanner_close(&scanner);
    return rc == 0 && ran == 0 ? 77 : rc;
}
