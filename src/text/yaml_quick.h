/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The part of YAML that our own files are written in, read about ten times
 * faster than libyaml does: block mappings and sequences, flow collections,
 * plain and quoted scalars on one line. Private to text/.
 *
 * It never says what is wrong. Whatever it does not know for certain (escapes,
 * block scalars, scalars over several lines, anchors, odd characters, every
 * mistake) it leaves to libyaml, and what it accepts is the tree that
 * libyaml's events make: fuzz/text/fuzz_yaml.c compares the two.
 */
#pragma once

#include "text/yaml.h"

/* False: ask libyaml. What was taken from `nodes` is given back then. */
MUST_USE bool yaml_quick(struct yaml_doc *out, struct arena *nodes, struct slice file,
                         struct slice text);

/* The reading by libyaml, without trying this one first. */
MUST_USE bool yaml_parse_fully(struct yaml_doc *out, struct arena *a, struct arena *nodes,
                               struct slice file, struct slice text, struct err *e);
