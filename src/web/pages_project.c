/* SPDX-License-Identifier: Apache-2.0 */
/* Projects and the processes that they follow. */
#include "api/view_process.h"
#include "api/view_project.h"
#include "web/call.h"

static bool
get_projects(struct answer *out, struct call *c, struct err *e)
{
    const struct given *g = &c->given;
    const struct projects_query q = {.text = given_get(g, "q"),
                                     .process = given_get(g, "process"),
                                     .stage = given_get(g, "stage"),
                                     .status = given_get(g, "status"),
                                     .group = given_get(g, "group"),
                                     .lead = given_get(g, "lead")};
    return view_projects(&out->view, &c->viewer, &q, e);
}

static bool
get_project(struct answer *out, struct call *c, struct err *e)
{
    if (!view_project(&out->view, &c->viewer, c->params[0], e))
        return false;
    if (!out->view)
        return answer_missing(out, N_("There is no such project."));
    struct langs title = langs_of(json_get(out->view, "title"));
    out->title = arena_printf(c->arena, "%.*s · %.*s", SL_FMT(c->params[0]),
                              SL_FMT(langs_get(&title, c->lang == PAGE_ZH)));
    return true;
}

static bool
get_processes(struct answer *out, struct call *c, struct err *e UNUSED)
{
    view_processes(&out->view, &c->viewer);
    return true;
}

static bool
get_process(struct answer *out, struct call *c, struct err *e UNUSED)
{
    view_process_page(&out->view, &c->viewer, c->params[0], given_get(&c->given, "version"));
    if (!out->view)
        return answer_missing(out, N_("The committee has not adopted such a process."));
    struct langs name = langs_of(json_get(out->view, "name"));
    out->title = langs_get(&name, c->lang == PAGE_ZH);
    return true;
}

static const struct web_field project_fields[] = {
    {.name = "q",
     .kind = WEB_TEXT,
     .max = 200,
     .label = N_("Search"),
     .hint = N_("Words of a title in either language, a number, an identifier")},
    {.name = "process", .kind = WEB_ID, .label = N_("Process")},
    {.name = "stage", .kind = WEB_ID, .label = N_("Stage")},
    {.name = "status", .kind = WEB_ID, .label = N_("Status")},
    {.name = "group", .kind = WEB_ID, .label = N_("Working group")},
    {.name = "lead", .kind = WEB_ID, .label = N_("Lead")},
};
static const struct web_field process_fields[] = {
    {.name = "version", .kind = WEB_ID, .label = N_("Version, by its digest")},
};

static const struct route rows[] = {
    {.path = "/projects",
     .name = "projects",
     .summary = N_("Projects"),
     .fields = project_fields,
     .nfields = COUNT_OF(project_fields),
     .shape = "projects",
     .page = "projects",
     .run = get_projects},
    {.path = "/projects/{project}",
     .name = "project",
     .summary = N_("A project"),
     .shape = "project",
     .page = "project",
     .run = get_project},
    {.path = "/processes",
     .name = "processes",
     .summary = N_("Processes"),
     .shape = "processes",
     .page = "processes",
     .run = get_processes},
    {.path = "/processes/{process}",
     .name = "process",
     .summary = N_("A process: its stages and ballot rules"),
     .fields = process_fields,
     .nfields = COUNT_OF(process_fields),
     .shape = "process",
     .page = "process",
     .run = get_process},
};
ROUTE_TABLE(project_routes, rows);
