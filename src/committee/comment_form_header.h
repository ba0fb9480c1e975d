/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What stands around the comments of a table: the row that names the columns,
 * the block above it and the counts below. As people write it: in any case,
 * with or without marks, spaces, remarks in brackets and numbers of footnotes.
 */
#pragma once

#include "committee/comment_form.h"

#define COMMENT_FORM_HEADER_ROWS 100 /* rows in which it may stand */

/* Of a sheet, the columns that we know. */
struct comment_form_header {
    uint32_t row;                          /* 0: there is none */
    uint32_t at[COMMENT_FORM_COLUMNS];     /* SHEET_NO_COLUMN where it is missing */
    struct slice as[COMMENT_FORM_COLUMNS]; /* as it is written there */
    size_t n;                              /* columns found */
    uint32_t last;                         /* the last column that has any name */
    bool zh;                               /* most of them are named in Chinese */
};

/* The column that such a name means, or COMMENT_FORM_NO_COLUMN. */
enum comment_form_column comment_form_header_column(struct slice name);

/* The row that names most columns, both required ones if any does so. */
void comment_form_header_find(struct comment_form_header *out, const struct sheet *s);

/* True for a row that names the columns again, on another page. */
bool comment_form_header_again(const struct comment_form_header *h, const struct sheet_row *row);

/* True for "1 | 2 | (3) | …", as older templates have it under the names. */
bool comment_form_header_numbers(const struct sheet_row *row);

/* Fills in *out from a row above the table. */
void comment_form_header_block(struct comment_form_head *out, struct arena *a,
                               const struct sheet_row *row);

/* Fills in the counts from a row below the table; false where it has none of them. */
bool comment_form_header_counts(struct comment_form_head *out, const struct sheet_row *row);

/* How the fields of the block and the counts are named. In order of struct comment_form_head. */
enum comment_form_label {
    COMMENT_FORM_LABEL_DATE = 0,
    COMMENT_FORM_LABEL_DOCUMENT,
    COMMENT_FORM_LABEL_PROJECT,
    COMMENT_FORM_LABEL_LEAD,
    COMMENT_FORM_LABEL_HANDLER,
    COMMENT_FORM_LABEL_PHONE,
    COMMENT_FORM_LABEL_SENT,
    COMMENT_FORM_LABEL_REPLIED,
    COMMENT_FORM_LABEL_COMMENTED,
    COMMENT_FORM_LABEL_SILENT,
};
#define COMMENT_FORM_LABEL_TEXTS 6 /* the first ones are texts, the others counts */
#define COMMENT_FORM_LABELS 10

struct slice comment_form_header_label(enum comment_form_label label, bool zh);
