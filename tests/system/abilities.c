/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The profiles in data/servers are true: with all of their lists switched on, each
 * server program is deployed and scanned. Every rule of its profile is kept, and
 * every element of the lists is served, by one certificate or another.
 */
#include "judge/judge.h"
#include "solve/emit_settings.h"
#include "support/cases.h"
#include "support/configuration.h"
#include "support/deploy.h"
#include "support/scan.h"

#include <stdio.h>
#include <stdlib.h>

static const struct tls_options options = {.step_ms = 20000, .target_ms = 90000};
static struct scanner scanner;
static struct because_request because; /* no regime: the profile is what counts */
static const struct standard *library;
static size_t ran;

#define RSA "cert: key.algorithm=RSA key.bits=2048 key.curve=\n"
#define EC "cert: key.algorithm=EC\n"
#define PSS "cert: key.algorithm=RSA-PSS key.bits=2048 key.curve=\n"
#define ED25519 "cert: key.algorithm=Ed25519 key.bits=253 key.curve=\n"
#define ED448 "cert: key.algorithm=Ed448 key.bits=446 key.curve=\n"

struct server_row {
    enum emit_server server;
    const char *certs[6]; /* one configuration for each, null behind the last */
    const char *more;
};

static const struct server_row servers[] = {
    {EMIT_NGINX, {RSA EC PSS ED25519 ED448}, "early_data: true\n"},
    {EMIT_APACHE, {RSA EC PSS ED25519 ED448}, ""},
    {EMIT_HAPROXY, {RSA, EC, PSS, ED25519, ED448}, "early_data: true\n"},
    {EMIT_OPENSSL, {RSA EC, PSS ED25519, ED448}, "sni: false\nticket_lifetime: 7200\n"},
};

/* --- everything on ---------------------------------------------------------------------------- */

static struct slice
members(const char *set)
{
    const struct element_set *s = standard_set(library, slice_str(set));
    struct buf b;
    buf_init(&b, &case_arena, 1 << 16);
    assert_non_null(s);
    for (size_t i = 0; i < s->members.n; i++)
        buf_printf(&b, "%s%.*s", i ? ", " : "", SL_FMT(s->members.v[i]));
    return buf_slice(&b);
}

static const char *
everything(const struct server_row *row, const char *certs)
{
    struct slice all = members("suites"), new = members("tls13_suites");
    struct slice old = members("shared_suites"), groups = members("groups");
    struct slice groups13 = members("tls13_groups"), schemes = members("schemes");
    return arena_str(
        &case_arena,
        arena_printf(&case_arena,
                     "versions: TLS 1.0, TLS 1.1, TLS 1.2, TLS 1.3\ntls10_suites: %.*s\n"
                     "tls11_suites: %.*s\ntls12_suites: %.*s\ntls13_suites: %.*s\n"
                     "tls12_groups: %.*s\ntls13_groups: %.*s\ntls12_signature_schemes: %.*s\n"
                     "tls13_signature_schemes: %.*s\ndh_bits: 3072\n%s%s",
                     SL_FMT(old), SL_FMT(old), SL_FMT(all), SL_FMT(new), SL_FMT(groups),
                     SL_FMT(groups13), SL_FMT(schemes), SL_FMT(schemes), certs, row->more));
}

/* --- what the scan has to find ---------------------------------------------------------------- */

/* The elements served so far, over all certificates of one server. */
struct served {
    uint64_t *suites, *groups, *schemes;
};

static void
add(uint64_t **to, const struct asset *as, const char *path)
{
    const struct registry *r = kind_field(as->kind, slice_str(path))->registry;
    const struct fact *f = asset_fact(as, slice_str(path));
    if (!*to)
        *to = bits_new(&case_arena, r->n);
    for (size_t w = 0; w < BITS_WORDS(r->n); w++)
        (*to)[w] |= f->truth_bits[w];
}

static void
all_served(struct buf *wrong, const uint64_t *bits, const char *set)
{
    const struct element_set *s = standard_set(library, slice_str(set));
    for (size_t i = 0; i < s->registry->n; i++)
        if (bits_has(s->bits, i) && !(bits && bits_has(bits, i)))
            buf_printf(wrong, "%s: %.*s is not served\n", set,
                       SL_FMT(s->registry->elements[i].name));
}

static void
rules_kept(struct buf *wrong, enum emit_server server, const struct evidence *ev)
{
    const struct standard *profile = catalog_server(&scanner.catalog, emit_profile(server));
    size_t kept = 0;
    for (size_t i = 0; i < profile->n; i++)
        for (size_t k = 0; k < ev->n; k++) {
            const struct requirement *r = &profile->requirements[i];
            struct finding f = {0};
            struct err e = {0};
            if (r->kind != ev->assets[k].kind)
                continue;
            if (!judge_one(&f, &case_arena, &scanner.catalog, r, &ev->assets[k], because.on, &e))
                buf_printf(wrong, "%s\n", e.msg);
            kept += f.verdict == VERDICT_PASS;
            if (f.verdict == VERDICT_FAIL)
                buf_printf(wrong, "%.*s is not kept: %.*s\n", SL_FMT(r->id), SL_FMT(f.reason));
        }
    if (kept < profile->n / 2)
        buf_printf(wrong, "only %zu rules apply\n", kept);
}

/* What no scan sees. */
static void
no_renegotiation(struct buf *wrong, const struct deployment *d)
{
    const char *line = arena_str(
        &case_arena, arena_printf(&case_arena,
                                  "(sleep 0.5; echo R; sleep 0.5) | openssl s_client -tls1_2 "
                                  "-cipher ALL:@SECLEVEL=0 -connect 127.0.0.1:%u 2>&1",
                                  d->server.port));
    const char *const argv[] = {"sh", "-c", line, NULL};
    struct slice out = {0};
    int status = 0;
    struct err e = {0};
    if (!command_run(&out, &status, &case_arena, &(struct command){.argv = argv}, 20000, &e))
        buf_printf(wrong, "%s\n", e.msg);
    else if (slice_find(out, SL("RENEGOTIATING")) == SIZE_MAX ||
             slice_find(out, SL("no renegotiation")) == SIZE_MAX)
        buf_printf(wrong, "a client's renegotiation is not refused: %.*s\n", SL_FMT(out));
}

static void
try_certificates(struct buf *wrong, struct served *s, const struct server_row *row,
                 const char *certs)
{
    struct evidence want;
    struct deployment d;
    struct emitted em;
    struct tls_result r = {0};
    struct err e = {0};
    configuration_make(&want, &case_arena, &scanner.catalog, everything(row, certs));
    struct emit_request rq = {.server = row->server,
                              .configuration = &want,
                              .catalog = &scanner.catalog,
                              .because = because};
    bool ok =
        deploy_make(&d, &rq, &e) && emit_config(&em, &case_arena, &rq, &e) &&
        deploy_start(&d, &case_arena, &rq, &em, &e) &&
        scan(&r, &case_arena, &scanner, "127.0.0.1", d.server.port, "localhost", &options, &e);
    if (ok && r.failed.code == ERR_NONE) {
        ran++;
        const struct asset *as = scan_endpoint(&r);
        add(&s->suites, as, "suites");
        add(&s->groups, as, "groups");
        add(&s->schemes, as, "signature_schemes");
        rules_kept(wrong, row->server, &r.evidence);
        no_renegotiation(wrong, &d);
    }
    deploy_stop(&d);
    if (ok && r.failed.code != ERR_NONE)
        buf_printf(wrong, "%s\n", r.failed.msg);
    if (!ok && e.code == ERR_UNSUPPORTED) {
        print_message("skipped: %s\n", e.msg);
        skip();
    }
    if (!ok)
        buf_printf(wrong, "%s\n", e.msg);
}

static void
profile_is_true(void **state)
{
    const struct server_row *row = *state;
    struct served s = {0};
    struct buf wrong;
    buf_init(&wrong, &case_arena, 1 << 20);
    for (size_t i = 0; row->certs[i]; i++)
        try_certificates(&wrong, &s, row, row->certs[i]);
    all_served(&wrong, s.suites, "suites");
    all_served(&wrong, s.groups, "groups");
    all_served(&wrong, s.schemes, "schemes");
    if (wrong.n > 0)
        fail_msg("%.*s", SL_FMT(buf_slice(&wrong)));
}

/* --- names ------------------------------------------------------------------------------------ */

/* "0xC0,0x2B - ECDHE-ECDSA-AES128-GCM-SHA256 …" of `openssl ciphers -V`: the name by code. */
static struct slice
openssl_name(struct slice list, uint32_t code)
{
    struct slice wanted =
        arena_printf(&case_arena, "0x%02X,0x%02X - ", code >> 8 & 0xff, code & 0xff);
    for (struct slice line; slice_cut(&list, '\n', &line);) {
        struct slice name;
        line = slice_trim(line);
        if (!slice_has_prefix(line, wanted))
            continue;
        line = slice_trim(slice_sub(line, wanted.n, line.n));
        slice_cut(&line, ' ', &name);
        return name;
    }
    return (struct slice){0};
}

static void
suites_have_openssl_names(void **state)
{
    (void)state;
    static const char new_suites[] =
        "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:"
        "TLS_AES_128_CCM_SHA256:TLS_AES_128_CCM_8_SHA256";
    static const char old_suites[] = "ALL:COMPLEMENTOFALL:@SECLEVEL=0";
    const char *const argv[] = {"openssl",       "ciphers",  "-V",       "-s",
                                "-ciphersuites", new_suites, old_suites, NULL};
    const struct element_set *s = standard_set(library, SL("suites"));
    const struct element_set *new = standard_set(library, SL("tls13_suites"));
    struct slice list = {0};
    struct err e = {0};
    if (!command_output(&list, &case_arena, &(struct command){.argv = argv}, 20000, &e))
        fail_msg("%s", e.msg);
    for (size_t i = 0; i < s->registry->n; i++) {
        const struct element *el = &s->registry->elements[i];
        if (!bits_has(s->bits, i))
            continue;
        struct slice theirs = openssl_name(list, el->code), ours = el->name;
        if (!bits_has(new->bits, i))
            ours = emit_cipher_name(&case_arena, s->registry, el);
        if (!slice_eq(ours, theirs))
            fail_msg("%.*s: OpenSSL says %.*s, we %.*s", SL_FMT(el->name), SL_FMT(theirs),
                     SL_FMT(ours));
    }
}

int
main(void)
{
    struct err e = {0};
    if (!scanner_open(&scanner, &e)) {
        fprintf(stderr, "%s\n", e.msg);
        return 1;
    }
    library = catalog_server(&scanner.catalog, SL("openssl-3.0"));
    struct judge *none;
    if (!library || !judge_compile(&none, &scanner.arena, &scanner.catalog, NULL, 0, &e) ||
        !date_parse(SL("2026-11-23"), &because.on)) {
        fprintf(stderr, "no profile openssl-3.0: %s\n", e.msg);
        return 1;
    }
    because.judge = none;
    CASES_TEST(suites_have_openssl_names);
    for (size_t i = 0; i < COUNT_OF(servers); i++)
        cases_add(emit_names[servers[i].server], profile_is_true, &servers[i]);
    int rc = cases_run("what servers can do");
    scanner_close(&scanner);
    return rc == 0 && ran == 0 ? 77 : rc;
}
