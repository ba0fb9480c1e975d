/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A judgement as CycloneDX attestations: the members `definitions` (the
 * standards and their requirements) and `declarations` (who assessed, what
 * was claimed of which asset, on what evidence, how far each requirement is
 * met and how sure that is) of a BOM that report/cyclonedx.h writes.
 *
 * Spec: ECMA-424, CycloneDX 1.6 and 1.7, "declarations".
 */
#pragma once

#include "model/verdict.h"
#include "text/json_write.h"

struct attest_options {
    struct slice version; /* of this program */
    /* The bom-ref under which the BOM lists an asset, from `a`. */
    struct slice (*asset_ref)(struct arena *a, const struct evidence *ev, const struct asset *as);
};

/* Inside the BOM's top-level object: writes both members. */
void attest_write(struct json_write *w, const struct judgement *j, const struct attest_options *o);
