/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Acts as forms: everything that can happen to a committee, each with a form made from the table of
 * its fields (api/act.h). Pages of other areas link here with values: ?membership=ms-3.
 *
 * Comments, drafts and votes have pages of their own; they are listed, and lead there.
 */
#include "api/act_process.h"
#include "api/view.h"
#include "api/view_act.h"
#include "api/ways.h"
#include "committee/process.h"
#include "web/act_choices.h"
#include "web/act_form.h"
#include "web/act_list.h"
#include "web/act_words.h"
#include "web/form.h"

#define PROJECTS_SHOWN 100 /* of more, those that are under way */
#define OF_OURS 4          /* acting, dry, file, and one to spare */

/* ---- which act -------------------------------------------------------------------------------*/

/* The path is /acts/{type} or /projects/{project}/acts/{type}. */
static bool
of_project(const struct call *c)
{
    return slice_has_prefix(slice_str(c->route->path), SL("/projects/"));
}

static struct slice
project_id(const struct call *c)
{
    return of_project(c) ? c->params[0] : (struct slice){0};
}

static struct slice
type_of(const struct call *c)
{
    return c->params[of_project(c) ? 1 : 0];
}

/* An act that this path takes: one of the committee, or one of a project. Null else. */
static const struct event_kind *
kind_of(const struct call *c)
{
    const struct event_kind *k = event_kind_find(type_of(c));
    bool given = k && (act_form_find(type_of(c)) || strcmp(k->name, ACT_ADOPTS) == 0);
    return given && (k->of_project && !k->opens) == of_project(c) ? k : NULL;
}

static bool
asked(struct act_asked *q, struct call *c, struct err *e)
{
    *q = (struct act_asked){.kind = kind_of(c)};
    return !of_project(c) || office_project(&q->project, c->office, project_id(c), e);
}

/* ---- the fields of its form ------------------------------------------------------------------*/

static struct slice
sent(const struct call *c, const char *name)
{
    for (size_t i = 0; i < c->sent.n; i++)
        if (slice_eq_str(c->sent.v[i].name, name))
            return slice_trim(c->sent.v[i].value);
    return (struct slice){0};
}

/* What was sent and is in no list is for the office to judge, and is shown again as it was. */
static const struct web_choice *
with_sent(struct call *c, const struct web_choice *list, struct slice value)
{
    size_t n = 0;
    for (; list[n].word; n++)
        if (slice_eq_str(value, list[n].word))
            return list;
    if (!id_valid(value))
        return list;
    struct web_choice *more = NEW_ARRAY(c->arena, struct web_choice, n + 2);
    memcpy(more, list, n * sizeof *list);
    more[n] = (struct web_choice){arena_str(c->arena, value), arena_str(c->arena, value)};
    return more;
}

static bool
field_of(struct web_field *out, struct call *c, const struct act_asked *q,
         const struct act_field *f, struct err *e)
{
    const struct web_choice *choices;
    if (!act_choices(&choices, c, q, f, e))
        return false;
    *out = act_field_plain(q->kind, f);
    out->choices = choices;
    if (choices && f->value == ACT_VALUE_ID)
        out->choices = with_sent(c, choices, sent(c, f->name));
    if (choices && out->kind == WEB_ID)
        out->kind = WEB_CHOICE;
    return true;
}

/* Under which mandate; and only asked. */
static bool
fields_beside(struct web_field *out, size_t *n, struct call *c, struct err *e)
{
    const struct web_choice *acting;
    if (!act_acting_choices(&acting, c, e))
        return false;
    for (size_t i = 0; i < nact_fields_beside; i++)
        out[*n + i] = act_fields_beside[i];
    out[*n].kind = acting ? WEB_CHOICE : WEB_HIDDEN;
    out[*n].choices = acting ? with_sent(c, acting, sent(c, ACT_FIELD_ACTING)) : NULL;
    *n += nact_fields_beside;
    return true;
}

static bool
adopting_fields(struct web_field *out, size_t *n, struct call *c, struct err *e)
{
    const struct web_choice *processes;
    if (!act_process_choices(&processes, c, e))
        return false;
    for (size_t i = 0; i < nact_fields_adopting; i++)
        out[*n + i] = act_fields_adopting[i];
    out[*n].kind = WEB_CHOICE;
    out[*n].choices = processes;
    *n += nact_fields_adopting;
    return true;
}

static bool
fields_post(const struct web_field **out, size_t *n, struct call *c, struct err *e)
{
    struct act_asked q;
    struct act_field *fields;
    size_t nfields;
    struct web_field *v = NEW_ARRAY(c->arena, struct web_field, ACT_FIELDS_MAX + OF_OURS);
    *out = v;
    *n = 0;
    if (!asked(&q, c, e))
        return false;
    if (!q.kind)
        return true;
    if (strcmp(q.kind->name, ACT_ADOPTS) == 0)
        return adopting_fields(v, n, c, e) && fields_beside(v, n, c, e);
    act_fields_sorted(&fields, &nfields, c->arena, q.kind);
    for (size_t i = 0; i < nfields; i++)
        if (!field_of(&v[(*n)++], c, &q, &fields[i], e))
            return false;
    return fields_beside(v, n, c, e);
}

/* The same as values to begin with: none is needed, and of any shape. */
static bool
fields_get(const struct web_field **out, size_t *n, struct call *c, struct err *e)
{
    const struct web_field *v;
    if (!fields_post(&v, n, c, e))
        return false;
    struct web_field *loose = NEW_ARRAY(c->arena, struct web_field, *n + 1);
    for (size_t i = 0; i < *n; i++)
        loose[i] = (struct web_field){.name = v[i].name,
                                      .kind = v[i].kind == WEB_CHOICES ? WEB_CHOICES
                                              : v[i].kind == WEB_LONG  ? WEB_LONG
                                                                       : WEB_TEXT,
                                      .choices = v[i].choices,
                                      .label = v[i].label};
    *out = loose;
    return true;
}

/* ---- views -----------------------------------------------------------------------------------*/

static void
put_project(const struct call *c, struct json_node *view, const struct project *p)
{
    struct json_node *n = json_new_object(c->arena);
    json_put_text(c->arena, n, "id", p->id);
    put_langs(c->arena, n, "title", p->title);
    json_put_node(c->arena, view, "project", n);
}

static bool
put_projects(struct call *c, struct json_node *view, struct err *e)
{
    struct rows rows = {0};
    struct json_node *list = json_new_array(c->arena);
    if (!view_rows(&rows, &c->viewer, ROWS_PROJECT, NULL, 0, e))
        return false;
    for (size_t i = 0; i < rows.n && json_count(list) < PROJECTS_SHOWN; i++) {
        struct json_node *one = json_new_object(c->arena);
        bool active =
            slice_eq_str(view_cell(&rows.v[i], "status"), project_status_name(PROJECT_ACTIVE));
        if (rows.n > PROJECTS_SHOWN && !active)
            continue;
        view_project_row(&c->viewer, one, &rows.v[i]);
        json_push_node(c->arena, list, one);
    }
    json_put_node(c->arena, view, "projects", list);
    return true;
}

/* ---- pages -----------------------------------------------------------------------------------*/

static bool
acts_run(struct answer *out, struct call *c, struct err *e)
{
    const struct project *p = NULL;
    if (of_project(c) && !office_project(&p, c->office, project_id(c), e))
        return false;
    if (of_project(c) && !p)
        return answer_missing(out, N_("There is no such project."));
    out->view = json_new_object(c->arena);
    if (p)
        put_project(c, out->view, p);
    struct act_listing l = {.usual = true};
    if (p) {
        l.project = arena_dup(c->arena, p->id);
        l.body = arena_dup(c->arena, project_body(p));
    }
    if (!act_groups_put(c, "usual", &l, out->view, e))
        return false;
    l.usual = false;
    return act_groups_put(c, "others", &l, out->view, e) && (p || put_projects(c, out->view, e));
}

/* Another page has it, or there is no such act. */
static bool
not_here(struct answer *out, struct call *c)
{
    const struct act_elsewhere *x = act_elsewhere_find(type_of(c));
    if (x && x->address && of_project(c)) {
        out->location =
            arena_printf(c->arena, "/projects/%.*s%s", SL_FMT(project_id(c)), x->address);
        return true;
    }
    return answer_missing(out, N_("There is no such act."));
}

/* What a secretary enters about others: they see it as the secretariat's word, not theirs. */
static bool
on_behalf(const struct call *c, const struct event_kind *k)
{
    static const char *const types[] = {
        "mandate.ended",      "mandate.granted",      "membership.ended",
        "membership.granted", "organisation.changed", "person.registered",
    };
    for (size_t i = 0; i < COUNT_OF(types); i++)
        if (strcmp(types[i], k->name) == 0)
            return viewer_keeps(&c->viewer);
    return false;
}

/* Of a stage to enter: each way with what stands in it. The project is stale afterwards. */
static bool
put_ways(struct call *c, const struct act_asked *q, struct json_node *view, struct err *e)
{
    struct ways ways;
    struct json_node *list = json_new_array(c->arena);
    if (strcmp(q->kind->name, "stage.entered") != 0)
        return true;
    if (!ways_on(&ways, &c->viewer, q->project, NULL, e))
        return false;
    for (size_t i = 0; i < ways.n; i++) {
        const struct way *w = &ways.v[i];
        struct json_node *one = json_new_object(c->arena);
        json_put_text(c->arena, one, "to", w->to);
        put_langs(c->arena, one, "stage", w->stage);
        if (w->refusal.code != REFUSED_NOT)
            put_langs(c->arena, one, "why", (struct langs){w->refusal.en, w->refusal.zh});
        json_push_node(c->arena, list, one);
    }
    json_put_node(c->arena, view, "ways", list);
    return true;
}

static bool
act_page(struct answer *out, struct call *c, struct err *e)
{
    struct act_asked q;
    if (!asked(&q, c, e))
        return false;
    if (of_project(c) && !q.project)
        return answer_missing(out, N_("There is no such project."));
    if (!q.kind)
        return not_here(out, c);
    struct act_card k = act_card_of(c, q.kind->name, project_id(c));
    struct slice body = q.project ? project_body(q.project) : (struct slice){0};
    out->view = json_new_object(c->arena);
    act_card_put(c, out->view, &k, body);
    if (q.project)
        put_project(c, out->view, q.project);
    if (on_behalf(c, q.kind))
        json_put_bool(c->arena, out->view, "on_behalf", true);
    out->title = langs_get(&k.title, c->lang == PAGE_ZH);
    return form_named(&out->form, c, of_project(c) ? "project.act.do" : "act.do", &c->given, e) &&
           put_ways(c, &q, out->view, e);
}

/* The act by its name. */
static struct slice
button(const struct call *c)
{
    const struct event_kind *k = kind_of(c);
    struct langs title =
        k ? act_card_of(c, k->name, project_id(c)).title : (struct langs){{0}, {0}};
    return langs_get(&title, c->lang == PAGE_ZH);
}

/* ---- doing it --------------------------------------------------------------------------------*/

/* "ms-3" is a seat of an organisation; what concerns an organisation leads to its page. */
static struct slice
organisation_of(const struct call *c, const struct event *ev)
{
    const struct committee *s = &c->office->committee;
    const struct membership *m = committee_membership(s, event_text(ev, "membership"));
    const struct mandate *w = committee_mandate(s, event_text(ev, "mandate"));
    struct slice id = event_text(ev, "organisation");
    if (m)
        return m->organisation;
    if (w)
        return w->organisation;
    if (slice_has_prefix(slice_str(ev->kind->name), SL("organisation.")) && !id.n)
        return event_text(ev, "id");
    return id;
}

/* Where people look next. */
static struct slice
location_of(const struct call *c, const struct event *ev)
{
    struct arena *a = c->arena;
    struct slice type = slice_str(ev->kind->name), ballot = event_text(ev, "ballot");
    if (slice_eq_str(type, "ballot.opened"))
        ballot = event_text(ev, "id");
    if (ev->project.n && ballot.n)
        return arena_printf(a, "/projects/%.*s/ballots/%.*s", SL_FMT(ev->project), SL_FMT(ballot));
    if (ev->project.n && event_text(ev, "comment").n)
        return arena_printf(a, "/projects/%.*s/comments/%.*s", SL_FMT(ev->project),
                            SL_FMT(event_text(ev, "comment")));
    if (ev->project.n)
        return arena_printf(a, "/projects/%.*s", SL_FMT(ev->project));
    if (slice_has_prefix(type, SL("group."))) {
        struct slice id = event_text(ev, "group");
        id = id.n ? id : event_text(ev, "id");
        return arena_printf(a, "/groups/%.*s", SL_FMT(id));
    }
    if (slice_eq_str(type, ACT_ADOPTS))
        return arena_printf(a, "/processes/%.*s", SL_FMT(event_text(ev, "id")));
    struct slice organisation = organisation_of(c, ev);
    if (organisation.n)
        return arena_printf(a, "/organisations/%.*s", SL_FMT(organisation));
    return SL("/acts");
}

/* Of the program, or the file. False with faults, or with *e. */
static bool
process_given(struct process *out, struct call *c, struct given_faults *f, struct err *e)
{
    struct slice id = given_get(&c->given, "process"), file = given_get(&c->given, "file");
    struct processes all;
    struct err why = {0};
    /* Files are read for those alone who could adopt them: the rest is the office's to say. */
    if (file.n && !viewer_holds(&c->viewer, MAY_LEAD, SL(BODY_COMMITTEE)))
        return given_fault(f, c->arena, "file",
                           SL("A process of one's own is adopted by the secretary or the chair."),
                           SL("自行编写的工作程序由秘书或主任委员采用。"));
    if (file.n && process_from_yaml(out, c->arena, SL("process.yaml"), file, &why))
        return true;
    if (file.n)
        return given_fault(f, c->arena, "file", arena_dup(c->arena, slice_str(why.msg)),
                           SL("该文件不是有效的工作程序：请对照手册检查其格式。"));
    if (!act_processes(&all, c, e))
        return false;
    const struct process *p = processes_find(&all, id);
    if (!p)
        return given_missing(f, c->arena, "process");
    *out = *p;
    return true;
}

static bool
adopting(struct act *x, struct call *c, struct given_faults *f, struct err *e)
{
    struct process *p = NEW(c->arena, struct process);
    return process_given(p, c, f, e) &&
           process_request(x, &c->viewer, p, given_get(&c->given, "reason"), f);
}

static bool
taken(struct act *x, struct call *c, const struct event_kind *k, struct given_faults *f,
      struct err *e)
{
    static const char *const beside[] = {"dry", NULL};
    if (strcmp(k->name, ACT_ADOPTS) == 0)
        return adopting(x, c, f, e);
    return act_take(x, &c->viewer, k, project_id(c), &c->given, beside, f);
}

/* The form again, with what was typed but files, so that it can be done now. */
static struct slice
form_again(const struct call *c, const struct event_kind *k)
{
    struct slice out = act_address(c, k->name, project_id(c)), mark = SL("?");
    for (size_t i = 0; i < c->given.n; i++) {
        const struct given_field *f = &c->given.v[i];
        if (slice_eq_str(f->name, "dry") || f->file.n)
            continue;
        struct slice value = http_encode(c->arena, f->text);
        if (out.n + f->name.n + value.n + 2 > HTTP_TARGET_MAX)
            break;
        out = arena_printf(c->arena, "%.*s%.*s%.*s=%.*s", SL_FMT(out), SL_FMT(mark),
                           SL_FMT(f->name), SL_FMT(value));
        mark = SL("&");
    }
    return out;
}

static bool
act_do(struct answer *out, struct call *c, struct err *e)
{
    const struct event_kind *k = kind_of(c);
    struct given_faults faults = {0};
    struct office_done done = {0};
    struct act x = {0};
    struct act_how how = {.acting = given_get(&c->given, ACT_FIELD_ACTING),
                          .once = c->once,
                          .dry = slice_eq_str(given_get(&c->given, "dry"), "1")};
    if (!k)
        return not_here(out, c);
    if (!taken(&x, c, k, &faults, e))
        return faults.n ? answer_faulty(out, c, &faults) : false;
    if (!act_run(&done, &c->viewer, &x, &how, e))
        return false;
    if (done.answer == OFFICE_REFUSED)
        return answer_refused(out, c, &done.refusal);
    out->view = view_act_done(c->arena, &done, how.dry);
    if (how.dry && !c->json)
        return answer_done(out, form_again(c, k), N_("This would be allowed. Nothing was done."));
    return answer_done(out, location_of(c, &done.event),
                       done.answer == OFFICE_REPEATED
                           ? N_("This was done before; it counts once.")
                           : N_("It is done, and stands in the record."));
}

/* ---- for programs: an operation for each act -------------------------------------------------*/

/* The i-th act that these addresses stand for; null behind the last. */
static const char *
member_type(bool inside, size_t i)
{
    for (size_t k = 0; k < nact_listed; k++) {
        const struct event_kind *kind = event_kind_find(slice_str(act_listed[k]));
        bool own =
            act_form_find(slice_str(act_listed[k])) || strcmp(act_listed[k], ACT_ADOPTS) == 0;
        if (own && (kind->of_project && !kind->opens) == inside && i-- == 0)
            return act_listed[k];
    }
    return NULL;
}

static const struct route *
members(const struct route *r, struct arena *a, size_t i)
{
    bool inside = slice_has_prefix(slice_str(r->path), SL("/projects/"));
    const char *type = member_type(inside, i);
    if (!type)
        return NULL;
    const struct act_form *f = act_form_find(slice_str(type));
    struct slice head = slice_sub(slice_str(r->path), 0, strlen(r->path) - strlen("{type}"));
    struct route *one = NEW(a, struct route);
    *one = *r;
    one->path = arena_str(a, arena_printf(a, "%.*s%s", SL_FMT(head), type));
    one->name = arena_str(a, arena_printf(a, "%s.%s", r->name, type));
    one->summary = arena_str(a, f ? f->title.en : act_elsewhere_find(slice_str(type))->title.en);
    one->fields_of = NULL;
    one->members = NULL;
    if (r->method == HTTP_POST)
        act_form_plain(one, a, event_kind_find(slice_str(type)));
    return one;
}

/* ---- rows ------------------------------------------------------------------------------------*/

static const struct route rows[] = {
    {
        .method = HTTP_GET,
        .path = "/acts",
        .name = "acts",
        .summary = N_("What you may do"),
        .access = ROUTE_SIGNED_IN,
        .scope = SCOPE_READ,
        .shape = "acts",
        .page = "acts",
        .run = acts_run,
    },
    {
        .method = HTTP_GET,
        .path = "/projects/{project}/acts",
        .name = "project.acts",
        .summary = N_("What you may do in this project"),
        .access = ROUTE_SIGNED_IN,
        .scope = SCOPE_READ,
        .shape = "acts",
        .page = "acts",
        .run = acts_run,
    },
    {
        .method = HTTP_GET,
        .path = "/acts/{type}",
        .name = "act",
        .summary = N_("An act, and its form"),
        .access = ROUTE_SIGNED_IN,
        .scope = SCOPE_READ,
        .shape = "act",
        .page = "act",
        .fields_of = fields_get,
        .members = members,
        .run = act_page,
    },
    {
        .method = HTTP_GET,
        .path = "/projects/{project}/acts/{type}",
        .name = "project.act",
        .summary = N_("An act in a project, and its form"),
        .access = ROUTE_SIGNED_IN,
        .scope = SCOPE_READ,
        .shape = "act",
        .page = "act",
        .fields_of = fields_get,
        .members = members,
        .run = act_page,
    },
    {
        .method = HTTP_POST,
        .path = "/acts/{type}",
        .name = "act.do",
        .summary = N_("Do an act of the committee"),
        .access = ROUTE_SIGNED_IN,
        .scope = SCOPE_ACT,
        .guard = GUARD_FORM,
        .body_max = HTTP_UPLOAD_MAX,
        .fields_of = fields_post,
        .members = members,
        .button = button,
        .shape = "act_done",
        .run = act_do,
    },
    {
        .method = HTTP_POST,
        .path = "/projects/{project}/acts/{type}",
        .name = "project.act.do",
        .summary = N_("Do an act of a project"),
        .access = ROUTE_SIGNED_IN,
        .scope = SCOPE_ACT,
        .guard = GUARD_FORM,
        .body_max = HTTP_UPLOAD_MAX,
        .fields_of = fields_post,
        .members = members,
        .button = button,
        .shape = "act_done",
        .run = act_do,
    },
};
ROUTE_TABLE(act_routes, rows);

static const struct shape shapes[] = {
    {"acts", "project?:act_project, usual:[act_group], others:[act_group], projects?:[project_ref]",
     "What there is to do; first what the mandates of who asks are usually good for."},
    {"act_project", "id:id, title:langs", NULL},
    {"act_way", "to:id, stage:langs, why?:langs", "A stage to enter; why not now."},
    {"act_group", "name:langs, acts:[act]", NULL},
    {"act",
     "type:text, title:langs, about:langs, group:langs, address:text, usual:bool, who:[word], "
     "later?:langs, on_behalf?:bool, project?:act_project, "
     "ways?:[act_way]",
     "An act: who usually does it, and where its form is."},
};
SHAPE_TABLE(act_shapes, shapes);
