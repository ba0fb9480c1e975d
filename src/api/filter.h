/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a list may be narrowed by, as addresses of the same list: so that filters and orders are
 * plain links, and a program can follow them, too.
 */
#pragma once

#include "api/shape.h"

#define FILTERS_MAX 8

extern const struct shape_table filter_shapes;

/* The query as it is: names and what was given for them, empty where nothing was. */
struct filter {
    struct arena *arena;
    const char *path;
    const char *names[FILTERS_MAX];
    struct slice values[FILTERS_MAX];
    size_t n;
};

/* Another name; gives its value back. */
struct slice filter_add(struct filter *f, const char *name, struct slice value);

/* The address with `name` at `value` (empty: left out), all others as they are. */
struct slice filter_address(const struct filter *f, const char *name, struct slice value);

struct filter_choice {
    struct slice word; /* empty: all */
    struct langs says;
};
/* Appends {"name","label","choices":[{"word","chosen","address"}]} to `array`. */
void filter_put(const struct filter *f, struct json_node *array, const char *name,
                struct langs label, const struct filter_choice *v, size_t n);
