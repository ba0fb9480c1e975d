/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lists of what a committee has, from its tables (committee/rows.h): `--json`
 * gives every column of each row under the column's name, text a choice of them.
 * An argument or option filters by a column.
 */
#pragma once

#include "cli/committee_seat.h"

struct list_form {
    enum row_table_id table;
    const char *const *columns; /* shown as text, in order; ends with null */
    const char *const *places;  /* columns that arguments filter by; ends with null; or null */
    size_t need;                /* of them at least */
    const char *none;           /* said where nothing is listed: "no projects; …" */
};

enum cli_exit list_command_run(struct cli *cli, const void *options, const struct slices *args);
extern const struct option list_options[];
#define LIST_OPTIONS 5

/* NOLINTBEGIN(bugprone-macro-parentheses) */
#define LIST_COMMAND(synopsis_, summary_, form_)                                                \
    {                                                                                           \
        .name = "list", .synopsis = synopsis_, .summary = summary_, .options = list_options,    \
        .noptions = LIST_OPTIONS, .size = sizeof(struct list_options), .run = list_command_run, \
        .about = &(form_)                                                                       \
    }

/* NOLINTEND(bugprone-macro-parentheses) */

struct list_options {
    struct seat_options seat;
    const char *where;
};

/* The rows whose columns have these values. */
MUST_USE bool list_rows(struct rows *out, struct seat *s, enum row_table_id table,
                        const struct store_where *where, size_t n, struct err *e);

/* A column of a row by its name; the table must have it. */
struct slice list_text(const struct row *r, const char *column);
int64_t list_int(const struct row *r, const char *column);

/* The row as an object: every column by its name, instants as RFC 3339; what is empty is left out.
 */
struct json_node *list_json(struct arena *a, const struct row *r);
