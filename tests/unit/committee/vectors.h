/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads tests/committee/vectors.yaml: ballots with known results.
 */
#pragma once

#include "committee/process.h"

struct vector {
    const char *name;
    const struct rule *rule;
    struct roll roll;
    struct ballot_box box;
    enum outcome outcome;
    struct slices failed, unmet;
};

struct vectors {
    struct vector *v;
    size_t n;
    struct processes processes;
};

/* Fails the running program with a message where the files are wrong. */
void vectors_load(struct vectors *out, struct arena *a, const char *processes, const char *path);
