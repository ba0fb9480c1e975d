/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CycloneDX's words for what our vocabulary says: algorithms of certificates,
 * curves, protocol versions. Used to read other tools' BOMs and to write ours.
 */
#pragma once

#include "base/attr.h"
#include "base/slice.h"

struct bom_algorithm {
    const char *oid;              /* null: none of its own */
    const char *name;             /* as tools write it */
    const char *family;           /* CycloneDX 1.7 algorithmFamily; null: has none there */
    const char *algorithm, *hash; /* words of vocabulary/cert.yaml; hash null: none, or not told */
};

/* Both end with a null algorithm. */
extern const struct bom_algorithm bom_signatures[];
extern const struct bom_algorithm bom_keys[];

/* The row for a word of the vocabulary and its hash (may be empty), or null. */
const struct bom_algorithm *bom_algorithm_find(const struct bom_algorithm *table,
                                               struct slice algorithm, struct slice hash);

/* Curves by their name in vocabulary/cert.yaml, and as CycloneDX 1.7 writes them. */
struct bom_curve {
    const char *name, *cyclonedx;
};
const struct bom_curve *bom_curve_find(struct slice name); /* null where there is none */

/* The fields of kind tls that hold what one version offers; null: no field of its own. */
struct bom_version {
    const char *version; /* element of tls-versions */
    const char *type;    /* protocolProperties.type */
    const char *text;    /* protocolProperties.version */
    const char *suites, *groups, *schemes;
};
extern const struct bom_version bom_versions[];
const struct bom_version *bom_version_find(struct slice version);
