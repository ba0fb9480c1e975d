/* SPDX-License-Identifier: Apache-2.0 */
#include "solve/encode.h"

#include "base/cleanup.h"
#include "model/bits.h"
#include "solve/law.h"
#include "solve/mapping.h"

#include <assert.h>

typedef VEC(uint32_t) numbers;
typedef VEC(int) literals;

struct building {
    struct problem *p;
    const struct problem_options *o;
    struct arena *a, *scratch;
    struct encoder en;
    struct map by_key; /* unit and ref -> index of the condition, plus one */
    struct map told;   /* requirement -> anything: listed as not analysed */
    numbers *groups;   /* by regime of the judge: the conditions of its shall rules */
};

/* --- regimes that are none ------------------------------------------------------------------ */

static const struct regime *
pseudo_regime(struct arena *a, struct slice id, const struct standard *v, size_t n)
{
    struct regime *r = NEW(a, struct regime);
    *r = (struct regime){.id = id, .parts = NEW_ARRAY(a, struct regime_part, n), .n = n};
    for (size_t i = 0; i < n; i++)
        r->parts[i].standard = &v[i];
    return r;
}

/* The regimes asked for, then that of the server, then the laws. */
static bool
compile(struct building *b, struct err *e)
{
    const struct problem_options *o = b->o;
    const struct regime **all = NEW_ARRAY(b->a, const struct regime *, o->n + 2);
    size_t n = 0;
    for (size_t i = 0; i < o->n; i++)
        all[n++] = o->regimes[i];
    if (o->server)
        all[n++] = pseudo_regime(b->a, o->server->id, o->server, 1);
    all[n++] = pseudo_regime(b->a, SL("laws"), o->catalog->laws, o->catalog->nlaws);
    b->groups = NEW_ARRAY(b->scratch, numbers, n);
    return judge_compile(&b->p->judge, b->a, o->catalog, all, n, e);
}

static const struct compiled_regime *
law_regime(const struct building *b)
{
    return &b->p->judge->regimes[b->p->judge->nregimes - 1];
}

/* --- conditions ----------------------------------------------------------------------------- */

/* What a rule asks of whatever it binds. */
static ref_t
rule_holds(struct judge *j, const struct rule_at *at)
{
    struct unit *u = &j->units[at->unit];
    const struct rule *r = &u->rules.v[at->rule];
    return form_or2(&u->form, ref_not(r->when), r->must);
}

static uint32_t
condition_of(struct building *b, size_t unit, ref_t holds, struct slice name)
{
    struct problem *p = b->p;
    uint64_t key = (uint64_t)unit << 32 | holds;
    const struct slice octets = slice_of(&key, sizeof key);
    uintptr_t found = (uintptr_t)map_get(&b->by_key, octets);
    if (found)
        return (uint32_t)(found - 1);
    const struct unit *u = &p->judge->units[unit];
    uint32_t index = instance_condition(&p->instance, name);
    struct problem_condition *c = vec_add(b->a, &p->conditions);
    c->kind = u->kind;
    c->unit = unit;
    c->holds = holds;
    c->partly = ref_node(&u->form, holds)->opaque;
    c->slot = SLOT_NONE;
    c->broken = LIT_FALSE;
    map_put(b->scratch, &b->by_key, arena_dup(b->scratch, octets), (void *)(uintptr_t)(index + 1));
    return index;
}

static void
tell(struct building *b, const struct requirement *r, struct slice why, bool partly)
{
    const struct slice key = slice_of(&r, sizeof(void *));
    if (r->keyword != KEYWORD_SHALL || map_get(&b->told, key))
        return;
    map_put(b->scratch, &b->told, arena_dup(b->scratch, key), b);
    vec_push(b->a, &b->p->unanalysed, (struct unanalysed){r, why, partly});
}

/* The expressions in a condition that stay CEL, of which the first is told. */
static struct slice
opaque_text(const struct form *f, ref_t r)
{
    const struct node *node = ref_node(f, r);
    while (node->op == NODE_AND)
        for (size_t i = 0, n = node->n; i < n; i++)
            if (ref_node(f, node->kids[i])->opaque) {
                node = ref_node(f, node->kids[i]);
                break;
            }
    return f->atoms.v[node->atom].text;
}

static void
tell_opaque(struct building *b, const struct requirement *r, const struct unit *u, ref_t holds)
{
    bool partly = ref_node(&u->form, holds)->op == NODE_AND;
    tell(b, r,
         arena_printf(b->a, "%s rests on an expression that is judged, but not solved for: %.*s",
                      partly ? "in part it" : "it", SL_FMT(opaque_text(&u->form, holds))),
         partly);
}

static struct slice
condition_name(const struct building *b, const struct requirement *r)
{
    return arena_printf(b->a, "%.*s %.*s", SL_FMT(r->standard->id), SL_FMT(r->id));
}

static bool
counts(const struct building *b, const struct requirement *r)
{
    if (r->from > b->o->on || b->o->on > r->until)
        return false;
    return b->o->kind.n == 0 || slice_eq(r->kind->name, b->o->kind);
}

/* One rule of a regime of the judge. */
static void
add_rule(struct building *b, size_t regime, const struct rule_at *at)
{
    struct problem *p = b->p;
    const struct requirement *r = at->requirement;
    bool shall = r->keyword == KEYWORD_SHALL;
    if (!counts(b, r) || !(shall || (r->keyword == KEYWORD_SHOULD && b->o->should)))
        return;
    if (r->cannot_check.n) {
        tell(b, r, r->cannot_check, false);
        return;
    }
    ref_t holds = rule_holds(p->judge, at);
    uint32_t c = condition_of(b, at->unit, holds, condition_name(b, r));
    if (p->conditions.v[c].partly)
        tell_opaque(b, r, &p->judge->units[at->unit], holds);
    if (!shall) {
        vec_push(b->a, &p->advice, (struct problem_advice){r, regime, c});
        return;
    }
    vec_push(b->scratch, &b->groups[regime], c);
    vec_push(b->a, &p->conditions.v[c].rules, (struct problem_rule){r, regime});
}

/* --- clauses -------------------------------------------------------------------------------- */

/*
 * Of things that need not be there some have to be: of a server whose certificates
 * were not seen the judge knows nothing, and does not pass it.
 */
static void
encode_companion(struct building *b, const struct problem_condition *c, int selector)
{
    const struct space *s = &b->p->space;
    literals some = {0};
    vec_push(b->scratch, &some, -selector);
    for (size_t i = 0; i < s->n; i++)
        if (s->slots[i].unit == c->unit)
            vec_push(b->scratch, &some, s->slots[i].present);
    encoder_clause(&b->en, some.v, some.n);
}

static void
encode_condition(struct building *b, uint32_t index)
{
    const struct problem_condition *c = &b->p->conditions.v[index];
    const struct space *s = &b->p->space;
    const int selector = b->p->instance.conditions.v[index].selector;
    encode_companion(b, c, selector);
    for (size_t i = 0; i < s->n; i++) {
        const int unless[] = {-selector, -s->slots[i].present};
        if (s->slots[i].unit == c->unit)
            encoder_require(&b->en, i, c->holds, unless, COUNT_OF(unless));
    }
}

/*
 * The negation: of the things that are there one breaks it. That none is there breaks nothing: the
 * judge knows nothing then.
 */
static void
encode_broken(struct building *b, struct problem_condition *c)
{
    const struct space *s = &b->p->space;
    literals some = {0};
    for (size_t i = 0; i < s->n; i++) {
        if (s->slots[i].unit != c->unit)
            continue;
        int breaks = encoder_lit(&b->en, i, ref_not(c->holds), true, false);
        int both = instance_var(&b->p->instance);
        ENCODER_CLAUSE(&b->en, -both, s->slots[i].present);
        ENCODER_CLAUSE(&b->en, -both, breaks);
        vec_push(b->scratch, &some, both);
    }
    c->broken = instance_var(&b->p->instance);
    vec_push(b->scratch, &some, -c->broken);
    encoder_clause(&b->en, some.v, some.n);
}

/* What a list of texts has in it, and how many there are. */
static void
encode_size(struct building *b, const struct column *c)
{
    const struct choices *in = &c->choices;
    for (size_t i = 0; i < c->steps.n; i++) {
        int64_t k = c->steps.at[i];
        int size = c->steps.reached[i];
        int named = encoder_at_least(&b->en, in->is, in->named.n, k);
        int fewer = encoder_at_least(&b->en, in->is, in->named.n, k - 1);
        ENCODER_CLAUSE(&b->en, -size, in->other, named);
        ENCODER_CLAUSE(&b->en, size, -named);
        ENCODER_CLAUSE(&b->en, size, -in->other, -fewer);
    }
}

static void
encode_sizes(struct building *b)
{
    const struct space *s = &b->p->space;
    for (size_t i = 0; i < s->n; i++)
        for (size_t f = 0; f < s->slots[i].kind->n; f++)
            if (s->slots[i].kind->fields[f].type == FIELD_STRINGS)
                encode_size(b, &s->slots[i].columns[f]);
}

/*
 * Of a certificate that is not there nothing holds: it would only be one more thing
 * to choose. (Its texts are left alone: each has to be something.)
 */
static void
encode_absence(struct building *b, const struct slot *slot)
{
    for (size_t f = 0; f < slot->kind->n; f++) {
        const struct column *c = &slot->columns[f];
        bool list = c->field->type == FIELD_STRINGS;
        for (size_t i = 0; c->elements && i < c->field->registry->n; i++)
            ENCODER_CLAUSE(&b->en, slot->present, -c->elements[i]);
        if (c->field->type == FIELD_BOOL)
            ENCODER_CLAUSE(&b->en, slot->present, -c->yes);
        for (size_t i = 0; i < c->steps.n; i++)
            ENCODER_CLAUSE(&b->en, slot->present, -c->steps.reached[i]);
        for (size_t i = 0; list && i < c->choices.named.n; i++)
            ENCODER_CLAUSE(&b->en, slot->present, -c->choices.is[i]);
        if (list)
            ENCODER_CLAUSE(&b->en, slot->present, -c->choices.other);
    }
}

static struct problem_law *
add_law(struct building *b, struct slice id, struct slice clause, struct slice text)
{
    struct problem_law *law = vec_add(b->a, &b->p->laws);
    *law = (struct problem_law){.id = id, .clause = clause, .text = text, .selector = LIT_TRUE};
    if (b->o->name_laws)
        law->selector = instance_var(&b->p->instance);
    return law;
}

/* A law that is a file: it binds each thing of its kind that is there. */
static void
encode_written_law(struct building *b, const struct rule_at *at, ref_t holds)
{
    const struct requirement *r = at->requirement;
    const struct space *s = &b->p->space;
    struct problem_law *law = add_law(b, r->id, r->clause, text_get(&r->text, "en"));
    law->requirement = r;
    for (size_t i = 0; i < s->n; i++) {
        const int unless[] = {-law->selector, -s->slots[i].present};
        if (s->slots[i].unit == at->unit)
            encoder_require(&b->en, i, holds, unless, COUNT_OF(unless));
    }
}

static void
encode_laws(struct building *b, const ref_t *holds)
{
    const struct compiled_regime *written = law_regime(b);
    struct lawgiver giver = {
        .en = &b->en, .space = &b->p->space, .endpoint = space_thing(&b->p->space, SL("tls"))};
    for (size_t i = 0; giver.endpoint != SLOT_NONE && i < LAWS; i++) {
        giver.selector = add_law(b, laws[i].id, laws[i].clause, laws[i].text)->selector;
        laws[i].write(&giver);
    }
    for (size_t i = 0; i < written->rules.n; i++)
        encode_written_law(b, &written->rules.v[i], holds[i]);
}

/* --- what a product cannot extend ----------------------------------------------------------- */

/* The literals of one field that the product does not offer. */
static void
limits(literals *out, struct arena *a, const struct column *c, const struct fact *f)
{
    switch (c->field->type) {
    case FIELD_SET:
        for (size_t e = 0; e < c->field->registry->n; e++)
            if (bits_has(f->known_bits, e) && !bits_has(f->truth_bits, e) &&
                c->elements[e] != LIT_FALSE)
                vec_push(a, out, c->elements[e]);
        break;
    case FIELD_BOOL:
        if (f->known && !f->b)
            vec_push(a, out, c->yes);
        break;
    case FIELD_STRINGS:
        for (size_t i = 0; f->known && i < c->choices.named.n; i++)
            if (!mapping_has(&f->list, c->choices.named.v[i]))
                vec_push(a, out, c->choices.is[i]);
        break;
    case FIELD_INT:
    case FIELD_STRING:
    case FIELD_TIME:
        break; /* can be set otherwise */
    }
}

/* One condition per field: none of what is not offered today. */
static void
limit_field(struct building *b, numbers *group, size_t slot, size_t field, const struct fact *f)
{
    struct problem *p = b->p;
    const struct slot *at = &p->space.slots[slot];
    const struct column *c = &at->columns[field];
    literals banned = {0};
    limits(&banned, b->scratch, c, f);
    if (banned.n == 0)
        return;
    struct slice name =
        arena_printf(b->a, "product: %.*s %.*s", SL_FMT(at->name), SL_FMT(c->field->path));
    uint32_t index = instance_condition(&p->instance, name);
    struct problem_condition *condition = vec_add(b->a, &p->conditions);
    *condition = (struct problem_condition){.kind = at->kind,
                                            .unit = at->unit,
                                            .holds = REF_TRUE,
                                            .broken = LIT_FALSE,
                                            .slot = slot,
                                            .field = field};
    for (size_t i = 0; i < banned.n; i++)
        INSTANCE_UNDER(&p->instance, index, -banned.v[i]);
    vec_push(b->scratch, group, index);
}

/* Of endpoints only: certificates can be had. */
static void
limit_product(struct building *b)
{
    struct problem *p = b->p;
    struct mapping m;
    numbers group = {0};
    mapping_make(&m, b->a, &p->space, b->o->product);
    for (size_t i = 0; i < p->space.n; i++) {
        const struct slot *slot = &p->space.slots[i];
        for (size_t f = 0; slot->part == SLOT_THING && m.assets[i] && f < slot->kind->n; f++)
            limit_field(b, &group, i, f, &m.assets[i]->facts[f]);
    }
    p->product_group = instance_group(&p->instance, b->o->product->target, 0, group.v, group.n);
}

/* --- all ------------------------------------------------------------------------------------ */

static void
add_groups(struct building *b)
{
    struct problem *p = b->p;
    const struct judge *j = p->judge;
    for (size_t i = 0; i + 1 < j->nregimes; i++) {
        bool asked = i < b->o->n;
        int64_t weight = asked ? (b->o->weights ? b->o->weights[i] : 1) : 0;
        instance_group(&p->instance, j->regimes[i].regime->id, weight, b->groups[i].v,
                       b->groups[i].n);
    }
    if (b->o->server)
        p->server_group = b->o->n;
}

/* Forms grow while conditions are made; only then are they encoded. */
static void
build(struct building *b)
{
    struct problem *p = b->p;
    const struct judge *j = p->judge;
    const struct compiled_regime *written = law_regime(b);
    ref_t *holds = NEW_ARRAY(b->scratch, ref_t, written->rules.n);
    space_reserve(&p->space, &p->instance, b->o->on);
    for (size_t r = 0; r + 1 < j->nregimes; r++)
        for (size_t i = 0; i < j->regimes[r].rules.n; i++)
            add_rule(b, r, &j->regimes[r].rules.v[i]);
    for (size_t i = 0; i < written->rules.n; i++)
        holds[i] = rule_holds(p->judge, &written->rules.v[i]);
    space_make(&p->space, b->a, j);
    encoder_init(&b->en, b->scratch, &p->instance, &p->space, j);
    encode_sizes(b);
    for (size_t i = 0; i < p->space.n; i++)
        encode_absence(b, &p->space.slots[i]);
    encode_laws(b, holds);
    for (size_t i = 0; i < p->conditions.n; i++)
        encode_condition(b, (uint32_t)i);
    for (size_t i = 0; b->o->broken && i < p->conditions.n; i++)
        encode_broken(b, &p->conditions.v[i]);
    add_groups(b);
    if (b->o->product)
        limit_product(b);
}

bool
problem_make(struct problem **out, struct arena *a, const struct problem_options *o, struct err *e)
{
    AUTO_ARENA scratch = {0};
    struct problem *p = NEW(a, struct problem);
    struct building b = {.p = p, .o = o, .a = a, .scratch = &scratch};
    *p = (struct problem){.on = o->on,
                          .kind = o->kind,
                          .nregimes = o->n,
                          .server_group = SIZE_MAX,
                          .product_group = SIZE_MAX};
    instance_init(&p->instance, a);
    if (!compile(&b, e))
        return false;
    build(&b);
    for (size_t i = 0; i < p->judge->nunits; i++)
        if (!form_ok(&p->judge->units[i].form, e))
            return false;
    *out = p;
    if (b.en.deep)
        return err_set(e, ERR_LIMIT, "a condition is nested more than %d deep", ENCODER_DEPTH_MAX);
    return instance_check(&p->instance, e);
}

size_t
problem_rules_of(const struct problem *p, uint32_t condition, size_t group,
                 const struct requirement **out, size_t n)
{
    const struct problem_condition *c = &p->conditions.v[condition];
    size_t got = 0;
    for (size_t i = 0; i < c->rules.n && got < n; i++)
        if (c->rules.v[i].group == group)
            out[got++] = c->rules.v[i].requirement;
    return got;
}
