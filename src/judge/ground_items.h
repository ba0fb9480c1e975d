/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What macros range over, while grounding (judge/ground_macro.c).
 *
 * A range becomes items: constants, the values that a list of strings may hold,
 * or the elements of a set. Elements stay together in one item as long as
 * nothing asked of them tells them apart, so that a predicate is grounded once
 * for those it holds for and once for the others, not once for each.
 */
#pragma once

#include "judge/column.h"

struct item {
    size_t field;       /* the set or list that it may be in; ATOM_NO_FIELD: it is always there */
    size_t bit;         /* of a list: index into items.values; of a set: the first element */
    uint64_t *elements; /* of a set: one or more, all alike so far; null: strange */
    bool mapped;        /* its value is no longer the element itself: it stands alone */
    bool strange;       /* of a set: any name that the registry lacks */
    enum column_says says;  /* what the present macro's predicate comes to */
    struct cel_value value; /* what the macro's variable is; of several elements the first */
    ref_t guard;            /* filters that it has to pass */
    ref_t hit;              /* what the macro asks of it */
};

struct items {
    VEC(struct item) v;   /* a set's in the order of their first elements, then the strange one */
    struct slices values; /* of a list of strings: the values told apart; bit n is any other */
};

/*
 * The items of `range`. `m` is the macro whose variable takes their values; null
 * where there is none. False where the range cannot be followed.
 */
bool items_of(struct grounder *g, struct items *out, const struct cel_expr *range,
              const struct cel_macro_expr *m, unsigned depth);

/*
 * Gives the macro's variable each item's value in turn, elements kept together
 * where the macro's predicate allows, and `each` grounds what it says of the item.
 */
typedef bool items_each(struct grounder *g, const struct cel_macro_expr *m, unsigned depth,
                        struct item *it);
bool items_for_each(struct grounder *g, struct items *items, const struct cel_macro_expr *m,
                    unsigned depth, items_each *each);

/*
 * The macro's predicate `x`, for the item whose turn it is; of a strange name it
 * may well be open, even where CEL could not tell.
 */
bool items_ask(struct grounder *g, const struct item *it, const struct cel_expr *x, unsigned depth,
               ref_t *out);

/* Every element an item of its own. */
void items_part(struct grounder *g, struct items *items);
