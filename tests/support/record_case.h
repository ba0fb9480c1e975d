/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A small record in a folder of its own: leaves that are made from their
 * number, a key from a fixed seed, and what a test does to the files.
 */
#pragma once

#include "record/publish.h"
#include "record/read.h"
#include "support/temp.h"

#define RECORD_CASE_NAME "example.org/committee"

struct record_case {
    struct temp temp;
    struct arena arena;
    struct note_skey key;
    struct note_vkey keys[4];
    struct record_source source;
    struct record_publisher publisher;
    uint64_t size; /* of the source */
    struct slice (*leaf)(struct arena *a, uint64_t index, const struct record_case *c);
    uint64_t other;                   /* for the default leaf: this one says something else */
    const struct json_node *rotation; /* data of key.rotated, at leaf `rotation_at` */
    uint64_t rotation_at;
};

/* An empty folder; nothing published. Fails the test where it cannot. */
void record_case_make(struct record_case *c);
void record_case_remove(struct record_case *c);

/* {"data":{…},"index":N,…}: canonical, different for each number. */
struct slice record_case_leaf(struct arena *a, uint64_t index, const struct record_case *c);

/* Publishes that many leaves; fails the test where that fails. */
void record_case_publish(struct record_case *c, uint64_t size);

/* Reads all of it with the case's key, or with `o` where given. */
void record_case_read(struct record_result *out, struct record_case *c,
                      const struct record_options *o);

struct slice record_case_get(struct record_case *c, const char *path);
void record_case_put(struct record_case *c, const char *path, struct slice octets);
void record_case_delete(struct record_case *c, const char *path);
bool record_case_has(struct record_case *c, const char *path);
