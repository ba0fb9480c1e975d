/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From checked CEL to the compiled form (judge/form.h).
 *
 * A predicate over the elements of a registry is evaluated by CEL once per
 * element, here, and becomes a mask. Where the predicate also speaks of other
 * facts, each element leaves a rest that does: elements with the same rest form
 * one mask, so that S.all(s, A(s) || fact) is "none of not-A, or fact". Lists of
 * constants are unrolled; filter and map are followed; a list of strings has as
 * its elements the values that the predicate names and one that stands for all
 * others. What cannot be followed becomes an OPAQUE atom, as small a part of the
 * condition as possible.
 */
#pragma once

#include "judge/form.h"
#include "model/condition.h"

#define GROUND_ITEMS_MAX 4096             /* of one range; a longer one is opaque */
#define GROUND_RESTS_MAX 64               /* different rests of one macro; more are opaque */
#define GROUND_WORK_MAX ((size_t)1 << 20) /* items tried for one condition; then it is opaque */

/* One requirement, compiled into the form of its kind. */
struct rule {
    const struct requirement *requirement;
    ref_t when; /* REF_TRUE where it has no `when` */
    ref_t must; /* REF_TRUE where no machine can check it */

    /*
     * By field; null where there is none. Of a set: the elements that `must` shuts out only by
     * leaving them off a list of names, as against naming them or a property of theirs.
     */
    uint64_t **unlisted;
};

/* Fails only with ERR_LIMIT (form_ok). The form holds on to the requirement's expressions. */
MUST_USE bool ground_rule(struct rule *out, struct form *f, const struct conditions *c,
                          const struct requirement *r, struct err *e);

/* One condition; `scope` as in struct atom: whose named sets it uses. Null AST: true. */
MUST_USE bool ground_condition(ref_t *out, struct form *f, const struct conditions *c,
                               const struct cel_ast *ast, const void *scope, struct err *e);
