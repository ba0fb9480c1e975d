/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Conflicts as an OSCAL control mapping (NIST, model 1.2.1): a mapping-collection
 * with one mapping per pair of regimes that collide or differ.
 *
 * Fields and which of them must be there: src/metaschema/oscal_mapping-common_metaschema.xml
 * and oscal_mapping_metaschema.xml of github.com/usnistgov/OSCAL at v1.2.2, and
 * the JSON schema of release 1.2.1. Both resources of a mapping are regimes,
 * described in back-matter; an id-ref is "STANDARD/REQUIREMENT".
 *
 *   conflict    relationship "contrary" (the word of NIST IR 8477, which OSCAL's
 *               own list lacks, hence `ns`), with a qualifier has-incompatibility:
 *               blocked where no product can do both, restricted where another
 *               product could, or where it takes a third regime to collide
 *   difference  intersects-with, with a qualifier has-requirement, addressable:
 *               the value that settles it
 *
 * All UUIDs are made of what they name (report/uuid.h).
 */
#pragma once

#include "report/solve_words.h"
#include "text/json_write.h"

/*
 * Writes the whole document; the caller calls json_write_done. Fails with
 * ERR_UNSUPPORTED, writing nothing, where there is neither a conflict nor a
 * difference: the format knows no empty collection.
 */
MUST_USE bool oscal_mapping_write(struct json_write *w, const struct conflicts *c,
                                  const struct solve_about *about, struct err *e);
