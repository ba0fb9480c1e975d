/* SPDX-License-Identifier: Apache-2.0 */
/* The table of a project's comments: which, in what order, and the links that change that. */
#include "api/filter.h"
#include "api/may.h"
#include "api/terms.h"
#include "api/view_clause.h"
#include "api/view_comment.h"

#include <inttypes.h>
#include <stdlib.h>

#define CHOICES_MAX 500

/* ---- which, in what order --------------------------------------------------------------------*/

static bool
fits(const struct comment *c, const struct comments_query *q)
{
    struct slice public_ = SL("public");
    struct slice by = c->organisation.n ? c->organisation : public_;
    return (!q->draft.n || slice_eq(c->draft, q->draft)) &&
           (!q->clause.n || slice_eq(c->clause, q->clause) ||
            (!c->clause.n && slice_eq_str(q->clause, "whole"))) &&
           (!q->type.n || slice_eq_str(q->type, comment_type_words[c->type])) &&
           (!q->organisation.n || slice_eq(by, q->organisation)) &&
           (!q->language.n || slice_eq(c->language, q->language)) &&
           (!q->state.n || slice_eq_str(q->state, comment_state(c)));
}

/* What a comment is sorted by, first to last. */
struct sorted {
    const struct comment *c;
    size_t place, number; /* of its clause in its draft; its own */
    struct slice word;
};

static int
by_keys(const void *x, const void *y)
{
    const struct sorted *a = x, *b = y;
    int word = slice_cmp(a->word, b->word);
    if (word != 0)
        return word;
    if (a->place != b->place)
        return a->place < b->place ? -1 : 1;
    return (a->number > b->number) - (a->number < b->number);
}

/* The whole of a draft comes in front of its clauses. */
static size_t
place_of(const struct project *p, const struct comment *c)
{
    const struct draft_posted *d = project_draft(p, c->draft);
    const struct slice *at = d && c->clause.n ? map_get(&d->by_clause, c->clause) : NULL;
    return at ? (size_t)(at - d->clauses.v) + 1 : 0;
}

static struct slice
word_of_sort(const struct comment *c, struct slice sort)
{
    if (slice_eq_str(sort, "type"))
        return slice_str(comment_type_words[c->type]);
    if (slice_eq_str(sort, "organisation"))
        return c->organisation.n ? c->organisation : SL("~"); /* behind all */
    if (slice_eq_str(sort, "state"))
        return slice_str(comment_state(c));
    return (struct slice){0};
}

void
comments_find(const struct comment ***out, size_t *n, struct comment_look *l,
              const struct comments_query *q)
{
    const struct project *p = l->project;
    struct sorted *v = NEW_ARRAY(l->v->arena, struct sorted, p->comments.n + 1);
    bool by_number = !q->sort.n || slice_eq_str(q->sort, "number");
    *n = 0;
    for (size_t i = 0; i < p->comments.n; i++) {
        const struct comment *c = &p->comments.v[i];
        if (fits(c, q))
            v[(*n)++] =
                (struct sorted){c, by_number ? 0 : place_of(p, c), i, word_of_sort(c, q->sort)};
    }
    qsort(v, *n, sizeof *v, by_keys);
    *out = NEW_ARRAY(l->v->arena, const struct comment *, *n + 1);
    for (size_t i = 0; i < *n; i++)
        (*out)[i] = v[i].c;
}

/* ---- the links -------------------------------------------------------------------------------*/

/* Choices that occur, without twins. */
struct choices {
    struct arena *a;
    struct filter_choice v[CHOICES_MAX];
    size_t n;
    struct map seen;
};

static void
choose(struct choices *s, struct slice word, struct langs says)
{
    if (s->n == CHOICES_MAX || map_get(&s->seen, word))
        return;
    s->v[s->n++] = (struct filter_choice){word, says};
    map_put(s->a, &s->seen, word, s);
}

static struct choices *
choices_new(struct arena *a)
{
    static const struct langs all = {SL_INIT("all"), SL_INIT("全部")};
    struct choices *s = NEW(a, struct choices);
    s->a = a;
    s->v[s->n++] = (struct filter_choice){SL(""), all};
    return s;
}

static struct langs
clause_words(struct comment_look *l, const struct comment *c)
{
    static const struct langs whole = {SL_INIT("the whole"), SL_INIT("全文")};
    const struct draft *d = c->clause.n ? comment_look_draft(l, c->draft) : NULL;
    const struct clause *at = d ? draft_clause(d, c->clause) : NULL;
    if (!c->clause.n)
        return whole;
    if (!at)
        return (struct langs){c->clause, c->clause};
    return (struct langs){draft_heading(l->v->arena, at, DRAFT_EN),
                          draft_heading(l->v->arena, at, DRAFT_ZH)};
}

static struct langs
organisation_words(const struct comment_look *l, const struct comment *c)
{
    static const struct langs public_ = {SL_INIT("the public"), SL_INIT("公众")};
    const struct organisation *o =
        committee_organisation(&l->v->office->committee, c->organisation);
    if (!c->organisation.n)
        return public_;
    return o ? o->name : (struct langs){c->organisation, c->organisation};
}

enum what { OF_DRAFT, OF_CLAUSE, OF_TYPE, OF_ORGANISATION, OF_LANGUAGE, OF_STATE };
static const struct {
    const char *name;
    struct langs label;
} whats[] = {
    [OF_DRAFT] = {"draft", {SL_INIT("Draft"), SL_INIT("草案")}},
    [OF_CLAUSE] = {"clause", {SL_INIT("Clause"), SL_INIT("条款")}},
    [OF_TYPE] = {"type", {SL_INIT("Type"), SL_INIT("类型")}},
    [OF_ORGANISATION] = {"organisation", {SL_INIT("Organisation"), SL_INIT("提出单位")}},
    [OF_LANGUAGE] = {"language", {SL_INIT("Language"), SL_INIT("语言")}},
    [OF_STATE] = {"state", {SL_INIT("State"), SL_INIT("处理状态")}},
};

static void
choose_of(struct choices *s, struct comment_look *l, const struct comment *c, enum what what)
{
    switch (what) {
    case OF_DRAFT:
        choose(s, c->draft, (struct langs){c->draft, c->draft});
        return;
    case OF_CLAUSE:
        choose(s, c->clause.n ? c->clause : SL("whole"), clause_words(l, c));
        return;
    case OF_TYPE:
        choose(s, slice_str(comment_type_words[c->type]), term_comment_type(c->type));
        return;
    case OF_ORGANISATION:
        choose(s, c->organisation.n ? c->organisation : SL("public"), organisation_words(l, c));
        return;
    case OF_LANGUAGE:
        choose(s, c->language, term_language(c->language));
        return;
    case OF_STATE:
        choose(s, slice_str(comment_state(c)), comment_state_words(c));
        return;
    }
}

static void
put_filters(struct json_node *n, struct comment_look *l, const struct filter *f)
{
    static const struct filter_choice sorts[] = {
        {SL_INIT(""), {SL_INIT("as filed"), SL_INIT("按提出顺序")}},
        {SL_INIT("clause"), {SL_INIT("by clause"), SL_INIT("按条款")}},
        {SL_INIT("type"), {SL_INIT("by type"), SL_INIT("按类型")}},
        {SL_INIT("organisation"), {SL_INIT("by organisation"), SL_INIT("按提出单位")}},
        {SL_INIT("state"), {SL_INIT("by state"), SL_INIT("按处理状态")}},
    };
    static const struct langs order = {SL_INIT("Order"), SL_INIT("排序")};
    const struct project *p = l->project;
    struct json_node *list = json_new_array(l->v->arena);
    for (size_t w = 0; w < COUNT_OF(whats); w++) {
        struct choices *s = choices_new(l->v->arena);
        for (size_t i = 0; i < p->comments.n; i++)
            choose_of(s, l, &p->comments.v[i], (enum what)w);
        if (s->n > 2)
            filter_put(f, list, whats[w].name, whats[w].label, s->v, s->n);
    }
    filter_put(f, list, "sort", order, sorts, COUNT_OF(sorts));
    json_put_node(l->v->arena, n, "filters", list);
}

/* ---- the table -------------------------------------------------------------------------------*/

static void
filter_of(struct filter *f, struct comment_look *l, const struct comments_query *q)
{
    struct arena *a = l->v->arena;
    const char *path =
        arena_str(a, arena_printf(a, "/projects/%.*s/comments", SL_FMT(l->project->id)));
    *f = (struct filter){.arena = a, .path = path};
    filter_add(f, "draft", q->draft);
    filter_add(f, "clause", q->clause);
    filter_add(f, "type", q->type);
    filter_add(f, "organisation", q->organisation);
    filter_add(f, "language", q->language);
    filter_add(f, "state", q->state);
    filter_add(f, "sort", q->sort);
}

static void
put_pages(struct json_node *n, const struct filter *f, size_t page, size_t found)
{
    struct arena *a = f->arena;
    size_t first = (page - 1) * COMMENTS_PAGE;
    struct filter paged = *f;
    filter_add(&paged, "page", (struct slice){0});
    json_put_int(a, n, "first", found ? (int64_t)first + 1 : 0);
    json_put_int(a, n, "last",
                 (int64_t)(found < first + COMMENTS_PAGE ? found : first + COMMENTS_PAGE));
    if (page > 1)
        json_put_text(a, n, "previous",
                      filter_address(&paged, "page", arena_printf(a, "%zu", page - 1)));
    if (first + COMMENTS_PAGE < found)
        json_put_text(a, n, "next",
                      filter_address(&paged, "page", arena_printf(a, "%zu", page + 1)));
}

static void
put_period(struct json_node *n, const struct comment_look *l)
{
    struct arena *a = l->v->arena;
    const struct project *p = l->project;
    if (p->periods.n == 0)
        return;
    const struct comment_period *last = &p->periods.v[p->periods.n - 1];
    struct json_node *o = json_new_object(a);
    json_put_text(a, o, "draft", last->draft);
    put_instant(a, o, "opens", last->opens);
    put_instant(a, o, "closes", last->closes);
    json_put_bool(a, o, "runs", project_open_period(p, l->v->now) != NULL);
    json_put_node(a, n, "period", o);
}

static bool
put_list(struct json_node *n, struct comment_look *l, const struct comment *const *v, size_t from,
         size_t to, struct err *e)
{
    struct arena *a = l->v->arena;
    struct json_node *list = json_new_array(a), *one;
    for (size_t i = from; i < to; i++) {
        if (!view_comment(&one, l, v[i], e))
            return false;
        json_push_node(a, list, one);
    }
    json_put_node(a, n, "list", list);
    return true;
}

/* The address behind "…/comments", for the exports of the same choice. */
static struct slice
query_part(const struct filter *f)
{
    struct slice all = filter_address(f, "page", (struct slice){0});
    return slice_sub(all, strlen(f->path), all.n);
}

bool
view_comments(struct json_node **out, struct comment_look *l, const struct comments_query *q,
              struct err *e)
{
    struct arena *a = l->v->arena;
    const struct project *p = l->project;
    struct json_node *n = *out = json_new_object(a);
    const struct comment **v;
    struct filter f;
    size_t found, page = q->page ? q->page : 1;
    comments_find(&v, &found, l, q);
    if ((page - 1) * COMMENTS_PAGE >= found)
        page = 1;
    filter_of(&f, l, q);
    json_put_text(a, n, "project", p->id);
    put_langs(a, n, "title", p->title);
    view_stage(a, n, "stage", view_process(&l->v->office->committee, p), p->stage);
    json_put_int(a, n, "total", (int64_t)p->comments.n);
    json_put_int(a, n, "found", (int64_t)found);
    json_put_int(a, n, "open", (int64_t)project_open_comments(p));
    put_pages(n, &f, page, found);
    json_put_bool(a, n, "narrowed", found < p->comments.n);
    json_put_text(a, n, "exports", query_part(&f));
    put_filters(n, l, &f);
    json_put_bool(a, n, "may_comment", may_comment(l->v, p) != NULL);
    json_put_bool(a, n, "may_dispose", may_dispose(l->v, p, NULL) != NULL);
    json_put_bool(a, n, "may_sit", may_sit(l->v, p) != NULL);
    json_put_bool(a, n, "drafted", p->drafts.n > 0);
    if (p->drafts.n)
        json_put_text(a, n, "draft", p->drafts.v[p->drafts.n - 1].id);
    put_period(n, l);
    size_t from = (page - 1) * COMMENTS_PAGE;
    return put_list(n, l, v, from, found < from + COMMENTS_PAGE ? found : from + COMMENTS_PAGE, e);
}
