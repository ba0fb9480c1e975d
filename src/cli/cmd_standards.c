/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `comity standards`: list, show and lint.
 */
#include "cli/lint.h"
#include "cli/listing.h"
#include "report/catalog_json.h"
#include "report/catalog_text.h"

static size_t
count(const struct catalog *c)
{
    return c->nstandards;
}

static struct slice
id(const struct catalog *c, size_t i)
{
    return c->standards[i].id;
}

static void
show_text(struct printer *p, const struct catalog *c, size_t i)
{
    standard_text(p, &c->standards[i]);
}

static void
show_json(struct json_write *w, struct arena *a, const struct catalog *c, size_t i)
{
    standard_json(w, &c->standards[i], a);
}

static const struct listing standards = {
    .what = "standard",
    .usage = "standards: write 'comity standards list', 'comity standards show ID' or 'comity "
             "standards lint'",
    .count = count,
    .id = id,
    .list_text = standards_text,
    .list_json = standards_json,
    .show_text = show_text,
    .show_json = show_json,
};

static enum cli_exit
run(struct cli *cli, const void *options, const struct slices *args)
{
    if (args->n > 0 && slice_eq_str(args->v[0], "lint"))
        return lint_run(cli, &(struct slices){args->v + 1, args->n - 1});
    return listing_run(cli, &standards, options, args);
}

const struct command cmd_standards = {
    .name = "standards",
    .synopsis = "list|show ID|lint [FILE ...]",
    .summary = "list, show and lint standards",
    .help = "lint checks everything under the data folder, or only the files given, and runs\n"
            "each requirement's cases. Exit status: 0 no problems, 1 problems, 2 wrong usage.",
    .options = listing_option_table,
    .noptions = LISTING_OPTIONS,
    .size = sizeof(struct listing_options),
    .run = run,
};
