/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the solver knows about endpoints and certificates beyond their vocabulary,
 * as tables: which fields belong to which protocol version, which types of key a
 * leaf certificate can have and what they authenticate and sign.
 *
 * A vocabulary without a field or element named here is none of our business.
 */
#pragma once

#include "base/slice.h"

/* A protocol version and the fields that hold what is accepted in it. Best first. */
struct product_version {
    struct slice name;   /* element of tls-versions */
    struct slice suites; /* its field, empty where it has none (SSL 2.0) */
};
#define PRODUCT_VERSIONS 7
extern const struct product_version product_versions[PRODUCT_VERSIONS];

/* A set by version: its elements are those that one of the versions can carry. */
struct product_part {
    struct slice path;  /* "tls12_groups" */
    struct slice whole; /* the union that it belongs to: "groups" */
    struct slice versions[4];
};
#define PRODUCT_PARTS 10
extern const struct product_part product_parts[PRODUCT_PARTS];

/* A type of leaf certificate. */
struct product_leaf {
    struct slice key;   /* key.algorithm */
    struct slice usage; /* "encryption": TLCP's second; else empty */
    struct slice id, name;
    struct slice authenticates; /* element of tls-authentication; empty: none stands for it */
};
#define PRODUCT_LEAVES 15
extern const struct product_leaf product_leaves[PRODUCT_LEAVES];

/* A type of key and the algorithms with which it can sign a certificate. */
struct product_key {
    struct slice key;
    struct slice signs[2]; /* signature.algorithm; the second may be empty */
};
#define PRODUCT_KEYS 13
extern const struct product_key product_keys[PRODUCT_KEYS];

/*
 * Which leaf signs by a scheme of tls-signature-schemes: the first row with the
 * scheme's algorithm and a name that starts so.
 */
struct product_scheme {
    struct slice algorithm, starts; /* `starts` may be empty */
    struct slice key;
};
#define PRODUCT_SCHEMES 14
extern const struct product_scheme product_schemes[PRODUCT_SCHEMES];

/* The part, or null. */
const struct product_part *product_part(struct slice path);

/* The row of a scheme, or null: no leaf of ours signs by it. */
const struct product_scheme *product_scheme(struct slice algorithm, struct slice name);

/*
 * What only TLS 1.2 and older versions have (RFC 8446, sections 1.2, 4.1.2 and 4.2; RFC 7507), and
 * those versions: without any of them the fact says nothing.
 */
bool product_is_old(struct slice path);
#define PRODUCT_OLD_VERSIONS 5
extern const struct slice product_old_versions[PRODUCT_OLD_VERSIONS];
