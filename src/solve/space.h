/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a product can be, as variables: its slots, and for each the facts that
 * its kind has.
 *
 * A product is one endpoint and the certificates that it may present. Each of
 * those is a *slot*: a thing of a kind, with a literal that says whether it is
 * there. There is a slot for a leaf certificate of each type of key and one for
 * the certificate of its issuer. A kind of which nothing is known here gets one
 * slot that is always there.
 *
 *   set      a Boolean per element of its registry
 *   bool     a Boolean
 *   int      a Boolean per threshold: the value reaches it (order encoding)
 *   time     the same, in seconds; the date asked for is a constant
 *   string   one of the values that conditions name, or another
 *   strings  a Boolean per value that conditions name, one for any other, and
 *            the number of items as an int
 *
 * What can only be one way (the role, the key algorithm of a leaf's slot, an
 * element that a version cannot carry) is LIT_TRUE or LIT_FALSE.
 */
#pragma once

#include "judge/compiled.h"
#include "solve/instance.h"

/* Variable 1 holds always. */
#define LIT_TRUE 1
#define LIT_FALSE (-1)

#define SLOT_NONE SIZE_MAX

/* A number: reached[i] holds where it is at least at[i]; ascending; the bounds belong to it. */
struct steps {
    const int64_t *at;
    int *reached;
    size_t n;
    int64_t least, most;
};

/* Text: is[i] says that it is (or that an item is) named.v[i]; `other`: another (some other). */
struct choices {
    struct slices named; /* sorted, distinct */
    int *is;
    int other; /* LIT_FALSE where the field is closed */
};

struct column {
    const struct field *field;
    int *elements;          /* FIELD_SET, by element */
    int yes;                /* FIELD_BOOL */
    struct steps steps;     /* FIELD_INT, FIELD_TIME; FIELD_STRINGS: the number of items */
    struct choices choices; /* FIELD_STRING, FIELD_STRINGS */
};

enum slot_part {
    SLOT_THING,  /* the endpoint, or a thing of another kind */
    SLOT_LEAF,   /* a certificate of the server's own */
    SLOT_ISSUER, /* the certificate of the authority that signed it */
};

struct slot {
    enum slot_part part;
    const struct kind *kind;
    size_t unit;        /* of the judge */
    struct slice id;    /* "tls:product", "cert:rsa", "cert:rsa-issuer": of the asset it becomes */
    struct slice name;  /* "endpoint", "RSA certificate", "issuer of the RSA certificate" */
    int present;        /* LIT_TRUE for a thing */
    size_t other;       /* LEAF: the slot of its issuer; ISSUER: of its leaf; else SLOT_NONE */
    struct slice key;   /* LEAF: its key.algorithm */
    struct slice usage; /* LEAF: "encryption" for the second of TLCP's pair, else empty */
    struct column *columns; /* by field of the kind */
};

struct space {
    struct instance *in;
    date_t on;
    int64_t now;        /* as in conditions: the last second of that day */
    struct slot *slots; /* things first */
    size_t n;
};

/* The day, and variable 1: before anything else is put into the instance. */
void space_reserve(struct space *out, struct instance *in, date_t on);

/*
 * Slots and variables for everything that the judge's conditions speak of, into the instance,
 * with the clauses that the variables need (a number that reaches 3 reaches 2; a text is one
 * thing). The judge must outlive it.
 */
void space_make(struct space *s, struct arena *a, const struct judge *j);

/* The second that a TIME atom asks the field to reach. */
int64_t space_instant(const struct space *s, const struct atom *at);

/* The first thing of a kind ("tls"), or SLOT_NONE. */
size_t space_thing(const struct space *s, struct slice kind);

/* A leaf's slot by type of key and usage (empty: not for encryption alone), or SLOT_NONE. */
size_t space_leaf(const struct space *s, struct slice key, struct slice usage);

/* A slot's column by the path of the field; null where the kind has no such field. */
const struct column *space_column(const struct space *s, size_t slot, const char *path);

/*
 * Literals of single facts. LIT_FALSE where it cannot be; for a number, k need
 * not be a threshold only where it lies outside of the bounds.
 */
int column_reaches(const struct column *c, int64_t k);
int column_is(const struct column *c, struct slice value);     /* a value not named: `other` */
int column_element(const struct column *c, struct slice name); /* unknown names: LIT_FALSE */
