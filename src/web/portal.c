/* SPDX-License-Identifier: Apache-2.0 */
/* The portal, opened: data, templates, address, clock. */
#include "web/portal.h"

#include "base/cleanup.h"
#include "committee/event.h"
#include "office/office.h"
#include "web/log.h"
#include "web/pace.h"
#include "web/worker.h"

#define NS ((int64_t)1000000000)
#define CLOCK_FILE_MAX 64
#define WORKERS_AT_ONCE 2
#define PASSWORDS_AT_ONCE 2

/* Of a rehearsal: the clock's file, read whenever somebody asks for the time. */
struct portal_clock {
    const struct env *real;
    const char *path;
};

static bool
clock_read(int64_t *at, const struct portal_clock *clock, struct err *e)
{
    AUTO_ARENA a = {0};
    struct slice text;
    if (!clock->real->read_file(clock->real->ctx, &text, &a, clock->path, CLOCK_FILE_MAX, e))
        return false;
    return instant_read(at, slice_trim(text)) ||
           err_set(e, ERR_INPUT, "%s: no time; write one line, as 2026-11-24T01:02:03Z",
                   clock->path);
}

/* Where the file is away for a moment, being replaced, the machine's clock would be a jump: 0. */
static int64_t
clock_wall_ns(void *ctx)
{
    const struct portal_clock *clock = ctx;
    int64_t at;
    struct err e = {0};
    if (clock_read(&at, clock, &e))
        return at * NS;
    log_fault("the rehearsal's clock: %s", e.msg);
    return 0;
}

static bool
use_clock(struct portal *p, struct arena *a, bool rehearsal, struct err *e)
{
    int64_t at;
    if (!p->options->clock)
        return true;
    if (!rehearsal)
        return err_set(e, ERR_INPUT,
                       "%s: the time of a committee is the machine's; only a rehearsal takes a "
                       "clock",
                       p->options->dir);
    struct portal_clock *clock = NEW(a, struct portal_clock);
    struct env *real = NEW(a, struct env);
    *real = p->machine;
    *clock = (struct portal_clock){real, p->options->clock};
    p->env.ctx = clock;
    p->env.wall_ns = clock_wall_ns;
    return clock_read(&at, clock, e);
}

/* Once, before anybody waits for an answer: what a start mends is mended, and said. */
static bool
look_at(struct portal *p, bool *rehearsal, struct err *e)
{
    struct office o;
    struct slices notes;
    if (!office_open(&o, p->options->dir, &p->machine, &notes, e))
        return false;
    for (size_t i = 0; i < notes.n && !p->options->quiet; i++)
        log_fault("%.*s", SL_FMT(notes.v[i]));
    *rehearsal = o.committee.rehearsal;
    office_close(&o);
    return true;
}

static void
use_url(struct portal *p, struct arena *a)
{
    const struct portal_options *o = p->options;
    struct slice url =
        o->url ? slice_str(o->url) : arena_printf(a, "http://%s", o->listen ? o->listen : "");
    while (url.n > 0 && url.p[url.n - 1] == '/')
        url.n--;
    p->url = url;
    p->secure = slice_has_prefix(url, SL("https://"));
}

bool
portal_open(struct portal *p, struct arena *a, const struct env *env,
            const struct portal_options *o, struct err *e)
{
    bool rehearsal;
    *p = (struct portal){.options = o, .env = *env, .machine = *env};
    use_url(p, a);
    env->random(env->ctx, p->secret, sizeof p->secret);
    bool ok = look_at(p, &rehearsal, e) && use_clock(p, a, rehearsal, e) &&
              catalog_load_rules(&p->catalog, a, &p->machine, o->data, e) &&
              pages_load(&p->pages, a, &p->machine, o->web, e) &&
              pace_make(&p->pace, &p->machine, PASSWORDS_AT_ONCE, e) &&
              workers_make(&p->workers, a, &p->machine, o->data, WORKERS_AT_ONCE, e);
    if (!ok)
        portal_close(p);
    return ok;
}

void
portal_close(struct portal *p)
{
    if (p->workers)
        workers_free(p->workers);
    pace_free(p->pace);
    p->workers = NULL;
    p->pace = NULL;
}
