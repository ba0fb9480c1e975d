/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The project's own registries and vocabulary, for tests: a catalog without
 * standards and regimes.
 */
#pragma once

#include "model/catalog.h"

/* Fails the test where data/ cannot be read. */
void words_load(struct catalog *out, struct arena *a);
