/* SPDX-License-Identifier: Apache-2.0 */
#include "report/solve_json.h"

static void
flag(struct json_write *w, const char *key, bool value)
{
    json_write_key(w, key);
    json_write_bool(w, value);
}

void
solve_json_head(struct json_write *w, struct arena *a, const char *format,
                const struct solve_about *about, date_t on)
{
    json_write_member(w, "format", slice_str(format));
    json_write_member(w, "version", about->version);
    json_write_member(w, "made", date_stamp(a, about->made));
    json_write_member(w, "on", date_print(a, on));
    json_write_member_if(w, "kind", about->kind);
    json_write_member_if(w, "server", about->server);
    json_write_member_if(w, "from", about->from);
}

void
solve_json_regime(struct json_write *w, const struct regime *r)
{
    json_write_object(w);
    json_write_member(w, "regime", r->id);
    json_write_member(w, "title", text_get(&r->title, "en"));
    json_write_member(w, "market", r->market);
}

void
solve_json_ids(struct json_write *w, const char *key, const struct regime *const *regimes,
               const size_t *v, size_t n)
{
    if (key)
        json_write_key(w, key);
    json_write_flat_array(w);
    for (size_t i = 0; i < n; i++)
        json_write_text(w, regimes[v[i]]->id);
    json_write_end(w);
}

/* What identifies a rule; the object stays open. */
static void
rule_head(struct json_write *w, const struct requirement *r)
{
    json_write_member(w, "standard", r->standard->id);
    json_write_member(w, "requirement", r->id);
    json_write_member(w, "clause", r->clause);
}

void
solve_json_refs(struct json_write *w, const char *key, const struct requirement *const *rules,
                size_t n)
{
    if (key)
        json_write_key(w, key);
    json_write_array(w);
    for (size_t i = 0; i < n; i++) {
        json_write_flat_object(w);
        rule_head(w, rules[i]);
        json_write_end(w);
    }
    json_write_end(w);
}

/* The regimes of the conflict that the rule belongs to. */
static void
rule_regimes(struct json_write *w, const struct regime *const *regimes, const struct conflict *c,
             const struct requirement *r)
{
    json_write_key(w, "regimes");
    json_write_flat_array(w);
    for (size_t i = 0; i < c->nregimes; i++)
        if (solve_words_in_regime(regimes[c->regimes[i]], r))
            json_write_text(w, regimes[c->regimes[i]]->id);
    json_write_end(w);
}

static void
rule(struct json_write *w, struct arena *a, const struct regime *const *regimes,
     const struct conflict *c, size_t member, const struct requirement *r)
{
    json_write_object(w);
    rule_head(w, r);
    json_write_key(w, "member");
    json_write_int(w, (int64_t)member);
    rule_regimes(w, regimes, c, r);
    json_write_member(w, "kind", r->kind->name);
    json_write_member(w, "text", text_get(&r->text, "en"));
    json_write_member(w, "read", slice_str(reading_name(r->read)));
    if (r->disputed)
        flag(w, "disputed", true);
    json_write_member_if(w, "note", r->note);
    if (r->from != DATE_MIN)
        json_write_member(w, "from", date_print(a, r->from));
    if (r->until != DATE_MAX)
        json_write_member(w, "until", date_print(a, r->until));
    json_write_end(w);
}

/* How a product that meets all other members breaks this one. */
static void
member_witness(struct json_write *w, size_t member, const struct clash_member *m)
{
    json_write_object(w);
    json_write_key(w, "member");
    json_write_int(w, (int64_t)member);
    if (m->without) {
        json_write_member_if(w, "reason", m->without->reason);
        json_write_texts(w, "refuses", &m->without->offending);
        json_write_texts(w, "needs", &m->without->absent);
    } else {
        json_write_member_if(w, "reason", m->limit);
    }
    json_write_end(w);
}

static void
rests_on(struct json_write *w, struct arena *a, const struct conflict *c)
{
    struct solve_words_rules shaky = solve_words_rests_on(a, c);
    json_write_key(w, "rests_on");
    json_write_array(w);
    for (size_t i = 0; i < shaky.n; i++) {
        const struct requirement *r = shaky.v[i];
        json_write_flat_object(w);
        rule_head(w, r);
        json_write_member(w, "read", slice_str(reading_name(r->read)));
        flag(w, "disputed", r->disputed);
        json_write_end(w);
    }
    json_write_end(w);
}

void
solve_json_conflict(struct json_write *w, struct arena *a, const struct regime *const *regimes,
                    const struct conflict *c)
{
    json_write_object(w);
    solve_json_ids(w, "regimes", regimes, c->regimes, c->nregimes);
    json_write_member(w, "class", slice_str(reconciling_names[c->class]));
    flag(w, "weak_reading", c->weak_reading);
    flag(w, "disputed", c->disputed);
    json_write_key(w, "members");
    json_write_int(w, (int64_t)c->n);
    json_write_key(w, "requirements");
    json_write_array(w);
    for (size_t i = 0; i < c->n; i++)
        for (size_t k = 0; k < c->members[i].nrules; k++)
            rule(w, a, regimes, c, i, c->members[i].rules[k]);
    json_write_end(w);
    json_write_key(w, "witness");
    json_write_array(w);
    for (size_t i = 0; i < c->n; i++)
        member_witness(w, i, &c->members[i]);
    json_write_end(w);
    struct slices between = solve_words_witness(a, c);
    json_write_texts(w, "between", &between);
    rests_on(w, a, c);
}

static void
set_names(struct json_write *w, const struct field *field, const struct fact *f)
{
    json_write_flat_array(w);
    for (size_t i = 0; i < f->norder; i++)
        json_write_text(w, field->registry->elements[f->order[i]].name);
    for (size_t i = 0; i < field->registry->n && f->norder == 0; i++)
        if (bits_has(f->truth_bits, i))
            json_write_text(w, field->registry->elements[i].name);
    for (size_t i = 0; i < f->extra.n; i++)
        json_write_text(w, f->extra.v[i]);
    json_write_end(w);
}

static void
value(struct json_write *w, struct arena *a, const struct field *field, const struct fact *f)
{
    switch (field->type) {
    case FIELD_BOOL:
        json_write_bool(w, f->b);
        break;
    case FIELD_INT:
        json_write_int(w, f->i);
        break;
    case FIELD_STRING:
        json_write_text(w, f->s);
        break;
    case FIELD_STRINGS:
        json_write_flat_array(w);
        for (size_t i = 0; i < f->list.n; i++)
            json_write_text(w, f->list.v[i]);
        json_write_end(w);
        break;
    case FIELD_TIME:
        json_write_text(w, date_stamp(a, f->i));
        break;
    case FIELD_SET:
        set_names(w, field, f);
        break;
    }
}

static void
asset(struct json_write *w, struct arena *a, const struct asset *as)
{
    json_write_object(w);
    json_write_member(w, "id", as->id);
    json_write_member(w, "kind", as->kind->name);
    json_write_member(w, "name", as->name);
    json_write_key(w, "facts");
    json_write_object(w);
    for (size_t i = 0; i < as->kind->n; i++)
        if (as->facts[i].known) {
            json_write_key_slice(w, as->kind->fields[i].path);
            value(w, a, &as->kind->fields[i], &as->facts[i]);
        }
    json_write_end(w);
    json_write_end(w);
}

void
solve_json_configuration(struct json_write *w, struct arena *a, const struct evidence *ev)
{
    json_write_object(w);
    json_write_member(w, "target", ev->target);
    json_write_key(w, "assets");
    json_write_array(w);
    for (size_t i = 0; i < ev->n; i++)
        asset(w, a, &ev->assets[i]);
    json_write_end(w);
    json_write_end(w);
}

void
solve_json_unanalysed(struct json_write *w, const struct unanalysed *v, size_t n)
{
    json_write_key(w, "unanalysed");
    json_write_array(w);
    for (size_t i = 0; i < n; i++) {
        json_write_object(w);
        rule_head(w, v[i].requirement);
        json_write_member(w, "text", text_get(&v[i].requirement->text, "en"));
        json_write_member(w, "why", v[i].why);
        flag(w, "partly", v[i].partly);
        json_write_end(w);
    }
    json_write_end(w);
}
