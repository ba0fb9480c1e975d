/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Projections: whatever a committee lives through, the rows that its events
 * gave, each in place of the one before, are those of the state in the end. An event
 * that changed something and gave no row for it would leave an old one standing.
 */
#include "support/cases.h"
#include "support/history.h"

#include "base/buf.h"
#include "committee/rows.h"
#include "text/json_build.h"

#include <stdio.h>

#define SEEDS 30
#define STEPS 600

/* The rows as a store would have them: by table and key, as text. */
struct tables {
    struct arena arena;
    struct map rows; /* "comment|P-7|12|" -> struct slice of all columns */
    size_t n[ROWS_CORRECTION + 1];
};

static void
add_value(struct buf *b, const struct column *c, union row_value v)
{
    if (c->type == COLUMN_TEXT)
        buf_add(b, v.text);
    else
        buf_printf(b, "%lld", (long long)v.integer);
    buf_str(b, "|");
}

static struct slice
row_text(struct arena *a, const struct row *r, bool key_alone)
{
    const struct row_table *t = &row_tables[r->table];
    struct buf b;
    buf_init(&b, a, (size_t)1 << 20);
    buf_printf(&b, "%s|", t->name);
    for (size_t i = 0; i < t->n; i++)
        if (!key_alone || t->columns[i].key)
            add_value(&b, &t->columns[i], r->values[i]);
    return buf_slice(&b);
}

static void
put(struct tables *t, const struct rows *rows)
{
    for (size_t i = 0; i < rows->n; i++) {
        struct slice *all = NEW(&t->arena, struct slice);
        *all = row_text(&t->arena, &rows->v[i], false);
        if (!map_put(&t->arena, &t->rows, row_text(&t->arena, &rows->v[i], true), all))
            t->n[rows->v[i].table]++;
    }
}

/* The row that an event of that kind would give now stands in the tables. */
static void
stands(struct tables *t, struct history *h, struct project *p, const char *kind,
       struct json_node *data)
{
    struct rows now;
    struct event ev = {.kind = event_kind_find(slice_str(kind)), .data = data};
    assert_non_null(ev.kind);
    rows_of(&now, &h->arena, &h->committee, p, &ev);
    assert_true(now.n > 0);
    for (size_t i = 0; i < now.n; i++) {
        struct slice all = row_text(&h->arena, &now.v[i], false);
        const struct slice *there = map_get(&t->rows, row_text(&h->arena, &now.v[i], true));
        if (!there || !slice_eq(*there, all))
            fail_msg("the table has %.*s, the state %.*s", SL_FMT(there ? *there : SL("nothing")),
                     SL_FMT(all));
    }
}

static struct json_node *
named(struct history *h, const char *key, struct slice id)
{
    struct json_node *o = json_new_object(&h->arena);
    json_put_text(&h->arena, o, key, id);
    return o;
}

static void
all_stand(struct tables *t, struct history *h, enum row_table_id table, const struct map *m,
          const char *kind, const char *key)
{
    assert_int_equal(t->n[table], m->n);
    for (size_t i = 0; i < m->n; i++)
        stands(t, h, NULL, kind, named(h, key, m->v[i].key));
}

static size_t
votes_stand(struct tables *t, struct history *h, struct project *p, const struct ballot *b)
{
    size_t cast = 0;
    for (size_t i = 0; i < b->roll.n; i++) {
        if (!b->votes[i].cast)
            continue;
        struct json_node *vote = named(h, "ballot", b->id);
        json_put_text(&h->arena, vote, "voter", b->roll.v[i].id);
        stands(t, h, p, "vote.cast", vote);
        cast++;
    }
    return cast;
}

/* What the project has, counted by table. */
static void
project_stands(struct tables *t, struct history *h, struct project *p,
               size_t n[ROWS_CORRECTION + 1])
{
    stands(t, h, p, "stage.entered", json_new_object(&h->arena));
    for (size_t i = 0; i < p->drafts.n; i++)
        stands(t, h, p, "draft.posted", named(h, "id", p->drafts.v[i].id));
    for (size_t i = 0; i < p->comments.n; i++)
        stands(t, h, p, "comment.withdrawn", named(h, "comment", p->comments.v[i].id));
    for (size_t i = 0; i < p->ballots.n; i++) {
        stands(t, h, p, "ballot.closed", named(h, "ballot", p->ballots.v[i]->id));
        n[ROWS_VOTE] += votes_stand(t, h, p, p->ballots.v[i]);
    }
    if (p->periods.n)
        stands(t, h, p, "comments.extended", json_new_object(&h->arena));
    n[ROWS_PROJECT]++;
    n[ROWS_DRAFT] += p->drafts.n;
    n[ROWS_COMMENT] += p->comments.n;
    n[ROWS_PERIOD] += p->periods.n;
    n[ROWS_BALLOT] += p->ballots.n;
    n[ROWS_PUBLICATION] += p->publications.n;
    n[ROWS_CORRECTION] += p->corrections.n;
}

static void
rows_are_those_of_the_state(void **state)
{
    struct tables t = {0};
    struct history h;
    size_t n[ROWS_CORRECTION + 1] = {0};
    history_begin(&h, *(const uint64_t *)*state);
    for (size_t i = 0; i < STEPS; i++) {
        struct rows rows;
        if (!history_step(&h))
            continue;
        rows_of(&rows, &h.arena, &h.committee, h.project, &h.event);
        put(&t, &rows);
    }
    const struct committee *c = &h.committee;
    all_stand(&t, &h, ROWS_ORGANISATION, &c->organisations, "organisation.changed", "organisation");
    all_stand(&t, &h, ROWS_PERSON, &c->persons, "person.registered", "id");
    all_stand(&t, &h, ROWS_MEMBERSHIP, &c->memberships, "membership.ended", "membership");
    all_stand(&t, &h, ROWS_MANDATE, &c->mandates, "mandate.ended", "mandate");
    all_stand(&t, &h, ROWS_GROUP, &c->groups, "group.closed", "group");
    for (size_t i = 0; i < h.nprojects; i++)
        project_stands(&t, &h, &h.projects[i]->state, n);
    for (size_t i = ROWS_PROJECT; i <= ROWS_CORRECTION; i++)
        if (t.n[i] != n[i])
            fail_msg("%s: %zu rows, the state has %zu", row_tables[i].name, t.n[i], n[i]);
    history_end(&h);
    arena_free(&t.arena);
}

/* Names, keys in front, nothing twice; few enough columns for who binds them. */
static void
the_tables_are_well_formed(void **state)
{
    (void)state;
    for (size_t i = 0; i <= ROWS_CORRECTION; i++) {
        const struct row_table *t = &row_tables[i];
        assert_true(t->name && t->name[0] && t->n > 0 && t->n <= ROW_COLUMNS_MAX);
        assert_true(t->columns[0].key);
        for (size_t c = 0; c < t->n; c++) {
            assert_true(t->columns[c].name && t->columns[c].name[0]);
            assert_false(c > 0 && t->columns[c].key && !t->columns[c - 1].key);
            for (size_t d = 0; d < c; d++)
                assert_string_not_equal(t->columns[c].name, t->columns[d].name);
        }
        for (size_t j = 0; j < i; j++)
            assert_string_not_equal(t->name, row_tables[j].name);
    }
}

int
main(void)
{
    static uint64_t seeds[SEEDS];
    static char names[SEEDS][48];
    CASES_TEST(the_tables_are_well_formed);
    for (size_t i = 0; i < SEEDS; i++) {
        seeds[i] = i + 100;
        snprintf(names[i], sizeof names[i], "rows are those of the state, seed %zu", i + 100);
        cases_add(names[i], rows_are_those_of_the_state, &seeds[i]);
    }
    return cases_run("committee_rows");
}
