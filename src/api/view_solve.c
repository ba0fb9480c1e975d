/* SPDX-License-Identifier: Apache-2.0 */
#include "api/view_solve.h"

#include "api/verdict_words.h"

#define COMMON                                                                        \
    "product:product_line, on:date, state:word, why?:text, here:text, waiting:bool, " \
    "complete?:bool"

static const struct shape shapes[] = {
    {"product_conflicts",
     COMMON ", any:bool, alone?:[regime_alone], pairs?:[pair_line], conflicts?:[conflict_line], "
            "total?:int, largest?:[regime_set]",
     "which regimes collide for a product, and by which clauses"},
    {"regime_alone", "regime:id, met:bool", "whether one regime alone can be met"},
    {"pair_line", "one:id, other:id, compatible:bool, conflicts:int", "two regimes together"},
    {"regime_set", "regimes:[text]", "regimes that go together"},
    {"conflict_line",
     "number:int, class:word, regimes:[text], weak:bool, disputed:bool, "
     "requirements:[conflict_requirement]",
     "a smallest set of demands that nothing meets together"},
    {"conflict_requirement",
     "standard:id, requirement:id, clause:text, text:prose, regimes:[text], read?:word, "
     "weak:bool, reason?:text",
     "a demand that takes part in a conflict"},
    {"product_plan",
     COMMON ", server:text, servers:[plan_server], minimum?:bool, variants?:[plan_variant], "
            "unserved?:[text]",
     "the fewest variants of a product that serve all regimes"},
    {"plan_server", "id:id, chosen:bool, address:text", "a server program"},
    {"plan_variant",
     "number:int, regimes:[text], also:[text], proven:bool, changes:[plan_change], "
     "files:[plan_file], gaps:[plan_gap], duties:[text]",
     "one variant: whom it serves, what to change, its configuration"},
    {"plan_change",
     "change:word, asset:text, field?:text, element?:text, from?:text, to?:text, "
     "because:[plan_because]",
     "a step from what is deployed today"},
    {"plan_because", "standard:id, requirement:id, clause:text", "a clause that asks for it"},
    {"plan_file", "name:text, about:text, text:text", "a file of the server's configuration"},
    {"plan_gap", "wanted:text, why:text, would?:text", "what the server program cannot do"},
};
SHAPE_TABLE(solve_shapes, shapes);

static bool
flag(const struct json_node *n, const char *key)
{
    const struct json_node *v = json_get(n, key);
    return v && v->type == JSON_BOOL && v->b;
}

static struct slices
texts(struct arena *a, const struct json_node *list)
{
    struct slices out = {NEW_ARRAY(a, struct slice, json_count(list) + 1), 0};
    for (size_t i = 0; i < json_count(list); i++)
        out.v[out.n++] = json_text(json_item(list, i));
    return out;
}

static void
put_texts(struct arena *a, struct json_node *n, const char *key, const struct json_node *list)
{
    struct slices s = texts(a, list);
    json_put_texts(a, n, key, &s);
}

/* ---- conflicts -------------------------------------------------------------------------------*/

static struct langs class_words(struct slice class)
{
    static const struct {
        const char *id;
        struct langs words;
    } rows[] = {
        {"stricter", {SL_INIT("the stricter value settles it"), SL_INIT("取较严的值即可")}},
        {"subset", {SL_INIT("what both allow settles it"), SL_INIT("取双方均允许的部分即可")}},
        {"exclusive", {SL_INIT("nothing meets both"), SL_INIT("无法同时满足")}},
        {"product", {SL_INIT("this product does not meet both"), SL_INIT("本产品未能同时满足")}},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (slice_eq_str(class, rows[i].id))
            return rows[i].words;
    return (struct langs){class, class};
}

static const struct requirement *
known(const struct catalog *c, struct slice standard, struct slice id)
{
    const struct standard *s = catalog_standard(c, standard);
    for (size_t i = 0; s && i < s->n; i++)
        if (slice_eq(s->requirements[i].id, id))
            return &s->requirements[i];
    return NULL;
}

static struct json_node *
conflict_requirement(struct arena *a, const struct catalog *c, const struct json_node *f)
{
    struct slice standard = json_text(json_get(f, "standard"));
    struct slice id = json_text(json_get(f, "requirement"));
    const struct requirement *r = known(c, standard, id);
    struct text_in in = {SL("en"), json_text(json_get(f, "text"))};
    const struct text told = {&in, 1};
    struct json_node *n = json_new_object(a);
    json_put_text(a, n, "standard", standard);
    json_put_text(a, n, "requirement", id);
    json_put_text(a, n, "clause", json_text(json_get(f, "clause")));
    put_prose(a, n, "text", r ? &r->text : &told);
    put_texts(a, n, "regimes", json_get(f, "regimes"));
    if (r)
        put_word(a, n, "read", slice_str(reading_name(r->read)), reading_words(r->read));
    json_put_bool(a, n, "weak", r && reading_is_weak(r->read));
    return n;
}

static struct json_node *
conflict(struct arena *a, const struct catalog *c, const struct json_node *x, size_t number)
{
    const struct json_node *requirements = json_get(x, "requirements");
    struct json_node *n = json_new_object(a), *list = json_new_array(a);
    struct slice class = json_text(json_get(x, "class"));
    json_put_int(a, n, "number", (int64_t)number);
    put_word(a, n, "class", class, class_words(class));
    put_texts(a, n, "regimes", json_get(x, "regimes"));
    json_put_bool(a, n, "weak", flag(x, "weak_reading"));
    json_put_bool(a, n, "disputed", flag(x, "disputed"));
    for (size_t i = 0; i < json_count(requirements); i++)
        json_push_node(a, list, conflict_requirement(a, c, json_item(requirements, i)));
    json_put_node(a, n, "requirements", list);
    return n;
}

/* The same demands in other words are shown once: "like" names the first of them. */
static bool
is_first(const struct json_node *x, size_t i)
{
    const struct json_node *like = json_get(x, "like");
    return !like || like->type != JSON_INT || like->i == (int64_t)i;
}

static void
put_pairs(struct arena *a, struct json_node *object, const struct json_node *pairs)
{
    struct json_node *list = json_new_array(a);
    for (size_t i = 0; i < json_count(pairs); i++) {
        const struct json_node *p = json_item(pairs, i), *names = json_get(p, "regimes");
        struct json_node *n = json_new_object(a);
        if (json_count(names) != 2)
            continue;
        json_put_text(a, n, "one", json_text(json_item(names, 0)));
        json_put_text(a, n, "other", json_text(json_item(names, 1)));
        json_put_bool(a, n, "compatible", flag(p, "compatible"));
        json_put_int(a, n, "conflicts", (int64_t)json_count(json_get(p, "conflicts")));
        json_push_node(a, list, n);
    }
    json_put_node(a, object, "pairs", list);
}

void
put_conflicts(struct arena *a, struct json_node *object, const struct catalog *c,
              const struct json_node *result)
{
    const struct json_node *all = json_get(result, "conflicts"),
                           *largest = json_get(result, "largest"),
                           *regimes = json_get(result, "regimes");
    struct json_node *list = json_new_array(a), *sets = json_new_array(a),
                     *alone = json_new_array(a);
    size_t shown = 0, different = 0;
    for (size_t i = 0; i < json_count(regimes); i++) {
        struct json_node *n = json_new_object(a);
        json_put_text(a, n, "regime", json_text(json_get(json_item(regimes, i), "regime")));
        json_put_bool(a, n, "met", flag(json_item(regimes, i), "alone"));
        json_push_node(a, alone, n);
    }
    for (size_t i = 0; i < json_count(all); i++) {
        if (!is_first(json_item(all, i), i))
            continue;
        different++;
        if (shown++ < VIEW_CONFLICTS)
            json_push_node(a, list, conflict(a, c, json_item(all, i), different));
    }
    for (size_t i = 0; i < json_count(largest); i++) {
        struct json_node *n = json_new_object(a);
        put_texts(a, n, "regimes", json_get(json_item(largest, i), "regimes"));
        json_push_node(a, sets, n);
    }
    json_put_bool(a, object, "complete", flag(result, "complete"));
    json_put_node(a, object, "alone", alone);
    put_pairs(a, object, json_get(result, "pairs"));
    json_put_node(a, object, "conflicts", list);
    json_put_int(a, object, "total", (int64_t)different);
    json_put_node(a, object, "largest", sets);
}

/* ---- plans -----------------------------------------------------------------------------------*/

static struct langs
change_words(struct slice change)
{
    if (slice_eq_str(change, "on"))
        return (struct langs){SL("switch on"), SL("启用")};
    if (slice_eq_str(change, "off"))
        return (struct langs){SL("switch off"), SL("停用")};
    if (slice_eq_str(change, "replace"))
        return (struct langs){SL("change"), SL("更改")};
    return (struct langs){change, change};
}

static struct json_node *
change_of(struct arena *a, const struct json_node *x)
{
    const struct json_node *requirements = json_get(x, "requirements");
    struct json_node *n = json_new_object(a), *because = json_new_array(a);
    struct slice change = json_text(json_get(x, "change"));
    put_word(a, n, "change", change, change_words(change));
    json_put_text(a, n, "asset", json_text(json_get(x, "asset")));
    json_put_text_if(a, n, "field", json_text(json_get(x, "field")));
    json_put_text_if(a, n, "element", json_text(json_get(x, "element")));
    json_put_text_if(a, n, "from", json_text(json_get(x, "from")));
    json_put_text_if(a, n, "to", json_text(json_get(x, "to")));
    for (size_t i = 0; i < json_count(requirements); i++) {
        const struct json_node *r = json_item(requirements, i);
        struct json_node *one = json_new_object(a);
        json_put_text(a, one, "standard", json_text(json_get(r, "standard")));
        json_put_text(a, one, "requirement", json_text(json_get(r, "requirement")));
        json_put_text(a, one, "clause", json_text(json_get(r, "clause")));
        json_push_node(a, because, one);
    }
    json_put_node(a, n, "because", because);
    return n;
}

/* Members of texts alone, of each object of a list. */
static struct json_node *
copies(struct arena *a, const struct json_node *list, const char *const *names)
{
    struct json_node *out = json_new_array(a);
    for (size_t i = 0; i < json_count(list); i++) {
        struct json_node *n = json_new_object(a);
        for (const char *const *name = names; *name; name++)
            json_put_text(a, n, *name, json_text(json_get(json_item(list, i), *name)));
        json_push_node(a, out, n);
    }
    return out;
}

static struct json_node *
variant(struct arena *a, const struct json_node *x, size_t number)
{
    static const char *const file[] = {"name", "about", "text", NULL};
    static const char *const gap[] = {"wanted", "why", "would", NULL};
    const struct json_node *changes = json_get(x, "changes"), *emitted = json_get(x, "emitted");
    struct json_node *n = json_new_object(a), *list = json_new_array(a);
    for (size_t i = 0; i < json_count(changes); i++)
        json_push_node(a, list, change_of(a, json_item(changes, i)));
    json_put_int(a, n, "number", (int64_t)number);
    put_texts(a, n, "regimes", json_get(x, "regimes"));
    put_texts(a, n, "also", json_get(x, "also"));
    json_put_bool(a, n, "proven", flag(x, "proven"));
    json_put_node(a, n, "changes", list);
    json_put_node(a, n, "files", copies(a, json_get(emitted, "files"), file));
    json_put_node(a, n, "gaps", copies(a, json_get(emitted, "gaps"), gap));
    put_texts(a, n, "duties", json_get(emitted, "duties"));
    return n;
}

void
put_plan(struct arena *a, struct json_node *object, const struct json_node *result)
{
    const struct json_node *variants = json_get(result, "variants"),
                           *unserved = json_get(result, "unserved");
    struct json_node *list = json_new_array(a), *names = json_new_array(a);
    for (size_t i = 0; i < json_count(variants); i++)
        json_push_node(a, list, variant(a, json_item(variants, i), i + 1));
    for (size_t i = 0; i < json_count(unserved); i++) {
        const struct json_node *x = json_item(unserved, i);
        json_push_text(a, names,
                       x->type == JSON_STRING ? json_text(x) : json_text(json_get(x, "regime")));
    }
    json_put_bool(a, object, "complete", flag(result, "complete"));
    json_put_bool(a, object, "minimum", flag(result, "minimum"));
    json_put_node(a, object, "variants", list);
    json_put_node(a, object, "unserved", names);
}

struct slice
plan_file(const struct json_node *result, size_t variant_number, struct slice name)
{
    const struct json_node *variants = json_get(result, "variants");
    if (variant_number == 0 || variant_number > json_count(variants))
        return (struct slice){0};
    const struct json_node *files =
        json_get(json_get(json_item(variants, variant_number - 1), "emitted"), "files");
    for (size_t i = 0; i < json_count(files); i++)
        if (slice_eq(json_text(json_get(json_item(files, i), "name")), name))
            return json_text(json_get(json_item(files, i), "text"));
    return (struct slice){0};
}
