/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/interrupt.h"

#include <stddef.h>

/* The one global: a signal handler has no other way to tell anything. */
static volatile sig_atomic_t interrupted;

static void
note(int signal_number)
{
    (void)signal_number;
    interrupted = 1;
}

const volatile sig_atomic_t *
interrupt_watch(void)
{
    struct sigaction act = {.sa_handler = note, .sa_flags = (int)SA_RESETHAND};
    sigemptyset(&act.sa_mask);
    interrupted = 0;
    sigaction(SIGINT, &act, NULL);
    sigaction(SIGTERM, &act, NULL);
    return &interrupted;
}
