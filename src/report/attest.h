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
#include "report/cyclonedx.h"

/*
 * Inside the top-level object of `doc`, whose targets are those of the
 * judgement: writes both members. `version` is this program's.
 */
void attest_write(struct json_write *w, const struct judgement *j, const struct cyclonedx *doc,
                  struct slice version);
