/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One judgement in any of the formats, to a file or to standard output.
 */
#pragma once

#include "cli/cli.h"
#include "model/verdict.h"

struct reporting {
    const struct judgement *judgement;
    bool all;         /* text: also what is met or does not apply */
    const char *spec; /* CycloneDX: "1.6" or "1.7"; null means 1.7 */
};

/* "html" for "x.html", …; null where the ending is none of ours. */
const char *reporting_format_of(struct slice path);

/* `path` null means standard output. A file appears whole or not at all. */
MUST_USE bool reporting_write(struct cli *cli, const struct reporting *how, const char *format,
                              const char *path, struct err *e);
