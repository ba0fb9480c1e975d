/* SPDX-License-Identifier: Apache-2.0 */
#include "api/view_judge.h"

#include "api/verdict_words.h"

static const struct shape shapes[] = {
    {"product_line",
     "id:id, name:text, organisation:organisation_ref, shared:word, at:instant, octets:int, "
     "targets:[text], mine?:bool",
     "evidence of a product that an organisation keeps here"},
    {"products", "may_keep:bool, products:[product_line]", "the products that the viewer may see"},
    {"product",
     "product:product_line, on:date, state:word, why?:text, rows:[product_row], digest:digest",
     "one product and what the regimes say of it"},
    {"product_row", "target:text, cells:[matrix_cell]", "one target of a product"},
    {"matrix",
     "on:date, filters:[filter], regimes:[regime_ref], rows:[matrix_row], waiting:bool, here:text",
     "products against regimes, as of a day"},
    {"matrix_row", "product:product_line, target?:text, state:word, why?:text, cells:[matrix_cell]",
     "one target of a product against the regimes"},
    {"matrix_cell", "regime:id, title:prose, verdict:word, says:langs, weak:bool, address?:text",
     "what one regime says of one target"},
    {"judged",
     "product:product_line, regime:regime_ref, on:date, state:word, why?:text, "
     "targets:[judged_target], here:text",
     "a product under one regime, clause by clause"},
    {"judged_once", "name:text, on:date, rows:[product_row], targets:[judged_target], kept:bool",
     "evidence that was judged and not kept"},
    {"judged_target",
     "target:text, regime:id, title:prose, verdict:word, says:langs, weak:bool, "
     "findings:[verdict_finding]",
     "one target under one regime"},
    {"verdict_finding",
     "id:text, standard:id, requirement:id, clause:text, keyword?:word, text:prose, asset:text, "
     "verdict:word, reason:langs, remedy?:text, collect:[text], read?:word, weak:bool, "
     "disputed?:bool, note?:text, from?:text, until?:text, known:bool",
     "what one requirement says, and why"},
};
SHAPE_TABLE(judge_shapes, shapes);

struct json_node *
view_product(const struct viewer *v, const struct product *p)
{
    struct arena *a = v->arena;
    struct json_node *n = json_new_object(a);
    json_put_text(a, n, "id", p->id);
    json_put_text(a, n, "name", p->name);
    view_organisation(v, n, "organisation", p->organisation);
    put_word(a, n, "shared", slice_str(product_shared_names[p->shared]),
             product_shared_words(p->shared));
    put_instant(a, n, "at", p->at);
    json_put_int(a, n, "octets", (int64_t)p->octets);
    json_put_texts(a, n, "targets", &p->targets);
    if (product_mine(v, p))
        json_put_bool(a, n, "mine", true);
    return n;
}

/* ---- cells -----------------------------------------------------------------------------------*/

static bool
is_true(const struct json_node *n, const char *key)
{
    const struct json_node *v = json_get(n, key);
    return v && v->type == JSON_BOOL && v->b;
}

static enum verdict
verdict_in(const struct json_node *n)
{
    enum verdict v;
    return verdict_of_name(&v, json_text(json_get(n, "verdict"))) ? v : VERDICT_UNKNOWN;
}

static void
put_verdict(struct arena *a, struct json_node *n, enum verdict v)
{
    put_word(a, n, "verdict", slice_str(verdict_id(v)), verdict_words(v));
}

/* A title as the judge wrote it: in English alone. */
static void
put_english(struct arena *a, struct json_node *n, const char *key, struct slice text)
{
    struct text_in in = {SL("en"), text};
    const struct text t = {&in, 1};
    put_prose(a, n, key, &t);
}

static void
put_regime(struct arena *a, struct json_node *n, const struct json_node *regime)
{
    json_put_text(a, n, "regime", json_text(json_get(regime, "regime")));
    put_english(a, n, "title", json_text(json_get(regime, "title")));
    put_verdict(a, n, verdict_in(regime));
    put_langs(a, n, "says", counts_summary(a, regime));
    json_put_bool(a, n, "weak", is_true(regime, "weak_reading"));
}

struct json_node *
view_cell_of(struct arena *a, const struct json_node *regime, struct slice address)
{
    struct json_node *n = json_new_object(a);
    put_regime(a, n, regime);
    json_put_text_if(a, n, "address", address);
    return n;
}

const struct json_node *
judged_regime(const struct json_node *target, struct slice regime)
{
    const struct json_node *list = json_get(target, "regimes");
    for (size_t i = 0; i < json_count(list); i++)
        if (slice_eq(json_text(json_get(json_item(list, i), "regime")), regime))
            return json_item(list, i);
    return NULL;
}

/* ---- findings --------------------------------------------------------------------------------*/

static const struct requirement *
requirement_of(const struct catalog *c, const struct json_node *f)
{
    const struct standard *s = catalog_standard(c, json_text(json_get(f, "standard")));
    struct slice id = json_text(json_get(f, "requirement"));
    for (size_t i = 0; s && i < s->n; i++)
        if (slice_eq(s->requirements[i].id, id))
            return &s->requirements[i];
    return NULL;
}

/* Words from the catalog; where it does not know the requirement, those of the judge. */
static void
put_requirement(struct arena *a, struct json_node *n, const struct json_node *f,
                const struct requirement *r)
{
    json_put_bool(a, n, "known", r != NULL);
    if (!r) {
        put_english(a, n, "text", json_text(json_get(f, "text")));
        json_put_bool(a, n, "weak", false);
        return;
    }
    put_prose(a, n, "text", &r->text);
    put_word(a, n, "keyword", slice_str(keyword_name(r->keyword)), keyword_words(r->keyword));
    put_word(a, n, "read", slice_str(reading_name(r->read)), reading_words(r->read));
    json_put_bool(a, n, "weak", reading_is_weak(r->read));
}

static struct slices
texts_of(struct arena *a, const struct json_node *list)
{
    struct slices out = {NEW_ARRAY(a, struct slice, json_count(list) + 1), 0};
    for (size_t i = 0; i < json_count(list); i++)
        out.v[out.n++] = json_text(json_item(list, i));
    return out;
}

static struct json_node *
finding(struct arena *a, const struct catalog *c, const struct json_node *f)
{
    struct json_node *n = json_new_object(a);
    struct slice standard = json_text(json_get(f, "standard"));
    struct slice requirement = json_text(json_get(f, "requirement"));
    struct slices collect = texts_of(a, json_get(f, "collect"));
    enum verdict v = verdict_in(f);
    json_put_text(a, n, "id", arena_printf(a, "%.*s.%.*s", SL_FMT(standard), SL_FMT(requirement)));
    json_put_text(a, n, "standard", standard);
    json_put_text(a, n, "requirement", requirement);
    json_put_text(a, n, "clause", json_text(json_get(f, "clause")));
    json_put_text(a, n, "asset", json_text(json_get(f, "asset")));
    put_requirement(a, n, f, requirement_of(c, f));
    put_verdict(a, n, v);
    put_langs(a, n, "reason", finding_reason(a, f, v));
    json_put_text_if(a, n, "remedy", json_text(json_get(f, "remedy")));
    json_put_texts(a, n, "collect", &collect);
    if (is_true(f, "disputed"))
        json_put_bool(a, n, "disputed", true);
    json_put_text_if(a, n, "note", json_text(json_get(f, "note")));
    json_put_text_if(a, n, "from", json_text(json_get(f, "from")));
    json_put_text_if(a, n, "until", json_text(json_get(f, "until")));
    return n;
}

struct json_node *
view_judged(struct arena *a, const struct catalog *c, const struct json_node *target,
            const struct json_node *regime)
{
    static const enum verdict order[] = {VERDICT_FAIL, VERDICT_UNKNOWN, VERDICT_CANNOT_CHECK,
                                         VERDICT_PASS, VERDICT_NOT_APPLICABLE};
    const struct json_node *findings = json_get(regime, "findings");
    struct json_node *n = json_new_object(a), *list = json_new_array(a);
    json_put_text(a, n, "target", json_text(json_get(target, "target")));
    put_regime(a, n, regime);
    for (size_t o = 0; o < COUNT_OF(order); o++)
        for (size_t i = 0; i < json_count(findings); i++)
            if (verdict_in(json_item(findings, i)) == order[o])
                json_push_node(a, list, finding(a, c, json_item(findings, i)));
    json_put_node(a, n, "findings", list);
    return n;
}
