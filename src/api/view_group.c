/* SPDX-License-Identifier: Apache-2.0 */
/* Working groups: who is in, and who of the committee is shut out and why. Visible to all. */
#include "api/terms.h"
#include "api/view_committee.h"

static struct json_node *
admits(struct arena *a, const struct group *g)
{
    struct json_node *list = json_new_array(a);
    for (unsigned i = 0; i <= ORIGIN_FOREIGN; i++) {
        struct json_node *holder = json_new_object(a);
        if (!g->admits[i])
            continue;
        put_word(a, holder, "word", slice_str(origin_words[i]), *origin_name((enum org_origin)i));
        json_push_node(a, list, json_get(holder, "word"));
    }
    return list;
}

static void
put_head(const struct viewer *v, struct json_node *n, const struct group *g)
{
    struct arena *a = v->arena;
    json_put_text(a, n, "id", g->id);
    put_langs(a, n, "name", g->name);
    put_word(a, n, "access", slice_str(access_words[g->access]), term_access(g->access));
    if (g->access == ACCESS_CLOSED)
        json_put_bool(a, n, "closed", true);
    if (g->closed)
        json_put_bool(a, n, "ended", true);
    json_put_node(a, n, "admits", admits(a, g));
    json_put_text_if(a, n, "reason", g->reason);
}

static bool
of_group(const struct membership *m, const struct group *g)
{
    return slice_eq(m->body, g->id);
}

bool
view_groups(struct json_node **out, const struct viewer *v, struct err *e)
{
    const struct committee *c = &v->office->committee;
    struct arena *a = v->arena;
    struct json_node *list = json_new_array(a);
    (void)e;
    for (size_t i = 0; i < c->groups.n; i++) {
        const struct group *g = c->groups.v[i].value;
        struct json_node *n = json_new_object(a);
        struct shut_outs shut;
        int64_t members = 0;
        for (size_t k = 0; k < c->memberships.n; k++) {
            const struct membership *m = c->memberships.v[k].value;
            members += of_group(m, g) && membership_holds(m, v->now);
        }
        group_shut_outs(&shut, a, c, g, v->now);
        put_head(v, n, g);
        json_put_int(a, n, "members", members);
        json_put_int(a, n, "shut_out", (int64_t)shut.n);
        json_push_node(a, list, n);
    }
    *out = json_new_object(a);
    json_put_node(a, *out, "groups", list);
    return true;
}

static bool
put_people(const struct viewer *v, struct json_node *n, const struct group *g, struct err *e)
{
    const struct committee *c = &v->office->committee;
    struct json_node *memberships = json_new_array(v->arena), *mandates = json_new_array(v->arena);
    for (size_t i = 0; i < c->memberships.n; i++) {
        const struct membership *m = c->memberships.v[i].value;
        if (of_group(m, g) && membership_holds(m, v->now) && !view_membership(v, memberships, m, e))
            return false;
    }
    for (size_t i = 0; i < c->mandates.n; i++) {
        const struct mandate *m = c->mandates.v[i].value;
        if (slice_eq(m->body, g->id) && mandate_holds(m, v->now) &&
            !view_mandate(v, mandates, m, e))
            return false;
    }
    json_put_node(v->arena, n, "memberships", memberships);
    json_put_node(v->arena, n, "mandates", mandates);
    return true;
}

static void
put_outside(const struct viewer *v, struct json_node *n, const struct group *g)
{
    struct arena *a = v->arena;
    struct json_node *invited = json_new_array(a), *shut = json_new_array(a);
    struct shut_outs outs;
    for (size_t i = 0; i < g->invited.n; i++) {
        struct json_node *holder = json_new_object(a);
        view_organisation(v, holder, "organisation", g->invited.v[i].key);
        json_push_node(a, invited, json_get(holder, "organisation"));
    }
    group_shut_outs(&outs, a, &v->office->committee, g, v->now);
    for (size_t i = 0; i < outs.n; i++) {
        static const char *const words[] = {"origin", "not-invited"};
        struct json_node *o = json_new_object(a);
        view_organisation(v, o, "organisation", outs.v[i].organisation->id);
        put_word(a, o, "why", slice_str(words[outs.v[i].why]), term_shut_out(outs.v[i].why));
        json_push_node(a, shut, o);
    }
    json_put_node(a, n, "invited", invited);
    json_put_node(a, n, "shut_outs", shut);
}

static bool
put_projects(const struct viewer *v, struct json_node *n, struct slice group, struct err *e)
{
    struct json_node *list = json_new_array(v->arena);
    const struct store_where where = {.column = "group", .value = {.text = group}};
    struct rows rows = {0};
    if (!view_rows(&rows, v, ROWS_PROJECT, &where, 1, e))
        return false;
    for (size_t i = 0; i < rows.n; i++) {
        struct json_node *p = json_new_object(v->arena);
        view_project_row(v, p, &rows.v[i]);
        json_push_node(v->arena, list, p);
    }
    json_put_node(v->arena, n, "projects", list);
    return true;
}

bool
view_group(struct json_node **out, const struct viewer *v, struct slice id, struct err *e)
{
    const struct group *g = committee_group(&v->office->committee, id);
    struct arena *a = v->arena;
    struct json_node *n = json_new_object(a);
    *out = NULL;
    if (!g)
        return true;
    put_head(v, n, g);
    json_put_int(a, n, "entry", (int64_t)g->since);
    if (g->closed)
        json_put_int(a, n, "ended_entry", (int64_t)g->closed);
    json_put_bool(a, n, "texts_shown", viewer_sees(v, g->id));
    if (!put_people(v, n, g, e))
        return false;
    put_outside(v, n, g);
    if (!put_projects(v, n, g->id, e))
        return false;
    *out = n;
    return true;
}
