/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A table of comments that somebody uploaded: kept until it is filed or dropped, row by
 * row with what is wrong with it. The store has it as a value of the organisation's own
 * ("import/P-7/p-3"): what the worker read of the file, never the file itself.
 *
 *   {"at":"…","answers":[{"row":5,"id":"c-12"}],"name":"a.xlsx","public":false,"table":{…},
 *    "to":"file","type":"te","v":1}
 */
#pragma once

#include "api/table.h"
#include "api/view_comment.h"

#define IMPORT_ROWS_MAX 1000 /* of a table in the portal; the command line takes more */

enum import_to { IMPORT_FILE, IMPORT_DESK };

/* What became of a row. */
struct import_answer {
    uint32_t row;
    bool done;
    struct slice id;  /* "c-12", or the number on the desk */
    struct langs why; /* where it was refused */
};

struct import {
    const struct viewer *viewer;
    struct slice project, organisation;
    bool there;
    struct slice name; /* the sender's, for display */
    int64_t at;
    enum comment_row_type type; /* of rows that state none */
    bool of_public;
    enum import_to to;
    const struct json_node *table; /* as the worker gave it: rows and notices */
    struct comment_row *rows;
    size_t n;
    struct json_node *answers; /* an array; null before it was filed */
};

/* The one of this person and project; nothing is there: *out says so. */
MUST_USE bool import_load(struct import *out, const struct viewer *v, struct slice project,
                          struct slice organisation, struct err *e);
MUST_USE bool import_save(const struct import *x, struct err *e);
MUST_USE bool import_drop(const struct import *x, struct err *e);

/* Takes what a worker read. ERR_LIMIT past IMPORT_ROWS_MAX, ERR_INPUT where it is no table. */
MUST_USE bool import_take(struct import *x, struct slice worker_json, struct err *e);

/* Whether a row could be filed as it stands: its clause, its words, its type. */
MUST_USE bool import_check(struct import_answer *out, struct drafts *d, const struct import *x,
                           const struct comment_row *row, struct err *e);
void import_answered(struct import *x, const struct import_answer *answer);

extern const struct shape_table import_shapes; /* "comment_import" */
/* "comment_import". */
MUST_USE bool view_import(struct json_node **out, struct comment_look *l, const struct import *x,
                          struct err *e);
