/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What every view is made of: references to organisations, persons, bodies, projects, entries of
 * the record, and texts that may have been forgotten or are kept from this viewer.
 *
 * Builders put a member into an object, as json_build does; `key` must outlive it.
 */
#pragma once

#include "api/shape.h"
#include "api/viewer.h"

extern const struct shape_table view_shapes;

/* organisation_ref: {"id","name","origin"}; of an unknown id with the id as its name. */
void view_organisation(const struct viewer *v, struct json_node *object, const char *key,
                       struct slice id);

/* person_ref: {"id","organisation","name"|"forgotten"|"hidden"}. */
MUST_USE bool view_person(const struct viewer *v, struct json_node *object, const char *key,
                          struct slice id, struct err *e);

/* body_ref: the committee or a group; {"id","name","group"?,"closed"?}. */
void view_body(const struct viewer *v, struct json_node *object, const char *key, struct slice id);
struct langs view_body_name(const struct committee *c, struct slice id);

/* mandate_ref: {"id","kind","person","body","from","until"?,…}. */
MUST_USE bool view_mandate(const struct viewer *v, struct json_node *array, const struct mandate *m,
                           struct err *e);

/*
 * text_ref: a text by its digest: {"digest","text"|"forgotten"|"hidden"|"file"}; `body` is whose it
 * is. {"file":true}: octets that are no text of ours, to be downloaded. Nothing where `digest` is
 * empty.
 */
MUST_USE bool view_text(const struct viewer *v, struct json_node *object, const char *key,
                        struct slice digest, struct slice body, struct err *e);

/* The process that a project is pinned to, or null; a stage as a word. */
const struct process *view_process(const struct committee *c, const struct project *p);
void view_stage(struct arena *a, struct json_node *object, const char *key, const struct process *p,
                struct slice stage);

/* A row of a projection by its column's name; asserts that there is one. */
struct slice view_cell(const struct row *r, const char *column);
int64_t view_number(const struct row *r, const char *column);
/* Rows inside a read of their own. `n` conditions. */
MUST_USE bool view_rows(struct rows *out, const struct viewer *v, enum row_table_id table,
                        const struct store_where *where, size_t n, struct err *e);

/* project_ref of a row of ROWS_PROJECT: {"id","title","stage","status"}. */
void view_project_row(const struct viewer *v, struct json_node *object, const struct row *r);

/* entry_ref, appended: {"index","at","type","says","about","by","project"?}. */
MUST_USE bool view_entry(const struct viewer *v, struct json_node *array, uint64_t index,
                         struct err *e);
/* The same members, into an object. */
MUST_USE bool view_entry_of(const struct viewer *v, struct json_node *object,
                            const struct event *ev, struct err *e);

/* A list is always there, be it empty; *more says whether it was cut. */
#define VIEW_PAGE 50 /* items of one page of a list */
