/* SPDX-License-Identifier: Apache-2.0 */
/* Projections: tables made of their descriptions, and the checksums that show whether they are
 * as we left them. */
#include "store/sqlite_parts.h"

#include "base/buf.h"
#include "base/cleanup.h"
#include "base/vec.h"

#include <inttypes.h>

/* --- SQL of a description ------------------------------------------------------------------- */

/* Names stand in constant tables of this program; quoted, for some are words of SQL ("group"). */
static void
names(struct buf *b, const struct row_table *t, bool keys_only, const char *before)
{
    bool first = true;
    for (size_t i = 0; i < t->n; i++) {
        if (keys_only && !t->columns[i].key)
            continue;
        buf_printf(b, "%s%s\"%s\"", first ? "" : ", ", before, t->columns[i].name);
        first = false;
    }
}

static void
table_sql(struct buf *b, const struct row_table *t)
{
    buf_printf(b, "CREATE TABLE \"row_%s\" (", t->name);
    for (size_t i = 0; i < t->n; i++)
        buf_printf(b, "\"%s\" %s NOT NULL, ", t->columns[i].name,
                   t->columns[i].type == COLUMN_TEXT ? "TEXT" : "INTEGER");
    buf_str(b, "PRIMARY KEY (");
    names(b, t, true, "");
    buf_str(b, ")) STRICT, WITHOUT ROWID");
}

static void
index_sql(struct buf *b, const struct row_table *t, size_t column)
{
    const char *name = t->columns[column].name;
    buf_printf(b, "CREATE INDEX \"row_%s_by_%s\" ON \"row_%s\" (\"%s\")", t->name, name, t->name,
               name);
}

/* In bulk there are no indexes yet, and what was there before is of no interest. */
static void
put_sql(struct buf *b, const struct row_table *t, bool bulk)
{
    buf_printf(b, "%s INTO \"row_%s\" (", bulk ? "REPLACE" : "INSERT", t->name);
    names(b, t, false, "");
    buf_str(b, ") VALUES (");
    for (size_t i = 0; i < t->n; i++)
        buf_printf(b, "%s?%zu", i ? ", " : "", i + 1);
    if (bulk) {
        buf_str(b, ")");
        return;
    }
    buf_str(b, ") ON CONFLICT (");
    names(b, t, true, "");
    buf_str(b, ") DO ");
    bool first = true;
    for (size_t i = 0; i < t->n; i++) {
        if (t->columns[i].key)
            continue;
        const char *name = t->columns[i].name;
        buf_printf(b, "%s\"%s\" = excluded.\"%s\"", first ? "UPDATE SET " : ", ", name, name);
        first = false;
    }
    if (first)
        buf_str(b, "NOTHING");
}

/* With `keys`, the row of one key; values are numbered as the columns are. */
static void
select_sql(struct buf *b, const struct row_table *t, bool keys)
{
    buf_str(b, "SELECT ");
    names(b, t, false, "");
    buf_printf(b, " FROM \"row_%s\"", t->name);
    const char *word = " WHERE ";
    for (size_t i = 0; keys && i < t->n; i++) {
        if (!t->columns[i].key)
            continue;
        buf_printf(b, "%s\"%s\" = ?%zu", word, t->columns[i].name, i + 1);
        word = " AND ";
    }
}

static bool
prepare(struct db_stmt **out, struct sqlite *s, struct buf *sql, struct err *e)
{
    buf_u8(sql, 0);
    struct slice text;
    return buf_done(sql, &text, e) && db_prepare(out, s->db, (const char *)text.p, e);
}

static struct buf
work_buf(struct sqlite *s)
{
    struct buf b;
    arena_free(&s->work);
    buf_init(&b, &s->work, ROW_SQL_MAX);
    return b;
}

static bool
exec(struct sqlite *s, struct buf *sql, struct err *e)
{
    buf_u8(sql, 0);
    struct slice text;
    return buf_done(sql, &text, e) && db_exec(s->db, (const char *)text.p, e);
}

/* --- values --------------------------------------------------------------------------------- */

static void
bind_value(struct db_stmt *st, int place, enum column_type type, const union row_value *v)
{
    if (type == COLUMN_TEXT)
        db_bind_text(st, place, v->text);
    else
        db_bind_int(st, place, v->integer);
}

static void
hash_values(struct row_hash *h, const struct row_table *t, const union row_value *v)
{
    row_hash_begin(h);
    for (size_t i = 0; i < t->n; i++)
        if (t->columns[i].type == COLUMN_TEXT)
            row_hash_octets(h, v[i].text);
        else
            row_hash_int(h, v[i].integer);
}

static void
hash_row(struct row_hash *h, const struct row_table *t, struct db_stmt *st)
{
    row_hash_begin(h);
    for (size_t i = 0; i < t->n; i++)
        if (t->columns[i].type == COLUMN_TEXT)
            row_hash_octets(h, db_octets(st, (int)i));
        else
            row_hash_int(h, db_int(st, (int)i));
}

/* --- checksums ------------------------------------------------------------------------------ */

/* By a scan of the table. */
static bool
sum_scan(struct row_sum *out, struct sqlite *s, const struct row_table *t, struct err *e)
{
    struct buf sql = work_buf(s);
    struct db_stmt *st;
    select_sql(&sql, t, false);
    if (!prepare(&st, s, &sql, e))
        return false;
    *out = (struct row_sum){0};
    enum db_step step;
    while ((step = db_step(st, e)) == DB_ROW) {
        struct row_hash h;
        hash_row(&h, t, st);
        row_sum_add(out, &h);
    }
    db_stmt_free(st);
    return step == DB_DONE;
}

void
sqlite_rows_free(struct sqlite *s)
{
    for (size_t i = 0; i < s->ntables; i++) {
        db_stmt_free(s->row[i].put);
        db_stmt_free(s->row[i].old);
        s->row[i].put = s->row[i].old = NULL;
    }
}

/* --- putting -------------------------------------------------------------------------------- */

static bool
statements_of(struct sqlite *s, size_t table, struct err *e)
{
    const struct row_table *t = &s->tables[table];
    struct sqlite_table *r = &s->row[table];
    if (r->put)
        return true;
    struct buf put = work_buf(s), old;
    put_sql(&put, t, s->bulk);
    buf_init(&old, &s->work, ROW_SQL_MAX);
    select_sql(&old, t, true);
    return prepare(&r->old, s, &old, e) && prepare(&r->put, s, &put, e);
}

/* The sum without the row that this one replaces, and with this one. */
static bool
sum_replace(struct sqlite *s, const struct row *row, struct err *e)
{
    const struct row_table *t = &s->tables[row->table];
    struct sqlite_table *r = &s->row[row->table];
    if (!sqlite_sum_ready(s, &r->sum, t->name, e))
        return false;
    for (size_t i = 0; i < t->n; i++)
        if (t->columns[i].key)
            bind_value(r->old, (int)i + 1, t->columns[i].type, &row->values[i]);
    enum db_step step = db_step(r->old, e);
    struct row_hash h;
    if (step == DB_ROW) {
        hash_row(&h, t, r->old);
        row_sum_take(&r->sum.sum, &h);
    }
    db_reset(r->old);
    hash_values(&h, t, row->values);
    row_sum_add(&r->sum.sum, &h);
    r->sum.changed = true;
    return step != DB_FAILED;
}

bool
sqlite_rows_put(struct store *store, const struct rows *rows, struct err *e)
{
    struct sqlite *s = sqlite_of(store);
    s->rows_follow = true;
    for (size_t i = 0; i < rows->n; i++) {
        const struct row *row = &rows->v[i];
        const struct row_table *t = &s->tables[row->table];
        if (!statements_of(s, row->table, e) || (!s->bulk && !sum_replace(s, row, e)))
            return false;
        struct db_stmt *put = s->row[row->table].put;
        for (size_t c = 0; c < t->n; c++)
            bind_value(put, (int)c + 1, t->columns[c].type, &row->values[c]);
        if (!db_run(put, e))
            return err_in(e, "table %s", t->name);
    }
    return true;
}

/* --- reading -------------------------------------------------------------------------------- */

static const struct column *
column_of(const struct row_table *t, const char *name)
{
    for (size_t i = 0; i < t->n; i++)
        if (strcmp(t->columns[i].name, name) == 0)
            return &t->columns[i];
    return NULL;
}

static bool
get_prepare(struct db_stmt **out, struct sqlite *s, const struct row_table *t,
            const struct store_where *where, size_t n, struct err *e)
{
    struct buf sql = work_buf(s);
    select_sql(&sql, t, false);
    for (size_t i = 0; i < n; i++) {
        const struct column *c = column_of(t, where[i].column);
        if (!c)
            return err_set(e, ERR_INPUT, "the table %s has no column %s", t->name, where[i].column);
        buf_printf(&sql, "%s\"%s\" = ?%zu", i ? " AND " : " WHERE ", c->name, i + 1);
    }
    buf_str(&sql, " ORDER BY ");
    names(&sql, t, true, "");
    if (!prepare(out, s, &sql, e))
        return false;
    for (size_t i = 0; i < n; i++)
        bind_value(*out, (int)i + 1, column_of(t, where[i].column)->type, &where[i].value);
    return true;
}

bool
sqlite_rows_get(struct store *store, enum row_table_id table, const struct store_where *where,
                size_t n, struct rows *out, struct arena *a, struct err *e)
{
    struct sqlite *s = sqlite_of(store);
    const struct row_table *t = &s->tables[table];
    struct db_stmt *st;
    if (!get_prepare(&st, s, t, where, n, e))
        return false;
    VEC(struct row) rows = {0};
    enum db_step step;
    while ((step = db_step(st, e)) == DB_ROW) {
        union row_value *values = NEW_ARRAY(a, union row_value, t->n);
        for (size_t i = 0; i < t->n; i++)
            if (t->columns[i].type == COLUMN_TEXT)
                values[i].text = arena_dup(a, db_octets(st, (int)i));
            else
                values[i].integer = db_int(st, (int)i);
        vec_push(a, &rows, (struct row){table, values});
    }
    db_stmt_free(st);
    *out = (struct rows){rows.v, rows.n};
    return step == DB_DONE;
}

/* --- making --------------------------------------------------------------------------------- */

/* What sqlite_schema is to have of the projections, sorted by name; `found` is what it has. */
static bool
shape_sound(struct sqlite *s, bool *sound, struct slice *why, struct arena *a, struct err *e)
{
    struct db_stmt *st;
    if (!db_prepare(&st, s->db, "SELECT sql FROM sqlite_schema WHERE name = ?1", e))
        return false;
    *sound = true;
    enum db_step step = DB_DONE;
    for (size_t i = 0; i < s->ntables && *sound; i++) {
        const struct row_table *t = &s->tables[i];
        for (size_t c = 0; c <= t->n && *sound; c++) {
            if (c < t->n && !t->columns[c].indexed)
                continue;
            struct buf sql = work_buf(s);
            if (c < t->n)
                index_sql(&sql, t, c);
            else
                table_sql(&sql, t);
            struct slice name =
                c < t->n ? arena_printf(&s->work, "row_%s_by_%s", t->name, t->columns[c].name)
                         : arena_printf(&s->work, "row_%s", t->name);
            db_bind_text(st, 1, name);
            step = db_step(st, e);
            *sound = step == DB_ROW && slice_eq(db_octets(st, 0), buf_slice(&sql));
            db_reset(st);
            if (!*sound)
                *why = arena_printf(a, "the %s %.*s is gone or has another shape",
                                    c < t->n ? "index" : "table", SL_FMT(name));
        }
    }
    db_stmt_free(st);
    return step != DB_FAILED;
}

/* As many events as there are went into them. */
static bool
follow_sound(struct sqlite *s, bool *sound, struct slice *why, struct arena *a, struct err *e)
{
    struct row_sum at = {0};
    uint64_t size;
    bool there;
    if (!sqlite_sum_get(&at, &there, s, SQLITE_ROWS, e) || !sqlite_size(&s->store, &size, e))
        return false;
    *sound = *sound && there && at.n == size;
    if (why->n == 0 && !*sound)
        *why = arena_printf(a, "they stand at %" PRIu64 " of %" PRIu64 " events", at.n, size);
    return true;
}

static bool
tables_sound(struct sqlite *s, bool *sound, struct slice *why, struct arena *a, struct err *e)
{
    for (size_t i = 0; i < s->ntables && *sound; i++) {
        const char *name = s->tables[i].name;
        struct row_sum kept, found;
        bool there;
        if (!sqlite_sum_get(&kept, &there, s, name, e) || !sum_scan(&found, s, &s->tables[i], e))
            return false;
        *sound = there && row_sum_eq(&kept, &found);
        if (!there)
            *why = arena_printf(a, "the checksum of the table %s is gone", name);
        else if (!*sound)
            *why = arena_printf(a, "rows of the table %s were changed, added or deleted", name);
    }
    return true;
}

bool
sqlite_rows_sound(struct store *store, bool *sound, struct slice *why, struct arena *a,
                  struct err *e)
{
    struct sqlite *s = sqlite_of(store);
    bool outside = !db_in_transaction(s->db);
    if (outside && !store->ops->begin_read(store, e))
        return false;
    *why = (struct slice){0};
    bool ok = shape_sound(s, sound, why, a, e) && tables_sound(s, sound, why, a, e) &&
              follow_sound(s, sound, why, a, e);
    if (outside)
        store->ops->rollback(store);
    return ok;
}

static bool
drop_all(struct sqlite *s, struct err *e)
{
    AUTO_ARENA a = {0};
    struct db_stmt *st;
    if (!db_prepare(&st, s->db,
                    "SELECT name FROM sqlite_schema WHERE type = 'table' "
                    "AND substr(name, 1, 4) = 'row_'",
                    e))
        return false;
    VEC(struct slice) found = {0};
    enum db_step step;
    while ((step = db_step(st, e)) == DB_ROW)
        vec_push(&a, &found, arena_dup(&a, db_octets(st, 0)));
    db_stmt_free(st);
    bool ok = step == DB_DONE;
    for (size_t i = 0; i < found.n && ok; i++) {
        struct buf sql;
        buf_init(&sql, &a, ROW_SQL_MAX);
        /* A name with a quote in it is none of ours: it stays, and does no harm. */
        if (slice_find(found.v[i], SL("\"")) != SIZE_MAX)
            continue;
        buf_printf(&sql, "DROP TABLE \"%.*s\"", SL_FMT(found.v[i]));
        ok = exec(s, &sql, e);
    }
    return ok;
}

static bool
make_all(struct sqlite *s, struct err *e)
{
    if (!drop_all(s, e) || !db_exec(s->db, "DELETE FROM checksum WHERE name <> 'event'", e))
        return false;
    for (size_t i = 0; i < s->ntables; i++) {
        struct buf sql = work_buf(s);
        table_sql(&sql, &s->tables[i]);
        if (!exec(s, &sql, e))
            return false;
    }
    return true;
}

bool
sqlite_rows_clear(struct store *store, struct err *e)
{
    struct sqlite *s = sqlite_of(store);
    sqlite_rows_free(s);
    sqlite_sums_forget(s);
    s->much = true;
    db_bulk(s->db, true);
    s->shaping = true;
    bool ok = make_all(s, e);
    s->shaping = false;
    s->bulk = ok;
    return ok;
}

static bool
index_all(struct sqlite *s, struct err *e)
{
    for (size_t i = 0; i < s->ntables; i++)
        for (size_t c = 0; c < s->tables[i].n; c++) {
            struct buf sql = work_buf(s);
            if (!s->tables[i].columns[c].indexed)
                continue;
            index_sql(&sql, &s->tables[i], c);
            if (!exec(s, &sql, e))
                return false;
        }
    return true;
}

bool
sqlite_rows_seal(struct store *store, struct err *e)
{
    struct sqlite *s = sqlite_of(store);
    sqlite_rows_free(s); /* made for bulk */
    s->shaping = true;
    bool ok = index_all(s, e);
    s->shaping = false;
    for (size_t i = 0; i < s->ntables && ok; i++) {
        struct row_sum sum;
        ok = sum_scan(&sum, s, &s->tables[i], e) && sqlite_sum_put(s, s->tables[i].name, &sum, e);
    }
    s->bulk = s->bulk && !ok;
    s->rows_follow = ok;
    return ok;
}

bool
sqlite_rows_make(struct sqlite *s, struct err *e)
{
    struct store *store = &s->store;
    if (!store->ops->begin_write(store, e))
        return false;
    if (sqlite_rows_clear(store, e) && sqlite_rows_seal(store, e) && sqlite_events_seal(store, e) &&
        store->ops->commit(store, e))
        return true;
    store->ops->rollback(store);
    return false;
}
