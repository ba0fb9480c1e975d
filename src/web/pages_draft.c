/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Drafts: all of a project, one with its comments in the margin, two against each other, the file,
 * and a new one from a file.
 */
#include "api/act_draft.h"
#include "model/date.h"
#include "web/asked.h"
#include "web/form.h"

static bool
is_true(const struct json_node *n, const char *key)
{
    const struct json_node *v = json_get(n, key);
    return v && v->type == JSON_BOOL && v->b;
}

static struct slice
in_language(const struct call *c, const struct json_node *n)
{
    return json_text(json_get(n, c->lang == PAGE_ZH ? "zh" : "en"));
}

/* ---- all of a project ------------------------------------------------------------------------*/

static bool
get_drafts(struct answer *out, struct call *c, struct err *e)
{
    const struct project *p;
    if (!asked_project(&p, out, c, e))
        return false;
    if (!p)
        return true;
    if (!view_drafts(&out->view, asked_look(c, p), e))
        return false;
    return c->json || !is_true(out->view, "may_post") ||
           form_among(out, c, "drafts.upload", NULL, e);
}

static const struct web_field upload_fields[] = {
    {.name = "file",
     .kind = WEB_FILE,
     .needed = true,
     .max = DRAFT_FILE_MAX,
     .label = N_("File"),
     .hint = N_("A draft as YAML: its clauses in both languages and their requirements.")},
    {.name = "with-errors",
     .kind = WEB_FLAG,
     .label = N_("A working draft: post it although it breaks rules of drafting")},
};

static bool
post_upload(struct answer *out, struct call *c, struct err *e)
{
    const struct project *p;
    struct given_faults *faults = NEW(c->arena, struct given_faults);
    struct slice file = given_get(&c->given, "file");
    struct draft_checked checked;
    struct office_done done;
    struct act x = {0};
    bool ok;
    if (!asked_project(&p, out, c, e))
        return false;
    if (!p)
        return true;
    if (!asked_draft_file(faults, c, file, e))
        return false;
    if (faults->n)
        return answer_faulty(out, c, faults);
    if (!draft_check(&checked, &c->viewer, SL("draft"), file, e))
        return false;
    if (!draft_request(&x, &c->viewer, c->params[0], file, &checked,
                       given_has(&c->given, "with-errors"), faults))
        return answer_faulty(out, c, faults);
    if (!asked_act(&ok, &done, out, c, &x, e))
        return false;
    return !ok || answer_done(out,
                              asked_address(c, "/drafts/",
                                            arena_dup(c->arena, event_text(&done.event, "id"))),
                              N_("The draft is posted."));
}

/* ---- one draft -------------------------------------------------------------------------------*/

static const struct web_field draft_fields[] = {
    {.name = "page", .kind = WEB_INTEGER, .label = N_("Page")},
};

static bool
get_draft(struct answer *out, struct call *c, struct err *e)
{
    struct asked_draft x;
    if (!asked_draft(&x, c->params[1], out, c, e))
        return false;
    if (!x.draft)
        return true;
    uint64_t page;
    if (!slice_to_u64(given_get(&c->given, "page"), &page) || page > DRAFT_CLAUSES_MAX)
        page = 1;
    if (!view_draft(&out->view, x.look, x.posted, x.draft, (size_t)page, e))
        return false;
    out->title =
        arena_printf(c->arena, "%.*s · %.*s", SL_FMT(in_language(c, json_get(out->view, "name"))),
                     SL_FMT(c->params[1]));
    return c->json || !is_true(out->view, "may_comment") ||
           form_among(out, c, "comment.file", NULL, e);
}

static bool
get_file(struct answer *out, struct call *c, struct err *e)
{
    const struct project *p;
    enum viewer_text shown;
    if (!asked_project(&p, out, c, e))
        return false;
    const struct draft_posted *d = p ? project_draft(p, c->params[1]) : NULL;
    if (!d)
        return !p || answer_missing(out, N_("The project has no such draft."));
    if (!viewer_object(&shown, &out->body, &c->viewer, d->file, project_body(p), e))
        return false;
    switch (shown) {
    case VIEWER_FORGOTTEN:
        return answer_missing(out, N_("This draft was deleted. The record keeps its digest."));
    case VIEWER_HIDDEN:
        return answer_forbidden(out, N_("This draft is kept inside the body that drafts it."));
    case VIEWER_TEXT:
        break;
    }
    out->type = SL("application/yaml; charset=utf-8");
    out->attachment =
        arena_printf(c->arena, "%.*s-%.*s.yaml", SL_FMT(c->params[0]), SL_FMT(c->params[1]));
    return true;
}

/* ---- two drafts ------------------------------------------------------------------------------*/

static const struct web_field diff_fields[] = {
    {.name = "on",
     .kind = WEB_DATE,
     .label = N_("As of"),
     .hint = N_("The day for which the meaning is asked; today where it is left empty.")},
};

static bool
get_diff(struct answer *out, struct call *c, struct err *e)
{
    struct asked_draft to, from;
    date_t on = date_of_seconds(c->now);
    struct slice day = given_get(&c->given, "on");
    if (!asked_draft(&to, c->params[1], out, c, e))
        return false;
    if (!to.draft)
        return true;
    if (!asked_draft(&from, c->params[2], out, c, e))
        return false;
    if (!from.draft)
        return true;
    if (day.n && !date_parse(day, &on))
        on = date_of_seconds(c->now);
    return view_draft_diff(&out->view, to.look, from.posted, to.posted, on, e);
}

/* ---- rows ------------------------------------------------------------------------------------*/

static const struct route rows[] = {
    {.method = HTTP_GET,
     .path = "/projects/{project}/drafts",
     .name = "project.drafts",
     .summary = N_("Drafts of a project"),
     .shape = "drafts",
     .page = "drafts",
     .run = get_drafts},
    {.method = HTTP_POST,
     .path = "/projects/{project}/drafts",
     .name = "drafts.upload",
     .summary = N_("Post a draft"),
     .access = ROUTE_SIGNED_IN,
     .scope = SCOPE_ACT,
     .guard = GUARD_FORM,
     .body_max = HTTP_UPLOAD_MAX,
     .fields = upload_fields,
     .nfields = COUNT_OF(upload_fields),
     .shape = "done",
     .run = post_upload},
    {.method = HTTP_GET,
     .path = "/projects/{project}/drafts/{draft}",
     .name = "project.draft",
     .summary = N_("A draft, side by side"),
     .fields = draft_fields,
     .nfields = COUNT_OF(draft_fields),
     .shape = "draft",
     .page = "draft",
     .run = get_draft},
    {.method = HTTP_GET,
     .path = "/projects/{project}/drafts/{draft}/file",
     .name = "draft.file",
     .summary = N_("The file of a draft"),
     .type = "application/yaml; charset=utf-8",
     .run = get_file},
    {.method = HTTP_GET,
     .path = "/projects/{project}/drafts/{draft}/diff/{from}",
     .name = "draft.diff",
     .summary = N_("What changed from one draft to another"),
     .fields = diff_fields,
     .nfields = COUNT_OF(diff_fields),
     .shape = "draft_diff",
     .page = "draft_diff",
     .run = get_diff},
};
ROUTE_TABLE(draft_routes, rows);
