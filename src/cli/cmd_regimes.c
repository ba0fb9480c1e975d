/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `comity regimes`: list and show.
 */
#include "cli/listing.h"
#include "report/catalog_json.h"
#include "report/catalog_text.h"

static enum cli_exit
list(struct cli *cli, const struct catalog *c, enum listing_format format)
{
    struct buf b;
    struct printer p;
    struct json_write w;
    if (format == LISTING_JSON) {
        listing_json(cli, &w);
        regimes_json(&w, c);
        return listing_json_done(cli, &w);
    }
    listing_printer(cli, &p, &b);
    if (format == LISTING_TEXT)
        regimes_text(&p, c);
    for (size_t i = 0; format == LISTING_IDS && i < c->nregimes; i++)
        buf_printf(&b, "%.*s\n", SL_FMT(c->regimes[i].id));
    return listing_done(cli, &b);
}

static enum cli_exit
show(struct cli *cli, const struct catalog *c, enum listing_format format, struct slice id)
{
    const struct regime *r = catalog_regime(c, id);
    struct buf b;
    struct printer p;
    struct json_write w;
    if (!r) {
        struct slice *known = NEW_ARRAY(&cli->arena, struct slice, c->nregimes);
        for (size_t i = 0; i < c->nregimes; i++)
            known[i] = c->regimes[i].id;
        return listing_unknown(cli, "regime", id, known, c->nregimes);
    }
    if (format == LISTING_JSON) {
        listing_json(cli, &w);
        regime_json(&w, r);
        return listing_json_done(cli, &w);
    }
    listing_printer(cli, &p, &b);
    regime_text(&p, r);
    return listing_done(cli, &b);
}

static enum cli_exit
run(struct cli *cli, const void *options, const struct slices *args)
{
    struct catalog c;
    struct err e = {0};
    bool listing = args->n == 1 && slice_eq_str(args->v[0], "list");
    bool showing = args->n == 2 && slice_eq_str(args->v[0], "show");
    if (!listing && !showing)
        return cli_wrong(cli, "regimes: write 'comity regimes list' or 'comity regimes show ID'");
    if (!cli_catalog(cli, &c, &e))
        return cli_wrong_err(cli, &e);
    enum listing_format format = listing_format_of(options);
    return listing ? list(cli, &c, format) : show(cli, &c, format, args->v[1]);
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
