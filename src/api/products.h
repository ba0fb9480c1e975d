/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Products: evidence that an organisation keeps here, to have it judged by every
 * regime, and by drafts before they are voted on.
 *
 * They are private values of the organisation, no part of the record: its people see and change
 * them; others see what it shares, with the committee's members or with everybody. The octets
 * are kept as they came; only a worker reads them (web/worker.h).
 */
#pragma once

#include "api/view.h"

#define PRODUCTS_MAX 200                               /* of one organisation */
#define PRODUCTS_OCTETS_MAX ((size_t)256 << 20)        /* the same */
#define PRODUCT_EVIDENCE_MAX (STORE_OBJECT_MAX - 1024) /* octets of one */
#define PRODUCT_NAME_MAX 200

enum product_shared {
    PRODUCT_PRIVATE,   /* the organisation's people */
    PRODUCT_COMMITTEE, /* every member of the committee or of a group */
    PRODUCT_PUBLIC,
};
extern const char *const product_shared_names[PRODUCT_PUBLIC + 1]; /* "private", … */
struct langs product_shared_words(enum product_shared s);

struct product {
    struct slice id;           /* "o-3.1": the organisation's, counted up, never used again */
    struct slice organisation; /* of the committee's state */
    struct slice name;
    enum product_shared shared;
    int64_t at;          /* when the evidence came */
    struct slice by;     /* the person who brought it */
    struct slice file;   /* its name there; for display */
    struct slice digest; /* "sha256:…" */
    size_t octets;
    struct slices targets; /* what it has, as the worker said */
};

struct product_list {
    struct product *v;
    size_t n, cap;
};

/* The organisation whose products the viewer keeps; null: an observer. */
const struct organisation *product_keeper(const struct viewer *v);
bool product_mine(const struct viewer *v, const struct product *p);

/* Null in *out where there is none that the viewer may see. */
MUST_USE bool product_get(const struct product **out, const struct viewer *v, struct slice id,
                          struct err *e);
MUST_USE bool product_evidence(struct slice *out, const struct viewer *v, const struct product *p,
                               struct err *e);
/* All that the viewer may see: the own ones first, then by organisation and number. */
MUST_USE bool product_all(struct product_list *out, const struct viewer *v, struct err *e);

enum product_put {
    PRODUCT_KEPT,
    PRODUCT_TOO_MANY, /* of that organisation */
    PRODUCT_GONE,     /* somebody deleted it meanwhile */
};
/*
 * Keeps one of the viewer's own organisation: a new one where `id` is empty, which is filled in.
 * With `evidence` null the octets stay as they are.
 */
MUST_USE bool product_keep(enum product_put *answer, struct product *p,
                           const struct slice *evidence, const struct viewer *v, struct err *e);
MUST_USE bool product_delete(const struct viewer *v, const struct product *p, struct err *e);
