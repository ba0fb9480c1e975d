/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `comment anchors`: where the comments on earlier drafts stand in a later one, and which a
 * person has to place.
 */
#include "cli/committee_comment.h"
#include "cli/json_tree.h"
#include "cli/table.h"

#define PLACES(...) ((const char *const[]){__VA_ARGS__, NULL})

struct anchors_command {
    struct seat_options seat;
};

static const struct option options[] = {SEAT_READ_ROWS(struct anchors_command, seat)};

struct carrying {
    struct seat *s;
    struct drafts *drafts;
    const struct draft *to;
    struct json_node *list; /* of --json, else null */
    struct table *table;
    size_t unsure;
};

static struct slice
number_in(const struct draft *d, struct slice id)
{
    const struct clause *c = draft_clause(d, id);
    return c && c->number.n ? c->number : id;
}

static void
tell(struct carrying *w, const struct comment *c, const struct anchor_carried *at)
{
    struct arena *a = &w->s->cli->arena;
    struct slice state = slice_str(anchor_state_names[at->state]);
    struct slice why = seat_word(w->s, at->en, at->zh);
    bool sure = at->state != ANCHOR_UNSURE;
    struct slice where = sure ? number_in(w->to, at->at.clause) : SL("?");
    w->unsure += !sure;
    if (!w->list) {
        table_cell(w->table, c->id);
        table_cell(w->table, c->draft);
        table_cell(w->table, comment_clause_number(w->drafts, c));
        table_cell(w->table, state);
        table_cell(w->table, where);
        table_cell(w->table, sure ? SL("") : why);
        return;
    }
    struct json_node *o = json_new_object(a), *candidates = json_new_array(a);
    json_put_text(a, o, "comment", c->id);
    json_put_text(a, o, "draft", c->draft);
    json_put_text(a, o, "clause", c->clause);
    json_put_text(a, o, "state", state);
    if (sure)
        json_put_text(a, o, "now", at->at.clause);
    else {
        json_put_text(a, o, "doubt", slice_str(anchor_doubt_names[at->doubt]));
        json_put_text(a, o, "why", why);
    }
    for (size_t i = 0; i < at->ncandidates; i++)
        json_push_text(a, candidates, at->candidates[i].clause);
    json_put_node(a, o, "candidates", candidates);
    json_push_node(a, w->list, o);
}

static bool
carry(struct carrying *w, const struct comment *c, struct slice to, struct err *e)
{
    struct comment_object object;
    struct anchor_carried at;
    if (c->withdrawn || !c->clause.n || slice_eq(c->draft, to) ||
        !comment_object_of(&object, seat_viewer(w->s), c) || !object.anchored)
        return true;
    const struct draft *from = drafts_get(w->drafts, c->draft, e);
    if (!from)
        return false;
    anchor_carry(&at, &w->s->cli->arena, from, w->to, &object.anchor);
    tell(w, c, &at);
    return true;
}

static enum cli_exit
print(struct carrying *w)
{
    struct printer p;
    struct buf b;
    if (w->list)
        return json_tree_print(w->s->cli, w->list);
    seat_printer(&p, &b, w->s);
    if (w->table->cells.n)
        table_print(&p, w->table);
    buf_printf(&b, "%zu comments carried, %zu to be placed by a person\n",
               w->table->cells.n / w->table->columns - w->unsure, w->unsure);
    return seat_print(w->s, &b);
}

static enum cli_exit
run(struct cli *cli, const void *given, const struct slices *args)
{
    static const char *const heads[] = {"comment", "draft", "clause", "state", "now", "why"};
    const struct project *p;
    struct drafts drafts;
    struct table table;
    struct err e = {0};
    AUTO_SEAT s = {0};
    seat_begin(&s, cli, given);
    if (!seat_args(&s, args, PLACES("PROJECT", "DRAFT"), 1, &e) || !seat_open(&s, cli, given, &e) ||
        !seat_project(&p, &s, args->v[0], &e) || !comment_drafts(&drafts, &s, p, &e))
        return cli_wrong_err(cli, &e);
    if (p->drafts.n == 0)
        return cli_wrong(cli, "%.*s has no draft yet", SL_FMT(p->id));
    struct slice to = args->n > 1 ? args->v[1] : p->drafts.v[p->drafts.n - 1].id;
    struct carrying w = {.s = &s, .drafts = &drafts, .table = &table};
    w.list = s.o->json ? json_new_array(&cli->arena) : NULL;
    table_init(&table, &cli->arena, heads, COUNT_OF(heads));
    w.to = drafts_get(&drafts, to, &e);
    if (!w.to)
        return cli_wrong_err(cli, &e);
    for (size_t i = 0; i < p->comments.n; i++)
        if (!carry(&w, &p->comments.v[i], to, &e))
            return cli_wrong_err(cli, &e);
    enum cli_exit status = print(&w);
    return status == EXIT_OK && w.unsure ? EXIT_FAILS : status;
}

const struct command comment_anchors_verb = {
    .name = "anchors",
    .synopsis = "PROJECT [DRAFT]",
    .summary = "where earlier comments stand in a later draft; exit 1 where a person has to say",
    .options = options,
    .noptions = COUNT_OF(options),
    .size = sizeof(struct seat_options),
    .run = run,
};
