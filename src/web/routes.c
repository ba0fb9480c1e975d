/* SPDX-License-Identifier: Apache-2.0 */
/* All routes and all shapes: a line for each table, which stands beside its handlers or builders.
 */
#include "web/route.h"

extern const struct route_table home_routes, help_routes, ballot_routes;
extern const struct route_table sign_in_routes, invitation_routes, account_routes, admin_routes;
extern const struct route_table act_routes, forget_routes;
extern const struct route_table draft_routes, edit_routes, comment_routes;
extern const struct route_table desk_routes, table_routes;
extern const struct route_table project_routes, committee_routes, record_routes, tasks_routes;
extern const struct route_table feed_routes, rules_routes;
extern const struct route_table product_routes, matrix_routes, solve_routes;
extern const struct route_table impact_routes;

// A line each, so that tables of several hands merge.
// clang-format off
const struct route_table *const route_tables[] = {
    &home_routes,
    &help_routes,
    &project_routes,
    &committee_routes,
    &record_routes,
    &tasks_routes,
    &feed_routes,
    &rules_routes,
    &product_routes,
    &matrix_routes,
    &solve_routes,
    &impact_routes,
    &act_routes,
    &forget_routes,
    &ballot_routes,
    &sign_in_routes,
    &invitation_routes,
    &account_routes,
    &admin_routes,
    &draft_routes,
    &edit_routes,
    &comment_routes,
    &desk_routes,
    &table_routes,
    NULL,
};
// clang-format on

extern const struct shape_table web_shapes, help_shapes, ballot_shapes, rule_shapes;
extern const struct shape_table view_shapes, account_shapes;
extern const struct shape_table act_shapes, view_act_shapes, forget_shapes;
extern const struct shape_table clause_shapes, comment_shapes, draft_shapes, working_shapes;
extern const struct shape_table desk_shapes, filter_shapes, import_shapes;
extern const struct shape_table project_shapes, process_shapes, committee_shapes;
extern const struct shape_table record_shapes, tasks_shapes, rules_shapes;
extern const struct shape_table judge_shapes, solve_shapes, impact_shapes;

// A line each, so that tables of several hands merge.
// clang-format off
const struct shape_table *const shape_tables[] = {
    &web_shapes,
    &help_shapes,
    &act_shapes,
    &forget_shapes,
    &view_act_shapes,
    &ballot_shapes,
    &rule_shapes,
    &view_shapes,
    &project_shapes,
    &committee_shapes,
    &record_shapes,
    &tasks_shapes,
    &rules_shapes,
    &judge_shapes,
    &solve_shapes,
    &impact_shapes,
    &process_shapes,
    &account_shapes,
    &clause_shapes,
    &comment_shapes,
    &draft_shapes,
    &working_shapes,
    &desk_shapes,
    &import_shapes,
    &filter_shapes,
    NULL,
};
// clang-format on
