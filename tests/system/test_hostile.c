/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The scanner against hostile servers: bounded time, bounded memory, and no
 * claim that the server did not make. What is not known has a reason.
 */
#include "support/cases.h"
#include "support/peer_hostile.h"
#include "support/peer_presets.h"
#include "support/scan.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#define STEP_MS 250
#define TARGET_MS 2000
#define SLACK_MS 1500 /* a busy machine and sanitizers */
#define ARENA_MAX_OCTETS ((size_t)64 << 20)
#define RSS_MAX_KB 65536 /* that one scan may add to the process */

static struct certs certs;
static struct peer_presets presets;
static struct hostile_set set;
static struct scanner scanner;

static const struct tls_options options = {.step_ms = STEP_MS, .target_ms = TARGET_MS};

static bool
allowed(const uint16_t v[4], uint32_t code)
{
    for (size_t i = 0; i < 4; i++)
        if (v[i] == code && code != 0)
            return true;
    return false;
}

/* Elements that are claimed but were never said. */
static void
check_claims(struct buf *wrong, const struct asset *as, const char *path, const uint16_t said[4])
{
    const struct registry *r = kind_field(as->kind, slice_str(path))->registry;
    const struct fact *f = asset_fact(as, slice_str(path));
    for (size_t i = 0; i < r->n; i++)
        if (bits_has(f->truth_bits, i) && !allowed(said, r->elements[i].code))
            buf_printf(wrong, "%s: claims %.*s\n", path, SL_FMT(r->elements[i].name));
    for (size_t i = 0; i < f->extra.n; i++)
        buf_printf(wrong, "%s: claims %.*s\n", path, SL_FMT(f->extra.v[i]));
}

/* What it has, but what is held to be refused. */
static void
check_denials(struct buf *wrong, const struct asset *as, const char *path, const uint16_t said[4])
{
    const struct registry *r = kind_field(as->kind, slice_str(path))->registry;
    const struct fact *f = asset_fact(as, slice_str(path));
    for (size_t i = 0; i < 4 && said[i]; i++) {
        const struct element *el = registry_by_code(r, said[i]);
        size_t at = registry_index(r, el);
        if (bits_has(f->known_bits, at) && !bits_has(f->truth_bits, at))
            buf_printf(wrong, "%s: denies %.*s\n", path, SL_FMT(el->name));
    }
}

/* What holds for every evidence. */
static void
check_form(struct buf *wrong, const struct asset *as)
{
    for (size_t i = 0; i < as->kind->n; i++) {
        const struct field *field = &as->kind->fields[i];
        const struct fact *f = &as->facts[i];
        if (!f->known && f->reason.n == 0)
            buf_printf(wrong, "%.*s: unknown without a reason\n", SL_FMT(field->path));
        for (size_t j = 0; field->type == FIELD_SET && j < field->registry->n; j++)
            if (bits_has(f->truth_bits, j) && !bits_has(f->known_bits, j))
                buf_printf(wrong, "%.*s: %.*s is true but not known\n", SL_FMT(field->path),
                           SL_FMT(field->registry->elements[j].name));
    }
}

static void
check_endpoint(struct buf *wrong, const struct asset *as, const struct hostile_truth *t)
{
    static const char *const suites[] = {"suites",       "ssl3_suites",  "tls10_suites",
                                         "tls11_suites", "tls12_suites", "tls13_suites",
                                         "tlcp_suites"};
    static const char *const groups[] = {"groups", "tls12_groups", "tls13_groups"};
    check_form(wrong, as);
    check_claims(wrong, as, "versions", t->versions);
    for (size_t i = 0; i < COUNT_OF(suites); i++)
        check_claims(wrong, as, suites[i], t->suites);
    for (size_t i = 0; i < COUNT_OF(groups); i++)
        check_claims(wrong, as, groups[i], t->groups);
    if (t->no_denial) {
        check_denials(wrong, as, "versions", t->versions);
        check_denials(wrong, as, "tls12_suites", t->suites);
        check_denials(wrong, as, "tls12_groups", t->groups);
    }
    for (size_t i = 0; t->all && i < 4 && t->suites[i]; i++) {
        const struct fact *f = asset_fact(as, SL("suites"));
        const struct registry *r = kind_field(as->kind, SL("suites"))->registry;
        const struct element *el = registry_by_code(r, t->suites[i]);
        if (!bits_has(f->truth_bits, registry_index(r, el)))
            buf_printf(wrong, "%.*s is %s: %.*s\n", SL_FMT(el->name),
                       bits_has(f->known_bits, registry_index(r, el)) ? "denied" : "not settled",
                       SL_FMT(f->reason));
        else if (!f->known)
            buf_printf(wrong, "suites beside %.*s are not settled: %.*s\n", SL_FMT(el->name),
                       SL_FMT(f->reason));
    }
    if (t->must_speak && scan_set(&case_arena, as, "versions").n == 0)
        buf_printf(wrong, "no version was learnt\n");
    if (t->must_speak && scan_set(&case_arena, as, "suites").n == 0)
        buf_printf(wrong, "no suite was learnt\n");
}

static void
check(struct buf *wrong, const struct tls_result *r, const struct hostile_truth *t)
{
    if (r->failed.code != ERR_NONE) {
        if (!r->failed.msg[0])
            buf_printf(wrong, "failed without a word\n");
        if (t->must_speak)
            buf_printf(wrong, "failed: %s\n", r->failed.msg);
        return;
    }
    if (t->must_fail)
        buf_printf(wrong, "speaks no TLS, and did not fail\n");
    const struct asset *as = scan_endpoint(r);
    if (!as)
        buf_printf(wrong, "neither evidence nor an error\n");
    else
        check_endpoint(wrong, as, t);
    for (size_t i = 0; i < r->evidence.n; i++)
        check_form(wrong, &r->evidence.assets[i]);
}

static long
resident_kb(void)
{
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    return u.ru_maxrss;
}

static void
hostile_row(void **state)
{
    const struct hostile *h = *state;
    struct peer p;
    struct err e = {0};
    struct tls_result r = {0};
    struct arena memory = {.max = ARENA_MAX_OCTETS};
    struct buf wrong;
    buf_init(&wrong, &case_arena, 1 << 20);
    if (!peer_start(&p, &h->b, &e))
        fail_msg("%s", e.msg);
    long before = resident_kb();
    bool ok = scan(&r, &memory, &scanner, "127.0.0.1", p.port, NULL, &options, &e);
    long grown = resident_kb() - before;
    uint32_t most = atomic_load(&p.stats->open_most), bad = atomic_load(&p.stats->bad);
    char complaint[PEER_COMPLAINT_MAX];
    snprintf(complaint, sizeof complaint, "%s", p.stats->complaint);
    peer_stop(&p);
    print_message("#   %zu connections, %" PRId64 " ms, %zu octets in, %ld KB: %s\n", r.connections,
                  r.ms, (size_t)r.octets_in, grown, ok ? r.failed.msg : e.msg);
    if (!ok)
        buf_printf(&wrong, "tls_collect failed for one bad target: %s\n", e.msg);
    else
        check(&wrong, &r, &h->truth);
    if (r.ms > TARGET_MS + SLACK_MS)
        buf_printf(&wrong, "took %" PRId64 " ms\n", r.ms);
    if (grown > RSS_MAX_KB)
        buf_printf(&wrong, "memory grew by %ld KB\n", grown);
    if (bad)
        buf_printf(&wrong, "the peer complains: %s\n", complaint);
    if (most > 8)
        buf_printf(&wrong, "%u connections at once\n", most);
    arena_free(&memory);
    if (wrong.n > 0) {
        print_error("%.*s", SL_FMT(buf_slice(&wrong)));
        fail_msg("see above");
    }
}

/* ---- all of them in one call, with honest servers among them ---- */

static void
all_together(void **state)
{
    (void)state;
    static const char *const honest[] = {"tls12", "tls13", "tlcp"};
    size_t n = set.n + COUNT_OF(honest);
    struct peer *peers = NEW_ARRAY(&case_arena, struct peer, n);
    struct tls_target *targets = NEW_ARRAY(&case_arena, struct tls_target, n);
    struct tls_result *results = NEW_ARRAY(&case_arena, struct tls_result, n);
    struct err e = {0};
    struct buf wrong;
    buf_init(&wrong, &case_arena, 1 << 20);
    for (size_t i = 0; i < n; i++) {
        const struct peer_behaviour *b =
            i < set.n ? &set.v[i].b : peer_preset(&presets, honest[i - set.n]);
        if (!peer_start(&peers[i], b, &e))
            fail_msg("%s", e.msg);
        targets[i] = (struct tls_target){.host = SL("127.0.0.1"), .port = peers[i].port};
    }
    int64_t from = scanner.env.mono_ns(scanner.env.ctx);
    const struct tls_options many = {.step_ms = 1000, .target_ms = 8000};
    bool ok =
        tls_collect(results, &case_arena, &scanner.env, &scanner.catalog, targets, n, &many, &e);
    int64_t ms = (scanner.env.mono_ns(scanner.env.ctx) - from) / 1000000;
    for (size_t i = 0; i < n; i++)
        peer_stop(&peers[i]);
    if (!ok)
        fail_msg("%s", e.msg);
    print_message("#   %zu targets, %" PRId64 " ms\n", n, ms);
    for (size_t i = 0; i < n; i++) {
        struct buf one;
        buf_init(&one, &case_arena, 1 << 16);
        const struct hostile_truth must = {.must_speak = true};
        if (i < set.n)
            check(&one, &results[i], &set.v[i].truth);
        else if (results[i].failed.code || !scan_endpoint(&results[i]))
            check(&one, &results[i], &must);
        else if (!asset_fact(scan_endpoint(&results[i]), SL("suites"))->known)
            buf_printf(&one, "suites not settled\n");
        if (one.n > 0)
            buf_printf(&wrong, "%s:\n%.*s", i < set.n ? set.v[i].name : honest[i - set.n],
                       SL_FMT(buf_slice(&one)));
    }
    if (ms > 2 * (int64_t)many.target_ms)
        buf_printf(&wrong, "took %" PRId64 " ms\n", ms);
    if (wrong.n > 0) {
        print_error("%.*s", SL_FMT(buf_slice(&wrong)));
        fail_msg("see above");
    }
}

/* A port on which nobody listens, and a name that does not exist. */
static void
nobody_there(void **state)
{
    (void)state;
    struct err e = {0};
    struct tls_result r = {0};
    struct peer p;
    if (!peer_start(&p, peer_preset(&presets, "tls12"), &e))
        fail_msg("%s", e.msg);
    uint16_t port = p.port;
    peer_stop(&p);
    assert_true(scan(&r, &case_arena, &scanner, "127.0.0.1", port, NULL, &options, &e));
    assert_int_not_equal(r.failed.code, ERR_NONE);
    assert_true(scan(&r, &case_arena, &scanner, "no-such-host.invalid", 443, NULL, &options, &e));
    assert_int_not_equal(r.failed.code, ERR_NONE);
}

/* Runs every n-th row, so that the build can split the table over processes. */
int
main(int argc, char **argv)
{
    struct err e = {0};
    size_t part = argc == 3 ? (size_t)(argv[1][0] - '0') : 0;
    size_t parts = argc == 3 ? (size_t)(argv[2][0] - '0') : 1;
    if (!scanner_open(&scanner, &e) || !certs_make(&certs, certs_standard, certs_nstandard, &e)) {
        fprintf(stderr, "%s\n", e.msg);
        scanner_close(&scanner);
        return 1;
    }
    peer_presets_init(&presets, &certs);
    hostile_init(&set, &certs);
    for (size_t i = part; i < set.n; i += parts)
        cases_add(set.v[i].name, hostile_row, &set.v[i]);
    if (part == 0) {
        CASES_TEST(all_together);
        CASES_TEST(nobody_there);
    }
    int rc = cases_run("hostile");
    certs_free(&certs);
    scanner_close(&scanner);
    return rc;
}
