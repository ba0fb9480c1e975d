/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Comments: the table of a project, one of them, a new one, and the desk at which they are
 * answered.
 */
#include "api/act_comment.h"
#include "web/asked.h"
#include "web/form.h"

static bool
is_true(const struct json_node *n, const char *key)
{
    const struct json_node *v = json_get(n, key);
    return v && v->type == JSON_BOOL && v->b;
}

/* ---- the table -------------------------------------------------------------------------------*/

static const struct web_choice sorts[] = {
    {"number", N_("as filed")}, {"clause", N_("by clause")},
    {"type", N_("by type")},    {"organisation", N_("by organisation")},
    {"state", N_("by state")},  {NULL, NULL}};
static const struct web_field table_fields[] = {
    {.name = "draft", .kind = WEB_ID, .label = N_("Draft")},
    {.name = "clause", .kind = WEB_ID, .label = N_("Clause")},
    {.name = "type", .kind = WEB_ID, .label = N_("Type")},
    {.name = "organisation", .kind = WEB_ID, .label = N_("Organisation")},
    {.name = "language", .kind = WEB_ID, .label = N_("Language")},
    {.name = "state", .kind = WEB_ID, .label = N_("State")},
    {.name = "sort", .kind = WEB_CHOICE, .choices = sorts, .label = N_("Order")},
    {.name = "page", .kind = WEB_INTEGER, .label = N_("Page")},
};

static bool
get_comments(struct answer *out, struct call *c, struct err *e)
{
    const struct project *p;
    const struct given *g = &c->given;
    uint64_t page = 1;
    if (!asked_project(&p, out, c, e))
        return false;
    if (!p)
        return true;
    if (!slice_to_u64(given_get(g, "page"), &page) || page > 1000000)
        page = 1;
    const struct comments_query q = {.draft = given_get(g, "draft"),
                                     .clause = given_get(g, "clause"),
                                     .type = given_get(g, "type"),
                                     .organisation = given_get(g, "organisation"),
                                     .language = given_get(g, "language"),
                                     .state = given_get(g, "state"),
                                     .sort = given_get(g, "sort"),
                                     .page = (size_t)page};
    return view_comments(&out->view, asked_look(c, p), &q, e);
}

/* ---- one of them -----------------------------------------------------------------------------*/

/* *x is null where it was answered. */
static bool
comment_asked(const struct project **p, const struct comment **x, struct answer *out,
              struct call *c, struct err *e)
{
    *x = NULL;
    if (!asked_project(p, out, c, e))
        return false;
    if (*p)
        *x = project_comment(*p, c->params[1]);
    return !*p || *x ? true : answer_missing(out, N_("There is no such comment."));
}

static bool
get_comment(struct answer *out, struct call *c, struct err *e)
{
    const struct project *p;
    const struct comment *x;
    if (!comment_asked(&p, &x, out, c, e))
        return false;
    if (!x)
        return true;
    if (!view_comment_page(&out->view, asked_look(c, p), x, e))
        return false;
    out->title = arena_printf(c->arena, "%.*s · %.*s", SL_FMT(c->params[1]), SL_FMT(c->params[0]));
    return c->json || !is_true(out->view, "may_withdraw") ||
           form_among(out, c, "comment.withdraw", NULL, e);
}

static const struct web_field withdraw_fields[] = {
    {.name = "reason",
     .kind = WEB_TEXT,
     .label = N_("Why"),
     .hint = N_("It stands in the record.")},
};

/* The act of that type with these data. */
static bool
plain_act(bool *ok, struct answer *out, struct call *c, const char *type, struct json_node *data,
          struct err *e)
{
    struct office_done done;
    const struct act x = {
        .kind = event_kind_find(slice_str(type)), .project = c->params[0], .data = data};
    return asked_act(ok, &done, out, c, &x, e);
}

static bool
post_withdraw(struct answer *out, struct call *c, struct err *e)
{
    struct json_node *data = json_new_object(c->arena);
    bool ok;
    json_put_text(c->arena, data, "comment", c->params[1]);
    json_put_text_if(c->arena, data, "reason", given_get(&c->given, "reason"));
    if (!plain_act(&ok, out, c, "comment.withdrawn", data, e))
        return false;
    return !ok || answer_done(out, asked_address(c, "/comments/", c->params[1]),
                              N_("The comment is withdrawn. It stays in the record."));
}

/* ---- a new one -------------------------------------------------------------------------------*/

static const struct web_choice types[] = {
    {"te", N_("technical")}, {"ed", N_("editorial")}, {"ge", N_("general")}, {NULL, NULL}};
static const struct web_choice languages[] = {
    {"zh", N_("Chinese")}, {"en", N_("English")}, {NULL, NULL}};

static const struct web_field place_fields[] = {
    {.name = "clause", .kind = WEB_ID, .label = N_("Clause")},
};

static const struct web_field comment_fields[] = {
    {.name = "clause", .kind = WEB_HIDDEN, .label = N_("Clause")},
    {.name = "type", .kind = WEB_CHOICE, .needed = true, .choices = types, .label = N_("Type")},
    {.name = "text", .kind = WEB_LONG, .needed = true, .label = N_("Comment")},
    {.name = "language",
     .kind = WEB_CHOICE,
     .choices = languages,
     .label = N_("Language"),
     .hint = N_("Of the comment, and of the text that it quotes. Left empty: by its script.")},
    {.name = "quote",
     .kind = WEB_LONG,
     .max = ANCHOR_QUOTE_MAX,
     .label = N_("Words of the clause"),
     .hint = N_("That the comment is about, exactly as they stand there.")},
    {.name = "replace",
     .kind = WEB_LONG,
     .label = N_("What should stand in their place"),
     .hint = N_("It is shown as a change of the text.")},
    {.name = "proposed",
     .kind = WEB_LONG,
     .label = N_("Proposed change, in words"),
     .hint = N_("Where it is not a matter of replacing words.")},
    {.name = "element", .kind = WEB_TEXT, .max = 100, .label = N_("Paragraph, figure or table")},
    {.name = "public", .kind = WEB_FLAG, .label = N_("Entered for somebody outside")},
    {.name = "from", .kind = WEB_TEXT, .label = N_("Who says so, where it is of the public")},
};

static bool
show_place(struct answer *out, struct call *c, struct slice clause, struct err *e)
{
    struct asked_draft x;
    struct given values = {0};
    if (!asked_draft(&x, c->params[1], out, c, e))
        return false;
    if (!x.draft)
        return true;
    const struct clause *at = clause.n ? draft_clause(x.draft, clause) : NULL;
    if (clause.n && !at)
        return answer_missing(out, N_("The draft has no such clause."));
    given_add(&values, c->arena, SL("clause"), clause);
    return view_comment_place(&out->view, x.look, x.posted, x.draft, at, e) &&
           (c->json || form_among(out, c, "comment.file", &values, e));
}

/* Also shown again, with what was sent to the form: then the clause is one of its fields. */
static bool
get_place(struct answer *out, struct call *c, struct err *e)
{
    return show_place(out, c, asked_sent(c, "clause"), e);
}

static bool
post_comment(struct answer *out, struct call *c, struct err *e)
{
    struct asked_draft x;
    struct given_faults *faults = NEW(c->arena, struct given_faults);
    struct comment_given given;
    struct office_done done;
    struct act act = {0};
    bool ok;
    if (!asked_draft(&x, c->params[1], out, c, e))
        return false;
    if (!x.draft)
        return true;
    if (!comment_take(&given, c->arena, &c->given, faults))
        return answer_faulty(out, c, faults);
    given.draft = x.posted->id;
    if (!comment_request(&act, &x.look->drafts, &given, faults, e))
        return faults->n && answer_faulty(out, c, faults);
    if (!asked_act(&ok, &done, out, c, &act, e))
        return false;
    struct slice id = arena_dup(c->arena, ok ? event_text(&done.event, "id") : (struct slice){0});
    return !ok || answer_done(out,
                              arena_printf(c->arena, "/projects/%.*s/drafts/%.*s#comment-%.*s",
                                           SL_FMT(c->params[0]), SL_FMT(c->params[1]), SL_FMT(id)),
                              done.answer == OFFICE_REPEATED
                                  ? N_("This comment was filed before; it stands there once.")
                                  : N_("The comment is filed."));
}

/* ---- the desk of answers ---------------------------------------------------------------------*/

static const struct web_field desk_fields[] = {
    {.name = "comment", .kind = WEB_ID, .label = N_("Comment")},
    {.name = "after", .kind = WEB_ID, .label = N_("Behind comment")},
};

static const struct web_choice decisions[] = {{"accepted", N_("accepted")},
                                              {"partly", N_("accepted in part")},
                                              {"not-accepted", N_("not accepted")},
                                              {"noted", N_("noted")},
                                              {NULL, NULL}};
static const struct web_field dispose_fields[] = {
    {.name = "comment", .kind = WEB_HIDDEN, .needed = true, .label = N_("Comment")},
    {.name = "decision",
     .kind = WEB_CHOICE,
     .needed = true,
     .choices = decisions,
     .label = N_("Decision")},
    {.name = "reason",
     .kind = WEB_LONG,
     .label = N_("Reason"),
     .hint = N_("Needed where a comment is accepted in part or not at all. It stands in the public "
                "record.")},
    {.name = "applied-in",
     .kind = WEB_ID,
     .label = N_("Applied in draft"),
     .hint = N_("A later draft in which the text was changed so: d-2.")},
};

static bool
get_desk(struct answer *out, struct call *c, struct err *e)
{
    const struct project *p;
    struct given values = {0};
    if (!asked_project(&p, out, c, e))
        return false;
    if (!p)
        return true;
    /* Shown again, it is the comment of the form. */
    if (!view_disposition_desk(&out->view, asked_look(c, p), asked_sent(c, "comment"),
                               given_get(&c->given, "after"), e))
        return false;
    const struct json_node *at = json_get(out->view, "at");
    given_add(&values, c->arena, SL("comment"), json_text(json_get(at, "id")));
    return c->json || !at || !is_true(out->view, "may_dispose") ||
           form_among(out, c, "comment.dispose", &values, e);
}

static bool
post_dispose(struct answer *out, struct call *c, struct err *e)
{
    struct given_faults *faults = NEW(c->arena, struct given_faults);
    struct office_done done;
    struct act x = {0};
    bool ok;
    if (!act_take(&x, &c->viewer, event_kind_find(SL("disposition.set")), c->params[0], &c->given,
                  NULL, faults))
        return answer_faulty(out, c, faults);
    if (!asked_act(&ok, &done, out, c, &x, e))
        return false;
    return !ok ||
           answer_done(out,
                       asked_address(c, "/dispositions?after=", given_get(&c->given, "comment")),
                       N_("The answer is recorded. Here is the next comment."));
}

/* ---- rows ------------------------------------------------------------------------------------*/

#define ACT .access = ROUTE_SIGNED_IN, .scope = SCOPE_ACT, .guard = GUARD_FORM, .shape = "done"
#define FIELDS(f) .fields = (f), .nfields = COUNT_OF(f)

static const struct route rows[] = {
    {.method = HTTP_GET,
     .path = "/projects/{project}/comments",
     .name = "project.comments",
     .summary = N_("Comments of a project"),
     FIELDS(table_fields),
     .shape = "comments",
     .page = "comments",
     .run = get_comments},
    {.method = HTTP_GET,
     .path = "/projects/{project}/comments/{comment}",
     .name = "project.comment",
     .summary = N_("A comment and its answer"),
     .shape = "comment_page",
     .page = "comment",
     .run = get_comment},
    {.method = HTTP_POST,
     .path = "/projects/{project}/comments/{comment}/withdraw",
     .name = "comment.withdraw",
     .summary = N_("Withdraw a comment"),
     ACT,
     FIELDS(withdraw_fields),
     .run = post_withdraw},
    {.method = HTTP_GET,
     .path = "/projects/{project}/drafts/{draft}/comment",
     .name = "comment.place",
     .summary = N_("Comment on a draft"),
     FIELDS(place_fields),
     .shape = "comment_place",
     .page = "comment_place",
     .run = get_place},
    {.method = HTTP_POST,
     .path = "/projects/{project}/drafts/{draft}/comment",
     .name = "comment.file",
     .summary = N_("File a comment"),
     ACT,
     FIELDS(comment_fields),
     .run = post_comment},
    {.method = HTTP_GET,
     .path = "/projects/{project}/dispositions",
     .name = "project.dispositions",
     .summary = N_("Answering the comments"),
     FIELDS(desk_fields),
     .shape = "disposition_desk",
     .page = "dispositions",
     .run = get_desk},
    {.method = HTTP_POST,
     .path = "/projects/{project}/dispositions",
     .name = "comment.dispose",
     .summary = N_("Answer a comment"),
     ACT,
     FIELDS(dispose_fields),
     .run = post_dispose},
};
ROUTE_TABLE(comment_routes, rows);
