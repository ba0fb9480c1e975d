/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where conditions and the vocabulary meet: the CEL environment of each kind,
 * the compiling of a condition with errors that name its place in the file,
 * and an asset's facts as CEL values.
 *
 * A condition about the kind `tls` sees the variables `tls` (a struct type
 * "comity.tls"; dotted fields are nested structs, "comity.cert.key") and `now`
 * (timestamp), and as constants the names under its file's `sets` (lists of
 * strings). The elements of a set are structs too ("comity.tls_suites") with
 * the registry's attributes. Nothing else is declared.
 *
 * What an asset does not know is a CEL unknown: a struct fact_leaf, whose trail
 * reads "key.bits" or, for one element of a set, "suites: TLS_RSA_…".
 */
#pragma once

#include "cel/cel.h"
#include "model/standard.h"
#include "text/yaml.h"

struct conditions; /* of one catalog; immutable once built */

/* `registries` and `kinds` must outlive it. Fails only on names that are no CEL identifiers. */
MUST_USE bool conditions_new(struct conditions **out, struct arena *a,
                             const struct registry *registries, size_t nregistries,
                             const struct kind *kinds, size_t nkinds, struct err *e);

/* The environment of a file's conditions about one kind. */
MUST_USE bool conditions_env(const struct cel_env **out, struct arena *a,
                             const struct conditions *c, const struct kind *k,
                             const struct element_set *sets, size_t nsets, struct err *e);

/* What the names in a condition mean. */
struct condition_scope {
    const struct conditions *conditions;
    const struct cel_env *env;
    const struct kind *kind;
    const struct element_set *sets;
    size_t nsets;
};

/*
 * Parses and checks the scalar `n`. Beyond the types: a name, field value or
 * attribute that is compared with a literal must be one that exists, in
 * `s.name == "…"`, `s.kx in ["…"]`, `"…" in s.versions`, `tls.role == "…"`,
 * and a set is compared with names of its own registry only.
 */
MUST_USE bool condition_read(struct condition *out, struct arena *a, const struct yaml_doc *d,
                             const struct condition_scope *scope, const struct yaml_node *n,
                             struct err *e);

/* ---- walking a checked condition ------------------------------------------------------------ */

/* The field of `k` that `x` names (tls.suites, cert.key.bits), or null. */
const struct field *condition_field(const struct conditions *c, const struct kind *k,
                                    const struct cel_expr *x);

/* The registry whose elements have type `t`, or null. */
const struct registry *condition_registry(const struct conditions *c, const struct cel_type *t);

/* ---- values --------------------------------------------------------------------------------- */

/* Why a fact is missing in an evaluation: the `u` that cel_unknown_leaves gives. */
struct fact_leaf {
    struct cel_unknown u;
    const struct field *field;
    size_t element;    /* of a set, or SIZE_MAX: all of the fact */
    struct slice name; /* of a set: an offered name that the registry lacks, or empty */
};

static inline const struct fact_leaf *
fact_leaf_of(const struct cel_unknown *u)
{
    return (const struct fact_leaf *)u; /* u is its first member */
}

/*
 * Fills in the variables: the asset under its kind's name, and `now` as the
 * last second of the day `on`. `slots` has the program's nslots values. What
 * is made comes from `a` and points to the asset.
 */
void condition_bind(const struct conditions *c, struct arena *a, const struct asset *as, date_t on,
                    struct cel_value *slots);

/* The i-th element of a registry, for the variable of a macro over a set. */
struct cel_value condition_element(const struct conditions *c, const struct registry *r, size_t i);
