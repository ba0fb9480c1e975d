/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tables of comments: out in both forms, in with a look at every row before anything is filed.
 */
#include "api/act_desk.h"
#include "api/import.h"
#include "api/may.h"
#include "web/asked.h"
#include "web/form.h"
#include "web/worker.h"

#define TABLE_DEADLINE_MS 20000

/* ---- out -------------------------------------------------------------------------------------*/

static const struct web_field export_fields[] = {
    {.name = "draft", .kind = WEB_ID, .label = N_("Draft")},
    {.name = "clause", .kind = WEB_ID, .label = N_("Clause")},
    {.name = "type", .kind = WEB_ID, .label = N_("Type")},
    {.name = "organisation", .kind = WEB_ID, .label = N_("Organisation")},
    {.name = "language", .kind = WEB_ID, .label = N_("Language")},
    {.name = "state", .kind = WEB_ID, .label = N_("State")},
    {.name = "sort", .kind = WEB_ID, .label = N_("Order")},
};

static bool
style_of(struct comment_form_style *s, struct slice name)
{
    static const struct {
        const char *name;
        enum comment_form_kind kind;
        enum comment_form_format format;
    } tables[] = {{"iso.csv", COMMENT_FORM_ISO, COMMENT_FORM_CSV},
                  {"iso.xlsx", COMMENT_FORM_ISO, COMMENT_FORM_XLSX},
                  {"gb.csv", COMMENT_FORM_GB, COMMENT_FORM_CSV},
                  {"gb.xlsx", COMMENT_FORM_GB, COMMENT_FORM_XLSX}};
    for (size_t i = 0; i < COUNT_OF(tables); i++)
        if (slice_eq_str(name, tables[i].name)) {
            *s = (struct comment_form_style){tables[i].kind, tables[i].format, true};
            return true;
        }
    return false;
}

/* A reason as the viewer may see it. */
static bool
reason_of(struct slice *out, struct comment_look *l, struct slice digest, struct err *e)
{
    struct json_node *n = json_new_object(l->v->arena);
    if (!view_text(l->v, n, "reason", digest, l->body, e))
        return false;
    *out = json_text(json_get(json_get(n, "reason"), "text"));
    return true;
}

static bool
put_rows(struct comment_form *f, struct call *c, struct comment_look *l, struct err *e)
{
    const struct given *g = &c->given;
    const struct comments_query q = {.draft = given_get(g, "draft"),
                                     .clause = given_get(g, "clause"),
                                     .type = given_get(g, "type"),
                                     .organisation = given_get(g, "organisation"),
                                     .language = given_get(g, "language"),
                                     .state = given_get(g, "state"),
                                     .sort = given_get(g, "sort")};
    const struct comment **v;
    size_t n;
    comments_find(&v, &n, l, &q);
    struct comment_row *rows = NEW_ARRAY(c->arena, struct comment_row, n + 1);
    for (size_t i = 0; i < n; i++) {
        struct comment_seen *s = NEW(c->arena, struct comment_seen);
        struct slice reason;
        if (v[i]->withdrawn)
            continue;
        if (!comment_see(s, l, v[i], e) || !reason_of(&reason, l, v[i]->reason, e))
            return false;
        const struct table_comment t = {v[i], s->shown == VIEWER_TEXT ? &s->object : NULL,
                                        comment_look_draft(l, v[i]->draft), reason};
        rows[f->n++] = table_row(l->v, &t, f->kind == COMMENT_FORM_GB);
    }
    f->rows = rows;
    return true;
}

static bool
get_table(struct answer *out, struct call *c, struct err *e)
{
    const struct project *p;
    struct comment_form_style style;
    struct comment_form f = {0};
    if (!asked_project(&p, out, c, e))
        return false;
    if (!p)
        return true;
    if (!style_of(&style, c->params[1]))
        return answer_missing(out, N_("There is no such table."));
    f.kind = style.kind;
    table_head(&f.head, &c->viewer, p, style.kind == COMMENT_FORM_GB);
    if (!put_rows(&f, c, asked_look(c, p), e) ||
        !comment_form_write(&out->body, c->arena, &f, &style, e))
        return false;
    out->type = style.format == COMMENT_FORM_CSV
                    ? SL("text/csv; charset=utf-8")
                    : SL("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
    out->attachment =
        arena_printf(c->arena, "%.*s-comments-%.*s", SL_FMT(c->params[0]), SL_FMT(c->params[1]));
    return true;
}

/* ---- in --------------------------------------------------------------------------------------*/

/* By whom a table is taken: who works at a desk, or the secretariat for the public. */
static const struct mandate *
hand_of(const struct call *c, const struct project *p)
{
    const struct mandate *m = may_sit(&c->viewer, p);
    for (size_t i = 0; !m && i < c->viewer.nmandates; i++)
        if (c->viewer.mandates[i]->kind == MANDATE_SECRETARY)
            m = c->viewer.mandates[i];
    return m;
}

/* *ready false where it was answered. */
static bool
import_asked(struct import *x, const struct project **p, bool *ready, struct answer *out,
             struct call *c, struct err *e)
{
    *ready = false;
    if (!asked_project(p, out, c, e))
        return false;
    if (!*p)
        return true;
    const struct mandate *m = hand_of(c, *p);
    if (!m)
        return answer_forbidden(out,
                                N_("Only delegates, alternates and experts of an organisation, "
                                   "and the secretariat, read tables of comments in."));
    *ready = import_load(x, &c->viewer, c->params[0], m->organisation, e);
    return *ready;
}

static bool
get_import(struct answer *out, struct call *c, struct err *e)
{
    struct import x;
    const struct project *p;
    bool ready;
    if (!import_asked(&x, &p, &ready, out, c, e))
        return false;
    if (!ready)
        return true;
    if (!view_import(&out->view, asked_look(c, p), &x, e))
        return false;
    if (c->json)
        return true;
    return form_among(out, c, "table.upload", NULL, e) &&
           (!x.there || (form_among(out, c, "table.file", NULL, e) &&
                         form_among(out, c, "table.drop", NULL, e)));
}

static const struct web_choice types[] = {
    {"te", N_("technical")}, {"ed", N_("editorial")}, {"ge", N_("general")}, {NULL, NULL}};
static const struct web_choice places[] = {
    {"desk", N_("on our desk")}, {"file", N_("filed at once")}, {NULL, NULL}};
static const struct web_field upload_fields[] = {
    {.name = "file",
     .kind = WEB_FILE,
     .needed = true,
     .max = COMMENT_FORM_FILE_MAX,
     .label = N_("File"),
     .hint = N_("CSV or XLSX: the ISO template or the Chinese summary table.")},
    {.name = "to", .kind = WEB_CHOICE, .needed = true, .choices = places, .label = N_("Goes")},
    {.name = "type",
     .kind = WEB_CHOICE,
     .choices = types,
     .label = N_("Type"),
     .hint = N_("Of rows that state none: the Chinese table has no such column.")},
    {.name = "public",
     .kind = WEB_FLAG,
     .label = N_("Comments of people outside; the secretariat enters them")},
};

static bool
file_name(struct slice *out, const struct call *c)
{
    for (size_t i = 0; i < c->given.n; i++)
        if (slice_eq_str(c->given.v[i].name, "file"))
            *out = c->given.v[i].file;
    return out->n > 0;
}

/* The worker reads it; what is wrong with the file is a fault of "file". */
static bool
read_table(struct import *x, struct call *c, struct given_faults *f, struct err *e)
{
    struct slice says;
    struct err why = {0};
    if (worker_run(&says, c->arena, c->portal->workers, WORKER_TABLE, (struct slice){0},
                   given_get(&c->given, "file"), TABLE_DEADLINE_MS, &why) &&
        import_take(x, says, &why))
        return true;
    if (why.code == ERR_SYSTEM)
        return err_set(e, why.code, "%s", why.msg);
    struct slice msg = arena_dup(c->arena, slice_str(why.msg));
    given_fault(f, c->arena, "file",
                arena_printf(c->arena, "The table cannot be read: %.*s", SL_FMT(msg)),
                arena_printf(c->arena, "意见表无法读取：%.*s", SL_FMT(msg)));
    return true;
}

static bool
post_upload(struct answer *out, struct call *c, struct err *e)
{
    struct import x;
    const struct project *p;
    struct given_faults *faults = NEW(c->arena, struct given_faults);
    bool ready;
    if (!import_asked(&x, &p, &ready, out, c, e))
        return false;
    if (!ready)
        return true;
    if (!read_table(&x, c, faults, e))
        return false;
    if (faults->n)
        return answer_faulty(out, c, faults);
    if (!file_name(&x.name, c))
        x.name = SL("table");
    x.to = slice_eq_str(given_get(&c->given, "to"), "desk") ? IMPORT_DESK : IMPORT_FILE;
    x.of_public = given_has(&c->given, "public");
    if (!comment_row_type_read(&x.type, given_get(&c->given, "type")))
        x.type = COMMENT_ROW_UNTYPED;
    return import_save(&x, e) && answer_done(out, asked_address(c, "/tables", (struct slice){0}),
                                             N_("The table was read. Nothing is filed yet."));
}

/* ---- filing ----------------------------------------------------------------------------------*/

/* One row as a comment of the record; under a key of its own, so that it is filed once. */
static bool
file_row(struct import_answer *a, struct call *c, struct comment_look *l, struct import *x,
         const struct comment_row *row, struct err *e)
{
    struct given_faults f = {0};
    struct comment_given g;
    struct office_done done;
    struct act act = {0};
    table_given(&g, row, x->type, x->of_public);
    if (!comment_request(&act, &l->drafts, &g, &f, e))
        return f.n > 0 && (a->why = f.v[0].text, true);
    const struct act_how how = {.once = arena_printf(c->arena, "import:%.*s:%.*s:%lld:%u",
                                                     SL_FMT(c->visitor.account), SL_FMT(x->project),
                                                     (long long)x->at, row->row)};
    if (!act_run(&done, &c->viewer, &act, &how, e))
        return false;
    if (done.answer == OFFICE_REFUSED)
        a->why = (struct langs){done.refusal.en, done.refusal.zh};
    else
        a->id = arena_dup(c->arena, event_text(&done.event, "id"));
    viewer_of(&c->viewer, c->visitor.person); /* the states have moved on */
    return true;
}

static bool
file_rows(struct call *c, struct import *x, struct err *e)
{
    for (size_t i = 0; i < x->n; i++) {
        struct import_answer a = {0};
        const struct project *p;
        if (!office_project(&p, c->office, x->project, e) || !p)
            return false;
        struct comment_look *l = asked_look(c, p);
        if (!import_check(&a, &l->drafts, x, &x->rows[i], e) ||
            (a.done && !file_row(&a, c, l, x, &x->rows[i], e)))
            return false;
        import_answered(x, &a);
    }
    return true;
}

static bool
desk_row(struct import_answer *a, struct desk_sitting *s, struct drafts *d, const struct import *x,
         const struct comment_row *row, struct err *e)
{
    struct arena *arena = x->viewer->arena;
    struct given_faults f = {0};
    struct comment_given g;
    struct desk_text t;
    struct refusal r = {0};
    uint64_t number;
    table_given(&g, row, x->type, false);
    if (!desk_text_of(&t, d, &g, &f, e))
        return f.n > 0 && (a->why = f.v[0].text, true);
    if (desk_prepare(&s->desk, arena, &s->hand, &t, &number, &r))
        a->id = arena_printf(arena, "%llu", (unsigned long long)number);
    else
        a->why = (struct langs){r.en, r.zh};
    return true;
}

static bool
desk_rows(bool *sat, struct call *c, struct import *x, const struct project *p, struct err *e)
{
    struct desk_sitting s;
    const struct mandate *by = may_sit(&c->viewer, p);
    struct comment_look *l = asked_look(c, p);
    *sat = by != NULL;
    if (!by)
        return true;
    bool ok = desk_sit(&s, &c->viewer, p->id, by, true, e);
    for (size_t i = 0; ok && i < x->n; i++) {
        struct import_answer a = {.row = x->rows[i].row};
        ok = desk_row(&a, &s, &l->drafts, x, &x->rows[i], e);
        if (ok)
            import_answered(x, &a);
    }
    ok = ok && desk_keep(&s, e);
    desk_leave(&s);
    return ok;
}

static bool
post_file(struct answer *out, struct call *c, struct err *e)
{
    struct import x;
    const struct project *p;
    bool ready, sat = true;
    if (!import_asked(&x, &p, &ready, out, c, e))
        return false;
    if (!ready)
        return true;
    if (!x.there)
        return answer_missing(out, N_("There is no table to file: read one in first."));
    if (x.answers)
        return answer_stale(out, N_("This table was filed already."));
    if (!(x.to == IMPORT_DESK ? desk_rows(&sat, c, &x, p, e) : file_rows(c, &x, e)))
        return false;
    if (!sat)
        return answer_forbidden(out, N_("Only delegates, alternates and experts of an organisation "
                                        "work at its desk."));
    return import_save(&x, e) &&
           answer_done(out, asked_address(c, "/tables", (struct slice){0}),
                       x.to == IMPORT_DESK ? N_("The rows lie on the desk.")
                                           : N_("The rows that fit are filed."));
}

static bool
post_drop(struct answer *out, struct call *c, struct err *e)
{
    struct import x;
    const struct project *p;
    bool ready;
    if (!import_asked(&x, &p, &ready, out, c, e))
        return false;
    if (!ready)
        return true;
    return import_drop(&x, e) && answer_done(out, asked_address(c, "/tables", (struct slice){0}),
                                             N_("The table is put away."));
}

/* ---- rows ------------------------------------------------------------------------------------*/

#define ACT .access = ROUTE_SIGNED_IN, .scope = SCOPE_ACT, .guard = GUARD_FORM, .shape = "done"
#define FIELDS(f) .fields = (f), .nfields = COUNT_OF(f)

static const struct route rows[] = {
    {.method = HTTP_GET,
     .path = "/projects/{project}/tables",
     .name = "project.tables",
     .summary = N_("A table of comments, read in"),
     .access = ROUTE_SIGNED_IN,
     .shape = "comment_import",
     .page = "tables",
     .run = get_import},
    {.method = HTTP_POST,
     .path = "/projects/{project}/tables",
     .name = "table.upload",
     .summary = N_("Read a table of comments"),
     ACT,
     .body_max = HTTP_UPLOAD_MAX,
     FIELDS(upload_fields),
     .run = post_upload},
    {.method = HTTP_POST,
     .path = "/projects/{project}/tables/file",
     .name = "table.file",
     .summary = N_("File the rows of a table"),
     ACT,
     .run = post_file},
    {.method = HTTP_POST,
     .path = "/projects/{project}/tables/drop",
     .name = "table.drop",
     .summary = N_("Put a table away"),
     ACT,
     .run = post_drop},
    {.method = HTTP_GET,
     .path = "/projects/{project}/tables/{table}",
     .name = "table.export",
     .summary = N_("Comments as a table: iso.csv, iso.xlsx, gb.csv, gb.xlsx"),
     FIELDS(export_fields),
     .type = "text/csv; charset=utf-8, "
             "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
     .run = get_table},
};
ROUTE_TABLE(table_routes, rows);
