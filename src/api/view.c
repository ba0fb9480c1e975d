/* SPDX-License-Identifier: Apache-2.0 */
#include "api/view.h"

#include "api/says.h"
#include "api/terms.h"
#include "office/object.h"

#include <assert.h>

static const struct shape shapes[] = {
    {"organisation_ref", "id:id, name:langs, origin?:word", "an organisation"},
    {"person_ref",
     "id:id, organisation?:organisation_ref, name?:langs, forgotten?:bool, "
     "hidden?:bool",
     "a person; the name may have been deleted, or be kept for members"},
    {"body_ref", "id:id, name:langs, group?:bool, closed?:bool", "the committee or a group"},
    {"mandate_ref",
     "id:id, kind:word, person:person_ref, body:body_ref, from:instant, until?:instant, "
     "ended_at?:instant, holds:bool, project?:id, ballot?:id, for_organisation?:organisation_ref, "
     "entry:int",
     "who may act for an organisation, and until when"},
    {"text_ref", "digest:digest, text?:text, forgotten?:bool, hidden?:bool, file?:bool",
     "a text beside the record; it may have been deleted, or be kept for those inside a body"},
    {"project_ref", "id:id, title:langs, stage:word, status:word", "a project"},
    {"entry_ref",
     "index:int, at:instant, type:word, says:langs, about:text, by:organisation_ref, "
     "project?:id",
     "an entry of the record, in words"},
};
SHAPE_TABLE(view_shapes, shapes);

/* ---- who -------------------------------------------------------------------------------------*/

void
view_organisation(const struct viewer *v, struct json_node *object, const char *key,
                  struct slice id)
{
    struct arena *a = v->arena;
    const struct organisation *o = committee_organisation(&v->office->committee, id);
    struct json_node *n = json_new_object(a);
    json_put_text(a, n, "id", id);
    put_langs(a, n, "name", o ? o->name : (struct langs){id, id});
    if (o)
        put_word(a, n, "origin", slice_str(origin_words[o->origin]), *origin_name(o->origin));
    json_put_node(a, object, key, n);
}

bool
view_person(const struct viewer *v, struct json_node *object, const char *key, struct slice id,
            struct err *e)
{
    struct arena *a = v->arena;
    const struct person *p = committee_person(&v->office->committee, id);
    struct json_node *n = json_new_object(a), profile;
    enum viewer_text shown = VIEWER_HIDDEN;
    struct slice octets;
    json_put_text(a, n, "id", id);
    if (p)
        view_organisation(v, n, "organisation", p->organisation);
    if (p && !viewer_object(&shown, &octets, v, p->profile, SL(BODY_COMMITTEE), e))
        return false;
    if (p && shown == VIEWER_TEXT && object_read(&profile, a, octets))
        put_langs(a, n, "name", object_langs(&profile, "name"));
    else if (p && shown != VIEWER_TEXT)
        json_put_bool(a, n, shown == VIEWER_FORGOTTEN ? "forgotten" : "hidden", true);
    json_put_node(a, object, key, n);
    return true;
}

struct langs
view_body_name(const struct committee *c, struct slice id)
{
    static const struct langs whole = {SL_INIT("the committee"), SL_INIT("委员会")};
    const struct group *g = committee_group(c, id);
    if (g)
        return g->name;
    return slice_eq_str(id, BODY_COMMITTEE) ? whole : (struct langs){id, id};
}

void
view_body(const struct viewer *v, struct json_node *object, const char *key, struct slice id)
{
    struct arena *a = v->arena;
    const struct group *g = committee_group(&v->office->committee, id);
    struct json_node *n = json_new_object(a);
    json_put_text(a, n, "id", id);
    put_langs(a, n, "name", view_body_name(&v->office->committee, id));
    if (g)
        json_put_bool(a, n, "group", true);
    if (g && g->access == ACCESS_CLOSED)
        json_put_bool(a, n, "closed", true);
    json_put_node(a, object, key, n);
}

bool
view_mandate(const struct viewer *v, struct json_node *array, const struct mandate *m,
             struct err *e)
{
    struct arena *a = v->arena;
    struct json_node *n = json_new_object(a);
    json_put_text(a, n, "id", m->id);
    put_word(a, n, "kind", slice_str(mandate_words[m->kind]), *mandate_kind_name(m->kind));
    if (!view_person(v, n, "person", m->person, e))
        return false;
    view_body(v, n, "body", m->body);
    put_instant(a, n, "from", m->from);
    put_instant(a, n, "until", m->until);
    put_instant(a, n, "ended_at", m->ended_at);
    json_put_bool(a, n, "holds", mandate_holds(m, v->now));
    json_put_text_if(a, n, "project", m->project);
    json_put_text_if(a, n, "ballot", m->ballot);
    if (m->for_organisation.n)
        view_organisation(v, n, "for_organisation", m->for_organisation);
    json_put_int(a, n, "entry", (int64_t)m->since);
    json_push_node(a, array, n);
    return true;
}

/* ---- texts -----------------------------------------------------------------------------------*/

static void
put_shown(struct arena *a, struct json_node *n, enum viewer_text shown, struct slice octets)
{
    struct json_node object;
    const struct json_node *text = NULL;
    switch (shown) {
    case VIEWER_FORGOTTEN:
        json_put_bool(a, n, "forgotten", true);
        return;
    case VIEWER_HIDDEN:
        json_put_bool(a, n, "hidden", true);
        return;
    case VIEWER_TEXT:
        break;
    }
    if (object_read(&object, a, octets))
        text = json_get(&object, "text");
    if (text && text->type == JSON_STRING)
        json_put_text(a, n, "text", json_text(text));
    else
        json_put_bool(a, n, "file", true);
}

bool
view_text(const struct viewer *v, struct json_node *object, const char *key, struct slice digest,
          struct slice body, struct err *e)
{
    struct json_node *n = json_new_object(v->arena);
    enum viewer_text shown;
    struct slice octets;
    if (digest.n == 0)
        return true;
    if (!viewer_object(&shown, &octets, v, digest, body, e))
        return false;
    json_put_text(v->arena, n, "digest", digest);
    put_shown(v->arena, n, shown, octets);
    json_put_node(v->arena, object, key, n);
    return true;
}

/* ---- projects --------------------------------------------------------------------------------*/

const struct process *
view_process(const struct committee *c, const struct project *p)
{
    const struct adopted *v = committee_process(c, p->process, p->process_digest);
    return v ? v->process : NULL;
}

void
view_stage(struct arena *a, struct json_node *object, const char *key, const struct process *p,
           struct slice stage)
{
    const struct stage *s = p ? process_stage(p, stage) : NULL;
    put_word(a, object, key, stage, s ? s->name : (struct langs){stage, stage});
}

static size_t
column_of(const struct row *r, const char *column)
{
    const struct row_table *t = &row_tables[r->table];
    size_t i = 0;
    while (i < t->n && strcmp(t->columns[i].name, column) != 0)
        i++;
    assert(i < t->n);
    return i;
}

struct slice
view_cell(const struct row *r, const char *column)
{
    return r->values[column_of(r, column)].text;
}

int64_t
view_number(const struct row *r, const char *column)
{
    return r->values[column_of(r, column)].integer;
}

bool
view_rows(struct rows *out, const struct viewer *v, enum row_table_id table,
          const struct store_where *where, size_t n, struct err *e)
{
    struct store *s = v->office->store;
    return s->ops->rows_get(s, table, where, n, out, v->arena, e);
}

static enum project_status
status_of(struct slice word)
{
    unsigned s = PROJECT_ACTIVE;
    while (s < PROJECT_ABOLISHED &&
           !slice_eq_str(word, project_status_name((enum project_status)s)))
        s++;
    return (enum project_status)s;
}

static const struct process *
process_of_row(const struct committee *c, const struct row *r)
{
    const struct adopted *a = committee_process(c, view_cell(r, "process"), (struct slice){0});
    return a ? a->process : NULL;
}

static struct langs
title_of_row(const struct row *r)
{
    return (struct langs){view_cell(r, "title_en"), view_cell(r, "title_zh")};
}

void
view_project_row(const struct viewer *v, struct json_node *object, const struct row *r)
{
    struct arena *a = v->arena;
    struct slice status = view_cell(r, "status");
    json_put_text(a, object, "id", view_cell(r, "id"));
    put_langs(a, object, "title", title_of_row(r));
    view_stage(a, object, "stage", process_of_row(&v->office->committee, r), view_cell(r, "stage"));
    put_word(a, object, "status", status, term_status(status_of(status)));
}

/* ---- entries ---------------------------------------------------------------------------------*/

/* The newest version of the project's process: good enough for names. */
static bool
process_of(const struct process **out, const struct viewer *v, struct slice project, struct err *e)
{
    const struct store_where where = {.column = "id", .value = {.text = project}};
    struct rows rows = {0};
    *out = NULL;
    if (project.n == 0)
        return true;
    if (!view_rows(&rows, v, ROWS_PROJECT, &where, 1, e))
        return false;
    if (rows.n)
        *out = process_of_row(&v->office->committee, &rows.v[0]);
    return true;
}

bool
view_entry_of(const struct viewer *v, struct json_node *object, const struct event *ev,
              struct err *e)
{
    struct arena *a = v->arena;
    const struct process *process;
    if (!process_of(&process, v, ev->project, e))
        return false;
    json_put_int(a, object, "index", (int64_t)ev->index);
    put_instant(a, object, "at", ev->at);
    put_word(a, object, "type", slice_str(ev->kind->name), term_event(ev->kind));
    put_langs(a, object, "says", says_event(v, ev, process));
    json_put_text(a, object, "about", says_about(a, &v->office->committee, ev));
    view_organisation(v, object, "by", ev->by.organisation);
    json_put_text_if(a, object, "project", ev->project);
    return true;
}

bool
view_entry(const struct viewer *v, struct json_node *array, uint64_t index, struct err *e)
{
    struct store *s = v->office->store;
    struct json_node *n = json_new_object(v->arena);
    struct store_event stored;
    struct event ev;
    if (!s->ops->event(s, index, &stored, v->arena, e) ||
        !event_read(&ev, v->arena, stored.octets, e) || !view_entry_of(v, n, &ev, e))
        return false;
    json_push_node(v->arena, array, n);
    return true;
}
