/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Projects: all of them by stage, and one with its stages, what is due, its drafts, ballots and
 * papers, the ways on, and its history.
 */
#pragma once

#include "api/view.h"
#include "committee/deadlines.h"

extern const struct shape_table project_shapes;

/* What list of projects is wanted; empty: all. */
struct projects_query {
    struct slice text; /* anywhere in a title, an id or a number, in either language */
    struct slice process, stage, status, group, lead;
};
MUST_USE bool view_projects(struct json_node **out, const struct viewer *v,
                            const struct projects_query *q, struct err *e);

/* Null: no such project. */
MUST_USE bool view_project(struct json_node **out, const struct viewer *v, struct slice id,
                           struct err *e);

/* project_ref of a folded project, with its very version of the process. */
void view_project_ref(const struct viewer *v, struct json_node *object, const char *key,
                      const struct project *p);

/* due: a deadline of a project, appended. */
void view_due(const struct viewer *v, struct json_node *array, const struct project *p,
              const struct deadline *d);

/* All of a project's deadlines: "due", appended. */
void view_project_due(const struct viewer *v, struct json_node *array, const struct project *p);

/* All comment periods and ballots of the committee that run, by time: "due". No fold. */
MUST_USE bool view_running(struct json_node *array, const struct viewer *v, struct err *e);

/* The address of what a deadline is about. */
struct slice view_due_about(struct arena *a, const struct project *p, const struct deadline *d);
