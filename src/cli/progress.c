/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/progress.h"

#include <inttypes.h>
#include <unistd.h>

#define PAUSE_NS 100000000

void
progress_at(void *progress, uint64_t n)
{
    struct progress *p = progress;
    struct env *env = &p->cli->env;
    int64_t now = env->mono_ns(env->ctx);
    if (!isatty(fileno(p->cli->err)) || now - p->last_ns < PAUSE_NS)
        return;
    p->last_ns = now;
    p->shown = true;
    fprintf(p->cli->err, "\r%" PRIu64 " %s\033[K", n, p->what);
    fflush(p->cli->err);
}

void
progress_end(struct progress *p)
{
    if (p->shown)
        fputs("\r\033[K", p->cli->err);
    p->shown = false;
}
