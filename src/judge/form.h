/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The compiled form of conditions over one kind of thing: atoms about single
 * facts, joined by AND and NOT. The judge evaluates it over evidence
 * (judge/eval.h), the solver encodes it as clauses; neither sees CEL again.
 * judge/ground.h makes it from checked CEL.
 *
 * It is a graph with complemented edges: a `ref` is twice a node's index, plus
 * one where it is negated. There is no OR: (a || b) is !(!a && !b). Everything
 * is shared: equal atoms and equal conjunctions exist once, so that two
 * conditions that mean the same by the rules below *are* the same ref, and the
 * solver needs one selector for it. Children have lower indices than parents.
 *
 * Rules of the canonical form, applied as a conjunction is built: nested
 * conjunctions are flattened, children sorted, doubles dropped, `x && !x` is
 * false; bans on one set become one ban, bounds on one number the tightest,
 * exclusions of one string one exclusion; what an alternative repeats of its
 * surroundings is dropped: a && (a || b) is a, a && (!a || b) is a && b.
 *
 * What the CEL shapes become, with S the field and M the elements where P holds
 * (computed once, over the registry):
 *
 *   S.exists(x, P)                  SET(S, M, n = 1)
 *   S.all(x, P)                     !SET(S, not M, n = 1)      the banned elements
 *   size(S.filter(x, P)) >= k       SET(S, M, n = k)
 *   S.exists_one(x, P)              SET(S, M, 1) && !SET(S, M, 2)
 *   f, !f                           BOOL(f), !BOOL(f)
 *   f >= k, f < k, f == k           INT(f, k), !INT(f, k), INT(f, k) && !INT(f, k + 1)
 *   t - now > duration(d)           TIME(t, k, minus_now)
 *   f == "a", f in ["a", "b"]       STRING(f, {a}), STRING(f, {a, b})
 *   l.exists(x, x in L), "a" in l   LIST_SOME(l, L), LIST_SOME(l, {a})
 *   l.all(x, x in L)                !LIST_OTHER(l, L)
 *   c ? a : b                       (!c || a) && (c || b)
 *   anything else                   OPAQUE: CEL's own partial evaluation, not for the solver
 */
#pragma once

#include "base/buf.h"
#include "base/vec.h"
#include "model/vocabulary.h"

struct cel_ast;
struct cel_expr;

#define FORM_NODES_MAX ((uint32_t)1 << 20) /* in one form; ERR_LIMIT past it */

enum atom_op {
    ATOM_SET,        /* at least `k` offered elements lie in `mask` */
    ATOM_BOOL,       /* the field is true */
    ATOM_INT,        /* field >= k */
    ATOM_TIME,       /* field >= k, or field - now >= k; seconds */
    ATOM_NOW,        /* now >= k, seconds since 1970: known once the date is */
    ATOM_STRING,     /* the field is one of `values` */
    ATOM_LIST_SOME,  /* some item of the list is one of `values` */
    ATOM_LIST_OTHER, /* some item of the list is none of `values` */
    ATOM_LIST_SIZE,  /* the list has at least k items */
    ATOM_OPAQUE,     /* `expr` holds: not analysable */
};

#define ATOM_NO_FIELD SIZE_MAX

struct atom {
    enum atom_op op;
    size_t field;         /* index in kind->fields; ATOM_NO_FIELD for NOW and OPAQUE */
    int64_t k;            /* threshold */
    bool minus_now;       /* TIME */
    const uint64_t *mask; /* SET: over the field's registry */
    bool any_name;        /* SET: names that our registry lacks count for certain, too, because
                             the predicate is true of whatever is offered */
    struct slices values; /* STRING, LIST_*: sorted, distinct */

    /*
     * OPAQUE: an expression of type bool inside `ast`, and its text. Two of them are one where
     * text and scope are: the scope is what gives the names in the text their meaning.
     */
    const struct cel_ast *ast;
    const struct cel_expr *expr;
    struct slice text;
    const void *scope;
};

/* 0 is true, 1 is false; ref ^ 1 is the negation. */
typedef uint32_t ref_t;
#define REF_TRUE ((ref_t)0)
#define REF_FALSE ((ref_t)1)

enum node_op {
    NODE_TRUE, /* only node 0 */
    NODE_ATOM,
    NODE_AND, /* two children or more */
};

struct node {
    enum node_op op;
    uint32_t atom;     /* ATOM: index into atoms */
    const ref_t *kids; /* AND: sorted */
    size_t n;
    bool opaque; /* an OPAQUE atom stands in it */
};

struct form {
    struct arena *arena;
    struct arena *scratch; /* for what building needs only meanwhile: `arena`, unless the owner
                              sets another, which may be cleared after each condition */
    const struct kind *kind;
    VEC(struct atom) atoms;
    VEC(struct node) nodes;
    struct map by_key; /* private: canonical octets -> index + 1 */
    bool full;         /* private: FORM_NODES_MAX was reached; refs are not to be used */
};

static inline ref_t
ref_not(ref_t r)
{
    return r ^ 1;
}

static inline bool
ref_negated(ref_t r)
{
    return r & 1;
}

static inline const struct node *
ref_node(const struct form *f, ref_t r)
{
    return &f->nodes.v[r >> 1];
}

/* The form holds node 0 only. `kind` must outlive it. */
void form_init(struct form *f, struct arena *a, const struct kind *kind);

/*
 * The atom, made canonical: values sorted, constants recognised (a count of
 * nothing, a bound that every number meets). Everything it points to is copied,
 * but for `ast` and `expr`.
 */
ref_t form_atom(struct form *f, const struct atom *in);

ref_t form_and(struct form *f, const ref_t *in, size_t n);
ref_t form_or(struct form *f, const ref_t *in, size_t n);
ref_t form_and2(struct form *f, ref_t a, ref_t b);
ref_t form_or2(struct form *f, ref_t a, ref_t b);
/* c ? a : b. */
ref_t form_if(struct form *f, ref_t c, ref_t a, ref_t b);

/* ERR_LIMIT where the form outgrew FORM_NODES_MAX: to be asked once, after building. */
MUST_USE bool form_ok(const struct form *f, struct err *e);

/* Sets the bit of each field of the kind that the atoms under `r` speak of. */
void form_fields(const struct form *f, struct arena *scratch, ref_t r, uint64_t *fields);

/*
 * Canonical text, the same on every run and machine, for tests and the curious:
 * "suites none of {A, B} && (key.bits >= 3000 || !key.algorithm in {RSA})".
 */
void form_print(struct buf *b, const struct form *f, ref_t r);
