/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Facts into columns, and the kernel. Two of its steps, over masks and over
 * numbers, exist twice: plain, and in vectors of four lanes for AVX2 (the
 * compiler's own vectors, no intrinsics). All else is the same for both.
 */
#include "judge/eval.h"

#include "model/bits.h"

#include <assert.h>

#define ALL_LANES (~(uint64_t)0)
#define GROUP 4 /* lanes in one vector */

typedef uint64_t lane4 __attribute__((vector_size(32), aligned(8)));
typedef int64_t number4 __attribute__((vector_size(32), aligned(8)));

/* --- loading -------------------------------------------------------------------------------- */

void
lanes_init(struct lanes *l, struct arena *a, const struct program *p)
{
    *l = (struct lanes){
        .lower = NEW_ARRAY(a, uint64_t, p->nwords * EVAL_LANES),
        .upper = NEW_ARRAY(a, uint64_t, p->nwords * EVAL_LANES),
        .least = NEW_ARRAY(a, int64_t, p->nnumbers * EVAL_LANES),
        .most = NEW_ARRAY(a, int64_t, p->nnumbers * EVAL_LANES),
        .flags = NEW_ARRAY(a, struct truth, p->nflags),
        .strange = NEW_ARRAY(a, uint64_t, p->nsets),
        .nstrange = NEW_ARRAY(a, uint32_t, p->nsets * EVAL_LANES),
        .opaque = NEW_ARRAY(a, struct truth, p->nopaque),
    };
}

static uint64_t
value_bit(const struct slices *values, struct slice value, size_t word)
{
    size_t bit = program_value_bit(values, value);
    return bit / 64 == word ? (uint64_t)1 << bit % 64 : 0;
}

/* One word of a string's or a list's bitmap over the values that conditions name. */
static uint64_t
value_word(const struct program *p, const struct word_source *src, const struct fact *f)
{
    const struct slices *values = &p->values[src->field];
    if (p->form->kind->fields[src->field].type == FIELD_STRING)
        return value_bit(values, f->s, src->word);
    uint64_t word = 0;
    for (size_t i = 0; i < f->list.n; i++)
        word |= value_bit(values, f->list.v[i], src->word);
    return word;
}

static void
load_words(struct lanes *l, const struct program *p, size_t column)
{
    const struct word_source *src = &p->word_sources[column];
    bool set = p->form->kind->fields[src->field].type == FIELD_SET;
    uint64_t *lower = l->lower + column * EVAL_LANES, *upper = l->upper + column * EVAL_LANES;
    for (size_t i = 0; i < l->n; i++) {
        const struct fact *f = &l->assets[i]->facts[src->field];
        if (set) {
            uint64_t known = f->known_bits[src->word], truth = f->truth_bits[src->word];
            lower[i] = known & truth;
            upper[i] = ~known | truth;
        } else {
            lower[i] = f->known ? value_word(p, src, f) : 0;
            upper[i] = f->known ? lower[i] : ALL_LANES;
        }
    }
}

static void
load_numbers(struct lanes *l, const struct program *p, size_t column)
{
    size_t field = p->numbers[column];
    bool list = p->form->kind->fields[field].type == FIELD_STRINGS;
    int64_t *least = l->least + column * EVAL_LANES, *most = l->most + column * EVAL_LANES;
    for (size_t i = 0; i < l->n; i++) {
        const struct fact *f = &l->assets[i]->facts[field];
        int64_t x = list ? (int64_t)f->list.n : f->i;
        least[i] = f->known ? x : INT64_MIN;
        most[i] = f->known ? x : INT64_MAX;
    }
}

static void
load_flags(struct lanes *l, const struct program *p, size_t column)
{
    struct truth t = {0, 0};
    for (size_t i = 0; i < l->n; i++) {
        const struct fact *f = &l->assets[i]->facts[p->flags[column]];
        t.yes |= (uint64_t)(f->known && f->b) << i;
        t.no |= (uint64_t)(f->known && !f->b) << i;
    }
    l->flags[column] = t;
}

static void
load_strange(struct lanes *l, const struct program *p, size_t column)
{
    l->strange[column] = 0;
    for (size_t i = 0; i < l->n; i++) {
        size_t n = l->assets[i]->facts[p->sets[column]].extra.n;
        l->nstrange[column * EVAL_LANES + i] = n > UINT32_MAX ? UINT32_MAX : (uint32_t)n;
        l->strange[column] |= (uint64_t)(n != 0) << i;
    }
}

void
lanes_load(struct lanes *l, const struct program *p, const struct asset *const *assets, size_t n)
{
    assert(n <= EVAL_LANES);
    l->assets = assets;
    l->n = n;
    for (size_t i = 0; i < p->nwords; i++)
        load_words(l, p, i);
    for (size_t i = 0; i < p->nnumbers; i++)
        load_numbers(l, p, i);
    for (size_t i = 0; i < p->nflags; i++)
        load_flags(l, p, i);
    for (size_t i = 0; i < p->nsets; i++)
        load_strange(l, p, i);
    for (size_t i = 0; i < p->nopaque; i++)
        l->opaque[i] = (struct truth){0, 0};
}

/* --- the kernel ----------------------------------------------------------------------------- */

/* Bit i in vector element i: turns four comparisons into four bits of the answer. */
static const uint64_t LANE_BIT[EVAL_LANES] = {
#define B(i) (uint64_t)1 << (i), (uint64_t)2 << (i), (uint64_t)4 << (i), (uint64_t)8 << (i)
    B(0),  B(4),  B(8),  B(12), B(16), B(20), B(24), B(28),
    B(32), B(36), B(40), B(44), B(48), B(52), B(56), B(60),
#undef B
};

#define KERNEL static inline __attribute__((always_inline))

KERNEL uint64_t
fold(const lane4 *v)
{
    return (*v)[0] | (*v)[1] | (*v)[2] | (*v)[3];
}

/* Something certain, and nothing possible, lies in the mask. */
KERNEL struct truth
any_wide(const struct lanes *l, const struct step_word *w, size_t n)
{
    lane4 certain = {0}, possible = {0};
    for (size_t i = 0; i < l->n; i += GROUP) {
        lane4 low = {0}, up = {0};
        for (size_t k = 0; k < n; k++) {
            size_t at = (size_t)w[k].column * EVAL_LANES + i;
            low |= *(const lane4 *)(const void *)(l->lower + at) & w[k].mask;
            up |= *(const lane4 *)(const void *)(l->upper + at) & w[k].mask;
        }
        const lane4 bit = *(const lane4 *)(const void *)(LANE_BIT + i);
        certain |= (lane4)(low != 0) & bit;
        possible |= (lane4)(up != 0) & bit;
    }
    return (struct truth){fold(&certain), ~fold(&possible)};
}

KERNEL struct truth
any_plain(const struct lanes *l, const struct step_word *w, size_t n)
{
    uint64_t certain = 0, possible = 0;
    for (size_t i = 0; i < l->n; i++) {
        uint64_t low = 0, up = 0;
        for (size_t k = 0; k < n; k++) {
            size_t at = (size_t)w[k].column * EVAL_LANES + i;
            low |= l->lower[at] & w[k].mask;
            up |= l->upper[at] & w[k].mask;
        }
        certain |= (uint64_t)(low != 0) << i;
        possible |= (uint64_t)(up != 0) << i;
    }
    return (struct truth){certain, ~possible};
}

KERNEL struct truth
step_any(const struct program *p, const struct lanes *l, const struct step *s, bool wide)
{
    const struct step_word *w = s->n ? p->words + s->first : NULL;
    struct truth t = wide ? any_wide(l, w, s->n) : any_plain(l, w, s->n);
    uint64_t strange = s->column == NO_COLUMN ? 0 : l->strange[s->column];
    t.yes |= s->any_name ? strange : 0;
    t.no &= ~strange;
    return t;
}

KERNEL struct truth
ge_wide(const struct lanes *l, const int64_t *least, const int64_t *most, int64_t k)
{
    lane4 yes = {0}, no = {0};
    for (size_t i = 0; i < l->n; i += GROUP) {
        const lane4 bit = *(const lane4 *)(const void *)(LANE_BIT + i);
        yes |= (lane4)(*(const number4 *)(const void *)(least + i) >= k) & bit;
        no |= (lane4)(*(const number4 *)(const void *)(most + i) < k) & bit;
    }
    return (struct truth){fold(&yes), fold(&no)};
}

KERNEL struct truth
ge_plain(const struct lanes *l, const int64_t *least, const int64_t *most, int64_t k)
{
    struct truth t = {0, 0};
    for (size_t i = 0; i < l->n; i++) {
        t.yes |= (uint64_t)(least[i] >= k) << i;
        t.no |= (uint64_t)(most[i] < k) << i;
    }
    return t;
}

KERNEL struct truth
step_ge(const struct lanes *l, const struct step *s, int64_t k, bool wide)
{
    const int64_t *least = l->least + (size_t)s->column * EVAL_LANES;
    const int64_t *most = l->most + (size_t)s->column * EVAL_LANES;
    return wide ? ge_wide(l, least, most, k) : ge_plain(l, least, most, k);
}

KERNEL struct truth
step_and(const struct program *p, const struct step *s, const struct truth *done)
{
    struct truth t = {ALL_LANES, 0};
    for (size_t i = 0; i < s->n; i++) {
        ref_t r = p->refs[s->first + i];
        const struct truth *kid = &done[r >> 1];
        t.yes &= ref_negated(r) ? kid->no : kid->yes;
        t.no |= ref_negated(r) ? kid->yes : kid->no;
    }
    return t;
}

static struct truth
step_count(const struct program *p, const struct lanes *l, const struct step *s)
{
    struct truth t = {0, 0};
    for (size_t i = 0; i < l->n; i++) {
        int64_t low = 0, up = 0;
        for (size_t k = 0; k < s->n; k++) {
            const struct step_word *w = &p->words[s->first + k];
            size_t at = (size_t)w->column * EVAL_LANES + i;
            low += __builtin_popcountll(l->lower[at] & w->mask);
            up += __builtin_popcountll(l->upper[at] & w->mask);
        }
        uint32_t strange = l->nstrange[(size_t)s->column * EVAL_LANES + i];
        low += s->any_name ? strange : 0;
        t.yes |= (uint64_t)(low >= s->k) << i;
        t.no |= (uint64_t)(up + strange < s->k) << i;
    }
    return t;
}

static int64_t
add_saturated(int64_t x, int64_t y)
{
    int64_t sum;
    if (__builtin_add_overflow(x, y, &sum))
        return x < 0 ? INT64_MIN : INT64_MAX;
    return sum;
}

KERNEL struct truth
run_step(const struct program *p, const struct lanes *l, const struct step *s,
         const struct truth *done, int64_t now, bool wide)
{
    switch (s->op) {
    case STEP_TRUE:
        return (struct truth){ALL_LANES, 0};
    case STEP_ANY:
        return step_any(p, l, s, wide);
    case STEP_COUNT:
        return step_count(p, l, s);
    case STEP_FLAG:
        return l->flags[s->column];
    case STEP_GE:
        return step_ge(l, s, s->minus_now ? add_saturated(s->k, now) : s->k, wide);
    case STEP_NOW:
        return now >= s->k ? (struct truth){ALL_LANES, 0} : (struct truth){0, ALL_LANES};
    case STEP_OPAQUE:
        return l->opaque[s->column];
    case STEP_AND:
        return step_and(p, s, done);
    }
    return (struct truth){0, 0};
}

KERNEL void
run(struct truth *out, const struct program *p, const struct lanes *l, int64_t now, bool wide)
{
    uint64_t lanes = l->n == EVAL_LANES ? ALL_LANES : ((uint64_t)1 << l->n) - 1;
    for (size_t i = 0; i < p->nsteps; i++) {
        struct truth t = run_step(p, l, &p->steps[i], out, now, wide);
        out[i] = (struct truth){t.yes & lanes, t.no & lanes};
    }
}

void
eval_run_portable(struct truth *out, const struct program *p, const struct lanes *l, int64_t now)
{
    run(out, p, l, now, false);
}

#if defined(__x86_64__)
__attribute__((target("avx2,popcnt"))) static void
run_avx2(struct truth *out, const struct program *p, const struct lanes *l, int64_t now)
{
    run(out, p, l, now, true);
}

void
eval_run(struct truth *out, const struct program *p, const struct lanes *l, int64_t now)
{
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("popcnt"))
        run_avx2(out, p, l, now);
    else
        eval_run_portable(out, p, l, now);
}
#else
void
eval_run(struct truth *out, const struct program *p, const struct lanes *l, int64_t now)
{
    eval_run_portable(out, p, l, now);
}
#endif
