/* SPDX-License-Identifier: Apache-2.0 */
#include "collect/tls_pace.h"

#include <errno.h>

#define MS INT64_C(1000000)

void
tls_pace_init(struct tls_pace *p, unsigned max)
{
    *p = (struct tls_pace){.limit = 1, .max = max};
}

struct tls_try
tls_pace_fresh(struct tls_pace *p, const struct tls_ask *ask)
{
    p->dialled++;
    return (struct tls_try){.ask = ask, .attempt = 1, .number = p->dialled, .first = p->dialled};
}

/* Did the server answer what a held try waits for? */
static bool
lives(const struct tls_pace *p, const struct tls_try *t)
{
    return (t->for_hello ? p->last_accepted : p->last_answered) > t->first;
}

/* A hello that was accepted, once more: its answer tells what the held try's is worth. */
static bool
control_for(struct tls_pace *p, struct tls_try *held, struct tls_try *out)
{
    if (!held->for_hello || held->controlled || p->last_accepted == 0)
        return false;
    held->controlled = true;
    *out = tls_pace_fresh(p, p->control);
    out->control = true;
    return true;
}

bool
tls_pace_due(struct tls_pace *p, int64_t now, bool force, struct tls_try *out, int64_t *next)
{
    *next = INT64_MAX;
    for (size_t i = 0; i < p->waiting.n; i++) {
        struct tls_try *t = &p->waiting.v[i];
        if (t->not_before > now) {
            *next = t->not_before < *next ? t->not_before : *next;
            continue;
        }
        if (t->held && !lives(p, t)) {
            if (!force)
                continue;
            if (control_for(p, t, out))
                return true;
        }
        *out = *t;
        out->number = ++p->dialled;
        if (out->first == 0)
            out->first = out->number;
        memmove(t, t + 1, (p->waiting.n - i - 1) * sizeof *t);
        p->waiting.n--;
        return true;
    }
    return false;
}

static void
answered(struct tls_pace *p, const struct tls_try *t, bool accepted)
{
    /* The first contact goes alone; from its answer on the limit is the user's. */
    p->limit = p->answered == 0 ? p->max : p->limit < p->max ? p->limit + 1 : p->max;
    p->answered++;
    if (t->number > p->last_answered)
        p->last_answered = t->number;
    if (accepted || p->last_accepted == 0)
        p->control = t->ask;
    if (accepted && t->number > p->last_accepted)
        p->last_accepted = t->number;
}

static enum tls_verdict
again(struct tls_pace *p, struct arena *a, const struct tls_try *t, int64_t at)
{
    struct tls_try next = *t;
    next.attempt++;
    next.not_before = at;
    vec_push(a, &p->waiting, next);
    return TLS_VERDICT_AGAIN;
}

/* Before the try is repeated, see whether the server still answers what it answered before. */
static void
add_control(struct tls_pace *p, struct arena *a, int64_t at)
{
    if (!p->control)
        return;
    struct tls_try control = {.ask = p->control, .attempt = 1, .not_before = at, .control = true};
    vec_push(a, &p->waiting, control);
}

/* Closed or reset without a word. A reset is the surer sign of having had enough. */
static enum tls_verdict
judge_closed(struct tls_pace *p, struct arena *a, const struct tls_try *t, bool reset, int64_t now,
             struct slice *why)
{
    bool in_between = p->last_answered > t->first;
    unsigned times = t->attempt - t->troubles;
    struct tls_try next = *t;
    p->limit = p->limit > 1 ? p->limit / 2 : 1;
    if (times >= (reset ? 3U : 2U) && in_between)
        return TLS_VERDICT_TAKE;
    next.held = true;
    next.for_hello = false;
    if (times == 1)
        return again(p, a, &next, now);
    if (times < 4 && p->answered > 0) {
        int64_t pause = times == 2 ? 50 * MS : 500 * MS;
        int64_t at = now + (reset ? pause : pause / 10);
        p->limit = 1;
        add_control(p, a, at);
        return again(p, a, &next, at);
    }
    *why = arena_printf(a, "the server %s the connection %u times, and answered nothing in between",
                        reset ? "reset" : "closed", times);
    return TLS_VERDICT_FAIL;
}

static enum tls_verdict
once_more(struct tls_pace *p, struct arena *a, const struct tls_try *t, int64_t at,
          struct slice reason, struct slice *why)
{
    p->limit = p->limit > 1 ? p->limit / 2 : 1;
    if (t->attempt == 1 && p->answered > 0)
        return again(p, a, t, at);
    *why = t->attempt > 1 ? arena_printf(a, "%.*s, %u times", SL_FMT(reason), t->attempt) : reason;
    return TLS_VERDICT_FAIL;
}

/* Alerts that speak of what was offered (RFC 8446 section 6.2, RFC 7507, RFC 7301). */
static bool
is_refusal(uint8_t alert)
{
    static const uint8_t refusals[] = {
        TLS_ALERT_HANDSHAKE_FAILURE,      TLS_ALERT_ILLEGAL_PARAMETER,
        TLS_ALERT_PROTOCOL_VERSION,       TLS_ALERT_INSUFFICIENT_SECURITY,
        TLS_ALERT_INAPPROPRIATE_FALLBACK, TLS_ALERT_MISSING_EXTENSION,
        TLS_ALERT_UNSUPPORTED_EXTENSION,  TLS_ALERT_UNRECOGNIZED_NAME,
        TLS_ALERT_UNKNOWN_PSK_IDENTITY,   TLS_ALERT_NO_APPLICATION_PROTOCOL,
    };
    return memchr(refusals, alert, sizeof refusals) != NULL;
}

/*
 * How often trouble has to come again, each time behind an accepted hello: fewer times are met by
 * chance where a server is in trouble now and then.
 */
#define CONFIRMED 4U
#define CONFIRMED_FLAKY 5U

/* An alert of trouble: a passing state, or the server's way to say that it has nothing of ours. */
static enum tls_verdict
judge_trouble(struct tls_pace *p, struct arena *a, const struct tls_try *t,
              const struct tls_answer *answer, int64_t now, struct slice *why)
{
    struct tls_try next = *t;
    bool well = t->for_hello && lives(p, t);
    next.troubles++;
    next.first = t->number;
    next.held = next.for_hello = true;
    next.controlled = false;
    next.confirmed += well ? 1 : 0;
    if (next.confirmed >= (p->recovered ? CONFIRMED_FLAKY : CONFIRMED))
        return TLS_VERDICT_TAKE;
    if (!well)
        p->limit = p->limit > 1 ? p->limit / 2 : 1;
    if (well || t->attempt < (p->recovered ? 6U : 2U))
        return again(p, a, &next, now);
    *why = arena_printf(a, "the server answers with alert %.*s, %u times",
                        SL_FMT(tls_answer_alert(a, answer)), next.troubles);
    return TLS_VERDICT_FAIL;
}

/* Every way in which there is no proper answer. */
static enum tls_verdict
judge_failure(struct tls_pace *p, struct arena *a, const struct tls_try *t,
              const struct tls_answer *answer, int64_t now, struct slice *why)
{
    struct err e = {0};
    p->failures++;
    switch (answer->outcome) {
    case TLS_ANSWERED:
    case TLS_ALERTED:
        break;
    case TLS_CLOSED:
        return judge_closed(p, a, t, false, now, why);
    case TLS_RESET:
        return judge_closed(p, a, t, true, now, why);
    case TLS_SILENT:
        if (p->answered == 0)
            p->limit = p->max * 2; /* see once_more: whether it is all of them is soon told */
        return once_more(p, a, t, now, SL("the server did not answer in time"), why);
    case TLS_UNREACHABLE:
        p->limit = p->limit > 1 ? p->limit / 2 : 1;
        if (t->attempt < 4 && p->answered > 0)
            return again(p, a, t, now + (int64_t)t->attempt * t->attempt * 50 * MS);
        errno = answer->error;
        err_sys(&e, "no connection");
        *why = arena_dup(a, slice_str(e.msg));
        return TLS_VERDICT_FAIL;
    case TLS_FOREIGN:
    case TLS_MALFORMED:
        return once_more(p, a, t, now, arena_dup(a, answer->note), why);
    }
    return TLS_VERDICT_TAKE;
}

enum tls_verdict
tls_pace_judge(struct tls_pace *p, struct arena *a, const struct tls_try *tried,
               const struct tls_answer *answer, int64_t now, struct slice *why)
{
    if (tried->control) {
        if (answer->outcome == TLS_ANSWERED ||
            (answer->outcome == TLS_ALERTED && is_refusal(answer->alert)))
            answered(p, tried, answer->outcome == TLS_ANSWERED);
        return TLS_VERDICT_AGAIN; /* nobody waits for it */
    }
    if (answer->outcome != TLS_ANSWERED && answer->outcome != TLS_ALERTED)
        return judge_failure(p, a, tried, answer, now, why);
    if (answer->outcome == TLS_ALERTED && !is_refusal(answer->alert))
        return judge_trouble(p, a, tried, answer, now, why);
    answered(p, tried, answer->outcome == TLS_ANSWERED);
    p->recovered += tried->troubles > 0;
    return TLS_VERDICT_TAKE;
}
