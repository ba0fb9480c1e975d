/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The working copy of a draft: all of it, a clause or a condition of it in a form, and
 * what becomes of it: a new revision, or nothing. What two people write at once is not lost: the
 * second is shown what the first wrote.
 */
#include "api/may.h"
#include "api/view_working.h"
#include "base/cleanup.h"
#include "web/asked.h"
#include "web/form.h"

#define SEEN_MAX 200 /* octets of the field */

/* What a request works at. */
struct editing {
    const struct project *project;
    struct comment_look *look;
    struct working working;
    struct working_read read;
    bool ready; /* false: answered */
};

static void
leave(struct editing *x)
{
    if (x->working.viewer)
        working_leave(&x->working);
}
#define AUTO_EDITING CLEANUP(leave) struct editing

/* Whoever may post drafts may change the working copy; it rests on the draft of the address. */
static bool
begin(struct editing *x, struct answer *out, struct call *c, bool write, struct err *e)
{
    struct err why = {0};
    if (!asked_project(&x->project, out, c, e))
        return false;
    if (!x->project)
        return true;
    if (!may_post_draft(&c->viewer, x->project))
        return answer_forbidden(out, N_("Only those who may post a draft now change its working "
                                        "copy: secretariat, convenor, the leading organisation."));
    x->look = asked_look(c, x->project);
    if (!working_open(&x->working, &c->viewer, x->project, write, &why))
        return why.code == ERR_INPUT
                   ? answer_missing(out, N_("There is no draft to change: post one first."))
                   : err_set(e, why.code, "%s", why.msg);
    if (!slice_eq(x->working.from, c->params[1]))
        return answer_stale(out, N_("The working copy rests on another draft by now. Open it from "
                                    "the page of the drafts."));
    if (!working_read(&x->read, &x->working, e))
        return false;
    x->ready = true;
    return true;
}

static struct slice
edit_address(const struct call *c, const char *behind, struct slice id)
{
    return arena_printf(c->arena, "/projects/%.*s/drafts/%.*s/edit%s%.*s", SL_FMT(c->params[0]),
                        SL_FMT(c->params[1]), behind, SL_FMT(id));
}

/* ---- all of it -------------------------------------------------------------------------------*/

static bool
get_all(struct answer *out, struct call *c, struct err *e)
{
    AUTO_EDITING x = {0};
    if (!begin(&x, out, c, false, e))
        return false;
    if (!x.ready)
        return true;
    if (!view_working(&out->view, x.look, &x.read, e))
        return false;
    return c->json || (form_among(out, c, "working.post", NULL, e) &&
                       form_among(out, c, "working.upload", NULL, e) &&
                       form_among(out, c, "working.drop", NULL, e));
}

static const struct web_field post_fields[] = {
    {.name = "with-errors",
     .kind = WEB_FLAG,
     .label = N_("A working draft: post it although it breaks rules of drafting")},
};

/* The text in front of the act, so that what is posted is what was looked at. */
static bool
post_all(struct answer *out, struct call *c, struct err *e)
{
    AUTO_EDITING x = {0};
    struct given_faults *faults = NEW(c->arena, struct given_faults);
    struct office_done done;
    struct act act = {0};
    bool ok;
    if (!begin(&x, out, c, false, e))
        return false;
    if (!x.ready)
        return true;
    working_leave(&x.working);
    if (!draft_request(&act, &c->viewer, c->params[0], x.working.text, &x.read.checked,
                       given_has(&c->given, "with-errors"), faults))
        return answer_faulty(out, c, faults);
    if (!asked_act(&ok, &done, out, c, &act, e))
        return false;
    if (!ok)
        return true;
    struct slice id = arena_dup(c->arena, event_text(&done.event, "id"));
    struct slice posted = arena_dup(c->arena, event_text(&done.event, "file"));
    const struct project *p;
    AUTO_EDITING after = {0};
    if (!office_project(&p, c->office, c->params[0], e) || !p ||
        !working_open(&after.working, &c->viewer, p, true, e))
        return false;
    /* What somebody changed since then stays, and rests on the new draft. */
    bool same = slice_eq(digest_of(c->arena, after.working.text), posted);
    after.working.from = id;
    if (after.working.there &&
        !(same ? working_drop(&after.working, e) : working_keep(&after.working, e)))
        return false;
    return answer_done(out, asked_address(c, "/drafts/", id),
                       N_("The working copy is posted as a new revision."));
}

static bool
post_drop(struct answer *out, struct call *c, struct err *e)
{
    AUTO_EDITING x = {0};
    if (!begin(&x, out, c, true, e))
        return false;
    if (!x.ready)
        return true;
    if (!working_drop(&x.working, e))
        return false;
    return answer_done(out, asked_address(c, "/drafts", (struct slice){0}),
                       N_("The working copy is dropped; the draft is as it was posted."));
}

static const struct web_field replace_fields[] = {
    {.name = "file",
     .kind = WEB_FILE,
     .needed = true,
     .max = DRAFT_FILE_MAX,
     .label = N_("File"),
     .hint = N_("A whole draft as YAML. It takes the place of the working copy.")},
    {.name = "seen", .kind = WEB_HIDDEN, .max = SEEN_MAX, .label = N_("What was seen")},
};

static bool
post_replace(struct answer *out, struct call *c, struct err *e)
{
    AUTO_EDITING x = {0};
    struct given_faults *faults = NEW(c->arena, struct given_faults);
    struct slice file = given_get(&c->given, "file");
    struct draft_checked checked;
    if (!asked_draft_file(faults, c, file, e))
        return false;
    if (!faults->n && !draft_check(&checked, &c->viewer, SL("draft"), file, e))
        return false;
    if (!faults->n && !checked.draft)
        (void)given_fault(faults, c->arena, "file", checked.problems.v[0], checked.problems.v[0]);
    if (faults->n)
        return answer_faulty(out, c, faults);
    if (!begin(&x, out, c, true, e))
        return false;
    if (!x.ready)
        return true;
    working_replace(&x.working, file);
    if (!working_keep(&x.working, e))
        return false;
    return answer_done(out,
                       arena_printf(c->arena, "/projects/%.*s/drafts/%.*s/edit",
                                    SL_FMT(c->params[0]), SL_FMT(x.working.from)),
                       N_("The file is the working copy now."));
}

/* ---- a form of several texts -----------------------------------------------------------------*/

/* A text of a form: its field, what it is of. */
struct text_field {
    const char *name;
    enum edit_part part;
    enum draft_language language;
};

static const struct text_field clause_texts[] = {
    {"title-zh", EDIT_TITLE, DRAFT_ZH},
    {"title-en", EDIT_TITLE, DRAFT_EN},
    {"text-zh", EDIT_TEXT, DRAFT_ZH},
    {"text-en", EDIT_TEXT, DRAFT_EN},
};
static const struct text_field rule_texts[] = {
    {"when", EDIT_WHEN, DRAFT_EN},
    {"must", EDIT_MUST, DRAFT_EN},
};
#define TEXTS_MAX COUNT_OF(clause_texts)

struct text_form {
    const struct text_field *v;
    size_t n;
    struct slice id; /* of the clause or requirement */
};

/* The texts as they stand, and what was seen of each: "1f…,8a…". */
static bool
values_of(struct given *out, struct call *c, const struct working *w, const struct text_form *f,
          struct err *e)
{
    struct edit_file file;
    struct slice seen = {0};
    *out = (struct given){0};
    if (!edit_open(&file, c->arena, SL("draft"), w->text, e))
        return false;
    for (size_t i = 0; i < f->n; i++) {
        struct slice text;
        const struct edit_at at = {f->v[i].part, f->id, f->v[i].language};
        if (!edit_find(&text, &file, &at))
            text = (struct slice){0};
        given_add(out, c->arena, slice_str(f->v[i].name), text);
        seen = arena_printf(c->arena, "%.*s%s%.*s", SL_FMT(seen), i ? "," : "",
                            SL_FMT(working_seen(c->arena, text)));
    }
    given_add(out, c->arena, SL("seen"), seen);
    return true;
}

/* What was typed, each with what its editor had seen of it. */
static void
edits_of(struct working_edit *out, const struct call *c, const struct text_form *f)
{
    struct slice seen = given_get(&c->given, "seen"), one;
    for (size_t i = 0; i < f->n; i++) {
        (void)slice_cut(&seen, ',', &one);
        out[i] = (struct working_edit){.at = {f->v[i].part, f->id, f->v[i].language},
                                       .name = f->v[i].name,
                                       .text = given_get(&c->given, f->v[i].name),
                                       .seen = one};
    }
}

/* What was typed, over what is seen now: sent again, it takes the place of what others wrote. */
static bool
typed_over(struct given *out, struct call *c, const struct working *w, const struct text_form *f,
           struct err *e)
{
    struct given now;
    if (!values_of(&now, c, w, f, e))
        return false;
    *out = (struct given){0};
    for (size_t i = 0; i < f->n; i++)
        given_add(out, c->arena, slice_str(f->v[i].name), given_get(&c->given, f->v[i].name));
    given_add(out, c->arena, SL("seen"), given_get(&now, "seen"));
    return true;
}

#define STALE \
    N_("Somebody else changed this meanwhile. Nothing of yours is lost: it is in the form.")

/* ---- a clause --------------------------------------------------------------------------------*/

static const struct web_field clause_fields[] = {
    {.name = "title-zh", .kind = WEB_TEXT, .max = 4000, .label = N_("Title in Chinese")},
    {.name = "title-en", .kind = WEB_TEXT, .max = 4000, .label = N_("Title in English")},
    {.name = "text-zh", .kind = WEB_LONG, .max = DRAFT_TEXT_MAX, .label = N_("Text in Chinese")},
    {.name = "text-en", .kind = WEB_LONG, .max = DRAFT_TEXT_MAX, .label = N_("Text in English")},
    {.name = "seen", .kind = WEB_HIDDEN, .max = SEEN_MAX, .label = N_("What was seen")},
};

static struct text_form
form_of_clause(const struct call *c)
{
    return (struct text_form){clause_texts, COUNT_OF(clause_texts), c->params[2]};
}

static const struct clause *
clause_asked(const struct editing *x, const struct call *c)
{
    return x->read.checked.draft ? draft_clause(x->read.checked.draft, c->params[2]) : NULL;
}

static bool
show_clause(struct answer *out, struct call *c, struct editing *x, const struct clause *clause,
            const struct working_done *done, struct err *e)
{
    struct text_form f = form_of_clause(c);
    struct given values;
    if (!view_working_clause(&out->view, x->look, &x->read, clause, done, e) ||
        !(done ? typed_over : values_of)(&values, c, &x->working, &f, e))
        return false;
    const struct json_node *heading = json_get(out->view, "heading");
    out->title = json_text(json_get(heading, c->lang == PAGE_ZH ? "zh" : "en"));
    return c->json || form_among(out, c, "working.clause", &values, e);
}

static bool
get_clause(struct answer *out, struct call *c, struct err *e)
{
    AUTO_EDITING x = {0};
    if (!begin(&x, out, c, false, e))
        return false;
    if (!x.ready)
        return true;
    const struct clause *clause = clause_asked(&x, c);
    if (!clause)
        return answer_missing(out, N_("The working copy has no such clause."));
    return show_clause(out, c, &x, clause, NULL, e);
}

static bool
post_clause(struct answer *out, struct call *c, struct err *e)
{
    AUTO_EDITING x = {0};
    struct text_form f = form_of_clause(c);
    struct working_edit edits[TEXTS_MAX];
    struct working_done done;
    struct given_faults *faults = NEW(c->arena, struct given_faults);
    if (!begin(&x, out, c, true, e))
        return false;
    if (!x.ready)
        return true;
    const struct clause *clause = clause_asked(&x, c);
    if (!clause)
        return answer_missing(out, N_("The working copy has no such clause."));
    edits_of(edits, c, &f);
    if (!working_edit(&done, &x.working, edits, f.n, faults, e)) {
        leave(&x);
        return faults->n && answer_faulty(out, c, faults);
    }
    if (done.n) {
        out->status = 409;
        out->problem = slice_str(STALE);
        out->page = "working_clause";
        return show_clause(out, c, &x, clause, &done, e);
    }
    if (done.changed && !working_keep(&x.working, e))
        return false;
    return answer_done(out, edit_address(c, "/clauses/", c->params[2]),
                       done.changed ? N_("Saved in the working copy.")
                                    : N_("Nothing was changed."));
}

/* ---- a requirement ---------------------------------------------------------------------------*/

static const struct web_field rule_fields[] = {
    {.name = "when",
     .kind = WEB_LONG,
     .max = 20000,
     .label = N_("Applies when"),
     .hint = N_("A condition. Left empty: always.")},
    {.name = "must",
     .kind = WEB_LONG,
     .max = 20000,
     .label = N_("Condition"),
     .hint = N_("What has to hold. It is checked against the vocabulary when it is saved.")},
    {.name = "seen", .kind = WEB_HIDDEN, .max = SEEN_MAX, .label = N_("What was seen")},
};

static struct text_form
form_of_rule(const struct call *c)
{
    return (struct text_form){rule_texts, COUNT_OF(rule_texts), c->params[2]};
}

static const struct requirement *
rule_asked(const struct editing *x, const struct call *c)
{
    return x->read.checked.draft ? draft_requirement(x->read.checked.draft, c->params[2]) : NULL;
}

static bool
show_rule(struct answer *out, struct call *c, struct editing *x, const struct requirement *q,
          const struct working_done *done, struct err *e)
{
    struct text_form f = form_of_rule(c);
    struct given values;
    if (!view_working_requirement(&out->view, x->look, &x->read, q, done, e) ||
        !(done ? typed_over : values_of)(&values, c, &x->working, &f, e))
        return false;
    return c->json || form_among(out, c, "working.requirement", &values, e);
}

static bool
get_rule(struct answer *out, struct call *c, struct err *e)
{
    AUTO_EDITING x = {0};
    if (!begin(&x, out, c, false, e))
        return false;
    if (!x.ready)
        return true;
    const struct requirement *q = rule_asked(&x, c);
    if (!q)
        return answer_missing(out, N_("The working copy has no such requirement."));
    return show_rule(out, c, &x, q, NULL, e);
}

/* Both conditions fit the vocabulary. Without a `must` nothing is added: it stays unchecked. */
static bool
conditions_hold(struct given_faults *f, struct call *c, const struct editing *x)
{
    const struct draft *d = x->read.checked.draft;
    bool when =
        working_condition(&c->viewer, d, c->params[2], "when", given_get(&c->given, "when"), f);
    return working_condition(&c->viewer, d, c->params[2], "must", given_get(&c->given, "must"),
                             f) &&
           when;
}

static bool
post_rule(struct answer *out, struct call *c, struct err *e)
{
    AUTO_EDITING x = {0};
    struct text_form f = form_of_rule(c);
    struct working_edit edits[TEXTS_MAX];
    struct working_done done;
    struct given_faults *faults = NEW(c->arena, struct given_faults);
    if (!begin(&x, out, c, true, e))
        return false;
    if (!x.ready)
        return true;
    const struct requirement *q = rule_asked(&x, c);
    if (!q)
        return answer_missing(out, N_("The working copy has no such requirement."));
    edits_of(edits, c, &f);
    if (!conditions_hold(faults, c, &x) ||
        !working_edit(&done, &x.working, edits, f.n, faults, e)) {
        leave(&x);
        return faults->n && answer_faulty(out, c, faults);
    }
    if (done.n) {
        out->status = 409;
        out->problem = slice_str(STALE);
        out->page = "working_requirement";
        return show_rule(out, c, &x, q, &done, e);
    }
    if (done.changed && !working_keep(&x.working, e))
        return false;
    return answer_done(out, edit_address(c, "/requirements/", c->params[2]),
                       done.changed ? N_("Saved in the working copy.")
                                    : N_("Nothing was changed."));
}

/* ---- rows ------------------------------------------------------------------------------------*/

#define EDIT "/projects/{project}/drafts/{draft}/edit"
#define ACT .access = ROUTE_SIGNED_IN, .scope = SCOPE_ACT, .guard = GUARD_FORM, .shape = "done"
#define SHOW .access = ROUTE_SIGNED_IN
#define FIELDS(f) .fields = (f), .nfields = COUNT_OF(f)

static const struct route rows[] = {
    {.method = HTTP_GET,
     .path = EDIT,
     .name = "project.working",
     .summary = N_("The working copy of a draft"),
     SHOW,
     .shape = "working",
     .page = "working",
     .run = get_all},
    {.method = HTTP_POST,
     .path = EDIT "/post",
     .name = "working.post",
     .summary = N_("Post as a new revision"),
     ACT,
     FIELDS(post_fields),
     .run = post_all},
    {.method = HTTP_POST,
     .path = EDIT "/file",
     .name = "working.upload",
     .summary = N_("Take a file as the working copy"),
     ACT,
     .body_max = HTTP_UPLOAD_MAX,
     FIELDS(replace_fields),
     .run = post_replace},
    {.method = HTTP_POST,
     .path = EDIT "/drop",
     .name = "working.drop",
     .summary = N_("Drop the working copy"),
     ACT,
     .run = post_drop},
    {.method = HTTP_GET,
     .path = EDIT "/clauses/{clause}",
     .name = "working.clause.show",
     .summary = N_("A clause of the working copy"),
     SHOW,
     .shape = "working_clause",
     .page = "working_clause",
     .run = get_clause},
    {.method = HTTP_POST,
     .path = EDIT "/clauses/{clause}",
     .name = "working.clause",
     .summary = N_("Save"),
     ACT,
     .body_max = HTTP_FORM_MAX * 2,
     FIELDS(clause_fields),
     .run = post_clause},
    {.method = HTTP_GET,
     .path = EDIT "/requirements/{requirement}",
     .name = "working.requirement.show",
     .summary = N_("A requirement of the working copy"),
     SHOW,
     .shape = "working_requirement",
     .page = "working_requirement",
     .run = get_rule},
    {.method = HTTP_POST,
     .path = EDIT "/requirements/{requirement}",
     .name = "working.requirement",
     .summary = N_("Save"),
     ACT,
     FIELDS(rule_fields),
     .run = post_rule},
};
ROUTE_TABLE(edit_routes, rows);
