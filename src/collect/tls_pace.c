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
        if (t->held && !force && p->last_answered <= t->first)
            continue;
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
answered(struct tls_pace *p, const struct tls_try *t)
{
    /* The first contact goes alone; from its answer on the limit is the user's. */
    p->limit = p->answered == 0 ? p->max : p->limit < p->max ? p->limit + 1 : p->max;
    p->answered++;
    if (t->number > p->last_answered)
        p->last_answered = t->number;
    p->control = t->ask;
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
    struct tls_try next = *t;
    p->limit = p->limit > 1 ? p->limit / 2 : 1;
    if (t->attempt >= 2 && in_between)
        return TLS_VERDICT_TAKE;
    next.held = true;
    if (t->attempt == 1)
        return again(p, a, &next, now);
    if (t->attempt < 4 && p->answered > 0) {
        int64_t pause = t->attempt == 2 ? 50 * MS : 500 * MS;
        int64_t at = now + (reset ? pause : pause / 10);
        p->limit = 1;
        add_control(p, a, at);
        return again(p, a, &next, at);
    }
    *why = arena_printf(a, "the server %s the connection %u times, and answered nothing in between",
                        reset ? "reset" : "closed", t->attempt);
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

static bool
passing_trouble(const struct tls_answer *answer)
{
    return answer->outcome == TLS_ALERTED &&
           (answer->alert == TLS_ALERT_INTERNAL_ERROR || answer->alert == TLS_ALERT_USER_CANCELED);
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
        if (answer->outcome == TLS_ANSWERED || answer->outcome == TLS_ALERTED)
            answered(p, tried);
        return TLS_VERDICT_AGAIN; /* nobody waits for it */
    }
    if (answer->outcome != TLS_ANSWERED && answer->outcome != TLS_ALERTED)
        return judge_failure(p, a, tried, answer, now, why);
    if (passing_trouble(answer) && tried->attempt == 1) {
        p->limit = p->limit > 1 ? p->limit / 2 : 1;
        return again(p, a, tried, now);
    }
    answered(p, tried);
    return TLS_VERDICT_TAKE;
}
