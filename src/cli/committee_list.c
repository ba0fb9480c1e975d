/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/committee_list.h"

#include "cli/json_tree.h"
#include "cli/table.h"
#include "text/nearest.h"

#include <assert.h>
#include <stdlib.h>

#define WHERE_MAX 8

const struct option list_options[] = {
    {.name = "where",
     .letter = 'w',
     .type = OPTION_TEXT,
     .offset = offsetof(struct list_options, where),
     .arg = "COLUMN=VALUE",
     .help = "only those rows; --json shows every column and its name"},
    SEAT_READ_ROWS(struct list_options, seat),
};
static_assert(COUNT_OF(list_options) == LIST_OPTIONS, "LIST_OPTIONS is out of date");

bool
list_rows(struct rows *out, struct seat *s, enum row_table_id table,
          const struct store_where *where, size_t n, struct err *e)
{
    struct store *store = s->office.store;
    if (!store->ops->begin_read(store, e))
        return false;
    bool ok = store->ops->rows_get(store, table, where, n, out, &s->cli->arena, e);
    store->ops->rollback(store);
    return ok;
}

static size_t
column_of(enum row_table_id table, const char *name)
{
    const struct row_table *t = &row_tables[table];
    size_t i = 0;
    while (i < t->n && strcmp(t->columns[i].name, name) != 0)
        i++;
    return i;
}

struct slice
list_text(const struct row *r, const char *column)
{
    size_t i = column_of(r->table, column);
    assert(i < row_tables[r->table].n && row_tables[r->table].columns[i].type == COLUMN_TEXT);
    return r->values[i].text;
}

int64_t
list_int(const struct row *r, const char *column)
{
    size_t i = column_of(r->table, column);
    assert(i < row_tables[r->table].n && row_tables[r->table].columns[i].type == COLUMN_INTEGER);
    return r->values[i].integer;
}

static bool
is_instant(const char *column)
{
    static const char *const instants[] = {"at",   "opens", "closes",   "stage_since", "opened",
                                           "from", "until", "ended_at", "withdrawn_at"};
    for (size_t i = 0; i < COUNT_OF(instants); i++)
        if (strcmp(column, instants[i]) == 0)
            return true;
    return false;
}

struct json_node *
list_json(struct arena *a, const struct row *r)
{
    const struct row_table *t = &row_tables[r->table];
    struct json_node *n = json_new_object(a);
    for (size_t i = 0; i < t->n; i++)
        if (t->columns[i].type == COLUMN_TEXT)
            json_put_text_if(a, n, t->columns[i].name, r->values[i].text);
        else if (!is_instant(t->columns[i].name))
            json_put_int(a, n, t->columns[i].name, r->values[i].integer);
        else if (r->values[i].integer)
            json_put_text(a, n, t->columns[i].name, instant_text(a, r->values[i].integer));
    return n;
}

/* ---- filters ---------------------------------------------------------------------------------*/

static bool
no_column(enum row_table_id table, struct slice name, struct err *e)
{
    const struct row_table *t = &row_tables[table];
    struct slice names[ROW_COLUMNS_MAX];
    for (size_t i = 0; i < t->n; i++)
        names[i] = slice_str(t->columns[i].name);
    struct slice near = nearest_name(name, names, t->n);
    if (near.n)
        return err_set(e, ERR_INPUT, "no column '%.*s'; did you mean '%.*s'?", SL_FMT(name),
                       SL_FMT(near));
    return err_set(e, ERR_INPUT, "no column '%.*s'; --json shows them", SL_FMT(name));
}

static bool
filter(struct store_where *out, struct arena *a, enum row_table_id table, struct slice name,
       struct slice value, struct err *e)
{
    const char *column = arena_str(a, name);
    size_t i = column_of(table, column);
    if (i == row_tables[table].n)
        return no_column(table, name, e);
    out->column = row_tables[table].columns[i].name;
    if (row_tables[table].columns[i].type == COLUMN_TEXT) {
        out->value.text = value;
        return true;
    }
    if (!slice_to_i64(value, &out->value.integer))
        return err_set(e, ERR_INPUT, "%s is a number, not '%.*s'", column, SL_FMT(value));
    return true;
}

static bool
filters(struct store_where *where, size_t *n, struct seat *s, const struct list_form *f,
        const struct list_options *o, const struct slices *args, struct err *e)
{
    struct slice rest = slice_str(o->where), one;
    for (*n = 0; f->places && *n < args->n; ++*n)
        if (!filter(&where[*n], &s->cli->arena, f->table, slice_str(f->places[*n]), args->v[*n], e))
            return false;
    while (slice_cut(&rest, ',', &one)) {
        struct slice name;
        if (*n == WHERE_MAX)
            return err_set(e, ERR_LIMIT, "at most %d conditions", WHERE_MAX);
        if (slice_find(one, SL("=")) == SIZE_MAX || !slice_cut(&one, '=', &name))
            return err_set(e, ERR_INPUT, "--where takes COLUMN=VALUE, not '%.*s'", SL_FMT(one));
        if (!filter(&where[(*n)++], &s->cli->arena, f->table, name, one, e))
            return false;
    }
    return true;
}

/* ---- output ----------------------------------------------------------------------------------*/

static enum cli_exit
print_json(struct seat *s, const struct rows *rows)
{
    struct json_node *list = json_new_array(&s->cli->arena);
    for (size_t i = 0; i < rows->n; i++)
        json_push_node(&s->cli->arena, list, list_json(&s->cli->arena, &rows->v[i]));
    return json_tree_print(s->cli, list);
}

/* An id with the name that people know. */
static struct slice
named(struct seat *s, struct slice id)
{
    const struct organisation *o = committee_organisation(&s->office.committee, id);
    if (!o)
        return id;
    return arena_printf(&s->cli->arena, "%.*s %.*s", SL_FMT(id),
                        SL_FMT(seat_word(s, o->name.en, o->name.zh)));
}

static void
cell(struct table *t, struct seat *s, const struct row *r, const char *column)
{
    const struct row_table *rt = &row_tables[r->table];
    size_t i = column_of(r->table, column);
    assert(i < rt->n);
    if (rt->columns[i].type == COLUMN_INTEGER) {
        int64_t v = r->values[i].integer;
        if (v == 0 && is_instant(column))
            table_cell(t, SL("-"));
        else if (strcmp(column, "confirmed") == 0)
            table_cell(t, v ? SL("confirmed") : SL("claimed"));
        else if (is_instant(column))
            table_cell(t, instant_text(t->a, v));
        else
            table_int(t, v);
        return;
    }
    struct slice text = r->values[i].text;
    if (r->table == ROWS_COMMENT && strcmp(column, "decision") == 0 && slice_eq_str(text, "none"))
        text = list_int(r, "withdrawn") ? SL("withdrawn") : SL("open");
    table_cell(t, strcmp(column, "organisation") == 0 || strcmp(column, "lead") == 0
                      ? named(s, text)
                      : text);
}

static enum cli_exit
print_text(struct seat *s, const struct list_form *f, const struct rows *rows)
{
    struct printer p;
    struct buf b;
    struct table t;
    size_t n = 0;
    while (f->columns[n])
        n++;
    if (rows->n == 0) {
        cli_say(s->cli->out, slice_str(f->none));
        return EXIT_OK;
    }
    seat_printer(&p, &b, s);
    table_init(&t, &s->cli->arena, f->columns, n);
    for (size_t i = 0; i < rows->n; i++)
        for (size_t c = 0; c < n; c++)
            cell(&t, s, &rows->v[i], f->columns[c]);
    table_print(&p, &t);
    return seat_print(s, &b);
}

enum cli_exit
list_command_run(struct cli *cli, const void *options, const struct slices *args)
{
    static const char *const none[] = {NULL};
    const struct list_form *f = cli->command->about;
    const struct list_options *o = options;
    struct store_where where[WHERE_MAX];
    size_t n = 0;
    struct rows rows = {0};
    struct err e = {0};
    AUTO_SEAT s = {0};
    seat_begin(&s, cli, &o->seat);
    if (!seat_args(&s, args, f->places ? f->places : none, f->need, &e) ||
        !seat_open(&s, cli, &o->seat, &e) || !filters(where, &n, &s, f, o, args, &e) ||
        !list_rows(&rows, &s, f->table, where, n, &e))
        return cli_wrong_err(cli, &e);
    return o->seat.json ? print_json(&s, &rows) : print_text(&s, f, &rows);
}
