/* SPDX-License-Identifier: Apache-2.0 */
#include "collect/tls_job.h"

#include "collect/cert.h"
#include "collect/tls_facts.h"
#include "collect/tls_transcript.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>

#define MS INT64_C(1000000)
#define FAILURES_MAX 24 /* without a single answer: then the target is given up */

void
tls_job_init(struct tls_job *j, const struct tls_space *space, const struct env *env,
             const struct tls_options *o, const struct tls_target *target,
             struct tls_result *result)
{
    *j = (struct tls_job){.target = target, .result = result, .space = space, .env = env, .o = o};
    result->target = *target;
}

void
tls_job_start(struct tls_job *j, int64_t now, int64_t wall)
{
    j->started = true;
    j->begin = now;
    j->wall = wall;
    j->deadline = now + (int64_t)j->o->target_ms * MS;
    tls_shares_init(&j->shares, &j->arena, j->env);
    tls_pace_init(&j->pace, j->o->per_target);
    tls_plan_init(&j->plan, &j->arena, j->space, j->target->sni);
}

void
tls_job_done(struct tls_job *j)
{
    tls_shares_done(&j->shares);
    arena_free(&j->arena);
}

int64_t
tls_job_connect_ns(const struct tls_job *j)
{
    int64_t step = (int64_t)j->o->step_ms * MS;
    bool others = !j->connected && j->address + 1 < j->addresses.n;
    return others && step > 1000 * MS ? 1000 * MS : step;
}

/* Gives the rest up. */
static bool
stop(struct tls_job *j, struct slice why)
{
    j->stop = true;
    j->stopped = why;
    return false;
}

bool
tls_job_next(struct tls_job *j, int64_t now, struct tls_try *out, int64_t *next)
{
    *next = INT64_MAX;
    if (j->stop || j->over)
        return false;
    if (now >= j->deadline)
        return stop(j, arena_printf(&j->arena, "not asked: the %u ms for this target were over",
                                    j->o->target_ms));
    *next = j->deadline;
    bool used = j->result->connections >= TLS_JOB_CONNECTIONS_MAX;
    if (used && j->in_flight == 0)
        return stop(j, arena_printf(&j->arena,
                                    "not asked: the %d connections to this target were used",
                                    TLS_JOB_CONNECTIONS_MAX));
    if (used)
        return false;
    if (j->in_flight >= j->pace.limit)
        return false;
    int64_t due;
    bool have = tls_pace_due(&j->pace, now, false, out, &due);
    const struct tls_ask *ask = have ? NULL : tls_plan_next(&j->plan);
    if (ask) {
        *out = tls_pace_fresh(&j->pace, ask);
        have = true;
    } else if (!have && j->in_flight == 0) {
        have = tls_pace_due(&j->pace, now, true, out, &due);
    }
    *next = due < *next ? due : *next;
    if (!have)
        return false;
    j->in_flight++;
    j->result->connections++;
    return true;
}

/* The first octets of a server that does not speak TLS, for people. */
static struct slice
printed(struct arena *a, struct slice octets)
{
    struct buf b;
    buf_init(&b, a, 256);
    for (size_t i = 0; i < octets.n && i < 40; i++) {
        if (octets.p[i] == '\r' || octets.p[i] == '\n')
            break;
        if (isprint(octets.p[i]))
            buf_u8(&b, octets.p[i]);
        else
            buf_printf(&b, "\\x%02x", octets.p[i]);
    }
    return buf_slice(&b);
}

static bool
is_text(struct slice octets)
{
    size_t letters = 0;
    for (size_t i = 0; i < octets.n && i < 16; i++)
        letters += isprint(octets.p[i]) ? 1 : 0;
    return letters >= 4 && letters == (octets.n < 16 ? octets.n : 16);
}

static struct slice
target_name(const struct tls_job *j, struct arena *a)
{
    const struct tls_target *t = j->target;
    bool v6 = t->host.n > 0 && memchr(t->host.p, ':', t->host.n);
    return arena_printf(a, v6 ? "[%.*s]:%u" : "%.*s:%u", SL_FMT(t->host), t->port);
}

/* The address cannot be reached: on to the next one. True where the try goes on. */
static bool
next_address(struct tls_job *j, const struct tls_try *tried, const struct tls_answer *answer)
{
    if (j->connected || answer->outcome != TLS_UNREACHABLE)
        return false;
    struct slice where = tls_job_where(j, &j->arena);
    errno = answer->error;
    err_sys(&j->failed, "cannot connect");
    if (!slice_eq(where, target_name(j, &j->arena)))
        err_in(&j->failed, "%.*s", SL_FMT(where));
    if (j->address + 1 < j->addresses.n) {
        j->address++;
        struct tls_try again = *tried;
        vec_push(&j->arena, &j->pace.waiting, again);
        return true;
    }
    if (j->addresses.n > 1)
        err_in(&j->failed, "none of %zu addresses answers, the last one was", j->addresses.n);
    j->stop = true;
    return true;
}

/* How much an outcome says of a target that never answers properly. */
static unsigned
telling(enum tls_outcome outcome)
{
    switch (outcome) {
    case TLS_FOREIGN:
        return 4;
    case TLS_MALFORMED:
    case TLS_ALERTED:
        return 3;
    case TLS_CLOSED:
    case TLS_RESET:
        return 2;
    case TLS_SILENT:
        return 1;
    case TLS_ANSWERED:
    case TLS_UNREACHABLE:
        break;
    }
    return 0;
}

static const char *
wants_name(const struct tls_job *j)
{
    return j->plan.sni.n == 0 ? "; it may want a server name" : "";
}

/* Remembers what a target that never answers did instead: the most telling of it. */
static void
note_failure(struct tls_job *j, const struct tls_answer *answer)
{
    if (answer->outcome == TLS_MALFORMED)
        j->malformed = arena_dup(&j->arena, answer->note);
    if (j->pace.answered > 0)
        return;
    struct slice beginning = printed(&j->arena, answer->beginning);
    enum tls_outcome outcome = telling(answer->outcome) >= j->told ? answer->outcome : TLS_ANSWERED;
    j->told = telling(outcome) ? telling(outcome) : j->told;
    switch (outcome) {
    case TLS_ANSWERED:
    case TLS_UNREACHABLE:
        break;
    case TLS_ALERTED:
        err_set(&j->failed, ERR_INPUT, "answers our hellos with alert %.*s%s",
                SL_FMT(tls_answer_alert(&j->arena, answer)), wants_name(j));
        break;
    case TLS_CLOSED:
        err_set(&j->failed, ERR_INPUT, "closes the connection without answering a ClientHello");
        break;
    case TLS_RESET:
        err_set(&j->failed, ERR_INPUT, "resets the connection without answering a ClientHello");
        break;
    case TLS_SILENT:
        err_set(&j->failed, ERR_INPUT, "does not answer a ClientHello within %u ms", j->o->step_ms);
        break;
    case TLS_FOREIGN:
        err_set(&j->failed, ERR_INPUT, "does not speak TLS: it answers \"%.*s\"",
                SL_FMT(beginning));
        break;
    case TLS_MALFORMED:
        err_set(&j->failed, ERR_INPUT, "answers a ClientHello with malformed TLS: %.*s",
                SL_FMT(answer->note));
        break;
    }
    bool text = answer->outcome == TLS_FOREIGN && is_text(answer->beginning);
    bool mute = answer->outcome == TLS_SILENT && j->pace.failures > j->pace.max;
    if (text || mute || j->pace.failures >= FAILURES_MAX)
        j->stop = true;
}

void
tls_job_take(struct tls_job *j, const struct tls_try *tried, const struct tls_answer *answer,
             int64_t now)
{
    j->in_flight--;
    if (j->stop || next_address(j, tried, answer))
        return;
    j->connected = true;
    struct slice why = {0};
    switch (tls_pace_judge(&j->pace, &j->arena, tried, answer, now, &why)) {
    case TLS_VERDICT_TAKE:
        tls_plan_take(&j->plan, tried->ask, answer);
        break;
    case TLS_VERDICT_AGAIN:
        note_failure(j, answer);
        break;
    case TLS_VERDICT_FAIL:
        note_failure(j, answer);
        tls_plan_fail(&j->plan, tried->ask, why);
        break;
    }
}

bool
tls_job_ended(const struct tls_job *j)
{
    if (j->in_flight > 0)
        return false;
    return j->stop || (j->pace.waiting.n == 0 && tls_plan_done(&j->plan));
}

struct slice
tls_job_where(const struct tls_job *j, struct arena *a)
{
    char text[INET6_ADDRSTRLEN] = "?";
    if (j->addresses.n == 0)
        return arena_printf(a, "%.*s:%u", SL_FMT(j->target->host), j->target->port);
    const struct sockaddr_storage *at = &j->addresses.v[j->address];
    if (at->ss_family == AF_INET6) {
        const struct sockaddr_in6 *v6 = (const struct sockaddr_in6 *)at;
        inet_ntop(AF_INET6, &v6->sin6_addr, text, sizeof text);
        return arena_printf(a, "[%s]:%u", text, j->target->port);
    }
    const struct sockaddr_in *v4 = (const struct sockaddr_in *)at;
    inet_ntop(AF_INET, &v4->sin_addr, text, sizeof text);
    return arena_printf(a, "%s:%u", text, j->target->port);
}

/* --- the result --- */

static bool
nothing_accepted(const struct tls_plan *p)
{
    for (size_t v = 0; v < TLS_VS; v++)
        if (p->seen.version[v])
            return false;
    return true;
}

/* One asset for each different certificate, in the order of the chains. */
static void
add_certificates(struct tls_job *j, struct arena *a, struct evidence *e)
{
    const struct tls_seen *s = &j->plan.seen;
    struct slice ders[TLS_CHAINS_MAX * TLS_CHAIN_MAX];
    size_t n = 0;
    for (size_t i = 0; i < s->nchains; i++) {
        const struct tls_seen_chain *c = &s->chains[i];
        for (size_t k = 0; k < c->chain.n; k++) {
            size_t at = 0;
            while (at < n && !slice_eq(ders[at], c->chain.v[k]))
                at++;
            if (at < n)
                continue;
            ders[n++] = c->chain.v[k];
            /* TLCP sends two end certificates: signing, then encryption. */
            bool leaf = k == 0 || (k == 1 && c->v == TLS_V_TLCP);
            cert_asset(&e->assets[e->n++], a, j->space->cert, c->chain.v[k],
                       leaf ? CERT_LEAF : CERT_BEHIND);
        }
    }
    /* What is judged of certificates must not look like all of them. */
    if (n > 0 && tls_seen_lacks_certificates(s))
        cert_asset_unseen(&e->assets[e->n++], a, j->space->cert);
}

static void
copy_reasons(struct arena *a, struct asset *as)
{
    for (size_t i = 0; i < as->kind->n; i++)
        as->facts[i].reason = arena_dup(a, as->facts[i].reason);
}

static struct slice
origin_note(const struct tls_job *j, struct arena *a)
{
    struct buf b;
    buf_init(&b, a, 1024);
    if (j->plan.sni_refused)
        buf_printf(&b, "refuses the server name %.*s: the facts are those of its default host; ",
                   SL_FMT(j->target->sni));
    if (j->plan.seen.more_chains)
        buf_str(&b, "more certificate chains than are kept; ");
    if (j->plan.seen.trouble.n > 0)
        buf_printf(&b, "%.*s; ", SL_FMT(j->plan.seen.trouble));
    if (j->transcript)
        buf_add(&b, tls_transcript_note(j->transcript, a));
    struct slice note = buf_slice(&b);
    if (slice_has_suffix(note, SL("; ")))
        note.n -= 2;
    return note;
}

static void
put_evidence(struct tls_job *j, struct arena *a)
{
    struct evidence *e = &j->result->evidence;
    size_t certs = 0;
    for (size_t i = 0; i < j->plan.seen.nchains; i++)
        certs += j->plan.seen.chains[i].chain.n;
    e->target = target_name(j, a);
    e->assets = NEW_ARRAY(a, struct asset, certs + 2);
    e->origins = NEW(a, struct origin);
    e->norigins = 1;
    e->origins[0] = (struct origin){.method = SL("tls-probe"),
                                    .where = tls_job_where(j, a),
                                    .when = j->wall,
                                    .note = origin_note(j, a)};
    asset_init(&e->assets[0], a, j->space->tls, arena_printf(a, "tls:%.*s", SL_FMT(e->target)),
               e->target);
    e->n = 1;
    tls_facts(&e->assets[0], a, &j->plan, j->stopped);
    copy_reasons(a, &e->assets[0]);
    add_certificates(j, a, e);
}

/* Why there is no evidence at all. */
static void
put_failure(struct tls_job *j, struct arena *a)
{
    struct err *e = &j->result->failed;
    struct slice name = target_name(j, a), alert = j->plan.seen.alert;
    *e = j->failed;
    if (j->pace.answered > 0 && j->malformed.n > 0)
        err_set(e, ERR_INPUT, "speaks TLS, but its hellos cannot be used: %.*s",
                SL_FMT(j->malformed));
    else if (j->pace.answered > 0)
        err_set(e, ERR_INPUT, "speaks TLS, but accepts none of our hellos (last alert: %.*s)%s",
                SL_FMT(alert), wants_name(j));
    else if (e->code == ERR_NONE)
        err_set(e, ERR_INPUT, "no answer within %u ms", j->o->target_ms);
    err_in(e, "%.*s", SL_FMT(name));
}

void
tls_job_finish(struct tls_job *j, struct arena *a, int64_t now)
{
    j->over = true;
    j->result->ms = j->started ? (now - j->begin) / MS : 0;
    if (!j->started || nothing_accepted(&j->plan))
        put_failure(j, a);
    else
        put_evidence(j, a);
}
