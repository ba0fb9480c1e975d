/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the loaders of model/ share: reading a file, and either
 * stopping at the first problem or collecting all of them.
 */
#pragma once

#include "base/env.h"
#include "base/vec.h"
#include "text/csv.h"
#include "text/yaml.h"

#define PROBLEMS_MAX 1000

/* Each reads "file:line:column: what, what to do"; of a table, without the column. */
struct problems {
    VEC(struct slice) list;
    bool more; /* than PROBLEMS_MAX: not all are listed */
};

struct loader {
    struct arena *a;
    struct arena *trees; /* for YAML trees and rows: given back with each file; may be `a` */
    const struct env *env;
    struct problems *problems; /* null: stop at the first */
    bool cases;                /* read the requirements' cases as well */
};

/*
 * After a failure: true where the loader collects problems (the message is
 * kept, *e is empty again) and goes on; false where it stops.
 */
MUST_USE bool loader_goes_on(struct loader *l, struct err *e);

/* The tree or the rows of the file before are gone then; texts stay. */
MUST_USE bool loader_read(struct loader *l, struct yaml_doc *out, const char *path, size_t max,
                          struct err *e);
MUST_USE bool loader_read_table(struct loader *l, struct csv_table *out, const char *path,
                                size_t max, struct err *e);

/* The file's name without folder and ".yaml". */
struct slice loader_stem(struct slice path);
