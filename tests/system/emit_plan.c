/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From regimes to a server that passes: for every subset of the regimes that one
 * configuration of the program can serve, the plan is emitted, deployed and
 * scanned, and the judge passes every shall rule of every regime in the subset.
 *
 * Facts that no scan sees are stated as an operator would: that the module is
 * validated (a duty of the plan), that clients cannot renegotiate (which
 * tests/system/abilities.c shows), and how long the tickets of TLS 1.2 live.
 *
 * Subsets that come to the same directives share one deployment.
 *
 * With "from", a weak server is deployed and scanned first, and what is planned is
 * the smallest change of it: for each regime alone, and for the fewest variants.
 */
#include "base/cleanup.h"
#include "judge/judge.h"
#include "solve/plan.h"
#include "support/cases.h"
#include "support/configuration.h"
#include "support/deploy.h"
#include "support/scan.h"

#include <stdio.h>
#include <stdlib.h>

#define REGIMES_MAX 16
#define DAY "2026-11-23"

static const struct tls_options options = {.step_ms = 20000, .target_ms = 90000};
static struct scanner scanner;
static enum emit_server server;
static bool largest_only, from_weak;
static date_t day;

/* What was deployed: the directives, without comments, and what the scan saw. */
struct seen {
    struct slice directives;
    struct evidence evidence;
};
static struct seen seen[64];
static size_t nseen;
static size_t deployments;

struct subset {
    const struct regime *v[REGIMES_MAX];
    size_t n;
    const char *name;
    struct evidence configuration;
    size_t changes; /* of a weak server */
};

/* --- which subsets one configuration can serve ------------------------------------------------ */

static bool
plan_one(struct subset *s, struct err *e)
{
    struct plan plan;
    const struct plan_options o = {
        .common = {.catalog = &scanner.catalog,
                   .regimes = s->v,
                   .n = s->n,
                   .on = day,
                   .server = catalog_server(&scanner.catalog, emit_profile(server))},
        .max_variants = 1};
    if (!plan_make(&plan, &scanner.arena, &o, e))
        return false;
    if (plan.n == 1 && plan.variants[0].nregimes == s->n)
        s->configuration = plan.variants[0].configuration;
    return true;
}

static struct slice
names(const struct subset *s)
{
    struct buf b;
    buf_init(&b, &scanner.arena, 4096);
    for (size_t i = 0; i < s->n; i++)
        buf_printf(&b, "%s%.*s", i ? " + " : "", SL_FMT(s->v[i]->id));
    return buf_slice(&b);
}

/* --- deployed --------------------------------------------------------------------------------- */

static struct slice
directives(struct slice text)
{
    struct buf b;
    buf_init(&b, &scanner.arena, EMIT_SIZE_MAX);
    for (struct slice line; slice_cut(&text, '\n', &line);)
        if (slice_trim(line).n && slice_trim(line).p[0] != '#')
            buf_printf(&b, "%.*s\n", SL_FMT(line));
    return buf_slice(&b);
}

/* The scan of a server that runs this configuration. */
static const struct evidence *
deployed(const struct subset *s, struct buf *wrong)
{
    struct deployment d;
    struct emitted em, here;
    struct err e = {0};
    struct judge *judge;
    if (!judge_compile(&judge, &case_arena, &scanner.catalog, s->v, s->n, &e))
        fail_msg("%s", e.msg);
    struct emit_request rq = {.server = server,
                              .configuration = &s->configuration,
                              .catalog = &scanner.catalog,
                              .because = {.judge = judge, .on = day}};
    if (!emit_config(&em, &case_arena, &rq, &e))
        fail_msg("%s", e.msg);
    for (size_t i = 0; i < em.ngaps; i++)
        buf_printf(wrong, "a gap: %.*s: %.*s\n", SL_FMT(em.gaps[i].wanted), SL_FMT(em.gaps[i].why));
    struct buf all;
    buf_init(&all, &scanner.arena, EMIT_SIZE_MAX);
    for (size_t i = 0; i < em.nfiles; i++)
        buf_add(&all, directives(em.files[i].text));
    for (size_t i = 0; i < nseen; i++)
        if (slice_eq(seen[i].directives, buf_slice(&all)))
            return &seen[i].evidence;
    struct tls_result r = {0};
    bool ok =
        deploy_make(&d, &rq, &e) && emit_config(&here, &case_arena, &rq, &e) &&
        deploy_start(&d, &case_arena, &rq, &here, &e) &&
        scan(&r, &scanner.arena, &scanner, "127.0.0.1", d.server.port, "localhost", &options, &e);
    if (!ok || r.failed.code != ERR_NONE)
        buf_printf(wrong, "%s\n%.*s\n", ok ? r.failed.msg : e.msg, SL_FMT(buf_slice(&all)));
    deploy_stop(&d);
    if (e.code == ERR_UNSUPPORTED) {
        print_message("skipped: %s\n", e.msg);
        skip();
    }
    if (!ok || r.failed.code != ERR_NONE || nseen == COUNT_OF(seen))
        return NULL;
    deployments++;
    seen[nseen] = (struct seen){buf_slice(&all), r.evidence};
    return &seen[nseen++].evidence;
}

/* --- judged ----------------------------------------------------------------------------------- */

static void
state_fact(struct fact *to, const struct fact *from)
{
    assert_true(to && from);
    if (to && from && !to->known)
        *to = *from;
}

/* The scan with what the operator states. */
static struct evidence
stated(const struct evidence *scanned, const struct evidence *configuration)
{
    static const char *const paths[] = {"validated_module", "client_renegotiation",
                                        "ticket_lifetime"};
    struct evidence out = *scanned;
    out.assets = NEW_ARRAY(&case_arena, struct asset, scanned->n);
    memcpy(out.assets, scanned->assets, scanned->n * sizeof *out.assets);
    for (size_t i = 0; i < out.n; i++) {
        struct asset *as = &out.assets[i];
        if (!slice_eq_str(as->kind->name, "tls"))
            continue;
        struct fact *facts = NEW_ARRAY(&case_arena, struct fact, as->kind->n);
        memcpy(facts, as->facts, as->kind->n * sizeof *facts);
        as->facts = facts;
        for (size_t k = 0; k < COUNT_OF(paths); k++)
            state_fact(asset_fact(as, slice_str(paths[k])),
                       asset_fact(&configuration->assets[0], slice_str(paths[k])));
    }
    return out;
}

static void
every_shall_passes(struct buf *wrong, const struct subset *s, const struct evidence *scanned)
{
    struct judge *judge;
    struct judgement said;
    struct err e = {0};
    struct evidence ev = stated(scanned, &s->configuration);
    if (!judge_compile(&judge, &case_arena, &scanner.catalog, s->v, s->n, &e) ||
        !judge_run(&said, &case_arena, judge, &ev, 1, day, &e)) {
        buf_printf(wrong, "%s\n", e.msg);
        return;
    }
    for (size_t i = 0; i < said.targets[0].n; i++) {
        const struct regime_result *r = &said.targets[0].regimes[i];
        if (r->verdict != VERDICT_PASS)
            buf_printf(wrong, "%.*s: %s\n", SL_FMT(r->regime->id), verdict_name(r->verdict));
        for (size_t k = 0; k < r->n; k++)
            if (r->findings[k].requirement->keyword == KEYWORD_SHALL &&
                (r->findings[k].verdict == VERDICT_FAIL ||
                 r->findings[k].verdict == VERDICT_UNKNOWN))
                buf_printf(wrong, "  %.*s %s: %.*s\n", SL_FMT(r->findings[k].requirement->id),
                           verdict_name(r->findings[k].verdict), SL_FMT(r->findings[k].reason));
    }
}

static void
subset_row(void **state)
{
    const struct subset *s = *state;
    struct buf wrong;
    buf_init(&wrong, &case_arena, 1 << 20);
    const struct evidence *scanned = deployed(s, &wrong);
    if (scanned) {
        same_where_seen(&wrong, &s->configuration, scanned);
        every_shall_passes(&wrong, s, scanned);
    }
    if (from_weak && s->changes == 0)
        buf_str(&wrong, "nothing is to be changed\n");
    if (wrong.n > 0) {
        print_error("%.*s", SL_FMT(buf_slice(&wrong)));
        fail_msg("not as planned: see above");
    }
}

/* --- all subsets ------------------------------------------------------------------------------ */

static size_t
regimes_of(const struct regime **out)
{
    size_t n = 0;
    for (size_t i = 0; i < scanner.catalog.nregimes && n < REGIMES_MAX; i++)
        if (scanner.catalog.regimes[i].variant_of.n == 0)
            out[n++] = &scanner.catalog.regimes[i];
    return n;
}

/* The subsets of a set, as rows; each once. Of those within another one, only where wanted. */
static bool
add_subsets(size_t *found, uint64_t *had, const struct regime *const *all, uint32_t largest,
            struct err *e)
{
    for (uint32_t mask = largest; mask > 0; mask = (mask - 1) & largest) {
        if (bits_has(had, mask) || (largest_only && mask != largest))
            continue;
        bits_set(had, mask);
        struct subset *s = NEW(&scanner.arena, struct subset);
        for (size_t i = 0; i < REGIMES_MAX; i++)
            if (mask >> i & 1)
                s->v[s->n++] = all[i];
        if (!plan_one(s, e))
            return false;
        if (s->configuration.n == 0)
            return err_set(e, ERR_INPUT, "%.*s: no plan, although more can be served together",
                           SL_FMT(names(s)));
        ++*found;
        s->name = arena_str(&scanner.arena, names(s));
        cases_add(s->name, subset_row, s);
    }
    return true;
}

/* Every set of regimes that one configuration of the program can serve. */
static bool
find_subsets(size_t *found, struct err *e)
{
    const struct regime *all[REGIMES_MAX];
    struct conflicts c;
    size_t n = regimes_of(all);
    const struct conflicts_options o = {.catalog = &scanner.catalog,
                                        .regimes = all,
                                        .n = n,
                                        .on = day,
                                        .server =
                                            catalog_server(&scanner.catalog, emit_profile(server))};
    uint64_t *had = bits_new(&scanner.arena, (size_t)1 << n);
    if (!conflicts_find(&c, &scanner.arena, &o, e))
        return false;
    for (size_t i = 0; i < c.nlargest; i++) {
        uint32_t mask = 0;
        for (size_t k = 0; k < c.largest[i].n; k++)
            mask |= (uint32_t)1 << c.largest[i].regimes[k];
        if (!add_subsets(found, had, all, mask, e))
            return false;
    }
    return true;
}

/* --- from a weak server ----------------------------------------------------------------------- */

/* TLS 1.0 to 1.2 with key transport, SHA-1 and curves of all sizes; a small RSA key; no stapling.
 */
static const char weak[] =
    "versions: TLS 1.0, TLS 1.1, TLS 1.2\ntls13_suites: none\ntls13_groups: none\n"
    "tls13_signature_schemes: none\n"
    "cert: key.algorithm=RSA key.bits=1024 key.curve= signature.algorithm=RSA-PKCS1\n"
    "tls10_suites: TLS_RSA_WITH_AES_128_CBC_SHA, TLS_DHE_RSA_WITH_AES_256_CBC_SHA\n"
    "tls11_suites: TLS_RSA_WITH_AES_128_CBC_SHA, TLS_DHE_RSA_WITH_AES_256_CBC_SHA\n"
    "tls12_suites: TLS_RSA_WITH_AES_128_CBC_SHA, TLS_DHE_RSA_WITH_AES_256_CBC_SHA, "
    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, TLS_ECDHE_RSA_WITH_CAMELLIA_128_CBC_SHA256\n"
    "tls12_groups: x25519, secp256r1, secp192r1, ffdhe2048\ndh_bits: 2048\n"
    "tls12_signature_schemes: rsa_pkcs1_sha1, rsa_pkcs1_sha256\nauthentication: RSA\n"
    "encrypt_then_mac: false\nextended_master_secret: false\nserver_preference: false\n"
    "ticket_lifetime: 604800\n";

/* What the scan says of it. ERR_UNSUPPORTED where the program is not installed. */
static bool
deploy_weak(struct evidence *out, struct err *e)
{
    struct evidence *ev = NEW(&scanner.arena, struct evidence);
    struct deployment d;
    struct emitted em;
    struct tls_result r = {0};
    struct judge *none;
    configuration_make(ev, &scanner.arena, &scanner.catalog, weak);
    if (!judge_compile(&none, &scanner.arena, &scanner.catalog, NULL, 0, e))
        return false;
    struct emit_request rq = {.server = server,
                              .configuration = ev,
                              .catalog = &scanner.catalog,
                              .because = {.judge = none, .on = day}};
    bool ok =
        deploy_make(&d, &rq, e) && emit_config(&em, &scanner.arena, &rq, e) &&
        deploy_start(&d, &scanner.arena, &rq, &em, e) &&
        scan(&r, &scanner.arena, &scanner, "127.0.0.1", d.server.port, "localhost", &options, e);
    deploy_stop(&d);
    *out = r.evidence;
    return ok && (r.failed.code == ERR_NONE || err_set(e, ERR_SYSTEM, "%s", r.failed.msg));
}

static void
add_variant(size_t *found, const struct plan *plan, const struct variant *v, const char *what)
{
    struct subset *s = NEW(&scanner.arena, struct subset);
    for (size_t i = 0; i < v->nregimes && i < REGIMES_MAX; i++)
        s->v[s->n++] = plan->regimes[v->regimes[i]];
    s->configuration = v->configuration;
    s->changes = v->nchanges;
    s->name =
        arena_str(&scanner.arena, arena_printf(&scanner.arena, "%s: %.*s", what, SL_FMT(names(s))));
    ++*found;
    cases_add(s->name, subset_row, s);
}

static bool
find_changes(size_t *found, struct err *e)
{
    const struct regime **all = NEW_ARRAY(&scanner.arena, const struct regime *, REGIMES_MAX);
    struct evidence *today = NEW(&scanner.arena, struct evidence);
    struct plan *plan = NEW(&scanner.arena, struct plan);
    const struct plan_options o = {
        .common = {.catalog = &scanner.catalog,
                   .regimes = all,
                   .n = regimes_of(all),
                   .on = day,
                   .from = today,
                   .server = catalog_server(&scanner.catalog, emit_profile(server))}};
    if (!deploy_weak(today, e) || !plan_make(plan, &scanner.arena, &o, e))
        return false;
    for (size_t i = 0; i < plan->neach; i++)
        if (plan->each[i].nregimes > 0)
            add_variant(found, plan, &plan->each[i], "alone");
    for (size_t i = 0; i < plan->n; i++)
        add_variant(found, plan, &plan->variants[i], "together");
    return true;
}

/* SERVER [largest | from]: of each servable subset; of those that no larger one holds; a change. */
int
main(int argc, char **argv)
{
    struct err e = {0};
    size_t found = 0;
    for (enum emit_server s = EMIT_NGINX; argc > 1 && s <= EMIT_OPENSSL; s++)
        if (strcmp(argv[1], emit_names[s]) == 0)
            server = s;
    from_weak = argc > 2 && strcmp(argv[2], "from") == 0;
    largest_only = argc > 2 && !from_weak;
    bool ok = scanner_open(&scanner, &e) && date_parse(SL(DAY), &day) &&
              (from_weak ? find_changes(&found, &e) : find_subsets(&found, &e));
    if (!ok) {
        fprintf(stderr, "%s\n", e.msg);
        return e.code == ERR_UNSUPPORTED ? 77 : 1;
    }
    int rc = cases_run("plans, deployed");
    printf("# %zu subsets, %zu deployments\n", found, deployments);
    scanner_close(&scanner);
    if (found == 0)
        return fprintf(stderr, "no subset can be served\n"), 1;
    return rc == 0 && deployments == 0 ? 77 : rc;
}
