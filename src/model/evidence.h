/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Evidence: what is known about one product (a target), fact by fact, and how
 * we came to know it. A set is two bitmaps: `known` says which elements were
 * settled, `truth` which of those are offered. So *asked and refused* (known,
 * not true) differs from *not asked* (not known).
 *
 * On disk a CycloneDX BOM: model/bom.h reads it, report/cyclonedx.h writes it.
 */
#pragma once

#include "model/bits.h"
#include "model/vocabulary.h"

struct fact {
    bool known; /* scalars: the value below holds; sets: every element is settled */
    bool b;
    int64_t i; /* FIELD_INT; FIELD_TIME in seconds since 1970 */
    struct slice s;
    struct slices list;

    /* FIELD_SET, never null there. */
    uint64_t *known_bits, *truth_bits;
    struct slices extra; /* names that are offered but that our registry lacks */
    uint16_t *order;     /* element indices in the order of the server's preference, or null */
    size_t norder;

    struct slice reason; /* why (part of) it is unknown: "not asked: …", "timed out after …" */
    uint16_t origin;     /* index into evidence.origins */
};

/* How, where and when a group of facts was seen. */
struct origin {
    struct slice method; /* "tls-probe", "bom", "case" */
    struct slice where;  /* "192.0.2.1:443", "evidence.cdx.json" */
    int64_t when;        /* seconds since 1970; 0 where not known */
    struct slice note;   /* transcript hash, tool that wrote an imported BOM, … */
};

struct asset {
    struct slice
        id; /* unique in its evidence, stable across runs: "tls:host:443", "cert:SHA256HEX" */
    struct slice name; /* for people */
    const struct kind *kind;
    struct fact *facts; /* one per field of the kind */
};

struct evidence {
    struct slice target; /* "example.org:443", or the file it was read from */
    struct asset *assets;
    size_t n;
    struct origin *origins; /* at least one */
    size_t norigins;
};

/* An asset with every fact unknown, its sets allocated. */
void asset_init(struct asset *out, struct arena *a, const struct kind *k, struct slice id,
                struct slice name);

/*
 * A copy of all but the kinds, from `a`. False where less than `reserve` octets
 * would be left of its room: *out is not to be used then.
 */
MUST_USE bool evidence_copy(struct evidence *out, struct arena *a, const struct evidence *from,
                            size_t reserve);

/* The fact by path; null where the kind has no such field (our own mistake or a foreign file's). */
struct fact *asset_fact(const struct asset *as, struct slice path);

/* Setters for collectors: the value, and known. */
void fact_bool(struct fact *f, bool value);
void fact_int(struct fact *f, int64_t value);
void fact_string(struct fact *f, struct slice value);
void fact_unknown(struct fact *f, struct slice reason);
void fact_element(struct fact *f, size_t element, bool offered); /* one element of a set */
/* Recomputes `known` of a set from its bitmap over `n` elements. */
void fact_settle(struct fact *f, size_t n);

/* The same by path. A vocabulary without the field is none of a collector's business: no effect. */
void asset_bool(const struct asset *as, const char *path, bool value);
void asset_int(const struct asset *as, const char *path, int64_t value);
void asset_string(const struct asset *as, const char *path, struct slice value);
void asset_list(const struct asset *as, const char *path, struct slices value);
void asset_unknown(const struct asset *as, const char *path, struct slice reason);
