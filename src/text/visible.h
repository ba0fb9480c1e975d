/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Foreign text as it may be shown to a reader, on a terminal or a page: what
 * steers the display instead of standing in it is shown as an escape.
 *
 *   \x1B     octets of the C0 controls, DELETE, and octets that are not UTF-8
 *   \u009B   C1 controls; marks that turn the direction of what follows: U+061C,
 *            U+200E, U+200F, U+202A to U+202E, U+2066 to U+2069; the separators
 *            U+2028 and U+2029, which end lines and directions
 *
 * Letters of scripts that run from right to left stay as they are.
 */
#pragma once

#include "base/slice.h"

#define VISIBLE_ROOM 8 /* octets of the longest escape, and one more */

/*
 * Takes the next character of `s`, which is not empty, and gives what stands for
 * it: the character itself, pointing into `s`, or an escape in `room`.
 */
struct slice visible_next(struct slice *s, char room[VISIBLE_ROOM]);
