/* SPDX-License-Identifier: Apache-2.0 */
#include "api/import.h"

#include "api/may.h"
#include "api/terms.h"
#include "committee/event.h"
#include "text/json_canonical.h"

#define SHOWN_MAX 300 /* rows of a preview */
#define VERSION 1

static const struct shape shapes[] = {
    {"comment_import",
     "project:id, title:langs, stage:word, may_file:bool, may_sit:bool, keeps:bool, there:bool, "
     "name?:text, at?:instant, to_desk:bool, public:bool, rows:[import_row], good:int, bad:int, "
     "more:int, notices:[import_notice], answered:bool, done:int, refused:int",
     "a table of comments that was uploaded, row by row"},
    {"import_row",
     "row:int, good:bool, clause:text, number:text, type:text, by:text, says:text, "
     "proposed:text, why:langs, answered:bool, id:text",
     "a row of it, and what is wrong with it or became of it"},
    {"import_notice", "row:int, refused:bool, says:langs", "what the reader says of the file"},
};
SHAPE_TABLE(import_shapes, shapes);

/* ---- in the store ----------------------------------------------------------------------------*/

static struct slice
name_of(const struct import *x)
{
    return arena_printf(x->viewer->arena, "import/%.*s/%.*s", SL_FMT(x->project),
                        SL_FMT(x->viewer->person));
}

static enum comment_row_outcome
outcome_of(struct slice word)
{
    return slice_eq_str(word, "accepted")       ? COMMENT_ROW_ACCEPTED
           : slice_eq_str(word, "partly")       ? COMMENT_ROW_PARTLY
           : slice_eq_str(word, "not-accepted") ? COMMENT_ROW_REJECTED
           : slice_eq_str(word, "noted")        ? COMMENT_ROW_NOTED
                                                : COMMENT_ROW_OPEN;
}

static uint32_t
int_of(const struct json_node *n)
{
    return n && n->type == JSON_INT && n->i > 0 && n->i < UINT32_MAX ? (uint32_t)n->i : 0;
}

/* A row as the worker wrote it; a type that is none is none. */
static struct comment_row
row_of(const struct json_node *n)
{
    struct slice lang = json_text(json_get(n, "lang"));
    struct comment_row r = {
        .row = int_of(json_get(n, "row")),
        .number = json_text(json_get(n, "number")),
        .organisation = json_text(json_get(n, "organisation")),
        .line = json_text(json_get(n, "line")),
        .clause = json_text(json_get(n, "clause")),
        .element = json_text(json_get(n, "element")),
        .text = json_text(json_get(n, "text")),
        .proposed = json_text(json_get(n, "proposed")),
        .outcome = outcome_of(json_text(json_get(n, "outcome"))),
        .lang = slice_eq_str(lang, "zh")   ? COMMENT_ROW_ZH
                : slice_eq_str(lang, "en") ? COMMENT_ROW_EN
                                           : COMMENT_ROW_LANG_UNKNOWN,
        .reason = json_text(json_get(n, "reason")),
        .note = json_text(json_get(n, "note")),
        .contributors = json_text(json_get(n, "contributors")),
    };
    if (!comment_row_type_read(&r.type, json_text(json_get(n, "type"))))
        r.type = COMMENT_ROW_UNTYPED;
    return r;
}

static bool
rows_of_table(struct import *x, struct err *e)
{
    const struct json_node *rows = json_get(x->table, "rows");
    if (!rows || rows->type != JSON_ARRAY)
        return err_set(e, ERR_INPUT, "there are no rows in this table");
    if (rows->n > IMPORT_ROWS_MAX)
        return err_set(e, ERR_LIMIT,
                       "this table has %u comments, at most %d are taken here: split it, or use "
                       "the command line",
                       rows->n, IMPORT_ROWS_MAX);
    x->rows = NEW_ARRAY(x->viewer->arena, struct comment_row, rows->n + 1);
    x->n = rows->n;
    for (size_t i = 0; i < x->n; i++)
        x->rows[i] = row_of(json_item(rows, i));
    return true;
}

bool
import_take(struct import *x, struct slice worker_json, struct err *e)
{
    struct json_node *n = NEW(x->viewer->arena, struct json_node);
    if (!json_parse(n, x->viewer->arena, SL("the table"), worker_json, e))
        return false;
    x->table = n;
    x->answers = NULL;
    x->at = x->viewer->now;
    x->there = true;
    return rows_of_table(x, e);
}

static bool
is_true(const struct json_node *n)
{
    return n && n->type == JSON_BOOL && n->b;
}

static bool
read(struct import *x, struct slice octets, struct err *e)
{
    struct arena *a = x->viewer->arena;
    struct json_node *n = NEW(a, struct json_node);
    if (!json_parse(n, a, SL("the import"), octets, e))
        return false;
    const struct json_node *answers = json_get(n, "answers");
    x->table = json_get(n, "table");
    x->name = json_text(json_get(n, "name"));
    x->of_public = is_true(json_get(n, "public"));
    x->to = slice_eq_str(json_text(json_get(n, "to")), "desk") ? IMPORT_DESK : IMPORT_FILE;
    x->answers = answers ? json_copy(a, answers) : NULL;
    if (!comment_row_type_read(&x->type, json_text(json_get(n, "type"))))
        x->type = COMMENT_ROW_UNTYPED;
    if (!instant_read(&x->at, json_text(json_get(n, "at"))))
        x->at = 0;
    x->there = true;
    return rows_of_table(x, e);
}

bool
import_load(struct import *out, const struct viewer *v, struct slice project,
            struct slice organisation, struct err *e)
{
    struct store *store = v->office->store;
    struct slice octets;
    bool there;
    *out = (struct import){
        .viewer = v, .project = project, .organisation = arena_dup(v->arena, organisation)};
    if (!store->ops->private_get(store, out->organisation, name_of(out), &octets, &there, v->arena,
                                 e))
        return false;
    return !there || read(out, octets, e);
}

bool
import_save(const struct import *x, struct err *e)
{
    struct arena *a = x->viewer->arena;
    struct store *store = x->viewer->office->store;
    struct json_node *n = json_new_object(a);
    struct slice octets;
    if (x->answers)
        json_put_node(a, n, "answers", x->answers);
    json_put_text(a, n, "at", instant_text(a, x->at));
    json_put_text(a, n, "name", x->name);
    json_put_bool(a, n, "public", x->of_public);
    json_put_node(a, n, "table", x->table);
    json_put_text(a, n, "to", x->to == IMPORT_DESK ? SL("desk") : SL("file"));
    json_put_text(a, n, "type", comment_row_type_text(x->type));
    json_put_int(a, n, "v", VERSION);
    if (!json_canonical(&octets, a, n, STORE_OBJECT_MAX, e) || !store->ops->begin_write(store, e))
        return false;
    bool ok = store->ops->private_put(store, x->organisation, name_of(x), octets, e) &&
              store->ops->commit(store, e);
    if (!ok)
        store->ops->rollback(store);
    return ok;
}

bool
import_drop(const struct import *x, struct err *e)
{
    struct store *store = x->viewer->office->store;
    if (!store->ops->begin_write(store, e))
        return false;
    bool ok = store->ops->private_forget(store, x->organisation, name_of(x), e) &&
              store->ops->commit(store, e);
    if (!ok)
        store->ops->rollback(store);
    return ok;
}

/* ---- rows ------------------------------------------------------------------------------------*/

bool
import_check(struct import_answer *out, struct drafts *d, const struct import *x,
             const struct comment_row *row, struct err *e)
{
    static const struct langs filed = {
        SL_INIT("It is a comment of the project already: this table was exported."),
        SL_INIT("该条已是本项目的意见：此表为导出表。")};
    struct given_faults f = {0};
    struct comment_given g;
    struct act act = {0};
    struct err why = {0};
    *out = (struct import_answer){.row = row->row};
    if (table_is_filed(d, row)) {
        out->why = filed;
        return true;
    }
    table_given(&g, row, x->type, x->of_public);
    out->done = comment_request(&act, d, &g, &f, &why);
    if (!out->done && f.n == 0)
        return err_set(e, why.code, "%s", why.msg);
    if (!out->done)
        out->why = f.v[0].text;
    return true;
}

void
import_answered(struct import *x, const struct import_answer *answer)
{
    struct arena *a = x->viewer->arena;
    struct json_node *n = json_new_object(a);
    if (!x->answers)
        x->answers = json_new_array(a);
    json_put_text_if(a, n, "en", answer->why.en);
    json_put_text_if(a, n, "id", answer->id);
    json_put_int(a, n, "row", answer->row);
    json_put_text_if(a, n, "zh", answer->why.zh);
    json_push_node(a, x->answers, n);
}

/* ---- for readers -----------------------------------------------------------------------------*/

static const struct json_node *
answer_of(const struct import *x, uint32_t row)
{
    for (size_t i = 0; x->answers && i < json_count(x->answers); i++)
        if (int_of(json_get(json_item(x->answers, i), "row")) == row)
            return json_item(x->answers, i);
    return NULL;
}

static void
put_row(struct json_node *list, const struct import *x, const struct comment_row *row,
        const struct import_answer *check)
{
    struct arena *a = x->viewer->arena;
    struct json_node *n = json_new_object(a);
    const struct json_node *answer = answer_of(x, row->row);
    enum comment_row_type type = row->type ? row->type : x->type;
    struct langs why = check->why;
    struct slice id = json_text(json_get(answer, "id"));
    if (answer)
        why = (struct langs){json_text(json_get(answer, "en")), json_text(json_get(answer, "zh"))};
    json_put_int(a, n, "row", row->row);
    json_put_bool(a, n, "good", answer ? id.n > 0 : check->done);
    json_put_text(a, n, "clause", row->clause);
    json_put_text(a, n, "number", row->number);
    json_put_text(a, n, "type", comment_row_type_text(type));
    json_put_text(a, n, "by", row->organisation);
    json_put_text(a, n, "says", row->text);
    json_put_text(a, n, "proposed", row->proposed);
    put_langs(a, n, "why", why);
    json_put_bool(a, n, "answered", answer != NULL);
    json_put_text(a, n, "id", id);
    json_push_node(a, list, n);
}

static bool
put_rows(struct json_node *n, struct comment_look *l, const struct import *x, struct err *e)
{
    struct arena *a = l->v->arena;
    struct json_node *list = json_new_array(a);
    size_t good = 0, done = 0;
    for (size_t i = 0; i < x->n; i++) {
        struct import_answer check = {0};
        if (!x->answers && !import_check(&check, &l->drafts, x, &x->rows[i], e))
            return false;
        good += check.done;
        done += json_text(json_get(answer_of(x, x->rows[i].row), "id")).n > 0;
        if (list->n < SHOWN_MAX)
            put_row(list, x, &x->rows[i], &check);
    }
    json_put_node(a, n, "rows", list);
    json_put_int(a, n, "good", (int64_t)good);
    json_put_int(a, n, "bad", (int64_t)(x->n - good));
    json_put_int(a, n, "more", (int64_t)(x->n - list->n));
    json_put_int(a, n, "done", (int64_t)done);
    json_put_int(a, n, "refused", (int64_t)(x->n - done));
    return true;
}

static void
put_notices(struct json_node *n, const struct import *x)
{
    struct arena *a = x->viewer->arena;
    const struct json_node *notices = json_get(x->table, "notices");
    struct json_node *list = json_new_array(a);
    for (size_t i = 0; notices && i < json_count(notices) && i < SHOWN_MAX; i++) {
        const struct json_node *one = json_item(notices, i);
        struct json_node *o = json_new_object(a);
        json_put_int(a, o, "row", int_of(json_get(one, "row")));
        json_put_bool(a, o, "refused", is_true(json_get(one, "refused")));
        put_langs(a, o, "says",
                  (struct langs){json_text(json_get(one, "en")), json_text(json_get(one, "zh"))});
        json_push_node(a, list, o);
    }
    json_put_node(a, n, "notices", list);
}

bool
view_import(struct json_node **out, struct comment_look *l, const struct import *x, struct err *e)
{
    struct arena *a = l->v->arena;
    const struct project *p = l->project;
    struct json_node *n = *out = json_new_object(a);
    json_put_text(a, n, "project", p->id);
    put_langs(a, n, "title", p->title);
    view_stage(a, n, "stage", view_process(&l->v->office->committee, p), p->stage);
    json_put_bool(a, n, "may_file", may_comment(l->v, p) != NULL);
    json_put_bool(a, n, "may_sit", may_sit(l->v, p) != NULL);
    json_put_bool(a, n, "keeps", viewer_keeps(l->v));
    json_put_bool(a, n, "there", x->there);
    json_put_text_if(a, n, "name", x->name);
    put_instant(a, n, "at", x->at);
    json_put_bool(a, n, "to_desk", x->to == IMPORT_DESK);
    json_put_bool(a, n, "public", x->of_public);
    json_put_bool(a, n, "answered", x->answers != NULL);
    put_notices(n, x);
    return put_rows(n, l, x, e);
}
