/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Base64 as RFC 4648 section 4 has it: the standard alphabet, with padding.
 * Reading is strict: one text for one value, so no white space, no missing
 * padding, no bits set behind the end.
 */
#pragma once

#include "base/arena.h"

struct slice base64_encode(struct arena *a, struct slice octets);

/* False where `text` is anything but what base64_encode gives. */
MUST_USE bool base64_decode(struct slice *out, struct arena *a, struct slice text);
