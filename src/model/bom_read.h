/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What model/bom.c and model/bom_foreign.c share.
 */
#pragma once

#include "base/vec.h"
#include "model/bom.h"

/* One evidence on its way in. */
struct bom_target {
    struct slice name;
    VEC(struct asset) assets;
    VEC(struct origin) origins;
    struct map ids; /* of its assets */
};

struct bom_reader {
    struct arena *a; /* for this file alone: what is kept of it is copied at the end */
    const struct catalog *c;
    struct slice file;
    VEC(struct bom_target) targets;
    size_t nassets, octets; /* and what their facts take */
    char at[256];           /* the JSON path of what is being read */
    size_t natt;
};

/* "FILE: PATH: …" in front of *e; false. */
bool bom_fail_here(const struct bom_reader *r, struct err *e);

/* The value of the first property of that name, or the empty slice. */
struct slice bom_property(const struct json_node *holder, const char *name);

/* Applies every comity:fact:… property of `holder`. */
MUST_USE bool bom_read_facts(struct bom_reader *r, const struct asset *as, size_t norigins,
                             const struct json_node *holder, struct err *e);

/* asset_init within the limits of a file. */
MUST_USE bool bom_new_asset(struct bom_reader *r, struct asset *out, const struct kind *kind,
                            struct slice id, struct slice name, struct err *e);

/* Adds an asset to a target; its id must be new there. */
MUST_USE bool bom_add_asset(struct bom_reader *r, struct bom_target *t, const struct asset *as,
                            struct err *e);

/*
 * Protocol and certificate components of other tools, as one more target
 * where there are any.
 */
MUST_USE bool bom_read_foreign(struct bom_reader *r, const struct json_node *root, struct err *e);

/* RFC 3339; false where it is none. */
MUST_USE bool bom_time(const struct json_node *n, int64_t *out);
