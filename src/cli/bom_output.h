/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the commands that write CycloneDX share: `--spec`, and how this run's
 * document is made.
 */
#pragma once

#include "cli/cli.h"
#include "report/cyclonedx.h"

#define BOM_OUTPUT_UUID 16 /* octets of a document's serial number */

extern const char *const bom_output_specs[];

/* A row of a command's options: of struct T, member m, a const char *. */
#define BOM_OUTPUT_SPEC_ROW(T, m)                                                          \
    {                                                                                      \
        .name = "spec", .type = OPTION_CHOICE, .offset = offsetof(T, m), .arg = "VERSION", \
        .help = "of CycloneDX: 1.7 (default) or 1.6", .choices = bom_output_specs          \
    }

/* `spec` as given, or null. The serial number is made anew, into `uuid`, which must outlive it. */
struct cyclonedx_options bom_output_options(const struct cli *cli, const char *spec,
                                            uint8_t uuid[BOM_OUTPUT_UUID]);
