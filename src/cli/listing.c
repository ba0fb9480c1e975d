/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/listing.h"

#include "text/nearest.h"

#define LISTING_MAX ((size_t)64 << 20)

static const char *const formats[] = {"text", "json", "ids", NULL};

const struct option listing_option_table[LISTING_OPTIONS] = {
    {.name = "format",
     .letter = 'f',
     .type = OPTION_CHOICE,
     .offset = offsetof(struct listing_options, format),
     .arg = "FORMAT",
     .help = "text (default), json, or ids (for list)",
     .choices = formats},
};

enum listing_format
listing_format_of(const struct listing_options *o)
{
    if (o->format && strcmp(o->format, "json") == 0)
        return LISTING_JSON;
    return o->format && strcmp(o->format, "ids") == 0 ? LISTING_IDS : LISTING_TEXT;
}

void
listing_printer(struct cli *cli, struct printer *p, struct buf *b)
{
    buf_init(b, &cli->arena, LISTING_MAX);
    printer_init(p, b, cli_columns(cli->out), cli_colour(cli, cli->out), cli_utf8());
}

static bool
to_file(void *ctx, struct slice s)
{
    return fwrite(s.p, 1, s.n, ctx) == s.n;
}

void
listing_json(struct cli *cli, struct json_write *w)
{
    json_write_init(w, to_file, cli->out);
}

enum cli_exit
listing_done(struct cli *cli, const struct buf *b)
{
    struct slice text;
    struct err e = {0};
    if (!buf_done(b, &text, &e))
        return cli_wrong_err(cli, &e);
    fwrite(text.p, 1, text.n, cli->out); /* main looks at the stream's state at the end */
    return EXIT_OK;
}

enum cli_exit
listing_json_done(struct cli *cli, struct json_write *w)
{
    struct err e = {0};
    return json_write_done(w, &e) ? EXIT_OK : cli_wrong_err(cli, &e);
}

enum cli_exit
listing_unknown(struct cli *cli, const char *what, struct slice id, const struct slice *known,
                size_t n)
{
    struct slice near = nearest_name(id, known, n);
    if (near.n)
        return cli_wrong(cli, "no %s '%.*s'; did you mean '%.*s'?", what, SL_FMT(id), SL_FMT(near));
    return cli_wrong(cli, "no %s '%.*s'; 'comity %ss list' lists them", what, SL_FMT(id), what);
}
