/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The cases of a requirement: a few facts, and whether they satisfy it. A set
 * lists its true elements, the others are known to be false; whatever a case
 * does not state is unknown.
 */
#pragma once

#include "model/standard.h"
#include "text/yaml.h"

MUST_USE bool case_read(struct case_facts *out, struct arena *a, const struct yaml_doc *d,
                        const struct kind *k, const struct yaml_node *map, struct err *e);

/* The place of a node, for later messages. */
struct place place_of(const struct yaml_doc *d, const struct yaml_node *n);

/* "unknown element 'x' of REGISTRY, did you mean 'y'?" at a scalar. */
bool fail_element(const struct yaml_doc *d, const struct yaml_node *n, const struct registry *r,
                  struct err *e);
