/* SPDX-License-Identifier: Apache-2.0 */
#include "solve/space.h"

#include "solve/product.h"

#include <assert.h>
#include <stdlib.h>

#define INT_MOST ((int64_t)1 << 40)     /* no number of ours is as large */
#define TIME_MOST INT64_C(253402300799) /* the end of the year 9999 */

/* What conditions say about one field, in all atoms of its unit. */
struct mentions {
    VEC(int64_t) numbers;
    VEC(struct slice) values;
};

struct making {
    struct space *s;
    struct arena *a;
    const struct judge *j;
    VEC(struct slot) slots;
    struct mentions **mentions; /* by unit, then field */
};

/* --- what conditions mention ---------------------------------------------------------------- */

static int
by_number(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static int
by_octets(const void *a, const void *b)
{
    return slice_cmp(*(const struct slice *)a, *(const struct slice *)b);
}

static void
mention(struct making *m, struct mentions *fields, const struct atom *at)
{
    switch (at->op) {
    case ATOM_INT:
    case ATOM_LIST_SIZE:
        vec_push(m->a, &fields[at->field].numbers, at->k);
        break;
    case ATOM_TIME:
        vec_push(m->a, &fields[at->field].numbers, space_instant(m->s, at));
        break;
    case ATOM_STRING:
    case ATOM_LIST_SOME:
    case ATOM_LIST_OTHER:
        for (size_t i = 0; i < at->values.n; i++)
            vec_push(m->a, &fields[at->field].values, at->values.v[i]);
        break;
    case ATOM_SET:
    case ATOM_BOOL:
    case ATOM_NOW:
    case ATOM_OPAQUE:
        break;
    }
}

static void
gather_mentions(struct making *m)
{
    m->mentions = NEW_ARRAY(m->a, struct mentions *, m->j->nunits);
    for (size_t u = 0; u < m->j->nunits; u++) {
        const struct form *f = &m->j->units[u].form;
        m->mentions[u] = NEW_ARRAY(m->a, struct mentions, f->kind->n);
        for (size_t i = 0; i < f->atoms.n; i++)
            mention(m, m->mentions[u], &f->atoms.v[i]);
    }
}

/* --- columns -------------------------------------------------------------------------------- */

static int
fresh(const struct making *m)
{
    return instance_var(m->s->in);
}

static void
make_steps(struct making *m, struct steps *out, const struct mentions *said, int64_t most)
{
    size_t n = 0;
    int64_t *at = NEW_ARRAY(m->a, int64_t, said->numbers.n);
    if (said->numbers.n) {
        memcpy(at, said->numbers.v, said->numbers.n * sizeof *at);
        qsort(at, said->numbers.n, sizeof *at, by_number);
    }
    *out = (struct steps){.at = at, .least = 0, .most = most};
    for (size_t i = 0; i < said->numbers.n; i++)
        if (at[i] > 0 && at[i] <= most && (n == 0 || at[n - 1] != at[i]))
            at[n++] = at[i];
    out->n = n;
    out->reached = NEW_ARRAY(m->a, int, n);
    for (size_t i = 0; i < n; i++) {
        out->reached[i] = fresh(m);
        if (i)
            INSTANCE_CLAUSE(m->s->in, -out->reached[i], out->reached[i - 1]);
    }
}

static void
make_choices(struct making *m, struct choices *out, const struct mentions *said,
             const struct slices *one_of)
{
    struct slice *v = NEW_ARRAY(m->a, struct slice, said->values.n + one_of->n);
    size_t n = 0, kept = 0;
    for (size_t i = 0; i < one_of->n; i++)
        v[n++] = one_of->v[i];
    for (size_t i = 0; i < said->values.n; i++)
        v[n++] = said->values.v[i];
    if (n)
        qsort(v, n, sizeof *v, by_octets);
    for (size_t i = 0; i < n; i++)
        if (kept == 0 || !slice_eq(v[kept - 1], v[i]))
            v[kept++] = v[i];
    *out = (struct choices){.named = {v, kept}, .is = NEW_ARRAY(m->a, int, kept)};
    for (size_t i = 0; i < kept; i++)
        out->is[i] = fresh(m);
    out->other = one_of->n ? LIT_FALSE : fresh(m);
}

/* It is exactly one thing. Constants in `is` are none yet. */
static void
one_choice(struct making *m, const struct choices *c)
{
    size_t n = c->named.n;
    int *lits = NEW_ARRAY(m->a, int, n + 1);
    for (size_t i = 0; i < n; i++)
        lits[i] = c->is[i];
    if (c->other != LIT_FALSE)
        lits[n++] = c->other;
    instance_clause(m->s->in, lits, n);
    for (size_t i = 0; i < n; i++)
        for (size_t k = i + 1; k < n; k++)
            INSTANCE_CLAUSE(m->s->in, -lits[i], -lits[k]);
}

/* Values of a closed field that is not one of them cannot be. */
static bool
in_list(const struct slices *list, struct slice v)
{
    for (size_t i = 0; i < list->n; i++)
        if (slice_eq(list->v[i], v))
            return true;
    return false;
}

/* What is known beforehand of a slot's text: `only` where it can be nothing else, never `not`. */
struct given {
    struct slice path, only, not ;
};

static void
make_string(struct making *m, struct column *c, const struct mentions *said,
            const struct given *given)
{
    make_choices(m, &c->choices, said, &c->field->one_of);
    one_choice(m, &c->choices);
    const struct slices *named = &c->choices.named;
    bool fixed = given && given->only.n && in_list(named, given->only);
    for (size_t i = 0; i < named->n; i++) {
        bool closed_out = c->field->one_of.n && !in_list(&c->field->one_of, named->v[i]);
        bool is = fixed && slice_eq(named->v[i], given->only);
        bool is_not = closed_out || (fixed && !is) ||
                      (given && given->not .n && slice_eq(named->v[i], given->not ));
        if (!is && !is_not)
            continue;
        INSTANCE_CLAUSE(m->s->in, is ? c->choices.is[i] : -c->choices.is[i]);
        c->choices.is[i] = is ? LIT_TRUE : LIT_FALSE;
    }
    if (fixed && c->choices.other != LIT_FALSE) {
        INSTANCE_CLAUSE(m->s->in, -c->choices.other);
        c->choices.other = LIT_FALSE;
    }
}

/* Whether a version that the part stands for can carry the element. */
static bool
carries(const struct product_part *part, const struct registry *r, const struct element *el)
{
    const struct attribute *at = registry_attribute(r, SL("versions"));
    if (!at || at->type != ATTRIBUTE_STRINGS)
        return true;
    const struct slices *versions = &el->attr[at - r->attributes].list;
    for (size_t i = 0; i < COUNT_OF(part->versions); i++)
        if (part->versions[i].n && in_list(versions, part->versions[i]))
            return true;
    return false;
}

static void
make_set(struct making *m, struct column *c)
{
    const struct product_part *part = product_part(c->field->path);
    const struct registry *r = c->field->registry;
    c->elements = NEW_ARRAY(m->a, int, r->n);
    for (size_t i = 0; i < r->n; i++)
        c->elements[i] = !part || carries(part, r, &r->elements[i]) ? fresh(m) : LIT_FALSE;
}

static void
make_column(struct making *m, struct column *c, const struct mentions *said,
            const struct given *given)
{
    switch (c->field->type) {
    case FIELD_SET:
        make_set(m, c);
        break;
    case FIELD_BOOL:
        c->yes = fresh(m);
        break;
    case FIELD_INT:
        make_steps(m, &c->steps, said, INT_MOST);
        break;
    case FIELD_TIME:
        make_steps(m, &c->steps, said, TIME_MOST);
        break;
    case FIELD_STRING:
        make_string(m, c, said, given);
        break;
    case FIELD_STRINGS:
        make_choices(m, &c->choices, said, &(struct slices){0});
        make_steps(m, &c->steps, said, INT_MOST);
        break;
    }
}

/* --- unions --------------------------------------------------------------------------------- */

/* An element that one version alone can carry is in the union as it is in that version. */
static void
unite(struct slot *slot, size_t whole)
{
    struct column *all = &slot->columns[whole];
    for (size_t e = 0; e < all->field->registry->n; e++) {
        int only = LIT_FALSE;
        size_t parts = 0;
        for (size_t i = 0; i < slot->kind->n; i++) {
            const struct column *c = &slot->columns[i];
            const struct product_part *part = product_part(c->field->path);
            if (!part || !slice_eq(part->whole, all->field->path) ||
                c->field->registry != all->field->registry || c->elements[e] == LIT_FALSE)
                continue;
            only = c->elements[e];
            parts++;
        }
        if (parts < 2)
            all->elements[e] = only;
    }
}

/* Whether the field is the union of others of the same kind. */
static bool
is_whole(const struct slot *slot, const struct field *f)
{
    for (size_t i = 0; i < slot->kind->n; i++) {
        const struct product_part *part = product_part(slot->kind->fields[i].path);
        if (part && slice_eq(part->whole, f->path) && slot->kind->fields[i].registry == f->registry)
            return true;
    }
    return false;
}

/* --- slots ---------------------------------------------------------------------------------- */

static void
make_columns(struct making *m, struct slot *slot, const struct given *given, size_t ngiven)
{
    slot->columns = NEW_ARRAY(m->a, struct column, slot->kind->n);
    for (size_t i = 0; i < slot->kind->n; i++) {
        const struct given *known = NULL;
        slot->columns[i].field = &slot->kind->fields[i];
        for (size_t k = 0; k < ngiven; k++)
            if (slice_eq(given[k].path, slot->kind->fields[i].path))
                known = &given[k];
        make_column(m, &slot->columns[i], &m->mentions[slot->unit][i], known);
    }
    for (size_t i = 0; i < slot->kind->n; i++)
        if (slot->kind->fields[i].type == FIELD_SET && is_whole(slot, &slot->kind->fields[i]))
            unite(slot, i);
}

static void
add_thing(struct making *m, size_t unit)
{
    static const struct given server[] = {{SL_INIT("role"), SL_INIT("server"), SL_INIT("")}};
    struct slot *slot = vec_add(m->a, &m->slots);
    const struct kind *k = m->j->units[unit].kind;
    bool endpoint = slice_eq_str(k->name, "tls");
    *slot = (struct slot){.part = SLOT_THING,
                          .kind = k,
                          .unit = unit,
                          .id = arena_printf(m->a, "%.*s:product", SL_FMT(k->name)),
                          .name = endpoint ? SL("endpoint") : k->name,
                          .present = LIT_TRUE,
                          .other = SLOT_NONE};
    make_columns(m, slot, server, endpoint ? COUNT_OF(server) : 0);
}

static void
add_leaf(struct making *m, size_t unit, const struct product_leaf *leaf)
{
    const bool sm2 = slice_eq_str(leaf->key, "SM2");
    const struct given given[] = {
        {SL_INIT("role"), SL_INIT("leaf"), SL_INIT("")},
        {SL_INIT("key.algorithm"), leaf->key, SL_INIT("")},
        {SL_INIT("usage"), leaf->usage, sm2 && leaf->usage.n == 0 ? SL("encryption") : SL("")},
    };
    struct slot *slot = vec_add(m->a, &m->slots);
    *slot = (struct slot){.part = SLOT_LEAF,
                          .kind = m->j->units[unit].kind,
                          .unit = unit,
                          .id = arena_printf(m->a, "cert:%.*s", SL_FMT(leaf->id)),
                          .name = leaf->name,
                          .present = fresh(m),
                          .other = m->slots.n,
                          .key = leaf->key,
                          .usage = leaf->usage};
    make_columns(m, slot, given, COUNT_OF(given));
}

static void
add_issuer(struct making *m, size_t unit, const struct product_leaf *leaf)
{
    static const struct given given[] = {{SL_INIT("role"), SL_INIT(""), SL_INIT("leaf")}};
    struct slot *slot = vec_add(m->a, &m->slots);
    *slot = (struct slot){.part = SLOT_ISSUER,
                          .kind = m->j->units[unit].kind,
                          .unit = unit,
                          .id = arena_printf(m->a, "cert:%.*s-issuer", SL_FMT(leaf->id)),
                          .name = arena_printf(m->a, "issuer of the %.*s", SL_FMT(leaf->name)),
                          .present = fresh(m),
                          .other = m->slots.n - 2};
    make_columns(m, slot, given, COUNT_OF(given));
}

static bool
is_certificate(const struct making *m, size_t unit)
{
    return slice_eq_str(m->j->units[unit].kind->name, "cert");
}

void
space_reserve(struct space *out, struct instance *in, date_t on)
{
    *out = (struct space){.in = in, .on = on, .now = date_seconds(on) + 86399};
    assert(in->nvars == 0);
    INSTANCE_CLAUSE(in, instance_var(in));
}

void
space_make(struct space *s, struct arena *a, const struct judge *j)
{
    struct making m = {.s = s, .a = a, .j = j};
    gather_mentions(&m);
    for (size_t u = 0; u < j->nunits; u++)
        if (!is_certificate(&m, u))
            add_thing(&m, u);
    for (size_t u = 0; u < j->nunits; u++)
        for (size_t i = 0; is_certificate(&m, u) && i < PRODUCT_LEAVES; i++) {
            add_leaf(&m, u, &product_leaves[i]);
            add_issuer(&m, u, &product_leaves[i]);
        }
    s->slots = m.slots.v;
    s->n = m.slots.n;
}

/* --- asking --------------------------------------------------------------------------------- */

int64_t
space_instant(const struct space *s, const struct atom *at)
{
    int64_t k = at->k;
    if (at->minus_now && __builtin_add_overflow(k, s->now, &k))
        k = at->k < 0 ? INT64_MIN : INT64_MAX;
    return k;
}

size_t
space_thing(const struct space *s, struct slice kind)
{
    for (size_t i = 0; i < s->n; i++)
        if (s->slots[i].part == SLOT_THING && slice_eq(s->slots[i].kind->name, kind))
            return i;
    return SLOT_NONE;
}

size_t
space_leaf(const struct space *s, struct slice key, struct slice usage)
{
    for (size_t i = 0; i < s->n; i++)
        if (s->slots[i].part == SLOT_LEAF && slice_eq(s->slots[i].key, key) &&
            slice_eq(s->slots[i].usage, usage))
            return i;
    return SLOT_NONE;
}

const struct column *
space_column(const struct space *s, size_t slot, const char *path)
{
    const struct kind *k = s->slots[slot].kind;
    const struct field *f = kind_field(k, slice_str(path));
    return f ? &s->slots[slot].columns[kind_index(k, f)] : NULL;
}

int
column_reaches(const struct column *c, int64_t k)
{
    const struct steps *s = &c->steps;
    if (k <= s->least || k > s->most)
        return k <= s->least ? LIT_TRUE : LIT_FALSE;
    const int64_t *at = s->n ? bsearch(&k, s->at, s->n, sizeof *s->at, by_number) : NULL;
    assert(at); /* every threshold that conditions name is there */
    return s->reached[at - s->at];
}

int
column_is(const struct column *c, struct slice value)
{
    const struct slices *named = &c->choices.named;
    const struct slice *v =
        named->n ? bsearch(&value, named->v, named->n, sizeof *named->v, by_octets) : NULL;
    return v ? c->choices.is[v - named->v] : c->choices.other;
}

int
column_element(const struct column *c, struct slice name)
{
    const struct element *el = registry_by_name(c->field->registry, name);
    return el ? c->elements[registry_index(c->field->registry, el)] : LIT_FALSE;
}
