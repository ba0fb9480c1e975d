/* SPDX-License-Identifier: Apache-2.0 */
/*
 * "1234567 entries verified" on a terminal's last line, ten times a second at most,
 * gone at the end. Nothing where standard error is no terminal.
 */
#pragma once

#include "cli/cli.h"

struct progress {
    struct cli *cli;
    const char *what; /* "entries verified" */
    int64_t last_ns;
    bool shown;
};

/* To be handed over as a callback with the progress as its context. */
void progress_at(void *progress, uint64_t n);
void progress_end(struct progress *p);
