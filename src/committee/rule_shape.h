/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rules, rolls and processes are read from YAML (our files) and JSON (the
 * record) and written as JSON by the same tables: a struct's members, their
 * keys, ranges and words. So both readers accept the same and what is written
 * reads back the same.
 *
 * Of JSON only the one form is taken that we write: optional members at their default are left out,
 * words of a mask stand in the table's order. YAML is for people and may say both.
 */
#pragma once

#include "text/json.h"
#include "text/yaml.h"

#define SHAPE_TEXT_MAX 2000 /* octets */
#define SHAPE_KEY_MAX 64

enum shape_as {
    SHAPE_TEXT,   /* struct slice */
    SHAPE_KEY,    /* struct slice: letters, digits, '-', '.', '_'; a letter or digit first */
    SHAPE_LANGS,  /* struct langs; both languages */
    SHAPE_BOOL,   /* bool; false is the default */
    SHAPE_INT,    /* int64_t between min and max; 0 is the default */
    SHAPE_CHOICE, /* an enum: one of `words`; the first is the default */
    SHAPE_MASK,   /* unsigned: a list of `words`, 1u << each */
    SHAPE_KEYS,   /* struct slices of keys, no two alike */
    SHAPE_ONE,    /* a struct of `shape` */
    SHAPE_LIST,   /* struct { T *v; size_t n; }, at most `max` of `shape` */
    SHAPE_HERE,   /* a struct of `shape` whose members stand among ours */
};

struct shape;

struct shape_field {
    const char *key;
    enum shape_as as;
    bool required;
    size_t offset;
    const char *const *words;
    size_t nwords;
    int64_t min, max;
    const struct shape *shape;
};

struct shape {
    size_t size;
    const struct shape_field *fields;
    size_t n;
};

/* What is read: of the two trees the one that is not null. */
struct shape_tree {
    const struct yaml_doc *doc;
    const struct yaml_node *yaml;
    const struct json_node *json;
};

/* *out is zeroed first; texts and arrays are copied into `a`. */
MUST_USE bool shape_read(void *out, struct arena *a, const struct shape_tree *t,
                         const struct shape *s, struct err *e);

/*
 * ERR_INPUT at the place `path` ("rules[2].pass[0].in"; what of it is not there is left
 * off): file:line:column of YAML, the path itself of JSON.
 */
#define shape_fail(...) err_false_(shape_fail_(__VA_ARGS__))
bool shape_fail_(const struct shape_tree *t, struct err *e, const char *path, const char *fmt, ...)
    PRINTF_LIKE(4, 5);

/* A new object in `a`; its texts are borrowed. */
struct json_node *shape_write(struct arena *a, const struct shape *s, const void *in);

/* The field of that key, also among SHAPE_HERE; or null. */
const struct shape_field *shape_field_find(const struct shape *s, struct slice key);

bool shape_key_valid(struct slice key);
