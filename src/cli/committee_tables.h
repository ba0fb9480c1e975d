/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tables of comments (committee/comment_form.h) on their way in and out.
 */
#pragma once

#include "api/table.h"
#include "cli/committee_comment.h"
#include "committee/comment_form.h"
#include "committee/comment_merge.h"

/* What happened to each row, for people at once, for --json at the end. */
struct table_report {
    struct seat *s;
    const char *noun; /* "row" */
    struct json_node *rows;
    size_t done, refused;
};

void table_report_begin(struct table_report *r, struct seat *s);
void table_report_notices(struct table_report *r, const struct comment_form *f);
void table_report_row(struct table_report *r, uint32_t row, const char *answer, struct slice what);
/* EXIT_FAILS where a row was refused. `done`: "filed". */
enum cli_exit table_report_end(struct table_report *r, const char *done);

/* How rows become acts. */
struct table_options {
    struct slice project;
    struct actor by;
    enum comment_row_type type; /* of rows that state none */
    bool of_public;
};

/* Files each row; a refusal is reported, a fault is *e. */
MUST_USE bool table_file(struct table_report *report, struct drafts *drafts,
                         const struct comment_row *rows, size_t n, const struct table_options *o,
                         struct err *e);

MUST_USE bool table_write(struct cli *cli, const struct comment_form *f,
                          const struct comment_form_style *style, const char *path, struct err *e);

/* The notes of a merge, on standard error. */
void table_merge_say(struct seat *s, const struct comment_merge *m);
