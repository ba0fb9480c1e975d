/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What `standards` and `regimes` share: listing and showing what the catalog
 * holds, as text, JSON or bare ids.
 */
#pragma once

#include "cli/cli.h"
#include "report/printer.h"
#include "text/json_write.h"

struct listing_options {
    const char *format; /* null: text */
};

extern const struct option listing_option_table[];
#define LISTING_OPTIONS 1

enum listing_format {
    LISTING_TEXT,
    LISTING_JSON,
    LISTING_IDS,
};
enum listing_format listing_format_of(const struct listing_options *o);

/* A printer for standard output's terminal, into `b`. */
void listing_printer(struct cli *cli, struct printer *p, struct buf *b);
/* A JSON writer to standard output. */
void listing_json(struct cli *cli, struct json_write *w);

/* Writes what was printed. */
enum cli_exit listing_done(struct cli *cli, const struct buf *b);
enum cli_exit listing_json_done(struct cli *cli, struct json_write *w);

/* "no regime 'x'; did you mean 'y'?" */
enum cli_exit listing_unknown(struct cli *cli, const char *what, struct slice id,
                              const struct slice *known, size_t n);
