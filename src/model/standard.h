/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A standard: a document of an authority whose requirements carry conditions
 * that a machine can check. On disk: data/standards/CC/NAME.yaml, see
 * docs/internals/data-formats.md. Conditions are CEL (src/cel), type-checked
 * against the vocabulary when the file is loaded.
 */
#pragma once

#include "model/date.h"
#include "model/evidence.h"
#include "model/reading.h"

struct cel_ast; /* cel/ast.h */

#define STANDARD_REQUIREMENTS_MAX 1000
#define STANDARD_FILE_MAX ((size_t)4 << 20)

enum keyword {
    KEYWORD_SHALL,  /* fails the regime */
    KEYWORD_SHOULD, /* scored, never fails */
    KEYWORD_MAY,
    KEYWORD_CAN,
};

/* Text in one or more languages; the first is the default. */
struct text_in {
    struct slice lang, text;
};
struct text {
    struct text_in *v;
    size_t n;
};

struct place {
    struct slice file;
    uint32_t line, column; /* from 1 */
};

struct condition {
    struct slice source; /* the CEL text; empty where there is none */
    struct cel_ast *ast; /* checked; null where there is none */
    struct place at;
};

struct case_facts {
    bool want_pass;
    struct asset asset; /* the facts that the case states; all others are unknown */
    struct place at;
};

struct requirement {
    const struct standard *standard;
    struct slice id;     /* unique in its standard: "3.3.1-suites" */
    struct slice clause; /* the issuer's: "§3.3.1" */
    enum keyword keyword;
    const struct kind *kind;
    struct text text; /* our own words */
    struct condition when, must;
    struct slice cannot_check; /* why no machine can check it (then `must` is empty), or empty */
    struct slice remedy;       /* one line, where the generated one would not do; may be empty */
    struct slice note;         /* what is uncertain, disputed or an interpretation; may be empty */
    struct slices levels;      /* profiles that it belongs to; empty: all */
    date_t from, until;        /* in force from `from` to `until`, both included */
    enum reading read;
    struct slice source_title, source_url; /* of this rule alone; empty: the standard's */
    bool disputed;                         /* sources conflict */
    struct case_facts *cases;
    size_t ncases;
    struct place at;
};

enum standard_status {
    STATUS_DRAFT,
    STATUS_PUBLISHED,
    STATUS_WITHDRAWN,
};

/* A name for some elements of a registry; in conditions a list of their names. */
struct element_set {
    struct slice name;
    const struct registry *registry;
    struct slices members; /* in file order */
    const uint64_t *bits;  /* the same by element index */
    struct place at;
};

struct standard {
    struct slice id; /* "US-SP800-52r2" */
    struct text title;
    struct slice authority;
    struct slice edition; /* as printed: "Rev. 2, August 2019" */
    date_t published;
    enum standard_status status;
    struct slice source_title, source_url;
    enum reading read;
    struct slice note;
    struct element_set *sets;
    size_t nsets;
    struct requirement *requirements;
    size_t n;
    struct slices builds_on; /* of a server: others whose requirements it has, too; they stand
                                behind its own and belong to those */
    struct slice file;
};

/* What one market demands. On disk: data/regimes/ID.yaml. */
struct regime_part {
    const struct standard *standard;
    struct slices levels; /* only requirements of these levels (or of none); empty: all */
};

struct regime {
    struct slice id; /* "US-FED" */
    struct text title;
    struct slice market; /* ISO 3166 code, or "EU" */
    struct text audience;
    struct regime_part *parts;
    size_t n;
    struct slice
        variant_of; /* another reading of that regime: judged only where asked for by name */
    struct slice note;
};

const struct element_set *standard_set(const struct standard *s, struct slice name);

/* "shall", "should", … and "primary", "rendering", …: as in the files, by enumerator. */
extern const char *const keyword_names[KEYWORD_CAN + 1];
extern const char *const status_names[STATUS_WITHDRAWN + 1];
const char *keyword_name(enum keyword k);
const char *status_name(enum standard_status s);
/* The text in `lang`, else the first one. */
struct slice text_get(const struct text *t, const char *lang);
