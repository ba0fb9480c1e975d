/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `comity standards`: list, show and lint.
 */
#include "cli/lint.h"
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
        standards_json(&w, c);
        return listing_json_done(cli, &w);
    }
    listing_printer(cli, &p, &b);
    if (format == LISTING_TEXT)
        standards_text(&p, c);
    for (size_t i = 0; format == LISTING_IDS && i < c->nstandards; i++)
        buf_printf(&b, "%.*s\n", SL_FMT(c->standards[i].id));
    return listing_done(cli, &b);
}

static enum cli_exit
show(struct cli *cli, const struct catalog *c, enum listing_format format, struct slice id)
{
    const struct standard *s = catalog_standard(c, id);
    struct buf b;
    struct printer p;
    struct json_write w;
    if (!s) {
        struct slice *known = NEW_ARRAY(&cli->arena, struct slice, c->nstandards);
        for (size_t i = 0; i < c->nstandards; i++)
            known[i] = c->standards[i].id;
        return listing_unknown(cli, "standard", id, known, c->nstandards);
    }
    if (format == LISTING_JSON) {
        listing_json(cli, &w);
        standard_json(&w, s, &cli->arena);
        return listing_json_done(cli, &w);
    }
    listing_printer(cli, &p, &b);
    standard_text(&p, s);
    return listing_done(cli, &b);
}

static enum cli_exit
run(struct cli *cli, const void *options, const struct slices *args)
{
    struct catalog c;
    struct err e = {0};
    struct slice what = args->n ? args->v[0] : (struct slice){0};
    if (slice_eq_str(what, "lint"))
        return lint_run(cli, &(struct slices){args->v + 1, args->n - 1});
    bool listing = args->n == 1 && slice_eq_str(what, "list");
    bool showing = args->n == 2 && slice_eq_str(what, "show");
    if (!listing && !showing)
        return cli_wrong(cli, "standards: write 'comity standards list', 'comity standards show "
                              "ID' or 'comity standards lint'");
    if (!cli_catalog(cli, &c, &e))
        return cli_wrong_err(cli, &e);
    enum listing_format format = listing_format_of(options);
    return listing ? list(cli, &c, format) : show(cli, &c, format, args->v[1]);
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
