/* SPDX-License-Identifier: Apache-2.0 */
#include "api/view_impact.h"

#include "api/verdict_words.h"

static const struct shape shapes[] = {
    {"impact",
     "project:id, draft:id, title:langs, on:date, here:text, waiting:bool, products:int, "
     "passes:int, shut_out:int, unknown:int, clauses:[impact_clause], rows:[impact_row]",
     "whom a draft would shut out today"},
    {"impact_clause", "requirement:id, clause:text, clause_id?:id, text:prose, products:[text]",
     "a binding requirement of the draft, and the products that it shuts out"},
    {"impact_row",
     "product:product_line, state:word, why?:text, target?:text, verdict?:word, says?:langs, "
     "findings:[impact_finding]",
     "one target of a product, judged by the draft"},
    {"impact_finding",
     "requirement:id, clause:text, clause_id?:id, keyword?:word, text:prose, verdict:word, "
     "reason:langs",
     "a requirement of the draft that is not met, or not known to be"},
};
SHAPE_TABLE(impact_shapes, shapes);

static enum verdict
verdict_in(const struct json_node *n)
{
    enum verdict v;
    return verdict_of_name(&v, json_text(json_get(n, "verdict"))) ? v : VERDICT_UNKNOWN;
}

static struct json_node *
finding(struct arena *a, const struct draft *d, const struct json_node *f, enum verdict v)
{
    struct slice id = json_text(json_get(f, "requirement"));
    const struct requirement *r = draft_requirement(d, id);
    struct text_in in = {SL("en"), json_text(json_get(f, "text"))};
    const struct text told = {&in, 1};
    struct json_node *n = json_new_object(a);
    json_put_text(a, n, "requirement", id);
    json_put_text(a, n, "clause", json_text(json_get(f, "clause")));
    if (r) {
        size_t at = d->clause_of[r - d->standard.requirements];
        if (at != CLAUSE_NONE)
            json_put_text(a, n, "clause_id", d->clauses[at].id);
        put_word(a, n, "keyword", slice_str(keyword_name(r->keyword)), keyword_words(r->keyword));
    }
    put_prose(a, n, "text", r ? &r->text : &told);
    put_word(a, n, "verdict", slice_str(verdict_id(v)), verdict_words(v));
    put_langs(a, n, "reason", finding_reason(a, f, v));
    return n;
}

enum verdict
put_impact(struct arena *a, struct json_node *row, const struct draft *d,
           const struct json_node *target)
{
    static const enum verdict shown[] = {VERDICT_FAIL, VERDICT_UNKNOWN, VERDICT_CANNOT_CHECK};
    const struct json_node *regimes = json_get(target, "regimes");
    const struct json_node *judged = json_count(regimes) ? json_item(regimes, 0) : NULL;
    const struct json_node *findings = json_get(judged, "findings");
    struct json_node *list = json_new_array(a);
    enum verdict all = verdict_in(judged);
    for (size_t k = 0; k < COUNT_OF(shown); k++)
        for (size_t i = 0; i < json_count(findings); i++)
            if (verdict_in(json_item(findings, i)) == shown[k])
                json_push_node(a, list, finding(a, d, json_item(findings, i), shown[k]));
    json_put_text(a, row, "target", json_text(json_get(target, "target")));
    put_word(a, row, "verdict", slice_str(verdict_id(all)), verdict_words(all));
    put_langs(a, row, "says", counts_summary(a, judged));
    json_put_node(a, row, "findings", list);
    return all;
}

/* Whether the row's target fails the requirement. */
static bool
is_shut_out(const struct json_node *row, struct slice requirement)
{
    const struct json_node *list = json_get(row, "findings");
    for (size_t i = 0; i < json_count(list); i++) {
        const struct json_node *f = json_item(list, i);
        if (slice_eq(json_text(json_get(f, "requirement")), requirement) &&
            slice_eq_str(json_text(json_get(json_get(f, "verdict"), "id")),
                         verdict_id(VERDICT_FAIL)))
            return true;
    }
    return false;
}

void
put_impact_clauses(struct arena *a, struct json_node *view, const struct draft *d,
                   const struct json_node *rows)
{
    struct json_node *list = json_new_array(a);
    for (size_t i = 0; i < d->standard.n; i++) {
        const struct requirement *r = &d->standard.requirements[i];
        struct json_node *n = json_new_object(a), *names = json_new_array(a);
        for (size_t k = 0; k < json_count(rows) && r->keyword == KEYWORD_SHALL; k++)
            if (is_shut_out(json_item(rows, k), r->id))
                json_push_text(
                    a, names, json_text(json_get(json_get(json_item(rows, k), "product"), "name")));
        if (json_count(names) == 0)
            continue;
        json_put_text(a, n, "requirement", r->id);
        json_put_text(a, n, "clause", r->clause);
        if (d->clause_of[i] != CLAUSE_NONE)
            json_put_text(a, n, "clause_id", d->clauses[d->clause_of[i]].id);
        put_prose(a, n, "text", &r->text);
        json_put_node(a, n, "products", names);
        json_push_node(a, list, n);
    }
    json_put_node(a, view, "clauses", list);
}
