/* SPDX-License-Identifier: Apache-2.0 */
#include "report/catalog_json.h"

#include "cel/ast.h"

static void
names(struct json_write *w, const char *key, struct slices list)
{
    json_write_key(w, key);
    json_write_flat_array(w);
    for (size_t i = 0; i < list.n; i++)
        json_write_text(w, list.v[i]);
    json_write_end(w);
}

static void
texts(struct json_write *w, const char *key, const struct text *t)
{
    json_write_key(w, key);
    json_write_object(w);
    for (size_t i = 0; i < t->n; i++) {
        json_write_key_slice(w, t->v[i].lang);
        json_write_text(w, t->v[i].text);
    }
    json_write_end(w);
}

/* What a list and the full form have in common; the object stays open. */
static void
standard_head(struct json_write *w, const struct standard *s)
{
    json_write_object(w);
    json_write_member(w, "id", s->id);
    texts(w, "title", &s->title);
    json_write_member(w, "authority", s->authority);
    json_write_member(w, "edition", s->edition);
    json_write_member(w, "status", slice_str(status_name(s->status)));
    json_write_member(w, "read", slice_str(reading_name(s->read)));
}

void
standards_json(struct json_write *w, const struct catalog *c)
{
    json_write_array(w);
    for (size_t i = 0; i < c->nstandards; i++) {
        standard_head(w, &c->standards[i]);
        json_write_key(w, "requirements");
        json_write_int(w, (int64_t)c->standards[i].n);
        json_write_end(w);
    }
    json_write_end(w);
}

static void
condition(struct json_write *w, const char *key, const struct condition *c, struct arena *a)
{
    if (c->ast)
        json_write_member(w, key, cel_expr_text(a, c->ast->root));
}

static void
requirement(struct json_write *w, const struct requirement *r, struct arena *a)
{
    json_write_object(w);
    json_write_member(w, "id", r->id);
    json_write_member(w, "clause", r->clause);
    json_write_member(w, "keyword", slice_str(keyword_name(r->keyword)));
    json_write_member(w, "kind", r->kind->name);
    texts(w, "text", &r->text);
    condition(w, "when", &r->when, a);
    condition(w, "must", &r->must, a);
    json_write_member_if(w, "cannot_check", r->cannot_check);
    json_write_member_if(w, "remedy", r->remedy);
    json_write_member_if(w, "note", r->note);
    if (r->levels.n)
        names(w, "levels", r->levels);
    json_write_member_if(w, "from", date_print(a, r->from));
    json_write_member_if(w, "until", date_print(a, r->until));
    json_write_member(w, "read", slice_str(reading_name(r->read)));
    json_write_key(w, "disputed");
    json_write_bool(w, r->disputed);
    json_write_member_if(w, "source_title", r->source_title);
    json_write_member_if(w, "source_url", r->source_url);
    json_write_end(w);
}

void
standard_json(struct json_write *w, const struct standard *s, struct arena *a)
{
    standard_head(w, s);
    json_write_member(w, "published", date_print(a, s->published));
    json_write_member(w, "source_title", s->source_title);
    json_write_member_if(w, "source_url", s->source_url);
    json_write_member_if(w, "note", s->note);
    json_write_key(w, "sets");
    json_write_object(w);
    for (size_t i = 0; i < s->nsets; i++) {
        json_write_key_slice(w, s->sets[i].name);
        json_write_object(w);
        json_write_member(w, "registry", s->sets[i].registry->name);
        names(w, "members", s->sets[i].members);
        json_write_end(w);
    }
    json_write_end(w);
    json_write_key(w, "requirements");
    json_write_array(w);
    for (size_t i = 0; i < s->n; i++)
        requirement(w, &s->requirements[i], a);
    json_write_end(w);
    json_write_end(w);
}

void
regime_json(struct json_write *w, const struct regime *r)
{
    json_write_object(w);
    json_write_member(w, "id", r->id);
    texts(w, "title", &r->title);
    json_write_member(w, "market", r->market);
    json_write_member_if(w, "variant_of", r->variant_of);
    texts(w, "audience", &r->audience);
    json_write_member_if(w, "note", r->note);
    json_write_key(w, "standards");
    json_write_array(w);
    for (size_t i = 0; i < r->n; i++) {
        json_write_flat_object(w);
        json_write_member(w, "standard", r->parts[i].standard->id);
        names(w, "levels", r->parts[i].levels);
        json_write_end(w);
    }
    json_write_end(w);
    json_write_end(w);
}

void
regimes_json(struct json_write *w, const struct catalog *c)
{
    json_write_array(w);
    for (size_t i = 0; i < c->nregimes; i++)
        regime_json(w, &c->regimes[i]);
    json_write_end(w);
}
