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

/* What is listed: one kind of thing that the catalog holds, its items by index. */
struct listing {
    const char *what;  /* one of them: "regime" */
    const char *usage; /* the complaint about any other command line */
    size_t (*count)(const struct catalog *c);
    struct slice (*id)(const struct catalog *c, size_t i);
    void (*list_text)(struct printer *p, const struct catalog *c);
    void (*list_json)(struct json_write *w, const struct catalog *c);
    void (*show_text)(struct printer *p, const struct catalog *c, size_t i);
    void (*show_json)(struct json_write *w, struct arena *a, const struct catalog *c, size_t i);
};

/* `list` or `show ID`, as the arguments say. */
enum cli_exit listing_run(struct cli *cli, const struct listing *what,
                          const struct listing_options *o, const struct slices *args);

/* ERR_INPUT: "no regime 'x'; did you mean 'y'?" Always false. */
bool listing_unknown(struct err *e, const char *what, struct slice id, const struct slice *known,
                     size_t n);
