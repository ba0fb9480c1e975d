/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Evidence of one product, from YAML: a list of things, each `kind: {facts}` with
 * the facts as in the cases of standards (a set lists what is offered).
 */
#pragma once

#include "model/catalog.h"

/* Fails the test where the text is wrong. The text must outlive the evidence. */
void product_read(struct evidence *out, struct arena *a, const struct catalog *c, const char *yaml);
