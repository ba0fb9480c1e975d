/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/json_tree.h"

bool
json_tree_sink(void *ctx, struct slice s)
{
    return fwrite(s.p, 1, s.n, ctx) == s.n;
}

enum cli_exit
json_tree_print(struct cli *cli, const struct json_node *n)
{
    struct json_write w;
    struct err e = {0};
    json_write_init(&w, json_tree_sink, cli->out);
    json_tree_write(&w, n);
    return json_write_done(&w, &e) ? EXIT_OK : cli_wrong_err(cli, &e);
}
