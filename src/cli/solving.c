/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/solving.h"

#include "base/cleanup.h"
#include "cli/interrupt.h"
#include "cli/output.h"
#include "cli/regime_list.h"
#include "model/bom.h"
#include "solve/change.h"
#include "text/nearest.h"

#define REPORT_MAX ((size_t)1 << 30) /* octets in memory */

static bool
unknown_name(const char *what, const char *name, const struct slice *known, size_t n, struct err *e)
{
    struct slice near = nearest_name(slice_str(name), known, n);
    if (near.n)
        return err_set(e, ERR_INPUT, "no %s '%s'; did you mean '%.*s'?", what, name, SL_FMT(near));
    char list[256] = "";
    size_t at = 0;
    for (size_t i = 0; i < n && at < sizeof list; i++)
        at += (size_t)snprintf(list + at, sizeof list - at, "%s%.*s", i ? ", " : "",
                               SL_FMT(known[i]));
    return err_set(e, ERR_INPUT, "no %s '%s'; there are: %s", what, name, list);
}

/* "nginx" stands for "nginx-1.22-openssl-3.0". */
static bool
is_short_for(const char *name, struct slice id)
{
    struct slice s = slice_str(name);
    return s.n > 0 && slice_has_prefix(id, s) && id.n > s.n && id.p[s.n] == '-';
}

static bool
find_server(struct solving *s, const char *name, struct err *e)
{
    size_t n = s->catalog.nservers;
    struct slice *known = NEW_ARRAY(&s->cli->arena, struct slice, n);
    for (size_t i = 0; i < n; i++) {
        const struct standard *server = &s->catalog.servers[i];
        known[i] = server->id;
        if (slice_eq_str(server->id, name) ||
            (!s->options.server && is_short_for(name, server->id)))
            s->options.server = server;
    }
    if (!s->options.server)
        return unknown_name("server", name, known, n, e);
    s->about.server = s->options.server->id;
    return true;
}

static bool
load_product(struct solving *s, const char *path, struct err *e)
{
    struct bom bom;
    const struct asset *endpoint;
    if (!bom_load(&bom, &s->cli->arena, &s->cli->env, &s->catalog, path, e))
        return false;
    if (bom.n != 1)
        return err_set(e, ERR_INPUT, "%s: holds %zu targets, --from takes one", path, bom.n);
    if (!change_endpoint(&endpoint, &bom.targets[0], e)) /* one is what can be reasoned about */
        return false;
    s->options.from = &bom.targets[0];
    s->about.from = bom.targets[0].target;
    return true;
}

bool
solving_kind(struct slice *out, const struct solving *s, const char *name, struct err *e)
{
    const struct kind *k = catalog_kind(&s->catalog, slice_str(name));
    if (k) {
        *out = k->name;
        return true;
    }
    struct slice *known = NEW_ARRAY(&s->cli->arena, struct slice, s->catalog.nkinds);
    for (size_t i = 0; i < s->catalog.nkinds; i++)
        known[i] = s->catalog.kinds[i].name;
    return unknown_name("kind of thing", name, known, s->catalog.nkinds, e);
}

bool
solving_start(struct solving *s, struct cli *cli, const struct solving_options *o, struct err *e)
{
    *s = (struct solving){.cli = cli};
    s->about = (struct solve_about){.version = SL(COMITY_VERSION),
                                    .made = cli->env.wall_ns(cli->env.ctx) / 1000000000};
    if (!on_date_parse(&s->options.on, &cli->env, o->on, e) || !cli_catalog(cli, &s->catalog, e) ||
        (o->server && !find_server(s, o->server, e)) || (o->from && !load_product(s, o->from, e)))
        return false;
    s->options.catalog = &s->catalog;
    s->options.budget = o->budget;
    return true;
}

static void
show_progress(void *ctx, const char *phase, size_t done, size_t of)
{
    struct solving *s = ctx;
    fprintf(s->cli->err, "\r\033[K%s: %zu", phase, done);
    if (of)
        fprintf(s->cli->err, " of %zu", of);
    fflush(s->cli->err);
    s->shown = true;
}

void
solving_begin(struct solving *s)
{
    s->options.stop = interrupt_watch();
    if (isatty(fileno(s->cli->err))) {
        s->options.progress = show_progress;
        s->options.ctx = s;
    }
}

void
solving_end(struct solving *s)
{
    if (s->shown)
        fputs("\r\033[K", s->cli->err);
    s->shown = false;
    if (*s->options.stop)
        fputs("comity: interrupted; what was found so far:\n", s->cli->err);
}

bool
solving_write(const struct solving *s, const struct solving_options *o,
              const struct solving_report *r, struct err *e)
{
    CLEANUP(output_abandon) struct output out;
    if (!output_open(&out, &s->cli->arena, o->output, e))
        return false;
    AUTO_ARENA a = {0};
    struct buf b;
    buf_init(&b, &a, REPORT_MAX);
    struct terminal_style style = {
        .columns = cli_columns(out.f),
        .colour = cli_colour(s->cli, out.f),
        .utf8 = cli_utf8(),
        .all = o->all,
    };
    struct slice text;
    return r->print(&b, r->what, &style, e) && buf_done(&b, &text, e) &&
           output_write(&out, text, e) && output_commit(&out, e);
}
