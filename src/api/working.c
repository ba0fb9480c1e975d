/* SPDX-License-Identifier: Apache-2.0 */
#include "api/working.h"

#include "committee/event.h"
#include "crypto/crypto.h"
#include "draft/draft.h"
#include "model/condition.h"
#include "text/json_canonical.h"
#include "text/visible.h"

#define VERSION 1

/* ---- as JSON ---------------------------------------------------------------------------------*/

static struct json_node *
change_json(struct arena *a, const struct working_change *c)
{
    struct json_node *n = json_new_object(a);
    json_put_text(a, n, "at", instant_text(a, c->at));
    json_put_text(a, n, "id", c->id);
    json_put_text(a, n, "language", slice_str(draft_language_names[c->language]));
    json_put_text(a, n, "part", slice_str(edit_part_names[c->part]));
    json_put_text(a, n, "person", c->person);
    return n;
}

static bool
write(struct slice *out, const struct working *w, struct err *e)
{
    struct arena *a = w->viewer->arena;
    struct json_node *n = json_new_object(a), *changes = json_new_array(a);
    for (size_t i = 0; i < w->changes.n; i++)
        json_push_node(a, changes, change_json(a, &w->changes.v[i]));
    json_put_text(a, n, "at", instant_text(a, w->at));
    json_put_node(a, n, "changes", changes);
    json_put_text(a, n, "from", w->from);
    json_put_text(a, n, "person", w->person);
    json_put_text(a, n, "project", w->project->id);
    json_put_text(a, n, "text", w->text);
    json_put_int(a, n, "v", VERSION);
    return json_canonical(out, a, n, STORE_OBJECT_MAX, e);
}

/* The place of a name in a list; `n` where it is in none. */
static size_t
index_of(const char *const *names, size_t n, struct slice name)
{
    size_t i = 0;
    while (i < n && !slice_eq_str(name, names[i]))
        i++;
    return i;
}

static bool
read_change(struct working *w, const struct json_node *n)
{
    struct working_change *c = vec_add(w->viewer->arena, &w->changes);
    size_t part = index_of(edit_part_names, EDIT_PARTS, json_text(json_get(n, "part")));
    size_t language =
        index_of(draft_language_names, DRAFT_LANGUAGES, json_text(json_get(n, "language")));
    c->part = (enum edit_part)part;
    c->language = (enum draft_language)language;
    c->id = json_text(json_get(n, "id"));
    c->person = json_text(json_get(n, "person"));
    return part < EDIT_PARTS && language < DRAFT_LANGUAGES &&
           instant_read(&c->at, json_text(json_get(n, "at")));
}

static bool
read(struct working *w, struct slice octets, struct err *e)
{
    struct json_node *n = NEW(w->viewer->arena, struct json_node);
    if (!json_parse(n, w->viewer->arena, SL("the working copy"), octets, e))
        return false;
    const struct json_node *changes = json_get(n, "changes"), *v = json_get(n, "v");
    w->from = json_text(json_get(n, "from"));
    w->text = json_text(json_get(n, "text"));
    w->person = json_text(json_get(n, "person"));
    bool ok = v && v->type == JSON_INT && v->i == VERSION && w->from.n && w->text.n &&
              instant_read(&w->at, json_text(json_get(n, "at"))) &&
              json_count(changes) <= WORKING_CHANGES_MAX;
    for (size_t i = 0; ok && i < json_count(changes); i++)
        ok = read_change(w, json_item(changes, i));
    w->there = ok;
    return ok ||
           err_set(e, ERR_INPUT, "the working copy of %.*s is damaged: drop it and begin anew",
                   SL_FMT(w->project->id));
}

/* ---- taken out and put back ------------------------------------------------------------------*/

static struct slice
name_of(const struct working *w)
{
    return arena_printf(w->viewer->arena, "working/%.*s", SL_FMT(w->project->id));
}

/* The newest draft as it was posted. */
static bool
begin_anew(struct working *w, struct err *e)
{
    const struct project *p = w->project;
    bool there;
    if (p->drafts.n == 0)
        return err_set(e, ERR_INPUT, "%.*s has no draft yet: upload one", SL_FMT(p->id));
    const struct draft_posted *newest = &p->drafts.v[p->drafts.n - 1];
    w->from = newest->id;
    if (!office_object(&w->text, &there, w->viewer->arena, w->viewer->office, newest->file, e))
        return false;
    return there || err_set(e, ERR_INPUT, "draft %.*s was forgotten: upload another one",
                            SL_FMT(newest->id));
}

bool
working_open(struct working *w, const struct viewer *v, const struct project *p, bool keeps,
             struct err *e)
{
    struct store *store = v->office->store;
    struct slice octets;
    bool there;
    *w = (struct working){.viewer = v, .project = p, .body = project_body(p)};
    w->open = keeps ? store->ops->begin_write(store, e) : store->ops->begin_read(store, e);
    if (!w->open ||
        !store->ops->private_get(store, w->body, name_of(w), &octets, &there, v->arena, e))
        return false;
    return there ? read(w, octets, e) : begin_anew(w, e);
}

bool
working_keep(struct working *w, struct err *e)
{
    struct store *store = w->viewer->office->store;
    struct slice octets;
    w->person = w->viewer->person;
    w->at = w->viewer->now;
    w->there = true;
    return write(&octets, w, e) && store->ops->private_put(store, w->body, name_of(w), octets, e) &&
           store->ops->commit(store, e);
}

bool
working_drop(struct working *w, struct err *e)
{
    struct store *store = w->viewer->office->store;
    return store->ops->private_forget(store, w->body, name_of(w), e) &&
           store->ops->commit(store, e);
}

void
working_leave(struct working *w)
{
    if (w->open)
        w->viewer->office->store->ops->rollback(w->viewer->office->store);
    w->open = false;
}

/* ---- what it is ------------------------------------------------------------------------------*/

bool
working_is_old(const struct working *w)
{
    const struct project *p = w->project;
    return p->drafts.n && !slice_eq(p->drafts.v[p->drafts.n - 1].id, w->from);
}

bool
working_changed(const struct working *w)
{
    const struct draft_posted *from = project_draft(w->project, w->from);
    return !from || !slice_eq(digest_of(w->viewer->arena, w->text), from->file);
}

const struct working_change *
working_change_of(const struct working *w, const struct edit_at *at)
{
    bool spoken = at->part == EDIT_TITLE || at->part == EDIT_TEXT;
    for (size_t i = 0; i < w->changes.n; i++) {
        const struct working_change *c = &w->changes.v[i];
        if (c->part == at->part && slice_eq(c->id, at->id) &&
            (!spoken || c->language == at->language))
            return c;
    }
    return NULL;
}

struct slice
working_seen(struct arena *a, struct slice text)
{
    uint8_t digest[DRAFT_DIGEST];
    draft_digest(digest, text);
    return crypto_hex(a, slice_of(digest, WORKING_SEEN / 2));
}

/* ---- changes ---------------------------------------------------------------------------------*/

static void
note_change(struct working *w, const struct edit_at *at)
{
    struct arena *a = w->viewer->arena;
    struct working_change *c = (struct working_change *)(uintptr_t)working_change_of(w, at);
    if (!c && w->changes.n < WORKING_CHANGES_MAX)
        c = vec_add(a, &w->changes);
    if (c)
        *c = (struct working_change){at->part, arena_dup(a, at->id), at->language,
                                     w->viewer->person, w->viewer->now};
}

static bool
bad_text(struct given_faults *f, struct arena *a, const char *name, const struct err *why)
{
    struct slice says = arena_dup(a, slice_str(why->msg));
    static const struct langs words[] = {
        {SL_INIT("This text cannot be kept"), SL_INIT("此文本无法保存")}};
    return given_fault(f, a, name, arena_printf(a, "%.*s: %.*s", SL_FMT(words->en), SL_FMT(says)),
                       arena_printf(a, "%.*s：%.*s", SL_FMT(words->zh), SL_FMT(says)));
}

/* A mark that is not seen but steers what follows: forms show it as an escape and would send that
 * back. */
static bool
hidden_mark(struct given_faults *f, struct arena *a, const char *name, struct slice text)
{
    char room[VISIBLE_ROOM];
    while (text.n) {
        const uint8_t *at = text.p;
        struct slice shown = visible_next(&text, room);
        if (shown.p == at || *at == '\n' || *at == '\t')
            continue;
        (void)given_fault(f, a, name,
                          arena_printf(a,
                                       "A mark that cannot be seen stands in it, %.*s: remove it.",
                                       SL_FMT(shown)),
                          arena_printf(a, "其中含有不可见的控制字符%.*s，请删除。", SL_FMT(shown)));
        return true;
    }
    return false;
}

/* What becomes of one edit: nothing, a conflict, or a change of *file. */
static bool
one_edit(struct working_done *out, struct working *w, struct slice *file,
         const struct working_edit *x, struct given_faults *f, struct err *e)
{
    struct arena *a = w->viewer->arena;
    struct edit_file now;
    struct slice text, is;
    struct err why = {0};
    if (!edit_open(&now, a, SL("draft"), *file, e))
        return false;
    if (!edit_text(&text, a, x->text, &why)) {
        (void)bad_text(f, a, x->name, &why);
        return true;
    }
    if (!edit_find(&is, &now, &x->at)) {
        (void)given_fault(f, a, x->name,
                          SL("This place is gone from the working copy: somebody replaced it."),
                          SL("工作稿中已无此处：有人替换了全文。"));
        return true;
    }
    if (slice_eq(text, is) || slice_eq(working_seen(a, text), x->seen) ||
        hidden_mark(f, a, x->name, text))
        return true;
    if (!slice_eq(working_seen(a, is), x->seen)) {
        const struct working_change *c = working_change_of(w, &x->at);
        out->conflicts[out->n++] =
            (struct working_conflict){x, is, c ? c->person : (struct slice){0}, c ? c->at : 0};
        return true;
    }
    if (!edit_apply(file, a, &now, &x->at, text, &why)) {
        (void)bad_text(f, a, x->name, &why);
        return true;
    }
    note_change(w, &x->at);
    out->changed = true;
    return true;
}

bool
working_edit(struct working_done *out, struct working *w, const struct working_edit *v, size_t n,
             struct given_faults *f, struct err *e)
{
    struct slice file = w->text;
    size_t before = f->n;
    *out = (struct working_done){.conflicts =
                                     NEW_ARRAY(w->viewer->arena, struct working_conflict, n + 1)};
    for (size_t i = 0; i < n; i++)
        if (!one_edit(out, w, &file, &v[i], f, e))
            return false;
    if (f->n > before)
        return false;
    if (out->n == 0)
        w->text = file;
    out->changed = out->changed && out->n == 0;
    return true;
}

void
working_replace(struct working *w, struct slice text)
{
    const struct project *p = w->project;
    w->text = text;
    w->changes.n = 0;
    if (p->drafts.n)
        w->from = p->drafts.v[p->drafts.n - 1].id;
}

/* ---- conditions ------------------------------------------------------------------------------*/

#define INDENT "  "

/* "2:7: what" of a file that is one block of lines: line and column of the text, and what. */
static bool
place_of(const char *msg, uint32_t *line, uint32_t *column, struct slice *what)
{
    struct slice s = slice_str(msg), part;
    uint64_t l, c;
    if (!slice_has_prefix(s, SL("c:")) || !slice_cut(&s, ':', &part) ||
        !slice_cut(&s, ':', &part) || !slice_to_u64(part, &l) || !slice_cut(&s, ':', &part) ||
        !slice_to_u64(part, &c))
        return false;
    *line = l > 1 ? (uint32_t)l - 1 : 1;
    *column = c > strlen(INDENT) ? (uint32_t)(c - strlen(INDENT)) : 1;
    *what = slice_trim(s);
    return true;
}

static bool
bad_condition(struct given_faults *f, struct arena *a, const char *name, const struct err *why)
{
    uint32_t line = 1, column = 1;
    struct slice what = slice_str(why->msg);
    (void)place_of(why->msg, &line, &column, &what);
    return given_fault(f, a, name,
                       arena_printf(a, "Line %u, column %u: %.*s", line, column, SL_FMT(what)),
                       arena_printf(a, "第%u行第%u列：%.*s", line, column, SL_FMT(what)));
}

bool
working_condition(const struct viewer *v, const struct draft *d, struct slice requirement,
                  const char *name, struct slice text, struct given_faults *f)
{
    struct arena *a = v->arena;
    const struct requirement *r = draft_requirement(d, requirement);
    struct condition_scope scope = {.conditions = v->catalog->conditions,
                                    .kind = r ? r->kind : NULL,
                                    .sets = d->standard.sets,
                                    .nsets = d->standard.nsets};
    struct condition read;
    struct yaml_doc doc;
    struct slice clean, rest, line, file = SL("text: |");
    struct err why = {0};
    if (!r || !text.n)
        return true;
    if (!edit_text(&clean, a, text, &why))
        return bad_condition(f, a, name, &why);
    for (rest = clean; slice_cut(&rest, '\n', &line);)
        file = arena_printf(a, "%.*s\n" INDENT "%.*s", SL_FMT(file), SL_FMT(line));
    if (yaml_parse(&doc, a, SL("c"), arena_printf(a, "%.*s\n", SL_FMT(file)), &why) &&
        conditions_env(&scope.env, a, scope.conditions, scope.kind, scope.sets, scope.nsets,
                       &why) &&
        condition_read(&read, a, &doc, &scope, doc.root->first, &why))
        return true;
    return bad_condition(f, a, name, &why);
}
