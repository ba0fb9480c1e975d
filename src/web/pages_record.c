/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The record for readers. Its files themselves (checkpoint, tiles, objects) are
 * served by web/server_files.c, for programs that verify them.
 */
#include "api/view_record.h"
#include "web/call.h"

/* Digits alone: one address for each entry. */
static bool
index_of(uint64_t *out, struct slice s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < '0' || s.p[i] > '9' || (i == 0 && s.p[0] == '0' && s.n > 1))
            return false;
    return slice_to_u64(s, out);
}

static bool
get_record(struct answer *out, struct call *c, struct err *e)
{
    const struct given *g = &c->given;
    struct record_query q = {.type = given_get(g, "type"),
                             .project = given_get(g, "project"),
                             .organisation = given_get(g, "organisation"),
                             .before = UINT64_MAX};
    struct slice before = given_get(g, "before");
    if (before.n && !index_of(&q.before, before))
        return answer_missing(out, N_("The record has no such entry."));
    return view_record(&out->view, &c->viewer, &q, e);
}

static bool
get_entry(struct answer *out, struct call *c, struct err *e)
{
    uint64_t index;
    if (!index_of(&index, c->params[0]))
        return answer_missing(out, N_("The record has no such entry."));
    if (!view_record_entry(&out->view, &c->viewer, index, e))
        return false;
    if (!out->view)
        return answer_missing(out, N_("The record has no such entry."));
    out->title = arena_printf(c->arena, c->lang == PAGE_ZH ? "第%.*s条记录" : "Entry %.*s",
                              SL_FMT(c->params[0]));
    return true;
}

static bool
get_receipt(struct answer *out, struct call *c, struct err *e)
{
    struct store *s = c->office->store;
    uint64_t index, size;
    if (!s->ops->size(s, &size, e))
        return false;
    if (!index_of(&index, c->params[0]) || index >= size)
        return answer_missing(out, N_("The record has no such entry."));
    out->type = SL("application/octet-stream");
    out->attachment = arena_printf(c->arena, "entry-%.*s.tlog-proof", SL_FMT(c->params[0]));
    return office_receipt(&out->body, c->arena, c->office, index, e);
}

static const struct web_field record_fields[] = {
    {.name = "type", .kind = WEB_ID, .label = N_("What happened")},
    {.name = "project", .kind = WEB_ID, .label = N_("Project")},
    {.name = "organisation", .kind = WEB_ID, .label = N_("Organisation")},
    {.name = "before", .kind = WEB_INTEGER, .label = N_("Entries before this number")},
};

static const struct route rows[] = {
    {.path = "/record",
     .name = "record",
     .summary = N_("The public record"),
     .fields = record_fields,
     .nfields = COUNT_OF(record_fields),
     .shape = "record",
     .page = "record",
     .run = get_record},
    {.path = "/record/entries/{index}",
     .name = "record.entry",
     .summary = N_("An entry of the record"),
     .shape = "record_entry",
     .page = "record_entry",
     .run = get_entry},
    {.path = "/record/entries/{index}/receipt",
     .name = "record.receipt",
     .summary = N_("The receipt of an entry"),
     .type = "application/octet-stream",
     .run = get_receipt},
};
ROUTE_TABLE(record_routes, rows);
