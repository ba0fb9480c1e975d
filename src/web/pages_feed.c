/* SPDX-License-Identifier: Apache-2.0 */
/* Feeds of what happens, calendars of what is due: of the committee and of each project. */
#include "api/feed.h"
#include "api/view_project.h"
#include "web/call.h"

static struct feed
feed_of(const struct call *c, struct langs name)
{
    const struct committee *k = &c->office->committee;
    bool zh = c->lang == PAGE_ZH;
    return (struct feed){.name = langs_get(&name, zh),
                         .url = c->portal->url,
                         .path = c->request->path,
                         .origin = k->record,
                         .opened = k->opened,
                         .now = c->now,
                         .zh = zh};
}

static bool
atom(struct answer *out, struct call *c, struct langs name, const struct json_node *entries,
     struct err *e)
{
    struct feed f = feed_of(c, name);
    struct buf b;
    buf_init(&b, c->arena, FEED_MAX);
    if (!feed_atom(&b, c->arena, &f, entries, e))
        return false;
    out->type = SL("application/atom+xml; charset=utf-8");
    out->body = buf_slice(&b);
    out->cache = SL("no-cache");
    return true;
}

static bool
calendar(struct answer *out, struct call *c, struct langs name, const struct json_node *due,
         struct err *e)
{
    struct feed f = feed_of(c, name);
    struct buf b;
    buf_init(&b, c->arena, FEED_MAX);
    if (!feed_calendar(&b, c->arena, &f, due, e))
        return false;
    out->type = SL("text/calendar; charset=utf-8");
    out->body = buf_slice(&b);
    out->cache = SL("no-cache");
    return true;
}

static bool
get_atom(struct answer *out, struct call *c, struct err *e)
{
    struct store *s = c->office->store;
    struct json_node *list = json_new_array(c->arena);
    uint64_t size;
    if (!s->ops->size(s, &size, e))
        return false;
    for (uint64_t i = size; i > 0 && size - i < FEED_ENTRIES; i--)
        if (!view_entry(&c->viewer, list, i - 1, e))
            return false;
    return atom(out, c, c->office->committee.name, list, e);
}

static bool
get_calendar(struct answer *out, struct call *c, struct err *e)
{
    struct json_node *list = json_new_array(c->arena);
    return view_running(list, &c->viewer, e) &&
           calendar(out, c, c->office->committee.name, list, e);
}

/* *p is null where an answer was given. */
static bool
project_asked(const struct project **p, struct answer *out, struct call *c, struct err *e)
{
    *p = NULL;
    if (id_valid(c->params[0]) && !office_project(p, c->office, c->params[0], e))
        return false;
    return *p ? true : answer_missing(out, N_("There is no such project."));
}

static bool
get_project_atom(struct answer *out, struct call *c, struct err *e)
{
    struct json_node *list = json_new_array(c->arena);
    const struct project *p;
    if (!project_asked(&p, out, c, e))
        return false;
    if (!p)
        return true;
    for (size_t i = p->leaves.n; i-- > 0 && p->leaves.n - i <= FEED_ENTRIES;)
        if (!view_entry(&c->viewer, list, p->leaves.v[i], e))
            return false;
    return atom(out, c, p->title, list, e);
}

static bool
get_project_calendar(struct answer *out, struct call *c, struct err *e)
{
    struct json_node *list = json_new_array(c->arena);
    const struct project *p;
    if (!project_asked(&p, out, c, e))
        return false;
    if (!p)
        return true;
    view_project_due(&c->viewer, list, p);
    return calendar(out, c, p->title, list, e);
}

static const struct route rows[] = {
    {.path = "/feed.atom",
     .name = "feed",
     .summary = N_("Feed of what happens"),
     .type = "application/atom+xml",
     .run = get_atom},
    {.path = "/calendar.ics",
     .name = "calendar",
     .summary = N_("Calendar of what is due"),
     .type = "text/calendar",
     .run = get_calendar},
    {.path = "/projects/{project}/feed.atom",
     .name = "project.feed",
     .summary = N_("Feed of what happens in a project"),
     .type = "application/atom+xml",
     .run = get_project_atom},
    {.path = "/projects/{project}/calendar.ics",
     .name = "project.calendar",
     .summary = N_("Calendar of what is due in a project"),
     .type = "text/calendar",
     .run = get_project_calendar},
};
ROUTE_TABLE(feed_routes, rows);
