/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/reporting.h"

#include "base/cleanup.h"
#include "cli/bom_output.h"
#include "cli/output.h"
#include "report/attest.h"
#include "report/html.h"
#include "report/result_json.h"
#include "report/terminal.h"

#define REPORT_MAX ((size_t)1 << 30) /* octets in memory */

struct format {
    const char *name, *ending;
    bool (*print)(struct buf *to, const struct cli *cli, const struct reporting *how,
                  const struct output *out, struct err *e);
};

static int64_t
now_s(const struct cli *cli)
{
    return cli->env.wall_ns(cli->env.ctx) / 1000000000;
}

static bool
print_text(struct buf *to, const struct cli *cli, const struct reporting *how,
           const struct output *out, struct err *e UNUSED)
{
    struct terminal_style style = {
        .columns = cli_columns(out->f),
        .colour = cli_colour(cli, out->f),
        .utf8 = cli_utf8(),
        .all = how->all,
    };
    terminal_print(to, how->judgement, &style);
    return true;
}

static bool
print_html(struct buf *to, const struct cli *cli, const struct reporting *how,
           const struct output *out UNUSED, struct err *e UNUSED)
{
    struct html_options o = {.version = SL(COMITY_VERSION), .made = now_s(cli)};
    html_print(to, how->judgement, &o);
    return true;
}

static bool
print_json(struct buf *to, const struct cli *cli, const struct reporting *how,
           const struct output *out UNUSED, struct err *e)
{
    struct result_json_options o = {.version = SL(COMITY_VERSION), .made = now_s(cli)};
    struct json_write w;
    json_write_init(&w, json_sink_buf, to);
    result_json_write(&w, how->judgement, &o);
    return json_write_done(&w, e);
}

struct attested {
    const struct judgement *j;
};

static void
add_attestations(void *ctx, struct json_write *w, const struct cyclonedx *doc)
{
    const struct attested *t = ctx;
    attest_write(w, t->j, doc, SL(COMITY_VERSION));
}

static bool
print_cyclonedx(struct buf *to, const struct cli *cli, const struct reporting *how,
                const struct output *out UNUSED, struct err *e)
{
    const struct judgement *j = how->judgement;
    struct attested t = {j};
    uint8_t uuid[BOM_OUTPUT_UUID];
    struct cyclonedx_options o = bom_output_options(cli, how->spec, uuid);
    o.more = add_attestations;
    o.more_ctx = &t;
    AUTO_ARENA a = {0};
    struct cyclonedx doc;
    cyclonedx_prepare(&doc, &a, j->n ? j->targets[0].evidence : NULL, j->n);
    return cyclonedx_write(&doc, &o, json_sink_buf, to, &a, e);
}

/* In this order: ".cdx.json" is also a ".json". */
static const struct format formats[] = {
    {"cyclonedx", ".cdx.json", print_cyclonedx},
    {"html", ".html", print_html},
    {"json", ".json", print_json},
    {"text", ".txt", print_text},
};

const char *
reporting_format_of(struct slice path)
{
    for (size_t i = 0; i < COUNT_OF(formats); i++)
        if (slice_has_suffix(path, slice_str(formats[i].ending)))
            return formats[i].name;
    return NULL;
}

static const struct format *
find_format(const char *name)
{
    for (size_t i = 0; i < COUNT_OF(formats); i++)
        if (strcmp(formats[i].name, name) == 0)
            return &formats[i];
    return &formats[0];
}

bool
reporting_write(struct cli *cli, const struct reporting *how, const char *format, const char *path,
                struct err *e)
{
    CLEANUP(output_abandon) struct output out;
    if (!output_open(&out, &cli->arena, path, e))
        return false;
    AUTO_ARENA a = {0};
    struct buf b;
    buf_init(&b, &a, REPORT_MAX);
    struct slice text;
    return find_format(format)->print(&b, cli, how, &out, e) && buf_done(&b, &text, e) &&
           output_write(&out, text, e) && output_commit(&out, e);
}
