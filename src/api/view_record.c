/* SPDX-License-Identifier: Apache-2.0 */
#include "api/view_record.h"

#include "api/filter.h"
#include "api/terms.h"
#include "record/proof.h"
#include "record/publish.h"
#include "text/json_tree.h"

#include <inttypes.h>
#include <stdio.h>

#define LOOKED_AT_MAX 20000 /* entries that one search goes through */
#define CHUNK 1000          /* entries read at once, from the newest down */
#define PATH_OCTETS 4096

static const struct shape shapes[] = {
    {"record",
     "origin:text, entries:int, key?:text, checkpoint?:text, filters:[filter], type:text, "
     "project:text, organisation:text, narrowed:bool, list:[entry_ref], older?:text, newest?:text",
     "the record and its entries, newest first"},
    {"record_entry",
     "index:int, at:instant, type:word, says:langs, about:text, by:organisation_ref, project?:id, "
     "person?:person_ref, mandate:id, leaf:text, octets:int, hash:text, tree:int, root:text, "
     "proof:[text], previous?:int, next?:int",
     "an entry of the record, its leaf, and the proof that it stands there"},
};
SHAPE_TABLE(record_shapes, shapes);

/* ---- which entries ---------------------------------------------------------------------------*/

struct searching {
    const struct record_query *q;
    struct arena *a;
    uint64_t *found; /* of one chunk, ascending */
    size_t n;
};

static bool
fits(const struct record_query *q, const struct event *ev)
{
    return slice_has_prefix(slice_str(ev->kind->name), q->type) &&
           (q->project.n == 0 || slice_eq(ev->project, q->project)) &&
           (q->organisation.n == 0 || slice_eq(ev->by.organisation, q->organisation));
}

static bool
look(void *ctx, const struct store_event *stored, struct err *e)
{
    struct searching *s = ctx;
    struct event ev;
    struct arena_mark mark = arena_mark(s->a);
    bool ok = event_read(&ev, s->a, stored->octets, e);
    if (ok && fits(s->q, &ev))
        s->found[s->n++] = stored->index;
    arena_reset(s->a, mark);
    return ok;
}

/* Down from *at: at most VIEW_PAGE indexes, descending; *at is where the search stopped. */
static bool
search(uint64_t *list, size_t *n, uint64_t *at, const struct viewer *v,
       const struct record_query *q, struct err *e)
{
    struct store *s = v->office->store;
    const struct slice *project = q->project.n ? &q->project : NULL;
    struct searching w = {.q = q, .a = v->arena, .found = NEW_ARRAY(v->arena, uint64_t, CHUNK)};
    uint64_t least = *at > LOOKED_AT_MAX ? *at - LOOKED_AT_MAX : 0;
    *n = 0;
    while (*at > least && *n < VIEW_PAGE) {
        uint64_t from = *at > CHUNK ? *at - CHUNK : 0;
        w.n = 0;
        if (!s->ops->each(s, from, *at, project, look, &w, e))
            return false;
        *at = from;
        while (w.n > 0 && *n < VIEW_PAGE)
            list[(*n)++] = w.found[--w.n];
        if (w.n > 0)
            *at = list[*n - 1];
    }
    return true;
}

/* ---- the list --------------------------------------------------------------------------------*/

static struct slice
number(struct arena *a, uint64_t n)
{
    return arena_printf(a, "%" PRIu64, n);
}

/* The kinds of things that happen, by the first part of their types. */
static void
type_filter(const struct filter *f, struct json_node *filters)
{
    static const struct langs label = {SL_INIT("What happened"), SL_INIT("事项")};
    static const struct filter_choice choices[] = {
        {{0}, {SL_INIT("all"), SL_INIT("全部")}},
        {SL_INIT("project"), {SL_INIT("projects"), SL_INIT("项目")}},
        {SL_INIT("stage"), {SL_INIT("stages"), SL_INIT("阶段")}},
        {SL_INIT("draft"), {SL_INIT("drafts"), SL_INIT("草案")}},
        {SL_INIT("comment"), {SL_INIT("comments"), SL_INIT("意见")}},
        {SL_INIT("disposition"), {SL_INIT("answers to comments"), SL_INIT("意见处理")}},
        {SL_INIT("ballot"), {SL_INIT("ballots"), SL_INIT("投票")}},
        {SL_INIT("vote"), {SL_INIT("votes"), SL_INIT("表决")}},
        {SL_INIT("text"), {SL_INIT("publications"), SL_INIT("发布")}},
        {SL_INIT("membership"), {SL_INIT("seats"), SL_INIT("席位")}},
        {SL_INIT("mandate"), {SL_INIT("mandates"), SL_INIT("授权")}},
        {SL_INIT("group"), {SL_INIT("working groups"), SL_INIT("工作组")}},
        {SL_INIT("organisation"), {SL_INIT("organisations"), SL_INIT("单位")}},
        {SL_INIT("process"), {SL_INIT("processes"), SL_INIT("工作程序")}},
        {SL_INIT("correction"), {SL_INIT("corrections"), SL_INIT("更正")}},
        {SL_INIT("key"), {SL_INIT("keys"), SL_INIT("密钥")}},
    };
    filter_put(f, filters, "type", label, choices, COUNT_OF(choices));
}

static bool
file_text(struct slice *out, const struct viewer *v, const char *name)
{
    const struct env *env = v->office->env;
    struct err ignored = {0};
    char path[PATH_OCTETS];
    int n = snprintf(path, sizeof path, "%s/record/%s", v->office->dir, name);
    return n > 0 && (size_t)n < sizeof path &&
           env->read_file(env->ctx, out, v->arena, path, CHECKPOINT_MAX, &ignored);
}

static struct json_node *
put_filters(struct filter *f, const struct viewer *v, struct json_node *n,
            const struct record_query *q)
{
    struct json_node *list = json_new_array(v->arena);
    *f = (struct filter){.arena = v->arena, .path = "/record"};
    filter_add(f, "type", q->type);
    filter_add(f, "project", q->project);
    filter_add(f, "organisation", q->organisation);
    filter_add(f, "before", (struct slice){0});
    type_filter(f, list);
    json_put_node(v->arena, n, "filters", list);
    json_put_text(v->arena, n, "type", q->type);
    json_put_text(v->arena, n, "project", q->project);
    json_put_text(v->arena, n, "organisation", q->organisation);
    json_put_bool(v->arena, n, "narrowed", q->type.n || q->project.n || q->organisation.n);
    return n;
}

bool
view_record(struct json_node **out, const struct viewer *v, const struct record_query *q,
            struct err *e)
{
    struct store *s = v->office->store;
    struct arena *a = v->arena;
    struct json_node *n = json_new_object(a), *list = json_new_array(a);
    uint64_t found[VIEW_PAGE], size, at;
    struct slice checkpoint;
    struct filter f;
    size_t count;
    if (!s->ops->size(s, &size, e))
        return false;
    at = q->before < size ? q->before : size;
    if (!search(found, &count, &at, v, q, e))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!view_entry(v, list, found[i], e))
            return false;
    const struct committee *c = &v->office->committee;
    json_put_text(a, n, "origin", c->record);
    json_put_int(a, n, "entries", (int64_t)size);
    if (c->keys.n)
        json_put_text(a, n, "key", c->keys.v[c->keys.n - 1]);
    if (file_text(&checkpoint, v, RECORD_CHECKPOINT))
        json_put_text(a, n, "checkpoint", checkpoint);
    put_filters(&f, v, n, q);
    json_put_node(a, n, "list", list);
    if (at > 0)
        json_put_text(a, n, "older", filter_address(&f, "before", number(a, at)));
    if (q->before < size)
        json_put_text(a, n, "newest", filter_address(&f, "before", (struct slice){0}));
    *out = n;
    return true;
}

/* ---- one entry -------------------------------------------------------------------------------*/

static bool
pretty(struct slice *out, struct arena *a, struct slice leaf, struct err *e)
{
    struct json_node n;
    struct json_write w;
    struct buf b;
    buf_init(&b, a, (size_t)EVENT_SIZE_MAX * 8);
    json_write_init(&w, json_sink_buf, &b);
    if (!json_parse(&n, a, SL("leaf"), leaf, e))
        return false;
    json_tree_write(&w, &n);
    return json_write_done(&w, e) && buf_done(&b, out, e);
}

static bool
put_proof(const struct viewer *v, struct json_node *n, uint64_t index, struct err *e)
{
    struct arena *a = v->arena;
    struct json_node *list = json_new_array(a);
    struct checkpoint tip;
    struct proof p;
    struct slice receipt;
    if (!office_receipt(&receipt, a, v->office, index, e) || !proof_parse(&p, a, receipt, e) ||
        !checkpoint_parse(&tip, a, p.signed_note, e))
        return false;
    for (size_t i = 0; i < p.path.n; i++)
        json_push_text(a, list, crypto_hex(a, slice_of(p.path.v[i].b, MERKLE_HASH)));
    json_put_int(a, n, "tree", (int64_t)tip.size);
    json_put_text(a, n, "root", crypto_hex(a, slice_of(tip.root.b, MERKLE_HASH)));
    json_put_node(a, n, "proof", list);
    return true;
}

bool
view_record_entry(struct json_node **out, const struct viewer *v, uint64_t index, struct err *e)
{
    struct store *s = v->office->store;
    struct arena *a = v->arena;
    struct store_event stored;
    struct event ev;
    struct slice leaf;
    uint64_t size;
    *out = NULL;
    if (!s->ops->size(s, &size, e))
        return false;
    if (index >= size)
        return true;
    struct json_node *n = json_new_object(a);
    if (!s->ops->event(s, index, &stored, a, e) || !event_read(&ev, a, stored.octets, e) ||
        !view_entry_of(v, n, &ev, e) || !pretty(&leaf, a, stored.octets, e))
        return false;
    if (ev.by.person.n && !view_person(v, n, "person", ev.by.person, e))
        return false;
    json_put_text(a, n, "mandate", ev.by.mandate);
    json_put_text(a, n, "leaf", leaf);
    json_put_int(a, n, "octets", (int64_t)stored.octets.n);
    json_put_text(a, n, "hash", crypto_hex(a, slice_of(stored.hash, STORE_HASH)));
    if (!put_proof(v, n, index, e))
        return false;
    if (index > 0)
        json_put_int(a, n, "previous", (int64_t)index - 1);
    if (index + 1 < size)
        json_put_int(a, n, "next", (int64_t)index + 1);
    *out = n;
    return true;
}
