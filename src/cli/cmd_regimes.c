/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `comity regimes`: list and show.
 */
#include "cli/listing.h"
#include "report/catalog_json.h"
#include "report/catalog_text.h"

static size_t
count(const struct catalog *c)
{
    return c->nregimes;
}

static struct slice
id(const struct catalog *c, size_t i)
{
    return c->regimes[i].id;
}

static void
show_text(struct printer *p, const struct catalog *c, size_t i)
{
    regime_text(p, &c->regimes[i]);
}

static void
show_json(struct json_write *w, struct arena *a UNUSED, const struct catalog *c, size_t i)
{
    regime_json(w, &c->regimes[i]);
}

static const struct listing regimes = {
    .what = "regime",
    .usage = "regimes: write 'comity regimes list' or 'comity regimes show ID'",
    .count = count,
    .id = id,
    .list_text = regimes_text,
    .list_json = regimes_json,
    .show_text = show_text,
    .show_json = show_json,
};

static enum cli_exit
run(struct cli *cli, const void *options, const struct slices *args)
{
    return listing_run(cli, &regimes, options, args);
}

const struct command cmd_regimes = {
    .name = "regimes",
    .synopsis = "list|show ID",
    .summary = "list and show regimes: what a market demands",
    .options = listing_option_table,
    .noptions = LISTING_OPTIONS,
    .size = sizeof(struct listing_options),
    .run = run,
};
