/* SPDX-License-Identifier: Apache-2.0 */
#include "report/oscal_mapping.h"

#include "base/buf.h"
#include "base/cleanup.h"
#include "base/vec.h"
#include "report/uuid.h"

#define OSCAL_VERSION "1.2.1"
#define TEXT_MAX ((size_t)1 << 20)
#define NAME_MAX_OCTETS ((size_t)1 << 28) /* of a collection: all its clauses */
#define CONTRARY_NS "https://doi.org/10.6028/NIST.IR.8477"

struct oscal {
    struct json_write *w;
    struct arena *a;
    const struct conflicts *c;
    struct uuid space;
    VEC(const struct standard *) cited;
};

/* ---- text and identifiers ------------------------------------------------------------------- */

static bool
is_word(uint8_t c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c >= 0x80;
}

/* Markdown (CommonMark) that shows as `s`: what would act as markup is escaped. */
static struct slice
markdown(struct arena *a, struct slice s)
{
    struct buf b;
    buf_init(&b, a, 2 * TEXT_MAX);
    for (size_t i = 0; i < s.n; i++) {
        uint8_t c = s.p[i];
        bool inside = i > 0 && i + 1 < s.n && is_word(s.p[i - 1]) && is_word(s.p[i + 1]);
        if ((c && strchr("\\`*<>[]{}#~^&", c)) || (c == '_' && !inside))
            buf_u8(&b, '\\');
        buf_u8(&b, c);
    }
    return buf_slice(&b);
}

static void
markdown_member(struct oscal *o, const char *key, struct slice text)
{
    json_write_member(o->w, key, markdown(o->a, text));
}

static void
uuid_member(struct oscal *o, struct slice name)
{
    struct uuid u = uuid_of_name(&o->space, name);
    json_write_member(o->w, "uuid", uuid_print(o->a, &u));
}

static struct slice
regime_name(struct oscal *o, const struct regime *r)
{
    return arena_printf(o->a, "regime %.*s", SL_FMT(r->id));
}

static struct slice
standard_name(struct oscal *o, const struct standard *s)
{
    return arena_printf(o->a, "standard %.*s", SL_FMT(s->id));
}

/* "#6ba7b811-…" of what stands in back-matter. */
static struct slice
fragment(struct oscal *o, struct slice name)
{
    struct uuid u = uuid_of_name(&o->space, name);
    return arena_printf(o->a, "#%.*s", SL_FMT(uuid_print(o->a, &u)));
}

/* ---- maps ----------------------------------------------------------------------------------- */

static void
cite(struct oscal *o, const struct standard *s)
{
    for (size_t i = 0; i < o->cited.n; i++)
        if (o->cited.v[i] == s)
            return;
    vec_push(o->a, &o->cited, s);
}

static void
item(struct oscal *o, const struct requirement *r)
{
    cite(o, r->standard);
    json_write_object(o->w);
    json_write_member(o->w, "type", SL("control"));
    json_write_member(o->w, "id-ref", solve_words_rule_id(o->a, r));
    json_write_key(o->w, "links");
    json_write_array(o->w);
    json_write_flat_object(o->w);
    json_write_member(o->w, "href", fragment(o, standard_name(o, r->standard)));
    json_write_member(o->w, "rel", SL("reference"));
    json_write_end(o->w);
    json_write_end(o->w);
    markdown_member(o, "remarks",
                    arena_printf(o->a, "%.*s: %.*s", SL_FMT(requirement_clause(o->a, r)),
                                 SL_FMT(text_get(&r->text, "en"))));
    json_write_end(o->w);
}

static void
items(struct oscal *o, const char *key, const struct requirement *const *v, size_t n)
{
    json_write_key(o->w, key);
    json_write_array(o->w);
    for (size_t i = 0; i < n; i++)
        item(o, v[i]);
    json_write_end(o->w);
}

/* The rules of a conflict that belong to a regime. */
static struct solve_words_rules
rules_of(struct oscal *o, const struct conflict *c, const struct regime *r)
{
    size_t most = 0;
    for (size_t i = 0; i < c->n; i++)
        most += c->members[i].nrules;
    struct solve_words_rules out = {NEW_ARRAY(o->a, const struct requirement *, most), 0};
    for (size_t i = 0; i < c->n; i++)
        for (size_t k = 0; k < c->members[i].nrules; k++)
            if (solve_words_in_regime(r, c->members[i].rules[k]))
                out.v[out.n++] = c->members[i].rules[k];
    return out;
}

/* What breaks each member, and who else takes part. */
static struct slice
description(struct oscal *o, const struct conflict *c)
{
    struct buf b;
    buf_init(&b, o->a, TEXT_MAX);
    buf_printf(&b, "No product meets these together: %.*s.", SL_FMT(solve_words_class(o->a, c)));
    for (size_t i = 0; i < c->n; i++) {
        const struct clash_member *m = &c->members[i];
        if (m->nrules == 0) {
            buf_printf(&b, " It is so because %.*s.", SL_FMT(m->limit));
            continue;
        }
        buf_printf(&b, " %.*s", SL_FMT(solve_words_rule_id(o->a, m->rules[0])));
        if (m->without && m->without->reason.n)
            buf_printf(&b, " is broken by a product that meets the others: it %.*s.",
                       SL_FMT(m->without->reason));
        else
            buf_str(&b, " is one of them.");
    }
    if (c->nregimes > 2)
        buf_printf(&b, " It takes all of %.*s; two of them alone do not collide here.",
                   SL_FMT(solve_words_regimes(o->a, o->c->regimes, c->regimes, c->nregimes, ", ")));
    return buf_slice(&b);
}

static void
qualifier(struct oscal *o, const char *predicate, const char *category, struct slice text)
{
    json_write_key(o->w, "qualifiers");
    json_write_array(o->w);
    json_write_object(o->w);
    json_write_member(o->w, "subject", SL("both"));
    json_write_member(o->w, "predicate", slice_str(predicate));
    json_write_member(o->w, "category", slice_str(category));
    markdown_member(o, "description", text);
    json_write_end(o->w);
    json_write_end(o->w);
}

static void
rests_on(struct oscal *o, const struct conflict *c)
{
    struct solve_words_rules shaky = solve_words_rests_on(o->a, c);
    json_write_key(o->w, "confidence-score");
    json_write_flat_object(o->w);
    json_write_member(o->w, "category",
                      shaky.n == 0  ? SL("high")
                      : c->disputed ? SL("low")
                                    : SL("medium"));
    json_write_end(o->w);
    if (shaky.n == 0)
        return;
    struct buf b;
    buf_init(&b, o->a, TEXT_MAX);
    for (size_t i = 0; i < shaky.n; i++)
        buf_printf(&b, "%s%.*s", i ? "; " : "Rests on ",
                   SL_FMT(solve_words_rests_text(o->a, shaky.v[i])));
    buf_str(&b, ".");
    markdown_member(o, "remarks", buf_slice(&b));
}

static void
map_conflict(struct oscal *o, size_t index, const struct regime *a, const struct regime *b)
{
    const struct conflict *c = &o->c->list[index];
    struct solve_words_rules of_a = rules_of(o, c, a), of_b = rules_of(o, c, b);
    struct buf name;
    buf_init(&name, o->a, TEXT_MAX);
    buf_printf(&name, "conflict %.*s %.*s", SL_FMT(a->id), SL_FMT(b->id));
    for (size_t i = 0; i < c->n; i++)
        for (size_t k = 0; k < c->members[i].nrules; k++)
            buf_printf(&name, " %zu:%.*s", i,
                       SL_FMT(solve_words_rule_id(o->a, c->members[i].rules[k])));
    json_write_object(o->w);
    uuid_member(o, buf_slice(&name));
    json_write_member(o->w, "ns", SL(CONTRARY_NS));
    json_write_member(o->w, "relationship", SL("contrary"));
    items(o, "sources", of_a.v, of_a.n);
    items(o, "targets", of_b.v, of_b.n);
    bool blocked = c->class == RECONCILE_NOT && c->nregimes < 3;
    qualifier(o, "has-incompatibility", blocked ? "blocked" : "restricted", description(o, c));
    rests_on(o, c);
    json_write_end(o->w);
}

static void
map_difference(struct oscal *o, const struct pair *p, const struct difference *d)
{
    json_write_object(o->w);
    uuid_member(o, arena_printf(o->a, "difference %.*s %.*s %.*s.%.*s",
                                SL_FMT(o->c->regimes[p->a]->id), SL_FMT(o->c->regimes[p->b]->id),
                                SL_FMT(d->kind->name), SL_FMT(d->field->path)));
    json_write_member(o->w, "relationship", SL("intersects-with"));
    items(o, "sources", d->rules[0], d->nrules[0]);
    items(o, "targets", d->rules[1], d->nrules[1]);
    qualifier(o, "has-requirement", "addressable",
              arena_printf(o->a, "Both are met by %.*s %.*s: %.*s.", SL_FMT(d->kind->name),
                           SL_FMT(d->field->path), SL_FMT(d->settled)));
    json_write_end(o->w);
}

/* ---- mappings ------------------------------------------------------------------------------- */

/* A conflict stands with the pair of its first regime and each other one. */
static bool
belongs(const struct conflict *c, size_t a, size_t b)
{
    if (c->regimes[0] != a)
        return false;
    if (a == b)
        return c->nregimes == 1;
    for (size_t i = 1; i < c->nregimes; i++)
        if (c->regimes[i] == b)
            return true;
    return false;
}

/* Neither side of a map may be empty. */
static bool
can_map(struct oscal *o, const struct conflict *c, size_t a, size_t b)
{
    return belongs(c, a, b) && rules_of(o, c, o->c->regimes[a]).n > 0 &&
           rules_of(o, c, o->c->regimes[b]).n > 0;
}

static bool
can_tell(const struct difference *d)
{
    return d->nrules[0] > 0 && d->nrules[1] > 0;
}

static size_t
count_maps(struct oscal *o, size_t a, size_t b, const struct pair *p)
{
    size_t n = 0;
    for (size_t i = 0; i < o->c->n; i++)
        n += can_map(o, &o->c->list[i], a, b);
    for (size_t i = 0; p && i < p->ndifferences; i++)
        n += can_tell(&p->differences[i]);
    return n;
}

static void
resource_ref(struct oscal *o, const char *key, const struct regime *r)
{
    json_write_key(o->w, key);
    json_write_flat_object(o->w);
    json_write_member(o->w, "type", SL("profile"));
    json_write_member(o->w, "href", fragment(o, regime_name(o, r)));
    json_write_end(o->w);
}

/* `p` is null for a regime with itself. */
static void
mapping(struct oscal *o, size_t a, size_t b, const struct pair *p)
{
    if (count_maps(o, a, b, p) == 0)
        return;
    const struct regime *x = o->c->regimes[a], *y = o->c->regimes[b];
    json_write_object(o->w);
    uuid_member(o, arena_printf(o->a, "mapping %.*s %.*s", SL_FMT(x->id), SL_FMT(y->id)));
    resource_ref(o, "source-resource", x);
    resource_ref(o, "target-resource", y);
    json_write_key(o->w, "maps");
    json_write_array(o->w);
    for (size_t i = 0; i < o->c->n; i++)
        if (can_map(o, &o->c->list[i], a, b))
            map_conflict(o, i, x, y);
    for (size_t i = 0; p && i < p->ndifferences; i++)
        if (can_tell(&p->differences[i]))
            map_difference(o, p, &p->differences[i]);
    json_write_end(o->w);
    json_write_end(o->w);
}

static void
mappings(struct oscal *o)
{
    json_write_key(o->w, "mappings");
    json_write_array(o->w);
    for (size_t i = 0; i < o->c->nregimes; i++)
        mapping(o, i, i, NULL);
    for (size_t i = 0; i < o->c->npairs; i++)
        mapping(o, o->c->pairs[i].a, o->c->pairs[i].b, &o->c->pairs[i]);
    json_write_end(o->w);
}

static bool
has_maps(struct oscal *o)
{
    size_t n = 0;
    for (size_t i = 0; i < o->c->nregimes; i++)
        n += count_maps(o, i, i, NULL);
    for (size_t i = 0; i < o->c->npairs; i++)
        n += count_maps(o, o->c->pairs[i].a, o->c->pairs[i].b, &o->c->pairs[i]);
    return n > 0;
}

/* ---- the document --------------------------------------------------------------------------- */

static void
metadata(struct oscal *o, const struct solve_about *about)
{
    json_write_key(o->w, "metadata");
    json_write_object(o->w);
    json_write_member(o->w, "title", SL("Conflicts and differences between regimes"));
    json_write_member(o->w, "last-modified", date_stamp(o->a, about->made));
    json_write_member(o->w, "version", date_print(o->a, o->c->on));
    json_write_member(o->w, "oscal-version", SL(OSCAL_VERSION));
    markdown_member(o, "remarks",
                    arena_printf(o->a, "Written by Comity %.*s; as of %.*s.",
                                 SL_FMT(about->version), SL_FMT(date_print(o->a, o->c->on))));
    json_write_end(o->w);
}

static struct slice
narrowed(struct arena *a, const struct solve_about *about)
{
    struct buf b;
    buf_init(&b, a, TEXT_MAX);
    if (about->kind.n)
        buf_printf(&b, " Only rules about the kind %.*s were asked about.", SL_FMT(about->kind));
    if (about->server.n)
        buf_printf(&b, " Only what %.*s can do was allowed.", SL_FMT(about->server));
    if (about->from.n)
        buf_printf(&b, " Only what %.*s offers today was allowed.", SL_FMT(about->from));
    return buf_slice(&b);
}

static void
provenance(struct oscal *o, const struct solve_about *about)
{
    bool complete = o->c->complete && o->c->nunanalysed == 0;
    struct slice more = narrowed(o->a, about);
    json_write_key(o->w, "provenance");
    json_write_object(o->w);
    json_write_member(o->w, "method", SL("automation"));
    json_write_member(o->w, "matching-rationale", SL("functional"));
    json_write_member(o->w, "status", complete ? SL("complete") : SL("not-complete"));
    markdown_member(
        o, "mapping-description",
        arena_printf(o->a,
                     "Requirements that no product meets together, each set minimal: without any "
                     "one of its members a product exists. Found by a solver over conditions that "
                     "a machine can check; %zu requirements were not analysed.%.*s",
                     o->c->nunanalysed, SL_FMT(more)));
    json_write_end(o->w);
}

static void
regime_resource(struct oscal *o, const struct regime *r)
{
    struct buf b;
    buf_init(&b, o->a, TEXT_MAX);
    buf_str(&b, "The regime takes in");
    for (size_t i = 0; i < r->n; i++)
        buf_printf(&b, "%s %.*s", i ? "," : "", SL_FMT(r->parts[i].standard->id));
    json_write_object(o->w);
    uuid_member(o, regime_name(o, r));
    markdown_member(
        o, "title",
        arena_printf(o->a, "%.*s: %.*s", SL_FMT(r->id), SL_FMT(text_get(&r->title, "en"))));
    markdown_member(o, "description", buf_slice(&b));
    json_write_end(o->w);
}

static void
standard_resource(struct oscal *o, const struct standard *s)
{
    json_write_object(o->w);
    uuid_member(o, standard_name(o, s));
    markdown_member(
        o, "title",
        arena_printf(o->a, "%.*s: %.*s", SL_FMT(s->id), SL_FMT(text_get(&s->title, "en"))));
    json_write_key(o->w, "citation");
    json_write_object(o->w);
    markdown_member(o, "text",
                    arena_printf(o->a, "%.*s, %.*s, %.*s", SL_FMT(s->authority),
                                 SL_FMT(text_get(&s->title, "en")), SL_FMT(s->edition)));
    json_write_end(o->w);
    if (slice_has_prefix(s->source_url, SL("https://"))) {
        json_write_key(o->w, "rlinks");
        json_write_array(o->w);
        json_write_flat_object(o->w);
        json_write_member(o->w, "href", s->source_url);
        json_write_end(o->w);
        json_write_end(o->w);
    }
    json_write_end(o->w);
}

static void
back_matter(struct oscal *o)
{
    json_write_key(o->w, "back-matter");
    json_write_object(o->w);
    json_write_key(o->w, "resources");
    json_write_array(o->w);
    for (size_t i = 0; i < o->c->nregimes; i++)
        regime_resource(o, o->c->regimes[i]);
    for (size_t i = 0; i < o->cited.n; i++)
        standard_resource(o, o->cited.v[i]);
    json_write_end(o->w);
    json_write_end(o->w);
}

/* The collection is named by all that decides its content, the time of writing apart. */
static struct slice
collection_name(struct oscal *o, const struct solve_about *about)
{
    struct buf b;
    buf_init(&b, o->a, NAME_MAX_OCTETS);
    buf_printf(&b, "collection %.*s %.*s", SL_FMT(about->version),
               SL_FMT(date_print(o->a, o->c->on)));
    for (size_t i = 0; i < o->c->nregimes; i++)
        buf_printf(&b, " %.*s", SL_FMT(o->c->regimes[i]->id));
    for (size_t i = 0; i < o->c->n; i++)
        for (size_t k = 0; k < o->c->list[i].n; k++)
            for (size_t r = 0; r < o->c->list[i].members[k].nrules; r++)
                buf_printf(&b, " %zu.%zu:%.*s", i, k,
                           SL_FMT(solve_words_rule_id(o->a, o->c->list[i].members[k].rules[r])));
    buf_add(&b, narrowed(o->a, about));
    return buf_slice(&b);
}

bool
oscal_mapping_write(struct json_write *w, const struct conflicts *c,
                    const struct solve_about *about, struct err *e)
{
    AUTO_ARENA a = {0};
    struct oscal o = {.w = w,
                      .a = &a,
                      .c = c,
                      .space = uuid_of_name(&uuid_space_url, SL("comity:oscal-mapping"))};
    if (!has_maps(&o))
        return err_set(e, ERR_UNSUPPORTED,
                       "OSCAL has no mapping-collection without a mapping, and %s: ask for another "
                       "format",
                       c->complete ? "these regimes neither collide nor differ"
                                   : "none was found before the search was cut short");
    json_write_object(w);
    json_write_key(w, "mapping-collection");
    json_write_object(w);
    uuid_member(&o, collection_name(&o, about));
    metadata(&o, about);
    provenance(&o, about);
    mappings(&o);
    back_matter(&o);
    json_write_end(w);
    json_write_end(w);
    return true;
}
