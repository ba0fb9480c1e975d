/* SPDX-License-Identifier: Apache-2.0 */
/* Checksums of tables: kept with every change, in the same transaction. */
#include "store/sqlite_parts.h"

static uint64_t
u64_of(const uint8_t *p)
{
    uint64_t v = 0;
    for (int i = 0; i < 8; i++)
        v = v << 8 | p[i];
    return v;
}

static void
u64_to(uint8_t *p, uint64_t v)
{
    for (int i = 7; i >= 0; i--, v >>= 8)
        p[i] = (uint8_t)v;
}

bool
sqlite_sum_get(struct row_sum *out, bool *there, struct sqlite *s, const char *table, struct err *e)
{
    struct db_stmt *st;
    if (!sqlite_use(&st, s, Q_SUM_GET, e))
        return false;
    db_bind_text(st, 1, slice_str(table));
    enum db_step step = db_step(st, e);
    struct slice sum = step == DB_ROW ? db_octets(st, 1) : (struct slice){0};
    *there = sum.n == 16;
    if (*there)
        *out = (struct row_sum){(uint64_t)db_int(st, 0), u64_of(sum.p), u64_of(sum.p + 8)};
    db_reset(st);
    return step != DB_FAILED;
}

bool
sqlite_sum_put(struct sqlite *s, const char *table, const struct row_sum *sum, struct err *e)
{
    struct db_stmt *st;
    if (!sqlite_use(&st, s, Q_SUM_PUT, e))
        return false;
    uint8_t octets[16];
    u64_to(octets, sum->lo);
    u64_to(octets + 8, sum->hi);
    db_bind_text(st, 1, slice_str(table));
    db_bind_int(st, 2, (int64_t)sum->n);
    db_bind_blob(st, 3, slice_of(octets, sizeof octets));
    return db_run(st, e);
}

bool
sqlite_sum_ready(struct sqlite *s, struct sqlite_sum *sum, const char *name, struct err *e)
{
    if (sum->known)
        return true;
    if (!sqlite_sum_get(&sum->sum, &sum->known, s, name, e))
        return false;
    return sum->known ||
           err_set(e, ERR_INPUT, "the checksum of the table %s is gone: run comity rebuild", name);
}

static bool
settle(struct sqlite *s, struct sqlite_sum *sum, const char *name, struct err *e)
{
    if (!sum->changed)
        return true;
    sum->changed = false;
    return sqlite_sum_put(s, name, &sum->sum, e);
}

bool
sqlite_sums_settle(struct sqlite *s, struct err *e)
{
    if (s->bulk)
        return err_set(e, ERR_INPUT, "the projections were cleared and not sealed");
    for (size_t i = 0; i < s->ntables; i++)
        if (!settle(s, &s->row[i].sum, s->tables[i].name, e))
            return false;
    struct row_sum at = {0};
    if (s->rows_follow &&
        (!sqlite_size(&s->store, &at.n, e) || !sqlite_sum_put(s, SQLITE_ROWS, &at, e)))
        return false;
    return settle(s, &s->events, SQLITE_EVENTS, e);
}

void
sqlite_sums_forget(struct sqlite *s)
{
    for (size_t i = 0; i < s->ntables; i++)
        s->row[i].sum.known = s->row[i].sum.changed = false;
    s->events.known = s->events.changed = s->rows_follow = false;
}
