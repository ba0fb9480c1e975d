/* SPDX-License-Identifier: Apache-2.0 */
/* The first page, and what waits for who is signed in. */
#include "api/view_tasks.h"
#include "web/call.h"

static bool
get_home(struct answer *out, struct call *c, struct err *e)
{
    struct langs name = c->office->committee.name;
    out->title = langs_get(&name, c->lang == PAGE_ZH);
    return view_home(&out->view, &c->viewer, e);
}

static bool
get_tasks(struct answer *out, struct call *c, struct err *e)
{
    return view_tasks(&out->view, &c->viewer, e);
}

static const struct route rows[] = {
    {.path = "/",
     .name = "home",
     .summary = N_("The committee"),
     .shape = "home",
     .page = "home",
     .run = get_home},
    {.path = "/tasks",
     .name = "tasks",
     .summary = N_("My tasks"),
     .access = ROUTE_SIGNED_IN,
     .shape = "tasks",
     .page = "tasks",
     .run = get_tasks},
};
ROUTE_TABLE(tasks_routes, rows);
