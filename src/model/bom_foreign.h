/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the two halves of reading foreign BOMs share (private to model/bom*.c).
 */
#pragma once

#include "model/bom_read.h"

struct bom_foreign {
    struct bom_reader *r;
    struct map by_ref; /* cryptographic assets by bom-ref: const struct json_node * */
    struct asset tls;  /* all TLS protocols of the file together; kind null until one is found */
    VEC(struct asset) certs;
    size_t nprotocols;
};

/* A certificate component. */
MUST_USE bool bom_foreign_cert(struct bom_foreign *f, const struct json_node *component,
                               struct err *e);

/*
 * Sets a scalar fact where the kind has such a field, its type fits and nothing
 * is known yet: what a property states comes first. Empty and unlisted texts say nothing.
 */
void bom_foreign_text(const struct asset *as, const char *path, struct slice s);
void bom_foreign_int(const struct asset *as, const char *path, int64_t i);
void bom_foreign_time(const struct asset *as, const char *path, const struct json_node *n);
