/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One target's job without sockets: it ends, whatever the server does, and
 * what it did not get to ask is unknown.
 */
#include "collect/tls_job.h"
#include "support/cases.h"
#include "support/words.h"

static struct catalog words;
static struct tls_space space;
static struct arena forever;

enum manner {
    AGREES,      /* to the first of everything, suite by suite, in every version */
    AGREES_LATE, /* and only when it is asked again */
    CLOSES,      /* on every other hello */
    WAVERS,      /* internal_error, then a reset */
};

struct row {
    const char *name;
    enum manner manner;
    bool stopped; /* by the ceiling on connections */
};

static const struct row rows[] = {
    {"agrees to everything", AGREES, false},
    {"agrees to everything at the second time", AGREES_LATE, true},
    {"closes every other time", CLOSES, false},
    {"wavers", WAVERS, false},
};

static struct tls_answer
answer_of(const struct row *r, const struct tls_try *t, size_t number)
{
    const struct tls_ask *ask = t->ask;
    struct tls_answer a = {.outcome = TLS_ANSWERED, .version = ask->version};
    if (r->manner == CLOSES && number % 2)
        return (struct tls_answer){.outcome = TLS_CLOSED};
    if (r->manner == AGREES_LATE && t->attempt == 1 && number > 1)
        return (struct tls_answer){.outcome = TLS_CLOSED};
    if (r->manner == WAVERS)
        return number % 2 ? (struct tls_answer){.outcome = TLS_RESET}
                          : (struct tls_answer){.outcome = TLS_ALERTED, .alert = 80};
    a.suite = ask->suites.n ? ask->suites.v[0] : 0;
    a.group = ask->groups.n ? ask->groups.v[0] : 0;
    a.scheme = ask->schemes.n ? ask->schemes.v[0] : 0;
    a.alpn = ask->nalpn ? ask->alpn[0] : (struct slice){0};
    if (r->manner == CLOSES && ask->version != TLS_12)
        return (struct tls_answer){.outcome = TLS_ALERTED, .alert = 70};
    return a;
}

static void
comes_to_an_end(void **state)
{
    const struct row *r = *state;
    struct tls_options o = {.per_target = 8, .step_ms = 1000, .target_ms = 60000};
    struct tls_target target = {.host = SL("a.example"), .port = 443};
    struct tls_result result = {0};
    struct tls_job *j = NEW(&case_arena, struct tls_job);
    struct env env;
    env_system(&env);
    tls_job_init(j, &space, &env, &o, &target, &result);
    tls_job_start(j, 0, 0);
    int64_t now = 0, next;
    while (!tls_job_ended(j)) {
        struct tls_try t;
        if (!tls_job_next(j, now, &t, &next)) {
            assert_true(j->stop || next > now); /* nobody spins */
            now = next < INT64_MAX ? next : now;
            continue;
        }
        assert_true(result.connections <= TLS_JOB_CONNECTIONS_MAX);
        struct tls_answer answer = answer_of(r, &t, result.connections);
        tls_job_take(j, &t, &answer, now);
    }
    print_message("#   %zu connections\n", result.connections);
    tls_job_finish(j, &case_arena, now);
    assert_int_equal(result.connections == TLS_JOB_CONNECTIONS_MAX, r->stopped);
    if (r->stopped) {
        assert_int_equal(result.failed.code, ERR_NONE);
        const struct fact *f = asset_fact(&result.evidence.assets[0], SL("suites"));
        assert_false(f->known);
        assert_true(slice_find(f->reason, SL("connections")) != SIZE_MAX);
    }
    tls_job_done(j);
}

int
main(void)
{
    struct err e = {0};
    words_load(&words, &forever);
    if (!tls_space_init(&space, &forever, &words, &e))
        return 1;
    CASES_TABLE(rows, comes_to_an_end);
    int rc = cases_run("collect/tls_job");
    arena_free(&forever);
    return rc;
}
