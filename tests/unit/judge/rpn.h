/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A little language for compiled conditions, so that tests need no CEL. Reverse
 * Polish. A word pushes an atom: "s:A,B" some of these groups, "s2:A,B" at least two of
 * them, "b" the field on, "i5" bits >= 5, "t5" until >= 5, "n5" until - now >= 5, "w5" now
 * >= 5, "g:RSA,EC" key.alg in these, "l:x" uses holds some, "o:x" uses holds other than
 * these, "z2" uses.size >= 2, "1", "0", "p" an opaque one. "!" negates; "&3" and "|3" join
 * the last three; "?" is c a b: c ? a : b.
 */
#pragma once

#include "judge/form.h"
#include "world.h"

/* A mistake in `text` aborts the test program. */
ref_t rpn_build(struct form *f, struct arena *a, const struct world *w, const char *text);
