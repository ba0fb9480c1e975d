/* SPDX-License-Identifier: Apache-2.0 */
/* One organisation: its places, who acts for it, what it leads, voted and said. */
#include "api/terms.h"
#include "api/view_committee.h"

/* All that it ever had: also what is over. */
static bool
memberships(const struct viewer *v, struct json_node *n, struct slice id, struct err *e)
{
    const struct committee *c = &v->office->committee;
    struct json_node *list = json_new_array(v->arena);
    for (size_t i = 0; i < c->memberships.n; i++) {
        const struct membership *m = c->memberships.v[i].value;
        if (slice_eq(m->organisation, id) && !view_membership(v, list, m, e))
            return false;
    }
    json_put_node(v->arena, n, "memberships", list);
    return true;
}

static bool
mandates(const struct viewer *v, struct json_node *n, struct slice id, struct err *e)
{
    const struct committee *c = &v->office->committee;
    struct json_node *list = json_new_array(v->arena);
    for (size_t i = 0; i < c->mandates.n; i++) {
        const struct mandate *m = c->mandates.v[i].value;
        if (slice_eq(m->organisation, id) && !view_mandate(v, list, m, e))
            return false;
    }
    json_put_node(v->arena, n, "mandates", list);
    return true;
}

static bool
leads(const struct viewer *v, struct json_node *n, struct slice id, struct err *e)
{
    struct json_node *list = json_new_array(v->arena);
    struct rows rows = {0};
    const struct store_where where = {.column = "lead", .value = {.text = id}};
    if (!view_rows(&rows, v, ROWS_PROJECT, &where, 1, e))
        return false;
    for (size_t i = 0; i < rows.n; i++) {
        struct json_node *p = json_new_object(v->arena);
        view_project_row(v, p, &rows.v[i]);
        json_push_node(v->arena, list, p);
    }
    json_put_node(v->arena, n, "leads", list);
    return true;
}

/* Rows come by project; the newest are wanted: a small selection of the latest entries. */
static void
newest(const struct row **out, size_t *n, const struct rows *rows)
{
    *n = 0;
    for (size_t i = 0; i < rows->n; i++) {
        int64_t leaf = view_number(&rows->v[i], "leaf");
        size_t at = *n;
        while (at > 0 && view_number(out[at - 1], "leaf") < leaf)
            at--;
        if (at == VIEW_PAGE)
            continue;
        *n += *n < VIEW_PAGE;
        for (size_t k = *n - 1; k > at; k--)
            out[k] = out[k - 1];
        out[at] = &rows->v[i];
    }
}

static bool
votes(const struct viewer *v, struct json_node *n, struct slice id, struct err *e)
{
    struct arena *a = v->arena;
    struct json_node *list = json_new_array(a);
    const struct row *last[VIEW_PAGE];
    struct rows rows = {0};
    size_t nlast;
    const struct store_where where = {.column = "organisation", .value = {.text = id}};
    if (!view_rows(&rows, v, ROWS_VOTE, &where, 1, e))
        return false;
    newest(last, &nlast, &rows);
    for (size_t i = 0; i < nlast; i++) {
        struct json_node *o = json_new_object(a);
        struct slice choice = view_cell(last[i], "choice");
        json_put_text(a, o, "project", view_cell(last[i], "project"));
        json_put_text(a, o, "ballot", view_cell(last[i], "ballot"));
        if (choice.n)
            put_word(a, o, "choice", choice, term_any(choice));
        if (view_number(last[i], "sealed"))
            json_put_bool(a, o, "sealed", true);
        put_instant(a, o, "at", view_number(last[i], "at"));
        json_put_int(a, o, "entry", view_number(last[i], "leaf"));
        json_push_node(a, list, o);
    }
    json_put_node(a, n, "votes", list);
    json_put_int(a, n, "votes_total", (int64_t)rows.n);
    return true;
}

static struct langs
decision_says(struct slice word)
{
    return slice_eq_str(word, "none") ? term_decision(DECISION_NONE) : term_any(word);
}

static bool
comments(const struct viewer *v, struct json_node *n, struct slice id, struct err *e)
{
    struct arena *a = v->arena;
    struct json_node *list = json_new_array(a);
    const struct row *last[VIEW_PAGE];
    struct rows rows = {0};
    size_t nlast;
    const struct store_where where = {.column = "organisation", .value = {.text = id}};
    if (!view_rows(&rows, v, ROWS_COMMENT, &where, 1, e))
        return false;
    newest(last, &nlast, &rows);
    for (size_t i = 0; i < nlast; i++) {
        struct json_node *o = json_new_object(a);
        struct slice type = view_cell(last[i], "type"), decision = view_cell(last[i], "decision");
        json_put_text(a, o, "project", view_cell(last[i], "project"));
        json_put_text(a, o, "comment", view_cell(last[i], "id"));
        json_put_text(a, o, "draft", view_cell(last[i], "draft"));
        json_put_text_if(a, o, "clause", view_cell(last[i], "clause"));
        put_word(a, o, "type", type, term_any(type));
        put_word(a, o, "decision", decision, decision_says(decision));
        if (view_number(last[i], "withdrawn"))
            json_put_bool(a, o, "withdrawn", true);
        put_instant(a, o, "at", view_number(last[i], "at"));
        json_put_int(a, o, "entry", view_number(last[i], "leaf"));
        json_push_node(a, list, o);
    }
    json_put_node(a, n, "comments", list);
    json_put_int(a, n, "comments_total", (int64_t)rows.n);
    return true;
}

bool
view_organisation_page(struct json_node **out, const struct viewer *v, struct slice id,
                       struct err *e)
{
    struct arena *a = v->arena;
    const struct organisation *o = committee_organisation(&v->office->committee, id);
    struct json_node *n = json_new_object(a);
    *out = NULL;
    if (!o)
        return true;
    view_organisation(v, n, "organisation", o->id);
    json_put_text_if(a, n, "country", o->country);
    if (o->category.n)
        put_word(a, n, "category", o->category, term_any(o->category));
    json_put_text_if(a, n, "family", o->family);
    if (o->population)
        json_put_int(a, n, "population", o->population);
    if (o->weight)
        json_put_int(a, n, "weight", o->weight);
    json_put_int(a, n, "entry", (int64_t)o->since);
    if (!memberships(v, n, o->id, e) || !mandates(v, n, o->id, e) || !leads(v, n, o->id, e) ||
        !votes(v, n, o->id, e) || !comments(v, n, o->id, e))
        return false;
    *out = n;
    return true;
}
