/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `comity scan`: collect evidence and keep it, to judge it later.
 */
#include "base/cleanup.h"
#include "cli/bom_output.h"
#include "cli/output.h"
#include "cli/scanning.h"

struct own_options {
    const char *output, *spec;
    struct scan_options scan;
};

static const struct option options[] = {
    {.name = "output",
     .letter = 'o',
     .type = OPTION_TEXT,
     .offset = offsetof(struct own_options, output),
     .arg = "FILE",
     .help = "write there, not to standard output"},
    BOM_OUTPUT_SPEC_ROW(struct own_options, spec),
    SCAN_OPTION_ROWS(struct own_options, scan),
};

/* The evidence of those targets that could be scanned. */
static size_t
gather(const struct tls_result *results, size_t n, struct evidence *out)
{
    size_t have = 0;
    for (size_t i = 0; i < n; i++)
        if (results[i].failed.code == ERR_NONE)
            out[have++] = results[i].evidence;
    return have;
}

static bool
file_sink(void *ctx, struct slice s)
{
    struct err e = {0};
    return output_write(ctx, s, &e);
}

static bool
write_bom(struct cli *cli, const struct own_options *o, const struct evidence *v, size_t n,
          struct err *e)
{
    CLEANUP(output_abandon) struct output out;
    struct cyclonedx doc;
    uint8_t uuid[BOM_OUTPUT_UUID];
    struct cyclonedx_options how = bom_output_options(cli, o->spec, uuid);
    cyclonedx_prepare(&doc, &cli->arena, v, n);
    AUTO_ARENA scratch = {0};
    return output_open(&out, &cli->arena, o->output, e) &&
           cyclonedx_write(&doc, &how, file_sink, &out, &scratch, e) && output_commit(&out, e);
}

static enum cli_exit
run(struct cli *cli, const void *given, const struct slices *args)
{
    const struct own_options *o = given;
    if (args->n == 0)
        return cli_wrong(cli, "scan: what? Give a target, as in 'comity scan example.org:443'");
    struct catalog c;
    struct err e = {0};
    struct tls_result *results;
    size_t failed;
    if (!cli_words(cli, &c, &e))
        return cli_wrong_err(cli, &e);
    if (!scan_targets(cli, &c, &o->scan, args, &results, &failed))
        return EXIT_WRONG;
    struct evidence *v = NEW_ARRAY(&cli->arena, struct evidence, args->n);
    size_t n = gather(results, args->n, v);
    if (n == 0)
        return EXIT_WRONG;
    if (!write_bom(cli, o, v, n, &e))
        return cli_wrong_err(cli, &e);
    return failed ? EXIT_WRONG : EXIT_OK;
}

const struct command cmd_scan = {
    .name = "scan",
    .synopsis = "[--output FILE] TARGET ...",
    .summary = "collect what endpoints offer, as a CycloneDX file",
    .help = "A target is host, host:port, [v6]:port or an https URL; all go into one file.\n"
            "Exit status: 0 all targets were scanned, 2 wrong usage, or a target is out of reach\n"
            "(the file then holds the others).",
    .options = options,
    .noptions = COUNT_OF(options),
    .size = sizeof(struct own_options),
    .run = run,
};
