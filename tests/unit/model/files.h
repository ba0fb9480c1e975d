/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A data folder in memory: small registries and vocabulary that every test of
 * model/ can build on, and one more file that the row at hand brings.
 */
#pragma once

#include "base/env.h"

struct files {
    const char *path; /* below "data": "registry/suites.yaml" */
    const char *text;
};

#define FILES_MAX 20

struct data_folder {
    struct files v[FILES_MAX];
    size_t n;
};

/* Holds two registries (suites, versions), two kinds (tls, cert) and no standard or regime. */
void data_folder_init(struct data_folder *d);

/* Adds a file, or replaces the one of that path. */
void data_folder_put(struct data_folder *d, const char *path, const char *text);

/* An env whose read_file and list_dir see `d` under "data". */
struct env data_folder_env(struct data_folder *d);
