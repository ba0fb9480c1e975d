/* SPDX-License-Identifier: Apache-2.0 */
/* A short help: what this is, how to check the record, how to get about by keyboard. */
#include "web/call.h"

static bool
help_run(struct answer *out, struct call *c, struct err *e UNUSED)
{
    const struct committee *k = &c->office->committee;
    struct arena *a = c->arena;
    struct json_node *view = json_new_object(a);
    json_put_text(a, view, "url", c->portal->url);
    if (k->events) {
        put_langs(a, view, "committee", k->name);
        json_put_text(a, view, "record", k->record);
    }
    if (k->keys.n)
        json_put_text(a, view, "key", k->keys.v[k->keys.n - 1]);
    out->view = view;
    return true;
}

static const struct route rows[] = {
    {
        .method = HTTP_GET,
        .path = "/help",
        .name = "help",
        .summary = N_("Help"),
        .shape = "help",
        .page = "help",
        .run = help_run,
    },
};
ROUTE_TABLE(help_routes, rows);

static const struct shape shapes[] = {
    {"help", "url:text, committee?:langs, record?:text, key?:text",
     "The address of the portal, the name of its record, and the key that signs it now."},
};
SHAPE_TABLE(help_shapes, shapes);
