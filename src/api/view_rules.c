/* SPDX-License-Identifier: Apache-2.0 */
#include "api/view_rules.h"

#include "api/verdict_words.h"
#include "api/view_rule.h"
#include "model/date.h"

static const struct shape shapes[] = {
    {"prose", "en:text, zh:text, only?:text",
     "a text of the rules' data; `only`: the one language that it has"},
    {"regime_ref", "id:id, title:prose, market:text", "what one market demands"},
    {"regimes", "regimes:[regime_line]", "the regimes that products are judged by"},
    {"regime_line",
     "regime:regime_ref, audience:prose, standards:int, requirements:int, weak:int, "
     "variant_of?:id",
     "a regime in the list; `weak`: requirements whose text was not read at its source"},
    {"regime",
     "regime:regime_ref, audience:prose, note?:text, variant_of?:id, variants:[regime_ref], "
     "parts:[regime_part]",
     "one regime and the standards that it consists of"},
    {"regime_part", "standard:standard_line, levels:[text]", "a standard as a regime demands it"},
    {"standards", "standards:[standard_line]", "the standards that conditions are taken from"},
    {"standard_line",
     "id:id, title:prose, authority:text, edition:text, status:word, read:word, weak:bool, "
     "requirements:int",
     "a standard in a list"},
    {"standard",
     "standard:standard_line, published?:date, source:text, source_url?:text, note?:text, "
     "requirements:[requirement], regimes:[regime_ref]",
     "one standard, clause by clause"},
    {"requirement",
     "id:id, clause:text, keyword:word, kind:text, text:prose, when?:text, must?:text, "
     "cannot_check?:text, remedy?:text, note?:text, levels:[text], from?:date, until?:date, "
     "read:word, weak:bool, disputed?:bool, source?:text, source_url?:text, cases:int",
     "what a clause demands, and the condition that checks it"},
};
SHAPE_TABLE(rules_shapes, shapes);

static bool
has_language(const struct text *t, const char *lang)
{
    for (size_t i = 0; i < t->n; i++)
        if (slice_eq_str(t->v[i].lang, lang))
            return true;
    return false;
}

void
put_prose(struct arena *a, struct json_node *object, const char *key, const struct text *t)
{
    bool en = has_language(t, "en"), zh = has_language(t, "zh");
    struct slice first = t->n ? t->v[0].text : (struct slice){0};
    struct json_node *n = json_new_object(a);
    json_put_text(a, n, "en", en ? text_get(t, "en") : first);
    json_put_text(a, n, "zh", zh ? text_get(t, "zh") : en ? text_get(t, "en") : first);
    if (!en || !zh)
        json_put_text(a, n, "only",
                      en     ? SL("en")
                      : zh   ? SL("zh-Hans")
                      : t->n ? t->v[0].lang
                             : SL(""));
    json_put_node(a, object, key, n);
}

static void
put_date(struct arena *a, struct json_node *n, const char *key, date_t day)
{
    json_put_text_if(a, n, key, date_print(a, day));
}

void
put_regime_ref(struct arena *a, struct json_node *object, const char *key, const struct regime *r)
{
    struct json_node *n = json_new_object(a);
    json_put_text(a, n, "id", r->id);
    put_prose(a, n, "title", &r->title);
    json_put_text(a, n, "market", r->market);
    json_put_node(a, object, key, n);
}

static void
push_regime(struct arena *a, struct json_node *list, const struct regime *r)
{
    struct json_node *holder = json_new_object(a);
    put_regime_ref(a, holder, "regime", r);
    json_push_node(a, list, json_get(holder, "regime"));
}

static void
put_standard_line(struct arena *a, struct json_node *object, const char *key,
                  const struct standard *s)
{
    struct json_node *n = json_new_object(a);
    json_put_text(a, n, "id", s->id);
    put_prose(a, n, "title", &s->title);
    json_put_text(a, n, "authority", s->authority);
    json_put_text(a, n, "edition", s->edition);
    put_word(a, n, "status", slice_str(status_name(s->status)), status_words(s->status));
    put_word(a, n, "read", slice_str(reading_name(s->read)), reading_words(s->read));
    json_put_bool(a, n, "weak", reading_is_weak(s->read));
    json_put_int(a, n, "requirements", (int64_t)s->n);
    json_put_node(a, object, key, n);
}

/* ---- regimes ---------------------------------------------------------------------------------*/

void
view_regimes(struct json_node **out, struct arena *a, const struct catalog *c)
{
    struct json_node *list = json_new_array(a);
    for (size_t i = 0; i < c->nregimes; i++) {
        const struct regime *r = &c->regimes[i];
        struct json_node *n = json_new_object(a);
        int64_t requirements = 0, weak = 0;
        for (size_t p = 0; p < r->n; p++)
            for (size_t k = 0; k < r->parts[p].standard->n; k++) {
                requirements++;
                weak += reading_is_weak(r->parts[p].standard->requirements[k].read);
            }
        put_regime_ref(a, n, "regime", r);
        put_prose(a, n, "audience", &r->audience);
        json_put_int(a, n, "standards", (int64_t)r->n);
        json_put_int(a, n, "requirements", requirements);
        json_put_int(a, n, "weak", weak);
        json_put_text_if(a, n, "variant_of", r->variant_of);
        json_push_node(a, list, n);
    }
    *out = json_new_object(a);
    json_put_node(a, *out, "regimes", list);
}

void
view_regime(struct json_node **out, struct arena *a, const struct catalog *c, struct slice id)
{
    const struct regime *r = catalog_regime(c, id);
    struct json_node *n = json_new_object(a), *parts = json_new_array(a),
                     *variants = json_new_array(a);
    *out = NULL;
    if (!r)
        return;
    for (size_t i = 0; i < r->n; i++) {
        struct json_node *part = json_new_object(a);
        put_standard_line(a, part, "standard", r->parts[i].standard);
        json_put_texts(a, part, "levels", &r->parts[i].levels);
        json_push_node(a, parts, part);
    }
    for (size_t i = 0; i < c->nregimes; i++)
        if (slice_eq(c->regimes[i].variant_of, r->id))
            push_regime(a, variants, &c->regimes[i]);
    put_regime_ref(a, n, "regime", r);
    put_prose(a, n, "audience", &r->audience);
    json_put_text_if(a, n, "note", r->note);
    json_put_text_if(a, n, "variant_of", r->variant_of);
    json_put_node(a, n, "variants", variants);
    json_put_node(a, n, "parts", parts);
    *out = n;
}

/* ---- standards -------------------------------------------------------------------------------*/

void
view_standards(struct json_node **out, struct arena *a, const struct catalog *c)
{
    struct json_node *list = json_new_array(a);
    for (size_t i = 0; i < c->nstandards; i++) {
        struct json_node *holder = json_new_object(a);
        put_standard_line(a, holder, "standard", &c->standards[i]);
        json_push_node(a, list, json_get(holder, "standard"));
    }
    *out = json_new_object(a);
    json_put_node(a, *out, "standards", list);
}

static struct json_node *
requirement(struct arena *a, const struct requirement *r)
{
    struct json_node *n = json_new_object(a);
    json_put_text(a, n, "id", r->id);
    json_put_text(a, n, "clause", r->clause);
    put_word(a, n, "keyword", slice_str(keyword_name(r->keyword)), keyword_words(r->keyword));
    json_put_text(a, n, "kind", r->kind->name);
    put_prose(a, n, "text", &r->text);
    json_put_text_if(a, n, "when", r->when.source);
    json_put_text_if(a, n, "must", r->must.source);
    json_put_text_if(a, n, "cannot_check", r->cannot_check);
    json_put_text_if(a, n, "remedy", r->remedy);
    json_put_text_if(a, n, "note", r->note);
    json_put_texts(a, n, "levels", &r->levels);
    put_date(a, n, "from", r->from);
    put_date(a, n, "until", r->until);
    put_word(a, n, "read", slice_str(reading_name(r->read)), reading_words(r->read));
    json_put_bool(a, n, "weak", reading_is_weak(r->read));
    if (r->disputed)
        json_put_bool(a, n, "disputed", true);
    json_put_text_if(a, n, "source", r->source_title);
    if (view_web_address(r->source_url))
        json_put_text(a, n, "source_url", r->source_url);
    json_put_int(a, n, "cases", (int64_t)r->ncases);
    return n;
}

static bool
is_part(const struct regime *r, const struct standard *s)
{
    for (size_t i = 0; i < r->n; i++)
        if (r->parts[i].standard == s)
            return true;
    return false;
}

void
view_standard(struct json_node **out, struct arena *a, const struct catalog *c, struct slice id)
{
    const struct standard *s = catalog_standard(c, id);
    struct json_node *n = json_new_object(a), *list = json_new_array(a),
                     *regimes = json_new_array(a);
    *out = NULL;
    if (!s)
        return;
    for (size_t i = 0; i < s->n; i++)
        json_push_node(a, list, requirement(a, &s->requirements[i]));
    for (size_t i = 0; i < c->nregimes; i++)
        if (is_part(&c->regimes[i], s))
            push_regime(a, regimes, &c->regimes[i]);
    put_standard_line(a, n, "standard", s);
    put_date(a, n, "published", s->published);
    json_put_text(a, n, "source", s->source_title);
    if (view_web_address(s->source_url))
        json_put_text(a, n, "source_url", s->source_url);
    json_put_text_if(a, n, "note", s->note);
    json_put_node(a, n, "requirements", list);
    json_put_node(a, n, "regimes", regimes);
    *out = n;
}
