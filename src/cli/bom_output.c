/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/bom_output.h"

const char *const bom_output_specs[] = {"1.6", "1.7", NULL};

struct cyclonedx_options
bom_output_options(const struct cli *cli, const char *spec, uint8_t uuid[BOM_OUTPUT_UUID])
{
    cli->env.random(cli->env.ctx, uuid, BOM_OUTPUT_UUID);
    return (struct cyclonedx_options){
        .spec = spec && strcmp(spec, "1.6") == 0 ? CYCLONEDX_1_6 : CYCLONEDX_1_7,
        .when = cli->env.wall_ns(cli->env.ctx) / 1000000000,
        .uuid = uuid,
        .version = SL(COMITY_VERSION),
    };
}
