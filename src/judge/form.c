/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Building the compiled form: every atom and conjunction is looked up under its
 * canonical octets before it is made.
 */
#include "judge/form.h"

#include "model/bits.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>

#define KEY_MAX                                                                       \
    ((size_t)1 << 24) /* octets of one key: the longest list that fits is far shorter \
                       */
#define PRINT_DEPTH 64

typedef VEC(ref_t) refs;

/* --- interning ------------------------------------------------------------------------------ */

static void
key_u64(struct buf *b, uint64_t v)
{
    buf_u32(b, (uint32_t)(v >> 32));
    buf_u32(b, (uint32_t)v);
}

static void
key_slice(struct buf *b, struct slice s)
{
    key_u64(b, s.n);
    buf_add(b, s);
}

/* The index under `key`, or where it is new `next`, which is then remembered. */
static uint32_t
intern(struct form *f, struct buf *key, size_t next, bool *fresh)
{
    if (key->full || next >= FORM_NODES_MAX) {
        f->full = true;
        *fresh = false;
        return 0;
    }
    struct slice k = buf_slice(key);
    uintptr_t found = (uintptr_t)map_get(&f->by_key, k);
    *fresh = found == 0;
    if (*fresh)
        map_put(f->arena, &f->by_key, arena_dup(f->arena, k), (void *)(uintptr_t)(next + 1));
    return (uint32_t)(found ? found - 1 : next);
}

void
form_init(struct form *f, struct arena *a, const struct kind *kind)
{
    *f = (struct form){.arena = a, .scratch = a, .kind = kind};
    vec_add(a, &f->nodes)->op = NODE_TRUE;
}

bool
form_ok(const struct form *f, struct err *e)
{
    if (f->full)
        return err_set(e, ERR_LIMIT,
                       "the conditions on %.*s compile to more than %" PRIu32 " parts: split the "
                       "standards over several runs",
                       SL_FMT(f->kind->name), FORM_NODES_MAX);
    return true;
}

/* Children come before parents: one pass downwards. */
void
form_fields(const struct form *f, struct arena *scratch, ref_t r, uint64_t *fields)
{
    const struct arena_mark mark = arena_mark(scratch);
    uint64_t *open = bits_new(scratch, (r >> 1) + 1);
    bits_set(open, r >> 1);
    for (size_t i = (r >> 1) + 1; i-- > 0;) {
        const struct node *n = &f->nodes.v[i];
        if (!bits_has(open, i))
            continue;
        if (n->op == NODE_ATOM && f->atoms.v[n->atom].field != ATOM_NO_FIELD)
            bits_set(fields, f->atoms.v[n->atom].field);
        for (size_t k = 0; n->op == NODE_AND && k < n->n; k++)
            bits_set(open, n->kids[k] >> 1);
    }
    arena_reset(scratch, mark);
}

/* --- atoms ---------------------------------------------------------------------------------- */

static int
by_octets(const void *a, const void *b)
{
    return slice_cmp(*(const struct slice *)a, *(const struct slice *)b);
}

static struct slices
sorted(struct arena *a, struct slices in)
{
    struct slices out = {NEW_ARRAY(a, struct slice, in.n), 0};
    if (in.n) {
        memcpy(out.v, in.v, in.n * sizeof *out.v);
        qsort(out.v, in.n, sizeof *out.v, by_octets);
    }
    for (size_t i = 0; i < in.n; i++)
        if (out.n == 0 || !slice_eq(out.v[out.n - 1], out.v[i]))
            out.v[out.n++] = out.v[i];
    return out;
}

static size_t
mask_words(const struct form *f, const struct atom *at)
{
    return at->op == ATOM_SET ? BITS_WORDS(f->kind->fields[at->field].registry->n) : 0;
}

static struct buf
atom_key(struct form *f, const struct atom *at)
{
    struct buf b;
    buf_init(&b, f->scratch, KEY_MAX);
    buf_u8(&b, 'a');
    buf_u8(&b, at->op);
    buf_u8(&b, at->minus_now);
    buf_u8(&b, at->any_name);
    key_u64(&b, at->field);
    key_u64(&b, (uint64_t)at->k);
    for (size_t i = 0; i < mask_words(f, at); i++)
        key_u64(&b, at->mask[i]);
    for (size_t i = 0; i < at->values.n; i++)
        key_slice(&b, at->values.v[i]);
    if (at->op == ATOM_OPAQUE) {
        key_slice(&b, at->text);
        key_u64(&b, (uintptr_t)at->scope);
    }
    return b;
}

/* Atoms that no fact can change: a count of nothing, a bound that every number meets. */
static bool
atom_constant(const struct atom *at, ref_t *out)
{
    switch (at->op) {
    case ATOM_SET:
    case ATOM_LIST_SIZE:
        *out = REF_TRUE;
        return at->k <= 0;
    case ATOM_INT:
    case ATOM_TIME:
    case ATOM_NOW:
        *out = REF_TRUE;
        return at->k == INT64_MIN;
    case ATOM_STRING:
    case ATOM_LIST_SOME:
        *out = REF_FALSE;
        return at->values.n == 0;
    case ATOM_BOOL:
    case ATOM_LIST_OTHER:
    case ATOM_OPAQUE:
        return false;
    }
    return false;
}

/* With all that it points to in the form's own arena. */
static struct atom
keep_atom(const struct form *f, struct atom at)
{
    size_t mask = mask_words(f, &at) * sizeof *at.mask;
    struct slice *values = NEW_ARRAY(f->arena, struct slice, at.values.n);
    for (size_t i = 0; i < at.values.n; i++)
        values[i] = arena_dup(f->arena, at.values.v[i]);
    at.values.v = values;
    if (at.op == ATOM_SET)
        at.mask = (const uint64_t *)(const void *)arena_dup(f->arena, slice_of(at.mask, mask)).p;
    if (at.op == ATOM_OPAQUE)
        at.text = arena_dup(f->arena, at.text);
    return at;
}

ref_t
form_atom(struct form *f, const struct atom *in)
{
    struct atom at = *in;
    at.values = sorted(f->scratch, in->values);
    if (at.op == ATOM_LIST_OTHER && at.values.n == 0) {
        at.op = ATOM_LIST_SIZE;
        at.k = 1;
    }
    ref_t constant;
    if (atom_constant(&at, &constant))
        return constant;

    struct buf key = atom_key(f, &at);
    bool fresh;
    uint32_t index = intern(f, &key, f->atoms.n, &fresh);
    if (fresh)
        vec_push(f->arena, &f->atoms, keep_atom(f, at));

    struct buf node;
    buf_init(&node, f->scratch, KEY_MAX);
    buf_u8(&node, 'n');
    buf_u32(&node, index);
    uint32_t n = intern(f, &node, f->nodes.n, &fresh);
    if (fresh)
        vec_push(f->arena, &f->nodes,
                 (struct node){.op = NODE_ATOM, .atom = index, .opaque = at.op == ATOM_OPAQUE});
    return n << 1;
}

/* --- conjunctions --------------------------------------------------------------------------- */

static const struct atom *
atom_of(const struct form *f, ref_t r)
{
    const struct node *n = ref_node(f, r);
    return n->op == NODE_ATOM ? &f->atoms.v[n->atom] : NULL;
}

/* a and b (keep = both), or the values of a without those of b, or all of either. */
enum values_op {
    VALUES_BOTH,
    VALUES_LESS,
    VALUES_EITHER,
};

static bool
has_value(struct slices s, struct slice v)
{
    return s.n && bsearch(&v, s.v, s.n, sizeof *s.v, by_octets);
}

static struct slices
values_join(struct arena *a, struct slices x, struct slices y, enum values_op op)
{
    struct slices out = {NEW_ARRAY(a, struct slice, x.n + y.n), 0};
    for (size_t i = 0; i < x.n; i++)
        if (op == VALUES_EITHER || has_value(y, x.v[i]) == (op == VALUES_BOTH))
            out.v[out.n++] = x.v[i];
    for (size_t i = 0; op == VALUES_EITHER && i < y.n; i++)
        out.v[out.n++] = y.v[i];
    return out;
}

static bool
join_values(struct form *f, const struct atom *x, const struct atom *y, enum values_op op,
            bool negated, ref_t *out)
{
    struct atom at = *x;
    at.values = values_join(f->scratch, x->values, y->values, op);
    *out = form_atom(f, &at) ^ (ref_t)negated;
    return true;
}

/* Two bounds on one number. */
static bool
join_bounds(ref_t r, ref_t s, int64_t x, int64_t y, ref_t *out)
{
    if (ref_negated(r) == ref_negated(s)) {
        *out = (x >= y) != ref_negated(r) ? r : s;
        return true;
    }
    int64_t least = ref_negated(r) ? y : x, below = ref_negated(r) ? x : y;
    *out = REF_FALSE;
    return least >= below;
}

static bool
join_bans(struct form *f, const struct atom *x, const struct atom *y, ref_t *out)
{
    size_t words = mask_words(f, x);
    uint64_t *mask = NEW_ARRAY(f->scratch, uint64_t, words);
    for (size_t i = 0; i < words; i++)
        mask[i] = x->mask[i] | y->mask[i];
    struct atom at = *x;
    at.mask = mask;
    at.any_name = x->any_name || y->any_name;
    *out = ref_not(form_atom(f, &at));
    return true;
}

static bool
join_strings(struct form *f, const struct atom *x, const struct atom *y, bool xneg, bool yneg,
             ref_t *out)
{
    if (xneg && yneg)
        return join_values(f, x, y, VALUES_EITHER, true, out);
    if (!xneg && !yneg)
        return join_values(f, x, y, VALUES_BOTH, false, out);
    return join_values(f, xneg ? y : x, xneg ? x : y, VALUES_LESS, false, out);
}

/* Whether `r && s` is one literal (or false); see the rules in the header. */
static bool
join(struct form *f, ref_t r, ref_t s, ref_t *out)
{
    const struct atom *xp = atom_of(f, r), *yp = atom_of(f, s);
    if (!xp || !yp || xp->op != yp->op || xp->field != yp->field)
        return false;
    const struct atom x = *xp, y = *yp; /* the table may move while we add to it */
    bool xneg = ref_negated(r), yneg = ref_negated(s);
    switch (x.op) {
    case ATOM_SET:
        return xneg && yneg && x.k == 1 && y.k == 1 && join_bans(f, &x, &y, out);
    case ATOM_INT:
    case ATOM_TIME:
    case ATOM_NOW:
    case ATOM_LIST_SIZE:
        return x.minus_now == y.minus_now && join_bounds(r, s, x.k, y.k, out);
    case ATOM_STRING:
        return join_strings(f, &x, &y, xneg, yneg, out);
    case ATOM_LIST_SOME:
        return xneg && yneg && join_values(f, &x, &y, VALUES_EITHER, true, out);
    case ATOM_LIST_OTHER:
        return xneg && yneg && join_values(f, &x, &y, VALUES_BOTH, true, out);
    case ATOM_BOOL:
    case ATOM_OPAQUE:
        return false;
    }
    return false;
}

static int
by_number(const void *a, const void *b)
{
    ref_t x = *(const ref_t *)a, y = *(const ref_t *)b;
    return (x > y) - (x < y);
}

/* Adds one literal, joined with those already there as far as the rules go. */
static void
add_joined(struct form *f, refs *out, ref_t r)
{
    for (size_t i = 0; i < out->n;) {
        ref_t one;
        if (out->v[i] == r || !join(f, out->v[i], r, &one)) {
            i++;
            continue;
        }
        out->v[i] = out->v[--out->n];
        r = one;
        i = 0;
    }
    vec_push(f->scratch, out, r);
}

static void
flatten(struct form *f, refs *out, const ref_t *kids, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const struct node *node = ref_node(f, kids[i]);
        if (node->op == NODE_AND && !ref_negated(kids[i])) {
            const ref_t *inner = node->kids;
            for (size_t j = 0, m = node->n; j < m; j++)
                add_joined(f, out, inner[j]);
        } else if (kids[i] != REF_TRUE) {
            add_joined(f, out, kids[i]);
        }
    }
}

/* Sorted, once each, without true. False where the whole is. */
static bool
tidy(refs *kids)
{
    if (kids->n)
        qsort(kids->v, kids->n, sizeof *kids->v, by_number);
    size_t m = 0;
    for (size_t i = 0; i < kids->n; i++) {
        ref_t r = kids->v[i];
        if (r == REF_FALSE || (m && kids->v[m - 1] == ref_not(r)))
            return false;
        if (r != REF_TRUE && (m == 0 || kids->v[m - 1] != r))
            kids->v[m++] = r;
    }
    kids->n = m;
    return true;
}

/* The conjunction of what tidy left. */
static ref_t
tidied_and(struct form *f, const ref_t *kids, size_t n)
{
    if (n < 2)
        return n ? kids[0] : REF_TRUE;
    struct buf key;
    buf_init(&key, f->scratch, KEY_MAX);
    buf_u8(&key, '&');
    bool opaque = false;
    for (size_t i = 0; i < n; i++) {
        buf_u32(&key, kids[i]);
        opaque |= ref_node(f, kids[i])->opaque;
    }
    bool fresh;
    uint32_t index = intern(f, &key, f->nodes.n, &fresh);
    if (fresh) {
        ref_t *kept = NEW_ARRAY(f->arena, ref_t, n);
        memcpy(kept, kids, n * sizeof *kept);
        vec_push(f->arena, &f->nodes,
                 (struct node){.op = NODE_AND, .kids = kept, .n = n, .opaque = opaque});
    }
    return index << 1;
}

static bool
has_ref(const refs *kids, ref_t r)
{
    return kids->n && bsearch(&r, kids->v, kids->n, sizeof *kids->v, by_number);
}

/* a && (a || b) is a; a && (!a || b) is a && b. Says whether anything changed. */
static bool
absorb(struct form *f, refs *kids)
{
    for (size_t i = 0; i < kids->n; i++) {
        const struct node *clause = ref_node(f, kids->v[i]); /* of its negated children */
        if (!ref_negated(kids->v[i]) || clause->op != NODE_AND)
            continue;
        const size_t n = clause->n;
        ref_t *left = NEW_ARRAY(f->scratch, ref_t, n);
        size_t nleft = 0;
        bool met = false;
        for (size_t k = 0; k < n; k++) {
            met |= has_ref(kids, ref_not(clause->kids[k]));
            if (!has_ref(kids, clause->kids[k]))
                left[nleft++] = clause->kids[k];
        }
        if (!met && nleft == n)
            continue;
        kids->v[i] = met ? REF_TRUE : ref_not(tidied_and(f, left, nleft));
        return true;
    }
    return false;
}

ref_t
form_and(struct form *f, const ref_t *in, size_t n)
{
    refs kids = {0};
    flatten(f, &kids, in, n);
    if (!tidy(&kids))
        return REF_FALSE;
    while (absorb(f, &kids)) {
        refs again = {0};
        flatten(f, &again, kids.v, kids.n);
        kids = again;
        if (!tidy(&kids))
            return REF_FALSE;
    }
    return tidied_and(f, kids.v, kids.n);
}

ref_t
form_or(struct form *f, const ref_t *in, size_t n)
{
    ref_t *negated = NEW_ARRAY(f->scratch, ref_t, n);
    for (size_t i = 0; i < n; i++)
        negated[i] = ref_not(in[i]);
    return ref_not(form_and(f, negated, n));
}

ref_t
form_and2(struct form *f, ref_t a, ref_t b)
{
    if (a == REF_FALSE || b == REF_FALSE)
        return REF_FALSE;
    if (a == REF_TRUE || a == b)
        return b;
    if (b == REF_TRUE)
        return a;
    return form_and(f, (ref_t[]){a, b}, 2);
}

ref_t
form_or2(struct form *f, ref_t a, ref_t b)
{
    return form_or(f, (ref_t[]){a, b}, 2);
}

ref_t
form_if(struct form *f, ref_t c, ref_t a, ref_t b)
{
    if (a == b)
        return a;
    ref_t yes = form_or2(f, ref_not(c), a);
    ref_t no = form_or2(f, c, b);
    return form_and2(f, yes, no);
}

/* --- text ----------------------------------------------------------------------------------- */

static void
print_mask(struct buf *b, const struct registry *r, const uint64_t *mask, bool inside)
{
    const char *sep = "{";
    for (size_t i = 0; i < r->n; i++)
        if (bits_has(mask, i) == inside) {
            buf_printf(b, "%s%.*s", sep, SL_FMT(r->elements[i].name));
            sep = ", ";
        }
    buf_str(b, *sep == '{' ? "{}" : "}");
}

/* "none of {bad}", or where most are banned, what is left: "only {good}". */
static void
print_set(struct buf *b, const struct form *f, const struct atom *at, bool negated)
{
    const struct registry *r = f->kind->fields[at->field].registry;
    size_t n = bits_count(at->mask, r->n);
    bool only = negated && at->k == 1 && !at->any_name && n * 2 > r->n;
    if (only)
        buf_str(b, " only ");
    else if (at->k == 1)
        buf_str(b, negated ? " none of " : " some of ");
    else
        buf_printf(b, " %s %" PRId64 " of ", negated ? "fewer than" : "at least", at->k);
    if (at->any_name && n == r->n) {
        buf_str(b, "any");
        return;
    }
    print_mask(b, r, at->mask, !only);
    buf_str(b, at->any_name ? " or strange ones" : "");
}

static void
print_values(struct buf *b, const char *words, const struct atom *at)
{
    buf_str(b, words);
    for (size_t i = 0; i < at->values.n; i++)
        buf_printf(b, "%s\"%.*s\"", i ? ", " : "", SL_FMT(at->values.v[i]));
    buf_str(b, "}");
}

static void
print_literal(struct buf *b, const struct form *f, const struct atom *at, bool negated)
{
    struct slice path = at->field == ATOM_NO_FIELD ? SL("now") : f->kind->fields[at->field].path;
    const char *cmp = negated ? "<" : ">=";
    if (at->op != ATOM_OPAQUE && at->op != ATOM_BOOL)
        buf_add(b, path);
    switch (at->op) {
    case ATOM_SET:
        print_set(b, f, at, negated);
        break;
    case ATOM_BOOL:
        buf_printf(b, "%s%.*s", negated ? "!" : "", SL_FMT(path));
        break;
    case ATOM_INT:
    case ATOM_TIME:
    case ATOM_NOW:
        buf_printf(b, "%s %s %" PRId64, at->minus_now ? " - now" : "", cmp, at->k);
        break;
    case ATOM_STRING:
        print_values(b, negated ? " not in {" : " in {", at);
        break;
    case ATOM_LIST_SOME:
        print_values(b, negated ? " holds none of {" : " holds some of {", at);
        break;
    case ATOM_LIST_OTHER:
        print_values(b, negated ? " holds only {" : " holds other than {", at);
        break;
    case ATOM_LIST_SIZE:
        buf_printf(b, ".size %s %" PRId64, cmp, at->k);
        break;
    case ATOM_OPAQUE:
        buf_printf(b, "%sopaque(%.*s)", negated ? "!" : "", SL_FMT(at->text));
        break;
    }
}

static void
print_ref(struct buf *b, const struct form *f, ref_t r, unsigned depth)
{
    const struct node *n = ref_node(f, r);
    bool negated = ref_negated(r);
    if (depth == 0) {
        buf_str(b, "...");
        return;
    }
    switch (n->op) {
    case NODE_TRUE:
        buf_str(b, negated ? "false" : "true");
        break;
    case NODE_ATOM:
        print_literal(b, f, &f->atoms.v[n->atom], negated);
        break;
    case NODE_AND:
        buf_str(b, depth == PRINT_DEPTH ? "" : "(");
        for (size_t i = 0; i < n->n; i++) {
            buf_str(b, i == 0 ? "" : negated ? " || " : " && ");
            print_ref(b, f, n->kids[i] ^ (ref_t)negated, depth - 1);
        }
        buf_str(b, depth == PRINT_DEPTH ? "" : ")");
        break;
    }
}

void
form_print(struct buf *b, const struct form *f, ref_t r)
{
    print_ref(b, f, r, PRINT_DEPTH);
}
