/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Command-line options by table: each row names an option and the member of
 * the command's struct that takes its value.
 *
 * Accepted: --name value, --name=value, -x value, -xvalue; "--" ends options;
 * options and arguments may be mixed. An unknown option suggests the nearest.
 */
#pragma once

#include "base/arena.h"
#include "base/err.h"

enum option_type {
    OPTION_FLAG,   /* bool */
    OPTION_TEXT,   /* const char * */
    OPTION_TEXTS,  /* struct slices: may be repeated */
    OPTION_NUMBER, /* unsigned, within min..max */
    OPTION_CHOICE, /* const char *, one of `choices` */
};

struct option {
    const char *name; /* without "--" */
    char letter;      /* or 0 */
    enum option_type type;
    size_t offset;              /* offsetof the member */
    const char *arg;            /* "FILE"; null for a flag */
    const char *help;           /* one line */
    const char *const *choices; /* ends with null */
    unsigned min, max;
};

/*
 * Fills `into` (zeroed by the caller) from argv; what is no option goes into
 * *args. `tables` are searched in order.
 */
struct option_table {
    const struct option *v;
    size_t n;
    void *into;
};
MUST_USE bool options_parse(const struct option_table *tables, size_t ntables, struct slices *args,
                            struct arena *a, int argc, char **argv, struct err *e);
