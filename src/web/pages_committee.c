/* SPDX-License-Identifier: Apache-2.0 */
/* Who is at the table: members, organisations, working groups and who is shut out of them. */
#include "api/view_committee.h"
#include "web/call.h"

static struct slice
name_of(const struct call *c, const struct json_node *object)
{
    struct langs name = langs_of(json_get(object, "name"));
    return langs_get(&name, c->lang == PAGE_ZH);
}

static bool
get_members(struct answer *out, struct call *c, struct err *e)
{
    const struct given *g = &c->given;
    const struct members_query q = {.origin = given_get(g, "origin"),
                                    .category = given_get(g, "category"),
                                    .state = given_get(g, "state"),
                                    .body = given_get(g, "group"),
                                    .sort = given_get(g, "sort")};
    return view_members(&out->view, &c->viewer, &q, e);
}

static bool
get_organisation(struct answer *out, struct call *c, struct err *e)
{
    if (!view_organisation_page(&out->view, &c->viewer, c->params[0], e))
        return false;
    if (!out->view)
        return answer_missing(out, N_("There is no such organisation."));
    out->title = name_of(c, json_get(out->view, "organisation"));
    return true;
}

static bool
get_groups(struct answer *out, struct call *c, struct err *e)
{
    return view_groups(&out->view, &c->viewer, e);
}

static bool
get_group(struct answer *out, struct call *c, struct err *e)
{
    if (!view_group(&out->view, &c->viewer, c->params[0], e))
        return false;
    if (!out->view)
        return answer_missing(out, N_("There is no such working group."));
    out->title = name_of(c, out->view);
    return true;
}

static const struct web_field member_fields[] = {
    {.name = "origin", .kind = WEB_ID, .label = N_("Origin")},
    {.name = "category", .kind = WEB_TEXT, .label = N_("Category of interest")},
    {.name = "state", .kind = WEB_ID, .label = N_("Claimed or confirmed")},
    {.name = "group", .kind = WEB_ID, .label = N_("Working group")},
    {.name = "sort", .kind = WEB_ID, .label = N_("Order")},
};

static const struct route rows[] = {
    {.path = "/members",
     .name = "members",
     .summary = N_("Members"),
     .fields = member_fields,
     .nfields = COUNT_OF(member_fields),
     .shape = "members",
     .page = "members",
     .run = get_members},
    {.path = "/organisations/{organisation}",
     .name = "organisation",
     .summary = N_("An organisation"),
     .shape = "organisation",
     .page = "organisation",
     .run = get_organisation},
    {.path = "/groups",
     .name = "groups",
     .summary = N_("Working groups"),
     .shape = "groups",
     .page = "groups",
     .run = get_groups},
    {.path = "/groups/{group}",
     .name = "group",
     .summary = N_("A working group"),
     .shape = "group",
     .page = "group",
     .run = get_group},
};
ROUTE_TABLE(committee_routes, rows);
