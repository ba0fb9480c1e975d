/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How kinds and registries look as CEL types (private to model/condition*.c).
 */
#pragma once

#include "model/condition.h"

/* A member of a struct type: a field of the kind, or a nested struct. */
struct shape_member {
    size_t field; /* index in the kind, or SIZE_MAX */
    size_t node;  /* index in kind_shape.nodes where field is SIZE_MAX */
};

/* The kind itself (index 0), or what stands before a dot in its paths. */
struct shape_node {
    struct slice path; /* "", "key" */
    struct cel_struct *type;
    struct cel_class cls;
    struct shape_member *members; /* by the struct's field index */
    size_t n;
};

struct kind_shape {
    const struct kind *kind;
    struct shape_node *nodes;
    size_t n;
    struct fact_leaf *leaves; /* by field: all of the fact is unknown */
    struct cel_env *env;
    uint32_t slot; /* of the kind's variable */
};

struct registry_shape;

/* All elements of a registry are this one object; the value's `n` is the index. */
struct registry_object {
    struct cel_object o;
    const struct registry_shape *shape;
};

struct registry_shape {
    const struct registry *registry;
    struct cel_struct *type; /* field index = attribute index */
    const struct cel_type *list;
    struct cel_class cls;     /* elements that we know */
    struct cel_class foreign; /* names that are offered but not in the registry */
    struct registry_object object;
};

struct conditions {
    struct registry_shape *registries;
    size_t nregistries;
    struct kind_shape *kinds;
    size_t nkinds;
    uint32_t now; /* slot */
};

const struct kind_shape *conditions_kind(const struct conditions *c, const struct kind *k);
const struct registry_shape *conditions_registry(const struct conditions *c,
                                                 const struct registry *r);

/* condition_value.c */
struct cel_value condition_element_get(const struct cel_object *o, uint32_t n, uint32_t field,
                                       struct cel_cx *cx);
struct cel_value condition_foreign_get(const struct cel_object *o, uint32_t n, uint32_t field,
                                       struct cel_cx *cx);
bool condition_foreign_equal(const struct cel_object *a, uint32_t an, const struct cel_object *b,
                             uint32_t bn);
struct cel_value condition_part_get(const struct cel_object *o, uint32_t n, uint32_t field,
                                    struct cel_cx *cx);

/* condition_lint.c: literals that nothing can ever equal. *at is the octet in the text. */
MUST_USE bool condition_lint(const struct condition_scope *scope, struct arena *a,
                             const struct cel_ast *ast, uint32_t *at, struct err *e);
