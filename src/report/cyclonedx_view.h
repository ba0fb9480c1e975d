/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What of our evidence CycloneDX has its own terms for (private to
 * report/cyclonedx*.c): protocols with their suites, public keys, algorithms.
 * These components repeat facts for other tools; ours reads the properties.
 */
#pragma once

#include "report/cyclonedx.h"

enum view_kind {
    VIEW_PROTOCOL,  /* one version of a tls asset */
    VIEW_KEY,       /* the public key of a cert asset */
    VIEW_ALGORITHM, /* shared by all that use it */
};

struct cyclonedx_view {
    enum view_kind kind;
    struct slice ref;
    const struct asset *asset;             /* PROTOCOL, KEY */
    struct slice of;                       /* PROTOCOL, KEY: the asset's bom-ref */
    const struct element *version;         /* PROTOCOL */
    const struct bom_algorithm *algorithm; /* ALGORITHM; KEY: or null */
    struct slice curve;                    /* ALGORITHM: of an EC key, or empty */
    struct slice uses;                     /* KEY: the algorithm's ref, or empty */
};

/* What the asset at refs[t][i] refers to, in CycloneDX's terms. */
struct cert_refs {
    struct slice key, signature; /* empty: not known */
};

/* Adds the views of every asset to the plan, after all carriers have their refs. */
void cyclonedx_plan_views(struct cyclonedx *doc, struct arena *a);

/* The views of one carrier, to be called in a loop with *i = 0 at first; null at the end. */
const struct cyclonedx_view *cyclonedx_view_of(const struct cyclonedx *doc, size_t target,
                                               size_t asset, size_t *i);

struct cert_refs cyclonedx_cert_refs(const struct cyclonedx *doc, size_t target, size_t asset,
                                     struct arena *a);

/* The component of a view. */
void cyclonedx_write_view(struct json_write *w, const struct cyclonedx_view *v,
                          enum cyclonedx_spec spec);

/* cryptoProperties of a cert asset. */
void cyclonedx_write_cert(struct json_write *w, const struct cyclonedx *doc, size_t target,
                          size_t asset, enum cyclonedx_spec spec, struct arena *a);

/* RFC 3339 member; nothing where `seconds` has no such form. */
void cyclonedx_write_time(struct json_write *w, struct arena *a, const char *key, int64_t seconds);

/* {"name": …, "value": …} in an open array. */
void cyclonedx_write_property(struct json_write *w, struct slice name, struct slice value);

/* The fact where the kind has that field with that type and it is known, else null. */
const struct fact *cyclonedx_fact(const struct asset *as, const char *path, enum field_type type);
