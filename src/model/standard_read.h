/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads the files under data/ (private to model/; others load a catalog). See
 * docs/internals/data-formats.md.
 */
#pragma once

#include "model/catalog.h"

/*
 * Where the loader collects problems these are false only for a file that
 * cannot be used at all, and the message is in *e.
 */
MUST_USE bool standard_read(struct standard *out, struct loader *l, const struct catalog *c,
                            const char *path, struct err *e);
/* The same of a document that was read already. */
MUST_USE bool standard_read_doc(struct standard *out, struct loader *l, const struct catalog *c,
                                const struct yaml_doc *d, struct err *e);
MUST_USE bool regime_read(struct regime *out, struct loader *l, const struct catalog *c,
                          const char *path, struct err *e);

MUST_USE bool registry_read(struct registry *out, struct loader *l, const char *path,
                            struct err *e);
MUST_USE bool kind_read(struct kind *out, struct loader *l, const struct registry *registries,
                        size_t n, const char *path, struct err *e);

/* A mapping from language codes to text, English among them. */
MUST_USE bool text_read(struct text *out, struct arena *a, const struct yaml_doc *d,
                        const struct yaml_node *map, struct err *e);
