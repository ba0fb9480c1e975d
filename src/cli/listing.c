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

static bool
is_format(const struct listing_options *o, const char *name)
{
    return o->format && strcmp(o->format, name) == 0;
}

static bool
to_file(void *ctx, struct slice s)
{
    return fwrite(s.p, 1, s.n, ctx) == s.n;
}

static enum cli_exit
done(struct cli *cli, const struct buf *b)
{
    struct slice text;
    struct err e = {0};
    if (!buf_done(b, &text, &e))
        return cli_wrong_err(cli, &e);
    fwrite(text.p, 1, text.n, cli->out); /* main looks at the stream's state at the end */
    return EXIT_OK;
}

static enum cli_exit
json_done(struct cli *cli, struct json_write *w)
{
    struct err e = {0};
    return json_write_done(w, &e) ? EXIT_OK : cli_wrong_err(cli, &e);
}

static enum cli_exit
list(struct cli *cli, const struct listing *what, const struct listing_options *o,
     const struct catalog *c)
{
    struct buf b;
    struct printer p;
    struct json_write w;
    if (is_format(o, "json")) {
        json_write_init(&w, to_file, cli->out);
        what->list_json(&w, c);
        return json_done(cli, &w);
    }
    buf_init(&b, &cli->arena, LISTING_MAX);
    printer_init(&p, &b, cli_columns(cli->out), cli_colour(cli, cli->out), cli_utf8());
    if (!is_format(o, "ids"))
        what->list_text(&p, c);
    for (size_t i = 0; is_format(o, "ids") && i < what->count(c); i++)
        buf_printf(&b, "%.*s\n", SL_FMT(what->id(c, i)));
    return done(cli, &b);
}

static enum cli_exit
show(struct cli *cli, const struct listing *what, const struct listing_options *o,
     const struct catalog *c, size_t i)
{
    struct buf b;
    struct printer p;
    struct json_write w;
    if (is_format(o, "json")) {
        json_write_init(&w, to_file, cli->out);
        what->show_json(&w, &cli->arena, c, i);
        return json_done(cli, &w);
    }
    buf_init(&b, &cli->arena, LISTING_MAX);
    printer_init(&p, &b, cli_columns(cli->out), cli_colour(cli, cli->out), cli_utf8());
    what->show_text(&p, c, i);
    return done(cli, &b);
}

enum cli_exit
listing_run(struct cli *cli, const struct listing *what, const struct listing_options *o,
            const struct slices *args)
{
    struct catalog c;
    struct err e = {0};
    bool listing = args->n == 1 && slice_eq_str(args->v[0], "list");
    bool showing = args->n == 2 && slice_eq_str(args->v[0], "show");
    if (!listing && !showing)
        return cli_wrong(cli, "%s", what->usage);
    if (!cli_rules(cli, &c, &e))
        return cli_wrong_err(cli, &e);
    if (listing)
        return list(cli, what, o, &c);
    size_t n = what->count(&c);
    struct slice *known = NEW_ARRAY(&cli->arena, struct slice, n + 1);
    for (size_t i = 0; i < n; i++) {
        known[i] = what->id(&c, i);
        if (slice_eq(known[i], args->v[1]))
            return show(cli, what, o, &c, i);
    }
    listing_unknown(&e, what->what, args->v[1], known, n);
    return cli_wrong_err(cli, &e);
}

bool
listing_unknown(struct err *e, const char *what, struct slice id, const struct slice *known,
                size_t n)
{
    struct slice near = nearest_name(id, known, n);
    if (near.n)
        return err_set(e, ERR_INPUT, "no %s '%.*s'; did you mean '%.*s'?", what, SL_FMT(id),
                       SL_FMT(near));
    return err_set(e, ERR_INPUT, "no %s '%.*s'; 'comity %ss list' lists them", what, SL_FMT(id),
                   what);
}
