/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Parts of connectives.
 */
#include "judge/parts.h"

#include "model/bits.h"

#include <stdlib.h>

const struct atom *
parts_literal(const struct witness *w, ref_t r)
{
    const struct node *n = ref_node(witness_form(w), r);
    return n->op == NODE_ATOM ? &witness_form(w)->atoms.v[n->atom] : NULL;
}

static int
by_size(uint64_t x, uint64_t y)
{
    return (x > y) - (x < y);
}

/* What the atoms compare when field and sort are the same. */
static int
by_content(const struct lead *x, const struct lead *y)
{
    int c = (x->at->k > y->at->k) - (x->at->k < y->at->k);
    for (size_t i = 0; c == 0 && i < x->at->values.n && i < y->at->values.n; i++)
        c = slice_cmp(x->at->values.v[i], y->at->values.v[i]);
    for (size_t i = 0; c == 0 && i < x->words && i < y->words; i++)
        c = by_size(y->at->mask[i], x->at->mask[i]);
    return c ? c : by_size(x->at->values.n, y->at->values.n);
}

/* The field in the vocabulary's order, then the sort of atom, then what it says: the same
 * whatever else was compiled. */
static int
by_lead(const struct lead *x, const struct lead *y)
{
    if (!x->at || !y->at)
        return (x->at == NULL) - (y->at == NULL);
    int c = by_size(x->at->field, y->at->field);
    if (c == 0)
        c = by_size(x->at->op, y->at->op);
    if (c == 0)
        c = x->negated - y->negated;
    return c ? c : by_content(x, y);
}

static struct lead
lead_of(const struct witness *w, ref_t r, unsigned depth)
{
    const struct node *n = ref_node(witness_form(w), r);
    const struct atom *at = parts_literal(w, r);
    struct lead first = {.at = at, .negated = ref_negated(r)};
    if (at && at->op == ATOM_SET)
        first.words = BITS_WORDS(witness_form(w)->kind->fields[at->field].registry->n);
    for (size_t i = 0; depth && n->op == NODE_AND && i < n->n; i++) {
        struct lead next = lead_of(w, n->kids[i] ^ (r & 1), depth - 1);
        if (by_lead(&next, &first) < 0)
            first = next;
    }
    return first;
}

static int
by_rank(const void *a, const void *b)
{
    const struct part *x = a, *y = b;
    int c = by_lead(&x->lead, &y->lead);
    return c ? c : (x->r > y->r) - (x->r < y->r);
}

bool
parts_guard(const struct witness *w, ref_t r)
{
    const struct atom *at = parts_literal(w, r);
    return at && ref_negated(r) &&
           (at->op == ATOM_STRING || at->op == ATOM_BOOL || at->op == ATOM_LIST_SOME ||
            (at->op == ATOM_SET && at->k == 1));
}

/* "key.algorithm is RSA" in "key.algorithm is RSA && …", or alone: the case that it is about. */
static const struct atom *
case_of(const struct witness *w, ref_t r, enum holds value)
{
    const struct node *n = ref_node(witness_form(w), r);
    if (n->op == NODE_ATOM || ref_negated(r))
        n = NULL;
    for (size_t i = 0; i < (n ? n->n : 1); i++) {
        ref_t part = n ? n->kids[i] : r;
        const struct atom *at = parts_literal(w, part);
        if (at && at->op == ATOM_STRING && !ref_negated(part) && witness_holds(w, part) == value)
            return at;
    }
    return NULL;
}

/* One case of several, and not the one that we have. */
static bool
is_other_case(const struct witness *w, const struct parts *parts, ref_t r)
{
    const struct atom *off = case_of(w, r, HOLDS_NO);
    for (size_t i = 0; off && i < parts->n; i++) {
        const struct atom *ours = case_of(w, parts->v[i].r, HOLDS_YES);
        if (ours && ours->field == off->field)
            return true;
    }
    return false;
}

static void
set_aside(const struct witness *w, struct parts *parts)
{
    bool cases = false;
    size_t n = 0;
    for (size_t i = 0; i < parts->n; i++) {
        struct part *p = &parts->v[i];
        bool other = is_other_case(w, parts, p->r);
        cases |= other;
        p->aside = other || parts_guard(w, p->r);
        p->why = parts_guard(w, p->r) ? parts_literal(w, p->r) : NULL;
        n += p->aside;
    }
    for (size_t i = 0; i < parts->n; i++) {
        struct part *p = &parts->v[i];
        if (n == parts->n) /* nothing but guards: each is what is asked for */
            p->aside = false;
        if (cases && !p->aside)
            p->why = case_of(w, p->r, HOLDS_YES);
    }
}

struct parts
parts_of(struct arena *a, const struct witness *w, ref_t r)
{
    const struct node *n = ref_node(witness_form(w), r);
    struct parts out = {NEW_ARRAY(a, struct part, n->n), n->n};
    for (size_t i = 0; i < n->n; i++) {
        ref_t kid = n->kids[i] ^ (r & 1);
        out.v[i] = (struct part){.r = kid, .lead = lead_of(w, kid, PARTS_DEPTH_MAX)};
    }
    if (n->n)
        qsort(out.v, n->n, sizeof *out.v, by_rank);
    if (ref_negated(r))
        set_aside(w, &out);
    return out;
}

bool
parts_any_aside(const struct parts *parts)
{
    for (size_t i = 0; i < parts->n; i++)
        if (parts->v[i].aside)
            return true;
    return false;
}

bool
parts_exact(const struct witness *w, const struct parts *parts, ref_t r)
{
    const struct atom *at = parts_literal(w, r);
    if (!at || (at->op != ATOM_INT && at->op != ATOM_LIST_SIZE))
        return false;
    for (size_t i = 0; i < parts->n; i++) {
        const struct atom *other = parts_literal(w, parts->v[i].r);
        if (other && other->op == at->op && other->field == at->field &&
            ref_negated(parts->v[i].r) != ref_negated(r) &&
            other->k == (ref_negated(r) ? at->k - 1 : at->k + 1))
            return true;
    }
    return false;
}
