/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/scanning.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

struct progress {
    FILE *to;
    bool shown;
};

static void
show_progress(void *ctx, size_t done, size_t all, size_t connections)
{
    struct progress *p = ctx;
    fprintf(p->to, "\r\033[Kscanning: %zu of %zu targets, %zu connections", done, all, connections);
    fflush(p->to);
    p->shown = true;
}

static bool
parse_targets(struct cli *cli, const struct scan_options *o, const struct slices *names,
              struct tls_target *out)
{
    struct err e = {0};
    for (size_t i = 0; i < names->n; i++) {
        if (!tls_target_parse(&out[i], &cli->arena, names->v[i], &e)) {
            cli_wrong_err(cli, &e);
            return false;
        }
        if (o->sni)
            out[i].sni = slice_str(o->sni);
    }
    return true;
}

static size_t
report_failures(struct cli *cli, const struct tls_result *results, size_t n)
{
    size_t failed = 0;
    for (size_t i = 0; i < n; i++)
        if (results[i].failed.code != ERR_NONE) {
            cli_wrong_err(cli, &results[i].failed);
            failed++;
        }
    return failed;
}

bool
scan_targets(struct cli *cli, const struct catalog *c, const struct scan_options *o,
             const struct slices *targets, struct tls_result **results, size_t *failed)
{
    *failed = 0;
    *results = NEW_ARRAY(&cli->arena, struct tls_result, targets->n);
    if (targets->n == 0)
        return true;
    struct tls_target *v = NEW_ARRAY(&cli->arena, struct tls_target, targets->n);
    if (!parse_targets(cli, o, targets, v))
        return false;
    struct err e = {0};
    if (o->transcript && mkdir(o->transcript, 0777) < 0 && errno != EEXIST) {
        err_sys(&e, "--transcript %s", o->transcript);
        cli_wrong_err(cli, &e);
        return false;
    }
    struct progress progress = {.to = cli->err};
    bool watched = isatty(fileno(cli->err));
    struct tls_options options = {
        .per_target = o->concurrency,
        .target_ms = o->timeout * 1000,
        .transcripts = o->transcript,
        .progress = watched ? show_progress : NULL,
        .progress_ctx = &progress,
    };
    bool ok = tls_collect(*results, &cli->arena, &cli->env, c, v, targets->n, &options, &e);
    if (progress.shown)
        fputs("\r\033[K", cli->err);
    if (!ok) {
        cli_wrong_err(cli, &e);
        return false;
    }
    *failed = report_failures(cli, *results, targets->n);
    return true;
}
