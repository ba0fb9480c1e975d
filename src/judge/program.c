/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Laying conditions out flat: which parts are needed, which columns they read,
 * one step for each.
 */
#include "judge/program.h"

#include "model/bits.h"

#include <assert.h>
#include <stdlib.h>

typedef VEC(struct slice) value_list;

/* What one field has been given so far. */
struct layout {
    struct slices values; /* STRING, STRINGS: every value that a needed atom names */
    uint32_t *words;      /* column of each word of its bitmap, or NO_COLUMN */
    uint32_t flag, number, set;
};

struct builder {
    struct arena *a;
    struct program *p;
    const struct form *f;
    struct layout *fields;
    VEC(struct step) steps;
    VEC(struct step_word) words;
    VEC(ref_t) refs;
    VEC(struct word_source) word_sources;
    VEC(size_t) flags;
    VEC(size_t) numbers;
    VEC(size_t) sets;
    VEC(uint32_t) opaque;
};

static int
by_octets(const void *a, const void *b)
{
    return slice_cmp(*(const struct slice *)a, *(const struct slice *)b);
}

size_t
program_value_bit(const struct slices *values, struct slice value)
{
    if (values->n == 0)
        return 0;
    const struct slice *at = bsearch(&value, values->v, values->n, sizeof *values->v, by_octets);
    return at ? (size_t)(at - values->v) : values->n;
}

/* --- columns -------------------------------------------------------------------------------- */

/* Length of the bitmap that a field is laid out as. */
static size_t
bitmap_bits(const struct builder *b, size_t field)
{
    const struct field *f = &b->f->kind->fields[field];
    return f->type == FIELD_SET ? f->registry->n : b->fields[field].values.n + 1;
}

static uint32_t
word_column(struct builder *b, size_t field, size_t word)
{
    struct layout *l = &b->fields[field];
    size_t n = BITS_WORDS(bitmap_bits(b, field));
    if (!l->words) {
        l->words = NEW_ARRAY(b->a, uint32_t, n);
        for (size_t i = 0; i < n; i++)
            l->words[i] = NO_COLUMN;
    }
    if (l->words[word] == NO_COLUMN) {
        l->words[word] = (uint32_t)b->word_sources.n;
        vec_push(b->a, &b->word_sources, (struct word_source){field, word});
    }
    return l->words[word];
}

static uint32_t
flag_column(struct builder *b, size_t field)
{
    uint32_t *c = &b->fields[field].flag;
    if (*c == NO_COLUMN) {
        *c = (uint32_t)b->flags.n;
        vec_push(b->a, &b->flags, field);
    }
    return *c;
}

static uint32_t
number_column(struct builder *b, size_t field)
{
    uint32_t *c = &b->fields[field].number;
    if (*c == NO_COLUMN) {
        *c = (uint32_t)b->numbers.n;
        vec_push(b->a, &b->numbers, field);
    }
    return *c;
}

static uint32_t
set_column(struct builder *b, size_t field)
{
    uint32_t *c = &b->fields[field].set;
    if (*c == NO_COLUMN) {
        *c = (uint32_t)b->sets.n;
        vec_push(b->a, &b->sets, field);
    }
    return *c;
}

/* --- steps ---------------------------------------------------------------------------------- */

static void
add_words(struct builder *b, struct step *s, size_t field, const uint64_t *mask)
{
    s->first = (uint32_t)b->words.n;
    for (size_t i = 0; i < BITS_WORDS(bitmap_bits(b, field)); i++)
        if (mask[i])
            vec_push(b->a, &b->words, (struct step_word){word_column(b, field, i), mask[i]});
    s->n = (uint32_t)(b->words.n - s->first);
}

/* The bitmap of an atom's values, or of everything but them. */
static uint64_t *
values_mask(struct builder *b, const struct atom *at)
{
    const struct slices *all = &b->fields[at->field].values;
    uint64_t *mask = bits_new(b->a, all->n + 1);
    if (at->op == ATOM_LIST_OTHER)
        bits_fill(mask, all->n + 1);
    for (size_t i = 0; i < at->values.n; i++) {
        size_t bit = program_value_bit(all, at->values.v[i]);
        if (at->op == ATOM_LIST_OTHER)
            bits_clear(mask, bit);
        else
            bits_set(mask, bit);
    }
    return mask;
}

static struct step
atom_step(struct builder *b, uint32_t index)
{
    const struct atom *at = &b->f->atoms.v[index];
    struct step s = {.k = at->k, .column = NO_COLUMN};
    switch (at->op) {
    case ATOM_SET:
        s.op = at->k == 1 ? STEP_ANY : STEP_COUNT;
        s.any_name = at->any_name;
        s.column = set_column(b, at->field);
        add_words(b, &s, at->field, at->mask);
        break;
    case ATOM_STRING:
    case ATOM_LIST_SOME:
    case ATOM_LIST_OTHER:
        s.op = STEP_ANY;
        add_words(b, &s, at->field, values_mask(b, at));
        break;
    case ATOM_BOOL:
        s.op = STEP_FLAG;
        s.column = flag_column(b, at->field);
        break;
    case ATOM_INT:
    case ATOM_TIME:
    case ATOM_LIST_SIZE:
        s.op = STEP_GE;
        s.minus_now = at->minus_now;
        s.column = number_column(b, at->field);
        break;
    case ATOM_NOW:
        s.op = STEP_NOW;
        break;
    case ATOM_OPAQUE:
        s.op = STEP_OPAQUE;
        s.column = (uint32_t)b->opaque.n;
        vec_push(b->a, &b->opaque, index);
        break;
    }
    return s;
}

static struct step
and_step(struct builder *b, const struct node *n)
{
    struct step s = {
        .op = STEP_AND, .first = (uint32_t)b->refs.n, .n = (uint32_t)n->n, .column = NO_COLUMN};
    for (size_t i = 0; i < n->n; i++) {
        uint32_t kid = b->p->step_of[n->kids[i] >> 1];
        vec_push(b->a, &b->refs, (ref_t)(kid << 1 | (n->kids[i] & 1)));
    }
    return s;
}

/* --- which parts ---------------------------------------------------------------------------- */

/* Children come before parents, so one pass downwards marks everything below the roots. */
static uint64_t *
needed(struct arena *a, const struct form *f, const ref_t *roots, size_t n)
{
    uint64_t *need = bits_new(a, f->nodes.n);
    for (size_t i = 0; i < n; i++)
        bits_set(need, roots[i] >> 1);
    for (size_t i = f->nodes.n; i-- > 0;) {
        const struct node *node = &f->nodes.v[i];
        for (size_t k = 0; bits_has(need, i) && node->op == NODE_AND && k < node->n; k++)
            bits_set(need, node->kids[k] >> 1);
    }
    return need;
}

/* Every value that a needed atom names, per field, sorted and once each. */
static void
collect_values(struct builder *b, const uint64_t *need)
{
    value_list *all = NEW_ARRAY(b->a, value_list, b->f->kind->n);
    for (size_t i = 0; i < b->f->nodes.n; i++) {
        const struct node *n = &b->f->nodes.v[i];
        if (!bits_has(need, i) || n->op != NODE_ATOM)
            continue;
        const struct atom *at = &b->f->atoms.v[n->atom];
        for (size_t k = 0; k < at->values.n; k++)
            vec_push(b->a, &all[at->field], at->values.v[k]);
    }
    for (size_t i = 0; i < b->f->kind->n; i++) {
        struct slices *out = &b->fields[i].values;
        out->v = all[i].v;
        if (all[i].n)
            qsort(all[i].v, all[i].n, sizeof *all[i].v, by_octets);
        for (size_t k = 0; k < all[i].n; k++)
            if (out->n == 0 || !slice_eq(out->v[out->n - 1], all[i].v[k]))
                out->v[out->n++] = all[i].v[k];
    }
}

static void
finish(struct builder *b)
{
    struct program *p = b->p;
    p->steps = b->steps.v;
    p->nsteps = b->steps.n;
    p->words = b->words.v;
    p->refs = b->refs.v;
    p->word_sources = b->word_sources.v;
    p->nwords = b->word_sources.n;
    p->flags = b->flags.v;
    p->nflags = b->flags.n;
    p->numbers = b->numbers.v;
    p->nnumbers = b->numbers.n;
    p->sets = b->sets.v;
    p->nsets = b->sets.n;
    p->opaque = b->opaque.v;
    p->nopaque = b->opaque.n;
    p->values = NEW_ARRAY(b->a, struct slices, b->f->kind->n);
    for (size_t i = 0; i < b->f->kind->n; i++)
        p->values[i] = b->fields[i].values;
}

void
program_build(struct program *out, struct arena *a, const struct form *f, const ref_t *roots,
              size_t n)
{
    assert(!f->full);
    *out = (struct program){.form = f, .step_of = NEW_ARRAY(a, uint32_t, f->nodes.n)};
    struct builder b = {.a = a, .p = out, .f = f};
    b.fields = NEW_ARRAY(a, struct layout, f->kind->n);
    for (size_t i = 0; i < f->kind->n; i++)
        b.fields[i].flag = b.fields[i].number = b.fields[i].set = NO_COLUMN;

    uint64_t *need = needed(a, f, roots, n);
    collect_values(&b, need);
    for (size_t i = 0; i < f->nodes.n; i++) {
        const struct node *node = &f->nodes.v[i];
        out->step_of[i] = bits_has(need, i) ? (uint32_t)b.steps.n : NO_COLUMN;
        if (!bits_has(need, i))
            continue;
        struct step s = {.op = STEP_TRUE, .column = NO_COLUMN};
        if (node->op == NODE_ATOM)
            s = atom_step(&b, node->atom);
        else if (node->op == NODE_AND)
            s = and_step(&b, node);
        vec_push(a, &b.steps, s);
    }
    finish(&b);
}
