/* SPDX-License-Identifier: Apache-2.0 */
/*
 * UTF-8, strictly: no overlong forms, no surrogates, nothing past U+10FFFF.
 * Spec: RFC 3629.
 */
#pragma once

#include "base/slice.h"

/* Length of the valid sequence that `s` starts with, or 0 where it starts with none. */
size_t utf8_next(struct slice s);

/* Octets before the first fault; s.n where all of it is valid. */
size_t utf8_valid(struct slice s);
