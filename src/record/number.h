/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Numbers as the formats of a log write them: ASCII decimal, no sign, no zeros
 * in front. One text for one number.
 */
#pragma once

#include "base/slice.h"

MUST_USE bool number_read(uint64_t *out, struct slice text);
