/* SPDX-License-Identifier: Apache-2.0 */
#include "committee/desk.h"

#include "text/json_build.h"
#include "text/json_canonical.h"
#include "text/utf8.h"

const char *const desk_state_words[] = {
    [DESK_PREPARED] = "prepared", [DESK_APPROVED] = "approved", [DESK_MERGED] = "merged",
    [DESK_FILED] = "filed",       [DESK_DROPPED] = "dropped",   NULL,
};

/* What every check gets. */
struct working {
    struct desk *d;
    struct arena *a;
    const struct desk_hand *h;
    struct refusal *r;
};

void
desk_init(struct desk *d, struct arena *a, struct slice organisation, struct slice project)
{
    *d = (struct desk){
        .arena = a, .organisation = arena_dup(a, organisation), .project = arena_dup(a, project)};
}

const struct desk_entry *
desk_entry(const struct desk *d, uint64_t number)
{
    return number > 0 && number <= d->entries.n ? &d->entries.v[number - 1] : NULL;
}

static struct slice
number_text(struct arena *a, uint64_t number)
{
    return arena_printf(a, "%llu", (unsigned long long)number);
}

/* ---- who, and what ---------------------------------------------------------------------------*/

/* A mandate of the organisation, of one of the kinds (a mask), that holds. */
static bool
hand_fits(const struct working *w, unsigned kinds)
{
    static const struct refusal_text others = {REFUSED_ROLE, "desk.organisation",
                                               "This is the desk of {1}; mandate {2} is of {3}.",
                                               "这是{1}的内部工作台；授权{2}属于{3}。"};
    static const struct refusal_text over = {REFUSED_MANDATE, "mandate.dates",
                                             "Mandate {1} does not hold now.", "授权{1}目前无效。"};
    static const struct refusal_text kind = {
        REFUSED_ROLE, "mandate.kind", "Mandate {1} is one as {2}: that does not allow this here.",
        "授权{1}为“{3}”授权，不能进行此项操作。"};
    const struct mandate *m = w->h->by;
    if (!slice_eq(m->organisation, w->d->organisation))
        return refuse_as(w->r, w->a, &others, SLICES(w->d->organisation, m->id, m->organisation));
    if (!mandate_holds(m, w->h->at))
        return refuse_as(w->r, w->a, &over, SLICES(m->id));
    const struct langs *name = mandate_kind_name(m->kind);
    return (kinds >> m->kind & 1) ||
           refuse_as(w->r, w->a, &kind, SLICES(m->id, name->en, name->zh));
}

#define WRITERS (1u << MANDATE_DELEGATE | 1u << MANDATE_ALTERNATE | 1u << MANDATE_EXPERT)
#define FILERS (1u << MANDATE_DELEGATE | 1u << MANDATE_ALTERNATE)
#define APPROVERS (1u << MANDATE_DELEGATE)

/* UTF-8 without controls but line ends and tabs, of a size that a table can hold. */
static bool
is_plain(struct slice s)
{
    if (s.n > DESK_TEXT_MAX || utf8_valid(s) != s.n)
        return false;
    for (size_t i = 0; i < s.n; i++)
        if ((s.p[i] < 0x20 && s.p[i] != '\n' && s.p[i] != '\t') || s.p[i] == 0x7f)
            return false;
    return true;
}

static bool
text_is_sound(const struct desk_text *t)
{
    bool zh = slice_eq(t->language, SL("zh")), en = slice_eq(t->language, SL("en"));
    return t->text.n > 0 && is_plain(t->text) && is_plain(t->proposed) && is_plain(t->quote) &&
           is_plain(t->replace) && is_plain(t->line) && is_plain(t->element) && (zh || en) &&
           id_valid(t->draft) && (t->clause.n == 0 || id_valid(t->clause));
}

static bool
text_fits(const struct working *w, const struct desk_text *t)
{
    static const struct refusal_text shape = {
        REFUSED_SHAPE, "desk.text",
        "A comment needs a draft, a language (zh or en) and a text; each text has at most 20,000 "
        "octets.",
        "意见须有草案、语言（zh或en）和内容；每段文字不得超过20000字节。"};
    return text_is_sound(t) || refuse_as(w->r, w->a, &shape, NO_SLICES);
}

static bool
has_room(const struct working *w)
{
    static const struct refusal_text full = {REFUSED_RULE, "desk.limit",
                                             "The desk is full: it holds 10,000 comments.",
                                             "工作台已满：最多10000条意见。"};
    return w->d->entries.n < DESK_ENTRIES_MAX || refuse_as(w->r, w->a, &full, NO_SLICES);
}

/* The entry, where it still can be worked on; or null. */
static struct desk_entry *
workable(const struct working *w, uint64_t number)
{
    static const struct refusal_text none = {REFUSED_UNKNOWN, "desk.unknown",
                                             "There is no {1} on this desk.",
                                             "工作台上没有第{1}条意见。"};
    static const struct refusal_text done = {REFUSED_LATE, "desk.state",
                                             "{1} is {2}: nothing more is done with it.",
                                             "第{1}条意见的状态为“{2}”，不能再处理。"};
    struct desk_entry *x =
        number > 0 && number <= w->d->entries.n ? &w->d->entries.v[number - 1] : NULL;
    if (!x)
        refuse_as(w->r, w->a, &none, SLICES(number_text(w->a, number)));
    else if (x->state > DESK_APPROVED)
        refuse_as(w->r, w->a, &done,
                  SLICES(number_text(w->a, number), slice_str(desk_state_words[x->state])));
    return x && x->state <= DESK_APPROVED ? x : NULL;
}

/* An expert works on what is his own; delegate and alternate on everything. */
static bool
is_own(const struct working *w, const struct desk_entry *x)
{
    static const struct refusal_text others = {
        REFUSED_ROLE, "desk.own", "{1} was written by {2}: an expert works on what is his own.",
        "第{1}条意见由{2}拟写：专家只能处理本人拟写的意见。"};
    return w->h->by->kind != MANDATE_EXPERT || slice_eq(x->person, w->h->by->person) ||
           refuse_as(w->r, w->a, &others, SLICES(number_text(w->a, x->number), x->person));
}

/* ---- work ------------------------------------------------------------------------------------*/

static struct desk_text
text_keep(struct arena *a, const struct desk_text *t)
{
    return (struct desk_text){.draft = arena_dup(a, t->draft),
                              .clause = arena_dup(a, t->clause),
                              .type = t->type,
                              .language = arena_dup(a, t->language),
                              .text = arena_dup(a, t->text),
                              .proposed = arena_dup(a, t->proposed),
                              .quote = arena_dup(a, t->quote),
                              .replace = arena_dup(a, t->replace),
                              .line = arena_dup(a, t->line),
                              .element = arena_dup(a, t->element)};
}

static uint64_t
add(struct desk *d, const struct desk_hand *h, const struct desk_text *t)
{
    struct desk_entry *x = vec_add(d->arena, &d->entries);
    x->number = d->entries.n;
    x->says = text_keep(d->arena, t);
    x->person = arena_dup(d->arena, h->by->person);
    x->at = h->at;
    return x->number;
}

bool
desk_prepare(struct desk *d, struct arena *a, const struct desk_hand *h, const struct desk_text *t,
             uint64_t *number, struct refusal *r)
{
    const struct working w = {d, a, h, r};
    if (!hand_fits(&w, WRITERS) || !text_fits(&w, t) || !has_room(&w))
        return false;
    *number = add(d, h, t);
    return true;
}

bool
desk_change(struct desk *d, struct arena *a, const struct desk_hand *h, uint64_t number,
            const struct desk_text *t, struct refusal *r)
{
    const struct working w = {d, a, h, r};
    struct desk_entry *x = hand_fits(&w, WRITERS) ? workable(&w, number) : NULL;
    if (!x || !is_own(&w, x) || !text_fits(&w, t))
        return false;
    x->says = text_keep(d->arena, t);
    x->person = arena_dup(d->arena, h->by->person);
    x->at = h->at;
    x->state = DESK_PREPARED;
    x->approved_by = (struct slice){0};
    return true;
}

/* Two or more, none twice, all of the draft that the new one is about. */
static bool
parts_fit(const struct working *w, const uint64_t *numbers, size_t n, struct slice draft)
{
    static const struct refusal_text few = {REFUSED_SHAPE, "desk.merge",
                                            "It takes two different ones to merge.",
                                            "合并至少需要两条不同的意见。"};
    static const struct refusal_text other = {REFUSED_RULE, "desk.draft",
                                              "{1} is about draft {2}, not about {3}.",
                                              "第{1}条意见针对草案{2}，而非{3}。"};
    for (size_t i = 0; i < n; i++) {
        const struct desk_entry *x = workable(w, numbers[i]);
        if (!x || !is_own(w, x))
            return false;
        if (!slice_eq(x->says.draft, draft))
            return refuse_as(w->r, w->a, &other,
                             SLICES(number_text(w->a, x->number), x->says.draft, draft));
        if (i > 0 && numbers[i] <= numbers[i - 1])
            return refuse_as(w->r, w->a, &few, NO_SLICES);
    }
    return n >= 2 || refuse_as(w->r, w->a, &few, NO_SLICES);
}

bool
desk_merge(struct desk *d, struct arena *a, const struct desk_hand *h, const uint64_t *numbers,
           size_t n, const struct desk_text *t, uint64_t *number, struct refusal *r)
{
    const struct working w = {d, a, h, r};
    if (!hand_fits(&w, WRITERS) || !text_fits(&w, t) || !parts_fit(&w, numbers, n, t->draft) ||
        !has_room(&w))
        return false;
    *number = add(d, h, t);
    for (size_t i = 0; i < n; i++) {
        struct desk_entry *x = &d->entries.v[numbers[i] - 1];
        x->state = DESK_MERGED;
        x->into = *number;
        x->approved_by = (struct slice){0};
    }
    return true;
}

bool
desk_drop(struct desk *d, struct arena *a, const struct desk_hand *h, uint64_t number,
          struct slice note, struct refusal *r)
{
    const struct working w = {d, a, h, r};
    struct desk_entry *x = hand_fits(&w, WRITERS) ? workable(&w, number) : NULL;
    if (!x || !is_own(&w, x))
        return false;
    x->state = DESK_DROPPED;
    x->approved_by = (struct slice){0};
    x->note = is_plain(note) ? arena_dup(d->arena, note) : (struct slice){0};
    return true;
}

bool
desk_approve(struct desk *d, struct arena *a, const struct desk_hand *h, uint64_t number,
             struct refusal *r)
{
    static const struct refusal_text again = {REFUSED_REPEATED, "desk.approved",
                                              "{1} was approved before.", "第{1}条意见已经批准。"};
    const struct working w = {d, a, h, r};
    struct desk_entry *x = hand_fits(&w, APPROVERS) ? workable(&w, number) : NULL;
    if (!x)
        return false;
    if (x->state == DESK_APPROVED)
        return refuse_as(r, a, &again, SLICES(number_text(a, number)));
    x->state = DESK_APPROVED;
    x->approved_by = arena_dup(d->arena, h->by->person);
    return true;
}

bool
desk_ready(const struct desk *d, struct arena *a, const struct desk_hand *h, uint64_t number,
           struct refusal *r)
{
    static const struct refusal_text open = {REFUSED_OPEN, "desk.approved",
                                             "The delegate has not approved {1}.",
                                             "第{1}条意见尚未经代表批准。"};
    struct desk looked = *d; /* nothing is changed */
    const struct working w = {&looked, a, h, r};
    const struct desk_entry *x = hand_fits(&w, FILERS) ? workable(&w, number) : NULL;
    if (!x)
        return false;
    return x->state == DESK_APPROVED || refuse_as(r, a, &open, SLICES(number_text(a, number)));
}

void
desk_filed(struct desk *d, uint64_t number, struct slice comment)
{
    if (!desk_entry(d, number))
        return;
    struct desk_entry *x = &d->entries.v[number - 1];
    x->state = DESK_FILED;
    x->comment = arena_dup(d->arena, comment);
}

/* What becomes part of another one stands in front of it: one walk counts all. */
size_t
desk_consolidated(const struct desk *d, struct arena *a, uint64_t number)
{
    size_t *of = NEW_ARRAY(a, size_t, d->entries.n + 1);
    for (uint64_t i = 1; i <= d->entries.n; i++) {
        const struct desk_entry *x = &d->entries.v[i - 1];
        of[i] += of[i] == 0;
        if (x->state == DESK_MERGED)
            of[x->into] += of[i];
    }
    return desk_entry(d, number) ? of[number] : 0;
}

/* ---- writing ---------------------------------------------------------------------------------*/

static struct json_node *
text_json(struct arena *a, const struct desk_text *t)
{
    struct json_node *o = json_new_object(a);
    json_put_text_if(a, o, "clause", t->clause);
    json_put_text(a, o, "draft", t->draft);
    json_put_text_if(a, o, "element", t->element);
    json_put_text(a, o, "language", t->language);
    json_put_text_if(a, o, "line", t->line);
    json_put_text_if(a, o, "proposed", t->proposed);
    json_put_text_if(a, o, "quote", t->quote);
    json_put_text_if(a, o, "replace", t->replace);
    json_put_text(a, o, "text", t->text);
    json_put_text(a, o, "type", slice_str(comment_type_words[t->type]));
    return o;
}

static struct json_node *
entry_json(struct arena *a, const struct desk_entry *x)
{
    struct json_node *o = json_new_object(a);
    json_put_text_if(a, o, "approved_by", x->approved_by);
    json_put_text(a, o, "at", instant_text(a, x->at));
    json_put_text_if(a, o, "comment", x->comment);
    if (x->into)
        json_put_int(a, o, "into", (int64_t)x->into);
    json_put_text_if(a, o, "note", x->note);
    json_put_int(a, o, "number", (int64_t)x->number);
    json_put_text(a, o, "person", x->person);
    json_put_node(a, o, "says", text_json(a, &x->says));
    json_put_text(a, o, "state", slice_str(desk_state_words[x->state]));
    return o;
}

bool
desk_write(struct slice *out, struct arena *a, const struct desk *d, struct err *e)
{
    struct json_node *o = json_new_object(a), *list = json_new_array(a);
    for (size_t i = 0; i < d->entries.n; i++)
        json_push_node(a, list, entry_json(a, &d->entries.v[i]));
    json_put_node(a, o, "entries", list);
    json_put_text(a, o, "organisation", d->organisation);
    json_put_text(a, o, "project", d->project);
    json_put_int(a, o, "v", 1);
    return json_canonical(out, a, o, DESK_SIZE_MAX, e) || err_in(e, "desk");
}

/* ---- reading ---------------------------------------------------------------------------------*/

static struct slice
text_at(const struct json_node *n, const char *key)
{
    return json_text(json_get(n, key));
}

static uint64_t
number_at(const struct json_node *n, const char *key)
{
    const struct json_node *v = json_get(n, key);
    return v && v->type == JSON_INT && v->i > 0 ? (uint64_t)v->i : 0;
}

static void
text_read(struct desk_text *t, const struct json_node *n)
{
    *t = (struct desk_text){.draft = text_at(n, "draft"),
                            .clause = text_at(n, "clause"),
                            .type =
                                (enum comment_type)word_of(json_get(n, "type"), comment_type_words),
                            .language = text_at(n, "language"),
                            .text = text_at(n, "text"),
                            .proposed = text_at(n, "proposed"),
                            .quote = text_at(n, "quote"),
                            .replace = text_at(n, "replace"),
                            .line = text_at(n, "line"),
                            .element = text_at(n, "element")};
}

/* What the states say of each other. */
static bool
entry_is_sound(const struct desk_entry *x, size_t n)
{
    bool merged = x->state == DESK_MERGED, filed = x->state == DESK_FILED;
    bool approved = filed || x->state == DESK_APPROVED;
    return text_is_sound(&x->says) && id_valid(x->person) && is_plain(x->note) &&
           (merged ? x->into > x->number && x->into <= n : x->into == 0) &&
           (filed ? id_valid(x->comment) : x->comment.n == 0) &&
           (approved ? id_valid(x->approved_by) : x->approved_by.n == 0);
}

static bool
entry_read(struct desk_entry *x, const struct json_node *n, size_t place, size_t all)
{
    *x = (struct desk_entry){.number = number_at(n, "number"),
                             .state =
                                 (enum desk_state)word_of(json_get(n, "state"), desk_state_words),
                             .person = text_at(n, "person"),
                             .into = number_at(n, "into"),
                             .approved_by = text_at(n, "approved_by"),
                             .comment = text_at(n, "comment"),
                             .note = text_at(n, "note")};
    text_read(&x->says, json_get(n, "says"));
    return x->number == place + 1 && instant_read(&x->at, text_at(n, "at")) &&
           entry_is_sound(x, all);
}

/* Whatever was read leniently is written again: only the one form of a desk survives that. */
static bool
is_the_same(const struct desk *d, struct arena *a, struct slice octets)
{
    struct slice again;
    return desk_write(&again, a, d, NULL) && slice_eq(again, octets);
}

bool
desk_read(struct desk *d, struct arena *a, struct slice octets, struct err *e)
{
    struct json_node root;
    struct slice own = arena_dup(a, slice_sub(octets, 0, DESK_SIZE_MAX));
    if (octets.n > DESK_SIZE_MAX)
        return err_set(e, ERR_LIMIT, "desk: %zu octets, we accept %zu", octets.n, DESK_SIZE_MAX);
    if (!json_canonical_read(&root, a, own, e))
        return err_in(e, "desk");
    const struct json_node *list = json_get(&root, "entries");
    size_t n = json_count(list);
    *d = (struct desk){.arena = a,
                       .organisation = text_at(&root, "organisation"),
                       .project = text_at(&root, "project")};
    if (!id_valid(d->organisation) || !id_valid(d->project) || n > DESK_ENTRIES_MAX)
        return err_set(e, ERR_INPUT, "desk: it has to name organisation and project");
    for (size_t i = 0; i < n; i++)
        if (!entry_read(vec_add(a, &d->entries), json_item(list, i), i, n))
            return err_set(e, ERR_INPUT, "desk: entry %zu is damaged", i + 1);
    struct arena_mark mark = arena_mark(a);
    bool same = is_the_same(d, a, octets);
    arena_reset(a, mark);
    return same || err_set(e, ERR_INPUT, "desk: it holds what no desk does");
}
