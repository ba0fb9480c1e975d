/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Scanning for commands: the options that `scan` and `check` share, progress
 * on a terminal, and the messages for targets that could not be reached.
 */
#pragma once

#include "cli/cli.h"
#include "collect/tls.h"

struct scan_options {
    const char *sni;
    const char *transcript;
    unsigned concurrency, timeout;
};

/* NOLINTBEGIN(bugprone-macro-parentheses): T and m stand for a type and a member */
/* Rows for a command's table; `m` is the member of T that is a struct scan_options. */
#define SCAN_OPTION_ROWS(T, m)                                                                \
    {.name = "sni",                                                                           \
     .type = OPTION_TEXT,                                                                     \
     .offset = offsetof(T, m.sni),                                                            \
     .arg = "NAME",                                                                           \
     .help = "the server name to ask for (default: the host)"},                               \
        {.name = "transcript",                                                                \
         .type = OPTION_TEXT,                                                                 \
         .offset = offsetof(T, m.transcript),                                                 \
         .arg = "DIR",                                                                        \
         .help = "keep the raw bytes of every exchange there"},                               \
        {.name = "concurrency",                                                               \
         .type = OPTION_NUMBER,                                                               \
         .offset = offsetof(T, m.concurrency),                                                \
         .arg = "N",                                                                          \
         .help = "connections to one target at a time (default 8)",                           \
         .min = 1,                                                                            \
         .max = 64},                                                                          \
    {                                                                                         \
        .name = "timeout", .type = OPTION_NUMBER, .offset = offsetof(T, m.timeout),           \
        .arg = "SECONDS", .help = "give up on a target after so long (default 60)", .min = 1, \
        .max = 3600                                                                           \
    }
/* NOLINTEND(bugprone-macro-parentheses) */

/*
 * Scans all targets in one go. *results has one entry per target, in order;
 * each that failed has been reported on standard error, and *failed counts
 * them. False where nothing could be done at all, also said.
 */
MUST_USE bool scan_targets(struct cli *cli, const struct catalog *c, const struct scan_options *o,
                           const struct slices *targets, struct tls_result **results,
                           size_t *failed);
