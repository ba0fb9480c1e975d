/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Ctrl-C as a wish: the first one sets a flag that long work looks at, the
 * second ends the process.
 */
#pragma once

#include <signal.h>

/* From now on; the flag is 0 until then. */
const volatile sig_atomic_t *interrupt_watch(void);
