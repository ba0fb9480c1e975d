/* SPDX-License-Identifier: Apache-2.0 */
/*
 * YAML 1.2 files of ours as a bounded tree that knows its places. Every scalar
 * is text until the caller's table says what it is, so that NO is a country.
 *
 * Refused: anchors, aliases, tags, duplicate keys, keys that are not scalars,
 * more than one document. Errors read "file:line:column: what, what to do".
 */
#pragma once

#include "base/arena.h"
#include "base/err.h"

#define YAML_DEPTH_MAX 32
#define YAML_NODES_MAX 1000000

enum yaml_type {
    YAML_SCALAR,
    YAML_SEQUENCE,
    YAML_MAPPING,
};

enum yaml_style {
    YAML_PLAIN,
    YAML_SINGLE, /* '…' */
    YAML_DOUBLE, /* "…" */
    YAML_BLOCK,  /* | and > */
};

struct yaml_node {
    enum yaml_type type;
    enum yaml_style style; /* scalars */
    uint32_t line, column; /* of its first character, from 1; columns count characters */
    struct slice text;     /* scalars */
    struct slice key;      /* children of a mapping: their key and where it stands */
    uint32_t key_line, key_column;
    struct yaml_node *first; /* children in file order, linked by `next` */
    struct yaml_node *next;
    uint32_t n; /* of children */
    /* Octets of the file that it takes, without blanks behind it; block mappings and sequences end
     * where their last child does. For those who change a file in place. */
    uint32_t from, to;
};

struct yaml_doc {
    struct slice file; /* as errors name it */
    struct slice text; /* the whole file */
    struct yaml_node *root;
};

/* The tree comes from `a`; `file` and `text` must outlive it. */
MUST_USE bool yaml_parse(struct yaml_doc *out, struct arena *a, struct slice file,
                         struct slice text, struct err *e);

/*
 * The same, with the tree in `nodes`: it may go once it has been read, while
 * the texts in it live as long as `a` and `text`.
 */
MUST_USE bool yaml_parse_in(struct yaml_doc *out, struct arena *a, struct arena *nodes,
                            struct slice file, struct slice text, struct err *e);

/* ERR_INPUT with the node's place in front; yaml_fail_key names the place of its key. */
bool yaml_fail(const struct yaml_doc *d, const struct yaml_node *n, struct err *e, const char *fmt,
               ...) PRINTF_LIKE(4, 5);
bool yaml_fail_key(const struct yaml_doc *d, const struct yaml_node *n, struct err *e,
                   const char *fmt, ...) PRINTF_LIKE(4, 5);

/*
 * Where octet `offset` of a scalar's text stands in the file: quotes, escapes
 * and indentation are counted in. In folded blocks the column may be off.
 */
void yaml_place(const struct yaml_doc *d, const struct yaml_node *n, size_t offset, uint32_t *line,
                uint32_t *column);

/* The child under `key`, or null. */
const struct yaml_node *yaml_get(const struct yaml_node *map, struct slice key);

/* What a scalar or sequence says, by the type that the caller expects. */
MUST_USE bool yaml_text(const struct yaml_doc *d, const struct yaml_node *n, struct slice *out,
                        struct err *e);
MUST_USE bool yaml_bool(const struct yaml_doc *d, const struct yaml_node *n, bool *out,
                        struct err *e);
MUST_USE bool yaml_int(const struct yaml_doc *d, const struct yaml_node *n, int64_t *out,
                       struct err *e);
MUST_USE bool yaml_texts(const struct yaml_doc *d, const struct yaml_node *n, struct arena *a,
                         struct slices *out, struct err *e);
MUST_USE bool yaml_is(const struct yaml_doc *d, const struct yaml_node *n, enum yaml_type type,
                      struct err *e);

/* The index of a scalar's text in a closed list of names; the error suggests the nearest. */
MUST_USE bool yaml_choice(const struct yaml_doc *d, const struct yaml_node *n,
                          const char *const *names, size_t count, size_t *out, struct err *e);

/*
 * A mapping with known keys, read into a struct by a table. Missing keys that
 * are not required leave the member as it was; unknown keys are errors.
 */
enum yaml_as {
    YAML_AS_TEXT,  /* struct slice */
    YAML_AS_BOOL,  /* bool */
    YAML_AS_INT,   /* int64_t */
    YAML_AS_TEXTS, /* struct slices */
    YAML_AS_MAP,   /* const struct yaml_node *, a mapping */
    YAML_AS_LIST,  /* const struct yaml_node *, a sequence */
    YAML_AS_NODE,  /* const struct yaml_node *, anything */
};

struct yaml_member {
    const char *key;
    enum yaml_as as;
    bool required;
    size_t offset; /* of the member in the struct */
};

#define YAML_MEMBERS_MAX 48

MUST_USE bool yaml_read(const struct yaml_doc *d, const struct yaml_node *map,
                        const struct yaml_member *members, size_t n, struct arena *a, void *out,
                        struct err *e);
