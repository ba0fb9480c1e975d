/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Standards and regimes as text for a person. The text of one standard is its
 * normal form: what the file says, in fixed order, conditions printed from what
 * was understood; the golden files under tests/golden/standards are made of it.
 */
#pragma once

#include "model/catalog.h"
#include "report/printer.h"

void standards_text(struct printer *p, const struct catalog *c);
void standard_text(struct printer *p, const struct standard *s);
void regimes_text(struct printer *p, const struct catalog *c);
void regime_text(struct printer *p, const struct regime *r);
